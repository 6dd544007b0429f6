"""The check of a feature's geometry against its table: type, coordinates, validity, direction of rings."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from geodata.tables import Table
from geodata.validation import quote

MAX_DECIMALS = 6
# Wide enough for every table but the base map; it catches latitude and longitude in the wrong order.
THEATRE_LON_LAT = (8.0, 38.0, 50.0, 60.0)
WORLD_LON_LAT = (-180.0, -90.0, 180.0, 90.0)


def geometry_faults(geometry: Any, kind: Any, table: Table) -> Iterator[tuple[str, str]]:
    """Yield what was found and what was expected."""
    if kind in table.kinds_without_geometry:
        if geometry is not None:
            yield quote(geometry), f"null for a {kind}"
        return
    found_type = geometry.get("type") if isinstance(geometry, dict) else geometry
    if found_type not in table.geometries:
        yield quote(found_type), " or ".join(table.geometries)
        return
    try:
        shape = shapely.geometry.shape(geometry)
        coordinates = shapely.get_coordinates(shape, include_z=True)
    except (ValueError, TypeError, LookupError, AttributeError, shapely.errors.ShapelyError):
        yield quote(geometry.get("coordinates")), f"a {found_type} with coordinates [lon, lat]"
        return
    if shape.is_empty:
        yield "no coordinates", "drawn, or null where the kind has none"
        return
    yield from _coordinate_faults(coordinates, table)
    if not shape.is_valid:
        yield quote(shapely.is_valid_reason(shape)), "valid, without crossings of its own outline"
    else:
        yield from _winding_faults(shape)


def _coordinate_faults(coordinates: Any, table: Table) -> Iterator[tuple[str, str]]:
    if not np.isnan(coordinates[:, 2]).all():
        yield "coordinates with a height", "of [lon, lat] pairs"
    points = coordinates[:, :2]
    west, south, east, north = WORLD_LON_LAT if table.is_basemap else THEATRE_LON_LAT
    inside = (
        (points[:, 0] >= west) & (points[:, 0] <= east) & (points[:, 1] >= south) & (points[:, 1] <= north)
    )
    if not inside.all():
        bounds = f"lon {west:g} to {east:g} and lat {south:g} to {north:g}"
        yield quote(points[~inside][0].tolist()), f"within {bounds}, as [lon, lat]"
    fine = points[(np.round(points, MAX_DECIMALS) != points).any(axis=1)]
    if len(fine):
        yield quote(fine[0].tolist()), f"rounded to {MAX_DECIMALS} decimals"


def _winding_faults(shape: Any) -> Iterator[tuple[str, str]]:
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and not (
            part.exterior.is_ccw and not any(hole.is_ccw for hole in part.interiors)
        ):
            yield (
                f"a ring the other way at {quote(list(part.exterior.coords[0]))}",
                "wound by the right-hand rule, outer rings counterclockwise",
            )
