import numpy as np
import pandas as pd
import pytest
import shapely
from small_world import GEOD, UKRAINE, feature, line_table, nearest_km, only, samples, small_facts, table

from geodata.geodesy import length_km
from layers.monitoring_mission import MAX_SETBACK_KM, SETBACKS, MonitoringMissionParams, build, key_figures

MERIDIAN = shapely.LineString([(33, 50), (33, 46)])


def bases(frame):
    return frame.loc[frame["kind"] == "patrol_base"]


def test_the_band_lies_on_both_sides_and_stops_at_the_border():
    frame = build(small_facts(), MonitoringMissionParams())
    held, occupied = only(frame, "band_held").geometry, only(frame, "band_occupied").geometry
    assert held.bounds[2] == occupied.bounds[0] == 33
    assert held.area == pytest.approx(occupied.area, rel=0.001)
    for band in (held, occupied):
        assert UKRAINE.covers(band)
        assert (band.bounds[1], band.bounds[3]) == (46, 50)


@pytest.mark.parametrize("depth_km", [5, 15, 50])
def test_depth_is_right_to_half_a_percent(depth_km):
    held = only(build(small_facts(), MonitoringMissionParams(depth_km=depth_km)), "band_held").geometry
    xy = samples(held)
    edge = xy[(xy[:, 0] < 32.9) & (xy[:, 1] > 46.001) & (xy[:, 1] < 49.999)]
    assert nearest_km(edge, MERIDIAN) == pytest.approx(depth_km, rel=0.005)


def test_the_osce_bases_stand_beside_it_as_they_were_whatever_the_parameters():
    hub = feature(
        "hub-a", shapely.Point(33.1, 48), kind="patrol_hub", as_of="2016-01-14", code=None, members=[]
    )
    facts = small_facts()
    with_hub = small_facts(monitoring=pd.concat([facts["monitoring"], table(hub)], ignore_index=True))
    for params in (MonitoringMissionParams(), MonitoringMissionParams(depth_km=5, base_spacing_km=100)):
        frame = build(with_hub, params)
        shown = only(frame, "patrol_hub")
        assert (shown["status"], shown["as_of"]) == ("documented", "2016-01-14")
        assert shown.geometry.equals(shapely.Point(33.1, 48))
        assert key_figures(frame, params) == key_figures(build(facts, params), params)


def test_area_is_length_times_depth():
    held = only(build(small_facts(), MonitoringMissionParams(depth_km=10)), "band_held")
    assert held["area_km2"] == pytest.approx(GEOD.inv(33, 46, 33, 50)[2] / 1000 * 10, rel=0.005)


def test_bases_stand_every_spacing_on_alternating_sides():
    places = bases(build(small_facts(), MonitoringMissionParams(base_spacing_km=40)))
    assert list(places["side"][:4]) == ["held", "occupied", "held", "occupied"]
    xy = shapely.get_coordinates(places.geometry.to_numpy())
    assert len(xy) == 11  # 445 km: at 20, 60, ... 420
    to_next = GEOD.inv(np.full(10, 33), xy[:-1, 1], np.full(10, 33), xy[1:, 1])[2] / 1000
    assert to_next == pytest.approx(40, rel=0.01)
    assert GEOD.inv(33, 50, 33, xy[0, 1])[2] / 1000 == pytest.approx(20, rel=0.01)


@pytest.mark.parametrize(("depth_km", "setback_km"), [(5, 2.5), (15, 7.5), (50, 10)])
def test_bases_are_set_back_half_the_depth_but_ten_km_at_most(depth_km, setback_km):
    places = bases(build(small_facts(), MonitoringMissionParams(depth_km=depth_km)))
    xy = shapely.get_coordinates(places.geometry.to_numpy())
    assert nearest_km(xy, MERIDIAN) == pytest.approx(setback_km, rel=0.01)
    assert ((xy[:, 0] < 33) == (places["side"] == "held")).all()


def test_a_base_moves_out_of_a_lake():
    dry = bases(build(small_facts(), MonitoringMissionParams())).geometry.iloc[0]
    lake = feature("lake", shapely.MultiPolygon([dry.buffer(0.03)]), kind="lake")
    moved = bases(build(small_facts(basemap_lakes=table(lake)), MonitoringMissionParams()))
    assert moved["side"].iloc[0] == "held"
    assert not lake["geometry"].intersects(moved.geometry.iloc[0])


def test_a_flooded_side_sends_its_bases_to_the_other():
    flood = feature("lake", shapely.MultiPolygon([shapely.box(30, 46, 33, 50)]), kind="lake")
    places = bases(build(small_facts(basemap_lakes=table(flood)), MonitoringMissionParams()))
    assert set(places["side"]) == {"occupied"}


def test_with_both_sides_flooded_there_is_no_base():
    flood = feature("lake", UKRAINE, kind="lake")
    assert bases(build(small_facts(basemap_lakes=table(flood)), MonitoringMissionParams())).empty


def test_a_base_keeps_off_a_river():
    dry = bases(build(small_facts(), MonitoringMissionParams())).geometry.iloc[0]
    along = shapely.LineString([(dry.x, 49), (dry.x, 50)])
    river = table(feature("river", along, kind="river", rank=1))
    places = bases(build(small_facts(gshhg_rivers=river), MonitoringMissionParams())).geometry
    assert (nearest_km(shapely.get_coordinates(places.to_numpy()), along) > 0.7).all()


def test_spacing_carries_on_over_a_line_in_two_sectors():
    north, south = shapely.LineString([(33, 50.1), (33, 48)]), shapely.LineString([(33, 48), (33, 45.9)])
    whole = bases(build(small_facts(), MonitoringMissionParams())).geometry
    parts = bases(
        build(small_facts(line_of_occupation=line_table(north, south)), MonitoringMissionParams())
    ).geometry
    assert np.allclose(whole.get_coordinates(), parts.get_coordinates(), atol=0.0005)


def test_the_lead_is_named_with_its_members():
    frame = build(small_facts(), MonitoringMissionParams(lead="ots"))
    assert set(frame["lead"]) == {"Turkic States"}
    assert set(frame["lead_members"]) == {"Türkiye"}
    gulf = build(small_facts(), MonitoringMissionParams(lead="gcc"))
    assert set(gulf["lead_members"]) == {"OMN"}  # no such country on the small map: its code


def test_monitors_needed_are_length_times_density():
    params = MonitoringMissionParams(monitors_per_km=2)
    monitors, count, _ = key_figures(build(small_facts(), params), params)
    assert monitors.value == "about 1,100 people"  # 444.8 km × 1.25, for no length is known, × 2
    assert "1.4 to 1.7 per km in Donbas in 2017" in monitors.caveat
    assert count.value == "11"


def test_at_the_default_density_the_line_of_the_proposal_takes_about_1800(facts):
    params = MonitoringMissionParams()
    assert key_figures(build(facts("2025-08-31"), params), params)[0].value == "about 1,800 people"


@pytest.mark.parametrize("line_date", ["2022-11-15", "2025-08-31", "2026-08-22"])
def test_bases_are_counted_along_the_line_on_land(facts, line_date):
    params = MonitoringMissionParams()
    world = facts(line_date)
    stations = length_km(world.land_line) / params.base_spacing_km
    assert len(bases(build(world, params))) <= stations + 3  # a border strip starts anew
    for base in bases(build(world, params)).geometry:
        assert nearest_km([(base.x, base.y)], world.land_line)[0] <= MAX_SETBACK_KM * max(SETBACKS) + 0.5
