"""Gaps of the mission: stretches of the line with no patrol base within the spacing.

Bases stand one for each spacing, back from the line by up to `MAX_SETBACK_KM`, and on alternating sides, so that those
of one side are two spacings apart. A stretch is a gap where every base is farther than a spacing and that setback,
and of one side where every base of that side is farther than two spacings and that setback; along an even line of one
piece there is neither. What is shorter than twice the line's accuracy is left out: it may be none.

Only a closer spacing counts as closing it, since a wider one would lower what is asked, and only where nothing of the
stretch is then left by either rule: a base that changes sides moves a gap, and closes none.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from analysis.gap_model import Closing, Gap, GapKind, Variation, shape_bounds
from analysis.gap_search import slider_axis, smallest
from geodata.dates import day
from geodata.geodesy import length_km, ring
from i18n.spoken import worded
from layers.core.build import Frames
from layers.core.facts import facts_for
from layers.core.format import about, number_text
from layers.core.ground import HOME
from layers.core.scenario import Scenario
from layers.core.views import ACCURACY_KM
from layers.monitoring_mission import MAX_SETBACK_KM, SIDES

GUARANTEE = "monitoring_mission"
LEAST_KM = 2 * ACCURACY_KM
BOTH = "both"
#: A stretch is named after a town of at most this rank.
_NAMING_RANK = 3


def stretches(
    frame: gpd.GeoDataFrame, line: BaseGeometry, side: str, within_km: float, *, least_km: float = LEAST_KM
) -> list[BaseGeometry]:
    """Return the stretches of the line farther than a distance from every patrol base of a side, the longest first.

    `side` is one of `SIDES`, or `BOTH`: from every base.
    """
    of_side = frame.loc[frame["kind"] == "patrol_base"]
    if side != BOTH and len(of_side):
        of_side = of_side.loc[of_side["side"] == side]
    near = [ring(lon, lat, within_km) for lon, lat in shapely.get_coordinates(of_side.geometry.to_numpy())]
    far = shapely.difference(line, shapely.union_all(near)) if near else line
    parts = [part for part in shapely.get_parts(shapely.line_merge(far)) if part.geom_type == "LineString"]
    lengths = [(length_km(part), part) for part in parts]
    return [part for km, part in sorted(lengths, key=lambda pair: -pair[0]) if km >= least_km]


def _spacing_km(scenario: Scenario) -> float:
    params: Any = scenario.params[GUARANTEE]
    spacing_km: float = params.base_spacing_km
    return spacing_km


def within_km(spacing_km: float, side: str) -> float:
    """Return how far the nearest base may be: of either side (`BOTH`) or of one."""
    return (1 if side == BOTH else 2) * spacing_km + MAX_SETBACK_KM


def _open(frames: Frames, scenario: Scenario, side: str, off_km: float = 0.0) -> list[BaseGeometry]:
    frame = frames.frame(frames.registry[GUARANTEE], scenario)
    line = facts_for(frames.store, scenario.line).land_line
    return stretches(frame, line, side, within_km(_spacing_km(scenario), side) + off_km)


def find(frames: Frames, scenario: Scenario) -> tuple[Gap, ...]:
    """Return a gap for each stretch and side, the longest first."""
    towns, spacing_km = _naming_towns(frames.store.table("basemap/towns")), _spacing_km(scenario)
    gaps: list[tuple[float, Gap]] = []
    ids: set[str] = set()
    for side, found in _by_side(frames, scenario).items():
        for stretch in found:
            km = length_km(stretch)
            town, near = _nearest_town(towns, stretch)
            slug = next(one for one in _numbered(f"line-{side}-{near}") if one not in ids)
            ids.add(slug)
            gap = Gap(
                id=slug,
                kind="line",
                guarantee=GUARANTEE,
                text=_text(side, about(km, "km"), town),
                why=_why(side, spacing_km),
                numbers={
                    "length_km": round(km, 1),
                    "base_spacing_km": spacing_km,
                    "within_km": within_km(spacing_km, side),
                },
                bounds=shape_bounds(stretch),
                layer="line_of_occupation",
                geometry=stretch,
                search=partial(_closing, frames, scenario, stretch),
            )
            gaps.append((km, gap))
    return tuple(gap for _, gap in sorted(gaps, key=lambda pair: -pair[0]))


def _text(side: str, length: str, town: str) -> str:
    if side == BOTH:
        return worded(
            "No patrol base on either side along {length} of the line near {town}", length=length, town=town
        )
    return worded(
        "No patrol base on the {side} along {length} of the line near {town}",
        side=SIDES[side], length=length, town=town,
    )  # fmt: skip


def _why(side: str, spacing_km: float) -> str:
    spacing, within = number_text(spacing_km), number_text(within_km(spacing_km, side))
    if side == BOTH:
        return worded(
            "Bases stand {spacing} km apart; here there is none within {within} km.",
            spacing=spacing,
            within=within,
        )
    return worded(
        "Bases stand {spacing} km apart on alternating sides; here this side has none within {within} km.",
        spacing=spacing, within=within,
    )  # fmt: skip


def _by_side(frames: Frames, scenario: Scenario) -> dict[str, list[BaseGeometry]]:
    """Return the stretches by side; one that both sides leave open is told once, as of `BOTH`."""
    found = {side: _open(frames, scenario, side) for side in (BOTH, *SIDES)}
    told = shapely.union_all(found[BOTH])
    return {
        side: [one for one in parts if side == BOTH or not shapely.intersects(one, told)]
        for side, parts in found.items()
    }


def _numbered(slug: str) -> Any:
    yield slug
    for number in range(2, 100):
        yield f"{slug}-{number}"


def _naming_towns(towns: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return towns.loc[(towns["country"] == HOME) & (towns["rank"] <= _NAMING_RANK)]


def _nearest_town(known: gpd.GeoDataFrame, stretch: BaseGeometry) -> tuple[str, str]:
    """Return name and slug of the town nearest to the middle of a stretch; rough, it only names it."""
    middle = stretch.interpolate(0.5, normalized=True)
    narrow = np.cos(np.radians(middle.y))
    away = np.hypot((known.geometry.x - middle.x) * narrow, known.geometry.y - middle.y)
    town = known.iloc[int(np.argmin(away))]
    return str(town["name"]), str(town["feature_id"]).removeprefix("town-")


def _closing(frames: Frames, scenario: Scenario, stretch: BaseGeometry) -> Closing:
    params: Any = scenario.params[GUARANTEE]
    layer = frames.registry[GUARANTEE]
    key = f"{GUARANTEE}.base_spacing_km"

    def closes(values: Mapping[str, Any]) -> bool:
        changed = params.model_copy(update={"base_spacing_km": values[key]})
        other = replace(scenario, params={**scenario.params, GUARANTEE: changed})
        return not any(
            shapely.intersects(stretch, still)
            for either in (BOTH, *SIDES)
            for still in _open(frames, other, either)
        )

    changes = smallest([slider_axis(layer, "base_spacing_km", params.base_spacing_km, up=False)], closes)
    reason = worded("At every closer spacing that may be chosen a base is missing here.")
    return Closing(changes=changes, reason="" if changes else reason)


def variations(frames: Frames, scenario: Scenario, gap: Gap) -> tuple[Variation, ...]:
    """Return whether the stretch stays a gap if distances were 4 km less or more, and with the lines of other dates.

    With another line it is open where a stretch of that line without a base of this side lies within the spacing of it.
    """
    side = next(side for side in (BOTH, *SIDES) if gap.id.startswith(f"line-{side}-"))
    found = [
        Variation(
            cause="line",
            is_open=any(
                shapely.intersects(gap.geometry, other) for other in _open(frames, scenario, side, off_km)
            ),
        )
        for off_km in (ACCURACY_KM, -ACCURACY_KM)
    ]
    spacing_km = _spacing_km(scenario)
    near = shapely.union_all([ring(x, y, spacing_km) for x, y in shapely.get_coordinates(gap.geometry)])
    for date in frames.registry.line_dates:
        if date != scenario.line:
            others = _open(frames, replace(scenario, line=date), side)
            is_open = any(shapely.intersects(near, other) for other in others)
            found.append(Variation(cause="date", value=day(date), is_open=is_open))
    return tuple(found)


KIND = GapKind(guarantee=GUARANTEE, find=find, variations=variations)
