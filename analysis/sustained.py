"""Measures of what can be kept up of each guarantee at once, beside what its rings and bands promise everywhere.

A ring says how far an aircraft can fly, not how many there are. Each guarantee has one rule: how many of its stated
numbers (`analysis.sustained_numbers`) are there at a time, and how much ground, sea or line each of them holds. The
places they hold are taken not to overlap and to lie where they are wanted, so the share is the most that could be.
Nothing here says where anybody would stand, fly or sail.
"""

import math

import numpy as np
import shapely

from analysis.air import on_station_min
from analysis.measure import SHARE, Answer, Measure
from analysis.situation import Situation
from analysis.sustained_numbers import PREFIX
from geodata.geodesy import GEOD, KM_PER_NM, area_km2
from i18n.spoken import message, worded
from layers.air_policing import LAYER as AIR
from layers.coalition_forces import LAYER as COALITION
from layers.core.format import about
from layers.core.spec import ground_of
from layers.maritime_patrols import LAYER as SEA
from layers.monitoring_mission import LAYER as MONITORS
from layers.monitoring_mission import watched_line_km

#: Places between which the mean distance is taken: a grid of so many degrees of latitude, rows weighted by their width.
_GRID_DEG = 0.1
_HOURS = 24
_MOST = message(
    "The most that could be, with stated numbers of which most are assumptions: the order of size, no plan."
)


def mean_flight_km(situation: Situation) -> float | None:
    """Return how far government-held ground in reach is from its nearest selected base on average; None without any."""

    def measure() -> float | None:
        bases = shapely.get_coordinates(situation.features(AIR.id, "air_base").geometry.to_numpy())
        ground = ground_of(situation.frame(AIR.id), "tinted_ground")
        if not len(bases) or ground.is_empty:
            return None
        west, south, east, north = ground.bounds
        lons, lats = np.meshgrid(
            np.arange(west + _GRID_DEG / 2, east, _GRID_DEG),
            np.arange(south + _GRID_DEG / 2, north, _GRID_DEG),
        )
        shapely.prepare(ground)
        inside = shapely.contains_xy(ground, lons, lats)
        lon, lat = lons[inside], lats[inside]
        if not len(lon):  # a sliver between the rows
            point = ground.representative_point()
            lon, lat = np.array([point.x]), np.array([point.y])
        # Which base is nearest is told on a flat map: where that errs, two are as far to a few km, and one is measured.
        east_deg = (lon[:, None] - bases[:, 0]) * np.cos(np.radians(lat))[:, None]
        nearest = bases[np.argmin(east_deg**2 + (lat[:, None] - bases[:, 1]) ** 2, axis=1)]
        away_m = GEOD.inv(nearest[:, 0], nearest[:, 1], lon, lat)[2]
        return float(np.average(away_m, weights=np.cos(np.radians(lat)))) / 1000

    return situation.once(measure, "mean flight", of=AIR.id)


def _on_station(situation: Situation) -> float:
    """Return how many aircraft are on station at any time."""
    away_km = mean_flight_km(situation)
    if away_km is None:
        return 0.0
    numbers, bases = situation.sustained, len(situation.features(AIR.id, "air_base"))
    flights = bases * numbers.aircraft_per_base * numbers.sorties_per_day
    return flights * on_station_min(away_km, situation.params[AIR.id].radius_km) / 60 / _HOURS


def _aircraft(situation: Situation) -> Answer:
    away_km = mean_flight_km(situation)
    if away_km is None:
        return Answer(value=0.0)
    numbers = situation.sustained
    return Answer(
        value=_on_station(situation),
        detail=worded(
            "bases: {bases}; aircraft at each: {aircraft}; flights a day: {sorties}; mean distance: {km} km",
            bases=str(len(situation.features(AIR.id, "air_base"))),
            aircraft=str(numbers.aircraft_per_base),
            sorties=f"{numbers.sorties_per_day:g}",
            km=f"{away_km:,.0f}",
        ),
    )


def _held(sustained: float, promised: float, unit: str) -> Answer:
    """Return the share of what is promised that can be held at once, at most all of it."""
    return Answer(
        value=min(1.0, sustained / promised) if promised > 0 else 0.0,
        detail=worded(
            "{sustained} at once of {promised} promised",
            sustained=about(sustained, unit),
            promised=about(promised, unit),
        )
        if promised > 0
        else "",
    )


def _air_share(situation: Situation) -> Answer:
    def promised() -> float:
        return area_km2(ground_of(situation.frame(AIR.id), "tinted_ground"))

    one_km2 = math.pi * situation.sustained.patrol_radius_km**2
    return _held(_on_station(situation) * one_km2, situation.once(promised, "tinted_km2", of=AIR.id), "km²")


def _ships(situation: Situation) -> float:
    if not situation.shows(SEA.id):
        return 0.0
    return situation.sustained.ships / situation.sustained.ships_for_one_at_sea


def _sea_share(situation: Situation) -> Answer:
    def promised() -> float:
        return area_km2(ground_of(situation.frame(SEA.id), "patrol_zone"))

    one_km2 = math.pi * (situation.sustained.ship_watch_nm * KM_PER_NM) ** 2
    return _held(_ships(situation) * one_km2, situation.once(promised, "zones_km2", of=SEA.id), "km²")


def _watched_km(situation: Situation) -> float:
    """Return the length of line that patrols watch at any time."""
    if not situation.shows(MONITORS.id):
        return 0.0
    numbers, monitors = situation.sustained, situation.params[MONITORS.id].monitors_per_km
    people = watched_line_km(situation.frame(MONITORS.id)) * monitors
    patrols = people / numbers.monitors_for_one_on_patrol / numbers.patrol_personnel
    return float(patrols * numbers.patrol_line_km)


def _line_share(situation: Situation) -> Answer:
    promised = watched_line_km(situation.frame(MONITORS.id)) if situation.shows(MONITORS.id) else 0.0
    return _held(_watched_km(situation), promised, "km")


def _deployed(situation: Situation) -> float:
    if not situation.shows(COALITION.id):
        return 0.0
    force: int = situation.params[COALITION.id].force_personnel
    return force / situation.sustained.troops_for_one_deployed


def _coalition_share(situation: Situation) -> Answer:
    def promised() -> float:
        return area_km2(ground_of(situation.frame(COALITION.id), "deployment_ground"))

    return _held(
        _deployed(situation) / situation.sustained.troops_per_km2,
        situation.once(promised, "areas_km2", of=COALITION.id),
        "km²",
    )


def _numbers(*names: str) -> tuple[str, ...]:
    return tuple(f"{PREFIX}.{name}" for name in names)


_AIR = (
    "line_of_occupation", "air_bases", f"{AIR.id}.radius_km", f"{AIR.id}.bases",
    *_numbers("aircraft_per_base", "sorties_per_day"),
)  # fmt: skip
_SHIPS = _numbers("ships", "ships_for_one_at_sea")
_MONITORS = (
    "line_of_occupation", "line_lengths", f"{MONITORS.id}.monitors_per_km",
    *_numbers("monitors_for_one_on_patrol", "patrol_personnel", "patrol_line_km"),
)  # fmt: skip
_TROOPS = (f"{COALITION.id}.force_personnel", *_numbers("troops_for_one_deployed"))

MEASURES = (
    Measure(
        id="sustained.air_aircraft",
        label=message("Aircraft on station at any time"),
        unit="aircraft",
        method=message(
            "Bases × aircraft × flights a day × hours on station ÷ 24, at the mean distance of the ground in reach."
        ),
        inputs=_AIR,
        uncertainty=_MOST,
        of=_aircraft,
    ),
    Measure(
        id="sustained.air_share",
        label=message("Ground in reach over which aircraft can be at once"),
        unit=SHARE,
        method=message(
            "Aircraft on station × the circle that one holds, divided by government-held ground in reach; at most 1."
        ),
        inputs=(*_AIR, *_numbers("patrol_radius_km")),
        uncertainty=_MOST,
        of=_air_share,
    ),
    Measure(
        id="sustained.sea_ships",
        label=message("Ships at sea at any time"),
        unit="ships",
        method=message("Ships ÷ ships that one at sea takes."),
        inputs=_SHIPS,
        uncertainty=_MOST,
        of=_ships,
    ),
    Measure(
        id="sustained.sea_share",
        label=message("Patrol zones that ships can watch at once"),
        unit=SHARE,
        method=message("Ships at sea × the circle that one watches, divided by the area of the zones; at most 1."),
        inputs=(
            "line_of_occupation", "black_sea_zones", f"{SEA.id}.standoff_nm", *_SHIPS, *_numbers("ship_watch_nm"),
        ),
        uncertainty=_MOST,
        of=_sea_share,
    ),
    Measure(
        id="sustained.monitoring_line_km",
        label=message("Line that patrols can watch at once"),
        unit="km",
        method=message(
            "Monitors ÷ monitors that one on patrol takes ÷ people in a patrol × line that a patrol watches."
        ),
        inputs=_MONITORS,
        uncertainty=_MOST,
        of=_watched_km,
    ),
    Measure(
        id="sustained.monitoring_share",
        label=message("Share of the line that patrols can watch at once"),
        unit=SHARE,
        method=message("Line that patrols can watch at once divided by its documented length; at most 1."),
        inputs=_MONITORS,
        uncertainty=_MOST,
        of=_line_share,
    ),
    Measure(
        id="sustained.coalition_people",
        label=message("Soldiers deployed at any time"),
        unit="people",
        method=message("Force ÷ soldiers that one deployed takes."),
        inputs=_TROOPS,
        uncertainty=_MOST,
        of=_deployed,
    ),
    Measure(
        id="sustained.coalition_share",
        label=message("Deployment areas that soldiers can hold at once"),
        unit=SHARE,
        method=message(
            "Soldiers deployed ÷ soldiers per km², divided by the area of all deployment areas; at most 1."
        ),
        inputs=(
            "line_of_occupation", "invasion_routes",
            *(f"{COALITION.id}.{name}" for name in ("standoff_km", "depth_km", "corridor_km")),
            *_TROOPS, *_numbers("troops_per_km2"),
        ),
        uncertainty=_MOST,
        of=_coalition_share,
    ),
)  # fmt: skip
