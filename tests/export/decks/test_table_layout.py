from briefings.model import Table
from export.decks.pdf_text import wrapped
from export.decks.table_layout import PAD_X_PX, TABLE_PT, TablePlan, lay_out_table
from export.decks.text_fit import PX_PER_PT
from export.figures.projection import Rect

COLUMN = Rect(left=44, top=200, width=408, height=440)


def cut(plan: TablePlan) -> list[str]:
    """Return the lines of the table that end within a word."""
    found = []
    for row in plan.cells:
        for cell, width in zip(row, plan.widths, strict=True):
            lines = wrapped(cell, width - 2 * PAD_X_PX, plan.pt * PX_PER_PT)
            texts = ["".join(run.text for run, _ in line) for line in lines]
            found += [text for text in texts[:-1] if not text.endswith(" ")]
    return found


def test_a_table_of_long_words_is_set_smaller_before_a_word_is_cut():
    long = "about\u00a01,800\u00a0people"
    plan = lay_out_table(
        Table(columns=("", "Deep", "Shallow"), rows=(("Generalised line", long, long),)), COLUMN
    )
    assert cut(plan) == []
    assert TABLE_PT[-1] < plan.pt < TABLE_PT[0]


def test_a_table_of_short_words_is_set_as_large_as_there_is():
    plan = lay_out_table(Table(columns=("One", "Two"), rows=(("a", "b"),)), COLUMN)
    assert plan.pt == TABLE_PT[0]


def test_a_word_that_fits_at_no_size_does_not_make_the_table_small():
    plan = lay_out_table(Table(columns=("", ""), rows=(("x" * 200, "y"),)), COLUMN)
    assert plan.pt == TABLE_PT[0]
    assert plan.rect.height <= COLUMN.height
    assert cut(plan)


def test_a_table_higher_than_its_place_is_set_at_the_smallest_size():
    rows = tuple((f"row {i}", "words " * 20) for i in range(60))
    assert lay_out_table(Table(columns=("A", "B"), rows=rows), COLUMN).pt == TABLE_PT[-1]
