"""Assessments side by side: every measure, and differences taken from numbers."""

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.assessment import assess
from analysis.compared import KEY, measure_rows, subjects
from analysis.measure import SHARE, difference_text, figure_of, share_text, text_of
from layers.core.build import Frames


@pytest.fixture(scope="module")
def frames(store):
    return Frames(store)


@pytest.fixture(scope="module")
def both(frames):
    first = frames.registry.default()
    params = first.params["air_policing"].model_copy(update={"radius_km": 650.0})
    second = replace(first, params=MappingProxyType({**first.params, "air_policing": params}))
    return [assess(frames, one) for one in (first, second)]


def test_every_measure_of_the_assessment_has_a_row_under_its_subject(frames, both):
    found = subjects(both, frames.registry)
    assert [row.id for one in found for row in one.rows] == [one.id for one in both[0].measures]
    assert [one.title for one in found] == [
        "Line of occupation", "Monitoring mission", "Coalition forces", "Air policing", "Black Sea patrols", "Coverage",
        "What can be there at once",
    ]  # fmt: skip
    assert set(KEY) <= {row.id for one in found for row in one.rows}


def test_the_difference_is_that_of_the_exact_numbers(both):
    for row in measure_rows(both):
        first, second = row.numbers
        if row.difference is not None:
            assert row.difference == second - first
        if not row.id.startswith(("air.", "coverage.", "sustained.air_")):
            assert row.is_same
    reach = next(row for row in measure_rows(both) if row.id == "air.reach_share")
    assert reach.difference_text.startswith("+")


def test_what_one_has_no_number_of_has_no_difference(frames, both):
    first = frames.registry.default()
    hidden = replace(first, layers=tuple(key for key in first.layers if key != "air_policing"))
    rows = {row.id: row for row in measure_rows([both[0], assess(frames, hidden)])}
    to_kyiv = rows["air.to_kyiv_min"]
    assert to_kyiv.figures[1] == "–"
    assert (to_kyiv.difference, to_kyiv.difference_text) == (None, "")
    assert rows["air.reach_share"].numbers[1] == 0


@given(st.floats(0, 1))
def test_only_all_of_it_reads_as_all_and_only_nothing_as_nothing(share):
    text = share_text(share)
    assert (text == "100 %") == (share >= 1 - 1e-6)
    assert (text == "0 %") == (share <= 1e-6)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_difference_has_the_sign_that_it_has(first, second):
    text = difference_text(second - first, SHARE)
    if text.startswith("+"):
        assert second > first
    elif text.startswith("\N{MINUS SIGN}"):
        assert second < first
    else:
        assert text == "0" or (text == "< 0.1" and first != second)


@pytest.mark.parametrize(
    ("value", "unit", "text", "figure"),
    [
        (0.996, SHARE, "> 99 %", "> 99"), (0.004, SHARE, "0.4 %", "0.4"), (0.0002, SHARE, "< 0.1 %", "< 0.1"),
        (114_419.0, "km²", "about 114,000 km²", "114,000"), (1.0, "bases", "1 base", "1"), (None, "km", "–", "–"),
    ],
)  # fmt: skip
def test_a_value_reads_the_same_with_its_unit_and_under_it(value, unit, text, figure):
    assert text_of(value, unit) == text
    assert figure_of(value, unit) == figure
