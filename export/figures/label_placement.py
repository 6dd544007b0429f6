"""Where names stand on a map: none over another, none cut off, none that names the wrong place.

A name that finds no such place is left out. What is free of other names is textalloc's to say; which names there are,
how important each is and what they must keep clear of comes from the style table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType

import numpy as np
import shapely
from numpy.typing import NDArray

from export.figures.label_candidates import (
    APART_PX,
    CLEARANCE_PX,
    Box,
    Floats,
    LabelRequest,
    Placed,
    beside_area,
    in_area,
    round_symbol,
    upon,
)
from export.figures.projection import Rect

Mask = NDArray[np.bool_]

#: Another dot is at least so many times as far from a name as its own, and so much more.
_FOREIGN_TIMES, _FOREIGN_PX = 1.4, 2.0
#: The same for the first names where they find no room else; with the last even across a line.
_TIGHT_TIMES = (1.4, 1.15)
#: They may be so much smaller there.
_SMALLER = 0.82
#: In so many orders names are placed until all the first ones are there: those that were left out come before the rest.
_ORDERS = 4
#: A dot of another layer nearer than this to a name seems to be a part of it, whatever else is about.
_TOUCH_PX = 8.0
#: A dot of another layer this near, in radii of a name's own symbol, stands at the same place.
_SAME_PLACE_TIMES = 2.0
#: A name that would take the room of so many others of its row waits for those.
_MANY = 3
#: How much of a name is on the area that it names: nearly all, or at least most.
_NEARLY_ALL, _MOSTLY = 0.95, 0.8


def place(
    names: Sequence[LabelRequest],
    rect: Rect,
    obstacles: Sequence[Box],
    *,
    dots: Mapping[str, Floats] = MappingProxyType({}),
    yielding: Sequence[Box] = (),
) -> list[Placed]:
    """Return the names that find room within a rectangle, clear of `obstacles` and each other, the first first.

    A name with a symbol stands beside it, nearer to it than to any other of the `dots` of its layer, and clear of
    those of others; what is `yielding` gives way to the first names alone. A place that is there with its name alone
    (`named_only`) brings its dot, where no name that is there already would be read with it; a name leaves room for
    those after it if it can. A name of an area stands in it, or where its row allows it beside it; one of a place that
    is neither stands on it, or so near that it still names it.
    """
    for name in names:  # barriers and areas are met again and again
        shapely.prepare([name.barriers, name.area])
    best: list[Placed] | None = None
    fewest, order = len(names), list(names)
    for _ in range(_ORDERS):
        placed = _in_order(order, rect, obstacles, dots, yielding)
        there = {(one.request.x, one.request.y) for one in placed if one.request.first}
        lost = [
            name for name in order if name.first and _is_inside(name, rect) and (name.x, name.y) not in there
        ]
        if best is None or len(lost) < fewest:
            best, fewest = placed, len(lost)
        if not lost:
            break
        order = [*lost, *(name for name in order if not any(name is one for one in lost))]
    return best or []


def _is_inside(name: LabelRequest, rect: Rect) -> bool:
    return rect.left < name.x < rect.right and rect.top < name.y < rect.bottom


def _in_order(
    names: Sequence[LabelRequest],
    rect: Rect,
    obstacles: Sequence[Box],
    dots: Mapping[str, Floats],
    yielding: Sequence[Box],
) -> list[Placed]:
    """Return the names that find room as `place` does, in this order."""
    others = _areas_of_rows(names)
    placed: list[Placed] = []
    blocked = np.array(obstacles, dtype=float).reshape(-1, 4)
    loose = np.array(yielding, dtype=float).reshape(-1, 4)
    standing: set[tuple[str, str, str] | None] = set()
    there, awaited = dict(dots), {id(name): name for name in names if name.row.named_only}

    def found(name: LabelRequest, *, kept: Sequence[LabelRequest], tight: float = 0) -> Placed | None:
        """Return where a name finds room with the dots of those `kept` free; if `tight`, over what yields."""
        taken = np.vstack([blocked, *([] if tight else [loose]), *filter(None, map(_dot, kept))])
        box = _room(name, rect, taken, _with(there, kept), others, tight)
        return Placed(request=name, box=box) if box else None

    for _, row in groupby(names, key=lambda name: (name.row.layer, name.row.kind)):
        queue = [(name, True) for name in row]
        for name, may_wait in queue:  # those that wait join its end
            awaited.pop(id(name), None)
            if (name.of_several and name.of_several in standing) or not _is_nobodys(name, placed):
                continue
            peers = [each for each, _ in queue if id(each) in awaited]
            best = found(name, kept=list(awaited.values())) or found(name, kept=peers)
            if name.first and not best:
                first = [each for each in awaited.values() if each.first]
                smaller = replace(name, px=_SMALLER * name.px)
                ways = [(name, 0.0), *((one, times) for times in _TIGHT_TIMES for one in (name, smaller))]
                best = next(filter(None, (found(one, kept=first, tight=times) for one, times in ways)), None)
            one = best or found(name, kept=[])
            if not one:
                continue
            if may_wait and not best and sum(not _is_nobodys(each, [one]) for each in peers) >= _MANY:
                queue.append((name, False))
                continue
            placed.append(one)
            standing.add(name.of_several)
            blocked = np.vstack([blocked, one.box, *filter(None, [_dot(name)])])
            there = _with(there, [name] if name.row.named_only else [])
    return placed


def _with(dots: Mapping[str, Floats], names: Sequence[LabelRequest]) -> dict[str, Floats]:
    """Return the dots of layers, and those of names beside them."""
    found = dict(dots)
    for layer in {name.row.layer for name in names}:
        more = [(name.x, name.y) for name in names if name.row.layer == layer]
        found[layer] = np.vstack([found.get(layer, np.zeros((0, 2))), more])
    return found


def _dot(name: LabelRequest) -> Box | None:
    """Return the box of a symbol that is there with its name alone."""
    if not name.row.named_only:
        return None
    half = name.clear_px - CLEARANCE_PX
    return name.x - half, name.y - half, name.x + half, name.y + half


def _is_nobodys(name: LabelRequest, placed: Sequence[Placed]) -> bool:
    """Whether the dot that comes with a name is read with no name that is there already, nor under one."""
    dot = _dot(name)
    if not dot or not placed:
        return True
    boxes = np.array([one.box for one in placed])
    left, top, right, bottom = dot
    if ((left < boxes[:, 2]) & (right > boxes[:, 0]) & (top < boxes[:, 3]) & (bottom > boxes[:, 1])).any():
        return False
    x, y, clear_px = np.array([(one.request.x, one.request.y, one.request.clear_px) for one in placed]).T
    elsewhere = np.hypot(x - name.x, y - name.y) > _SAME_PLACE_TIMES * clear_px
    own_px = _away_px(boxes, np.column_stack([x, y]))
    of_layer = np.array([one.request.row.layer == name.row.layer for one in placed])
    least_px = np.where(of_layer, own_px * _FOREIGN_TIMES + _FOREIGN_PX, _TOUCH_PX)
    near = _away_px(boxes, np.array([name.x, name.y])) < least_px
    return not (near & elsewhere & (clear_px > 0)).any()


def _areas_of_rows(names: Sequence[LabelRequest]) -> dict[tuple[str, str], shapely.Geometry]:
    """Return all the areas that names of a row name: none may stand beside its own but on another."""
    found: dict[tuple[str, str], list[shapely.Geometry]] = {}
    for name in names:
        if name.area is not None and name.row.text_beside:
            found.setdefault((name.row.layer, name.row.kind), []).append(name.area)
    return {key: shapely.union_all(areas) for key, areas in found.items()}


def _room(
    name: LabelRequest,
    rect: Rect,
    blocked: Floats,
    dots: Mapping[str, Floats],
    others: Mapping[tuple[str, str], shapely.Geometry],
    tight: float = 0,
) -> Box | None:
    """Return the first box that a name may have, if any; `tight`: how many times as far other dots are at least."""
    if name.clear_px:
        boxes = _free(round_symbol(name), rect, blocked)
        own_side = boxes[~_parted(name, boxes)]
        across = name.spoken or tight == _TIGHT_TIMES[-1]
        boxes = boxes if across and not len(own_side) else own_side
        boxes = boxes[_is_own(name, boxes, dots.get(name.row.layer), tight)]
        clear = boxes[_is_alone(name, boxes, dots, wide=False)]
        best = clear[_is_alone(name, clear, dots, wide=True)]
        return next((_box(box) for box in (*best[:1], *clear[:1])), None)
    if name.area is None:
        boxes = _free(upon(name), rect, blocked)
        return next((_box(box) for box in boxes[~_crossed(name, boxes)]), None)
    boxes = _free(in_area(name, name.area), rect, blocked)
    boxes = boxes[~_crossed(name, boxes)]
    second = None
    for box, within in zip(boxes, shapely.covers(name.area, _blocks(boxes)), strict=True):
        share = 1.0 if within else _share(box, name.area)
        if share >= _NEARLY_ALL:
            return _box(box)
        if second is None and share >= _MOSTLY:
            second = _box(box)
    if second is None and name.spoken:  # rather over the border than not at all
        boxes = _free(upon(name), rect, blocked)
        return next((_box(box) for box in boxes[~_crossed(name, boxes)]), None)
    if second is None and name.row.text_beside:
        boxes = _free(beside_area(name, name.area), rect, blocked)
        taken = others[(name.row.layer, name.row.kind)]
        away = ~_crossed(name, boxes) & ~shapely.intersects(_blocks(boxes), taken)
        return next((_box(box) for box in boxes[away]), None)
    return second


def _blocks(boxes: Floats) -> NDArray[np.object_]:
    """Return boxes as polygons."""
    return np.asarray(shapely.box(*boxes.reshape(-1, 4).T), dtype=object)


def _share(box: Floats, area: shapely.Geometry) -> float:
    """Return how much of a box is on an area."""
    block = shapely.box(*box)
    return float(shapely.intersection(block, area).area / block.area)


def _box(box: Floats) -> Box:
    left, top, right, bottom = map(float, box)
    return left, top, right, bottom


def _free(boxes: Floats, rect: Rect, blocked: Floats) -> Floats:
    """Return those of the boxes that are within the rectangle and touch none of the blocked ones."""
    from textalloc.overlap_functions import inside_plot, non_overlapping_with_boxes

    free = inside_plot(rect.left, rect.top, rect.right, rect.bottom, boxes)
    if len(blocked):
        free &= non_overlapping_with_boxes(blocked, boxes, APART_PX, APART_PX)
    return np.asarray(boxes[free], dtype=float)


def _is_own(name: LabelRequest, boxes: Floats, dots: Floats | None, tight: float) -> Mask:
    """Return which boxes would be read with the name's own dot and no other of its layer."""
    if dots is None:
        return np.ones(len(boxes), dtype=bool)
    foreign = dots[np.hypot(dots[:, 0] - name.x, dots[:, 1] - name.y) > 0.5]
    return np.asarray((_distances_px(boxes, foreign) >= _min_px(name, boxes, tight)).all(axis=1))


def _min_px(name: LabelRequest, boxes: Floats, tight: float = 0) -> Floats:
    """Return how far a dot must be from each box not to be taken for its own, as a column."""
    own_px = _distances_px(boxes, np.array([[name.x, name.y]]))
    return np.asarray(own_px * tight if tight else own_px * _FOREIGN_TIMES + _FOREIGN_PX)


def _is_alone(name: LabelRequest, boxes: Floats, dots: Mapping[str, Floats], *, wide: bool) -> Mask:
    """Return which boxes are clear of other layers' dots: `wide`, so that they are never read with one of those.

    Those at its own dot do not count: a town and its port are one place.
    """
    others = [points for layer, points in dots.items() if layer != name.row.layer]
    if not others:
        return np.ones(len(boxes), dtype=bool)
    points = np.vstack(others)
    elsewhere = points[np.hypot(*(points - (name.x, name.y)).T) > _SAME_PLACE_TIMES * name.clear_px]
    min_px = _min_px(name, boxes) if wide else _TOUCH_PX
    return np.asarray((_distances_px(boxes, elsewhere) >= min_px).all(axis=1))


def _distances_px(boxes: Floats, points: Floats) -> Floats:
    """Return how far each point (column) is from each box (row), 0 within it."""
    return _away_px(boxes[:, None], points)


def _away_px(boxes: Floats, points: Floats) -> Floats:
    """Return how far points are from boxes, 0 within one."""
    left, top, right, bottom = np.moveaxis(boxes, -1, 0)
    x, y = np.moveaxis(points, -1, 0)
    return np.hypot(
        np.maximum(0, np.maximum(left - x, x - right)), np.maximum(0, np.maximum(top - y, y - bottom))
    )


def _crossed(name: LabelRequest, boxes: Floats) -> Mask:
    """Return through which boxes a barrier runs."""
    return np.asarray(shapely.intersects(_blocks(boxes), name.barriers), dtype=bool)


def _parted(name: LabelRequest, boxes: Floats) -> Mask:
    """Return which boxes a barrier runs through, or parts from the symbol that they name."""
    here = np.array([name.x, name.y])
    near = np.clip(here, boxes[:, :2], boxes[:, 2:])
    ways = shapely.linestrings(np.stack([np.broadcast_to(here, near.shape), near], axis=1))
    return _crossed(name, boxes) | np.asarray(shapely.intersects(ways, name.barriers), dtype=bool)
