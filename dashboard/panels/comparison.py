"""The table of scenarios side by side: each measure with its value in A, in B, and the difference.

First the key figures, then, folded, every measure of the assessment.
"""

from collections.abc import Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from analysis.assessment import assess
from analysis.compared import ALL_MEASURES, KEY, MeasureRow, shown_unit, subjects
from dashboard.panels.feature import pillar
from dashboard.service import Service
from i18n.spoken import message, plural, said, spoken_change, tr
from layers.core.compared import Row, called, rows
from layers.core.scenario import LETTERS, Scenario

CAPTION = message("Key figures of the scenarios side by side")
DIFFERENCE = message("B less A")
COVER = message("What they come to")
ALL_CAPTION = message("Every measure of the scenarios side by side")
EXACT = message("Here differences are those of the exact numbers, shares in percentage points.")


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
    bodies: list[Component] = []
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
    found_of_all = subjects([assess(service.frames_kept, one) for one in scenario.compared], service.registry)
    key = [row for subject in found_of_all for row in subject.rows if row.id in KEY]
    bodies.append(_body(html.Th(tr(COVER), scope="rowgroup", colSpan=columns), key, two))
    caption = html.Caption(tr(CAPTION), className="visually-hidden")
    style = f"compared compared-{len(names)}"
    every = [
        _body(html.Th([*_pillar(service, subject.layer_id), said(subject.title)], scope="rowgroup",
                      colSpan=columns), subject.rows, two)
        for subject in found_of_all
    ]  # fmt: skip
    rest_head = html.Thead(html.Tr([html.Th(tr("Measure"), scope="col"), *letters, *difference]))
    total = sum(len(subject.rows) for subject in found_of_all)
    differ = sum(not row.is_same for subject in found_of_all for row in subject.rows)
    return [
        html.Table([caption, head, *bodies], className=style),
        html.Details(
            [
                html.Summary([tr(ALL_MEASURES), html.Span(_counted(total, differ), className="muted")]),
                html.Table(
                    [html.Caption(tr(ALL_CAPTION), className="visually-hidden"), rest_head, *every],
                    className=style,
                ),
                *([html.P(tr(EXACT), className="muted")] if two else []),
            ],
            className="all-measures",
        ),
    ]


def _counted(number: int, differ: int) -> str:
    """Return how many measures there are, and how many of them differ."""
    every = plural("{number} measure", "{number} measures", number)
    changed = plural("{number} differs", "{number} differ", differ)
    return f" · {every}, {changed}"


def _pillar(service: Service, layer_id: str) -> list[Component]:
    layer = service.registry.by_id.get(layer_id)
    return [pillar(layer)] if layer is not None and layer.pillar else []


def _body(title: Component, rows: Sequence[MeasureRow], two: bool) -> Component:
    return html.Tbody([html.Tr(title), *(_measure_row(row, two) for row in rows)])


def _measure_row(row: MeasureRow, two: bool) -> Component:
    unit = shown_unit(row.unit)
    cells = [html.Td(said(figure)) for figure in row.figures]
    if two:
        cells.append(html.Td(_difference(row), className="difference"))
    said_unit = [html.Span(f", {tr(unit)}", className="muted")] if unit else []
    label = html.Th([said(row.label), *said_unit], scope="row")
    return html.Tr([label, *cells], className="same" if row.is_same else "differs")


def _difference(row: MeasureRow) -> str:
    if row.is_same:
        return tr("same")
    return "" if row.difference is None else row.difference_text


def _head(letter: str, said: str) -> Component:
    """Return the head of a column: its letter alone to the eye, the name too when it is read out."""
    return html.Th([letter, html.Span(said, className="visually-hidden")], scope="col")


def _row(row: Row, two: bool) -> Component:
    cells = [html.Td(said(value)) for value in row.figures]
    if two:
        change = "" if row.change is None else spoken_change(row.change)
        points = tr("points") if change and row.unit == "%" else ""
        told = tr("same") if row.is_same else f"{change} {points}".strip()
        cells.append(html.Td(told, className="difference"))
    unit = [html.Span(f", {tr(row.unit)}", className="muted")] if row.unit else []
    label = html.Th([said(row.label), *unit], scope="row")
    return html.Tr([label, *cells], className="same" if row.is_same else "differs")
