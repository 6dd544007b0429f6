"""The legend of a printed map: just what is drawn, in the order of the argument, each with the look it has there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely

from export.figures.canvas import Canvas
from export.figures.map_layers import draw_areas
from export.figures.outlines import path_of_geometry
from export.figures.projection import Rect
from export.typography import typeface
from i18n.language import Language
from layers import ONLY_IN
from layers.core.dated_label import legend_label
from layers.core.registry import Registry
from layers.style.rows import SHORT_OF_POINT_PX, StyleRow, redrawn, rows_of
from webmap.swatches import BOX

_SWATCH_EM = (2.5, 1.24)
_GAP_PX = 7.0
_SIZES_PX = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)  # largest that fits


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the legend: a heading (no row), or a row of the style table with its label."""

    text: str
    row: StyleRow | None = None


@dataclass(frozen=True, kw_only=True)
class Legend:
    """A legend laid out in columns of one text size; `height` is that of the longest."""

    columns: tuple[tuple[Entry, ...], ...]
    width: float
    column_px: float
    size_px: float
    height: float
    fits: bool


def entries(
    drawn: Collection[tuple[str, str]],
    registry: Registry,
    language: Language,
    maps: Sequence[Mapping[str, gpd.GeoDataFrame]] = (),
) -> list[list[Entry]]:
    """Return the lines of the legend by layer: a heading, then a line for each labelled kind that is drawn.

    `drawn`: layer and kind of what the map shows; `maps`: the frames of each map, for what the legend dates.
    """

    def label(row: StyleRow) -> str:
        return legend_label(row, maps, language, language.date)

    groups = []
    base: list[Entry] = []
    elsewhere = redrawn({layer_id for layer_id, _ in drawn})
    for layer in registry.layers:
        rows = [row for row in rows_of(layer.id) if row.in_legend and (layer.id, row.kind) in drawn]
        rows = [row for row in rows if not (row.covers and layer.id in elsewhere)]
        # What a layer is made of is listed as the guarantees are, topmost first.
        rows = rows[::-1] if layer.derives_from else sorted(rows, key=lambda row: not row.lead)
        if rows and layer.group == "base":
            base += [Entry(text=label(row), row=row) for row in rows]
        elif rows:
            number = f"{layer.pillar}  " if layer.pillar else ""
            heading = Entry(text=number + language(layer.title))
            groups.append([heading, *(Entry(text=label(row), row=row) for row in rows)])
    alone = [row for row in rows_of(ONLY_IN.id) if (ONLY_IN.id, row.kind) in drawn]
    if alone:
        heading = Entry(text=language(ONLY_IN.title))
        groups.append([heading, *(Entry(text=language(row.label), row=row) for row in alone)])
    return [*groups, [Entry(text=language("Base map")), *base]] if base else groups


def lay_out(groups: Sequence[Sequence[Entry]], width: float, height: float, columns: int) -> Legend:
    """Return a legend that fits a space, at the largest size that does; at the smallest it may not (`fits`)."""
    for size in _SIZES_PX:
        column_px = (width - (columns - 1) * 14) / columns
        heights = [sum(_height(entry, size, column_px) for entry in group) + size * 0.55 for group in groups]
        split = _split(heights, columns)
        longest = max((sum(heights[a:b]) for a, b in split), default=0.0)
        if longest <= height:
            break
    return Legend(
        columns=tuple(tuple(entry for group in groups[a:b] for entry in group) for a, b in split),
        width=width,
        column_px=column_px,
        size_px=size,
        height=longest,
        fits=longest <= height,
    )


def _split(heights: Sequence[float], columns: int) -> list[tuple[int, int]]:
    """Part groups into columns, in order, so that the longest is as short as it can be."""
    n = len(heights)
    best: dict[tuple[int, int], tuple[float, list[tuple[int, int]]]] = {(0, 0): (0.0, [])}
    for column in range(1, columns + 1):
        for end in range(n + 1):
            options = [
                (
                    max(best[(column - 1, start)][0], sum(heights[start:end])),
                    best[(column - 1, start)][1] + [(start, end)],
                )
                for start in range(end + 1)
                if (column - 1, start) in best
            ]
            if options:
                best[(column, end)] = min(options, key=lambda option: option[0])
    return best[(columns, n)][1]


def _label_lines(entry: Entry, size: float, column_px: float) -> list[str]:
    if entry.row is None:
        return typeface.wrapped(entry.text, column_px, size, "bold")
    return typeface.wrapped(entry.text, column_px - _SWATCH_EM[0] * size - _GAP_PX, size)


def _height(entry: Entry, size: float, column_px: float) -> float:
    lines = len(_label_lines(entry, size, column_px))
    text = lines * size * 1.18
    return text + size * 0.32 if entry.row is None else max(text, _SWATCH_EM[1] * size) + size * 0.28


def draw(canvas: Canvas, legend: Legend, left: float, top: float) -> list[str]:
    """Draw a legend and return its labels, headings left out."""
    labels = []
    size = legend.size_px
    for i, column in enumerate(legend.columns):
        x, y = left + i * (legend.column_px + 14), top
        for j, entry in enumerate(column):
            if entry.row is None and j:
                y += size * 0.55
            lines = _label_lines(entry, size, legend.column_px)
            height = _height(entry, size, legend.column_px)
            if entry.row is None:
                for k, line in enumerate(lines):
                    canvas.text(x, y + size * (0.9 + k * 1.18), line, px=size, weight="bold")
            else:
                labels.append(entry.text)
                block = len(lines) * size * 1.18
                wide, high = _SWATCH_EM[0] * size, _SWATCH_EM[1] * size
                middle = y + max(block, high) / 2
                swatch(canvas, entry.row, Rect(left=x, top=middle - high / 2, width=wide, height=high))
                for k, line in enumerate(lines):
                    baseline = middle - block / 2 + size * (0.9 + k * 1.18)
                    canvas.text(x + wide + _GAP_PX, baseline, line, px=size)
            y += height
    return labels


def swatch(canvas: Canvas, row: StyleRow, rect: Rect) -> None:
    """Draw a row as it looks on the map into a small rectangle."""
    y = rect.top + rect.height / 2
    if row.form == "line" and row.swatch == "arrow":
        head = 0.85 * rect.height
        points = np.array([(rect.left, y), (rect.right - head * 0.7, y)])
        canvas.line(points, canvas.rgba(row.stroke, row.stroke_opacity), row.width, row.dash)
        tip = replace(row, symbol="arrowhead")
        canvas.symbols(tip, np.array([(rect.right + SHORT_OF_POINT_PX, y)]), head, np.array([90.0]))
    elif row.form == "line":
        points = np.array([(rect.left, y), (rect.right, y)])
        canvas.line(points, canvas.rgba(row.stroke, row.stroke_opacity), row.width, row.dash)
    elif row.form == "point":
        px = min(row.symbol_px, rect.height + 2)
        canvas.symbols(row, np.array([(rect.left + rect.width / 2, y)]), px)
    else:
        inner = rect.inset(0.8)
        shape = shapely.Polygon(
            [(inner.left + x * inner.width, inner.top + t * inner.height) for x, t in BOX]
        )
        canvas.shape(path_of_geometry(shape), fill=canvas.rgba(row.ground))
        draw_areas(canvas, row, [shape], row.width, row.fill_opacity)
