"""Many figures from one file: what it asks for, and what is wrong with it, all at once."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.figures.matrix import MAX_FIGURES, MatrixError, read_matrix

HERE = Path("figures")


def refused(text: str | bytes, registry) -> list[str]:
    with pytest.raises(MatrixError) as caught:
        read_matrix(text, registry, HERE)
    return caught.value.problems


def test_every_combination_is_one_figure(registry):
    jobs = read_matrix(
        """
        output: "{line}-{theme}.{format}"
        base: {layout: social}
        vary:
          line: ["2024-07-08", "2025-08-31"]
          theme: [light, print]
          format: [png, svg]
        """,
        registry,
        HERE,
    )
    assert len(jobs) == 8
    assert {job.path.name for job in jobs} == {
        f"{line}-{theme}.{kind}"
        for line in ("2024-07-08", "2025-08-31")
        for theme in ("light", "print")
        for kind in ("png", "svg")
    }
    assert {job.options.layout for job in jobs} == {"social"}
    assert all(
        job.scenario.line in job.path.name and job.path.suffix == f".{job.format.name}" for job in jobs
    )


def test_dates_and_lists_may_be_written_as_yaml_has_them(registry):
    (job,) = read_matrix(
        "figures: [{line: 2024-07-08, layers: [ports, cities], inset: false, air_policing.radius_km: 800}]",
        registry,
        HERE,
    )
    assert job.scenario.line == "2024-07-08"
    assert job.scenario.layers == ("cities", "ports")
    assert job.options.inset is False
    assert job.scenario.params["air_policing"].radius_km == 800
    assert job.path == HERE / "1.png"


def test_listed_figures_come_after_the_crossed_ones_and_share_the_base(registry):
    jobs = read_matrix(
        "{base: {theme: dark}, vary: {layout: [square]}, figures: [{layout: social}, {theme: safe}]}",
        registry,
        HERE,
    )
    assert [(job.options.layout, job.options.theme) for job in jobs] == [
        ("square", "dark"), ("social", "dark"), ("slide-16x9", "safe"),
    ]  # fmt: skip


def test_a_text_may_hold_what_yaml_gives_a_meaning_elsewhere(registry):
    (job,) = read_matrix('figures: [{title: "Routes: *assessed* & historical"}]', registry, HERE)
    assert job.scenario.title == "Routes: *assessed* & historical"


def test_every_fault_of_every_figure_is_told_at_once(registry):
    problems = refused(
        "figures: [{layout: poster}, {line: 1999-01-01, format: gif}, {air_policing.radius_km: 9e9}, {depth: 3}]",
        registry,
    )
    for number, word in ((1, "layout=poster"), (2, "line=1999-01-01"), (2, "format=gif"),
                         (3, "air_policing.radius_km"), (4, "depth=3")):  # fmt: skip
        assert [p for p in problems if p.startswith(f"Figure {number}:") and word in p], (
            number,
            word,
            problems,
        )


def test_two_figures_may_not_be_one_file(registry):
    assert "several figures" in refused('{output: "map.png", vary: {theme: [light, dark]}}', registry)[0]


@pytest.mark.parametrize("template", ["{secret}.png", "{line.__class__}.png", "{", "{0}.png"])
def test_only_known_keys_stand_in_braces(registry, template):
    assert "output" in refused(f"output: '{template}'", registry)[0]


def test_a_value_cannot_leave_the_folder(registry):
    (job,) = read_matrix('{output: "{title}.png", base: {title: "../../etc/passwd"}}', registry, HERE)
    assert job.path.parent == HERE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a", "must hold the keys"),
        ("a: [", "not YAML"),
        ("colour: 1", "colour"),
        ("vary: {theme: light}", "list of values"),
        ("base: 3", "mappings"),
        ("figures: [3]", "each must be a mapping"),
        ("base: &a {theme: light}\nvary: *a", "Anchors"),
        ("!!python/object/apply:os.system ['true']", "not YAML"),
        ("x" * 1_000_001, "at most 1 MB"),
        (b"\xff\xfe\x00", "not YAML"),
        (f"vary: {{scale: {[1 + i / 1000 for i in range(MAX_FIGURES + 1)]}}}", f"at most {MAX_FIGURES}"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(registry, text, said):
    assert said in refused(text, registry)[0]


@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused(registry, text):
    with contextlib.suppress(MatrixError):
        assert len(read_matrix(text, registry, HERE)) >= 1
