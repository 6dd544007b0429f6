"""What a scene brings forward on its map, and what stands back there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely

from briefings.scenes.map import MapScene
from export.figures import rendered_rows
from export.figures.label_candidates import Box
from export.figures.projection import Camera
from export.figures.rendered_rows import RenderedRow
from i18n.language import Language
from layers.style.rows import ZOOM_WIDTH, StyleRow, at_zoom

Frames = Mapping[str, gpd.GeoDataFrame]
_DIM = 0.55


def emphasised(
    frames: Frames, scene: MapScene, camera: Camera, translate: Language, obstacles: Sequence[Box] = ()
) -> list[RenderedRow]:
    """Return what is to be drawn, highlighted features on a rim and stronger, other layers of the argument fainter.

    Others of a highlighted kind stay as they are: fainter, they would look like another kind.
    """
    ids: dict[str, set[str]] = {}
    for feature in scene.highlights:
        ids.setdefault(feature.layer, set()).add(feature.feature_id)
    if not ids:
        return rendered_rows.prepare(frames, camera, translate, obstacles)
    chosen = {layer: frames[layer]["feature_id"].isin(found) for layer, found in ids.items()}
    bright = {layer: frames[layer].loc[mask] for layer, mask in chosen.items()}
    rest = {layer: f.loc[~chosen[layer]] if layer in chosen else f for layer, f in frames.items()}
    width = at_zoom(ZOOM_WIDTH, camera.zoom)
    parts = [
        replace(part, row=dimmed_row(part.row, bright))
        for part in rendered_rows.prepare(rest, camera, translate, obstacles)
    ]
    for part in rendered_rows.prepare(bright, camera, translate, obstacles, at_rest=False):
        parts += _brought_forward(part, camera, width)
    return sorted(parts, key=lambda part: part.row.z)


def dimmed_row(row: StyleRow, bright: Collection[str]) -> StyleRow:
    """Return the look of a row while features of some layers are highlighted: faint if it is of another layer."""
    stays = not bright or row.layer in bright or row.never_dimmed
    if stays or not row.interactive or row.symbol:
        return row
    return replace(
        row,
        fill_opacity=row.fill_opacity * _DIM,
        stroke_opacity=row.stroke_opacity * _DIM,
        pattern_opacity=row.pattern_opacity * _DIM,
    )


def _brought_forward(part: RenderedRow, camera: Camera, width_factor: float) -> list[RenderedRow]:
    row = part.row
    if row.form == "area" and not row.stroke:  # the line and the border are the edges of occupied ground
        return [replace(part, row=replace(row, fill_opacity=min(0.85, row.fill_opacity * 2),
                                          pattern_opacity=min(0.9, row.pattern_opacity * 2)))]  # fmt: skip
    if row.form in ("area", "line"):
        width = max(row.width * 1.5, 2.0)
        rim = replace(row, fill="", pattern="", text="", stroke="halo", stroke_opacity=0.9,
                      width=width + 3 / width_factor, dash=())  # fmt: skip
        strong = replace(
            row,
            stroke_opacity=1.0,
            width=width,
            fill_opacity=min(0.85, row.fill_opacity * 1.5 + 0.05) if row.fill_opacity else 0.0,
            pattern_opacity=min(0.9, row.pattern_opacity * 1.6),
        )
        return [replace(part, row=rim, names=[]), replace(part, row=strong)]
    if row.symbol:
        radius = rendered_rows.symbol_px(row, camera) * 0.85
        rings: list[shapely.Geometry] = [
            shapely.Point(x, y).buffer(radius).exterior for x, y in part.points.tolist()
        ]
        ring = replace(row, form="line", symbol="", width=2.0 / width_factor, text="")
        rim = replace(ring, stroke="halo", width=4.5 / width_factor)
        empty = np.zeros((0, 2))
        rounds = [replace(part, row=r, shapes=rings, points=empty, names=[]) for r in (rim, ring)]
        return [*rounds, part]
    return [part]
