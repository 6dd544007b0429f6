"""What may be within the frame of a map, by bounding boxes: quick, and a little too much."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from export.figures.label_candidates import Box
from export.figures.projection import Camera
from layers.style.rows import (
    STYLE,
)

#: What a page tells of the features that it shows, where a frame has it.
_TOLD = ("kind", "source", "as_of")


def facts_about(frames: Mapping[str, gpd.GeoDataFrame], camera: Camera) -> list[tuple[str, pd.DataFrame]]:
    """Return layer and facts of what may be within the frame, by bounding boxes: quick, and a little too much."""
    return [(layer_id, facts_of(frame, _near(layer_id, frame, camera))) for layer_id, frame in frames.items()]


def _near(layer_id: str, frame: gpd.GeoDataFrame, camera: Camera) -> NDArray[np.bool_]:
    x1, y1, x2, y2 = shapely.bounds(np.asarray(frame.geometry.values)).reshape(-1, 4).T
    near = np.zeros(len(frame), dtype=bool)
    for west, south, east, north in camera.windows():
        near |= (x1 <= east) & (x2 >= west) & (y1 <= north) & (y2 >= south)
    return np.asarray(near & _of_kinds(frame, partial(_shown, layer_id, camera=camera)))


def facts_of(frame: gpd.GeoDataFrame, drawn: NDArray[np.bool_]) -> pd.DataFrame:
    """Return what a page tells (`_TOLD`) of those features of a frame that are drawn."""
    return pd.DataFrame({name: frame[name].to_numpy()[drawn] for name in _TOLD if name in frame})


def kinds_about(frames: Mapping[str, gpd.GeoDataFrame], camera: Camera) -> set[tuple[str, str]]:
    """Return layer and kind of what may be within the frame; see `facts_about`."""
    return {
        (layer_id, kind)
        for layer_id, frame in frames.items()
        for kind in set(frame["kind"].to_numpy()[_near(layer_id, frame, camera)])
    }


def _shown(layer_id: str, kind: str, camera: Camera) -> bool:
    return (layer_id, kind) in STYLE and camera.detail_zoom >= STYLE[layer_id, kind].min_zoom


def points_in(frames: Mapping[str, gpd.GeoDataFrame], camera: Camera, boxes: Sequence[Box]) -> list[int]:
    """Return how many points of the layers' symbols would stand in each box."""
    found = [0] * len(boxes)
    for layer_id, frame in frames.items():
        chosen = frame.loc[_of_kinds(frame, partial(_has_symbol, layer_id, camera=camera))]
        x, y = camera.px(shapely.get_coordinates(np.asarray(chosen.geometry.values))).T
        for i, (left, top, right, bottom) in enumerate(boxes):
            found[i] += int(((left < x) & (x < right) & (top < y) & (y < bottom)).sum())
    return found


def _of_kinds(frame: gpd.GeoDataFrame, chosen: Callable[[str], bool]) -> NDArray[np.bool_]:
    """Return which features are of the chosen kinds, each kind asked once."""
    kinds = frame["kind"].to_numpy()
    return np.isin(kinds.astype(str), [kind for kind in set(kinds) if chosen(kind)])


def _has_symbol(layer_id: str, kind: str, camera: Camera) -> bool:
    return _shown(layer_id, kind, camera) and bool(STYLE[layer_id, kind].symbol)
