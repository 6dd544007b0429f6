import json
import shutil

import pytest
from typer.testing import CliRunner

import app
from geodata.schema import DATA_DIR

pytestmark = pytest.mark.slow

DEFAULT = "briefings/default.yaml"
SMALL = """schema_version: 1
id: small
title: Small
date: "2026-01-31"
scenes:
  - id: one
    title: One
    bullets: ["{air_policing.air_base.count} bases, {line.date}"]
    sources: [coffey_2025_08_31]
    scenario: {layers: [line_of_occupation, air_policing], line: "2025-08-31"}
"""


def run(*arguments):
    return CliRunner().invoke(app.app, ["diff", *map(str, arguments)])


@pytest.fixture
def small(tmp_path):
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return file


def test_the_shipped_argument_on_another_date():
    done = run(DEFAULT, "--to", "2024-07-08", "--format", "json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    scenes = {scene["id"]: scene for scene in found["scenes"]}
    assert len(scenes) == 10
    assert "line_of_occupation" in scenes["the-line"]["maps"]
    assert scenes["paper-assurances"]["before"] == scenes["paper-assurances"]["after"] == "2022-02-23"
    assert any("occupied-2025-08-31" in text for text in found["broken"])


def test_other_data(small, tmp_path):
    other = tmp_path / "data"
    shutil.copytree(DATA_DIR, other)
    bases = other / "air_bases.geojson"
    text = bases.read_text(encoding="utf-8")
    assert '"candidate": true' in text
    bases.write_text(text.replace('"candidate": true', '"candidate": false', 1), encoding="utf-8")
    done = run(small, "--data", other, "--format", "json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["data_before"] != found["data_after"]
    (scene,) = found["scenes"]
    assert "air_policing" in scene["maps"]
    (number,) = scene["sentences"][0]["numbers"]
    assert (number["before"], number["after"]) == ("7", "6")


def test_it_answers_in_ukrainian(small):
    done = run(small, "--to", "2024-07-08", "--lang", "uk")
    assert "Карта змінюється: line_of_occupation" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([DEFAULT], "Say what is otherwise: --to DATE, --data FOLDER, or both."),
        ([DEFAULT, "--to", "1999-01-01"], "“--to 1999-01-01” is not understood. Allowed: 2022-02-23, "),
        ([DEFAULT, "--data", "nowhere"], "There is no folder nowhere."),
        ([DEFAULT, "--data", "docs"], "The data in docs are not sound."),
        (["nothing.yaml", "--to", "2024-07-08"], "nothing.yaml"),
        ([DEFAULT, "--to", "2024-07-08", "--format", "xml"], "“--format xml” is not understood."),
        ([DEFAULT, "--to", "2024-07-08", "--lang", "xx"], "“--lang xx” is not understood."),
    ],
)
def test_what_it_does_not_understand_is_refused_in_a_line(arguments, said):
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output
