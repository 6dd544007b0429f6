"""What of each style row is on a map: shapes and symbols in px of the page, names with their places, and the facts.

Layer frames go through a camera and the style table; what comes out is drawn by `export.figures.map_layers`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from export.figures.frame_contents import facts_of, kinds_about
from export.figures.label_candidates import Box
from export.figures.projection import Camera
from i18n.language import Language
from layers.core.ground import HOME
from layers.style.label_sides import SIDES, side_at
from layers.style.rows import (
    HALO_PX,
    ZOOM_SYMBOL,
    StyleRow,
    as_shown,
    at_zoom,
    drawing_order,
    text_scale,
)

Floats = NDArray[np.float64]
_TOLERANCE_PX = 0.2
_MARGIN_PX = 6.0  # beyond the frame, so that outlines do not run along its edge
_MIN_AREA_PX2 = 3.0
_MIN_LENGTH_PX = 2.0
#: From which zoom names of a rank stand at sea: a small bay would crowd out what matters.
_RANK_ZOOMS = {2: 3.6, 3: 5.6}
#: A column of frames: whether the map's text speaks of a feature, so that its name finds room first.
SPOKEN = "spoken"
#: What a label names has its id without this.
_LABEL = "-label"
_LABEL_TOLERANCE_PX = 1.0


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name with its place in px, and the area that it names where that is known.

    `abroad`: it names a place outside Ukraine; `scale`: how large it is, of the row's size; `first_side`: on which of
    its sides the place is, if possible; `spoken`: the map's text speaks of it, so it finds room first; `first`: it is
    on every map that has its place.
    """

    text: str
    x: float
    y: float
    area: shapely.Geometry | None = None
    abroad: bool = False
    scale: float = 1.0
    first_side: str = SIDES[0]
    spoken: bool = False
    first: bool = False


@dataclass(frozen=True, kw_only=True)
class RenderedRow:
    """What one style row has within the frame: shapes in px, the points of symbols, and names with their places.

    `features`: the row's rows of its layer's frame; `drawn`: which of them are within.
    """

    row: StyleRow
    shapes: list[shapely.Geometry]
    points: Floats
    names: list[Name]
    features: gpd.GeoDataFrame
    drawn: NDArray[np.bool_]

    @property
    def turns_deg(self) -> Floats | None:
        """By how much each symbol is turned, clockwise from north; None where none is."""
        if not self.row.turned_by:
            return None
        return np.asarray(self.features[self.row.turned_by].to_numpy()[self.drawn], dtype=float)

    @cached_property
    def facts(self) -> pd.DataFrame:
        """What a page tells of the features that are drawn; a picture without furniture does not ask."""
        return facts_of(self.features, self.drawn)


def prepare(
    frames: Mapping[str, gpd.GeoDataFrame],
    camera: Camera,
    language: Language,
    obstacles: Sequence[Box] = (),
    *,
    at_rest: bool = True,
) -> list[RenderedRow]:
    """Return what is to be drawn, from the ground up; rows of which nothing is in the frame are left out.

    `at_rest`: nothing is brought forward, so what others draw is not drawn itself, and what rests is faint.

    `frames`: EPSG:4326 by layer id, with `kind`, `name`, and perhaps `name_uk`; `obstacles`: what stands on the map,
    and symbols are left out for: half of one under the scale bar would be a blot.
    """
    near = kinds_about(frames, camera)
    rows = []
    for row in drawing_order():
        if (row.layer, row.kind) in near and not (at_rest and row.on_demand):
            frame = frames[row.layer]
            if rendered := _rendered(row, frame, camera, language, obstacles):
                rows.append(replace(rendered, row=_resting(row, frames)) if at_rest else rendered)
    return rows


def _resting(row: StyleRow, shown: Collection[str]) -> StyleRow:
    """Return the look of a row that nothing brings forward."""
    if row.drawn_as:
        return replace(row, fill_opacity=0.0, pattern="", stroke="")
    return as_shown(row, shown)


def _rendered(
    row: StyleRow, frame: gpd.GeoDataFrame, camera: Camera, language: Language, obstacles: Sequence[Box]
) -> RenderedRow | None:
    chosen = frame.loc[frame["kind"] == row.kind]
    shapes: list[shapely.Geometry] = []
    points = np.zeros((0, 2))
    names: list[Name] = []
    if row.form == "label":
        drawn, names = _label_names(row, frame, chosen, camera, language)
        points = np.array([(name.x, name.y) for name in names]).reshape(-1, 2)
    elif row.form == "point":
        places = camera.px(shapely.get_coordinates(np.asarray(chosen.geometry.values)))
        half = symbol_half_px(row, camera)
        drawn = _within(places, camera, _edge_px(row, camera))
        drawn &= _free(places, half, obstacles) & _near_enough(row, chosen, camera)
        points = places[drawn]
        anchors = [(int(i), float(places[i, 0]), float(places[i, 1])) for i in np.flatnonzero(drawn)]
        names = _names(row, chosen, anchors, camera, language) if row.text else []
    else:
        shapes, drawn = _shapes(row, chosen, camera)
    if not shapes and not len(points):
        return None
    return RenderedRow(row=row, shapes=shapes, points=points, names=names, features=chosen, drawn=drawn)


def _near_enough(row: StyleRow, chosen: gpd.GeoDataFrame, camera: Camera) -> NDArray[np.bool_]:
    """Return which places are drawn at the map's scale: those abroad perhaps only closer."""
    if camera.detail_zoom >= row.min_zoom_abroad or "country" not in chosen:
        return np.ones(len(chosen), dtype=bool)
    return np.asarray(chosen["country"].fillna(HOME) == HOME)


def _shapes(
    row: StyleRow, chosen: gpd.GeoDataFrame, camera: Camera
) -> tuple[list[shapely.Geometry], NDArray[np.bool_]]:
    """Return the areas or lines of a row that are on the map, in px, and which features they are of."""
    geometry = np.asarray(chosen.geometry.values)
    tiled = row.shares_outlines
    if tiled:
        geometry = np.array([shapely.line_merge(shapely.union_all(shapely.boundary(geometry)))])
    cut = camera.geometry_px(geometry, _TOLERANCE_PX, _MARGIN_PX)
    seen = shapely.clip_by_rect(cut, *camera.rect.box)
    enough = (
        shapely.area(seen) > _MIN_AREA_PX2
        if row.form == "area" and not tiled
        else shapely.length(seen) > _MIN_LENGTH_PX
    )
    shapes = [shape if shape.is_valid else shapely.make_valid(shape) for shape in cut[enough]]
    return shapes, np.full(len(chosen), bool(shapes)) if tiled else np.asarray(enough)


def _edge_px(row: StyleRow, camera: Camera) -> float:
    """Return how far from the frame a symbol must be: only a screen's may cut it."""
    half = symbol_half_px(row, camera)
    if camera.is_screen:
        return -half
    return half * (
        3 if row.layer == "cities" else 1
    )  # a town so near the edge has no room for its name either


def _within(places: Floats, camera: Camera, by_px: float) -> NDArray[np.bool_]:
    """Return which places are on the map and so far from its edge."""
    edge = camera.rect.inset(by_px)
    x, y = places.T
    return np.asarray(
        np.isfinite(places).all(axis=1)
        & (x > edge.left)
        & (x < edge.right)
        & (y > edge.top)
        & (y < edge.bottom)
    )


def _label_names(
    row: StyleRow, frame: gpd.GeoDataFrame, chosen: gpd.GeoDataFrame, camera: Camera, language: Language
) -> tuple[NDArray[np.bool_], list[Name]]:
    """Return which labels of a row are on the map, and their names; those of areas stand on what is seen of the area.

    Whether there is room is found out when they are placed; the zoom decides for those whose area is not known.
    """
    places = camera.px(shapely.get_coordinates(np.asarray(chosen.geometry.values)))
    inside = _within(places, camera, 0)
    areas = {} if camera.is_screen else _areas(frame, chosen, camera)
    anchors = []
    for i in range(len(chosen)):
        x, y = places[i]
        if (area := areas.get(i)) is not None:
            if not (inside[i] and shapely.contains_xy(area, x, y)):
                middle = shapely.point_on_surface(area)
                x, y = middle.x, middle.y
        elif not inside[i]:
            continue
        anchors.append((i, float(x), float(y)))
    drawn = np.isin(np.arange(len(chosen)), [i for i, _, _ in anchors])
    return drawn, _names(row, chosen, anchors, camera, language, areas)


def _areas(frame: gpd.GeoDataFrame, chosen: gpd.GeoDataFrame, camera: Camera) -> dict[int, shapely.Geometry]:
    """Return what of the areas of labels is on the map, in px, by the number of the label."""
    by_id = {feature_id: i for i, feature_id in enumerate(frame["feature_id"])}
    ids = [str(feature_id).removesuffix(_LABEL) for feature_id in chosen["feature_id"]]
    own = [(i, by_id[key]) for i, key in enumerate(ids) if key in by_id and key + _LABEL in by_id]
    if not own:
        return {}
    shapes = np.asarray(frame.geometry.values)[[at for _, at in own]]
    seen = shapely.make_valid(camera.geometry_px(shapes, _LABEL_TOLERANCE_PX, 0))
    return {i: shape for (i, _), shape in zip(own, seen, strict=True) if shape.area > _MIN_AREA_PX2}


def _names(
    row: StyleRow,
    chosen: gpd.GeoDataFrame,
    anchors: Sequence[tuple[int, float, float]],
    camera: Camera,
    language: Language,
    areas: Mapping[int, shapely.Geometry] = MappingProxyType({}),
) -> list[Name]:
    near = camera.detail_zoom >= row.text_min_zoom
    anchors = [anchor for anchor in anchors if near or anchor[0] in areas]
    own = chosen["name_uk"].tolist() if "name_uk" in chosen else [None] * len(chosen)
    texts = (chosen["label"] if "label" in chosen else chosen["name"]).tolist()
    country = chosen["country"].fillna(HOME).tolist() if "country" in chosen else [HOME] * len(chosen)
    spoken, places = _column(chosen, SPOKEN), _column(chosen, "label_rank")
    ranks = chosen["rank"].tolist() if "rank" in chosen else [1] * len(chosen)
    letters = chosen["label_sides"].fillna("").tolist() if "label_sides" in chosen else [""] * len(chosen)
    if row.several_spots:
        since, order = (_column(chosen, name) for name in ("label_zoom", "label_rank"))
        usual = {str(texts[i]): order[i] for i in reversed(np.argsort(order, kind="stable").tolist())}
        # Print has the usual place of an area at any scale, and moves it into what is seen of the area by itself.
        anchors = [
            (i, x, y)
            for i, x, y in anchors
            if camera.zoom >= since[i] or (not camera.is_screen and order[i] == usual[str(texts[i])])
        ]
    if "rank" in chosen:  # what is more important finds its room first
        rank = chosen["rank"].tolist()
        if not camera.is_screen:
            anchors = [
                a
                for a in anchors
                if a[0] in areas or spoken[a[0]] or camera.zoom >= _RANK_ZOOMS.get(rank[a[0]], 0)
            ]
        anchors = sorted(anchors, key=lambda anchor: rank[anchor[0]])
    elif "population" in chosen:
        people = chosen["population"].fillna(0).tolist()
        anchors = sorted(anchors, key=lambda anchor: -people[anchor[0]])
    return [
        Name(
            text=language.place(str(texts[i]), own[i]),
            x=x,
            y=y,
            area=areas.get(i),
            abroad=country[i] != HOME,
            scale=text_scale(row, ranks[i]) if camera.is_screen else 1.0,
            first_side=side_at(letters[i], camera.zoom),
            spoken=bool(spoken[i]),
            first=bool(row.first_names) and places[i] <= row.first_names,
        )
        for i, x, y in anchors
        if str(texts[i]).strip()
    ]


def _column(chosen: gpd.GeoDataFrame, name: str) -> list[float]:
    return chosen[name].fillna(0).tolist() if name in chosen else [0.0] * len(chosen)


def _free(places: Floats, half: float, obstacles: Sequence[Box]) -> NDArray[np.bool_]:
    """Return which symbols of a half-size touch none of the obstacles."""
    free = np.ones(len(places), dtype=bool)
    for left, top, right, bottom in obstacles:
        x, y = places[:, 0], places[:, 1]
        free &= (x + half <= left) | (x - half >= right) | (y + half <= top) | (y - half >= bottom)
    return free


def symbol_px(row: StyleRow, camera: Camera) -> float:
    """Return the size of a row's symbol at the map's scale."""
    return row.symbol_px * at_zoom(ZOOM_SYMBOL, camera.zoom)


def symbol_half_px(row: StyleRow, camera: Camera) -> float:
    """Return how far a row's symbol with its halo reaches from its middle."""
    return symbol_px(row, camera) / 2 + HALO_PX / 2
