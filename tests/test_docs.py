"""The documentation says what the code does: no layer, parameter, route or key is undescribed."""

import re
from pathlib import Path

import pytest
from shipped import LAYERS

from analysis.registry import MEASURES
from layers.core.variants import value_in
from tools.build_docs import CORRECTIONS_TARGET, GUIDE_TARGET, TARGET, corrections_text, guide_text, text

PROJECT = Path(__file__).resolve().parents[1]
MADE = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
PARAMETERS = [(layer, spec) for layer in LAYERS for spec in layer.specs]


def test_the_page_on_layers_is_up_to_date():
    assert text() == MADE, "docs/layers.md is stale: run .venv/bin/python tools/build_docs.py"


def test_the_page_of_corrections_is_up_to_date():
    made = CORRECTIONS_TARGET.read_text(encoding="utf-8")
    assert corrections_text() == made, (
        "docs/corrections.md is stale: run .venv/bin/python tools/build_docs.py"
    )


def test_the_user_guide_says_which_formats_open_again():
    guide = GUIDE_TARGET.read_text(encoding="utf-8")
    assert guide_text() == guide, "docs/user-guide.md is stale: run .venv/bin/python tools/build_docs.py"


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
def test_every_layer_has_a_section(layer):
    section = MADE.partition(f"\n## {layer.title}\n")[2].partition("\n## ")[0]
    assert f"`{layer.id}`" in section
    assert layer.summary in section


@pytest.mark.parametrize(("layer", "spec"), PARAMETERS, ids=lambda part: getattr(part, "name", ""))
def test_every_parameter_has_a_row_with_default_range_unit_and_meaning(layer, spec):
    (row,) = re.findall(rf"^\| `{layer.id}\.{spec.name}` \|.*$", MADE, re.M)
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert len(cells) == 6
    assert all(cells[i] for i in (1, 2, 5))
    if spec.kind in ("number", "integer"):
        assert cells[1] == f"{spec.default:g}"
        assert cells[2].startswith(f"{spec.low:g} to {spec.high:g}")
        assert cells[3] == f"{value_in(spec, 'low'):g}, {value_in(spec, 'high'):g}"
        assert cells[4] == spec.unit
    assert cells[5] == spec.help


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_every_measure_has_an_entry_in_the_method(measure):
    method = (PROJECT / "docs" / "method.md").read_text(encoding="utf-8")
    (entry,) = re.findall(rf"^### `{re.escape(measure.id)}`\n(.+)$", method, re.M)
    assert len(entry) > 20


def test_the_method_has_no_entry_of_a_measure_that_is_gone():
    method = (PROJECT / "docs" / "method.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### `(.+)`$", method, re.M)) == {measure.id for measure in MEASURES}


def test_links_between_the_pages_lead_somewhere():
    for page in [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_readme_gives_both_commands_in_its_first_screen():
    first_screen = "\n".join((PROJECT / "README.md").read_text(encoding="utf-8").splitlines()[:40])
    assert "make run" in first_screen
    assert "make test" in first_screen


def test_every_dependency_has_its_reason():
    reasons = (PROJECT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in (PROJECT / file).read_text(encoding="utf-8").splitlines():
            if name := re.match(r"[A-Za-z][\w.-]*", line):
                assert "==" in line, f"{name[0]} is not pinned"
                assert name[0].lower() in reasons, f"docs/dependencies.md does not say why {name[0]} is here"
