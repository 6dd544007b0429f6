"""Measures against hand arithmetic and chance, in an invented country: a box with a line down its middle."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from invented import ALL, GUARANTEES, QUARTERS, air_base, invented_facts, port, situation, town, values
from small_world import GEOD, UKRAINE, route, table

from analysis.air import on_station_min
from analysis.assessment import assess_situation
from analysis.coalition import COLUMN_KMH, on_routes
from analysis.flight import ALERT_MIN, TRANSIT_KMH, arrival_min
from analysis.measure import text_of
from analysis.monitoring import PRECEDENTS
from analysis.registry import MEASURES
from analysis.sustained_numbers import PREFIX, specs
from geodata.geodesy import area_km2
from layers.air_policing import AirPolicingParams
from layers.core.line_length import DETAIL_FACTOR
from layers.core.registry import load_registry
from layers.maritime_patrols import MaritimePatrolsParams
from layers.monitoring_mission import MonitoringMissionParams
from tests.examples import examples

MERIDIAN_KM = GEOD.inv(33, 46, 33, 50)[2] / 1000
LAND_KM2 = area_km2(UKRAINE)


def test_ids_are_declared_once_and_say_their_unit():
    ids = [measure.id for measure in MEASURES]
    assert len(ids) == len(set(ids))
    for measure in MEASURES:
        assert measure.id.endswith("_share") == (measure.unit == "share")
        for ending, unit in {"_km": "km", "_km2": "km²", "_nm": "nm", "_min": "min", "_h": "h"}.items():
            assert not measure.id.endswith(ending) or measure.unit == unit, measure.id
        assert measure.label
        assert measure.method
        assert measure.uncertainty


def test_each_input_is_a_table_a_layer_or_a_parameter(store):
    registry = load_registry(store)
    parameters = {f"{layer.id}.{spec.name}" for layer in registry.layers for spec in layer.specs}
    stated = {f"{PREFIX}.{spec.name}" for spec in specs()}
    known = {*store.tables, *registry.ids, *parameters, *stated}
    for measure in MEASURES:
        assert measure.inputs
        assert set(measure.inputs) <= known, measure.id


def test_sources_of_the_precedents_are_on_record(store):
    assert {key for one in PRECEDENTS for key in one.sources} <= set(store.sources)


def test_a_straight_line_is_as_long_as_its_meridian_and_halves_the_country():
    found = values(situation())
    assert found["line.generalised_km"] == pytest.approx(MERIDIAN_KM, rel=1e-6)
    assert found["line.length_km"] == pytest.approx(MERIDIAN_KM * DETAIL_FACTOR, rel=1e-6)
    assert found["line.occupied_km2"] == pytest.approx(LAND_KM2 / 2, rel=1e-3)
    assert found["line.occupied_share"] == pytest.approx(0.5, rel=1e-3)


def test_a_circle_in_the_country_has_the_area_of_a_circle_half_of_it_held():
    found = values(situation("air_policing"))
    circle_km2 = math.pi * 200**2
    assert found["coverage.air_policing_share"] == pytest.approx(circle_km2 / LAND_KM2, rel=0.005)
    assert found["air.reach_share"] == pytest.approx((circle_km2 / 2) / (LAND_KM2 / 2), rel=0.005)
    assert found["coverage.mean_depth"] == pytest.approx(circle_km2 / LAND_KM2, rel=0.005)
    assert found["coverage.uncovered_share"] == pytest.approx(1 - circle_km2 / LAND_KM2, rel=0.005)


def test_a_band_is_length_times_depth_on_each_side():
    found = values(situation("monitoring_mission"))
    for side in ("government", "occupied"):
        assert found[f"monitoring.area_{side}_km2"] == pytest.approx(MERIDIAN_KM * 15, rel=0.005)
    assert found["monitoring.people"] == pytest.approx(MERIDIAN_KM * DETAIL_FACTOR * 1.5, rel=1e-6)
    assert found["monitoring.bases"] == 11  # one for each 40 km of 445
    assert found["monitoring.km_per_base"] == pytest.approx(MERIDIAN_KM * DETAIL_FACTOR / 11, rel=1e-6)
    for one in PRECEDENTS:
        people = MERIDIAN_KM * DETAIL_FACTOR * one.people / one.line_km
        assert found[f"monitoring.people_as_{one.key}"] == pytest.approx(people, rel=1e-6)


def test_chance_finds_the_same_share_as_geometry():
    shown = situation(*ALL)
    found, draws = values(shown), np.random.default_rng(20250831)
    count = 1_500_000
    # Even by area on the ellipsoid is even in longitude and, within a box of 4°, in the sine of the authalic latitude,
    # from which the geodetic one differs by less than 0.2 %.
    south, north = np.sin(np.radians([46, 50]))
    lon, lat = draws.uniform(30, 36, count), np.degrees(np.arcsin(draws.uniform(south, north, count)))
    hit = {one: shapely.contains_xy(ground, lon, lat) for one, ground in shown.ground.items()}
    for one, inside in hit.items():
        assert found[f"coverage.{one}_share"] == pytest.approx(inside.mean(), rel=0.01)
    depth = np.sum(list(hit.values()), axis=0)
    assert found["coverage.mean_depth"] == pytest.approx(depth.mean(), rel=0.01)
    assert found["coverage.uncovered_share"] == pytest.approx((depth == 0).mean(), rel=0.01)


def test_nothing_selected_gives_0_or_no_value():
    found = values(situation())
    for measure_id, value in found.items():
        kept = measure_id.startswith(("line.", "monitoring.people_as_", "coverage.uncovered_")) or (
            measure_id == "sea.corridor_unpatrolled_nm"
        )
        if not kept:
            assert value in (0, None), measure_id
    assert found["coverage.uncovered_share"] == found["coverage.uncovered_population_share"] == 1
    assert found["monitoring.km_per_base"] is None
    assert found["air.to_kyiv_min"] is None
    assert found["sea.north_to_zone_nm"] is None
    assert found["coalition.f5_to_area_km"] is None


def test_no_base_selected_is_as_if_there_were_no_air_policing():
    none = AirPolicingParams(bases=(), radius_km=600)
    shown, hidden = values(situation("air_policing", air_policing=none)), values(situation())
    assert shown == hidden


def test_minutes_are_alert_and_transit_from_the_nearest_base_and_it_is_named():
    facts = invented_facts(air_bases=table(air_base("EPMM", 31.5, 47), air_base("LRCK", 36, 46)))
    both = AirPolicingParams(bases=("EPMM", "LRCK"), radius_km=300)
    found = assess_situation(situation("air_policing", facts=facts, air_policing=both))
    away_km = GEOD.inv(31.5, 47, 31.5, 49)[2] / 1000
    assert found["air.to_kyiv_min"].value == pytest.approx(ALERT_MIN + 60 * away_km / TRANSIT_KMH)
    assert found["air.to_kyiv_min"].detail == f"from EPMM, {away_km:.0f} km"
    assert found["air.on_station_kyiv_min"].value == pytest.approx(2 * (300 - away_km) / 900 * 60)
    assert found["air.to_odesa_min"].value is None  # no such town in this country
    short = AirPolicingParams(bases=("EPMM",), radius_km=200)
    found = assess_situation(situation("air_policing", facts=facts, air_policing=short))
    assert found["air.to_kyiv_min"].detail.endswith("beyond the reach of 200 km")
    assert found["air.on_station_kyiv_min"].value == 0


def test_at_half_the_radius_time_on_station_is_a_flight_to_the_edge():
    assert on_station_min(300, 600) == pytest.approx(arrival_min(600) - ALERT_MIN)


def test_an_area_on_a_straight_route_is_as_far_as_its_stand_off():
    city = table(town("B", 30.5, 48, 1, "UA-01"))  # the objective of the route
    (one,) = on_routes(situation("coalition_forces", facts=invented_facts(basemap_towns=city)))
    whole_km = GEOD.inv(33, 48, 30.5, 48)[2] / 1000
    assert one.has_area
    assert one.to_area_km == pytest.approx(40, rel=0.01)
    assert one.to_area_km + one.to_city_km == pytest.approx(whole_km, rel=0.005)
    found = values(situation("coalition_forces", facts=invented_facts(basemap_towns=city)))
    assert found["coalition.f5_to_city_h"] == pytest.approx(one.to_city_km / COLUMN_KMH)
    assert found["coalition.f5_area"] == found["coalition.routes_with_area"] == 1


def test_an_area_behind_the_city_leaves_no_hours():
    city = table(town("B", 32.9, 48, 1, "UA-01"))
    found = assess_situation(situation("coalition_forces", facts=invented_facts(basemap_towns=city)))
    assert found["coalition.f5_to_city_km"].value < 0
    assert found["coalition.f5_to_city_h"].value == 0
    assert found["coalition.f5_to_city_h"].detail == "the area stands behind B"


def test_a_route_without_room_says_no_and_leaves_the_rest_open():
    short = table(route("F5", shapely.LineString([(33.5, 48), (32.9, 48)])))
    found = values(situation("coalition_forces", facts=invented_facts(invasion_routes=short)))
    assert found["coalition.f5_area"] == 0
    assert found["coalition.f5_to_area_km"] is None


def test_a_third_of_the_corridor_lies_in_the_zone():
    found = assess_situation(situation("maritime_patrols"))
    assert found["sea.corridor_share"].value == pytest.approx(1 / 3, rel=0.001)
    whole_nm = GEOD.inv(31, 45.5, 31, 44)[2] / 1852
    assert found["sea.corridor_unpatrolled_nm"].value == pytest.approx(whole_nm * 2 / 3, rel=0.001)
    to_zone_nm = GEOD.inv(31, 45.5, 31, 45.25)[2] / 1852
    assert found["sea.north_to_zone_nm"].value == pytest.approx(to_zone_nm, rel=0.005)
    assert found["sea.ports_in_zone"].value == 0
    assert "sea.shut_to_zone_nm" not in found.by_id


def test_a_port_in_a_zone_is_counted_and_named():
    facts = invented_facts(ports=table(port("Inside", 31, 45), port("Outside", 31, 45.5)))
    found = assess_situation(situation("maritime_patrols", facts=facts))
    assert (found["sea.ports_in_zone"].value, found["sea.ports_in_zone"].detail) == (1, "Port of Inside")
    assert found["sea.inside_to_zone_nm"].value == 0


@examples(few=8, many=60)
@given(radius_km=st.floats(200, 900), more_km=st.floats(0, 500))
def test_a_larger_radius_never_reaches_less(radius_km, more_km):
    near, far = (
        values(situation("air_policing", air_policing=AirPolicingParams(bases=("LRCK",), radius_km=km)))
        for km in (radius_km, radius_km + more_km)
    )
    for measure_id in (
        "air.reach_share",
        "air.reach_population_share",
        "coverage.mean_depth",
        "air.on_station_kyiv_min",
    ):
        assert far[measure_id] >= near[measure_id] - 1e-6
    assert far["coverage.uncovered_share"] <= near["coverage.uncovered_share"] + 1e-6
    assert far["air.to_kyiv_min"] == near["air.to_kyiv_min"]


@examples(few=6, many=40)
@given(
    depth_km=st.integers(5, 40),
    more_km=st.integers(0, 10),
    spacing_km=st.integers(20, 60),
    wider_km=st.integers(0, 40),
)
def test_a_deeper_band_never_holds_less_and_wider_spacing_never_more_bases(
    depth_km, more_km, spacing_km, wider_km
):
    chosen = MonitoringMissionParams(depth_km=depth_km, base_spacing_km=spacing_km)
    deeper = chosen.model_copy(update={"depth_km": depth_km + more_km})
    wider = chosen.model_copy(update={"base_spacing_km": spacing_km + wider_km})
    one, deep, wide = (
        values(situation("monitoring_mission", monitoring_mission=params))
        for params in (chosen, deeper, wider)
    )
    for measure_id in (
        "monitoring.area_government_km2",
        "monitoring.area_occupied_km2",
        "coverage.mean_depth",
    ):
        assert deep[measure_id] >= one[measure_id] - 1e-6
    assert wide["monitoring.bases"] <= one["monitoring.bases"]
    assert wide["monitoring.people"] == one["monitoring.people"]


@examples(few=6, many=40)
@given(standoff_nm=st.integers(0, 50), more_nm=st.integers(0, 10))
def test_a_wider_stand_off_never_patrols_more(standoff_nm, more_nm):
    near, far = (
        values(situation("maritime_patrols", maritime_patrols=MaritimePatrolsParams(standoff_nm=nm)))
        for nm in (standoff_nm, standoff_nm + more_nm)
    )
    assert far["sea.zones_km2"] <= near["sea.zones_km2"] + 1e-6
    assert far["sea.corridor_share"] <= near["sea.corridor_share"] + 1e-9


@examples(few=6, many=40)
@given(shown=st.sets(st.sampled_from(ALL)), radius_km=st.floats(200, 600), depth_km=st.integers(5, 50))
def test_a_union_is_never_more_than_its_parts_nor_less_than_the_largest(shown, radius_km, depth_km):
    params = {
        "air_policing": AirPolicingParams(bases=("EPMM",), radius_km=radius_km),
        "monitoring_mission": MonitoringMissionParams(depth_km=depth_km),
    }
    found = assess_situation(situation(*[one for one in ALL if one in shown], **params))
    for unit in (*found.oblasts, found.country):
        parts = [one.area_km2 for one in unit.guarantees.values()]
        together = unit.area_km2 - unit.uncovered.area_km2
        assert together <= sum(parts) + 1e-6
        assert together >= max(parts) - 1e-6
        people = [one.people for one in unit.guarantees.values()]
        assert max(people) - 1e-6 <= unit.population - unit.uncovered.people <= sum(people) + 1e-6
        assert {key for key, one in unit.guarantees.items() if one.area_km2} <= shown


def test_oblasts_add_up_to_the_country_and_to_the_measures():
    found = assess_situation(situation(*ALL))
    assert [one.iso for one in found.oblasts] == list(QUARTERS)
    for name in ("area_km2", "population", "occupied_km2", "occupied_population"):
        assert sum(getattr(one, name) for one in found.oblasts) == pytest.approx(getattr(found.country, name))
    for layer in GUARANTEES:
        parts = [one.guarantees[layer.id].area_km2 for one in found.oblasts]
        assert sum(parts) == pytest.approx(found.country.guarantees[layer.id].area_km2)
        share = found[f"coverage.{layer.id}_share"].value
        assert sum(parts) / found.country.area_km2 == pytest.approx(share)
    assert found.country.mean_depth == pytest.approx(found["coverage.mean_depth"].value)
    assert found.country.uncovered_share == pytest.approx(found["coverage.uncovered_share"].value)


def test_a_rule_of_coverage_is_followed():
    both, held = (
        values(situation("monitoring_mission", rules={"monitoring_mission": rule}))
        for rule in ("both", "held")
    )
    assert held["coverage.mean_depth"] == pytest.approx(both["coverage.mean_depth"] / 2, rel=0.01)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "min", "–"),
        (0.5914, "share", "59 %"),
        (0.0013, "share", "0.1 %"),
        (0.0, "share", "0 %"),
        (1.0, "yes/no", "yes"),
        (0.0, "yes/no", "no"),
        (114_419.1, "km²", "about 114,000 km²"),
        (58.15, "min", "58 min"),
        (7.18, "h", "7.2 h"),
        (22.0, "bases", "22 bases"),
        (0.689, "guarantees", "0.7 guarantees"),
    ],
)
def test_a_value_is_read_with_its_unit_and_no_more_digits_than_it_is_worth(value, unit, text):
    assert text_of(value, unit) == text
