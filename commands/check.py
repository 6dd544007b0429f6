"""The command that checks every data file and briefing."""

import typer


def check() -> None:
    """Check every data file and briefing and list all faults; exit code 1 if there are any."""
    from geodata.corrections import check_corrections
    from geodata.schema import DATA_DIR, check_all
    from layers import LAYERS

    faults = check_all(DATA_DIR)
    faults += check_corrections(DATA_DIR, [layer.id for layer in LAYERS])[1]
    if not faults:  # briefings speak of the data, so they can be judged only by sound data
        from briefings.placeholders import Library
        from briefings.repository import BriefingRepository

        faults = BriefingRepository(Library()).faults()
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        typer.echo(f"{len(faults)} fault{'s' if len(faults) > 1 else ''} found.", err=True)
        raise typer.Exit(1)
    typer.echo("All data files and briefings are sound.")
