"""An assessment as JSON, CSV, Markdown or a plain table: the same numbers as the panel's, in four forms.

Every form says the notional notice, the scenario's date and the data's version. Numbers are exact for the drawing in
JSON and CSV; what a person reads is rounded (`Value.text`). No cell of the CSV is read as a formula.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from analysis.assessment import Assessment, Unit
from analysis.measure import SHARE, Value, text_of
from export.data.key_figures import BOM, plain
from i18n.spoken import said, tr
from layers.core.constants import NOTICE, provenance
from layers.core.registry import Registry
from layers.core.scenario import Scenario

#: Figures in JSON and CSV that are no more than what the drawing is worth by far: four of a fraction, one of the rest.
_DECIMALS = {SHARE: 4}


def as_json(found: Assessment, scenario: Scenario, registry: Registry, *, made: str = "") -> bytes:
    """Return ``{"measures": […], "oblasts": […], "country": {…}, "gaps": […]}`` and what they were computed of.

    Shares are fractions from 0 to 1. A value is null where a measure has none. `made`: ISO date, today without it.
    """
    return (
        json.dumps(document(found, scenario, registry, made=made), ensure_ascii=False, indent=1).encode()
        + b"\n"
    )


def document(found: Assessment, scenario: Scenario, registry: Registry, *, made: str = "") -> dict[str, Any]:
    """Return what `as_json` writes, as plain data."""
    return {
        "notice": said(NOTICE),
        "scenario": scenario.to_query(registry),
        "line": scenario.line,
        "sustained": found.sustained.model_dump(),
        "provenance": provenance(registry.data_version, made),
        "measures": [_measure(one) for one in found.measures],
        "oblasts": [_unit(one) for one in found.oblasts],
        "country": _unit(found.country),
        "gaps": [
            {"id": gap.id, "text": said(gap.text), "fix": said(gap.closing.words)} for gap in found.gaps
        ],
    }


def _measure(one: Value) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": said(one.label),
        "value": _rounded(one.value, one.unit),
        "unit": one.unit,
        "text": said(one.text),
        "detail": said(one.detail),
        "method": said(one.method),
        "uncertainty": said(one.uncertainty),
    }


def _unit(one: Unit) -> dict[str, Any]:
    return {
        "iso": one.iso,
        "name": said(one.name),
        "area_km2": round(one.area_km2, 1),
        "population": round(one.population),
        "occupied_km2": round(one.occupied_km2, 1),
        "occupied_share": round(one.occupied_share, 4),
        "occupied_population": round(one.occupied_population),
        "line_km": round(one.line_km, 1),
        "guarantees": {
            key: {
                "area_km2": round(covered.area_km2, 1),
                "share": round(covered.area_km2 / one.area_km2, 4),
                "population": round(covered.people),
            }
            for key, covered in one.guarantees.items()
        },
        "uncovered_km2": round(one.uncovered.area_km2, 1),
        "uncovered_share": round(one.uncovered_share, 4),
        "uncovered_population": round(one.uncovered.people),
        "mean_depth": round(one.mean_depth, 4),
    }


def _rounded(value: float | None, unit: str) -> float | None:
    return None if value is None else round(value, _DECIMALS.get(unit, 2))


def as_csv(found: Assessment, scenario: Scenario, registry: Registry, *, made: str = "") -> bytes:
    """Return two tables, the measures and the units with the country as the last, and a line with what they are of."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    head, *rows = _measure_rows(found, lambda one: _figure(one.value, one.unit))
    writer.writerows([head, *rows, []])
    writer.writerows(_unit_rows(found))
    writer.writerows([[], *([key, plain(text)] for key, text in _facts(found, scenario, registry, made))])
    return BOM + table.getvalue().encode()


def _figure(value: float | None, unit: str) -> str:
    return "" if value is None else f"{_rounded(value, unit)}"


def _measure_rows(found: Assessment, number: Callable[[Value], str]) -> Iterator[list[str]]:
    yield ["id", tr("Measure"), tr("Value"), tr("Unit"), tr("Remark"), tr("Method"), tr("Uncertainty")]
    for one in found.measures:
        told = (
            said(one.label),
            number(one),
            one.unit,
            said(one.detail),
            said(one.method),
            said(one.uncertainty),
        )
        yield [one.id, *map(plain, told)]


def _unit_rows(found: Assessment) -> Iterator[list[str]]:
    flat = [_flat(_unit(one)) for one in (*found.oblasts, found.country)]
    yield list(flat[0])
    for row in flat:
        yield [plain(str(value)) for value in row.values()]


def _flat(unit: dict[str, Any]) -> dict[str, Any]:
    """Return a unit without its nested guarantees: ``air_policing_area_km2`` and so on."""
    covered = {
        f"{key}_{name}": value for key, own in unit.pop("guarantees").items() for name, value in own.items()
    }
    return {**unit, **covered}


def _facts(found: Assessment, scenario: Scenario, registry: Registry, made: str) -> list[tuple[str, str]]:
    numbers = found.sustained.model_dump()
    return [
        ("notice", said(NOTICE)),
        ("line", scenario.line),
        ("scenario", scenario.to_query(registry)),
        ("sustained", ", ".join(f"{name}={value:g}" for name, value in numbers.items())),
        *provenance(registry.data_version, made).items(),
    ]


def as_markdown(found: Assessment, scenario: Scenario, registry: Registry, *, made: str = "") -> bytes:
    """Return measures, units and gaps as Markdown tables, rounded as a person reads them."""
    rows = [[f"`{one.id}`", said(one.label), said(one.text), said(one.detail)] for one in found.measures]
    parts = [
        _markdown(["id", tr("Measure"), tr("Value"), tr("Remark")], rows),
        _markdown(*_units_to_read(found)),
        "\n".join(f"- {said(gap.text)}: {said(gap.closing.words)}" for gap in found.gaps),
        "\n".join(f"- {key}: {text}" for key, text in _facts(found, scenario, registry, made)),
    ]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _markdown(head: list[str], rows: list[list[str]]) -> str:
    cells = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in cells)


def as_table(found: Assessment, scenario: Scenario, registry: Registry, *, made: str = "") -> bytes:
    """Return measures, units and gaps as text in columns, rounded as a person reads them."""
    rows = [[one.id, said(one.text), said(one.label), said(one.detail)] for one in found.measures]
    parts = [
        _columns([["id", tr("Value"), tr("Measure"), tr("Remark")], *rows]),
        _columns([_units_to_read(found)[0], *_units_to_read(found)[1]]),
        "\n".join(f"{said(gap.text)}: {said(gap.closing.words)}" for gap in found.gaps),
        "\n".join(f"{key}: {text}" for key, text in _facts(found, scenario, registry, made)),
    ]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _columns(rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _units_to_read(found: Assessment) -> tuple[list[str], list[list[str]]]:
    """Return head and rows of the table of units: who lives there, and what share is occupied and covered by whom."""
    head = [
        "ISO",
        tr("Oblast"),
        tr("People"),
        tr("Occupied"),
        *found.country.guarantees,
        tr("Covered by none"),
    ]
    rows = [
        [
            one.iso,
            said(one.name),
            f"{one.population:,.0f}",
            text_of(one.occupied_share, SHARE),
            *(text_of(covered.area_km2 / one.area_km2, SHARE) for covered in one.guarantees.values()),
            text_of(one.uncovered_share, SHARE),
        ]
        for one in (*found.oblasts, found.country)
    ]
    return head, rows


Writer = Callable[..., bytes]
#: By name, in the order in which the command offers them.
WRITERS: Mapping[str, Writer] = MappingProxyType(
    {"table": as_table, "json": as_json, "csv": as_csv, "md": as_markdown}
)
