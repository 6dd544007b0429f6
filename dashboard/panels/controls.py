"""What the controls of parameters need beside the parameter model (`templates/shell/controls.html` draws them)."""

from typing import Any

from i18n.spoken import said
from layers.core.params import ParamSpec
from layers.core.scenario import Scenario
from layers.core.spec import Layer

_MAX_SEGMENTS = 3
_MAX_LETTERS = 36


def fits_segments(spec: ParamSpec) -> bool:
    """Whether all options of a choice can stand side by side; else they are in a menu."""
    labels = [said(spec.labels.get(option, option)) for option in spec.options]
    return len(labels) <= _MAX_SEGMENTS and sum(map(len, labels)) <= _MAX_LETTERS


def value(layer: Layer, spec: ParamSpec, scenario: Scenario) -> Any:
    """Return the value of a parameter under a scenario."""
    return getattr(scenario.params[layer.id], spec.name)
