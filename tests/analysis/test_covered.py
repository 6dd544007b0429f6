"""One share for each guarantee: the numbers of the assessment, and no others."""

from dataclasses import replace

import pytest
from shipped import LAYERS

from analysis.assessment import assess
from analysis.covered import shares
from layers.core.build import Frames


@pytest.fixture(scope="module")
def frames(store):
    return Frames(store, LAYERS)


def test_shares_are_the_measures_of_the_assessment_in_the_order_of_the_argument(frames):
    scenario = frames.registry.default()
    found = shares(frames, scenario)
    assert [one.number for one in found] == [1, 2, 3, 4, None]
    measures = assess(frames, scenario)
    assert {one.measure: one.value for one in found} == {
        one.measure: measures[one.measure].value for one in found
    }
    assert [one.measure for one in found][2:] == [
        "coverage.air_policing_share", "sea.corridor_share", "coverage.uncovered_share",
    ]  # fmt: skip
    ids = ["monitoring_share", "coalition_share", "air_share", "sea_share"]
    assert [one.at_once for one in found] == [*(measures[f"sustained.{one}"].value for one in ids), None]


def test_what_is_hidden_has_no_share_and_where_nothing_is_shown_none_covers_all(frames):
    scenario = replace(frames.registry.default(), layers=("coalition_forces", "cities"))
    assert [one.guarantee for one in shares(frames, scenario)] == ["coalition_forces", ""]
    (none,) = shares(frames, replace(scenario, layers=("cities",)))
    assert none.value == pytest.approx(1)
