"""What is wrong in a data file, in words that say where it is, what is allowed and what to do."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong in one file, in words that say where it is and what to do.

    `file` is the path as a person types it from the project's folder. `feature` counts from 1 and is
    None where the whole file is meant; `feature_id` is its id, or the key of a source. `field` is a
    column or `geometry`, empty where the whole file is meant. `found` quotes the file; `expected` ends
    the sentence "must be …".
    """

    file: str
    feature: int | None = None
    feature_id: str = ""
    field: str = ""
    found: str
    expected: str
    advice: str = "Edit the file or re-run the script that makes it."

    def __str__(self) -> str:
        """Return the fault as one line."""
        place = self.file
        if self.feature is not None:
            place += f", feature {self.feature}"
        if self.feature_id:
            place += f" ({self.feature_id})"
        subject = f'"{self.field}"' if self.field else "the file"
        return f"{place}: {subject} must be {self.expected}, got {self.found}. {self.advice}"


class DataError(ValueError):
    """Data files that break their schema: all `faults`, one per line of the message."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


def column_faults(problem: ValidationError, model: type[BaseModel], **place: Any) -> Iterator[Fault]:
    """Yield one fault for each column that its model refuses; `place` is where the row stands."""
    seen = set()
    for error in problem.errors(include_url=False, include_context=False):
        column = str(error["loc"][0])
        if column in seen:  # a union reports once per member
            continue
        seen.add(column)
        if error["type"] == "missing":
            found = "nothing"
        elif len(error["loc"]) > 1 and isinstance(error["loc"][1], int):
            found = f"{quote(error['input'])} as item {error['loc'][1] + 1}"
        else:
            found = quote(error["input"])
        if error["type"] == "extra_forbidden":
            expected = f"one of the columns {', '.join(model.model_fields)}"
        else:
            expected = _expected(model, column)
        yield Fault(field=column, found=found, expected=expected, **place)


def _expected(model: type[BaseModel], column: str) -> str:
    """Return what the column must be, from the model's own words or from its list of values."""
    field = model.model_fields[column]
    if field.description:
        return field.description
    if get_origin(field.annotation) is Literal:
        values = [str(value) for value in get_args(field.annotation)]
        return values[0] if len(values) == 1 else f"one of {', '.join(values)}"
    # In Annotated[...] | None the words are on the inner type.
    for option in get_args(field.annotation):
        for meta in getattr(option, "__metadata__", ()):
            if getattr(meta, "description", None):
                return str(meta.description)
    return "of the type in docs/design.md"


def read_text(root: Path, file: str) -> str | Fault:
    """Return the text of a data file, or what is wrong with it."""
    try:
        return (root / file).read_text(encoding="utf-8")
    except FileNotFoundError:
        return Fault(file=label_of(file), found="nothing", expected="there")
    except UnicodeDecodeError as problem:
        found = f"byte {problem.object[problem.start]:#04x} at position {problem.start}"
        return Fault(file=label_of(file), found=found, expected="text in UTF-8")


def label_of(file: str) -> str:
    """Return a data file's path as a person types it from the project's folder."""
    return f"geodata/{file}"


def quote(value: Any) -> str:
    """Return the value as JSON writes it, cut to fit a line."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else f"{text[:77]}…"
