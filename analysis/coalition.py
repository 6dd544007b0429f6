"""Measures of the coalition's forces: for each assessed route, whether an area stands on it, and what that leaves.

Distances run along the drawn route: from where it enters government-held ground to where it meets the area, and from
there to the city at risk. A route is a curve through towns, so they are no road distances; and the hours are those of a
drive at one speed without any resistance. All routes count the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from analysis.measure import COUNTED, DRAWN, YES_NO, Answer, Measure
from analysis.situation import Situation
from geodata.geodesy import area_km2, length_km
from i18n.spoken import message, worded
from layers.coalition_forces import LAYER
from layers.core.spec import ground_of

_ID = LAYER.id
#: A column on the road without resistance: the shortest time there could be (assumption `column_speed`).
COLUMN_KMH = 30.0
LINE_AND_ROUTE = message("Line and routes are generalised: right to some km, and no road distance.")

_AREA = (
    "line_of_occupation",
    "invasion_routes",
    *(f"{_ID}.{name}" for name in ("standoff_km", "depth_km", "corridor_km")),
)
_CITY = (*_AREA, "basemap/towns")


@dataclass(frozen=True, kw_only=True)
class OnRoute:
    """An assessed route and the area on it, None where there is no room for one.

    `to_area_km`: along the route from where it enters government-held ground. `to_city_km`: from there on to the city
    at risk; below 0 where the area stands behind the city, None where the map has no such town.
    """

    code: str
    name: str
    city: str
    has_area: bool
    to_area_km: float | None = None
    to_city_km: float | None = None


def on_routes(situation: Situation) -> tuple[OnRoute, ...]:
    """Return the assessed routes in order, each with the area on it."""
    return situation.once(lambda: tuple(_measured(situation)), "on_routes", of=_ID)


def _measured(situation: Situation) -> list[OnRoute]:
    routes = situation.facts["invasion_routes"]
    areas = situation.features(_ID, "deployment_area")
    by_route = dict(zip(areas["route"], areas.geometry, strict=True)) if len(areas) else {}
    return [
        _on_route(situation, route, by_route.get(route["code"]))
        for route in routes.loc[routes["basis"] == "assessed"].to_dict("records")
    ]


def _on_route(situation: Situation, route: Any, area: BaseGeometry | None) -> OnRoute:
    own: dict[str, Any] = {"code": route["code"], "name": route["name"], "city": route["objective"]}
    if area is None:
        return OnRoute(**own, has_area=False)
    city = situation.town(route["objective"])
    part = _part(route["geometry"], area, city)
    at_area = _first(part, area)
    at_edge = min(_first(part, situation.facts.held), at_area)
    to_city_km = None
    if city is not None:
        at_city = part.project(city)
        sign = 1 if at_city >= at_area else -1
        to_city_km = sign * length_km(substring(part, min(at_area, at_city), max(at_area, at_city)))
    return OnRoute(
        **own, has_area=True, to_area_km=length_km(substring(part, at_edge, at_area)), to_city_km=to_city_km
    )


def _part(route: BaseGeometry, area: BaseGeometry, city: BaseGeometry | None) -> shapely.LineString:
    """Return the part of a route on which the area stands, of several the one that ends nearest to the city."""
    parts = [part for part in shapely.get_parts(route) if part.intersects(area)]
    return min(
        parts, key=lambda part: shapely.Point(part.coords[-1]).distance(city) if city is not None else 0.0
    )


def _first(part: shapely.LineString, ground: BaseGeometry) -> float:
    """Return how far along a line, in degrees, it first meets some ground; its end where it never does."""
    shared = shapely.get_coordinates(shapely.intersection(part, ground))
    return (
        float(shapely.line_locate_point(part, shapely.points(shared)).min()) if len(shared) else part.length
    )


def _each(
    of: Callable[[OnRoute], float | None], told: Callable[[OnRoute], str]
) -> Callable[[Situation], tuple[Answer, ...]]:
    def answers(situation: Situation) -> tuple[Answer, ...]:
        return tuple(
            Answer(value=of(one), detail=told(one), key=one.code.lower(), name=one.name)
            for one in on_routes(situation)
        )

    return answers


def _nothing_told(one: OnRoute) -> str:
    return ""


def _city_told(one: OnRoute) -> str:
    if one.to_city_km is None:
        return worded("to {city}", city=one.city)
    if one.to_city_km < 0:
        return worded("the area stands behind {city}", city=one.city)
    return worded("to {city}", city=one.city)


def _hours(one: OnRoute) -> float | None:
    return None if one.to_city_km is None else max(0.0, one.to_city_km) / COLUMN_KMH


def _areas_km2(situation: Situation) -> float:
    return situation.once(
        lambda: area_km2(ground_of(situation.frame(_ID), "deployment_ground")), "areas_km2", of=_ID
    )


MEASURES = (
    Measure(
        id="coalition.routes_with_area",
        label=message("Assessed routes with a deployment area"),
        unit="routes",
        method=message("Number of assessed routes that leave room for an area between stand-off and depth."),
        inputs=_AREA,
        uncertainty=COUNTED,
        of=lambda situation: sum(one.has_area for one in on_routes(situation)),
    ),
    Measure(
        id="coalition.areas_km2",
        label=message("Deployment areas"),
        unit="km²",
        method=message("Area of all deployment areas; where two meet it counts once."),
        inputs=_AREA,
        uncertainty=LINE_AND_ROUTE,
        of=_areas_km2,
    ),
    Measure(
        id="coalition.people",
        label=message("Force"),
        unit="people",
        method=message("The size of the force that is assumed."),
        inputs=(f"{_ID}.force_personnel",),
        uncertainty=message("A choice; published sizes range from 15,000 to 64,000."),
        of=lambda situation: float(situation.params[_ID].force_personnel) if situation.shows(_ID) else 0.0,
    ),
    Measure(
        id="coalition.<route>_area",
        label=message("Deployment area on the {name}"),
        unit=YES_NO,
        method=message("1 where an area stands on the route, 0 where none does."),
        inputs=_AREA,
        uncertainty=DRAWN,
        of=_each(lambda one: float(one.has_area), _nothing_told),
    ),
    Measure(
        id="coalition.<route>_to_area_km",
        label=message("From line or border to the area on the {name}"),
        unit="km",
        method=message(
            "Along the drawn route, from where it enters government-held ground to where it meets the area."
        ),
        inputs=_AREA,
        uncertainty=LINE_AND_ROUTE,
        of=_each(lambda one: one.to_area_km, _nothing_told),
    ),
    Measure(
        id="coalition.<route>_to_city_km",
        label=message("From the area to the city at risk on the {name}"),
        unit="km",
        method=message(
            "Along the drawn route, from where it meets the area to the city; below 0 where the area stands "
            "behind it."
        ),
        inputs=_CITY,
        uncertainty=LINE_AND_ROUTE,
        of=_each(lambda one: one.to_city_km, _city_told),
    ),
    Measure(
        id="coalition.<route>_to_city_h",
        label=message("Hours from the area to the city at risk on the {name}"),
        unit="h",
        method=message(
            "That distance at 30 km/h, as if nothing were in the way; 0 where the area stands behind the city."
        ),
        inputs=_CITY,
        uncertainty=message("The shortest time there could be, at an assumed speed; no forecast."),
        of=_each(_hours, _city_told),
    ),
)  # fmt: skip
