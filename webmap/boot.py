"""What a page with the live map starts from: the map's HTML, and the data its scripts need before they fetch any."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from geodata.sources import Source
from i18n.spoken import said, said_in_page, spoken_day, tr
from layers.core.address import Problem
from layers.core.constants import EDITION
from layers.core.map_label import PLACING, has_label_data
from layers.core.registry import Registry
from layers.core.scenario import Scenario, page_state, param_text
from layers.core.spec import Layer
from layers.core.variants import value_in
from layers.core.views import ACCURACY_FROM_ZOOM, ACCURACY_KM, CLOSEST_ZOOM, VIEWS
from layers.style.rows import NEARER_PX, SAME_PLACE_PX, SCREEN_THEMES, STYLE, colour, rows_of
from webmap.style import CONFIG, figure, map_style, on_demand


def map_elements() -> str:
    """Return the HTML of the map and of what lies on it."""
    return said_in_page(_map_template())


@cache
def _map_template() -> str:
    return Path(__file__).with_name("map.html").read_text(encoding="utf-8").strip()


def boot_data(
    registry: Registry, sources: Mapping[str, Source], scenario: Scenario, problems: Sequence[Problem]
) -> dict[str, Any]:
    """Return all that the page needs to draw: registry, scenario, styles, figure, views, problems."""
    default = registry.default()
    return {
        "layers": [
            {
                "id": layer.id,
                "title": said(layer.title),
                "group": layer.group,
                "shortcut": layer.shortcut,
                "follows_line": layer.follows_line,
                "full_beside": layer.full_beside,
                "derives_from": layer.derives_from,
                "notional": any(row.constructed for row in layer.rows),
                "labels": has_label_data(layer),
                "accent": accent(layer),
                "params": _params(layer, sources),
            }
            for layer in registry.layers
        ],
        "legend": {
            layer.id: [row.kind for row in rows_of(layer.id) if row.in_legend] for layer in registry.layers
        },
        "kinds": {f"{r.layer}/{r.kind}": tr(r.label) for r in STYLE.values() if r.label},
        "reference_line": _reference_line(registry),
        "defaults": {"layers": default.layers, "line": default.line, "title": said(default.title)},
        "scenario": page_state(scenario, registry),
        "styles": {theme: map_style(theme, registry.ids) for theme in ("light", "dark")},
        "on_demand": {theme: on_demand(theme, registry.ids) for theme in ("light", "dark")},
        "figure": figure(),
        "config": CONFIG,
        "views": {name: {**view, "title": tr(view["title"])} for name, view in VIEWS.items()},
        "zoom": {"closest": CLOSEST_ZOOM, "accuracy_from": ACCURACY_FROM_ZOOM, "accuracy_km": ACCURACY_KM},
        "placing": asdict(PLACING) | {"same_place_px": SAME_PLACE_PX, "nearer_px": NEARER_PX},
        "dates": {date: spoken_day(date) for date in registry.line_dates},
        "problems": [said(str(problem)) for problem in problems],
        "edition": EDITION,
    }


def accent(layer: Layer) -> dict[str, str] | None:
    """Return the one colour of a guarantee in the themes of the screen."""
    label = layer.map_label
    return {theme: colour(label.token, theme) for theme in SCREEN_THEMES} if label else None


def _reference_line(registry: Registry) -> dict[str, Any] | None:
    """Return layer and parameter of the line of another date, and what the legend says of its kinds."""
    for layer in registry.layers:
        if layer.reference_line:
            return {
                "layer": layer.id,
                "parameter": f"{layer.id}.{layer.reference_line}",
                "labels": {
                    f"{layer.id}/{row.kind}": [tr(text) for text in row.dated_labels]
                    for row in layer.rows
                    if row.dated_labels
                },
            }
    return None


def _said_by(source: Source) -> str:
    """Return the title of a source, and of an assumption that it is one."""
    if not source.is_assumption:
        return said(source.title)
    return tr("Assumption of this project: {title}", title=said(source.title))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _params(layer: Layer, sources: Mapping[str, Source]) -> list[dict[str, Any]]:
    """Return what the page must know of a layer's parameters to write addresses and to set controls."""
    return [
        {
            "name": spec.name,
            "kind": spec.kind,
            "title": tr("{layer}, {name}", layer=said(layer.title), name=tr(spec.title).lower()),
            "low": spec.low,
            "high": spec.high,
            "allowed": said(spec.allowed),
            "unit": tr(spec.unit),
            "default": param_text(spec.default),
            "options": spec.options,
            "variants": {
                variant: param_text(value)
                for variant in ("low", "default", "high")
                if (value := value_in(spec, variant)) is not None
            },
            "presets": [
                {
                    "value": p.value,
                    "note": f"{_sentence(said(p.note))}. {_said_by(sources[p.source])}.",
                }
                for p in spec.presets
            ],
        }
        for spec in layer.specs
    ]
