"""Coalition forces: rotational deployment areas on government-held ground, each on an assessed route.

Areas keep a stand-off from the line, from occupied ground and from the borders of Russia and Belarus. They
are corridors on a map of policy, never positions of units: personnel is an equal share, and a hub stands for
an oblast. Beside them stand the cities that the press has named for the force.
"""

from collections.abc import Hashable
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geodesy import area_km2, buffer_km, drawn_in_km, keep_out, normalize
from i18n.spoken import worded, worded_plural
from layers.core.facts import line_with_water
from layers.core.format import about, number_text
from layers.core.hub_place import hub_place, places_of
from layers.core.params import Params, number
from layers.core.spec import CoverRule, Facts, Layer, MapLabel, Measure, common, frame_of
from layers.style.row import StyleRow

#: Borders that every area keeps the stand-off from, wherever its route starts.
GUARDED_BORDERS = ("BLR-UKR", "RUS-UKR")
BORDER_OF_START = {"border-blr": "BLR-UKR", "border-mda": "MDA-UKR", "border-rus": "RUS-UKR"}
# Smaller parts are left out: no room for a force that rotates.
MIN_AREA_KM2 = 300.0
MIN_WIDTH_KM = 8.0
#: Facts whose points could be taken for the site of a hub: towns, ports, air bases and cities named.
NAMED_PLACES = ("basemap/towns", "ports", "air_bases", "coalition")


class CoalitionForcesParams(Params):
    """Choices for the coalition forces."""

    standoff_km: float = number(
        40, low=20, high=150, step=5, variants=(80, 20),
        help="Distance kept from the generalised line and from hostile borders; a choice of this project.",
    )  # fmt: skip
    depth_km: float = number(
        60, low=20, high=150, step=5,
        help="Depth of an area behind the stand-off, along the route.",
    )  # fmt: skip
    corridor_km: float = number(
        50, low=20, high=100, step=5,
        help="Width of an area across the route, from edge to edge.",
    )  # fmt: skip
    force_personnel: int = number(
        20_000, low=5_000, high=40_000, step=1_000, variants=(15_000, 30_000),
        help="Size of the whole force. The BBC reported about 20,000 (March 2025). The Times reported "
            "64,000 proposed, with 25,000 called “a push” (April 2025); a plan for 30,000 dropped (14 "
            "August 2025); and up to 15,000 British and French, fewer than 7,500 of them British (January 2026).",
    )  # fmt: skip


def build(facts: Facts, params: CoalitionForcesParams) -> gpd.GeoDataFrame:
    """Return one area per assessed route that leaves room for one, a hub per part and oblast, and the cities named.

    Areas carry `area_km2` and `share_personnel`, the equal share of the force. Those of two routes may overlap, so what
    is drawn is all of them as one, `deployment_ground`.
    """
    assessed = assessed_routes(facts)
    areas = areas_by_route(facts, params)
    taken = places_of([facts[table] for table in NAMED_PLACES])
    share = round(params.force_personnel / len(areas)) if areas else 0
    rows: list[dict[str, Any]] = []
    for route in assessed:
        if route["code"] not in areas:
            continue
        area = areas[route["code"]]
        size_km2 = area_km2(area)
        shared = {
            "status": "notional",
            "as_of": facts.line_date,
            "source": f"coffey_2025_08_31;{route['source']}",
            "route": route["code"],
            "route_name": route["name"],
        }
        rows.append(
            {
                "feature_id": f"deployment-{route['code'].lower()}",
                "name": worded("Deployment area, {route}", route=route["name"]),
                "kind": "deployment_area",
                "note": worded(
                    "At least {km} km from the generalised line and hostile borders. The number of people is the force "
                    "divided equally among the routes. Nothing is agreed or deployed.",
                    km=number_text(params.standoff_km),
                ),
                "measure": about(size_km2, "km²"),
                "area_km2": size_km2,
                "share_personnel": share,
                **shared,
                "geometry": area,
            }
        )
        placed = [hub_place(part, route["geometry"], taken) for part in reversed(shapely.get_parts(area))]
        hubs = {_oblast(facts, hub[0]): hub for hub in placed}
        for count, (oblast, (place, clear_km)) in enumerate(reversed(hubs.items()), start=1):
            rows.append(
                {
                    "feature_id": f"hub-coalition-{route['code'].lower()}-{count}",
                    "name": worded("Hub, {oblast}", oblast=oblast),
                    "kind": "hub",
                    "note": worded(
                        "Stands for the oblast; it is not a site. On open ground, {km} km from the nearest town, "
                        "port or "
                        "airfield on the map. Nothing is agreed or deployed.",
                        km=f"{clear_km:,.0f}",
                    ),
                    "measure": worded("on the {route}", route=route["name"]),
                    "oblast": oblast,
                    **shared,
                    "geometry": place,
                }
            )
    if areas:
        rows.append(_ground(facts, params, list(areas.values())))
    known = facts["coalition"]
    for city in known.loc[known["kind"] == "named_city"].to_dict("records"):
        rows.append({**common(city, measure=city["offer_text"]), "geometry": city["geometry"]})
    frame = frame_of(rows)
    # What has no room leaves no feature; the assessment tells of it all the same.
    frame.attrs["routes_without_area"] = [r["name"] for r in assessed if r["code"] not in areas]
    return frame


def _ground(facts: Facts, params: CoalitionForcesParams, areas: list[BaseGeometry]) -> dict[str, Any]:
    """Return all areas as one shape: what of it is apart, is apart on the map."""
    ground = normalize(shapely.union_all(areas))
    return {
        "feature_id": "deployment-ground",
        "name": worded("Deployment areas of all routes"),
        "kind": "deployment_ground",
        "status": "notional",
        "as_of": facts.line_date,
        "source": "coffey_2025_08_31;studio",
        "note": worded(
            "At least {km} km from the generalised line and hostile borders. Where areas of two routes overlap, "
            "the ground "
            "is counted once. Nothing is agreed or deployed.",
            km=number_text(params.standoff_km),
        ),
        "measure": about(area_km2(ground), "km²"),
        "geometry": ground,
    }


def assessed_routes(facts: Facts) -> list[dict[Hashable, Any]]:
    """Return the routes that areas stand on: those publicly assessed for the future."""
    routes = facts["invasion_routes"]
    return routes.loc[routes["basis"] == "assessed"].to_dict("records")


def areas_by_route(
    facts: Facts, params: CoalitionForcesParams, *, line_nearer_km: float = 0.0
) -> dict[str, BaseGeometry]:
    """Return the area of each assessed route by its code, without the routes that leave no room.

    `line_nearer_km`: by how much the line and occupied ground are taken to lie nearer than they are drawn, below 0
    farther; borders stay where they are.
    """
    assessed = assessed_routes(facts)
    if not assessed:
        return {}
    # A dict: `in` on a GeoSeries does not look at its index.
    borders = dict(zip(facts["basemap/borders"]["between"], facts["basemap/borders"].geometry, strict=True))
    far_km = params.standoff_km + params.depth_km
    # Occupied ground ends at the shore; over an estuary the line comes nearer than the ground behind it.
    line_on_water = shapely.difference(shapely.union_all(line_with_water(facts)), facts.ukraine)
    guarded = [borders[b] for b in GUARDED_BORDERS if b in borders]
    off_line_km = params.standoff_km + line_nearer_km
    too_near = shapely.union_all(
        [keep_out(danger, off_line_km) for danger in (facts.occupied, line_on_water)]
        + [keep_out(border, params.standoff_km) for border in guarded]
    )
    open_ground = shapely.difference(facts.held, too_near)
    corridors = [buffer_km(route["geometry"], params.corridor_km / 2) for route in assessed]
    ground_by_start = {}
    for start in {route["starts_at"] for route in assessed}:
        whole_edge = facts.land_line if start == "line" else borders[BORDER_OF_START[start]]
        here = [c for c, route in zip(corridors, assessed, strict=True) if route["starts_at"] == start]
        edge = _near(whole_edge, here, far_km)
        reach_km = far_km + line_nearer_km if start == "line" else far_km
        ground_by_start[start] = shapely.intersection(open_ground, buffer_km(edge, reach_km))
        if start == "border-mda":  # not hostile as such, so only the route from there keeps off it
            too_near = keep_out(edge, params.standoff_km)
            ground_by_start[start] = shapely.difference(ground_by_start[start], too_near)
    areas = {}
    for route, corridor in zip(assessed, corridors, strict=True):
        ground = shapely.intersection(corridor, ground_by_start[route["starts_at"]])
        if ground.is_empty:
            continue
        parts = shapely.get_parts(drawn_in_km(ground, _without_horns))
        large = [p for p in parts if p.intersects(route["geometry"]) and area_km2(p) >= MIN_AREA_KM2]
        if large:
            areas[route["code"]] = normalize(shapely.union_all(large))
    return areas


def _without_horns(ground: BaseGeometry) -> BaseGeometry:
    """Return ground in km less its horns and necks, corners rounded; never more than there was."""
    core = shapely.buffer(ground, -MIN_WIDTH_KM / 2, quad_segs=8)
    return shapely.buffer(core, MIN_WIDTH_KM / 2 - 0.1, quad_segs=8)  # 100 m for what buffers round up


def _near(edge: BaseGeometry, corridors: list[BaseGeometry], distance_km: float) -> BaseGeometry:
    """Return the stretches of a long edge that can be within a distance of any corridor.

    Cut at whole degrees, so that small changes of a corridor meet the same stretch and its cached buffer.
    """
    west, south, east, north = shapely.total_bounds(corridors)
    lat, lon = distance_km / 110, distance_km / 63  # km per degree, on the safe side up to 55° N
    low, high = np.floor([west - lon, south - lat]), np.ceil([east + lon, north + lat])
    return shapely.clip_by_rect(edge, *low, *high)


def _oblast(facts: Facts, place: shapely.Point) -> str:
    """Return the name of the oblast that a place is in, or nearest to."""
    oblasts = facts["basemap/oblasts"]
    return oblasts["name"].iloc[int(np.argmin(shapely.distance(oblasts.geometry.to_numpy(), place)))]


def separate_areas(frame: gpd.GeoDataFrame) -> int:
    """Return how many areas are apart from each other on the map."""
    return len(shapely.get_parts(frame.loc[frame["kind"] == "deployment_ground"].geometry.to_numpy()))


def key_figures(frame: gpd.GeoDataFrame, params: CoalitionForcesParams) -> tuple[Measure, ...]:
    """How many routes have an area, how many separate areas that makes and their ground, and the size of the force."""
    areas = frame.loc[frame["kind"] == "deployment_area"]
    ground = frame.loc[frame["kind"] == "deployment_ground"]
    size_km2 = area_km2(ground.geometry.union_all()) if len(ground) else 0.0
    covered = set(areas["route"]) if len(areas) else set()
    without = [name.removesuffix(" axis") for name in frame.attrs.get("routes_without_area", ())]
    return (
        Measure.of(
            label=worded("Routes with an area"),
            number=len(covered),
            caveat=worded_plural(
                "of {number} assessed route", "of {number} assessed routes", len(covered) + len(without)
            )
            + ("; " + worded("no room on {routes}", routes=", ".join(without)) if without else ""),
        ),
        Measure.of(
            label=worded("Deployment areas"),
            number=separate_areas(frame),
            caveat=worded("separate on the map, together {area}", area=about(size_km2, "km²")),
        ),
        Measure.of(
            label=worded("Force"),
            number=params.force_personnel,
            unit="people",
            caveat=worded(
                "latest report: up to 15,000 British and French (The Times, January 2026); divided equally among "
                "the routes"
            ),
        ),
    )


_AREA = StyleRow(
    kind="deployment_area", form="area", z=31, lead=True, label="Deployment area (notional)", fill="coalition",
    fill_opacity=0.4, stroke="coalition", width=1.8, drawn_as="deployment_ground", constructed=True,
)  # fmt: skip
ROWS = (
    _AREA,
    _AREA.drawing(z=30),
    StyleRow(kind="hub", form="point", z=88, label="Hub, oblast level (notional)", symbol="diamond",
             symbol_px=15, stroke="coalition", constructed=True),
    StyleRow(kind="named_city", form="point", z=74, label="City named in the press", symbol="diamond_open",
             symbol_px=20, stroke="coalition", min_zoom=4.6),
)  # fmt: skip


def label_values(frame: gpd.GeoDataFrame, params: CoalitionForcesParams) -> dict[str, float]:
    """Return the numbers of the label on the map."""
    return {"areas": separate_areas(frame), "standoff_km": params.standoff_km}


LAYER = Layer(
    id="coalition_forces",
    title="Coalition forces",
    group="guarantee",
    shortcut="2",
    summary="A European coalition of the willing sends troops, in rotation, away from the line.",
    facts=(
        "line_of_occupation",
        "invasion_routes",
        "coalition",
        "ports",
        "air_bases",
        "basemap/borders",
        "basemap/countries",
        "basemap/oblasts",
        "basemap/towns",
    ),
    params=CoalitionForcesParams,
    build=build,
    key_figures=key_figures,
    sources=(
        "coffey_2025_08_31",
        "paris_declaration_2026_01_06",
        "declaration_of_intent_2026_01_06",
        "bbc_2025_03_21",
        "bloomberg_2025_02_20",
        "times_2025_04_29",
        "times_2025_08_14",
        "times_2026_01",
        "uk_mod_2026_02_24",
        "no_deployment_found",
    ),
    later="On 6 January 2026 the United Kingdom, France and Ukraine declared that they intend to set up "
    "military hubs, with the force far from the contact line. On 24 February 2026 a headquarters of 70 "
    "people was at work. This project had found no deployment by July 2026.",
    order=30,
    map_label=MapLabel(
        name="Coalition",
        token="coalition",
        text="{areas} areas, {standoff_km} km back",
        text_of_one="{areas} area, {standoff_km} km back",
        values=label_values,
        kinds=("deployment_ground",),
        members=("deployment_area",),
        members_called="areas",
    ),
    covers=(CoverRule(key="areas", label="the deployment areas", kinds=("deployment_ground",)),),
    rows=ROWS,
)
