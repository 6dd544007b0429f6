"""A map: what is said beside it, features brought forward, and callouts with arrows. The kind of most scenes."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from briefings.fields import TEXT, Line, ParameterKey, Part, PlaceName
from briefings.model import Lat, Lon, Scene

Side = Literal["n", "ne", "e", "se", "s", "sw", "w", "nw"]


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
        Line,
        Field(min_length=1, max_length=80, description="one line of 1 to 80 characters, without markup"),
        TEXT,
    ]
    at: Annotated[
        Annotated[Place, Tag("place")] | Annotated[FeatureRef, Tag("feature")],
        Discriminator(_place_or_feature),
        Field(description="lon and lat, or layer and feature_id"),
    ]
    to: Annotated[Side, Field(description="one of n, ne, e, se, s, sw, w, nw")] = "ne"
    offset_pct: Annotated[float, Field(ge=3, le=45, description="a number from 3 to 45")] = 12


class MapScene(Scene):
    """A map beside the scene's lines; kinds that show one are derived from it.

    `places` find room for their names before all others. `live`: the parameter that can be moved while the scene is
    presented; '' for none.
    """

    kind: str = "map"
    highlights: Annotated[
        tuple[FeatureRef, ...],
        Field(max_length=40, description="a list of up to 40 pairs of layer and feature_id"),
    ] = ()
    callouts: Annotated[
        tuple[Callout, ...], Field(max_length=8, description="a list of up to 8 callouts")
    ] = ()
    places: Annotated[
        tuple[PlaceName, ...],
        Field(max_length=24, description="a list of up to 24 names of places that the scene speaks of"),
    ] = ()
    live: ParameterKey = ""
    labels: Annotated[
        bool, Field(strict=True, description="true or false: numbers and names of the guarantees on the map")
    ] = True
