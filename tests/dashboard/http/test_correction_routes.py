"""The page of corrections, where reports go, and the note on what an earlier edition made."""

import io
import json
import re

import pytest

from dashboard.app import create_app
from geodata.corrections import read_corrections
from layers.core.constants import VERSION
from settings import Settings

pytestmark = pytest.mark.slow


def boot(client, address: str):
    page = client.get(address).get_data(as_text=True)
    return json.loads(
        page.partition('<script id="boot" type="application/json">')[2].partition("</script>")[0]
    )


def test_the_page_has_every_correction_with_what_was_said_what_is_right_and_its_source(client):
    page = client.get("/corrections").get_data(as_text=True)
    for key, one in read_corrections().items():
        entry = page.partition(f'<article id="{key}"')[2].partition("</article>")[0]
        assert "22 Nov 2026 until 27 Nov 2026" in entry
        assert "<li>" in entry
        assert one.before in entry
    assert f"version {VERSION}" in page
    assert 'id="report-send"' not in page
    assert " on" + "click=" not in page
    assert "<style" not in page


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("maps@example.org", "mailto:maps@example.org"),
        ("https://example.org/report?for=map", "https://example.org/report?for=map"),
    ],
)
def test_a_report_is_sent_where_the_settings_say(store, address, link):
    app = create_app(store, settings=Settings(report_to=address))
    assert f'href="{link}"' in app.server.test_client().get("/corrections").get_data(as_text=True)


def test_under_a_path_the_page_finds_its_parts(store):
    client = create_app(store, settings=Settings(base_path="/map/")).server.test_client()
    page = client.get("/map/corrections").get_data(as_text=True)
    assert set(re.findall(r'(?:href|src)="(/[^"]*)"', page)) == {
        "/map/assets/dist/corrections.css", "/map/assets/dist/corrections.js", "/map/",
        "/map/assets/fonts/guarantees-sans.woff2",
    }  # fmt: skip


def test_a_link_of_the_first_edition_says_which_numbers_changed_of_what_it_shows(client):
    since = boot(client, "/?layers=monitoring_mission")["since"]
    assert since["edition"] == "first"
    numbers = {one["id"]: (one["before"], one["now"]) for one in since["corrections"]}
    assert numbers["monitors-needed"] == ("about 1,350", "about 1,800")
    assert "z6-distance" not in numbers
    texts = {one["id"]: one["text"] for one in since["corrections"]}
    assert texts["monitors-needed"].startswith("A density taken from long lines")  # why the number changed
    assert (
        texts["patrol-bases-over-water"] == "They are spaced along the line on land."
    )  # what is right instead
    assert (
        boot(client, "/?layers=oblasts&b=layers%3Dmaritime_patrols")["since"]["corrections"][0]["id"]
        == "z6-distance"
    )
    assert boot(client, "/?layers=lead_organisations")["since"] == {"edition": "first", "corrections": []}


@pytest.mark.parametrize(
    "address", ["/", "/?theme=dark", "/?layers=monitoring_mission&edition=2", "/present/default?layers=ports"]
)
def test_a_link_of_this_edition_and_a_presentation_say_nothing(client, address):
    assert boot(client, address)["since"] is None


def opened(client, data: bytes):
    return client.post("/scenario", data=io.BytesIO(data)).json


@pytest.mark.sweep(keep=2)
@pytest.mark.parametrize("kind", ["png", "svg", "pdf", "zip", "json"])
def test_a_file_opens_as_before_and_one_of_the_first_edition_says_what_changed(client, monkeypatch, kind):
    query = "layers=maritime_patrols,ports&line=2024-07-08"
    address = f"/scenario.json?{query}" if kind == "json" else f"/snapshot.{kind}?{query}&scale=1&layout="
    new = opened(client, client.get(address + "640x360" * (kind != "json")).data)
    assert "since" not in new
    with (
        monkeypatch.context() as before
    ):  # as version 0.1.0 wrote it; of another size, since figures are kept
        before.setattr("layers.core.constants.VERSION", "0.1.0")
        data = client.get(address + "641x360" * (kind != "json")).data
    if kind == "json":
        data = json.dumps(
            {key: value for key, value in json.loads(data).items() if key != "edition"}
        ).encode()
    old = opened(client, data)
    assert old["scenario"] == new["scenario"]
    assert old["since"]["corrections"][0]["id"] == "z6-distance"
