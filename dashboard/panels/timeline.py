"""The dates of the line on a scale of time: where each stands (`frontend/panels/timeline.js` moves through them)."""

from collections.abc import Sequence
from datetime import date
from typing import Any


def timeline(line_dates: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Return ticks and new years with their place from the left, in per cent."""
    days = [date.fromisoformat(d).toordinal() for d in line_dates]
    first, last = date.fromordinal(days[0]), date.fromordinal(days[-1])
    span = max(days[-1] - days[0], 1)

    def left(ordinal: int) -> str:
        return f"{100 * (ordinal - days[0]) / span:.1f}"

    return {
        "ticks": [{"line": d, "left": left(at)} for d, at in zip(line_dates, days, strict=True)],
        "years": [
            {"year": year, "left": left(date(year, 1, 1).toordinal())}
            for year in range(first.year + 1, last.year + 1)
        ],
    }
