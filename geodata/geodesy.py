"""The only place that measures or buffers: lengths, areas, rings and bands on the WGS 84 ellipsoid.

Geometry is EPSG:4326 throughout, ``lon, lat``. Lengths come from `pyproj.Geod`, areas from EPSG:3035 (equal
area, made for Europe). Buffers are drawn in an azimuthal equidistant projection centred on the shape:
at 700 km from the centre its scale is off by 0.2 %, within the 0.5 % this project promises.
"""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from shapely.geometry.base import BaseGeometry

GEOD = Geod(ellps="WGS84")
KM_PER_NM = 1.852  # international nautical mile, exact
# A long line is buffered in pieces no wider than this, so that the projection stays true (see module text).
_PIECE_KM = 900.0
_FIRST_STEP_KM = 10.0


# From pipelines, not from CRS codes: the numbers are the same, but PROJ makes a pipeline in 0.2 ms. Looking up how to
# get from one CRS to another takes it 9 ms, to EPSG:3035 60 ms, and pyproj repeats that in every thread of the server.
_TO_RADIANS = "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step"
#: EPSG:3035, ETRS89-extended / LAEA Europe: equal area.
_LAEA_EUROPE = "+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80 +units=m"


@lru_cache(maxsize=256)
def _local(lon: int, lat: int) -> Transformer:
    """Projection in km centred on a whole degree, so that neighbours share it."""
    centred = f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=km"
    return Transformer.from_pipeline(f"{_TO_RADIANS} {centred}")


@lru_cache(maxsize=1)
def _equal_area() -> Transformer:
    return Transformer.from_pipeline(f"{_TO_RADIANS} {_LAEA_EUROPE}")


def _through(geometry: BaseGeometry, projection: Transformer, *, back: bool = False) -> BaseGeometry:
    """Return a geometry in degrees on the plane of a projection, or one on that plane `back` in degrees."""
    project: Any = projection.transform  # the stubs of shapely know one array of pairs only
    if back:
        project = partial(projection.transform, direction="INVERSE")
    return shapely.transform(geometry, project, interleaved=False)


def length_km(geometry: BaseGeometry) -> float:
    """Geodesic length in km of a (multi)line; for a polygon, of its outline."""
    return GEOD.geometry_length(geometry) / 1000


def area_km2(geometry: BaseGeometry) -> float:
    """Area in km² in EPSG:3035; 0 for points and lines."""
    # Edges straight in degrees bow in the projection: 445 km of meridian would cut 5 % off a band of 10 km.
    return _through(shapely.segmentize(geometry, 0.25), _equal_area()).area / 1e6


def distance_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Geodesic distance in km between two points."""
    return GEOD.inv(lon_a, lat_a, lon_b, lat_b)[2] / 1000


def ring(lon: float, lat: float, radius_km: float, *, vertices: int = 180) -> shapely.Polygon:
    """Return the geodesic circle of `radius_km` around a point, counter-clockwise."""
    if radius_km <= 0:
        raise ValueError(f"radius_km must be above 0, got {radius_km:g}.")
    azimuths = np.linspace(360, 0, vertices, endpoint=False)
    # The polygon of n vertices on a circle has a smaller area; half the sagitta more evens that out.
    reach_m = radius_km * 1000 * (1 + (np.pi / vertices) ** 2 / 4)
    lons, lats, _ = GEOD.fwd(
        np.full(vertices, lon), np.full(vertices, lat), azimuths, np.full(vertices, reach_m)
    )
    return shapely.Polygon(np.column_stack([lons, lats]))


@lru_cache(maxsize=128)  # most of a layer stays when one parameter moves; shapes are immutable
def buffer_km(geometry: BaseGeometry, radius_km: float) -> BaseGeometry:
    """Return everything within `radius_km` of a geometry, right to 0.5 % up to 1,000 km.

    Long lines are taken in pieces, each with its own projection, and united.
    """
    if radius_km <= 0:
        raise ValueError(f"radius_km must be above 0, got {radius_km:g}.")
    if geometry.is_empty:
        return geometry
    if isinstance(geometry, shapely.Point):
        return ring(geometry.x, geometry.y, radius_km)
    if radius_km >= 2 * _FIRST_STEP_KM and geometry.geom_type in ("Polygon", "MultiPolygon"):
        # In two steps: GEOS is slow on a winding coast, and the first step is the same for every radius.
        return _grown(buffer_km(geometry, _FIRST_STEP_KM), radius_km - _FIRST_STEP_KM)
    return _grown(geometry, radius_km)


def _grown(geometry: BaseGeometry, radius_km: float) -> BaseGeometry:
    pieces = _pieces(geometry)
    grown = [_buffer_local(piece, radius_km) for piece in pieces]
    return grown[0] if len(grown) == 1 else shapely.union_all(grown)


def _pieces(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Cut a geometry along meridians and parallels until each piece fits one projection."""
    west, south, east, north = geometry.bounds
    middle = (south + north) / 2
    width_km = distance_km(west, middle, east, middle)
    height_km = distance_km(west, south, west, north)
    across, up = int(width_km // _PIECE_KM) + 1, int(height_km // _PIECE_KM) + 1
    if across == up == 1:
        return [geometry]
    lons, lats = np.linspace(west, east, across + 1), np.linspace(south, north, up + 1)
    cells = [
        shapely.box(lons[i], lats[j], lons[i + 1], lats[j + 1]) for i in range(across) for j in range(up)
    ]
    parts = shapely.intersection(geometry, np.array(cells))
    return [part for part in parts if not part.is_empty]


def _buffer_local(geometry: BaseGeometry, radius_km: float) -> BaseGeometry:
    west, south, east, north = geometry.bounds
    plane = _local(round((west + east) / 2), round((south + north) / 2))
    # An edge of GeoJSON is straight in degrees (RFC 7946), not on the ground: make it follow first.
    flat = _through(shapely.segmentize(geometry, 0.25), plane)
    grown = shapely.buffer(_in_short_lines(flat), radius_km, quad_segs=16)
    return _valid(_through(_with_short_edges(shapely.union_all(grown)), plane, back=True))


def _in_short_lines(geometry: BaseGeometry, *, segments: int = 24) -> list[BaseGeometry]:
    """Cut lines into pieces: GEOS is far slower on the one wide outline of a long winding line."""
    pieces: list[BaseGeometry] = []
    for part in shapely.get_parts(geometry):
        xy = shapely.get_coordinates(part)
        if isinstance(part, shapely.LineString):
            pieces += [shapely.LineString(xy[i : i + segments + 1]) for i in range(0, len(xy) - 1, segments)]
        else:
            pieces.append(part)
    return pieces


def nearest_point_km(lon: float, lat: float, points: NDArray[np.float64]) -> tuple[int, float]:
    """Return which of some points (rows of lon, lat) is nearest to a place, of several the first, and how far in km."""
    here = np.full(len(points), lon), np.full(len(points), lat)
    km = GEOD.inv(*here, points[:, 0], points[:, 1])[2] / 1000
    index = int(np.argmin(km))
    return index, float(km[index])


def apart_km(one: BaseGeometry, other: BaseGeometry) -> float:
    """Geodesic distance in km between the nearest points of two geometries, 0 where they touch; right to 0.5 %."""
    west, south, east, north = one.bounds
    plane = _local(round((west + east) / 2), round((south + north) / 2))
    flat = [_through(shapely.segmentize(shape, 0.25), plane) for shape in (one, other)]
    ends = shapely.get_coordinates(_through(shapely.shortest_line(*flat), plane, back=True))
    return distance_km(*ends[0], *ends[1])


def is_wider_than_km(area: BaseGeometry, width_km: float) -> bool:
    """Whether a circle of that diameter finds room in an area; right to 0.5 % up to 1,000 km."""
    west, south, east, north = area.bounds
    plane = _local(round((west + east) / 2), round((south + north) / 2))
    flat = _through(shapely.segmentize(area, 0.25), plane)
    return not shapely.is_empty(shapely.buffer(flat, -width_km / 2))


def keep_out(danger: BaseGeometry, distance_km: float) -> BaseGeometry:
    """Return what has to be cut away so that the rest keeps `distance_km` from a danger, also once rounded.

    Larger than the buffer by 0.35 % and 30 m: a buffer falls short by up to 0.25 % (chords of round corners,
    projection), and rounding to four decimals moves a vertex by up to 8 m.
    """
    return danger if distance_km <= 0 else buffer_km(danger, distance_km * 1.0035 + 0.03)


def drawn_in_km(shape: BaseGeometry, draw: Callable[[Any], BaseGeometry]) -> BaseGeometry:
    """Return what `draw` makes of a geometry in km, east and north of its middle, back in WGS 84."""
    west, south, east, north = shape.bounds
    plane = _local(round((west + east) / 2), round((south + north) / 2))
    flat = draw(_through(shapely.segmentize(shape, 0.1), plane))
    return _valid(_through(_with_short_edges(flat), plane, back=True))


def _valid(shape: BaseGeometry) -> BaseGeometry:
    """Mend a shape whose narrowest angles crossed themselves on the way back to degrees."""
    return shape if shape.is_valid else shapely.make_valid(shape, method="structure", keep_collapsed=False)


def _with_short_edges(flat: BaseGeometry) -> BaseGeometry:
    """Return a shape in km whose edges bow out by less than 5 m where they become straight in degrees."""
    return shapely.segmentize(flat, 12.0)


def along_km(line: shapely.LineString, spacing_km: float, *, start_km: float = 0.0) -> list[shapely.Point]:
    """Return points every `spacing_km` along a line, the first at `start_km`."""
    if spacing_km <= 0:
        raise ValueError(f"spacing_km must be above 0, got {spacing_km:g}.")
    xy = shapely.get_coordinates(shapely.segmentize(line, 0.25))
    _, _, steps_m = GEOD.inv(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1])
    run_km = np.concatenate([[0.0], np.cumsum(steps_m) / 1000])
    stations = np.arange(start_km, run_km[-1], spacing_km)
    lons, lats = np.interp(stations, run_km, xy[:, 0]), np.interp(stations, run_km, xy[:, 1])
    return [shapely.Point(lon, lat) for lon, lat in zip(lons, lats, strict=True)]


def normalize(geometry: BaseGeometry, *, decimals: int = 4) -> BaseGeometry:
    """Return a valid geometry with rounded coordinates and rings by the right-hand rule (RFC 7946)."""
    rounded = shapely.set_precision(geometry, 10.0**-decimals)
    return shapely.orient_polygons(rounded, exterior_cw=False)
