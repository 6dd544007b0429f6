"""A figure's own choices: read from an address, written back, and refused where they are not understood."""

import pytest
from drawing import asked
from hypothesis import given
from hypothesis import strategies as st

from export.figures.options import FIGURE_THEMES, KEYS, MAX_TEXT, SnapshotOptions, read_options, split_pairs
from export.figures.page_sizes import LAYOUTS
from i18n.language import codes
from layers.style.rows import THEMES

lines = st.text(max_size=60).map(lambda text: " ".join("".join(c for c in text if c.isprintable()).split()))
choices = st.builds(
    SnapshotOptions,
    layout=st.sampled_from([*LAYOUTS, "800x600"]),
    theme=st.sampled_from(list(FIGURE_THEMES)),
    lang=st.sampled_from(codes()),
    scale=st.sampled_from([0.25, 1, 1.5, 2, 3.125]),
    subtitle=lines,
    author=lines,
    marking=lines,
    screen=st.sampled_from(["900x700", "1440x900"]),
    graticule=st.booleans(),
    inset=st.booleans(),
)


@given(choices)
def test_what_is_written_is_read_again(options):
    assert read_options(options.pairs()) == (options, [])


def test_defaults_need_no_words():
    assert SnapshotOptions().pairs() == []


def test_every_theme_of_the_style_table_is_offered():
    assert set(FIGURE_THEMES) == set(THEMES)


@pytest.mark.parametrize(
    ("key", "text", "allowed"),
    [
        ("layout", "a5", "one of slide-16x9"),
        ("theme", "sepia", "light or dark or print or safe"),
        ("lang", "xx", "one of en, uk"),
        ("scale", "9", "0.25 to 8"),
        ("scale", "nan", "0.25 to 8"),
        ("scale", "twice", "0.25 to 8"),
        ("subtitle", "x" * 10_000, "at most 200 printable characters"),
        ("author", "x" * 10_000, "at most 120 printable characters"),
        ("marking", "x" * 10_000, "at most 80 printable characters"),
        ("marking", "a\x00b", "printable characters"),
        ("author", "a\u202eb", "printable characters"),
        ("screen", "wide", "WxH in px"),
        ("screen", "10x10", "50 to 10,000"),
        ("graticule", "perhaps", "yes or no"),
        ("colour", "red", "the keys layout, theme"),
    ],
)
def test_what_is_not_understood_is_named_with_what_is_allowed(key, text, allowed):
    options, (problem,) = read_options([(key, text)])
    assert options == SnapshotOptions()
    assert problem.key == key
    assert problem.found
    assert len(problem.found) <= 60
    assert allowed in problem.allowed


def test_a_scale_too_large_for_the_layout_is_refused_with_the_largest():
    _, (problem,) = read_options([("layout", "a3-landscape"), ("scale", "8")])
    assert (problem.key, problem.found) == ("scale", "8")
    assert "at most 7.5 for this layout" in problem.allowed


def test_several_problems_are_told_at_once():
    _, problems = read_options([("theme", "x"), ("lang", "x"), ("nothing", "x")])
    assert {problem.key for problem in problems} == {"theme", "lang", "nothing"}


@pytest.mark.parametrize("key", list(MAX_TEXT))
def test_line_breaks_and_tabs_in_a_text_become_spaces(key):
    options, problems = read_options([(key, "  one\n two\tthree ")])
    assert not problems
    assert getattr(options, key) == "one two three"


def test_an_address_parts_into_the_figures_choices_and_the_scenarios():
    own, rest = split_pairs([("layout", "square"), ("layers", "cities"), ("theme", "dark"), ("line", "x")])
    assert own == [("layout", "square"), ("theme", "dark")]
    assert rest == [("layers", "cities"), ("line", "x")]
    assert set(dict(own)) <= set(KEYS)


def test_scenario_and_options_come_from_one_address():
    scenario, options = asked("layers=cities&layout=square&view=31,48,6")
    assert (scenario.layers, options.layout) == (("cities",), "square")
