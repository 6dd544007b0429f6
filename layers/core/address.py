"""Reading a scenario from an address: the inverse of `Scenario.to_query`.

Reading never guesses: what is not understood becomes a `Problem` that names it, and the rest still applies.
"""

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl

from pydantic import ValidationError

from i18n.language import codes
from i18n.spoken import worded
from layers.core.constants import EDITION
from layers.core.edition import EDITION_KEY, is_edition
from layers.core.params import Params, ParamSpec
from layers.core.spec import Layer
from layers.style.palettes import SCREEN_THEMES

if TYPE_CHECKING:
    from layers.core.registry import Registry
from layers.core.scenario import LANGUAGE_KEY, LETTERS, MAX_NAME, ZOOM_RANGE, Scenario, View

#: The keys of an address that are no parameter of a layer.
OWN_KEYS = ("layers", "line", "view", "theme", LANGUAGE_KEY, "title", "name", *LETTERS[1:])
Model = TypeVar("Model", bound=Params)
_SHOWN_CHARS = 60
_MOST_ZOOM = 12.0  # earlier editions went as far; the map stays at its closest


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something in an address or a file that was not understood: which key, what came, what is allowed."""

    key: str
    found: str
    allowed: str

    def __str__(self) -> str:
        return worded(
            "“{key}={found}” is not understood. Allowed: {allowed}.",
            key=self.key,
            found=self.found,
            allowed=self.allowed,
        )


def from_query(query: str, registry: "Registry") -> tuple[Scenario, list[Problem]]:
    """Read a query string; the last of repeated keys wins. Never raises.

    Returns
    -------
    The scenario with everything that was understood, and the problems found.
    """
    return from_pairs(parse_qsl(query.lstrip("?"), keep_blank_values=True, max_num_fields=None), registry)


def from_pairs(pairs: Iterable[tuple[str, str]], registry: "Registry") -> tuple[Scenario, list[Problem]]:
    """Read decoded key–value pairs; see `from_query`."""
    scenario, problems = registry.default(), []
    raw: dict[str, dict[str, str]] = {}
    others: dict[str, Scenario] = {}
    for key, value in dict(pairs).items():
        layer_id, dot, name = key.partition(".")
        if key == "layers":
            ids, unknown = _split_known(value, registry.ids)
            if ids or not unknown:  # where nothing is understood, the default stays; '' is none
                scenario = replace(scenario, layers=ids)
            problems += [_problem(key, u, ", ".join(registry.ids)) for u in unknown]
        elif key == "line":
            if value in registry.line_dates:
                scenario = replace(scenario, line=value)
            else:
                problems.append(_problem(key, value, ", ".join(registry.line_dates)))
        elif key == "view":
            view = _read_view(value)
            if view is None:
                problems.append(_problem(key, value, _VIEW_ALLOWED))
            else:
                scenario = replace(scenario, view=view)
        elif key == "theme":
            if value in SCREEN_THEMES:
                scenario = replace(scenario, theme=value)
            else:
                problems.append(
                    _problem(
                        key, value, worded("{one} or {other}", one=SCREEN_THEMES[0], other=SCREEN_THEMES[1])
                    )
                )
        elif key == LANGUAGE_KEY:
            if value in codes():
                scenario = replace(scenario, lang=value)
            else:
                problems.append(_problem(key, value, " or ".join(codes())))
        elif key == "title":
            title = " ".join(value.split())
            if title and len(title) <= 120 and title.isprintable():
                scenario = replace(scenario, title=title)
            else:
                problems.append(_problem(key, value, worded("1 to 120 printable characters")))
        elif key == "name":
            name = " ".join(value.split())
            if len(name) <= MAX_NAME and name.isprintable():
                scenario = replace(scenario, name=name)
            else:
                problems.append(
                    _problem(key, value, worded("at most {most} printable characters", most=MAX_NAME))
                )
        elif key == EDITION_KEY:
            if not is_edition(value):  # it says nothing of the map, only who wrote the address
                problems.append(_problem(key, value, _EDITIONS_ALLOWED))
        elif key in LETTERS[1:] and key:
            others[key] = _read_other(key, value, registry, problems)
        elif dot and layer_id in registry.by_id:
            raw.setdefault(layer_id, {})[name] = value
        else:
            problems.append(_problem(key, value, _keys_allowed(key, registry)))
    params = dict(scenario.params)
    for layer_id, values in raw.items():
        params[layer_id], found = read_params(registry[layer_id], values)
        problems += found
    scenario = scenario.beside([others[letter] for letter in sorted(others)])
    return replace(scenario, params=MappingProxyType(params)), problems


def _read_other(letter: str, query: str, registry: "Registry", problems: list[Problem]) -> Scenario:
    """Read a scenario to compare with; it has no view, theme, language or others of its own."""
    pairs, own = parse_qsl(query, keep_blank_values=True), []
    for key, value in pairs:
        if key in ("view", "theme", LANGUAGE_KEY, *LETTERS[1:], EDITION_KEY):
            of_first = worded("nothing; it is that of the first scenario")
            problems.append(_problem(f"{letter}: {key}", value, of_first))
        else:
            own.append((key, value))
    other, found = from_pairs(own, registry)
    problems += [replace(problem, key=clip(f"{letter}: {problem.key}")) for problem in found]
    return other


def read_params(layer: Layer, texts: Mapping[str, str]) -> tuple[Params, list[Problem]]:
    """Read a layer's parameters from text by name; what is not valid keeps its default and is reported."""
    if not layer.specs:
        known = worded("{layer} has no parameters", layer=layer.title)
        return layer.params(), [_problem(f"{layer.id}.{name}", text, known) for name, text in texts.items()]
    return read_values(layer.id, layer.specs, layer.params, texts)


def read_values(
    prefix: str, known: Sequence[ParamSpec], model: type[Model], texts: Mapping[str, str]
) -> tuple[Model, list[Problem]]:
    """Read the parameters of a model, known in an address as ``<prefix>.<name>``; see `read_params`."""
    specs = {spec.name: spec for spec in known}
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, text in texts.items():
        key = f"{prefix}.{name}"
        if name not in specs:
            problems.append(_problem(key, text, ", ".join(f"{prefix}.{n}" for n in specs)))
            continue
        spec = specs[name]
        try:
            value = _param_value(spec, text)
            model(**{name: value})
        except (ValueError, ValidationError):
            problems.append(_problem(key, text, spec.allowed))
        else:
            values[name] = value
    try:
        return model(**values), problems
    except ValidationError as error:  # each is fine alone, not together: a rule between two parameters
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        problems.append(_problem(prefix, ", ".join(f"{k}={v}" for k, v in values.items()), reason))
        return model(), problems


def _param_value(spec: ParamSpec, text: str) -> Any:
    """Turn text into the parameter's type; ValueError where it is not of that type."""
    if spec.kind == "several":
        ids, unknown = _split_known(text, spec.options)
        if unknown:
            raise ValueError(unknown[0])
        return ids
    if spec.kind == "choice":
        return text
    if len(text) > 32:
        raise ValueError(text)
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    if spec.kind == "integer":
        if not value.is_integer():
            raise ValueError(text)
        return int(value)
    return value


def _split_known(text: str, known: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Split a comma list into known items (in the order of `known`, once each) and the rest."""
    items = [item.strip() for item in text.split(",") if item.strip()]
    unknown = [item for item in dict.fromkeys(items) if item not in known]
    return tuple(k for k in known if k in items), unknown


_EDITIONS_ALLOWED = worded(
    "1 to {edition}; a higher one needs a newer version of the program", edition=EDITION
)
_VIEW_ALLOWED = worded(
    "longitude,latitude,zoom, such as 31.2,48.6,5.1 (longitude −180 to 180, latitude −80 to 80, zoom {low} to {high})",
    low=f"{ZOOM_RANGE[0]:g}",
    high=f"{_MOST_ZOOM:g}",
)


def _read_view(text: str) -> View | None:
    try:
        lon, lat, zoom = (float(part) for part in text.split(","))
    except ValueError:
        return None
    inside = abs(lon) <= 180 and abs(lat) <= 80 and ZOOM_RANGE[0] <= zoom <= _MOST_ZOOM
    if not inside:  # NaN compares false, so it lands here too
        return None
    return View(lon=round(lon, 4) + 0.0, lat=round(lat, 4) + 0.0, zoom=min(round(zoom, 2), ZOOM_RANGE[1]))


def _keys_allowed(key: str, registry: "Registry") -> str:
    """Name the keys there are: all of the map's own, and of the parameters those that look alike."""
    names = [f"{layer.id}.{spec.name}" for layer in registry.layers for spec in layer.specs]
    alike = difflib.get_close_matches(key, names, n=3, cutoff=0.5) or names[:1]
    return worded(
        "{keys}, or a layer’s parameter such as {alike}", keys=", ".join(OWN_KEYS), alike=", ".join(alike)
    )


def _problem(key: str, found: str, allowed: str) -> Problem:
    return Problem(key=clip(key), found=clip(found), allowed=allowed)


def clip(text: str) -> str:
    """Make text from outside fit to be shown in a message: printable, and not too long."""
    clean = "".join(c if c.isprintable() else "�" for c in text)
    return clean if len(clean) <= _SHOWN_CHARS else clean[: _SHOWN_CHARS - 1] + "…"
