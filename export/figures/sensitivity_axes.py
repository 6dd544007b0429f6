"""Axes of a question of sensitivity: where values lie, which ticks there are, where a curve is parted."""

import math
from collections.abc import Sequence
from datetime import date

from analysis.measure import SHARE, YES_NO, text_of
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


def tick_texts(found: Sequence[float], unit: str) -> list[str]:
    """Return what ticks of a measure read: with as many decimals as tell each from the next."""
    if unit == YES_NO or len(found) < 2:
        return [text_of(tick, unit) for tick in found]
    factor, sign = (100.0, "%") if unit == SHARE else (1.0, unit)
    step = factor * (found[1] - found[0])
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if not math.isclose(step * 10**decimals, round(step * 10**decimals)):  # steps of 2.5
        decimals += 1
    return [f"{factor * tick:,.{decimals}f} {sign}" for tick in found]
