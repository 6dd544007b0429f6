"""The check of every data file against its table (`geodata.tables`): all faults at once, each with its place."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import (
    ValidationError,
)

from geodata import distances
from geodata.columns import ASSUMPTIONS_FILE, SOURCES_FILE
from geodata.geometry import geometry_faults
from geodata.sources import Source
from geodata.tables import Table, tables_in
from geodata.validation import Fault, column_faults, label_of, quote, read_text
from geodata.yaml_files import read_sources

DATA_DIR = Path(__file__).resolve().parent


def check_all(root: Path = DATA_DIR) -> list[Fault]:
    """Return every fault of every data file, empty where all is well.

    `root` is the data folder (`geodata`), not the project's.
    """
    sources, faults = read_sources(root)
    # A faulty source is reported once, not again by each feature that cites it.
    unread = any(not fault.feature_id for fault in faults)
    keys = None if unread else frozenset(sources) | {fault.feature_id for fault in faults}
    owners: dict[str, str] = {}
    read: dict[Table, list[dict[str, Any]]] = {}
    for table in tables_in(root).values():
        features, found = read_table(root, table, keys)
        faults += found
        faults += _repeated_ids(table, features, owners)
        faults += _unfounded(table, features, sources)
        read[table] = features
    return faults if faults else list(distances.faults(root, read))


def read_table(
    root: Path, table: Table, source_keys: frozenset[str] | None
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Return the features of one file as they are in it, and the file's faults.

    The features may be used only if there are no faults; otherwise they are what could be read,
    and serve for the checks that compare files. Sources are not checked where no key is known.
    """
    label = label_of(table.file)
    text = read_text(root, table.file)
    if isinstance(text, Fault):
        return [], [text]
    try:
        data = json.loads(text)
    except json.JSONDecodeError as problem:
        found = f"{quote(problem.msg)} at line {problem.lineno}, column {problem.colno}"
        return [], [Fault(file=label, found=found, expected="well-formed JSON")]
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or data.get("type") != "FeatureCollection":
        expected = "a GeoJSON FeatureCollection with a list of features"
        return [], [Fault(file=label, found=quote(data), expected=expected)]

    faults: list[Fault] = []
    if "crs" in data:
        expected = "absent, for GeoJSON is always in WGS 84 (RFC 7946)"
        faults.append(Fault(file=label, field="crs", found=quote(data["crs"]), expected=expected))
    for number, feature in enumerate(features, start=1):
        faults += _feature_faults(feature, number, table, source_keys)
    return features, faults


def _feature_faults(
    feature: Any, number: int, table: Table, source_keys: frozenset[str] | None
) -> Iterator[Fault]:
    label = label_of(table.file)
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or feature.get("type") != "Feature" or "geometry" not in feature:
        expected = "a GeoJSON Feature with properties and geometry"
        yield Fault(file=label, feature=number, field="feature", found=quote(feature), expected=expected)
        return
    feature_id = str(properties.get("feature_id", ""))
    try:
        table.model.model_validate(properties)
    except ValidationError as problem:
        yield from column_faults(problem, table.model, file=label, feature=number, feature_id=feature_id)
    for key in _keys_of(properties.get("source")):
        if source_keys is not None and key not in source_keys:
            yield Fault(
                file=label,
                feature=number,
                feature_id=feature_id,
                field="source",
                found=quote(key),
                expected=f"in {label_of(SOURCES_FILE)} or {ASSUMPTIONS_FILE}",
                advice="Add it there or correct the key.",
            )
    for found, expected in geometry_faults(feature["geometry"], properties.get("kind"), table):
        yield Fault(
            file=label,
            feature=number,
            feature_id=feature_id,
            field="geometry",
            found=found,
            expected=expected,
        )


def _repeated_ids(table: Table, features: list[dict[str, Any]], owners: dict[str, str]) -> Iterator[Fault]:
    """Yield a fault per id that `owners` already has, and enter the others there."""
    label = label_of(table.file)
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        feature_id = properties.get("feature_id") if isinstance(properties, dict) else None
        if not isinstance(feature_id, str):
            continue
        if feature_id in owners:
            yield Fault(
                file=label,
                feature=number,
                feature_id=feature_id,
                field="feature_id",
                found=f"the id of {owners[feature_id]}",
                expected="unique over all files",
            )
        else:
            owners[feature_id] = f"{label}, feature {number}"


def _unfounded(table: Table, features: list[dict[str, Any]], sources: dict[str, Source]) -> Iterator[Fault]:
    """Yield a fault per documented feature that rests on an assumption of this project."""
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict) or properties.get("status") != "documented":
            continue
        assumed = [k for k in _keys_of(properties.get("source")) if k in sources and sources[k].is_assumption]
        if assumed:
            yield Fault(
                file=label_of(table.file),
                feature=number,
                feature_id=str(properties.get("feature_id", "")),
                field="source",
                found=f"the assumption {quote(';'.join(assumed))}",
                expected="without assumptions where the status is documented",
                advice="Name a source that says it, leave out what none says, or change the status.",
            )


def _keys_of(source: Any) -> list[str]:
    # A value of the wrong form is reported once, as a column.
    return re.findall(r"[^;]+", source) if isinstance(source, str) else []
