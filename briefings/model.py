"""What a briefing is: frozen models of its scenes, with the limits and rules of each field.

A briefing that exists is sound in itself: its texts hold no control characters and no link but to the web, its
ids are slugs, its scenes have ids of their own. Whether the layers, features and sources it names exist, only
the reader can tell (`briefings.loader`). Each field's `description` says what it must be and ends the sentence
"must be …" of a fault.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    InstanceOf,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from briefings.markdown import bad_links
from geodata.tables import FORMER_KEYS, IsoDate, PartialDate, Slug
from layers.core.scenario import DEFAULT_TITLE, Scenario, View

SCHEMA_VERSION = 1
MAX_SCENES = 200
MAX_BULLETS = 5

_BLANKS = re.compile(r"[ \t\r\n]+")
#: Unicode's control, format (such as those that turn text round), unassigned and private characters, and its
#: line and paragraph separators.
_NO_TEXT = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


class RuleError(PydanticCustomError):
    """A fault in words: what was found, what must be there, and what to do."""

    def __new__(cls, found: str, expected: str, advice: str = "") -> Self:
        """Make the error; pydantic carries its three texts on as its context."""
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
                f"the character U+{ord(character):04X}",
                "text without control or invisible characters",
                "Delete that character.",
            )
    return text


def _with_good_links(text: str) -> str:
    for href in bad_links(text):
        raise RuleError(
            f"a link to {href}", "text whose links lead to the web", "Begin the address with https://."
        )
    return text


Line = Annotated[str, BeforeValidator(_one_line), AfterValidator(_readable)]

Title = Annotated[
    Line, Field(min_length=1, max_length=120, description="one line of 1 to 120 characters, without markup")
]
# The length first: Markdown of a hundred thousand brackets takes seconds to read.
Bullet = Annotated[Line, Field(min_length=1, max_length=160), AfterValidator(_with_good_links)]
Notes = Annotated[
    str,
    BeforeValidator(_in_paragraphs),
    Field(max_length=6000, description="paragraphs of up to 6,000 characters in all"),
    AfterValidator(_readable),
    AfterValidator(_with_good_links),
]
SourceKey = Annotated[
    str,
    Field(pattern=r"^[a-z0-9_]+$", description="a key of sources.yaml or assumptions.yaml"),
    AfterValidator(lambda key: FORMER_KEYS.get(key, key)),
]
Lon = Annotated[float, Field(ge=-180, le=180, description="a longitude from -180 to 180")]
Lat = Annotated[float, Field(ge=-80, le=80, description="a latitude from -80 to 80")]
Side = Literal["n", "ne", "e", "se", "s", "sw", "w", "nw"]


class Part(BaseModel):
    """Base of all parts of a briefing: frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Bounds(Part):
    """What must be in view on a screen of any shape; degrees."""

    west: Lon
    south: Lat
    east: Lon
    north: Lat

    @model_validator(mode="after")
    def _is_an_area(self) -> Self:
        if self.west >= self.east or self.south >= self.north:
            raise RuleError(
                f"{self.west:g} to {self.east:g} and {self.south:g} to {self.north:g}",
                "a west below east and a south below north",
            )
        return self

    def as_tuple(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north in degrees."""
        return self.west, self.south, self.east, self.north


class FeatureRef(Part):
    """A feature of the scene's map: one of a visible layer."""

    layer: Annotated[str, Field(min_length=1, description="the id of a layer that the scene shows")]
    feature_id: Annotated[str, Field(min_length=1, description="the id of a feature of that layer")]


class Place(Part):
    """A place by its coordinates, in degrees."""

    lon: Lon
    lat: Lat


def _place_or_feature(value: Any) -> str:
    """Tell by the fields that are there which of the two is meant."""
    fields = value if isinstance(value, dict) else getattr(type(value), "model_fields", {})
    return "feature" if "layer" in fields or "feature_id" in fields else "place"


class Callout(Part):
    """A short text beside the map's matter, with an arrow to it.

    The arrow's head is `at`; its tail, where the text stands, lies to the side `to`, `offset_pct` percent of the
    map's height away.
    """

    text: Annotated[
        Line, Field(min_length=1, max_length=80, description="one line of 1 to 80 characters, without markup")
    ]
    at: Annotated[
        Annotated[Place, Tag("place")] | Annotated[FeatureRef, Tag("feature")],
        Discriminator(_place_or_feature),
        Field(description="lon and lat, or layer and feature_id"),
    ]
    to: Annotated[Side, Field(description="one of n, ne, e, se, s, sw, w, nw")] = "ne"
    offset_pct: Annotated[float, Field(ge=3, le=45, description="a number from 3 to 45")] = 12


class TimelineEntry(Part):
    """What happened on a day, in a month or in a year, and the source that says so."""

    date: PartialDate
    text: Annotated[
        Line,
        Field(min_length=1, max_length=160, description="one line of 1 to 160 characters"),
        AfterValidator(_with_good_links),
    ]
    source: SourceKey


def _of_the_map_alone(scenario: Scenario) -> Scenario:
    """Leave out what is the page's: theme, title, comparison; round the view to what an address holds."""
    view = scenario.view
    if view is not None:
        view = View(lon=round(view.lon, 4) + 0.0, lat=round(view.lat, 4) + 0.0, zoom=round(view.zoom, 2))
    return replace(scenario, view=view, theme="", title=DEFAULT_TITLE, compare=None)


class Scene(Part):
    """One step of the argument: what is said, and the map that is shown while it is said.

    `scenario` is what an address of the map holds (layers, date of the line, parameters, view); theme, title
    and comparison are the page's and left out. `bounds`, in its stead of the scenario's view, fit a screen of any
    shape; a scene without either shows the home view. Texts may hold placeholders (`briefings.placeholders`).
    """

    id: Annotated[
        Slug, Field(max_length=60, description="a slug of a-z, 0-9 and single hyphens, at most 60 characters")
    ]
    title: Title
    bullets: Annotated[
        tuple[Bullet, ...],
        Field(max_length=MAX_BULLETS, description="a list of up to 5 lines of 1 to 160 characters"),
    ] = ()
    notes: Notes = ""
    sources: Annotated[
        tuple[SourceKey, ...],
        Field(max_length=20, description="a list of up to 20 keys of sources or assumptions"),
    ] = ()
    scenario: InstanceOf[Scenario]
    bounds: Annotated[Bounds | None, Field(description="west, south, east and north")] = None
    highlights: Annotated[
        tuple[FeatureRef, ...],
        Field(max_length=40, description="a list of up to 40 pairs of layer and feature_id"),
    ] = ()
    callouts: Annotated[
        tuple[Callout, ...], Field(max_length=8, description="a list of up to 8 callouts")
    ] = ()
    timeline: Annotated[
        tuple[TimelineEntry, ...], Field(max_length=12, description="a list of up to 12 entries")
    ] = ()

    @model_validator(mode="after")
    def _has_one_view(self) -> Self:
        if self.bounds is not None and self.scenario.view is not None:
            raise RuleError("bounds and a view", "bounds or a view, not both")
        object.__setattr__(self, "scenario", _of_the_map_alone(self.scenario))
        return self


#: What the ids of scenes must be.
OWN_IDS = "scenes with ids of their own"


def doubled_id(ids: Sequence[str]) -> str:
    """Return in words the first id that two scenes share, or nothing; an empty one is none."""
    first: dict[str, int] = {}
    for number, scene_id in enumerate(ids, start=1):
        if scene_id and scene_id in first:
            return f"the id “{scene_id}” in scenes {first[scene_id]} and {number}"
        first[scene_id] = number
    return ""


class Briefing(Part):
    """Ordered scenes, and what stands on every one of them."""

    schema_version: Annotated[Literal[1], Field(description="1")] = 1
    id: Annotated[
        Slug, Field(max_length=60, description="a slug of a-z, 0-9 and single hyphens, at most 60 characters")
    ]
    title: Title
    author: Annotated[Line, Field(max_length=120, description="one line of up to 120 characters")] = ""
    date: IsoDate
    marking: Annotated[Line, Field(max_length=60, description="one line of up to 60 characters")] = ""
    scenes: Annotated[
        tuple[Scene, ...],
        Field(min_length=1, max_length=MAX_SCENES, description=f"a list of 1 to {MAX_SCENES} scenes"),
    ]

    @model_validator(mode="after")
    def _scenes_have_ids_of_their_own(self) -> Self:
        if found := doubled_id([scene.id for scene in self.scenes]):
            raise RuleError(found, OWN_IDS)
        return self

    def scene(self, scene_id: str) -> Scene | None:
        """Return the scene of an id, or None."""
        return next((scene for scene in self.scenes if scene.id == scene_id), None)
