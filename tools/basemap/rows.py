"""Rows of the base map's files, and writing them."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import Point, mapping
from shapely.geometry.base import BaseGeometry

OUT = Path(__file__).resolve().parents[2] / "geodata"
# The dates the statements are true for: editions of Natural Earth and GSHHG, names, population.
NE_DATE, WDBII_DATE, NAMES_DATE, POP_DATE = "2018-05-21", "2016-08-19", "2026-01-01", "2022-01-01"
Row = dict[str, Any]


def label_position(shape: BaseGeometry, x: float, y: float) -> tuple[float, float]:
    """The wished label position if it lies inside, else a point that does."""
    point = Point(x, y)
    if not shape.contains(point):
        point = max(shapely.get_parts(shape), key=shapely.area).representative_point()
    return round(point.x, 3), round(point.y, 3)


def slug(name: str) -> str:
    """`Siverskyi Donets` to `siverskyi-donets`, `Mureș` to `mures`."""
    plain = (
        unicodedata.normalize("NFKD", name.replace("ł", "l").replace("ı", "i"))
        .encode("ascii", "ignore")
        .decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def common(feature_id: str, name: str, kind: str, as_of: str, source: str, note: str = "") -> Row:
    """The columns every table has."""
    row = {"feature_id": feature_id, "name": name, "kind": kind, "status": "documented"}
    return row | {"as_of": as_of, "source": source, "note": note}


def write(table: str, rows: list[Row]) -> None:
    """Write one compact GeoJSON file, a feature per line so that a change shows in a diff."""
    lines = []
    for row in rows:
        properties = {key: value for key, value in row.items() if key != "geometry"}
        shape = shapely.transform(row["geometry"], lambda points: points.round(4))
        feature = {"type": "Feature", "properties": properties, "geometry": mapping(shape)}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path = OUT / f"{table}.geojson"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = re.sub(r"(?<=\d)\.0(?=[,\]])", "", text)
    path.write_text(text, encoding="utf-8")
