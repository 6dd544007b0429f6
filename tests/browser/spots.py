"""Where on the map a layer must be seen: places read off the very frames that the server sends."""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from screen import Screen, changed

from layers.style.rows import StyleRow, rows_of

#: A view for each layer in which all that it draws is large enough to be drawn, and most of it in sight.
VIEWS = {
    "line_of_occupation": (35.2, 47.9, 5.8),
    "monitoring_mission": (35.6, 48.2, 6.0),
    "coalition_forces": (33.5, 48.6, 5.4),
    "air_policing": (26.5, 49.0, 5.5),
    "maritime_patrols": (31.6, 44.6, 6.3),
    "invasion_routes": (33.0, 49.0, 5.2),
    "contributors": (-38.0, 48.0, 2.0),  # as far as the United States
    "lead_organisations": (45.0, 36.0, 3.0),
    "oblasts": (31.5, 49.0, 6.4),
    "cities": (31.2, 49.9, 7.5),
    "ports": (31.2, 46.0, 7.0),
}
_MOST_PER_KIND = 14


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place where a kind of a layer must be seen, and how far from it at most (px)."""

    kind: str
    feature_id: str
    lon_lat: tuple[float, float]
    reach: int


def spots(layer_id: str, frame: gpd.GeoDataFrame, zoom: float) -> list[Spot]:
    """Return places for each kind that is drawn at a zoom."""
    return [
        Spot(kind=row.kind, feature_id=feature_id, lon_lat=place, reach=reach)
        for row in rows_of(layer_id)
        if _drawn(row, zoom)
        for feature_id, place, reach in _places(row, frame.loc[frame["kind"] == row.kind])
    ]


def _drawn(row: StyleRow, zoom: float) -> bool:
    return not row.on_demand and zoom >= (row.text_min_zoom if row.form == "label" else row.min_zoom)


def _places(row: StyleRow, frame: gpd.GeoDataFrame) -> Iterator[tuple[str, tuple[float, float], int]]:
    for feature in frame.to_dict("records"):
        shape = feature["geometry"]
        for point in _points(row, shape):
            # A name stands round its place; a symbol may have a hole, a dash a gap.
            reach = 9 if row.form == "label" else 5
            yield feature["feature_id"], (point.x, point.y), reach


def _points(row: StyleRow, shape: shapely.Geometry) -> list[shapely.Point]:
    if shape.geom_type == "Point":
        return [shape]
    if row.form == "area" and row.fill_opacity:
        largest = max(shapely.get_parts(shape), key=lambda part: part.area)
        return [largest.point_on_surface()]
    line = shape if row.form == "line" else shape.boundary
    return [line.interpolate(share, normalized=True) for share in (0.15, 0.35, 0.5, 0.65, 0.85)]


def seen_share(
    screen: Screen, layer_id: str, frame: gpd.GeoDataFrame, before: np.ndarray, after: np.ndarray
) -> dict[str, float]:
    """Return for each kind with a place in sight the share of its places where the pictures differ."""
    zoom = screen.camera[2]
    wanted = spots(layer_id, frame, zoom)
    places = screen.project([spot.lon_lat for spot in wanted])
    found: dict[str, list[bool]] = {}
    for spot, (x, y, clear) in zip(wanted, places, strict=True):
        hits = found.setdefault(spot.kind, [])
        if clear and len(hits) < _MOST_PER_KIND:
            hits.append(changed(before, after, (x, y), reach=spot.reach))
    return {kind: float(np.mean(hits)) for kind, hits in found.items() if hits}
