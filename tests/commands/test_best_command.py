import json

import pytest
from typer.testing import CliRunner

import app
from layers.core.registry import load_registry
from layers.core.scenario_file import from_json

pytestmark = pytest.mark.slow


def run(*arguments):
    return CliRunner().invoke(app.app, ["best", *map(str, arguments)])


def test_three_bases_with_the_scenario_to_open(tmp_path):
    file = tmp_path / "best.json"
    done = run("bases", 3, "--by", "ground", "air_policing.radius_km=400", "-o", file)
    assert done.exit_code == 0, done.output
    assert "Exact: all 364 choices were tried." in done.stdout
    assert "Open: /?" in done.stdout
    assert "Notional" in done.stdout
    scenario = from_json(file.read_text(encoding="utf-8"), load_registry())
    assert len(scenario.params["air_policing"].bases) == 3
    assert scenario.params["air_policing"].radius_km == 400


def test_the_stand_off_as_data():
    done = run("standoff", "--format", "json", "layers=coalition_forces")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["exact"]
    assert found["routes"] >= found["now"]
    assert found["standoff_km"] >= found["smallest_km"]
    assert found["address"].startswith("/?")


def test_it_answers_in_ukrainian():
    assert "Точно: перевірено всі" in run("bases", 1, "lang=uk").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ships"], "“ships” is not understood. Allowed: bases or standoff."),
        (["bases"], "Say how many bases, such as: python app.py best bases 3."),
        (["bases", "many"], "Say how many bases"),
        (["bases", "15"], "“15” bases are not understood. Allowed: 1 to 14."),
        (["bases", "3", "--by", "sea"], "“--by sea” is not understood. Allowed: people or ground."),
        (["standoff", "--format", "xml"], "“--format xml” is not understood. Allowed: text or json."),
        (["standoff", "nonsense=1"], "“nonsense=1” is not understood"),
    ],
)
def test_what_it_does_not_understand_is_refused_in_a_line(arguments, said):
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output
