"""The line that follows from a publisher's ground: its own outline, and a generalised one for all that is notional."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata.geodesy import GEOD, area_km2, buffer_km, length_km
from geodata.imports.territory import EDGE_KM, GENERALISED_KM, front_of

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference"
#: Measured earlier and by other code (line_lengths.geojson): the front on the control map of each day.
MEASURED_KM = {"20240708": 988, "20250831": 1205, "20260822": 1094}


def published(day: str):
    path = REFERENCE / f"deepstatemap_data_{day}.geojson"
    if not path.exists():
        pytest.skip(f"{path.name} is not here: the publisher's files are not part of the project")
    return gpd.read_file(path).geometry.union_all()


@pytest.mark.parametrize("day", MEASURED_KM)
def test_of_a_publishers_file_the_line_lies_on_its_boundary_and_is_as_long_as_was_measured(day, store):
    ground = published(day)
    front = front_of(ground, store.ukraine)
    xy = shapely.get_coordinates(shapely.segmentize(front.line, 0.01))
    boundary = shapely.union_all([part.boundary for part in shapely.get_parts(ground)])
    nearest = shapely.get_coordinates(shapely.shortest_line(shapely.points(xy), boundary))[1::2]
    assert (GEOD.inv(*xy.T, *nearest.T)[2] / 1000).max() <= 0.1
    assert length_km(front.line) == pytest.approx(MEASURED_KM[day], abs=2)
    assert area_km2(front.territory) == pytest.approx(area_km2(ground), rel=0.001)


@pytest.mark.parametrize("day", MEASURED_KM)
def test_what_is_notional_stands_on_few_corners_near_the_publishers_line(day, store):
    front = front_of(published(day), store.ukraine)
    corners = sum(len(sector.coords) for sector in front.sectors)
    assert corners < shapely.get_num_coordinates(front.line) / 3
    inside = shapely.difference(
        shapely.MultiLineString(front.sectors), buffer_km(store.ukraine.boundary, EDGE_KM + 3)
    )
    near = buffer_km(front.line, 3 * GENERALISED_KM)
    assert length_km(shapely.difference(inside, near)) <= 0.02 * length_km(inside)


def test_from_shipped_ground_the_shipped_line_comes_back(facts, store):
    shipped = facts()
    front = front_of(shipped.occupied, store.ukraine)
    away = shapely.difference(front.line, buffer_km(shipped.land_line, 0.1))
    assert length_km(away) == pytest.approx(0, abs=0.5)
    clear = shapely.difference(shipped.land_line, buffer_km(store.ukraine.boundary, EDGE_KM + 0.5))
    assert length_km(shapely.difference(clear, buffer_km(front.line, 0.1))) <= 0.02 * length_km(clear)
    assert front.difference_km2 < 0.05 * area_km2(shipped.occupied)


def test_occupied_ground_is_on_the_left_of_every_line(facts, store):
    ground = facts().occupied
    for part in shapely.get_parts(front_of(ground, store.ukraine).line):
        middle = np.asarray(part.interpolate(0.5, normalized=True).coords[0])
        ahead = np.asarray(part.interpolate(0.501, normalized=True).coords[0])
        azimuth = GEOD.inv(*middle, *ahead)[0]
        assert ground.contains(shapely.Point(GEOD.fwd(*middle, azimuth - 90, 300)[:2]))


def test_ground_that_is_all_of_the_country_or_none_of_it_is_refused(store):
    with pytest.raises(ValueError, match="no outline of this ground lies inside Ukraine"):
        front_of(store.ukraine, store.ukraine)
    with pytest.raises(ValueError, match="no outline of this ground lies inside Ukraine"):
        front_of(shapely.box(20, 44, 21, 45), store.ukraine)


def test_a_scrap_of_ground_is_no_occupied_territory(store):
    with pytest.raises(ValueError, match="all of this ground is narrower than 4 km"):
        front_of(shapely.box(36.0, 48.0, 36.03, 48.03), store.ukraine)
