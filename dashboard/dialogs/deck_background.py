"""Long work of the page: decks are made by a background callback, with progress, and can be cancelled.

Jobs run in processes of this machine (`jobs.local`), or, where ``REDIS_URL`` is set, in Celery workers
(``python app.py worker``, `jobs.celery_jobs`); the callback is the same. A finished deck waits for an hour under
``/deck/<token>``.
"""

import os
from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Input, Output, State, html
from flask import Response, send_file

from dashboard import ids
from dashboard.http.callbacks import takes
from dashboard.http.map_routes import refusal
from dashboard.index import GuaranteeDash
from dashboard.panels.layout import deck_slot
from dashboard.service import Service
from export.decks.build import MIMETYPES
from jobs import deck_files, deck_job
from jobs.cache import Store, cache_folder, signing_secret
from jobs.local import LocalJobs, Progress, Work
from settings import SettingError, read_settings

REDIS_VARIABLE = "REDIS_URL"
_REDIS_SCHEMES = ("redis://", "rediss://", "unix://", "redis+socket://")
_POLL_MS = 400


def manager(work: Work) -> Any:
    """Return what runs the background callback: Celery where ``REDIS_URL`` is set, else this machine.

    Raises
    ------
    SettingError
        If ``REDIS_URL`` is no address of a Redis, or the cache folder cannot be used.
    """
    url = redis_url()
    if url:
        from jobs.celery_jobs import CeleryJobs

        return CeleryJobs(url, _fault)
    return LocalJobs(Store(cache_folder() / "jobs-2"), work, _fault)


def redis_url() -> str:
    """Return the address of the Redis that the environment names, or ''.

    Raises
    ------
    SettingError
        If it is none.
    """
    url = os.environ.get(REDIS_VARIABLE, "").strip()
    if url and not url.startswith(_REDIS_SCHEMES):
        shown = url if "@" not in url else "an address with a password"
        raise SettingError(
            f"{REDIS_VARIABLE} must begin with {' or '.join(_REDIS_SCHEMES[:2])}, such as redis://127.0.0.1:6379/0; "
            f"got {shown}. Correct it, or unset it to work without Redis."
        )
    return url


def run_worker(concurrency: int) -> None:
    """Make decks for the servers that share this Redis, until stopped.

    Raises
    ------
    SettingError
        If ``REDIS_URL`` is not set or cannot be used.
    """
    url = redis_url()
    if not url:
        raise SettingError(
            f"A worker needs {REDIS_VARIABLE}, such as redis://127.0.0.1:6379/0. Without it, none is needed."
        )
    from dashboard.app import create_app

    app = create_app(settings=read_settings(os.environ))  # registers the callback as a task
    from jobs.celery_jobs import beat_from_here

    beat_from_here(url)
    arguments = ["worker", "--loglevel", "WARNING", "--concurrency", str(concurrency)]
    if os.name == "nt":  # Celery's processes need fork
        arguments += ["--pool", "solo"]
    app.jobs.handle.worker_main(arguments)


def register(app: GuaranteeDash, service: Service) -> None:
    """Add the dialog's callbacks and the route of finished decks."""
    repository = service.briefings
    kept = cache_folder() / "decks"
    fetched_at = app.get_relative_path("/deck/")
    data = deck_job.Data(
        root=service.store.root, layers=service.registry.declared, briefings=repository.folder
    )
    app.server.secret_key = app.server.secret_key or signing_secret()

    def work(show: Progress, cancelled: deck_job.Cancelled, asked: Any) -> Any:
        def tell(done: int, total: int, what: str) -> None:
            show((round(100 * done / total), f"{done} of {total}: {what}"))

        try:
            request = deck_job.Request.of(asked)
            token, name = deck_job.make(request, data, kept, tell, cancelled=cancelled)
        except deck_job.JobError as reason:
            return _fault(str(reason))
        link = html.A(f"Download {name}", href=f"{fetched_at}{token}", download=name, className="link-like")
        return link.to_plotly_json()

    app.jobs = manager(work)

    @app.callback(
        Output(ids.DECK_SLOT, "children"), Input(ids.DECK_SLOT, "data-value"), prevent_initial_call=True
    )
    @takes(str | None)
    def draw_dialog(theme: str | None) -> Any:
        return deck_slot(theme or "light")

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
        found = [{"value": one.id, "label": one.title} for one in repository.briefings()]
        first = found[0]["value"] if found else None
        return True, found, chosen if chosen in {one["value"] for one in found} else first

    app.clientside_callback(
        # A key for each click: jobs are told apart by what they are asked, and two people may ask the same.
        ClientsideFunction("guarantees", "deck"),
        Output(ids.DECK_REQUEST, "data-value"),
        Input(ids.DECK_MAKE, "n_clicks"),
        State(ids.DECK_BRIEFING, "value"),
        State(ids.DECK_KIND, "value"),
        State(ids.DECK_THEME, "value"),
        State(ids.DECK_NOTES, "checked"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.DECK_RESULT, "children"),
        Input(ids.DECK_REQUEST, "data-value"),
        background=True,
        manager=app.jobs,
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
    def make_deck(set_progress: Progress, asked: Any) -> Any:
        return work(set_progress, lambda: False, asked)

    @app.server.get("/deck/<token>")
    def deck_file(token: str) -> Response:
        found = deck_files.find(token, kept)
        if found is None:
            return refusal(404, "This deck is not here: decks are kept for an hour. Make it again.", [])
        kinds: Mapping[Any, str] = MIMETYPES
        answer = send_file(
            found, mimetype=kinds[found.suffix[1:]], as_attachment=True, download_name=found.name
        )
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer


def _fault(text: str) -> Any:
    """Return a sentence that says what went wrong, as the page shows it."""
    return html.Span(text, className="deck-fault", role="alert").to_plotly_json()
