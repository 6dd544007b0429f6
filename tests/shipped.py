"""The layers over the shipped data, with all that a person may choose: for tests that are made one per layer."""

from layers.core.registry import load_registry

REGISTRY = load_registry()
LAYERS = REGISTRY.layers
