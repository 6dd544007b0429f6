"""The hand-generalised line against published control maps, where these lie beside the checkout."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import LineString, box

from geodata.geodesy import length_km
from geodata.store import Store
from tools.check_line import (
    REFERENCE,
    LineAccuracy,
    front_length_km,
    load_lines,
    load_references,
    load_ukraine,
    measure,
    table,
)

CHECKED = ("2024-07-08", "2025-08-31", "2026-08-22")
MAX_MEAN_KM, MAX_P95_KM = 2.0, 6.0
MAX_AREA_DIFFERENCE = 0.015

needs_reference = pytest.mark.skipif(
    not any(REFERENCE.glob("deepstatemap_data_*.geojson")),
    reason=f"the reference maps are no part of the project and absent from {REFERENCE}",
)


def test_a_line_four_km_off_measures_four_km() -> None:
    ukraine = box(34, 47, 38, 49)
    km_east = 4 / (111.32 * np.cos(np.radians(48)))  # degrees of longitude
    lines = gpd.GeoDataFrame(
        {"line_date": "2025-01-01", "sector": ["main"]},
        geometry=[LineString([(36, 49.1), (36, 46.9)])],
        crs=4326,
    )
    found = measure(lines, ukraine, box(36 + km_east, 47, 38, 49))
    assert found.own_mean_km == pytest.approx(4, rel=0.02)
    assert found.reference_p95_km == pytest.approx(4, rel=0.03)
    assert found.area_difference == pytest.approx(km_east / (2 - km_east), rel=0.02)


@pytest.fixture(scope="module")
def figures() -> dict[str, LineAccuracy]:
    ukraine, lines, references = load_ukraine(), load_lines(), load_references()
    found = {day: measure(lines[day], ukraine, references[day]) for day in CHECKED}
    print(table(list(found.values())))
    return found


@needs_reference
@pytest.mark.parametrize("day", CHECKED)
def test_the_line_is_as_close_as_promised(day: str, figures: dict[str, LineAccuracy]) -> None:
    found = figures[day]
    assert max(found.own_mean_km, found.reference_mean_km) <= MAX_MEAN_KM
    assert max(found.own_p95_km, found.reference_p95_km) <= MAX_P95_KM


@needs_reference
@pytest.mark.parametrize("day", CHECKED)
def test_the_area_is_as_close_as_promised(day: str, figures: dict[str, LineAccuracy]) -> None:
    assert abs(figures[day].area_difference) <= MAX_AREA_DIFFERENCE
    assert abs(figures[day].area_difference_within_ukraine) <= MAX_AREA_DIFFERENCE


@needs_reference
@pytest.mark.parametrize("day", CHECKED)
def test_the_stated_accuracy_holds_for_19_of_20_km(day: str, figures: dict[str, LineAccuracy]) -> None:
    land = load_lines()[day]
    stated = land.loc[~land["sector"].str.startswith("strip-"), "accuracy_km"].max()
    assert max(figures[day].own_p95_km, figures[day].reference_p95_km) <= stated


@needs_reference
@pytest.mark.parametrize("day", CHECKED)
def test_the_lengths_in_the_table_are_those_of_the_map(day: str, figures: dict[str, LineAccuracy]) -> None:
    table = Store().table("line_lengths")
    row = table.loc[(table["line_date"] == day) & (table["kind"] == "measured_length")].iloc[0]
    assert row["length_km"] == pytest.approx(figures[day].reference_length_km, abs=1)
    assert row["main_km"] == pytest.approx(figures[day].reference_main_length_km, abs=1)


def test_a_front_is_measured_where_it_is_no_border() -> None:
    country = box(30, 46, 36, 50)
    found = front_length_km(box(33, 46, 36, 50), country)
    assert found == pytest.approx(length_km(LineString([(33, 46), (33, 50)])) - 10, abs=0.5)


@needs_reference
@pytest.mark.parametrize("day", CHECKED)
def test_no_vertex_is_one_of_the_reference(day: str) -> None:
    own = shapely.points(shapely.get_coordinates(load_lines()[day].geometry.array))
    theirs = shapely.points(shapely.get_coordinates(load_references()[day]))
    nearest_deg = shapely.STRtree(theirs).query_nearest(own, return_distance=True)[1]
    assert nearest_deg.min() > 1e-5  # a metre
