"""The command that lists what of an argument changes when the line, or the data, do."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.choices import refuse
from commands.output import write

if TYPE_CHECKING:
    from briefings.placeholders import Library


def diff(
    briefing: Annotated[Path, typer.Argument(help="Briefing (YAML), such as briefings/default.yaml.")],
    to: Annotated[
        str, typer.Option(help="Date of the line to which scenes of the briefing's main date move.")
    ] = "",
    data: Annotated[
        Path | None, typer.Option(help="Other data folder, such as that of a later version.")
    ] = None,
    lang: Annotated[str, typer.Option(help="Language of the list: en or uk.")] = "en",
    form: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """List which sentences, numbers, maps, gaps and verdicts change, and which claims no longer hold."""
    import json

    from briefings.difference import difference
    from briefings.difference_view import document, lines
    from briefings.loader import load
    from briefings.placeholders import Library
    from briefings.validation import BriefingError
    from i18n.language import codes
    from i18n.spoken import speaking

    if form not in ("text", "json"):
        refuse(f"“--format {form}” is not understood. Allowed: text or json.")
    if lang not in codes():
        refuse(f"“--lang {lang}” is not understood. Allowed: {' or '.join(codes())}.")
    if not to and data is None:
        refuse("Say what is otherwise: --to DATE, --data FOLDER, or both.")
    old = Library()
    new = _over(data) if data else old
    if to and to not in new.registry.line_dates:
        refuse(f"“--to {to}” is not understood. Allowed: {', '.join(new.registry.line_dates)}.")
    try:
        found = difference(load(briefing, old), old, new, to)
    except BriefingError as refused:
        refuse(str(refused))
    with speaking(lang):
        if form == "json":
            write(json.dumps(document(found), ensure_ascii=False, indent=1).encode() + b"\n", None)
        else:
            typer.echo("\n".join(lines(found)))


def _over(folder: Path) -> "Library":
    """Return what briefings speak of over another data folder, refused where it is not sound."""
    from briefings.placeholders import Library
    from geodata.schema import check_all
    from geodata.store import Store

    if not folder.is_dir():
        refuse(f"There is no folder {folder}.")
    if faults := check_all(folder):
        more = f" And {len(faults) - 1} more." if len(faults) > 1 else ""
        refuse(f"The data in {folder} are not sound. {faults[0]}{more}")
    return Library(Store(folder))
