"""The table of oblasts: ground and people, what is occupied, and what each guarantee covers, for page and files.

One model for all of them: columns with their unit and group, and the numbers of each oblast. Of scenarios that are
compared each coverage share stands once for each, and of two with their difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.assessment import Assessment, Unit, assess
from analysis.measure import SHARE, difference_text, share_text
from i18n.spoken import message, said, spoken_number, tr
from layers.core.build import Frames
from layers.core.registry import Registry
from layers.core.scenario import LETTERS, Scenario

Kind = Literal["area", "people", "share", "difference"]

AREA = message("Area")
PEOPLE = message("People, 1 January 2022")
OCCUPIED = message("Occupied")
UNCOVERED = message("Covered by none")
GROUND = message("Ground")
OF_PEOPLE = message("People")
COUNTRY = message("Ukraine")
CAPTION = message("What the guarantees cover, by oblast")
METHOD = message(
    "Shares of an oblast’s ground and people, by exact overlay. People: official figures of 1 January 2022 (Crimea and "
    "Sevastopol: 2013), spread within an oblast by a rule, so shares of people are good to some per cent. "
    "Only land counts, so patrols at sea cover none of it."
)
DIFFERENCES = message("Differences are those of the exact numbers, in percentage points.")
#: What the numbers rest on, beside what the layers cite.
SOURCES = ("ukrstat_2022", "natural_earth")


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of numbers: its key, the words above it, its unit (``km²``, ``%``) and what kind of number it has.

    `group` is the head above several, '' where there is none; `letter` that of a scenario, where some are compared.
    Shares are fractions from 0 to 1; differences are in percentage points.
    """

    key: str
    kind: Kind
    head: str
    group: str = ""
    letter: str = ""

    @property
    def unit(self) -> str:
        """The unit of its numbers as a file and a head give it; of people the head says it."""
        units = {"area": tr("km²"), "people": "", "share": "%", "difference": tr("points")}
        return units[self.kind]

    @property
    def title(self) -> str:
        """All that is said of it in one line: group, head, letter and unit."""
        words = ": ".join(filter(None, (self.group, self.head)))
        return ", ".join(filter(None, (words, self.letter, self.unit)))

    def text(self, number: float) -> str:
        """Return a number of it as people read it, without its unit."""
        if self.kind == "share":
            return said(share_text(number)).removesuffix("%").rstrip()
        if self.kind == "difference":
            return difference_text(number / 100, SHARE)
        return spoken_number(_read(number, self.kind))

    def figure(self, number: float) -> float:
        """Return a number of it as a file has it: shares in per cent, no more decimals than the drawing is worth."""
        if self.kind == "share":
            return round(100 * number, 2)
        return round(number, 2) if self.kind == "difference" else round(number)


def _read(number: float, kind: Kind) -> float:
    """Return km² to the hundred (below 1,000 to the ten), people to the thousand: what they are worth to a reader."""
    step = 1_000 if kind == "people" else 100 if number >= 1_000 else 10
    return float(step * round(number / step))


@dataclass(frozen=True, kw_only=True)
class Row:
    """An oblast, or the country: its ISO 3166-2 code, its name in the language, and its numbers by key of column."""

    iso: str
    name: str
    numbers: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class OblastTable:
    """The columns, the 27 oblasts, and the country that they add up to."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row


def table_of(frames: Frames, scenario: Scenario) -> OblastTable:
    """Return the table of a scenario, or of all that are compared."""
    return oblast_table([assess(frames, one) for one in scenario.compared], frames.registry)


def oblast_table(found: Sequence[Assessment], registry: Registry) -> OblastTable:
    """Return the table of one assessment, or of several that are compared, A first."""
    columns = _columns(found, registry)
    units = zip(*(one.oblasts for one in found), strict=True)
    rows = tuple(Row(iso=own[0].iso, name=said(own[0].name), numbers=_numbers(own)) for own in units)
    countries = [one.country for one in found]
    total = Row(iso=countries[0].iso, name=tr(COUNTRY), numbers=_numbers(countries))
    return OblastTable(columns=columns, rows=rows, total=total)


def _columns(found: Sequence[Assessment], registry: Registry) -> tuple[Column, ...]:
    guarantees = {key: said(registry[key].title) for key in found[0].country.guarantees}
    columns = [
        Column(key="area", kind="area", head=tr(AREA)),
        Column(key="people", kind="people", head=tr(PEOPLE)),
        *_for_each("occupied", len(found), tr(GROUND), tr(OCCUPIED)),
    ]
    for key, group in [*guarantees.items(), ("uncovered", tr(UNCOVERED))]:
        columns += _for_each(f"{key}_area", len(found), tr(GROUND), group)
        columns += _for_each(f"{key}_people", len(found), tr(OF_PEOPLE), group)
    return tuple(columns)


def _for_each(key: str, number: int, head: str, group: str) -> list[Column]:
    """Return the columns of one share: one, or one for each scenario, and of two with their difference."""
    if number == 1:
        return [Column(key=key, kind="share", head=head, group=group)]
    letters = [letter.upper() for letter in LETTERS[:number]]
    each = [
        Column(key=f"{key}_{letter.lower()}", kind="share", head=head, group=group, letter=letter)
        for letter in letters
    ]
    if number != 2:
        return each
    return [
        *each,
        Column(key=f"{key}_difference", kind="difference", head=head, group=group, letter="B − A"),
    ]


def _shares(unit: Unit) -> dict[str, float]:
    shares = {"occupied": unit.occupied_share}
    for key, covered in {**unit.guarantees, "uncovered": unit.uncovered}.items():
        shares[f"{key}_area"] = covered.area_km2 / unit.area_km2
        shares[f"{key}_people"] = covered.people / unit.population if unit.population else 0.0
    return shares


def _numbers(units: Sequence[Unit]) -> dict[str, float]:
    """Return the numbers of one unit under each scenario, by key of column."""
    numbers = {"area": units[0].area_km2, "people": units[0].population}
    each = [_shares(unit) for unit in units]
    if len(each) == 1:
        return {**numbers, **each[0]}
    for key in each[0]:
        for letter, shares in zip(LETTERS, each, strict=False):
            numbers[f"{key}_{letter}"] = shares[key]
        if len(each) == 2:
            numbers[f"{key}_difference"] = 100 * (each[1][key] - each[0][key])
    return numbers
