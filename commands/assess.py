"""The command that says in numbers what a scenario comes to: measures, oblasts and gaps."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from commands.output import write

if TYPE_CHECKING:
    from layers.core.registry import Registry
    from layers.core.scenario import Scenario


def assess(
    choices: Annotated[
        list[str] | None,
        typer.Argument(help="Assumptions as KEY=VALUE, with the keys of the page: line=2024-07-08 "
                       "air_policing.radius_km=800; they change what the file says."),
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
    from export.data.assessment import WRITERS
    from layers.core.build import Frames

    if kind not in WRITERS:
        _refuse(f"There is no format “{kind}”. Allowed: {', '.join(WRITERS)}.")
    frames = Frames()
    wanted = _scenario(scenario, choices or [], frames.registry)
    write(WRITERS[kind](assessment_of(frames, wanted), wanted, frames.registry), output)


def _scenario(file: Path | None, choices: list[str], registry: "Registry") -> "Scenario":
    """Return the scenario of a file, or the map as proposed, with choices on top."""
    from dataclasses import replace
    from urllib.parse import parse_qsl

    from export.metadata.extract import MAX_FILE_BYTES, NoScenario, read
    from layers.core.address import from_pairs

    kept: list[tuple[str, str]] = []
    if file is not None:
        try:
            with file.open("rb") as opened:
                base = read(opened.read(MAX_FILE_BYTES + 1), registry)
        except OSError as problem:
            _refuse(f"Cannot read {file} ({problem.strerror}).")
        except NoScenario as reason:
            _refuse(f"{file}: {reason}")
        # The address is the one text form in which a scenario and changes to it meet.
        kept = parse_qsl(base.to_query(registry), keep_blank_values=True)
    pairs = [(c.partition("=")[0], c.partition("=")[2]) for c in choices]
    found, problems = from_pairs([*kept, *pairs], registry)
    if problems:
        _refuse("\n".join(map(str, problems)))
    return replace(found, compare=None, more=())


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(2)
