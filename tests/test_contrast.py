"""What `tools.contrast` says of pixels whose contrast is known."""

import numpy as np
import pytest

from tools.contrast import GOALS, ground_tone, line_contrast, luminance, ratio, table, text_contrast

WHITE, BLACK, GREY = (
    float(luminance(np.array(rgb, dtype=float))) for rgb in ((255,) * 3, (0,) * 3, (118,) * 3)
)


def test_the_ratio_is_wcags():
    assert ratio(WHITE, BLACK) == pytest.approx(21)
    assert ratio(GREY, WHITE) == pytest.approx(4.54, abs=0.01)


def test_a_ground_has_the_mean_of_its_pattern_and_a_name_on_it_does_not_count():
    light = np.full((100, 100), WHITE)
    light[:, ::2] = BLACK
    light[40:60, 40:60] = BLACK
    spots = [(20, 20), (50, 50), (80, 80), (20, 80)]
    assert ground_tone(light, spots) == pytest.approx(0.5, abs=0.05)


def test_a_dashed_line_counts_where_it_is_drawn():
    light = np.full((40, 200), WHITE)
    for start in range(0, 200, 10):
        light[19:22, start : start + 5] = GREY
    assert line_contrast(light, [(x, 20) for x in range(0, 200, 3)]) == pytest.approx(4.54, abs=0.01)


def test_text_stands_out_of_the_ground_that_most_of_its_box_has():
    light = np.full((20, 100), WHITE)
    light[8:12, 10:40] = GREY
    assert text_contrast(light, (0, 0, 100, 20)) == pytest.approx(4.54, abs=0.01)


def test_the_table_has_a_row_for_each_goal_and_a_column_for_each_theme():
    text = table({theme: dict.fromkeys(GOALS, 2.0) for theme in ("light", "dark")})
    assert text.startswith("| | light | dark | goal |\n|---|---|---|---|\n")
    assert text.count("| 2.00 | 2.00 |") == len(GOALS)
