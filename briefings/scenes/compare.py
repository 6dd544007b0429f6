"""Two sets of assumptions: the map of one, and a table of the key figures in which they differ."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, InstanceOf

from briefings.fields import TEXT, Line
from briefings.model import Table
from briefings.scenes.map import MapScene
from layers.core.scenario import Scenario

if TYPE_CHECKING:
    from briefings.placeholders import Library
    from i18n.language import Language

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
        """Return a row for each key figure that differs, in the order of the layers."""
        rows = []
        for layer_id in self.scenario.layers:
            own, other = (_values(layer_id, one, library) for one in (self.scenario, self.against))
            rows += [
                (language(label), own.get(label, "–"), other.get(label, "–"))
                for label in dict.fromkeys([*own, *other])
                if own.get(label) != other.get(label)
            ]
        return Table(columns=("", *map(language, self.names)), rows=tuple(rows))


def _values(layer_id: str, scenario: Scenario, library: "Library") -> dict[str, str]:
    """Return a layer's key figures by their labels, a number and its unit on one line."""
    figures = library.key_figures(layer_id, scenario)
    return {figure.label: figure.value.replace(" ", "\u00a0") for figure in figures}
