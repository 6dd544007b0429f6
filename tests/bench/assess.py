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


def times(repeats: int) -> dict[str, tuple[float, float]]:
    """Return per guarantee whose parameters change the median ms of its frames, and of the assessment after that."""
    frames = Frames()
    base = frames.registry.default()
    assess(frames, base)
    found = {}
    for layer in (layer for layer in frames.registry.layers if layer.covers):
        pairs = []
        for step in range(1, repeats + 1):
            scenario = changed(frames, base, layer.id, step)
            pairs.append((_ms(frames.frames, scenario), _ms(lambda one: assess(frames, one), scenario)))
        found[layer.id] = (median(pair[0] for pair in pairs), median(pair[1] for pair in pairs))
    dates = [replace(base, line=date) for date in frames.registry.line_dates if date != base.line]
    pairs = [(_ms(frames.frames, one), _ms(lambda one: assess(frames, one), one)) for one in dates]
    found["another date, never seen"] = (median(pair[0] for pair in pairs), median(pair[1] for pair in pairs))
    found["nothing (kept)"] = (0.0, _ms(lambda one: assess(frames, one), base))
    return found


def _ms(work: Callable[[Scenario], object], scenario: Scenario) -> float:
    started = time.perf_counter()
    work(scenario)
    return (time.perf_counter() - started) * 1000


def main(repeats: Annotated[int, typer.Option(min=1, help="Times each guarantee changes.")] = 15) -> None:
    """Print the table."""
    print(f"{'what changes':28}{'frames, ms':>12}{'assessment, ms':>16}")
    for name, (frames_ms, assess_ms) in times(repeats).items():
        print(f"{name:28}{frames_ms:12.0f}{assess_ms:16.0f}")


if __name__ == "__main__":
    typer.run(main)
