"""The callouts of a scene on its map: where their boxes stand, and their arrows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from briefings.placeholders import Library
from briefings.scene_geometry import point_of
from briefings.scenes.map import MapScene
from export.figures.canvas import Canvas
from export.figures.label_candidates import Box
from export.figures.outlines import path_of_geometry
from export.figures.projection import Camera, Rect
from export.typography import typeface

_CALLOUT_PX, _CALLOUT_WIDTH_PX, _PAD_PX = 12.0, 158.0, 5.0
_PLACE_PX = (18.0, 9.0)
_SIDES = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


@dataclass(frozen=True, kw_only=True)
class PlacedCallout:
    """A callout on the page: its lines, its box, and where its arrow points (None: beyond the map's edge)."""

    lines: tuple[str, ...]
    box: Box
    head: tuple[float, float] | None

    @property
    def shaft(self) -> list[Box]:
        """Small boxes along the arrow, for names to keep clear of."""
        if self.head is None:
            return []
        start, end = self._start, np.array(self.head)
        steps = max(2, int(np.hypot(*(end - start)) / 6))
        spots = [start + (end - start) * i / steps for i in range(steps + 1)]
        return [(float(x - 2), float(y - 2), float(x + 2), float(y + 2)) for x, y in spots]

    @property
    def _start(self) -> Any:
        assert self.head is not None
        left, top, right, bottom = self.box
        return np.array([min(max(self.head[0], left), right), min(max(self.head[1], top), bottom)])

    def draw(self, canvas: Canvas) -> None:
        """Draw its box, its text and its arrow."""
        left, top, right, bottom = self.box
        ink, ground_colour = canvas.rgba("text"), canvas.rgba("halo", 0.94)
        if self.head:
            start, end = self._start, np.array(self.head)
            length = float(np.hypot(*(end - start)))
            if length > 6:
                along = (end - start) / length
                across = np.array([-along[1], along[0]])
                neck = end - 8 * along
                shaft = np.array([start, neck])
                tip = shapely.Polygon([end, neck + 4 * across, neck - 4 * across])
                canvas.line(shaft, canvas.rgba("halo", 0.9), 4.2)
                canvas.shape(path_of_geometry(tip), stroke=canvas.rgba("halo", 0.9), width=2.6)
                canvas.line(shaft, ink, 1.6)
                canvas.shape(path_of_geometry(tip), fill=ink)
        frame = Rect(left=left, top=top, width=right - left, height=bottom - top)
        canvas.box(frame, fill=ground_colour, stroke=ink, width=0.9)
        for i, line in enumerate(self.lines):
            baseline = top + _PAD_PX + _CALLOUT_PX * (0.86 + 1.2 * i)
            canvas.text((left + right) / 2, baseline, line, px=_CALLOUT_PX, weight="bold", align="center")


def place_callouts(
    scene: MapScene, library: Library, camera: Camera, obstacles: Sequence[Box], spoken: NDArray[np.float64]
) -> list[PlacedCallout]:
    """Return a resolved scene's callouts, each on a side where it covers nothing, if there is one.

    `spoken`: longitude and latitude of the places that it speaks of; of the free sides one that hides the fewest.
    """
    places = camera.px(spoken)
    placed: list[PlacedCallout] = []
    for callout in scene.callouts:
        lines = _evenly(callout.text)
        wide = max(typeface.width_em(line, "bold") for line in lines) * _CALLOUT_PX + 2 * _PAD_PX
        high = (len(lines) * 1.2 - 0.1) * _CALLOUT_PX + 2 * _PAD_PX
        x, y = camera.px(np.array([point_of(callout, scene.scenario, library)]))[0].tolist()
        rect = camera.rect
        seen = bool(
            np.isfinite([x, y]).all() and rect.left <= x <= rect.right and rect.top <= y <= rect.bottom
        )
        if not np.isfinite([x, y]).all():
            x, y = rect.left + rect.width / 2, rect.top + rect.height / 2
        away = callout.offset_pct / 100 * rect.height
        taken = [*obstacles, *(other.box for other in placed)]
        boxes = [_box_to(side, (x, y), away, (wide, high), rect) for side in _sides_from(callout.to)]
        free = [box for box in boxes if not any(_overlap(box, other) for other in taken)]
        best = min(free or boxes, key=lambda box: _hides(box, (x, y), places))
        placed.append(PlacedCallout(lines=lines, box=best, head=(x, y) if seen else None))
    return placed


def _hides(box: Box, head: tuple[float, float], places: NDArray[np.float64]) -> int:
    """Return how many places a box and its arrow would hide, or leave without room for their names."""
    left, top, right, bottom = box
    x, y = places.T
    dx, dy = _PLACE_PX
    under = (x > left - dx) & (x < right + dx) & (y > top - dy) & (y < bottom + dy)
    arrow = shapely.LineString([((left + right) / 2, (top + bottom) / 2), head])
    return int((under | (shapely.distance(arrow, shapely.points(places)) < dy)).sum())


def _evenly(text: str) -> tuple[str, ...]:
    """Return a text in as few lines as it needs, of about equal length."""
    lines = typeface.wrapped(text, _CALLOUT_WIDTH_PX, _CALLOUT_PX, "bold")
    for width in range(int(_CALLOUT_WIDTH_PX), 40, -6):
        narrower = typeface.wrapped(text, width, _CALLOUT_PX, "bold")
        if len(narrower) > len(lines):
            break
        lines = narrower
    return tuple(lines)


def _sides_from(side: str) -> list[str]:
    """Return the wanted side, then the others, the nearest first."""
    at = _SIDES.index(side)
    return [_SIDES[(at + step) % 8] for step in (0, 1, -1, 2, -2, 3, -3, 4)]


def _box_to(side: str, head: tuple[float, float], away: float, size: tuple[float, float], rect: Rect) -> Box:
    """Return the box on a side of a place, its nearest edge `away` px off, moved into the map where it leaves it."""
    angle = math.radians(_SIDES.index(side) * 45)
    dx, dy = math.sin(angle), -math.cos(angle)
    middle_x = head[0] + dx * away + np.sign(round(dx, 6)) * size[0] / 2
    middle_y = head[1] + dy * away + np.sign(round(dy, 6)) * size[1] / 2
    left = min(max(middle_x - size[0] / 2, rect.left + 4), rect.right - 4 - size[0])
    top = min(max(middle_y - size[1] / 2, rect.top + 4), rect.bottom - 4 - size[1])
    return (float(left), float(top), float(left + size[0]), float(top + size[1]))


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
