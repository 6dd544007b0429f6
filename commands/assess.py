"""The command that says in numbers what a scenario comes to: measures, oblasts and gaps."""

from pathlib import Path
from typing import Annotated

import typer

from commands.choices import pairs_of, refuse, scenario_of
from commands.output import write


def assess(
    choices: Annotated[
        list[str] | None,
        typer.Argument(help="Assumptions as KEY=VALUE, with the keys of the page: line=2024-07-08 "
                       "air_policing.radius_km=800 sustained.ships=9; they change what the file says."),
    ] = None,
    scenario: Annotated[
        Path | None, typer.Option(help="Scenario file, or any file this program exported; if left out, the map "
                                  "as proposed.")
    ] = None,
    kind: Annotated[str, typer.Option("--format", help="One of table, json, csv, md.")] = "table",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File to write; if left out, prints "
        "to the screen.")] = None,
) -> None:  # fmt: skip
    """Say in numbers what a scenario comes to: measures, oblasts and gaps."""
    from analysis.assessment import assess as assessment_of
    from analysis.sustained_numbers import read as read_numbers
    from export.data.assessment import WRITERS
    from layers.core.build import Frames

    if kind not in WRITERS:
        refuse(f"There is no format “{kind}”. Allowed: {', '.join(WRITERS)}.")
    frames = Frames()
    own = read_numbers(pairs_of(choices))
    if own.problems:
        refuse("\n".join(map(str, own.problems)))
    wanted = scenario_of(scenario, own.rest, frames.registry)
    write(WRITERS[kind](assessment_of(frames, wanted, own.numbers), wanted, frames.registry), output)
