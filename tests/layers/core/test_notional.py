"""What is notional is told by the status of the data alone."""

import geopandas as gpd
import shapely

from layers.core.notional import notional_layers, shows_notional


def frame(*statuses: str) -> gpd.GeoDataFrame:
    points = [shapely.Point(30, 50)] * len(statuses)
    return gpd.GeoDataFrame({"status": list(statuses)}, geometry=points, crs="EPSG:4326")


def test_a_layer_with_one_notional_feature_is_notional():
    ground = gpd.GeoDataFrame({"name": ["Sea"]}, geometry=[shapely.Point(33, 43)], crs="EPSG:4326")
    frames = {"ground": ground, "line": frame("derived"), "patrols": frame("documented", "notional")}
    assert notional_layers(frames) == ("patrols",)
    assert shows_notional([frames])
    assert not shows_notional([{"ground": ground, "line": frame("derived")}])
