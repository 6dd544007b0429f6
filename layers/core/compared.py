"""Scenarios side by side: the key figures of each, what differs, and how each is called."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from layers.core.format import about, number_text
from layers.core.only_in import KINDS, only_in
from layers.core.scenario import LETTERS, Scenario
from layers.core.spec import Layer

if TYPE_CHECKING:
    from layers.core.build import Frames

#: What stands for a layer that a scenario does not show.
NOTHING = "–"
ONLY_HERE = "Ground only here"
_MINUS = "\N{MINUS SIGN}"
_NUMBER = re.compile(r"(?:about )?(-?[\d,]+(?:\.\d+)?) ?(.*)")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measure of all scenarios: their values with units, and of two the difference, '' where there is none."""

    layer: Layer
    label: str
    values: tuple[str, ...]
    difference: str = ""

    @property
    def is_same(self) -> bool:
        """Whether all scenarios have the same value."""
        return len(set(self.values)) == 1


def rows(scenario: Scenario, frames: "Frames") -> list[Row]:
    """Return every measure of the layers that any of the compared scenarios shows, in the order of the argument."""
    shown = scenario.compared
    alone = _ground_alone(scenario, frames)
    found: list[Row] = []
    for layer in frames.registry.layers:
        if not any(layer.id in one.layers for one in shown):
            continue
        measures = [
            {measure.label: measure.value for measure in frames.key_figures(layer, one)}
            if layer.id in one.layers
            else {}
            for one in shown
        ]
        for label in dict.fromkeys(label for own in measures for label in own):
            values = tuple(own.get(label, NOTHING) for own in measures)
            found.append(Row(layer=layer, label=label, values=values, difference=_difference(values)))
        if layer.id in alone:
            values = tuple(about(size_km2, "km²") for size_km2 in alone[layer.id])
            found.append(Row(layer=layer, label=ONLY_HERE, values=values))
    return found


def _ground_alone(scenario: Scenario, frames: "Frames") -> Mapping[str, tuple[float, float]]:
    """Return by layer how much ground it covers in the first of two alone, and in the second."""
    if len(scenario.compared) != 2:
        return {}
    first, second = (frames.frames(one) for one in scenario.compared)
    found = only_in(first, second, frames.registry.layers)
    sizes = (
        {}
        if found.empty
        else dict(zip(zip(found["of_layer"], found["kind"], strict=True), found["area_km2"], strict=True))
    )
    return {
        layer_id: (sizes.get((layer_id, KINDS[0]), 0.0), sizes.get((layer_id, KINDS[1]), 0.0))
        for layer_id in dict.fromkeys(layer_id for layer_id, _ in sizes)
    }


def _difference(values: Sequence[str]) -> str:
    """Return the second of two values less the first.

    It is that of the numbers which a person reads, rounded as they are, so that whoever checks it finds it right.
    """
    if len(values) != 2 or values[0] == values[1]:
        return ""
    parts = [_NUMBER.fullmatch(value) for value in values]
    if parts[0] is None or parts[1] is None:
        return ""
    first, second = (float(part[1].replace(",", "")) for part in parts if part)
    unit = parts[1][2] or parts[0][2]
    difference = second - first
    sign = "+" if difference > 0 else _MINUS
    return f"{sign}{number_text(abs(difference))} {'points' if unit == '%' else unit}".rstrip()


def called(scenario: Scenario) -> list[str]:
    """Return letter and name of each scenario: ``A · As published``; the letter alone where there is no name."""
    return [
        f"{letter.upper()} · {one.name}" if one.name else letter.upper()
        for letter, one in zip(LETTERS, scenario.compared, strict=False)
    ]
