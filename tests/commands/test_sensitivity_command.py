import json

import pytest
from typer.testing import CliRunner

import app

pytestmark = pytest.mark.slow


def run(*arguments):
    return CliRunner().invoke(app.app, ["sensitivity", *map(str, arguments)])


def test_without_a_file_it_prints_lines_with_the_present_value_marked():
    done = run("sustained.sea_ships", "layers=maritime_patrols", "--parameter", "sustained.ships")
    assert done.exit_code == 0, done.output
    assert "* 6: 2 ships" in done.stdout
    assert "Notional" in done.stdout


@pytest.mark.sweep(keep=2)
@pytest.mark.parametrize("kind", ["svg", "png", "pdf", "csv", "json"])
def test_it_writes_each_kind_of_file(tmp_path, kind):
    file = tmp_path / f"c.{kind}"
    done = run("sea.corridor_share", "layers=maritime_patrols", "--tornado", "-o", file)
    assert done.exit_code == 0, done.output
    body = file.read_bytes()
    begins = {
        "svg": b"<?xml",
        "png": b"\x89PNG",
        "pdf": b"%PDF",
        "csv": b"\xef\xbb\xbfparameter",
        "json": b"{",
    }
    assert body.startswith(begins[kind])
    if kind == "json":
        assert {bar["parameter"] for bar in json.loads(body)["bars"]} >= {"maritime_patrols.standoff_nm"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["air.reach_share"], "Say one of --parameter KEY, --tornado and --dates."),
        (["air.reach_share", "--dates", "--tornado"], "Say one of --parameter KEY, --tornado and --dates."),
        (["air.nothing", "--dates"], "“measure=air.nothing” is not understood."),
        (["air.reach_share", "--parameter", "air.radius"], "air_policing.radius_km"),
        (["air.reach_share", "--dates", "-o", "chart.exe"], "a file that ends in svg, png, pdf, csv, json"),
        (["air.reach_share", "--dates", "nonsense=1"], "“nonsense=1” is not understood"),
        (["air.reach_share", "--dates", "--theme", "pink"], "light or dark or print or safe"),
    ],
)
def test_what_it_does_not_understand_is_refused_in_a_line(arguments, said):
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output
