import json

import pytest

pytestmark = pytest.mark.slow


def values(response):
    assert response.status_code == 200
    return {one["id"]: one["value"] for one in json.loads(response.get_data())["measures"]}


def test_a_scenario_is_assessed_and_may_be_kept(client):
    response = client.get("/assess.json")
    assert response.mimetype == "application/json"
    assert values(response)["coverage.uncovered_share"] == pytest.approx(0.339, abs=0.001)
    again = client.get("/assess.json", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_it_follows_parameters_date_and_what_is_shown(client):
    plain = values(client.get("/assess.json"))
    far = values(client.get("/assess.json?air_policing.radius_km=900"))
    assert far["air.reach_share"] > plain["air.reach_share"]
    before = values(client.get("/assess.json?line=2022-02-23"))
    assert before["line.occupied_km2"] < plain["line.occupied_km2"]
    none = values(client.get("/assess.json?layers=line_of_occupation"))
    assert none["coverage.mean_depth"] == 0


def test_it_takes_how_many_there_are_of_each(client):
    assert values(client.get("/assess.json?sustained.ships=12"))["sustained.sea_ships"] == 4
    assert values(client.get("/assess.json"))["sustained.sea_ships"] == 2


def test_of_two_that_are_compared_the_first_is_assessed(client):
    both = json.loads(client.get("/assess.json?air_policing.radius_km=900&b=line%3D2022-02-23").get_data())
    assert both["line"] == "2025-08-31"
    assert "b=" not in both["scenario"]


def test_it_answers_in_the_language_of_the_request(client):
    first = json.loads(client.get("/assess.json?lang=uk").get_data())["measures"][0]
    assert first["label"] == "Довжина лінії, задокументована"


@pytest.mark.parametrize(
    "query", ["line=2000-01-01", "nonsense=1", "sustained.ships=0", "air_policing.radius_km=9"]
)
def test_what_is_not_understood_is_refused_with_what_is_allowed(client, query):
    response = client.get(f"/assess.json?{query}")
    assert response.status_code == 422
    answer = json.loads(response.get_data())
    assert answer["error"]
    assert list(answer["allowed"]) == [query.partition("=")[0]]
