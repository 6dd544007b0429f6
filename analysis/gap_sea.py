"""Gaps at sea: stretches of the corridor under no patrol, and open ports in no patrol zone.

Zones are what is left of the drawn ones after the stand-off from occupied coast. A smaller stand-off never leaves less
of them, and no stand-off makes them larger than they are drawn; so where that does not close a gap, nothing does.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from analysis.gap_model import Closing, Gap, GapKind, Variation, point_bounds, shape_bounds
from analysis.gap_search import slider_axis, smallest
from geodata.dates import day
from geodata.geodesy import KM_PER_NM, apart_km, buffer_km, length_km
from i18n.spoken import worded
from layers.core.build import Frames
from layers.core.format import number_text
from layers.core.scenario import Scenario
from layers.core.spec import ground_of
from layers.core.views import ACCURACY_KM

GUARANTEE = "maritime_patrols"
#: The corridor is generalised like the line: what is shorter is left out.
LEAST_KM = ACCURACY_KM
#: An end of a stretch lies on a zone's edge up to rounding, degrees.
_TOUCHING_DEG = 1e-6


def zones(frame: gpd.GeoDataFrame) -> BaseGeometry:
    """Return all patrol zones of a frame as one shape."""
    return ground_of(frame, "patrol_zone")


def unpatrolled(
    frame: gpd.GeoDataFrame, ground: BaseGeometry, *, least_km: float = LEAST_KM
) -> list[BaseGeometry]:
    """Return the stretches of the corridor outside a ground, in the corridor's own order."""
    stretches: list[BaseGeometry] = []
    for corridor in frame.loc[frame["kind"] == "corridor"].geometry:
        left = shapely.get_parts(shapely.line_merge(shapely.difference(corridor, ground), directed=True))
        parts = [part for part in left if part.geom_type == "LineString" and length_km(part) >= least_km]
        stretches += sorted(parts, key=lambda part: corridor.project(part.interpolate(0.5, normalized=True)))
    return stretches


def _frame(frames: Frames, scenario: Scenario) -> gpd.GeoDataFrame:
    return frames.frame(frames.registry[GUARANTEE], scenario)


def find_stretches(frames: Frames, scenario: Scenario) -> tuple[Gap, ...]:
    """Return a gap for each stretch of the corridor under no patrol, the longest first.

    Where no zone is drawn and where the stand-off cuts one away are stretches of their own: only the latter can close.
    """
    facts, frame = frames.store.table("black_sea_zones"), _frame(frames, scenario)
    drawn = facts.loc[facts["kind"] == "patrol_zone"]
    every, left = shapely.union_all(drawn.geometry.to_numpy()), zones(frame)
    gaps: list[tuple[float, Gap]] = []
    ids: set[str] = set()
    cut_away = shapely.union_all([left, *shapely.difference(_corridors(frame), every)])
    for is_drawn, ground in ((False, every), (True, cut_away)):
        for stretch in unpatrolled(frame, ground):
            km = length_km(stretch)
            slug, text = (_in_zone if is_drawn else _between_zones)(drawn, stretch, f"{km / KM_PER_NM:,.0f}")
            slug = next(one for one in (slug, *(f"{slug}-{n}" for n in range(2, 100))) if one not in ids)
            ids.add(slug)
            why = (
                worded("The stand-off of {nm} nm cuts this part of the zone away.", nm=_standoff(scenario))
                if is_drawn
                else worded("No zone is drawn over this stretch.")
            )
            gap = Gap(
                id=slug,
                kind="corridor",
                guarantee=GUARANTEE,
                text=text,
                why=why,
                numbers={"length_nm": round(km / KM_PER_NM, 1), "length_km": round(km, 1)},
                bounds=shape_bounds(stretch),
                layer=GUARANTEE,
                features=tuple(frame.loc[frame["kind"] == "corridor", "feature_id"]),
                geometry=stretch,
                search=partial(_closing, frames, scenario, partial(_is_patrolled, stretch)),
            )
            gaps.append((km, gap))
    return tuple(gap for _, gap in sorted(gaps, key=lambda pair: -pair[0]))


def _corridors(frame: gpd.GeoDataFrame) -> NDArray[Any]:
    found: NDArray[Any] = frame.loc[frame["kind"] == "corridor"].geometry.to_numpy()
    return found


def _standoff(scenario: Scenario) -> str:
    params: Any = scenario.params[GUARANTEE]
    return number_text(params.standoff_nm)


def _between_zones(drawn: gpd.GeoDataFrame, stretch: BaseGeometry, nm: str) -> tuple[str, str]:
    """Return slug and text of a stretch between the zones on whose edges it ends."""
    before, after = (
        drawn.loc[
            shapely.dwithin(drawn.geometry.to_numpy(), shapely.Point(stretch.coords[at]), _TOUCHING_DEG)
        ]
        for at in (0, -1)
    )
    codes = [
        zone["code"].iloc[0].lower() if len(zone) else end
        for zone, end in ((before, "start"), (after, "end"))
    ]
    names = [zone["name"].iloc[0] for zone in (before, after) if len(zone)]
    slug = "-".join(["corridor", *codes])
    if len(names) == 2:
        return slug, worded(
            "The corridor is under no patrol for {nm} nm between “{zone}” and “{other}”",
            nm=nm, zone=names[0], other=names[1],
        )  # fmt: skip
    if names:
        return slug, worded(
            "The corridor is under no patrol for {nm} nm beside “{zone}”", nm=nm, zone=names[0]
        )
    return slug, worded("The corridor is under no patrol for {nm} nm", nm=nm)


def _in_zone(drawn: gpd.GeoDataFrame, stretch: BaseGeometry, nm: str) -> tuple[str, str]:
    """Return slug and text of a stretch within a zone as it is drawn."""
    inside = shapely.length(shapely.intersection(drawn.geometry.to_numpy(), stretch))
    zone = drawn.iloc[int(np.argmax(inside))]
    text = worded("The corridor is under no patrol for {nm} nm within “{zone}”", nm=nm, zone=zone["name"])
    return f"corridor-in-{zone['code'].lower()}", text


def _overlap(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Whether two stretches of the corridor share a part that counts."""
    shared = shapely.intersection(shapely.buffer(one, _TOUCHING_DEG), other)
    return length_km(shared) >= LEAST_KM if shared.geom_type in ("LineString", "MultiLineString") else False


def _is_patrolled(stretch: BaseGeometry, frame: gpd.GeoDataFrame) -> bool:
    return not any(_overlap(left, stretch) for left in unpatrolled(frame, zones(frame)))


def find_ports(frames: Frames, scenario: Scenario) -> tuple[Gap, ...]:
    """Return a gap for each open port in no patrol zone, the nearest to one first."""
    frame, ports = _frame(frames, scenario), frames.store.table("ports")
    ground = zones(frame)
    gaps: list[tuple[float, Gap]] = []
    for port in ports.loc[(ports["kind"] == "port") & (ports["state"] == "open")].to_dict("records"):
        spot = port["geometry"]
        if ground.covers(spot):
            continue
        km = None if ground.is_empty else apart_km(spot, ground)
        why = (
            worded("No patrol zone is left at this stand-off.")
            if km is None
            else worded(
                "The nearest patrol zone begins {nm} nm ({km} km) away.", nm=f"{km / KM_PER_NM:,.0f}", km=f"{km:,.0f}"
            )
        )  # fmt: skip
        numbers = {} if km is None else {"distance_nm": round(km / KM_PER_NM, 1), "distance_km": round(km, 1)}
        gap = Gap(
            id=port["feature_id"],
            kind="port",
            guarantee=GUARANTEE,
            text=worded("{port} lies in no patrol zone", port=port["name"]),
            why=why,
            numbers=numbers,
            bounds=point_bounds(spot),
            layer="ports",
            features=(port["feature_id"],),
            geometry=spot,
            search=partial(_closing, frames, scenario, partial(_is_in_zone, spot)),
        )
        gaps.append((km or 0.0, gap))
    return tuple(gap for _, gap in sorted(gaps, key=lambda pair: pair[0]))


def _is_in_zone(spot: BaseGeometry, frame: gpd.GeoDataFrame) -> bool:
    return bool(zones(frame).covers(spot))


def _closing(frames: Frames, scenario: Scenario, is_closed: Callable[[gpd.GeoDataFrame], bool]) -> Closing:
    params: Any = scenario.params[GUARANTEE]
    layer = frames.registry[GUARANTEE]

    def closes(values: Mapping[str, Any]) -> bool:
        changed = params.model_copy(update={"standoff_nm": values[f"{GUARANTEE}.standoff_nm"]})
        return is_closed(_frame(frames, replace(scenario, params={**scenario.params, GUARANTEE: changed})))

    axis = slider_axis(layer, "standoff_nm", params.standoff_nm, up=False, monotone=True)
    changes = smallest([axis], closes)
    reason = worded(
        "The zones are drawn this way: no smaller stand-off from occupied coast brings one there."
    )
    return Closing(changes=changes, reason="" if changes else reason)


def _varied(
    frames: Frames, scenario: Scenario, is_open: Callable[[gpd.GeoDataFrame, BaseGeometry], bool]
) -> Iterator[Variation]:
    """Yield whether a gap is open if the zones' edges lay 4 km farther out, and with the lines of other dates.

    Zones that end sooner never close a gap, so that is not tried.
    """
    frame = _frame(frames, scenario)
    ground = zones(frame)
    grown = ground if ground.is_empty else buffer_km(ground, ACCURACY_KM)
    yield Variation(cause="zone", is_open=is_open(frame, grown))
    for date in frames.registry.line_dates:
        if date != scenario.line:
            other = _frame(frames, replace(scenario, line=date))
            yield Variation(cause="date", value=day(date), is_open=is_open(other, zones(other)))


def stretch_variations(frames: Frames, scenario: Scenario, gap: Gap) -> tuple[Variation, ...]:
    """Return whether the stretch stays under no patrol; see `_varied`."""

    def is_open(frame: gpd.GeoDataFrame, ground: BaseGeometry) -> bool:
        return any(_overlap(left, gap.geometry) for left in unpatrolled(frame, ground))

    return tuple(_varied(frames, scenario, is_open))


def port_variations(frames: Frames, scenario: Scenario, gap: Gap) -> tuple[Variation, ...]:
    """Return whether the port stays outside every zone; see `_varied`."""
    return tuple(_varied(frames, scenario, lambda _, ground: not ground.covers(gap.geometry)))


STRETCHES = GapKind(guarantee=GUARANTEE, find=find_stretches, variations=stretch_variations)
PORTS = GapKind(guarantee=GUARANTEE, find=find_ports, variations=port_variations)
