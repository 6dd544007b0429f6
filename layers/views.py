"""The named views of the map: where screen, snapshot and briefing look when they are told a name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

#: Title and bounds (west, south, east, north in degrees) that a screen or page of any shape fits.
VIEWS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "home": {"title": "Ukraine", "bounds": [21.2, 42.9, 41.0, 53.0]},
        "line": {"title": "The line", "bounds": [31.0, 45.9, 39.8, 50.7]},
        "black_sea": {"title": "Black Sea", "bounds": [27.4, 41.0, 37.2, 47.0]},
        "air": {"title": "Air policing", "bounds": [14.5, 43.4, 36.0, 55.2]},
    }
)
