"""From which zoom the name of a sea has room on its water: `label_zoom` of geodata/basemap/seas.geojson.

A name keeps its size on screen, so whatever room it has at one zoom it has at every closer one.
`tools/build_basemap.py` writes it; a test measures it again.
"""

from collections.abc import Sequence

import numpy as np
import shapely

from export.typography import typeface
from layers.style.label_sides import mercator_px
from layers.style.rows import (
    ITALIC_SPACING_EM,
    STYLE,
    TEXT_WIDTH_EM,
    ZOOM_TEXT,
    at_zoom,
    text_scale,
)

_LINE_EM, _INK_EM = 1.2, 1.0  # from line to line, and from the top of a letter to its bottom
_AROUND_PX = 1.0
_ZOOMS = range(1, 13)


def label_zoom(name: str, rank: int, place: shapely.Point, land: shapely.STRtree) -> int:
    """Return the first whole zoom at which a name that is centred on its place touches no land.

    `land`: areas in px of a Web Mercator map of the world at zoom 0.

    Raises
    ------
    ValueError
        If there is none: the place is too near to the shore.

    """
    for zoom in _ZOOMS:
        if not len(land.query(_box(name, rank, place, zoom), predicate="intersects")):
            return zoom
    raise ValueError(f"“{name}” has no room at {place.x}, {place.y} at any zoom. Give it another place.")


def land_of(countries: Sequence[shapely.Geometry]) -> shapely.STRtree:
    """Return areas in degrees as `label_zoom` wants them."""
    return shapely.STRtree([shapely.transform(area, lambda at: mercator_px(at, 0)) for area in countries])


def _box(name: str, rank: int, place: shapely.Point, zoom: float) -> shapely.Polygon:
    row = STYLE["ground", "sea_label"]
    px = row.text_px * text_scale(row, rank) * at_zoom(ZOOM_TEXT, zoom) / 2**zoom
    lines = _lines(name)
    ((x, y),) = mercator_px(np.array([[place.x, place.y]]), 0)
    half_width = max(map(_width_em, lines)) * px / 2 + _AROUND_PX / 2**zoom
    half_height = ((len(lines) - 1) * _LINE_EM + _INK_EM) * px / 2
    return shapely.box(x - half_width, y - half_height, x + half_width, y + half_height)


def _width_em(text: str) -> float:
    return typeface.width_em(text, "italic") + ITALIC_SPACING_EM * len(text)


def _lines(name: str) -> tuple[str, ...]:
    """Break a long name where MapLibre does: into lines of about equal length."""
    words = name.split()
    if _width_em(name) <= TEXT_WIDTH_EM or len(words) < 2:
        return (name,)
    at = range(1, len(words))
    halves = [(" ".join(words[:i]), " ".join(words[i:])) for i in at]
    return min(halves, key=lambda pair: max(map(_width_em, pair)))
