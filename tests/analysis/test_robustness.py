"""Whether a gap holds, with what it rests on as wrong as it may be."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from made_up import base, corridor, port, route, scenario_of, small_frames, table, town, zone
from pyproj import Geod
from small_world import feature, line_table

from analysis import gaps
from analysis.gap_model import Variation
from analysis.robustness import judged, verdict
from layers.core.build import Frames
from layers.core.views import ACCURACY_KM

GEOD = Geod(ellps="WGS84")


def verdict_of(frames, gap_id, *pairs):
    scenario = scenario_of(frames, *pairs)
    return verdict(frames, scenario, next(gap for gap in gaps.find(frames, scenario) if gap.id == gap_id))


def city_away(km):
    """An invented country whose one base lies so far from Kharkiv."""
    lon, lat, _ = GEOD.fwd(32.5, 49, 270, km * 1000)
    return small_frames(
        air_bases=table(base("AAAA", lon, lat)), basemap_towns=table(town("Kharkiv", 32.5, 49))
    )


@pytest.mark.parametrize(
    ("km", "answer", "text"),
    [
        (603, "cannot_tell", "cannot be told: the distance is right to about 4 km only"),
        (605, "depends", "depends on the radius: closed at 650 km"),
        (649, "depends", "depends on the radius: closed at 650 km"),
        (652, "holds", "holds"),
    ],
)
def test_a_city_beyond_reach_by_so_much(km, answer, text):
    found = verdict_of(city_away(km), "city-kharkiv")
    assert (found.answer, found.text) == (answer, text)


def test_a_hidden_guarantee_is_a_choice_and_holds():
    found = verdict_of(small_frames(), "hidden-air-policing", ("layers", "maritime_patrols"))
    assert (found.answer, found.tried) == ("holds", 0)


def test_a_port_nearer_to_a_zone_than_zones_are_drawn_cannot_be_told():
    zones = table(zone("Z1", shapely.box(30.5, 45, 31.5, 45.9)), corridor((31, 45.8), (31, 45.1)))
    frames = small_frames(black_sea_zones=zones, ports=table(port("Near", 31, 45.92), port("Far", 31, 45.99)))
    assert verdict_of(frames, "port-near").answer == "cannot_tell"
    assert verdict_of(frames, "port-far").answer == "holds"


def route_world(end, *, earlier=None):
    """A route from the line westward to a longitude; perhaps with a line of an earlier date."""
    lines = line_table(shapely.LineString([(33, 50.1), (33, 45.9)]))
    if earlier is not None:
        other = feature(
            "line-earlier", shapely.LineString([(earlier, 50.1), (earlier, 45.9)]), kind="line",
            line_date="2024-07-08", sector="s", order=1, accuracy_km=5.0,
        )  # fmt: skip
        lines = table(*lines.to_dict("records"), other)
    road = route("F5", shapely.LineString([(33.2, 48), (end, 48)]))
    return small_frames(invasion_routes=table(road), line_of_occupation=lines)


def test_a_route_that_a_line_4_km_off_would_leave_room_on_cannot_be_told():
    """The route ends 40 km behind the line plus what an area needs: a few km decide."""
    answers = [
        verdict_of(route_world(end), "route-f5").answer
        for end in (32.9, 32.47)
        if "route-f5" in {gap.id for gap in gaps.find(route_world(end), scenario_of(route_world(end)))}
    ]
    assert answers == ["holds", "cannot_tell"]


def test_a_route_on_which_an_earlier_line_left_room_depends_on_the_date():
    found = verdict_of(route_world(32.9, earlier=34.5), "route-f5", ("line", "2025-08-31"))
    assert (found.answer, found.on) == ("depends", ("date",))
    assert found.text == "depends on the date of the line: closed with that of 8 Jul 2024"


causes = st.sampled_from(["line", "distance", "zone", "date", "radius"])


@given(st.lists(st.builds(Variation, cause=causes, is_open=st.booleans(), value=st.just("x"))))
def test_an_error_comes_before_a_dependence_and_that_before_holding(tried):
    found = judged(tried)
    closed = [one for one in tried if not one.is_open]
    expected = "holds"
    if closed:
        expected = (
            "cannot_tell" if {one.cause for one in closed} & {"line", "distance", "zone"} else "depends"
        )
    assert found.answer == expected
    assert found.tried == len(tried)
    assert set(found.on) <= {one.cause for one in closed}


@pytest.mark.slow
def test_on_the_shipped_data_every_gap_has_a_verdict_and_the_clear_ones_are_right():
    frames = Frames()
    scenario = scenario_of(frames)
    found = {gap.id: verdict(frames, scenario, gap) for gap in gaps.find(frames, scenario)}
    assert all(one.text for one in found.values())
    assert found["city-kharkiv"].answer == "holds"  # 258 km beyond
    assert found["city-kyiv"].on == ("radius",)  # 47 km beyond, and a step is 50
    assert found["port-reni"].answer == "holds"
    # At 35 km of stand-off there is room on F5, and 4 km of the line are nearly as much.
    assert found["route-f5"].on == ("line",)
    assert ACCURACY_KM == 4
