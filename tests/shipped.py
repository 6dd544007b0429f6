"""The layers over the shipped data, with all that a person may choose: for tests that are made one per layer."""

import geopandas as gpd

from layers.core.address import OWN_KEYS
from layers.core.params import Params
from layers.core.registry import load_registry
from layers.core.spec import Facts, Layer

REGISTRY = load_registry()
LAYERS = REGISTRY.layers
#: Every key that an address of the map may have.
KEYS = [*OWN_KEYS, *(f"{layer.id}.{spec.name}" for layer in LAYERS for spec in layer.specs)]


def built(
    layer: Layer, facts: Facts, params: Params | None = None, *, of: Facts | None = None
) -> gpd.GeoDataFrame:
    """Build a layer from facts; one that is made of others, of all of them with their defaults, from the facts `of`."""
    own = params or layer.params()
    if not layer.derives_from:
        return layer.build(facts, own)
    others = [one for one in LAYERS if one.id in layer.derives_from]
    return layer.build(facts, own, {one.id: one.build(of or facts, one.params()) for one in others})
