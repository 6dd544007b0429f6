"""Scenarios side by side: the key figures of each, what differs, and how each is called."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from i18n.spoken import worded
from layers.core.format import about, number_text
from layers.core.only_in import KINDS, only_in
from layers.core.scenario import LETTERS, Scenario
from layers.core.spec import Layer

if TYPE_CHECKING:
    import geopandas as gpd

    from layers.core.registry import Registry

Maps = Mapping[str, "gpd.GeoDataFrame"]

#: What stands for a layer that a scenario does not show.
NOTHING = "–"
ONLY_HERE = worded("Ground only here")
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
    def unit(self) -> str:
        """The unit that all values have; '' where they have none, or not the same."""
        units = {part[2] for value in self.values if (part := _NUMBER.fullmatch(value))}
        return units.pop() if len(units) == 1 else ""

    @property
    def figures(self) -> tuple[str, ...]:
        """The values as they stand in a column under their unit."""
        unit = self.unit
        return tuple(value.removeprefix("about ").removesuffix(unit).strip() for value in self.values)

    @property
    def is_same(self) -> bool:
        """Whether all scenarios have the same value."""
        return len(set(self.values)) == 1


def rows(shown: Sequence[tuple[Scenario, Maps]], registry: "Registry") -> list[Row]:
    """Return every measure of the layers that any of the scenarios shows, in the order of the argument.

    `shown`: each scenario with the frames of what it shows, by layer id.
    """
    alone = _ground_alone([maps for _, maps in shown], registry)
    found: list[Row] = []
    for layer in registry.layers:
        measures = [
            {
                measure.label: measure.value
                for measure in layer.key_figures(maps[layer.id], one.params[layer.id])
            }
            if layer.id in one.layers
            else {}
            for one, maps in shown
        ]
        for label in dict.fromkeys(label for own in measures for label in own):
            values = tuple(own.get(label, NOTHING) for own in measures)
            found.append(Row(layer=layer, label=label, values=values, difference=_difference(values)))
        if layer.id in alone:
            values = tuple(about(size_km2, "km²") for size_km2 in alone[layer.id])
            found.append(Row(layer=layer, label=ONLY_HERE, values=values))
    return found


def _ground_alone(maps: Sequence[Maps], registry: "Registry") -> Mapping[str, tuple[float, float]]:
    """Return by layer how much ground it covers in the first of two alone, and in the second."""
    if len(maps) != 2:
        return {}
    sizes: dict[str, dict[str, float]] = {}
    for record in only_in(maps[0], maps[1], registry.layers).to_dict("records"):
        sizes.setdefault(record["of_layer"], {})[record["kind"]] = record["area_km2"]
    return {layer_id: (own.get(KINDS[0], 0.0), own.get(KINDS[1], 0.0)) for layer_id, own in sizes.items()}


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
