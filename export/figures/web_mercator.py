"""Where things are on a web map: the camera, and shapes as the tiles of a zoom hold them.

Positions are of two kinds: `world` is Web Mercator from 0 to 1 with y to the south, `px` are CSS pixels from the top
left of the picture.
"""

import math
import threading
import weakref
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from export.figures.outlines import path_of, wound
from layers.core.scenario import View
from layers.style.rows import TILE_BUFFER_PX, TILE_TOLERANCE_PX

if TYPE_CHECKING:  # Matplotlib is slow to import
    from matplotlib.path import Path

Floats = NDArray[np.float64]
Bounds = tuple[float, float, float, float]  # left, top, right, bottom

TILE_PX = 512
UNITS_PER_PX = 16  # places and boxes in a tile are whole numbers of these
_MAX_LAT = 85.051129
_KEPT_FRAMES = 64


def to_world(lon_lat: Floats) -> Floats:
    """Project degrees to Web Mercator from 0 to 1, y to the south."""
    lon, lat = lon_lat[:, 0], np.radians(np.clip(lon_lat[:, 1], -_MAX_LAT, _MAX_LAT))
    return np.column_stack([lon / 360 + 0.5, 0.5 - np.log(np.tan(np.pi / 4 + lat / 2)) / (2 * np.pi)])


@dataclass(frozen=True)
class Camera:
    """Where a map of a size looks."""

    view: View
    width_px: int
    height_px: int

    @property
    def tile_zoom(self) -> int:
        """The zoom of the tiles in view."""
        return max(0, math.floor(self.view.zoom))

    @property
    def growth(self) -> float:
        """How much larger a tile is on screen than at its own zoom, 1 to 2."""
        return float(2 ** (self.view.zoom - self.tile_zoom))

    @property
    def world_px(self) -> float:
        """Width of the world in CSS px."""
        return float(TILE_PX * 2**self.view.zoom)

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
        """Return where places of the world are in the picture."""
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
        margin = margin_px / TILE_PX * side
        x, y = (tile[0] >> up) * side, (tile[1] >> up) * side
        return x - margin, y - margin, x + side + margin, y + side + margin

    def cut(self, ring: "Ring", tile: tuple[int, int]) -> list[Floats]:
        """Cut a line to a tile as the live map does, zoom by zoom: it decides where a ring starts."""
        pieces = [ring.points]
        left, top, right, bottom = self.tile_bounds(tile, TILE_BUFFER_PX)
        west, north, east, south = ring.bounds
        if west > right or east < left or north > bottom or south < top:
            return []
        for up in reversed(range(self.tile_zoom)):
            bounds = self.tile_bounds(tile, TILE_BUFFER_PX, up)
            pieces = [cut for piece in pieces for cut in clipped(piece, ring.closed, bounds)]
        return pieces


@dataclass(frozen=True)
class Ring:
    """A line, or a ring of a polygon: closed, with the first point last."""

    points: Floats
    bounds: Floats
    closed: bool
    hole: bool


class Shapes:
    """A frame's geometry in world units, simplified per tile zoom."""

    def __init__(self, frame: gpd.GeoDataFrame) -> None:
        self.kinds = frame["kind"].to_numpy()
        label = frame["label"] if "label" in frame else frame["name"]
        self.names = label.fillna(frame["name"]).to_numpy()
        self.world = shapely.transform(frame.geometry.to_numpy(), to_world)
        self.bounds = shapely.bounds(self.world)
        self._zooms: dict[int, list[list[Ring]]] = {}
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

    def rings(self, feature: int, zoom: int) -> list[Ring]:
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

    def _simplified(self, zoom: int) -> list[list[Ring]]:
        tolerance = TILE_TOLERANCE_PX / TILE_PX / 2**zoom
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
        found: list[list[Ring]] = [[] for _ in self.world]
        for i in range(len(lines)):
            points = xy[ends[i] : ends[i + 1]]
            if len(points) >= (4 if closed[i] else 2):
                is_hole = bool(closed[i] and hole[i])
                found[owner[i]].append(Ring(points, bounds[i], bool(closed[i]), is_hole))
        return found


_KNOWN: OrderedDict[int, tuple[weakref.ref[gpd.GeoDataFrame], Shapes]] = OrderedDict()
_KNOWN_LOCK = threading.Lock()


def shapes_of(frame: gpd.GeoDataFrame) -> Shapes:
    """Return the prepared shapes of a frame, the same for the same frame."""
    with _KNOWN_LOCK:
        reference, shapes = _KNOWN.get(id(frame), (None, None))
        if shapes is None or reference is None or reference() is not frame:
            shapes = Shapes(frame)
            _KNOWN[id(frame)] = weakref.ref(frame), shapes
        _KNOWN.move_to_end(id(frame))
        while len(_KNOWN) > _KEPT_FRAMES:
            _KNOWN.popitem(last=False)
        return shapes


def dashes_of(points: Floats, along: Floats, pattern: Floats) -> tuple[Floats, NDArray[np.bool_]]:
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


def clipped(line: Floats, closed: bool, bounds: Bounds) -> list[Floats]:
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
