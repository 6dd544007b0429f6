"""The best of a kind against trying everything: in the invented country by geometry, and on the shipped data."""

from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from invented import QUARTERS
from made_up import base, scenario_of, small_frames
from small_world import feature, table

from analysis import best
from analysis.assessment import assess
from analysis.best import best_bases, best_standoff, cells, reached
from geodata.geodesy import area_km2
from layers.core.address import from_query
from layers.core.build import Frames
from layers.core.spec import ground_of
from tests.examples import examples

AIR = "air_policing"
FIVE = table(*(base(4 * name, lon, lat) for name, lon, lat in (
    ("A", 29, 47), ("B", 30, 49), ("C", 31, 46.5), ("D", 32, 49.5), ("E", 28, 48),
)))  # fmt: skip


OBLASTS = table(*(
    feature(f"oblast-{iso.lower()}", shape, name=iso, iso_3166_2=iso, population=1_000_000)
    for iso, shape in QUARTERS.items()
))  # fmt: skip


@pytest.fixture(scope="module")
def small():
    return small_frames(air_bases=FIVE, basemap_oblasts=OBLASTS)


def ground_km2(frames, bases, radius_km):
    """What some bases reach, by one overlay of their own."""
    scenario = scenario_of(
        frames, ("layers", AIR), (f"{AIR}.bases", ",".join(bases)), (f"{AIR}.radius_km", str(radius_km))
    )
    return area_km2(ground_of(frames.frame(frames.registry[AIR], scenario), "tinted_ground"))


@pytest.mark.parametrize("radius_km", [200, 300])
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_no_other_choice_reaches_more_ground(small, radius_km, count):
    scenario = scenario_of(small, ("layers", AIR), (f"{AIR}.radius_km", str(radius_km)))
    found = best_bases(small, scenario, count, "ground")
    everything = {
        choice: ground_km2(small, choice, radius_km) for choice in combinations(found_bases(small), count)
    }
    assert found.exact
    assert found.tried == len(everything)
    assert found.amount == pytest.approx(max(everything.values()), rel=1e-5)
    assert everything[found.bases] == pytest.approx(max(everything.values()), rel=1e-5)
    assert found.scenario.params[AIR].bases == found.bases


def found_bases(frames):
    return next(spec for spec in frames.registry[AIR].specs if spec.name == "bases").options


def test_cells_lie_apart_and_together_are_what_all_bases_reach(small):
    scenario = scenario_of(small, (f"{AIR}.radius_km", "250"))
    found = cells(small, scenario)
    assert len(set(found.masks.tolist())) == len(found.masks)
    assert found.km2.sum() == pytest.approx(ground_km2(small, found.bases, 250), rel=1e-5)
    for place, icao in enumerate(found.bases):
        own = found.km2[(found.masks >> place) & 1 == 1].sum()
        assert own == pytest.approx(ground_km2(small, [icao], 250), rel=1e-5)


@examples(few=100, many=2000)
@given(data=st.data())
def test_what_a_choice_reaches_is_the_union_of_its_cells(data):
    n = data.draw(st.integers(1, 6))
    masks = data.draw(st.lists(st.integers(1, 2**n - 1), min_size=1, max_size=20, unique=True))
    weights = data.draw(st.lists(st.integers(0, 100), min_size=len(masks), max_size=len(masks)))
    choices = [c for k in range(n + 1) for c in combinations(range(n), k)]
    found = reached(np.array(masks), np.array(weights), choices)
    for choice, amount in zip(choices, found, strict=True):
        of = {place for place, mask in enumerate(masks) if any(mask >> bit & 1 for bit in choice)}
        assert amount == sum(weights[place] for place in of)


def test_too_many_choices_are_taken_one_by_one_and_said_so(small, monkeypatch):
    scenario = scenario_of(small, (f"{AIR}.radius_km", "250"))
    exact = best_bases(small, scenario, 2, "ground")
    monkeypatch.setattr(best, "MOST_TRIED", 3)
    greedy = best_bases(small, scenario, 2, "ground")
    assert not greedy.exact
    assert greedy.amount <= exact.amount * (1 + 1e-9)
    single = best_bases(small, scenario, 5, "ground")
    assert single.exact  # there is one choice of all
    assert greedy.amount >= 0.63 * exact.amount  # 1 - 1/e: what taking one by one is good for


def test_a_choice_that_there_is_not_is_refused(small):
    scenario = scenario_of(small)
    for count in (0, 6):
        with pytest.raises(ValueError, match=r"^1 to 5$"):
            best_bases(small, scenario, count)


def test_the_best_three_of_the_shipped_bases_are_what_the_assessment_says():
    frames = Frames()
    scenario, _ = from_query(f"layers={AIR}&{AIR}.radius_km=400", frames.registry)
    found = best_bases(frames, scenario, 3, "people")
    assert found.tried == 364
    said = assess(frames, found.scenario)["air.reach_population_share"].value
    assert found.share == pytest.approx(said, rel=1e-4)
    assert found.now == pytest.approx(assess(frames, scenario)["air.reach_population_share"].value, rel=1e-4)
    worse = [choice for choice in combinations(found.scenario.params[AIR].bases, 2)]
    for choice in worse:
        fewer, _ = from_query(
            f"layers={AIR}&{AIR}.radius_km=400&{AIR}.bases={','.join(choice)}", frames.registry
        )
        assert assess(frames, fewer)["air.reach_population_share"].value <= said
    enough = best_bases(frames, scenario, found.fewest, "people")
    assert enough.amount == pytest.approx(found.amount, rel=1e-5)
    assert best_bases(frames, scenario, found.fewest - 1, "people").amount < found.amount * (1 - 1e-5)


def test_the_best_stand_off_leaves_no_step_with_more_routes(small):
    found = best_standoff(small, scenario_of(small))
    by_step = {}
    for step in range(20, 151, 5):
        scenario = scenario_of(
            small, ("layers", "coalition_forces"), ("coalition_forces.standoff_km", str(step))
        )
        by_step[step] = assess(small, scenario)["coalition.routes_with_area"].value
    most = max(by_step.values())
    assert (found.routes, found.exact) == (most, True)
    assert found.standoff_km == max(step for step, routes in by_step.items() if routes == most)
    assert found.smallest_km == min(step for step, routes in by_step.items() if routes == most)
    assert found.scenario.params["coalition_forces"].standoff_km == found.standoff_km
    assert not shapely.is_empty(
        ground_of(small.frame(small.registry["coalition_forces"], found.scenario), "deployment_ground")
    )
