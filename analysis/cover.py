"""What covers what: ground cut into pieces by which guarantees cover it, by exact overlay.

What it means to cover a place is a rule that each guarantee's layer offers (`Layer.covers`). Guarantees are not steps
of one scale: monitors see, troops stand, aircraft reach, ships pass. So a piece says which of them cover it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geodesy import area_km2
from layers.core.spec import Layer

# Unions of the same outlines leave crumbs along them; less is no ground.
LEAST_KM2 = 0.5


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Ground that just these guarantees cover, by id in the order of the argument: none where there are none."""

    of: tuple[str, ...]
    geometry: BaseGeometry

    @property
    def size_km2(self) -> float:
        """Its area."""
        return area_km2(self.geometry)


def grounds(
    frames: Mapping[str, gpd.GeoDataFrame], layers: Iterable[Layer], rules: Mapping[str, str]
) -> dict[str, BaseGeometry]:
    """Return the ground that each guarantee covers, by id; those without a frame are left out.

    `rules`: the key of a rule by id; where a layer has no entry, its first is meant.

    Raises
    ------
    KeyError
        If a layer has no rule of that key.

    """
    return {
        layer.id: _rule(layer, rules.get(layer.id))(frames[layer.id])
        for layer in layers
        if layer.covers and layer.id in frames
    }


def _rule(layer: Layer, key: str | None) -> Callable[[gpd.GeoDataFrame], BaseGeometry]:
    by_key = {rule.key: rule.ground for rule in layer.covers}
    return by_key[key] if key else layer.covers[0].ground


def pieces(covered: Mapping[str, BaseGeometry], within: BaseGeometry) -> list[Piece]:
    """Cut an area into what each set of guarantees covers of it, and what none does; the pieces fill it exactly."""
    found: dict[tuple[str, ...], BaseGeometry] = {(): within}
    for guarantee, ground in covered.items():
        cut: dict[tuple[str, ...], BaseGeometry] = {}
        for of, geometry in found.items():
            cut[(*of, guarantee)] = polygons(shapely.intersection(geometry, ground))
            cut[of] = polygons(shapely.difference(geometry, ground))
        found = {of: geometry for of, geometry in cut.items() if not geometry.is_empty}
    return [Piece(of=of, geometry=geometry) for of, geometry in found.items()]


def polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of what an overlay left, without the points and lines in which shapes touch."""
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return shapely.union_all(parts) if parts else shapely.MultiPolygon()


def beyond(covered: Mapping[str, BaseGeometry], land: BaseGeometry) -> list[Piece]:
    """Return the pieces of what is covered off the land: at sea."""
    at_sea = {guarantee: polygons(shapely.difference(ground, land)) for guarantee, ground in covered.items()}
    everywhere = shapely.union_all([ground for ground in at_sea.values() if area_km2(ground) >= LEAST_KM2])
    return [piece for piece in pieces(at_sea, everywhere) if piece.of] if not everywhere.is_empty else []
