"""Occupied territory from the line: hand-made squares first, then the project's own data."""

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, box

from geodata.geodesy import area_km2, length_km
from geodata.occupation import (
    government_held,
    land_line,
    line_length_km,
    occupied_territory,
)
from geodata.store import Store

SQUARE = box(30, 48, 34, 50)  # four degrees wide, two high
DATES = ("2022-02-23", "2022-11-15", "2024-07-08", "2025-08-31", "2026-08-22")
STRIP_PREFIX = "strip-"


def frame(**sectors: list[tuple[float, float]]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"line_date": "2025-01-01", "sector": list(sectors)},
        geometry=[LineString(points) for points in sectors.values()],
        crs=4326,
    )


# --- hand-made shapes -----------------------------------------------------------------------------


def test_a_line_southward_leaves_the_east_occupied() -> None:
    occupied = occupied_territory(frame(middle=[(33, 50.1), (33, 47.9)]), SQUARE)
    assert occupied.equals(box(33, 48, 34, 50))


def test_a_line_northward_leaves_the_west_occupied() -> None:
    occupied = occupied_territory(frame(middle=[(33, 47.9), (33, 50.1)]), SQUARE)
    assert occupied.equals(box(30, 48, 33, 50))


def test_consecutive_sectors_act_as_one_line() -> None:
    lines = frame(north=[(33, 50.1), (32, 49)], south=[(32, 49), (33, 47.9)])
    occupied = occupied_territory(lines, SQUARE)
    assert occupied.contains(Point(33, 49))
    assert not occupied.intersects(Point(31, 49))


def test_a_strip_across_the_border_is_occupied_beside_the_main_line() -> None:
    strip = [(30.5, 50.1), (30.5, 49.5), (31.5, 49.5), (31.5, 50.1)]
    occupied = occupied_territory(frame(main=[(33, 50.1), (33, 47.9)], strip=strip), SQUARE)
    expected = MultiPolygon([box(33, 48, 34, 50), box(30.5, 49.5, 31.5, 50)])
    assert occupied.equals(expected)


def test_held_and_occupied_ground_make_up_the_whole() -> None:
    occupied = occupied_territory(frame(main=[(33, 50.1), (33, 47.9)]), SQUARE)
    held = government_held(SQUARE, occupied)
    assert held.equals(box(30, 48, 33, 50))


@pytest.mark.parametrize(
    ("island", "is_occupied"),
    [
        (box(33.5, 47.5, 33.6, 47.6), True),  # off the occupied shore
        (box(30.5, 47.5, 30.6, 47.6), False),  # off the held shore
        # South-west of the line's end, so that the extended line alone would mislead.
        (box(29.0, 47.0, 29.1, 47.1), False),
    ],
)
def test_an_island_goes_with_the_nearest_shore(island: shapely.Polygon, is_occupied: bool) -> None:
    lines = frame(main=[(33, 50.1), (33, 47.9)])
    occupied = occupied_territory(lines, MultiPolygon([SQUARE, island]))
    assert occupied.intersects(island) is is_occupied


def test_ground_across_the_line_takes_the_other_side() -> None:
    # The line runs through the strait south of the square and never touches ground there; it only
    # cuts the far corner, so the square is held. The peninsula behind the strait is not.
    peninsula = box(31, 47, 32, 47.8)
    strait = [(32.5, 47.9), (30.5, 47.9)]
    corner = [(33.5, 50.1), (33.5, 49.5), (34.1, 49.5)]
    occupied = occupied_territory(frame(corner=corner, strait=strait), MultiPolygon([SQUARE, peninsula]))
    assert occupied.contains(Point(31.5, 47.5))
    assert occupied.contains(Point(33.8, 49.8))
    assert not occupied.intersects(Point(32, 49))


def test_the_land_line_loses_its_overshoots_and_keeps_its_direction() -> None:
    line = land_line(frame(main=[(33, 50.1), (33, 47.9)]), SQUARE)
    assert [list(part.coords) for part in line.geoms] == [[(33, 50), (33, 48)]]


def test_an_overshoot_that_reaches_other_ground_is_no_part_of_the_land_line() -> None:
    spit = box(32.9, 47.93, 33.1, 47.97)
    line = land_line(frame(main=[(33, 50.1), (33, 47.95)]), MultiPolygon([SQUARE, spit]))
    assert line.bounds == (33, 48, 33, 50)


def test_length_and_area_are_those_of_the_ellipsoid() -> None:
    lines = frame(main=[(33, 50.1), (33, 47.9)])
    # At 49° N two degrees of the meridian are 2 x 111.21 km, one of the parallel is 73.17 km.
    assert line_length_km(lines, SQUARE) == pytest.approx(222.4, rel=0.001)
    assert area_km2(occupied_territory(lines, SQUARE)) == pytest.approx(222.4 * 73.17, rel=0.005)


def test_the_input_stays_as_it_was() -> None:
    lines = frame(main=[(33, 50.1), (33, 47.9)])
    before = lines.copy(deep=True)
    occupied_territory(lines, SQUARE)
    assert lines.equals(before)


# --- bad input ------------------------------------------------------------------------------------


def test_a_line_that_ends_inside_is_refused_by_date_and_sector() -> None:
    lines = frame(short=[(33, 50.1), (33, 48.5)])
    with pytest.raises(ValueError, match="2025-01-01, sector short: does not divide Ukraine"):
        occupied_territory(lines, SQUARE)


def test_a_gap_between_sectors_is_refused() -> None:
    lines = frame(north=[(33, 50.1), (33, 49.1)], south=[(33, 49), (33, 47.9)])
    with pytest.raises(ValueError, match=r"sector north: .* start and end on a neighbouring"):
        occupied_territory(lines, SQUARE)


def test_a_line_outside_ukraine_is_refused() -> None:
    with pytest.raises(ValueError, match=r"2025-01-01: no sector crosses Ukraine.*lon, lat"):
        occupied_territory(frame(swapped=[(50.1, 33), (47.9, 33)]), SQUARE)


def test_sectors_in_opposite_directions_are_refused() -> None:
    lines = frame(north=[(33, 50.1), (33, 49)], south=[(33, 47.9), (33, 49)])
    with pytest.raises(ValueError, match="sectors north, south disagree"):
        occupied_territory(lines, SQUARE)


def test_two_dates_at_once_are_refused() -> None:
    lines = frame(a=[(33, 50.1), (33, 47.9)], b=[(32, 50.1), (32, 47.9)])
    lines["line_date"] = ["2025-01-01", "2025-02-01"]
    with pytest.raises(ValueError, match="one line_date, got 2025-01-01, 2025-02-01"):
        occupied_territory(lines, SQUARE)


def test_no_line_is_refused() -> None:
    with pytest.raises(ValueError, match="no line of occupation given"):
        occupied_territory(frame(a=[(33, 50.1), (33, 47.9)]).iloc[:0], SQUARE)


def test_a_projected_line_is_refused() -> None:
    lines = frame(a=[(33, 50.1), (33, 47.9)]).to_crs(3035)
    with pytest.raises(ValueError, match="EPSG:4326, got EPSG:3035"):
        occupied_territory(lines, SQUARE)


# --- any zigzag -----------------------------------------------------------------------------------


@given(
    bends=st.lists(st.floats(30.1, 33.9, allow_nan=False), min_size=1, max_size=9),
    cut=st.integers(0, 8),
)
@settings(deadline=None)
def test_any_zigzag_from_north_to_south_parts_east_from_west(bends: list[float], cut: int) -> None:
    step = 2 / (len(bends) + 1)
    points = [(bends[0], 50.1), *((x, 50 - step * n) for n, x in enumerate(bends, 1))]
    points += [(bends[-1], 47.9)]
    middle = min(cut, len(points) - 3) + 1
    lines = frame(north=points[: middle + 1], south=points[middle:])
    occupied = occupied_territory(lines, SQUARE)
    held = government_held(SQUARE, occupied)
    assert occupied.intersects(Point(33.95, 49))
    assert held.intersects(Point(30.05, 49))
    assert occupied.area + held.area == pytest.approx(SQUARE.area)  # square degrees, planar
    whole = shapely.intersection(LineString(points), SQUARE)
    assert line_length_km(lines, SQUARE) == pytest.approx(length_km(whole), rel=1e-6)
    # Turned round, the same line leaves the other side occupied.
    turned = lines.set_geometry(lines.geometry.reverse())
    assert occupied_territory(turned, SQUARE).area == pytest.approx(held.area)


# --- the project's own data -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def store() -> Store:
    return Store()


@pytest.fixture(scope="module")
def lines(store: Store) -> dict[str, gpd.GeoDataFrame]:
    table = store.table("line_of_occupation")
    return {day: table.loc[table["line_date"] == day] for day in DATES}


@pytest.fixture(scope="module")
def occupied(store: Store, lines: dict[str, gpd.GeoDataFrame]) -> dict[str, MultiPolygon]:
    return {day: occupied_territory(sectors, store.ukraine) for day, sectors in lines.items()}


def town(store: Store, name: str) -> Point:
    towns = store.table("basemap/towns")
    found = towns.loc[(towns["name"] == name) & (towns["country"] == "UKR")]
    assert len(found) == 1, name
    return found.geometry.iloc[0]


ALWAYS_OCCUPIED = ["Sevastopol", "Simferopol", "Kerch", "Donetsk", "Luhansk", "Horlivka"]
OCCUPIED_SINCE_2022 = ["Mariupol", "Melitopol", "Berdiansk", "Enerhodar", "Oleshky"]
# fmt: off
ALWAYS_HELD = [
    "Kyiv", "Kharkiv", "Kherson", "Zaporizhzhia", "Mykolaiv", "Sloviansk",
    "Kramatorsk", "Odesa", "Dnipro", "Sumy", "Ochakiv", "Nikopol",
    "Beryslav", "Orikhiv", "Kupiansk", "Lyman", "Kostiantynivka",
]
# fmt: on
CHANGED = {  # town: the first of DATES on which it is occupied
    "Volnovakha": "2022-11-15",
    "Bakhmut": "2024-07-08",
    "Avdiivka": "2024-07-08",
    "Marinka": "2024-07-08",
    "Vuhledar": "2025-08-31",
    "Selydove": "2025-08-31",
    "Toretsk": "2025-08-31",
    "Siversk": "2026-08-22",
    "Pokrovsk": "2026-08-22",
    "Myrnohrad": "2026-08-22",
    "Huliaipole": "2026-08-22",
}


def test_the_store_has_exactly_the_dates(store: Store) -> None:
    assert store.line_dates == DATES


@pytest.mark.parametrize("day", DATES)
def test_towns_are_on_their_side(day: str, store: Store, occupied: dict[str, MultiPolygon]) -> None:
    in_2022 = day >= "2022-11-15"
    expected = dict.fromkeys(ALWAYS_OCCUPIED, True)
    expected |= dict.fromkeys(OCCUPIED_SINCE_2022, in_2022)
    expected |= dict.fromkeys(ALWAYS_HELD, False)
    expected |= {name: day >= since for name, since in CHANGED.items()}
    found = {name: bool(occupied[day].intersects(town(store, name))) for name in expected}
    assert found == expected


@pytest.mark.parametrize(
    ("day", "share"),
    [  # published: docs/data-sources.md; the middle of 2024 is between the years beside it
        ("2022-02-23", 0.07),
        ("2022-11-15", 0.18),
        ("2024-07-08", 0.182),
        ("2025-08-31", 0.19),
        ("2026-08-22", 0.193),
    ],
)
def test_the_share_of_ukraine_is_the_published_one(
    day: str, share: float, store: Store, occupied: dict[str, MultiPolygon]
) -> None:
    found = area_km2(occupied[day]) / area_km2(store.ukraine)
    assert found == pytest.approx(share, abs=0.005)


@pytest.mark.parametrize("day", DATES)
def test_islands_and_spits_go_with_their_shore(day: str, occupied: dict[str, MultiPolygon]) -> None:
    occupied_since_2022 = day >= "2022-11-15"
    tendra, tuzly, kinburn = Point(31.53, 46.33), Point(29.9, 45.73), Point(32.0, 46.47)
    near_deg = 0.1  # the base map's spits are coarse
    assert (occupied[day].distance(tendra) < near_deg) is occupied_since_2022
    assert occupied[day].intersects(kinburn) is occupied_since_2022
    assert occupied[day].distance(tuzly) > near_deg


@pytest.mark.parametrize("day", DATES)
def test_sectors_are_coarse_and_join(day: str, lines: dict[str, gpd.GeoDataFrame]) -> None:
    main = lines[day].loc[~lines[day]["sector"].str.startswith(STRIP_PREFIX)]
    main = main.loc[main["sector"] != "crimea"].sort_values("order")
    for before, after in zip(main.geometry.iloc[:-1], main.geometry.iloc[1:], strict=True):
        assert before.coords[-1] == after.coords[0]
    assert list(lines[day]["order"]) == list(range(1, len(lines[day]) + 1))
    xy = shapely.get_coordinates(lines[day].geometry.array)
    assert (xy == xy.round(2)).all()
    assert len(xy) < 120


@pytest.mark.parametrize("day", DATES)
def test_the_land_line_is_what_its_sectors_show(
    day: str, store: Store, lines: dict[str, gpd.GeoDataFrame]
) -> None:
    shown = sum(length_km(line) for line in lines[day].intersection(store.ukraine))
    assert line_length_km(lines[day], store.ukraine) == pytest.approx(shown, rel=0.02)
