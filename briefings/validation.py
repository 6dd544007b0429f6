"""What is wrong with a briefing, in words that say where it is, what is allowed and what to do."""

import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, Tag, ValidationError

from geodata.validation import DataError, Fault
from i18n.spoken import worded
from layers.core.address import clip

_DO = worded("Correct it and load the briefing again.")
_MAX_ALIKE = 80  # characters in which likeness is looked for
#: What the file calls otherwise than the model does.
_FILE_FIELDS = {"bounds": "scenario view"}


@dataclass(frozen=True, kw_only=True)
class BriefingFault(Fault):
    """One thing that is wrong in a briefing; `feature` is the number of the scene, `feature_id` its id."""

    advice: str = _DO

    def __str__(self) -> str:
        """Return the fault as one line."""
        place = self.file
        if self.feature is not None:
            place += worded(", scene {feature}", feature=self.feature)
        if self.feature_id:
            place += f" ({self.feature_id})"
        whole = worded("the briefing") if self.feature is None else worded("the scene")
        subject = f'"{self.field}"' if self.field else whole
        return worded(
            "{place}: {subject} must be {expected}, got {found}. {advice}",
            place=place,
            subject=subject,
            expected=self.expected,
            found=self.found,
            advice=self.advice,
        )


class BriefingError(DataError):
    """A briefing that cannot be taken: all `faults`, one per line of the message."""


@dataclass(frozen=True)
class Where:
    """A scene of a file, or the file as a whole; makes the faults that are found there."""

    file: str
    scene: int | None = None
    scene_id: str = ""

    @classmethod
    def of(cls, file: str, number: int, raw: Any) -> "Where":
        """Return the place of a scene, by its number from 1 and what stands for it in the file."""
        found = raw.get("id", "") if isinstance(raw, dict) else ""
        return cls(file, number, clip(found) if isinstance(found, str) else "")

    def fault(self, field: str, found: str, expected: str, advice: str = "") -> Fault:
        """Return a fault; the words are those of `geodata.validation.Fault`."""
        return BriefingFault(
            file=self.file, feature=self.scene, feature_id=self.scene_id, field=field, found=found,
            expected=expected, advice=advice or _DO,
        )  # fmt: skip

    def unknown_field(self, name: str, known: Sequence[str], *, within: str = "", advice: str = "") -> Fault:
        """Return the fault of a field that does not exist."""
        return self.fault(
            f"{within} {clip(name)}".strip(),
            worded("a field of that name"),
            worded("one of the fields {list}", list=", ".join(known)),
            advice or did_you_mean(name, known),
        )


def file_fields(model: type[BaseModel]) -> list[str]:
    """Return the fields of a part as a file has them: a scene's bounds are a view of its scenario."""
    return [name for name in model.model_fields if name not in _FILE_FIELDS]


def did_you_mean(found: str, known: Sequence[str], *, otherwise: str = "") -> str:
    """Return advice that names what looks alike, else other words."""
    alike = difflib.get_close_matches(found[:_MAX_ALIKE], known, n=1, cutoff=0.6)
    return worded("Did you mean “{alike}”?", alike=alike[0]) if alike else otherwise


def quoted(value: Any) -> str:
    """Return a value of the file as text that fits a message."""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    return f"“{clip(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)[:200])}”"


def rule_faults(
    problem: ValidationError, model: type[BaseModel], where: Where, known: Sequence[str] = ()
) -> Iterator[Fault]:
    """Yield the faults that a model found in what stands at a place; `known`: its fields, where not the model's."""
    for error in problem.errors(include_url=False):
        steps = list(error["loc"])
        part, tags = _part_at(model, steps[:-1])
        names = [_FILE_FIELDS.get(str(step), step) for step in steps if step not in tags]
        field = " ".join(f"item {name + 1}" if isinstance(name, int) else str(name) for name in names)
        own = known if part is model and known else file_fields(part)
        yield _rule_fault(error, where, part, field, steps, own)


def _part_at(model: type[BaseModel], steps: Sequence[Any]) -> tuple[type[BaseModel], set[Any]]:
    """Return the model that is at an error's place, and those of its steps that are tags of unions."""
    tags: set[Any] = set()
    choices: dict[str, type[BaseModel]] = {}
    for step in steps:
        if step in choices:
            model = choices[step]
            tags.add(step)
        elif step in model.model_fields:
            choices = _models_in(model.model_fields[step].annotation)
            if len(choices) == 1:
                model = next(iter(choices.values()))
                choices = {}
    return model, tags | set(choices)


def _models_in(annotation: Any, tag: str = "") -> dict[str, type[BaseModel]]:
    """Return the models that a field may hold, by their tags."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {tag: annotation}
    tag = next((one.tag for one in getattr(annotation, "__metadata__", ()) if isinstance(one, Tag)), tag)
    found: dict[str, type[BaseModel]] = {}
    for part in get_args(annotation):
        found |= _models_in(part, tag)
    return found


def _rule_fault(
    error: Any, where: Where, model: type[BaseModel], field: str, steps: Sequence[Any], known: Sequence[str]
) -> Fault:
    context, value = error.get("ctx", {}), error["input"]
    if error["type"] == "extra_forbidden":
        return where.unknown_field(str(steps[-1]), known, within=field.rpartition(" ")[0])
    if error["type"] == "briefing":
        return where.fault(field or "scenes", clip(context["found"]), context["expected"], context["advice"])
    if error["type"] in ("too_long", "string_too_long"):
        thing = "characters" if isinstance(value, str) else "items"
        length = context.get("actual_length") or len(value)
        return where.fault(
            field,
            f"{length:,} {thing}",
            worded("at most {context} {thing}", context=f"{context['max_length']:,}", thing=thing),
        )
    found = "nothing" if error["type"] == "missing" else quoted(value)
    return where.fault(field, found, _expected(model, steps, known))


def _expected(model: type[BaseModel], steps: Sequence[Any], known: Sequence[str]) -> str:
    """Return what a field must be, from the model's own words."""
    for step in reversed(steps):
        if step in model.model_fields and model.model_fields[step].description:
            return str(model.model_fields[step].description)
    return worded("a mapping of {list}", list=", ".join(known))
