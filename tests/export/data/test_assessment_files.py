"""The four forms of an assessment: the same numbers, the notice, and nothing that a spreadsheet would run."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest

from analysis.assessment import assess
from export.data.assessment import WRITERS
from i18n.spoken import speaking
from layers.core.build import Frames
from layers.core.constants import NOTICE

MADE = "2026-11-28"


@pytest.fixture(scope="module")
def frames(store):
    return Frames(store)


@pytest.fixture(scope="module")
def found(frames):
    return assess(frames, frames.registry.default())


@pytest.fixture(scope="module")
def written(frames, found):
    shown = frames.registry.default()
    return {kind: write(found, shown, frames.registry, made=MADE).decode() for kind, write in WRITERS.items()}


def test_json_has_the_form_that_others_read(written, found):
    data = json.loads(written["json"])
    about = {"notice", "scenario", "line", "provenance", "sustained"}
    assert set(data) == about | {"measures", "oblasts", "country", "gaps"}
    assert data["notice"] == NOTICE
    assert (data["line"], data["provenance"]["made"]) == ("2025-08-31", MADE)
    assert data["provenance"]["data_version"]
    ids = [one["id"] for one in data["measures"]]
    assert ids == [one.id for one in found.measures]
    for one in data["measures"]:
        assert {"id", "value", "unit", "method"} <= set(one)
        assert one["value"] is None or isinstance(one["value"], int | float)
        assert one["unit"]
        assert one["method"]
        if one["unit"] == "share":
            assert 0 <= one["value"] <= 1
    assert {
        "line.length_km", "line.generalised_km", "line.occupied_km2", "monitoring.area_government_km2",
        "monitoring.people", "air.reach_share", "air.reach_population_share", "sea.corridor_share",
        "coverage.mean_depth", "coverage.uncovered_share",
    } <= set(ids)  # fmt: skip
    assert [one["iso"] for one in data["oblasts"]] == [one.iso for one in found.oblasts]
    assert data["country"]["iso"] == "UA"
    assert [one["id"] for one in data["gaps"]] == [one.id for one in found.gaps]
    assert all(set(one) == {"id", "text", "fix"} and one["text"] for one in data["gaps"])
    assert data["gaps"]


def test_csv_has_the_numbers_of_json(written):
    rows = list(csv.reader(io.StringIO(written["csv"].removeprefix("\ufeff"))))
    by_id = {row[0]: row for row in rows if row}
    for one in json.loads(written["json"])["measures"]:
        text = by_id[one["id"]][2]
        assert (float(text) if text else None) == one["value"]
        assert by_id[one["id"]][3] == one["unit"]
    head = by_id["iso"]
    for unit in json.loads(written["json"])["oblasts"]:
        row = dict(zip(head, by_id[unit["iso"]], strict=True))
        assert float(row["uncovered_km2"]) == unit["uncovered_km2"]
        assert float(row["air_policing_share"]) == unit["guarantees"]["air_policing"]["share"]
    assert by_id["notice"] == ["notice", NOTICE]


def test_no_cell_of_the_csv_is_a_formula(frames, found):
    hostile = replace(found.measures[0], label="=1+1", detail='@SUM("A1")', method="-cmd|' /C calc'!A0")
    units = (replace(found.oblasts[0], name="=HYPERLINK(1)"), *found.oblasts[1:])
    bad = replace(found, measures=(hostile, *found.measures[1:]), oblasts=units)
    body = WRITERS["csv"](bad, frames.registry.default(), frames.registry, made=MADE).decode()
    for row in csv.reader(io.StringIO(body.removeprefix("\ufeff"))):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
            assert not cell.startswith("-") or float(cell) < 0, cell


@pytest.mark.parametrize("kind", ["table", "md"])
def test_what_people_read_is_rounded_and_names_every_measure_and_oblast(written, found, kind):
    text = written[kind]
    for one in found.measures:
        assert one.id in text
        assert one.text in text
    for unit in found.oblasts:
        assert unit.iso in text
    assert NOTICE in text
    assert "2025-08-31" in text


def test_in_ukrainian_the_words_are_ukrainian_and_the_ids_stay(frames, found):
    with speaking("uk"):
        data = json.loads(WRITERS["json"](found, frames.registry.default(), frames.registry, made=MADE))
    by_id = {one["id"]: one for one in data["measures"]}
    assert set(by_id) == {one.id for one in found.measures}
    for one in found.measures:
        assert by_id[one.id]["label"] != one.label, one.id
        assert by_id[one.id]["method"] != one.method, one.id
        assert by_id[one.id]["uncertainty"] != one.uncertainty, one.id


def test_in_ukrainian_no_word_of_a_measure_stays_english(frames, found):
    with speaking("uk"):
        data = json.loads(WRITERS["json"](found, frames.registry.default(), frames.registry, made=MADE))
    told = " ".join(one[key] for one in data["measures"] for key in ("label", "text", "detail"))
    assert set(re.findall(r"[A-Za-z]{3,}", told)) == {"DeepState", "Reuters"}
