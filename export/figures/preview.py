"""The server's picture of the map, on the page until the live map is ready: a figure's map without furniture.

It has the live map's own camera, so ground, line, areas and symbols lie at the same pixels; a name or two may stand
elsewhere.
"""

from collections.abc import Mapping

import geopandas as gpd
import shapely

from export.figures import map_layers, rendered_rows
from export.figures.canvas import Canvas
from export.figures.few_colours import webp
from export.figures.page_sizes import Layout
from export.figures.projection import Rect, screen_camera
from i18n.spoken import current
from layers import GROUND
from layers.core.scenario import View
from layers.style.rows import PALETTES, STYLE


def draw(
    frames: Mapping[str, gpd.GeoDataFrame],
    *,
    theme: str,
    view: View,
    width_px: int,
    height_px: int,
    ratio: int = 1,
) -> bytes:
    """Return a WebP picture of `frames` by layer id: the ground and the visible layers. Safe between threads.

    Names are in the language that is spoken now.

    Raises
    ------
    ValueError
        If theme, layer or symbol are not known.

    """
    if theme not in PALETTES:
        raise ValueError(f"There is no theme “{theme}”; there are {', '.join(PALETTES)}.")
    known = sorted({layer for layer, _ in STYLE})
    if unknown := sorted(set(frames) - set(known)):
        raise ValueError(f"There is no style for “{unknown[0]}”; there is one for {', '.join(known)}.")
    canvas = Canvas(
        Layout(name="screen", title="", width_px=width_px, height_px=height_px, scale=1), theme, ratio
    )
    camera = screen_camera(view, Rect(left=0, top=0, width=width_px, height=height_px))
    canvas.snap = False  # half a pixel would be seen as a jump
    canvas.pattern_corner, canvas.pattern_growth = camera.tile_corner_px, camera.tile_growth
    canvas.pattern_pixel_px = 1 / ratio
    map_layers.draw(canvas, camera, rendered_rows.prepare(frames, camera, current()), [])
    picture = webp(canvas.pixels())
    canvas.close()  # its parts hold each other, so its pixels would stay until Python looks for such rings
    return picture


def warm_up() -> None:
    """Load Matplotlib, fonts and encoder, so that the first picture is as fast as the rest."""
    nothing = gpd.GeoDataFrame(
        {"kind": ["sea_label"], "name": ["Sea"], "feature_id": ["sea"]},
        geometry=[shapely.Point(31, 48)], crs="EPSG:4326",
    )  # fmt: skip
    draw(
        {GROUND.id: nothing},
        theme="light",
        view=View(lon=31, lat=48, zoom=5),
        width_px=80,
        height_px=80,
    )
