"""Where names stand on a printed map: none over another, none cut off, none that names the wrong place.

A name that finds no such place is left out. Places round a symbol and what is free of other names are textalloc's;
which names there are, how important each is and what they must keep clear of comes from the style table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from export.figures.projection import Rect
from export.typography import typeface
from layers.style.rows import TEXT_PADDING_PX, StyleRow, text_anchors, text_distance_em

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Box = tuple[float, float, float, float]  # left, top, right, bottom, in px

LINE_HEIGHT_EM = 1.12
_ASCENT_EM, _DESCENT_EM = 0.74, 0.22
_APART_PX = TEXT_PADDING_PX / 2
#: How far a name must be from its own symbol's box to count as clear of it.
CLEARANCE_PX = _APART_PX + 0.1
#: A name is tried again so much further from its symbol; only an important one further than the second.
_FURTHER_PX = (0.0, 4.0, 8.0, 12.0)
_IMPORTANT = 10  # text_priority
#: Another dot is at least so many times as far from a name as its own, and so much more.
_FOREIGN_TIMES, _FOREIGN_PX = 1.4, 2.0
#: A dot of another layer nearer than this to a name seems to be a part of it, whatever else is about.
_TOUCH_PX = 8.0
#: A dot of another layer this near, in radii of a name's own symbol, stands at the same place.
_SAME_PLACE_TIMES = 2.0
_CANDIDATES = 12  # those that touch the symbol; textalloc's further ones would part a name from its place
#: Where else beside a symbol: so much of its length along it, so much of its height up or down.
_ALONG, _UP_OR_DOWN = (-0.45, 0.45), (-0.25, 0.25, -0.8, 0.8)
#: Where a name without a symbol may stand, in units of its width and height from its place.
_SHIFTS = ((0.0, 0.0), (0.0, -0.6), (0.0, 0.6), (-0.2, 0.0), (0.2, 0.0), (-0.2, -0.6), (0.2, 0.6))
#: How much of a name is on the area that it names: nearly all, or at least most.
_NEARLY_ALL, _MOST = 0.95, 0.8
_MOST_PLACES = 400  # at which a name is tried within its area
_BESIDE_PX = 4.0
_NEARER_EM = 7 / 24  # the live map has a name above or below its symbol so much nearer than one beside it
_NOWHERE = shapely.Point()


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A name that would like to stand at (or round) a place on the page.

    `clear_px` is the radius of its symbol, `area` what it names, in px, if that is known, and `short` what is written
    where the whole name finds no room. It crosses none of the `barriers`, nor is it beyond one as seen from its symbol.
    `on_screen`: it stands where the live map would write it.
    """

    row: StyleRow
    text: str
    x: float
    y: float
    px: float
    clear_px: float = 0.0
    area: shapely.Geometry | None = None
    short: str = ""
    barriers: shapely.Geometry = _NOWHERE
    on_screen: bool = False

    @property
    def weight(self) -> typeface.Weight:
        """The weight it is set in."""
        return typeface.fitting(self.text, self.row.text_weight)

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines."""
        return _lines(self.text, self.weight, self.row.form != "point")

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of its block."""
        widest = max(typeface.width_em(line, self.weight) for line in self.lines)
        height = _ASCENT_EM + _DESCENT_EM + (len(self.lines) - 1) * LINE_HEIGHT_EM
        return widest * self.px, height * self.px


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A name with the box it stands in."""

    wanted: Wanted
    box: Box

    def set_lines(self) -> list[tuple[float, float, str, float, typeface.Weight]]:
        """Return its lines as (left, baseline, text, size in px, weight), each centred in the box."""
        left, top, right, _ = self.box
        want = self.wanted
        rows = []
        for i, line in enumerate(want.lines):
            width = typeface.width_em(line, want.weight) * want.px
            baseline = top + (_ASCENT_EM + i * LINE_HEIGHT_EM) * want.px
            rows.append(((left + right - width) / 2, baseline, line, want.px, want.weight))
        return rows


def _lines(text: str, weight: typeface.Weight, may_break: bool) -> tuple[str, ...]:
    """Break a long name of an area into lines of about equal length."""
    words = text.split()
    if not may_break or len(words) < 2 or typeface.width_em(text, weight) < 5.5:
        return (text,)
    halves = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return min(halves, key=lambda pair: max(typeface.width_em(half, weight) for half in pair))


def place(
    names: Sequence[Wanted],
    rect: Rect,
    obstacles: Sequence[Box],
    *,
    dots: Mapping[str, Floats] = MappingProxyType({}),
) -> list[Placed]:
    """Return the names that find room within a rectangle, clear of `obstacles` and each other, the first first.

    A name with a symbol stands beside it, nearer to it than to any other of the `dots` of its layer, and clear of
    those of others. One of an area stands in it, or where its row allows it beside it; one of a place that is neither
    stands on it, or so near that it still names it.
    """
    placed: list[Placed] = []
    for name in names:  # barriers and areas are met again and again
        shapely.prepare([name.barriers, name.area])
    blocked = np.array(obstacles, dtype=float).reshape(-1, 4)
    others = _areas_of_rows(names)
    for name in names:
        tries = [name, replace(name, short="", text=name.short)] if name.short else [name]
        for want in tries:
            if box := _room(want, rect, blocked, dots, others):
                placed.append(Placed(wanted=want, box=box))
                if not (want.on_screen and want.row.text_yields):
                    blocked = np.vstack([blocked, box])
                break
    return placed


def _areas_of_rows(names: Sequence[Wanted]) -> dict[tuple[str, str], shapely.Geometry]:
    """Return all the areas that names of a row name: none may stand beside its own but on another."""
    found: dict[tuple[str, str], list[shapely.Geometry]] = {}
    for name in names:
        if name.area is not None and name.row.text_beside:
            found.setdefault((name.row.layer, name.row.kind), []).append(name.area)
    return {key: shapely.union_all(areas) for key, areas in found.items()}


def _room(
    name: Wanted,
    rect: Rect,
    blocked: Floats,
    dots: Mapping[str, Floats],
    others: Mapping[tuple[str, str], shapely.Geometry],
) -> Box | None:
    """Return the first box that a name may have, if any."""
    if name.on_screen:
        boxes = _free(_at_sides(name), rect, blocked, 2 * TEXT_PADDING_PX)
        return next((_box(box) for box in boxes), None)
    if name.clear_px:
        boxes = _free(_round_symbol(name), rect, blocked)
        boxes = boxes[~_parted(name, boxes)]
        boxes = boxes[_is_own(name, boxes, dots.get(name.row.layer))]
        clear = boxes[_is_alone(name, boxes, dots, wide=False)]
        best = clear[_is_alone(name, clear, dots, wide=True)]
        return next((_box(box) for box in (*best[:1], *clear[:1])), None)
    if name.area is None:
        boxes = _free(_upon(name), rect, blocked)
        return next((_box(box) for box in boxes[~_crossed(name, boxes)]), None)
    boxes = _free(_in_area(name, name.area), rect, blocked)
    boxes = boxes[~_crossed(name, boxes)]
    second = None
    for box, within in zip(boxes, shapely.covers(name.area, _blocks(boxes)), strict=True):
        share = 1.0 if within else _share(box, name.area)
        if share >= _NEARLY_ALL:
            return _box(box)
        if second is None and share >= _MOST:
            second = _box(box)
    if second is None and name.row.text_beside:
        boxes = _free(_beside_area(name, name.area), rect, blocked)
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


def _free(boxes: Floats, rect: Rect, blocked: Floats, apart_px: float = _APART_PX) -> Floats:
    """Return those of the boxes that are within the rectangle and touch none of the blocked ones."""
    from textalloc.overlap_functions import inside_plot, non_overlapping_with_boxes

    free = inside_plot(rect.left, rect.top, rect.right, rect.bottom, boxes)
    if len(blocked):
        free &= non_overlapping_with_boxes(blocked, boxes, apart_px, apart_px)
    return np.asarray(boxes[free], dtype=float)


def _at_sides(name: Wanted) -> Floats:
    """Return the places at which the live map tries a name: on the sides of its symbol, or on its place."""
    width, height = name.size
    away = text_distance_em(name.row) * name.px + TEXT_PADDING_PX
    nearer = away - _NEARER_EM * name.px
    corners = {
        "left": (away, -height / 2),
        "right": (-away - width, -height / 2),
        "top": (-width / 2, nearer),
        "bottom": (-width / 2, -nearer - height),
        "center": (-width / 2, -height / 2),
    }
    sides = (corners[side] for side in text_anchors(name.row))
    return _sized([(name.x + dx, name.y + dy) for dx, dy in sides], name)


def _round_symbol(name: Wanted) -> Floats:
    """Return the places beside a symbol: at its corners and sides, then between those, then further off."""
    from textalloc.candidates import generate_candidates

    around: Any = generate_candidates  # its annotations leave out the None that it takes
    width, height = name.size
    boxes = []
    for more in _FURTHER_PX if name.row.text_priority <= _IMPORTANT else _FURTHER_PX[:2]:
        gap = name.clear_px + more
        found = around(width, height, name.x, -name.y, 0, 0, 0, 0, _CANDIDATES, gap, None)
        boxes.append(found[:, (0, 3, 2, 1)] * (1, -1, 1, -1))  # its y goes up
        beside = [
            (x, name.y + (up - 0.5) * height)
            for x in (name.x + gap, name.x - gap - width)
            for up in _UP_OR_DOWN
        ]
        along = [
            (name.x + (part - 0.5) * width, y)
            for y in (name.y - gap - height, name.y + gap)
            for part in _ALONG
        ]
        boxes.append(_sized([*beside, *along], name))
    return np.asarray(np.vstack(boxes), dtype=float)


def _sized(corners: Sequence[tuple[float, float]], name: Wanted) -> Floats:
    corner = np.array(corners, dtype=float).reshape(-1, 2)
    return np.hstack([corner, corner + name.size])


def _is_own(name: Wanted, boxes: Floats, dots: Floats | None) -> Mask:
    """Return which boxes would be read with the name's own dot and no other of its layer."""
    if dots is None:
        return np.ones(len(boxes), dtype=bool)
    foreign = dots[np.hypot(dots[:, 0] - name.x, dots[:, 1] - name.y) > 0.5]
    return np.asarray((_distances_px(boxes, foreign) >= _least_px(name, boxes)).all(axis=1))


def _least_px(name: Wanted, boxes: Floats) -> Floats:
    """Return how far a dot must be from each box not to be taken for its own, as a column."""
    own_px = _distances_px(boxes, np.array([[name.x, name.y]]))
    return np.asarray(own_px * _FOREIGN_TIMES + _FOREIGN_PX)


def _is_alone(name: Wanted, boxes: Floats, dots: Mapping[str, Floats], *, wide: bool) -> Mask:
    """Return which boxes are clear of other layers' dots: `wide`, so that they are never read with one of those.

    Those at its own dot do not count: a town and its port are one place.
    """
    others = [points for layer, points in dots.items() if layer != name.row.layer]
    if not others:
        return np.ones(len(boxes), dtype=bool)
    points = np.vstack(others)
    elsewhere = points[np.hypot(*(points - (name.x, name.y)).T) > _SAME_PLACE_TIMES * name.clear_px]
    least_px = _least_px(name, boxes) if wide else _TOUCH_PX
    return np.asarray((_distances_px(boxes, elsewhere) >= least_px).all(axis=1))


def _distances_px(boxes: Floats, points: Floats) -> Floats:
    """Return how far each point (column) is from each box (row), 0 within it."""
    left, top, right, bottom = boxes.T[:, :, None]
    x, y = points.T
    return np.hypot(
        np.maximum(0, np.maximum(left - x, x - right)), np.maximum(0, np.maximum(top - y, y - bottom))
    )


def _crossed(name: Wanted, boxes: Floats) -> Mask:
    """Return through which boxes a barrier runs."""
    return np.asarray(shapely.intersects(_blocks(boxes), name.barriers), dtype=bool)


def _parted(name: Wanted, boxes: Floats) -> Mask:
    """Return which boxes a barrier runs through, or parts from the symbol that they name."""
    here = np.array([name.x, name.y])
    near = np.clip(here, boxes[:, :2], boxes[:, 2:])
    ways = shapely.linestrings(np.stack([np.broadcast_to(here, near.shape), near], axis=1))
    return _crossed(name, boxes) | np.asarray(shapely.intersects(ways, name.barriers), dtype=bool)


def _upon(name: Wanted) -> Floats:
    width, height = name.size
    return _sized([(name.x + (dx - 0.5) * width, name.y + (dy - 0.5) * height) for dx, dy in _SHIFTS], name)


def _in_area(name: Wanted, area: shapely.Geometry) -> Floats:
    """Return places all over an area, those near the name's own first."""
    width, height = name.size
    west, north, east, south = shapely.bounds(area)
    step = max(height / 2, float(np.sqrt((east - west) * (south - north) / _MOST_PLACES)))
    x, y = np.meshgrid(np.arange(west, east, step), np.arange(north, south, step))
    places = np.vstack([[(name.x, name.y)], np.column_stack([x.ravel(), y.ravel()])])
    places = places[np.argsort(np.hypot(*(places - (name.x, name.y)).T), kind="stable")]
    places = places[shapely.contains_xy(area, places)]
    return _sized([(px - width / 2, py - height / 2) for px, py in places], name)


def _beside_area(name: Wanted, area: shapely.Geometry) -> Floats:
    """Return places beside an area: right, left, below, above."""
    width, height = name.size
    west, north, east, south = shapely.bounds(area)
    x, y = (west + east - width) / 2, (north + south - height) / 2
    return _sized(
        [(east + _BESIDE_PX, y), (west - _BESIDE_PX - width, y), (x, south + _BESIDE_PX),
         (x, north - _BESIDE_PX - height)],
        name,
    )  # fmt: skip
