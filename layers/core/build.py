"""The one way from a scenario to the frames of its layers: each is built once per assumption, and kept."""

import geopandas as gpd

from geodata.store import Store
from layers.core import ground
from layers.core.caching import Lru
from layers.core.facts import facts_for
from layers.core.scenario import Registry, Scenario, data_query
from layers.core.spec import Layer

_KEPT = 128


class Frames:
    """The frames over a store and a registry, in EPSG:4326; safe between threads.

    Frames are shared, so they must not be changed.
    """

    def __init__(self, store: Store, registry: Registry, *, kept: int = _KEPT) -> None:
        self.store, self.registry = store, registry
        self._frames = Lru(kept)

    def frame(self, layer: Layer, scenario: Scenario) -> gpd.GeoDataFrame:
        """Return a layer's frame under a scenario."""

        def build() -> gpd.GeoDataFrame:
            params = scenario.params.get(layer.id) or layer.params()
            return layer.build(facts_for(self.store, scenario.line), params)

        frame: gpd.GeoDataFrame = self._frames.once((layer.id, self.query(layer, scenario)), build)
        return frame

    def frames(self, scenario: Scenario) -> dict[str, gpd.GeoDataFrame]:
        """Return the ground and the layers that a scenario shows, by id, in drawing order."""
        layers = (ground.LAYER, *(self.registry[layer_id] for layer_id in scenario.layers))
        return {layer.id: self.frame(layer, scenario) for layer in layers}

    @staticmethod
    def query(layer: Layer, scenario: Scenario) -> str:
        """Return what a layer depends on, as the query of its address."""
        return "" if layer is ground.LAYER else data_query(layer, scenario)
