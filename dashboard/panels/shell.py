"""What the page round the map is drawn from: header, guarantee panel, legend, time line, footer, dialogs.

The server sends them as HTML (`dashboard/templates/shell/`), so that they are there, and act, before Dash is. All of
it is generated from the registry, the parameter models and the style table, for the scenario of the address.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import has_request_context, request

from dashboard.page import script_root, with_language
from dashboard.panels import controls
from dashboard.panels.covers import Bar, bars
from dashboard.panels.feature import ASSUMPTIONS, cited
from dashboard.panels.places import searched_words
from dashboard.panels.timeline import timeline
from dashboard.service import Service
from i18n.language import codes, language
from i18n.spoken import said, tr
from layers import ONLY_IN
from layers.core.constants import NOTICE, VERSION
from layers.core.map_label import has_label_data
from layers.core.params import ParamSpec
from layers.core.scenario import Scenario
from layers.core.spec import Layer
from layers.core.views import VIEWS
from layers.style.rows import StyleRow, rows_of
from webmap.boot import accent
from webmap.swatches import swatch_uri

INTRO = (
    "Luke Coffey proposed these guarantees in August 2025. NATO membership would be the most effective, but President "
    "Trump does not support it and will not agree to US troops. So two elements are layered: civilian monitors, should "
    "a peace agreement leave Russian troops on Ukrainian soil; and a European coalition of the willing that sends "
    "troops and establishes air policing, beside maritime patrols. No single measure is sufficient; together, he "
    "writes, they would provide “the most robust protection currently possible”."
)
_KEYS = (
    ("0", "All four guarantees on or off"),
    ("H", "Home view: all of Ukraine"),
    (",  .", "Earlier, later date of the line"),
    ("G", "Keep the previous date’s line on the map, faintly"),
    ("M", "Measure a distance or an area"),
    ("T", "Light or dark"),
    ("C", "Compare two scenarios, A and B"),
    ("S", "Share: link, QR code, file"),
    ("P", "Present a briefing, scene by scene; with Shift: choose which"),
    ("B", "Make your own briefing"),
    ("A", "Add this view to the briefing"),
    ("E", "Export a figure or the data; with Shift: picture of the screen"),
    ("Ctrl Z", "Undo; with Shift: redo"),
    ("[  ]", "Left or right panel"),
    ("Esc", "Close, or go back"),
    ("?", "This list"),
)


@dataclass(frozen=True, kw_only=True)
class Shell:
    """The page round the map under one scenario, as its templates ask for it."""

    service: Service
    scenario: Scenario

    intro = INTRO
    notice = NOTICE
    version = VERSION
    proposal = "coffey_2025_08_31"
    assumptions_heading = ASSUMPTIONS
    views = VIEWS

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All layers, in the registry's order."""
        return self.service.registry.layers

    @property
    def line_dates(self) -> tuple[str, ...]:
        """The dates of the line, oldest first."""
        return self.service.store.line_dates

    @property
    def timeline(self) -> dict[str, Any]:
        """The time line's ticks and years."""
        return timeline(self.line_dates)

    @property
    def keys(self) -> list[tuple[str, str]]:
        """Every key of the page, with what it does."""
        own = [
            (layer.shortcut, tr("{layer} on or off", layer=said(layer.title)))
            for layer in self.layers
            if layer.shortcut
        ]
        return [
            *sorted(own, key=lambda pair: (not pair[0].isdigit(), pair[0])),
            (_KEYS[0][0], tr(_KEYS[0][1])),
            ("/", self.find),
            *((key, tr(what)) for key, what in _KEYS[1:]),
        ]

    @property
    def searched(self) -> str:
        """What can be found, in words: ``towns, oblasts, air bases or ports``."""
        return searched_words(self.service)

    @property
    def find(self) -> str:
        """What the search does."""
        return tr("Find {what}", what=self.searched)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Code and name of every language that the page can be in."""
        return [(code, language(code).title) for code in codes()]

    def in_language(self, code: str) -> str:
        """Return the address of the page in a language; the page keeps it to what is shown (`panels/language.js`)."""
        query = replace(self.scenario, lang=code).to_query(self.service.registry)
        path = request.script_root + request.path if has_request_context() else "/"
        return f"{path}?{query}" if query else path

    @property
    def corrections_href(self) -> str:
        """The address of the corrections."""
        return with_language(script_root() + "/corrections")

    @property
    def licences_href(self) -> str:
        """The address of all licences."""
        return script_root() + "/licences.txt"

    def layers_of(self, group: str) -> list[Layer]:
        """Return the layers of a group, in the registry's order."""
        return [layer for layer in self.layers if layer.group == group]

    def lead_row(self, layer: Layer) -> StyleRow:
        """Return the row whose swatch stands for a layer."""
        rows = rows_of(layer.id)
        return next((row for row in rows if row.lead), rows[-1])

    def legend_rows(self, layer: Layer) -> list[StyleRow]:
        """Return the rows of a layer that the legend names, the topmost first."""
        return [row for row in reversed(rows_of(layer.id)) if row.in_legend]

    @property
    def only_in_rows(self) -> tuple[StyleRow, ...]:
        """The rows that mark ground which only one of two scenarios covers."""
        return rows_of(ONLY_IN.id)

    def swatch(self, row: StyleRow, theme: str) -> str:
        """Return the picture of a row in one theme."""
        return swatch_uri(row, theme)

    def citations(self, keys: Iterable[str]) -> dict[str, Any]:
        """Return the sources and the assumptions of those keys."""
        sources, assumptions = cited(self.service, keys)
        return {"sources": sources, "assumptions": assumptions}

    def control_name(self, layer: Layer, spec: ParamSpec) -> str:
        """Return what the control of a parameter is called, without what stands round it."""
        names = {"layer": said(layer.title), "name": tr(spec.title).lower(), "unit": tr(spec.unit)}
        return tr("{layer}: {name} in {unit}", **names) if spec.unit else tr("{layer}: {name}", **names)

    def value(self, layer: Layer, spec: ParamSpec) -> Any:
        """Return the value of a parameter."""
        return controls.value(layer, spec, self.scenario)

    def fits_segments(self, spec: ParamSpec) -> bool:
        """Whether all options of a choice can stand side by side."""
        return controls.fits_segments(spec)

    @cached_property
    def known(self) -> dict[str, Any] | None:
        """Which kinds occur and of when the data are (`Service.found`); None where that has to be built first."""
        default = self.service.registry.default()
        same = (self.scenario.line, self.scenario.params) == (default.line, default.params)
        return self.service.found(self.scenario) if same and not self.scenario.compare else None

    @cached_property
    def labels(self) -> dict[str, Any] | None:
        """What stands on the map for the layers shown; None where they have to be built first."""
        if self.known is None:
            return None
        layers = [self.service.registry[layer_id] for layer_id in self.scenario.layers]
        return {
            layer.id: self.service.label(layer, self.scenario) for layer in layers if has_label_data(layer)
        }

    @property
    def coverage(self) -> Layer | None:
        """The layer that shows what the guarantees cover; None in a registry without it."""
        return self.service.registry.by_id.get("coverage_depth")

    @property
    def bars(self) -> list[Bar] | None:
        """What the guarantees cover; None where that has to be computed first, and the page asks for it."""
        return bars(self.service, self.scenario) if self.known else None

    def accent(self, layer: Layer) -> dict[str, str] | None:
        """Return the colour of a guarantee by theme."""
        return accent(layer)

    @property
    def data_date(self) -> str:
        """What the footer says of the data shown; '' where that is not known at once."""
        dates = self.known["dates"][0] if self.known else {}
        newest = max((dates[id_] for id_ in self.scenario.layers if id_ in dates), default=None)
        return tr("Data as of {date}", date=newest[1]) if newest else ""

    @property
    def hidden_rows(self) -> str:
        """The style sheet that hides what belongs to hidden layers and kinds; `panels/visibility.js` takes it over."""
        other = self.scenario.compare
        shown = {*self.scenario.layers, *(other.layers if other else ())}
        kinds = self.known["kinds"] if self.known else {}
        selectors = [
            f'#legend .of-layer[data-layer="{layer.id}"]' for layer in self.layers if layer.id not in shown
        ]
        selectors += [
            f'.legend-row[data-kind="{layer_id}/{row.kind}"]'
            for layer_id, here in kinds.items()
            for row in rows_of(layer_id)
            if row.in_legend and row.kind not in here
        ]
        return f"{','.join(selectors)}{{display:none!important}}" if selectors else ""
