"""Where people live: official figures by oblast, spread within each by a stated rule.

Towns of the base map have GeoNames' number of people at their point, no more in all than the oblast's official figure:
where they say more, all are scaled down alike. The rest is spread evenly over the oblast's area. It is a picture of
1 January 2022 (Crimea and Sevastopol: 2013), not of today: nobody knows by oblast who fled or was displaced.
The rule is an assumption of this project (`population_spread`).
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geodesy import area_km2

# A town that stands just off the generalised coast or border is moved so far inside; degrees.
_INSIDE_DEG = 0.002


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The people of one oblast: `points` and `people` of its towns, and the `rest` evenly on `size_km2`."""

    points: np.ndarray
    people: np.ndarray
    rest: float
    size_km2: float

    def within(self, ground: BaseGeometry, ground_km2: float) -> float:
        """Return how many live on some ground of the oblast, of which the area is known."""
        evenly = self.rest * ground_km2 / self.size_km2
        if not len(self.points) or ground.is_empty:
            return evenly
        return evenly + float(self.people[shapely.intersects(ground, self.points)].sum())


def spread(oblast: BaseGeometry, population: float, towns: gpd.GeoDataFrame) -> Spread:
    """Return how an oblast's people are spread. `towns`: those that lie in it, with `population`."""
    counted = towns.loc[towns["population"].notna()] if "population" in towns else towns.iloc[:0]
    people = counted["population"].to_numpy(dtype=float) if len(counted) else np.array([])
    if people.sum() > population:
        people = people * (population / people.sum())
    points = np.array([_inside(point, oblast) for point in counted.geometry], dtype=object)
    return Spread(
        points=points, people=people, rest=population - float(people.sum()), size_km2=area_km2(oblast)
    )


def _inside(point: BaseGeometry, oblast: BaseGeometry) -> BaseGeometry:
    if shapely.contains_properly(oblast, point):
        return point
    return shapely.get_point(shapely.shortest_line(shapely.buffer(oblast, -_INSIDE_DEG), point), 0)
