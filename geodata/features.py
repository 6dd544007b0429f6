"""The features of each data file: their columns, which `docs/design.md` lists in words."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from geodata.columns import (
    AnyText,
    Count,
    Countries,
    Country,
    Icao,
    IsoDate,
    Lat,
    Lon,
    Oblast,
    Slug,
    SourceKeys,
    Text,
)


def _alphabetical_pair(text: str) -> str:
    first, second = text.split("-")
    if first >= second:
        raise ValueError("not in alphabetical order")
    return text


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
    """A town, rank 1 a capital; larger ones come first within a rank.

    `population` is GeoNames' figure, of no stated day: a weight for spreading an oblast's people, shown nowhere.
    """

    kind: Literal["town"]
    name_uk: AnyText
    rank: Literal[1, 2, 3, 4]
    iso_3166_2: Annotated[
        Oblast | None, Field(description="an ISO 3166-2 code such as UA-51, or null abroad")
    ]
    country: Country
    population: Annotated[Count | None, Field(description="a whole number from 0, or null abroad")]


class Sea(Feature):
    """The place of a sea's label, and the zoom of a web map from which the name lies on its water there."""

    kind: Literal["sea"]
    rank: Annotated[int, Field(ge=1, description="a whole number from 1")]
    label_zoom: Annotated[int, Field(ge=1, le=12, description="a whole zoom from 1 to 12")]


class OpenFeature(Feature):
    """A feature of a file that no model here describes: it has the common columns, and its others as they are."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    kind: Annotated[str, Field(pattern=r"^[a-z0-9_]+$", description="a name of a-z, 0-9 and _")]
