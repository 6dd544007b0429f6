"""How one measure answers: to one number over its range, to each number by itself, to the date of the line.

Every question is a list of points; a point is the address of a scenario, and its answer depends on that alone. So
whoever computes them, in whatever order and in however many processes, finds the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal, get_args
from urllib.parse import parse_qsl, urlencode

from analysis.assessment import situation_of
from analysis.kept import kept, swept
from analysis.measure import Measure, Value
from analysis.registry import MEASURES
from analysis.sustained_numbers import PREFIX, Sustained, read
from analysis.sustained_numbers import specs as sustained_specs
from i18n.spoken import message
from layers.core.address import Problem, clip, from_pairs
from layers.core.build import Frames
from layers.core.params import ParamSpec
from layers.core.registry import Registry
from layers.core.scenario import Scenario, param_text
from layers.core.variants import Variant, value_in

Kind = Literal["parameter", "tornado", "dates"]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: Where a tornado looks: what `layers.core.variants` has for each number, by size.
_ENDS: tuple[Variant, Variant] = ("low", "high")
#: A curve has at most so many points; of more steps some are left out, never the ends or the present value.
MOST_POINTS = 61


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: of which measure, in which way, of which parameter (``<layer>.<name>`` or ''), from where."""

    measure: str
    kind: Kind
    scenario: Scenario
    sustained: Sustained
    parameter: str = ""

    def key(self, registry: Registry) -> tuple[str, ...]:
        """Return what its answer depends on beside the data: the same key has the same answer."""
        return self.measure, self.kind, self.parameter, _address(self, registry)


@dataclass(frozen=True, kw_only=True)
class Point:
    """One scenario to ask: its address, which parameter it changes ('' for none) and to what; of dates the ISO date."""

    address: str
    parameter: str = ""
    at: float | str = ""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A point and the measure there, None where it has no value."""

    point: Point
    value: float | None


@dataclass(frozen=True, kw_only=True)
class Bar:
    """What one number does: the measure where the number is low and where it is high. `swing` is how far apart."""

    parameter: str
    low: Answered
    high: Answered

    @property
    def swing(self) -> float:
        """Return how far the measure moves; 0 where it has no value at one end."""
        ends = (self.low.value, self.high.value)
        return 0.0 if None in ends else abs(ends[1] - ends[0])  # type: ignore[operator]


@dataclass(frozen=True, kw_only=True)
class Sensitivity:
    """The answer: the measure at present, the curve of points in order, or the bars by swing, the largest first."""

    question: Question
    now: Value
    curve: tuple[Answered, ...] = ()
    bars: tuple[Bar, ...] = ()

    @property
    def present(self) -> float | str:
        """Return the present value of the parameter, or the present date; '' of a tornado."""
        asked = self.question
        if asked.kind == "dates":
            return asked.scenario.line
        return value_of(asked.parameter, asked.scenario, asked.sustained) if asked.parameter else ""


# -- what there is to ask ----------------------------------------------------------------------------


def numbers(registry: Registry) -> dict[str, ParamSpec]:
    """Return every number that can be swept, by its key: parameters of layers, then the stated numbers."""
    found = {
        f"{layer.id}.{spec.name}": spec for layer in registry.layers for spec in layer.specs if spec.is_number
    }
    return {**found, **{f"{PREFIX}.{spec.name}": spec for spec in sustained_specs()}}


def value_of(key: str, scenario: Scenario, sustained: Sustained) -> float:
    """Return the present value of a number."""
    prefix, _, name = key.partition(".")
    return float(getattr(sustained if prefix == PREFIX else scenario.params[prefix], name))


def values(
    frames: Frames, scenario: Scenario, sustained: Sustained, measures: Sequence[Measure]
) -> dict[str, Value]:
    """Return the values of some measures under a scenario, by id."""
    situation = situation_of(frames, scenario, sustained)
    return {value.id: value for measure in measures for value in measure.values(situation)}


def measure_ids(frames: Frames) -> tuple[str, ...]:
    """Return the ids of all measures; they follow from the data alone, whatever a scenario shows."""
    registry = frames.registry

    def find() -> tuple[str, ...]:
        return tuple(values(frames, registry.default(), Sustained(), MEASURES))

    found: tuple[str, ...] = kept(frames).once(("measure ids",), find)
    return found


def problems(question: Question, frames: Frames) -> list[Problem]:
    """Return what of a question cannot be asked, with what can."""
    found = []
    known = measure_ids(frames)
    if question.measure not in known:
        found.append(Problem(key="measure", found=clip(question.measure), allowed=", ".join(known)))
    able = numbers(frames.registry)
    if question.kind == "parameter" and question.parameter not in able:
        found.append(Problem(key="parameter", found=clip(question.parameter), allowed=", ".join(able)))
    return found


# -- the points --------------------------------------------------------------------------------------


def points(question: Question, registry: Registry) -> tuple[Point, ...]:
    """Return the points to compute, the present one first; the same question has the same points."""
    return (Point(address=_address(question, registry)), *_POINTS[question.kind](question, registry))


def _swept(question: Question, registry: Registry) -> list[Point]:
    key = question.parameter
    spec, now = numbers(registry)[key], value_of(key, question.scenario, question.sustained)
    return [_point(question, registry, key, value) for value in steps(spec, now)]


def _ends(question: Question, registry: Registry) -> list[Point]:
    shown = {*question.scenario.layers, PREFIX}
    return [
        _point(question, registry, key, value)
        for key, spec in numbers(registry).items()
        if key.partition(".")[0] in shown
        for value in sorted(value_in(spec, end) or 0.0 for end in _ENDS)
    ]


def _dates(question: Question, registry: Registry) -> list[Point]:
    return [
        Point(
            address=_address(replace(question, scenario=replace(question.scenario, line=date)), registry),
            at=date,
        )
        for date in sorted(registry.line_dates)
    ]


_POINTS = MappingProxyType({"parameter": _swept, "tornado": _ends, "dates": _dates})


def steps(spec: ParamSpec, now: float) -> list[float]:
    """Return the values on the steps of a slider, at most `MOST_POINTS`, with its ends and the present one."""
    low, high, step = float(spec.low or 0), float(spec.high or 0), float(spec.step or 1)
    count = round((high - low) / step)
    every = -(-count // (MOST_POINTS - 2))
    ladder = {min(round(low + n * step, 9), high) for n in range(0, count + 1, every)}
    return sorted({*ladder, low, high, now})


def _point(question: Question, registry: Registry, key: str, value: float) -> Point:
    prefix, _, name = key.partition(".")
    scenario, sustained = question.scenario, question.sustained
    if prefix == PREFIX:
        sustained = Sustained(**{**sustained.model_dump(), name: _typed(sustained, name, value)})
    else:
        own = scenario.params[prefix]
        changed = registry[prefix].params(**{**own.model_dump(), name: _typed(own, name, value)})
        scenario = replace(scenario, params=MappingProxyType({**scenario.params, prefix: changed}))
    moved = replace(question, scenario=scenario, sustained=sustained)
    return Point(address=_address(moved, registry), parameter=key, at=value)


def _typed(model: Any, name: str, value: float) -> float | int:
    return int(value) if type(model).model_fields[name].annotation is int else value


def _address(question: Question, registry: Registry) -> str:
    scenario = replace(question.scenario, compare=None, more=(), view=None)
    pairs = parse_qsl(scenario.to_query(registry), keep_blank_values=True)
    pairs += [(f"{PREFIX}.{spec.name}", param_text(value)) for spec, value in question.sustained.changed()]
    return urlencode(pairs, safe=",")


# -- the answers -------------------------------------------------------------------------------------


def compute(frames: Frames, measure_id: str, address: str) -> float | None:
    """Return a measure at a point; it depends on the data, the measure and the address alone."""
    own = read(parse_qsl(address, keep_blank_values=True))
    scenario, _ = from_pairs(own.rest, frames.registry)
    subject = measure_id.partition(".")[0]
    asked = [
        measure
        for measure in MEASURES
        if measure.id.partition(".")[0] == subject and _may_be(measure, measure_id)
    ]
    found = values(frames, scenario, own.numbers, asked)
    return found[measure_id].value if measure_id in found else None


def measure_of(measure_id: str) -> Measure:
    """Return the measure, or the family, that an id is of.

    Raises
    ------
    StopIteration
        If there is none.
    """
    return next(measure for measure in MEASURES if _may_be(measure, measure_id))


def _may_be(measure: Measure, measure_id: str) -> bool:
    """Whether an id may be of a measure or of its family."""
    before, _, rest = measure.id.partition("<")
    after = rest.partition(">")[2]
    return measure.id == measure_id or (
        bool(rest) and measure_id.startswith(before) and measure_id.endswith(after)
    )


def answer(question: Question, frames: Frames, found: Mapping[Point, float | None]) -> Sensitivity:
    """Return the answer to a question of which the points are computed."""
    now = values(frames, question.scenario, question.sustained, MEASURES)[question.measure]
    first, *rest = points(question, frames.registry)
    now = replace(now, value=found[first])
    answered = [Answered(point=point, value=found[point]) for point in rest]
    if question.kind != "tornado":
        return Sensitivity(question=question, now=now, curve=tuple(answered))
    pairs = zip(answered[::2], answered[1::2], strict=True)
    bars = [Bar(parameter=low.point.parameter, low=low, high=high) for low, high in pairs]
    return Sensitivity(
        question=question, now=now, bars=tuple(sorted(bars, key=lambda bar: (-bar.swing, bar.parameter)))
    )


def called(key: str, registry: Registry, say: Callable[[str], str] = str) -> str:
    """Return how a person reads the key of a number, ``Air policing: Radius``; `say` puts each part in a language."""
    prefix, _, _ = key.partition(".")
    title = message("Not everywhere at once") if prefix == PREFIX else registry[prefix].title
    return f"{say(title)}: {say(numbers(registry)[key].title)}"


def solve(question: Question, frames: Frames) -> Sensitivity:
    """Return the answer to a question, computed here and now; kept for those asked for last."""

    def make() -> Sensitivity:
        asked, own = points(question, frames.registry), swept(frames)
        return answer(
            question, own, {point: compute(own, question.measure, point.address) for point in asked}
        )

    found: Sensitivity = kept(frames).once(("sensitivity", *question.key(frames.registry)), make)
    return replace(found, question=question)  # where one looks is no part of the key
