"""What a layer is: its identity, its parameter model, its pure build function, and what it says about itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata import occupation
from geodata.occupation import Published
from layers.core.format import about, rounded
from layers.core.params import NoParams, Params, ParamSpec, Tables, over, param_specs
from layers.style.row import StyleRow

#: Columns every feature of every layer has (docs/design.md); `measure` is the one number hover shows.
COMMON_COLUMNS = ("feature_id", "name", "kind", "status", "as_of", "source", "note", "measure")

Group = Literal["guarantee", "context", "base"]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a layer builds from: the tables, and the line of one date with what follows from it.

    `published_on` gives the line of a date as its publisher drew it, where it was imported.
    `tables` maps a table name (docs/design.md) to its frame; frames are shared, so a builder copies
    before it changes one. Derived shapes are computed once per instance.
    """

    tables: Mapping[str, gpd.GeoDataFrame]
    ukraine: BaseGeometry
    line_date: str
    published_on: Callable[[str], Published | None] = lambda _: None

    def __getitem__(self, table: str) -> gpd.GeoDataFrame:
        return self.tables[table]

    def on(self, line_date: str) -> "Facts":
        """Return the facts of another date, the same object every time."""
        if line_date == self.line_date:
            return self
        if line_date not in self._dates:
            self._dates[line_date] = replace(self, line_date=line_date)
        return self._dates[line_date]

    @cached_property
    def _dates(self) -> dict[str, "Facts"]:
        return {}

    @cached_property
    def line(self) -> gpd.GeoDataFrame:
        """The sectors of the line of occupation on `line_date`, in order."""
        lines = self.tables["line_of_occupation"]
        return lines.loc[lines["line_date"] == self.line_date].sort_values("order").reset_index(drop=True)

    @cached_property
    def occupied(self) -> BaseGeometry:
        """Occupied territory of Ukraine on `line_date`, derived from line and border."""
        return occupation.occupied_territory(self.line, self.ukraine)

    @cached_property
    def published(self) -> Published | None:
        """The line of `line_date` as its publisher drew it, None for a shipped one.

        Its own shape, length and area are at that detail; whatever is notional is built on the generalised line.
        """
        return self.published_on(self.line_date)

    @cached_property
    def territory(self) -> BaseGeometry:
        """Occupied territory as it is shown and measured: the publisher's, or `occupied` where there is none."""
        return self.published.territory if self.published else self.occupied

    @cached_property
    def held(self) -> BaseGeometry:
        """Government-held territory of Ukraine on `line_date`."""
        return occupation.government_held(self.ukraine, self.occupied)

    @cached_property
    def land_line(self) -> BaseGeometry:
        """The line cut to Ukraine: what lengths are measured on."""
        return occupation.land_line(self.line, self.ukraine)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One line of the assessment: a label, a value as text with its unit, and a caveat or ''.

    `number` is the number in the text, rounded as it is there, and `unit` its unit; None where the text is no number.
    """

    label: str
    value: str
    caveat: str = ""
    number: float | None = None
    unit: str = ""

    @classmethod
    def of(
        cls, label: str, number: float, unit: str = "", *, caveat: str = "", is_about: bool = False
    ) -> "Measure":
        """Return a line with a number: one of a generalised drawing says *about* and is rounded to what it is worth."""
        number = rounded(number) if is_about else float(round(number))
        value = about(number, unit) if is_about else f"{number:,.0f} {unit}".rstrip()
        return cls(label=label, value=value, caveat=caveat, number=number, unit=unit)


def _no_key_figures(frame: gpd.GeoDataFrame, params: Any) -> tuple[Measure, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Search:
    """How the search box finds a layer's features: the heading of their group, and the zoom to go to.

    `kinds`: which of them (default: all); `columns`: what else they are found by, written behind the name. `order` is
    that of the groups.
    """

    group: str
    zoom: float = 7.0
    kinds: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class MapLabel:
    """What stands on the map for a guarantee: its number in the argument, a short name and one number that moves.

    `text` has the values of `values(frame, params)` in braces, rounded to what a generalised drawing is worth;
    `text_of_one` is said where the first of them is 1. The label stands on or beside the shapes of `kinds`; `members`
    are the kinds whose features count as in or out of the view, `members_called` what they are. `token`: its one
    colour, on which its number is read.
    """

    name: str
    token: str
    text: str
    values: Callable[[gpd.GeoDataFrame, Any], Mapping[str, float]]
    kinds: tuple[str, ...]
    members: tuple[str, ...]
    members_called: str
    text_of_one: str = ""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Features that panels list by name, each leading to it on the map: those of `kinds`, under their labels.

    Texts elsewhere name them as well, perhaps without `ending`; there too the name leads to the feature.
    """

    kinds: tuple[str, ...]
    ending: str = ""

    def short(self, name: str) -> str:
        """Return a name as lists have it."""
        return name.replace(self.ending, "") if self.ending else name


def ground_of(frame: gpd.GeoDataFrame, *kinds: str) -> BaseGeometry:
    """Return the shapes of some kinds in a frame as one; an empty one where there are none."""
    # The shapes alone: rows taken with all their columns cost more than their union.
    shapes = frame.geometry.to_numpy()[frame["kind"].isin(kinds).to_numpy()]
    return shapely.union_all(shapes) if len(shapes) else shapely.MultiPolygon()


@dataclass(frozen=True, kw_only=True)
class CoverRule:
    """What it means that a guarantee covers a place, as one of the rules that its layer offers, the usual one first.

    `label` says the rule in words. What counts are the shapes of `kinds`, or the area that `made_of(frame)` returns, in
    EPSG:4326.
    """

    key: str
    label: str
    kinds: tuple[str, ...] = ()
    made_of: Callable[[gpd.GeoDataFrame], BaseGeometry] | None = None

    def ground(self, frame: gpd.GeoDataFrame) -> BaseGeometry:
        """Return the area of the layer's frame that counts, in EPSG:4326."""
        return self.made_of(frame) if self.made_of else ground_of(frame, *self.kinds)


def _derived(layer_id: str) -> "Layer":
    from layers import LAYERS

    return next(layer for layer in LAYERS if layer.id == layer_id)


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One layer of the argument; a file in `layers/` owns exactly one, and says there all that is special about it.

    `facts` names the tables it reads: one that reads `line_of_occupation` follows the date of the line.
    `build(facts, params)` is pure and returns EPSG:4326 with `COMMON_COLUMNS`. `key_figures(frame, params)`
    gives the few numbers that the assessment shows; `later` tells where dated later events diverge.

    `rows`: how each kind is drawn; `colours`: palette tokens of its own, by theme (light where a theme is left out).
    `order`: its place among the layers. `reference_line`: the parameter that names the date of a second line.
    `map_label`: what stands on the map for a guarantee. `extent_kinds`: what lies beyond Ukraine, and a view of the
    layer must hold. `full_beside`: the guarantee that, shown alone, brings what rests forward. `listed`: what panels
    list by name. `covers`: the rules by which a guarantee covers ground.

    `derives_from`: of a layer that is made of others, their ids. It is built of those of them that are shown, by
    `build(facts, params, frames)`; while it is shown, it draws their ground in their stead (`StyleRow.covers`).
    """

    id: str
    title: str
    group: Group
    summary: str
    facts: tuple[str, ...]
    build: Callable[..., gpd.GeoDataFrame]
    params: type[Params] = NoParams
    key_figures: Callable[[gpd.GeoDataFrame, Any], tuple[Measure, ...]] = _no_key_figures
    sources: tuple[str, ...] = ()
    later: str = ""
    shortcut: str = ""
    visible: bool = True
    rows: tuple[StyleRow, ...] = ()
    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    search: Search | None = None
    order: int = 100
    reference_line: str = ""
    map_label: MapLabel | None = None
    extent_kinds: tuple[str, ...] = ()
    full_beside: str = ""
    listed: Listed | None = None
    covers: tuple[CoverRule, ...] = ()
    derives_from: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ground = self.map_label.kinds if self.map_label and self.covers else ()
        rows = (
            replace(row, layer=self.id, covers=row.kind in ground or row.drawn_as in ground)
            for row in self.rows
        )
        object.__setattr__(self, "rows", tuple(rows))

    def __reduce__(self) -> Any:
        """Go to another process by name where made of others: parameters and builder follow from those."""
        return (_derived, (self.id,)) if self.derives_from else super().__reduce__()

    def over(self, table: Tables) -> "Layer":
        """Return the layer with the options of its parameters as the data have them."""
        return self._with(over(self.params, table))

    def as_declared(self) -> "Layer":
        """Return the layer as its file has it, before the data were asked: another process can be sent it."""
        return self._with(self.params.as_declared())

    def _with(self, params: type[Params]) -> "Layer":
        return self if params is self.params else replace(self, params=params)

    @property
    def pillar(self) -> int | None:
        """1 to 4 for a guarantee (its number in the argument), else None; the shortcut is the number."""
        return int(self.shortcut) if self.group == "guarantee" else None

    @property
    def follows_line(self) -> bool:
        """Whether the layer changes with the date of the line."""
        return "line_of_occupation" in self.facts

    @property
    def specs(self) -> tuple[ParamSpec, ...]:
        """Its parameters, as read off the model."""
        return param_specs(self.params)


def frame_of(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Make a layer frame in EPSG:4326 of rows with `geometry`; no rows give an empty frame with the columns."""
    if not rows:
        return gpd.GeoDataFrame({c: [] for c in COMMON_COLUMNS}, geometry=[], crs="EPSG:4326")
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def common(record: Mapping[Any, Any], **changes: Any) -> dict[str, Any]:
    """Take the common columns over from a fact, with changes; `measure` is '' unless given."""
    base = {column: record[column] for column in COMMON_COLUMNS if column in record}
    return {"measure": "", **base, **changes}
