import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from shipped import KEYS

from dashboard.app import create_app

pytestmark = pytest.mark.slow

texts = st.text(max_size=40) | st.sampled_from(
    ["", "NaN", "1e308", "-1", "9" * 400, "<script>", "2025-08-31", "31,48,5"]
)
addresses = st.lists(
    st.tuples(st.sampled_from([*KEYS, "x", "size"]) | st.text(max_size=12), texts), max_size=6
)


@given(addresses)
def test_no_address_brings_the_server_down(client, pairs):
    for path in ("/", "/scenario", "/scenario.json", "/qr.svg", "/layers/coalition_forces.geojson"):
        assert client.get(path, query_string=pairs).status_code < 500


def test_a_saved_scenario_opens_again(client):
    query = "layers=air_policing&line=2024-07-08&air_policing.radius_km=800"
    saved = client.get(f"/scenario.json?{query}")
    assert "attachment" in saved.headers["Content-Disposition"]
    opened = client.post("/scenario", data=saved.data).json
    assert opened["problems"] == []
    assert opened["scenario"] == client.get(f"/scenario?{query}").json["scenario"]
    assert opened["scenario"]["params"] == {"air_policing.radius_km": "800"}


def test_a_scenario_that_is_not_understood_is_not_saved_as_another(client):
    answer = client.get("/scenario.json?line=xx&layers=ports")
    assert answer.status_code == 422
    assert "“line=xx” is not understood" in answer.json["error"]
    assert "2025-08-31" in answer.json["allowed"]["line"]


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "9" * 5000])
def test_of_a_file_with_what_is_no_number_field_and_range_are_named(client, number):
    text = '{"schema_version": 1, "params": {"air_policing": {"radius_km": ?}}}'.replace("?", number)
    (said,) = client.post("/scenario", data=text.encode()).json["problems"]
    assert "air_policing.radius_km=" in said
    assert "200 to 1400 km" in said
    assert "set_int_max_str_digits" not in said


def test_a_file_nested_too_deep_is_refused_in_plain_words(client):
    (said,) = client.post("/scenario", data=b"[" * 100_000).json["problems"]
    assert "nested too deep" in said
    assert "recursion" not in said


def test_two_compared_scenarios_are_saved_and_opened_together(client):
    query = {"line": "2024-07-08", "b": "layers=ports&air_policing.radius_km=800"}
    opened = client.post("/scenario", data=client.get("/scenario.json", query_string=query).data).json
    assert opened == client.get("/scenario", query_string=query).json
    assert opened["scenario"]["compare"]["params"] == {"air_policing.radius_km": "800"}


@pytest.mark.parametrize("kind", ["png", "svg", "pdf", "zip"])
def test_an_exported_file_opens_as_the_scenario_it_was_made_from(client, kind):
    query = (
        "layers=ports&line=2024-07-08&view=33,46,6&title=Ports&air_policing.radius_km=800&b=layers%3Dcities"
    )
    figure = client.get(f"/snapshot.{kind}?{query}&layout=640x360&scale=1")
    assert client.post("/scenario", data=figure.data).json == client.get(f"/scenario?{query}").json


def test_a_picture_without_provenance_is_refused_plainly(client):
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, "PNG")
    answer = client.post("/scenario", data=made.getvalue()).json
    assert answer["scenario"] is None
    assert "contains no scenario" in answer["problems"][0]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", json.dumps({"schema_version": 1, "line": "x"}).encode()]
)
def test_a_broken_file_is_answered_with_reasons_and_no_scenario(client, body):
    answer = client.post("/scenario", data=body)
    assert (answer.status_code, answer.json["scenario"]) == (200, None)
    assert answer.json["problems"]


def test_no_more_than_the_limit_is_read(client, monkeypatch):
    monkeypatch.setattr("dashboard.dialogs.share.MAX_FILE_BYTES", 1000)
    monkeypatch.setattr("export.metadata.extract.MAX_FILE_BYTES", 1000)
    answer = client.post("/scenario", data=b" " * 1_500_000).json
    assert "This file is larger than" in answer["problems"][0]


def test_while_two_files_are_read_and_two_wait_another_is_answered_with_a_sentence(store):
    app = create_app(store)
    reading, client = app.service.reading, app.server.test_client()
    reading._most_waiting = 0
    with reading.turn(), reading.turn():
        answer = client.post("/scenario", data=b"{}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert answer.json == {
        "scenario": None,
        "problems": ["The server is reading other files. Try again in 3 seconds."],
    }
    assert client.post("/scenario", data=b"{}").status_code == 200


def test_of_a_file_with_very_many_faults_the_first_are_told(client):
    scenario = {"schema_version": 1, "params": {f"key{n}": 1 for n in range(40_000)}}
    answer = client.post("/scenario", data=json.dumps(scenario).encode())
    assert "params.key0" in answer.json["problems"][0]
    assert "or more other problems." in answer.json["problems"][0]
    assert len(answer.data) < 20_000


def test_the_qr_code_is_drawn_and_an_endless_address_refused(client):
    drawn = client.get("/qr.svg?line=2024-07-08")
    assert drawn.mimetype == "image/svg+xml"
    assert b"<svg" in drawn.data
    assert client.get("/qr.svg?title=" + "x" * 3000).status_code == 422
