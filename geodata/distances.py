"""The distances that texts state, measured again: “Makariv, 50 km from Kyiv”, “69 km off Crimea”.

A statement is a number of km or nautical miles *from* or *off* a place with a name. What is measured from is the place
named just before, after a comma (“Makariv, 50 km from Kyiv”), else the feature whose text it is. Places are the towns
of `gazetteer.yaml` and of the base map, the oblasts, the ports and Snake Island.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
import yaml
from shapely.geometry.base import BaseGeometry

from geodata.geodesy import KM_PER_NM, apart_km
from geodata.tables import Table
from geodata.validation import Fault

GAZETTEER_FILE = "gazetteer.yaml"
#: Kinds of features whose name a text may measure from.
_PLACES = ("town", "oblast", "port", "island", "air_base")
#: How far a statement may be from what is measured.
TOLERANCE = 0.05
_NAME = r"(?:the )?[A-Z][\w’'-]*(?: (?:[A-Z][\w’'-]*|oblast))*"
_STATED = re.compile(
    rf"(?:(?P<subject>{_NAME}),? )?(?P<bound>(?:about|some|at least|at most|less than|more than|under|over) )?"
    rf"(?P<number>\d[\d,]*(?:\.\d+)?) (?P<unit>km|nm|nautical miles?) (?:from|off) "
    rf"(?:the centre of )?(?P<place>{_NAME})"
)


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """A distance that a text states and the geometry does not bear out; `measured_km` is None for an unknown place."""

    stated: str
    place: str
    measured_km: float | None


def contradictions(
    text: str, places: Mapping[str, BaseGeometry], own: BaseGeometry | None = None
) -> Iterator[Contradiction]:
    """Yield the statements of a text that are off by more than 5 %, or that name a place nobody knows.

    `places` by name, and `own` the shape of the feature whose text it is, are in WGS 84.
    """
    for found in _STATED.finditer(text):
        stated = found[0]
        place = places.get(found["place"].removeprefix("the "))
        subject = places.get(found["subject"] or "", own)
        if place is None or subject is None or subject.is_empty:
            yield Contradiction(stated=stated, place=found["place"], measured_km=None)
            continue
        said_km = float(found["number"].replace(",", "")) * (1 if found["unit"] == "km" else KM_PER_NM)
        measured_km = apart_km(subject, place)
        if not _holds(said_km, measured_km, (found["bound"] or "").strip()):
            yield Contradiction(stated=stated, place=found["place"], measured_km=measured_km)


def _holds(said_km: float, measured_km: float, bound: str) -> bool:
    slack_km = TOLERANCE * said_km
    if bound in ("at least", "more than", "over"):
        return measured_km >= said_km - slack_km
    if bound in ("at most", "less than", "under"):
        return measured_km <= said_km + slack_km
    return abs(measured_km - said_km) <= slack_km


def gazetteer(root: Path) -> dict[str, BaseGeometry]:
    """Return the towns of `gazetteer.yaml` in the data folder as points, by name."""
    towns = yaml.safe_load((root / GAZETTEER_FILE).read_text(encoding="utf-8"))
    return {name: shapely.Point(lon, lat) for name, (lon, lat) in towns.items()}


def faults(root: Path, read: dict[Table, list[dict[str, Any]]]) -> Iterator[Fault]:
    """Yield a fault per distance in a text of a sound feature that the geometry contradicts."""
    shapes = {
        feature["properties"]["feature_id"]: shapely.geometry.shape(feature["geometry"])
        for features in read.values()
        for feature in features
        if feature["geometry"] is not None
    }
    try:
        places = gazetteer(root)
    except (OSError, ValueError, AttributeError, yaml.YAMLError) as problem:
        found = f"“{problem}”"
        yield Fault(
            file=f"geodata/{GAZETTEER_FILE}", found=found, expected="a mapping of towns to [lon, lat]"
        )
        return
    for features in read.values():
        for properties in (feature["properties"] for feature in features):
            if properties["kind"] in _PLACES and properties["feature_id"] in shapes:
                places.setdefault(_place_name(properties["name"]), shapes[properties["feature_id"]])
    for table, features in read.items():
        for number, feature in enumerate(features, start=1):
            properties = feature["properties"]
            own = shapes.get(properties["feature_id"])
            for column, text in properties.items():
                if not isinstance(text, str):
                    continue
                for wrong in contradictions(text, places, own):
                    km = wrong.measured_km
                    yield Fault(
                        file=f"geodata/{table.file}",
                        feature=number,
                        feature_id=properties["feature_id"],
                        field=column,
                        found=f"“{wrong.stated}”",
                        expected=f"within 5 % of the {km:,.1f} km measured"
                        if km is not None
                        else f"measurable; where “{wrong.place}” lies is not known",
                        advice="Correct the distance, or the geometry."
                        if km is not None
                        else f"Add the place to geodata/{GAZETTEER_FILE} or name another.",
                    )


def _place_name(name: str) -> str:
    """Return how a text names a place: `Autonomous Republic of Crimea` is Crimea."""
    return "Crimea" if name.endswith("Crimea") else name
