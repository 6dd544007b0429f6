"""The table of scenarios side by side: each measure with its value in A, in B, and the difference."""

from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard.panels.feature import pillar
from dashboard.service import Service
from i18n.spoken import message, said, tr
from layers.core.compared import Row, called, rows
from layers.core.scenario import LETTERS, Scenario

CAPTION = message("Key figures of the scenarios side by side")
DIFFERENCE = message("B less A")


def table(service: Service, scenario: Scenario) -> list[Component]:
    """Return the table of all scenarios that are compared; of two with their difference."""
    names = called(scenario)
    two = len(names) == 2
    letters = [
        _head(letter.upper(), name.removeprefix(letter.upper()))
        for letter, name in zip(LETTERS, names, strict=False)
    ]
    difference = [_head("B − A", f" · {tr(DIFFERENCE)}")] if two else []
    head = html.Thead(html.Tr([html.Th(tr("Key figure"), scope="col"), *letters, *difference]))
    shown = [(one, service.frames(one)) for one in scenario.compared]
    found = groupby(rows(shown, service.registry), key=lambda row: row.layer)
    columns = 1 + len(letters) + len(difference)
    bodies = []
    for layer, own in found:
        number = [pillar(layer)] if layer.pillar else []
        title = html.Th([*number, said(layer.title)], scope="rowgroup", colSpan=columns)
        bodies.append(
            html.Tbody(
                [html.Tr(title), *(_row(row, two) for row in own)],
                className="of-layer",
                **{"data-layer": layer.id},
            )
        )
    caption = html.Caption(tr(CAPTION), className="visually-hidden")
    return [html.Table([caption, head, *bodies], className=f"compared compared-{len(names)}")]


def _head(letter: str, said: str) -> Component:
    """Return the head of a column: its letter alone to the eye, the name too when it is read out."""
    return html.Th([letter, html.Span(said, className="visually-hidden")], scope="col")


def _row(row: Row, two: bool) -> Component:
    cells = [html.Td(said(value)) for value in row.figures]
    if two:
        difference = row.difference.removesuffix(row.unit).strip()
        cells.append(html.Td(tr("same") if row.is_same else said(difference), className="difference"))
    unit = [html.Span(f", {tr(row.unit)}", className="muted")] if row.unit else []
    label = html.Th([said(row.label), *unit], scope="row")
    return html.Tr([label, *cells], className="same" if row.is_same else "differs")
