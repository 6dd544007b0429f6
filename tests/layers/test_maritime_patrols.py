import pytest
import shapely
from small_world import GEOD, feature, nearest_km, only, samples, small_facts, table

from layers.maritime_patrols import MaritimePatrolsParams, build, key_figures

NEAR = shapely.box(33.5, 45.2, 34.5, 45.8)  # off occupied coast, which is at 46° N from 33° E on
FAR = shapely.box(30.5, 44.0, 31.5, 44.5)
CORRIDOR = shapely.LineString([(31, 45.9), (31, 44)])


def sea(*zones):
    rows = [
        feature(f"zone-{n}", zone, kind="patrol_zone", status="notional", code=f"Z{n}", purpose="p", lead="l")
        for n, zone in enumerate(zones)
    ]
    way = feature("corridor", CORRIDOR, kind="corridor", code="c", purpose="p", lead="l", status="derived")
    ports = table(
        feature("port-near", shapely.Point(31, 46), name="Near", kind="port", country="UKR", state="open"),
        feature(
            "port-shut", shapely.Point(31.1, 46), name="Shut", kind="port", country="UKR", state="closed"
        ),
        feature("port-far", shapely.Point(32.5, 46), name="Far", kind="port", country="UKR", state="open"),
        feature("island", shapely.Point(31, 45), name="Island", kind="island", country="UKR", state="n/a"),
    )
    return small_facts(black_sea_zones=table(*rows, way), ports=ports)


def test_a_zone_keeps_its_stand_off_from_occupied_coast():
    facts = sea(NEAR)
    zone = only(build(facts, MaritimePatrolsParams(standoff_nm=24)), "patrol_zone")
    distances = nearest_km(samples(zone.geometry), facts.occupied)
    assert distances.min() >= 24 * 1.852
    assert distances.min() == pytest.approx(24 * 1.852, rel=0.006)
    assert NEAR.buffer(1e-4).contains(zone.geometry)


def test_a_zone_far_from_occupied_coast_stays_whole():
    zone = only(build(sea(FAR), MaritimePatrolsParams()), "patrol_zone")
    assert zone.geometry.equals(FAR)
    assert zone["area_km2"] == pytest.approx(abs(GEOD.geometry_area_perimeter(FAR)[0]) / 1e6, rel=0.005)


def test_a_zone_says_how_far_off_occupied_coast_it_is_drawn():
    facts = sea(NEAR)
    for standoff_nm in (12, 24):
        zone = only(build(facts, MaritimePatrolsParams(standoff_nm=standoff_nm)), "patrol_zone")
        away_km = nearest_km(samples(zone.geometry), facts.occupied).min()
        assert zone["off_occupied_coast_km"] == pytest.approx(away_km, rel=0.005)
        assert f"Its nearest point lies {away_km:.0f} km off occupied coast." in zone["note"]


def test_the_observation_area_lies_69_km_off_crimea_until_the_slider_pushes_it_farther(facts):
    for standoff_nm, away_km in ((12, 69.0), (50, 92.6)):
        frame = build(facts(), MaritimePatrolsParams(standoff_nm=standoff_nm))
        zone = frame.loc[frame["feature_id"] == "zone-z6"].iloc[0]
        assert zone["off_occupied_coast_km"] == pytest.approx(away_km, rel=0.01)
        assert "off Crimea" not in zone["purpose"]
        assert f"lies {zone['off_occupied_coast_km']:.0f} km off occupied coast" in zone["note"]


def test_a_zone_without_room_is_dropped():
    frame = build(sea(NEAR, FAR), MaritimePatrolsParams(standoff_nm=60))
    assert list(frame.loc[frame["kind"] == "patrol_zone", "name"]) == ["zone-1"]


def test_no_stand_off_means_up_to_the_coast():
    touching = shapely.box(33.5, 45.5, 34.5, 46.0)
    zone = only(build(sea(touching), MaritimePatrolsParams(standoff_nm=0)), "patrol_zone")
    assert zone.geometry.equals(touching)


def test_the_corridor_has_its_length_in_km_and_nm():
    corridor = only(build(sea(FAR), MaritimePatrolsParams()), "corridor")
    assert corridor["length_km"] == pytest.approx(GEOD.inv(31, 45.9, 31, 44)[2] / 1000)
    assert corridor["length_nm"] == pytest.approx(corridor["length_km"] / 1.852)


def test_only_open_ports_at_the_corridor_are_served():
    assert only(build(sea(FAR), MaritimePatrolsParams()), "port_served")["name"] == "Near"


def test_each_zone_has_one_point_within_it_for_its_name():
    bent = shapely.Polygon([(30, 43), (32, 43), (32, 43.2), (30.2, 43.2), (30.2, 45), (30, 45)])
    frame = build(sea(FAR, bent), MaritimePatrolsParams())
    zones = frame.loc[frame["kind"] == "patrol_zone"].set_index("feature_id")
    labels = frame.loc[frame["kind"] == "zone_label"]
    assert [label["feature_id"] for _, label in labels.iterrows()] == [f"{key}-label" for key in zones.index]
    for _, label in labels.iterrows():
        zone = zones.loc[label["feature_id"].removesuffix("-label")]
        assert zone.geometry.contains(label.geometry)
        assert label["name"] == zone["name"]


def test_key_figures_count_zones_and_ports():
    params = MaritimePatrolsParams(standoff_nm=60)
    zones, corridor = key_figures(build(sea(NEAR, FAR), params), params)
    assert "1 notional zones" not in zones.caveat
    assert "60 nm off occupied coast" in zones.caveat
    assert corridor.value == "about 110 nm"
