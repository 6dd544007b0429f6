"""What a measure depends on: a map, and a table of how the measure answers to numbers, or to the date of the line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from analysis.measure import text_of
from analysis.sensitivity import Answered, Kind, Question, Sensitivity, called, numbers
from analysis.sustained_numbers import Sustained
from briefings.fields import MeasureKey, ParameterKey
from briefings.model import Table
from briefings.scenes.map import MapScene
from i18n.spoken import message, said, speaking, spoken_day, tr

if TYPE_CHECKING:
    from briefings.placeholders import Library
    from i18n.language import Language

#: A table has room for so many rows beside a map.
MOST_ROWS = 8
NUMBER, LEAST, MOST = message("Number"), message("Least"), message("Most")


class SensitivityScene(MapScene):
    """A map with what moves a measure under its scenario: every number, one of them, or the date of the line."""

    kind: str = "sensitivity"
    measure: MeasureKey
    parameter: ParameterKey = ""
    over: Annotated[Literal["numbers", "dates"], Field(description="numbers or dates")] = "numbers"

    def make_table(self, library: "Library", language: "Language") -> Table:
        """Return the numbers that move the measure most, or points of the curve, the present one bold."""
        how: Kind = "dates" if self.over == "dates" else "parameter" if self.parameter else "tornado"
        found = library.sensitivity(
            Question(
                measure=self.measure, kind=how, scenario=self.scenario, sustained=Sustained(),
                parameter=self.parameter if how == "parameter" else "",
            )
        )  # fmt: skip
        with speaking(language.code):
            return (_bars if how == "tornado" else _curve)(found, library)


def _bars(found: Sensitivity, library: "Library") -> Table:
    rows = []
    for bar in [bar for bar in found.bars if bar.swing][:MOST_ROWS]:
        ends = sorted((bar.low, bar.high), key=lambda one: one.value or 0.0)
        spec = numbers(library.registry)[bar.parameter]
        cells = (f"{_value(one, found)} ({_together(said(spec.text(one.point.at)))})" for one in ends)
        rows.append((called(bar.parameter, library.registry, said), *cells))
    return Table(columns=(tr(NUMBER), tr(LEAST), tr(MOST)), rows=tuple(rows))


def _curve(found: Sensitivity, library: "Library") -> Table:
    key = found.question.parameter
    rows = []
    for one in _some(found.curve, found.present):
        at = one.point.at
        shown = spoken_day(at) if isinstance(at, str) else said(numbers(library.registry)[key].text(at))
        mark = "**" if at == found.present else ""
        rows.append((f"{mark}{_together(shown)}{mark}", f"{mark}{_value(one, found)}{mark}"))
    of = called(key, library.registry, said) if key else tr("Date of the line")
    return Table(columns=(of, said(found.now.label)), rows=tuple(rows))


def _some(curve: Sequence[Answered], present: float | str) -> list[Answered]:
    """Return so many points as there is room for: the ends, the present one, and what lies evenly between."""
    if len(curve) <= MOST_ROWS:
        return list(curve)
    now = next(place for place, one in enumerate(curve) if one.point.at == present)
    last = len(curve) - 1
    evenly = {round(step * last / (MOST_ROWS - 1)) for step in range(MOST_ROWS)}
    nearest = min(evenly - {0, last}, key=lambda place: abs(place - now))
    places = evenly if now in (0, last) else {*evenly - {nearest}, now}
    return [curve[place] for place in sorted(places)]


def _value(one: Answered, found: Sensitivity) -> str:
    return _together(said(text_of(one.value, found.now.unit)))


def _together(text: str) -> str:
    """Keep a number with its unit on one line."""
    return text.replace(" ", "\u00a0")
