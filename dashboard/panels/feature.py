"""The feature page, the assessment and the assumptions: what the panels say, built from layer frames."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.panels.named import Names
from dashboard.service import Service
from geodata.dates import day
from geodata.sources import Assumption, Source, parted
from i18n.spoken import current, publisher_name, said, spoken_day, tr
from layers.core.citations import source_keys
from layers.core.format import STATUSES, measured, title_of, unit_of
from layers.core.scenario import Scenario
from layers.core.spec import COMMON_COLUMNS, Layer
from layers.style.rows import STYLE
from webmap.boot import accent

#: Heading under which lists of sources show what rests on none.
ASSUMPTIONS = "Assumptions of this project"
#: Columns that are for machines, or that name, kind or measure already tell.
_NOT_SHOWN = {*COMMON_COLUMNS, "geometry", "order", "label", "label_lon", "label_lat", "rank", "sector", "side",
              "code", "route", "heading_deg", "label_rank", "label_sides", "label_zoom", "of", "guarantees",
              "count"}  # fmt: skip
_WORDS = {"icao": "ICAO code", "iso_a3": "ISO code", "iso_3166_2": "ISO 3166-2", "name_uk": "In Ukrainian",
          "as_of": "As of", "share_pct": "Share of Ukraine", "share_personnel": "Equal share of the force",
          "allied_use": "Use by allies", "route_name": "Axis", "length_km": "Length, as drawn",
          "documented_km": "Documented length", "length_basis": "How the length is known",
          "narrow_occupied_km2": "Occupied, too narrow to tell",
          "narrow_liberated_km2": "Liberated, too narrow to tell"}  # fmt: skip


def feature_page(service: Service, scenario: Scenario, chosen: Mapping[str, Any]) -> list[Component]:
    """Return the page of one feature; a plain sentence where it does not exist under this scenario."""
    layer = service.layer(str(chosen.get("layer")))
    found = None
    if layer is not None:
        frame = service.frame(layer, scenario)
        match = frame.loc[frame["feature_id"] == chosen.get("feature_id")]
        found = match.iloc[0].to_dict() if len(match) else None
    if layer is None or found is None:
        return [html.P(tr("This feature does not exist under the current assumptions."), className="muted")]
    status = STATUSES[found["status"]]
    row = STYLE.get((layer.id, found["kind"]))
    kind = tr(row.label) if row and row.label else said(layer.title)
    names = Names(service, scenario)
    return [
        html.Div(
            [
                html.Span(tr(status.label), className=f"badge badge-{found['status']}"),
                html.Span(kind, className="muted"),
            ],
            className="badges",
            title=tr(status.meaning),
        ),
        html.H3(current().named(found["name"], found.get("name_uk"))),
        *([html.P(names.linked(found["measure"]), className="lead")] if found.get("measure") else []),
        *(
            [html.Table(html.Tbody(facts), className="facts")]
            if (facts := _facts(service, found, names))
            else []
        ),
        *([html.P(said(found["note"]))] if found.get("note") else []),
        *citations(service, source_keys(found["source"])),
        html.P(
            tr("As of {date}. {meaning}", date=spoken_day(found["as_of"]), meaning=tr(status.meaning)),
            className="muted",
        ),
        *_others(chosen.get("others") or []),
        *(
            names.lists(layer, current=str(chosen.get("feature_id")))
            if _is_listed(layer, found["kind"])
            else []
        ),
    ]


def _is_listed(layer: Layer, kind: str) -> bool:
    return layer.listed is not None and kind in layer.listed.kinds


def _facts(service: Service, feature: Mapping[str, Any], names: Names) -> list[Component]:
    countries = service.store.table("basemap/countries").set_index("iso_a3")["name"]
    lead = feature.get("measure") or ""
    rows: list[Component] = []
    for column, value in feature.items():
        twin = column.removesuffix("_nm") + "_km"  # a length at sea stands once, in both units
        if (
            column in _NOT_SHOWN
            or (twin != column and column.endswith("_nm") and twin in feature)
            or value == feature["kind"]
        ):
            continue
        text = measure_text(column, value)
        if _is_said(value, text, lead):
            continue
        if column == "country":
            text = countries.get(text, text)
            text = "" if text == feature["name"] else text
        miles = feature.get(column.removesuffix("_km") + "_nm") if column.endswith("_km") else None
        if text and miles is not None and measure_text("_nm", miles):
            text = f"{said(text)} ({said(measure_text('_nm', miles))})"
        else:
            text = said(text)
        if text:
            told = names.linked(text[:1].upper() + text[1:])
            rows.append(html.Tr([html.Th(tr(measure_title(column)), scope="row"), html.Td(told)]))
    return rows


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_said(value: Any, text: str, lead: str) -> bool:
    """Whether the measure at the top of the page says the same: the number it begins with, or the words in it."""
    if isinstance(value, str):
        return bool(text) and text.lower() in lead.lower()
    return bool(text) and f"{lead} ".startswith((f"{text} ", f"{value:,.0f} "))


def measure_title(column: str) -> str:
    """Return a column's name for a person, without its unit."""
    return _WORDS.get(column) or title_of(column)


def measure_text(column: str, value: Any) -> str:
    """Return a cell for a person: thousands marked, the unit of the column's name, dates in words; '' if empty."""
    value = value.item() if hasattr(value, "item") else value
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, int | float):
        return measured(column, value, unit_of(column))
    text = str(value)
    return day(text) if column.endswith("date") or column == "as_of" else text


def cited(service: Service, keys: Iterable[str]) -> tuple[list[Source], list[Assumption]]:
    """Return the sources of those keys, and the assumptions of this project."""
    sources, assumptions = parted({key: service.store.sources[key] for key in keys})
    return list(sources.values()), list(assumptions.values())


def citations(service: Service, keys: Iterable[str]) -> list[Component]:
    """Return the sources of those keys under their heading, then the assumptions of this project under theirs."""
    sources, assumptions = cited(service, keys)
    return [
        *([html.H4(tr("Sources") if len(sources) > 1 else tr("Source"))] if sources else []),
        *_source_lines(sources),
        *([html.H4(tr(ASSUMPTIONS))] if assumptions else []),
        *(
            html.P([f"{said(one.title)}.", html.Br(), html.Span(said(one.reason), className="muted")])
            for one in assumptions
        ),
    ]


def _source_lines(sources: Iterable[Source]) -> list[Component]:
    """Return title, publisher and date of each source."""
    made: list[Component] = []
    for source in sources:
        title = (
            html.A(said(source.title), href=source.url, target="_blank", rel="noreferrer")
            if source.url
            else said(source.title)
        )
        made.append(
            html.P(
                [
                    title,
                    html.Br(),
                    html.Span(
                        f"{publisher_name(source.publisher)}, {spoken_day(str(source.date))}",
                        className="muted",
                    ),
                ]
            )
        )
    return made


def _others(others: list[Mapping[str, Any]]) -> list[Component]:
    if not others:
        return []
    buttons = [
        html.Button(current().named(str(other.get("name", ""))), className="link-button",
                    **{"data-layer": str(other.get("layer", "")), "data-feature-id": str(other.get("feature_id", ""))})
        for other in others
    ]  # fmt: skip
    return [html.H4(tr("Also here")), html.Div(buttons, className="also-here")]


def pillar(layer: Layer) -> Component:
    """Return the number of a guarantee in its one colour."""
    colours = accent(layer) or {}
    return html.Span(
        str(layer.pillar),
        className="pillar",
        style={f"--accent-{theme}": colour for theme, colour in colours.items()},
    )


def assessment(service: Service, scenario: Scenario) -> list[Component]:
    """Return the key figures of every layer; the page hides those of hidden layers."""
    sections: list[Component] = []
    names = Names(service, scenario)
    for layer in service.registry.layers:
        measures = service.key_figures(layer, scenario)
        if not measures:
            continue
        number = [pillar(layer)] if layer.pillar else []
        rows = [
            html.Div(
                [
                    html.Span(said(measure.label), className="measure-label"),
                    html.Span(said(measure.value), className="measure-value"),
                    html.Span(names.linked(measure.caveat), className="muted measure-caveat")
                    if measure.caveat
                    else None,
                ],
                className="measure",
            )
            for measure in measures
        ]
        sections.append(
            html.Section(
                [html.H3([*number, said(layer.title)]), *rows, *names.lists(layer)],
                className="of-layer",
                **{"data-layer": layer.id},
            )
        )
    return sections
