"""`python -m tests.bench.deck`: how long the shipped briefing takes as a deck, beside the CPU time that it took.

On a busy machine the CPU time is the better guide; the wall time is what a person waits on a quiet one.
"""

import os
import resource
import statistics
import time
from typing import Annotated

import typer

from briefings.loader import load
from briefings.placeholders import Library
from briefings.repository import FOLDER
from export.decks.build import deck
from export.formats import DECK_TITLES


def main(
    rounds: Annotated[int, typer.Option(min=1, help="Decks of each kind.")] = 3,
    processes: Annotated[int | None, typer.Option(min=1, help="How many draw at once.")] = None,
) -> None:
    """Print a table: kind, size, median wall and CPU seconds."""
    library = Library()
    briefing = load(FOLDER / "default.yaml", library)
    print(f"{len(briefing.scenes)} scenes, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print("| deck | MB | seconds | CPU seconds |\n|---|---|---|---|")
    for kind in DECK_TITLES:
        walls, cpus, size = [], [], 0
        for _ in range(rounds):
            wall, cpu = time.perf_counter(), _cpu_s()
            size = len(deck(kind, briefing, library, processes=processes))
            walls.append(time.perf_counter() - wall)
            cpus.append(_cpu_s() - cpu)
        print(
            f"| {kind} | {size / 1e6:.1f} | {statistics.median(walls):.1f} | {statistics.median(cpus):.1f} |"
        )


def _cpu_s() -> float:
    """Return the CPU time of this process and of those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    typer.run(main)
