"""The site under a path of another."""

import html
import re
from pathlib import Path

import pytest

from dashboard.app import create_app
from settings import Settings

FRONTEND = Path(__file__).parents[3] / "frontend"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def client(store):
    return create_app(store, settings=Settings(base_path="/map/")).server.test_client()


@pytest.mark.parametrize(
    "path", ["/map/", "/map/health", "/map/present/default", "/map/briefings.json", "/health", "/"]
)
def test_it_answers_whether_or_not_the_proxy_took_the_path_off(client, path):
    assert client.get(path).status_code == 200


def test_without_its_last_slash_it_leads_there(client):
    answer = client.get("/map?line=2024-07-08")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/map/?line=2024-07-08")


@pytest.mark.sweep(keep=2)
@pytest.mark.parametrize(
    "path", ["/map/", "/map/present/default", "/map/presenter/default", "/map/nowhere", "/map/present/x"]
)
def test_every_address_in_a_page_lies_under_it_and_is_there(client, path):
    page = client.get(path).get_data(as_text=True)
    found = {html.unescape(address) for address in re.findall(r'(?:src|href)="(/[^"#]*)"', page)}
    assert found
    for address in found:
        assert address.startswith("/map/"), address
        assert client.get(address).status_code == 200, address


def test_data_names_addresses_under_it(client):
    scenes = client.get("/map/briefings/default.json").get_json()["scenes"]
    assert all(scene["preview"].startswith("/map/picture.webp?") for scene in scenes)
    assert client.get("/map/layers/x").get_json()["allowed"][0].startswith("/map/layers/")


def test_the_qr_code_leads_there(client, monkeypatch):
    from dashboard.dialogs import share

    made = []
    real = share.segno.make
    monkeypatch.setattr(
        share.segno, "make", lambda text, **options: made.append(text) or real(text, **options)
    )
    client.get("/map/qr.svg?line=2024-07-08")
    assert made == ["http://localhost/map/?line=2024-07-08"]


@pytest.mark.parametrize("path", sorted(FRONTEND.rglob("*.js")), ids=lambda path: path.name)
def test_no_script_asks_at_the_root_of_the_server(path):
    """Every address that a script asks for begins with the path that the site lies under."""
    text = path.read_text(encoding="utf-8")
    own = r"/(?:assets|briefings?|export|layers|picture|present(?:er)?|qr|scenario|snapshot|sprite|deck)\b"
    bare = re.findall(rf"""[\"'`]{own}[^\n]{{0,40}}|location\.origin\}}{own}[^\n]{{0,40}}""", text)
    assert bare == []
