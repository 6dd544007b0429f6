"""Measures of the patrols at sea: how much of the corridor lies in a zone, and how far open ports are from one."""

import re

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from analysis.measure import COUNTED, DRAWN, SHARE, Answer, Measure
from analysis.situation import Situation
from geodata.geodesy import KM_PER_NM, apart_km, area_km2, length_km
from i18n.spoken import message
from layers.core.spec import ground_of
from layers.maritime_patrols import LAYER

_ID = LAYER.id
_ZONES = ("line_of_occupation", "black_sea_zones", f"{_ID}.standoff_nm")
_PORTS = (*_ZONES, "ports")
_OF = "Port of "


def _zones(situation: Situation) -> BaseGeometry:
    return situation.once(lambda: ground_of(situation.frame(_ID), "patrol_zone"), "zones", of=_ID)


def _corridor(situation: Situation) -> BaseGeometry:
    """Return the corridor of the facts: it is there whether or not anyone patrols it."""
    facts = situation.facts["black_sea_zones"]
    return shapely.union_all(facts.loc[facts["kind"] == "corridor"].geometry.to_numpy())


def _open_ports(situation: Situation) -> gpd.GeoDataFrame:
    ports = situation.facts["ports"]
    return ports.loc[(ports["kind"] == "port") & (ports["state"] == "open")]


def _unpatrolled_nm(situation: Situation) -> float:
    def measure() -> float:
        return length_km(shapely.difference(_corridor(situation), _zones(situation))) / KM_PER_NM

    return situation.once(measure, "unpatrolled", of=_ID)


def _corridor_share(situation: Situation) -> float:
    if not situation.shows(_ID):
        return 0.0
    whole_nm = length_km(_corridor(situation)) / KM_PER_NM
    return 1 - _unpatrolled_nm(situation) / whole_nm if whole_nm else 0.0


def _ports_inside(situation: Situation) -> Answer:
    zones = _zones(situation)
    inside = [
        str(port["name"])
        for port in _open_ports(situation).to_dict("records")
        if zones.covers(port["geometry"])
    ]
    return Answer(value=len(inside), detail=", ".join(inside))


def _to_zones(situation: Situation) -> tuple[Answer, ...]:
    zones = _zones(situation)

    def measure() -> dict[str, float]:
        found = _open_ports(situation)
        return {
            name: apart_km(point, zones) / KM_PER_NM
            for name, point in zip(found["name"], found.geometry, strict=True)
        }

    distances = {} if zones.is_empty else situation.once(measure, "ports", of=_ID)
    return tuple(
        Answer(value=distances.get(name), key=_key(name), name=str(name))
        for name in _open_ports(situation)["name"]
    )


def _key(name: str) -> str:
    return re.sub(r"\W+", "_", name.removeprefix(_OF).lower()).strip("_")


MEASURES = (
    Measure(
        id="sea.zones_km2",
        label=message("Patrol zones"),
        unit="km²",
        method=message("Area of the zones that are left off occupied coast; where two meet it counts once."),
        inputs=_ZONES,
        uncertainty=DRAWN,
        of=lambda situation: situation.once(lambda: area_km2(_zones(situation)), "zones_km2", of=_ID),
    ),
    Measure(
        id="sea.corridor_share",
        label=message("Ukrainian corridor within a patrol zone"),
        unit=SHARE,
        method=message("Length of the corridor inside a zone, divided by its whole length."),
        inputs=_ZONES,
        uncertainty=DRAWN,
        of=_corridor_share,
    ),
    Measure(
        id="sea.corridor_unpatrolled_nm",
        label=message("Ukrainian corridor outside every patrol zone"),
        unit="nm",
        method=message(
            "Geodesic length of the corridor outside the zones; all of it where no patrols are shown."
        ),
        inputs=_ZONES,
        uncertainty=DRAWN,
        of=_unpatrolled_nm,
    ),
    Measure(
        id="sea.ports_in_zone",
        label=message("Open ports inside a patrol zone"),
        unit="ports",
        method=message(
            "Number of open Ukrainian ports whose point lies in a zone; zones lie at sea, ports at the shore."
        ),
        inputs=_PORTS,
        uncertainty=COUNTED,
        of=_ports_inside,
    ),
    Measure(
        id="sea.<port>_to_zone_nm",
        label=message("{name}, to the nearest patrol zone"),
        unit="nm",
        method=message("Geodesic distance from the open port’s point to the nearest edge of a zone."),
        inputs=_PORTS,
        uncertainty=message("A point stands for a port, within some km of it."),
        of=_to_zones,
    ),
)  # fmt: skip
