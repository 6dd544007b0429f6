"""Build `geodata/invasion_routes.geojson` from the texts in `tools/routes.yaml` and the towns of the gazetteer.

Run `python tools/build_routes.py` after an edit of the YAML file; it always writes the same text.
Each axis is a smooth line through its towns, not a road: fit for a map of the whole country.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from pyproj import Transformer

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tools" / "routes.yaml"
GAZETTEER = ROOT / "geodata" / "gazetteer.yaml"
TARGET = ROOT / "geodata" / "invasion_routes.geojson"

# Equal scale in all directions near Ukraine, so that the curve is not stretched east and west.
LOCAL_CRS = "+proj=laea +lat_0=49 +lon_0=32 +units=m"
STEP_M = 4_000.0  # spacing of the drawn vertices: no corner shows at zoom 9
DECIMALS = 4

FloatArray = npt.NDArray[np.float64]


def smooth(points: FloatArray, step: float) -> FloatArray:
    """Return a centripetal Catmull-Rom curve through every one of the points.

    The centripetal form (knots spaced by the square root of the distance) has no loops or cusps
    within a segment (Yuksel et al., 2011).

    `points` are planar, one row each, at least two, no two neighbours equal; `step` is the largest
    spacing of the result along the chords, in their unit.
    """
    before = 2 * points[0] - points[1]
    after = 2 * points[-1] - points[-2]
    padded = np.vstack([before, points, after])
    pieces = [points[:1]]
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        count = max(1, int(np.ceil(np.linalg.norm(p2 - p1) / step)))
        pieces.append(_segment(p0, p1, p2, p3, np.linspace(0, 1, count + 1)[1:]))
    return np.vstack(pieces)


def _segment(
    p0: FloatArray, p1: FloatArray, p2: FloatArray, p3: FloatArray, fractions: FloatArray
) -> FloatArray:
    """Return the curve from p1 to p2 at the fractions, by the pyramid of Barry and Goldman (1988)."""
    t0 = 0.0
    t1 = t0 + float(np.sqrt(np.linalg.norm(p1 - p0)))
    t2 = t1 + float(np.sqrt(np.linalg.norm(p2 - p1)))
    t3 = t2 + float(np.sqrt(np.linalg.norm(p3 - p2)))
    t = (t1 + fractions * (t2 - t1))[:, None]
    a1 = (t1 - t) / (t1 - t0) * p0 + (t - t0) / (t1 - t0) * p1
    a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
    a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
    b1 = (t2 - t) / (t2 - t0) * a1 + (t - t0) / (t2 - t0) * a2
    b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
    return (t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2


def line_through(towns: list[list[float]]) -> list[list[float]]:
    """Return the smooth line through towns given as [lon, lat], as [lon, lat]."""
    to_plane = Transformer.from_crs("EPSG:4326", LOCAL_CRS, always_xy=True)
    lon, lat = np.array(towns, dtype=np.float64).T
    curve = smooth(np.column_stack(to_plane.transform(lon, lat)), STEP_M)
    lon, lat = to_plane.transform(curve[:, 0], curve[:, 1], direction="INVERSE")
    return [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in zip(lon, lat, strict=True)]


def feature(route: dict[str, Any], towns: dict[str, list[float]]) -> dict[str, Any]:
    """Return the GeoJSON feature of one route of the YAML file."""
    parts = [line_through([towns[name] for name in part]) for part in route["parts"]]
    geometry: dict[str, Any] = (
        {"type": "LineString", "coordinates": parts[0]}
        if len(parts) == 1
        else {"type": "MultiLineString", "coordinates": parts}
    )
    historical = route["basis"] == "historical"
    caveat = (
        "The line is generalised through the towns named; it is not the track of any unit."
        if historical
        else "All assessed axes count the same and none is a forecast; the line is generalised."
    )
    return {
        "type": "Feature",
        "properties": {
            "feature_id": f"route-{route['code'].lower()}",
            "name": route["name"],
            "kind": "route",
            "status": "documented" if historical else "notional",
            "as_of": str(route["as_of"]),
            "source": route["source"],
            "note": f"{route['note']} {caveat}".strip(),
            "code": route["code"],
            "basis": route["basis"],
            "origin": route["origin"],
            "objective": route["objective"],
            "waypoints": route["parts"],
            "outcome": route["outcome"],
            "starts_at": route["starts_at"],
        },
        "geometry": geometry,
    }


def collection_text(features: list[dict[str, Any]]) -> str:
    """Return a GeoJSON FeatureCollection with one feature per line, so that a diff names it."""
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def build() -> str:
    """Return the text of `geodata/invasion_routes.geojson`."""
    data = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    towns = yaml.safe_load(GAZETTEER.read_text(encoding="utf-8"))
    return collection_text([feature(route, towns) for route in data["routes"]])


if __name__ == "__main__":
    TARGET.write_text(build(), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
