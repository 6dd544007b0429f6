"""How parameters and their numbers read."""

import pytest

from layers.core.format import number_text, title_of
from layers.core.params import Params, number, param_specs


@pytest.mark.parametrize(
    ("value", "text"),
    [(2_500_000, "2,500,000"), (2.5e6, "2,500,000"), (0.1 + 0.2, "0.3"), (1e-9, "0"), (-1e-9, "0"), (-1.5, "-1.5"),
     (1234567.25, "1,234,567.25"), (0, "0"), (100, "100"), (1e15, "1,000,000,000,000,000")],
)  # fmt: skip
def test_a_number_never_has_an_exponent(value, text):
    assert number_text(value) == text


class Fast(Params):
    cruise_speed_kmh: float = number(850, low=1, high=2_500_000, step=1, help="How fast.")
    staff_personnel: int = number(2_500_000, low=0, high=3_000_000, step=1, help="How many.")


def test_a_parameter_is_called_without_its_unit_and_its_numbers_are_written_out():
    speed, staff = param_specs(Fast)
    assert (speed.title, speed.unit, speed.allowed) == ("Cruise speed", "km/h", "1 to 2500000 km/h")
    assert staff.text(staff.default) == "2,500,000 people"


@pytest.mark.parametrize(
    ("name", "title"),
    [("cruise_speed_kmh", "Cruise speed"), ("area_km2", "Area"), ("monitors_per_km", "Monitors"),
     ("share_pct", "Share"), ("_km", "Km"), ("state", "State")],
)  # fmt: skip
def test_a_name_loses_every_unit_there_is(name, title):
    assert title_of(name) == title
