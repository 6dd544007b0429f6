"""The map of one scene: the printed map with highlights brought forward, callouts with arrows, and a compact legend.

It is drawn onto any canvas, so that a deck's PDF holds it as vectors and its slides as a picture.
"""

import io
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from briefings.model import Scene
from briefings.placeholders import Library
from briefings.scene_geometry import point_of
from export.figures import furniture, legend, map_layers, rendered_rows
from export.figures.canvas import Canvas
from export.figures.label_candidates import Box
from export.figures.outlines import path_of_geometry
from export.figures.page_sizes import Layout
from export.figures.projection import Camera, Rect, camera_for, camera_for_bounds
from export.figures.rendered_rows import RenderedRow
from export.typography import typeface
from i18n.language import Language, language
from layers import GROUND
from layers.core import citations
from layers.core.constants import NOTICE
from layers.core.scenario import shows_line
from layers.core.views import VIEWS
from layers.style.rows import ZOOM_WIDTH, StyleRow, at_zoom

Frames = Mapping[str, gpd.GeoDataFrame]
Groups = list[list[legend.Entry]]

#: The screen that a scene's zoom speaks of where it has a view and no bounds.
_SCREEN_PX = (900.0, 700.0)
_LEGEND_SHARE, _GAP_PX = 0.26, 8.0
_LEGEND_COLUMNS, _COLUMN_PX = 3, 150.0
_TALL_SHARE = (
    0.12  # a legend higher than that may stand beside the map; a short one stands as in other scenes
)
_DATE_PX = 9.5
_DIM = 0.55
_CALLOUT_PX, _CALLOUT_WIDTH_PX, _PAD_PX = 12.0, 158.0, 5.0
_SIDES = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


@dataclass(frozen=True, kw_only=True)
class SceneMap:
    """What was drawn: for alternative texts, the list of sources, and tests. Boxes are design px of the canvas."""

    camera: Camera
    legend_labels: tuple[str, ...]
    callouts: tuple[Box, ...]
    description: str
    cited: tuple[str, ...]


def draw(canvas: Canvas, rect: Rect, scene: Scene, library: Library, *, lang: str = "en") -> SceneMap:
    """Draw the map of a resolved scene into a rectangle of a canvas (design px).

    Raises
    ------
    ValueError
        If the scene names a feature that its layers do not have.
    """
    said = language(lang)
    frames = library.frames(scene.scenario)
    rough = _legend_groups(rendered_rows.kinds_about(frames, _camera(scene, rect)), frames, library, said)
    frame, place, columns = _parted(scene, rect, rough)
    camera = _camera(scene, frame)
    dated = _line_date(scene, frame, library, said)
    fixed = [*furniture.obstacles(frame), *([dated.box] if dated else [])]
    callouts = _callouts(scene, library, camera, fixed)
    on_map = [*fixed, *(callout.box for callout in callouts)]
    parts = emphasised(frames, scene, camera, said, on_map)
    # Names keep clear of the arrows too; a symbol that an arrow points at stays.
    map_layers.draw(canvas, camera, parts, [*on_map, *(box for callout in callouts for box in callout.shaft)])
    for callout in callouts:
        callout.draw(canvas)
    furniture.scale_bar(canvas, camera, said)
    furniture.north_arrow(canvas, camera, said)
    if dated:
        dated.draw(canvas)
    canvas.box(frame, stroke=canvas.rgba("text_muted"), width=0.8)
    # Of what is near the frame not all is in it; the rest has no place in the legend.
    groups = _legend_groups({(part.row.layer, part.row.kind) for part in parts}, frames, library, said)
    key = legend.lay_out(_as_drawn(groups, scene), place.width, place.height, min(columns, len(groups) or 1))
    labels = legend.draw(canvas, key, place.left, place.top) if groups else []
    shown = {layer_id: found for layer_id, found in frames.items() if layer_id != GROUND.id}
    return SceneMap(
        camera=camera,
        legend_labels=tuple(labels),
        callouts=tuple(callout.box for callout in callouts),
        description=_description(scene, labels, frames, said, dated.text if dated else ""),
        cited=tuple(citations.cited(shown, library.registry, library.sources)),
    )


def picture(
    scene: Scene, library: Library, *, size_px: tuple[float, float], scale: float, ratio: float,
    theme: str = "light", lang: str = "en", clear: bool = False,
) -> tuple[bytes, SceneMap]:  # fmt: skip
    """Return a scene's map as a PNG of `size_px` times `ratio`; `scale` is the size of a design px in px.

    `clear`: what is round map and legend is transparent, for a page of another colour.
    """
    layout = Layout(name="scene", title="Scene", width_px=size_px[0], height_px=size_px[1], scale=scale)
    canvas = Canvas(layout, theme, ratio)
    canvas.figure.set_facecolor("none" if clear else canvas.rgba("ukraine"))
    whole = Rect(left=0.5, top=0.5, width=canvas.width - 1, height=canvas.height - 1)
    drawn = draw(canvas, whole, scene, library, lang=lang)
    from PIL import Image

    file = io.BytesIO()
    pixels = canvas.pixels()
    image = Image.fromarray(pixels if clear else pixels[:, :, :3])
    image.save(file, "PNG", compress_level=6, dpi=(96 * ratio, 96 * ratio))
    return file.getvalue(), drawn


def _camera(scene: Scene, rect: Rect) -> Camera:
    if scene.scenario.view is not None:
        return camera_for(scene.scenario.view, _SCREEN_PX, rect)
    west, south, east, north = scene.bounds.as_tuple() if scene.bounds else VIEWS["home"]["bounds"]
    return camera_for_bounds((west, south, east, north), rect)


def _parted(scene: Scene, rect: Rect, groups: Groups) -> tuple[Rect, Rect, int]:
    """Return the map's frame, the legend's place and its columns: beside the map where that makes the map larger."""
    if not groups:
        return rect, rect, 1
    columns = max(1, min(_LEGEND_COLUMNS, len(groups), int(rect.width / _COLUMN_PX)))
    high = legend.lay_out(groups, rect.width, _LEGEND_SHARE * rect.height, columns).height
    above = replace(rect, height=rect.height - high - _GAP_PX)
    below = Rect(left=rect.left, top=above.bottom + _GAP_PX, width=rect.width, height=high)
    tall = high > _TALL_SHARE * rect.height and rect.width > 3 * _COLUMN_PX
    if tall and legend.lay_out(groups, _COLUMN_PX, rect.height, 1).fits:
        left = replace(rect, width=rect.width - _COLUMN_PX - _GAP_PX)
        if _camera(scene, left).zoom > _camera(scene, above).zoom:
            beside = Rect(left=left.right + _GAP_PX, top=rect.top, width=_COLUMN_PX, height=rect.height)
            return left, beside, 1
    return above, below, columns


def _legend_groups(
    drawn: Collection[tuple[str, str]], frames: Frames, library: Library, said: Language
) -> Groups:
    """Return the kinds drawn, one by one and without headings: a slide has room for no more."""
    base = {layer.id for layer in library.registry.layers if layer.group == "base"}
    groups = legend.entries(drawn, library.registry, said)
    return [
        [_dated(e, frames, said)]
        for group in groups
        for e in group
        if e.row is not None and e.row.layer not in base
    ]


def _dated(entry: legend.Entry, frames: Frames, said: Language) -> legend.Entry:
    """Return an entry, that of another date's line with the date."""
    if entry.row is None or not entry.row.reference_line:
        return entry
    frame = frames[entry.row.layer]
    date = frame.loc[frame["kind"] == entry.row.kind, "line_date"].iloc[0]
    return replace(entry, text=said("Line of occupation on {date}", date=said.date(date)))


def _as_drawn(groups: Groups, scene: Scene) -> Groups:
    """Return the entries with the looks that the map has: what stands back there is faint here."""
    bright = {feature.layer for feature in scene.highlights}
    return [[replace(e, row=_beside(e.row, bright)) for e in group if e.row] for group in groups]


def _line_date(scene: Scene, frame: Rect, library: Library, said: Language) -> "_Dated | None":
    """Return the date of the line, for the map's foot: where nothing shown follows the line, there is none."""
    if not shows_line(scene.scenario, library.registry):
        return None
    text = said("Line of occupation on {date}", date=said.date(scene.scenario.line))
    width = typeface.width_em(text) * _DATE_PX + 2 * _PAD_PX
    top = frame.bottom - 1.5 * _DATE_PX - 4
    return _Dated(text=text, box=(frame.right - 4 - width, top, frame.right - 4, frame.bottom - 4))


@dataclass(frozen=True, kw_only=True)
class _Dated:
    """A line of text at the foot of the map."""

    text: str
    box: Box

    def draw(self, canvas: Canvas) -> None:
        left, top, right, bottom = self.box
        canvas.box(
            Rect(left=left, top=top, width=right - left, height=bottom - top), fill=canvas.rgba("halo", 0.75)
        )
        canvas.text(right - _PAD_PX, bottom - 0.42 * _DATE_PX, self.text, px=_DATE_PX, align="right")


# -- highlights ------------------------------------------------------------------------------------


def emphasised(
    frames: Frames, scene: Scene, camera: Camera, said: Language, obstacles: Sequence[Box] = ()
) -> list[RenderedRow]:
    """Return what is to be drawn, highlighted features on a rim and stronger, other layers of the argument fainter.

    Others of a highlighted kind stay as they are: fainter, they would look like another kind.
    """
    ids: dict[str, set[str]] = {}
    for feature in scene.highlights:
        ids.setdefault(feature.layer, set()).add(feature.feature_id)
    if not ids:
        return rendered_rows.prepare(frames, camera, said, obstacles)
    chosen = {layer: frames[layer]["feature_id"].isin(found) for layer, found in ids.items()}
    bright = {layer: frames[layer].loc[mask] for layer, mask in chosen.items()}
    rest = {layer: f.loc[~chosen[layer]] if layer in chosen else f for layer, f in frames.items()}
    width = at_zoom(ZOOM_WIDTH, camera.zoom)
    parts = [
        replace(part, row=_beside(part.row, bright))
        for part in rendered_rows.prepare(rest, camera, said, obstacles)
    ]
    for part in rendered_rows.prepare(bright, camera, said, obstacles):
        parts += _brought_forward(part, camera, width)
    return sorted(parts, key=lambda part: part.row.z)


def _beside(row: StyleRow, bright: Collection[str]) -> StyleRow:
    """Return the look of a row while features of some layers are highlighted: faint if it is of another layer."""
    stays = not bright or row.layer in bright or row.never_dimmed
    if stays or not row.interactive or row.symbol:
        return row
    return replace(
        row,
        fill_opacity=row.fill_opacity * _DIM,
        stroke_opacity=row.stroke_opacity * _DIM,
        pattern_opacity=row.pattern_opacity * _DIM,
    )


def _brought_forward(part: RenderedRow, camera: Camera, width_factor: float) -> list[RenderedRow]:
    row = part.row
    if row.form == "area" and not row.stroke:  # the line and the border are the edges of occupied ground
        return [replace(part, row=replace(row, fill_opacity=min(0.85, row.fill_opacity * 2),
                                          pattern_opacity=min(0.9, row.pattern_opacity * 2)))]  # fmt: skip
    if row.form in ("area", "line"):
        width = max(row.width * 1.5, 2.0)
        rim = replace(row, fill="", pattern="", text="", stroke="halo", stroke_opacity=0.9,
                      width=width + 3 / width_factor, dash=())  # fmt: skip
        strong = replace(
            row,
            stroke_opacity=1.0,
            width=width,
            fill_opacity=min(0.85, row.fill_opacity * 1.5 + 0.05) if row.fill_opacity else 0.0,
            pattern_opacity=min(0.9, row.pattern_opacity * 1.6),
        )
        return [replace(part, row=rim, names=[]), replace(part, row=strong)]
    if row.symbol:
        radius = rendered_rows.symbol_px(row, camera) * 0.85
        rings: list[shapely.Geometry] = [
            shapely.Point(x, y).buffer(radius).exterior for x, y in part.points.tolist()
        ]
        ring = replace(row, form="line", symbol="", width=2.0 / width_factor, text="")
        rim = replace(ring, stroke="halo", width=4.5 / width_factor)
        empty = np.zeros((0, 2))
        rounds = [replace(part, row=r, shapes=rings, points=empty, names=[]) for r in (rim, ring)]
        return [*rounds, part]
    return [part]


# -- callouts --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Placed:
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


def _callouts(scene: Scene, library: Library, camera: Camera, obstacles: Sequence[Box]) -> list[_Placed]:
    placed: list[_Placed] = []
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
        placed.append(_Placed(lines=lines, box=(free or boxes)[0], head=(x, y) if seen else None))
    return placed


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


# -- in words --------------------------------------------------------------------------------------


def _description(scene: Scene, labels: Sequence[str], frames: Frames, said: Language, line: str) -> str:
    """Return the map in words, for those who do not see it; `line` is its date as the map says it, '' for none."""
    parts = [f"{said('Map')}: {scene.title}", line, f"{said('Shown')}: {'; '.join(labels)}" if labels else ""]
    names = [
        str(frames[ref.layer].loc[frames[ref.layer]["feature_id"] == ref.feature_id, "name"].iloc[0])
        for ref in scene.highlights
    ]
    parts += [f"{said('Highlighted')}: {'; '.join(names)}" if names else ""]
    parts += [f"{said('Callouts')}: {'; '.join(c.text for c in scene.callouts)}" if scene.callouts else ""]
    return ". ".join(part for part in [*parts, said(NOTICE)] if part) + "."
