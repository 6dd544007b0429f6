"""The fill patterns as they look where a tile of pixels is stretched over the map."""

import pytest

from layers.style.patterns import DOT_RADIUS_PX, STROKE_PX, stretched


@pytest.mark.parametrize("pixel_px", [0, 0.5, 1])
def test_wider_strokes_and_dots_have_as_much_ink(pixel_px):
    width, share, radius, dot_share = stretched(pixel_px)
    assert width * share == pytest.approx(STROKE_PX)
    assert radius**2 * dot_share == pytest.approx(DOT_RADIUS_PX**2)


def test_without_pixels_they_are_what_they_are():
    assert stretched(0) == (STROKE_PX, 1, DOT_RADIUS_PX, 1)


def test_a_stroke_between_two_pixels_is_about_as_wide_as_both():
    assert stretched(1)[0] == pytest.approx(2, abs=0.1)
