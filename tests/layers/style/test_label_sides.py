"""Sides of names: chosen together, so that no name takes the only room of its neighbour's."""

import numpy as np
import pytest

from layers.style.label_sides import BANDS, SIDE_LETTERS, SIDES, label_sides, mercator_px, side_at


def test_a_place_by_itself_has_its_name_on_the_usual_side():
    assert label_sides(np.array([[30.0, 50.0]]), ["Kyiv"], [0]) == [SIDE_LETTERS[0] * len(BANDS)]


def test_of_two_places_side_by_side_each_has_its_name_on_the_free_side():
    # A degree apart, 16 px at zoom 3.45: the western name would run over the eastern dot.
    west, east = label_sides(np.array([[30.0, 50.0], [31.0, 50.0]]), ["Western", "Eastern"], [0, 0])
    assert "right" in side_at(west, 3)
    assert "left" in side_at(east, 3)
    assert side_at(west, 9) == "left", "far apart, the usual side has room"


def test_a_place_that_is_not_on_the_map_yet_is_in_nobodys_way():
    places = np.array([[30.0, 50.0], [31.0, 50.0]])
    assert side_at(label_sides(places, ["Western", "Eastern"], [0, 6])[0], 3) == "left"


def test_a_place_without_letters_has_the_usual_side():
    assert side_at("", 5) == SIDES[0]


@pytest.mark.parametrize(("zoom", "px"), [(0, 512), (2, 2048)])
def test_the_world_is_a_square_of_512_px_at_zoom_0(zoom, px):
    ((west, _), (east, _)) = mercator_px(np.array([[-180.0, 0.0], [180.0, 0.0]]), zoom)
    assert (west, east) == pytest.approx((0, px))
    assert mercator_px(np.array([[0.0, 0.0]]), zoom)[0].tolist() == pytest.approx([px / 2, px / 2])
