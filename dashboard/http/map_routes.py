"""The HTTP routes beside the page: layer data, sprite, the first preview, health; and what is nowhere."""

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Flask, Response, jsonify, request

from analysis.sustained_numbers import read as read_numbers
from dashboard.page import ICON_SVG, script_root, with_language
from dashboard.panels.places import places
from dashboard.panels.sources import sources_html
from dashboard.service import Document, Lru, Service
from dashboard.templates import template
from dashboard.turns import Once
from export.figures import preview
from export.metadata.licences import notices
from i18n.spoken import code, said, worded
from layers.core import ground
from layers.core.address import Problem, from_pairs, from_query
from layers.core.constants import VERSION
from layers.core.scenario import Scenario, View, layer_pairs
from layers.style.palettes import SCREEN_THEMES
from webmap.sprite import sprite

_MINUTES_5 = "public, max-age=300"
#: The rule by which Dash answers any path with the page.
_ANY_PATH = "/<path:path>"
_SIDE_PX = range(80, 4001)
_MOST_PIXELS = 8_000_000
_PICTURE_ALLOWED = {
    "view": "longitude,latitude,zoom, such as 31.2,48.6,5.1",
    "size": f"width x height in CSS pixels, such as 800x600: {_SIDE_PX[0]} to {_SIDE_PX[-1]} each, "
    f"and with ratio at most {_MOST_PIXELS // 1_000_000} million pixels",
    "ratio": "1 or 2",
}


def first_layers(scenario: Scenario, service: Service) -> str:
    """Return the address of the ground and all layers that a scenario shows, in one answer."""
    pairs = [("layers", ",".join(scenario.layers)), ("line", scenario.line)]
    for layer in service.registry.layers:
        pairs += layer_pairs(layer, scenario.params[layer.id])
    return with_language(f"{script_root()}/layers.ndjson?{urlencode(pairs, safe=',')}")


def register(server: Flask, service: Service) -> None:
    """Add the routes to the server."""
    pictures = Once(Lru(24 << 20, weigh=lambda document: len(document.body)), service.drawing)

    @server.get("/health")
    def health() -> Response:
        return jsonify(status="ok", version=VERSION, data_version=service.store.data_version)

    @server.get("/licences.txt")
    def licences() -> Response:
        """Return what is whose, and the text of every licence."""
        return Response(notices(), mimetype="text/plain")

    @server.get("/favicon.ico")
    def favicon() -> Response:
        """Return the icon that browsers ask for beside data and figures, which name none."""
        return Response(ICON_SVG, mimetype="image/svg+xml", headers={"Cache-Control": _MINUTES_5})

    @server.before_request
    def answer_nowhere() -> Response | None:
        """Answer a path that leads nowhere; Dash would answer with the page, as if that were what was asked for."""
        return nowhere(request.path) if request.url_rule and request.url_rule.rule == _ANY_PATH else None

    @server.get("/layers/<path:name>")
    def no_layer(name: str) -> Response:
        return refusal(
            404, worded("There is no layer “{name}”.", name=name[:60]),
            [f"{request.script_root}/layers/{layer_id}.geojson" for layer_id in service.registry.ids],
        )  # fmt: skip

    @server.get("/layers/<layer_id>.geojson")
    def layer_geojson(layer_id: str) -> Response:
        layer = service.layer(layer_id)
        if layer is None:
            return no_layer(layer_id)
        scenario, problems = from_query(request.query_string.decode(errors="replace"), service.registry)
        if problems:
            return not_understood(problems)
        return answer_with(service.geojson(layer, scenario), "application/geo+json")

    @server.get("/only_in.geojson")
    def ground_of_one() -> Response:
        """Answer with the ground that each guarantee covers in only one of the two scenarios of an address."""
        scenario, problems = from_query(request.query_string.decode(errors="replace"), service.registry)
        if problems:
            return not_understood(problems)
        return answer_with(service.only_in(scenario), "application/geo+json")

    @server.get("/assess.json")
    def assessment_json() -> Response:
        """Answer with the measures of a scenario, its oblasts and its gaps."""
        pairs = parse_qsl(request.query_string.decode(errors="replace"), keep_blank_values=True)
        own = read_numbers(pairs)
        scenario, problems = from_pairs(own.rest, service.registry)
        if problems or own.problems:
            return not_understood([*own.problems, *problems])
        return answer_with(service.assessment(scenario, own.numbers), "application/json")

    @server.get("/labels/<layer_id>.json")
    def layer_label(layer_id: str) -> Response:
        """Answer with what stands on the map for a layer, and what of it labels keep clear of."""
        layer = service.registry.by_id.get(layer_id)
        if layer is None:
            return no_layer(layer_id)
        scenario, problems = from_query(request.query_string.decode(errors="replace"), service.registry)
        if problems:
            return not_understood(problems)
        body = json.dumps(service.label(layer, scenario), ensure_ascii=False, separators=(",", ":")).encode()
        return answer_with(
            Document(body=body, etag=hashlib.sha256(body).hexdigest()[:20]), "application/json"
        )

    @server.get("/layers.ndjson")
    def shown_layers() -> Response:
        """Answer with the ground and all layers that a scenario shows, one GeoJSON a line: what a page opens with."""
        scenario, problems = from_query(request.query_string.decode(errors="replace"), service.registry)
        if problems:
            return not_understood(problems)
        shown = (ground.LAYER, *(service.registry[layer_id] for layer_id in scenario.layers))
        documents = [service.geojson(layer, scenario) for layer in shown]
        body = b"\n".join(document.body.replace(b"\n", b" ") for document in documents)
        etag = hashlib.sha256("".join(document.etag for document in documents).encode()).hexdigest()[:20]
        return answer_with(Document(body=body, etag=etag), "application/x-ndjson")

    @server.get("/places.json")
    def found_places() -> Response:
        body = json.dumps(places(service), ensure_ascii=False, separators=(",", ":")).encode()
        return answer_with(
            Document(body=body, etag=hashlib.sha256(body).hexdigest()[:20]), "application/json"
        )

    @server.get("/sources.html")
    def sources_part() -> Response:
        body = sources_html(service).encode()
        return answer_with(Document(body=body, etag=hashlib.sha256(body).hexdigest()[:20]), "text/html")

    @server.get("/sprite/<name>")
    def sprite_file(name: str) -> Response:
        stem, _, extension = name.rpartition(".")
        theme, _, ratio = stem.partition("@")
        if theme not in SCREEN_THEMES or ratio not in ("", "2x") or extension not in ("json", "png"):
            return refusal(404, worded("There is no such sprite."), [f"{t}@2x.png" for t in SCREEN_THEMES])
        index, image = sprite(theme, 2 if ratio else 1)
        body, kind = (index, "application/json") if extension == "json" else (image, "image/png")
        return answer_with(Document(body=body, etag=hashlib.sha256(body).hexdigest()[:20]), kind)

    @server.get("/picture.webp")
    def picture_webp() -> Response:
        """Draw the scenario as the live map will; what it does not understand, the page has reported."""
        pairs = dict(parse_qsl(request.query_string.decode(errors="replace"), keep_blank_values=True))
        size = _size(pairs.pop("size", ""), pairs.pop("ratio", "1"))
        scenario, _ = from_pairs(pairs.items(), service.registry)
        if size is None or scenario.view is None:
            missed = "size" if size is None else "view"
            return refusal(422, f"The picture needs a valid {missed}.", _PICTURE_ALLOWED)
        # The scenario rounds its view to what an address should hold; a picture must lie under the live map.
        lon, lat, zoom = map(float, pairs["view"].split(","))
        view = View(lon=lon, lat=lat, zoom=zoom)
        return answer_with(_picture(service, pictures, scenario, view, size), "image/webp")


def _size(size: str, ratio: str) -> tuple[int, int, int] | None:
    """Return width, height and ratio; None where they are not allowed."""
    sides = re.fullmatch(r"([0-9]{1,5})x([0-9]{1,5})", size)
    if sides is None or ratio not in ("1", "2"):
        return None
    width, height, times = int(sides[1]), int(sides[2]), int(ratio)
    fits = width in _SIDE_PX and height in _SIDE_PX and width * height * times**2 <= _MOST_PIXELS
    return (width, height, times) if fits else None


def _picture(
    service: Service, pictures: Once, scenario: Scenario, view: View, size: tuple[int, int, int]
) -> Document:
    """Return the picture of a scenario at a place, drawn once."""
    theme = scenario.theme or "light"
    layers = [ground.LAYER, *(service.registry[layer] for layer in scenario.layers)]
    key = (code(), theme, view, size, *((layer.id, service.query(layer, scenario)) for layer in layers))

    def draw() -> Document:
        width, height, ratio = size
        body = preview.draw(
            service.frames(scenario), theme=theme, view=view, width_px=width, height_px=height, ratio=ratio
        )
        return Document(body=body, etag=hashlib.sha256(body).hexdigest()[:20])

    document: Document = pictures.get(key, draw)
    return document


def answer_with(document: Document, mimetype: str) -> Response:
    """Return a document with its entity tag, or 304 to whoever has it."""
    response = Response(document.body, mimetype=mimetype)
    response.headers["Cache-Control"] = _MINUTES_5
    response.headers["Access-Control-Allow-Origin"] = "*"  # public data: QGIS in a browser, notebooks
    response.set_etag(document.etag)
    response.make_conditional(request)
    return response


def nowhere(path: str) -> Response:
    """Return a plain page for a path at which there is nothing."""
    site = request.script_root
    page = template("nowhere.html").render(path=path[:60], site=site, home=with_language(f"{site}/"))
    return Response(page, status=404, mimetype="text/html")


def not_understood(problems: Sequence[Problem]) -> Response:
    """Return the answer to an address of which something is not understood: all of it, by key."""
    allowed = {problem.key: said(problem.allowed) for problem in problems}
    return refusal(422, " ".join(said(str(problem)) for problem in problems), allowed)


def refusal(status: int, error: str, allowed: Any) -> Response:
    """Return an answer that says what is wrong, and what is allowed, in the language that is spoken now."""
    response = jsonify(error=said(error), allowed=said(allowed) if isinstance(allowed, str) else allowed)
    response.status_code = status
    return response
