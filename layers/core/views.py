"""Where the map looks: the named views, what they must hold, and how close a generalised map is worth looking at.

Screen, snapshot and briefing take a name to bounds by `bounds_of`; `frontend/map/view.js` does the same on screen.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import geopandas as gpd

if TYPE_CHECKING:
    from layers.core.spec import Layer

Bounds = tuple[float, float, float, float]

#: The line is drawn to about this (its measured sectors, docs/line.md); from the zoom on at which that is seen, the map
#: says so and shows the band.
ACCURACY_KM = 4.0
ACCURACY_FROM_ZOOM = 7.5
#: No closer: there a pixel is 70 m of ground, and the line's band two thumbs wide.
CLOSEST_ZOOM = 9.5

#: Title and bounds (west, south, east, north in degrees) that a screen or page of any shape fits, with what the visible
#: layers of `fits` have beyond them (all: every guarantee). `beside_legend`: the share of an open legend's width, at
#: the lower left of the screen, that bounds keep clear of: some have only neighbours there.
VIEWS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "home": {"title": "Ukraine", "bounds": (21.6, 43.6, 40.6, 52.8), "beside_legend": 0.35, "fits": "all"},
        "line": {"title": "The line", "bounds": (31.0, 45.9, 39.8, 51.5), "beside_legend": 1, "fits": ()},
        "black_sea": {
            "title": "Black Sea", "bounds": (27.4, 41.0, 37.2, 47.0), "beside_legend": 1, "fits": ("maritime_patrols",),
        },
        "air": {
            "title": "Air policing", "bounds": (16.0, 44.2, 36.0, 54.4), "beside_legend": 0, "fits": ("air_policing",),
        },
    }
)  # fmt: skip


def extent_of(layer: "Layer", frame: gpd.GeoDataFrame) -> Bounds | None:
    """Return the bounds of what a view of a layer must hold; None where it has nothing that a view could miss."""
    held = frame.loc[frame["kind"].isin(layer.extent_kinds)]
    if held.empty:
        return None
    west, south, east, north = map(float, held.total_bounds)
    return west, south, east, north


def bounds_of(name: str, extents: Mapping[str, Bounds]) -> Bounds:
    """Return the bounds of a named view that hold the extents, by layer id, of the layers that it fits."""
    view = VIEWS[name]
    held = [extents[key] for key in extents if view["fits"] == "all" or key in view["fits"]]
    return _union([view["bounds"], *held])


def _union(every: Iterable[Bounds]) -> Bounds:
    west, south, east, north = zip(*every, strict=True)
    return min(west), min(south), max(east), max(north)
