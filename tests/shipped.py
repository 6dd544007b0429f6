"""The layers over the shipped data, with all that a person may choose: for tests that are made one per layer."""

from layers.core.address import OWN_KEYS
from layers.core.registry import load_registry

REGISTRY = load_registry()
LAYERS = REGISTRY.layers
#: Every key that an address of the map may have.
KEYS = [*OWN_KEYS, *(f"{layer.id}.{spec.name}" for layer in LAYERS for spec in layer.specs)]
