"""What of an argument changes with the line: what the map says on both dates, and nothing where nothing moves."""

import json

import pytest

from briefings.difference import difference, main_date
from briefings.difference_view import document, lines
from briefings.loader import load
from briefings.placeholders import Library, filled

TEXT = """schema_version: 1
id: two-days
title: Two days
date: "2026-01-31"
scenes:
  - id: now
    title: "The line of {line.date}"
    bullets:
      - "Occupied: {line_of_occupation.share_pct}. This never changes."
      - On 31 Aug 2025 nobody stood there
    sources: [coffey_2025_08_31]
    scenario: {layers: [line_of_occupation, coalition_forces], line: "2025-08-31"}
    highlights:
      - {layer: line_of_occupation, feature_id: occupied-2025-08-31}
  - id: still-now
    title: The ports
    bullets: [Ports are where they were]
    sources: [coffey_2025_08_31]
    scenario: {layers: [ports], line: "2025-08-31"}
  - id: before
    title: Before the invasion
    bullets: ["On {line.date} it was {line_of_occupation.share_pct}"]
    sources: [coffey_2025_08_31]
    scenario: {layers: [line_of_occupation], line: "2022-02-23"}
"""


@pytest.fixture(scope="module")
def library():
    return Library()


@pytest.fixture(scope="module")
def briefing(library):
    return load(TEXT, library)


@pytest.fixture(scope="module")
def found(briefing, library):
    return difference(briefing, library, library, "2024-07-08")


def test_the_main_date_is_that_of_most_scenes(briefing):
    assert main_date(briefing) == "2025-08-31"


def test_sentences_and_numbers_are_those_of_both_dates(found, briefing, library):
    now = found.scenes[0]
    title, bullet = now.sentences
    assert (title.before, title.after) == ("The line of 31 Aug 2025", "The line of 8 Jul 2024")
    (number,) = bullet.numbers
    assert number.name == "line_of_occupation.share_pct"
    before = filled("{line_of_occupation.share_pct}", briefing.scenes[0].scenario, library)
    assert number.before == before != number.after
    assert bullet.after == f"Occupied: {number.after}."  # the sentence behind it says the same as before


def test_maps_gaps_and_typed_dates_are_listed(found):
    now = found.scenes[0]
    assert now.maps == ("line_of_occupation", "coalition_forces")
    assert any("Kupiansk" in gap.text and gap.before and not gap.after for gap in now.gaps)
    assert now.typed == ("bullets item 2: On 31 Aug 2025 nobody stood there",)


def test_what_no_longer_holds_is_said(found):
    (pointer,) = found.broken
    assert "occupied-2025-08-31" in pointer
    assert "occupied-2024-07-08" in pointer


def test_scenes_of_other_days_and_maps_without_the_line_stay_as_they_are(found):
    assert [scene.is_same for scene in found.scenes] == [False, True, True]
    assert (found.scenes[2].before, found.scenes[2].after) == ("2022-02-23", "2022-02-23")


def test_nothing_changes_on_the_same_date(briefing, library):
    same = difference(briefing, library, library, "2025-08-31")
    assert all(scene.is_same for scene in same.scenes)
    assert same.broken == ()


def test_there_and_back_says_the_opposite(briefing, library, found):
    text = TEXT.replace('"2025-08-31"', '"2024-07-08"').replace("occupied-2025-08-31", "occupied-2024-07-08")
    back = load(text, library)
    other = difference(back, library, library, "2025-08-31")
    there, again = found.scenes[0].sentences, other.scenes[0].sentences
    assert [(one.after, one.before) for one in there] == [(one.before, one.after) for one in again]
    assert found.scenes[0].maps == other.scenes[0].maps
    assert {gap.id for gap in found.scenes[0].gaps} == {gap.id for gap in other.scenes[0].gaps}


def test_a_line_newer_than_all_that_is_cited_is_a_claim_without_a_source(briefing, library):
    later = difference(briefing, library, library, "2026-08-22")
    assert "now: nothing that it cites is as new as its line of 22 Aug 2026. Add a source." in later.broken


def test_it_is_told_in_lines_and_as_data(found):
    text = "\n".join(lines(found))
    assert "Nothing changes in: still-now, before" in text
    assert "Notional" in text
    assert json.loads(json.dumps(document(found)))["scenes"][0]["id"] == "now"
