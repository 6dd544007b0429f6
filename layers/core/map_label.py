"""What a guarantee's label on the map needs: its words, the places where it may stand, and what it must leave free.

Pure, and without a zoom: places are in degrees with their room in km, so screen and figure choose among them at their
own scale (`frontend/map/label_places.js`, `export/figures/guarantee_labels.py`).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from i18n.language import Language
from layers.core.ground import HOME
from layers.core.spec import Layer
from layers.core.views import extent_of
from layers.style.row import StyleRow

Floats = NDArray[np.float64]

_KM_PER_DEG = 111.32
_MOST_PLACES = 70
_SPACING_KM = (14.0, 70.0)
_SIMPLER_KM = 1.0
_MIN_PART_KM2 = 60.0
_LINE_STEP_KM = 9.0
_LINE_PX, _RIM_PX = 5.0, 3.0
_FIRST_TOWNS = 5  # text_priority


@dataclass(frozen=True, kw_only=True)
class Placing:
    """What page and screen go by when they choose a label's place; lengths in px, the rest what a fault costs.

    To cover a symbol or the line (`cover`), a town, a place of another guarantee (`foreign`) or one of its own; to
    stand beside a shape (`beside`), or out of one that has room (`out_of_large`), at a corner of it; to stand where
    there is less `room`. `stays` is what it saves to stay where one was. A place that a scene speaks of costs as much
    as `spoken` towns.
    """

    gap_px: float = 5
    most_room_px: float = 90
    apart_px: float = 6
    town_px: tuple[float, float] = (40, 13)
    cover: float = 60
    town: float = 25
    spoken: int = 3
    foreign: float = 9
    own: float = 7
    beside: float = 5
    out_of_large: float = 40
    corner: float = 2
    room: float = 12
    stays: float = 14
    #: Of the distance from a place so much at a corner.
    corner_share: float = 0.72
    #: Right of a place, left, below, above, then at its corners; on a place, or so much off it in px.
    sides: tuple[tuple[int, int], ...] = (
        (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1),
    )  # fmt: skip
    nudges: tuple[tuple[int, int], ...] = ((0, 0), (0, -11), (0, 11), (-17, 0), (17, 0))


PLACING = Placing()


@dataclass(frozen=True, kw_only=True)
class LabelFacts:
    """A layer's label under its parameters.

    `places`: longitude, latitude and how far the shape reaches round it in km, the roomiest first; `members`: longitude
    and latitude of what counts as in or out of the view.
    """

    number: int
    name: str
    text: str
    values: Mapping[str, float]
    places: Floats
    members: Floats
    members_called: str

    def said(self, language: Language) -> str:
        """Return the number with its words."""
        return language(self.text, **{name: language.number(value, 0) for name, value in self.values.items()})


def label_facts(layer: Layer, frame: gpd.GeoDataFrame, params: Any) -> LabelFacts | None:
    """Return the label of a layer; None where it has none, or nothing to stand at."""
    label = layer.map_label
    if label is None or layer.pillar is None:
        return None
    shapes = frame.loc[frame["kind"].isin(label.kinds)].geometry.to_numpy()
    places = _places(shapely.union_all(shapes)) if len(shapes) else np.zeros((0, 3))
    if not len(places):
        return None
    values = dict(label.values(frame, params))
    one = label.text_of_one and round(next(iter(values.values()))) == 1
    counted = frame.loc[frame["kind"].isin(label.members)].geometry.to_numpy()
    return LabelFacts(
        number=layer.pillar,
        name=label.name,
        text=label.text_of_one if one else label.text,
        values=values,
        places=places,
        members_called=label.members_called,
        members=shapely.get_coordinates([shape.representative_point() for shape in counted]),
    )


def _places(shape: BaseGeometry) -> Floats:
    """Return a place in the middle of each part, and a grid all over it: lon, lat, room in km, the roomiest first."""
    east_km = _KM_PER_DEG * math.cos(math.radians(shape.centroid.y if not shape.is_empty else 0.0))
    to_km = np.array([east_km, _KM_PER_DEG])
    flat = shapely.simplify(shapely.transform(shape, lambda xy: xy * to_km), _SIMPLER_KM)
    parts = [part for part in shapely.get_parts(flat) if part.area >= _MIN_PART_KM2]
    if not parts:
        return np.zeros((0, 3))
    middles = [shapely.maximum_inscribed_circle(part, tolerance=2.0).coords[0] for part in parts]
    flat = shapely.union_all(parts)
    spacing = float(np.clip(math.sqrt(flat.area / _MOST_PLACES), *_SPACING_KM))
    west, south, east, north = flat.bounds
    x, y = np.meshgrid(
        np.arange(west + spacing / 2, east, spacing), np.arange(south + spacing / 2, north, spacing)
    )
    grid = np.column_stack([x.ravel(), y.ravel()])
    points = np.vstack([middles, grid[shapely.contains_xy(flat, grid)]])
    room_km = np.asarray(shapely.distance(shapely.boundary(flat), shapely.points(points)))
    order = np.argsort(-room_km, kind="stable")[: _MOST_PLACES + len(parts)]
    return np.column_stack([points[order] / to_km, room_km[order]])


def kept_clear(layer: Layer, frame: gpd.GeoDataFrame) -> Floats:
    """Return what of a layer no label may cover: longitude, latitude, and how far it reaches in px."""
    found = [np.zeros((0, 3))]
    for row in layer.rows:
        if half_px := _clear_px(layer, row):
            shapes = frame.loc[frame["kind"] == row.kind].geometry.to_numpy()
            if row.form == "line":
                shapes = shapely.segmentize(shapes, _LINE_STEP_KM / _KM_PER_DEG)
            points = shapely.get_coordinates(shapes)
            found.append(np.column_stack([points, np.full(len(points), half_px)]))
    return np.vstack(found)


def _clear_px(layer: Layer, row: StyleRow) -> float:
    if row.form == "line":
        return _LINE_PX if row.never_dimmed else 0.0
    own = row.form == "point" and row.symbol and not row.decoration
    counts = layer.group != "base" or _is_first_town(layer, row)
    return row.symbol_px / 2 + _RIM_PX if own and counts else 0.0


def first_towns(layer: Layer, frame: gpd.GeoDataFrame) -> Floats:
    """Return longitude and latitude of the towns, of Ukraine where a layer tells, whose names labels leave room."""
    kinds = [row.kind for row in layer.rows if _is_first_town(layer, row)]
    first = frame["kind"].isin(kinds)
    if "country" in frame:
        first &= frame["country"] == HOME
    return shapely.get_coordinates(frame.loc[first].geometry.to_numpy())


def _is_first_town(layer: Layer, row: StyleRow) -> bool:
    named = row.form == "point" and bool(row.symbol and row.text)
    return named and layer.group == "base" and row.text_priority <= _FIRST_TOWNS


def has_label_data(layer: Layer) -> bool:
    """Whether a layer has a label, or anything that labels keep clear of."""
    return layer.map_label is not None or any(
        _clear_px(layer, row) or _is_first_town(layer, row) for row in layer.rows
    )


def label_data(layer: Layer, frame: gpd.GeoDataFrame, params: Any, language: Language) -> dict[str, Any]:
    """Return label and what is to be kept clear as the page takes them: degrees to 1 km, lengths whole."""
    facts = label_facts(layer, frame, params)
    data: dict[str, Any] = {
        "clear": np.round(kept_clear(layer, frame), 2).tolist(),
        "towns": np.round(first_towns(layer, frame), 2).tolist(),
    }
    if extent := extent_of(layer, frame):
        data["extent"] = [round(degrees, 3) for degrees in extent]
    if facts:
        data |= {
            "number": facts.number,
            "name": language(facts.name),
            "text": facts.said(language),
            "places": [[round(lon, 2), round(lat, 2), round(km)] for lon, lat, km in facts.places.tolist()],
            "members": np.round(facts.members, 2).tolist(),
            "members_called": language(facts.members_called),
        }
    return data
