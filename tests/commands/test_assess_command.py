import json

import pytest
from typer.testing import CliRunner

import app
from layers.core.registry import load_registry
from layers.core.scenario_file import to_file

pytestmark = pytest.mark.slow


def run(*arguments):
    return CliRunner().invoke(app.app, ["assess", *map(str, arguments)])


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    from layers.core.address import from_query

    registry = load_registry()
    scenario, _ = from_query("line=2024-07-08&air_policing.radius_km=800", registry)
    path = tmp_path_factory.mktemp("scenario") / "s.json"
    path.write_text(to_file(scenario, registry), encoding="utf-8")
    return path


def measures(done):
    assert done.exit_code == 0, done.output
    return {one["id"]: one["value"] for one in json.loads(done.stdout)["measures"]}


def test_without_a_scenario_it_assesses_the_map_as_proposed():
    done = run()
    assert done.exit_code == 0, done.output
    assert "air.reach_share" in done.stdout
    assert "Notional" in done.stdout


def test_it_takes_a_scenario_and_changes_on_top(saved):
    of_file = run("--scenario", saved, "--format", "json")
    assert json.loads(of_file.stdout)["line"] == "2024-07-08"
    more = run("--scenario", saved, "--format", "json", "air_policing.radius_km=1000")
    assert measures(more)["air.reach_share"] > measures(of_file)["air.reach_share"]


def test_it_writes_a_file(saved, tmp_path):
    done = run("--scenario", saved, "--format", "csv", "-o", tmp_path / "a.csv")
    assert done.exit_code == 0, done.output
    assert b"coverage.mean_depth" in (tmp_path / "a.csv").read_bytes()


def test_it_takes_how_many_there_are_of_each():
    plain, more = run("--format", "json"), run("--format", "json", "sustained.ships=12")
    assert measures(more)["sustained.sea_ships"] == 2 * measures(plain)["sustained.sea_ships"]
    assert json.loads(more.stdout)["sustained"]["ships"] == 12


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "xml"], "There is no format “xml”. Allowed: table, json, csv, md."),
        (["nonsense=1"], "“nonsense=1” is not understood"),
        (["sustained.ships=0"], "“sustained.ships=0” is not understood. Allowed: 1 to 30."),
        (["air_policing.radius_km=9"], "air_policing.radius_km"),
        (["--scenario", "nothing-here.json"], "Cannot read nothing-here.json"),
        (["--scenario", "README.md"], "README.md: "),
    ],
)
def test_what_it_does_not_understand_is_refused_in_a_line(arguments, said):
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output
