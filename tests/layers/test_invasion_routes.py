import numpy as np
import pytest
import shapely
from small_world import GEOD, nearest_km, only, route, small_facts, table

from layers.invasion_routes import InvasionRoutesParams, build, key_figures

STRAIGHT = shapely.LineString([(33, 50), (33, 46)])


def shape_of(line, **params):
    frame = build(small_facts(invasion_routes=table(route("F5", line))), InvasionRoutesParams(**params))
    return only(frame, "route_assessed").geometry


def width_km(shape, lat):
    west, _, east, _ = shapely.intersection(shape, shapely.LineString([(30, lat), (36, lat)])).bounds
    return GEOD.inv(west, lat, east, lat)[2] / 1000


def test_an_arrow_widens_from_tail_to_head_and_ends_in_a_point():
    arrow = shape_of(STRAIGHT)
    assert width_km(arrow, 49.99) == pytest.approx(2, rel=0.05)
    assert width_km(arrow, 48.1) == pytest.approx(5, rel=0.05)
    assert width_km(arrow, 46.24) == pytest.approx(20, rel=0.02)  # at the barbs
    assert arrow.bounds[1] == pytest.approx(46, abs=2e-4)
    assert arrow.distance(shapely.Point(33, 46)) < 2e-4


def test_an_axis_of_2022_tells_its_outcome_and_an_assessed_one_its_public_basis():
    past = {**route("N1", STRAIGHT, basis="historical"), "outcome": "Withdrawn."}
    ahead = {**route("F1", STRAIGHT), "outcome": "Kyiv has warned of it."}
    frame = build(small_facts(invasion_routes=table(past, ahead)), InvasionRoutesParams()).set_index("code")
    assert list(frame.loc["N1", ["outcome", "public_basis"]]) == ["Withdrawn.", ""]
    assert list(frame.loc["F1", ["outcome", "public_basis"]]) == ["", "Kyiv has warned of it."]


def test_a_short_arrow_is_smaller_in_proportion():
    arrow = shape_of(shapely.LineString([(33, 47), (33, 46.2)]))  # 89 km: half size
    assert width_km(arrow, 46.315) == pytest.approx(10, rel=0.08)


def test_each_branch_gets_its_own_head():
    branches = shapely.MultiLineString([STRAIGHT, shapely.LineString([(33, 48), (35, 47)])])
    arrow = shape_of(branches)
    for tip in ((33, 46), (35, 47)):
        assert arrow.distance(shapely.Point(tip)) < 3e-4


def test_a_hairpin_stays_valid():
    hairpin = shapely.LineString([(33, 49), (33, 48.05), (33.02, 48), (33.05, 48.05), (33.05, 49)])
    arrow = shape_of(hairpin)
    assert arrow.is_valid
    assert arrow.geom_type == "Polygon"


def test_an_arrow_follows_its_route():
    bent = shapely.LineString([(31, 49), (33, 48), (35, 49)])
    arrow = shape_of(bent)
    xy = shapely.get_coordinates(shapely.segmentize(bent, 0.1))[:-3]
    near = np.minimum(nearest_km(xy, arrow), [0.0 if arrow.covers(shapely.Point(p)) else 99 for p in xy])
    assert near.max() < 1


@pytest.mark.parametrize(
    ("show", "codes"), [("both", ["N1", "F1"]), ("historical", ["N1"]), ("assessed", ["F1"])]
)
def test_show_picks_by_basis(show, codes):
    routes = table(route("N1", STRAIGHT, basis="historical"), route("F1", STRAIGHT))
    params = InvasionRoutesParams(show=show)
    frame = build(small_facts(invasion_routes=routes), params)
    assert list(frame["code"]) == codes
    assert len(key_figures(frame, params)) == len(codes)


def test_length_is_that_of_the_route_and_waypoints_are_text():
    frame = build(small_facts(invasion_routes=table(route("F1", STRAIGHT))), InvasionRoutesParams())
    arrow = only(frame, "route_assessed")
    assert arrow["length_km"] == pytest.approx(GEOD.inv(33, 46, 33, 50)[2] / 1000, rel=1e-6)
    assert arrow["waypoints"] == "A, B"


def test_a_branch_of_2022_and_a_variant_of_an_assessed_axis_are_named_as_such(store, facts):
    frame = build(facts(), InvasionRoutesParams()).set_index("code")["waypoints"]
    assert frame["N3"] == (
        "Sudzha, Sumy, Romny, Pryluky, Velyka Dymerka; branch: Hlukhiv, Konotop, Bakhmach, Nizhyn"
    )
    assert (
        frame["S1"]
        == "Dzhankoi, Chonhar, Melitopol, Berdiansk, Mariupol; branch: Melitopol, Vasylivka, Enerhodar"
    )
    assert frame["F1"] == "Mazyr, Chornobyl, Ivankiv, Kyiv; variant: Ovruch, Korosten, Zhytomyr"
