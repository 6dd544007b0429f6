"""Where the symbol of a hub stands: for an oblast, on open ground, where no place could be taken for its site."""

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geodesy import GEOD, length_km

# A hub stands for an oblast, so it keeps this far from every place that could be taken for a site.
CLEAR_OF_PLACES_KM = 10.0
# Places tried for a hub: whole steps of these many degrees, the coarsest that hits the area.
GRID_DEG = (0.1, 0.05, 0.02)
NEAR_PLACES = 4  # of the places round a point, so many are measured on the ellipsoid


def places_of(tables: list[gpd.GeoDataFrame]) -> np.ndarray:
    """Return lon and lat of the points in tables of facts: what could be taken for the site of a hub."""
    shapes = [shape for table in tables for shape in table.geometry if shape is not None]
    return shapely.get_coordinates([shape for shape in shapes if shape.geom_type == "Point"])


def hub_place(part: BaseGeometry, route: BaseGeometry, taken: np.ndarray) -> tuple[shapely.Point, float]:
    """Return a coarse place in one part of an area that cannot be taken for a site, and its clearance in km.

    Of the places on the coarsest grid that hits the part, the one nearest to the route's middle there which keeps
    `CLEAR_OF_PLACES_KM` from all that is `taken`; where none does, the one that keeps farthest.
    """
    inside = shapely.get_parts(shapely.intersection(route, part))
    stretches = [p for p in inside if p.geom_type == "LineString" and not p.is_empty]
    longest = max(stretches, key=length_km, default=None)
    middle = part.representative_point() if longest is None else longest.interpolate(0.5, normalized=True)
    grid = _grid(part)
    clear_km = _km_to_nearest(grid, taken)
    away_km = _km_to_nearest(grid, shapely.get_coordinates(middle))
    clear = clear_km >= CLEAR_OF_PLACES_KM
    best = int(np.argmin(np.where(clear, away_km, np.inf)) if clear.any() else np.argmax(clear_km))
    return shapely.Point(grid[best]), float(clear_km[best])


def _grid(part: BaseGeometry) -> np.ndarray:
    """Return lon and lat of the points inside a shape on the coarsest grid that has any."""
    west, south, east, north = part.bounds
    for step in GRID_DEG:
        lon = np.arange(np.ceil(west / step), np.floor(east / step) + 1) * step
        lat = np.arange(np.ceil(south / step), np.floor(north / step) + 1) * step
        points = np.round(np.array(np.meshgrid(lon, lat)).reshape(2, -1).T, 2)
        found = points[shapely.contains_xy(part, points[:, 0], points[:, 1])]
        if len(found):
            return found
    return np.round(shapely.get_coordinates(part.representative_point()), 4)


def _km_to_nearest(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the geodesic distance in km from each point to the nearest of the others, infinite where there is none."""
    if not len(others):
        return np.full(len(points), np.inf)
    # Which are near is told well enough by degrees shortened to the latitude; only those are measured.
    across, along = (points[:, None, axis] - others[None, :, axis] for axis in (0, 1))
    rough = np.hypot(across * np.cos(np.radians(points[:, 1:])), along)
    near = np.argsort(rough, axis=1)[:, :NEAR_PLACES]
    count = near.shape[1]
    far_m = GEOD.inv(*np.repeat(points, count, axis=0).T, *others[near.ravel()].T)[2]
    km: np.ndarray = far_m.reshape(-1, count).min(axis=1) / 1000
    return km
