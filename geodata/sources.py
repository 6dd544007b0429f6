"""Where a statement comes from: sources, and what this project assumes without one."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from geodata.columns import PartialDate, Text

#: What took the place of sources that were none; briefings of the first edition cite them.
FORMER_KEYS = {
    "general_knowledge": "first_edition_unsourced",
    "press_reports": "first_edition_unsourced",
    "f16_radius": "fighter_radii",
    "wikipedia_roaf_86": "romania_insider_2024_11_21",
}


class Source(BaseModel):
    """Where a statement comes from.

    `date` and `accessed` may be a year or a month where no more is known. `confidence` is
    `documented` (its own text was seen) or `reported` (seen second hand or in part); `assumption` is that of an
    `Assumption` alone. `cited_in` names the place that cites it where no feature need do so.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    title: Text
    publisher: Text
    date: PartialDate
    licence: Text
    confidence: Annotated[
        Literal["documented", "reported", "assumption"], Field(description="documented or reported")
    ]
    url: Annotated[
        str | None, Field(pattern=r"^https?://\S+$", description="an address of the web, or absent")
    ] = None
    accessed: PartialDate | None = None
    cited_in: Text | None = None

    @property
    def is_assumption(self) -> bool:
        """Whether this is no source but a statement or choice of this project."""
        return self.confidence == "assumption"


class Assumption(Source):
    """What this project assumes without a source: cited by key as sources are, but listed apart from them.

    `title` is the statement; `affects` tells what on the map would change with it.
    """

    publisher: Text = "This project"
    licence: Text = "CC BY 4.0"
    confidence: Literal["documented", "reported", "assumption"] = "assumption"
    reason: Text
    affects: Text
    sure: Literal["likely", "uncertain", "choice"]


def parted(cited: Mapping[str, Source]) -> tuple[dict[str, Source], dict[str, Assumption]]:
    """Return what is cited, by key, as sources and as assumptions: they are never listed together."""
    return (
        {key: one for key, one in cited.items() if not isinstance(one, Assumption)},
        {key: one for key, one in cited.items() if isinstance(one, Assumption)},
    )
