"""The HTTP routes beside the page: layer data, sprite, the first picture, health."""

from typing import Any

from flask import Flask, Response, jsonify, request

from dashboard.service import VERSION, Document, Service
from dashboard.sprite import sprite
from layers.scenario import SCREEN_THEMES, from_query

_MINUTES_5 = "public, max-age=300"


def register(server: Flask, service: Service) -> None:
    """Add the routes to the server."""

    @server.get("/health")
    def health() -> Response:
        return jsonify(status="ok", version=VERSION, data_date=service.store.data_date)

    @server.get("/layers/<layer_id>.geojson")
    def layer_geojson(layer_id: str) -> Response:
        layer = service.layer(layer_id)
        if layer is None:
            return _refusal(404, f"There is no layer “{layer_id[:60]}”.", list(service.registry.ids))
        scenario, problems = from_query(request.query_string.decode(errors="replace"), service.registry)
        if problems:
            allowed = {problem.key: problem.allowed for problem in problems}
            return _refusal(422, " ".join(str(problem) for problem in problems), allowed)
        return _document(service.geojson(layer, scenario), "application/geo+json")

    @server.get("/sprite/<name>")
    def sprite_file(name: str) -> Response:
        stem, _, extension = name.rpartition(".")
        theme, _, ratio = stem.partition("@")
        if theme not in SCREEN_THEMES or ratio not in ("", "2x") or extension not in ("json", "png"):
            return _refusal(404, "There is no such sprite.", [f"{t}@2x.png" for t in SCREEN_THEMES])
        index, image = sprite(theme, 2 if ratio else 1)
        body, kind = (index, "application/json") if extension == "json" else (image, "image/png")
        return _document(Document(body=body, etag=f"{VERSION}-{name}"), kind)


def _document(document: Document, mimetype: str) -> Response:
    response = Response(document.body, mimetype=mimetype)
    response.headers["Cache-Control"] = _MINUTES_5
    response.headers["Access-Control-Allow-Origin"] = "*"  # public data: QGIS in a browser, notebooks
    response.set_etag(document.etag)
    return response.make_conditional(request)


def _refusal(status: int, error: str, allowed: Any) -> Response:
    response = jsonify(error=error, allowed=allowed)
    response.status_code = status
    return response
