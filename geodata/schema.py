"""The check of every data file against its table (`geodata.tables`): all faults at once, each with its place."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

import numpy as np
import shapely
import yaml
from pydantic import (
    BaseModel,
    ValidationError,
)

from geodata import distances
from geodata.tables import (
    ASSUMPTIONS_FILE,
    MAX_DECIMALS,
    SOURCES_FILE,
    THEATRE_LON_LAT,
    WORLD_LON_LAT,
    Assumption,
    Source,
    Table,
    tables_in,
)
from geodata.validation import DataError as DataError
from geodata.validation import Fault as Fault

DATA_DIR = Path(__file__).resolve().parent
Row = TypeVar("Row", bound=BaseModel)


# --- checks ---------------------------------------------------------------------------------------


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


def read_sources(root: Path) -> tuple[dict[str, Source], list[Fault]]:
    """Return by key the valid sources of `sources.yaml`, then the assumptions, and the faults of both files."""
    sources, faults = read_rows(root, SOURCES_FILE, Source, "source", "title, publisher and so on")
    for key, source in list(sources.items()):
        if source.is_assumption:
            del sources[key]
            faults.append(
                Fault(
                    file=_label(SOURCES_FILE),
                    feature_id=key,
                    field="confidence",
                    found=_quote(source.confidence),
                    expected="documented or reported",
                    advice=f"What rests on no source belongs into {_label(ASSUMPTIONS_FILE)}.",
                )
            )
    assumptions, found = read_rows(
        root, ASSUMPTIONS_FILE, Assumption, "assumption", "title, reason and so on"
    )
    for key in sources.keys() & assumptions.keys():
        faults.append(
            Fault(
                file=_label(ASSUMPTIONS_FILE),
                feature_id=key,
                field="key",
                found=f"a key of {SOURCES_FILE}",
                expected="unique over both files",
            )
        )
    return {**sources, **assumptions}, faults + found


def read_rows(
    root: Path, file: str, model: type[Row], noun: str, columns: str
) -> tuple[dict[str, Row], list[Fault]]:
    """Return the valid rows of a YAML file by key, and the faults of the file.

    `noun` is what a row is called; `columns` name the first of its fields, for who wrote something else.
    """
    label = _label(file)
    text = _read(root, file)
    if isinstance(text, Fault):
        return {}, [text]
    try:
        data = yaml.load(text, Loader=_PlainTextLoader)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        found = f"{_quote(problem.problem)}{where}"
        return {}, [Fault(file=label, found=found, expected="well-formed YAML")]
    if not isinstance(data, dict):
        return {}, [Fault(file=label, found=_quote(data), expected=f"a mapping of keys to {noun}s")]

    rows: dict[str, Row] = {}
    faults: list[Fault] = []
    for key, row in data.items():
        if not isinstance(row, dict):
            expected = f"a mapping with {columns}"
            faults.append(
                Fault(file=label, feature_id=str(key), field=noun, found=_quote(row), expected=expected)
            )
            continue
        try:
            rows[key] = model.model_validate(row)
        except ValidationError as problem:
            faults += _column_faults(problem, model, file=label, feature_id=str(key))
    return rows, faults


def read_table(
    root: Path, table: Table, source_keys: frozenset[str] | None
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Return the features of one file as they are in it, and the file's faults.

    The features may be used only if there are no faults; otherwise they are what could be read,
    and serve for the checks that compare files. Sources are not checked where no key is known.
    """
    label = _label(table.file)
    text = _read(root, table.file)
    if isinstance(text, Fault):
        return [], [text]
    try:
        data = json.loads(text)
    except json.JSONDecodeError as problem:
        found = f"{_quote(problem.msg)} at line {problem.lineno}, column {problem.colno}"
        return [], [Fault(file=label, found=found, expected="well-formed JSON")]
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or data.get("type") != "FeatureCollection":
        expected = "a GeoJSON FeatureCollection with a list of features"
        return [], [Fault(file=label, found=_quote(data), expected=expected)]

    faults: list[Fault] = []
    if "crs" in data:
        expected = "absent, for GeoJSON is always in WGS 84 (RFC 7946)"
        faults.append(Fault(file=label, field="crs", found=_quote(data["crs"]), expected=expected))
    for number, feature in enumerate(features, start=1):
        faults += _feature_faults(feature, number, table, source_keys)
    return features, faults


def _feature_faults(
    feature: Any, number: int, table: Table, source_keys: frozenset[str] | None
) -> Iterator[Fault]:
    label = _label(table.file)
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or feature.get("type") != "Feature" or "geometry" not in feature:
        expected = "a GeoJSON Feature with properties and geometry"
        yield Fault(file=label, feature=number, field="feature", found=_quote(feature), expected=expected)
        return
    feature_id = str(properties.get("feature_id", ""))
    try:
        table.model.model_validate(properties)
    except ValidationError as problem:
        yield from _column_faults(problem, table.model, file=label, feature=number, feature_id=feature_id)
    for key in _keys_of(properties.get("source")):
        if source_keys is not None and key not in source_keys:
            yield Fault(
                file=label,
                feature=number,
                feature_id=feature_id,
                field="source",
                found=_quote(key),
                expected=f"in {_label(SOURCES_FILE)} or {ASSUMPTIONS_FILE}",
                advice="Add it there or correct the key.",
            )
    for found, expected in _geometry_faults(feature["geometry"], properties.get("kind"), table):
        yield Fault(
            file=label,
            feature=number,
            feature_id=feature_id,
            field="geometry",
            found=found,
            expected=expected,
        )


def _column_faults(problem: ValidationError, model: type[BaseModel], **place: Any) -> Iterator[Fault]:
    seen = set()
    for error in problem.errors(include_url=False, include_context=False):
        column = str(error["loc"][0])
        if column in seen:  # a union reports once per member
            continue
        seen.add(column)
        if error["type"] == "missing":
            found = "nothing"
        elif len(error["loc"]) > 1 and isinstance(error["loc"][1], int):
            found = f"{_quote(error['input'])} as item {error['loc'][1] + 1}"
        else:
            found = _quote(error["input"])
        if error["type"] == "extra_forbidden":
            expected = f"one of the columns {', '.join(model.model_fields)}"
        else:
            expected = _expected(model, column)
        yield Fault(field=column, found=found, expected=expected, **place)


def _expected(model: type[BaseModel], column: str) -> str:
    """Return what the column must be, from the model's own words or from its list of values."""
    field = model.model_fields[column]
    if field.description:
        return field.description
    if get_origin(field.annotation) is Literal:
        values = [str(value) for value in get_args(field.annotation)]
        return values[0] if len(values) == 1 else f"one of {', '.join(values)}"
    # In Annotated[...] | None the words are on the inner type.
    for option in get_args(field.annotation):
        for meta in getattr(option, "__metadata__", ()):
            if getattr(meta, "description", None):
                return str(meta.description)
    return "of the type in docs/design.md"


def _geometry_faults(geometry: Any, kind: Any, table: Table) -> Iterator[tuple[str, str]]:
    """Yield what was found and what was expected."""
    if kind in table.kinds_without_geometry:
        if geometry is not None:
            yield _quote(geometry), f"null for a {kind}"
        return
    found_type = geometry.get("type") if isinstance(geometry, dict) else geometry
    if found_type not in table.geometries:
        yield _quote(found_type), " or ".join(table.geometries)
        return
    try:
        shape = shapely.geometry.shape(geometry)
        coordinates = shapely.get_coordinates(shape, include_z=True)
    except (ValueError, TypeError, LookupError, AttributeError, shapely.errors.ShapelyError):
        yield _quote(geometry.get("coordinates")), f"a {found_type} with coordinates [lon, lat]"
        return
    if shape.is_empty:
        yield "no coordinates", "drawn, or null where the kind has none"
        return
    yield from _coordinate_faults(coordinates, table)
    if not shape.is_valid:
        yield _quote(shapely.is_valid_reason(shape)), "valid, without crossings of its own outline"
    else:
        yield from _winding_faults(shape)


def _coordinate_faults(coordinates: Any, table: Table) -> Iterator[tuple[str, str]]:
    if not np.isnan(coordinates[:, 2]).all():
        yield "coordinates with a height", "of [lon, lat] pairs"
    points = coordinates[:, :2]
    west, south, east, north = WORLD_LON_LAT if table.is_basemap else THEATRE_LON_LAT
    inside = (
        (points[:, 0] >= west) & (points[:, 0] <= east) & (points[:, 1] >= south) & (points[:, 1] <= north)
    )
    if not inside.all():
        bounds = f"lon {west:g} to {east:g} and lat {south:g} to {north:g}"
        yield _quote(points[~inside][0].tolist()), f"within {bounds}, as [lon, lat]"
    fine = points[(np.round(points, MAX_DECIMALS) != points).any(axis=1)]
    if len(fine):
        yield _quote(fine[0].tolist()), f"rounded to {MAX_DECIMALS} decimals"


def _winding_faults(shape: Any) -> Iterator[tuple[str, str]]:
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and not (
            part.exterior.is_ccw and not any(hole.is_ccw for hole in part.interiors)
        ):
            yield (
                f"a ring the other way at {_quote(list(part.exterior.coords[0]))}",
                "wound by the right-hand rule, outer rings counterclockwise",
            )


def _repeated_ids(table: Table, features: list[dict[str, Any]], owners: dict[str, str]) -> Iterator[Fault]:
    """Yield a fault per id that `owners` already has, and enter the others there."""
    label = _label(table.file)
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
                file=_label(table.file),
                feature=number,
                feature_id=str(properties.get("feature_id", "")),
                field="source",
                found=f"the assumption {_quote(';'.join(assumed))}",
                expected="without assumptions where the status is documented",
                advice="Name a source that says it, leave out what none says, or change the status.",
            )


# --- reading --------------------------------------------------------------------------------------


class _PlainTextLoader(yaml.BaseLoader):
    """YAML in which every value is text, and which refuses a key given twice.

    Text, for a date must stay as it was written; and a repeated key would silently win over the first.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping, or raise at the first key that is repeated."""
        seen = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                problem = f"key {key_node.value} given twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
            seen.add(key_node.value)
        return super().construct_mapping(node, deep=deep)


def _read(root: Path, file: str) -> str | Fault:
    try:
        return (root / file).read_text(encoding="utf-8")
    except FileNotFoundError:
        return Fault(file=_label(file), found="nothing", expected="there")
    except UnicodeDecodeError as problem:
        found = f"byte {problem.object[problem.start]:#04x} at position {problem.start}"
        return Fault(file=_label(file), found=found, expected="text in UTF-8")


def _label(file: str) -> str:
    return f"geodata/{file}"


def _keys_of(source: Any) -> list[str]:
    # A value of the wrong form is reported once, as a column.
    return re.findall(r"[^;]+", source) if isinstance(source, str) else []


def _quote(value: Any) -> str:
    """Return the value as JSON writes it, cut to fit a line."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else f"{text[:77]}…"
