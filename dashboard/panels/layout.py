"""The page's elements: header, guarantee panel, legend, right panel, footer, dialogs.

Everything is generated from the registry, the parameter models and the style table.
"""

import json
from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.dialogs.deck import deck_dialog
from dashboard.http.mount import site_path
from dashboard.panels.controls import control
from dashboard.panels.feature import citations
from dashboard.service import Service
from geodata.dates import day
from layers.core.constants import NOTICE, VERSION
from layers.core.scenario import DEFAULT_TITLE, Scenario
from layers.core.spec import Layer, Search
from layers.core.views import VIEWS
from layers.style.rows import StyleRow, rows_of
from webmap.swatches import swatch_uri

INTRO = (
    "Luke Coffey proposed these guarantees in August 2025. NATO membership would be the most effective, but President "
    "Trump does not support it and will not agree to US troops. So two elements are layered: civilian monitors, should "
    "a peace agreement leave Russian troops on Ukrainian soil; and a European coalition of the willing that sends "
    "troops and establishes air policing, beside maritime patrols. No single measure is sufficient; together, he "
    "writes, they would provide “the most robust protection currently possible”."
)
_PROPOSAL = "coffey_2025_08_31"


def layout(service: Service) -> Component:
    """Return the whole page for Dash; the map itself is part of the HTML page (`dashboard.index`)."""
    scenario = service.registry.default()
    return dmc.MantineProvider(
        id=ids.PROVIDER,
        theme={
            "primaryColor": "blue",
            "fontFamily": "var(--font)",
            "fontSizes": {
                "xs": "var(--size-s)",
                "sm": "var(--size-m)",
                "md": "var(--size-m)",
                "lg": "var(--size-l)",
            },
            "defaultRadius": "sm",
        },
        children=html.Div(
            id=ids.SHELL,
            children=[
                dmc.NotificationContainer(id=ids.NOTIFICATIONS, position="top-center"),
                _header(service),
                _guarantee_panel(service, scenario),
                _legend(service),
                _map_buttons(service),
                _right_panel(service),
                _footer(service),
                _help_dialog(service),
                _sources_dialog(),
                _share_dialog(),
                deck_dialog(),
                dcc.Store(id=ids.ASSUMPTIONS),
                dcc.Store(id=ids.SELECTED),
                dcc.Store(id=ids.KINDS),
                dcc.Store(id=ids.READY, data=True),
            ],
        ),
    )


def icon_button(id_: str, label: str, icon: str, *, fold: bool = False) -> Component:
    """Return a square button with a drawing of `assets/icons/`, named for screen readers and by its tooltip."""
    classes = f"icon-button icon icon-{icon}{' fold' if fold else ''}"
    return html.Button(id=id_, className=classes, title=label, **{"aria-label": label})


def _chevron() -> Component:
    """The mark of what unfolds; CSS turns it over."""
    return html.Span(className="chevron icon icon-chevron-down", **{"aria-hidden": "true"})


def _side_mark() -> Component:
    """The place for "A" or "B" beside a heading while two scenarios are compared."""
    return html.Span(className="side-mark")


def swatch(row: StyleRow) -> Component:
    """Return the swatch of a row for both themes; CSS shows the one in use."""
    return html.Span(
        [
            html.Img(src=swatch_uri(row, theme), className=f"swatch-{theme}", alt="")
            for theme in ("light", "dark")
        ],
        className="swatch",
    )


def _header(service: Service) -> Component:
    dates = [{"value": d, "label": f"Line: {day(d)}"} for d in reversed(service.store.line_dates)]
    return html.Header(
        [
            icon_button(ids.LEFT_TOGGLE, "Guarantees panel  [", "menu"),
            html.H1(DEFAULT_TITLE, id=ids.TITLE),
            dmc.Select(
                id=ids.LINE_DATE,
                data=dates,
                allowDeselect=False,
                checkIconPosition="right",
                size="sm",
                className="line-date",
                persistence=False,
                attributes={"input": {"aria-label": "Date of the line of occupation"}},
            ),
            dmc.Select(
                id=ids.SEARCH,
                data=search_data(service),
                searchable=True,
                selectFirstOptionOnChange=True,
                clearable=False,
                placeholder="Find a place",
                nothingFoundMessage="No place of that name on this map",
                limit=60,
                size="sm",
                className="search",
                persistence=False,
                filter={"function": "findPlaces"},
                attributes={"input": {"aria-label": f"Find {_searched_words(service)}"}},
            ),
            html.Div(
                [
                    html.Div(
                        [
                            html.Button(
                                side.upper(),
                                id=f"edit-{side}",
                                title=f"Edit scenario {side.upper()}",
                                className="side-button",
                                **{"aria-pressed": "false"},
                            )
                            for side in ("a", "b")
                        ],
                        id="sides",
                        role="group",
                        **{"aria-label": "Scenario that the panels edit"},
                    ),
                    html.Button(
                        "Compare",
                        id="compare-toggle",
                        className="head-button",
                        title="Two scenarios side by side  C",
                        **{"aria-pressed": "false"},
                    ),
                    html.Button(
                        "Reset",
                        id="reset",
                        className="head-button",
                        title="Back to the map as proposed",
                    ),
                    html.Button(
                        "Share", id="share-open", className="head-button", title="Link, QR code, file  S"
                    ),
                    html.Button(
                        "Export",
                        id="export-open",
                        className="head-button",
                        title="Figure or data as a file  E",
                    ),
                    html.Button(
                        "Present",
                        id="present-open",
                        className="head-button",
                        title="Present a briefing  P; choose which  Shift+P",
                    ),
                    html.Button(
                        "Briefing", id="briefing-open", className="head-button", title="Make a briefing  B"
                    ),
                    icon_button("measure-toggle", "Measure  M", "ruler"),
                    icon_button(ids.THEME, "Light or dark  T", "contrast"),
                    icon_button(ids.HELP, "Keys and help  ?", "circle-question-mark"),
                    icon_button(ids.RIGHT_TOGGLE, "Assessment panel  ]", "info"),
                ],
                className="header-buttons",
            ),
        ],
        id="header",
    )


def search_data(service: Service) -> list[dict[str, Any]]:
    """Return the groups and places of the search box; each value says what to show, as JSON.

    `also` is a place's Ukrainian name, or ''.
    """
    scenario = service.registry.default()
    groups = []
    for search, layer in _searched(service):
        frame = service.frame(layer, scenario)
        named = frame.loc[frame["kind"].isin(search.kinds)] if search.kinds else frame
        places = []
        for feature in named.sort_values("name").to_dict("records"):
            spot = feature["geometry"].representative_point()
            value = {
                "layer": layer.id,
                "feature_id": feature["feature_id"],
                "name": feature["name"],
                "lon": round(spot.x, 3),
                "lat": round(spot.y, 3),
                "zoom": search.zoom,
            }
            words = [str(feature[column]) for column in search.columns if feature.get(column)]
            extra = f" ({', '.join(words)})" if words else ""
            value_text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            also = feature.get("name_uk") or ""
            places.append({"value": value_text, "label": feature["name"] + extra, "also": also})
        groups.append({"group": search.group, "items": places})
    return groups


def _searched(service: Service) -> list[tuple[Search, Layer]]:
    found = [(layer.search, layer) for layer in service.registry.layers if layer.search]
    return sorted(found, key=lambda pair: pair[0].order)


def _searched_words(service: Service) -> str:
    """Return what can be found, in words: ``towns, oblasts, air bases or ports``."""
    names = [search.group.lower() for search, _ in _searched(service)]
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1] if names else "places")))


def _guarantee_panel(service: Service, scenario: Scenario) -> Component:
    by_group = {
        group: [layer for layer in service.registry.layers if layer.group == group]
        for group in ("guarantee", "context", "base")
    }
    return html.Nav(
        [
            html.Div(
                [
                    html.H2(["Guarantees", _side_mark()]),
                    html.Button(
                        "all", id="guarantees-all", className="text-button", title="Show all four  0"
                    ),
                    html.Button(
                        "none", id="guarantees-none", className="text-button", title="Hide all four  0"
                    ),
                    icon_button("close-left", "Close this panel  [", "chevron-left", fold=True),
                ],
                className="panel-head",
            ),
            html.Div(
                [
                    html.Button("Compare", className="head-button", **{"data-action": "compare-toggle"}),
                    html.Button("Share", className="head-button", **{"data-action": "share-open"}),
                    html.Button("Export", className="head-button", **{"data-action": "export-open"}),
                    html.Button("Present", className="head-button", **{"data-action": "present-open"}),
                    html.Button("Briefing", className="head-button", **{"data-action": "briefing-open"}),
                    html.Button("Reset", className="head-button", **{"data-action": "reset"}),
                ],
                className="narrow-only",
            ),
            *[_card(service, layer) for layer in by_group["guarantee"]],
            html.H2("Context"),
            *[_card(service, layer) for layer in by_group["context"]],
            html.Details(
                [
                    html.Summary([html.H2("Base map"), _chevron()]),
                    *[_switch_row(layer) for layer in by_group["base"]],
                ],
                className="base-map",
                open=True,
            ),
        ],
        id="guarantee-panel",
        className="panel",
        **{"aria-label": "Guarantees and layers"},
    )


def _switch_row(layer: Layer) -> Component:
    keys = f"  {layer.shortcut}" if layer.shortcut else ""
    number = [html.Span(str(layer.pillar), className="pillar")] if layer.pillar else []
    return html.Div(
        [
            *number,
            swatch(next((row for row in rows_of(layer.id) if row.lead), rows_of(layer.id)[-1])),
            html.Label(
                layer.title,
                htmlFor=ids.toggle(layer.id),
                className="layer-title",
                title=f"Show or hide{keys}",
            ),
            dmc.Switch(
                id=ids.toggle(layer.id),
                checked=layer.visible,
                size="sm",
                attributes={"input": {"aria-label": layer.title, "role": "switch"}},
            ),
        ],
        className="switch-row",
    )


def _card(service: Service, layer: Layer) -> Component:
    return html.Section(
        [
            _switch_row(layer),
            html.Details(
                [
                    html.Summary(
                        [html.Span(layer.summary), _chevron()],
                        title="Assumptions and sources",
                    ),
                    html.Div(
                        [
                            *[control(layer, spec) for spec in layer.specs],
                            *([html.P(layer.later, className="later")] if layer.later else []),
                            *citations(service, layer.sources),
                        ],
                        className="card-body",
                    ),
                ]
            ),
        ],
        className="card" + (" guarantee" if layer.pillar else ""),
        **{"data-card": layer.id},
    )


def _legend(service: Service) -> Component:
    def entry(layer: Layer) -> Component:
        rows = [row for row in reversed(rows_of(layer.id)) if row.label]
        return html.Div(
            [
                html.Div(
                    [swatch(row), html.Span(row.label)],
                    className="legend-row",
                    **{"data-kind": f"{row.layer}/{row.kind}"},
                )
                for row in rows
            ],
            className="of-layer legend-layer",
            **{"data-layer": layer.id},
        )

    entries = [entry(layer) for layer in service.registry.layers if layer.group != "base"]
    base = html.Div(
        [entry(layer) for layer in service.registry.layers if layer.group == "base"], className="legend-base"
    )
    return html.Section(
        [
            html.Button(
                [html.Span("Legend"), _chevron()],
                id="legend-toggle",
                className="legend-head",
                **{"aria-expanded": "true"},
            ),
            html.Div(
                [*entries, base, html.P("No layer is shown.", className="legend-empty")],
                className="legend-body",
            ),
        ],
        id=ids.LEGEND,
        **{"aria-label": "Legend of the visible layers"},
    )


def _map_buttons(service: Service) -> Component:
    views = [
        html.Button(view["title"], className="view-button", **{"data-view": name})
        for name, view in VIEWS.items()
    ]
    return html.Div(
        [
            html.Div(views, className="view-buttons", role="group", **{"aria-label": "Views"}),
            _timeline(service),
            html.Div(
                [
                    icon_button("zoom-in", "Zoom in", "plus"),
                    icon_button("zoom-out", "Zoom out", "minus"),
                    icon_button("picture-of-screen", "Picture of the screen, as a file  Shift+E", "camera"),
                    icon_button("briefing-add", "Add this view to the briefing  A", "list-plus"),
                ],
                className="zoom-buttons",
            ),
        ],
        id="map-buttons",
    )


def _timeline(service: Service) -> Component:
    """The shipped dates of the line on a scale of time, with play and the earlier line (`panels/timeline.js`)."""
    days = [date.fromisoformat(d).toordinal() for d in service.store.line_dates]
    first, span = days[0], max(days[-1] - days[0], 1)
    ticks = [
        html.Button(className="tick", title=day(d), style={"left": f"{100 * (at - first) / span:.1f}%"},
                    **{"data-line": d, "aria-label": f"Line of {day(d)}"})
        for d, at in zip(service.store.line_dates, days, strict=True)
    ]  # fmt: skip
    new_years = (
        date(year, 1, 1)
        for year in range(date.fromordinal(first).year + 1, date.fromordinal(days[-1]).year + 1)
    )
    years = [
        html.Span(
            str(at.year), className="year", style={"left": f"{100 * (at.toordinal() - first) / span:.1f}%"}
        )
        for at in new_years
    ]
    return html.Div(
        [
            icon_button("timeline-play", "Play the dates of the line", "play"),
            html.Div([*years, *ticks], className="ticks"),
            html.Span(id="timeline-date", className="timeline-date", **{"aria-live": "polite"}),
            html.Button("earlier line", id="timeline-ghost", className="text-button",
                        title="Keep the previous date’s line on the map, faintly  G", **{"aria-pressed": "false"}),
        ],
        id="timeline",
        role="group",
        **{"aria-label": "The line through time"},
    )  # fmt: skip


def _right_panel(service: Service) -> Component:
    return html.Aside(
        [
            html.Div(
                [
                    html.H2(["Assessment", _side_mark()], className="assessment-only"),
                    html.H2(["On the map", _side_mark()], className="feature-only"),
                    icon_button("close-right", "Close  Esc", "x", fold=True),
                ],
                className="panel-head",
            ),
            html.Div(
                [
                    html.Div([html.P(INTRO), *citations(service, [_PROPOSAL])[1:]], className="intro"),
                    html.Div(id=ids.ASSESSMENT),
                ],
                className="assessment-only",
            ),
            html.Div(id=ids.FEATURE, className="feature-only", **{"aria-live": "polite"}),
        ],
        id=ids.FEATURE_PANEL,
        className="panel",
        **{"aria-label": "Assessment, or the feature clicked on the map"},
    )


def _footer(service: Service) -> Component:
    return html.Footer(
        [
            html.Span(NOTICE, className="notice"),
            html.Span(id=ids.DATA_DATE, className="wide-only"),
            html.Button(
                ["Sources", html.Span(" and method", className="wide-only")],
                id="sources-open",
                className="text-button",
            ),
            html.A("Corrections", href=site_path("/corrections"), className="foot-link wide-only"),
            html.Span(f"Version {VERSION}", className="wide-only"),
        ],
        id="footer",
    )


def _help_dialog(service: Service) -> Component:
    keys = [
        (layer.shortcut, f"{layer.title} on or off") for layer in service.registry.layers if layer.shortcut
    ]
    keys.sort(key=lambda pair: (not pair[0].isdigit(), pair[0]))
    fixed = [
        ("0", "All four guarantees on or off"),
        ("/", f"Find {_searched_words(service)}"),
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
    ]
    rows = [html.Tr([html.Td(dmc.Kbd(key)), html.Td(what)]) for key, what in [*keys, *fixed]]
    return dmc.Modal(
        id=ids.HELP_DIALOG,
        title="Keys",
        opened=False,
        children=[
            html.Table(html.Tbody(rows), className="keys"),
            html.P(
                "Click anything on the map for its sources. Arrow keys pan when the map has the focus.",
                className="muted",
            ),
        ],
    )


def _share_dialog() -> Component:
    return dmc.Modal(
        id="share-dialog",
        title="Share this scenario",
        opened=False,
        children=[
            dmc.TextInput(id="share-link", readOnly=True, label="Link", value=""),
            html.Div(
                [
                    dmc.Button("Copy link", id="share-copy-link", size="xs"),
                    dmc.Button("Copy as JSON", id="share-copy-file", size="xs", variant="default"),
                    html.A("Save as file", id="share-save", href="scenario.json", download="scenario.json",
                           className="link-like"),
                ],
                className="share-row",
            ),
            html.Img(id="share-qr", alt="QR code of the link", className="share-qr"),
            html.P("The link opens on machines that reach this server; the file opens anywhere the map runs. "
                   "Figures and data packages exported here contain their scenario and open the same way.",
                   className="muted"),
            dmc.Button("Open a file …", id="share-load", size="xs", variant="default"),
        ],
    )  # fmt: skip


def _sources_dialog() -> Component:
    return dmc.Modal(
        id=ids.SOURCES_DIALOG,
        title="Sources and method",
        opened=False,
        size="xl",
        children=[
            html.P(
                [
                    "What was wrong, and how to report an error: ",
                    html.A("Corrections", href=site_path("/corrections")),
                ]
            ),
            html.Div(id="sources-body"),
            html.P(
                [
                    "Code: MIT. Data of this project and figures made here: CC BY 4.0. ",
                    html.A("All licences and notices", href=site_path("/licences.txt"), target="_blank"),
                ],
                className="muted",
            ),
        ],
    )
