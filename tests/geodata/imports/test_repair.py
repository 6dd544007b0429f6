"""Shapes as files have them: mended with a report, or refused."""

import geopandas as gpd
import pytest
import shapely

from geodata.imports.read import ImportFileError
from geodata.imports.repair import territory_of

BOX = shapely.box(36, 47, 38, 48)
BOW = shapely.Polygon([(30, 47), (32, 49), (32, 47), (30, 49)])


def frame(*shapes) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=list(shapes), crs="EPSG:4326")


def test_clean_polygons_are_united_without_a_word():
    ground, notes = territory_of(frame(BOX, shapely.box(37, 47, 39, 48)))
    assert ground.equals(shapely.box(36, 47, 39, 48))
    assert notes == ()


def test_a_ring_that_crosses_itself_is_mended_and_the_place_said():
    ground, notes = territory_of(frame(BOX, BOW))
    assert ground.is_valid
    assert notes == ("Feature 2 crosses itself (Self-intersection[31 48]); its outline was mended.",)


def test_what_is_no_polygon_is_left_out_and_counted_and_slivers_go():
    sliver = shapely.box(40, 47, 40.0001, 47.0001)
    ground, notes = territory_of(frame(shapely.Point(1, 1), BOX, sliver))
    assert ground.equals(BOX)
    assert notes == (
        "1 features that are no polygons were left out.",
        "1 pieces smaller than a hectare were left out.",
    )


def test_rings_the_wrong_way_round_are_turned():
    ground, _ = territory_of(frame(shapely.Polygon(list(BOX.exterior.coords)[::-1])))
    assert ground.exterior.is_ccw


def test_lines_alone_are_refused_with_what_to_do():
    with pytest.raises(
        ImportFileError, match=r"no polygons in it, only LineString.*Import occupied territory as polygons"
    ):
        territory_of(frame(shapely.LineString([(0, 0), (1, 1)])))
