"""What was wrong until when: the page of corrections.

- ``GET /corrections``: every correction with its source, and a form that composes a report of an error to copy or save.
  Where ``REPORT_TO`` (an e-mail address or a web address) is given to the server, a link leads there; the page itself
  sends nothing.
"""

import os
import re
from functools import cache
from pathlib import Path

from flask import Flask, Response
from jinja2 import Environment, FileSystemLoader

from dashboard.background import SettingError
from dashboard.service import Service
from geodata.dates import day
from layers.about import EDITIONS, PROGRAM, VERSION
from layers.edition import ORDINALS

REPORT_VARIABLE = "REPORT_TO"
_EMAIL = re.compile(r"[^\s@<>\"?&%]+@[^\s@<>\"?&%]+\.[a-zA-Z]{2,}")
_WEB = re.compile(r"https?://[^\s<>\"]+")


def report_target(setting: str | None = None) -> tuple[str, str]:
    """Return where reports go, as kind (``email``, ``web`` or empty) and address; by default as ``REPORT_TO`` says.

    Raises
    ------
    SettingError
        If it is neither an e-mail address nor a web address.
    """
    text = (os.environ.get(REPORT_VARIABLE, "") if setting is None else setting).strip()
    email = text.removeprefix("mailto:")
    if not text:
        return "", ""
    if _EMAIL.fullmatch(email):
        return "email", email
    if _WEB.fullmatch(text):
        return "web", text
    raise SettingError(
        f"{REPORT_VARIABLE} must be an e-mail address or a web address, such as maps@example.org or "
        f"https://example.org/report; got “{text[:60]}”. Correct it, or unset it: reports can then be copied and saved."
    )


def register(server: Flask, service: Service) -> None:
    """Add the page to the server."""
    kind, address = report_target()

    @server.get("/corrections")
    def corrections_page() -> Response:
        return Response(page(service, kind, address), mimetype="text/html")


def page(service: Service, kind: str = "", address: str = "") -> str:
    """Return the page as HTML; `kind` and `address` as `report_target` gives them."""
    titles = {layer.id: layer.title for layer in service.registry.layers}
    return (
        _environment()
        .get_template("corrections.html")
        .render(
            corrections=[
                {
                    "id": key,
                    "row": one,
                    "layers": [titles.get(layer, layer) for layer in one.layers],
                    "sources": [service.store.sources[name] for name in one.sources],
                }
                for key, one in service.corrections.items()
            ],
            edition=max(EDITIONS),
            ordinals=ORDINALS,
            editions=EDITIONS,
            program=PROGRAM,
            version=VERSION,
            data_date=day(service.store.data_date),
            kind=kind,
            address=address,
        )
    )


@cache
def _environment() -> Environment:
    made = Environment(loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True)
    made.filters["day"] = day
    return made
