"""Parts of the right panel as HTML, in the language of the address; the page asks for them when it is there.

- ``GET /covers.html?<scenario>``: a bar for each guarantee that is shown.
- ``GET /left_open.html?<scenario>``: what they leave open, with what would close it.
- ``GET /this_place.html?lon=&lat=&<scenario>``: what they mean at one point, as `/place.json` says it.
"""

import hashlib
from collections.abc import Callable

from flask import Flask, Response, request

from dashboard.http.map_routes import answer_with, not_understood
from dashboard.http.place_routes import place_of
from dashboard.panels.covers import covers_html
from dashboard.panels.left_open import left_open_html
from dashboard.panels.this_place import this_place_html
from dashboard.service import Document, Service
from layers.core.address import from_query
from layers.core.scenario import Scenario


def register(server: Flask, service: Service) -> None:
    """Add the routes to the server."""

    def of_scenario(make: Callable[[Service, Scenario], str]) -> Response:
        scenario, problems = from_query(request.query_string.decode(errors="replace"), service.registry)
        if problems:
            return not_understood(problems)
        with service.assessing.turn():
            return _html(make(service, scenario))

    @server.get("/covers.html")
    def covers() -> Response:
        return of_scenario(covers_html)

    @server.get("/left_open.html")
    def left_open() -> Response:
        return of_scenario(left_open_html)

    @server.get("/this_place.html")
    def place_part() -> Response:
        with service.assessing.turn():
            found = place_of(service)
            return found if isinstance(found, Response) else _html(this_place_html(service, *found))


def _html(text: str) -> Response:
    body = text.encode()
    return answer_with(Document(body=body, etag=hashlib.sha256(body).hexdigest()[:20]), "text/html")
