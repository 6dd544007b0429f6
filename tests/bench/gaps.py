"""Measures the gaps: ``python -m tests.bench.gaps``. It prints, and never fails on a time.

A slider is moved to values that are new each time; the frames of the layers are built before, as the map does.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

import typer

from analysis import gaps, robustness
from analysis.place import at
from layers.core.address import from_pairs
from layers.core.build import Frames

_MOVES = {
    "air_policing.radius_km": range(450, 900, 50),
    "coalition_forces.standoff_km": range(45, 90, 5),
    "monitoring_mission.base_spacing_km": range(45, 90, 5),
    "maritime_patrols.standoff_nm": range(13, 22),
}


def main() -> None:
    """Print median and longest of each, in ms."""
    frames = Frames()
    default = frames.registry.default()
    frames.frames(default)
    gaps.find(frames, default)
    for key, values in _MOVES.items():
        taken = []
        for value in values:
            scenario, _ = from_pairs([(key, str(value))], frames.registry)
            frames.frames(scenario)
            taken.append(_ms(lambda scenario=scenario: gaps.find(frames, scenario)))
        _print(f"list after `{key}` moved", taken)
    listed = gaps.find(frames, default)
    _print("what closes a gap, first asked", [_ms(lambda gap=gap: gap.closing) for gap in listed])
    _print(
        "whether it holds, first asked",
        [_ms(lambda gap=gap: robustness.verdict(frames, default, gap)) for gap in listed],
    )
    points = [(lon / 10, lat / 10) for lon in range(240, 400, 20) for lat in range(445, 520, 15)]
    _print("one place", [_ms(lambda point=point: at(frames, default, *point)) for point in points])


def _ms(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def _print(what: str, taken: list[float]) -> None:
    typer.echo(f"{what}: {statistics.median(taken):.0f} ms (longest {max(taken):.0f}; {len(taken)})")


if __name__ == "__main__":
    typer.run(main)
