"""What MapLibre is told: a style made of the style table, with references to data, not copies.

One GeoJSON source per layer; its kinds are told apart by filters. Each style layer says in its `metadata` which
layer and kind it draws, so that the page can show and hide by opacity (measured: far faster than
visibility) and answer hover for what is visible only.
"""

import math
from dataclasses import replace
from typing import Any

from layers import GROUND, ONLY_IN
from layers.core.ground import HOME
from layers.core.views import ACCURACY_FROM_ZOOM, CLOSEST_ZOOM
from layers.style.label_sides import BANDS, SIDE_LETTERS, SIDES
from layers.style.rows import (
    BAND_OPACITY,
    HALO_PX,
    ITALIC_SPACING_EM,
    LINE_HEIGHT_EM,
    RANK_SCALES,
    SHORT_OF_POINT_PX,
    STYLE,
    TEXT_PADDING_PX,
    TEXT_WIDTH_EM,
    TILE_BUFFER_PX,
    TILE_TOLERANCE_PX,
    ZOOM_SYMBOL,
    ZOOM_TEXT,
    ZOOM_WIDTH,
    NameGroup,
    Stops,
    StyleRow,
    band_px,
    colour,
    drawing_order,
    fade,
    name_order,
    text_offsets,
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
    drawn = {GROUND.id, *layer_ids, ONLY_IN.id}
    rows = [row for row in drawing_order() if row.layer in drawn and not row.on_demand]
    sea = {"id": "sea", "type": "background", "paint": {"background-color": colour("sea", theme)}}
    names = name_order(rows)
    shapes = []
    for row in rows:
        shapes += _shapes(row, theme)
        if row.named_only:
            shapes += [_names(group, theme) for group in reversed(names) if group.row == row]
    texts = [_names(group, theme) for group in reversed(names) if not group.row.named_only]
    layers = [sea, *shapes, *texts]
    _number(layers, names)
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
            for name in (GROUND.id, *layer_ids, ONLY_IN.id)
        },
        "sprite": f"/sprite/{theme}",
        "transition": {"duration": 0, "delay": 0},
        "layers": layers,
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
            **({"covers": True} if row.covers and part in ("fill", "pattern") else {}),
            **({"full": _full(row)} if row.rest_opacity < 1 and part != "text" else {}),
        },
        **spec,
    }
    min_zoom = {"text": row.text_min_zoom, "band": ACCURACY_FROM_ZOOM}.get(part, row.min_zoom)
    if min_zoom:
        layer["minzoom"] = min_zoom
    return layer


def _number(layers: list[dict[str, Any]], names: list[NameGroup]) -> None:
    """Say of each layer with symbols when they find their room (`placed`).

    MapLibre would go by the order of drawing, but no name must lie on a symbol that is drawn over it. So what is there
    with or without a name comes first: symbols of guarantees. `dot`: they have names, none of which is to be nearer to
    another's symbol than to its own.
    """
    order = {f"{group.row.layer}/{group.row.kind}/{_part(group)}": i for i, group in enumerate(names, 1)}
    for layer in layers:
        if layer["type"] == "symbol":
            layer["metadata"]["placed"] = order.get(layer["id"], 0)
            layer["metadata"]["dot"] = bool(STYLE[layer["metadata"]["layer"], layer["metadata"]["kind"]].text)


def _part(group: NameGroup) -> str:
    """Return what a group's style layer is called: names alone, or with symbols that do not stand without them."""
    if not group.row.named_only:
        return "text"
    return "abroad" if group.abroad else "place"


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
    if row.symbol and not row.named_only:
        turned = {}
        if row.turned_by:  # it ends just before its point, where a town may be
            turned = {"icon-rotate": ["get", row.turned_by], "icon-rotation-alignment": "map",
                      "icon-anchor": "top", "icon-offset": [0, SHORT_OF_POINT_PX]}  # fmt: skip
        layout = {**_symbol(row), **turned}
        made.append(_layer(row, "icon", "symbol", layout=layout, paint={"icon-opacity": _resting(row, 1)}))
    return made


def _symbol(row: StyleRow) -> dict[str, Any]:
    """Return what a symbol looks like, and what it may lie on: a place's on other symbols, but on no name."""
    return {
        "icon-image": symbol_name(row),
        "icon-size": _by_zoom(ZOOM_SYMBOL),
        "icon-padding": 0,
        "icon-overlap": "cooperative" if row.named_only else "always",
    }


def _names(group: NameGroup, theme: str) -> dict[str, Any]:
    """Return the layer of the names of a group, with their symbols."""
    row = group.row
    far_out, since, near = TEXT_PADDING_PX
    layout: dict[str, Any] = {
        "text-field": _text(row),
        "text-font": _FONTS[row.text_weight],
        "text-size": _by_zoom(ZOOM_TEXT, row.text_px),
        "text-max-width": TEXT_WIDTH_EM,
        "text-line-height": LINE_HEIGHT_EM,
        "text-padding": ["step", ["zoom"], far_out, since, near],
        "symbol-sort-key": ["coalesce", ["get", "label_rank"], ["get", "rank"], 0],
    }
    if len(text_offsets(row)) > 1:
        layout |= {"text-variable-anchor-offset": _anchors(group), "text-justify": "auto"}
    if row.text_weight == "italic":
        layout["text-letter-spacing"] = ITALIC_SPACING_EM
    paint = {
        "text-color": colour(row.text, theme),
        "text-halo-color": colour(row.halo, theme),
        "text-halo-width": HALO_PX,
        "text-opacity": 1,
    }
    if row.named_only:
        layout |= _symbol(row)
        paint["icon-opacity"] = 1
    layer = _layer(row, _part(group), "symbol", layout=layout, paint=paint)
    if row.form == "point" and not row.text_by_place:  # what a scene speaks of is tried at more places
        layer["metadata"]["tried"] = _tried(replace(row, text_by_place=True), SIDES[0])
    if group.abroad is not None:
        home = ["==", ["coalesce", ["get", "country"], HOME], HOME]
        layer["filter"] = ["all", layer["filter"], ["!", home] if group.abroad else home]
        layer["minzoom"] = group.min_zoom
    if row.several_spots:
        layer["metadata"]["several_spots"] = True
        layer["filter"] = ["all", layer["filter"], [">=", ["zoom"], ["coalesce", ["get", "label_zoom"], 0]]]
    return layer


def _text(row: StyleRow) -> list[Any]:
    """Return the text of names: smaller by rank where the row says so."""
    name: list[Any] = ["coalesce", ["get", "label"], ["get", "name"]]
    if row.text_by_rank:
        scales = [part for rank, scale in RANK_SCALES.items() for part in (rank, scale)]
        return ["format", name, {"font-scale": ["match", ["get", "rank"], *scales, 1]}]
    return name


def _anchors(group: NameGroup) -> list[Any]:
    """Return where names are tried: of towns by the letter that they have for the zoom, else in the usual order."""
    row = group.row
    if not row.text_by_place or group.abroad:
        return _tried(row, SIDES[0])
    tried = [
        part for name, side in zip(SIDE_LETTERS, SIDES, strict=True) for part in (name, _tried(row, side))
    ]
    by_band = []
    for i, (until, _) in enumerate(BANDS):
        letter = ["slice", ["coalesce", ["get", "label_sides"], ""], i, i + 1]
        cases = [part for name in SIDE_LETTERS[1:] for part in (name, ["var", name])]
        by_band += [["match", letter, *cases, ["var", SIDE_LETTERS[0]]], until]
    return ["let", *tried, ["step", ["zoom"], *by_band[:-1]]]


def _tried(row: StyleRow, first: str) -> list[Any]:
    offsets = [part for side, right, down in text_offsets(row, first) for part in (side, [right, down])]
    return ["literal", offsets]


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
