"""The briefing editor's routes: they judge what its panel (`dashboard.editor.panel`) holds.

What a person writes stays in their browser (`frontend/editor/`), in the words of the YAML (docs/briefings.md);
nothing of it is kept here. One reader judges it, `briefings.loader`, whichever way it comes:

- ``POST /briefing/read?name=…`` with the bytes of a YAML file, ``GET /briefing/read?id=…`` for a shipped briefing:
  ``{"briefing": …}`` as the editor holds it, or ``{"faults": […]}``.
- ``POST /briefing/told`` with the editor's JSON: ``{"told": …}``
  (`dashboard.http.briefing_routes.view_with_previews`), or faults.
- ``POST /briefing/write`` with the same: the YAML file, or 422 and faults.
- ``GET /present/own/<id>``, ``GET /presenter/own/<id>``: the map's page, which presents the briefing of that id in the
  browser's keeping, and its second window.

A fault is ``{"scene": number or null, "field": text, "said": text for beside the field, "text": the whole sentence}``.
"""

import itertools
import json
from collections.abc import Iterator
from typing import Any

from dash import Dash
from flask import Response, jsonify, request

from briefings.loader import MAX_BYTES, OUTSIDE_MAX_S, as_data, dump, load, take
from briefings.model import Briefing
from briefings.validation import BriefingError, BriefingFault, Where
from briefings.yamltext import MAX_DEPTH, MAX_PARTS
from dashboard.http.briefing_routes import presenter_page, view_with_previews
from dashboard.http.map_routes import refusal
from dashboard.service import Service
from dashboard.turns import BusyError, busy_answer
from geodata.validation import Fault
from i18n.spoken import said, worded

_LABEL = worded("your briefing")


def register(app: Dash, service: Service) -> None:
    """Add the routes to the app's server."""
    server = app.server
    repository, library = service.briefings, service.library

    @server.get("/briefing/read")
    def copy_shipped() -> Response:
        """Give a shipped briefing to the editor."""
        briefing = repository.get(request.args.get("id", ""))
        if briefing is None:
            known = [one.id for one in repository.briefings()]
            return refusal(
                404,
                worded("There is no briefing “{request}”.", request=request.args.get("id", "")[:60]),
                known,
            )
        return jsonify(briefing=as_data(briefing, library))

    @server.post("/briefing/read")
    def read_file() -> Response:
        """Read a YAML file for the editor, or say what is wrong in it and where."""
        name = request.args.get("name", "")[:80] or _LABEL
        try:
            # The length a client claims is not to be trusted, so no more than the limit is ever read.
            with service.reading.turn():
                briefing = load(request.stream.read(MAX_BYTES + 1), library, label=name, max_s=OUTSIDE_MAX_S)
        except BriefingError as problem:
            return jsonify(faults=fault_data(problem))
        except BusyError as problem:
            return busy_answer(
                faults=[{"scene": None, "field": "", "said": said(str(problem)), "text": said(str(problem))}]
            )
        return jsonify(briefing=as_data(briefing, library))

    def held() -> Briefing:
        return take(
            editor_data(request.stream.read(MAX_BYTES + 1)), library, label=_LABEL, max_s=OUTSIDE_MAX_S
        )

    @server.post("/briefing/told")
    def tell() -> Response:
        """Judge what the editor holds, and return the data that a page presenting it needs."""
        try:
            with service.reading.turn():
                briefing = held()
        except BriefingError as problem:
            return jsonify(faults=fault_data(problem))
        with service.reading.turn():
            return jsonify(told=view_with_previews(briefing, library))

    @server.post("/briefing/write")
    def write_file() -> Response:
        """Return what the editor holds as a YAML file."""
        try:
            with service.reading.turn():
                briefing = held()
        except BriefingError as problem:
            refused = jsonify(faults=fault_data(problem))
            refused.status_code = 422
            return refused
        response = Response(dump(briefing, library), mimetype="application/yaml")
        response.headers["Content-Disposition"] = f'attachment; filename="{briefing.id}.yaml"'  # a slug
        return response

    @server.get("/presenter/own/<draft_id>")
    def presenter_own(draft_id: str) -> Response:
        """Open the presenter's window for such a briefing."""
        return presenter_page(app, None)

    @server.get("/present/own/<draft_id>")
    def present_own(draft_id: str) -> Response:
        """Open the page for a briefing that only the browser has; it hands it to the presentation itself."""
        return Response(app.index(), mimetype="text/html")


def editor_data(body: bytes) -> dict[str, Any]:
    """Return the editor's JSON as `briefings.loader.take` wants it: numbers as text, nothing nested too deep.

    Raises
    ------
    BriefingError
        For what is too long, no JSON or no mapping.
    """

    def refused(found: str, expected: str, advice: str = "") -> BriefingError:
        return BriefingError([Where(_LABEL).fault("", found, expected, advice)])

    if len(body) > MAX_BYTES:
        raise refused(
            worded("more than {max_bytes} bytes", max_bytes=f"{MAX_BYTES:,}"),
            worded("at most 1 MB"),
            worded("Split it into several."),
        )
    try:
        raw = json.loads(body)
        plain = _plain(raw, itertools.count(1))
    except OverflowError:
        raise refused(
            "more", worded("at most {max_parts} lists, mappings, keys and texts", max_parts=f"{MAX_PARTS:,}")
        ) from None
    except RecursionError:
        raise refused(
            worded("deeper nesting"), worded("nested at most {max_depth} deep", max_depth=MAX_DEPTH)
        ) from None
    except ValueError as problem:  # no UTF-8, no JSON, or a number of thousands of digits
        raise refused(f"“{str(problem)[:80]}”", "well-formed JSON") from None
    if not isinstance(plain, dict):
        raise refused(f"“{str(plain)[:60]}”", worded("a mapping of the fields of a briefing"))
    return plain


def _plain(value: Any, parts: Iterator[int], depth: int = 0) -> Any:
    if depth > MAX_DEPTH:
        raise RecursionError
    if next(parts) > MAX_PARTS:
        raise OverflowError
    if isinstance(value, dict):
        return {str(key): _plain(item, parts, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, parts, depth + 1) for item in value]
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)


def fault_data(problem: BriefingError) -> list[dict[str, Any]]:
    """Return faults as the editor shows them; see the module's text."""
    return [_fault(fault) for fault in problem.faults]


def _fault(fault: Fault) -> dict[str, Any]:
    text = str(fault)
    scene = fault.feature if isinstance(fault.feature, int) else None
    advice = "" if fault.advice == BriefingFault.advice else fault.advice  # to load it again is for files
    beside = worded(
        "Must be {expected}, got {found}. {advice}", expected=fault.expected, found=fault.found, advice=advice
    ).rstrip()
    return {"scene": scene, "field": fault.field, "said": said(beside), "text": said(text)}
