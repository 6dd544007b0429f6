"""Briefings on the web: their data, the page that presents one, and the presenter's window.

- ``GET /briefings.json``: ``{"briefings": [{id, title, date, scenes: [{id, title}]}], "faults": [text]}``; a broken
  file is left out and reported in ``faults``.
- ``GET /briefings/<id>.json``: one briefing with all figures filled in, exactly as `briefings.serialize.serialize`
  describes it,
  and for each scene ``preview``: the address of a small picture of its map.
- ``GET /present/<id>#3``: the map's page, opened in present mode at the third scene (`frontend/briefing/`). The page
  holds the same data as the JSON, so that it needs no second request.
- ``GET /presenter/<id>``: the second window with notes, clock and previews (`frontend/presenter.js`).

An id that does not exist is answered with 404 and what there is. All data carries an entity tag.
"""

import hashlib
import json
import re
from typing import Any
from urllib.parse import urlencode

import flask
from dash import Dash
from flask import Response, request

from briefings.model import Briefing, Scene
from briefings.placeholders import Library
from briefings.repository import BriefingRepository
from briefings.scene_geometry import view_of
from briefings.serialize import outline, serialize
from dashboard.http.map_routes import answer_with, refusal
from dashboard.page import ASSETS, as_script, base_attribute, with_language
from dashboard.service import Document, Lru, Service
from dashboard.templates import template
from i18n.script_words import words_element
from i18n.spoken import code, current, said, said_in_page, worded

_PREVIEW_PX = (640, 360)
_PRESENTER = ASSETS / "presenter.html"
_MAX_CACHED = 24


class BriefingViews:
    """The briefings of a folder as the page gets them; each is serialized once until its file changes."""

    def __init__(self, repository: BriefingRepository) -> None:
        self.repository = repository
        self._cached = Lru(_MAX_CACHED)

    def briefing(self, briefing_id: str) -> dict[str, Any] | None:
        """Return a briefing as data, or None if there is none of that id."""
        briefing = self.repository.get(briefing_id)
        if briefing is None:
            return None
        of, data = self._cached.get((briefing_id, code())) or (None, {})
        if of is not briefing:  # the repository reads a changed file anew
            data = view_with_previews(briefing, self.repository.library)
            self._cached.set((briefing_id, code()), (briefing, data))
        return data

    def outlines(self) -> list[dict[str, Any]]:
        """Return the list of briefings."""
        return [
            outline(briefing, self.repository.library, current()) for briefing in self.repository.briefings()
        ]


def register(app: Dash, service: Service) -> None:
    """Add the routes to the app's server."""
    server, views = app.server, BriefingViews(service.briefings)

    @server.get("/briefings.json")
    def briefings_list() -> Response:
        faults = [said(str(fault)) for fault in views.repository.faults()]
        return _json({"briefings": views.outlines(), "faults": faults})

    @server.get("/briefings/<briefing_id>.json")
    def briefing_data(briefing_id: str) -> Response:
        data = views.briefing(briefing_id)
        if data is None:
            known = [briefing["id"] for briefing in views.outlines()]
            return refusal(404, worded("There is no briefing “{id}”.", id=briefing_id[:60]), known)
        return _json(data)

    @server.get("/present/<briefing_id>")
    def present(briefing_id: str) -> Response:
        flask.g.present = views.briefing(briefing_id)
        if flask.g.present is None:
            return _no_such(briefing_id, "present", views)
        return Response(app.index(), mimetype="text/html")

    @server.get("/presenter/<briefing_id>")
    def presenter(briefing_id: str) -> Response:
        data = views.briefing(briefing_id)
        if data is None:
            return _no_such(briefing_id, "presenter", views)
        return presenter_page(app, data)


def presenter_page(app: Dash, data: dict[str, Any] | None) -> Response:
    """Return the presenter's window with a briefing’s data; None for one that only the browser has."""
    parts = {
        "base": base_attribute(),
        "words": words_element(),
        "lang": code(),
        "assets": app.get_asset_url(""),
        "briefing": as_script(data),
    }
    page = said_in_page(_PRESENTER.read_text(encoding="utf-8"))
    # One pass, so that nothing in a text is taken for a placeholder.
    return Response(
        re.sub(r"\{(\w+)\}", lambda found: parts.get(found[1], found[0]), page), mimetype="text/html"
    )


def view_with_previews(briefing: Briefing, library: Library) -> dict[str, Any]:
    """Return a serialized briefing, each scene with ``preview``, the address of its picture."""
    data = serialize(briefing, library, current())
    for scene, shown in zip(briefing.scenes, data["scenes"], strict=True):
        shown["preview"] = _preview(scene, library, shown["query"])
    return data


def _preview(scene: Scene, library: Library, query: str) -> str:
    """Return the address of a picture of a scene's map, as the live map would show it."""
    width, height = _PREVIEW_PX
    view = view_of(scene, library, width_px=width, height_px=height, margin_px=8)
    own = urlencode({"view": view.text(), "size": f"{width}x{height}", "ratio": 1}, safe=",")
    rest = "&".join(pair for pair in query.split("&") if pair and not pair.startswith("view="))
    return with_language(
        f"{request.script_root}/picture.webp?" + "&".join(part for part in (rest, own) if part)
    )


def _json(data: Any) -> Response:
    body = json.dumps(data, ensure_ascii=False).encode()
    response = answer_with(
        Document(body=body, etag=hashlib.sha256(body).hexdigest()[:20]), "application/json"
    )
    response.headers["Cache-Control"] = "no-cache"  # ask again, and mostly hear that nothing changed
    return response


def _no_such(briefing_id: str, page: str, views: BriefingViews) -> Response:
    """Answer with a plain page that names what there is."""
    page = template("no_such_briefing.html").render(
        id=briefing_id[:60],
        briefings=[
            (with_language(f"{request.script_root}/{page}/{one['id']}"), one["title"], len(one["scenes"]))
            for one in views.outlines()
        ],
        home=with_language(f"{request.script_root}/"),
        site=request.script_root,
    )
    return Response(page, status=404, mimetype="text/html")
