"""The data files as tables: the columns of each, and what each column must be.

`docs/design.md` lists the columns in words. Each field's `description` says what the field must be and is what a fault
reports (`geodata.schema`), so the rule and its message cannot drift apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator

SOURCES_FILE = "sources.yaml"
ASSUMPTIONS_FILE = "assumptions.yaml"
#: What took the place of sources that were none; briefings of the first edition cite them.
FORMER_KEYS = {
    "general_knowledge": "first_edition_unsourced",
    "press_reports": "first_edition_unsourced",
    "f16_radius": "fighter_radii",
    "wikipedia_roaf_86": "romania_insider_2024_11_21",
}

MAX_DECIMALS = 6
# Wide enough for every table but the base map; it catches latitude and longitude in the wrong order.
THEATRE_LON_LAT = (8.0, 38.0, 50.0, 60.0)
WORLD_LON_LAT = (-180.0, -90.0, 180.0, 90.0)


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
        description=f"keys of {SOURCES_FILE} or {ASSUMPTIONS_FILE} joined by ; without blanks",
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


class LineLength(Feature):
    """A length of the line of occupation on one date, as published or as measured on a published control map.

    `sectors` are those of `LinePart` that the length covers, none for the whole line; `main_km` is the part without
    border strips, where known; `by` names whose figure it is.
    """

    kind: Literal["measured_length", "published_length"]
    line_date: IsoDate
    length_km: Annotated[int, Field(gt=0, description="a whole number of km above 0")]
    main_km: Annotated[
        Annotated[int, Field(gt=0)] | None, Field(description="a whole number of km above 0, or null")
    ]
    by: Text
    method: Text
    sectors: Annotated[list[Text], Field(description="a list of sectors, empty for the whole line")]


class Route(Feature):
    """An axis of 2022 or a publicly assessed one, main part first, branches after it.

    `waypoints` has one list of towns per part of the geometry, in its order: a branch is no continuation. `outcome`
    tells what came of it; of an assessed one, on what public statements it rests.
    """

    kind: Literal["route"]
    code: Annotated[str, Field(pattern=r"^[A-Z][1-9]\d?$", description="a letter and a number such as F3")]
    basis: Literal["historical", "assessed"]
    origin: Text
    objective: Text
    waypoints: Annotated[
        list[Annotated[list[Text], Field(min_length=2)]],
        Field(min_length=1, description="a list of parts, each a list of at least two towns"),
    ]
    outcome: Text
    starts_at: Literal["line", "border-rus", "border-blr", "border-mda"]


class AirBase(Feature):
    """An air base or airport."""

    kind: Literal["air_base"]
    icao: Icao
    short_name: Text
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
    lead: AnyText


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
    """A town, rank 1 a capital; larger ones come first within a rank."""

    kind: Literal["town"]
    name_uk: AnyText
    rank: Literal[1, 2, 3, 4]
    iso_3166_2: Annotated[
        Oblast | None, Field(description="an ISO 3166-2 code such as UA-51, or null abroad")
    ]
    country: Country


class Sea(Feature):
    """The place of a sea's label, and the zoom of a web map from which the name lies on its water there."""

    kind: Literal["sea"]
    rank: Annotated[int, Field(ge=1, description="a whole number from 1")]
    label_zoom: Annotated[int, Field(ge=1, le=12, description="a whole zoom from 1 to 12")]


class OpenFeature(Feature):
    """A feature of a file that no model here describes: it has the common columns, and its others as they are."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    kind: Annotated[str, Field(pattern=r"^[a-z0-9_]+$", description="a name of a-z, 0-9 and _")]


class Source(BaseModel):
    """Where a statement comes from.

    `date` and `accessed` may be a year or a month where no more is known. `confidence` is
    `documented` (its own text was seen) or `reported` (seen second hand or in part); `assumption` is that of an
    `Assumption` alone. `cited_in` names the place that cites it where no feature need do so.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    title: Text
    publisher: Text
    date: PartialDate
    licence: Text
    confidence: Annotated[
        Literal["documented", "reported", "assumption"], Field(description="documented or reported")
    ]
    url: Annotated[
        str | None, Field(pattern=r"^https?://\S+$", description="an address of the web, or absent")
    ] = None
    accessed: PartialDate | None = None
    cited_in: Text | None = None

    @property
    def is_assumption(self) -> bool:
        """Whether this is no source but a statement or choice of this project."""
        return self.confidence == "assumption"


class Assumption(Source):
    """What this project assumes without a source: cited by key as sources are, but listed apart from them.

    `title` is the statement; `affects` tells what on the map would change with it.
    """

    publisher: Text = "This project"
    licence: Text = "CC BY 4.0"
    confidence: Literal["documented", "reported", "assumption"] = "assumption"
    reason: Text
    affects: Text
    sure: Literal["likely", "uncertain", "choice"]


def parted(cited: Mapping[str, Source]) -> tuple[dict[str, Source], dict[str, Assumption]]:
    """Return what is cited, by key, as sources and as assumptions: they are never listed together."""
    return (
        {key: one for key, one in cited.items() if not isinstance(one, Assumption)},
        {key: one for key, one in cited.items() if isinstance(one, Assumption)},
    )


@dataclass(frozen=True, kw_only=True)
class Table:
    """What the schema knows of one data file.

    `basemap/countries` is the table `countries` in the folder `basemap`; a name holds its folder. What another licence
    covers lies in a folder of its own below `third_party`.
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
        return self.name.startswith(("basemap/", "third_party/"))


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(name="line_of_occupation", model=LinePart, geometries=("LineString",)),
        Table(
            name="line_lengths",
            model=LineLength,
            geometries=(),
            kinds_without_geometry=("measured_length", "published_length"),
        ),
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
        Table(name="basemap/lakes", model=Lake, geometries=("MultiPolygon",)),
        Table(name="basemap/towns", model=Town, geometries=("Point",)),
        Table(name="basemap/seas", model=Sea, geometries=("Point",)),
        Table(name="third_party/gshhg/rivers", model=River, geometries=("MultiLineString",)),
        Table(name="third_party/gshhg/lakes", model=Lake, geometries=("MultiPolygon",)),
    )
}

_ANY_GEOMETRY = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")


def table_named(name: str) -> Table:
    """Return the table of a name; one that no model describes has the common columns and any others."""
    return TABLES.get(name) or Table(name=name, model=OpenFeature, geometries=_ANY_GEOMETRY)


def tables_in(root: Path) -> dict[str, Table]:
    """Return the tables of a data folder by name: those described here, then one for each other GeoJSON in it."""
    found = sorted(path.relative_to(root).with_suffix("").as_posix() for path in root.rglob("*.geojson"))
    return {name: table_named(name) for name in dict.fromkeys([*TABLES, *found])}
