"""Two sets of assumptions: the map of one, and a table of the key figures in which they differ."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, InstanceOf

from analysis.compared import KEY, layer_of, measure_rows
from briefings.fields import TEXT, Line
from briefings.model import Table
from briefings.scenes.map import MapScene
from i18n.spoken import message, said, speaking, spoken_change, tr
from layers.core.compared import row_of
from layers.core.scenario import Scenario

if TYPE_CHECKING:
    from briefings.placeholders import Library
    from i18n.language import Language

DIFFERENCE = message("Difference")
#: What all guarantees cover together is told whether or not its layer is shown.
_COVERAGE = "coverage_depth"
DEFAULT_NAMES = ("This map", "Compared with")
Name = Annotated[Line, Field(min_length=1, max_length=40, description="one line of 1 to 40 characters"), TEXT]


class CompareScene(MapScene):
    """A map with the key figures of its scenario beside those of another, whose view is of no matter."""

    kind: str = "compare"
    against: Annotated[InstanceOf[Scenario], Field(description="a scenario, as the scene’s own")]
    names: Annotated[
        tuple[Name, Name], Field(description="two names: the scene’s own scenario’s, and the other’s")
    ] = DEFAULT_NAMES

    def make_table(self, library: "Library", language: "Language") -> Table:
        """Return a row for each key figure that differs, in the order of the layers, then what both come to.

        The last column is the second less the first: of key figures that of the numbers as they are read, of measures
        of the assessment that of the exact ones.
        """
        with speaking(language.code):
            rows = [*self._figures(library), *self._measures(library)]
        return Table(columns=("", *map(language, self.names), language(DIFFERENCE)), rows=tuple(rows))

    def _figures(self, library: "Library") -> Iterator[tuple[str, ...]]:
        for layer_id in self.scenario.layers:
            each = [
                {one.label: one for one in library.key_figures(layer_id, scenario)}
                for scenario in (self.scenario, self.against)
            ]
            for label in dict.fromkeys(label for own in each for label in own):
                row = row_of(library.registry[layer_id], label, [own.get(label) for own in each])
                if not row.is_same:
                    change = "" if row.change is None else spoken_change(row.change)
                    unit = tr("points") if row.unit == "%" else tr(row.unit) if row.unit else ""
                    yield _together(said(label), *row.values, f"{change} {unit}".strip() if change else "")

    def _measures(self, library: "Library") -> Iterator[tuple[str, ...]]:
        both = [library.assessment(one) for one in (self.scenario, self.against)]
        shown = {*self.scenario.layers} & {*self.against.layers} | {_COVERAGE}
        points = tr("points")
        for row in measure_rows(both):
            if row.id in KEY and layer_of(row.id) in shown and len(set(row.texts)) > 1:
                yield _together(said(row.label), *row.texts, f"{row.difference_text} {points}")


def _together(label: str, *values: str) -> tuple[str, ...]:
    """Return a row whose numbers stay with their units on one line."""
    return label, *(said(value).replace(" ", "\u00a0") for value in values)
