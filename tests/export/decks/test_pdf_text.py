import pytest

from briefings.markdown import Run, runs
from export.decks.pdf_text import wrapped
from export.typography import typeface


@pytest.mark.parametrize("width", [60, 200, 700])
def test_lines_are_no_wider_than_their_column_and_lose_nothing(width):
    text = (
        "**Bold** words, *italic* ones, https://example.org/"
        + "long" * 30
        + " and [a link](https://example.org)."
    )
    lines = wrapped(runs(text), width, 16)
    said = "".join(run.text for line in lines for run, _ in line)
    assert said.replace(" ", "") == "".join(run.text for run in runs(text)).replace(" ", "")
    for line in lines:
        run, left = line[-1]
        assert (
            left + typeface.width_em(run.text.rstrip(), "bold" if run.bold else "regular") * 16 <= width + 8
        )


def test_runs_of_one_line_follow_each_other_with_their_blanks():
    ((_, second),) = wrapped((Run(text="One ", bold=True), Run(text="two")), 500, 20)
    gap = second[1] - typeface.width_em("One", "bold") * 20
    assert 2 < gap < 8


def test_a_blank_that_does_not_break_keeps_a_number_and_its_unit_on_one_line():
    lines = wrapped((Run(text="about 100\u00a0%"),), typeface.width_em("about 100") * 16 + 1, 16)
    assert [run.text.strip() for line in lines for run, _ in line] == ["about", "100\u00a0%"]
