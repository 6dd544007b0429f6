import pytest
import shapely
from small_world import UKRAINE, feature, nearest_km, only, route, samples, small_facts, table

from layers.coalition_forces import LEAST_AREA_KM2, ROUTES, CoalitionForcesParams, build, headline

MERIDIAN = shapely.LineString([(33, 50), (33, 46)])
NORTH = shapely.LineString([(30, 50), (36, 50)])


def test_the_listed_routes_are_the_assessed_ones(store):
    routes = store.table("invasion_routes")
    assert tuple(routes.loc[routes["basis"] == "assessed", "code"]) == ROUTES


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
    areas, force = headline(frame, CoalitionForcesParams())
    assert areas.value == "0"
    assert "no room on F1, F2, F3, F4, F5, F6, F7" in areas.caveat
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
    assert areas["note"].str.contains("arithmetic only").all()


def test_a_hub_stands_for_its_oblast_on_a_coarse_grid():
    frame = build(small_facts(), CoalitionForcesParams())
    hub, area = only(frame, "hub"), only(frame, "deployment_area")
    assert hub["name"] == "Notional hub, West oblast"
    assert area.geometry.contains(hub.geometry)
    assert [round(v, 1) for v in hub.geometry.coords[0]] == list(hub.geometry.coords[0])


def test_cities_that_the_press_named_are_shown_and_take_no_share():
    city = feature(
        "city-a", shapely.Point(31, 49), name="A", kind="named_city", offer_text="Named for training"
    )
    state = feature("contributor-a", None, kind="contributor", offer_text="Troops")
    params = CoalitionForcesParams()
    frame = build(small_facts(coalition=table(city, state)), params)
    shown = only(frame, "named_city")
    assert (shown["measure"], shown["status"]) == ("Named for training", "documented")
    assert headline(frame, params) == headline(build(small_facts(), params), params)


def test_nothing_is_nearer_than_asked_where_the_line_bends():
    bend = shapely.LineString([(33, 50.1), (33, 48.5), (32, 48), (33, 47.5), (33, 45.9)])
    frame = small_facts(line_of_occupation=table(
        {**small_facts()["line_of_occupation"].iloc[0].to_dict(), "geometry": bend}
    ))  # fmt: skip
    area = only(build(frame, CoalitionForcesParams(standoff_km=20)), "deployment_area")
    assert nearest_km(samples(area.geometry), bend).min() >= 20
    assert UKRAINE.contains(area.geometry)
    assert area["area_km2"] >= LEAST_AREA_KM2
