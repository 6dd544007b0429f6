"""Reading the YAML files of the data, `sources.yaml` and `assumptions.yaml` among them, with all their faults."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import (
    BaseModel,
    ValidationError,
)

from geodata.columns import ASSUMPTIONS_FILE, SOURCES_FILE
from geodata.sources import Assumption, Source
from geodata.validation import Fault, column_faults, label_of, quote, read_text

Row = TypeVar("Row", bound=BaseModel)
# libyaml's parser is ten times as fast; PyYAML comes with it wherever there is a wheel.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_sources(root: Path) -> tuple[dict[str, Source], list[Fault]]:
    """Return by key the valid sources of `sources.yaml`, then the assumptions, and the faults of both files."""
    sources, faults = read_rows(root, SOURCES_FILE, Source, "source", "title, publisher and so on")
    for key, source in list(sources.items()):
        if source.is_assumption:
            del sources[key]
            faults.append(
                Fault(
                    file=label_of(SOURCES_FILE),
                    feature_id=key,
                    field="confidence",
                    found=quote(source.confidence),
                    expected="documented or reported",
                    advice=f"What rests on no source belongs into {label_of(ASSUMPTIONS_FILE)}.",
                )
            )
    assumptions, found = read_rows(
        root, ASSUMPTIONS_FILE, Assumption, "assumption", "title, reason and so on"
    )
    for key in sources.keys() & assumptions.keys():
        faults.append(
            Fault(
                file=label_of(ASSUMPTIONS_FILE),
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
    label = label_of(file)
    text = read_text(root, file)
    if isinstance(text, Fault):
        return {}, [text]
    try:
        data = yaml.load(text, Loader=_PlainTextLoader)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        found = f"{quote(problem.problem)}{where}"
        return {}, [Fault(file=label, found=found, expected="well-formed YAML")]
    if not isinstance(data, dict):
        return {}, [Fault(file=label, found=quote(data), expected=f"a mapping of keys to {noun}s")]

    rows: dict[str, Row] = {}
    faults: list[Fault] = []
    for key, row in data.items():
        if not isinstance(row, dict):
            expected = f"a mapping with {columns}"
            faults.append(
                Fault(file=label, feature_id=str(key), field=noun, found=quote(row), expected=expected)
            )
            continue
        try:
            rows[key] = model.model_validate(row)
        except ValidationError as problem:
            faults += column_faults(problem, model, file=label, feature_id=str(key))
    return rows, faults


class _PlainTextLoader(_LOADER):
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
