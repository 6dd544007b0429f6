"""A briefing as one file that opens from disk: no server, no internet, the map and its switches alive.

It holds what the page would fetch: the page's own scripts and styles, plotly.js, and the layers of every scene, packed.
The same scripts run in both (`frontend/`); what differs is where data comes from (`standalone.js`) and the panel round
the map (`standalone/page.js`).
"""

import base64
import gzip
import html
import json
import math
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from briefings.loader import dump
from briefings.marking import is_notice
from briefings.model import Briefing
from briefings.placeholders import Library, resolved
from briefings.serialize import scene_view, serialize
from export.decks import slide_layout
from export.decks.slide_layout import DeckStyle
from export.metadata import briefings as deck_metadata
from export.metadata.licences import notices
from i18n.language import ENGLISH, Language
from i18n.script_words import words_element
from i18n.spoken import speaking
from layers.core import ground
from layers.core.citations import source_keys
from layers.core.constants import NOTICE, provenance
from layers.core.dated_label import legend_label
from layers.core.geojson import in_language, to_geojson
from layers.core.map_label import has_label_data, label_data
from layers.core.scenario import Scenario, data_query, param_text
from layers.style.rows import SCREEN_THEMES, STYLE
from webmap.boot import boot_data, map_elements
from webmap.sprite import sprite
from webmap.swatches import swatch_uri

#: At most so many values of a parameter that stays live are in a file.
_LIVE_VALUES = 7
_ASSETS = Path(__file__).parents[2] / "assets"
#: Nothing may be fetched from anywhere, whatever a text in the file says.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data: blob:; worker-src data: blob:; style-src 'unsafe-inline'; "
    "img-src data: blob:; connect-src data: blob:; form-action 'none'; base-uri 'none'"
)
_PAGE = """<!DOCTYPE html>
<html lang="{lang}" data-left="folded" data-right="folded" data-legend="open" data-single="yes" data-present>
<head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{notice}">
<title>{title}</title>
{embedded}
<style>{style}</style>
</head>
<body>
<div id="single-state" role="status">{opening}</div>
{map}
<script type="text/plain" id="pack-data">{data}</script>
<script type="text/plain" id="pack-plotly">{plotly}</script>
<script type="text/plain" id="licences">
{licences}</script>
{words}<script>{script}</script>
</body>
</html>
"""


def to_html(briefing: Briefing, library: Library, style: DeckStyle | None = None) -> bytes:
    """Return the file.

    `style` names a theme of the screen, which every scene then has, and the language of what the page says itself.

    Raises
    ------
    ValueError
        If a feature that a scene speaks of does not exist under its scenario.
    """
    with speaking(style.lang if style else ENGLISH) as translate:
        return _page(_with_theme(briefing, style.theme) if style else briefing, library, translate)


def _page(briefing: Briefing, library: Library, translate: Language) -> bytes:
    """Return the file in the language that is spoken now."""
    scenes = [resolved(scene, library, translate) for scene in briefing.scenes]
    boot = boot_data(library.registry, library.sources, scenes[0].scenario, [])
    boot["extents"] = {}  # labels bring them
    boot["present"], live = _presented(briefing, library, translate)
    shown = [*(scene.scenario for scene in scenes), *live]
    data = _data(library, shown, translate)
    pack: dict[str, Any] = {
        "boot": boot | {"present": _marked(boot["present"], translate)},
        "data": data,
        "labels": _labels(library, shown, translate),
        "sprites": {theme: _sprite(theme) for theme in SCREEN_THEMES},
        "fonts": _fonts(),
        "swatches": {
            theme: {f"{row.layer}/{row.kind}": swatch_uri(row, theme) for row in STYLE.values() if row.label}
            for theme in SCREEN_THEMES
        },
    }
    pack["sources"] = _sources(data, library, translate)
    cited = {key: library.sources[key] for key in slide_layout.cited_keys(briefing, pack["sources"], library)}
    provenance_json = deck_metadata.provenance_of(briefing, library, cited, "html")
    parts = {
        "policy": _POLICY,
        "lang": translate.code,
        "opening": html.escape(translate("Opening the map …")),
        "notice": html.escape(translate(NOTICE)),
        "title": html.escape(translate(briefing.title)),
        "embedded": deck_metadata.in_page(provenance_json, dump(briefing, library)),
        "style": _without_fonts(_built("standalone.css")).replace("</", "<\\/"),
        "map": map_elements(),
        "words": words_element(),
        "data": _packed(json.dumps(pack, ensure_ascii=False, separators=(",", ":")).encode()),
        "plotly": _packed((_ASSETS / "vendor" / "plotly-map.min.js").read_bytes()),
        "licences": notices().replace("<", "‹").replace(">", "›"),  # no text may end the element
        "script": _built("standalone.js"),  # esbuild lets no text of a script end its element
    }  # fmt: skip
    # One pass, so that nothing in a text is taken for a placeholder.
    return re.sub(r"\{(\w+)\}", lambda found: parts[found[1]], _PAGE).encode()


def _presented(
    briefing: Briefing, library: Library, translate: Language
) -> tuple[dict[str, Any], list[Scenario]]:
    """Return the briefing as data, and the scenarios to which its live parameters can be moved in a file.

    There is no server to ask, so a slider has a few values, and the file the scene under each.
    """
    data = serialize(briefing, library, translate)
    scenarios: list[Scenario] = []
    for scene, shown in zip(briefing.scenes, data["scenes"], strict=True):
        live = shown["live"]
        if live is None:
            continue
        del live["scene"]
        values, live["step"] = live_values(live)
        live["low"], live["high"], live["scenes"] = values[0], values[-1], {}
        for value in values:
            if param_text(value) != live["value"]:
                moved = scene.model_copy(update={"scenario": with_value(scene.scenario, live["key"], value)})
                live["scenes"][param_text(value)] = scene_view(moved, library, translate) | {"live": None}
                scenarios.append(moved.scenario)
    return data, scenarios


def live_values(live: Mapping[str, Any]) -> tuple[list[float], float]:
    """Return the values that a slider has in a file, the scene's own among them, and how far they are apart."""
    low, high, step, own = live["low"], live["high"], live["step"], float(live["value"])
    times = max(1, math.ceil((high - low) / step / (_LIVE_VALUES - 1)))
    apart = times * step
    below, above = int((own - low) // apart), int((high - own) // apart)
    return [own + i * apart for i in range(-below, above + 1)], apart


def with_value(scenario: Scenario, key: str, value: float) -> Scenario:
    """Return a scenario with another value of a parameter, named as in an address."""
    layer_id, _, name = key.partition(".")
    params = scenario.params[layer_id]
    changed = type(params).model_validate({**params.model_dump(), name: value})
    return replace(scenario, params={**scenario.params, layer_id: changed})


def _built(name: str) -> str:
    return (_ASSETS / "dist" / name).read_text(encoding="utf-8")


#: A rule for a font that lies beside the page, as the built style sheet has it.
_FACE = re.compile(
    r"@font-face\{font-family:\"?(?P<family>[^;\"]+)\"?;font-style:(?P<style>\w+);font-weight:(?P<weight>[\d ]+);"
    r"[^}]*url\(\"?\.\./fonts/(?P<file>[^)\"]+)\"?\)[^}]*\}"
)


def _without_fonts(style: str) -> str:
    """Return a style sheet without the fonts that it would fetch: they come with the data."""
    return _FACE.sub("", style)


def _fonts() -> dict[str, Any]:
    """Return the typeface: its files, each once, and under which families and weights the page knows them."""
    faces = [found.groupdict() for found in _FACE.finditer(_built("standalone.css"))]
    files = {face["file"]: (_ASSETS / "fonts" / face["file"]).read_bytes() for face in faces}
    return {"faces": faces, "files": {name: base64.b64encode(body).decode() for name, body in files.items()}}


def _packed(body: bytes) -> str:
    # No time of making: the same briefing gives the same file.
    return base64.b64encode(gzip.compress(body, 9, mtime=0)).decode()


def _data(library: Library, scenarios: list[Scenario], translate: Language) -> dict[str, Any]:
    """Return every layer's GeoJSON under every scene's assumptions, by ``<layer>?<query>``, each once.

    Each has `labels` for the kinds that a legend dates.
    """
    made_by = provenance(library.registry.data_version)
    found: dict[str, Any] = {}
    for layer in (ground.LAYER, *library.registry.layers):
        for scenario in scenarios:
            key = f"{layer.id}?{'' if layer is ground.LAYER else data_query(layer, scenario)}"
            if key not in found:
                frame = library.frame(layer.id, scenario)
                found[key] = json.loads(to_geojson(in_language(frame, translate), made_by)) | {
                    "labels": {
                        f"{layer.id}/{row.kind}": legend_label(
                            row, [{layer.id: frame}], translate, translate.day
                        )
                        for row in layer.rows
                        if row.dated_labels
                    }
                }
    return found


def _labels(library: Library, scenarios: list[Scenario], translate: Language) -> dict[str, Any]:
    """Return the labels of the guarantees under every scene's assumptions, by ``<layer>?<query>``, each once."""
    found: dict[str, Any] = {}
    for layer in filter(has_label_data, library.registry.layers):
        for scenario in scenarios:
            key = f"{layer.id}?{data_query(layer, scenario)}"
            if key not in found:
                frame = library.frame(layer.id, scenario)
                found[key] = label_data(layer, frame, scenario.params[layer.id], translate)
    return found


def _sprite(theme: str) -> dict[str, Any]:
    index, sheet = sprite(theme, 2)
    return {"index": json.loads(index), "sheet": "data:image/png;base64," + base64.b64encode(sheet).decode()}


def _with_theme(briefing: Briefing, theme: str) -> Briefing:
    """Return a briefing whose scenes have a theme, unless they name one themselves."""
    scenes = tuple(
        scene.model_copy(update={"scenario": replace(scene.scenario, theme=scene.scenario.theme or theme)})
        for scene in briefing.scenes
    )
    return briefing.model_copy(update={"scenes": scenes})


def _marked(present: dict[str, Any], translate: Language) -> dict[str, Any]:
    """Return a serialized briefing with the marking in the language where it says what the notice says."""
    return present | ({"marking": translate(NOTICE)} if is_notice(present["marking"]) else {})


def _sources(data: dict[str, Any], library: Library, translate: Language) -> dict[str, Any]:
    """Return the sources that any feature in the file cites."""
    keys = {
        key
        for collection in data.values()
        for feature in collection["features"]
        for key in source_keys(str(feature["properties"].get("source", "")))
    }
    return {
        key: {
            "title": translate.said(s.title),
            "publisher": translate.publisher(s.publisher),
            "date": translate.day(str(s.date)),
            "url": s.url,
            "assumed": s.is_assumption,
        }
        for key, s in library.sources.items()
        if key in keys
    }
