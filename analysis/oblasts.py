"""The 27 first-level units, and how much of each some ground takes: area and people, by exact overlay.

The units tile the country, so what they have adds up to what it has.
"""

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from analysis.cover import polygons
from analysis.population import Spread, spread
from geodata.geodesy import area_km2

# Ground that leaves no more of an oblast than this is all of it: outlines are rounded in their fourth decimal.
_WHOLE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Footprint:
    """What some ground takes of each oblast, in the order of the table: its `parts`, `area_km2` and `people`."""

    parts: tuple[BaseGeometry, ...]
    area_km2: np.ndarray
    people: np.ndarray

    @property
    def total_km2(self) -> float:
        """Area in all."""
        return float(self.area_km2.sum())

    @property
    def total_people(self) -> float:
        """People in all."""
        return float(self.people.sum())


def _between(value: float, parts: list[float]) -> float:
    return float(min(max(value, *parts), sum(parts)))


class Oblasts:
    """The units of the table `basemap/oblasts` with their people, as `analysis.population` spreads them."""

    def __init__(self, oblasts: gpd.GeoDataFrame, towns: gpd.GeoDataFrame) -> None:
        self.iso = tuple(str(code) for code in oblasts["iso_3166_2"])
        self.names = tuple(str(name) for name in oblasts["name"])
        self.shapes: np.ndarray = oblasts.geometry.to_numpy()
        self.population = oblasts["population"].to_numpy(dtype=float)
        of = towns.get("iso_3166_2")
        self._spread: tuple[Spread, ...] = tuple(
            spread(shape, people, towns.loc[of == iso] if of is not None else towns.iloc[:0])
            for iso, shape, people in zip(self.iso, self.shapes, self.population, strict=True)
        )
        self.area_km2 = np.array([one.size_km2 for one in self._spread])

    @cached_property
    def _nothing(self) -> BaseGeometry:
        return shapely.MultiPolygon()

    def footprint(self, ground: BaseGeometry) -> Footprint:
        """Return what some ground takes of each oblast."""
        if ground.is_empty:
            return self._footprint([self._nothing] * len(self.shapes))
        shapely.prepare(ground)
        whole, near = shapely.covers(ground, self.shapes), shapely.intersects(ground, self.shapes)
        return self._footprint(
            [
                shape if all_of else polygons(shapely.intersection(shape, ground)) if some else self._nothing
                for shape, all_of, some in zip(self.shapes, whole, near, strict=True)
            ]
        )

    def union(self, footprints: list[Footprint]) -> Footprint:
        """Return what several grounds take together: what two of them share counts once."""
        found: list[tuple[BaseGeometry, float, float]] = []
        for index, size_km2 in enumerate(self.area_km2):
            some = [one for one in footprints if one.area_km2[index] > 0]
            largest = max(some, key=lambda one: one.area_km2[index], default=None)
            if largest is None:
                found.append((self._nothing, 0.0, 0.0))
            elif len(some) == 1 or largest.area_km2[index] >= size_km2 * (1 - _WHOLE):
                found.append((largest.parts[index], largest.area_km2[index], float(largest.people[index])))
            else:
                together = polygons(shapely.union_all([one.parts[index] for one in some]))
                # Edges are measured between other vertices once shapes are cut: some 1e-6 of an area. A union is
                # never less than the largest of its parts for that, nor more than all of them.
                union_km2, people = self._amounts(index, together)
                areas_of, people_of = (
                    [one.area_km2[index] for one in some],
                    [one.people[index] for one in some],
                )
                found.append((together, _between(union_km2, areas_of), _between(people, people_of)))
        return Footprint(
            parts=tuple(part for part, _, _ in found),
            area_km2=np.array([size_km2 for _, size_km2, _ in found]),
            people=np.array([people for _, _, people in found]),
        )

    def _footprint(self, parts: list[BaseGeometry]) -> Footprint:
        amounts = [self._amounts(index, part) for index, part in enumerate(parts)]
        return Footprint(
            parts=tuple(parts),
            area_km2=np.array([size_km2 for size_km2, _ in amounts]),
            people=np.array([people for _, people in amounts]),
        )

    def _amounts(self, index: int, part: BaseGeometry) -> tuple[float, float]:
        """Return area in km² and people of a part of an oblast."""
        if part.is_empty:
            return 0.0, 0.0
        if part is self.shapes[index]:
            return float(self.area_km2[index]), float(self.population[index])
        size_km2 = area_km2(part)
        return size_km2, self._spread[index].within(part, size_km2)
