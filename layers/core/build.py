"""The one way from a scenario to the frames of its layers: each is built once per assumption, and kept."""

from typing import Any

import geopandas as gpd

from geodata.store import Store
from i18n.spoken import code, current
from layers import GROUND, LAYERS
from layers.core.caching import Lru
from layers.core.facts import facts_for
from layers.core.map_label import label_data
from layers.core.registry import load_registry
from layers.core.scenario import Scenario, data_query
from layers.core.spec import Layer, Measure
from layers.core.views import Bounds, bounds_of, extent_of

_KEPT = 128


class Frames:
    """The frames of layers over the data of a store (default: the shipped), in EPSG:4326; safe between threads.

    Frames are shared, so they must not be changed.
    """

    def __init__(
        self, store: Store | None = None, layers: tuple[Layer, ...] = LAYERS, *, kept: int = _KEPT
    ) -> None:
        self.store = store or Store()
        self.registry = load_registry(self.store, layers)
        self._frames, self._labels = Lru(kept), Lru(kept)

    def frame(self, layer: Layer, scenario: Scenario) -> gpd.GeoDataFrame:
        """Return a layer's frame under a scenario."""

        def build() -> gpd.GeoDataFrame:
            params, facts = (
                scenario.params.get(layer.id) or layer.params(),
                facts_for(self.store, scenario.line),
            )
            if not layer.derives_from:
                return layer.build(facts, params)
            shown = (self.registry[one] for one in layer.derives_from if one in scenario.layers)
            return layer.build(facts, params, {one.id: self.frame(one, scenario) for one in shown})

        frame: gpd.GeoDataFrame = self._frames.once((layer.id, self.query(layer, scenario)), build)
        return frame

    def frames(self, scenario: Scenario) -> dict[str, gpd.GeoDataFrame]:
        """Return the ground and the layers that a scenario shows, by id, in drawing order."""
        layers = (GROUND, *(self.registry[layer_id] for layer_id in scenario.layers))
        return {layer.id: self.frame(layer, scenario) for layer in layers}

    def key_figures(self, layer: Layer, scenario: Scenario) -> tuple[Measure, ...]:
        """Return the few numbers that the assessment shows of a layer under a scenario."""
        return layer.key_figures(self.frame(layer, scenario), scenario.params[layer.id])

    def extents(self, scenario: Scenario) -> dict[str, Bounds]:
        """Return by id what views must hold of the layers that a scenario shows."""
        shown = [self.registry[layer_id] for layer_id in scenario.layers]
        found = {
            layer.id: extent_of(layer, self.frame(layer, scenario)) for layer in shown if layer.extent_kinds
        }
        return {layer_id: bounds for layer_id, bounds in found.items() if bounds}

    def home(self, scenario: Scenario) -> Bounds:
        """Return the bounds of the home view under a scenario."""
        return bounds_of("home", self.extents(scenario))

    def label(self, layer: Layer, scenario: Scenario) -> dict[str, Any]:
        """Return a layer's label on the map under a scenario, and what labels keep clear of."""

        def make() -> dict[str, Any]:
            return label_data(layer, self.frame(layer, scenario), scenario.params[layer.id], current())

        data: dict[str, Any] = self._labels.once((layer.id, self.query(layer, scenario), code()), make)
        return data

    @staticmethod
    def query(layer: Layer, scenario: Scenario) -> str:
        """Return what a layer depends on, as the query of its address."""
        return "" if layer is GROUND else data_query(layer, scenario)
