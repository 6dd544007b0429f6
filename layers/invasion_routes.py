"""Invasion routes: the axes of 2022 and those publicly assessed for the future, as tapering arrows.

An arrow is a drawing of a direction. Its widths say nothing about forces or frontage.
"""

from itertools import pairwise
from typing import Literal

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geodesy import drawn_in_km, length_km, normalize
from layers.core.format import about
from layers.core.params import Params, choice
from layers.core.spec import Facts, Layer, Measure, common, frame_of
from layers.style.row import StyleRow

# Widths of the drawing in km, for a part at least FULL_SIZE_KM long; shorter ones shrink with their length.
TAIL_KM, SHAFT_KM, HEAD_KM, HEAD_LENGTH_KM = 2.0, 8.0, 20.0, 24.0
FULL_SIZE_KM, SMALLEST_SCALE = 180.0, 0.4


class InvasionRoutesParams(Params):
    """Choices for the invasion routes."""

    show: Literal["both", "historical", "assessed"] = choice(
        "both",
        help="The axes of 2022, those assessed for the future, or both.",
        labels={"both": "Both", "historical": "2022", "assessed": "Assessed"},
    )  # fmt: skip


def build(facts: Facts, params: InvasionRoutesParams) -> gpd.GeoDataFrame:
    """Return one arrow shape per route, branches included, the tip of each part at its end.

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
        parts = shapely.get_parts(route["geometry"])
        rows.append(
            {
                **common(route, kind=f"route_{route['basis']}", measure=about(run_km, "km")),
                **{k: route[k] for k in ("code", "origin", "objective")},
                "outcome": route["outcome"] if past else "",
                "public_basis": "" if past else route["outcome"],
                "waypoints": _waypoints(route["waypoints"], "branch" if past else "variant"),
                "length_km": run_km,
                "geometry": normalize(shapely.union_all([drawn_in_km(part, arrow) for part in parts])),
            }
        )
    return frame_of(rows)


def _waypoints(parts: list[list[str]], further: str) -> str:
    """Return the towns of a route: those of its main part, then of each further part, named as what it is."""
    main, *others = [", ".join(towns) for towns in parts]
    return "; ".join([main, *(f"{further}: {towns}" for towns in others)])


def arrow(line: shapely.LineString) -> BaseGeometry:
    """Return the arrow along a line in km: narrow at the start, tip exactly at the end."""
    scale = float(np.clip(line.length / FULL_SIZE_KM, SMALLEST_SCALE, 1.0))
    head_length = min(HEAD_LENGTH_KM * scale, line.length / 2)
    shaft_end = line.length - head_length
    stations = np.linspace(0.0, shaft_end, max(int(shaft_end / 3), 8))
    points = shapely.get_coordinates([line.interpolate(s) for s in stations])
    half = np.linspace(TAIL_KM, SHAFT_KM, len(points)) * scale / 2
    shaft = _ribbon(points, half)

    tip = shapely.get_coordinates(line)[-1]
    ahead = (tip - points[-1]) / np.linalg.norm(tip - points[-1])
    across = np.array([-ahead[1], ahead[0]]) * HEAD_KM * scale / 2
    barb = points[-1] - ahead * head_length * 0.12  # swept back a little, as arrows are drawn
    head = shapely.Polygon([barb - across, tip, barb + across, points[-1]])
    return shapely.union(shaft, head)


def _ribbon(points: np.ndarray, half: np.ndarray) -> BaseGeometry:
    """Return the strip along points with half widths, in pieces where a sharp bend would cross itself."""
    direction = np.gradient(points, axis=0)
    direction /= np.linalg.norm(direction, axis=1)[:, None]
    across = np.column_stack([-direction[:, 1], direction[:, 0]]) * half[:, None]
    strip = shapely.Polygon(np.vstack([points + across, (points - across)[::-1]]))
    if strip.is_valid:
        return strip
    discs = shapely.buffer(shapely.points(points), half)
    pairs = [shapely.union(a, b).convex_hull for a, b in pairwise(discs)]
    return shapely.union_all(pairs)


def key_figures(frame: gpd.GeoDataFrame, params: InvasionRoutesParams) -> tuple[Measure, ...]:
    """How many axes are shown, of each kind."""
    measures = []
    for basis, label, caveat in (
        ("historical", "Axes of 2022", "drawn through the towns named, not along roads"),
        (
            "assessed",
            "Assessed axes",
            "from public statements or, where they say so, inferred by this project; all count the same and "
            "none is a forecast",
        ),
    ):
        if params.show in ("both", basis):
            count = int((frame["kind"] == f"route_{basis}").sum())
            measures.append(Measure(label=label, value=f"{count}", caveat=caveat))
    return tuple(measures)


ROWS = (
    StyleRow(kind="route_historical", form="area", z=50, label="Axis of 2022 (historical)", fill="routes",
             fill_opacity=0.0, stroke="routes", width=1.2, stroke_opacity=0.8, swatch="arrow"),
    StyleRow(kind="route_assessed", form="area", z=52, lead=True, label="Assessed axis (notional)",
             fill="routes", fill_opacity=0.62, stroke="routes", width=0.8, fade_from_zoom=7.5, swatch="arrow",
             constructed=True),
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
    rows=ROWS,
)
