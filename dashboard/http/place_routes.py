"""What the guarantees mean at one point, as data.

- ``GET /place.json?lon=&lat=&<scenario>``: each guarantee with the reason and the distance, the line, and what is
  nearest, in the language of the address.
"""

import hashlib
import json
import math
from urllib.parse import parse_qsl

from flask import Flask, Response, request

from analysis.place import OutsideMapError, Place, at, map_area
from analysis.place_view import place_view
from dashboard.http.map_routes import answer_with, not_understood, refusal
from dashboard.service import Document, Service
from i18n.spoken import worded
from layers.core.address import Problem, clip, from_pairs
from layers.core.scenario import Scenario

_KEYS = ("lon", "lat")


def register(server: Flask, service: Service) -> None:
    """Add the route to the server."""

    @server.get("/place.json")
    def this_place() -> Response:
        with service.assessing.turn():
            found = place_of(service)
            if isinstance(found, Response):
                return found
            view = place_view(*found, service.frames_kept)
        body = json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode()
        etag = hashlib.sha256(body).hexdigest()[:20]
        return answer_with(Document(body=body, etag=etag), "application/json")


def place_of(service: Service) -> tuple[Place, Scenario] | Response:
    """Return the point and the scenario that the address asks for, or an answer that says what is wrong with it."""
    pairs = dict(parse_qsl(request.query_string.decode(errors="replace"), keep_blank_values=True))
    texts = {key: pairs.pop(key, "") for key in _KEYS}
    scenario, problems = from_pairs(pairs.items(), service.registry)
    numbers = {key: _degrees(text) for key, text in texts.items()}
    missed = [_problem(key, texts[key]) for key, number in numbers.items() if number is None]
    if problems or missed:
        return not_understood([*missed, *problems])
    try:
        return at(service.frames_kept, scenario, numbers["lon"] or 0.0, numbers["lat"] or 0.0), scenario
    except OutsideMapError as outside:
        west, south, east, north = map_area()
        return refusal(422, str(outside), {"lon": [west, east], "lat": [south, north]})


def _degrees(text: str) -> float | None:
    """Return a number, or None where a text is none."""
    try:
        number = float(text) if len(text) <= 32 else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _problem(key: str, text: str) -> Problem:
    return Problem(
        key=key, found=clip(text), allowed=worded("degrees as a number, such as {example}", example="36.2")
    )
