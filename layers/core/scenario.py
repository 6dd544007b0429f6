"""The scenario: everything that steers a map, as one frozen value with an exact text form.

`to_query` and `layers.core.address.from_query` are inverses; the address of the page is the only state a visit has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from i18n.language import ENGLISH
from i18n.spoken import said
from layers.core.changes import layer_changes
from layers.core.constants import EDITION
from layers.core.edition import EDITION_KEY
from layers.core.params import Params, param_specs
from layers.core.spec import Layer
from layers.core.views import CLOSEST_ZOOM

if TYPE_CHECKING:
    from layers.core.registry import Registry

DEFAULT_LINE_DATE = "2025-08-31"  # the date of the proposal
DEFAULT_TITLE = "Security guarantees for Ukraine: a layered proposal"
#: Key of the page’s language; of a figure it is the figure’s own (`export.figures.options`).
LANGUAGE_KEY = "lang"
MAX_NAME = 40
#: The letters of scenarios that are compared, in their order; in an address each but the first is a key.
LETTERS = "abcdef"
ZOOM_RANGE = (1.0, CLOSEST_ZOOM)  # the map's own; an address may say more, as earlier editions did


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
class Scenario:
    """Visible layers (registry order), line date, parameters by layer id, view (None: home), theme, language, title.

    `compare` is a second scenario to stand beside this one, `more` are a third to a sixth; their view, theme and
    language are those of the first. `name` is what it is called among them, '' its letter alone.
    """

    layers: tuple[str, ...]
    params: Mapping[str, Params]
    line: str = DEFAULT_LINE_DATE
    view: View | None = None
    theme: str = ""  # '' follows the device
    lang: str = ENGLISH  # of the page
    title: str = DEFAULT_TITLE
    compare: "Scenario | None" = None
    name: str = ""
    more: tuple["Scenario", ...] = ()

    @property
    def compared(self) -> tuple["Scenario", ...]:
        """All that stand side by side, this one first; this one alone where none is compared with it."""
        return (self, *([self.compare] if self.compare else []), *self.more)

    def beside(self, others: "Sequence[Scenario]") -> "Scenario":
        """Return the scenario with those to compare it with, in their order."""
        own = [replace(one, view=None, theme="", compare=None, more=()) for one in others]
        return replace(self, compare=own[0] if own else None, more=tuple(own[1:]))

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
        if self.lang != default.lang:
            pairs.append((LANGUAGE_KEY, self.lang))
        if self.title != default.title:
            pairs.append(("title", self.title))
        if self.name:
            pairs.append(("name", self.name))
        for layer in registry.layers:
            pairs += layer_pairs(layer, self.params[layer.id])
        for letter, one in zip(LETTERS[1:], self.compared[1:], strict=False):
            own = replace(one, view=None, theme="", lang=ENGLISH, compare=None, more=())
            pairs.append((letter, urlencode(own._pairs(registry), safe=",")))
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
        "title": said(scenario.title) if scenario.title == DEFAULT_TITLE else scenario.title,
        "name": scenario.name,
        "params": dict(
            pair for layer in registry.layers for pair in layer_pairs(layer, scenario.params[layer.id])
        ),
        "compare": page_state(scenario.compare, registry) if scenario.compare else None,
        "more": [page_state(one, registry) for one in scenario.more],
    }


def layer_pairs(layer: Layer, params: Params) -> list[tuple[str, str]]:
    """Return ``(<layer_id>.<parameter>, text)`` for each parameter that differs from its default."""
    return [(f"{layer.id}.{c.spec.name}", param_text(c.value)) for c in layer_changes(layer, params)]


def _pairs_of(layer_id: str, params: Params) -> list[tuple[str, str]]:
    """Return what `layer_pairs` does, of a layer that only its id is known of."""
    values = ((spec, getattr(params, spec.name)) for spec in param_specs(type(params)))
    return [(f"{layer_id}.{spec.name}", param_text(v)) for spec, v in values if v != spec.default]


def data_query(layer: Layer, scenario: Scenario) -> str:
    """Return the query of a layer's GeoJSON: only what that layer depends on, so that caches hit."""
    pairs = layer_pairs(layer, scenario.params[layer.id])
    if layer.derives_from:
        of = [one for one in layer.derives_from if one in scenario.layers]
        pairs = [
            ("layers", ",".join(of)),
            *(pair for one in of for pair in _pairs_of(one, scenario.params[one])),
            *pairs,
        ]
    if layer.follows_line:
        pairs.insert(0, ("line", scenario.line))
    return urlencode(pairs, safe=",")


def param_text(value: Any) -> str:
    """Return a parameter's value as it stands in an address."""
    if isinstance(value, tuple):
        return ",".join(value)
    return repr(value) if isinstance(value, float) and not value.is_integer() else _plain(value)


def _plain(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)
