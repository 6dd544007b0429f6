"""The fill patterns, as strokes and dots in a square tile: one drawing for sprite, picture and print.

A tile repeats without a seam. ``x, y`` are px from its top left; a stroke runs on beyond the tile.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.style.rows import StyleRow

TILE_PX = 8
STROKE_PX = 0.9
DOT_RADIUS_PX = 0.85

Point = tuple[float, float]

#: Straight lines of a pattern, each by two of its points.
STROKES: Mapping[str, tuple[tuple[Point, Point], ...]] = MappingProxyType(
    {
        "horizontal": (((0, 4), (8, 4)),),
        "vertical": (((4, 0), (4, 8)),),
        "diagonal": (((0, 8), (8, 0)),),
        "falling": (((0, 0), (8, 8)),),
        "cross": (((0, 8), (8, 0)), ((0, 0), (8, 8))),
    }
)
#: Dots of a pattern, by their middles.
DOTS: Mapping[str, tuple[Point, ...]] = MappingProxyType({"dots": ((2, 2), (6, 6))})

_OVERSAMPLE = 8


def ink(row: StyleRow) -> str:
    """Return the palette token a row's pattern is drawn in: its fill, or on a pale fill its outline."""
    return row.stroke if row.fill_opacity > 0.5 and row.stroke else row.fill


def stretched(pixel_px: float) -> tuple[float, float, float, float]:
    """Return how strokes and dots look where a tile of such pixels is stretched over the map, as the live one is.

    Each is as wide as what MapLibre blends between the tile's pixels (a box of that variance), and fainter by as much,
    so that the ink is the same. Without pixels, as on paper, they are what they are.

    Returns
    -------
    Width of a stroke in px and its share of the ink's opacity, radius of a dot in px and its share.

    """
    stroke = float(np.hypot(STROKE_PX, np.sqrt(3) * pixel_px))
    dot = float(np.hypot(DOT_RADIUS_PX, pixel_px))
    return stroke, STROKE_PX / stroke, dot, (DOT_RADIUS_PX / dot) ** 2


@lru_cache(maxsize=16)
def tile(pattern: str, ratio: int) -> NDArray[np.uint8]:
    """Return how much of each pixel of a tile has ink, 0–255, at a device pixel ratio; shared, so not writable.

    How opaque the ink is, the style row says (`pattern_opacity`).

    Raises
    ------
    ValueError
        If there is no pattern of that name.

    """
    if pattern not in STROKES and pattern not in DOTS:
        raise ValueError(f"There is no pattern “{pattern}”; there are {', '.join((*STROKES, *DOTS))}.")
    samples = TILE_PX * ratio * _OVERSAMPLE
    middle = (np.arange(samples) + 0.5) / (ratio * _OVERSAMPLE)
    x, y = np.meshgrid(middle, middle)
    inked = np.zeros((samples, samples), dtype=bool)
    for dx in (-TILE_PX, 0, TILE_PX):  # what the neighbours' ink reaches over the edge
        for dy in (-TILE_PX, 0, TILE_PX):
            for (x1, y1), (x2, y2) in STROKES.get(pattern, ()):
                across = (x - x1 - dx) * (y2 - y1) - (y - y1 - dy) * (x2 - x1)
                inked |= np.abs(across) <= np.hypot(x2 - x1, y2 - y1) * STROKE_PX / 2
            for x1, y1 in DOTS.get(pattern, ()):
                inked |= np.hypot(x - x1 - dx, y - y1 - dy) <= DOT_RADIUS_PX
    side = TILE_PX * ratio
    covered = inked.reshape(side, _OVERSAMPLE, side, _OVERSAMPLE).mean(axis=(1, 3))
    alpha = np.round(covered * 255).astype(np.uint8)
    alpha.setflags(write=False)
    return alpha


def hatch(area: Any, pattern: str) -> Any:
    """Return the strokes of a pattern over an area, in px; nothing where it has none."""
    lines = []
    left, top, right, bottom = shapely.bounds(area)
    for (x1, y1), (x2, y2) in STROKES.get(pattern, ()):
        along = np.array([x2 - x1, y2 - y1]) / np.hypot(x2 - x1, y2 - y1)
        across = np.array([along[1], -along[0]])
        step = TILE_PX * max(abs(across))
        corners = np.array([(x, y) for x in (left, right) for y in (top, bottom)])
        first = float(across @ (x1, y1))
        low, high = (corners @ across).min(), (corners @ across).max()
        start, end = (corners @ along).min(), (corners @ along).max()
        offsets = first + step * np.arange(np.ceil((low - first) / step), np.floor((high - first) / step) + 1)
        lines += [(along * start + across * c, along * end + across * c) for c in offsets]
    return shapely.intersection(shapely.multilinestrings(lines), area) if lines else shapely.MultiLineString()


def stipple(area: Any, pattern: str) -> NDArray[np.float64]:
    """Return the dots of a pattern over an area, in px; none where it has none."""
    found = [np.zeros((0, 2))]
    left, top, right, bottom = shapely.bounds(area)
    side = TILE_PX
    for x0, y0 in DOTS.get(pattern, ()):
        x = np.arange(np.floor(left / side) * side + x0, right, side)
        y = np.arange(np.floor(top / side) * side + y0, bottom, side)
        grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        found.append(grid[shapely.contains_xy(area, grid)])
    return np.vstack(found)
