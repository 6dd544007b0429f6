"""What a layer is: its identity, its parameter model, its pure build function, and what it says about itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin

import geopandas as gpd
from pydantic import BaseModel, ConfigDict, Field
from shapely.geometry.base import BaseGeometry

from geodata import occupation
from layers.core.format import number_text

#: Columns every feature of every layer has (docs/design.md); `measure` is the one number hover shows.
COMMON_COLUMNS = ("feature_id", "name", "kind", "status", "as_of", "source", "note", "measure")

#: Unit suffixes of parameters and measures, longest first, with how a person reads them.
UNITS: Mapping[str, str] = MappingProxyType(
    {
        "_monitors_per_km": "monitors per km",
        "_per_km": "per km",
        "_personnel": "people",
        "_share_pct": "%",
        "_pct": "%",
        "_km2": "km²",
        "_kmh": "km/h",
        "_km": "km",
        "_nm": "nm",
        "_min": "min",
    }
)

Group = Literal["guarantee", "context", "base"]


class Params(BaseModel):
    """Base of every parameter model: frozen, and unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class NoParams(Params):
    """For layers without parameters."""


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A published value a person may start from: what it is of, the value, where it is from."""

    label: str
    value: float
    note: str
    source: str


def number(
    default: float, *, low: float, high: float, step: float, help: str, presets: tuple[Preset, ...] = ()
) -> Any:
    """Declare a numeric parameter with its range, slider step, one line of help and published presets."""
    return Field(
        default,
        ge=low,
        le=high,
        description=help,
        json_schema_extra={"step": step, "presets": presets},  # type: ignore[dict-item]
    )


def choice(default: str, *, help: str, labels: Mapping[str, str] | None = None, title: str = "") -> Any:
    """Declare one of several fixed values (annotate the field with a `Literal`).

    `title` stands where the field's name says too little.
    """
    return Field(
        default, title=title or None, description=help, json_schema_extra={"labels": dict(labels or {})}
    )


def several(
    default: tuple[str, ...],
    *,
    help: str,
    labels: Mapping[str, str] | None = None,
    groups: Mapping[str, tuple[str, ...]] | None = None,
    default_name: str = "default",
) -> Any:
    """Declare a selection of values (annotate the field with ``tuple[Literal[...], ...]``).

    `groups` orders the values under headings; `default_name` says what the default selection is.
    """
    extra = {"labels": dict(labels or {}), "groups": dict(groups or {}), "default_name": default_name}
    return Field(default, description=help, json_schema_extra=extra)  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class ParamSpec:
    """One parameter, read from its model field: all that a control, a URL key or a docs row needs."""

    name: str
    kind: Literal["number", "integer", "choice", "several"]
    default: Any
    help: str
    given_title: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    options: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    default_name: str = "default"
    presets: tuple[Preset, ...] = ()

    @property
    def title(self) -> str:
        """The title given, else the name without its unit, as words: ``depth_km`` → ``Depth``."""
        if self.given_title:
            return self.given_title
        return title_of(self.name)

    @property
    def allowed(self) -> str:
        """What a person may enter, in words."""
        if self.kind in ("number", "integer"):
            low, high = (number_text(bound).replace(",", "") for bound in (self.low, self.high))
            return f"{low} to {high} {self.unit}".rstrip()
        between = ", ".join(self.options)
        return f"one of {between}" if self.kind == "choice" else f"any of {between}"

    def text(self, value: Any) -> str:
        """Format a value for a person, with its unit."""
        if self.kind == "several":
            return ", ".join(self.labels.get(v, v) for v in value) or "none"
        if self.kind == "choice":
            return self.labels.get(value, value)
        return f"{number_text(value)} {self.unit}".rstrip()


def title_of(name: str) -> str:
    """Return the name of a parameter or measure without its unit, as words: ``cruise_speed_kmh`` → ``Cruise speed``."""
    stem = next((name.removesuffix(suffix) for suffix in UNITS if name.endswith(suffix)), name)
    words = (stem or name).replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def unit_of(name: str) -> str:
    """Return how the unit suffix of a parameter or measure reads (``depth_km`` → ``km``), or ''."""
    return next((text for suffix, text in UNITS.items() if name.endswith(suffix)), "")


def param_specs(model: type[Params]) -> tuple[ParamSpec, ...]:
    """Read the parameters off a model, in the order in which they are declared."""
    specs = []
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        origin = get_origin(info.annotation)
        options: tuple[str, ...] = ()
        kind: Literal["number", "integer", "choice", "several"]
        if origin is Literal:
            kind, options = "choice", get_args(info.annotation)
        elif origin is tuple:
            kind, options = "several", get_args(get_args(info.annotation)[0])
        else:
            kind = "integer" if info.annotation is int else "number"
        bounds = {type(m).__name__: m for m in info.metadata}
        specs.append(
            ParamSpec(
                name=name,
                kind=kind,
                default=info.default,
                help=info.description or "",
                given_title=info.title or "",
                unit=unit_of(name),
                low=getattr(bounds.get("Ge"), "ge", None),
                high=getattr(bounds.get("Le"), "le", None),
                step=extra.get("step"),  # type: ignore[arg-type]
                options=options,
                labels=extra.get("labels", {}),  # type: ignore[arg-type]
                groups=extra.get("groups", {}),  # type: ignore[arg-type]
                default_name=extra.get("default_name", "default"),  # type: ignore[arg-type]
                presets=extra.get("presets", ()),  # type: ignore[arg-type]
            )
        )
    return tuple(specs)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a layer builds from: the tables, and the line of one date with what follows from it.

    `tables` maps a table name (docs/design.md) to its frame; frames are shared, so a builder copies
    before it changes one. Derived shapes are computed once per instance.
    """

    tables: Mapping[str, gpd.GeoDataFrame]
    ukraine: BaseGeometry
    line_date: str

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
    def held(self) -> BaseGeometry:
        """Government-held territory of Ukraine on `line_date`."""
        return occupation.government_held(self.ukraine, self.occupied)

    @cached_property
    def land_line(self) -> BaseGeometry:
        """The line cut to Ukraine: what lengths are measured on."""
        return occupation.land_line(self.line, self.ukraine)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One line of the assessment: a label, a value as text with its unit, and a caveat or ''."""

    label: str
    value: str
    caveat: str = ""


def _no_headline(frame: gpd.GeoDataFrame, params: Any) -> tuple[Measure, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One layer of the argument; a file in this folder owns exactly one.

    `facts` names the tables it reads: one that reads `line_of_occupation` follows the date of the line.
    `build(facts, params)` is pure and returns EPSG:4326 with `COMMON_COLUMNS`. `headline(frame, params)`
    gives the few numbers that the assessment shows; `later` tells where dated later events diverge.
    """

    id: str
    title: str
    group: Group
    summary: str
    facts: tuple[str, ...]
    build: Callable[[Facts, Any], gpd.GeoDataFrame]
    params: type[Params] = NoParams
    headline: Callable[[gpd.GeoDataFrame, Any], tuple[Measure, ...]] = _no_headline
    sources: tuple[str, ...] = ()
    later: str = ""
    shortcut: str = ""
    visible: bool = True

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
