"""Does it hold? Each gap again, with everything that it rests on as wrong as it may be.

The line is right to about `ACCURACY_KM`, so it is taken to lie that much nearer and farther, and distances to be that
much shorter and longer; radii circulate without a primary source, so a step more and less of them is tried; and lines
change, so those of all other dates are. A gap that an error of the drawing would close *cannot be told*; one that only
another date or another step would close *depends on* that; any other *holds*.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.gap_model import Gap, Variation
from analysis.gaps import KINDS
from analysis.kept import kept
from i18n.spoken import worded
from layers.core.build import Frames
from layers.core.format import number_text
from layers.core.scenario import Scenario
from layers.core.views import ACCURACY_KM

Answer = Literal["holds", "depends", "cannot_tell"]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether a gap holds, on what that depends (by the cause of a variation), in words, and how many were tried."""

    answer: Answer
    on: tuple[str, ...]
    text: str
    tried: int


def verdict(frames: Frames, scenario: Scenario, gap: Gap) -> Verdict:
    """Return whether a gap holds; computed once. A hidden guarantee always does: that is a choice, nothing measured."""

    def find() -> Verdict:
        kind = KINDS.get(gap.kind)
        return judged(kind.variations(frames, scenario, gap) if kind else ())

    query = frames.query(frames.registry[gap.guarantee], scenario)
    found: Verdict = kept(frames).once(("verdict", gap.id, query), find)
    return found


def judged(tried: Sequence[Variation]) -> Verdict:
    """Return what follows from the variations of a gap."""
    closed = [one for one in tried if not one.is_open]
    errors = [one for one in closed if one.is_error]
    if errors:
        return _verdict("cannot_tell", errors, tried)
    return _verdict("depends" if closed else "holds", closed, tried)


def _verdict(answer: Answer, closed: Sequence[Variation], tried: Sequence[Variation]) -> Verdict:
    causes = tuple(dict.fromkeys(one.cause for one in closed))
    values = {cause: ", ".join(one.value for one in closed if one.cause == cause) for cause in causes}
    text = "; ".join(_said(cause, values[cause]) for cause in causes) or worded("holds")
    return Verdict(answer=answer, on=causes, text=text, tried=len(tried))


def _said(cause: str, value: str) -> str:
    km = number_text(ACCURACY_KM)
    match cause:
        case "line":
            return worded("cannot be told: the line is right to about {km} km only", km=km)
        case "distance":
            return worded("cannot be told: the distance is right to about {km} km only", km=km)
        case "zone":
            return worded("cannot be told: the edges of zones are drawn to about {km} km only", km=km)
        case "date":
            return worded("depends on the date of the line: closed with that of {dates}", dates=value)
        case _:
            return worded("depends on the radius: closed at {value}", value=value)
