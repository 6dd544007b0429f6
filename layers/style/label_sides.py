"""On which side of its dot a name goes first: away from the dots and names of places that matter as much.

A renderer that places one name after the other finds out too late that the first took the only room of the second.
So the sides of all are chosen together beforehand, for each of a few zooms, from nothing but the places.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: The side of a name that its dot is on, in MapLibre's words, the usual first: right, left, below, above, corners.
SIDES = (
    "left", "right", "top", "bottom", "bottom-left", "top-left", "bottom-right", "top-right",
)  # fmt: skip
#: A letter for each side, by which data name it.
SIDE_LETTERS = "lrtbucdv"
#: Zooms up to which each letter of a place's `label_sides` holds, and the zoom at which that one is chosen.
BANDS = ((4, 3.45), (5, 4.6), (6, 5.5), (99, 6.8))
_TILE_PX = 512
#: A name's usual size in px: of a letter, of its line; what it is away from its dot, and must be from others.
_LETTER_PX, _LINE_PX, _AWAY_PX, _CLEAR_PX = 6.0, 13.0, 6.0, 11.0
#: What a side costs by itself, in px² of overlap: which are usual, and which only serve.
_COST = np.array([0.0, 6.0, 14.0, 14.0, 8.0, 10.0, 16.0, 18.0])
_ROUNDS = 6


def label_sides(lon_lat: Floats, names: Sequence[str], from_zoom: Sequence[float]) -> list[str]:
    """Return for each place, the most important first, one letter of `SIDE_LETTERS` for each of the `BANDS`.

    `from_zoom`: the zoom from which each is on the map.
    """
    since = np.asarray(from_zoom, dtype=float)
    letters = np.full((len(names), len(BANDS)), SIDE_LETTERS[0])
    for band, (_, zoom) in enumerate(BANDS):
        there = np.flatnonzero(since <= zoom)
        px = mercator_px(lon_lat[there], zoom)
        chosen = _choose(px, [names[int(i)] for i in there])
        letters[there, band] = [SIDE_LETTERS[side] for side in chosen]
    return ["".join(row) for row in letters.tolist()]


def side_at(letters: str, zoom: float) -> str:
    """Return the side of a place's `label_sides` at a zoom."""
    band = next(i for i, (until, _) in enumerate(BANDS) if zoom < until)
    return SIDES[SIDE_LETTERS.index(letters[band])] if letters else SIDES[0]


def mercator_px(lon_lat: Floats, zoom: float) -> Floats:
    """Return where places are on a Web Mercator map of the world at a zoom, x right and y down."""
    lon, lat = np.asarray(lon_lat, dtype=float).T
    y = 0.5 - np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)) / (2 * np.pi)
    return np.column_stack([lon / 360 + 0.5, y]) * _TILE_PX * 2**zoom


def _choose(px: Floats, names: Sequence[str]) -> NDArray[np.int_]:
    """Return the number of each place's side: the best for each, given those of the rest, until none changes."""
    width = np.array([len(name) * _LETTER_PX for name in names])
    boxes = _boxes(px, width)  # place, side, (left, top, right, bottom)
    near = [_near(px, i, width) for i in range(len(px))]
    chosen = np.zeros(len(px), dtype=int)
    for _ in range(_ROUNDS):
        before = chosen.copy()
        for i, others in enumerate(near):
            if not len(others):
                continue
            dots = np.hstack([px[others] - _CLEAR_PX, px[others] + _CLEAR_PX])
            weight = np.where(others < i, 1.5, 1.0)  # the more important one cannot give way
            on_dots = _overlap(boxes[i], dots) @ (weight * 3)
            on_names = _overlap(boxes[i], boxes[others, chosen[others]]) @ weight
            chosen[i] = int(np.argmin(_COST + on_dots + on_names))
        if (before == chosen).all():
            break
    return chosen


def _boxes(px: Floats, width: Floats) -> Floats:
    made = []
    for side in SIDES:
        right, down = ("left" in side) - ("right" in side), ("top" in side) - ("bottom" in side)
        x = px[:, 0] + right * _AWAY_PX + np.where(right > 0, 0, np.where(right < 0, -width, -width / 2))
        y = px[:, 1] + down * _AWAY_PX / (2 if right else 1) + (down - 1) * _LINE_PX / 2
        made.append(np.column_stack([x, y, x + width, y + _LINE_PX]))
    return np.stack(made, axis=1)


def _near(px: Floats, i: int, width: Floats) -> NDArray[np.int_]:
    away = np.abs(px - px[i])
    reach = width + width[i] + 2 * _CLEAR_PX
    found = np.flatnonzero((away[:, 0] < reach) & (away[:, 1] < 4 * _LINE_PX))
    return found[found != i]


def _overlap(boxes: Floats, others: Floats) -> Floats:
    """Return by how many px² each box (row) lies on each other one (column)."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    size = np.clip(high - low, 0, None)
    return np.asarray(size[..., 0] * size[..., 1])
