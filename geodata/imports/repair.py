"""Mends what files have wrong with their shapes, and says what and where; what cannot be mended is refused."""

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geodesy import area_km2
from geodata.imports.read import ImportFileError

#: Pieces smaller than this are what is left of crossings and doubled vertices, not ground.
MIN_PIECE_KM2 = 0.01


def territory_of(frame: gpd.GeoDataFrame) -> tuple[BaseGeometry, tuple[str, ...]]:
    """Return all polygons of a frame in WGS 84 as one valid (Multi)Polygon, and what was mended.

    Raises
    ------
    ImportFileError
        If there is no polygon in it.

    """
    notes: list[str] = []
    polygons: list[BaseGeometry] = []
    others = 0
    for number, shape in enumerate(frame.geometry, start=1):
        if not shape.is_valid:
            notes.append(
                f"Feature {number} crosses itself ({shapely.is_valid_reason(shape)}); its outline was mended."
            )
            shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
        parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
        others += not parts
        polygons += parts
    if not polygons:
        kinds = ", ".join(sorted(set(frame.geometry.geom_type)))
        raise ImportFileError(
            f"There are no polygons in it, only {kinds}. Import occupied territory as polygons; the line follows from "
            "it."
        )
    if others:
        notes.append(f"{others} features that are no polygons were left out.")
    whole = shapely.union_all(polygons)
    kept = [part for part in shapely.get_parts(whole) if area_km2(part) >= MIN_PIECE_KM2]
    if dropped := len(shapely.get_parts(whole)) - len(kept):
        notes.append(f"{dropped} pieces smaller than a hectare were left out.")
    united = shapely.union_all(kept)
    return shapely.orient_polygons(united), tuple(notes)
