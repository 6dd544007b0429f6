"""Scenarios side by side: the key figures of each, what differs, and how each is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from i18n.language import MINUS
from i18n.spoken import worded
from layers.core.format import number_text
from layers.core.only_in import KINDS, only_in
from layers.core.scenario import LETTERS, Scenario
from layers.core.spec import Layer, Measure

if TYPE_CHECKING:
    import geopandas as gpd

    from layers.core.registry import Registry

Maps = Mapping[str, "gpd.GeoDataFrame"]

#: What stands for a layer that a scenario does not show.
NOTHING = "–"
ONLY_HERE = worded("Ground only here")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measure of all scenarios: what each value reads, and its number as it is read; None where it has none."""

    layer: Layer
    label: str
    values: tuple[str, ...]
    numbers: tuple[float | None, ...]
    units: frozenset[str]

    @property
    def unit(self) -> str:
        """The unit that all numbers have; '' where there are none, or they have not the same."""
        return next(iter(self.units)) if len(self.units) == 1 else ""

    @property
    def figures(self) -> tuple[str, ...]:
        """The values as they stand in a column under their unit."""
        if len(self.units) != 1:
            return self.values
        return tuple(
            value if number is None else number_text(number)
            for value, number in zip(self.values, self.numbers, strict=True)
        )

    @property
    def change(self) -> float | None:
        """The second of two numbers less the first; None where there is none.

        It is that of the numbers which a person reads, rounded as they are, so that whoever checks it finds it right.
        """
        if len(self.numbers) != 2 or self.numbers[0] is None or self.numbers[1] is None or self.is_same:
            return None
        return self.numbers[1] - self.numbers[0]

    @property
    def difference(self) -> str:
        """The change with its sign and unit, in English; '' where there is none."""
        if self.change is None:
            return ""
        sign = "+" if self.change > 0 else MINUS
        unit = "points" if self.unit == "%" else self.unit
        return f"{sign}{number_text(abs(self.change))} {unit}".rstrip()

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
            {measure.label: measure for measure in layer.key_figures(maps[layer.id], one.params[layer.id])}
            if layer.id in one.layers
            else {}
            for one, maps in shown
        ]
        for label in dict.fromkeys(label for own in measures for label in own):
            found.append(row_of(layer, label, [own.get(label) for own in measures]))
        if layer.id in alone:
            sizes = [Measure.of(ONLY_HERE, size, "km²", is_about=True) for size in alone[layer.id]]
            found.append(row_of(layer, ONLY_HERE, sizes))
    return found


def row_of(layer: Layer, label: str, measures: Sequence[Measure | None]) -> Row:
    """Return the row of a measure in each of several scenarios, None where one does not show it."""
    there = [one for one in measures if one is not None]
    return Row(
        layer=layer,
        label=label,
        values=tuple(NOTHING if one is None else one.value for one in measures),
        numbers=tuple(None if one is None else one.number for one in measures),
        units=frozenset(one.unit for one in there if one.number is not None),
    )


def _ground_alone(maps: Sequence[Maps], registry: "Registry") -> Mapping[str, tuple[float, float]]:
    """Return by layer how much ground it covers in the first of two alone, and in the second."""
    if len(maps) != 2:
        return {}
    sizes: dict[str, dict[str, float]] = {}
    for record in only_in(maps[0], maps[1], registry.layers).to_dict("records"):
        sizes.setdefault(record["of_layer"], {})[record["kind"]] = record["area_km2"]
    return {layer_id: (own.get(KINDS[0], 0.0), own.get(KINDS[1], 0.0)) for layer_id, own in sizes.items()}


def called(scenario: Scenario) -> list[str]:
    """Return letter and name of each scenario: ``A · As published``; the letter alone where there is no name."""
    return [
        f"{letter.upper()} · {one.name}" if one.name else letter.upper()
        for letter, one in zip(LETTERS, scenario.compared, strict=False)
    ]
