"""The map itself on a printed page: layer frames through projection and style table onto a sheet.

Draws in the one drawing order of the style table, and tells what it drew, so that the legend holds just that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from export.labels import CLEARANCE_PX, Box, Placed, Wanted, place
from export.language import Language
from export.paths import path_of_geometry
from export.projection import Camera
from export.sheet import Sheet
from layers.style import (
    HALO_PX,
    STYLE,
    ZOOM_SYMBOL,
    ZOOM_TEXT,
    ZOOM_WIDTH,
    StyleRow,
    at_zoom,
    drawing_order,
    fade,
)

Floats = NDArray[np.float64]

_TOLERANCE_PX = 0.2
_MARGIN_PX = 6.0  # beyond the frame, so that outlines do not run along its edge
_LEAST_AREA_PX2 = 3.0
_LEAST_LENGTH_PX = 2.0
#: A page is looked at more closely than a screen: symbols and names appear at a zoom this much smaller.
_CLOSER = 1.1
#: Areas that share their outlines: each is drawn once, or the dashes of two would fill each other's gaps.
_TILED = {("oblasts", "oblast")}
#: From which zoom names of a rank stand on the ground: a small bay would crowd out what matters.
_RANK_ZOOMS = {2: 4.4, 3: 5.6}
#: Print shows a pattern more strongly where colour does not help.
_PATTERN_STRENGTH = {"print": 2.0, "safe": 1.2}


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one style row has within the frame: shapes in px, the points of symbols, and names with their places.

    `facts`: the rows of the layer's frame that are drawn, their geometry left out.
    """

    row: StyleRow
    shapes: list[shapely.Geometry]
    points: Floats
    names: list[tuple[str, float, float]]
    facts: pd.DataFrame


def facts_about(frames: Mapping[str, gpd.GeoDataFrame], camera: Camera) -> list[tuple[str, pd.DataFrame]]:
    """Return layer and rows of what may be within the frame, by bounding boxes: quick, and a little too much."""
    found: list[tuple[str, pd.DataFrame]] = []
    for layer_id, frame in frames.items():
        x1, y1, x2, y2 = shapely.bounds(np.asarray(frame.geometry.values)).reshape(-1, 4).T
        near = np.zeros(len(frame), dtype=bool)
        for west, south, east, north in camera.windows():
            near |= (x1 <= east) & (x2 >= west) & (y1 <= north) & (y2 >= south)
        near &= [_shown(layer_id, kind, camera) for kind in frame["kind"]]
        found.append((layer_id, frame.loc[near]))
    return found


def kinds_about(frames: Mapping[str, gpd.GeoDataFrame], camera: Camera) -> set[tuple[str, str]]:
    """Return layer and kind of what may be within the frame; see `facts_about`."""
    return {
        (layer_id, kind) for layer_id, facts in facts_about(frames, camera) for kind in set(facts["kind"])
    }


def _shown(layer_id: str, kind: str, camera: Camera) -> bool:
    return (layer_id, kind) in STYLE and _visible(STYLE[layer_id, kind], camera)


def _visible(row: StyleRow, camera: Camera) -> bool:
    return camera.zoom + _CLOSER >= row.min_zoom


def points_in(frames: Mapping[str, gpd.GeoDataFrame], camera: Camera, box: Box) -> int:
    """Return how many points of the layers' symbols would stand in a box."""
    left, top, right, bottom = box
    found = 0
    for layer_id, frame in frames.items():
        chosen = frame.loc[[_has_symbol(layer_id, kind, camera) for kind in frame["kind"]]]
        x, y = camera.px(shapely.get_coordinates(np.asarray(chosen.geometry.values))).T
        found += int(((left < x) & (x < right) & (top < y) & (y < bottom)).sum())
    return found


def _has_symbol(layer_id: str, kind: str, camera: Camera) -> bool:
    row = STYLE.get((layer_id, kind))
    return bool(row and row.symbol) and row is not None and _visible(row, camera)


def prepare(
    frames: Mapping[str, gpd.GeoDataFrame], camera: Camera, language: Language, obstacles: Sequence[Box] = ()
) -> list[Part]:
    """Return what is to be drawn, from the ground up; rows of which nothing is in the frame are left out.

    `frames`: EPSG:4326 by layer id, with `kind`, `name`, and perhaps `name_uk`; `obstacles`: what stands on the map,
    and symbols are left out for: half of one under the scale bar would be a blot.
    """
    near = kinds_about(frames, camera)
    parts = []
    for row in drawing_order():
        if (row.layer, row.kind) in near:
            frame = frames[row.layer]
            if part := _part(row, frame.loc[frame["kind"] == row.kind], camera, language, obstacles):
                parts.append(part)
    return parts


def _part(
    row: StyleRow, chosen: gpd.GeoDataFrame, camera: Camera, language: Language, obstacles: Sequence[Box]
) -> Part | None:
    geometry = np.asarray(chosen.geometry.values)
    tiled = (row.layer, row.kind) in _TILED
    if tiled:
        geometry = np.array([shapely.line_merge(shapely.union_all(shapely.boundary(geometry)))])
    shapes: list[shapely.Geometry] = []
    points = np.zeros((0, 2))
    anchors: list[tuple[int, float, float]] = []
    if row.form in ("point", "label"):
        places = camera.px(shapely.get_coordinates(geometry))
        edge = camera.rect
        inside = (
            np.isfinite(places).all(axis=1)
            & (places[:, 0] > edge.left)
            & (places[:, 0] < edge.right)
            & (places[:, 1] > edge.top)
            & (places[:, 1] < edge.bottom)
        )
        if row.symbol:
            inside &= _free(places, _symbol_half(row, camera), obstacles)
        anchors = [(int(i), float(places[i, 0]), float(places[i, 1])) for i in np.flatnonzero(inside)]
        points, drawn = places[inside], inside
    else:
        cut = camera.geometry_px(geometry, _TOLERANCE_PX, _MARGIN_PX)
        edge = camera.rect
        seen = shapely.clip_by_rect(cut, edge.left, edge.top, edge.right, edge.bottom)
        enough = (
            shapely.area(seen) > _LEAST_AREA_PX2
            if row.form == "area" and not tiled
            else shapely.length(seen) > _LEAST_LENGTH_PX
        )
        shapes = [shape if shape.is_valid else shapely.make_valid(shape) for shape in cut[enough]]
        drawn = np.full(len(chosen), bool(shapes)) if tiled else enough
        if row.text:
            for i in np.flatnonzero(enough):
                middle = shapely.point_on_surface(seen[i])
                anchors.append((int(i), middle.x, middle.y))
    if not shapes and not len(points):
        return None
    names = _names(row, chosen, anchors, camera, language) if row.text else []
    facts = pd.DataFrame(chosen.loc[drawn].drop(columns=chosen.geometry.name))
    return Part(row=row, shapes=shapes, points=points, names=names, facts=facts)


def _names(
    row: StyleRow,
    chosen: gpd.GeoDataFrame,
    anchors: Sequence[tuple[int, float, float]],
    camera: Camera,
    language: Language,
) -> list[tuple[str, float, float]]:
    if camera.zoom + _CLOSER < row.text_min_zoom:
        return []
    own = chosen["name_uk"].tolist() if "name_uk" in chosen else [None] * len(chosen)
    said = chosen["name"].tolist()
    if "rank" in chosen:  # what is more important finds its room first
        rank = chosen["rank"].tolist()
        shown = [anchor for anchor in anchors if camera.zoom >= _RANK_ZOOMS.get(rank[anchor[0]], 0)]
        anchors = sorted(shown, key=lambda anchor: rank[anchor[0]])
    elif "population" in chosen:
        people = chosen["population"].fillna(0).tolist()
        anchors = sorted(anchors, key=lambda anchor: -people[anchor[0]])
    return [(language.place(str(said[i]), own[i]), x, y) for i, x, y in anchors if str(said[i]).strip()]


def draw(sheet: Sheet, camera: Camera, parts: Sequence[Part], obstacles: Sequence[Box]) -> list[Placed]:
    """Draw the map into its frame and return the names as they were placed, clear of `obstacles`."""
    sheet.clip_to(camera.rect)
    sheet.box(camera.rect, fill=sheet.rgba("sea"))
    symbols: list[Box] = []
    for part in parts:
        symbols += _draw_part(sheet, camera, part)
    sheet.clip_to(None)
    placed = place(_wanted(camera, parts), camera.rect.inset(3), [*obstacles, *symbols])
    for name in reversed(placed):  # the most important on top
        row = name.wanted.row
        lines = name.set_lines()
        sheet.halos(lines, row.halo)
        for left, baseline, text, px, weight in lines:
            sheet.text(left, baseline, text, px=px, token=row.text, weight=weight)
    return placed


def _draw_part(sheet: Sheet, camera: Camera, part: Part) -> list[Box]:
    """Draw one row, and return the boxes of its symbols."""
    row = part.row
    width = row.width * at_zoom(ZOOM_WIDTH, camera.zoom)
    stroke = sheet.rgba(row.stroke, row.stroke_opacity) if row.stroke and width else None
    if row.form == "area":
        draw_areas(sheet, row, part.shapes, width, at_zoom(fade(row), camera.zoom))
    elif row.form == "line" and stroke:
        for shape in part.shapes:
            sheet.shape(path_of_geometry(shape), stroke=stroke, width=width, dash=row.dash)
    elif row.form == "point" and row.symbol:
        half = _symbol_half(row, camera)
        sheet.symbols(row, part.points, symbol_px(row, camera))
        return [(x - half, y - half, x + half, y + half) for x, y in part.points.tolist()]
    return []


def _free(places: Floats, half: float, obstacles: Sequence[Box]) -> NDArray[np.bool_]:
    """Return which symbols of a half-size touch none of the obstacles."""
    free = np.ones(len(places), dtype=bool)
    for left, top, right, bottom in obstacles:
        x, y = places[:, 0], places[:, 1]
        free &= (x + half <= left) | (x - half >= right) | (y + half <= top) | (y - half >= bottom)
    return free


def draw_areas(
    sheet: Sheet, row: StyleRow, shapes: Sequence[shapely.Geometry], width: float, fill_opacity: float
) -> None:
    """Draw areas of a row: fill, pattern, outline."""
    stroke = sheet.rgba(row.stroke, row.stroke_opacity) if row.stroke and width else None
    fill = sheet.rgba(row.fill, fill_opacity) if row.fill and fill_opacity else None
    for shape in shapes:
        path = path_of_geometry(shape)
        if fill:
            sheet.shape(path, fill=fill)
        if row.pattern:
            strength = _PATTERN_STRENGTH.get(sheet.theme, 1.0)
            sheet.pattern(shape, row, min(0.9, row.pattern_opacity * strength))
        if stroke:
            sheet.shape(path, stroke=stroke, width=width, dash=row.dash)


def symbol_px(row: StyleRow, camera: Camera) -> float:
    """Return the size of a row's symbol at the map's scale."""
    return row.symbol_px * at_zoom(ZOOM_SYMBOL, camera.zoom)


def _symbol_half(row: StyleRow, camera: Camera) -> float:
    return symbol_px(row, camera) / 2 + HALO_PX / 2


def _wanted(camera: Camera, parts: Sequence[Part]) -> list[Wanted]:
    order = sorted(parts, key=lambda part: (part.row.text_priority, -part.row.z))
    size = at_zoom(ZOOM_TEXT, camera.zoom)
    return [
        Wanted(
            row=part.row,
            text=text,
            x=x,
            y=y,
            px=part.row.text_px * size,
            clear_px=_symbol_half(part.row, camera) + CLEARANCE_PX if part.row.symbol else 0.0,
        )
        for part in order
        for text, x, y in part.names
    ]
