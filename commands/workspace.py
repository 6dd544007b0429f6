"""The command that lists a person's own data, takes some out and brings it back."""

from typing import Annotated

import typer

from commands.choices import refuse


def workspace(
    action: Annotated[str, typer.Argument(help="list, delete or restore.")] = "list",
    key: Annotated[str, typer.Argument(help="Which import, by the key that list gives.")] = "",
    workspace: Annotated[str, typer.Option(help="The folder; one of your account by default.")] = "",
) -> None:
    """List your own lines of occupation, delete one, or restore one that was deleted or replaced."""
    from geodata.workspace.catalogue import Catalogue
    from geodata.workspace.folder import WorkspaceError, folder_of

    if action not in ("list", "delete", "restore"):
        refuse(f"“{action}” is not understood. Allowed: list, delete, restore.")
    folder = folder_of(workspace)
    if folder is None:
        refuse("There is no workspace: WORKSPACE=none. Name a folder with --workspace.")
    catalogue = Catalogue(folder)
    try:
        if action == "list":
            for row in catalogue.imports():
                typer.echo(
                    f"{row.line_date}  {row.key}  {row.title}, {row.publisher}, {row.licence}: "
                    f"{row.area_km2:,.0f} km², {row.length_km:,.0f} km"
                )
            gone = catalogue.imports(deleted=True)
            typer.echo(
                f"{len(catalogue.imports())} lines in {folder}; {len(gone)} can be restored"
                + "".join(f"\n  {row.line_date}  {row.key}" for row in gone)
            )
            return
        row = catalogue.delete(key) if action == "delete" else catalogue.restore(key)
    except WorkspaceError as problem:
        refuse(str(problem))
    done = "Deleted" if action == "delete" else "Restored"
    typer.echo(f"{done}: the line of {row.line_date} ({row.key}).")
