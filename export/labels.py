"""Where names stand on a printed map: none over another, none cut off, the most important first.

The choice among places is textalloc's; which names there are, how important each is and what it must keep clear of
comes from the style table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

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

    An important name that finds none beside its symbol is tried again a little further off.
    """
    placed = _placed(names, rect, obstacles, 0.0)
    have = {id(name.wanted) for name in placed}
    left = [n for n in names if id(n) not in have and n.clear_px and n.row.text_priority <= _IMPORTANT]
    for further_px in (4.0, 8.0):
        more = _placed(left, rect, [*obstacles, *(name.box for name in placed)], further_px)
        placed += more
        have |= {id(name.wanted) for name in more}
        left = [name for name in left if id(name) not in have]
    return placed


def _placed(names: Sequence[Wanted], rect: Rect, obstacles: Sequence[Box], further_px: float) -> list[Placed]:
    from textalloc.non_overlapping_boxes import get_non_overlapping_boxes

    if not names:
        return []
    boxes, clear = [], []
    for name in names:
        width, height = name.size
        # textalloc puts text beside its point, first to the upper right; a name with no symbol belongs on it.
        x, y = (name.x, -name.y) if name.clear_px else (name.x - width / 2, -name.y - height / 2)
        boxes.append((x, y, width, height, name.px))
        clear.append(name.clear_px + further_px if name.clear_px else 0.0)
    blocked = np.array([(left, -bottom, right, -top) for left, top, right, bottom in obstacles])
    found, _ = get_non_overlapping_boxes(
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
