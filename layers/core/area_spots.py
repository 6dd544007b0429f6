"""Where the name of a country may stand when its usual place is out of view or covered.

Points all over its area, each with the first whole zoom at which the name lies on it: a name keeps its size on screen,
so whatever room it has at one zoom it has at every closer one.
"""

import math

import numpy as np
import shapely
from numpy.typing import NDArray

#: What maps of Ukraine and its neighbours look at; beyond it a country has its usual place alone.
_WEST, _SOUTH, _EAST, _NORTH = 5.0, 31.0, 62.0, 62.0
_GRID_DEG = (0.9, 0.6)  # across, along
_MOST = 14
_ZOOMS = range(3, 8)
_SIMPLER_DEG = 0.04
#: A letter's width and a line's height on screen, in px, at the size of a country's name.
_LETTER_PX, _LINE_PX = 6.6, 15.0
_TILE_PX = 512


def spots_of(area: shapely.Geometry, name: str, usual: shapely.Point) -> list[tuple[shapely.Point, int]]:
    """Return further points for the name of an area with the zoom from which it fits there, the roomiest first."""
    near = shapely.clip_by_rect(area, _WEST, _SOUTH, _EAST, _NORTH)
    near = shapely.make_valid(shapely.simplify(near, _SIMPLER_DEG))
    if near.is_empty:
        return []
    west, south, east, north = near.bounds
    across, along = _GRID_DEG
    x, y = np.meshgrid(np.arange(west + across / 2, east, across), np.arange(south + along / 2, north, along))
    points = np.round(np.column_stack([x.ravel(), y.ravel()]), 2)
    shapely.prepare(near)
    points = points[shapely.contains_xy(near, points[:, 0], points[:, 1])]
    zooms = _first_zooms(near, points, len(name) * _LETTER_PX / 2)
    points, zooms = points[zooms > 0], zooms[zooms > 0]
    chosen = _spread(points, shapely.get_coordinates(usual))
    order = chosen[np.argsort(zooms[chosen], kind="stable")]
    return [(shapely.Point(*points[i]), int(zooms[i])) for i in order]


def _first_zooms(area: shapely.Geometry, points: NDArray[np.float64], half_px: float) -> NDArray[np.int64]:
    """Return the first zoom at which a name centred on each point lies on the area, 0 where there is none."""
    found = np.zeros(len(points), dtype=np.int64)
    for zoom in reversed(_ZOOMS):
        px_per_deg = _TILE_PX * 2**zoom / 360
        dx = half_px / px_per_deg
        dy = _LINE_PX / 2 / px_per_deg * np.cos(np.radians(points[:, 1]))
        boxes = shapely.box(points[:, 0] - dx, points[:, 1] - dy, points[:, 0] + dx, points[:, 1] + dy)
        found[shapely.covers(area, boxes)] = zoom
    return found


def _spread(points: NDArray[np.float64], usual: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return which points to take so that they lie as far from each other, and from the usual one, as can be."""
    if not len(points):
        return np.zeros(0, dtype=np.int64)
    flat = np.array([math.cos(math.radians(float(points[:, 1].mean()))), 1.0])
    gaps = np.hypot(*((points - usual) * flat).T)
    chosen: list[int] = []
    while len(chosen) < min(_MOST, len(points)):
        at = int(np.argmax(gaps))
        chosen.append(at)
        gaps = np.minimum(gaps, np.hypot(*((points - points[at]) * flat).T))
    return np.array(chosen, dtype=np.int64)
