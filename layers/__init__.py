"""The layers, found in this folder: every module that has a `LAYER`, in the order that the layers say.

They follow the argument: line → monitors → coalition → air → sea, then context, then what the base map can show. Panel,
legend, addresses, commands and exports are generated from them. What their parameters may be is in the data:
`layers.core.registry.load_registry` reads it.
"""

from importlib import import_module
from pkgutil import iter_modules

from layers.core.ground import LAYER as GROUND
from layers.core.only_in import LAYER as ONLY_IN
from layers.core.spec import Layer


def _discovered() -> tuple[Layer, ...]:
    modules = (
        import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__) if not found.ispkg
    )
    found = [(module.__name__, module.LAYER) for module in modules if hasattr(module, "LAYER")]
    for name, layer in found:
        if name != f"{__name__}.{layer.id}" or not layer.rows:
            raise ValueError(f"{name}: the id of its LAYER must be the name of the file, and it needs rows.")
    return tuple(sorted((layer for _, layer in found), key=lambda layer: (layer.order, layer.id)))


LAYERS: tuple[Layer, ...] = _discovered()
__all__ = ["GROUND", "LAYERS", "ONLY_IN"]
