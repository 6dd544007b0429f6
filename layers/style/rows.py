"""The style table: the rows of all layers (`Layer.rows`) as one, and how each is set; no renderer has a colour.

Patterns and symbols differ as well as colours, so that the layers stay apart in greyscale and for colour-blind readers.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from layers import GROUND, LAYERS, ONLY_IN
from layers.style.label_sides import SIDES
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
#: A name breaks above this width; italics are spaced, to read as water.
TEXT_WIDTH_EM = 9
LINE_HEIGHT_EM = 1.1
#: A name keeps this distance from others and from symbols: px below a zoom, that zoom, and px from there. Far out room
#: is scarce.
TEXT_PADDING_PX = (1, 4, 2)
ITALIC_SPACING_EM = 0.06
#: How far a name is from the rim of its symbol, and where a larger symbol lies on that.
_NAME_PX, _BEYOND_PX = 2.0, (7.0, 13.0, 20.0, 28.0)
_DIAGONAL = 0.8
#: Between above or below and a corner: how far a name begins before its symbol, or ends after it; beside it, but not
#: quite level.
_ALONG_EM, _UP_EM = 0.9, 0.15
_ALONG = (("bottom-left", -1, -1), ("top-left", -1, 1), ("bottom-right", 1, -1), ("top-right", 1, 1))
_BESIDE = (("left", 1, -1), ("right", -1, -1), ("left", 1, 1), ("right", -1, 1))
#: Dots nearer to each other than this are one place, such as a town and its port; and by so much a name is nearer to
#: its own dot than to any other.
SAME_PLACE_PX, NEARER_PX = 10.0, 1.0
#: How large names of lower ranks are, where rows say so.
RANK_SCALES = {2: 0.85, 3: 0.8}
#: How strong the band is in which the true line lies.
BAND_OPACITY = 0.2
#: A symbol that is turned ends so far before its point.
SHORT_OF_POINT_PX = 4
#: Where the name of an area that may stand beside it is on the live map: on its place, below or above, so far off.
AREA_ANCHORS = ("center", "top", "bottom")
AREA_DISTANCE_EM = 1.6

#: Every row by layer and kind.
STYLE: Mapping[tuple[str, str], StyleRow] = MappingProxyType(
    {(layer.id, row.kind): row for layer in (GROUND, *LAYERS, ONLY_IN) for row in layer.rows}
)
_DRAWING_ORDER = tuple(sorted(STYLE.values(), key=lambda row: row.z))


def rows_of(layer_id: str) -> tuple[StyleRow, ...]:
    """Return the style rows of a layer, from the ground up."""
    return tuple(row for row in _DRAWING_ORDER if row.layer == layer_id)


def drawing_order() -> tuple[StyleRow, ...]:
    """Return all rows from the ground up: the one order in which every renderer draws."""
    return _DRAWING_ORDER


def as_shown(row: StyleRow, shown: Collection[str]) -> StyleRow:
    """Return a row as it is drawn beside the layers shown: what rests is fainter, unless the map speaks of it.

    Ground that a guarantee covers is not filled where a layer shown draws it instead.
    """
    if row.covers and row.layer in redrawn(shown):
        row = replace(row, fill="", fill_opacity=0.0, pattern="")
    if row.rest_opacity == 1 or speaks_of(row.layer, shown):
        return row
    return replace(row, stroke_opacity=row.stroke_opacity * row.rest_opacity)


def redrawn(shown: Collection[str]) -> set[str]:
    """Return the layers whose ground one of those shown draws in their stead, by id."""
    return {one for layer in LAYERS if layer.id in shown for one in layer.derives_from}


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


def text_offsets(row: StyleRow, first: str = "left") -> list[tuple[str, float, float]]:
    """Return where a name is tried: the side of it that its place is on, and how far off it is, right and down.

    In units of its text size. First the `first` side; those that are chosen by place also further off, for the symbol
    of a guarantee may lie on theirs.
    """
    if row.form != "point":
        anchors = AREA_ANCHORS if row.text_beside else AREA_ANCHORS[:1]
        return [(side, *_offset(side, AREA_DISTANCE_EM)) for side in anchors]
    sides = (first, *(side for side in SIDES if side != first))
    near = (row.symbol_px / 2 + _NAME_PX) / row.text_px
    tried = [(side, *_offset(side, near)) for side in sides]
    if row.text_by_place:
        for gap in (_NAME_PX, *_BEYOND_PX):
            away = round((row.symbol_px / 2 + gap) / row.text_px, 2)
            beside = ["left", "right", "top", "bottom"] if gap != _NAME_PX else []
            tried += [(side, *_offset(side, away)) for side in beside]
            tried += [(side, right * _ALONG_EM, down * away) for side, right, down in _ALONG]
            tried += [(side, right * away, down * _UP_EM) for side, right, down in _BESIDE]
    return tried


def _offset(side: str, em: float) -> tuple[float, float]:
    right = ("left" in side) - ("right" in side)
    down = ("top" in side) - ("bottom" in side)
    if right and down:
        em *= _DIAGONAL
    return round(right * em, 2), round(down * em, 2)


def text_scale(row: StyleRow, rank: int) -> float:
    """Return how large a name of a rank is, as a share of the row's text size."""
    return RANK_SCALES.get(rank, 1.0) if row.text_by_rank else 1.0


@dataclass(frozen=True, kw_only=True)
class NameGroup:
    """Names of a row that are placed together: all of them, or those of places at home or `abroad`."""

    row: StyleRow
    priority: int
    abroad: bool | None = None

    @property
    def min_zoom(self) -> float:
        """From which zoom they stand."""
        return (self.abroad and self.row.min_zoom_abroad) or self.row.text_min_zoom


def name_groups(row: StyleRow) -> list[NameGroup]:
    """Return the groups that the names of a row are placed in, none where it has none."""
    if not row.text:
        return []
    if not row.text_priority_abroad:
        return [NameGroup(row=row, priority=row.text_priority)]
    return [
        NameGroup(row=row, priority=row.text_priority, abroad=False),
        NameGroup(row=row, priority=row.text_priority_abroad, abroad=True),
    ]


def name_order(rows: Iterable[StyleRow]) -> list[NameGroup]:
    """Return all names in the order in which every map places them."""
    groups = [group for row in rows for group in name_groups(row)]
    return sorted(groups, key=lambda group: (group.priority, -group.row.z))
