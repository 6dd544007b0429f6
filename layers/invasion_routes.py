"""Invasion routes: the axes of 2022 and those publicly assessed for the future, as thin lines with a head.

A line is a drawing of a direction. It has the same width at every zoom, and says nothing about forces or frontage.
"""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Literal

import geopandas as gpd
import shapely

from geodata.geodesy import GEOD, length_km
from i18n.spoken import worded
from layers.core.format import about
from layers.core.params import Params, choice
from layers.core.spec import Facts, Layer, Listed, Measure, common, frame_of
from layers.style.row import StyleRow

# So far before its end a part begins to point to it.
HEADING_DEG = 0.12


class InvasionRoutesParams(Params):
    """Choices for the invasion routes."""

    show: Literal["both", "historical", "assessed"] = choice(
        "both",
        help="The axes of 2022, those assessed for the future, or both.",
        labels={"both": "Both", "historical": "2022", "assessed": "Assessed"},
    )  # fmt: skip


def build(facts: Facts, params: InvasionRoutesParams) -> gpd.GeoDataFrame:
    """Return one line per route, branches included, and a tip at the end of each part.

    Carries `length_km` of the route's parts together, `waypoints` as text with each branch apart, and of an axis of
    2022 its `outcome`, of an assessed one its `public_basis`; the other is empty.
    """
    routes = facts["invasion_routes"]
    rows = []
    for route in routes.to_dict("records"):
        if params.show not in ("both", route["basis"]):
            continue
        past = route["basis"] == "historical"
        run_km = length_km(route["geometry"])
        rows.append(
            {
                **common(route, kind=f"route_{route['basis']}", measure=about(run_km, "km")),
                **{k: route[k] for k in ("code", "origin", "objective")},
                "outcome": route["outcome"] if past else "",
                "public_basis": "" if past else route["outcome"],
                "waypoints": _waypoints(
                    route["waypoints"], worded("branch: {towns}") if past else worded("variant: {towns}")
                ),
                "length_km": run_km,
                "geometry": route["geometry"],
            }
        )
        rows += _tips(route)
    return frame_of(rows)


def _waypoints(parts: list[list[str]], further: str) -> str:
    """Return the towns of a route: those of its main part, then of each further part as `further` has it."""
    main, *others = [", ".join(towns) for towns in parts]
    return "; ".join([main, *(further.format(towns=towns) for towns in others)])


def _tips(route: Mapping[Hashable, Any]) -> Iterator[dict[str, Any]]:
    """Yield the end of each part with the heading in which it is reached: what an arrow's head is drawn at."""
    for count, part in enumerate(shapely.get_parts(route["geometry"]), start=1):
        (lon1, lat1), (lon2, lat2) = _before_end(part), part.coords[-1][:2]
        heading_deg = GEOD.inv(lon1, lat1, lon2, lat2)[0] % 360
        yield {
            **common(route, kind=f"tip_{route['basis']}", feature_id=f"{route['feature_id']}-tip-{count}"),
            "of": route["feature_id"],
            "heading_deg": round(heading_deg),
            "geometry": shapely.Point(lon2, lat2),
        }


def _before_end(part: shapely.LineString) -> tuple[float, float]:
    """Return the place from which the end of a line is seen: its last bend may be too short to point anywhere."""
    place = part.interpolate(max(0.0, part.length - HEADING_DEG))
    return place.x, place.y


def key_figures(frame: gpd.GeoDataFrame, params: InvasionRoutesParams) -> tuple[Measure, ...]:
    """How many axes are shown, of each kind."""
    measures = []
    for basis, label, caveat in (
        ("historical", worded("Axes of 2022"), worded("drawn through the towns named, not along roads")),
        (
            "assessed",
            worded("Assessed axes"),
            worded(
                "from public statements or, where they say so, inferred by this project; all count the same and "
                "none is a "
                "forecast"
            ),
        ),
    ):
        if params.show in ("both", basis):
            count = int((frame["kind"] == f"route_{basis}").sum())
            measures.append(Measure.of(label, count, caveat=caveat))
    return tuple(measures)


ROWS = (
    StyleRow(kind="route_historical", form="line", z=50, label="Axis of 2022 (historical)", stroke="routes", width=1.3,
             dash=(3, 2), rest_opacity=0.55, swatch="arrow"),
    StyleRow(kind="tip_historical", form="point", z=51, symbol="arrowhead_open", symbol_px=12, stroke="routes",
             rest_opacity=0.55, turned_by="heading_deg", interactive=False, decoration=True),
    StyleRow(kind="route_assessed", form="line", z=52, lead=True, label="Assessed axis (notional)", stroke="routes",
             width=1.7, rest_opacity=0.55, swatch="arrow", constructed=True),
    StyleRow(kind="tip_assessed", form="point", z=53, symbol="arrowhead", symbol_px=12, stroke="routes",
             rest_opacity=0.55, turned_by="heading_deg", interactive=False, decoration=True, constructed=True),
)  # fmt: skip

LAYER = Layer(
    id="invasion_routes",
    title="Invasion routes",
    group="context",
    shortcut="R",
    summary="Where Russia attacked in 2022, and routes assessed for the future.",
    facts=("invasion_routes",),
    params=InvasionRoutesParams,
    build=build,
    key_figures=key_figures,
    sources=("isw_2022_03", "reuters_2026_06_30", "tsn_2026_06_30", "axy_media_2026_05", "route_curves"),
    order=60,
    full_beside="coalition_forces",
    listed=Listed(kinds=("route_assessed", "route_historical"), ending=" axis"),
    rows=ROWS,
)
