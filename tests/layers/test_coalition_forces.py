import re

import pytest
import shapely
from small_world import GEOD, UKRAINE, feature, nearest_km, only, route, samples, small_facts, table

from layers.coalition_forces import (
    MIN_AREA_KM2,
    CoalitionForcesParams,
    build,
    key_figures,
)
from layers.core.hub_place import CLEAR_OF_PLACES_KM

MERIDIAN = shapely.LineString([(33, 50), (33, 46)])
NORTH = shapely.LineString([(30, 50), (36, 50)])


def test_an_area_lies_between_stand_off_and_depth_on_its_route():
    area = only(build(small_facts(), CoalitionForcesParams()), "deployment_area").geometry
    from_line = nearest_km(samples(area), MERIDIAN)
    assert from_line.min() >= 40
    assert from_line.min() == pytest.approx(40, rel=0.01)
    assert from_line.max() == pytest.approx(100, rel=0.005)
    assert area.bounds[2] < 33


def test_an_area_is_as_wide_as_its_corridor():
    area = only(build(small_facts(), CoalitionForcesParams(corridor_km=50)), "deployment_area").geometry
    from_route = nearest_km(samples(area), shapely.LineString([(33.5, 48), (30.5, 48)]))
    assert from_route.max() == pytest.approx(25, rel=0.01)


def test_area_is_depth_times_width_less_rounded_corners():
    area = only(build(small_facts(), CoalitionForcesParams()), "deployment_area")
    assert area["area_km2"] == pytest.approx(60 * 50, rel=0.03)


def test_a_route_from_the_border_is_measured_from_there():
    north = route("F1", shapely.LineString([(31, 50.5), (31, 46.5)]), starts_at="border-blr")
    facts = small_facts(invasion_routes=table(north))
    area = only(build(facts, CoalitionForcesParams()), "deployment_area").geometry
    from_border = nearest_km(samples(area), NORTH)
    assert from_border.min() >= 40
    assert from_border.max() == pytest.approx(100, rel=0.005)


def test_every_area_keeps_off_a_hostile_border():
    near_border = route("F5", shapely.LineString([(33.5, 49.6), (30.5, 49.6)]))
    area = only(
        build(small_facts(invasion_routes=table(near_border)), CoalitionForcesParams()), "deployment_area"
    )
    assert nearest_km(samples(area.geometry), NORTH).min() >= 40


def test_a_route_that_never_leaves_the_stand_off_gets_no_area_and_is_named():
    short = route("F7", shapely.LineString([(33.2, 47), (32.8, 47)]))
    frame = build(small_facts(invasion_routes=table(short)), CoalitionForcesParams())
    assert frame.empty
    on_routes, areas, force = key_figures(frame, CoalitionForcesParams())
    assert (on_routes.value, areas.value) == ("0", "0")
    assert on_routes.caveat == "of 1 assessed route; no room on F7"
    assert force.value == "20,000 people"


def test_historical_routes_get_no_area():
    past = route("S2", shapely.LineString([(33.5, 48), (30.5, 48)]), basis="historical")
    assert build(small_facts(invasion_routes=table(past)), CoalitionForcesParams()).empty


def test_personnel_is_an_equal_share():
    routes = table(
        route("F5", shapely.LineString([(33.5, 48.5), (30.5, 48.5)])),
        route("F6", shapely.LineString([(33.5, 47), (30.5, 47)])),
    )
    frame = build(small_facts(invasion_routes=routes), CoalitionForcesParams(force_personnel=21_000))
    areas = frame.loc[frame["kind"] == "deployment_area"]
    assert list(areas["share_personnel"]) == [10_500, 10_500]
    assert areas["note"].str.contains("divided equally").all()


def test_a_hub_stands_for_its_oblast_on_a_coarse_grid():
    frame = build(small_facts(), CoalitionForcesParams())
    hub, area = only(frame, "hub"), only(frame, "deployment_area")
    assert hub["name"] == "Hub, West oblast"
    assert area.geometry.contains(hub.geometry)
    assert [round(v, 1) for v in hub.geometry.coords[0]] == list(hub.geometry.coords[0])


def test_routes_and_the_separate_areas_on_the_map_are_counted_apart():
    both_sides = route("F5", shapely.MultiLineString([[(33.5, 49), (30.5, 49)], [(33.5, 47), (30.5, 47)]]))
    frame = build(small_facts(invasion_routes=table(both_sides)), CoalitionForcesParams())
    assert len(shapely.get_parts(only(frame, "deployment_area").geometry)) == 2
    on_routes, areas, _ = key_figures(frame, CoalitionForcesParams())
    assert (on_routes.label, on_routes.value) == ("Routes with an area", "1")
    assert (areas.label, areas.value) == ("Deployment areas", "2")


@pytest.mark.parametrize("standoff_km", [20, 40, 80, 120])
def test_as_many_areas_are_counted_as_are_drawn(facts, standoff_km):
    params = CoalitionForcesParams(standoff_km=standoff_km)
    frame = build(facts(), params)
    drawn = frame.loc[frame["kind"] == "deployment_area"]
    on_routes, areas, _ = key_figures(frame, params)
    assert int(on_routes.value) == len(drawn)
    assert int(areas.value) == len(shapely.get_parts(drawn.geometry.union_all()))


def test_what_a_person_reads_names_routes_and_no_codes(facts):
    frame = build(facts(), CoalitionForcesParams())
    texts = [*frame["name"], *frame["note"], *frame["measure"]]
    texts += [f"{m.label} {m.value} {m.caveat}" for m in key_figures(frame, CoalitionForcesParams())]
    assert not [text for text in texts if re.search(r"\bF\d\b", text)]
    areas = frame.loc[frame["kind"] == "deployment_area"].set_index("route")
    assert areas.loc["F6", "name"] == "Deployment area, Donetsk–Dnipro axis"
    assert areas["note"].str.startswith("At least 40 km from the generalised line").all()


def test_a_hub_keeps_clear_of_towns_ports_and_air_bases():
    middle = only(build(small_facts(), CoalitionForcesParams()), "hub").geometry
    town = table(feature("town-a", middle, kind="town"))
    port = table(feature("port-a", middle, kind="port", state="open"))
    base = table(feature("base-a", middle, icao="XXXX"))
    for taken in ({"basemap_towns": town}, {"ports": port}, {"air_bases": base}):
        hub = only(build(small_facts(**taken), CoalitionForcesParams()), "hub")
        assert GEOD.inv(middle.x, middle.y, hub.geometry.x, hub.geometry.y)[2] >= CLEAR_OF_PLACES_KM * 1000
        assert "km from the nearest town, port or airfield on the map" in hub["note"]


def test_where_no_place_is_clear_a_hub_takes_the_emptiest(monkeypatch):
    monkeypatch.setattr("layers.core.hub_place.CLEAR_OF_PLACES_KM", 1000.0)
    town = table(feature("town-a", shapely.Point(32.4, 48), kind="town"))
    frame = build(small_facts(basemap_towns=town), CoalitionForcesParams())
    hub, area = only(frame, "hub").geometry, only(frame, "deployment_area").geometry
    assert area.contains(hub)
    assert (
        hub.distance(shapely.Point(32.4, 48)) > 0.9 * area.hausdorff_distance(shapely.Point(32.4, 48)) - 0.1
    )


def test_cities_that_the_press_named_are_shown_and_take_no_share():
    city = feature(
        "city-a", shapely.Point(31, 49), name="A", kind="named_city", offer_text="Named for training"
    )
    state = feature("contributor-a", None, kind="contributor", offer_text="Troops")
    params = CoalitionForcesParams()
    frame = build(small_facts(coalition=table(city, state)), params)
    shown = only(frame, "named_city")
    assert (shown["measure"], shown["status"]) == ("Named for training", "documented")
    assert key_figures(frame, params) == key_figures(build(small_facts(), params), params)


def test_nothing_is_nearer_than_asked_where_the_line_bends():
    bend = shapely.LineString([(33, 50.1), (33, 48.5), (32, 48), (33, 47.5), (33, 45.9)])
    frame = small_facts(line_of_occupation=table(
        {**small_facts()["line_of_occupation"].iloc[0].to_dict(), "geometry": bend}
    ))  # fmt: skip
    area = only(build(frame, CoalitionForcesParams(standoff_km=20)), "deployment_area")
    assert nearest_km(samples(area.geometry), bend).min() >= 20
    assert UKRAINE.contains(area.geometry)
    assert area["area_km2"] >= MIN_AREA_KM2
