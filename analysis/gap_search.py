"""The smallest change that closes a gap, by exact search over the steps of parameters.

Smallest means: fewest parameters changed, then fewest steps of theirs in all. A slider's step is that of its control;
one more base is a step. Every combination is either tried or ruled out by an axis on which more never closes less.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from analysis.gap_model import Change
from i18n.spoken import worded
from layers.core.params import ParamSpec
from layers.core.scenario import param_text
from layers.core.spec import Layer


@dataclass(frozen=True, kw_only=True)
class Move:
    """One value a parameter could be given instead, how many steps away it is, and in words."""

    value: Any
    steps: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Axis:
    """The values of one parameter that a search may try, the fewest steps first, without the present one.

    `monotone`: whatever a value closes, one of more steps closes as well.
    """

    key: str
    moves: tuple[Move, ...]
    monotone: bool = False


def slider_axis(
    layer: Layer, name: str, now: float, *, up: bool = True, down: bool = True, monotone: bool = False
) -> Axis:
    """Return the values on the steps of a slider above and below the present one."""
    spec = next(spec for spec in layer.specs if spec.name == name)
    values = _values(spec)
    above = [value for value in values if value > now] if up else []
    below = [value for value in reversed(values) if value < now] if down else []
    moves = [
        Move(value=v, steps=n, words=_words(spec, v))
        for side in (above, below)
        for n, v in enumerate(side, 1)
    ]
    return Axis(
        key=f"{layer.id}.{name}", moves=tuple(sorted(moves, key=lambda move: move.steps)), monotone=monotone
    )


def _values(spec: ParamSpec) -> list[float]:
    """Return all values of a slider, from its lowest in steps to its highest."""
    low, high, step = float(spec.low or 0), float(spec.high or 0), float(spec.step or 1)
    count = round((high - low) / step)
    return [min(round(low + n * step, 9), high) for n in range(count + 1)]


def _words(spec: ParamSpec, value: float) -> str:
    return worded("change “{parameter}” to {value}", parameter=spec.title, value=spec.text(value))


#: Whether a gap is closed with these values by key; what is not among them stays.
Closes = Callable[[Mapping[str, Any]], bool]
Chosen = tuple[tuple[Axis, Move], ...]


def smallest(axes: Sequence[Axis], closes: Closes) -> tuple[Change, ...]:
    """Return the smallest changes that close a gap: one of each parameter that does it alone, else of each pair.

    So all that are returned change as few parameters as can be; the fewest steps come first.
    """
    kept: dict[tuple[tuple[str, Any], ...], bool] = {}

    def tried(values: Mapping[str, Any]) -> bool:
        key = tuple(sorted(values.items()))
        if key not in kept:
            kept[key] = closes(values)
        return kept[key]

    movable = [axis for axis in axes if axis.moves]
    for count in range(1, len(movable) + 1):
        found = [
            best
            for some in combinations(movable, count)
            # What rules out most comes last: it is asked once for all that lies between.
            if (best := _best(sorted(some, key=lambda axis: axis.monotone), (), tried, math.inf))
        ]
        if found:
            order = [axis.key for axis in movable]
            changes = [_change(sorted(some, key=lambda pair: order.index(pair[0].key))) for some in found]
            return tuple(sorted(changes, key=lambda change: change.steps))
    return ()


def _best(axes: Sequence[Axis], chosen: Chosen, closes: Closes, most: float) -> Chosen | None:
    """Return what is chosen with a move on each further axis that closes it in the fewest steps, less than `most`."""

    def closed_by(*moves: Move) -> bool:
        return closes({one.key: move.value for one, move in (*chosen, *zip(axes, moves, strict=True))})

    axis, *rest = axes
    if all(one.monotone for one in axes) and not closed_by(*(one.moves[-1] for one in axes)):
        return None  # not even the most of all of them
    if not rest:
        index = (
            bisect_left(axis.moves, True, key=closed_by)
            if axis.monotone
            else next((n for n, move in enumerate(axis.moves) if closed_by(move)), None)
        )
        found = None if index is None else (*chosen, (axis, axis.moves[index]))
        return found if found and _steps(found) < most else None
    best = None
    for move in axis.moves:
        here = (*chosen, (axis, move))
        if _steps(here) + len(rest) >= most:
            break  # each further axis takes a step at least
        if found := _best(rest, here, closes, most):
            best, most = found, _steps(found)
    return best


def _steps(chosen: Chosen) -> int:
    return sum(move.steps for _, move in chosen)


def _change(chosen: Sequence[tuple[Axis, Move]]) -> Change:
    words = chosen[0][1].words
    for _, move in chosen[1:]:
        words = worded("{change}, together with {other}", change=words, other=move.words)
    return Change(
        params={axis.key: param_text(move.value) for axis, move in chosen},
        words=words,
        steps=_steps(tuple(chosen)),
    )
