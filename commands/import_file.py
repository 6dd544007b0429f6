"""The command that takes a publisher's map as the line of a date."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.choices import refuse

if TYPE_CHECKING:
    from geodata.imports.read import ReadLayer
    from geodata.imports.territory import Front

_AS = ("line",)


def import_file(
    file: Annotated[Path, typer.Argument(help="A map of occupied territory, as polygons.")],
    as_: Annotated[
        str, typer.Option("--as", help="What it is: line, the line of occupation of a date.")
    ] = "line",
    date: Annotated[str, typer.Option(help="The day that the map shows, such as 2025-11-05.")] = "",
    publisher: Annotated[str, typer.Option(help="Who published it.")] = "",
    licence: Annotated[str, typer.Option(help="Under which licence or terms you have it.")] = "",
    title: Annotated[
        str, typer.Option(help="What the publisher calls it; the file's name if you give none.")
    ] = "",
    layer: Annotated[str | None, typer.Option(help="Which layer, where the file has several.")] = None,
    crs: Annotated[
        str | None,
        typer.Option(help="Its coordinate system where the file does not say it, such as EPSG:32637."),
    ] = None,
    swap: Annotated[
        bool, typer.Option("--swap", help="Turn latitude and longitude, which the file has swapped.")
    ] = False,
    workspace: Annotated[
        str, typer.Option(help="The folder that keeps your data; one of your account by default.")
    ] = "",
    preview: Annotated[
        bool, typer.Option("--preview", help="Say what was understood and keep nothing.")
    ] = False,
) -> None:
    """Take a publisher's map of occupied territory as the line of a date; it is then one of the dates of the map."""
    from geodata.imports.read import ImportFileError, read
    from geodata.imports.repair import territory_of
    from geodata.imports.territory import front_of
    from geodata.store import Store
    from geodata.workspace.folder import WorkspaceError, folder_of
    from geodata.workspace.workspace import Provenance, Workspace

    if as_ not in _AS:
        refuse(f"“--as {as_}” is not understood. Allowed: {', '.join(_AS)}.")
    if not _is_date(date):
        refuse(f"Say which day the map shows with --date 2025-11-05{f', not “{date}”' if date else ''}.")
    folder = folder_of(workspace)
    if folder is None:
        refuse("There is no workspace: WORKSPACE=none. Name a folder with --workspace.")
    try:
        found = read(file, layer, crs, swap=swap)
        ground, mended = territory_of(found.frame)
        front = front_of(ground, Store().ukraine)
    except (ImportFileError, ValueError) as problem:
        refuse(str(problem) if isinstance(problem, ImportFileError) else f"{file.name}: {problem}")
    _tell(found, mended, front)
    if preview:
        typer.echo("Nothing was kept: --preview.")
        return
    publisher, licence = publisher or _asked("Publisher"), licence or _asked("Licence or terms")
    if not publisher or not licence:
        refuse("Whose map is it, and under which licence? Say it with --publisher and --licence.")
    provenance = Provenance(title=title or file.stem, publisher=publisher, licence=licence, published=date)
    try:
        row = Workspace(folder).add(front, date, file, provenance)
    except WorkspaceError as problem:
        refuse(str(problem))
    typer.echo(f"Kept as the line of {date} in {folder} ({row.key}).")
    typer.echo(f"Show it: python app.py, and choose {date}; start again if the map is running.")


def _tell(found: "ReadLayer", mended: tuple[str, ...], front: "Front") -> None:
    """Say what was understood: layer, count, coordinate system, extent, and what was made of it."""
    from geodata.geodesy import area_km2, length_km
    from geodata.imports.territory import GENERALISED_KM

    west, south, east, north = found.frame.total_bounds
    columns = [str(name) for name in found.frame.columns if name != found.frame.geometry.name]
    typer.echo(f"Layer {found.name}: {len(found.frame)} features, {found.said_crs}")
    typer.echo(f"Extent: {west:.2f} to {east:.2f} E, {south:.2f} to {north:.2f} N")
    typer.echo(f"Columns: {', '.join(columns) or 'none'}")
    for note in (*found.notes, *mended):
        typer.echo(f"Note: {note}")
    typer.echo(f"Occupied territory: {area_km2(front.territory):,.0f} km²")
    typer.echo(f"Line inside the country: {length_km(front.line):,.0f} km in {len(front.line.geoms)} parts")
    typer.echo(
        f"Notional bands, areas and hubs are built on {len(front.sectors)} parts generalised to about "
        f"{GENERALISED_KM:g} km."
    )


def _is_date(text: str) -> bool:
    from geodata.columns import iso_date

    try:
        return iso_date(text) == text
    except ValueError:
        return False


def _asked(what: str) -> str:
    return str(typer.prompt(what)).strip() if sys.stdin.isatty() else ""
