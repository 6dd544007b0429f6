"""Where a scene looks, and where its highlights and callouts are on the map."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from briefings.model import Scene
from briefings.placeholders import Library
from briefings.scenes.map import Callout, FeatureRef, Place
from layers import GROUND
from layers.core.scenario import ZOOM_RANGE, Scenario, View
from layers.style.rows import rows_of

_TILE_PX = 512  # MapLibre's zoom counts tiles of this size


def view_of(
    scene: Scene, library: Library, *, width_px: float, height_px: float, margin_px: float = 0
) -> View:
    """Return where a map of that size looks: the scene's view, else its bounds, else the home view, fitted."""
    if scene.scenario.view is not None:
        return scene.scenario.view
    bounds = scene.bounds.as_tuple() if scene.bounds else library.home(scene.scenario)
    return fit(bounds, width_px=width_px, height_px=height_px, margin_px=margin_px)


def fit(bounds: Iterable[float], *, width_px: float, height_px: float, margin_px: float = 0) -> View:
    """Return the closest view in which bounds (west, south, east, north; degrees) are whole, in Web Mercator."""
    west, south, east, north = bounds
    left, right = west / 360, east / 360
    bottom, top = _north(south), _north(north)
    room = max(1.0, width_px - 2 * margin_px), max(1.0, height_px - 2 * margin_px)
    zoom = math.log2(min(room[0] / (right - left), room[1] / (top - bottom)) / _TILE_PX)
    # Down, never up: rounded up, the bounds would not be whole.
    zoom = min(max(math.floor(zoom * 100) / 100, ZOOM_RANGE[0]), ZOOM_RANGE[1])
    return View(lon=round((west + east) / 2, 4), lat=round(_latitude((top + bottom) / 2), 4), zoom=zoom)


def _north(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / (2 * math.pi)


def _latitude(north: float) -> float:
    return math.degrees(2 * math.atan(math.exp(2 * math.pi * north)) - math.pi / 2)


@dataclass(frozen=True, kw_only=True)
class NamedPlace:
    """A place whose name is on a map: its layer, the features that may carry the name, and where the first is."""

    name: str
    layer: str
    feature_ids: tuple[str, ...]
    lon: float
    lat: float


def named_places(scenario: Scenario, library: Library) -> dict[str, NamedPlace]:
    """Return by its name every place that a map can name: of what it shows, and of the ground.

    Towns come before what else has the same name, and among towns the more important one.
    """
    frames = library.frames(scenario)
    groups = {layer.id: layer.group for layer in library.registry.layers}
    found: dict[str, NamedPlace] = {}
    for layer_id in sorted(frames, key=lambda one: (one == GROUND.id, groups.get(one) != "base")):
        frame = frames[layer_id]
        kinds = [row.kind for row in rows_of(layer_id) if row.text]
        here = frame.loc[frame["kind"].isin(kinds)]
        shown = here["label"].where(here["label"].notna(), here["name"]) if "label" in here else here["name"]
        areas = {row.kind for row in rows_of(layer_id) if row.form == "label"}
        for name, kind, feature_id, (lon, lat) in zip(
            map(str, shown),
            here["kind"],
            here["feature_id"],
            shapely.get_coordinates(here.geometry),
            strict=True,
        ):
            first = found.get(name)
            if first is None:
                found[name] = NamedPlace(
                    name=name, layer=layer_id, feature_ids=(str(feature_id),),
                    lon=round(lon, 4), lat=round(lat, 4),
                )  # fmt: skip
            elif kind in areas and first.layer == layer_id:  # an area may be named at one of several points
                found[name] = replace(first, feature_ids=(*first.feature_ids, str(feature_id)))
    return found


def feature_of(ref: FeatureRef, scenario: Scenario, library: Library) -> pd.Series:
    """Return a feature's row of its layer's frame under a scenario.

    Raises
    ------
    ValueError
        If the layer has no such feature under that scenario.
    """
    frame = library.frame(ref.layer, scenario)
    found = frame.loc[frame["feature_id"] == ref.feature_id]
    if found.empty:
        raise ValueError(f"The layer “{ref.layer}” has no feature “{ref.feature_id}” in this scene.")
    return found.iloc[0]


def shape_of(ref: FeatureRef, scenario: Scenario, library: Library) -> BaseGeometry:
    """Return a feature's geometry under a scenario, EPSG:4326; raises as `feature_of`."""
    shape: BaseGeometry = feature_of(ref, scenario, library)["geometry"]
    return shape


def point_of(callout: Callout, scenario: Scenario, library: Library) -> tuple[float, float]:
    """Return where a callout's arrow points: its place, or a point on its feature; lon, lat in degrees.

    Raises
    ------
    ValueError
        If its feature does not exist under that scenario.
    """
    if isinstance(callout.at, Place):
        return callout.at.lon, callout.at.lat
    shape = shape_of(callout.at, scenario, library)
    largest = max(shapely.get_parts(shape), key=lambda part: (part.area, part.length))
    point = largest.interpolate(0.5, normalized=True) if largest.length and not largest.area else None
    point = point if point is not None else largest.representative_point()
    return round(point.x, 4), round(point.y, 4)
