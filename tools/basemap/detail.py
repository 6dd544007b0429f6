"""How much detail stands where, and simplifying to it without parting what touches."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString

from tools.basemap.topology import Coords


class Zone(NamedTuple):
    """A level of detail: where it applies (west, south, east, north), and how coarse it is there."""

    box: tuple[float, float, float, float]
    tolerance: float  # degrees, Douglas-Peucker
    decimals: int
    min_area: float  # square degrees; smaller islands are dropped
    floor: float  # how far the tolerance may shrink where lines would touch


# First match wins. Detail is spent where the map is read; beyond, the world only has to be recognisable.
ZONES = (
    Zone((21.0, 43.0, 41.5, 53.0), 0.0035, 4, 0.0002, 1 / 64),
    Zone((8.0, 38.0, 50.0, 60.0), 0.02, 3, 0.006, 1 / 64),
    # The states that might lead the monitors: in the Gulf, small ones have to keep their shape.
    Zone((34.0, 16.0, 60.0, 33.0), 0.07, 2, 0.02, 1 / 8),
    Zone((46.0, 36.0, 88.0, 56.0), 0.1, 2, 0.02, 1 / 4),
    Zone((-12.0, 28.0, 62.0, 72.0), 0.1, 2, 0.1, 1 / 4),
    Zone((-180.0, -90.0, 180.0, 90.0), 0.5, 2, 2.5, 1 / 2),
)
PIECE = 120  # vertices; longer arcs are simplified in pieces of this length


def zone_of(points: Coords) -> NDArray[np.intp]:
    """For every point the index of the first zone that contains it."""
    x, y = points[:, 0], points[:, 1]
    inside = [(x >= w) & (x <= e) & (y >= s) & (y <= n) for w, s, e, n in (z.box for z in ZONES)]
    inside[-1][:] = True
    return np.argmax(np.array(inside), axis=0)


def round_by_zone(points: Coords) -> Coords:
    """Round as many decimals as the zone needs; a function of the place alone, so shared ends stay shared."""
    decimals = np.array([z.decimals for z in ZONES])[zone_of(points)][:, None]
    return np.select([decimals == 4, decimals == 3], [points.round(4), points.round(3)], points.round(2))


def simplify_arc(arc: Coords, factor: float) -> Coords:
    """Simplify one arc, each run inside one zone with that zone's tolerance times `factor`."""
    zones = zone_of(arc)
    cuts = [0, *(np.flatnonzero(np.diff(zones)) + 1), len(arc) - 1]
    kept = [arc[:1]]
    for start, stop in pairwise(cuts):
        if stop <= start:
            continue
        tolerance = ZONES[int(zones[start])].tolerance * factor
        line = LineString(arc[start : stop + 1]).simplify(tolerance, preserve_topology=False)
        kept.append(np.array(line.coords)[1:])
    points = np.vstack(kept)
    points = round_by_zone(points) if factor > 0.1 else np.vstack(
        [round_by_zone(points[:1]), points[1:-1].round(4), round_by_zone(points[-1:])]
    )  # fmt: skip
    keep = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
    return points[keep] if keep.sum() > 1 else points[:2]


def simplify_arcs(arcs: list[Coords], users: dict[int, list[str]]) -> list[Coords]:
    """Simplify every used arc once, finer wherever the result would touch itself or another arc.

    Working on arcs keeps neighbours' borders identical; the retries keep rings valid without a repair step,
    which would move one side of a border only. Long arcs are cut into pieces, so that one awkward bay
    does not make a whole coast heavy.
    """
    pieces = [
        (number, arcs[number][start : start + PIECE + 1])
        for number in sorted(users)
        for start in range(0, len(arcs[number]) - 1, PIECE)
    ]
    factor = np.ones(len(pieces))
    lines = [simplify_arc(points, 1.0) for _, points in pieces]
    for _ in range(6):
        for index in crossing_lines(lines):
            ends = pieces[index][1][[0, -1]]
            # A small island must not vanish, a border must stay the same on both sides: always refine these.
            closed, shared = (ends[0] == ends[1]).all(), len(users[pieces[index][0]]) > 1
            floor = max(ZONES[int(zone)].floor for zone in zone_of(ends))
            floor = ZONES[0].floor if closed else min(floor, 1 / 8) if shared else floor
            factor[index] = max(factor[index] / 2, floor)
            lines[index] = simplify_arc(pieces[index][1], float(factor[index]))
    result = [round_by_zone(arc[:1]) for arc in arcs]
    for (number, _), points in zip(pieces, lines, strict=True):
        result[number] = np.vstack([result[number], points[1:]])
    return result


def crossing_lines(points: list[Coords]) -> list[int]:
    """Indices of lines that cross themselves, meet another off its ends, or are closed and collapsed."""
    lines = np.array([LineString(line) for line in points])
    bad = set(np.flatnonzero(~shapely.is_simple(lines)).tolist())
    bad |= {i for i, line in enumerate(points) if (line[0] == line[-1]).all() and len(line) < 4}
    left, right = shapely.STRtree(lines).query(lines, predicate="intersects")
    pairs = np.array([left, right])[:, left < right]
    clash = shapely.relate_pattern(lines[pairs[0]], lines[pairs[1]], "T********")
    return sorted(bad | set(pairs[:, clash].ravel().tolist()))
