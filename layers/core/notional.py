"""Where it must be said that something is notional: on whatever shows a feature of that status, and nowhere else."""

from collections.abc import Iterable, Mapping

import geopandas as gpd


def notional_layers(frames: Mapping[str, gpd.GeoDataFrame]) -> tuple[str, ...]:
    """Return the layers that have a notional feature; the ground states no fact and has no status."""
    return tuple(
        layer_id
        for layer_id, frame in frames.items()
        if "status" in frame and bool((frame["status"] == "notional").any())
    )


def shows_notional(maps: Iterable[Mapping[str, gpd.GeoDataFrame]]) -> bool:
    """Return whether any of the maps, each the frames of what it shows, has a notional feature."""
    return any(notional_layers(frames) for frames in maps)
