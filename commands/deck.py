"""The command that writes a briefing as slides, PDF pages or a web page in one file."""

from pathlib import Path
from typing import Annotated

import typer


def deck(
    briefing: Annotated[Path, typer.Argument(help="Briefing to export, such as briefings/default.yaml.")],
    output: Annotated[Path | None, typer.Option("-o", "--output",
                      help="File to write; .pptx, .pdf or .html says what it is.")] = None,
    kind: Annotated[str, typer.Option("--format",
                    help="pptx, pdf or html; if left out, the ending of the file name decides.")] = "",
    template: Annotated[Path | None, typer.Option(help="Your own .pptx or .potx, whose layouts the slides "
        "use.")] = None,
    notes: Annotated[bool, typer.Option("--notes", help="A page of speaker notes after each scene (pdf).")] = False,
    theme: Annotated[str, typer.Option(help="light, dark, print or safe.")] = "light",
    lang: Annotated[str, typer.Option(help="Language of legends and notices.")] = "en",
    processes: Annotated[int | None, typer.Option(min=1, max=16, help="How many processes draw at once.")] = None,
) -> None:  # fmt: skip
    """Write a briefing as slides (pptx), PDF pages or a web page in one file."""
    from commands.deck_writing import make_deck

    make_deck(briefing, output, kind=kind, template=template, notes_pages=notes, theme=theme, lang=lang,
              processes=processes)  # fmt: skip
