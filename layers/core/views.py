"""The named views of the map: where screen, snapshot and briefing look when they are told a name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

#: Title and bounds (west, south, east, north in degrees) that a screen or page of any shape fits. `beside_legend`: the
#: share of the legend's width, at the lower left of the screen, that bounds keep clear of: some have only neighbours
#: there.
VIEWS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "home": {"title": "Ukraine", "bounds": [21.2, 42.9, 41.0, 53.0], "beside_legend": 0.35},
        "line": {"title": "The line", "bounds": [31.0, 45.9, 39.8, 50.7], "beside_legend": 1},
        "black_sea": {"title": "Black Sea", "bounds": [27.4, 41.0, 37.2, 47.0], "beside_legend": 1},
        "air": {"title": "Air policing", "bounds": [14.5, 43.4, 36.0, 55.2], "beside_legend": 0},
    }
)
