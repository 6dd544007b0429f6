"""The kinds of scenes: each is a module of this folder with a subclass of `briefings.model.Scene`; it is found there.

A kind declares its fields, and by them what is checked, filled in and cited (`briefings.fields`). What page and decks
draw of it they ask of the scene: its lines, `entries` of a line of time, a table (`make_table`), whether it has a map.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from briefings.model import Scene

#: The kind of a scene that neither names one nor has a field of another.
USUAL = "map"


@cache
def kinds() -> Mapping[str, type[Scene]]:
    """Return the kinds by their names, the usual one first."""
    found: dict[str, type[Scene]] = {}
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Scene) and value.__module__ == module.__name__:
                found[value.model_fields["kind"].default] = value
    return MappingProxyType({USUAL: found.pop(USUAL), **dict(sorted(found.items()))})


def kind_by_fields(fields: Mapping[str, object]) -> str:
    """Return the kind of a scene that names none: the one that alone has a field that is given, else the usual one."""
    for name in fields:
        having = [kind for kind, model in kinds().items() if name in model.model_fields]
        if len(having) == 1:
            return having[0]
    return USUAL
