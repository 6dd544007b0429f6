"""What commands are asked about: a scenario from a file, KEY=VALUE on top of it, and a refusal in a line."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from layers.core.registry import Registry
    from layers.core.scenario import Scenario


def pairs_of(choices: Iterable[str] | None) -> list[tuple[str, str]]:
    """Return KEY=VALUE as pairs."""
    return [(choice.partition("=")[0], choice.partition("=")[2]) for choice in choices or ()]


def pairs_of_file(file: Path | None, registry: "Registry") -> list[tuple[str, str]]:
    """Return the scenario of a file as pairs of an address, none without one; a file that has none is refused."""
    from urllib.parse import parse_qsl

    from export.metadata.extract import MAX_FILE_BYTES, NoScenario, read

    if file is None:
        return []
    try:
        with file.open("rb") as opened:
            base = read(opened.read(MAX_FILE_BYTES + 1), registry)
    except OSError as problem:
        refuse(f"Cannot read {file} ({problem.strerror}).")
    except NoScenario as reason:
        refuse(f"{file}: {reason}")
    # The address is the one text form in which a scenario and changes to it meet.
    return parse_qsl(base.to_query(registry), keep_blank_values=True)


def scenario_of(file: Path | None, pairs: list[tuple[str, str]], registry: "Registry") -> "Scenario":
    """Return the scenario of a file, or the map as proposed, with choices on top."""
    from dataclasses import replace

    from layers.core.address import from_pairs

    found, problems = from_pairs([*pairs_of_file(file, registry), *pairs], registry)
    if problems:
        refuse("\n".join(map(str, problems)))
    return replace(found, compare=None, more=())


def refuse(why: str) -> NoReturn:
    """End a command that was not understood, with the reason."""
    typer.echo(why, err=True)
    raise typer.Exit(2)
