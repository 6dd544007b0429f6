"""The table of measures below maps that are compared."""

from dataclasses import replace

import pytest
from drawing import asked, draw, frames_of, registry, store
from lxml import etree

from analysis.assessment import assess
from analysis.compared import KEY
from export.figures import figure as figures
from export.figures import measure_table
from i18n.language import language
from layers.core.build import Frames

pytestmark = pytest.mark.slow
TWO = "name=Now&b=air_policing.radius_km%3D400"


@pytest.fixture(scope="module")
def assessments():
    frames = Frames(store())
    scenario, _ = asked(TWO)
    return [assess(frames, one) for one in scenario.compared]


def test_rows_are_what_sums_both_up_with_the_difference_of_the_exact_numbers(assessments):
    heads, *rows = measure_table.rows(assessments, language("en"))
    assert heads == ("", "A", "B", "B − A")
    assert [row[0] for row in rows] == [one.label for key, one in assessments[0].by_id.items() if key in KEY]
    uncovered = next(row for row in rows if row[0].startswith("Ukraine’s land"))
    first, second = (one["coverage.uncovered_share"] for one in assessments)
    assert uncovered[1:3] == (first.text, second.text)
    assert uncovered[3] == f"+{100 * (second.value - first.value):.0f} points"
    assert "в. п." in measure_table.rows(assessments, language("uk"))[1][3]


def test_more_than_two_have_no_difference_and_one_alone_no_table(assessments):
    assert measure_table.rows([*assessments, assessments[0]], language("en"))[0] == ("", "A", "B", "C")
    assert measure_table.rows(assessments[:1], language("en")) == ()


def test_a_low_page_has_no_room_for_it(assessments):
    table = measure_table.rows(assessments, language("en"))
    assert measure_table.height(table, 200) == 0
    assert measure_table.height(table, 500) > len(table) * measure_table.TEXT_PX


@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize("layout", ["slide-16x9", "a4-portrait"])
def test_the_table_stands_between_maps_and_foot_and_can_be_read_in_the_file(assessments, layout):
    scenario, options = asked(f"{TWO}&layout={layout}&graticule=yes")
    drawn = figures.draw(
        frames_of(scenario), scenario, options, registry=registry(), sources=store().sources,
        others=[frames_of(one) for one in scenario.compared[1:]], assessments=assessments,
    )  # fmt: skip
    page = drawn.page
    assert page.table_at.top >= max(rect.bottom for rect in page.maps)
    foot_top = drawn.canvas.height - sum(line.height for line in page.foot_lines) - 20
    assert page.table_at.bottom <= foot_top + 1
    if not drawn.canvas.layout.wide:
        assert page.table_at.bottom <= page.legend_at[1]
    words = list(etree.fromstring(figures.save(drawn, "svg")).itertext())
    assert "B − A" in words
    alone = draw(replace(scenario, compare=None), options)
    assert alone.page.table_at is None
