"""The HTML page round the Dash app.

The map is opened by the page itself, before Dash has loaded: the figure, the style of both themes and the scenario
of the address travel in the page, so that drawing starts at once and Dash fills in the panels meanwhile.
"""

import html
import json
import re
from typing import Any
from urllib.parse import quote

import dash
import flask
from flask import request

from dashboard.dialogs.export import dialog_html
from dashboard.editor.panel import panel_html
from dashboard.panels.edition import since_data
from dashboard.service import Service
from export.metadata.extract import MAX_FILE_BYTES
from layers.core.edition import edition_of_query
from layers.core.scenario import Scenario, from_query, page_state
from webmap.boot import boot_data, map_elements

_PAGE = """<!DOCTYPE html>
<html lang="en" data-left="open" data-right="open" data-legend="open"{base}{mode}>
<head>{metas}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="icon" href="{icon}">
<link rel="preload" as="font" type="font/woff2" href="{assets}fonts/guarantees-sans.woff2" crossorigin>
<link rel="preload" as="font" type="font/woff2" href="{assets}fonts/guarantees-sans-italic.woff2" crossorigin>{css}
<link rel="stylesheet" href="{assets}dist/page.css">
<script id="boot" type="application/json">{boot}</script>
</head>
<body>
{map}
<section id="edition-note" aria-label="Edition of this link or file" hidden></section>
{app_entry}
{export}
{editor}
<footer>{config}</footer>
<template id="dash-scripts">{scripts}{renderer}</template>
<script id="plotly-script" src="{assets}vendor/plotly-map.min.js" defer></script>
<script src="{assets}dist/page.js"></script>
</body>
</html>"""


ICON_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1769aa"/>'
    '<path d="M3 11l3-5 3 3 4-6" fill="none" stroke="#fff" stroke-width="2"/></svg>'
)


class GuaranteeDash(dash.Dash):
    """Dash with the page above; `service` must be set before the first request."""

    service: Service
    jobs: Any  # what makes decks: `jobs.local.LocalJobs`, or `jobs.celery_jobs.CeleryJobs`

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        """Fill the page for the address that was asked for."""
        query = request.query_string.decode(errors="replace") if request else ""
        scenario, problems = from_query(query, self.service.registry)
        present = flask.g.get("present") if request else None  # set by `dashboard.http.briefing_routes`
        edition = edition_of_query(query, self.service.registry.ids)
        since = None if present else since_data(scenario, edition, self.service.corrections)
        boot = as_script(
            boot_data(self.service.registry, self.service.store.sources, scenario, problems)
            | {"present": present, "since": since, "max_file_bytes": MAX_FILE_BYTES}
        )
        parts["assets"] = self.get_asset_url("")  # absolute: the page answers at any path
        parts["base"] = base_attribute()
        title = present["title"] if present else scenario.title
        parts["title"] = title.replace("&", "&amp;").replace("<", "&lt;")
        parts["mode"] = " data-present" if present else " data-edition" if since else ""
        parts["boot"] = boot
        parts["map"] = map_elements()
        # Inline: browsers ask again for an icon by address whenever the page's address changes.
        parts["icon"] = "data:image/svg+xml," + quote(ICON_SVG)
        parts["export"] = dialog_html()
        parts["editor"] = panel_html(self.service.store)
        # One pass, so that nothing in the data is taken for a placeholder.
        return re.sub(r"\{(\w+)\}", lambda found: parts.get(found[1], found[0]), _PAGE)


def base_attribute() -> str:
    """Return what tells a page's scripts, in its root element, the path that the site lies under."""
    return f' data-base="{html.escape(request.script_root)}"' if request and request.script_root else ""


def as_script(data: Any) -> str:
    """Return data as JSON that can stand in a script element: no text of it ends the element."""
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def scenario_data(service: Service, scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as the page holds it (`layers.core.scenario.page_state`)."""
    return page_state(scenario, service.registry)
