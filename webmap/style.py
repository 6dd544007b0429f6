"""What MapLibre is told: a style made of the style table, with references to data, not copies.

One GeoJSON source per layer; its kinds are told apart by filters. Each style layer says in its `metadata` which
layer and kind it draws, so that the page can show and hide by opacity (measured: far faster than
visibility) and answer hover for what is visible only.
"""

import math
from dataclasses import replace
from typing import Any

from layers import GROUND
from layers.core.views import ACCURACY_FROM_ZOOM, CLOSEST_ZOOM
from layers.style.rows import (
    BAND_OPACITY,
    HALO_PX,
    ITALIC_SPACING_EM,
    SHORT_OF_POINT_PX,
    TEXT_PADDING_PX,
    TEXT_WIDTH_EM,
    TILE_BUFFER_PX,
    TILE_TOLERANCE_PX,
    ZOOM_SYMBOL,
    ZOOM_TEXT,
    ZOOM_WIDTH,
    Stops,
    StyleRow,
    band_px,
    colour,
    drawing_order,
    fade,
    text_anchors,
    text_distance_em,
    text_order,
)

_EQUATOR_KM, _TILE_PX = 40_075.017, 512
_BAND_LAT = 48.5  # of the line's middle; a band is right to 5 % along it
#: Families of `frontend/css/fonts.css`; MapLibre reads the weight from the name and asks for the file itself.
_FONTS = {
    "regular": ["Guarantees Sans"],
    "bold": ["Guarantees Sans Semibold"],
    "italic": ["Guarantees Sans Italic"],
}


def pattern_name(row: StyleRow) -> str:
    """Name in the sprite of the pattern of a row."""
    return f"{row.layer}-{row.kind}-{row.pattern}"


def symbol_name(row: StyleRow) -> str:
    """Name in the sprite of the symbol of a row."""
    return f"{row.layer}-{row.kind}"


def map_style(theme: str, layer_ids: tuple[str, ...]) -> dict[str, Any]:
    """Return the MapLibre style (version 8) of a theme for the ground and the given layers.

    Sources are declared by name with an empty address: the page fills in the addresses of its scenario. There
    is no `glyphs` key, so text is drawn with the fonts of the page, and with those of the device in other scripts.
    """
    drawn = {GROUND.id, *layer_ids}
    rows = [row for row in drawing_order() if row.layer in drawn and not row.on_demand]
    sea = {"id": "sea", "type": "background", "paint": {"background-color": colour("sea", theme)}}
    shapes = [layer for row in rows for layer in _shapes(row, theme)]
    # What comes later in a style is placed first.
    texts = [_text(row, theme) for row in reversed(text_order(rows))]
    return {
        "version": 8,
        "sources": {
            name: {
                "type": "geojson",
                "data": "",
                "promoteId": "feature_id",
                "tolerance": TILE_TOLERANCE_PX,
                "buffer": TILE_BUFFER_PX,
            }
            for name in (GROUND.id, *layer_ids)
        },
        "sprite": f"/sprite/{theme}",
        "transition": {"duration": 0, "delay": 0},
        "layers": [sea, *shapes, *texts],
    }


def _layer(row: StyleRow, part: str, type_: str, **spec: Any) -> dict[str, Any]:
    layer = {
        "id": f"{row.layer}/{row.kind}/{part}",
        "type": type_,
        "source": row.layer,
        "filter": ["==", ["get", "kind"], row.kind],
        "metadata": {
            "layer": row.layer,
            "kind": row.kind,
            "hover": row.interactive,
            **({"never_dimmed": True} if row.never_dimmed else {}),
            **({"on_demand": True} if row.on_demand else {}),
            **({"full": _full(row)} if row.rest_opacity < 1 and part != "text" else {}),
        },
        **spec,
    }
    min_zoom = {"text": row.text_min_zoom, "band": ACCURACY_FROM_ZOOM}.get(part, row.min_zoom)
    if min_zoom:
        layer["minzoom"] = min_zoom
    return layer


def _full(row: StyleRow) -> dict[str, float]:
    """Return the opacity of a row that rests once the map speaks of it."""
    return {"icon-opacity": 1.0} if row.symbol else {"line-opacity": row.stroke_opacity}


def _band_px(row: StyleRow, zoom: float) -> float:
    return band_px(row, _EQUATOR_KM * math.cos(math.radians(_BAND_LAT)) / (_TILE_PX * 2**zoom))


def _resting(row: StyleRow, opacity: float) -> Any:
    """Return an opacity that is full for a feature in the state `hot`: under the mouse, or chosen."""
    if row.rest_opacity == 1:
        return opacity
    return ["case", ["boolean", ["feature-state", "hot"], False], opacity, opacity * row.rest_opacity]


def on_demand(theme: str, layer_ids: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the layers that are drawn only of features that are hovered, chosen or brought forward by a scene."""
    rows = [row for row in drawing_order() if row.layer in layer_ids and not row.at_rest]
    return [layer for row in rows for layer in _shapes(replace(row, drawn_as="", hit="outline"), theme)]


def _by_zoom(stops: Stops, size: float = 1) -> list[Any]:
    low, first, high, last = stops
    return ["interpolate", ["linear"], ["zoom"], low, size * first, high, size * last]


def _shapes(row: StyleRow, theme: str) -> list[dict[str, Any]]:
    """Fill, pattern, outline and symbol of a row, from below."""
    made = []
    if row.form == "area" and (row.fill_opacity or row.hit == "fill"):
        opacity: Any = 0 if row.drawn_as else row.fill_opacity
        if row.fade_from_zoom and opacity:
            opacity = _by_zoom(fade(row))
        made.append(
            _layer(row, "fill", "fill", paint={
                "fill-color": colour(row.fill, theme), "fill-opacity": opacity, "fill-antialias": False,
            })
        )  # fmt: skip
    if row.drawn_as:
        return made
    if row.form == "area" and row.pattern:
        made.append(_layer(row, "pattern", "fill", paint={"fill-pattern": pattern_name(row)}))
    if row.accuracy_km:
        # Twice as wide at each zoom, as the ground is.
        widths = [
            part
            for zoom in (ACCURACY_FROM_ZOOM, CLOSEST_ZOOM)
            for part in (zoom, round(_band_px(row, zoom), 2))
        ]
        made.append(
            _layer(row, "band", "line", paint={
                "line-color": colour(row.stroke, theme), "line-opacity": BAND_OPACITY,
                "line-width": ["interpolate", ["exponential", 2], ["zoom"], *widths],
            }, layout={"line-join": "round", "line-cap": "round"})
        )  # fmt: skip
    if row.casing:
        casing = _by_zoom(ZOOM_WIDTH, row.width + 2 * row.casing)
        made.append(
            _layer(row, "casing", "line", paint={
                "line-color": colour(row.halo, theme), "line-width": casing,
            }, layout={"line-join": "round", "line-cap": "round"})
        )  # fmt: skip
    if row.form in ("area", "line") and row.stroke:
        paint: dict[str, Any] = {
            "line-color": colour(row.stroke, theme),
            "line-width": _by_zoom(ZOOM_WIDTH, row.width),
            "line-opacity": _resting(row, row.stroke_opacity),
        }
        if row.dash:
            paint["line-dasharray"] = list(row.dash)
        cap = "butt" if row.dash else "round"
        made.append(_layer(row, "line", "line", paint=paint, layout={"line-join": "round", "line-cap": cap}))
    if row.symbol:
        turned = {}
        if row.turned_by:  # it ends just before its point, where a town may be
            turned = {"icon-rotate": ["get", row.turned_by], "icon-rotation-alignment": "map",
                      "icon-anchor": "top", "icon-offset": [0, SHORT_OF_POINT_PX]}  # fmt: skip
        made.append(
            _layer(row, "icon", "symbol", layout={
                "icon-image": symbol_name(row),
                "icon-size": _by_zoom(ZOOM_SYMBOL),
                "icon-allow-overlap": True, "icon-ignore-placement": True, **turned,
            }, paint={"icon-opacity": _resting(row, 1)})
        )  # fmt: skip
    return made


def _text(row: StyleRow, theme: str) -> dict[str, Any]:
    layout: dict[str, Any] = {
        "text-field": ["coalesce", ["get", "label"], ["get", "name"]],
        "text-font": _FONTS[row.text_weight],
        "text-size": _by_zoom(ZOOM_TEXT, row.text_px),
        "text-max-width": TEXT_WIDTH_EM,
        "text-padding": TEXT_PADDING_PX,
    }
    if len(anchors := text_anchors(row)) > 1:
        layout |= {
            "text-variable-anchor": list(anchors),
            "text-radial-offset": text_distance_em(row),
            "text-justify": "auto",
        }
    if row.text_weight == "italic":
        layout["text-letter-spacing"] = ITALIC_SPACING_EM
    if row.text_yields:
        layout["text-ignore-placement"] = True
    paint = {
        "text-color": colour(row.text, theme),
        "text-halo-color": colour(row.halo, theme),
        "text-halo-width": HALO_PX,
        "text-opacity": 1,
    }
    return _layer(row, "text", "symbol", layout=layout, paint=paint)


def figure() -> dict[str, Any]:
    """Return the figure that opens the map: an empty trace for the map subplot, and a layout without margins."""
    return {
        "data": [
            {
                "type": "scattermap",
                "lon": [None],
                "lat": [None],
                "mode": "markers",
                "hoverinfo": "skip",
                "showlegend": False,
            }
        ],
        "layout": {
            "map": {
                "style": {"version": 8, "sources": {}, "layers": []},
                "center": {"lon": 31.2, "lat": 48.6},
                "zoom": 5,
            },
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "showlegend": False,
            "dragmode": "pan",
            "hovermode": False,
            "paper_bgcolor": "rgba(0,0,0,0)",
        },
    }


#: No modebar: its buttons are the page's own, and plotly.js 4 would offer an upload to Plotly Cloud there.
CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "scrollZoom": True,
    "responsive": False,
}
