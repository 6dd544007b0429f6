"""The layers, found in this folder: every module that has a `LAYER`, in the order that the layers say.

They follow the argument: line → monitors → coalition → air → sea, then context, then what the base map can show. Panel,
legend, addresses, commands and exports are generated from them. What their parameters may be is in the data:
`layers.core.registry.load_registry` reads it.

Layers that are made of others lie above, in `analysis/derived/`, and are found there as plugins are, by name: a module
has a `layer_of(layers)` that is called with those found here.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from layers.core.ground import LAYER as GROUND
from layers.core.only_in import LAYER as ONLY_IN
from layers.core.spec import Layer

_DERIVED = "analysis.derived"


def _discovered() -> tuple[Layer, ...]:
    found = [(one.__name__, one.LAYER) for one in _modules(__name__) if hasattr(one, "LAYER")]
    layers = tuple(layer for _, layer in found)
    found += [(one.__name__, one.layer_of(layers)) for one in _modules(_DERIVED)]
    for name, layer in found:
        if name.rpartition(".")[2] != layer.id or not layer.rows:
            raise ValueError(f"{name}: the id of its LAYER must be the name of the file, and it needs rows.")
    return tuple(sorted((layer for _, layer in found), key=lambda layer: (layer.order, layer.id)))


def _modules(package: str) -> list[ModuleType]:
    path = import_module(package).__path__
    return [import_module(f"{package}.{found.name}") for found in iter_modules(path) if not found.ispkg]


LAYERS: tuple[Layer, ...] = _discovered()
__all__ = ["GROUND", "LAYERS", "ONLY_IN"]
