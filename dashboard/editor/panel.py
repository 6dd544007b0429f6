"""The briefing editor's panel as HTML, made from the model of a briefing; `frontend/editor/` make it act.

It is part of the HTML page, not of Dash: what is typed there must not wait for a server.
"""

from typing import Any, get_args

from briefings.loader import MAX_BYTES
from briefings.model import MAX_BULLETS
from briefings.scenes.map import Callout, Side
from dashboard.templates import template
from geodata.store import Store
from i18n.spoken import said, spoken_day
from layers.core.constants import NOTICE


def panel_html(store: Store) -> str:
    """Return the panel as HTML; `store` holds the sources that a scene may name."""
    return template("briefing_panel.html").render(
        sources=[
            (key, said(source.title), source.publisher, spoken_day(str(source.date)))
            for key, source in sorted(store.sources.items(), key=lambda pair: said(pair[1].title).casefold())
        ],
        bullets=MAX_BULLETS,
        sides=get_args(Side),
        marking=NOTICE,
        most_bytes=MAX_BYTES,
        offset=_limits(Callout.model_fields["offset_pct"]),
    )


def _limits(field: Any) -> dict[str, float]:
    """Return least, most and default of a field that is a number."""
    found = {
        name: getattr(rule, name) for rule in field.metadata for name in ("ge", "le") if hasattr(rule, name)
    }
    return {"least": found["ge"], "most": found["le"], "default": field.default}
