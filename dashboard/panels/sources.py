"""What the dialog on sources and method says (`templates/shell/sources.html`), fetched when it is opened."""

from dashboard.panels.feature import ASSUMPTIONS
from dashboard.service import Service
from dashboard.templates import template
from geodata.sources import parted

_SEEN = {"documented": "text seen", "reported": "seen second-hand or in part"}
_SURE = {"likely": "likely", "uncertain": "uncertain", "choice": "this project’s choice"}


def sources_html(service: Service) -> str:
    """Return every source and every assumption as HTML."""
    sources, assumptions = parted(service.store.sources)
    return template("shell/sources.html").render(
        sources=sorted(sources.values(), key=lambda one: (one.confidence, one.title)),
        assumptions=list(assumptions.values()),
        assumptions_heading=ASSUMPTIONS,
        seen=_SEEN,
        sure=_SURE,
    )
