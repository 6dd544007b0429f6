"""Sensitivity against what the assessment says, and whoever computes it finds the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.assessment import assess
from analysis.registry import MEASURES
from analysis.sensitivity import (
    MOST_POINTS,
    Question,
    called,
    compute,
    measure_of,
    numbers,
    points,
    problems,
    solve,
    steps,
)
from analysis.sustained_numbers import Sustained
from layers.core.address import from_query
from layers.core.build import Frames
from tests.examples import examples


@pytest.fixture(scope="module")
def frames():
    return Frames()


def question(frames, measure="air.reach_share", kind="parameter", parameter="", query="", **stated):
    scenario, wrong = from_query(query, frames.registry)
    assert not wrong
    return Question(
        measure=measure, kind=kind, parameter=parameter, scenario=scenario, sustained=Sustained(**stated)
    )


def test_a_curve_says_at_each_value_what_the_assessment_does(frames):
    found = solve(question(frames, parameter="air_policing.radius_km", query="layers=air_policing"), frames)
    at = {one.point.at: one.value for one in found.curve}
    assert list(at) == [200 + 50 * n for n in range(25)]
    assert found.present == 600
    assert found.now.value == at[600]
    scenario, _ = from_query("layers=air_policing&air_policing.radius_km=850", frames.registry)
    assert at[850] == assess(frames, scenario)["air.reach_share"].value
    assert list(at.values()) == sorted(at.values())  # a larger radius reaches no less


def test_a_stated_number_is_swept_as_well(frames):
    asked = question(
        frames, "sustained.sea_ships", parameter="sustained.ships", query="layers=maritime_patrols"
    )
    found = solve(asked, frames)
    assert [one.value for one in found.curve] == pytest.approx([one.point.at / 3 for one in found.curve])
    assert found.present == 6


def test_dates_are_in_order_and_each_is_that_of_the_assessment(frames):
    found = solve(question(frames, "line.occupied_km2", "dates", query="layers=line_of_occupation"), frames)
    assert [one.point.at for one in found.curve] == sorted(frames.registry.line_dates)
    assert found.present == "2025-08-31"
    (now,) = [one.value for one in found.curve if one.point.at == found.present]
    assert now == found.now.value
    scenario, _ = from_query("layers=line_of_occupation&line=2024-07-08", frames.registry)
    (then,) = [one.value for one in found.curve if one.point.at == "2024-07-08"]
    assert then == assess(frames, scenario)["line.occupied_km2"].value


def test_a_tornado_has_every_number_once_by_its_swing(frames):
    found = solve(question(frames, "sustained.air_share", "tornado", query="layers=air_policing"), frames)
    keys = [bar.parameter for bar in found.bars]
    shown = [key for key in numbers(frames.registry) if key.startswith(("air_policing.", "sustained."))]
    assert sorted(keys) == sorted(shown)
    swings = [bar.swing for bar in found.bars]
    assert swings == sorted(swings, reverse=True)
    assert all(bar.low.point.at < bar.high.point.at for bar in found.bars)
    moved = {bar.parameter for bar in found.bars if bar.swing}
    assert moved == {
        "air_policing.radius_km",
        "sustained.aircraft_per_base",
        "sustained.sorties_per_day",
        "sustained.patrol_radius_km",
    }


def test_what_moves_a_measure_is_among_its_inputs(frames):
    """The inputs that a measure declares are true: what they do not name moves nothing."""
    for measure in ("sustained.sea_share", "sustained.coalition_people", "monitoring.people", "air.bases"):
        layers = "monitoring_mission,coalition_forces,air_policing,maritime_patrols"
        found = solve(question(frames, measure, "tornado", query=f"layers={layers}"), frames)
        moved = {bar.parameter for bar in found.bars if bar.swing}
        assert moved <= set(measure_of(measure).inputs), measure


def test_the_order_of_the_points_does_not_matter(frames):
    asked = question(
        frames, "air.on_station_kyiv_min", "parameter", "air_policing.radius_km", "layers=air_policing"
    )
    there = points(asked, frames.registry)
    forth = [compute(frames, asked.measure, point.address) for point in there]
    fresh = Frames()
    back = [compute(fresh, asked.measure, point.address) for point in reversed(there)]
    assert forth == list(reversed(back))


def test_what_cannot_be_asked_is_named_with_what_can(frames):
    wrong = question(frames, "air.nothing", "parameter", "air_policing.bases")
    first, second = map(str, problems(wrong, frames))
    assert first.startswith("“measure=air.nothing” is not understood. Allowed: line.length_km, ")
    assert "air_policing.radius_km" in second
    assert not problems(question(frames, "air.to_kyiv_min", "dates"), frames)


@examples(few=60, many=500)
@given(data=st.data())
def test_a_slider_is_swept_on_its_steps_with_its_ends_and_the_present_value(frames, data):
    spec = data.draw(st.sampled_from(list(numbers(frames.registry).values())))
    now = data.draw(st.floats(spec.low, spec.high))
    found = steps(spec, now)
    assert found == sorted(set(found))
    assert {spec.low, spec.high, now} <= set(found)
    assert len(found) <= MOST_POINTS
    assert all(spec.low <= value <= spec.high for value in found)


def test_every_number_has_a_name_and_every_family_is_found(frames):
    for key in numbers(frames.registry):
        assert ": " in called(key, frames.registry)
    for value in assess(frames, frames.registry.default()).measures:
        assert measure_of(value.id) in MEASURES
