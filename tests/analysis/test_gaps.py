"""What the guarantees leave open, in an invented country and in the shipped data; each fix against every other."""

from dataclasses import replace
from itertools import product

import pytest
import shapely
from made_up import base, corridor, port, route, scenario_of, small_frames, table, town, zone
from pyproj import Geod

from analysis import gaps
from analysis.flight import CITIES
from analysis.gap_line import LEAST_KM, within_km
from analysis.gap_model import Change
from analysis.gap_sea import unpatrolled, zones
from geodata.geodesy import apart_km, length_km
from layers.coalition_forces import areas_by_route
from layers.core.build import Frames
from layers.core.facts import facts_for
from tests.examples import LONG

GEOD = Geod(ellps="WGS84")
RADII_KM = range(200, 1401, 50)


@pytest.fixture(scope="module")
def frames():
    return Frames()


def ids(frames, scenario):
    return [gap.id for gap in gaps.find(frames, scenario)]


def found(frames, scenario, gap_id):
    return next(gap for gap in gaps.find(frames, scenario) if gap.id == gap_id)


# -- the invented country ---------------------------------------------------------------------------


def test_a_city_beyond_reach_is_told_with_its_distance_and_the_two_ways_to_reach_it():
    frames = small_frames()
    gap = found(frames, scenario_of(frames), "city-kharkiv")
    km = GEOD.inv(24, 48, 32.5, 49)[2] / 1000
    assert gap.text == "Kharkiv is beyond reach of every selected base"
    assert gap.numbers["distance_km"] == pytest.approx(km, abs=0.1)
    assert [dict(change.params) for change in gap.closing.changes] == [
        {"air_policing.bases": "AAAA,BBBB"}, {"air_policing.radius_km": "650"},
    ]  # fmt: skip
    assert gap.closing.words == "either add Bbbb as a base, or change “Radius” to 650 km"


def test_a_city_that_only_a_base_and_a_radius_together_reach_has_a_fix_of_two():
    frames = small_frames(
        air_bases=table(base("AAAA", 10, 48), base("BBBB", 14, 48, candidate=False, use="civil")),
        basemap_towns=table(town("Kharkiv", 32.5, 49)),
    )
    scenario = scenario_of(frames)
    (change,) = found(frames, scenario, "city-kharkiv").closing.changes
    assert dict(change.params) == {"air_policing.bases": "AAAA,BBBB", "air_policing.radius_km": "1400"}
    assert change.words == "add Bbbb, a civil airport, as a base, together with change “Radius” to 1,400 km"
    assert "city-kharkiv" not in ids(frames, gaps.applied(frames, scenario, change))


def test_a_city_that_nothing_reaches_has_no_fix_and_says_why():
    frames = small_frames(air_bases=table(base("AAAA", 5, 40)))
    gap = found(frames, scenario_of(frames), "city-kharkiv")
    assert gap.fix is None
    assert gap.closing.words == "No base of the map reaches it at any radius that may be chosen."


def test_without_a_base_every_city_is_beyond_reach():
    frames = small_frames()
    scenario = scenario_of(frames, ("air_policing.bases", ""))
    gap = found(frames, scenario, "city-lviv")
    assert gap.why == "No base is selected."
    assert gap.fix is not None
    assert "city-lviv" not in ids(frames, gaps.applied(frames, scenario, gap.fix))


def test_an_even_line_of_one_piece_has_no_stretch_without_a_base():
    frames = small_frames()
    for spacing in (20, 40, 65, 100):
        scenario = scenario_of(frames, ("monitoring_mission.base_spacing_km", str(spacing)))
        assert not [one for one in ids(frames, scenario) if one.startswith("line-")]


def test_a_stretch_whose_dry_ground_is_all_water_has_no_base_on_that_side():
    lake = shapely.box(33, 46.5, 33.6, 49.5)
    frames = small_frames(
        basemap_lakes=table({**table(town("Lake", 33, 48)).iloc[0].to_dict(), "geometry": lake})
    )
    scenario = scenario_of(frames, ("monitoring_mission.base_spacing_km", "20"))
    (gap,) = [gap for gap in gaps.find(frames, scenario) if gap.kind == "line"]
    assert gap.id == "line-occupied-middle"
    assert gap.numbers["length_km"] == pytest.approx(length_km(gap.geometry), abs=0.1)
    bases = frames.frame(frames.registry["monitoring_mission"], scenario)
    there = bases.loc[(bases["kind"] == "patrol_base") & (bases["side"] == "occupied")].geometry
    middle = gap.geometry.interpolate(0.5, normalized=True)
    assert min(apart_km(middle, one) for one in there) > within_km(20, "occupied")


def test_a_stretch_of_the_corridor_outside_every_zone_is_told_with_its_length():
    frames = small_frames()
    gap = found(frames, scenario_of(frames), "corridor-z1-end")
    assert gap.numbers["length_km"] == pytest.approx(GEOD.inv(31, 45, 31, 44)[2] / 1000, rel=0.001)
    assert gap.fix is None


def test_what_the_standoff_cuts_out_of_a_zone_is_a_gap_of_its_own_and_closes_with_less_of_it():
    frames = small_frames(
        black_sea_zones=table(
            zone("Z1", shapely.box(32.0, 45, 32.9, 45.9)), corridor((32.5, 45.9), (32.5, 45))
        )
    )
    scenario = scenario_of(frames, ("maritime_patrols.standoff_nm", "30"))
    gap = found(frames, scenario, "corridor-in-z1")
    assert gap.fix is not None
    wanted = int(gap.fix.params["maritime_patrols.standoff_nm"])
    for nm in range(61):
        other = scenario_of(frames, ("maritime_patrols.standoff_nm", str(nm)))
        is_open = any(one.startswith("corridor-in-") for one in ids(frames, other))
        assert is_open == (nm > wanted)


def test_only_open_ports_outside_every_zone_are_told():
    frames = small_frames(
        black_sea_zones=table(
            zone("Z1", shapely.box(30.5, 45, 31.5, 46.2)), corridor((31, 45.8), (31, 45.1))
        ),
        ports=table(
            port("Inside", 31, 45.85), port("Outside", 30.2, 46), port("Shut", 30.1, 46, state="closed")
        ),
    )
    assert [one for one in ids(frames, scenario_of(frames)) if one.startswith("port-")] == ["port-outside"]


def test_a_route_without_room_is_told_and_its_fix_makes_room():
    frames = small_frames(invasion_routes=table(route("F5", shapely.LineString([(33.2, 48), (32.3, 48)]))))
    scenario = scenario_of(frames, ("coalition_forces.standoff_km", "80"))
    gap = found(frames, scenario, "route-f5")
    assert gap.text == "No coalition area on the F5 axis"
    assert gap.fix is not None
    assert "route-f5" not in ids(frames, gaps.applied(frames, scenario, gap.fix))
    assert gap.features == ("route-f5",)


def test_no_smaller_change_makes_room_on_a_route():
    """Every value of each parameter by itself, below the present one as well."""
    frames = small_frames(invasion_routes=table(route("F5", shapely.LineString([(33.2, 48), (32.3, 48)]))))
    scenario = scenario_of(frames, ("coalition_forces.standoff_km", "80"))
    params, facts = scenario.params["coalition_forces"], facts_for(frames.store, scenario.line)
    best = {}
    for name, low, high, now in (
        ("standoff_km", 20, 150, 80), ("depth_km", 20, 150, 60), ("corridor_km", 20, 100, 50),
    ):  # fmt: skip
        for value in range(low, high + 1, 5):
            if value != now and "F5" in areas_by_route(facts, params.model_copy(update={name: value})):
                best[name] = min(best.get(name, 99), abs(value - now) // 5)
    changes = found(frames, scenario, "route-f5").closing.changes
    assert {key.partition(".")[2]: change.steps for change in changes for key in change.params} == best


def test_more_depth_or_width_never_leaves_less_room():
    """What the search for a route's fix rests on."""
    frames = small_frames(invasion_routes=table(route("F5", shapely.LineString([(33.2, 48), (32.3, 48)]))))
    scenario = scenario_of(frames)
    params, facts = scenario.params["coalition_forces"], facts_for(frames.store, scenario.line)
    for standoff, name in product((20, 40, 50, 60, 80), ("depth_km", "corridor_km")):
        rooms = [
            "F5" in areas_by_route(facts, params.model_copy(update={"standoff_km": standoff, name: value}))
            for value in (20, 35, 50, 80, 100)
        ]
        assert rooms == sorted(rooms)


def test_a_line_taken_nearer_leaves_what_a_larger_standoff_leaves():
    frames = small_frames()
    facts = facts_for(frames.store, scenario_of(frames).line)
    params = scenario_of(frames).params["coalition_forces"]
    nearer = areas_by_route(facts, params, line_nearer_km=5)["F5"]
    farther_off = areas_by_route(facts, params.model_copy(update={"standoff_km": params.standoff_km + 5}))[
        "F5"
    ]
    assert nearer.symmetric_difference(farther_off).area < 1e-3 * nearer.area


def test_a_hidden_guarantee_is_the_first_gap_and_its_others_are_not_told():
    frames = small_frames()
    scenario = scenario_of(frames, ("layers", "monitoring_mission,maritime_patrols"))
    listed = gaps.find(frames, scenario)
    assert [gap.id for gap in listed[:2]] == ["hidden-coalition-forces", "hidden-air-policing"]
    assert not [gap for gap in listed[2:] if gap.guarantee in ("coalition_forces", "air_policing")]
    assert listed[1].fix is not None
    shown = gaps.applied(frames, scenario, listed[1].fix)
    assert shown.layers == ("monitoring_mission", "air_policing", "maritime_patrols")
    assert gaps.effect(frames, scenario, listed[1].fix).opens == ("city-kharkiv",)


def test_a_change_that_no_address_may_hold_is_refused():
    frames = small_frames()
    with pytest.raises(ValueError, match="200 to 1400 km"):
        gaps.applied(
            frames, scenario_of(frames), Change(params={"air_policing.radius_km": "9000"}, words="", steps=1)
        )


# -- the shipped data -------------------------------------------------------------------------------

CASES = [
    (),
    (("line", "2026-08-22"), ("monitoring_mission.base_spacing_km", "60")),
    (("coalition_forces.standoff_km", "80"), ("coalition_forces.corridor_km", "20")),
    (("air_policing.radius_km", "450"), ("air_policing.bases", "EPKS,LRIA")),
    (("maritime_patrols.standoff_nm", "45"), ("layers", "maritime_patrols,coalition_forces")),
]  # fmt: skip


@pytest.mark.sweep(keep=2)
@pytest.mark.slow
@pytest.mark.parametrize("pairs", CASES)
def test_every_fix_closes_its_gap(frames, pairs):
    scenario = scenario_of(frames, *pairs)
    listed = gaps.find(frames, scenario)
    assert len({gap.id for gap in listed}) == len(listed)
    assert listed
    for gap in listed:
        for change in gap.closing.changes:
            after = gaps.find(frames, gaps.applied(frames, scenario, change))
            assert gap.id not in {one.id for one in after}
            if gap.kind in ("line", "corridor"):
                same = [one for one in after if one.kind == gap.kind and one.guarantee == gap.guarantee]
                assert not any(
                    length_km(shapely.intersection(one.geometry, gap.geometry)) > 1 for one in same
                )
        assert bool(gap.closing.changes) != bool(gap.closing.reason)
        west, south, east, north = gap.bounds
        assert west < east
        assert south < north


@pytest.mark.slow
@pytest.mark.parametrize("radius_km", [200, 600, 750, 1400])
def test_no_base_or_radius_reaches_a_city_in_fewer_steps(frames, radius_km):
    """Every base by itself, every radius by itself, and every base with every radius."""
    scenario = scenario_of(
        frames, ("air_policing.radius_km", str(radius_km)), ("air_policing.bases", "EPKS,LRCT")
    )
    towns, bases = frames.store.table("basemap/towns"), frames.store.table("air_bases")
    open_gaps = {gap.id: gap for gap in gaps.find(frames, scenario) if gap.kind == "city"}
    for city in CITIES:
        spot = towns.loc[(towns["name"] == city) & (towns["country"] == "UKR")].geometry.iloc[0]
        km = {
            row["icao"]: GEOD.inv(row["geometry"].x, row["geometry"].y, spot.x, spot.y)[2] / 1000
            for row in bases.to_dict("records")
        }
        selected = min(km["EPKS"], km["LRCT"])
        gap_id = f"city-{city.lower()}"
        assert (gap_id in open_gaps) == (selected > radius_km)
        if gap_id not in open_gaps:
            continue
        tried = []
        if any(away <= radius_km for away in km.values()):
            tried.append((1, 1))
        tried += [(1, (r - radius_km) // 50) for r in RADII_KM if r > radius_km and selected <= r]
        tried += [
            (2, 1 + (r - radius_km) // 50)
            for r in RADII_KM
            for away in km.values()
            if r > radius_km and away <= r
        ]
        fix = open_gaps[gap_id].fix
        assert (fix and (len(fix.params), fix.steps)) == (min(tried) if tried else None)


@pytest.mark.slow
def test_no_standoff_in_fewer_steps_makes_room_on_a_shipped_route(frames):
    scenario = scenario_of(frames)
    params, facts = scenario.params["coalition_forces"], facts_for(frames.store, scenario.line)
    rooms = {
        value: set(areas_by_route(facts, params.model_copy(update={"standoff_km": value})))
        for value in (range(20, 151, 5) if LONG else (20, 30, 35, 45, 50))
    }
    for gap in gaps.find(frames, scenario):
        if gap.kind != "route":
            continue
        code = gap.id.removeprefix("route-").upper()
        assert gap.fix is not None
        steps = [abs(value - 40) // 5 for value, open_routes in rooms.items() if code in open_routes]
        assert gap.fix.steps == min(steps)


@pytest.mark.slow
def test_no_wider_spacing_below_the_present_one_closes_a_stretch(frames):
    """Every closer spacing by itself: the fix is the widest that leaves none of the stretch open."""
    scenario = scenario_of(frames)
    stretches = [gap for gap in gaps.find(frames, scenario) if gap.kind == "line"]
    assert stretches
    for gap in stretches:
        closing = []
        for spacing in range(20, 40, 5):
            other = scenario_of(frames, ("monitoring_mission.base_spacing_km", str(spacing)))
            left = [one for one in gaps.find(frames, other) if one.kind == "line"]
            if not any(shapely.intersects(one.geometry, gap.geometry) for one in left):
                closing.append(spacing)
        fix = gap.fix and int(gap.fix.params["monitoring_mission.base_spacing_km"])
        assert fix == (max(closing) if closing else None)
        assert gap.numbers["length_km"] >= LEAST_KM


@pytest.mark.slow
def test_the_stretches_of_the_corridor_are_all_that_no_zone_covers(frames):
    for nm in (0, 12, 40):
        scenario = scenario_of(frames, ("maritime_patrols.standoff_nm", str(nm)))
        frame = frames.frame(frames.registry["maritime_patrols"], scenario)
        told = sum(gap.numbers["length_km"] for gap in gaps.find(frames, scenario) if gap.kind == "corridor")
        left = sum(map(length_km, unpatrolled(frame, zones(frame), least_km=0)))
        assert left - 8 <= told <= left + 0.5  # what is shorter than 4 km is left out


@pytest.mark.slow
def test_what_moves_elsewhere_leaves_the_gaps_of_a_guarantee_as_they_were(frames):
    """They are kept for what the guarantee depends on, so the same objects come back."""
    first = gaps.find(frames, scenario_of(frames))
    moved = replace(scenario_of(frames, ("air_policing.radius_km", "650")), title="Another")
    again = {gap.id: gap for gap in gaps.find(frames, moved)}
    assert all(again[gap.id] is gap for gap in first if gap.kind in ("route", "port", "corridor", "line"))
    assert "city-kyiv" not in again


def test_what_is_refused_is_said():
    assert "where units" in gaps.REFUSED
