"""What of a scenario's assumptions differs from the defaults, or from those of another scenario."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from i18n.spoken import worded
from layers.core.params import Params, ParamSpec
from layers.core.spec import Layer

if TYPE_CHECKING:
    from layers.core.registry import Registry
    from layers.core.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Change:
    """One parameter of a layer with the value that differs."""

    layer: Layer
    spec: ParamSpec
    value: Any


def changes(own: "Scenario", registry: "Registry", other: "Scenario | None" = None) -> Iterator[Change]:
    """Yield what differs from another scenario (default: from the defaults), in the order of the layers."""
    for layer in registry.layers:
        yield from layer_changes(layer, own.params[layer.id], other.params[layer.id] if other else None)


def layer_changes(layer: Layer, own: Params, other: Params | None = None) -> Iterator[Change]:
    """Yield what differs in one layer; see `changes`."""
    for spec in layer.specs:
        value = getattr(own, spec.name)
        if value != (getattr(other, spec.name) if other else spec.default):
            yield Change(layer=layer, spec=spec, value=value)


def changed(scenario: "Scenario", registry: "Registry") -> list[str]:
    """Return one line for each assumption that is not the default: layer, name, value, and the default."""
    return [
        worded(
            "{layer}, {name}: {value} (default: {default})",
            layer=one.layer.title,
            name=one.spec.title.lower(),
            value=one.spec.text(one.value),
            default=one.spec.text(one.spec.default),
        )
        for one in changes(scenario, registry)
    ]
