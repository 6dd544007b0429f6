"""Long work of the page: decks are made by a background callback, with progress, and can be cancelled.

Jobs run in processes of this machine (`jobs.local`), or, where ``REDIS_URL`` is set, in Celery workers
(``python app.py worker``, `jobs.celery_jobs`); the callback is the same. A finished deck waits for an hour under
``/deck/<token>``.
"""

from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, html
from flask import Response, send_file

from dashboard import ids
from dashboard.dialogs.deck import deck_slot
from dashboard.http.callbacks import takes
from dashboard.http.map_routes import refusal
from dashboard.service import Service
from export.formats import DECK_MIMETYPES
from i18n.spoken import said, speak, tr, worded
from jobs import deck_files, deck_job
from jobs.broker import redis_url
from jobs.cache import Store, cache_folder, signing_secret
from jobs.local import LocalJobs, Progress, Work

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


def register(app: Dash, service: Service) -> Any:
    """Add the dialog's callbacks and the route of finished decks; return what runs its jobs."""
    repository = service.briefings
    kept = cache_folder() / "decks"
    fetched_at = app.get_relative_path("/deck/")
    data = deck_job.Data(
        root=service.store.root, layers=service.registry.declared, briefings=repository.folder
    )
    app.server.secret_key = app.server.secret_key or signing_secret()

    def work(show: Progress, cancelled: deck_job.Cancelled, asked: Any) -> Any:
        def tell(done: int, total: int, what: str) -> None:
            show(
                (
                    round(100 * done / total),
                    tr("{done} of {total}: {what}", done=done, total=total, what=said(what)),
                )
            )

        try:
            request = deck_job.Request.of(asked)
            speak(request.lang)
            token, name = deck_job.make(request, data, kept, tell, cancelled=cancelled)
        except deck_job.JobError as reason:
            return _fault(said(str(reason)))
        link = html.A(
            tr("Download {name}", name=name),
            href=f"{fetched_at}{token}",
            download=name,
            className="link-like",
        )
        return link.to_plotly_json()

    jobs = manager(work)

    @app.callback(
        Output(ids.DECK_SLOT, "children"), Input(ids.DECK_SLOT, "data-value"), prevent_initial_call=True
    )
    @takes(str | None)
    def draw_dialog(asked: str | None) -> Any:
        theme, _, lang = (asked or "light").partition(" ")
        speak(lang)
        return deck_slot(theme)

    @app.callback(
        Output(ids.DECK_DIALOG, "opened"),
        Output(ids.DECK_BRIEFING, "data"),
        Output(ids.DECK_BRIEFING, "value"),
        Input(ids.DECK_OPEN, "n_clicks"),
        State(ids.DECK_BRIEFING, "value"),
        State(ids.DECK_SLOT, "data-value"),
        prevent_initial_call=True,
    )
    @takes(int | None, str | None, str | None)
    def open_dialog(
        _clicks: int, chosen: str | None, asked: str | None
    ) -> tuple[bool, list[dict[str, str]], str | None]:
        speak((asked or "").partition(" ")[2])
        found = [{"value": one.id, "label": tr(one.title)} for one in repository.briefings()]
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
        manager=jobs,
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
            return refusal(
                404, worded("This deck is not here: decks are kept for an hour. Make it again."), []
            )
        kinds: Mapping[Any, str] = DECK_MIMETYPES
        answer = send_file(
            found, mimetype=kinds[found.suffix[1:]], as_attachment=True, download_name=found.name
        )
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer

    return jobs


def _fault(text: str) -> Any:
    """Return a sentence that says what went wrong, as the page shows it."""
    return html.Span(text, className="deck-fault", role="alert").to_plotly_json()
