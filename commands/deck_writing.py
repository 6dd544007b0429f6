"""The command ``python app.py deck``: a briefing as slides, PDF or web page, with a bar that shows how far it is."""

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from briefings.loader import load
from briefings.placeholders import Library
from briefings.validation import BriefingError
from export.decks.build import DeckError, deck, file_name, read_kind
from export.decks.template import MAX_BYTES
from export.files import not_written, write_whole
from export.formats import DeckKind


def make_deck(
    source: Path, output: Path | None, *, kind: str = "", template: Path | None = None, **choices: Any
) -> None:
    """Make the deck of a briefing file and write it; `choices` are those of `export.decks.build.deck`.

    Ends the program with code 2 where what was asked for does not fit, 1 where it cannot be written, 130 where
    Ctrl+C stopped it. A file is written whole or not at all.
    """
    try:
        wanted = read_kind(kind or (output.suffix if output else "pptx"))
        library = Library()
        briefing = load(source, library)
        path = output or Path(file_name(briefing, wanted))
        _refuse_unwritable(path)
        body = _with_bar(wanted, briefing, library, template=_template(template), **choices)
        write_whole(body, path)
    except (BriefingError, DeckError) as reason:
        _end(str(reason), 2)
    except OSError as problem:
        _end(not_written(problem.filename or output, problem), 1)
    except KeyboardInterrupt:
        _end("\nStopped; nothing was written.", 130)
    click.echo(f"{path}  ({len(body) / 1e6:.1f} MB)")


def _with_bar(kind: DeckKind, briefing: Any, library: Library, **choices: Any) -> bytes:
    steps = len(briefing.scenes) + 1
    shown: Any = click.progressbar(
        length=steps,
        label=f"{kind}, {len(briefing.scenes)} scenes",
        show_pos=True,
        file=sys.stderr,
        item_show_func=lambda what: str(what or "")[:40],
    )
    with shown as bar:

        def tell(done: int, _total: int, what: str) -> None:
            bar.update(done - bar.pos, what)

        return deck(kind, briefing, library, progress=tell, **choices)


def _template(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as problem:
        raise DeckError(f"Cannot read the template {path} ({problem.strerror}).") from None


def _refuse_unwritable(path: Path) -> None:
    """Say at once what would else be said after the work."""
    folder = path.parent
    if path.is_dir():
        raise DeckError(f"{path} is a folder. Give the name of a file in it, such as {path / 'deck.pptx'}.")
    if not folder.is_dir():
        raise DeckError(f"There is no folder {folder} to write {path.name} into. Make it, or name another.")
    if not os.access(folder, os.W_OK):
        raise DeckError(f"The folder {folder} cannot be written to. Name another.")


def _end(text: str, code: int) -> NoReturn:
    click.echo(text, err=True)
    raise SystemExit(code)
