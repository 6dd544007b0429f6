"""Writing what a command was asked for."""

import sys
from pathlib import Path

import typer


def write(body: bytes, output: Path | None) -> None:
    """Write to the screen, or to a file that is only ever there whole."""
    if output is None:
        sys.stdout.buffer.write(body)
        return
    from export.files import not_written, write_whole

    try:
        write_whole(body, output)
    except OSError as problem:
        typer.echo(not_written(output, problem), err=True)
        raise typer.Exit(1) from None
