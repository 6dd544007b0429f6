"""What can be kept up at once, against hand arithmetic in the invented country and on the shipped data."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import ALL, situation, values

from analysis.air import on_station_min
from analysis.assessment import assess
from analysis.sustained import MEASURES, mean_flight_km
from analysis.sustained_numbers import SOURCES, Read, Sustained, read, specs
from geodata.geodesy import area_km2
from layers.air_policing import AirPolicingParams
from layers.core.build import Frames
from layers.core.spec import ground_of
from tests.examples import examples

SHARES = [measure.id for measure in MEASURES if measure.unit == "share"]


def sustained_values(of):
    return {value.id: value.value for measure in MEASURES for value in measure.values(of)}


def with_numbers(found, **numbers):
    from dataclasses import replace

    return replace(found, sustained=Sustained(**numbers))


def test_the_mean_distance_over_half_a_disc_is_two_thirds_of_its_radius():
    inside = AirPolicingParams(
        bases=("EPMM",), radius_km=200
    )  # its base is on the line: the held half is in reach
    assert mean_flight_km(situation("air_policing", air_policing=inside)) == pytest.approx(
        2 / 3 * 200, rel=0.01
    )


def test_aircraft_on_station_are_flights_a_day_times_the_time_there():
    found = situation("air_policing")
    away_km = mean_flight_km(found)
    hours = on_station_min(away_km, 200) / 60
    value = sustained_values(with_numbers(found, aircraft_per_base=12, sorties_per_day=2))
    assert value["sustained.air_aircraft"] == pytest.approx(12 * 2 * hours / 24)
    ground_km2 = area_km2(ground_of(found.frame("air_policing"), "tinted_ground"))
    few = sustained_values(with_numbers(found, patrol_radius_km=25))
    assert few["sustained.air_share"] == pytest.approx(5 * hours / 24 * math.pi * 25**2 / ground_km2)


def test_ships_monitors_and_soldiers_are_divided_as_stated():
    found = sustained_values(situation(*ALL))
    line_km = values(situation(*ALL))["line.length_km"]
    assert found["sustained.sea_ships"] == 2
    assert found["sustained.monitoring_line_km"] == pytest.approx(line_km * 1.5 / 4 / 4 * 5)
    assert found["sustained.monitoring_share"] == pytest.approx(1.5 / 4 / 4 * 5)
    assert found["sustained.coalition_people"] == pytest.approx(20_000 / 3)
    areas_km2 = values(situation("coalition_forces"))["coalition.areas_km2"]
    held = min(1, 20_000 / 3 / 2.5 / areas_km2)
    assert found["sustained.coalition_share"] == pytest.approx(held)
    zones_km2 = values(situation("maritime_patrols"))["sea.zones_km2"]
    assert found["sustained.sea_share"] == pytest.approx(min(1, 2 * math.pi * (20 * 1.852) ** 2 / zones_km2))


def test_what_is_not_shown_sustains_nothing():
    assert set(sustained_values(situation()).values()) == {0}
    none = AirPolicingParams.model_construct(bases=(), radius_km=600)
    found = sustained_values(situation("air_policing", air_policing=none))
    assert found["sustained.air_aircraft"] == found["sustained.air_share"] == 0


@examples(few=20, many=200)
@given(data=st.data())
def test_more_aircraft_ships_and_people_never_hold_less_and_never_more_than_all(data):
    more = {
        "aircraft_per_base",
        "sorties_per_day",
        "patrol_radius_km",
        "ships",
        "ship_watch_nm",
        "patrol_line_km",
    }
    of = situation(*ALL)
    low = {one.name: data.draw(st.floats(one.low, one.high)) for one in specs() if one.kind == "number"}
    low |= {
        one.name: data.draw(st.integers(int(one.low), int(one.high)))
        for one in specs()
        if one.kind == "integer"
    }
    high = {one.name: type(low[one.name])(one.high if one.name in more else one.low) for one in specs()}
    few, many = (sustained_values(with_numbers(of, **numbers)) for numbers in (low, high))
    for share in SHARES:
        assert 0 <= few[share] <= many[share] + 1e-12 <= 1 + 2e-12


def test_numbers_are_read_from_an_address_and_refused_by_name():
    found = read([("sustained.ships", "9"), ("line", "2024-07-08")])
    assert found == Read(numbers=Sustained(ships=9), rest=[("line", "2024-07-08")])
    wrong = read([("sustained.ships", "many"), ("sustained.tanks", "3")])
    assert wrong.numbers == Sustained()
    assert str(wrong.problems[0]) == "“sustained.ships=many” is not understood. Allowed: 1 to 30."
    assert "sustained.aircraft_per_base" in wrong.problems[1].allowed


def test_every_number_has_a_range_that_holds_its_default_and_a_source(store):
    for one in specs():
        assert one.low <= one.default <= one.high
        assert one.help
    assert set(SOURCES) <= set(store.sources)


def test_on_the_shipped_map_all_is_less_than_promised():
    frames = Frames()
    plain = assess(frames, frames.registry.default())
    more = assess(frames, frames.registry.default(), Sustained(aircraft_per_base=10))
    for share in SHARES:
        assert 0 < plain[share].value < 1, share
    ratio = more["sustained.air_aircraft"].value / plain["sustained.air_aircraft"].value
    assert ratio == pytest.approx(2)
    assert plain["air.reach_share"].value == more["air.reach_share"].value
