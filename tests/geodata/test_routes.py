"""The axes: built from their YAML file, smooth, and through their towns."""

import itertools
import math

import numpy as np
import pytest
import shapely
import yaml
from pyproj import Geod, Transformer

from geodata.store import Store
from tools.build_routes import GAZETTEER, LOCAL_CRS, SOURCE, TARGET, build, smooth

GEOD = Geod(ellps="WGS84")
TO_PLANE = Transformer.from_crs("EPSG:4326", LOCAL_CRS, always_xy=True)
YAML = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
TOWNS = yaml.safe_load(GAZETTEER.read_text(encoding="utf-8"))
ROUTES = {route["code"]: route for route in YAML["routes"]}
HISTORICAL = ["N1", "N2", "N3", "E1", "E2", "E3", "E4", "S1", "S2"]
EXPECTED_START = {
    "F1": "border-blr",
    "F2": "border-rus",
    "F3": "border-rus",
    "F4": "border-rus",
    "F5": "line",
    "F6": "line",
    "F7": "line",
    "F8": "line",
    "F9": "border-mda",
}


@pytest.fixture(scope="module")
def routes():
    return Store().table("invasion_routes").set_index("code")


def planar(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(geometry, lambda c: np.column_stack(TO_PLANE.transform(c[:, 0], c[:, 1])))


def test_the_file_is_what_the_script_writes() -> None:
    assert TARGET.read_text(encoding="utf-8") == build()


def test_there_are_nine_axes_of_2022_and_nine_assessed(routes) -> None:
    assert routes.index.tolist() == HISTORICAL + list(EXPECTED_START)
    assert (routes["basis"] == ["historical"] * 9 + ["assessed"] * 9).all()


def test_history_is_documented_and_assessments_are_notional_with_a_dated_basis(routes) -> None:
    history, assessed = routes[:9], routes[9:]
    assert (history["status"] == "documented").all()
    assert (history["as_of"] < "2023").all()
    assert (assessed["status"] == "notional").all()
    assert assessed["outcome"].str.contains(r"20\d\d").all()


def test_every_note_says_that_the_line_is_generalised(routes) -> None:
    assert routes["note"].str.contains("line is generalised").all()


def test_assessed_axes_start_at_the_border_or_the_line(routes) -> None:
    assert routes["starts_at"][9:].to_dict() == EXPECTED_START


@pytest.mark.parametrize("code", ROUTES)
def test_the_line_passes_within_1_km_of_each_town(routes, code: str) -> None:
    line = planar(routes.loc[code, "geometry"])
    for name in itertools.chain.from_iterable(routes.loc[code, "waypoints"]):
        assert line.distance(shapely.Point(*TO_PLANE.transform(*TOWNS[name]))) < 1000, name


def test_waypoints_are_listed_part_by_part_so_that_a_branch_is_no_continuation(routes) -> None:
    assert routes.loc["N3", "waypoints"] == [
        ["Sudzha", "Sumy", "Romny", "Pryluky", "Velyka Dymerka"],
        ["Hlukhiv", "Konotop", "Bakhmach", "Nizhyn"],
    ]
    assert routes.loc["S1", "waypoints"] == [
        ["Dzhankoi", "Chonhar", "Melitopol", "Berdiansk", "Mariupol"],
        ["Melitopol", "Vasylivka", "Enerhodar"],
    ]
    for code, route in ROUTES.items():
        assert routes.loc[code, "waypoints"] == route["parts"]


def test_the_first_axis_stopped_21_and_50_km_from_kyiv(routes) -> None:
    assert "Irpin, 21 km from Kyiv" in routes.loc["N1", "outcome"]
    assert "Makariv, 50 km from Kyiv" in routes.loc["N1", "outcome"]
    for town, km in (("Irpin", 21), ("Makariv", 50)):
        assert GEOD.inv(*TOWNS[town], *TOWNS["Kyiv"])[2] / 1000 == pytest.approx(km, rel=0.02)


def test_general_syrskyi_spoke_to_tsn_and_reuters_quoted_it(routes) -> None:
    for code in ("F1", "F2"):
        assert "told TSN on 30 June 2026" in routes.loc[code, "outcome"]
        assert {"tsn_2026_06_30", "reuters_2026_06_30"} <= set(routes.loc[code, "source"].split(";"))


def test_what_this_project_inferred_is_said_to_be_so(routes) -> None:
    for code in ("F3", "F4", "F5", "F6", "F7"):
        assert "Inferred by this project" in routes.loc[code, "outcome"]
        assert "assessed_axes" in routes.loc[code, "source"]
    for code in ("F8", "F9"):
        assert "An assumption of this project" in routes.loc[code, "outcome"]
        assert "southern_axes" in routes.loc[code, "source"]


@pytest.mark.parametrize("code", ROUTES)
def test_the_main_part_comes_first_and_runs_in_the_direction_of_advance(routes, code: str) -> None:
    for line, part in zip(
        shapely.get_parts(routes.loc[code, "geometry"]), ROUTES[code]["parts"], strict=True
    ):
        assert math.dist(line.coords[0], TOWNS[part[0]]) < 1e-4
        assert math.dist(line.coords[-1], TOWNS[part[-1]]) < 1e-4


@pytest.mark.parametrize("code", ROUTES)
def test_the_curve_neither_loops_nor_overshoots(routes, code: str) -> None:
    for line, part in zip(
        shapely.get_parts(routes.loc[code, "geometry"]), ROUTES[code]["parts"], strict=True
    ):
        chords = shapely.LineString([TOWNS[name] for name in part])
        assert line.is_simple
        assert GEOD.geometry_length(line) < 1.1 * GEOD.geometry_length(chords)
        assert planar(line).hausdorff_distance(planar(chords)) < 15_000


def test_three_points_in_a_row_give_a_straight_line() -> None:
    curve = smooth(np.array([[0.0, 0.0], [3.0, 0.0], [10.0, 0.0]]), step=1.0)
    assert curve[:, 1] == pytest.approx(0)
    assert (np.diff(curve[:, 0]) > 0).all()
    assert len(curve) == 11


def test_the_curve_turns_smoothly_at_a_corner() -> None:
    curve = smooth(np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]]), step=0.1)
    steps = np.diff(curve, axis=0)
    turns = np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0])))
    assert np.abs(np.degrees(turns)).max() < 3
