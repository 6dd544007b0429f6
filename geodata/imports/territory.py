"""The line of occupation that follows from a publisher's map of occupied ground.

Two drawings of it: the *front* at the publisher's detail, for its own shape, length and area; and *sectors* generalised
to what this project's own lines are worth, on which everything notional is built, so that it never looks like a plan.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from shapely import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from geodata.geodesy import GEOD, area_km2, buffer_km, drawn_in_km
from geodata.occupation import occupied_territory

#: Outlines nearer to Ukraine's border or coast than this are those, not the front: publishers draw both elsewhere than
#: the base map does. Shipped lengths are measured with the same distance (line_lengths.geojson, `method`).
EDGE_KM = 5.0
#: How wide ground has to be to be on the generalised line, and how far that may be from the outline.
GENERALISED_KM = 4.0
#: Pockets and bridgeheads smaller than this are left out of the generalised line.
MIN_POCKET_KM2 = 60.0
#: The generalised ground may differ from the publisher's by this share of it, border zones included.
MAX_DIFFERENCE = 0.05
_BESIDE_KM = 1.5
_BEYOND_KM = 4.0


@dataclass(frozen=True, kw_only=True)
class Front:
    """What follows from occupied ground; all WGS 84, occupied ground on the left of lines.

    `territory`: the ground as it was published; `line`: its outline inside the country; `sectors`: the generalised
    line, each from border or shore to border or shore, or closed; `difference_km2`: between the ground behind the
    sectors and the published ground inside Ukraine.
    """

    territory: BaseGeometry
    line: MultiLineString
    sectors: tuple[LineString, ...]
    difference_km2: float


def front_of(territory: BaseGeometry, ukraine: BaseGeometry) -> Front:
    """Return the line of occupation round published ground, a valid (Multi)Polygon in WGS 84.

    Raises
    ------
    ValueError
        If the ground has no outline inside Ukraine, or no generalised line divides Ukraine as it does.

    """
    near_edge = buffer_km(ukraine.boundary, EDGE_KM)
    line = _inside(territory, ukraine, near_edge)
    if line.is_empty:
        raise ValueError(
            f"no outline of this ground lies inside Ukraine, more than {EDGE_KM:g} km from border and coast: "
            "is it occupied territory, as polygons in longitude and latitude?"
        )
    drawn = drawn_in_km(territory, _generalised)
    sectors = tuple(
        _to_the_edge(part, ukraine) for part in shapely.get_parts(_inside(drawn, ukraine, near_edge))
    )
    sectors = tuple(
        part for part in sectors if not part.is_ring or area_km2(shapely.Polygon(part)) >= MIN_POCKET_KM2
    )
    if not sectors:
        raise ValueError(
            f"all of this ground is narrower than {GENERALISED_KM:g} km: is it all of occupied territory, Crimea "
            "included?"
        )
    behind = occupied_territory(_as_table(sectors), ukraine)
    difference_km2 = area_km2(shapely.symmetric_difference(behind, shapely.intersection(territory, ukraine)))
    if difference_km2 > MAX_DIFFERENCE * area_km2(territory):
        raise ValueError(
            f"no generalised line divides Ukraine as this ground does: they differ by {difference_km2:,.0f} km². "
            "Is all occupied territory in the file, Crimea included, and nothing else?"
        )
    return Front(territory=territory, line=line, sectors=sectors, difference_km2=difference_km2)


def _inside(ground: BaseGeometry, ukraine: BaseGeometry, near_edge: BaseGeometry) -> MultiLineString:
    """Return the outline of ground where government-held ground lies on its other side, clear of border and coast."""
    rings = [
        LineString(shapely.get_coordinates(ring))
        for part in shapely.get_parts(shapely.orient_polygons(ground))
        for ring in _rings(part)
    ]
    inside = shapely.intersection(shapely.difference(MultiLineString(rings), near_edge), ukraine)
    held = shapely.difference(ukraine, ground)
    shapely.prepare(held)
    parts = shapely.get_parts(shapely.line_merge(inside, directed=True))
    return MultiLineString([part for part in parts if _faces(part, held)])


def _rings(part: BaseGeometry) -> list[BaseGeometry]:
    if not isinstance(part, shapely.Polygon) or part.is_empty:
        return []
    return [part.exterior, *part.interiors]


def _faces(part: BaseGeometry, held: BaseGeometry) -> bool:
    """Whether most of what lies a little to the right of a line is of some ground."""
    xy = shapely.get_coordinates(part)
    azimuth, _, step_m = GEOD.inv(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1])
    middle = (xy[1:] + xy[:-1]) / 2
    beside = np.full(len(middle), _BESIDE_KM * 1000)
    lon, lat, _ = GEOD.fwd(middle[:, 0], middle[:, 1], azimuth + 90, beside)
    return bool((step_m * shapely.contains_xy(held, lon, lat)).sum() > step_m.sum() / 2)


def _generalised(ground: BaseGeometry) -> BaseGeometry:
    """Return ground in km without what is narrower than `GENERALISED_KM`, its outline drawn with few corners."""
    half = GENERALISED_KM / 2
    closed = shapely.buffer(shapely.buffer(ground, half), -2 * half)
    return shapely.simplify(shapely.buffer(closed, half), half / 2)


def _to_the_edge(part: LineString, ukraine: BaseGeometry) -> LineString:
    """Return an open line led on from both ends over the nearest border or shore; a closed one as it is."""
    if part.is_ring:
        return part
    xy = shapely.get_coordinates(part)
    return LineString([_over_the_edge(xy[0], ukraine), *xy, _over_the_edge(xy[-1], ukraine)])


def _over_the_edge(end: np.ndarray, ukraine: BaseGeometry) -> tuple[float, float]:
    (lon, lat) = shapely.get_coordinates(shapely.shortest_line(shapely.Point(end), ukraine.boundary))[-1]
    azimuth, _, away_m = GEOD.inv(end[0], end[1], lon, lat)
    beyond = GEOD.fwd(end[0], end[1], azimuth, away_m + _BEYOND_KM * 1000)
    return float(beyond[0]), float(beyond[1])


def _as_table(sectors: tuple[LineString, ...]) -> gpd.GeoDataFrame:
    names = [f"part-{number}" for number in range(1, len(sectors) + 1)]
    return gpd.GeoDataFrame(
        {"sector": names, "line_date": "imported"}, geometry=list(sectors), crs="EPSG:4326"
    )
