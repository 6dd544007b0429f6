"""What a briefing is: frozen models of its scenes, with the limits and rules of each field.

A briefing that exists is sound in itself: its texts hold no control characters and no link but to the web, its
ids are slugs, its scenes have ids of their own. Whether the layers, features and sources it names exist, only
the reader can tell (`briefings.loader`). Each field's `description` says what it must be and ends the sentence
"must be …" of a fault. The kinds of scenes are in `briefings.scenes`, one module each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, InstanceOf, PrivateAttr, SerializeAsAny, model_validator

from briefings.fields import SOURCE, Bullet, Line, Notes, Part, RuleError, SourceKey, Title, walk
from geodata.columns import IsoDate, PartialDate, Slug
from i18n.spoken import worded
from layers.core.scenario import DEFAULT_TITLE, Scenario, View

if TYPE_CHECKING:
    from briefings.placeholders import Library
    from i18n.language import Language

SCHEMA_VERSION = 1
MAX_SCENES = 200
MAX_BULLETS = 5

Lon = Annotated[float, Field(ge=-180, le=180, description="a longitude from -180 to 180")]
Lat = Annotated[float, Field(ge=-80, le=80, description="a latitude from -80 to 80")]


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
                worded(
                    "{west} to {east} and {south} to {north}",
                    west=f"{self.west:g}",
                    east=f"{self.east:g}",
                    south=f"{self.south:g}",
                    north=f"{self.north:g}",
                ),
                worded("a west below east and a south below north"),
            )
        return self

    def as_tuple(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north in degrees."""
        return self.west, self.south, self.east, self.north


class TimelineEntry(Part):
    """What happened on a day, in a month or in a year, and the source that says so."""

    date: PartialDate
    text: Bullet
    source: SourceKey


def _of_the_map_alone(scenario: Scenario) -> Scenario:
    """Leave out what is the page's: theme, title, comparison; round the view to what an address holds."""
    view = scenario.view
    if view is not None:
        view = View(lon=round(view.lon, 4) + 0.0, lat=round(view.lat, 4) + 0.0, zoom=round(view.zoom, 2))
    return replace(scenario, view=view, theme="", title=DEFAULT_TITLE, name="", compare=None, more=())


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of a scene, as its kind makes them from the map's data; cells are Markdown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Scene(Part):
    """One step of the argument: what every kind of scene has. A kind is a subclass, in a module of `briefings.scenes`.

    A kind with a map is derived from `briefings.scenes.map.MapScene`.

    `scenario` is what an address of the map holds (layers, date of the line, parameters, view); theme, title
    and comparison are the page's and left out. `bounds`, in its stead of the scenario's view, fit a screen of any
    shape; a scene without either shows the home view. Texts may hold placeholders (`briefings.placeholders`).
    """

    #: Layers that its scenario must show.
    needs: ClassVar[tuple[str, ...]] = ()

    kind: str = ""
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
    _table: Table | None = PrivateAttr(None)

    @model_validator(mode="after")
    def _has_one_view(self) -> Self:
        if self.bounds is not None and self.scenario.view is not None:
            raise RuleError(worded("bounds and a view"), worded("bounds or a view, not both"))
        object.__setattr__(self, "scenario", _of_the_map_alone(self.scenario))
        return self

    def entries(self) -> tuple[TimelineEntry, ...]:
        """Return what is drawn on a line of time, none without one."""
        return ()

    def make_table(self, library: "Library", language: "Language") -> Table | None:
        """Return what is drawn as a table, its own words in a language; None without one."""
        return None

    @property
    def table(self) -> Table | None:
        """The table of a scene that `briefings.placeholders.resolved` has filled."""
        return self._table

    def with_table(self, table: Table | None) -> Self:
        """Return the scene with a table made for it."""
        copy = self.model_copy()
        copy._table = table
        return copy

    def source_keys(self) -> list[str]:
        """Return the keys of all that the scene rests on, each once, its own sources first."""
        return list(dict.fromkeys(key for _, key, marks in walk(self) if SOURCE in marks))


#: What the ids of scenes must be.
OWN_IDS = worded("scenes with ids of their own")


def doubled_id(ids: Sequence[str]) -> str:
    """Return in words the first id that two scenes share, or nothing; an empty one is none."""
    first: dict[str, int] = {}
    for number, scene_id in enumerate(ids, start=1):
        if scene_id and scene_id in first:
            return worded(
                "the id “{scene_id}” in scenes {first} and {number}",
                scene_id=scene_id,
                first=first[scene_id],
                number=number,
            )
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
        tuple[SerializeAsAny[Scene], ...],
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
