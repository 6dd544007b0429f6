"""Axes of a question of sensitivity: where values lie, which ticks there are, where a curve is parted."""

from collections.abc import Sequence
from datetime import date

from analysis.sensitivity import Answered

_TICKS = 6


def position(at: float | str) -> float:
    """Return where a point lies on the axis of a number, or of dates (ISO)."""
    return float(date.fromisoformat(at).toordinal()) if isinstance(at, str) else at


def runs(curve: Sequence[Answered]) -> list[list[Answered]]:
    """Part a curve where the measure has no value."""
    found: list[list[Answered]] = [[]]
    for one in curve:
        if one.value is None:
            found.append([])
        else:
            found[-1].append(one)
    return [run for run in found if run]


def held(known: Sequence[float]) -> tuple[float, float]:
    """Return what an axis must hold: from 0, unless that would press the curve into less than half of it."""
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if low >= 0 and low < 0.5 * high:
        low = 0.0
    return (low, high) if high > low else (low, low + (abs(low) or 1.0))


def ticks(low: float, high: float, *, inside: bool = False) -> list[float]:
    """Return round values of an axis; they go past both ends, or stay inside them."""
    from matplotlib.ticker import MaxNLocator

    found = [float(tick) for tick in MaxNLocator(_TICKS, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)]
    return [tick for tick in found if low <= tick <= high] if inside else found
