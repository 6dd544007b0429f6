"""The table of oblasts as CSV and as an Excel workbook, each with units, sources, the line's date and the address.

No text in them is read as a formula: in CSV by the apostrophe before it, in Excel because it is a text by its type.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from export.data.key_figures import BOM, plain
from export.data.oblast_table import CAPTION, DIFFERENCES, METHOD, OblastTable
from geodata.sources import Source
from i18n.spoken import message, publisher_name, said, spoken_day, tr
from layers.core.compared import called
from layers.core.constants import NOTICE, provenance
from layers.core.registry import Registry
from layers.core.scenario import Scenario

OBLAST = message("Oblast")
MIMETYPES: Mapping[str, str] = MappingProxyType(
    {
        "csv": "text/csv",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)
Notes = Sequence[tuple[str, str]]


def notes(
    scenario: Scenario, registry: Registry, sources: Sequence[Source], *, address: str, made: str = ""
) -> Notes:
    """Return what stands below the table in a file, each with what it is: notice, method, line, scenarios, sources.

    `address` is that of the scenario, in full; `made` the ISO date, today without it.
    """
    compared = scenario.compared
    names = called(scenario)
    lines = [spoken_day(one.line) for one in compared]
    return [
        ("", said(NOTICE)),
        (tr("Method"), tr(METHOD)),
        *([("", tr(DIFFERENCES))] if len(compared) == 2 else []),
        *(
            (tr("Line of occupation"), line if len(lines) == 1 else f"{name}: {line}")
            for name, line in zip(names, lines, strict=True)
        ),
        (tr("Scenario"), address),
        *((tr("Source"), source_line(one)) for one in sources),
        *((said(key), text) for key, text in provenance(registry.data_version, made).items()),
    ]


def source_line(source: Source) -> str:
    """Return a source in one line: title, publisher, date and address."""
    told = f"{said(source.title)}. {publisher_name(source.publisher)}, {spoken_day(str(source.date))}"
    return f"{told}. {source.url}" if source.url else told


def _heads(table: OblastTable) -> list[str]:
    return ["ISO 3166-2", tr(OBLAST), *(column.title for column in table.columns)]


def _rows(table: OblastTable) -> Iterator[list[str | float]]:
    for row in (*table.rows, table.total):
        yield [row.iso, row.name, *(column.figure(row.numbers[column.key]) for column in table.columns)]


def as_csv(table: OblastTable, below: Notes) -> bytes:
    """Return the table as CSV in UTF-8: heads with units, the oblasts, the country, and the notes."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([plain(head) for head in _heads(table)])
    for iso, name, *figures in _rows(table):
        writer.writerow([iso, plain(str(name)), *(f"{figure:.12g}" for figure in figures)])
    writer.writerow([])
    writer.writerows([[plain(key), plain(text)] for key, text in below])
    return BOM + file.getvalue().encode()


def as_xlsx(table: OblastTable, below: Notes, *, made: str = "") -> bytes:
    """Return the table as a workbook: numbers as numbers, heads that stay in sight, a filter, and the notes below."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    day = date.fromisoformat(made) if made else datetime.now(UTC).date()
    book.set_properties({"title": tr(CAPTION), "created": datetime(day.year, day.month, day.day)})
    sheet = book.add_worksheet(tr(OBLAST))
    text = book.add_format({"quote_prefix": True})
    head = book.add_format(
        {"bold": True, "bottom": 1, "text_wrap": True, "align": "right", "valign": "bottom"}
    )
    name = book.add_format({"bold": True, "bottom": 1, "valign": "bottom"})
    forms = {
        (kind, bold): book.add_format({"num_format": form, "bold": bold, **({"top": 1} if bold else {})})
        for kind, form in (
            ("area", "#,##0"),
            ("people", "#,##0"),
            ("share", "0.0"),
            ("difference", "+0.0;-0.0;0.0"),
        )
        for bold in (False, True)
    }
    total = book.add_format({"bold": True, "top": 1})
    for column, title in enumerate(_heads(table)):
        sheet.write_string(0, column, title, name if column < 2 else head)
    last = len(table.rows)
    for number, (iso, named, *figures) in enumerate(_rows(table), start=1):
        is_total = number > last
        sheet.write_string(number, 0, str(iso), total if is_total else text)
        sheet.write_string(number, 1, str(named), total if is_total else text)
        for at, (of, figure) in enumerate(zip(table.columns, figures, strict=True), start=2):
            sheet.write_number(number, at, float(figure), forms[of.kind, is_total])
    for number, (key, told) in enumerate(below, start=last + 3):
        sheet.write_string(number, 0, key, text)
        sheet.write_string(number, 1, told, text)
    _lay_out(sheet, table)
    book.close()
    return file.getvalue()


def _lay_out(sheet: Any, table: OblastTable) -> None:
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 1 + len(table.columns), 15)
    sheet.set_row(0, 62)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(table.rows), 1 + len(table.columns))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
