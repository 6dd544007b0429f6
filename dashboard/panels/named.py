"""Names of features as buttons that lead to them on the map: lists of them, and names within texts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.service import Service
from i18n.spoken import current, said, tr
from layers.core.scenario import Scenario
from layers.core.spec import Layer
from layers.style.rows import STYLE


@dataclass(frozen=True, kw_only=True)
class NamedFeature:
    """A feature that a panel names, with its bounds: west, south, east, north in degrees."""

    layer: str
    kind: str
    feature_id: str
    name: str
    short: str
    bounds: tuple[float, float, float, float]

    def button(self, text: str, *, current: bool = False) -> Component:
        """Return its name as a button; the page goes there and marks it (`frontend/panels/feature.js`)."""
        data: dict[str, Any] = {
            "data-layer": self.layer,
            "data-feature-id": self.feature_id,
            "data-bounds": ",".join(f"{degrees:.3f}" for degrees in self.bounds),
            **({"aria-current": "true"} if current else {}),
        }
        return html.Button(
            text, className="name-button", title=tr("Show on the map: {name}", name=self.name), **data
        )


class Names:
    """The features that panels list under a scenario, by each name that texts call them."""

    def __init__(self, service: Service, scenario: Scenario) -> None:
        self._features: dict[str, list[NamedFeature]] = {}
        self._by_text: dict[str, NamedFeature] = {}
        for layer in service.registry.layers:
            if layer.listed is None:
                continue
            found = list(_features_of(layer, service, scenario))
            self._features[layer.id] = found
            for feature in found:
                self._by_text[feature.name] = feature
                self._by_text.setdefault(feature.short, feature)
        longest_first = sorted(self._by_text, key=len, reverse=True)
        self._any = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def lists(self, layer: Layer, *, current: str = "") -> list[Component]:
        """Return a layer's listed features by kind, each with its heading; `current` is marked."""
        listed = layer.listed
        made: list[Component] = []
        for kind in listed.kinds if listed else ():
            buttons = [
                html.Li(one.button(one.short, current=one.feature_id == current))
                for one in self._features.get(layer.id, ())
                if listed and one.kind == kind
            ]
            if buttons:
                made += [html.H4(tr(STYLE[layer.id, kind].label)), html.Ul(buttons, className="names")]
        return made

    def linked(self, text: str) -> str | list[str | Component]:
        """Return a text in the language that is spoken now with the names in it as buttons; as it is where none is."""
        text = said(text)
        if self._any is None or not self._any.search(text):
            return text
        parts: list[str | Component] = []
        end = 0
        for match in self._any.finditer(text):
            parts += [text[end : match.start()], self._by_text[match[0]].button(match[0])]
            end = match.end()
        return [part for part in [*parts, text[end:]] if part != ""]


def _features_of(layer: Layer, service: Service, scenario: Scenario) -> Iterable[NamedFeature]:
    frame = service.frame(layer, scenario)
    kinds = layer.listed.kinds if layer.listed else ()
    shown = frame.loc[frame["kind"].isin(kinds)]
    rows: Iterable[Mapping[str, str]] = shown[["kind", "feature_id", "name"]].to_dict("records")  # type: ignore[assignment]
    for row, bounds in zip(rows, shown.bounds.itertuples(index=False), strict=True):
        west, south, east, north = map(float, bounds)
        short = layer.listed.short(row["name"]) if layer.listed else row["name"]
        names = {"name": current().named(row["name"]), "short": said(short)}
        yield NamedFeature(layer=layer.id, bounds=(west, south, east, north), **{**row, **names})
