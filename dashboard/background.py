"""Long work of the page: decks are made by a background callback, with progress, and can be cancelled.

Jobs run in processes of this machine (DiskCache), or, where ``REDIS_URL`` is set, in Celery workers
(``python app.py worker``); the callback is the same. A finished deck waits under ``/deck/<token>``, which answers once.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, State, html
from flask import Response

from briefings.figures import Library
from briefings.shelf import FOLDER, Shelf
from dashboard import deck_job, ids
from dashboard.http.callbacks import takes
from dashboard.routes import refusal
from dashboard.service import Service
from dashboard.settings import SettingError, read_settings
from export.deck import MIMETYPES

REDIS_VARIABLE = "REDIS_URL"
_REDIS_SCHEMES = ("redis://", "rediss://", "unix://", "redis+socket://")
_POLL_MS = 400
_REQUEST = """
function (clicks, chosen, kind, theme, notes) {
  const yaml = window.guarantees.drafts.asYaml(chosen), briefing = yaml ? "" : chosen; // one that only the browser has
  return {key: String(Date.now()) + Math.random(), briefing, yaml, kind, theme, notes_pages: notes && kind === "pdf"};
}
"""
_RESULT_KEPT_S = 3600


@cache
def manager() -> Any:
    """Return what runs the background callbacks: Celery where ``REDIS_URL`` is set, else DiskCache.

    Raises
    ------
    SettingError
        If ``REDIS_URL`` is no address of a Redis.
    """
    url = os.environ.get(REDIS_VARIABLE, "").strip()
    if url:
        from dash import CeleryManager

        return CeleryManager(_celery(url))
    import diskcache
    from dash import DiskcacheManager

    return DiskcacheManager(diskcache.Cache(str(deck_job.cache_folder() / "jobs")))


def _celery(url: str) -> Any:
    if not url.startswith(_REDIS_SCHEMES):
        shown = url if "@" not in url else "an address with a password"
        raise SettingError(
            f"{REDIS_VARIABLE} must begin with {' or '.join(_REDIS_SCHEMES[:2])}, such as redis://127.0.0.1:6379/0; "
            f"got {shown}. Correct it, or unset it to work without Redis."
        )
    from celery import Celery

    app = Celery("guarantees", broker=url, backend=url)
    app.conf.update(
        result_expires=_RESULT_KEPT_S,
        worker_prefetch_multiplier=1,  # a worker takes the next deck when it has made one
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=5,
        worker_hijack_root_logger=False,
    )
    return app


def run_worker(concurrency: int) -> None:
    """Make decks for the servers that share this Redis, until stopped.

    Raises
    ------
    SettingError
        If ``REDIS_URL`` is not set or cannot be used.
    """
    if not os.environ.get(REDIS_VARIABLE, "").strip():
        raise SettingError(
            f"A worker needs {REDIS_VARIABLE}, such as redis://127.0.0.1:6379/0. Without it, none is needed."
        )
    from dashboard.app import create_app

    create_app(settings=read_settings(os.environ))  # registers the callbacks as tasks
    arguments = ["worker", "--loglevel", "WARNING", "--concurrency", str(concurrency)]
    if os.name == "nt":  # Celery's processes need fork
        arguments += ["--pool", "solo"]
    manager().handle.worker_main(arguments)


def register(app: Dash, service: Service, folder: Path = FOLDER) -> None:
    """Add the dialog's callbacks and the route of finished decks; `folder` holds the briefings' YAML files."""
    shelf = Shelf(Library(service.store, frame_of=service.frame), folder)
    kept = deck_job.cache_folder() / "decks"
    fetched_at = app.get_relative_path("/deck/")

    @app.callback(
        Output(ids.DECK_DIALOG, "opened"),
        Output(ids.DECK_BRIEFING, "data"),
        Output(ids.DECK_BRIEFING, "value"),
        Input(ids.DECK_OPEN, "n_clicks"),
        State(ids.DECK_BRIEFING, "value"),
        prevent_initial_call=True,
    )
    @takes(int | None, str | None)
    def open_dialog(_clicks: int, chosen: str | None) -> tuple[bool, list[dict[str, str]], str | None]:
        found = [{"value": one.id, "label": one.title} for one in shelf.briefings()]
        first = found[0]["value"] if found else None
        return True, found, chosen if chosen in {one["value"] for one in found} else first

    app.clientside_callback(
        # A key for each click: jobs are told apart by what they are asked, and two people may ask the same.
        _REQUEST,
        Output(ids.DECK_REQUEST, "data"),
        Input(ids.DECK_MAKE, "n_clicks"),
        State(ids.DECK_BRIEFING, "value"),
        State(ids.DECK_KIND, "value"),
        State(ids.DECK_THEME, "value"),
        State(ids.DECK_NOTES, "checked"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.DECK_RESULT, "children"),
        Input(ids.DECK_REQUEST, "data"),
        background=True,
        manager=manager(),
        interval=_POLL_MS,
        progress=[Output(ids.DECK_BAR, "value"), Output(ids.DECK_PROGRESS, "children")],
        progress_default=[0, ""],
        running=[
            (Output(ids.DECK_MAKE, "disabled"), True, False),
            (Output(ids.DECK_CANCEL, "disabled"), False, True),
        ],
        cancel=[Input(ids.DECK_CANCEL, "n_clicks")],
        prevent_initial_call=True,
    )
    def make_deck(set_progress: Any, asked: Any) -> Any:
        def tell(done: int, total: int, what: str) -> None:
            set_progress((round(100 * done / total), f"{done} of {total}: {what}"))

        try:
            token, name = deck_job.make(deck_job.Request.of(asked), folder, kept, tell)
        except deck_job.JobError as reason:
            return html.Span(str(reason), className="deck-fault", role="alert")
        return html.A(f"Download {name}", href=f"{fetched_at}{token}", download=name, className="link-like")

    @app.server.get("/deck/<token>")
    def deck_file(token: str) -> Response:
        found = deck_job.take(token, kept)
        if found is None:
            return refusal(404, "This deck was fetched already, or an hour has passed. Make it again.", [])
        body, name = found
        kinds: dict[str, str] = dict(MIMETYPES)
        answer = Response(body, mimetype=kinds[name.rpartition(".")[2]])
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer
