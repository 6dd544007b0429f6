"""The command that writes a scenario as a figure or data package."""

import typer


def snapshot(context: typer.Context) -> None:
    """Write a scenario as a figure (PNG, SVG, PDF) or data package; see snapshot --help."""
    from commands.snapshot_options import run  # its options come from the models, which are slow to load

    run(context.args)
