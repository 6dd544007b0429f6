"""The places that a scene speaks of, on its map: drawn at any scale, and named before all others."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from briefings.placeholders import Library
from briefings.scene_geometry import NamedPlace, named_places
from briefings.scenes.map import MapScene
from export.figures.projection import Camera
from export.figures.rendered_rows import SPOKEN
from layers import GROUND
from layers.style.rows import STYLE, rows_of

Frames = Mapping[str, gpd.GeoDataFrame]


def with_places(
    frames: Frames, scene: MapScene, library: Library, camera: Camera
) -> dict[str, gpd.GeoDataFrame]:
    """Return the frames with a column that says what the scene speaks of; what is too small for the scale is larger."""
    ids: dict[str, set[str]] = {}
    for place in _places(scene, library):
        ids.setdefault(place.layer, set()).update(place.feature_ids)
    marked = dict(frames)
    for layer_id, found in ids.items():
        frame = frames[layer_id].copy()
        frame[SPOKEN] = frame["feature_id"].isin(found)
        shown = _largest_at(layer_id, camera)
        small = [k for k in set(frame["kind"]) if STYLE[layer_id, k].min_zoom > camera.detail_zoom]
        if shown:
            frame.loc[frame[SPOKEN] & frame["kind"].isin(small), "kind"] = shown
        marked[layer_id] = frame
    return marked


def spoken_points(scene: MapScene, library: Library) -> NDArray[np.float64]:
    """Return longitude and latitude of the towns and bases that a scene speaks of: no country or sea has one place."""
    points = [(place.lon, place.lat) for place in _places(scene, library) if place.layer != GROUND.id]
    return np.array(points, dtype=float).reshape(-1, 2)


def _places(scene: MapScene, library: Library) -> list[NamedPlace]:
    known = named_places(scene.scenario, library) if scene.places else {}
    return [known[name] for name in scene.places]


def _largest_at(layer_id: str, camera: Camera) -> str:
    """Return the kind of named points of a layer that is drawn at a scale and is nearest to not being so."""
    rows = [row for row in rows_of(layer_id) if row.named_only and row.min_zoom <= camera.detail_zoom]
    return max(rows, key=lambda row: row.min_zoom).kind if rows else ""
