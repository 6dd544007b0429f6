"""What measures are computed of: the facts of a date, and the guarantees that are shown with their parameters."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from analysis.cover import grounds
from analysis.oblasts import Footprint, Oblasts
from analysis.sustained_numbers import Sustained
from geodata.geodesy import area_km2, length_km
from layers.core.caching import Lru
from layers.core.line_length import LineLength, line_length
from layers.core.spec import Facts, Layer, frame_of

Made = TypeVar("Made")


@dataclass(frozen=True, kw_only=True)
class Situation:
    """The facts of one date and the guarantees as a scenario has them; what is derived from them is computed once.

    `guarantees` are all layers that cover ground, in order; `frames` has those that are shown. `rules`: by which rule
    each covers ground (`analysis.cover`). `sustained`: how many there are of each. `queries` says of each frame what it
    depends on: with it, `cache` may be shared between situations over the same data.
    """

    facts: Facts
    guarantees: tuple[Layer, ...]
    frames: Mapping[str, gpd.GeoDataFrame]
    params: Mapping[str, Any]
    rules: Mapping[str, str] = field(default_factory=dict)
    queries: Mapping[str, str] = field(default_factory=dict)
    sustained: Sustained = field(default_factory=Sustained)
    cache: Lru = field(default_factory=lambda: Lru(64))

    def shows(self, layer_id: str) -> bool:
        """Return whether a guarantee is there."""
        return layer_id in self.frames

    def frame(self, layer_id: str) -> gpd.GeoDataFrame:
        """Return the frame of a guarantee, an empty one where it is not shown."""
        return self.frames[layer_id] if layer_id in self.frames else frame_of([])

    def features(self, layer_id: str, *kinds: str) -> gpd.GeoDataFrame:
        """Return the features of some kinds of a guarantee."""
        frame = self.frame(layer_id)
        return frame.loc[frame["kind"].isin(kinds)]

    def once(self, make: Callable[[], Made], *key: Hashable, of: str = "") -> Made:
        """Return what is made of the facts of the date, and of the frame of the layer `of`, kept by its key."""
        made: Made = self.cache.once((*key, self.facts.line_date, of, self.queries.get(of, "")), make)
        return made

    @cached_property
    def oblasts(self) -> Oblasts:
        """The first-level units."""
        tables = self.facts.tables
        made: Oblasts = self.cache.once(
            ("oblasts",), lambda: Oblasts(tables["basemap/oblasts"], tables["basemap/towns"])
        )
        return made

    def town(self, name: str) -> shapely.Point | None:
        """Return the point of a town of Ukraine by its name, None where the base map has none."""

        def find() -> dict[str, shapely.Point]:
            towns = self.facts["basemap/towns"]
            home = towns.loc[towns["country"] == "UKR"] if len(towns) else towns
            return dict(zip(home.get("name", ()), home.geometry, strict=True))

        found: dict[str, shapely.Point] = self.cache.once(("towns",), find)
        return found.get(name)

    @cached_property
    def length(self) -> LineLength:
        """Documented and drawn length of the line."""
        return self.once(lambda: line_length(self.facts), "length")

    @cached_property
    def occupied(self) -> Footprint:
        """Occupied ground by oblast."""
        return self.once(lambda: self.oblasts.footprint(self.facts.territory), "occupied")

    @property
    def occupied_km2(self) -> float:
        """Area of occupied ground; of an imported map its own, which may reach over the base map's shore."""
        return area_km2(self.facts.territory) if self.facts.published else self.occupied.total_km2

    @cached_property
    def line_km(self) -> np.ndarray:
        """Length of the drawn line in each oblast."""

        def measure() -> np.ndarray:
            line, shapes = self.facts.land_line, self.oblasts.shapes
            return np.array([length_km(line.intersection(one)) for one in shapes])

        return self.once(measure, "line_km")

    @cached_property
    def ground(self) -> dict[str, BaseGeometry]:
        """The ground that each guarantee shown covers, by id, in the order of the argument."""
        return {layer.id: self._ground(layer) for layer in self.guarantees if self.shows(layer.id)}

    def _ground(self, layer: Layer) -> BaseGeometry:
        def unite() -> BaseGeometry:
            return grounds(self.frames, (layer,), self.rules)[layer.id]

        return self.once(unite, "ground", self.rules.get(layer.id, ""), of=layer.id)

    @cached_property
    def covered(self) -> dict[str, Footprint]:
        """What each guarantee shown covers of the land, by id."""
        return {
            one: self.once(
                partial(self.oblasts.footprint, ground), "covered", self.rules.get(one, ""), of=one
            )
            for one, ground in self.ground.items()
        }

    @cached_property
    def covered_by_any(self) -> Footprint:
        """What at least one of the guarantees shown covers of the land."""
        shown = tuple((one, self.queries.get(one, ""), self.rules.get(one, "")) for one in self.covered)
        return self.once(lambda: self.oblasts.union(list(self.covered.values())), "covered_by_any", shown)
