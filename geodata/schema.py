"""The contract of the data files: one model of columns per table, and the check of every file.

`docs/design.md` lists the columns in words. Each field's `description` says what the field must be
and is what a fault reports, so the rule and its message cannot drift apart.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import numpy as np
import shapely
import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

DATA_DIR = Path(__file__).resolve().parent
SOURCES_FILE = "sources.yaml"

MAX_DECIMALS = 6
# Wide enough for every table but the base map; it catches latitude and longitude in the wrong order.
THEATRE_LON_LAT = (8.0, 38.0, 50.0, 60.0)
WORLD_LON_LAT = (-180.0, -90.0, 180.0, 90.0)


# --- faults ---------------------------------------------------------------------------------------


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


# --- field types ----------------------------------------------------------------------------------


def _iso_date(text: str) -> str:
    if date.fromisoformat(text).isoformat() != text:  # fromisoformat also takes 20250831
        raise ValueError("not in the form YYYY-MM-DD")
    return text


def _alphabetical_pair(text: str) -> str:
    first, second = text.split("-")
    if first >= second:
        raise ValueError("not in alphabetical order")
    return text


ISO_A3 = r"^[A-Z]{3}$"

Text = Annotated[str, Field(min_length=1, description="text that is not empty")]
AnyText = Annotated[str, Field(description="text, which may be empty")]
Slug = Annotated[
    str,
    Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="a slug of a-z, 0-9 and single hyphens"),
]
IsoDate = Annotated[str, AfterValidator(_iso_date), Field(description="an ISO date such as 2025-08-31")]
PartialDate = Annotated[
    str,
    Field(
        pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        description="an ISO date, or its year or month, such as 2025-08",
    ),
]
SourceKeys = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9_]+(;[a-z0-9_]+)*$",
        description=f"keys of {SOURCES_FILE} joined by ; without blanks",
    ),
]
Country = Annotated[str, Field(pattern=ISO_A3, description="an ISO 3166-1 alpha-3 code such as POL")]
Countries = Annotated[
    list[Annotated[str, Field(pattern=ISO_A3)]],
    Field(description="a list of ISO 3166-1 alpha-3 codes"),
]
Oblast = Annotated[str, Field(pattern=r"^UA-\d\d$", description="an ISO 3166-2 code such as UA-51")]
Icao = Annotated[str, Field(pattern=r"^[A-Z]{4}$", description="an ICAO code of four letters such as EPMM")]
Lon = Annotated[float, Field(ge=-180, le=180, description="a longitude from -180 to 180")]
Lat = Annotated[float, Field(ge=-90, le=90, description="a latitude from -90 to 90")]
Count = Annotated[int, Field(ge=0, description="a whole number from 0")]


# --- one model per table --------------------------------------------------------------------------


class Feature(BaseModel):
    """The columns that every feature of every table has."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    feature_id: Slug
    name: Text
    kind: str
    status: Literal["documented", "notional", "derived"]
    as_of: IsoDate
    source: SourceKeys
    note: AnyText


class LinePart(Feature):
    """One sector of the line of occupation on one date; occupied ground lies on its left."""

    kind: Literal["line"]
    line_date: IsoDate
    sector: Text
    order: Count
    accuracy_km: Annotated[float, Field(gt=0, description="a number of km above 0")]


class Route(Feature):
    """An axis of 2022 or a publicly assessed one, main part first, branches after it."""

    kind: Literal["route"]
    code: Annotated[str, Field(pattern=r"^[A-Z][1-9]\d?$", description="a letter and a number such as F3")]
    basis: Literal["historical", "assessed"]
    origin: Text
    objective: Text
    waypoints: Annotated[list[Text], Field(min_length=2, description="a list of at least two towns")]
    outcome: Text
    starts_at: Literal["line", "border-rus", "border-blr", "border-mda"]


class AirBase(Feature):
    """An air base or airport."""

    kind: Literal["air_base"]
    icao: Icao
    country: Country
    operator: Text
    role: Text
    use: Literal["military", "civil", "joint"]
    allied_use: AnyText
    candidate: Annotated[bool, Field(description="true or false")]


class SeaFeature(Feature):
    """A notional patrol zone, the maritime corridor or a maritime boundary."""

    kind: Literal["patrol_zone", "corridor", "maritime_boundary"]
    code: Text
    purpose: Text
    lead: Text


class Port(Feature):
    """A port, or an island that the coast of the base map leaves out."""

    kind: Literal["port", "island"]
    country: Country
    state: Literal["open", "closed", "occupied", "n/a"]


class Monitoring(Feature):
    """A patrol hub of an earlier mission, or an organisation that might lead the next."""

    kind: Literal["patrol_hub", "lead_organisation"]
    code: Annotated[
        Literal["ots", "gcc"] | None,
        Field(description="ots or gcc for a lead_organisation, null for a patrol_hub"),
    ]
    members: Countries
    observers: Countries

    @field_validator("code")
    @classmethod
    def _only_organisations_have_one(cls, code: str | None, info: ValidationInfo) -> str | None:
        if (code is not None) != (info.data.get("kind") == "lead_organisation"):
            raise ValueError("code and kind do not go together")
        return code


class Coalition(Feature):
    """A city named for the coalition's force, or a state and its strongest public offer."""

    kind: Literal["named_city", "contributor"]
    country: Country
    offer: Annotated[
        Literal["troops", "forces_nearby", "air", "sea", "logistics", "training", "monitoring", "none"]
        | None,
        Field(
            description="one of troops, forces_nearby, air, sea, logistics, training, monitoring, "
            "none for a contributor, null for a named_city"
        ),
    ]
    offer_text: Text

    @field_validator("offer")
    @classmethod
    def _only_contributors_have_one(cls, offer: str | None, info: ValidationInfo) -> str | None:
        if (offer is not None) != (info.data.get("kind") == "contributor"):
            raise ValueError("offer and kind do not go together")
        return offer


class CountryArea(Feature):
    """A country of the world within its recognised borders."""

    kind: Literal["country"]
    iso_a3: Country
    label_lon: Lon
    label_lat: Lat


class Border(Feature):
    """A land border between two countries."""

    kind: Literal["border", "border_disputed"]
    between: Annotated[
        str,
        AfterValidator(_alphabetical_pair),
        Field(
            pattern=r"^[A-Z]{3}-[A-Z]{3}$",
            description="two ISO 3166-1 alpha-3 codes in alphabetical order such as MDA-UKR",
        ),
    ]


class OblastArea(Feature):
    """A first-level unit of Ukraine."""

    kind: Literal["oblast"]
    iso_3166_2: Oblast
    name_uk: Text
    population: Count
    label_lon: Lon
    label_lat: Lat


class River(Feature):
    """A river, rank 1 the largest."""

    kind: Literal["river"]
    rank: Literal[1, 2, 3]


class Lake(Feature):
    """A lake or reservoir."""

    kind: Literal["lake"]


class Town(Feature):
    """A town, rank 1 a capital."""

    kind: Literal["town"]
    name_uk: AnyText
    rank: Literal[1, 2, 3, 4]
    population: Count
    iso_3166_2: Annotated[
        Oblast | None, Field(description="an ISO 3166-2 code such as UA-51, or null abroad")
    ]
    country: Country


class Sea(Feature):
    """The place of a sea's label."""

    kind: Literal["sea"]
    rank: Annotated[int, Field(ge=1, description="a whole number from 1")]


class Source(BaseModel):
    """Where a statement comes from.

    `date` and `accessed` may be a year or a month where no more is known. `confidence` is
    `documented` (its own text was seen), `reported` (seen second hand or in part) or `general`
    (general knowledge or a choice of this project). `cited_in` names the place that cites it where
    no feature need do so.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    title: Text
    publisher: Text
    date: PartialDate
    licence: Text
    confidence: Literal["documented", "reported", "general"]
    url: Annotated[
        str | None, Field(pattern=r"^https?://\S+$", description="an address of the web, or absent")
    ] = None
    accessed: PartialDate | None = None
    cited_in: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """What the schema knows of one data file.

    `basemap/countries` is the table `countries` in the folder `basemap`; a name holds its folder.
    `kinds_without_geometry` have a null geometry, all others one of `geometries`.
    """

    name: str
    model: type[Feature]
    geometries: tuple[str, ...]
    kinds_without_geometry: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Path of the file inside the data folder."""
        return f"{self.name}.geojson"

    @property
    def is_basemap(self) -> bool:
        """Whether the table draws the ground rather than a fact of the subject."""
        return self.name.startswith("basemap/")


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(name="line_of_occupation", model=LinePart, geometries=("LineString",)),
        Table(name="invasion_routes", model=Route, geometries=("LineString", "MultiLineString")),
        Table(name="air_bases", model=AirBase, geometries=("Point",)),
        Table(name="black_sea_zones", model=SeaFeature, geometries=("Polygon", "LineString")),
        Table(name="ports", model=Port, geometries=("Point",)),
        Table(
            name="monitoring",
            model=Monitoring,
            geometries=("Point",),
            kinds_without_geometry=("lead_organisation",),
        ),
        Table(
            name="coalition",
            model=Coalition,
            geometries=("Point",),
            kinds_without_geometry=("contributor",),
        ),
        Table(name="basemap/countries", model=CountryArea, geometries=("MultiPolygon",)),
        Table(name="basemap/borders", model=Border, geometries=("MultiLineString",)),
        Table(name="basemap/oblasts", model=OblastArea, geometries=("MultiPolygon",)),
        Table(name="basemap/rivers", model=River, geometries=("MultiLineString",)),
        Table(name="basemap/lakes", model=Lake, geometries=("MultiPolygon",)),
        Table(name="basemap/towns", model=Town, geometries=("Point",)),
        Table(name="basemap/seas", model=Sea, geometries=("Point",)),
    )
}


# --- checks ---------------------------------------------------------------------------------------


def check_all(root: Path = DATA_DIR) -> list[Fault]:
    """Return every fault of every data file, empty where all is well.

    `root` is the data folder (`geodata`), not the project's.
    """
    sources, faults = read_sources(root)
    # A faulty source is reported once, not again by each feature that cites it.
    keys = frozenset(sources) | {fault.feature_id for fault in faults} if sources else None
    owners: dict[str, str] = {}
    for table in TABLES.values():
        features, found = read_table(root, table, keys)
        faults += found
        faults += _repeated_ids(table, features, owners)
    return faults


def read_sources(root: Path) -> tuple[dict[str, Source], list[Fault]]:
    """Return the valid sources of `sources.yaml` by key, and the faults of the file."""
    label = _label(SOURCES_FILE)
    text = _read(root, SOURCES_FILE)
    if isinstance(text, Fault):
        return {}, [text]
    try:
        data = yaml.load(text, Loader=_PlainTextLoader)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        found = f"{_quote(problem.problem)}{where}"
        return {}, [Fault(file=label, found=found, expected="well-formed YAML")]
    if not isinstance(data, dict):
        return {}, [Fault(file=label, found=_quote(data), expected="a mapping of keys to sources")]

    sources: dict[str, Source] = {}
    faults: list[Fault] = []
    for key, row in data.items():
        if not isinstance(row, dict):
            expected = "a mapping with title, publisher and so on"
            faults.append(
                Fault(file=label, feature_id=str(key), field="source", found=_quote(row), expected=expected)
            )
            continue
        try:
            sources[key] = Source.model_validate(row)
        except ValidationError as problem:
            faults += _column_faults(problem, Source, file=label, feature_id=str(key))
    return sources, faults


def read_table(
    root: Path, table: Table, source_keys: frozenset[str] | None
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Return the features of one file as they are in it, and the file's faults.

    The features may be used only if there are no faults; otherwise they are what could be read,
    and serve for the checks that compare files. Sources are not checked where no key is known.
    """
    label = _label(table.file)
    text = _read(root, table.file)
    if isinstance(text, Fault):
        return [], [text]
    try:
        data = json.loads(text)
    except json.JSONDecodeError as problem:
        found = f"{_quote(problem.msg)} at line {problem.lineno}, column {problem.colno}"
        return [], [Fault(file=label, found=found, expected="well-formed JSON")]
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or data.get("type") != "FeatureCollection":
        expected = "a GeoJSON FeatureCollection with a list of features"
        return [], [Fault(file=label, found=_quote(data), expected=expected)]

    faults: list[Fault] = []
    if "crs" in data:
        expected = "absent, for GeoJSON is always in WGS 84 (RFC 7946)"
        faults.append(Fault(file=label, field="crs", found=_quote(data["crs"]), expected=expected))
    for number, feature in enumerate(features, start=1):
        faults += _feature_faults(feature, number, table, source_keys)
    return features, faults


def _feature_faults(
    feature: Any, number: int, table: Table, source_keys: frozenset[str] | None
) -> Iterator[Fault]:
    label = _label(table.file)
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or feature.get("type") != "Feature" or "geometry" not in feature:
        expected = "a GeoJSON Feature with properties and geometry"
        yield Fault(file=label, feature=number, field="feature", found=_quote(feature), expected=expected)
        return
    feature_id = str(properties.get("feature_id", ""))
    try:
        table.model.model_validate(properties)
    except ValidationError as problem:
        yield from _column_faults(problem, table.model, file=label, feature=number, feature_id=feature_id)
    for key in _keys_of(properties.get("source")):
        if source_keys is not None and key not in source_keys:
            yield Fault(
                file=label,
                feature=number,
                feature_id=feature_id,
                field="source",
                found=_quote(key),
                expected=f"in {_label(SOURCES_FILE)}",
                advice="Add the source there or correct the key.",
            )
    for found, expected in _geometry_faults(feature["geometry"], properties.get("kind"), table):
        yield Fault(
            file=label,
            feature=number,
            feature_id=feature_id,
            field="geometry",
            found=found,
            expected=expected,
        )


def _column_faults(problem: ValidationError, model: type[BaseModel], **place: Any) -> Iterator[Fault]:
    seen = set()
    for error in problem.errors(include_url=False, include_context=False):
        column = str(error["loc"][0])
        if column in seen:  # a union reports once per member
            continue
        seen.add(column)
        if error["type"] == "missing":
            found = "nothing"
        elif len(error["loc"]) > 1 and isinstance(error["loc"][1], int):
            found = f"{_quote(error['input'])} as item {error['loc'][1] + 1}"
        else:
            found = _quote(error["input"])
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


def _geometry_faults(geometry: Any, kind: Any, table: Table) -> Iterator[tuple[str, str]]:
    """Yield what was found and what was expected."""
    if kind in table.kinds_without_geometry:
        if geometry is not None:
            yield _quote(geometry), f"null for a {kind}"
        return
    found_type = geometry.get("type") if isinstance(geometry, dict) else geometry
    if found_type not in table.geometries:
        yield _quote(found_type), " or ".join(table.geometries)
        return
    try:
        shape = shapely.geometry.shape(geometry)
        coordinates = shapely.get_coordinates(shape, include_z=True)
    except (ValueError, TypeError, LookupError, AttributeError, shapely.errors.ShapelyError):
        yield _quote(geometry.get("coordinates")), f"a {found_type} with coordinates [lon, lat]"
        return
    if shape.is_empty:
        yield "no coordinates", "drawn, or null where the kind has none"
        return
    yield from _coordinate_faults(coordinates, table)
    if not shape.is_valid:
        yield _quote(shapely.is_valid_reason(shape)), "valid, without crossings of its own outline"
    else:
        yield from _winding_faults(shape)


def _coordinate_faults(coordinates: Any, table: Table) -> Iterator[tuple[str, str]]:
    if not np.isnan(coordinates[:, 2]).all():
        yield "coordinates with a height", "of [lon, lat] pairs"
    points = coordinates[:, :2]
    west, south, east, north = WORLD_LON_LAT if table.is_basemap else THEATRE_LON_LAT
    inside = (
        (points[:, 0] >= west) & (points[:, 0] <= east) & (points[:, 1] >= south) & (points[:, 1] <= north)
    )
    if not inside.all():
        bounds = f"lon {west:g} to {east:g} and lat {south:g} to {north:g}"
        yield _quote(points[~inside][0].tolist()), f"within {bounds}, as [lon, lat]"
    fine = points[(np.round(points, MAX_DECIMALS) != points).any(axis=1)]
    if len(fine):
        yield _quote(fine[0].tolist()), f"rounded to {MAX_DECIMALS} decimals"


def _winding_faults(shape: Any) -> Iterator[tuple[str, str]]:
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and not (
            part.exterior.is_ccw and not any(hole.is_ccw for hole in part.interiors)
        ):
            yield (
                f"a ring the other way at {_quote(list(part.exterior.coords[0]))}",
                "wound by the right-hand rule, outer rings counterclockwise",
            )


def _repeated_ids(table: Table, features: list[dict[str, Any]], owners: dict[str, str]) -> Iterator[Fault]:
    """Yield a fault per id that `owners` already has, and enter the others there."""
    label = _label(table.file)
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        feature_id = properties.get("feature_id") if isinstance(properties, dict) else None
        if not isinstance(feature_id, str):
            continue
        if feature_id in owners:
            yield Fault(
                file=label,
                feature=number,
                feature_id=feature_id,
                field="feature_id",
                found=f"the id of {owners[feature_id]}",
                expected="unique over all files",
            )
        else:
            owners[feature_id] = f"{label}, feature {number}"


# --- reading --------------------------------------------------------------------------------------


class _PlainTextLoader(yaml.BaseLoader):
    """YAML in which every value is text, and which refuses a key given twice.

    Text, for a date must stay as it was written; and a repeated key would silently win over the first.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping, or raise at the first key that is repeated."""
        seen = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                problem = f"key {key_node.value} given twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
            seen.add(key_node.value)
        return super().construct_mapping(node, deep=deep)


def _read(root: Path, file: str) -> str | Fault:
    try:
        return (root / file).read_text(encoding="utf-8")
    except FileNotFoundError:
        return Fault(file=_label(file), found="nothing", expected="there")
    except UnicodeDecodeError as problem:
        found = f"byte {problem.object[problem.start]:#04x} at position {problem.start}"
        return Fault(file=_label(file), found=found, expected="text in UTF-8")


def _label(file: str) -> str:
    return f"geodata/{file}"


def _keys_of(source: Any) -> list[str]:
    # A value of the wrong form is reported once, as a column.
    return re.findall(r"[^;]+", source) if isinstance(source, str) else []


def _quote(value: Any) -> str:
    """Return the value as JSON writes it, cut to fit a line."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else f"{text[:77]}…"
