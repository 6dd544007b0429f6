"""The style table: the rows of all layers (`Layer.rows`) as one, and how each is set; no renderer has a colour.

Patterns and symbols differ as well as colours, so that the layers stay apart in greyscale and for colour-blind readers.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from layers import GROUND, LAYERS
from layers.style.palettes import PALETTES as PALETTES
from layers.style.palettes import SCREEN_THEMES as SCREEN_THEMES
from layers.style.palettes import THEMES as THEMES
from layers.style.palettes import Theme as Theme
from layers.style.palettes import colour as colour
from layers.style.row import StyleRow as StyleRow

#: How sizes follow the zoom: ``(zoom, factor, zoom, factor)``, straight between and level outside.
Stops = tuple[float, float, float, float]
ZOOM_WIDTH: Stops = (4, 0.8, 9, 1.5)
ZOOM_SYMBOL: Stops = (4, 0.8, 8, 1.15)
ZOOM_TEXT: Stops = (4, 0.92, 8, 1.2)

#: Shapes are simplified by this much per tile of the live map, and cut this far beyond it.
TILE_TOLERANCE_PX = 0.3
TILE_BUFFER_PX = 64

#: Symbols and names stand on any ground by a rim of this width.
HALO_PX = 1.6
#: A name breaks above this width, keeps this distance from others; italics are spaced, to read as water.
TEXT_WIDTH_EM = 9
TEXT_PADDING_PX = 3
ITALIC_SPACING_EM = 0.06
#: How strong the band is in which the true line lies.
BAND_OPACITY = 0.2
#: A symbol that is turned ends so far before its point.
SHORT_OF_POINT_PX = 4
#: Which side of the name the symbol is on, first choice first.
TEXT_ANCHORS = ("left", "right", "top", "bottom")
#: Where the name of an area that may stand beside it is on the live map: on its place, below or above, so far off.
AREA_ANCHORS = ("center", "top", "bottom")
AREA_DISTANCE_EM = 1.6

#: Every row by layer and kind.
STYLE: Mapping[tuple[str, str], StyleRow] = MappingProxyType(
    {(layer.id, row.kind): row for layer in (GROUND, *LAYERS) for row in layer.rows}
)
_DRAWING_ORDER = tuple(sorted(STYLE.values(), key=lambda row: row.z))


def rows_of(layer_id: str) -> tuple[StyleRow, ...]:
    """Return the style rows of a layer, from the ground up."""
    return tuple(row for row in _DRAWING_ORDER if row.layer == layer_id)


def drawing_order() -> tuple[StyleRow, ...]:
    """Return all rows from the ground up: the one order in which every renderer draws."""
    return _DRAWING_ORDER


def as_shown(row: StyleRow, shown: Collection[str]) -> StyleRow:
    """Return a row as it is drawn beside the layers shown: what rests is fainter, unless the map speaks of it."""
    if row.rest_opacity == 1 or speaks_of(row.layer, shown):
        return row
    return replace(row, stroke_opacity=row.stroke_opacity * row.rest_opacity)


def speaks_of(layer_id: str, shown: Collection[str]) -> bool:
    """Whether of all guarantees just the one is shown beside which a layer is drawn in full."""
    beside = {layer.id: layer.full_beside for layer in LAYERS}.get(layer_id, "")
    return bool(beside) and [layer.id for layer in LAYERS if layer.pillar and layer.id in shown] == [beside]


def band_px(row: StyleRow, km_per_px: float) -> float:
    """Return the width of the band in which the true line lies."""
    return 2 * row.accuracy_km / km_per_px


def at_zoom(stops: Stops, zoom: float) -> float:
    """Return the factor at a zoom."""
    low, first, high, last = stops
    share = min(max((zoom - low) / (high - low), 0), 1)
    return first + (last - first) * share


def fade(row: StyleRow) -> Stops:
    """Return the stops of a row's fill opacity, level where it does not fade."""
    rest = 0.25 if row.fade_from_zoom else 1
    return (row.fade_from_zoom, row.fill_opacity, row.fade_from_zoom + 2, row.fill_opacity * rest)


def text_anchors(row: StyleRow) -> tuple[str, ...]:
    """Return which side of a name its place is on, first choice first."""
    if row.form == "point":
        return TEXT_ANCHORS
    return AREA_ANCHORS if row.text_beside else AREA_ANCHORS[:1]


def text_distance_em(row: StyleRow) -> float:
    """Return how far a name starts from the middle of its symbol or place, in units of its text size."""
    if row.form != "point":
        return AREA_DISTANCE_EM
    return 0.55 + row.symbol_px / 2.4 / row.text_px


def text_order(rows: Iterable[StyleRow]) -> list[StyleRow]:
    """Return the rows with names in the order in which the live map places them: those that yield after the rest."""
    return sorted(
        (row for row in rows if row.text), key=lambda row: (row.text_yields, row.text_priority, -row.z)
    )
