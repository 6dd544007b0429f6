"""Scenario files: a scenario as JSON that can be kept, sent and opened again.

A file is taken whole or not at all: a person who opens one must not get half of what was saved. (An address is
different: what is understood of it applies.) Files of an older schema version are converted; newer ones refused.
A file without `compare`, as all were once, holds one scenario; the key is optional, so the version stayed 1. So are
`lang`, the language of the page where it is not English, `provenance`, what made the file and when, which is read by
people only, and `edition`, which says with whose numbers it was made (`layers.core.edition`); files of the first
edition have none.
"""

import json
from dataclasses import replace
from itertools import islice
from typing import Any

from i18n.language import ENGLISH, codes
from i18n.spoken import worded
from layers.core.address import Problem, clip, from_pairs
from layers.core.constants import EDITION, provenance
from layers.core.edition import is_edition
from layers.core.registry import Registry
from layers.core.scenario import LANGUAGE_KEY, LETTERS, Scenario, param_text, view_text

SCHEMA_VERSION = 1
MAX_BYTES = 1_000_000
_MAX_DIGITS = 1000
_MAX_LISTED = 20  # problems in one message
_MAX_PROBLEMS = 100  # problems of one file
#: What a scenario has of its own; view, theme, language and schema version are the file's, shared by all.
_OWN_KEYS = ("title", "name", "layers", "line", "params")
_KEYS = (
    "schema_version",
    "edition",
    "provenance",
    *_OWN_KEYS[:4],
    "view",
    "theme",
    LANGUAGE_KEY,
    "params",
    "compare",
    "more",
)


class ScenarioFileError(ValueError):
    """A scenario file that cannot be taken, with every problem found."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        more = len(problems) - _MAX_LISTED
        rest = [worded("And {count} or more other problems.", count=f"{more:,}")] if more > 0 else []
        super().__init__(" ".join([*map(str, problems[:_MAX_LISTED]), *rest]))


def to_file(scenario: Scenario, registry: Registry, *, made: str = "") -> str:
    """Return the text of a scenario file: the scenario, and what made the file; `made`: ISO date, today without it."""
    fields = json.loads(to_json(scenario, registry))
    version = {"schema_version": fields.pop("schema_version")}
    return _readable({**version, "provenance": provenance(registry.data_version, made), **fields})


def to_json(scenario: Scenario, registry: Registry) -> str:
    """Return the whole scenario as readable JSON: every parameter, so that it means the same when defaults change.

    `compare` holds the scenario beside it in the same form, without what both share; null where there is none.
    """
    view, own = scenario.view, _own_fields(scenario, registry)
    fields = {
        "schema_version": SCHEMA_VERSION,
        "edition": EDITION,
        "title": own.pop("title"),
        **({"name": own.pop("name")} if "name" in own else {}),
        "layers": own.pop("layers"),
        "line": own.pop("line"),
        "view": {"lon": view.lon, "lat": view.lat, "zoom": view.zoom} if view else None,
        "theme": scenario.theme,
        **({LANGUAGE_KEY: scenario.lang} if scenario.lang != ENGLISH else {}),
        **own,
        "compare": _own_fields(scenario.compare, registry) if scenario.compare else None,
        **({"more": [_own_fields(one, registry) for one in scenario.more]} if scenario.more else {}),
    }
    return _readable(fields)


def _readable(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, indent=1)


def _own_fields(scenario: Scenario, registry: Registry) -> dict[str, Any]:
    return {
        "title": scenario.title,
        **({"name": scenario.name} if scenario.name else {}),
        "layers": scenario.layers,
        "line": scenario.line,
        "params": {
            layer.id: scenario.params[layer.id].model_dump(mode="json")
            for layer in registry.layers
            if layer.specs
        },
    }


def from_json(text: str | bytes, registry: Registry) -> Scenario:
    """Read a scenario file, with the scenario to compare with if it holds one.

    Raises
    ------
    ScenarioFileError
        If anything in it is not understood; names field, value and what is allowed.
    """
    raw = _parsed(text)
    scenario, problems = _scenario(raw, _KEYS, registry)
    if "edition" in raw and not (type(raw["edition"]) is int and is_edition(str(raw["edition"])[:9])):
        problems.append(
            _wrong("edition", raw["edition"], worded("a whole number from 1 to {edition}", edition=EDITION))
        )
    compared, found = _others(raw, registry)
    scenario = scenario.beside(compared)
    problems += found
    if problems:
        raise ScenarioFileError(problems)
    return scenario


def _others(raw: dict[str, Any], registry: Registry) -> tuple[list[Scenario], list[Problem]]:
    """Read the scenarios to compare with: `compare`, the second, and `more`, a third to a sixth."""
    found: list[Scenario] = []
    problems: list[Problem] = []
    one = f"an object with {', '.join(_OWN_KEYS)}"
    more = raw.get("more", [])
    most = len(LETTERS) - 2
    if not isinstance(more, list) or len(more) > most:
        problems.append(_wrong("more", more, f"a list of at most {most}, each {one}"))
        more = []
    for key, other in [("compare", raw.get("compare")), *(("more", item) for item in more)]:
        if isinstance(other, dict):
            scenario, wrong = _scenario(other, _OWN_KEYS, registry)
            found.append(scenario)
            problems += [replace(problem, key=clip(f"{key}: {problem.key}")) for problem in wrong]
        elif other is not None or key == "more":
            problems.append(_wrong(key, other, f"null, or {one}" if key == "compare" else one))
    return found, problems


def _scenario(
    raw: dict[str, Any], keys: tuple[str, ...], registry: Registry
) -> tuple[Scenario, list[Problem]]:
    """Read one scenario off an object; `compare` is left to the caller."""
    unknown = islice((key for key in raw if key not in keys), _MAX_PROBLEMS)
    problems = [
        Problem(
            key=clip(str(key)),
            found=clip(_shown(raw[key])),
            allowed=worded("only the fields {fields}", fields=", ".join(keys)),
        )
        for key in unknown
    ]
    pairs: list[tuple[str, str]] = []
    _take(raw, "title", str, worded("text"), pairs, problems)
    _take(raw, "name", str, worded("text"), pairs, problems)
    _take(raw, "line", str, worded("a date, as text"), pairs, problems)
    layers = raw.get("layers")
    if isinstance(layers, list) and all(isinstance(item, str) and "," not in item for item in layers):
        pairs.append(("layers", ",".join(layers)))
    elif "layers" in raw:
        problems.append(_wrong("layers", layers, worded("a list of {list}", list=", ".join(registry.ids))))
    if "view" in keys:
        _take_view(raw.get("view"), pairs, problems)
    if "theme" in keys:
        _take_theme(raw, pairs, problems)
        _take(raw, LANGUAGE_KEY, str, " or ".join(codes()), pairs, problems)
    _take_params(raw.get("params", {}), registry, pairs, problems)
    scenario, found = from_pairs(pairs, registry)
    return scenario, problems + found


def _parsed(text: str | bytes) -> dict[str, Any]:
    if len(text) > MAX_BYTES:
        raise ScenarioFileError(
            [
                Problem(
                    key="file",
                    found=worded("{count} bytes", count=f"{len(text):,}"),
                    allowed=worded("at most 1 MB"),
                )
            ]
        )
    try:
        raw = read_json(text)
    except ValueError as fault:
        allowed = worded("a scenario file (JSON), as saved under Share")
        raise ScenarioFileError(
            [Problem(key="file", found=clip(f"broken: {fault}"), allowed=allowed)]
        ) from None
    version = raw.get("schema_version") if isinstance(raw, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= SCHEMA_VERSION:
        newer = isinstance(version, int) and version > SCHEMA_VERSION
        allowed = f"1 to {SCHEMA_VERSION}" + (
            "; " + worded("this file needs a newer version of the program") if newer else ""
        )
        raise ScenarioFileError([_wrong("schema_version", version, allowed)])
    return raw


def read_json(text: str | bytes) -> Any:
    """Read JSON from outside; NaN, Infinity and endless numbers are left to whoever checks the fields.

    Raises
    ------
    ValueError
        If it is no JSON or nested too deep; the text says so in words.
    """
    try:
        return json.loads(text, parse_int=_whole)
    except RecursionError:
        raise ValueError(worded("it is nested too deep")) from None


def _whole(digits: str) -> int | str:
    """Return a whole number; one so long that Python will not read it stays text, which no number's field takes."""
    return int(digits) if len(digits) <= _MAX_DIGITS else digits


def _take(
    raw: dict[str, Any],
    key: str,
    kind: type,
    allowed: str,
    pairs: list[tuple[str, str]],
    problems: list[Problem],
) -> None:
    if key not in raw:
        return
    if isinstance(raw[key], kind):
        pairs.append((key, raw[key]))
    else:
        problems.append(_wrong(key, raw[key], allowed))


def _take_theme(raw: dict[str, Any], pairs: list[tuple[str, str]], problems: list[Problem]) -> None:
    if raw.get("theme", "") != "":  # '' follows the device, as no theme does
        _take(raw, "theme", str, worded("light or dark"), pairs, problems)


def _take_view(view: Any, pairs: list[tuple[str, str]], problems: list[Problem]) -> None:
    if view is None:
        return
    allowed = worded("null, or numbers for lon, lat and zoom")
    if (
        not isinstance(view, dict)
        or set(view) != {"lon", "lat", "zoom"}
        or not all(map(_is_number, view.values()))
    ):
        problems.append(_wrong("view", view, allowed))
        return
    pairs.append(("view", view_text(float(view["lon"]), float(view["lat"]), float(view["zoom"]))))


def _take_params(
    params: Any, registry: Registry, pairs: list[tuple[str, str]], problems: list[Problem]
) -> None:
    if not isinstance(params, dict):
        problems.append(_wrong("params", params, worded("an object of layers and their parameters")))
        return
    by_id = registry.by_id
    for layer_id, values in params.items():
        if len(problems) > _MAX_PROBLEMS:
            return
        layer = by_id.get(layer_id)
        if layer is None or not isinstance(values, dict):
            allowed = worded("one of {list}, with an object of parameters", list=", ".join(registry.ids))
            problems.append(_wrong(f"params.{layer_id}", values, allowed))
            continue
        kinds = {spec.name: spec for spec in layer.specs}
        for name, value in values.items():
            if len(problems) > _MAX_PROBLEMS:
                return
            spec = kinds.get(name)
            if spec is None:
                problems.append(
                    _wrong(f"{layer_id}.{name}", value, ", ".join(kinds) or worded("no parameters"))
                )
            elif spec.kind in ("number", "integer") and _is_number(value):
                pairs.append((f"{layer_id}.{name}", param_text(value)))
            elif spec.kind == "choice" and isinstance(value, str):
                pairs.append((f"{layer_id}.{name}", value))
            elif (
                spec.kind == "several" and isinstance(value, list) and all(isinstance(v, str) for v in value)
            ):
                pairs.append((f"{layer_id}.{name}", ",".join(value)))
            else:
                problems.append(_wrong(f"{layer_id}.{name}", value, spec.allowed))


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return (
        abs(value) < 1e9
    )  # not NaN; an integer of a thousand digits is a number to Python, and to nobody else


def _wrong(key: str, value: Any, allowed: str) -> Problem:
    return Problem(key=clip(key), found=clip(_shown(value)), allowed=allowed)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:200]
