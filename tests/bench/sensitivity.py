"""`python -m tests.bench.sensitivity`: how long questions of sensitivity, and the best of a kind, take. Judges nothing.

Each is asked first with nothing kept but the map as proposed, then again with one stated number changed, so that the
frames are there and the measures are not.
"""

import time
from collections.abc import Callable

import typer

from analysis.assessment import assess
from analysis.best import best_bases, best_standoff
from analysis.sensitivity import Question, points, solve
from analysis.sustained_numbers import Sustained
from layers.core.build import Frames

_ASKED = (
    ("coverage.uncovered_share", "tornado", ""),
    ("air.reach_share", "parameter", "air_policing.radius_km"),
    ("coverage.uncovered_share", "parameter", "coalition_forces.standoff_km"),
    ("coverage.uncovered_share", "dates", ""),
)


def main() -> None:
    """Print seconds on the clock and of the processor, first and again."""
    frames = Frames()
    base = frames.registry.default()
    assess(frames, base)
    for measure, kind, parameter in _ASKED:
        asked = [
            Question(measure=measure, kind=kind, parameter=parameter, scenario=base, sustained=Sustained(ships=ships))  # type: ignore[arg-type]
            for ships in (6, 7)
        ]  # fmt: skip
        first, again = (_s(lambda one=one: solve(one, frames)) for one in asked)
        _print(
            f"{measure}, {parameter or kind}, {len(points(asked[0], frames.registry))} points", first, again
        )
    _print("best three bases by people", _s(lambda: best_bases(frames, base, 3, "people")))
    _print("best stand-off", _s(lambda: best_standoff(frames, base)))


def _s(work: Callable[[], object]) -> tuple[float, float]:
    started, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - used


def _print(what: str, *taken: tuple[float, float]) -> None:
    typer.echo(f"{what}: " + "; again ".join(f"{clock:.2f} s, processor {cpu:.2f} s" for clock, cpu in taken))


if __name__ == "__main__":
    typer.run(main)
