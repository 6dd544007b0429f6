"""What was wrong until when: the page of corrections.

- ``GET /corrections``: every correction with its source, and a form that composes a report of an error to copy or save.
  Where ``REPORT_TO`` (an e-mail address or a web address) is given to the server, a link leads there; the page itself
  sends nothing.
"""

from flask import Flask, Response
from markupsafe import Markup

from dashboard.page import script_root, with_language
from dashboard.service import Service
from dashboard.templates import template
from i18n.script_words import words_element
from layers.core.constants import EDITIONS, PROGRAM, VERSION
from layers.core.edition import ORDINALS


def register(server: Flask, service: Service, report_to: str = "") -> None:
    """Add the page to the server; `report_to` as in `settings`."""

    @server.get("/corrections")
    def corrections_page() -> Response:
        return Response(page(service, report_to), mimetype="text/html")


def page(service: Service, report_to: str = "") -> str:
    """Return the page as HTML, with a link to where reports go if there is such an address."""
    web = report_to.startswith(("http://", "https://"))
    titles = {layer.id: layer.title for layer in service.registry.layers}
    return template("corrections.html").render(
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
        data_version=service.store.data_version,
        kind="web" if web else "email" if report_to else "",
        address=report_to,
        site=script_root(),
        home=with_language(script_root() + "/"),
        words=Markup(words_element()),
    )
