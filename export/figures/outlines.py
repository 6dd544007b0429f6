"""Outlines for Matplotlib: of lines and areas, and of the point symbols."""

from collections.abc import Sequence
from functools import cache, reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.style.symbols import rings

if TYPE_CHECKING:  # Matplotlib is slow to import
    from matplotlib.path import Path

Floats = NDArray[np.float64]


def wound(points: Floats, hole: bool) -> Floats:
    """Turn a closed ring so that outer rings and holes run opposite ways: Agg fills by winding number."""
    x, y = points[:, 0] - points[0, 0], points[:, 1] - points[0, 1]
    left_turning = np.dot(x[:-1], y[1:]) > np.dot(x[1:], y[:-1])
    return points if left_turning != hole else points[::-1]


def path_of(lines: Sequence[Floats], closed: Sequence[bool]) -> "Path":
    """Return lines and closed rings as one path."""
    from matplotlib.path import Path

    if not lines:
        return Path(np.zeros((0, 2)))
    codes = []
    for points, ring in zip(lines, closed, strict=True):
        code = np.full(len(points), Path.LINETO, dtype=Path.code_type)
        code[0] = Path.MOVETO
        if ring:
            code[-1] = Path.CLOSEPOLY
        codes.append(code)
    path = Path(np.concatenate(lines), np.concatenate(codes))
    path.should_simplify = False
    return path


def path_of_geometry(geometry: Any) -> "Path":
    """Return a geometry's rings and lines as one path that fills right; points and nothing give an empty one."""
    lines: list[Floats] = []
    closed: list[bool] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            for i, ring in enumerate(shapely.get_rings(part)):
                lines.append(wound(shapely.get_coordinates(ring), hole=i > 0))
                closed.append(True)
        elif part.geom_type in ("LineString", "LinearRing"):
            lines.append(shapely.get_coordinates(part))
            closed.append(False)
        elif part.geom_type not in ("Point", "MultiPoint"):
            inner = path_of_geometry(part)
            if np.shape(inner.vertices)[0]:
                lines.append(np.asarray(inner.vertices))
                closed.append(False)
    return path_of(lines, closed)


@cache
def symbol_paths(symbol: str) -> tuple["Path", "Path"]:
    """Return a symbol's outlines, and what they fill by the even-odd rule; 0–1 from the top left.

    Raises
    ------
    ValueError
        If there is no symbol of that name.

    """
    outlines: list[Any] = [shapely.Polygon(ring) for ring in rings(symbol)]
    inside = reduce(shapely.symmetric_difference, outlines)
    closed = [np.array([*ring, ring[0]]) for ring in rings(symbol)]
    parts = [(np.array(ring.coords), i > 0)
             for part in shapely.get_parts(inside)
             for i, ring in enumerate(shapely.get_rings(part))]  # fmt: skip
    return (
        path_of([wound(ring, hole=False) for ring in closed], [True] * len(closed)),
        path_of([wound(ring, hole) for ring, hole in parts], [True] * len(parts)),
    )
