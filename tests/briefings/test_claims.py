import pytest

from briefings.claims import claim_faults
from briefings.loader import load


@pytest.fixture
def faults(library, scene_text):
    def of(lines):
        return [str(fault) for fault in claim_faults(load(scene_text(lines), library), library, "small.yaml")]

    return of


def test_a_scene_that_says_something_cites_a_published_source(faults):
    (fault,) = faults("bullets: [They watch.]\nsources: [studio]")
    assert fault.startswith(
        'small.yaml, scene 1 (one): "sources" must be at least one published source, got studio.'
    )
    assert faults("bullets: [They watch.]\nsources: [studio, osce_2022_03_31]") == []
    assert faults("sources: []") == []  # a scene of a map alone claims nothing


def test_a_date_newer_than_every_source_is_a_claim_without_one(faults):
    lines = "bullets: [The mission ended in {}.]\nsources: [osce_2022_03_31]"
    assert faults(lines.format("March 2022")) == []
    (fault,) = faults(lines.format("April 2022"))
    assert "“April 2022”" in fault
    assert "2022-03" in fault
    assert faults(lines.format("2022")) == []
    assert len(faults(lines.format("2023"))) == 1


def test_what_the_map_computes_is_no_claim(faults):
    assert faults('bullets: ["The line of {line.date}"]\nsources: [osce_2022_03_31]') == []


def test_notes_are_read_too(faults):
    assert len(faults("bullets: [In 2024.]\nnotes: On 6 Jan 2026.\nsources: [osce_2022_03_31]")) == 2
