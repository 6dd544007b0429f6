"""Puts the dashboard together."""

from pathlib import Path

import flask
from flask_compress import Compress

from briefings.repository import FOLDER
from dashboard import callbacks, turns
from dashboard.dialogs import deck_background, export, oblasts, share
from dashboard.editor import routes as editor
from dashboard.http import (
    briefing_routes,
    correction_routes,
    embed_routes,
    gate,
    headers,
    languages,
    map_routes,
    panel_routes,
    place_routes,
    sensitivity_routes,
    snapshot_routes,
    table_routes,
)
from dashboard.http import callbacks as callback_bodies
from dashboard.http.mount import Mount
from dashboard.index import GuaranteeDash
from dashboard.page import ASSETS
from dashboard.panels.layout import layout
from dashboard.service import Lru, Service
from geodata.store import Store
from layers import LAYERS
from layers.core.scenario import DEFAULT_TITLE
from layers.core.spec import Layer
from settings import Settings


def create_app(
    store: Store | None = None,
    layers: tuple[Layer, ...] = LAYERS,
    briefings_folder: Path = FOLDER,
    *,
    settings: Settings | None = None,
    host: str = "127.0.0.1",
) -> GuaranteeDash:
    """Return the dashboard over the data of a store and the briefings of a folder (default: the shipped ones).

    `host` is what the server listens on; `settings` say how else it is reached.
    """
    settings = settings or Settings()
    service = Service(store, layers, briefings_folder)
    app = GuaranteeDash(
        "dashboard",
        title=DEFAULT_TITLE,
        assets_folder=str(ASSETS),
        assets_ignore=r".*",  # dashboard.index names the built script and style sheet itself
        serve_locally=True,
        compress=False,
        update_title="",
        suppress_callback_exceptions=True,  # the dialog of decks is drawn when it is asked for
        routes_pathname_prefix="/",  # `Mount` takes off what is before it
        requests_pathname_prefix=settings.base_path,
    )
    app.service = service
    languages.register(app.server)
    app.embed_ancestors = settings.embed_ancestors
    gate.register(app.server, settings, host)
    callback_bodies.register(app)
    headers.register(app, settings)
    app.layout = layout()
    callbacks.register(app, service)
    turns.register(app.server, service.quiet)
    map_routes.register(app.server, service)
    place_routes.register(app.server, service)
    panel_routes.register(app.server, service)
    sensitivity_routes.register(app.server, service)
    share.register(app.server, service)
    snapshot_routes.register(app.server, service)
    export.register(app.server, service)
    embed_routes.register(app, service)
    briefing_routes.register(app, service)
    editor.register(app, service)
    app.jobs = deck_background.register(app, service)
    oblasts.register(app, service)
    table_routes.register(app.server, service)
    correction_routes.register(app.server, service, settings.report_to)
    _compress(app.server)
    if settings.prefix:
        app.server.wsgi_app = Mount(app.server.wsgi_app, settings.prefix)  # type: ignore[method-assign]
    return app


_FIXED = ("/assets/", "/_dash-component-suites/", "/layers", "/sprite/")


def _compress_key(asked: flask.Request) -> str:
    """Return under what a compressed answer is kept; empty if it is not."""
    if asked.method != "GET" or not asked.path.startswith(_FIXED):
        return ""
    return f"{asked.path}?{asked.query_string.decode('latin-1')}"  # a query may hold any bytes


def _compress(server: flask.Flask) -> None:
    """Compress once: what does not change is kept compressed, what Dash computes is not."""
    kept = Lru(24 << 20, weigh=len)

    for path in (ASSETS / "vendor").glob(
        "*.br"
    ):  # compressed beforehand, as far as it goes: that takes seconds
        kept.set(f"br;/assets/vendor/{path.stem}?", path.read_bytes())

    class Kept:
        # Flask-Compress asks for "<algorithm>;<key>"; a key that ends there belongs to a passing answer.
        def get(self, key: str) -> bytes | None:
            return kept.get(key)

        def set(self, key: str, value: bytes) -> None:
            if not key.endswith(";"):
                kept.set(key, value)

    server.config |= {
        # 9 would be 2 % smaller, and 10 ms later with every new value of a slider.
        "COMPRESS_BR_LEVEL": 6,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_MIN_SIZE": 500,
        "COMPRESS_MIMETYPES": ["text/html", "text/css", "text/javascript", "application/javascript",
                               "application/json", "application/geo+json", "application/x-ndjson", "image/svg+xml"],
        "COMPRESS_CACHE_BACKEND": Kept,
        "COMPRESS_CACHE_KEY": _compress_key,
    }  # fmt: skip
    Compress(server)
