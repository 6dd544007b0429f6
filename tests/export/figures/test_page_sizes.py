"""Layouts: what names and sizes there are, and what is refused."""

import pytest

from export.figures.page_sizes import LAYOUTS, MAX_PX, MAX_SIDE_PX, layout_of, pixels

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("name", "size_px"),
    [
        ("slide-16x9", (1600, 900)),
        ("slide-4x3", (1600, 1200)),
        ("square", (1080, 1080)),
        ("social", (1200, 630)),
    ],
)
def test_screen_layouts_have_the_size_their_use_asks_for(name, size_px):
    assert pixels(layout_of(name), 1) == size_px


@pytest.mark.parametrize(
    ("name", "size_mm"),
    [
        ("a4-landscape", (297, 210)),
        ("a4-portrait", (210, 297)),
        ("a3-landscape", (420, 297)),
        ("a3-portrait", (297, 420)),
        ("letter-landscape", (279.4, 215.9)),
        ("letter-portrait", (215.9, 279.4)),
    ],
)
def test_paper_layouts_have_the_size_of_their_paper(name, size_mm):
    assert tuple(side * 25.4 for side in layout_of(name).size_in) == pytest.approx(size_mm)


def test_text_is_larger_on_a_slide_than_on_paper():
    assert LAYOUTS["slide-16x9"].scale > LAYOUTS["a3-landscape"].scale > LAYOUTS["a4-landscape"].scale


def test_a_page_of_its_own_size_has_that_size_and_text_in_proportion():
    small, large = layout_of("800x500"), layout_of("1600x1000")
    assert (small.width_px, small.height_px) == (800, 500)
    assert large.scale == 2 * small.scale


@pytest.mark.parametrize(
    "name",
    ["a5", "", "SLIDE-16x9", "800", "800x", "x500", "800x500x2", "0800x500", "800 x 500", "-800x500", "8e2x500",
     "299x800", "800x299", "12001x8000", "12000x12000", "99999x99999", "500x4001", "٨٠٠x٥٠٠"],
)  # fmt: skip
def test_an_unknown_layout_or_size_is_refused_with_what_is_allowed(name):
    with pytest.raises(ValueError, match=r"one of slide-16x9, .* or WxH in px such as 1280x720") as refused:
        layout_of(name)
    for limit in ("300 to 12,000 each", "at most 120 million in all", "one side at most 8 times the other"):
        assert limit in str(refused.value)


@pytest.mark.parametrize("name", ["4000x500", "500x4000"])
def test_a_long_page_is_allowed(name):
    assert layout_of(name).name == name


@pytest.mark.parametrize(("name", "scale"), [("a3-landscape", 8), ("12000x10000", 1.01), ("12000x3000", 1.1)])
def test_a_picture_beyond_the_limits_is_refused_with_the_largest_scale(name, scale):
    with pytest.raises(
        ValueError, match=r"at most [\d.]+ for this layout .* 12,000 px a side and 120 million"
    ):
        pixels(layout_of(name), scale)


def test_the_largest_pictures_are_allowed():
    assert pixels(layout_of("12000x10000"), 1) == (MAX_SIDE_PX, MAX_PX // MAX_SIDE_PX)
