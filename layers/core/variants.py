"""The ready variants of a scenario, low, default and high: what somebody may compare with, as a choice of this project.

Low commits less and high more than the default: nobody proposed either. What each parameter is in them stands beside
its range (`layers.core.params.number`: `variants`), or is halfway from its default to the ends of that range.
"""

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from layers.core.params import ParamSpec

if TYPE_CHECKING:
    from layers.core.registry import Registry
    from layers.core.scenario import Scenario

Variant = Literal["low", "default", "high"]


def value_in(spec: ParamSpec, variant: Variant) -> float | None:
    """Return a number's value in a variant; None for what is no number, which stays as it is."""
    if spec.kind not in ("number", "integer") or spec.low is None or spec.high is None or not spec.step:
        return None
    if variant == "default":
        value = float(spec.default)
    elif spec.variants is not None:
        value = spec.variants[variant == "high"]
    else:
        end = spec.high if variant == "high" else spec.low
        steps = round((float(spec.default) + end) / 2 / spec.step)
        value = min(max(round(steps * spec.step, 6), spec.low), spec.high)
    return int(value) if spec.kind == "integer" else float(value)


def as_variant(scenario: "Scenario", variant: Variant, registry: "Registry") -> "Scenario":
    """Return a scenario with every number as it is in a variant; layers, date and choices stay."""
    params = {}
    for layer in registry.layers:
        found = {spec.name: value_in(spec, variant) for spec in layer.specs}
        own = {name: value for name, value in found.items() if value is not None}
        params[layer.id] = layer.params(**{**scenario.params[layer.id].model_dump(), **own})
    return replace(scenario, params=MappingProxyType(params))
