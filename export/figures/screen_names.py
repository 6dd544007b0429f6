"""Where names stand on the server's picture of the screen: as the live map places them (frontend/map/name_room.js).

One after the other at the first of its sides that has room, with its dot or not at all, and nearer to it than to any
other. What lies over the map is not known here, so a name or two may leave when the live map comes.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from export.figures.label_candidates import Box, Floats, LabelRequest, Placed, at_sides
from export.figures.projection import Rect
from layers.style.rows import NEARER_PX, SAME_PLACE_PX


def place(
    names: Sequence[LabelRequest], rect: Rect, symbols: Sequence[Box], dots: Floats, padding_px: float
) -> list[Placed]:
    """Return the names that find room, the first first, `padding_px` from all else.

    `symbols`: boxes of those that stand without a name; `dots`: the middles of those among them that have names.
    """
    placed: list[Placed] = []
    taken = np.array(symbols, dtype=float).reshape(-1, 4)
    boxes_of_names = np.zeros((0, 4))
    own_px, owners = np.zeros(0), np.zeros((0, 2))
    standing: set[tuple[str, str, str] | None] = set()
    for name in names:
        if name.of_several and name.of_several in standing:
            continue
        own = np.array([[name.x, name.y]])
        has_dot = bool(name.row.symbol)
        if name.row.named_only:
            half = name.clear_px
            dot = np.hstack([own - half, own + half])
            near = _distances_px(boxes_of_names, own)[:, 0] < own_px
            alone = not (near & (np.hypot(*(owners - own).T) > SAME_PLACE_PX)).any()
            if not (alone and _inside(dot, rect)[0] and _clear(dot, boxes_of_names, 0)[0]):
                continue
        boxes = at_sides(name, padding_px)
        free = _inside(boxes, rect) & _clear(boxes, taken, padding_px)
        if has_dot:
            px = _distances_px(boxes, own)[:, 0] + NEARER_PX
            others = dots[np.hypot(*(dots - own).T) > SAME_PLACE_PX]
            free &= (_distances_px(boxes, others) >= px[:, None]).all(axis=1)
        if not free.any():
            continue
        box = boxes[np.argmax(free)]
        left, top, right, bottom = map(float, box)
        placed.append(Placed(request=name, box=(left, top, right, bottom)))
        standing.add(name.of_several)
        taken = np.vstack([taken, box])
        if has_dot:
            boxes_of_names = np.vstack([boxes_of_names, box])
            own_px = np.append(own_px, px[np.argmax(free)])
            owners = np.vstack([owners, own])
        if name.row.named_only:
            taken, dots = np.vstack([taken, dot]), np.vstack([dots, own])
    return placed


def _inside(boxes: Floats, rect: Rect) -> NDArray[np.bool_]:
    left, top, right, bottom = boxes.T
    return np.asarray(
        (left >= rect.left) & (top >= rect.top) & (right <= rect.right) & (bottom <= rect.bottom)
    )


def _clear(boxes: Floats, taken: Floats, apart_px: float) -> NDArray[np.bool_]:
    """Return which boxes keep a distance from all that is taken."""
    a, b = boxes[:, None], taken[None]
    meet = (a[..., 0] < b[..., 2] + apart_px) & (b[..., 0] < a[..., 2] + apart_px)
    meet &= (a[..., 1] < b[..., 3] + apart_px) & (b[..., 1] < a[..., 3] + apart_px)
    return np.asarray(~meet.any(axis=1))


def _distances_px(boxes: Floats, points: Floats) -> Floats:
    """Return how far each point (column) is from each box (row), 0 within it."""
    left, top, right, bottom = boxes.T[:, :, None]
    x, y = points.T
    beside, above = np.maximum(left - x, x - right), np.maximum(top - y, y - bottom)
    return np.asarray(np.hypot(np.maximum(0, beside), np.maximum(0, above)))
