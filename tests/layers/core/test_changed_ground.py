from itertools import combinations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.geodesy import area_km2, is_wider_than_km
from layers.core.changed_ground import changed_ground
from layers.core.facts import facts_for
from layers.core.views import ACCURACY_KM


def net_km2(change):
    """What a change makes of the occupied area, with the parts that are too narrow to be told."""
    gained = area_km2(change.occupied) + area_km2(change.narrow_occupied)
    return gained - area_km2(change.liberated) - area_km2(change.narrow_liberated)


def test_between_all_dates_what_changed_hands_adds_up_to_the_difference_of_the_occupied_areas(store):
    for earlier, later in combinations(store.line_dates, 2):
        before, after = (facts_for(store, date).occupied for date in (earlier, later))
        change = changed_ground(before, after)
        assert net_km2(change) == pytest.approx(area_km2(after) - area_km2(before), abs=0.5), (earlier, later)
        assert change.occupied.difference(after.buffer(1e-9)).is_empty
        assert change.occupied.intersection(change.liberated).area == pytest.approx(0, abs=1e-9)


tenths = [st.integers(0, 30), st.integers(0, 30), st.integers(1, 20), st.integers(1, 20)]
boxes = st.tuples(*tenths).map(
    lambda at: shapely.box(
        30 + at[0] / 10, 47 + at[1] / 10, 30 + (at[0] + at[2]) / 10, 47 + (at[1] + at[3]) / 10
    )
)


@given(st.lists(boxes, min_size=1, max_size=3), st.lists(boxes, min_size=1, max_size=3))
@settings(deadline=None, max_examples=30)
def test_whatever_the_shapes_they_add_up_and_back_again_is_the_same_the_other_way_round(before, after):
    earlier, later = shapely.union_all(before), shapely.union_all(after)
    there, back = changed_ground(earlier, later), changed_ground(later, earlier)
    assert net_km2(there) == pytest.approx(area_km2(later) - area_km2(earlier), abs=0.5)
    assert shapely.equals(there.occupied, back.liberated)
    assert shapely.equals(there.narrow_liberated, back.narrow_occupied)


def test_a_part_nowhere_wider_than_the_drawing_is_exact_is_neither_drawn_nor_counted():
    narrow, wide = shapely.box(30, 48, 31, 48.03), shapely.box(32, 48, 33, 48.05)  # 3.3 and 5.6 km wide
    change = changed_ground(shapely.Polygon(), shapely.union_all([narrow, wide]))
    assert shapely.equals(change.occupied, wide)
    assert shapely.equals(change.narrow_occupied, narrow)
    assert change.liberated.is_empty
    assert [is_wider_than_km(shape, ACCURACY_KM) for shape in (narrow, wide)] == [False, True]


def test_where_nothing_changed_there_is_nothing():
    same = shapely.box(30, 48, 31, 49)
    assert all(shape.is_empty for shape in vars(changed_ground(same, same)).values())
