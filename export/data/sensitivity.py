"""A question of sensitivity as JSON, CSV or plain text: every point with the measure there, and what it is of."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from analysis.measure import SHARE, text_of
from analysis.sensitivity import Answered, Sensitivity, called, numbers
from export.data.key_figures import BOM, plain
from i18n.spoken import said, spoken_day, tr
from layers.core.constants import NOTICE, provenance
from layers.core.registry import Registry

_DECIMALS = {SHARE: 4}


def document(found: Sensitivity, registry: Registry, *, made: str = "") -> dict[str, Any]:
    """Return an answer as plain data: ``now`` and ``points`` of a curve, or ``bars`` with ``low`` and ``high``."""
    asked = found.question
    about = {
        "notice": said(NOTICE),
        "measure": asked.measure,
        "label": said(found.now.label),
        "unit": found.now.unit,
        "method": said(found.now.method),
        "uncertainty": said(found.now.uncertainty),
        "kind": asked.kind,
        "parameter": asked.parameter,
        "scenario": asked.scenario.to_query(registry),
        "line": asked.scenario.line,
        "sustained": asked.sustained.model_dump(),
        "provenance": provenance(registry.data_version, made),
        "now": {"at": found.present, "value": _rounded(found.now.value, found.now.unit)},
    }
    if asked.kind == "tornado":
        bars = [
            {
                "parameter": bar.parameter,
                "label": called(bar.parameter, registry, said),
                "low": _end(bar.low, found),
                "high": _end(bar.high, found),
                "swing": _rounded(bar.swing, found.now.unit),
            }
            for bar in found.bars
        ]
        return {**about, "bars": bars}
    return {**about, "points": [_end(one, found) for one in found.curve]}


def _end(one: Answered, found: Sensitivity) -> dict[str, Any]:
    return {"at": one.point.at, "value": _rounded(one.value, found.now.unit)}


def _rounded(value: float | None, unit: str) -> float | None:
    return None if value is None else round(value, _DECIMALS.get(unit, 2))


def as_json(found: Sensitivity, registry: Registry, *, made: str = "") -> bytes:
    """Return `document` as JSON."""
    return json.dumps(document(found, registry, made=made), ensure_ascii=False, indent=1).encode() + b"\n"


def as_csv(found: Sensitivity, registry: Registry, *, made: str = "") -> bytes:
    """Return a row for each point or bar, and what they are of; no cell is read as a formula."""
    table, told = io.StringIO(newline=""), document(found, registry, made=made)
    writer = csv.writer(table)
    if "bars" in told:
        writer.writerow(["parameter", "label", "low_at", "low", "high_at", "high", "swing", "unit"])
        for bar in told["bars"]:
            cells = (
                bar["low"]["at"],
                bar["low"]["value"],
                bar["high"]["at"],
                bar["high"]["value"],
                bar["swing"],
            )
            writer.writerow([bar["parameter"], plain(bar["label"]), *map(_cell, cells), plain(told["unit"])])
    else:
        writer.writerow([told["parameter"] or "line", told["measure"], "unit"])
        for point in told["points"]:
            writer.writerow([_cell(point["at"]), _cell(point["value"]), plain(told["unit"])])
    writer.writerow([])
    for key in ("notice", "measure", "label", "method", "uncertainty", "scenario", "line"):
        writer.writerow([key, plain(str(told[key]))])
    writer.writerows([[key, plain(str(value))] for key, value in told["provenance"].items()])
    return BOM + table.getvalue().encode()


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def as_text(found: Sensitivity, registry: Registry) -> bytes:
    """Return an answer as lines that a person reads, the present value marked."""
    return ("\n".join(_lines(found, registry)) + "\n").encode()


def _lines(found: Sensitivity, registry: Registry) -> Iterator[str]:
    asked, unit = found.question, found.now.unit

    def told(value: float | None) -> str:
        return said(text_of(value, unit))

    yield f"{said(found.now.label)} ({asked.measure})"
    yield tr("now: {value}", value=told(found.now.value))
    if asked.kind == "tornado":
        for bar in found.bars:
            spec = numbers(registry)[bar.parameter]
            low, high = (said(spec.text(one.point.at)) for one in (bar.low, bar.high))
            yield f"  {bar.parameter}: {low}: {told(bar.low.value)} … {high}: {told(bar.high.value)}"
    for one in found.curve:
        mark = "*" if one.point.at == found.present else " "
        at = one.point.at
        shown = spoken_day(at) if isinstance(at, str) else said(numbers(registry)[asked.parameter].text(at))
        yield f"{mark} {shown}: {told(one.value)}"
    yield said(NOTICE) + "."
