"""The command that tells which scenario a file was made from, and shows it."""

from pathlib import Path
from typing import Annotated

import typer

from commands.output import write
from commands.serve import Host, Port, run


def open_file(
    file: Annotated[Path, typer.Argument(help="Figure, data package or scenario file of this program.")],
    serve_it: Annotated[bool, typer.Option("--serve", help="Start the dashboard and show it there.")] = False,
    briefing: Annotated[
        Path | None, typer.Option(help="Write the briefing of a deck (pptx, pdf, html) into this YAML file.")
    ] = None,
    host: Host = "127.0.0.1",
    port: Port = 8050,
) -> None:
    """Tell which scenario a file was made from; exit code 2 if it carries none."""
    from export.metadata.extract import MAX_FILE_BYTES, NoScenario, read_with_edition
    from export.metadata.summary import address, corrected, edition_lines, lines
    from geodata.corrections import read_corrections
    from layers.core.registry import load_registry

    registry = load_registry()
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_FILE_BYTES + 1)
        scenario, edition = read_with_edition(data, registry)
    except OSError as problem:
        typer.echo(f"Cannot read {file} ({problem.strerror}).", err=True)
        raise typer.Exit(2) from None
    except NoScenario as reason:
        typer.echo(f"{file}: {reason}", err=True)
        raise typer.Exit(2) from None
    since = edition_lines(corrected(scenario, edition, read_corrections()), edition)
    typer.echo("\n".join([*lines(scenario, registry), *since]))
    if briefing:
        _write_briefing(data, file, briefing)
    if serve_it:
        run(host, port, shown_at=address(scenario, registry))


def _write_briefing(data: bytes, deck: Path, output: Path) -> None:
    """Write the briefing that a deck carries, as YAML."""
    from briefings.loader import dump, load
    from briefings.placeholders import Library
    from briefings.validation import BriefingError
    from export.metadata.briefings import NoBriefing, briefing_text

    library = Library()
    try:
        found = load(briefing_text(data), library, label=f"the briefing in {deck.name}")
    except (NoBriefing, BriefingError) as reason:
        typer.echo(f"{deck}: {reason}", err=True)
        raise typer.Exit(2) from None
    write(dump(found, library).encode(), output)
    typer.echo(f"{output}  (the briefing, {len(found.scenes)} scene{'s' if len(found.scenes) > 1 else ''})")
