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

from dashboard.controls import boot_params
from dashboard.edition import since_data
from dashboard.editor_panel import panel_html
from dashboard.export_dialog import dialog_html
from dashboard.figure import map_figure
from dashboard.service import Service
from export import mapstyle
from export.reopen import MAX_FILE_BYTES
from geodata.dates import day
from layers.about import EDITION
from layers.edition import edition_of_query
from layers.scenario import Problem, Scenario, from_query, page_state
from layers.style import STYLE, rows_of
from layers.views import VIEWS

#: The map with what lies on it; the same in a single file.
_MAP = """<main id="map" aria-label="Map">
  <div id="map-plot"></div>
  <div id="map-plot-b"></div>
  <div id="compare-divider" role="slider" tabindex="0" aria-label="Divider between scenario A and B"
    aria-valuemin="2" aria-valuemax="98" aria-valuenow="50"><span></span></div>
  <button id="side-a" class="side-label" data-action="edit-a"></button>
  <button id="side-b" class="side-label" data-action="edit-b"></button>
  <img id="map-picture" alt="" aria-hidden="true">
  <div id="map-tip" role="status" hidden></div>
  <div id="map-drop">Drop a figure, data package or scenario file to open it</div>
  <div id="map-busy" role="status">Working…</div>
  <div id="map-furniture" aria-hidden="true">
    <div id="north"><svg width="16" height="22" viewBox="0 0 16 22"><path d="M8 0l6 15-6-3.4L2 15z"/>
      <text x="8" y="22" text-anchor="middle">N</text></svg></div>
    <div id="scale"><div id="scale-text"></div><div id="scale-bar"></div></div>
    <div id="map-cursor"></div>
  </div>
</main>"""

_PAGE = """<!DOCTYPE html>
<html lang="en" data-left="open" data-right="open" data-legend="open"{base}{mode}>
<head>{metas}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="icon" href="{icon}">{css}
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
    jobs: Any  # what makes decks: `dashboard.jobs.LocalJobs`, or `dashboard.celery_jobs.CeleryJobs`

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        """Fill the page for the address that was asked for."""
        query = request.query_string.decode(errors="replace") if request else ""
        scenario, problems = from_query(query, self.service.registry)
        present = flask.g.get("present") if request else None  # set by `dashboard.briefings`
        edition = edition_of_query(query, self.service.registry.ids)
        since = None if present else since_data(scenario, edition, self.service.corrections)
        boot = as_script(boot_data(self.service, scenario, problems) | {"present": present, "since": since})
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


def map_elements() -> str:
    """Return the HTML of the map and of what lies on it."""
    return _MAP


def scenario_data(service: Service, scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as the page holds it (`layers.scenario.page_state`)."""
    return page_state(scenario, service.registry)


def boot_data(service: Service, scenario: Scenario, problems: list[Problem]) -> dict[str, Any]:
    """Return all that the page needs to draw: registry, scenario, styles, figure, views, problems."""
    registry = service.registry
    default = registry.default()
    return {
        "layers": [
            {
                "id": layer.id,
                "title": layer.title,
                "group": layer.group,
                "shortcut": layer.shortcut,
                "follows_line": layer.follows_line,
                "params": boot_params(layer, service.store.sources),
            }
            for layer in registry.layers
        ],
        "legend": {
            layer.id: [row.kind for row in rows_of(layer.id) if row.label] for layer in registry.layers
        },
        "kinds": {f"{r.layer}/{r.kind}": r.label for r in STYLE.values() if r.label},
        "defaults": {"layers": default.layers, "line": default.line, "title": default.title},
        "scenario": scenario_data(service, scenario),
        "styles": {theme: mapstyle.map_style(theme, registry.ids) for theme in ("light", "dark")},
        "figure": map_figure({"version": 8, "sources": {}, "layers": []}).to_plotly_json(),
        "config": mapstyle.CONFIG,
        "views": dict(VIEWS),
        "dates": {date: day(date) for date in registry.line_dates},
        "problems": [str(problem) for problem in problems],
        "max_file_bytes": MAX_FILE_BYTES,
        "edition": EDITION,
    }
