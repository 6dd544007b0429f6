"""The map itself on a printed page: what each style row has within the frame, drawn onto a canvas.

Draws in the one drawing order of the style table, and tells which names found room.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from export.figures import screen_names
from export.figures.canvas import Canvas, Line
from export.figures.label_candidates import CLEARANCE_PX, Box, LabelRequest, Placed, padding_px
from export.figures.label_placement import place
from export.figures.outlines import path_of_geometry
from export.figures.projection import Camera
from export.figures.rendered_rows import RenderedRow, symbol_half_px, symbol_px
from layers.core.views import ACCURACY_FROM_ZOOM
from layers.style.rows import (
    BAND_OPACITY,
    ZOOM_TEXT,
    ZOOM_WIDTH,
    StyleRow,
    at_zoom,
    band_px,
    fade,
    name_order,
)

Floats = NDArray[np.float64]

#: MapLibre writes a name so much below the middle of its box; seen at seven names of a phone's map, to a tenth of a px.
_LIVE_DOWN_EM = 0.16
#: Print shows a pattern more strongly where colour does not help.
_PATTERN_STRENGTH = {"print": 2.0, "safe": 1.2}


def draw(
    canvas: Canvas, camera: Camera, rows: Sequence[RenderedRow], obstacles: Sequence[Box]
) -> tuple[list[RenderedRow], list[Placed]]:
    """Draw the map into its frame and return the rows as drawn, and the names as placed, clear of `obstacles`."""
    canvas.clip_to(camera.rect)
    canvas.box(camera.rect, fill=canvas.rgba("sea"))
    placed = _placed(camera, rows, obstacles)
    drawn = [_with_names(rendered, placed) for rendered in rows]
    for rendered in drawn:
        _draw_row(canvas, camera, rendered)
    canvas.clip_to(None)
    _draw_names(canvas, placed, as_outlines=camera.is_screen)
    return drawn, placed


def _placed(camera: Camera, rows: Sequence[RenderedRow], obstacles: Sequence[Box]) -> list[Placed]:
    """Return the names that find room, clear of symbols and `obstacles`."""
    requests = _requests(camera, rows)
    alone = [rendered for rendered in rows if not rendered.row.named_only]  # the others come with their names
    dots = _dots(alone)
    if camera.is_screen:  # on the live map heads of arrows give way to names
        every = np.vstack([np.zeros((0, 2)), *dots.values()])
        symbols = _symbol_boxes(camera, [rendered for rendered in alone if not rendered.row.decoration])
        return screen_names.place(requests, camera.rect, symbols, every, padding_px(camera.zoom))
    # Heads of arrows give way to the first names.
    heads, firm = (
        _symbol_boxes(camera, [one for one in alone if one.row.decoration == is_head])
        for is_head in (True, False)
    )
    return place(requests, camera.rect.inset(3), [*obstacles, *firm], dots=dots, yielding=heads)


def _symbol_boxes(camera: Camera, rows: Sequence[RenderedRow]) -> list[Box]:
    boxes = []
    for rendered in rows:
        if rendered.row.form == "point" and rendered.row.symbol:
            half = symbol_half_px(rendered.row, camera)
            boxes += [(x - half, y - half, x + half, y + half) for x, y in rendered.points.tolist()]
    return boxes


def _with_names(rendered: RenderedRow, placed: Sequence[Placed]) -> RenderedRow:
    """Return a row without the symbols of places whose names found no room."""
    if not rendered.row.named_only:
        return rendered
    named = {(one.request.x, one.request.y) for one in placed if one.request.row == rendered.row}
    kept = [tuple(point) in named for point in rendered.points.tolist()]
    return replace(rendered, points=rendered.points[np.array(kept, dtype=bool)])


def _draw_names(canvas: Canvas, placed: Sequence[Placed], as_outlines: bool) -> None:
    """Write the names over their halos; as outlines they are shapes, which are drawn in half the time."""
    if as_outlines:
        for token in {name.request.row.halo: None for name in placed}:
            canvas.halos(_lines_in(placed, "halo", token), token)
        for token in {name.request.row.text: None for name in placed}:
            canvas.outlines(_lines_in(placed, "text", token), token)
        return
    for name in reversed(placed):  # the most important on top
        row = name.request.row
        lines = name.set_lines()
        canvas.halos(lines, row.halo)
        for left, baseline, text, px, weight in lines:
            canvas.text(left, baseline, text, px=px, token=row.text, weight=weight)


def _lines_in(placed: Sequence[Placed], rendered: Literal["halo", "text"], token: str) -> list[Line]:
    """Return the lines of all names that have a rendered in one colour."""
    return [
        line
        for name in placed
        if getattr(name.request.row, rendered) == token
        for line in name.set_lines(_LIVE_DOWN_EM)
    ]


def _draw_row(canvas: Canvas, camera: Camera, rendered: RenderedRow) -> None:
    """Draw one row."""
    row = rendered.row
    width = row.width * at_zoom(ZOOM_WIDTH, camera.zoom)
    if camera.is_screen and width < 1:  # the live map draws hairlines a little wider than they are
        width = ((1 + width) / 2) ** 2
    stroke = canvas.rgba(row.stroke, row.stroke_opacity) if row.stroke and width else None
    if row.form == "area":
        draw_areas(canvas, row, rendered.shapes, width, at_zoom(fade(row), camera.zoom))
    elif row.form == "line" and stroke:
        if row.accuracy_km and camera.zoom >= ACCURACY_FROM_ZOOM:
            band = canvas.rgba(row.stroke, BAND_OPACITY)
            for shape in rendered.shapes:
                canvas.shape(path_of_geometry(shape), stroke=band, width=band_px(row, camera.m_per_px / 1000))
        casing = width + 2 * row.casing * at_zoom(ZOOM_WIDTH, camera.zoom)
        for shape in rendered.shapes if row.casing else []:
            canvas.shape(path_of_geometry(shape), stroke=canvas.rgba(row.halo), width=casing)
        for shape in rendered.shapes:
            canvas.shape(path_of_geometry(shape), stroke=stroke, width=width, dash=row.dash)
    elif row.form == "point" and row.symbol:
        canvas.symbols(row, rendered.points, symbol_px(row, camera), rendered.turns_deg)


def draw_areas(
    canvas: Canvas, row: StyleRow, shapes: Sequence[shapely.Geometry], width: float, fill_opacity: float
) -> None:
    """Draw areas of a row: fill, pattern, outline."""
    stroke = canvas.rgba(row.stroke, row.stroke_opacity) if row.stroke and width else None
    fill = canvas.rgba(row.fill, fill_opacity) if row.fill and fill_opacity else None
    for shape in shapes:
        path = path_of_geometry(shape)
        if fill:
            canvas.shape(path, fill=fill)
        if row.pattern:
            strength = _PATTERN_STRENGTH.get(canvas.theme, 1.0)
            canvas.pattern(shape, row, min(0.9, row.pattern_opacity * strength))
        if stroke:
            canvas.shape(path, stroke=stroke, width=width, dash=row.dash)


def _requests(camera: Camera, rows: Sequence[RenderedRow]) -> list[LabelRequest]:
    by_row = {rendered.row: rendered for rendered in rows}
    order = [(group, by_row[group.row]) for group in name_order(by_row)]
    size = at_zoom(ZOOM_TEXT, camera.zoom)
    home = _lines(rows, lambda row: row.parts_labels == "all")
    abroad = shapely.union(home, _lines(rows, lambda row: row.parts_labels == "abroad"))
    clear_of = {
        rendered.row: shapely.union(home, _lines(rows, partial(_is_clear_of, rendered.row)))
        for rendered in rows
        if rendered.row.clear_of
    }
    requests = [
        LabelRequest(
            row=rendered.row,
            spoken=name.spoken,
            first=name.first,
            text=name.text,
            x=name.x,
            y=name.y,
            area=name.area,
            barriers=abroad if name.abroad else clear_of.get(rendered.row, home),
            px=rendered.row.text_px * size * name.scale,
            first_side=name.first_side,
            clear_px=symbol_half_px(rendered.row, camera) + CLEARANCE_PX if rendered.row.symbol else 0.0,
        )
        for group, rendered in order
        for name in rendered.names
        if group.abroad in (None, name.abroad)
    ]
    return sorted(requests, key=lambda request: not request.spoken)


def _dots(rows: Sequence[RenderedRow]) -> dict[str, Floats]:
    """Return the points of each layer that a name could be read with: also of those without a name of their own."""
    found: dict[str, list[Floats]] = {}
    for rendered in rows:
        if rendered.row.symbol and rendered.row.text:
            found.setdefault(rendered.row.layer, []).append(rendered.points)
    return {layer: np.vstack(points) for layer, points in found.items()}


def _is_clear_of(own: StyleRow, other: StyleRow) -> bool:
    return (own.layer, own.clear_of) == (other.layer, other.kind)


def _lines(rows: Sequence[RenderedRow], chosen: Callable[[StyleRow], bool]) -> shapely.Geometry:
    """Return all lines of the chosen rows as one."""
    return shapely.union_all(
        [shape for rendered in rows if chosen(rendered.row) for shape in rendered.shapes]
    )
