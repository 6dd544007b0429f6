"""Lakes, limans and reservoirs."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from tools.basemap.detail import ZONES, zone_of
from tools.basemap.packages import NE
from tools.basemap.rivers import read_gshhg
from tools.basemap.rows import NE_DATE, WDBII_DATE, Row, common, slug
from tools.basemap.topology import as_multi

# source | name | "lon lat" inside it | note
LAKES = """
natural_earth|Kyiv Reservoir|30.48 50.95|
natural_earth|Kaniv Reservoir|31.5 49.9|
natural_earth|Kremenchuk Reservoir|32.6 49.27|
natural_earth|Kamianske Reservoir|34.05 48.8|
wdbii|Dnipro Reservoir|35.15 48.2|Cut from the one water surface that the source draws from Kaniv on.
natural_earth|Syvash|34.6 46|
natural_earth|Dniester Liman|30.3 46.25|
wdbii|Molochnyi Liman|35.36 46.54|
wdbii|Tylihul Liman|31.12 46.84|
wdbii|Khadzhybei Liman|30.58 46.66|
wdbii|Kuialnyk Liman|30.69 46.69|
wdbii|Lake Yalpuh|28.64 45.43|
wdbii|Lake Kahul|28.39 45.41|
wdbii|Lake Katlabuh|28.99 45.48|
natural_earth|Tsimlyansk Reservoir|42.9 48.1|
natural_earth|Volgograd Reservoir|45.8 50.3|
natural_earth|Gorky Reservoir|42.9 57|
natural_earth|Rybinsk Reservoir|38.3 58.4|
natural_earth|Lake Balaton|17.8 46.87|
natural_earth|Lake Skadar|19.3 42.2|
natural_earth|Lake Peipus|27.5 58.7|
natural_earth|Lake Ladoga|31.5 60.8|
natural_earth|Lake Vänern|13.3 58.9|
natural_earth|Lake Vättern|14.6 58.4|
natural_earth|Lake Ilmen|31.3 58.27|
natural_earth|Lake Tuz|33.4 38.8|
natural_earth|Lake Van|42.9 38.6|
natural_earth|Lake Sevan|45.3 40.35|
"""


DNIPRO_RESERVOIR = box(35.0, 47.84, 35.3, 48.5)


def lake_rows(work: Path) -> list[Row]:
    """Rows of both files `lakes.geojson`; the column `source` says of which."""
    earth = gpd.read_file(work / NE / "physical/ne_10m_lakes.shp").geometry.to_numpy()
    gshhg = [Polygon(p) for kind, p in read_gshhg(work, "gshhs") if kind == "2" and len(p) > 3]
    shapes = {"natural_earth": earth, "wdbii": np.array(gshhg)}
    rows = []
    for line in LAKES.strip().splitlines():
        source, name, place, note = line.split("|")
        point = Point(*(float(part) for part in place.split()))
        shape = shapes[source][np.argmin(shapely.distance(shapes[source], point))]
        if shape.distance(point) > 0.3:
            raise SystemExit(f"{name}: no lake of {source} within 0.3° of {place}")
        shape = shape.intersection(DNIPRO_RESERVOIR) if name == "Dnipro Reservoir" else shape
        tolerance = ZONES[0].tolerance if is_core(shape) else ZONES[1].tolerance
        shape = shapely.set_precision(shape.simplify(tolerance), 1e-3)
        row = common(
            f"lake-{slug(name)}", name, "lake", WDBII_DATE if source == "wdbii" else NE_DATE, source, note
        )
        rows.append(row | {"geometry": as_multi(shape)})
    return rows


def is_core(shape: BaseGeometry) -> bool:
    """Whether a shape lies in the zone of the finest detail."""
    return bool(zone_of(np.array([[shape.centroid.x, shape.centroid.y]]))[0] == 0)
