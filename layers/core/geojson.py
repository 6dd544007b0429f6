"""Layer frames as GeoJSON text (RFC 7946), the form in which they travel to browsers and GIS."""

import json
import math
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import shapely

from i18n.language import ENGLISH, Language

#: Columns that a person reads on the map.
_READ = ("measure", "note", "label", "oblast", "route_name", "offer_text", "role", "outcome")


def in_language(frame: gpd.GeoDataFrame, language: Language) -> gpd.GeoDataFrame:
    """Return a frame with its names and texts in a language; the frame itself in English."""
    if language.code == ENGLISH:
        return frame
    own = frame["name_uk"] if "name_uk" in frame else [None] * len(frame)
    names = [language.named(name, one) for name, one in zip(frame["name"], own, strict=True)]
    texts = {
        column: [language.said(text) if isinstance(text, str) else text for text in frame[column]]
        for column in _READ
        if column in frame
    }
    return frame.assign(name=names, **texts)


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
