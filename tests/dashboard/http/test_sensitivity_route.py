import io
import json

import pytest
from lxml import etree
from PIL import Image

from export.metadata.extract import read
from layers.core.registry import load_registry

pytestmark = pytest.mark.slow

RADIUS = "measure=air.reach_share&parameter=air_policing.radius_km&layers=air_policing"


def test_the_numbers_of_a_curve(client):
    response = client.get(f"/sensitivity.json?{RADIUS}")
    assert response.status_code == 200
    answer = json.loads(response.get_data())
    values = {point["at"]: point["value"] for point in answer["points"]}
    assert values[600] == answer["now"]["value"]
    assert values[200] < values[600] < values[1000]
    assert answer["notice"].startswith("Notional")
    again = client.get(f"/sensitivity.json?{RADIUS}", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_a_chart_says_its_notice_and_opens_again(client):
    response = client.get(f"/sensitivity.svg?{RADIUS}&line=2024-07-08")
    assert response.mimetype == "image/svg+xml"
    body = response.get_data()
    words = " ".join(etree.fromstring(body).itertext())
    assert "Notional: not actual or planned deployments." in words
    assert "Government-held ground within reach of a base" in words
    scenario = read(body, load_registry())
    assert (scenario.line, scenario.layers) == ("2024-07-08", ("air_policing",))
    picture = client.get(
        "/sensitivity.png?measure=sea.corridor_share&tornado=yes&layers=maritime_patrols&scale=1"
    )
    assert Image.open(io.BytesIO(picture.get_data())).size == (1600, 900)


def test_dates_in_ukrainian(client):
    response = client.get(
        "/sensitivity.svg?measure=line.occupied_share&dates=yes&layers=line_of_occupation&lang=uk"
    )
    words = " ".join(etree.fromstring(response.get_data()).itertext())
    assert "Окупована частка України" in words


@pytest.mark.parametrize(
    ("query", "key", "allowed"),
    [
        ("tornado=yes", "measure", "air.reach_share"),
        ("measure=air.nothing&tornado=yes", "measure", "air.reach_share"),
        ("measure=air.reach_share", "parameter", "tornado=yes"),
        ("measure=air.reach_share&tornado=yes&dates=yes", "parameter", "tornado=yes"),
        ("measure=air.reach_share&tornado=maybe", "tornado", "yes"),
        ("measure=air.reach_share&parameter=air_policing.bases", "parameter", "air_policing.radius_km"),
        ("measure=air.reach_share&dates=yes&line=1999-01-01", "line", "2025-08-31"),
        ("measure=air.reach_share&dates=yes&sustained.ships=0", "sustained.ships", "1 to 30"),
        ("measure=air.reach_share&dates=yes&scale=100", "scale", "0.25 to 8"),
    ],
)
def test_what_is_not_understood_is_refused_with_what_is_allowed(client, query, key, allowed):
    response = client.get(f"/sensitivity.svg?{query}")
    assert response.status_code == 422
    assert allowed in json.loads(response.get_data())["allowed"][key]


def test_there_is_no_other_format(client):
    response = client.get(f"/sensitivity.exe?{RADIUS}")
    assert response.status_code == 404
    assert json.loads(response.get_data())["allowed"] == ["svg", "png", "json", "csv"]


# -- for the page ------------------------------------------------------------------------------------


STEPS = "measure=sea.corridor_share&tornado=yes&layers=maritime_patrols"


def lines(response) -> list[dict]:
    assert response.mimetype == "application/jsonl"
    return [json.loads(line) for line in response.get_data(as_text=True).splitlines()]


def test_an_answer_says_point_by_point_how_far_it_is_and_is_kept(client):
    *steps, last = lines(client.get(f"/sensitivity.jsonl?{STEPS}&sustained.ships=7"))
    assert [step["done"] for step in steps] == list(range(steps[0]["of"] + 1))
    assert 'data-curve-of="maritime_patrols.standoff_nm"' in last["html"]
    again = lines(client.get(f"/sensitivity.jsonl?{STEPS}&sustained.ships=7"))
    assert again == [last]
    bars = json.loads(client.get(f"/sensitivity.json?{STEPS}&sustained.ships=7").get_data())["bars"]
    assert [bar["parameter"] for bar in bars if bar["swing"]] == ["maritime_patrols.standoff_nm"]


def test_it_speaks_the_language_of_its_address_to_the_end(client):
    last = lines(client.get(f"/sensitivity.jsonl?{STEPS}&lang=uk"))[-1]
    assert "Патрулювання Чорного моря" in last["html"]


def test_who_hangs_up_gives_the_turn_back(client, dashboard):
    turns = dashboard.service.assessing
    for ships in range(10, 10 + turns.places + 1):  # more than there are turns and places to wait
        response = client.get(f"/sensitivity.jsonl?{STEPS}&sustained.ships={ships}", buffered=False)
        assert response.status_code == 200
        next(response.response)
        response.close()


def test_the_page_is_refused_as_files_are(client):
    response = client.get("/sensitivity.jsonl?measure=air.nothing&tornado=yes")
    assert response.status_code == 422
    assert client.get("/sensitivity_choices.html?line=1999").status_code == 422
    assert "optgroup" in client.get("/sensitivity_choices.html?layers=air_policing").get_data(as_text=True)


def test_the_numbers_as_a_table(client):
    response = client.get(f"/sensitivity.csv?{STEPS}")
    assert response.mimetype == "text/csv"
    assert "maritime_patrols.standoff_nm" in response.get_data(as_text=True)
