"""Countries within their recognised borders: which parts belong to which, and their rows."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union

from tools.basemap.detail import ZONES, zone_of
from tools.basemap.packages import NE
from tools.basemap.rows import NE_DATE, Row, common, label_position
from tools.basemap.topology import Coords, as_lines, as_multi, polygon, polygons_of, ring

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
