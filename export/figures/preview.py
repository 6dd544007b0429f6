"""The server's picture of the map: what the live map shows at the same place, drawn without a browser.

It is on the page until the live map is ready, so it follows MapLibre: Web Mercator with 512-px tiles; shapes
simplified per tile zoom; dashes and patterns that grow between two zooms and start where a tile starts; names
placed by the same order, boxes and sides. Nothing here knows a colour or a size.

Positions are those of `export.figures.web_mercator`, and Agg's own pixels, which have y upwards and count `ratio`
to a CSS pixel.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from export.figures.outlines import symbol_paths, wound
from export.figures.preview_names import Name, glyph, place_names
from export.figures.web_mercator import Camera, Floats, Ring, Shapes, dashes_of, shapes_of
from layers.core.scenario import View
from layers.style import patterns
from layers.style.rows import (
    HALO_PX,
    PALETTES,
    STYLE,
    ZOOM_SYMBOL,
    ZOOM_WIDTH,
    StyleRow,
    at_zoom,
    colour,
    drawing_order,
    fade,
)

if TYPE_CHECKING:  # Matplotlib is slow to import: see warm_up
    from matplotlib.path import Path

Rgba = tuple[float, float, float, float]

_IDENTITY = np.eye(3)
_DASH_RUN_PX = 1024  # at a tile's own zoom: then dashes are counted anew
_MARGIN_PX = 24  # what lies further outside cannot reach in with its line or symbol
_COLOURS = 72  # what keeps a picture of the usual size under 90 kB
_COLOUR_STEP = 7  # every so many pixels are looked at to choose them


def draw(
    frames: Mapping[str, gpd.GeoDataFrame],
    *,
    theme: str,
    view: View,
    width_px: int,
    height_px: int,
    ratio: int = 1,
) -> bytes:
    """Return a WebP picture of `frames` by layer id: the ground and the visible layers.

    Safe between threads. Frames are read once and remembered while they live, so they must not be changed.

    Raises
    ------
    ValueError
        If theme, layer or symbol are not known.

    """
    if theme not in PALETTES:
        raise ValueError(f"There is no theme “{theme}”; there are {', '.join(PALETTES)}.")
    known = sorted({layer for layer, _ in STYLE})
    if unknown := sorted(set(frames) - set(known)):
        raise ValueError(f"There is no style for “{unknown[0]}”; there is one for {', '.join(known)}.")
    canvas = _Canvas(theme, Camera(view, width_px, height_px), ratio)
    shapes = {layer: shapes_of(frame) for layer, frame in frames.items()}
    rows = [row for row in drawing_order() if row.layer in shapes]
    for row in rows:
        if view.zoom >= row.min_zoom:
            _draw_row(canvas, row, shapes[row.layer])
    placed = place_names(canvas.camera, [(row, shapes[row.layer]) for row in rows if row.text])
    for name in reversed(placed):  # the most important on top
        canvas.name(name)
    return canvas.webp()


def warm_up() -> None:
    """Load Matplotlib, fonts and encoder, so that the first picture is as fast as the rest."""
    for weight in ("regular", "bold", "italic"):
        for character in map(chr, range(32, 127)):
            glyph(character, weight)
    nothing = {"ground": gpd.GeoDataFrame({"kind": [], "name": []}, geometry=[], crs="EPSG:4326")}
    draw(nothing, theme="light", view=View(lon=31, lat=48, zoom=5), width_px=80, height_px=80)


def _draw_row(canvas: "_Canvas", row: StyleRow, shapes: Shapes) -> None:
    """Fill, pattern, outline and symbols of a row, from below."""
    camera = canvas.camera
    seen = shapes.seen(row.kind, camera.bounds(_MARGIN_PX))
    if not seen:
        return
    if row.form == "area":
        paths = [shapes.path(feature, camera.tile_zoom) for feature in seen]
        opacity = at_zoom(fade(row), camera.view.zoom)
        if opacity:
            for path in paths:
                canvas.fill(path, row.fill, opacity)
        if row.pattern:
            canvas.pattern(paths, row)
    if row.casing:
        casing = replace(row, stroke=row.halo, stroke_opacity=1, width=row.width + 2 * row.casing)
        for feature in seen:
            canvas.line(shapes.path(feature, camera.tile_zoom), casing)
    if row.form in ("area", "line") and row.stroke and row.width:
        if row.dash:
            canvas.dashes([ring for f in seen for ring in shapes.rings(f, camera.tile_zoom)], row)
        else:
            for feature in seen:
                canvas.line(shapes.path(feature, camera.tile_zoom), row)
    if row.symbol:
        for feature in seen:
            for x, y in camera.px(shapes.points(feature)):
                canvas.symbol(row, x, y)


class _Canvas:
    """An Agg renderer in the theme's sea, with the few ways of drawing that a map needs."""

    def __init__(self, theme: str, camera: Camera, ratio: int) -> None:
        from matplotlib.backends.backend_agg import RendererAgg

        self.theme, self.camera, self.ratio = theme, camera, ratio
        self.size = camera.width_px * ratio, camera.height_px * ratio
        self.renderer = RendererAgg(*self.size, 72)  # 72 dpi: a point is a pixel
        pixels = np.asarray(self.renderer.buffer_rgba())
        pixels[:] = np.round(np.array(self.rgba("sea")) * 255).astype(np.uint8)
        scale = camera.world_px * ratio
        left, top = camera.origin * ratio
        self.world = np.array([[scale, 0, -left], [0, -scale, self.size[1] + top], [0, 0, 1]])

    def rgba(self, token: str, opacity: float = 1) -> Rgba:
        red, green, blue = bytes.fromhex(colour(token, self.theme)[1:])
        return red / 255, green / 255, blue / 255, opacity

    def pen(
        self, width_px: float = 0, ink: Rgba = (0, 0, 0, 1), cap: Literal["butt", "round"] = "round"
    ) -> Any:
        context = self.renderer.new_gc()
        context.set_linewidth(width_px)
        context.set_foreground(ink, isRGBA=True)
        context.set_capstyle(cap)
        context.set_joinstyle("round")
        context.set_snap(False)
        return context

    def fill(self, path: "Path", token: str, opacity: float) -> None:
        self.renderer.draw_path(self.pen(), path, self.world, self.rgba(token, opacity))

    def line(self, path: "Path", row: StyleRow) -> None:
        ink = self.rgba(row.stroke, row.stroke_opacity)
        self.renderer.draw_path(self.pen(self._width(row), ink), path, self.world)

    def dashes(self, rings: list[Ring], row: StyleRow) -> None:
        """Draw dashed lines tile by tile: each begins its dashes where it enters, and they grow with it."""
        from matplotlib.path import Path
        from matplotlib.transforms import Bbox

        pen = self.pen(self._width(row), self.rgba(row.stroke, row.stroke_opacity), cap="butt")
        unit = row.width * at_zoom(ZOOM_WIDTH, self.camera.tile_zoom) * self.camera.growth * self.ratio
        pattern = np.cumsum(row.dash) * unit
        for tile in self.camera.tiles():
            left, top, right, bottom = self.camera.tile_bounds(tile)
            corners = self.camera.px(np.array([[left, bottom], [right, top]])) * (1, -1) * self.ratio
            pen.set_clip_rectangle(Bbox(np.add(corners, (0, self.size[1]))))
            dashes = [cut for ring in rings for piece in self.camera.cut(ring, tile)
                      for cut in self._dashed(piece, ring, pattern)]  # fmt: skip
            if dashes:
                points, first = (np.concatenate(part) for part in zip(*dashes, strict=True))
                path = Path(points, np.where(first, Path.MOVETO, Path.LINETO))
                path.should_simplify = False
                self.renderer.draw_path(pen, path, _IDENTITY)

    def _dashed(
        self, piece: Floats, ring: Ring, pattern: Floats
    ) -> Iterator[tuple[Floats, NDArray[np.bool_]]]:
        """Yield the dashes of a line in Agg's pixels; Agg itself would count from the edge of the canvas.

        The live map counts a ring from the point before its first, and anew after a certain length.
        """
        points = wound(piece, ring.hole) if ring.closed else piece
        points = np.column_stack([points, np.ones(len(points))]) @ self.world[:2].T
        steps = np.hypot(*np.diff(points, axis=0).T)
        longest = _DASH_RUN_PX * self.camera.growth * self.ratio
        along = np.concatenate([[0.0], np.cumsum(steps)])
        start, begun = 0, float(steps[-1]) if ring.closed else 0.0
        while start < len(steps):
            far = np.flatnonzero(along[start + 1 :] - along[start] + begun > longest)
            stop = start + 1 + int(far[0]) if len(far) else len(steps)
            part = points[start : stop + 1]
            if np.all(part.max(axis=0) >= 0) and np.all(part.min(axis=0) <= self.size):
                yield dashes_of(part, along[start : stop + 1] - along[start] + begun, pattern)
            start, begun = stop, 0.0

    def pattern(self, paths: list["Path"], row: StyleRow) -> None:
        """Lay a pattern over areas: it starts at the corner of the world and grows with the map's tiles."""
        from matplotlib.backends.backend_agg import RendererAgg

        mask_renderer = RendererAgg(*self.size, 72)
        for path in paths:
            mask_renderer.draw_path(self.pen(), path, self.world, (1.0, 1.0, 1.0, 1.0))
        mask = np.asarray(mask_renderer.buffer_rgba())[:, :, 3] > 127
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        if not len(rows):
            return
        top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
        sheet = np.empty((bottom - top, right - left, 4), dtype=np.uint8)
        sheet[:, :, :3] = np.round(np.array(self.rgba(patterns.ink(row))[:3]) * 255)
        sheet[:, :, 3] = np.round(
            self._tiled(row.pattern, slice(left, right), slice(top, bottom)) * row.pattern_opacity
        )
        sheet[:, :, 3] *= mask[top:bottom, left:right]
        self.renderer.draw_image(self.pen(), left, self.size[1] - bottom, sheet[::-1])

    def _tiled(self, pattern: str, columns: slice, rows: slice) -> NDArray[np.uint8]:
        """Return a pattern's ink over a part of the canvas, interpolated between the tile's pixels."""
        tile = patterns.tile(pattern, self.ratio).astype(np.float32)
        side = len(tile)
        samples = []
        for axis, part in enumerate((columns, rows)):
            px = (np.arange(part.start, part.stop) + 0.5) / self.ratio + self.camera.origin[axis]
            at = px / self.camera.growth * self.ratio - 0.5
            low = np.floor(at).astype(int)
            samples.append((low % side, (low + 1) % side, (at - low).astype(np.float32)))
        (left, right, x), (upper, lower, y) = samples
        across = tile[:, left] * (1 - x) + tile[:, right] * x
        return (across[upper] * (1 - y)[:, None] + across[lower] * y[:, None] + 0.5).astype(np.uint8)

    def symbol(self, row: StyleRow, x: float, y: float) -> None:
        """Draw a symbol with its middle at px, over a halo."""
        size = (row.symbol_px + 2 * HALO_PX) * self.ratio
        scale = round(size) / size * at_zoom(ZOOM_SYMBOL, self.camera.view.zoom) * self.ratio
        px = row.symbol_px * scale
        left, top = x * self.ratio - px / 2, self.size[1] - y * self.ratio + px / 2
        place = np.array([[px, 0, left], [0, -px, top], [0, 0, 1]])
        outline, inside = symbol_paths(row.symbol)
        ground = self.rgba("symbol_ground")
        self.renderer.draw_path(self.pen(2 * HALO_PX * scale, ground), outline, place, ground)
        self.renderer.draw_path(self.pen(), inside, place, self.rgba(row.stroke))

    def name(self, name: "Name") -> None:
        x, y = self.camera.px(name.anchor[None])[0] + name.shift_px
        scale = name.size_px * self.ratio
        place = np.array([[scale, 0, x * self.ratio], [0, scale, self.size[1] - y * self.ratio], [0, 0, 1]])
        path = name.text.path(name.justify)
        halo = self.pen(2 * HALO_PX * self.ratio, self.rgba(name.row.halo))
        self.renderer.draw_path(halo, path, place)
        self.renderer.draw_path(self.pen(), path, place, self.rgba(name.row.text))

    def webp(self) -> bytes:
        """Return the picture without loss but in few colours: sharp, small, and its plain areas are exact."""
        from PIL import Image

        pixels = np.asarray(self.renderer.buffer_rgba()).view("<u4")[:, :, 0]
        index, palette = _few_colours(pixels)
        image = Image.fromarray(index)
        image.putpalette(palette.tobytes())
        file = io.BytesIO()
        image.convert("RGB").save(file, "WEBP", lossless=True, quality=0, method=1)
        return file.getvalue()

    def _width(self, row: StyleRow) -> float:
        """Width in device px; the live map draws hairlines a little wider than they are."""
        width = row.width * at_zoom(ZOOM_WIDTH, self.camera.view.zoom) * self.ratio
        return width if width >= 1 else ((1 + width) / 2) ** 2


def _few_colours(pixels: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return an index per pixel and the palette: frequent colours as they are, then what they miss most.

    A pixel is red, green and blue from the lowest byte up; the highest is the same everywhere.
    """
    colours, counts = np.unique(pixels.ravel()[::_COLOUR_STEP], return_counts=True)
    rgb = np.column_stack([colours & 255, colours >> 8 & 255, colours >> 16 & 255]).astype(np.float32)
    missed = np.full(len(rgb), np.inf, dtype=np.float32)
    weight = np.sqrt(counts).astype(np.float32)  # so that thin lines and names get their colours too
    chosen: list[int] = []
    for _ in range(min(_COLOURS, len(rgb))):
        chosen.append(int(np.argmax(missed * weight)) if chosen else int(np.argmax(weight)))
        missed = np.minimum(missed, ((rgb - rgb[chosen[-1]]) ** 2).sum(axis=1))
    palette = rgb[chosen]

    def cell(colour: NDArray[np.uint32]) -> NDArray[Any]:  # the upper 6 bits of each part
        return (colour & 0xFC) >> 2 | (colour & 0xFC00) >> 4 | (colour & 0xFC0000) >> 6

    cells = cell(pixels)
    present = np.flatnonzero(np.bincount(cells.ravel(), minlength=1 << 18))
    middle = np.column_stack([present & 63, present >> 6 & 63, present >> 12]).astype(np.float32) * 4 + 1.5
    nearest = np.zeros(1 << 18, dtype=np.uint8)
    nearest[present] = ((palette**2).sum(axis=1) - 2 * middle @ palette.T).argmin(axis=1)
    nearest[cell(colours[chosen])[::-1]] = np.arange(len(chosen))[::-1]  # the most frequent has its cell
    return nearest[cells], palette.astype(np.uint8)
