"""The briefing editor's panel as HTML, made from the model of a briefing; `assets/js/editor*.js` make it act.

It is part of the HTML page, not of Dash: what is typed there must not wait for a server.
"""

from functools import cache
from pathlib import Path
from typing import Any, get_args

from jinja2 import Environment, FileSystemLoader

from briefings.loader import MAX_BYTES
from briefings.model import MAX_BULLETS, Callout, Side
from geodata.dates import day
from geodata.store import Store
from layers.about import NOTICE


def panel_html(store: Store) -> str:
    """Return the panel as HTML; `store` holds the sources that a scene may name."""
    return _template().render(
        sources=[
            (key, source.title, source.publisher, day(str(source.date)))
            for key, source in sorted(store.sources.items(), key=lambda pair: pair[1].title.casefold())
        ],
        bullets=MAX_BULLETS,
        sides=get_args(Side),
        marking=NOTICE,
        most_bytes=MAX_BYTES,
        offset=_limits(Callout.model_fields["offset_pct"]),
    )


@cache
def _template() -> Any:
    folder = FileSystemLoader(Path(__file__).with_name("templates"))
    return Environment(loader=folder, autoescape=True).get_template("briefing_panel.html")


def _limits(field: Any) -> dict[str, float]:
    """Return least, most and default of a field that is a number."""
    found = {
        name: getattr(rule, name) for rule in field.metadata for name in ("ge", "le") if hasattr(rule, name)
    }
    return {"least": found["ge"], "most": found["le"], "default": field.default}
