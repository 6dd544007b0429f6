"""The projection of a printed map, chosen for what it shows, and the way from degrees to the page.

A Lambert conformal conic centred on the view, its two standard parallels a sixth of the height from the edges, keeps
shapes and has north up in the middle; very wide views and those at the equator or a pole take an azimuthal
equal-area one.
"""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer

from layers.core.scenario import View

Floats = NDArray[np.float64]
Bounds = tuple[float, float, float, float]

_EQUATOR_M = 40_075_016.686
_TILE_PX = 512
_MAX_HALF_M = 8_500_000.0  # an azimuthal map shows no more than half the globe
_WIDE_DEG = 50.0
_BEYOND_PX = 8.0  # what is cut, is cut so far beyond the frame
_CONE_DEG = 84.0  # beyond, a cone has no room for its second parallel
_M_PER_DEG = 111_320.0
_CLOSER = 1.1
_MERCATOR_RADIUS_M = 6_378_137.0
_STEPS_DEG = (0.25, 0.5, 1, 2, 5, 10, 15, 20, 30)


@dataclass(frozen=True, kw_only=True)
class Rect:
    """A rectangle on the page, in design px from the top left."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its bottom edge."""
        return self.top + self.height

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its left, top, right and bottom."""
        return self.left, self.top, self.right, self.bottom

    def inset(self, by: float) -> "Rect":
        """Return it smaller by as much on every side."""
        return Rect(
            left=self.left + by, top=self.top + by, width=self.width - 2 * by, height=self.height - 2 * by
        )


@lru_cache(maxsize=32)
def _transformer(definition: str) -> Transformer:
    return Transformer.from_crs(CRS.from_epsg(4326), CRS.from_proj4(definition), always_xy=True)


@dataclass(frozen=True, kw_only=True)
class Camera:
    """A projection with its place on the page: `definition` (PROJ), centre in degrees, metres to a design px."""

    definition: str
    title: str
    lon: float
    lat: float
    m_per_px: float
    rect: Rect
    #: Whether it is the live map's: then the map goes on beyond its edge, and names stand as they do there.
    is_screen: ClassVar[bool] = False

    def project(self, lon_lat: Floats) -> Floats:
        """Project degrees to metres from the middle of the map."""
        x, y = _transformer(self.definition).transform(lon_lat[:, 0], lon_lat[:, 1])
        return np.column_stack([x, y])

    def px(self, lon_lat: Floats) -> Floats:
        """Project degrees to design px of the page, y down."""
        middle = (self.rect.left + self.rect.width / 2, self.rect.top + self.rect.height / 2)
        return self.project(lon_lat) * (1 / self.m_per_px, -1 / self.m_per_px) + middle

    def lon_lat(self, px: Floats) -> Floats:
        """Return where on the globe a place on the page is."""
        middle = (self.rect.left + self.rect.width / 2, self.rect.top + self.rect.height / 2)
        metres = (px - middle) * (self.m_per_px, -self.m_per_px)
        lon, lat = _transformer(self.definition).transform(metres[:, 0], metres[:, 1], direction="INVERSE")
        return np.column_stack([lon, lat])

    @property
    def zoom(self) -> float:
        """The zoom at which the screen's map has the same scale in its middle: what the style table goes by."""
        return math.log2(_EQUATOR_M * math.cos(math.radians(self.lat)) / (_TILE_PX * self.m_per_px))

    @property
    def detail_zoom(self) -> float:
        """The zoom that decides which symbols and names appear: a page is looked at more closely than a screen."""
        return self.zoom + _CLOSER

    @cached_property
    def bounds(self) -> Bounds:
        """West, south, east, north of what the map shows, a little more rather than less.

        Longitudes go on beyond ±180 where the map shows both sides of the antimeridian.
        """
        outline = self.lon_lat(_outline(self.rect.inset(-_BEYOND_PX), 25))
        # As far round from the middle as the shorter way is.
        turn = (outline[:, 0] - self.lon + 180) % 360 - 180
        west, east = self.lon + float(turn.min()) - 0.5, self.lon + float(turn.max()) + 0.5
        south, north = float(outline[:, 1].min()) - 0.5, float(outline[:, 1].max()) + 0.5
        if self._holds(90):
            west, east, north = -180.0, 180.0, 90.0
        if self._holds(-90):
            west, east, south = -180.0, 180.0, -90.0
        return west, max(-90.0, south), east, min(90.0, north)

    def _holds(self, pole: float) -> bool:
        x, y = self.px(np.array([[self.lon, pole]]))[0]
        edge = self.rect.inset(-_BEYOND_PX)
        return bool(edge.left <= x <= edge.right and edge.top <= y <= edge.bottom)

    def windows(self) -> list[Bounds]:
        """Return the bounds as one or two windows within ±180."""
        west, south, east, north = self.bounds
        parts = [(max(west, -180.0), min(east, 180.0)), (west + 360, 180.0), (-180.0, east - 360)]
        return [(left, south, right, north) for left, right in parts if -180 <= left < right <= 180]

    def m_per_px_at_middle(self) -> float:
        """Return how many metres of ground a design px is in the middle of the map, by geodesic."""
        span_px = min(60.0, self.rect.width / 4)
        x, y = self.rect.left + self.rect.width / 2, self.rect.top + self.rect.height / 2
        (lon1, lat1), (lon2, lat2) = self.lon_lat(np.array([[x - span_px, y], [x + span_px, y]]))
        return float(Geod(ellps="WGS84").inv(lon1, lat1, lon2, lat2)[2]) / (2 * span_px)

    def geometry_px(
        self, shapes: NDArray[np.object_], tolerance_px: float, margin_px: float
    ) -> NDArray[np.object_]:
        """Return geometries on the page: cut to the map and a margin, and as simple as nobody sees."""
        placed = [self._placed(shapes, window, tolerance_px) for window in self.windows()]
        whole = (
            placed[0]
            if len(placed) == 1
            else np.asarray(shapely.union(shapely.make_valid(placed[0]), shapely.make_valid(placed[1])))
        )
        edge = self.rect.inset(-margin_px)
        inside = shapely.clip_by_rect(whole, edge.left, edge.top, edge.right, edge.bottom)
        return np.asarray(inside, dtype=object)

    def _placed(
        self, shapes: NDArray[np.object_], window: Bounds, tolerance_px: float
    ) -> NDArray[np.object_]:
        west, south, east, north = window
        cut = shapely.clip_by_rect(shapes, west, south, east, north)
        # An edge along a parallel is a curve on the page; where the cut made one, it needs points.
        curved = shapely.segmentize(cut, max(0.25, (east - west) / 30))
        placed = shapely.transform(curved, self.px)
        return shapely.simplify(placed, tolerance_px, preserve_topology=False) if tolerance_px else placed

    def graticule(self) -> "list[tuple[str, float, Floats]]":
        """Return meridians and parallels as (``lon`` or ``lat``, degrees, points on the page)."""
        west, south, east, north = self.bounds
        step = _step((self.rect.height * self.m_per_px) / _M_PER_DEG / 4)
        step_lon = _step(
            (self.rect.width * self.m_per_px) / _M_PER_DEG / 4 / max(0.2, math.cos(math.radians(self.lat)))
        )
        lines: list[tuple[str, float, Floats]] = []
        for lon in _ticks(west, east, step_lon):
            along = np.linspace(max(south, -85), min(north, 85), 60)
            lines.append(("lon", lon, self.px(np.column_stack([np.full_like(along, lon), along]))))
        for lat in _ticks(max(south, -85), min(north, 85), step):
            along = np.linspace(west, east, 90)
            lines.append(("lat", lat, self.px(np.column_stack([along, np.full_like(along, lat)]))))
        return [(axis, at, points[np.isfinite(points).all(axis=1)]) for axis, at, points in lines]


class ScreenCamera(Camera):
    """The live map's camera: Web Mercator, in which a metre on the page is no metre of ground."""

    is_screen = True

    @property
    def zoom(self) -> float:
        """The zoom of the live map."""
        return math.log2(_EQUATOR_M / (_TILE_PX * self.m_per_px))

    @property
    def detail_zoom(self) -> float:
        """The zoom itself: the picture shows what the live map shows."""
        return self.zoom

    @property
    def tile_corner_px(self) -> Floats:
        """The corner of the world from which the tiles of the live map are laid, on the page."""
        x = -_EQUATOR_M / 2 - math.radians(self.lon) * _MERCATOR_RADIUS_M
        y = _EQUATOR_M / 2 - _mercator_m(self.lat)
        return np.array([x, -y]) / self.m_per_px + (self.rect.width / 2, self.rect.height / 2)

    @property
    def tile_growth(self) -> float:
        """How much larger a tile of the live map is than at its own zoom, 1 to 2."""
        return float(2 ** (self.zoom % 1))


def screen_camera(view: View, rect: Rect) -> ScreenCamera:
    """Return the camera with which the live map shows a view, in tiles of 512 px."""
    return ScreenCamera(
        definition=f"+proj=webmerc +datum=WGS84 +lon_0={view.lon!r} +y_0={-_mercator_m(view.lat)!r}",
        title="Web Mercator",
        lon=view.lon,
        lat=view.lat,
        m_per_px=_EQUATOR_M / (_TILE_PX * 2**view.zoom),
        rect=rect,
    )


def _mercator_m(lat: float) -> float:
    return _MERCATOR_RADIUS_M * math.asinh(math.tan(math.radians(lat)))


def _outline(rect: Rect, n: int) -> Floats:
    t = np.linspace(0, 1, n)
    x, y = rect.left + t * rect.width, rect.top + t * rect.height
    return np.vstack(
        [
            np.column_stack([x, np.full(n, rect.top)]),
            np.column_stack([x, np.full(n, rect.bottom)]),
            np.column_stack([np.full(n, rect.left), y]),
            np.column_stack([np.full(n, rect.right), y]),
        ]
    )


def _step(wanted_deg: float) -> float:
    return min(_STEPS_DEG, key=lambda step: abs(math.log(step / max(wanted_deg, 1e-6))))


def _ticks(low: float, high: float, step: float) -> list[float]:
    return [float(i * step) for i in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _camera(lon: float, lat: float, m_per_px: float, rect: Rect) -> Camera:
    half_m = m_per_px * math.hypot(rect.width, rect.height) / 2
    m_per_px *= min(1.0, _MAX_HALF_M / half_m)
    span = m_per_px * rect.height / _M_PER_DEG
    middle = f"+lat_0={lat:.6f} +lon_0={lon:.6f} +ellps=WGS84 +units=m +no_defs"
    if span > _WIDE_DEG or abs(lat) < 10 or abs(lat) + span / 2 > _CONE_DEG:
        name, definition = "Lambert azimuthal equal-area", f"+proj=laea {middle}"
    else:
        low, high = lat - span / 3, lat + span / 3
        definition = f"+proj=lcc +lat_1={low:.6f} +lat_2={high:.6f} {middle}"
        name = "Lambert conformal conic"
    return Camera(definition=definition, title=name, lon=lon, lat=lat, m_per_px=m_per_px, rect=rect)


def camera_for(view: View, screen_px: tuple[float, float], rect: Rect) -> Camera:
    """Return the camera that shows all that a screen's map of a size shows at a view."""
    ground = _EQUATOR_M * math.cos(math.radians(view.lat)) / (_TILE_PX * 2**view.zoom)
    scale = ground * max(screen_px[0] / rect.width, screen_px[1] / rect.height)
    return _camera(view.lon, view.lat, scale, rect)


def camera_for_bounds(bounds: Bounds, rect: Rect) -> Camera:
    """Return the camera that shows bounds (west, south, east, north) as large as the page allows."""
    west, south, east, north = bounds
    camera = _camera((west + east) / 2, (south + north) / 2, (north - south) * _M_PER_DEG / rect.height, rect)
    n = 24
    lon, lat = np.linspace(west, east, n), np.linspace(south, north, n)
    outline = np.vstack(
        [
            np.column_stack([lon, np.full(n, south)]),
            np.column_stack([lon, np.full(n, north)]),
            np.column_stack([np.full(n, west), lat]),
            np.column_stack([np.full(n, east), lat]),
        ]
    )
    for _ in range(2):  # the projection follows the scale and the middle, so a second look is needed
        metres = camera.project(outline)
        (left, bottom), (right, top) = metres.min(axis=0), metres.max(axis=0)
        middle = np.array([[(left + right) / 2, (bottom + top) / 2]])
        lon0, lat0 = _transformer(camera.definition).transform(
            middle[:, 0], middle[:, 1], direction="INVERSE"
        )
        scale = max((right - left) / rect.width, (top - bottom) / rect.height)
        camera = _camera(float(lon0[0]), float(lat0[0]), float(scale), rect)
    return camera
