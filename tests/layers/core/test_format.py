import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.core.format import about, rounded


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (114_419, "about 114,000 km²"),
        (1_807.5, "about 1,800 km²"),
        (898, "about 900 km²"),
        (43.6, "about 44 km²"),
        (0, "0 km²"),
        (0.2, "0 km²"),
    ],
)
def test_a_value_is_rounded_to_what_a_generalised_drawing_is_worth(value, text):
    assert about(value, "km²") == text


@given(st.floats(1, 700_000))
def test_rounding_moves_a_value_by_half_its_unit_or_a_twentieth_at_most(value):
    assert abs(rounded(value) - value) <= max(0.5, 0.0501 * value)
