"""The coverage layer on the shipped data: pieces add up, follow what is shown and the rules, and are said in words."""

import pytest
import shapely
from shipped import LAYERS, REGISTRY

from geodata.geodesy import area_km2
from layers.core.address import from_query
from layers.core.build import Frames
from layers.core.scenario import data_query
from layers.style.rows import STYLE, as_shown, redrawn

LAYER = next(layer for layer in LAYERS if layer.id == "coverage_depth")
FOUR = [layer.id for layer in LAYERS if layer.covers]


@pytest.fixture(scope="module")
def frames(store):
    return Frames(store)


def scenario_of(query):
    scenario, problems = from_query(query, REGISTRY)
    assert problems == []
    return scenario


def built(frames, query):
    return frames.frame(LAYER, scenario_of(query))


def land(frame):
    return frame.loc[frame["kind"].isin(["covered", "uncovered"]) & frame["share_pct"].notna()]


def test_it_is_made_of_the_four_guarantees():
    assert list(LAYER.derives_from) == FOUR == [
        "monitoring_mission", "coalition_forces", "air_policing", "maritime_patrols"
    ]  # fmt: skip


def test_with_the_defaults_a_third_of_ukraine_is_covered_by_none_and_nothing_by_three(frames, store):
    found = land(built(frames, ""))
    by_count = found.groupby("count")["area_km2"].sum()
    assert by_count.to_dict() == pytest.approx({0: 203_000, 1: 379_000, 2: 17_000}, abs=500)
    assert found["area_km2"].sum() == pytest.approx(area_km2(store.ukraine), rel=1e-4)
    assert found["share_pct"].sum() == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize("hidden", FOUR)
def test_what_is_hidden_covers_nothing(frames, hidden):
    shown = ",".join(one for one in FOUR if one != hidden)
    frame = built(frames, f"layers={shown},coverage_depth")
    assert not frame["guarantees"].dropna().str.contains(hidden).any()
    assert f"by_{hidden}" not in set(frame["kind"])
    assert set(FOUR) - {hidden} == {
        kind.removeprefix("by_") for kind in frame["kind"] if kind.startswith("by_")
    }


def test_with_nothing_shown_nothing_is_covered(frames, store):
    frame = built(frames, "layers=coverage_depth")
    assert list(frame["kind"]) == ["uncovered"]
    assert frame["area_km2"].item() == pytest.approx(area_km2(store.ukraine), rel=1e-4)


def test_a_guarantee_has_the_ground_of_the_pieces_that_it_covers(frames):
    frame = built(frames, "")
    for one in FOUR:
        pieces = frame.loc[frame["guarantees"].fillna("").str.split(";").apply(lambda of, one=one: one in of)]
        ground = frame.loc[frame["kind"] == f"by_{one}"].geometry.item()
        assert area_km2(ground) == pytest.approx(pieces["area_km2"].sum(), rel=1e-3)


def test_rules_decide_what_counts(frames):
    sizes = {}
    for rule in ("reach", "held", "patrol"):
        frame = built(frames, f"layers=air_policing,coverage_depth&coverage_depth.air_policing={rule}")
        sizes[rule] = land(frame).loc[land(frame)["count"] > 0, "area_km2"].sum()
        assert frame.loc[frame["kind"] == "covered", "share_pct"].notna().all()  # no sea, nothing abroad
    assert sizes["patrol"] < sizes["held"] < sizes["reach"]


def test_by_oblast_each_is_one_piece_of_those_that_cover_enough_of_it(frames, store):
    few = land(built(frames, "layers=air_policing,coverage_depth&coverage_depth.by=oblasts"))
    assert len(few) == 27
    assert few["area_km2"].sum() == pytest.approx(area_km2(store.ukraine), rel=0.01)
    all_of_it = built(
        frames,
        "layers=air_policing,coverage_depth&coverage_depth.by=oblasts&coverage_depth.oblast_share_pct=100",
    )
    covered = land(all_of_it).set_index("feature_id")["count"]
    assert covered["coverage-oblast-ua-46"] == 1  # Lviv lies wholly within reach
    assert covered["coverage-oblast-ua-63"] == 0  # Kharkiv does not
    assert covered.sum() < few["count"].sum()


def test_it_is_asked_for_by_what_is_shown_and_by_nothing_that_is_not():
    asked = scenario_of(
        "layers=air_policing,cities,coverage_depth&air_policing.radius_km=700&monitoring_mission.depth_km=20"
    )
    assert data_query(LAYER, asked) == "line=2025-08-31&layers=air_policing&air_policing.radius_km=700"


def test_it_draws_the_ground_of_what_it_is_made_of_in_its_own_colours():
    area = STYLE["coalition_forces", "deployment_area"]
    ground = STYLE["coalition_forces", "deployment_ground"]
    assert area.covers
    assert ground.covers
    assert redrawn({"coverage_depth"}) == set(FOUR)
    assert as_shown(ground, {"coalition_forces"}) == ground
    outline = as_shown(ground, {"coalition_forces", "coverage_depth"})
    assert (outline.fill, outline.fill_opacity, outline.pattern) == ("", 0, "")
    assert outline.stroke == ground.stroke
    assert STYLE["coverage_depth", "by_coalition_forces"].fill == ground.fill


def test_names_say_which_and_key_figures_how_much(frames):
    frame = built(frames, "")
    assert "Covered by Coalition forces, Air policing" in set(frame["name"])
    assert [m.value for m in LAYER.key_figures(frame, LAYER.params())] == [
        "34 % of Ukraine", "63 % of Ukraine", "3 % of Ukraine",
    ]  # fmt: skip
    assert LAYER.key_figures(frame.iloc[:0], LAYER.params()) == ()
    assert shapely.is_valid(frame.geometry.to_numpy()).all()
