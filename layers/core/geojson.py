"""Layer frames as GeoJSON text (RFC 7946), the form in which they travel to browsers and GIS."""

import json
import math
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import shapely


def to_geojson(frame: gpd.GeoDataFrame, made_by: Mapping[str, str] | None = None) -> bytes:
    """Return an EPSG:4326 frame as a compact UTF-8 FeatureCollection; empty cells are left out.

    `made_by` (`layers.core.constants.provenance`) becomes the member `provenance`, which RFC 7946 lets programs ignore.
    """
    columns = [c for c in frame.columns if c != frame.geometry.name]
    records = frame[columns].to_dict("records")
    shapes = shapely.to_geojson(frame.geometry.to_numpy())
    features = []
    for record, geometry in zip(records, shapes, strict=True):
        properties = {k: _plain(v) for k, v in record.items() if not _empty(v)}
        text = json.dumps(properties, ensure_ascii=False, separators=(",", ":"))
        features.append(f'{{"type":"Feature","properties":{text},"geometry":{geometry or "null"}}}')
    head = f'"provenance":{json.dumps(dict(made_by), ensure_ascii=False)},' if made_by else ""
    return ('{"type":"FeatureCollection",' + head + '"features":[' + ",".join(features) + "]}").encode()


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _plain(value: Any) -> Any:
    """Turn numpy scalars into Python ones and round measures to what they can claim."""
    value = value.item() if hasattr(value, "item") else value
    return round(value, 3) if isinstance(value, float) else value
