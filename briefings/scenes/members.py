"""Who takes part: a map of the coalition, and a table of what its members offer, made from the data."""

from typing import TYPE_CHECKING, ClassVar

from briefings.model import Table
from briefings.scenes.map import MapScene
from layers.style.rows import STYLE

if TYPE_CHECKING:
    from briefings.placeholders import Library
    from i18n.language import Language

_LAYER = "contributors"


class MembersScene(MapScene):
    """A map with a table of members."""

    needs: ClassVar[tuple[str, ...]] = (_LAYER,)

    kind: str = "members"

    def make_table(self, library: "Library", language: "Language") -> Table:
        """Return a row for each kind of offer, with the states that make it."""
        rows = []
        for kind, members in library.frame(_LAYER, self.scenario).groupby("kind", sort=False):
            names = sorted(language.place(name) for name in members["name"])
            rows.append((language(STYLE[_LAYER, str(kind)].label), ", ".join(names)))
        return Table(columns=(language("Offer"), language("States")), rows=tuple(rows))
