"""Occupied and government-held territory, derived from the line of occupation.

The line is the only stored fact: its sectors are drawn so that occupied ground lies on the left of
the direction of travel (`docs/design.md`). Everything here is pure; frames and geometries are
WGS 84 (lon, lat).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely
from shapely import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geodata.geodesy import length_km

Edge = tuple[tuple[float, float], tuple[float, float]]

# A sector may leave loose ends over a border or a shore, but most of its land part has to divide
# Ukraine.
MIN_DIVIDING_SHARE = 0.5
# Share of a face's frontage that may contradict the rest: a hand-drawn line may just touch itself.
MAX_CONTRADICTING_SHARE = 0.1


@dataclass(frozen=True, kw_only=True)
class Published:
    """A line as its publisher drew it, WGS 84: `line` inside the country, `territory` behind it."""

    line: BaseGeometry
    territory: BaseGeometry


def occupied_territory(lines: gpd.GeoDataFrame, ukraine: BaseGeometry) -> Polygon | MultiPolygon:
    """Return the part of `ukraine` on the left side of the line, in WGS 84.

    Ground that meets no line (an island, a spit, Crimea where it is a polygon of its own) belongs
    to the side of the nearest ground that does, or to the other side if the shortest way there
    crosses the line.

    Parameters
    ----------
    lines
        The sectors of one date: WGS 84 LineStrings with `line_date` and `sector`.
    ukraine
        Polygon or MultiPolygon within recognised borders, WGS 84.

    Raises
    ------
    ValueError
        If a sector does not divide Ukraine, or sectors disagree on which side is occupied.

    """
    division = _divide(lines, ukraine)
    return _as_polygons(shapely.union_all(division.faces[division.is_occupied]))


def government_held(ukraine: BaseGeometry, occupied: BaseGeometry) -> Polygon | MultiPolygon:
    """Return `ukraine` without `occupied`, in WGS 84."""
    return _as_polygons(shapely.difference(ukraine, occupied))


def land_line(lines: gpd.GeoDataFrame, ukraine: BaseGeometry) -> MultiLineString:
    """Return the line where it parts occupied from government-held ground, in WGS 84.

    Overshoots over borders and shores are gone, rivers stay; stretches over the sea are left out.
    Occupied ground lies on the left. Parameters and errors as for `occupied_territory`.
    """
    division = _divide(lines, ukraine)
    edges = [
        LineString(edge)
        for edge, left in division.face_left_of.items()
        if division.is_occupied[left]
        and (right := division.face_left_of.get(edge[::-1])) is not None
        and not division.is_occupied[right]
    ]
    merged = shapely.line_merge(MultiLineString(edges), directed=True)
    return MultiLineString(list(shapely.get_parts(merged)))


def line_length_km(lines: gpd.GeoDataFrame, ukraine: BaseGeometry) -> float:
    """Return the geodesic length of the generalised land line in km."""
    return length_km(land_line(lines, ukraine))


@dataclass(frozen=True)
class _Division:
    """Ukraine cut along the line: faces, their side, and the face left of every directed edge."""

    faces: np.ndarray
    is_occupied: np.ndarray
    face_left_of: dict[Edge, int]


def _divide(lines: gpd.GeoDataFrame, ukraine: BaseGeometry) -> _Division:
    line_date = _checked_line_date(lines)
    faces = _faces(lines, ukraine)
    face_left_of = {
        edge: number for number, face in enumerate(faces) for edge in _edges_with_face_on_left(face)
    }
    sides = _sides_by_frontage(lines, ukraine, face_left_of, line_date)
    _carry_over_to_untouched(faces, sides, lines)
    is_occupied = np.array([sides[number] for number in range(len(faces))])
    return _Division(faces, is_occupied, face_left_of)


def _checked_line_date(lines: gpd.GeoDataFrame) -> str:
    if lines.empty:
        raise ValueError("no line of occupation given; select the sectors of one line_date.")
    if lines.crs is None or lines.crs.to_epsg() != 4326:
        raise ValueError(f"the line must be in EPSG:4326, got {lines.crs}; call to_crs(4326) first.")
    dates = sorted(str(day) for day in lines["line_date"].unique())
    if len(dates) > 1:
        raise ValueError(f"the line must be of one line_date, got {', '.join(dates)}; select one of them.")
    return dates[0]


def _faces(lines: gpd.GeoDataFrame, ukraine: BaseGeometry) -> np.ndarray:
    linework = shapely.union_all([ukraine.boundary, *lines.geometry])
    faces = shapely.get_parts(shapely.polygonize([linework]))
    inside = shapely.intersects(ukraine, shapely.point_on_surface(faces))
    return np.asarray(shapely.orient_polygons(faces[inside]))


def _edges_with_face_on_left(face: Polygon) -> Iterator[Edge]:
    # Shells run anticlockwise and holes clockwise, so the face is left of every edge.
    for ring in (face.exterior, *face.interiors):
        points = [(float(x), float(y)) for x, y in shapely.get_coordinates(ring)]
        yield from pairwise(points)


def _sides_by_frontage(
    lines: gpd.GeoDataFrame,
    ukraine: BaseGeometry,
    face_left_of: dict[Edge, int],
    line_date: str,
) -> dict[int, bool]:
    """Return face number -> is occupied, for faces with a stretch of the line in their outline.

    Each shared edge votes with its length (degrees, compared only with each other).
    """
    segments, sectors = _segments(lines)
    tree = shapely.STRtree(segments)
    for_side: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    voters: dict[int, set[str]] = defaultdict(set)
    dividing: dict[str, float] = defaultdict(float)
    for edge, face in face_left_of.items():
        if edge[::-1] not in face_left_of:
            continue  # border or shore
        stretch = LineString(edge)
        nearest = int(tree.nearest(stretch.interpolate(0.5, normalized=True)))
        (x0, y0), (x1, y1) = segments[nearest].coords
        along = (edge[1][0] - edge[0][0]) * (x1 - x0) + (edge[1][1] - edge[0][1]) * (y1 - y0)
        for_side[face][along > 0] += stretch.length
        voters[face].add(sectors[nearest])
        dividing[sectors[nearest]] += stretch.length / 2  # met once from each side
    for sector, line in zip(lines["sector"], lines.geometry, strict=True):
        on_land = float(shapely.intersection(line, ukraine).length)
        if dividing[sector] < MIN_DIVIDING_SHARE * on_land:
            raise ValueError(
                f"line {line_date}, sector {sector}: does not divide Ukraine; let it start and end "
                f"on a neighbouring sector's end vertex, or beyond the border or the shore."
            )
    if not for_side:
        raise ValueError(
            f"line {line_date}: no sector crosses Ukraine, so no ground lies on its left; "
            f"check the order of coordinates (lon, lat)."
        )
    for face, votes in for_side.items():
        if min(votes) > MAX_CONTRADICTING_SHARE * sum(votes):
            raise ValueError(
                f"line {line_date}: sectors {', '.join(sorted(voters[face]))} disagree on which "
                f"side is occupied; draw each so that occupied ground lies on the left."
            )
    return {face: left > right for face, (right, left) in for_side.items()}


def _segments(lines: gpd.GeoDataFrame) -> tuple[list[LineString], list[str]]:
    segments: list[LineString] = []
    sectors: list[str] = []
    for sector, line in zip(lines["sector"], lines.geometry, strict=True):
        points = line.coords
        segments += [LineString(pair) for pair in pairwise(points)]
        sectors += [str(sector)] * (len(points) - 1)
    return segments, sectors


def _carry_over_to_untouched(faces: np.ndarray, sides: dict[int, bool], lines: gpd.GeoDataFrame) -> None:
    """Give every face without a side that of its nearest neighbour, nearest first (in place)."""
    middle = float(np.mean(lines.total_bounds[1::2]))
    # A degree east counts as far as it is on the ground, compared with a degree north.
    scale = np.array([np.cos(np.radians(middle)), 1.0])
    flat = shapely.transform(faces, lambda xy: xy * scale)
    line = shapely.transform(shapely.union_all(list(lines.geometry)), lambda xy: xy * scale)
    waiting = set(range(len(faces))) - sides.keys()
    while waiting:
        here, there = min(
            ((a, b) for a in waiting for b in sides),
            key=lambda pair: float(shapely.distance(flat[pair[0]], flat[pair[1]])),
        )
        way = shapely.shortest_line(flat[here], flat[there])
        crossings = [part for part in shapely.get_parts(way & line) if not part.is_empty]
        sides[here] = sides[there] ^ (len(crossings) % 2 == 1)
        waiting.remove(here)


def _as_polygons(shape: BaseGeometry) -> Polygon | MultiPolygon:
    polygons = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
