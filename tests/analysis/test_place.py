"""What the guarantees mean at one point: against shapely and geodesics measured here."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from made_up import base, scenario_of, small_frames, table
from pyproj import Geod
from small_world import nearest_km

from analysis.flight import arrival_min
from analysis.place import OutsideMapError, at, map_area
from analysis.place_search import UnknownPlaceError, named_place
from analysis.place_view import place_text, place_view
from i18n.spoken import speaking
from layers.core.build import Frames
from layers.core.facts import facts_for
from tests.examples import examples

GEOD = Geod(ellps="WGS84")
GROUND = {
    "monitoring_mission": ("band_held", "band_occupied"),
    "coalition_forces": ("deployment_ground",),
    "air_policing": ("covered_ground",),
    "maritime_patrols": ("patrol_zone",),
}
WEST, SOUTH, EAST, NORTH = map_area()
longitudes = st.floats(WEST, EAST) | st.floats(28, 40)
latitudes = st.floats(SOUTH, NORTH) | st.floats(44, 52)


@pytest.fixture(scope="module")
def frames():
    return Frames()


@pytest.fixture(scope="module")
def default(frames):
    return frames.registry.default()


@pytest.mark.slow
@examples(40, 400)
@given(longitudes, latitudes)
def test_yes_and_no_are_those_of_shapely(frames, default, lon, lat):
    there, point = at(frames, default, lon, lat), shapely.Point(lon, lat)
    assert [answer.number for answer in there.answers] == [1, 2, 3, 4]
    for answer in there.answers:
        frame = frames.frame(frames.registry[answer.guarantee], default)
        shapes = frame.loc[frame["kind"].isin(GROUND[answer.guarantee])].geometry
        assert answer.covered == any(shape.covers(point) for shape in shapes)
        assert answer.is_sure == (answer.edge_km >= 4)
    facts = facts_for(frames.store, default.line)
    if not facts.ukraine.covers(point):
        assert there.line.side == "abroad"
        assert there.oblast == ""
    elif there.line.km < 4:
        assert there.line.side == "cannot_tell"
    else:
        assert (there.line.side == "occupied") == facts.occupied.covers(point)
        assert there.oblast


@pytest.mark.slow
@examples(15, 100)
@given(st.floats(28, 38), st.floats(45, 51))
def test_distances_are_geodesic(frames, default, lon, lat):
    there = at(frames, default, lon, lat)
    for one in there.nearest:
        frame = frames.frame(frames.registry[one.layer], default)
        of_kind = frame.loc[frame["kind"] == one.kind]
        found = of_kind.loc[of_kind["feature_id"] == one.feature_id].geometry.iloc[0]
        if found.geom_type == "Point":
            every = [GEOD.inv(lon, lat, spot.x, spot.y)[2] / 1000 for spot in of_kind.geometry]
            assert one.km == pytest.approx(min(every), abs=1e-6)
        elif not found.covers(shapely.Point(lon, lat)):
            assert one.km == pytest.approx(nearest_km([(lon, lat)], found)[0], rel=0.006, abs=0.4)
        else:
            assert one.km == 0


def test_minutes_are_alert_and_transit():
    assert arrival_min(0) == 15
    assert arrival_min(900) == 75
    frames = small_frames()
    there = at(frames, scenario_of(frames), 32.5, 49)
    (air,) = [one for one in there.nearest if one.kind == "air_base"]
    assert air.arrival_min == pytest.approx(15 + air.km / 15)


def test_the_side_of_the_line_is_not_told_within_its_accuracy():
    frames = small_frames()
    scenario = scenario_of(frames)
    km_per_degree = GEOD.inv(33, 48, 34, 48)[2] / 1000
    sides = {km: at(frames, scenario, 33 + km / km_per_degree, 48).line.side for km in (-20, -3.9, 3.9, 20)}
    assert sides == {-20: "held", -3.9: "cannot_tell", 3.9: "cannot_tell", 20: "occupied"}
    assert at(frames, scenario, 33 + 20 / km_per_degree, 48).line.km == pytest.approx(20, rel=0.006)


def test_a_hidden_guarantee_is_neither_yes_nor_no():
    frames = small_frames()
    there = at(frames, scenario_of(frames, ("layers", "monitoring_mission")), 32.9, 48)
    assert [answer.covered for answer in there.answers] == [True, None, None, None]
    assert there.answers[1].text == "not part of this scenario"
    assert {one.layer for one in there.nearest} == {"monitoring_mission", "ports"}


def test_without_a_base_selected_nothing_of_air_policing_covers():
    frames = small_frames()
    there = at(frames, scenario_of(frames, ("air_policing.bases", "")), 32.9, 48)
    assert there.answers[2].covered is False
    assert there.answers[2].text == "no: this scenario has none of all ground within reach"


def test_the_rule_that_the_scenario_has_chosen_decides():
    frames = small_frames(air_bases=table(base("AAAA", 28, 48)))
    usual = at(frames, scenario_of(frames), 32.9, 48).answers[2]
    patrolled = at(frames, scenario_of(frames, ("coverage_depth.air_policing", "patrol")), 32.9, 48).answers[
        2
    ]
    assert (usual.covered, patrolled.covered) == (True, False)


@pytest.mark.parametrize("lonlat", [(0, 0), (31, 60), (-31, 48), (math.nan, 48), (31, math.inf)])
def test_a_point_off_the_map_is_refused_with_what_the_map_covers(lonlat):
    frames = small_frames()
    with pytest.raises(OutsideMapError, match=r"longitude 16 to 40\.6 and latitude 41 to 54\.4"):
        at(frames, scenario_of(frames), *lonlat)


@pytest.mark.slow
def test_a_point_abroad_and_one_at_sea_say_where_they_are(frames, default):
    warsaw = at(frames, default, 21.0, 52.2)
    assert (warsaw.where, warsaw.oblast) == ("Poland", "")
    assert warsaw.note
    assert at(frames, default, 31.0, 44.5).where == "at sea"
    assert at(frames, default, 36.23, 49.99).where == "Kharkiv oblast"
    assert at(frames, default, 34.1, 44.95).line.side == "occupied"  # Simferopol: Ukraine, occupied


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["Kharkiv", "kharkiv ", "Харків", "EPMM", "Port of Odesa", "Куп'янськ", "Kupiansk"]
)
def test_a_place_is_found_in_english_ukrainian_and_by_its_code(frames, name):
    found = named_place(frames, name)
    assert WEST < found.lon < EAST
    assert found.name in ("Kharkiv", "23rd Tactical Air Base Mińsk Mazowiecki", "Port of Odesa", "Kupiansk")


@pytest.mark.slow
def test_an_unknown_place_is_answered_with_those_spelled_like_it(frames):
    with pytest.raises(UnknownPlaceError, match=r"“Karkiv”.*Spelled like it: Kharkiv"):
        named_place(frames, "Karkiv")
    with pytest.raises(UnknownPlaceError, match="Try a town, an oblast, an air base or a port"):
        named_place(frames, "qqqqqq")


@pytest.mark.slow
def test_the_view_is_in_the_language_that_is_spoken(frames, default):
    there = at(frames, default, 36.2304, 49.9935)
    with speaking("uk"):
        view, text = place_view(there, default, frames), place_text(there, "Харків")
    assert view["where"] == "Харківська область"
    assert view["line"]["text"].startswith("на підконтрольному уряду боці, за ")
    assert "Умовно" not in text
    assert "Гарантії умовні" in text
    assert " km" not in text
