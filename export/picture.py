"""The server's picture of the map: what the live map shows at the same place, drawn without a browser.

It is on the page until the live map is ready, so it follows MapLibre: Web Mercator with 512-px tiles; shapes
simplified per tile zoom; dashes and patterns that grow between two zooms and start where a tile starts; names
placed by the same order, boxes and sides. Nothing here knows a colour or a size.

Positions are of three kinds: `world` is Web Mercator from 0 to 1 with y to the south, `px` are CSS pixels
from the top left of the picture, and Agg's own pixels have y upwards and count `ratio` to a CSS pixel.
"""

import io
import math
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from export.paths import path_of, symbol_paths, wound
from layers import patterns
from layers.scenario import View
from layers.style import (
    HALO_PX,
    ITALIC_SPACING_EM,
    PALETTES,
    STYLE,
    TEXT_ANCHORS,
    TEXT_PADDING_PX,
    TEXT_WIDTH_EM,
    TILE_BUFFER_PX,
    TILE_TOLERANCE_PX,
    ZOOM_SYMBOL,
    ZOOM_TEXT,
    ZOOM_WIDTH,
    StyleRow,
    at_zoom,
    colour,
    drawing_order,
    fade,
    text_distance_em,
)

if TYPE_CHECKING:  # Matplotlib is slow to import: see warm_up
    from matplotlib.path import Path

Floats = NDArray[np.float64]
Bounds = tuple[float, float, float, float]  # left, top, right, bottom
Rgba = tuple[float, float, float, float]

_TILE_PX = 512
_UNITS_PER_PX = 16  # places and boxes in a tile are whole numbers of these
_IDENTITY = np.eye(3)
_MAX_LAT = 85.051129
_LINE_HEIGHT_EM = 1.2
_BASELINE_EM = 10 / 24  # below the middle of a line of text
_TOP_EM = 7 / 24  # a name above or below its symbol comes this much nearer
_GRID_PX = 100  # names are placed this far beyond the edges
_DASH_RUN_PX = 1024  # at a tile's own zoom: then dashes are counted anew
_MARGIN_PX = 24  # what lies further outside cannot reach in with its line or symbol
_COLOURS = 72  # what keeps a picture of the usual size under 90 kB
_COLOUR_STEP = 7  # every so many pixels are looked at to choose them
_KEPT_FRAMES = 64

#: What browsers draw the map's names in, best first: their plain sans-serif, for “Noto Sans Regular” is no
#: family they find. DejaVu Sans comes with Matplotlib.
_FAMILIES = ("Arial", "Liberation Sans", "Helvetica", "DejaVu Sans")


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
    canvas = _Canvas(theme, _Camera(view, width_px, height_px), ratio)
    shapes = {layer: _shapes_of(frame) for layer, frame in frames.items()}
    rows = [row for row in drawing_order() if row.layer in shapes]
    for row in rows:
        if view.zoom >= row.min_zoom:
            _draw_row(canvas, row, shapes[row.layer])
    placed = _place_names(canvas.camera, [(row, shapes[row.layer]) for row in rows if row.text])
    for name in reversed(placed):  # the most important on top
        canvas.name(name)
    return canvas.webp()


def warm_up() -> None:
    """Load Matplotlib, fonts and encoder, so that the first picture is as fast as the rest."""
    for weight in ("regular", "bold", "italic"):
        for character in map(chr, range(32, 127)):
            _glyph(character, weight)
    nothing = {"ground": gpd.GeoDataFrame({"kind": [], "name": []}, geometry=[], crs="EPSG:4326")}
    draw(nothing, theme="light", view=View(lon=31, lat=48, zoom=5), width_px=80, height_px=80)


# -- where things are ------------------------------------------------------------------------------


def to_world(lon_lat: Floats) -> Floats:
    """Project degrees to Web Mercator from 0 to 1, y to the south."""
    lon, lat = lon_lat[:, 0], np.radians(np.clip(lon_lat[:, 1], -_MAX_LAT, _MAX_LAT))
    return np.column_stack([lon / 360 + 0.5, 0.5 - np.log(np.tan(np.pi / 4 + lat / 2)) / (2 * np.pi)])


@dataclass(frozen=True)
class _Camera:
    view: View
    width_px: int
    height_px: int

    @property
    def tile_zoom(self) -> int:
        return max(0, math.floor(self.view.zoom))

    @property
    def growth(self) -> float:
        """How much larger a tile is on screen than at its own zoom, 1 to 2."""
        return float(2 ** (self.view.zoom - self.tile_zoom))

    @property
    def world_px(self) -> float:
        """Width of the world in CSS px."""
        return float(_TILE_PX * 2**self.view.zoom)

    @cached_property
    def origin(self) -> Floats:
        """The top left corner, in px of the world."""
        middle = to_world(np.array([[self.view.lon, self.view.lat]]))[0]
        return middle * self.world_px - (self.width_px / 2, self.height_px / 2)

    def bounds(self, margin_px: float) -> Bounds:
        """What is in view, in world units."""
        left, top = (self.origin - margin_px) / self.world_px
        right, bottom = (np.add(self.origin, (self.width_px, self.height_px)) + margin_px) / self.world_px
        return left, top, right, bottom

    def px(self, world: Floats) -> Floats:
        return world * self.world_px - self.origin

    def tiles(self) -> list[tuple[int, int]]:
        """The tiles in view as ``(x, y)``, in the order in which names are placed."""
        left, top, right, bottom = (int(edge * 2**self.tile_zoom // 1) for edge in self.bounds(0))
        last = 2**self.tile_zoom - 1
        return [(x, y) for x in range(max(0, left), min(last, right) + 1)
                for y in range(max(0, top), min(last, bottom) + 1)]  # fmt: skip

    def tile_bounds(self, tile: tuple[int, int], margin_px: float = 0, up: int = 0) -> Bounds:
        """A tile, or the one `up` zooms above, in world units; the margin is in px at that one's zoom."""
        side = 2.0 ** (up - self.tile_zoom)
        margin = margin_px / _TILE_PX * side
        x, y = (tile[0] >> up) * side, (tile[1] >> up) * side
        return x - margin, y - margin, x + side + margin, y + side + margin

    def cut(self, ring: "_Ring", tile: tuple[int, int]) -> list[Floats]:
        """Cut a line to a tile as the live map does, zoom by zoom: it decides where a ring starts."""
        pieces = [ring.points]
        left, top, right, bottom = self.tile_bounds(tile, TILE_BUFFER_PX)
        west, north, east, south = ring.bounds
        if west > right or east < left or north > bottom or south < top:
            return []
        for up in reversed(range(self.tile_zoom)):
            bounds = self.tile_bounds(tile, TILE_BUFFER_PX, up)
            pieces = [cut for piece in pieces for cut in _clipped(piece, ring.closed, bounds)]
        return pieces


# -- shapes, prepared once per frame ---------------------------------------------------------------


@dataclass(frozen=True)
class _Ring:
    """A line, or a ring of a polygon: closed, with the first point last."""

    points: Floats
    bounds: Floats
    closed: bool
    hole: bool


class _Shapes:
    """A frame's geometry in world units, simplified per tile zoom."""

    def __init__(self, frame: gpd.GeoDataFrame) -> None:
        self.kinds = frame["kind"].to_numpy()
        self.names = frame["name"].to_numpy()
        self.world = shapely.transform(frame.geometry.to_numpy(), to_world)
        self.bounds = shapely.bounds(self.world)
        self._zooms: dict[int, list[list[_Ring]]] = {}
        self._fills: dict[tuple[int, int], Path] = {}
        self._lock = threading.Lock()

    def seen(self, kind: str, bounds: Bounds) -> list[int]:
        """Return the features of a kind that reach into bounds, in their order."""
        left, top, right, bottom = bounds
        west, north, east, south = self.bounds.T  # NaN where there is no geometry: never seen
        inside = (west <= right) & (east >= left) & (north <= bottom) & (south >= top)
        return [int(i) for i in np.flatnonzero(inside & (self.kinds == kind))]

    def points(self, feature: int) -> Floats:
        """Return the points of a feature that is one or several points."""
        return shapely.get_coordinates(self.world[feature])

    def rings(self, feature: int, zoom: int) -> list[_Ring]:
        """Return a feature's lines and rings as tiles of a zoom hold them."""
        with self._lock:
            if zoom not in self._zooms:
                self._zooms[zoom] = self._simplified(zoom)
        return self._zooms[zoom][feature]

    def path(self, feature: int, zoom: int) -> "Path":
        """Return all of a feature as one path that fills right."""
        key = (feature, zoom)
        if key not in self._fills:
            self._fills[key] = path_of(
                [wound(ring.points, ring.hole) if ring.closed else ring.points
                 for ring in self.rings(feature, zoom)],
                [ring.closed for ring in self.rings(feature, zoom)],
            )  # fmt: skip
        return self._fills[key]

    def _simplified(self, zoom: int) -> list[list[_Ring]]:
        tolerance = TILE_TOLERANCE_PX / _TILE_PX / 2**zoom
        parts, owners = shapely.get_parts(self.world, return_index=True)
        is_area = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
        is_line = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
        rings, polygons = shapely.get_rings(parts[is_area], return_index=True)
        hole = np.r_[False, polygons[1:] == polygons[:-1]] if len(polygons) else np.zeros(0, dtype=bool)
        lines = np.concatenate([rings, parts[is_line]])
        closed = np.arange(len(lines)) < len(rings)
        owner = np.concatenate([owners[is_area][polygons], owners[is_line]])
        thin = shapely.simplify(lines, tolerance, preserve_topology=False)
        xy, line_of = shapely.get_coordinates(thin, return_index=True)
        bounds = shapely.bounds(thin)
        ends = np.searchsorted(line_of, np.arange(len(lines) + 1))
        found: list[list[_Ring]] = [[] for _ in self.world]
        for i in range(len(lines)):
            points = xy[ends[i] : ends[i + 1]]
            if len(points) >= (4 if closed[i] else 2):
                is_hole = bool(closed[i] and hole[i])
                found[owner[i]].append(_Ring(points, bounds[i], bool(closed[i]), is_hole))
        return found


_KNOWN: OrderedDict[int, tuple[weakref.ref[gpd.GeoDataFrame], _Shapes]] = OrderedDict()
_KNOWN_LOCK = threading.Lock()


def _shapes_of(frame: gpd.GeoDataFrame) -> _Shapes:
    """Return the prepared shapes of a frame, the same for the same frame."""
    with _KNOWN_LOCK:
        reference, shapes = _KNOWN.get(id(frame), (None, None))
        if shapes is None or reference is None or reference() is not frame:
            shapes = _Shapes(frame)
            _KNOWN[id(frame)] = weakref.ref(frame), shapes
        _KNOWN.move_to_end(id(frame))
        while len(_KNOWN) > _KEPT_FRAMES:
            _KNOWN.popitem(last=False)
        return shapes


def _dashes(points: Floats, along: Floats, pattern: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Cut a line into dashes; `along` tells how far each point is, `pattern` where dash and gap end in turn.

    Returns the points of all dashes, and which of them begin one.
    """
    period = pattern[-1]
    turns = np.arange(along[0] // period, along[-1] // period + 1)[:, None] * period
    starts = np.clip(turns + np.concatenate([[0.0], pattern[1:-1:2]]), along[0], along[-1]).ravel()
    ends = np.clip(turns + pattern[::2], along[0], along[-1]).ravel()
    drawn = ends > starts
    starts, ends = starts[drawn], ends[drawn]
    inner = along[1:-1]
    held = np.searchsorted(starts, inner, side="right") - 1
    corners = inner[(held >= 0) & (np.append(ends, -np.inf)[held] > inner)]
    places = np.concatenate([starts, corners, ends])
    order = np.argsort(places, kind="stable")
    places = places[order]
    cut = np.column_stack([np.interp(places, along, points[:, 0]), np.interp(places, along, points[:, 1])])
    return cut, order < len(starts)


def _clipped(line: Floats, closed: bool, bounds: Bounds) -> list[Floats]:
    """Cut a line to bounds as tiles are cut: first by x, then by y; a ring stays one closed ring."""
    left, top, right, bottom = bounds
    west, north = line.min(axis=0)
    east, south = line.max(axis=0)
    if west >= left and east <= right and north >= top and south <= bottom:
        return [line]
    if west > right or east < left or north > bottom or south < top:
        return []
    pieces = [[(float(x), float(y)) for x, y in line]]
    for axis, low, high in ((0, left, right), (1, top, bottom)):
        pieces = [cut for piece in pieces for cut in _cut(piece, closed, axis, low, high)]
    return [np.array(piece) for piece in pieces if len(piece) > 1]


def _cut(points: list[tuple[float, float]], closed: bool, axis: int, low: float, high: float
         ) -> list[list[tuple[float, float]]]:  # fmt: skip
    """Cut a line to ``low <= coordinate <= high`` on one axis."""

    def at(edge: float) -> tuple[float, float]:
        share = (edge - a[axis]) / (b[axis] - a[axis])
        across = a[1 - axis] + (b[1 - axis] - a[1 - axis]) * share
        return (edge, across) if axis == 0 else (across, edge)

    pieces, piece = [], []
    for a, b in pairwise(points):
        start, end = a[axis], b[axis]
        if start < low < end:
            piece.append(at(low))
        elif start > high > end:
            piece.append(at(high))
        elif low <= start <= high:
            piece.append(a)
        if end < low <= start:
            piece.append(at(low))
        elif end > high >= start:
            piece.append(at(high))
        else:
            continue
        if not closed:
            pieces.append(piece)
            piece = []
    if low <= points[-1][axis] <= high:
        piece.append(points[-1])
    if closed and piece and piece[0] != piece[-1]:
        piece.append(piece[0])
    return [*pieces, piece] if piece else pieces


# -- drawing ---------------------------------------------------------------------------------------


def _draw_row(canvas: "_Canvas", row: StyleRow, shapes: _Shapes) -> None:
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

    def __init__(self, theme: str, camera: _Camera, ratio: int) -> None:
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

    def dashes(self, rings: list[_Ring], row: StyleRow) -> None:
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
        self, piece: Floats, ring: _Ring, pattern: Floats
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
                yield _dashes(part, along[start : stop + 1] - along[start] + begun, pattern)
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

    def name(self, name: "_Name") -> None:
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


# -- names -----------------------------------------------------------------------------------------

_FONT_LOCK = threading.Lock()  # FreeType faces are not safe between threads
_EM = 48


@cache
def _font(weight: str) -> Any:
    from matplotlib import font_manager

    manager = font_manager.fontManager
    have = {entry.name for entry in manager.ttflist}
    family = next(name for name in _FAMILIES if name in have)
    wanted = font_manager.FontProperties(
        family=family,
        weight="bold" if weight == "bold" else "regular",
        style="italic" if weight == "italic" else "normal",
    )
    return font_manager.get_font(manager.findfont(wanted))


@lru_cache(maxsize=4096)
def _glyph(character: str, weight: str) -> tuple[Floats, NDArray[np.uint8], float]:
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
    weight: str

    def _advance(self, character: str) -> float:
        return _glyph(character, self.weight)[2] + (ITALIC_SPACING_EM if self.weight == "italic" else 0)

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
                outline, code, _ = _glyph(character, self.weight)
                points.append(np.add(outline, (x, y)))
                codes.append(code)
                x += self._advance(character)
        return Path(np.concatenate(points), np.concatenate(codes))


@lru_cache(maxsize=2048)
def _text(name: str, weight: str) -> _Text:
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
class _Name:
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


def _place_names(camera: _Camera, rows: list[tuple[StyleRow, _Shapes]]) -> list[_Name]:
    """Choose the names that fit: greedily, the most important first, each on the first free side."""
    placed: list[_Name] = []
    taken = np.zeros((0, 4))
    grid = np.array([[-_GRID_PX, -_GRID_PX, camera.width_px + _GRID_PX, camera.height_px + _GRID_PX]])
    # What is drawn later has precedence, then what is more important: the last sort decides.
    for row, shapes in sorted(reversed(rows), key=lambda pair: pair[0].text_priority):
        if camera.view.zoom < row.text_min_zoom:
            continue
        size = row.text_px * at_zoom(ZOOM_TEXT, camera.view.zoom)
        box_size = row.text_px * at_zoom(ZOOM_TEXT, camera.tile_zoom + 1)  # one box for all zooms of a tile
        for name, anchor in _anchors(camera, row, shapes):
            text = _text(name, row.text_weight)
            half = np.array([text.width, text.height]) / 2 * box_size + TEXT_PADDING_PX
            box = 2 * np.floor(half * _UNITS_PER_PX) / _UNITS_PER_PX
            for side in TEXT_ANCHORS if row.form == "point" else ("center",):
                x, y, justify = _SIDES[side]
                distance = text_distance_em(row) if row.form == "point" else 0.0
                offset = np.array([x * distance, y * (distance - _TOP_EM)])
                shift = offset * box_size + np.array([x, y]) * box / 2
                middle = camera.px(anchor[None])[0] + shift
                edges = np.concatenate([middle - box / 2, middle + box / 2])
                if not _overlap(grid, edges) or _overlap(taken, edges):
                    continue
                placed.append(_Name(row, text, anchor, size, shift * size / box_size, justify))
                if row.layer in ("ground", "cities"):
                    taken = np.vstack([taken, edges])
                break
    return placed


def _overlap(boxes: Floats, box: Floats) -> bool:
    return bool(np.any((boxes[:, 0] <= box[2]) & (boxes[:, 2] >= box[0])
                       & (boxes[:, 1] <= box[3]) & (boxes[:, 3] >= box[1])))  # fmt: skip


def _anchors(camera: _Camera, row: StyleRow, shapes: _Shapes) -> Iterator[tuple[str, Floats]]:
    """Yield names with their anchors tile by tile; an area has one in the middle of its part of each tile."""
    for tile in camera.tiles():
        left, top, right, bottom = camera.tile_bounds(tile)
        units = _TILE_PX * _UNITS_PER_PX / (right - left)
        for feature in shapes.seen(row.kind, (left, top, right, bottom)):
            name = shapes.names[feature]
            if not isinstance(name, str) or not name.strip():
                continue
            if row.form == "area":
                part = shapely.clip_by_rect(shapes.world[feature], *camera.tile_bounds(tile, TILE_BUFFER_PX))
                areas = [area for area in shapely.get_parts(part) if area.area > (_UNITS_PER_PX / units) ** 2]
                middles = [_middle(area, tolerance=_UNITS_PER_PX / units) for area in areas]
            else:
                middles = list(shapes.points(feature))
            for middle in middles:
                x, y = np.round(middle * units) / units
                if left <= x < right and top <= y < bottom:
                    yield name.strip(), np.array([x, y])


def _middle(area: shapely.Polygon, tolerance: float) -> Floats:
    """Return the centre of an area, or where it is wider by more than the tolerance: there."""
    widest = shapely.maximum_inscribed_circle(area, tolerance)
    inside = area.contains(area.centroid)
    if inside and area.centroid.distance(area.boundary) >= widest.length - tolerance:
        return shapely.get_coordinates(area.centroid)[0]
    return shapely.get_coordinates(widest)[0]
