"""The layer frames of a scenario, built straight from the facts: what the commands draw and pack."""

import geopandas as gpd

from geodata.store import Store
from layers import LAYERS, ground
from layers.facts import facts_for
from layers.scenario import Registry, Scenario


def world() -> tuple[Store, Registry]:
    """Return the shipped facts and the registry over them."""
    store = Store()
    return store, Registry(layers=LAYERS, line_dates=store.line_dates, data_version=store.data_version)


def frames_of(store: Store, registry: Registry, scenario: Scenario) -> dict[str, gpd.GeoDataFrame]:
    """Return EPSG:4326 frames by layer id: the ground and the layers that the scenario shows, in drawing order."""
    facts = facts_for(store, scenario.line)
    shown = {
        layer_id: registry[layer_id].build(facts, scenario.params[layer_id]) for layer_id in scenario.layers
    }
    return {ground.LAYER.id: ground.LAYER.build(facts, ground.LAYER.params()), **shown}
