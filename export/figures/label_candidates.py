"""The places at which a name may stand: round its symbol, on its place, in its area or beside it.

Places round a symbol are textalloc's; at which of them a name stands, `export.figures.label_placement` chooses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from export.typography import typeface
from layers.style.label_sides import SIDES
from layers.style.rows import TEXT_PADDING_PX, StyleRow, text_offsets

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]  # left, top, right, bottom, in px

LINE_HEIGHT_EM = 1.12
_ASCENT_EM, _DESCENT_EM = 0.74, 0.22
APART_PX = 1.5
#: How far a name must be from its own symbol's box to count as clear of it.
CLEARANCE_PX = APART_PX + 0.1
#: A name is tried again so much further from its symbol; only an important one further than the second.
_FURTHER_PX = (0.0, 4.0, 8.0, 12.0)
_IMPORTANT = 10  # text_priority
_CANDIDATES = 12  # those that touch the symbol; textalloc's further ones would part a name from its place
#: Where else beside a symbol: so much of its length along it, so much of its height up or down.
_ALONG, _UP_OR_DOWN = (-0.45, 0.45), (-0.25, 0.25, -0.8, 0.8)
_FINER = (-0.12, 0.12, -0.5, 0.5)  # the same for the first names
#: Where a name without a symbol may stand, in units of its width and height from its place.
_SHIFTS = ((0.0, 0.0), (0.0, -0.6), (0.0, 0.6), (-0.2, 0.0), (0.2, 0.0), (-0.2, -0.6), (0.2, 0.6))
_MAX_PLACES = 400  # at which a name is tried within its area
_BESIDE_PX = 4.0
_NEARER_EM = 7 / 24  # the live map has a name above or below its symbol so much nearer than one beside it
_NOWHERE = shapely.Point()


def padding_px(zoom: float) -> float:
    """Return how far the live map keeps names from all else at a zoom."""
    far_out, since, near = TEXT_PADDING_PX
    return near if zoom >= since else far_out


@dataclass(frozen=True, kw_only=True)
class LabelRequest:
    """A name that would like to stand at (or round) a place on the page.

    `clear_px` is the radius of its symbol, and `area` what it names, in px, if that is known. It crosses none of the
    `barriers`, nor is it beyond one as seen from its symbol. On a screen it is tried on the `first_side` first. One
    that is `spoken` of stands out; one of the `first` waits for no others.
    """

    row: StyleRow
    text: str
    x: float
    y: float
    px: float
    clear_px: float = 0.0
    area: shapely.Geometry | None = None
    barriers: shapely.Geometry = _NOWHERE
    first_side: str = SIDES[0]
    spoken: bool = False
    first: bool = False

    @property
    def of_several(self) -> tuple[str, str, str] | None:
        """What it names, where that may be named at one of several points: it is named once."""
        return (self.row.layer, self.row.kind, self.text) if self.row.several_spots else None

    @property
    def weight(self) -> typeface.Weight:
        """The weight it is set in."""
        strong = self.spoken and self.row.text_weight == "regular"
        return typeface.fitting(self.text, "bold" if strong else self.row.text_weight)

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

    request: LabelRequest
    box: Box

    def set_lines(self, down_em: float = 0) -> list[tuple[float, float, str, float, typeface.Weight]]:
        """Return its lines as (left, baseline, text, size in px, weight), each centred in the box, or so much below."""
        left, top, right, _ = self.box
        want = self.request
        rows = []
        for i, line in enumerate(want.lines):
            width = typeface.width_em(line, want.weight) * want.px
            baseline = top + (_ASCENT_EM + i * LINE_HEIGHT_EM + down_em) * want.px
            rows.append(((left + right - width) / 2, baseline, line, want.px, want.weight))
        return rows


def _lines(text: str, weight: typeface.Weight, may_break: bool) -> tuple[str, ...]:
    """Break a long name of an area into lines of about equal length."""
    words = text.split()
    if not may_break or len(words) < 2 or typeface.width_em(text, weight) < 5.5:
        return (text,)
    halves = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return min(halves, key=lambda pair: max(typeface.width_em(half, weight) for half in pair))


def at_sides(name: LabelRequest, padding_px: float) -> Floats:
    """Return the places at which the live map tries a name: on the sides of its symbol, or on its place."""
    width, height = name.size
    corners = []
    for side, right, down in text_offsets(name.row, name.first_side):
        x = right * name.px - width / 2 + (("left" in side) - ("right" in side)) * (width / 2 + padding_px)
        up_or_down = ("top" in side) - ("bottom" in side)
        y = (down - up_or_down * _NEARER_EM) * name.px - height / 2
        corners.append((name.x + x, name.y + y + up_or_down * (height / 2 + padding_px)))
    return _sized(corners, name)


def round_symbol(name: LabelRequest) -> Floats:
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
            for up in (*_UP_OR_DOWN, *(_FINER if name.first else ()))
        ]
        along = [
            (name.x + (part - 0.5) * width, y)
            for y in (name.y - gap - height, name.y + gap)
            for part in _ALONG
        ]
        boxes.append(_sized([*beside, *along], name))
    return np.asarray(np.vstack(boxes), dtype=float)


def _sized(corners: Sequence[tuple[float, float]], name: LabelRequest) -> Floats:
    corner = np.array(corners, dtype=float).reshape(-1, 2)
    return np.hstack([corner, corner + name.size])


def upon(name: LabelRequest) -> Floats:
    """Return places on a name's own place, or so near that it still names it."""
    width, height = name.size
    return _sized([(name.x + (dx - 0.5) * width, name.y + (dy - 0.5) * height) for dx, dy in _SHIFTS], name)


def in_area(name: LabelRequest, area: shapely.Geometry) -> Floats:
    """Return places all over an area, those near the name's own first."""
    width, height = name.size
    west, north, east, south = shapely.bounds(area)
    step = max(height / 2, float(np.sqrt((east - west) * (south - north) / _MAX_PLACES)))
    x, y = np.meshgrid(np.arange(west, east, step), np.arange(north, south, step))
    places = np.vstack([[(name.x, name.y)], np.column_stack([x.ravel(), y.ravel()])])
    places = places[np.argsort(np.hypot(*(places - (name.x, name.y)).T), kind="stable")]
    places = places[shapely.contains_xy(area, places)]
    return _sized([(px - width / 2, py - height / 2) for px, py in places], name)


def beside_area(name: LabelRequest, area: shapely.Geometry) -> Floats:
    """Return places beside an area: right, left, below, above; first at the middles of its sides, then along them."""
    width, height = name.size
    west, north, east, south = shapely.bounds(area)
    corners = []
    for part in (0.5, 0.0, 1.0):
        x, y = west + part * (east - west - width), north + part * (south - north - height)
        corners += [
            (east + _BESIDE_PX, y), (west - _BESIDE_PX - width, y),
            (x, south + _BESIDE_PX), (x, north - _BESIDE_PX - height),
        ]  # fmt: skip
    return _sized(corners, name)
