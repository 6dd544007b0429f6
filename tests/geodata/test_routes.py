"""The axes: built from their YAML file, smooth, and through their towns."""

import math

import numpy as np
import pytest
import shapely
import yaml
from pyproj import Geod, Transformer

from geodata.store import Store
from tools.build_routes import LOCAL_CRS, SOURCE, TARGET, build, smooth

GEOD = Geod(ellps="WGS84")
TO_PLANE = Transformer.from_crs("EPSG:4326", LOCAL_CRS, always_xy=True)
YAML = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
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
    assert set(routes.loc[code, "waypoints"]) == {name for part in ROUTES[code]["parts"] for name in part}
    for name in routes.loc[code, "waypoints"]:
        assert line.distance(shapely.Point(*TO_PLANE.transform(*YAML["towns"][name]))) < 1000, name


@pytest.mark.parametrize("code", ROUTES)
def test_the_main_part_comes_first_and_runs_in_the_direction_of_advance(routes, code: str) -> None:
    for line, part in zip(
        shapely.get_parts(routes.loc[code, "geometry"]), ROUTES[code]["parts"], strict=True
    ):
        assert math.dist(line.coords[0], YAML["towns"][part[0]]) < 1e-4
        assert math.dist(line.coords[-1], YAML["towns"][part[-1]]) < 1e-4


@pytest.mark.parametrize("code", ROUTES)
def test_the_curve_neither_loops_nor_overshoots(routes, code: str) -> None:
    for line, part in zip(
        shapely.get_parts(routes.loc[code, "geometry"]), ROUTES[code]["parts"], strict=True
    ):
        chords = shapely.LineString([YAML["towns"][name] for name in part])
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
