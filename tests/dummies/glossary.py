"""Words and what they mean, beside a map: a kind of scene that no other file knows."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from briefings.fields import Bullet, Line, Part, SourceKey
from briefings.model import Table
from briefings.scenes.map import MapScene

if TYPE_CHECKING:
    from briefings.placeholders import Library
    from i18n.language import Language


class Term(Part):
    """A word, its meaning, and the source that says so."""

    word: Annotated[Line, Field(max_length=40, description="one line of up to 40 characters")]
    meaning: Bullet
    source: SourceKey


class GlossaryScene(MapScene):
    """A map with a table of words."""

    kind: str = "glossary"
    terms: Annotated[tuple[Term, ...], Field(min_length=1, description="a list of terms")]

    def make_table(self, library: "Library", language: "Language") -> Table:
        """Return a row for each word."""
        return Table(
            columns=(language("Word"), language("Meaning")),
            rows=tuple((f"**{term.word}**", term.meaning) for term in self.terms),
        )
