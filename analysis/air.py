"""Measures of air policing: ground and people in reach, minutes to six cities, and time on station there.

Reach is a distance on the ground, as the layer draws it. Times are those of a straight flight at one speed after an
alert; nothing here says how many aircraft there are, or what they could do.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely

from analysis.flight import CITIES, TRANSIT_KMH, arrival_min
from analysis.measure import DRAWN, LINE_ERROR, PEOPLE_ERROR, SHARE, Answer, Measure
from analysis.oblasts import Footprint
from analysis.situation import Situation
from geodata.geodesy import area_km2, nearest_point_km
from i18n.spoken import message, worded
from layers.air_policing import LAYER
from layers.core.spec import ground_of

_ID = LAYER.id
_REACH = ("air_bases", f"{_ID}.radius_km", f"{_ID}.bases")
_TO_CITY = ("air_bases", "basemap/towns", f"{_ID}.bases")


def on_station_min(distance_km: float, radius_km: float) -> float:
    """Return minutes on station at a distance: fuel for twice the radius, less the way there and back; 0 beyond it.

    At half the radius that is as long as one flight to the edge: what "about half with time on patrol" means.
    """
    return 60 * max(0.0, 2 * (radius_km - distance_km)) / TRANSIT_KMH


def _in_reach(situation: Situation) -> Footprint:
    """Return government-held ground within reach, by oblast."""
    return situation.once(
        lambda: situation.oblasts.footprint(ground_of(situation.frame(_ID), "tinted_ground")),
        "held in reach",
        of=_ID,
    )


def _reach_share(situation: Situation) -> float:
    held_km2 = area_km2(situation.facts.ukraine) - situation.occupied.total_km2
    return _in_reach(situation).total_km2 / held_km2


def _people_share(situation: Situation) -> float:
    held = float(situation.oblasts.population.sum()) - situation.occupied.total_people
    return _in_reach(situation).total_people / held


@dataclass(frozen=True, kw_only=True)
class Flight:
    """From the nearest selected base to a city: `km` and the base's name; None and '' where there is none."""

    city: str
    base: str = ""
    km: float | None = None


def flights(situation: Situation) -> tuple[Flight, ...]:
    """Return the shortest flight to each of `CITIES`; whether it is in reach does not count."""

    def measure() -> tuple[Flight, ...]:
        bases = situation.features(_ID, "air_base")
        names = bases["label"].to_list() if len(bases) else []
        places = shapely.get_coordinates(bases.geometry.to_numpy())
        return tuple(_shortest(name, situation.town(name), names, places) for name in CITIES)

    return situation.once(measure, "flights", of=_ID)


def _shortest(name: str, city: shapely.Point | None, bases: list[str], places: np.ndarray) -> Flight:
    if city is None or not bases:
        return Flight(city=name)
    index, away_km = nearest_point_km(city.x, city.y, places)
    return Flight(city=name, base=bases[index], km=away_km)


def _for_each_city(of: Callable[[float, float], float]) -> Callable[[Situation], tuple[Answer, ...]]:
    """Return what answers for each city by distance from the nearest selected base, and the radius, in km."""

    def answers(situation: Situation) -> tuple[Answer, ...]:
        radius_km: float = situation.params[_ID].radius_km if situation.shows(_ID) else 0.0
        return tuple(
            Answer(
                value=None if one.km is None else of(one.km, radius_km),
                detail=_told(one, radius_km),
                key=one.city.lower(),
                name=one.city,
            )
            for one in flights(situation)
        )

    return answers


def _told(flight: Flight, radius_km: float) -> str:
    if flight.km is None:
        return ""
    if flight.km <= radius_km:
        return worded("from {base}, {km} km", base=flight.base, km=f"{flight.km:,.0f}")
    return worded(
        "from {base}, {km} km, beyond the reach of {radius} km",
        base=flight.base,
        km=f"{flight.km:,.0f}",
        radius=f"{radius_km:,.0f}",
    )


MEASURES = (
    Measure(
        id="air.reach_share",
        label=message("Government-held ground within reach of a base"),
        unit=SHARE,
        method=message(
            "Government-held area within the radius of a selected base, divided by all government-held area."
        ),
        inputs=("line_of_occupation", *_REACH),
        uncertainty=LINE_ERROR,
        of=_reach_share,
    ),
    Measure(
        id="air.reach_population_share",
        label=message("People on government-held ground within reach of a base"),
        unit=SHARE,
        method=message(
            "People on government-held ground within the radius of a selected base, divided by all on such "
            "ground."
        ),
        inputs=("line_of_occupation", "basemap/oblasts", "basemap/towns", *_REACH),
        uncertainty=PEOPLE_ERROR,
        of=_people_share,
    ),
    Measure(
        id="air.bases",
        label=message("Bases selected"),
        unit="bases",
        method=message("Number of selected bases."),
        inputs=("air_bases", f"{_ID}.bases"),
        uncertainty=DRAWN,
        of=lambda situation: len(situation.features(_ID, "air_base")),
    ),
    Measure(
        id="air.to_<city>_min",
        label=message("Minutes from the order to {name}"),
        unit="min",
        method=message(
            "15 min of alert, then a straight flight at 900 km/h from the nearest selected base, in reach or not."
        ),
        inputs=_TO_CITY,
        uncertainty=message("Some minutes: no route, weather, speed of type or closed airspace."),
        of=_for_each_city(lambda away_km, _: arrival_min(away_km)),
    ),
    Measure(
        id="air.on_station_<city>_min",
        label=message("Minutes on station at {name}"),
        unit="min",
        method=message(
            "Flight time of twice the radius at 900 km/h, less the way there and back from the nearest base; 0 "
            "beyond it."
        ),
        inputs=(*_TO_CITY, f"{_ID}.radius_km"),
        uncertainty=message(
            "A rule of thumb: fuel burnt on station is taken as that in transit; no refuelling."
        ),
        of=_for_each_city(on_station_min),
    ),
)  # fmt: skip
