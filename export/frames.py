"""The layer frames of a scenario over the shipped facts: what the commands draw and pack."""

from functools import lru_cache

import geopandas as gpd

from geodata.store import Store
from layers import LAYERS
from layers.core.build import Frames
from layers.core.scenario import Registry, Scenario
from layers.core.spec import Layer


def world() -> tuple[Store, Registry]:
    """Return the shipped facts and the registry over them."""
    store = Store()
    return store, Registry(layers=LAYERS, line_dates=store.line_dates, data_version=store.data_version)


@lru_cache(maxsize=2)
def _frames(store: Store, layers: tuple[Layer, ...]) -> Frames:
    return Frames(store, Registry(layers=layers, line_dates=store.line_dates))


def frames_of(store: Store, registry: Registry, scenario: Scenario) -> dict[str, gpd.GeoDataFrame]:
    """Return EPSG:4326 frames by layer id: the ground and the layers that the scenario shows, in drawing order.

    Each is built once; shared, so not to be changed.
    """
    return _frames(store, registry.layers).frames(scenario)
