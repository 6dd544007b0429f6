import json

import pytest
from typer.testing import CliRunner

import app

pytestmark = pytest.mark.slow


def run(*arguments):
    return CliRunner().invoke(app.app, ["place", *arguments])


def test_the_command_says_what_the_guarantees_mean_at_a_town():
    done = run("Kharkiv")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "Kharkiv (Kharkiv oblast)"
    assert [line[0] for line in lines[1:5]] == ["①", "②", "③", "④"]
    assert lines[3].startswith("③ Air policing: no: 258 km from")
    assert lines[-1] == "The guarantees are notional: nothing is agreed or deployed."


def test_assumptions_change_the_answer_and_json_is_what_the_route_gives(client):
    done = run("Харків", "air_policing.radius_km=900", "--format", "json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found.pop("name") == "Kharkiv"
    assert found["guarantees"][2]["covered"] is True
    assert found["query"] == "air_policing.radius_km=900&edition=2"
    route = f"/place.json?lon={found['lon']}&lat={found['lat']}&air_policing.radius_km=900"
    assert client.get(route).get_json() == found


def test_a_point_may_be_given_by_its_coordinates():
    done = run("30.9,46.2", "lang=uk")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[0] == "46.2° N, 30.9° E (у морі)"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Karkiv"], "Spelled like it: Kharkiv"),
        (["0,0"], "This map covers longitude 16 to 40.6"),
        (["Kharkiv", "air_policing.radius_km=9000"], "Allowed: 200 to 1400 km."),
        (["Kharkiv", "--format", "xml"], "Allowed: text or json."),
    ],
)
def test_what_is_not_understood_is_answered_on_the_error_stream(arguments, said):
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""
