"""Sharing a scenario: its file, its QR code, and reading a file or an address back."""

import io
from typing import Any

import segno
from flask import Flask, Response, jsonify, request

from briefings.loader import OUTSIDE_MAX_S, as_data, load
from briefings.placeholders import Library
from briefings.validation import BriefingError
from dashboard.http.map_routes import not_understood, refusal
from dashboard.panels.edition import since_data
from dashboard.service import Service
from dashboard.turns import BusyError, busy_answer
from export.metadata.briefings import NoBriefing, briefing_text
from export.metadata.extract import MAX_FILE_BYTES, NoScenario, read_with_edition
from i18n.spoken import said, worded
from layers.core.address import from_query
from layers.core.scenario import page_state
from layers.core.scenario_file import to_file

#: How what may be a deck begins: pptx (or another zip), PDF, web page.
_DECKS = (b"PK", b"%PDF", b"<")
#: A QR code holds at most 2,953 bytes; phones read long ones badly, so less is allowed.
MAX_QR_CHARS = 1800


def register(server: Flask, service: Service) -> None:
    """Add the routes to the server."""
    registry, library = service.registry, service.library

    def of_address() -> str:
        return request.query_string.decode(errors="replace")

    @server.get("/scenario")
    def read_address() -> Response:
        """Read an address for the page: what browsers' back and forward come to without a memory of their own."""
        scenario, problems = from_query(of_address(), registry)
        return jsonify(scenario=page_state(scenario, registry), problems=[said(str(p)) for p in problems])

    @server.get("/scenario.json")
    def save() -> Response:
        """Return the scenario of an address as a file; half of one would pass for the whole, so it is refused."""
        scenario, problems = from_query(of_address(), registry)
        if problems:
            return not_understood(problems)
        response = Response(to_file(scenario, registry), mimetype="application/json")
        response.headers["Content-Disposition"] = 'attachment; filename="scenario.json"'
        return response

    @server.post("/scenario")
    def open_file() -> Response:
        """Read a file that a person opened or dropped, exported or a scenario; or say why there is none in it.

        Of a deck the answer holds the whole ``briefing`` too, as the editor holds one, or ``faults`` of it; of a file
        of an earlier edition what has been corrected ``since``.
        """
        try:
            with service.reading.turn():
                # The length a client claims is not to be trusted, so no more than the limit is ever read.
                data = request.stream.read(MAX_FILE_BYTES + 1)
                scenario, edition = read_with_edition(data, registry)
                found = carried_briefing(data, library)
        except NoScenario as refused:
            return jsonify(scenario=None, problems=[said(str(refused))])
        except BusyError as problem:
            return busy_answer(scenario=None, problems=[said(str(problem))])
        if since := since_data(scenario, edition, service.corrections):
            found["since"] = since
        return jsonify(scenario=page_state(scenario, registry), problems=[], **found)

    @server.get("/qr.svg")
    def qr_code() -> Response:
        """Return the QR code of the page's own address with this query."""
        address = request.url_root + ("?" + of_address() if of_address() else "")
        if len(address) > MAX_QR_CHARS:
            return refusal(
                422,
                worded("The address is too long for a QR code."),
                worded("{max_qr_chars} characters", max_qr_chars=MAX_QR_CHARS),
            )
        drawn = io.BytesIO()
        segno.make(address, error="m").save(drawn, kind="svg", scale=4, border=3, light="#ffffff")
        return Response(drawn.getvalue(), mimetype="image/svg+xml")


def carried_briefing(data: bytes, library: Library) -> dict[str, Any]:
    """Return ``briefing``, as the editor holds it, of a deck, ``faults`` if it is not understood; else nothing."""
    if not data.startswith(_DECKS):
        return {}
    try:
        return {
            "briefing": as_data(
                load(briefing_text(data), library, label=worded("its briefing"), max_s=OUTSIDE_MAX_S), library
            )
        }
    except NoBriefing:
        return {}
    except BriefingError as problem:
        return {"faults": [said(str(fault)) for fault in problem.faults]}
