"""The command that makes decks, and computes sensitivity, for those that share a Redis."""

import os
from typing import Annotated

import typer


def worker(
    concurrency: Annotated[int, typer.Option(min=1, max=16, help="How many decks to make at once.")] = 1,
) -> None:
    """Make decks and compute for servers and commands that share a Redis (REDIS_URL); without it, none is needed."""
    from settings import SettingError

    try:
        _run(concurrency)
    except SettingError as reason:
        typer.echo(str(reason), err=True)
        raise typer.Exit(2) from None


def _run(concurrency: int) -> None:
    from jobs.broker import REDIS_VARIABLE, redis_url
    from settings import SettingError, read_settings

    url = redis_url()
    if not url:
        raise SettingError(
            f"A worker needs {REDIS_VARIABLE}, such as redis://127.0.0.1:6379/0. Without it, none is needed."
        )
    from dashboard.app import create_app

    app = create_app(settings=read_settings(os.environ))  # registers the callback as a task
    from jobs import sensitivity_job
    from jobs.celery_jobs import beat_from_here

    sensitivity_job.register(app.jobs.handle)
    beat_from_here(url)
    arguments = ["worker", "--loglevel", "WARNING", "--concurrency", str(concurrency)]
    if os.name == "nt":  # Celery's processes need fork
        arguments += ["--pool", "solo"]
    app.jobs.handle.worker_main(arguments)
