"""The table of oblasts on the page: AG Grid with heads, words and numbers in the page's language, and what it rests on.

Its place on the page, and the buttons there, are in `templates/shell/oblasts.html`; it is fetched when it is opened.
"""

from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Annotated, Any

import dash_ag_grid as dag
from annotated_types import MaxLen
from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.http.callbacks import takes
from dashboard.panels.feature import citations
from dashboard.service import Service
from export.data.oblast_files import OBLAST
from export.data.oblast_table import DIFFERENCES, METHOD, SOURCES, Column, OblastTable, Row, table_of
from i18n.language import ENGLISH
from i18n.spoken import code, message, speak, spoken_day, tr
from layers.core.address import from_query
from layers.core.constants import NOTICE
from layers.core.scenario import Scenario

#: What AG Grid says, by its own names for it: only what can be seen or heard here.
_WORDS: Mapping[str, str] = MappingProxyType({
    "filterOoo": message("Filter …"), "equals": message("Equals"), "notEqual": message("Does not equal"),
    "lessThan": message("Less than"), "greaterThan": message("Greater than"),
    "lessThanOrEqual": message("At most"), "greaterThanOrEqual": message("At least"), "inRange": message("Between"),
    "inRangeStart": message("From"), "inRangeEnd": message("To"), "contains": message("Contains"),
    "notContains": message("Does not contain"), "startsWith": message("Begins with"), "endsWith": message("Ends with"),
    "blank": message("Empty"), "notBlank": message("Not empty"), "andCondition": message("And"),
    "orCondition": message("Or"), "noRowsToShow": message("No oblast fits."),
    "noMatchingRows": message("No oblast fits."), "ariaColumnFiltered": message("Filtered"),
    "ariaFilterColumn": message("Press Ctrl and Enter to filter"), "ariaFilterInput": message("Filter"),
    "ariaFilterValue": message("Value of the filter"), "ariaFilterFromValue": message("Filter from"),
    "ariaFilterToValue": message("Filter to"), "ariaFilteringOperator": message("How to filter"),
    "ariaFilterMenuOpen": message("Open the filter"), "ariaSortableColumn": message("Press Enter to sort"),
    "ariaLabelColumnFilter": message("Filter of a column"), "ariaLabelSelectField": message("Choose"),
    "ariaLabelDialog": message("Filter"),
})  # fmt: skip
#: What the page does for the grid (`frontend/panels/oblasts.js`).
_SHOWN = {"function": "shownText(params)"}


def grid(table: OblastTable, feature_ids: Mapping[str, str]) -> Component:
    """Return the grid. `feature_ids` are those of the oblasts on the map, by ISO code."""
    return dag.AgGrid(
        id=ids.OBLAST_GRID,
        columnDefs=_column_defs(table.columns),
        rowData=[_row(row, table.columns, feature_ids) for row in table.rows],
        defaultColDef={"resizable": True, "suppressMovable": True, "sortable": True, "minWidth": 84,
                       "wrapHeaderText": True, "autoHeaderHeight": True, "suppressHeaderMenuButton": True},
        getRowId="params.data.id",
        dashGridOptions={
            "theme": "themeQuartz", "pinnedBottomRowData": [_row(table.total, table.columns, {})],
            "rowBuffer": len(table.rows), "suppressColumnVirtualisation": True, "animateRows": False,
            "rowHeight": 27, "groupHeaderHeight": 28, "suppressCellFocus": False,
            "localeText": _words(), "enableCellTextSelection": True, "suppressDragLeaveHidesColumns": True,
            "accentedSort": True,
        },
        style={"height": "100%", "width": "100%"},
    )  # fmt: skip


def _words() -> dict[str, str]:
    return {} if code() == ENGLISH else {name: tr(words) for name, words in _WORDS.items()}


def _column_defs(columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    name = {"field": "name", "headerName": tr(OBLAST), "pinned": "left", "width": 184, "minWidth": 120,
            "wrapText": True, "autoHeight": True, "filter": "agTextColumnFilter", "sort": "asc"}  # fmt: skip
    defs: list[dict[str, Any]] = [name]
    for group, own in groupby(columns, key=lambda column: column.group):
        children = [_column_def(column) for column in own]
        defs += [{"headerName": group, "children": children}] if group else children
    return defs


def _column_def(column: Column) -> dict[str, Any]:
    return {
        "field": column.key,
        "headerName": ", ".join(filter(None, (column.head, column.letter, column.unit))),
        "headerTooltip": column.title,
        "type": "rightAligned",
        "filter": "agNumberColumnFilter",
        "valueFormatter": _SHOWN,
        "sortingOrder": ["desc", "asc", None],
        "width": 118 if column.kind == "people" else 100,
    }


def _row(row: Row, columns: tuple[Column, ...], feature_ids: Mapping[str, str]) -> dict[str, Any]:
    """Return a row as the grid takes it: exact numbers to sort and filter by, and `shown` what one reads."""
    numbers = {column.key: row.numbers[column.key] for column in columns}
    return {
        "id": feature_ids.get(row.iso, row.iso),
        "name": row.name,
        **{
            c.key: 100 * n if c.kind == "share" else n for c, n in zip(columns, numbers.values(), strict=True)
        },
        "shown": {column.key: column.text(numbers[column.key]) for column in columns},
    }


def foot(service: Service, scenario: Scenario) -> Component:
    """Return what stands below the grid: the notice, the method, the date of the line and the sources."""
    said = [tr(NOTICE), tr(METHOD), *([tr(DIFFERENCES)] if len(scenario.compared) == 2 else [])]
    dates = dict.fromkeys(spoken_day(one.line) for one in scenario.compared)
    line = tr("Line of occupation: {date}", date=", ".join(dates))
    notice, *rest = said
    return html.Div(
        [
            html.P([html.Strong(f"{notice}."), f" {' '.join(rest)} {line}."]),
            html.Div(citations(service, SOURCES), className="oblast-sources"),
        ],
        className="oblast-foot muted",
    )


def register(app: Dash, service: Service) -> None:
    """Add the callback that fills the place of the table."""
    registry = service.registry

    @app.callback(
        Output(ids.OBLAST_SLOT, "children"),
        Input(ids.OBLAST_SLOT, "data-value"),
        prevent_initial_call=True,
    )
    @takes(Annotated[str, MaxLen(16_000)] | None)
    def show_table(query: str | None) -> list[Component]:
        scenario, _ = from_query((query or "").removeprefix("?"), registry)
        speak(scenario.lang)
        units = service.store.table("basemap/oblasts")
        feature_ids = dict(zip(units["iso_3166_2"], units["feature_id"], strict=True))
        return [
            html.Div(grid(table_of(service.frames_kept, scenario), feature_ids), className="oblast-grid"),
            foot(service, scenario),
        ]
