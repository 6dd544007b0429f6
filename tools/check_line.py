"""Measure the hand-generalised line of occupation against published control maps.

    python -m tools.check_line [folder with deepstatemap_data_YYYYMMDD.geojson]

The reference files stay outside the project; nothing is copied from them, only distances are taken.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geodesy import area_km2, length_km
from geodata.occupation import land_line, line_length_km, occupied_territory

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT.parent / "shared" / "reference"
LINE = ROOT / "geodata" / "line_of_occupation.geojson"
COUNTRIES = ROOT / "geodata" / "basemap" / "countries.geojson"

# Where the two outlines run along a border or a shore they compare two base maps, not two lines.
BORDER_MARGIN_KM = 5.0
STEP_KM = 0.5
# Width within which two outlines count as the same: a tenth of a metre, for rounding only.
TOUCHING_DEG = 1e-6
# A front's length counts what lies deeper inside Ukraine than this: nearer, it follows border or coast.
FRONT_MARGIN_M = 5_000.0
# Sectors of the border strips; the reference has them as polygons of their own.
STRIP_PREFIX = "strip-"
# Distances are planar in an equidistant projection centred on the line (error below 0.1 % here).
EQUIDISTANT_KM = "+proj=aeqd +lat_0=48 +lon_0=36.5 +datum=WGS84 +units=km +no_defs"


@dataclass(frozen=True, kw_only=True)
class LineAccuracy:
    """How far own line and reference are apart, in km, and both areas, in km²."""

    line_date: str
    own_mean_km: float
    own_p95_km: float
    own_max_km: float
    reference_mean_km: float
    reference_p95_km: float
    reference_max_km: float
    length_km: float
    area_km2: float
    reference_area_km2: float
    reference_area_within_ukraine_km2: float
    reference_length_km: float
    reference_main_length_km: float

    @property
    def area_difference(self) -> float:
        """Share of the reference's area, both as published."""
        return self.area_km2 / self.reference_area_km2 - 1

    @property
    def area_difference_within_ukraine(self) -> float:
        """Share of the reference's area after cutting it to the project's own base map."""
        return self.area_km2 / self.reference_area_within_ukraine_km2 - 1


def measure(lines: gpd.GeoDataFrame, ukraine: BaseGeometry, reference: BaseGeometry) -> LineAccuracy:
    """Compare the sectors of one date with the reference's occupied polygons (all WGS 84).

    The front of the reference is where its largest polygon meets the largest part of the rest of
    Ukraine. Both lines are sampled every `STEP_KM`, without the parts within `BORDER_MARGIN_KM` of
    Ukraine's border or coast; distances are to the whole of the other line.
    """
    border = to_km(ukraine.boundary)
    main = ~lines["sector"].str.startswith(STRIP_PREFIX)
    own = to_km(land_line(lines.loc[main], ukraine))
    front = to_km(_front(reference, ukraine))
    from_own = shapely.distance(samples(own, border), front)
    from_reference = shapely.distance(samples(front, border), own)
    return LineAccuracy(
        line_date=str(lines["line_date"].iloc[0]),
        own_mean_km=float(from_own.mean()),
        own_p95_km=float(np.percentile(from_own, 95)),
        own_max_km=float(from_own.max()),
        reference_mean_km=float(from_reference.mean()),
        reference_p95_km=float(np.percentile(from_reference, 95)),
        reference_max_km=float(from_reference.max()),
        length_km=line_length_km(lines.loc[main], ukraine),
        area_km2=area_km2(occupied_territory(lines, ukraine)),
        reference_area_km2=area_km2(reference),
        reference_area_within_ukraine_km2=area_km2(shapely.intersection(reference, ukraine)),
        reference_length_km=front_length_km(reference, ukraine),
        reference_main_length_km=front_length_km(_largest(reference), ukraine),
    )


def front_length_km(occupied: BaseGeometry, ukraine: BaseGeometry) -> float:
    """Return the geodesic length in km of the outline of occupied ground that lies inside Ukraine (WGS 84).

    Inside is more than `FRONT_MARGIN_M` from Ukraine's border and coast, measured in EPSG:3035.
    """
    shapes = gpd.GeoSeries([occupied, ukraine], crs="EPSG:4326").to_crs("EPSG:3035")
    inside = shapely.buffer(shapes.iloc[1], -FRONT_MARGIN_M)
    front = gpd.GeoSeries([shapely.intersection(shapes.iloc[0].boundary, inside)], crs="EPSG:3035")
    return length_km(front.to_crs("EPSG:4326").iloc[0])


def _front(reference: BaseGeometry, ukraine: BaseGeometry) -> BaseGeometry:
    occupied = _largest(reference)
    held = _largest(shapely.difference(ukraine, occupied))
    return shapely.intersection(occupied.boundary, shapely.buffer(held, TOUCHING_DEG))


def _largest(shape: BaseGeometry) -> BaseGeometry:
    return max(shapely.get_parts(shape), key=lambda part: part.area)


def samples(line_km: BaseGeometry, border_km: BaseGeometry) -> np.ndarray:
    """Return points every `STEP_KM` along the line, away from the border (both in km)."""
    points = [
        part.interpolate(distance)
        for part in shapely.get_parts(line_km)
        for distance in np.arange(STEP_KM / 2, part.length, STEP_KM)
    ]
    shapely.prepare(border_km)
    near = shapely.dwithin(points, border_km, BORDER_MARGIN_KM)
    return np.array(points, dtype=object)[~near]


def to_km(shape: BaseGeometry) -> BaseGeometry:
    """Return a WGS 84 shape in kilometres of the equidistant projection."""
    project = pyproj.Transformer.from_crs("EPSG:4326", EQUIDISTANT_KM, always_xy=True)
    return shapely.transform(
        shape, lambda lonlat: np.column_stack(project.transform(lonlat[:, 0], lonlat[:, 1]))
    )


def load_ukraine(path: Path = COUNTRIES) -> BaseGeometry:
    """Return Ukraine within recognised borders from the base map, in WGS 84."""
    countries = gpd.read_file(path)
    return countries.loc[countries["iso_a3"] == "UKR"].union_all()


def load_lines(path: Path = LINE) -> dict[str, gpd.GeoDataFrame]:
    """Return line date -> its sectors."""
    table = gpd.read_file(path)
    table["line_date"] = table["line_date"].astype(str).str[:10]
    days = sorted(set(table["line_date"]))
    return {day: table.loc[table["line_date"] == day] for day in days}


def load_references(folder: Path = REFERENCE) -> dict[str, BaseGeometry]:
    """Return line date -> occupied territory as published, for the files in `folder`."""
    found = {}
    for path in sorted(folder.glob("deepstatemap_data_*.geojson")):
        day = path.stem.rpartition("_")[2]
        shape = shapely.make_valid(gpd.read_file(path).union_all())
        found[f"{day[:4]}-{day[4:6]}-{day[6:]}"] = shape
    return found


def table(rows: list[LineAccuracy]) -> str:
    """Return the figures as a Markdown table."""
    lines = [
        "| Date | own → reference: mean / p95 / max, km | reference → own: mean / p95 / max, km "
        "| length, km | reference, all (main), km | area, km² | reference, km² | difference "
        "| within the same base map |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.line_date} | {r.own_mean_km:.1f} / {r.own_p95_km:.1f} / {r.own_max_km:.1f} "
        f"| {r.reference_mean_km:.1f} / {r.reference_p95_km:.1f} / {r.reference_max_km:.1f} "
        f"| {r.length_km:,.0f} | {r.reference_length_km:,.0f} ({r.reference_main_length_km:,.0f}) "
        f"| {r.area_km2:,.0f} | {r.reference_area_km2:,.0f} "
        f"| {r.area_difference:+.1%} | {r.area_difference_within_ukraine:+.1%} |"
        for r in rows
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the table for every date that has both a line and a reference."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REFERENCE
    references, lines, ukraine = load_references(folder), load_lines(), load_ukraine()
    rows = [measure(lines[day], ukraine, references[day]) for day in sorted(lines.keys() & references.keys())]
    print(table(rows))


if __name__ == "__main__":
    main()
