"""The fields that parts of a briefing are made of: texts with their rules, keys of sources, and a walk over them all.

A kind of scene declares its fields with these types; what is to be looked up, filled in or cited is found by the
walk (`walk`, `changed`), so that nobody needs to list a kind's fields again.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Annotated, Any, Self, TypeVar, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from briefings.markdown import bad_links
from geodata.sources import FORMER_KEYS
from i18n.spoken import worded


class Mark:
    """What the walk over a part finds a field by."""


#: A text that may hold placeholders (`briefings.placeholders`).
TEXT = Mark()
#: A key of a source that the scene rests on.
SOURCE = Mark()
#: A name that must be on the scene's map.
PLACE = Mark()
#: A parameter with a slider, of a layer that the scene shows.
PARAMETER = Mark()
#: A measure of the assessment, by its id.
MEASURE = Mark()

_BLANKS = re.compile(r"[ \t\r\n]+")
#: Unicode's control, format (such as those that turn text round), unassigned and private characters, and its
#: line and paragraph separators.
_NO_TEXT = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


class RuleError(PydanticCustomError):
    """A fault in words: what was found, what must be there, and what to do."""

    def __new__(cls, found: str, expected: str, advice: str = "") -> Self:
        """Make the error; pydantic passes its three texts on as its context."""
        context = {"found": found, "expected": expected, "advice": advice}
        return super().__new__(cls, "briefing", "must be {expected}, got {found}", context)


def _one_line(text: Any) -> Any:
    return _BLANKS.sub(" ", text).strip(" ") if isinstance(text, str) else text


def _in_paragraphs(text: Any) -> Any:
    """Make each paragraph one line, with an empty line between two."""
    if not isinstance(text, str):
        return text
    parts = (_one_line(part) for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")))
    return "\n\n".join(part for part in parts if part)


def _readable(text: str) -> str:
    for character in text:
        if character != "\n" and unicodedata.category(character) in _NO_TEXT:
            raise RuleError(
                worded("the character U+{ord}", ord=f"{ord(character):04X}"),
                worded("text without control or invisible characters"),
                worded("Delete that character."),
            )
    return text


def _with_good_links(text: str) -> str:
    for href in bad_links(text):
        raise RuleError(
            worded("a link to {href}", href=href),
            worded("text whose links lead to the web"),
            worded("Begin the address with https://."),
        )
    return text


Line = Annotated[str, BeforeValidator(_one_line), AfterValidator(_readable)]

Title = Annotated[
    Line,
    Field(min_length=1, max_length=120, description="one line of 1 to 120 characters, without markup"),
    TEXT,
]
# The length first: Markdown of a hundred thousand brackets takes seconds to read.
Bullet = Annotated[
    Line,
    Field(min_length=1, max_length=160, description="one line of 1 to 160 characters"),
    AfterValidator(_with_good_links),
    TEXT,
]
Notes = Annotated[
    str,
    BeforeValidator(_in_paragraphs),
    Field(max_length=6000, description="paragraphs of up to 6,000 characters in all"),
    AfterValidator(_readable),
    AfterValidator(_with_good_links),
    TEXT,
]
SourceKey = Annotated[
    str,
    Field(pattern=r"^[a-z0-9_]+$", description="a key of sources.yaml or assumptions.yaml"),
    AfterValidator(lambda key: FORMER_KEYS.get(key, key)),
    SOURCE,
]

PlaceName = Annotated[
    Line,
    Field(min_length=1, max_length=60, description="the name of a place on the scene’s map"),
    PLACE,
]
ParameterKey = Annotated[
    Line,
    Field(max_length=80, description="a parameter with a slider, as layer.parameter"),
    PARAMETER,
]
MeasureKey = Annotated[
    Line,
    Field(min_length=1, max_length=80, description="the id of a measure, such as air.reach_share"),
    MEASURE,
]


class Part(BaseModel):
    """Base of all parts of a briefing: frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


P = TypeVar("P", bound=Part)
#: By the name of a list, the numbers of its items in the file, from 1.
Numbers = Mapping[str, Sequence[int]]
#: What a fault calls a value, the value, and what marks its field.
Found = tuple[str, Any, tuple[Any, ...]]


def walk(part: Part, numbers: Numbers | None = None) -> Iterator[Found]:
    """Yield everything that a part holds, in the order of its fields, each part before what it holds itself.

    `numbers`: those that the items of its lists have in the file, where some were left out.
    """
    for name, field in type(part).model_fields.items():
        own = (numbers or {}).get(name)
        yield from _walk(name, getattr(part, name), field.annotation, tuple(field.metadata), own)


def _walk(
    path: str, value: Any, annotation: Any, marks: tuple[Any, ...], numbers: Sequence[int] | None = None
) -> Iterator[Found]:
    annotation, marks = _plain(annotation, marks)
    yield path, value, marks
    if isinstance(value, tuple):
        for number, item in zip(numbers or count(1), value, strict=False):
            yield from _walk(f"{path} item {number}", item, get_args(annotation)[0], ())
    elif isinstance(value, Part):
        yield from ((f"{path} {name}", found, own) for name, found, own in walk(value))


def changed(part: P, mark: Mark, change: Callable[[str], str]) -> P:
    """Return a copy of a part in which every value with a mark is changed."""
    update = {}
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        new = _changed(value, field.annotation, tuple(field.metadata), mark, change)
        if new is not value:
            update[name] = new
    return part.model_copy(update=update)


def _changed(
    value: Any, annotation: Any, marks: tuple[Any, ...], mark: Mark, change: Callable[[str], str]
) -> Any:
    annotation, marks = _plain(annotation, marks)
    if mark in marks:
        return change(value)
    if isinstance(value, tuple) and value:
        return tuple(_changed(item, get_args(annotation)[0], (), mark, change) for item in value)
    return changed(value, mark, change) if isinstance(value, Part) else value


def _plain(annotation: Any, marks: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """Return an annotation without its marks, and the marks."""
    if get_origin(annotation) is Annotated:
        annotation, *own = get_args(annotation)
        marks = (*marks, *own)
    return annotation, marks
