"""The HTML page round the Dash app.

The map is opened by the page itself, before Dash has loaded: the figure, the style of both themes and the scenario
of the address travel in the page, so that drawing starts at once. So do header, guarantee panel, legend and footer
(`dashboard.panels.shell`), with the values of the address; Dash fills its own slots meanwhile.
"""

import re
from typing import Any
from urllib.parse import parse_qsl, quote

import dash
import flask
from flask import request
from markupsafe import Markup

from dashboard.dialogs.export import dialog_html
from dashboard.editor.panel import panel_html
from dashboard.http.map_routes import first_layers
from dashboard.page import ICON_SVG, as_script, before_paint, script_root
from dashboard.panels.edition import since_data
from dashboard.panels.shell import Shell
from dashboard.service import Service
from dashboard.templates import template
from export.metadata.extract import MAX_FILE_BYTES
from i18n.script_words import words_element
from i18n.spoken import said
from layers.core.address import from_query
from layers.core.edition import edition_of_query
from layers.core.scenario import LANGUAGE_KEY
from webmap.boot import boot_data, map_elements

#: What of Dash the page takes: its renderer and React, and the elements of HTML. Mantine is fetched by the dialog of
#: decks, AG Grid by the table of oblasts; core components, tables and the polyfill for browsers of
#: before 2020 are not used.
_FIRST = ("/react@", "/react-dom@", "/prop-types@", "/dash_html_components.", "/dash_renderer.")
_LATER = ("/dash_mantine_components.",)
_TABLE = ("/dash_ag_grid.",)


class GuaranteeDash(dash.Dash):
    """Dash with the page above; `service` must be set before the first request."""

    service: Service
    embed_ancestors = "*"  # who may show a frame with the map (`settings`)
    jobs: Any  # what makes decks: `jobs.local.LocalJobs`, or `jobs.celery_jobs.CeleryJobs`

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        """Fill the page for the address that was asked for."""
        query = request.query_string.decode(errors="replace") if request else ""
        scenario, problems = from_query(query, self.service.registry)
        present = flask.g.get("present") if request else None  # set by `dashboard.http.briefing_routes`
        edition = edition_of_query(query, self.service.registry.ids)
        since = None if present else since_data(scenario, edition, self.service.corrections)
        shell = Shell(service=self.service, scenario=scenario)
        boot = boot_data(self.service.registry, self.service.store.sources, scenario, problems) | {
            "present": present, "since": since, "max_file_bytes": MAX_FILE_BYTES, "known": shell.known,
            "labels": shell.labels,
            "embed_ancestors": self.embed_ancestors,
            "extents": self.service.extents(scenario),
        }  # fmt: skip
        trusted = {name: Markup(parts[name]) for name in ("metas", "css", "config", "renderer")}
        return template("page.html").render(
            **trusted,
            **_scripts(parts["scripts"]),
            shell=shell,
            scenario=scenario,
            present=present,
            since=since,
            # A link shows what its sender meant to show; which language it is in is not part of that.
            offer=not (present or {key for key, _ in parse_qsl(query)} - {LANGUAGE_KEY}),
            base=script_root(),
            theme=scenario.theme,
            title=present["title"] if present else said(scenario.title),
            assets=self.get_asset_url(""),  # absolute: the page answers at any path
            # Inline: browsers ask again for an icon by address whenever the page's address changes.
            icon="data:image/svg+xml," + quote(ICON_SVG),
            first_layers="" if present else first_layers(scenario, self.service),
            hidden_rows=Markup(shell.hidden_rows),
            before_paint=Markup(before_paint()),
            map=Markup(map_elements()),
            words=Markup(words_element()),
            export=Markup(dialog_html()),
            editor=Markup(panel_html(self.service.store)),
            boot=Markup(as_script(boot)),
        )


def _scripts(written: str) -> dict[str, Markup]:
    """Return which of the scripts that Dash would load the page takes, and which wait until they are needed."""
    every = re.findall(r"<script[^>]*></script>", written)
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>.+?</script>", written, re.S)
    return {
        name: Markup("".join([one for one in every if any(part in one for part in parts)]))
        for name, parts in {"scripts": _FIRST, "later_scripts": _LATER, "table_scripts": _TABLE}.items()
    } | {"inline_scripts": Markup("".join(inline))}
