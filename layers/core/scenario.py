"""The scenario: everything that steers a map, as one frozen value with an exact text form.

`to_query` and `from_query` are inverses; the address of the page is the only state a visit has. Reading never
guesses: what is not understood becomes a `Problem` that names it, and the rest still applies.
"""

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from pydantic import ValidationError

from layers.core.changes import layer_changes
from layers.core.constants import EDITION
from layers.core.edition import EDITION_KEY, is_edition
from layers.core.params import Params, ParamSpec
from layers.core.spec import Layer
from layers.core.views import CLOSEST_ZOOM
from layers.style.palettes import SCREEN_THEMES

if TYPE_CHECKING:
    from layers.core.registry import Registry

DEFAULT_LINE_DATE = "2025-08-31"  # the date of the proposal
DEFAULT_TITLE = "Security guarantees for Ukraine: a layered proposal"
ZOOM_RANGE = (1.0, CLOSEST_ZOOM)  # the map's own; an address may say more, as earlier editions did
_MOST_ZOOM = 12.0
_SHOWN_CHARS = 60


def view_text(lon: float, lat: float, zoom: float) -> str:
    """Return ``lon,lat,zoom``: four decimals are 10 m, two of zoom are less than a pixel of a screen."""
    return ",".join(f"{v:.{d}f}".rstrip("0").rstrip(".") for v, d in ((lon, 4), (lat, 4), (zoom, 2)))


@dataclass(frozen=True, kw_only=True)
class View:
    """Where the map looks: centre in degrees, zoom as MapLibre counts it (512-px tiles)."""

    lon: float
    lat: float
    zoom: float

    def text(self) -> str:
        """Return ``lon,lat,zoom``, rounded to what a screen can show."""
        return view_text(self.lon, self.lat, self.zoom)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something in an address or a file that was not understood: which key, what came, what is allowed."""

    key: str
    found: str
    allowed: str

    def __str__(self) -> str:
        return f"“{self.key}={self.found}” is not understood. Allowed: {self.allowed}."


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Visible layers (registry order), line date, parameters by layer id, view (None: home), theme, title.

    `compare` is a second scenario to stand beside this one; its view and theme are those of the first.
    """

    layers: tuple[str, ...]
    params: Mapping[str, Params]
    line: str = DEFAULT_LINE_DATE
    view: View | None = None
    theme: str = ""  # '' follows the device
    title: str = DEFAULT_TITLE
    compare: "Scenario | None" = None

    def to_query(self, registry: "Registry") -> str:
        """Return the scenario as a query string: only what differs from the defaults, and the edition last."""
        pairs = self._pairs(registry)
        return urlencode([*pairs, (EDITION_KEY, str(EDITION))], safe=",") if pairs else ""

    def _pairs(self, registry: "Registry") -> list[tuple[str, str]]:
        default = registry.default()
        pairs: list[tuple[str, str]] = []
        if self.layers != default.layers:
            pairs.append(("layers", ",".join(self.layers)))
        if self.line != default.line:
            pairs.append(("line", self.line))
        if self.view is not None:
            pairs.append(("view", self.view.text()))
        if self.theme:
            pairs.append(("theme", self.theme))
        if self.title != default.title:
            pairs.append(("title", self.title))
        for layer in registry.layers:
            pairs += layer_pairs(layer, self.params[layer.id])
        if self.compare is not None:
            second = replace(self.compare, view=None, theme="", compare=None)
            pairs.append(("b", urlencode(second._pairs(registry), safe=",")))
        return pairs


def shows_line(scenario: Scenario, registry: "Registry") -> bool:
    """Return whether a scenario shows a layer that follows the line, so that the line's date is to be told."""
    return any(registry[layer_id].follows_line for layer_id in scenario.layers)


def page_state(scenario: Scenario, registry: "Registry") -> dict[str, Any]:
    """Return a scenario as pages hold it: parameters as text by key, only those that differ from the default."""
    view = scenario.view
    return {
        "layers": scenario.layers,
        "line": scenario.line,
        "view": {"lon": view.lon, "lat": view.lat, "zoom": view.zoom} if view else None,
        "theme": scenario.theme,
        "title": scenario.title,
        "params": dict(
            pair for layer in registry.layers for pair in layer_pairs(layer, scenario.params[layer.id])
        ),
        "compare": page_state(scenario.compare, registry) if scenario.compare else None,
    }


def layer_pairs(layer: Layer, params: Params) -> list[tuple[str, str]]:
    """Return ``(<layer_id>.<parameter>, text)`` for each parameter that differs from its default."""
    return [(f"{layer.id}.{c.spec.name}", param_text(c.value)) for c in layer_changes(layer, params)]


def data_query(layer: Layer, scenario: Scenario) -> str:
    """Return the query of a layer's GeoJSON: only what that layer depends on, so that caches hit."""
    pairs = layer_pairs(layer, scenario.params[layer.id])
    if layer.follows_line:
        pairs.insert(0, ("line", scenario.line))
    return urlencode(pairs, safe=",")


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
                problems.append(_problem(key, value, " or ".join(SCREEN_THEMES)))
        elif key == "title":
            title = " ".join(value.split())
            if title and len(title) <= 120 and title.isprintable():
                scenario = replace(scenario, title=title)
            else:
                problems.append(_problem(key, value, "1 to 120 printable characters"))
        elif key == EDITION_KEY:
            if not is_edition(value):  # it says nothing of the map, only who wrote the address
                problems.append(_problem(key, value, _EDITIONS_ALLOWED))
        elif key == "b":
            scenario = replace(scenario, compare=_read_second(value, registry, problems))
        elif dot and layer_id in registry.by_id:
            raw.setdefault(layer_id, {})[name] = value
        else:
            problems.append(_problem(key, value, _keys_allowed(key, registry)))
    params = dict(scenario.params)
    for layer_id, values in raw.items():
        params[layer_id], found = read_params(registry[layer_id], values)
        problems += found
    return replace(scenario, params=MappingProxyType(params)), problems


def _read_second(query: str, registry: "Registry", problems: list[Problem]) -> Scenario:
    """Read the scenario to compare with; it has no view, theme or second of its own."""
    pairs, own = parse_qsl(query, keep_blank_values=True), []
    for key, value in pairs:
        if key in ("view", "theme", "b", EDITION_KEY):
            problems.append(_problem(f"b: {key}", value, "nothing; it is that of the first scenario"))
        else:
            own.append((key, value))
    second, found = from_pairs(own, registry)
    problems += [replace(problem, key=clip(f"b: {problem.key}")) for problem in found]
    return second


def read_params(layer: Layer, texts: Mapping[str, str]) -> tuple[Params, list[Problem]]:
    """Read a layer's parameters from text by name; what is not valid keeps its default and is reported."""
    specs = {spec.name: spec for spec in layer.specs}
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, text in texts.items():
        key = f"{layer.id}.{name}"
        if name not in specs:
            known = ", ".join(f"{layer.id}.{n}" for n in specs) or f"{layer.title} has no parameters"
            problems.append(_problem(key, text, known))
            continue
        spec = specs[name]
        try:
            value = _param_value(spec, text)
            layer.params(**{name: value})
        except (ValueError, ValidationError):
            problems.append(_problem(key, text, spec.allowed))
        else:
            values[name] = value
    try:
        return layer.params(**values), problems
    except ValidationError as error:  # each is fine alone, not together: a rule between two parameters
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        problems.append(_problem(layer.id, ", ".join(f"{k}={v}" for k, v in values.items()), reason))
        return layer.params(), problems


def param_text(value: Any) -> str:
    """Return a parameter's value as it stands in an address."""
    if isinstance(value, tuple):
        return ",".join(value)
    return repr(value) if isinstance(value, float) and not value.is_integer() else _plain(value)


def _plain(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


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


_EDITIONS_ALLOWED = f"1 to {EDITION}; a higher one needs a newer version of the program"
_VIEW_ALLOWED = (
    f"longitude,latitude,zoom, such as 31.2,48.6,5.1 (longitude −180 to 180, latitude −80 to 80, "
    f"zoom {ZOOM_RANGE[0]:g} to {_MOST_ZOOM:g})"
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
    return f"layers, line, view, theme, title, b, or a layer’s parameter such as {', '.join(alike)}"


def _problem(key: str, found: str, allowed: str) -> Problem:
    return Problem(key=clip(key), found=clip(found), allowed=allowed)


def clip(text: str) -> str:
    """Make text from outside fit to be shown in a message: printable, and not too long."""
    clean = "".join(c if c.isprintable() else "�" for c in text)
    return clean if len(clean) <= _SHOWN_CHARS else clean[: _SHOWN_CHARS - 1] + "…"
