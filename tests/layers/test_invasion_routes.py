import pytest
import shapely
from small_world import GEOD, only, route, small_facts, table

from layers.invasion_routes import ROWS, InvasionRoutesParams, build, key_figures

STRAIGHT = shapely.LineString([(33, 50), (33, 46)])


def frame_of(line):
    return build(small_facts(invasion_routes=table(route("F5", line))), InvasionRoutesParams())


def routes_of(frame):
    return frame.loc[frame["kind"].str.startswith("route_")]


def test_a_route_is_drawn_as_the_line_that_its_data_have():
    assert only(frame_of(STRAIGHT), "route_assessed").geometry.equals(STRAIGHT)


def test_each_branch_gets_its_own_head_with_the_heading_in_which_it_is_reached():
    branches = shapely.MultiLineString([STRAIGHT, shapely.LineString([(33, 48), (35, 48)])])
    frame = frame_of(branches)
    tips = frame.loc[frame["kind"] == "tip_assessed"]
    assert [(point.x, point.y) for point in tips.geometry] == [(33, 46), (35, 48)]
    assert list(tips["heading_deg"]) == pytest.approx([180, 90], abs=1)
    assert list(tips["feature_id"]) == ["route-f5-tip-1", "route-f5-tip-2"]


def test_a_route_too_short_to_look_back_on_still_has_a_heading():
    tip = only(frame_of(shapely.LineString([(33, 48), (33, 48.01)])), "tip_assessed")
    assert tip["heading_deg"] == pytest.approx(0, abs=1)


def test_lines_and_heads_rest_together():
    by_basis = {row.kind.partition("_")[2]: [] for row in ROWS}
    for row in ROWS:
        by_basis[row.kind.partition("_")[2]].append(row.rest_opacity)
    assert all(len(set(rests)) == 1 and rests[0] < 1 for rests in by_basis.values())


def test_an_axis_of_2022_tells_its_outcome_and_an_assessed_one_its_public_basis():
    past = {**route("N1", STRAIGHT, basis="historical"), "outcome": "Withdrawn."}
    ahead = {**route("F1", STRAIGHT), "outcome": "Kyiv has warned of it."}
    frame = (
        build(small_facts(invasion_routes=table(past, ahead)), InvasionRoutesParams())
        .pipe(routes_of)
        .set_index("code")
    )
    assert list(frame.loc["N1", ["outcome", "public_basis"]]) == ["Withdrawn.", ""]
    assert list(frame.loc["F1", ["outcome", "public_basis"]]) == ["", "Kyiv has warned of it."]


@pytest.mark.parametrize(
    ("show", "codes"), [("both", ["N1", "F1"]), ("historical", ["N1"]), ("assessed", ["F1"])]
)
def test_show_picks_by_basis(show, codes):
    routes = table(route("N1", STRAIGHT, basis="historical"), route("F1", STRAIGHT))
    params = InvasionRoutesParams(show=show)
    frame = build(small_facts(invasion_routes=routes), params)
    assert list(routes_of(frame)["code"]) == codes
    assert len(key_figures(frame, params)) == len(codes)


def test_length_is_that_of_the_route_and_waypoints_are_text():
    frame = build(small_facts(invasion_routes=table(route("F1", STRAIGHT))), InvasionRoutesParams())
    arrow = only(frame, "route_assessed")
    assert arrow["length_km"] == pytest.approx(GEOD.inv(33, 46, 33, 50)[2] / 1000, rel=1e-6)
    assert arrow["waypoints"] == "A, B"


def test_a_branch_of_2022_and_a_variant_of_an_assessed_axis_are_named_as_such(store, facts):
    frame = routes_of(build(facts(), InvasionRoutesParams())).set_index("code")["waypoints"]
    assert frame["N3"] == (
        "Sudzha, Sumy, Romny, Pryluky, Velyka Dymerka; branch: Hlukhiv, Konotop, Bakhmach, Nizhyn"
    )
    assert (
        frame["S1"]
        == "Dzhankoi, Chonhar, Melitopol, Berdiansk, Mariupol; branch: Melitopol, Vasylivka, Enerhodar"
    )
    assert frame["F1"] == "Mazyr, Chornobyl, Ivankiv, Kyiv; variant: Ovruch, Korosten, Zhytomyr"
