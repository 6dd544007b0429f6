import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from invented import QUARTERS, town
from small_world import table

from analysis.population import spread
from geodata.geodesy import area_km2

OBLAST = QUARTERS["UA-01"]
TOWNS = table(town("A", 31, 49, 300_000, "UA-01"), town("B", 32.5, 49, 100_000, "UA-01"))


def people(ground, found):
    return found.within(ground, area_km2(ground))


def test_towns_are_in_as_a_whole_and_the_rest_lies_evenly():
    found = spread(OBLAST, 1_000_000, TOWNS)
    west = shapely.box(30, 48, 31.5, 50)
    assert people(west, found) == pytest.approx(300_000 + 600_000 / 2)
    assert people(OBLAST, found) == pytest.approx(1_000_000)
    assert people(shapely.Polygon(), found) == 0


def test_towns_that_say_more_than_the_oblast_has_are_scaled_down_alike():
    found = spread(OBLAST, 200_000, TOWNS)
    assert found.rest == pytest.approx(0)
    assert list(found.people) == pytest.approx([150_000, 50_000])


def test_without_towns_people_are_spread_by_area():
    found = spread(OBLAST, 1_000_000, TOWNS.drop(columns="population"))
    assert people(shapely.box(30, 48, 31.5, 50), found) == pytest.approx(500_000)


def test_a_town_off_the_generalised_coast_counts_where_its_oblast_is_covered():
    found = spread(OBLAST, 1_000_000, table(town("Port", 29.99, 49, 400_000, "UA-01")))
    assert people(OBLAST, found) == pytest.approx(1_000_000)


@given(cut=st.floats(30.01, 32.99))
def test_two_parts_hold_what_the_whole_holds(cut):
    found = spread(OBLAST, 1_000_000, TOWNS)
    parts = [shapely.box(30, 48, cut, 50), shapely.box(cut, 48, 33, 50)]
    held = sum(people(part, found) for part in parts)
    if cut not in (31, 32.5):  # a town on the very cut would be in both
        assert held == pytest.approx(1_000_000)
