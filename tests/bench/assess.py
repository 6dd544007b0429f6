"""`python -m tests.bench.assess`: how long an assessment takes when one parameter, or the date, changes; warm.

The frames that the change needs are built first and timed apart: they are the layers' own time, which the map spends
anyway. Judges nothing.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from types import MappingProxyType
from typing import Annotated

import typer

from analysis.assessment import assess
from layers.core.build import Frames
from layers.core.scenario import Scenario
from tests.bench.build import nudged


def changed(frames: Frames, base: Scenario, layer_id: str, step: int) -> Scenario:
    """Return the scenario with every number of one layer a little otherwise, differently for each step."""
    params = {**base.params, layer_id: nudged(frames.registry[layer_id], step)}
    return replace(base, params=MappingProxyType(params))


def times(repeats: int) -> dict[str, tuple[float, ...]]:
    """Return by what changes the median ms of the frames, of the assessment after that, and its processor time."""
    frames = Frames()
    base = frames.registry.default()
    assess(frames, base)
    found = {
        layer.id: _medians(frames, [changed(frames, base, layer.id, step + 1) for step in range(repeats)])
        for layer in frames.registry.layers
        if layer.covers
    }
    dates = [replace(base, line=date) for date in frames.registry.line_dates if date != base.line]
    found["another date, never seen"] = _medians(frames, dates)
    found["nothing (kept)"] = _medians(frames, [base])
    return found


def _medians(frames: Frames, scenarios: list[Scenario]) -> tuple[float, ...]:
    rows = []
    for scenario in scenarios:
        built_ms, _ = _ms(lambda one: frames.frames(one), scenario)
        rows.append((built_ms, *_ms(lambda one: assess(frames, one), scenario)))
    return tuple(median(column) for column in zip(*rows, strict=True))


def _ms(work: Callable[[Scenario], object], scenario: Scenario) -> tuple[float, float]:
    """Return ms on the clock and on the processor: on a busy machine they are far apart."""
    started, used = time.perf_counter(), time.process_time()
    work(scenario)
    return (time.perf_counter() - started) * 1000, (time.process_time() - used) * 1000


def main(repeats: Annotated[int, typer.Option(min=1, help="Times each guarantee changes.")] = 15) -> None:
    """Print the table."""
    print(f"{'what changes':28}{'frames, ms':>12}{'assessment, ms':>16}{'of it processor':>17}")
    for name, row in times(repeats).items():
        print(f"{name:28}{row[0]:12.0f}{row[1]:16.0f}{row[2]:17.0f}")


if __name__ == "__main__":
    typer.run(main)
