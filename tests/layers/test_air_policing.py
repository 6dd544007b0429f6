import numpy as np
import pytest
import shapely
from pydantic import ValidationError
from small_world import GEOD, UKRAINE, feature, only, small_facts, table

from geodata.geodesy import area_km2
from layers.air_policing import LAYER, AirPolicingParams, build, key_figures
from layers.core.views import extent_of


def facts():
    own = {"country": "POL", "operator": "o", "role": "r", "use": "military", "allied_use": ""}
    return small_facts(
        air_bases=table(
            feature(
                "base-epmm", shapely.Point(28, 48), icao="EPMM", short_name="Mińsk", kind="air_base", **own
            ),
            feature(
                "base-eplk", shapely.Point(20, 52), icao="EPLK", short_name="Łask", kind="air_base", **own
            ),
        )
    )


def test_the_bases_to_choose_from_are_those_of_the_data(registry, store):
    bases = store.table("air_bases")
    (spec,) = (spec for spec in registry[LAYER.id].specs if spec.name == "bases")
    assert spec.options == tuple(bases["icao"])
    assert spec.default == tuple(bases.loc[bases["candidate"], "icao"])
    assert list(spec.groups) == ["Poland", "Romania"]
    with pytest.raises(ValidationError, match="EPMM"):
        registry[LAYER.id].params(bases=("XXXX",))


def test_what_may_be_chosen_is_never_guessed_without_the_data():
    with pytest.raises(RuntimeError, match="load_registry"):
        AirPolicingParams()
    with pytest.raises(RuntimeError, match="load_registry"):
        _ = LAYER.specs


def test_a_ring_is_a_geodesic_circle():
    ring = only(build(facts(), AirPolicingParams(bases=("EPMM",), radius_km=600)), "reach_ring").geometry
    xy = shapely.get_coordinates(ring)
    radii = GEOD.inv(np.full(len(xy), 28), np.full(len(xy), 48), xy[:, 0], xy[:, 1])[2] / 1000
    assert radii == pytest.approx(600, rel=0.005)
    area_m2, _ = GEOD.geometry_area_perimeter(ring)
    assert area_m2 / 1e6 == pytest.approx(np.pi * 600**2, rel=0.005)


def test_selected_bases_have_rings_and_the_others_are_told_apart():
    frame = build(facts(), AirPolicingParams(bases=("EPMM",)))
    assert only(frame, "air_base")["icao"] == "EPMM"
    assert only(frame, "air_base_other")["icao"] == "EPLK"


def test_covered_ground_is_inside_ukraine_and_inside_a_ring():
    frame = build(facts(), AirPolicingParams(bases=("EPMM", "EPLK"), radius_km=300))
    covered = only(frame, "covered_ground")
    assert UKRAINE.buffer(1e-4).covers(covered.geometry)
    assert frame.loc[frame["kind"] == "reach_ring"].union_all().buffer(1e-4).covers(covered.geometry)
    assert covered["share_pct"] == pytest.approx(100 * area_km2(covered.geometry) / area_km2(UKRAINE))


def test_what_is_tinted_is_the_government_held_part_of_the_ground_in_reach():
    frame = build(facts(), AirPolicingParams(bases=("EPMM", "EPLK"), radius_km=600))
    tinted, covered = only(frame, "tinted_ground").geometry, only(frame, "covered_ground").geometry
    assert covered.buffer(1e-4).covers(tinted)
    assert area_km2(shapely.intersection(tinted, facts().occupied)) < 1
    assert area_km2(tinted) < area_km2(covered)


def test_the_edge_of_reach_is_one_outline_round_all_rings():
    frame = build(facts(), AirPolicingParams(bases=("EPMM", "EPLK"), radius_km=600))
    edge = only(frame, "reach_edge").geometry
    assert len(shapely.get_parts(edge)) == 1
    rings = frame.loc[frame["kind"] == "reach_ring"]
    assert shapely.symmetric_difference(edge, rings.union_all()).area < 1e-3
    assert sorted(rings["of"]) == ["base-eplk", "base-epmm"]


def test_a_view_of_air_policing_holds_the_selected_bases_and_no_others():
    assert extent_of(LAYER, build(facts(), AirPolicingParams(bases=("EPMM",)))) == (28, 48, 28, 48)
    assert extent_of(LAYER, build(facts(), AirPolicingParams(bases=()))) is None


def test_without_bases_nothing_is_covered():
    params = AirPolicingParams(bases=())
    frame = build(facts(), params)
    assert set(frame["kind"]) == {"air_base_other"}
    assert key_figures(frame, params)[0].value == "0 %"
