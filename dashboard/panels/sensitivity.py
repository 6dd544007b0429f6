"""How one measure answers, as the page shows it: what there is to ask, and the answer as a tornado or a curve.

The place of both, and the buttons there, are in `templates/shell/sensitivity_dialog.html`; they are fetched when that
is opened (`frontend/panels/sensitivity.js`). A tornado is a table with bars in it; below a curve stands its table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from analysis.assessment import assess
from analysis.compared import subjects
from analysis.measure import YES_NO, text_of
from analysis.sensitivity import Answered, Bar, Sensitivity, called, numbers, value_of
from analysis.sustained_numbers import PREFIX, Sustained
from dashboard.service import Service
from dashboard.templates import template
from export.figures import sensitivity_axes as axes
from i18n.spoken import message, said, spoken_day, tr
from layers.core.constants import NOTICE
from layers.core.registry import Registry
from layers.core.scenario import Scenario
from webmap.boot import accent

#: What the dialog opens with: what the guarantees leave open, and what moves that most.
FIRST_MEASURE = "coverage.uncovered_share"
#: Ticks below a curve stand so far apart, in per cent of its width: on a wide screen, and on a phone.
_APART_PCT, _APART_NARROW_PCT = 20.0, 36.0
_HEIGHT = 100.0
#: Nearer to an end than this, in per cent of the width, a tick is written inwards.
_EDGE_PCT = 4.0
#: What a number is of that belongs to no layer.
AT_ONCE = message("Not everywhere at once")


@dataclass(frozen=True, kw_only=True)
class Option:
    """One choice of a list: its key and what it is called."""

    key: str
    label: str


@dataclass(frozen=True, kw_only=True)
class End:
    """The measure at one end of a bar: what it is there, and what the number is there."""

    value: str
    at: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """A bar of the tornado: from `left_pct` on, `width_pct` wide, with its lower end and its higher one."""

    key: str
    label: str
    pillar: int | None
    accent: dict[str, str] | None
    low: End
    high: End
    left_pct: float
    width_pct: float


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A text below a curve, `at_pct` from its left; `narrow`: on a phone as well."""

    text: str
    at_pct: float
    narrow: bool

    @property
    def shift_pct(self) -> int:
        """How far its text stands to the left of it, in per cent of its own width."""
        return 0 if self.at_pct < _EDGE_PCT else 100 if self.at_pct > 100 - _EDGE_PCT else 50


# -- what there is to ask ----------------------------------------------------------------------------


def choices_html(service: Service, scenario: Scenario) -> str:
    """Return the lists of measures and of numbers as fields of a form; of scenarios compared, those of the first."""
    registry = service.registry
    found = subjects([assess(service.frames_kept, scenario)], registry)
    measures = [
        (said(one.title), [_measure_option(row.id, row.label, row.texts[0]) for row in one.rows if row.unit != YES_NO])
        for one in found
    ]  # fmt: skip
    shown = {*scenario.layers, PREFIX}
    keys = [key for key in numbers(registry) if key.partition(".")[0] in shown]
    parameters = [
        (said(_title(prefix, registry)), [_parameter_option(key, scenario, registry) for key in own])
        for prefix, own in groupby(keys, key=lambda key: key.partition(".")[0])
    ]
    return template("shell/sensitivity_choices.html").render(
        measures=measures, parameters=parameters, first=FIRST_MEASURE
    )


def _measure_option(key: str, label: str, text: str) -> Option:
    return Option(key=key, label=f"{said(label)}: {said(text)}")


def _parameter_option(key: str, scenario: Scenario, registry: Registry) -> Option:
    spec = numbers(registry)[key]
    return Option(
        key=key, label=f"{tr(spec.title)}: {_number(key, value_of(key, scenario, Sustained()), registry)}"
    )


def _title(prefix: str, registry: Registry) -> str:
    return AT_ONCE if prefix == PREFIX else registry[prefix].title


def _number(key: str, value: float | str, registry: Registry) -> str:
    """Return the value of a number, or a date, as a person reads it."""
    return spoken_day(value) if isinstance(value, str) else said(numbers(registry)[key].text(value))


# -- the answer --------------------------------------------------------------------------------------


def answer_html(found: Sensitivity, service: Service) -> str:
    """Return an answer as HTML: what it says in a sentence, drawn, and what it rests on."""
    view = _Answer(found, service)
    return template("shell/sensitivity.html").render(found=found, view=view, notice=NOTICE)


class _Answer:
    """What the template asks of an answer."""

    def __init__(self, found: Sensitivity, service: Service) -> None:
        self._found, self._service, self._registry = found, service, service.registry
        self.is_tornado = found.question.kind == "tornado"
        self.now = self._measure(found.now.value)
        self._of = found.question.parameter

    def _measure(self, value: float | None) -> str:
        return said(text_of(value, self._found.now.unit))

    def _accent(self, key: str) -> dict[str, str] | None:
        layer = self._service.layer(key.partition(".")[0])
        return accent(layer) if layer else None

    @property
    def summary(self) -> str:
        """What the answer says, in a sentence."""
        return self._of_bars if self.is_tornado else self._of_curve

    @property
    def _of_bars(self) -> str:
        if not self.rows:
            return tr("None of the numbers moves this measure.")
        first = self.rows[0]
        return tr(
            "{number} moves it most: from {low} ({at_low}) to {high} ({at_high}).",
            number=first.label, low=first.low.value, at_low=first.low.at, high=first.high.value, at_high=first.high.at,
        )  # fmt: skip

    @property
    def _of_curve(self) -> str:
        known = self._known
        if not known:
            return tr("The measure has no value at any of them.")
        low, high = min(known, key=lambda one: one.value or 0.0), max(known, key=lambda one: one.value or 0.0)
        if low.value == high.value:
            return tr("It is {value} at all of them.", value=self._measure(low.value))
        return tr(
            "From {low} ({at_low}) to {high} ({at_high}).",
            low=self._measure(low.value), at_low=self._at(low), high=self._measure(high.value), at_high=self._at(high),
        )  # fmt: skip

    # -- tornado -----------------------------------------------------------------------------------

    @property
    def rows(self) -> list[Row]:
        """The numbers that move the measure, the one that moves it most first."""
        moving = [bar for bar in self._found.bars if bar.swing > 0]
        ends = [one.value or 0.0 for bar in moving for one in (bar.low, bar.high)]
        ends += [] if self._found.now.value is None else [self._found.now.value]
        low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
        return [self._row(bar, low, (high - low) or 1.0) for bar in moving]

    def _row(self, bar: Bar, low: float, span: float) -> Row:
        lower, higher = sorted((bar.low, bar.high), key=lambda one: one.value or 0.0)
        reach = [one.value or 0.0 for one in (lower, higher)]
        reach += [] if self._found.now.value is None else [self._found.now.value]
        layer = self._service.layer(bar.parameter.partition(".")[0])
        return Row(
            key=bar.parameter,
            label=called(bar.parameter, self._registry, said),
            pillar=layer.pillar if layer else None,
            accent=self._accent(bar.parameter),
            low=self._end(lower),
            high=self._end(higher),
            left_pct=100 * (min(reach) - low) / span,
            width_pct=100 * (max(reach) - min(reach)) / span,
        )

    def _end(self, one: Answered) -> End:
        return End(
            value=self._measure(one.value), at=_number(one.point.parameter, one.point.at, self._registry)
        )

    @property
    def now_pct(self) -> float:
        """Where the present value stands among the bars."""
        ends = [one.value or 0.0 for bar in self._found.bars if bar.swing > 0 for one in (bar.low, bar.high)]
        now = self._found.now.value
        if now is None or not ends:
            return 0.0
        low, high = min(*ends, now), max(*ends, now)
        return 100 * (now - low) / ((high - low) or 1.0)

    @property
    def still(self) -> str:
        """The numbers without effect, by what they are of."""
        return self._listed([bar for bar in self._found.bars if not bar.swing and not _is_open(bar)])

    @property
    def open(self) -> str:
        """The numbers at an end of which the measure has no value."""
        return self._listed([bar for bar in self._found.bars if _is_open(bar)])

    def _listed(self, bars: Sequence[Bar]) -> str:
        known = numbers(self._registry)
        by_title: dict[str, list[str]] = {}
        for bar in sorted(bars, key=lambda bar: list(known).index(bar.parameter)):
            title = said(_title(bar.parameter.partition(".")[0], self._registry))
            by_title.setdefault(title, []).append(tr(known[bar.parameter].title).lower())
        return "; ".join(f"{title}: {', '.join(own)}" for title, own in by_title.items())

    # -- curve -------------------------------------------------------------------------------------

    @property
    def _known(self) -> list[Answered]:
        return [one for one in self._found.curve if one.value is not None]

    @property
    def accent(self) -> dict[str, str] | None:
        """The colour of the guarantee whose number is swept."""
        return self._accent(self._of) if self._of else None

    @property
    def of(self) -> str:
        """What is swept."""
        return called(self._of, self._registry, said) if self._of else tr("Date of the line")

    @property
    def y_ticks(self) -> list[str]:
        """The values of the measure beside the curve, from below; they stand evenly."""
        return [said(text) for text in axes.tick_texts(self._scale, self._found.now.unit)]

    @property
    def _scale(self) -> list[float]:
        return axes.ticks(*axes.held([one.value or 0.0 for one in self._known]))

    def _x(self, at: float | str) -> float:
        places = [axes.position(one.point.at) for one in self._found.curve]
        return 100 * (axes.position(at) - min(places)) / ((max(places) - min(places)) or 1.0)

    def _y(self, value: float) -> float:
        scale = self._scale
        return _HEIGHT - _HEIGHT * (value - scale[0]) / ((scale[-1] - scale[0]) or 1.0)

    @property
    def lines(self) -> list[str]:
        """The curve as points of SVG in a box of 100 by 100, parted where the measure has no value."""
        return [" ".join(self._place(one) for one in run) for run in axes.runs(self._found.curve)]

    @property
    def dots(self) -> list[str]:
        """Each point of the curve."""
        return [self._place(one) for one in self._known]

    def _place(self, one: Answered) -> str:
        return f"{self._x(one.point.at):.2f},{self._y(one.value or 0.0):.2f}"

    @property
    def now_x(self) -> float:
        """Where the present value of what is swept stands."""
        return self._x(self._found.present)

    @property
    def now_place(self) -> str:
        """Where the measure stands at present; '' where it has no value."""
        value = self._found.now.value
        return "" if value is None else f"{self.now_x:.2f},{self._y(value):.2f}"

    @property
    def now_text(self) -> str:
        """What is marked."""
        return tr(
            "now: {value} at {at}", value=self.now, at=_number(self._of, self._found.present, self._registry)
        )

    @property
    def x_ticks(self) -> list[Tick]:
        """What stands below the curve, left out where two would meet."""
        if self._of:
            spec = numbers(self._registry)[self._of]
            marks: Sequence[tuple[float | str, str]] = [
                (tick, said(spec.text(tick)))
                for tick in axes.ticks(spec.low or 0.0, spec.high or 0.0, inside=True)
            ]
        else:
            marks = [(one.point.at, self._at(one)) for one in self._found.curve]
        return _apart([(self._x(at), text) for at, text in marks])

    @property
    def table(self) -> list[tuple[str, str, bool]]:
        """Each point: what is swept, the measure there, and whether it is the present one."""
        return [
            (self._at(one), self._measure(one.value), one.point.at == self._found.present)
            for one in self._found.curve
        ]

    def _at(self, one: Answered) -> str:
        return _number(self._of, one.point.at, self._registry)


def _is_open(bar: Bar) -> bool:
    return None in (bar.low.value, bar.high.value)


def _apart(marks: Sequence[tuple[float, str]]) -> list[Tick]:
    found: list[Tick] = []
    last = last_narrow = -1e9
    for at_pct, text in marks:
        if at_pct - last < _APART_PCT:
            continue
        narrow = at_pct - last_narrow >= _APART_NARROW_PCT
        last, last_narrow = at_pct, at_pct if narrow else last_narrow
        found.append(Tick(text=text, at_pct=at_pct, narrow=narrow))
    return found
