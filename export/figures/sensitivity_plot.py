"""The plot of a question of sensitivity: a curve with its axes and the present value marked, or a tornado."""

from typing import Any

import numpy as np
import shapely

from analysis.measure import text_of
from analysis.sensitivity import Bar, Sensitivity, called, numbers
from analysis.sustained_numbers import PREFIX
from export.figures import sensitivity_axes as axes
from export.figures.canvas import Canvas
from export.figures.outlines import path_of_geometry
from export.figures.projection import Rect
from export.typography import typeface
from i18n.language import Language
from layers.core.registry import Registry

_TEXT_PX, _DOT_PX = 10.5, 3.0
_LEFT_PX, _BELOW_PX, _ABOVE_PX = 96.0, 42.0, 18.0
#: A tornado has room for so many bars; the rest are named below it.
_MOST_BARS = 14
_BAR_SHARE = 0.62  # of its row
#: Shorter bars are not seen.
_SEEN_PX = 0.01


class Plot:
    """Draws the plot of an answer into a rectangle."""

    def __init__(self, canvas: Canvas, found: Sensitivity, registry: Registry, translate: Language) -> None:
        self.canvas, self.found, self.registry, self.translate = canvas, found, registry, translate

    def _said(self, value: float | None) -> str:
        return typeface.settable(self.translate.said(text_of(value, self.found.now.unit)))

    def _text(self, x: float, y: float, text: str, **how: Any) -> None:
        self.canvas.text(x, y, typeface.settable(text), **{"px": _TEXT_PX, "token": "text_muted", **how})

    # -- curve -------------------------------------------------------------------------------------

    def curve(self, rect: Rect) -> None:
        """Draw the points with a line through them, and mark the present one."""
        canvas, found = self.canvas, self.found
        plot = Rect(
            left=rect.left + _LEFT_PX, top=rect.top + _ABOVE_PX, width=rect.width - _LEFT_PX - 30,
            height=rect.height - _ABOVE_PX - _BELOW_PX,
        )  # fmt: skip
        xs = [axes.position(one.point.at) for one in found.curve]
        known = [one.value for one in (*found.curve,) if one.value is not None]
        ticks = axes.ticks(*axes.held(known))
        x_of = _scale(min(xs), max(xs), plot.left, plot.right)
        y_of = _scale(ticks[0], ticks[-1], plot.bottom, plot.top)
        for tick, text in zip(ticks, axes.tick_texts(ticks, found.now.unit), strict=True):
            canvas.line(
                np.array([(plot.left, y_of(tick)), (plot.right, y_of(tick))]),
                canvas.rgba("text_muted", 0.3),
                0.6,
            )
            self._text(plot.left - 8, y_of(tick) + _TEXT_PX * 0.35, self.translate.said(text), align="right")
        self._x_axis(plot, x_of)
        ink = self._ink(found.question.parameter)
        for run in axes.runs(found.curve):
            points = np.array([(x_of(axes.position(one.point.at)), y_of(one.value or 0.0)) for one in run])
            if len(points) > 1:
                canvas.line(points, ink, 1.8)
            for x, y in points:
                self._dot(x, y, ink, _DOT_PX)
        self._mark(plot, x_of, y_of, ink)

    def _x_axis(self, plot: Rect, x_of: Any) -> None:
        canvas, asked = self.canvas, self.found.question
        y = plot.bottom + _TEXT_PX * 1.6
        if asked.kind == "dates":
            end = -1e9
            for one in self.found.curve:
                x, text = x_of(axes.position(one.point.at)), self.translate.date(str(one.point.at))
                half = typeface.width_em(typeface.settable(text)) * _TEXT_PX / 2
                if x - half > end:
                    self._text(x, y, text, align="center")
                    end = x + half + 6
            return
        spec = numbers(self.registry)[asked.parameter]
        for tick in axes.ticks(spec.low or 0.0, spec.high or 0.0, inside=True):
            canvas.line(
                np.array([(x_of(tick), plot.bottom), (x_of(tick), plot.bottom + 4)]),
                canvas.rgba("text_muted"),
                0.8,
            )
            self._text(x_of(tick), y, f"{tick:,.10g}", align="center")
        unit = f", {self.translate(spec.unit)}" if spec.unit else ""
        self._text(
            plot.left + plot.width / 2, y + _TEXT_PX * 1.4,
            called(asked.parameter, self.registry, self.translate) + unit, align="center", token="text",
        )  # fmt: skip

    def _mark(self, plot: Rect, x_of: Any, y_of: Any, ink: Any) -> None:
        """Mark the present value."""
        canvas, found = self.canvas, self.found
        present = found.present
        x = x_of(axes.position(present))
        canvas.line(np.array([(x, plot.top), (x, plot.bottom)]), canvas.rgba("text"), 1.0, dash=(3, 3))
        if found.now.value is not None:
            self._dot(x, y_of(found.now.value), canvas.rgba("text"), _DOT_PX * 1.7)
        at = (
            self.translate.date(present)
            if isinstance(present, str)
            else numbers(self.registry)[found.question.parameter].text(present)
        )
        text = typeface.settable(
            self.translate(
                "now: {value} at {at}", value=self._said(found.now.value), at=self.translate.said(at)
            )
        )
        width = typeface.width_em(text, "bold") * _TEXT_PX
        left = min(max(x - width / 2, plot.left), plot.right - width)
        self._text(left, plot.top - 6, text, token="text", weight="bold")

    # -- tornado -----------------------------------------------------------------------------------

    def tornado(self, rect: Rect) -> None:
        """Draw a bar for each number that moves the measure, the widest first, and name those that do not."""
        canvas, found = self.canvas, self.found
        moving = [bar for bar in found.bars if bar.swing > 0][:_MOST_BARS]
        if not moving or found.now.value is None:
            self._text(
                rect.left,
                rect.top + 30,
                self.translate("None of the numbers moves this measure."),
                token="text",
            )
            return
        left_px = min(rect.width * 0.36, 12 + max(self._width(bar) for bar in moving))
        rest = self._rest(len(moving))
        lines = typeface.wrapped(rest, rect.width, _TEXT_PX - 1, most=3) if rest else []
        below = 22 + len(lines) * (_TEXT_PX + 3)
        side = 84.0  # for the number at the end of a bar
        plot = Rect(
            left=rect.left + left_px + side, top=rect.top + _ABOVE_PX, width=rect.width - left_px - 2 * side,
            height=rect.height - _ABOVE_PX - below,
        )  # fmt: skip
        ends = [one.value or 0.0 for bar in moving for one in (bar.low, bar.high)]
        x_of = _scale(min(*ends, found.now.value), max(*ends, found.now.value), plot.left, plot.right)
        row = min(plot.height / len(moving), 48.0)
        for number, bar in enumerate(moving):
            self._bar(bar, x_of, rect.left, plot.top + number * row, row)
        x, bottom = x_of(found.now.value), plot.top + len(moving) * row + 4
        canvas.line(np.array([(x, plot.top - 4), (x, bottom)]), canvas.rgba("text"), 1.2)
        self._text(x, bottom + _TEXT_PX * 1.1, self.translate("now: {value}", value=self._said(found.now.value)),
                   align="center", token="text", weight="bold")  # fmt: skip
        for number, line in enumerate(reversed(lines)):
            self._text(rect.left, rect.bottom - 4 - number * (_TEXT_PX + 3), line, px=_TEXT_PX - 1)

    def _label(self, bar: Bar) -> str:
        return typeface.settable(called(bar.parameter, self.registry, self.translate))

    def _width(self, bar: Bar) -> float:
        return typeface.width_em(self._label(bar)) * _TEXT_PX

    def _bar(self, bar: Bar, x_of: Any, left: float, top: float, row: float) -> None:
        canvas, now = self.canvas, self.found.now.value or 0.0
        height = row * _BAR_SHARE
        spec = numbers(self.registry)[bar.parameter]
        middle = top + row / 2 + _TEXT_PX * 0.35
        start = x_of(now)
        label_px = x_of.low - left - 90
        self._text(left, middle, typeface.clipped(self._label(bar), label_px, _TEXT_PX), token="text")
        longest_first = sorted((bar.low, bar.high), key=lambda one: -abs(x_of(one.value or 0.0) - start))
        outer, inner = (x_of(one.value or 0.0) for one in longest_first)
        one_sided = (outer - start) * (inner - start) > 0
        for one in longest_first:
            x = x_of(one.value or 0.0)
            if abs(x - start) <= _SEEN_PX:
                continue
            box = Rect(left=min(x, start), top=top + (row - height) / 2, width=abs(x - start), height=height)
            canvas.box(
                box, fill=canvas.rgba("ukraine")
            )  # the shorter of two on one side is seen on the longer
            strength = 0.45 if one is bar.low else 0.95
            canvas.box(
                box, fill=self._ink(bar.parameter, strength), stroke=self._ink(bar.parameter), width=0.6
            )
        told = [self.translate.said(spec.text(one.point.at)) for one in longest_first]
        if one_sided:
            self._end(outer, start, f"{told[0]} ({told[1]})", middle)
            return
        for x, text in zip((outer, inner), told, strict=True):
            if abs(x - start) > _SEEN_PX:
                self._end(x, start, text, middle)

    def _end(self, x: float, start: float, text: str, baseline: float) -> None:
        """Write at the end of a bar which value of the number it is for."""
        outward = x < start
        self._text(
            x + (-4 if outward else 4), baseline, text, align="right" if outward else "left", px=_TEXT_PX - 1
        )

    def _rest(self, drawn: int) -> str:
        """Return what the strength of a bar means, and which numbers move nothing."""
        still = [
            self.translate(numbers(self.registry)[bar.parameter].title)
            if bar.parameter.startswith(f"{PREFIX}.")
            else self._label(bar)
            for bar in self.found.bars[drawn:]
            if not bar.swing
        ]
        if not still:
            return ""
        return self.translate(
            "Pale: the number is low; full: it is high. Without effect: {list}.", list=", ".join(still)
        )

    # -- both --------------------------------------------------------------------------------------

    def _ink(self, key: str, opacity: float = 1.0) -> Any:
        prefix = key.partition(".")[0]
        layer = self.registry.by_id.get(prefix)
        token = layer.map_label.token if layer and layer.map_label else "text_muted"
        return self.canvas.rgba(token, opacity)

    def _dot(self, x: float, y: float, ink: Any, radius: float) -> None:
        turn = np.linspace(0, 2 * np.pi, 25)

        disc = shapely.Polygon(np.column_stack([x + radius * np.cos(turn), y + radius * np.sin(turn)]))
        self.canvas.shape(path_of_geometry(disc), fill=ink)


class _Scale:
    """Where on the page a value lies."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self._low, self._span = low, (high - low) or 1.0
        self._start, self._length = start, end - start
        self.low = min(start, end)

    def __call__(self, value: float) -> float:
        return self._start + (value - self._low) / self._span * self._length


_scale = _Scale
