"""The names on the server's picture: broken into lines, set and placed as the live map does it.

Names are placed by the same order, boxes and sides, in what browsers draw the map's names in.
"""

import math
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from export.figures.web_mercator import TILE_PX, UNITS_PER_PX, Camera, Floats, Shapes
from export.typography import typeface as fonts
from layers.style.rows import (
    ITALIC_SPACING_EM,
    TEXT_PADDING_PX,
    TEXT_WIDTH_EM,
    ZOOM_TEXT,
    StyleRow,
    at_zoom,
    text_anchors,
    text_distance_em,
    text_order,
)

if TYPE_CHECKING:  # Matplotlib is slow to import
    from matplotlib.path import Path

_LINE_HEIGHT_EM = 1.2
_BASELINE_EM = 10 / 24  # below the middle of a line of text
_TOP_EM = 7 / 24  # a name above or below its symbol comes this much nearer
_GRID_PX = 100  # names are placed this far beyond the edges
_FONT_LOCK = threading.Lock()  # FreeType faces are not safe between threads
_EM = 48


@cache
def _font(weight: fonts.Weight) -> Any:
    from matplotlib import font_manager

    return font_manager.get_font(fonts.file_of(weight))


@lru_cache(maxsize=4096)
def glyph(character: str, weight: fonts.Weight) -> tuple[Floats, NDArray[np.uint8], float]:
    """Return a character's outline (points, codes) and how far it moves on, in units of the text size."""
    from matplotlib.ft2font import LoadFlags

    with _FONT_LOCK:
        font = _font(weight)
        font.set_size(_EM, 72)
        glyph = font.load_char(ord(character), flags=LoadFlags.NO_HINTING)
        points, codes = font.get_path()
        return points / _EM, codes, glyph.linearHoriAdvance / 65536 / _EM


@dataclass(frozen=True)
class _Text:
    """A name broken into lines; lengths in units of its size."""

    lines: tuple[str, ...]
    weight: fonts.Weight

    def _advance(self, character: str) -> float:
        return glyph(character, self.weight)[2] + (ITALIC_SPACING_EM if self.weight == "italic" else 0)

    def _length(self, line: str) -> float:
        spacing = ITALIC_SPACING_EM if self.weight == "italic" else 0
        return sum(map(self._advance, line)) - spacing

    @property
    def width(self) -> float:
        return max(map(self._length, self.lines))

    @property
    def height(self) -> float:
        return len(self.lines) * _LINE_HEIGHT_EM

    def path(self, justify: float) -> "Path":
        """Return the outline round the middle of the block, y up; `justify` is 0 for left to 1 for right."""
        from matplotlib.path import Path

        points, codes = [np.zeros((0, 2))], [np.zeros(0, dtype=np.uint8)]
        for i, line in enumerate(self.lines):
            x = (justify - 0.5) * self.width - justify * self._length(line)
            y = -_BASELINE_EM - (i - (len(self.lines) - 1) / 2) * _LINE_HEIGHT_EM
            for character in line:
                outline, code, _ = glyph(character, self.weight)
                points.append(np.add(outline, (x, y)))
                codes.append(code)
                x += self._advance(character)
        return Path(np.concatenate(points), np.concatenate(codes))


@lru_cache(maxsize=2048)
def _text(name: str, weight: fonts.Weight) -> _Text:
    """Break a name into lines of about equal length where it is wider than a name may be."""
    whole = _Text((name,), weight)
    advances = [whole._advance(character) for character in name]
    total = sum(advances)
    target = total / max(1, math.ceil(total / TEXT_WIDTH_EM))
    # Each break: (index after it, ink so far, least badness up to it, its lines' start before that).
    breaks: list[tuple[int, float, float, tuple[int, ...]]] = []
    ink = 0.0
    for i, character in enumerate(name):
        ink += advances[i] if not character.isspace() else 0
        last = i == len(name) - 1
        if not last and character not in " &)+-/·‐–":
            continue
        best: tuple[float, tuple[int, ...]] = (_badness(ink, target, last), ())
        for index, before, badness, starts in breaks:
            candidate = (badness + _badness(ink - before, target, last), (*starts, index))
            best = candidate if candidate[0] <= best[0] else best
        breaks.append((i + 1, ink, *best))
    cuts = [0, *breaks[-1][3], len(name)]
    lines = tuple(name[a:b].strip() for a, b in pairwise(cuts))
    return _Text(lines, weight)


def _badness(length: float, target: float, last: bool) -> float:
    ragged = (length - target) ** 2
    if last:  # rather a short last line than a long one
        return ragged / 2 if length < target else ragged * 2
    return ragged


@dataclass(frozen=True)
class Name:
    """A name with its place: the middle of its block is `shift_px` from its anchor (world units)."""

    row: StyleRow
    text: _Text
    anchor: Floats
    size_px: float
    shift_px: Floats
    justify: float


#: Which way a name lies from its symbol (x right, y down), and where its lines align (0 left, 1 right).
_SIDES = {
    "left": (1, 0, 0.0), "right": (-1, 0, 1.0),
    "top": (0, 1, 0.5), "bottom": (0, -1, 0.5), "center": (0, 0, 0.5),
}  # fmt: skip


def place_names(camera: Camera, rows: list[tuple[StyleRow, Shapes]]) -> list[Name]:
    """Choose the names that fit: greedily, the most important first, each on the first free side."""
    placed: list[Name] = []
    taken = np.zeros((0, 4))
    grid = np.array([[-_GRID_PX, -_GRID_PX, camera.width_px + _GRID_PX, camera.height_px + _GRID_PX]])
    of_row = {id(row): shapes for row, shapes in rows}
    for row in text_order(row for row, _ in rows):
        shapes = of_row[id(row)]
        if camera.view.zoom < row.text_min_zoom:
            continue
        size = row.text_px * at_zoom(ZOOM_TEXT, camera.view.zoom)
        box_size = row.text_px * at_zoom(ZOOM_TEXT, camera.tile_zoom + 1)  # one box for all zooms of a tile
        for name, anchor in _anchors(camera, row, shapes):
            text = _text(name, row.text_weight)
            half = np.array([text.width, text.height]) / 2 * box_size + TEXT_PADDING_PX
            box = 2 * np.floor(half * UNITS_PER_PX) / UNITS_PER_PX
            for side in text_anchors(row):
                x, y, justify = _SIDES[side]
                distance = text_distance_em(row)
                offset = np.array([x * distance, y * (distance - _TOP_EM)])
                shift = offset * box_size + np.array([x, y]) * box / 2
                middle = camera.px(anchor[None])[0] + shift
                edges = np.concatenate([middle - box / 2, middle + box / 2])
                if not _overlap(grid, edges) or _overlap(taken, edges):
                    continue
                placed.append(Name(row, text, anchor, size, shift * size / box_size, justify))
                if not row.text_yields:
                    taken = np.vstack([taken, edges])
                break
    return placed


def _overlap(boxes: Floats, box: Floats) -> bool:
    return bool(np.any((boxes[:, 0] <= box[2]) & (boxes[:, 2] >= box[0])
                       & (boxes[:, 1] <= box[3]) & (boxes[:, 3] >= box[1])))  # fmt: skip


def _anchors(camera: Camera, row: StyleRow, shapes: Shapes) -> Iterator[tuple[str, Floats]]:
    """Yield names with their anchors tile by tile."""
    for tile in camera.tiles():
        left, top, right, bottom = camera.tile_bounds(tile)
        units = TILE_PX * UNITS_PER_PX / (right - left)
        for feature in shapes.seen(row.kind, (left, top, right, bottom)):
            name = shapes.names[feature]
            if not isinstance(name, str) or not name.strip():
                continue
            for middle in shapes.points(feature):
                x, y = np.round(middle * units) / units
                if left <= x < right and top <= y < bottom:
                    yield name.strip(), np.array([x, y])
