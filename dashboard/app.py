"""Puts the dashboard together."""

from pathlib import Path

import flask
from flask_compress import Compress

from briefings.shelf import FOLDER
from dashboard import background, briefings, callbacks, editor, export_dialog, routes, share, snapshots, turns
from dashboard.index import GuaranteeDash
from dashboard.layout import layout
from dashboard.service import Lru, Service
from geodata.store import Store
from layers import LAYERS
from layers.scenario import DEFAULT_TITLE
from layers.spec import Layer

_ASSETS = Path(__file__).parent.parent / "assets"


def create_app(
    store: Store | None = None, layers: tuple[Layer, ...] = LAYERS, briefings_folder: Path = FOLDER
) -> GuaranteeDash:
    """Return the dashboard over the data of a store and the briefings of a folder (default: the shipped ones)."""
    service = Service(store, layers)
    app = GuaranteeDash(
        "dashboard",
        title=DEFAULT_TITLE,
        assets_folder=str(_ASSETS),
        assets_ignore=r".*\.js$",  # dashboard.index orders the scripts itself
        serve_locally=True,
        compress=False,
        update_title="",
    )
    app.service = service
    app.layout = lambda: layout(service)
    callbacks.register(app, service)
    turns.register(app.server)
    routes.register(app.server, service)
    share.register(app.server, service)
    snapshots.register(app.server, service)
    export_dialog.register(app.server, service)
    briefings.register(app, service, briefings_folder)
    editor.register(app, service, briefings_folder)
    background.register(app, service, briefings_folder)
    _compress(app.server)
    return app


def _compress(server: flask.Flask) -> None:
    """Compress once: what does not change is kept compressed, what Dash computes is not."""
    kept = Lru(24 << 20, weigh=len)

    class Kept:
        # Flask-Compress asks for "<algorithm>;<key>"; a key that ends there belongs to a passing answer.
        def get(self, key: str) -> bytes | None:
            return kept.get(key)

        def set(self, key: str, value: bytes) -> None:
            if not key.endswith(";"):
                kept.set(key, value)

    fixed = ("/assets/", "/_dash-component-suites/", "/layers/", "/sprite/")
    server.config |= {
        # 9 would be 2 % smaller, and 10 ms later with every new value of a slider.
        "COMPRESS_BR_LEVEL": 6,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_MIN_SIZE": 500,
        "COMPRESS_MIMETYPES": ["text/html", "text/css", "text/javascript", "application/javascript",
                               "application/json", "application/geo+json", "image/svg+xml"],
        "COMPRESS_CACHE_BACKEND": Kept,
        "COMPRESS_CACHE_KEY": lambda r: r.full_path if r.method == "GET" and r.path.startswith(fixed) else "",
    }  # fmt: skip
    Compress(server)
