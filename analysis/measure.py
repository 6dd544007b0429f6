"""What a measure is: one number of the assessment with its unit, how it is found, and how far it can be trusted.

A measure is declared once, in the module of its subject, and `analysis.registry` lists them all. What a guarantee does
that is not shown, or of which nothing is selected, counts as not there: amounts and shares are 0, and what then has no
meaning (a distance, a time, a ratio per base) has no value. Shares are fractions from 0 to 1 with the unit ``share``;
a person reads them in per cent.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from analysis.situation import Situation
from i18n.spoken import message, spoken_change, spoken_number, worded, worded_plural
from layers.core.compared import NOTHING
from layers.core.format import about, number_text, rounded

SHARE = "share"
YES_NO = "yes/no"
GUARANTEES = "guarantees"
_COUNTED: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "bases": lambda number: worded_plural("{number} base", "{number} bases", number),
        "ports": lambda number: worded_plural("{number} port", "{number} ports", number),
        "ships": lambda number: worded_plural("{number} ship", "{number} ships", number),
        "routes": lambda number: worded_plural("{number} route", "{number} routes", number),
    }
)
#: Units whose numbers come from a generalised drawing, so that a person reads them as *about*.
_GENERALISED = ("km²", "km", "nm", "people")

LINE_ERROR = message("The line is right to about 4 km, and so is what follows from it.")
DRAWN = message("Exact for what is drawn; the drawing itself is notional.")
COUNTED = message("A count of what is drawn; the drawing itself is notional.")
PEOPLE_ERROR = message(
    "Official figures of 2022 (Crimea: 2013) spread by a rule: good to some per cent within an oblast; "
    "who fled is not "
    "counted out."
)

#: Nearer than this to all of it or nothing is all or nothing: outlines are rounded in their fourth decimal.
_WHOLE = 1e-6
_HALF_PERCENT = 0.005
#: Differences from here on are said without decimals.
_DECIMALS_BELOW = 10

_PART = re.compile(r"<\w+>")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The value of a measure, None where it has none, and what is to be said of it.

    Of a family, `key` takes the place of the part of its id in angle brackets, `name` that of ``{name}`` in its label.
    """

    value: float | None
    detail: str = ""
    key: str = ""
    name: str = ""


Found = float | Answer | tuple[Answer, ...] | None


@dataclass(frozen=True, kw_only=True)
class Value:
    """One number of the assessment, with what a person needs to know of it."""

    id: str
    label: str
    value: float | None
    unit: str
    method: str
    uncertainty: str
    detail: str = ""

    @property
    def text(self) -> str:
        """The value with its unit, rounded to what it is worth; a dash where there is none."""
        return text_of(self.value, self.unit)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measure of the assessment, or a family of one for each city, route, port or guarantee.

    `id` of a family has the part that differs in angle brackets: ``air.to_<city>_min``. `inputs` names what the value
    depends on: tables of facts, layers, and parameters as ``<layer>.<parameter>``. `of` is pure. The long text on each
    stands in `docs/method.md` under the id.
    """

    id: str
    label: str
    unit: str
    method: str
    inputs: tuple[str, ...]
    uncertainty: str
    of: Callable[[Situation], Found]

    def values(self, situation: Situation) -> tuple[Value, ...]:
        """Return the values under a situation: one, or one for each member of a family."""
        found = self.of(situation)
        answers = found if isinstance(found, tuple) else (found,)
        return tuple(self._value(one if isinstance(one, Answer) else Answer(value=one)) for one in answers)

    def _value(self, answer: Answer) -> Value:
        return Value(
            id=_PART.sub(answer.key, self.id),
            label=self.label.format(name=answer.name),
            value=None if answer.value is None else float(answer.value),
            unit=self.unit,
            method=self.method,
            uncertainty=self.uncertainty,
            detail=answer.detail,
        )


def share_text(value: float) -> str:
    """Return a fraction in whole per cent; only all of it reads ``100 %``, and only nothing of it ``0 %``.

    What would be rounded to either is ``> 99 %`` or ``< 1 %``. Areas are added up from overlays, so that whatever is
    nearer to all or nothing than `_WHOLE` is that.
    """
    if value <= _WHOLE:
        return "0 %"
    if value >= 1 - _WHOLE:
        return "100 %"
    if value < _HALF_PERCENT:
        return "< 1 %"
    return "> 99 %" if value >= 1 - _HALF_PERCENT else f"{100 * value:.0f} %"


def _small_share_text(value: float) -> str:
    return f"{100 * value:.1f} %" if value >= 0.0005 else message("< 0.1 %")


def figure_of(value: float | None, unit: str) -> str:
    """Return a value as it stands in a column under its unit: ``114,000``, ``59``, ``1.1``."""
    if value is not None and unit in _GENERALISED:
        return number_text(rounded(value))
    if value is not None and unit in _COUNTED:
        return f"{value:,.0f}"
    return text_of(value, unit).removesuffix("%" if unit == SHARE else unit).rstrip()


def difference_text(difference: float, unit: str) -> str:
    """Return how much more a second value is, in the language that is spoken now, with its sign and without its unit.

    `difference` is in `unit`, a share as a fraction and said in percentage points. It is that of the exact numbers,
    so that it may be one step off those that two rounded values have; one too small to say is ``< 0.1``.
    """
    value = 100 * difference if unit == SHARE else difference
    size = abs(value)
    if unit in _GENERALISED:
        size = rounded(size)
    elif unit in (SHARE, GUARANTEES, "h", "min"):
        size = round(size, 1 if size < _DECIMALS_BELOW else 0)
    else:
        size = round(size)
    if size == 0:
        least = 0.1 if unit in (SHARE, GUARANTEES, "h", "min") else 1
        return "0" if abs(value) <= 100 * _WHOLE else f"< {spoken_number(least)}"
    return spoken_change(size if value > 0 else -size)


def text_of(value: float | None, unit: str) -> str:
    """Return a value as a person reads it: ``about 114,000 km²``, ``59 %``, ``1.1 guarantees``."""
    if value is None:
        return NOTHING
    if unit == SHARE:
        return _small_share_text(value) if _WHOLE < value < 0.01 else share_text(value)
    if unit == YES_NO:
        return message("yes") if value else message("no")
    if unit in _GENERALISED:
        return about(value, unit)
    if unit in _COUNTED:
        return _COUNTED[unit](round(value))
    if unit == GUARANTEES:
        return worded("{number} guarantees", number=f"{value:.1f}")
    if unit == "aircraft":
        return worded("{number} aircraft", number=f"{value:.1f}")
    if unit == "h":
        return worded("{number} h", number=f"{value:.1f}")
    return f"{value:,.0f} {unit}"
