"""The command that makes decks for servers that share a Redis."""

from typing import Annotated

import typer


def worker(
    concurrency: Annotated[int, typer.Option(min=1, max=16, help="How many decks to make at once.")] = 1,
) -> None:
    """Make decks for servers that share a Redis (REDIS_URL); without Redis, none is needed."""
    from dashboard.dialogs.deck_background import run_worker
    from settings import SettingError

    try:
        run_worker(concurrency)
    except SettingError as reason:
        typer.echo(str(reason), err=True)
        raise typer.Exit(2) from None
