"""Where names stand on a printed map: none over another, none cut off, the most important first.

The choice among places is textalloc's; which names there are, how important each is and what it must keep clear of
comes from the style table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from export import fonts
from export.projection import Rect
from layers.style import TEXT_PADDING_PX, StyleRow

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]  # left, top, right, bottom, in px

LINE_HEIGHT_EM = 1.12
_ASCENT_EM, _DESCENT_EM = 0.74, 0.22
_APART_PX = TEXT_PADDING_PX / 2
#: How far a name must be from its own symbol's box to count as clear of it.
CLEARANCE_PX = _APART_PX + 0.1
_IMPORTANT = 10  # text_priority
_FURTHER_PX = (0.0, 4.0, 8.0)
#: Where a name without a symbol may stand, in units of its width and height from its place.
_SHIFTS = ((0.0, 0.0), (0.0, -0.6), (0.0, 0.6), (-0.2, 0.0), (0.2, 0.0), (-0.2, -0.6), (0.2, 0.6))
_CANDIDATES = 12  # those that touch the symbol; textalloc's further ones would part a name from its place


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A name that would like to stand at (or round) a place on the page: `clear_px` is the radius of its symbol."""

    row: StyleRow
    text: str
    x: float
    y: float
    px: float
    clear_px: float = 0.0

    @property
    def weight(self) -> fonts.Weight:
        """The weight it is set in."""
        return fonts.fitting(self.text, self.row.text_weight)

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines."""
        return _lines(self.text, self.weight, self.row.form != "point")

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of its block."""
        widest = max(fonts.width_em(line, self.weight) for line in self.lines)
        height = _ASCENT_EM + _DESCENT_EM + (len(self.lines) - 1) * LINE_HEIGHT_EM
        return widest * self.px, height * self.px


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A name with the box it stands in."""

    wanted: Wanted
    box: Box

    def set_lines(self) -> list[tuple[float, float, str, float, fonts.Weight]]:
        """Return its lines as (left, baseline, text, size in px, weight), each centred in the box."""
        left, top, right, _ = self.box
        want = self.wanted
        rows = []
        for i, line in enumerate(want.lines):
            width = fonts.width_em(line, want.weight) * want.px
            baseline = top + (_ASCENT_EM + i * LINE_HEIGHT_EM) * want.px
            rows.append(((left + right - width) / 2, baseline, line, want.px, want.weight))
        return rows


def _lines(text: str, weight: fonts.Weight, may_break: bool) -> tuple[str, ...]:
    """Break a long name of an area into lines of about equal length."""
    words = text.split()
    if not may_break or len(words) < 2 or fonts.width_em(text, weight) < 5.5:
        return (text,)
    halves = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return min(halves, key=lambda pair: max(fonts.width_em(half, weight) for half in pair))


def place(names: Sequence[Wanted], rect: Rect, obstacles: Sequence[Box]) -> list[Placed]:
    """Return the names that find room within a rectangle, clear of `obstacles` and each other, the first first.

    A name with a symbol stands beside it; an important one that finds no room there is tried again a little further
    off. A name without one stands on its place, or so near that it still names it.
    """
    placed: list[Placed] = []
    for has_symbol, group in groupby(names, key=lambda name: name.clear_px > 0):
        left = list(group)
        for further_px in _FURTHER_PX if has_symbol else (0.0,):
            blocked = [*obstacles, *(name.box for name in placed)]
            more = _beside(left, rect, blocked, further_px) if has_symbol else _upon(left, rect, blocked)
            placed += more
            have = {id(name.wanted) for name in more}
            left = [name for name in left if id(name) not in have and name.row.text_priority <= _IMPORTANT]
    return placed


def _upon(names: Sequence[Wanted], rect: Rect, obstacles: Sequence[Box]) -> list[Placed]:
    """Return the names that find room on their places or a part of their own size away."""
    placed: list[Placed] = []
    blocked = np.array(obstacles, dtype=float).reshape(-1, 4)
    for name in names:
        width, height = name.size
        for dx, dy in _SHIFTS:
            left, top = name.x + (dx - 0.5) * width, name.y + (dy - 0.5) * height
            box = (left, top, left + width, top + height)
            inside = (
                rect.left <= box[0] and box[2] <= rect.right and rect.top <= box[1] and box[3] <= rect.bottom
            )
            if inside and not _touches(box, blocked):
                placed.append(Placed(wanted=name, box=box))
                blocked = np.vstack([blocked, box])
                break
    return placed


def _touches(box: Box, others: Floats) -> bool:
    left, top, right, bottom = box[0] - _APART_PX, box[1] - _APART_PX, box[2] + _APART_PX, box[3] + _APART_PX
    hit = (others[:, 0] < right) & (others[:, 2] > left) & (others[:, 1] < bottom) & (others[:, 3] > top)
    return bool(hit.any())


def _beside(names: Sequence[Wanted], rect: Rect, obstacles: Sequence[Box], further_px: float) -> list[Placed]:
    from textalloc.non_overlapping_boxes import get_non_overlapping_boxes

    if not names:
        return []
    # textalloc takes the lower left corner, y up, and puts the text beside it, first to the upper right.
    boxes = [(name.x, -name.y, *name.size, name.px) for name in names]
    clear = [name.clear_px + further_px for name in names]
    blocked = np.array([(left, -bottom, right, -top) for left, top, right, bottom in obstacles])
    choose: Any = get_non_overlapping_boxes  # its annotations leave out the None that it takes
    found, _ = choose(
        boxes,
        (rect.left, rect.right),
        (-rect.bottom, -rect.top),
        aspect_ratio=rect.width / rect.height,
        margin=_APART_PX / rect.width,
        min_distance=0.0,
        max_distance=0.0,
        verbose=False,
        nbr_candidates=_CANDIDATES,
        draw_all=False,
        scatter_xy=None,
        lines_xyxy=None,
        scatter_sizes=None,
        scatter_plot_bbs=blocked if len(blocked) else None,
        text_scatter_sizes=np.array(clear),
        direction=None,
        draw_lines=False,
        avoid_label_lines_overlap=False,
        avoid_crossing_label_lines=False,
        priority_strategy=None,
    )
    return [
        Placed(wanted=names[index], box=(float(x), float(-y - height), float(x + width), float(-y)))
        for x, y, width, height, _, index in found
    ]
