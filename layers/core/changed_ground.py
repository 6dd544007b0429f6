"""What changed hands between two dates: the overlay of the territory occupied on each.

Both lines are drawn to about `ACCURACY_KM`. Where a part of the overlay is nowhere wider than that, it may come from
the drawing alone: it is neither filled on the map nor counted, and its area is told beside what is. Nothing else is
smoothed, so that the areas add up: what was occupied less what was liberated, with the narrow parts of both, is the
difference of the two occupied areas.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geodesy import is_wider_than_km
from layers.core.views import ACCURACY_KM


@dataclass(frozen=True, kw_only=True)
class ChangedGround:
    """Ground occupied, and liberated, between two dates, each without the parts that are too narrow for the drawing."""

    occupied: BaseGeometry
    liberated: BaseGeometry
    narrow_occupied: BaseGeometry
    narrow_liberated: BaseGeometry


def changed_ground(earlier: BaseGeometry, later: BaseGeometry) -> ChangedGround:
    """Return what changed hands between two dates, from the territory occupied on each."""
    occupied, narrow_occupied = _parted(shapely.difference(later, earlier))
    liberated, narrow_liberated = _parted(shapely.difference(earlier, later))
    return ChangedGround(
        occupied=occupied,
        liberated=liberated,
        narrow_occupied=narrow_occupied,
        narrow_liberated=narrow_liberated,
    )


def _parted(ground: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    """Return the parts of some ground that are wider than the drawing is exact, and the rest."""
    parts = [part for part in shapely.get_parts(ground) if isinstance(part, shapely.Polygon) and part.area]
    wide = np.array([is_wider_than_km(part, ACCURACY_KM) for part in parts], dtype=bool)
    found = np.array(parts, dtype=object)
    return shapely.multipolygons(found[wide]), shapely.multipolygons(found[~wide])
