"""Figures by address: right kind, cheap to ask again, and refused where a word of the address is not understood."""

import io
import threading
import zipfile
from urllib.parse import quote

import pytest
from PIL import Image

from dashboard.app import create_app
from export.reopen import read

SMALL = "layout=640x360&scale=1&inset=no&graticule=no"


@pytest.fixture(scope="module")
def client(store):
    return create_app(store).server.test_client()


@pytest.mark.parametrize(
    ("kind", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF"), ("zip", b"PK")]
)
def test_an_address_gives_the_scenario_as_a_file_that_opens_it_again(client, registry, kind, begins):
    answer = client.get(
        f"/snapshot.{kind}?{SMALL}&layers=line_of_occupation,air_policing&air_policing.radius_km=850&line=2024-07-08"
    )
    assert answer.status_code == 200
    assert answer.data.startswith(begins)
    again = read(answer.data, registry)
    assert again.line == "2024-07-08"
    assert again.layers == ("line_of_occupation", "air_policing")
    assert again.params["air_policing"].radius_km == 850


def test_the_theme_of_figure_and_screen_are_two_things(client, registry):
    answer = client.get(f"/snapshot.svg?{SMALL}&layers=ports&theme=print&screen_theme=dark")
    assert read(answer.data, registry).theme == "dark"
    assert read(client.get(f"/snapshot.svg?{SMALL}&layers=ports&theme=dark").data, registry).theme == ""
    assert client.get(f"/snapshot.svg?{SMALL}&screen_theme=pink").status_code == 422


def test_two_scenarios_compared_are_both_drawn_and_kept(client, registry):
    answer = client.get(
        f"/snapshot.svg?layout=800x450&layers=line_of_occupation&b={quote('layers=line_of_occupation&line=2024-07-08')}"
    )
    text = answer.data.decode()
    assert "31 August 2025" in text
    assert "8 July 2024" in text
    again = read(answer.data, registry)
    assert (again.compare.line, again.compare.layers) == ("2024-07-08", ("line_of_occupation",))


def test_a_picture_has_the_size_that_was_asked_for(client):
    answer = client.get("/snapshot.png?layout=square&scale=0.5&layers=")
    assert Image.open(io.BytesIO(answer.data)).size == (540, 540)


def test_asking_again_costs_no_drawing(client, monkeypatch):
    address = f"/snapshot.svg?{SMALL}&layers=cities"
    first = client.get(address)
    monkeypatch.setattr("dashboard.snapshots.render", lambda *_, **__: pytest.fail("drawn again"))
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(address).data == first.data


def test_another_layout_is_another_figure(client):
    tags = {
        client.get(f"/snapshot.svg?layers=&layout={layout}").headers["ETag"]
        for layout in ("social", "square")
    }
    assert len(tags) == 2


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("layout=poster", "layout=poster"),
        ("layout=13000x400", "layout=13000x400"),
        ("scale=99", "scale=99"),
        ("theme=pink", "theme=pink"),
        ("lang=xx", "lang=xx"),
        ("air_policing.radius_km=1e308", "radius_km"),
        ("marking=" + "x" * 5_000, "marking="),
        ("nonsense=1", "nonsense"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(client, query, named):
    answer = client.get(f"/snapshot.png?{query}")
    assert answer.status_code == 422
    assert named in answer.json["error"]
    assert len(answer.data) < 4000


def test_an_unknown_format_and_an_empty_package_are_refused(client):
    assert client.get("/snapshot.gif").status_code == 404
    assert client.get("/snapshot.zip?layers=").status_code == 422


def test_a_package_is_a_download_with_a_name(client):
    answer = client.get("/snapshot.zip?layers=ports")
    assert (
        'filename="security-guarantees-ukraine-2025-08-31-data.zip"' in answer.headers["Content-Disposition"]
    )
    assert "scenario.json" in zipfile.ZipFile(io.BytesIO(answer.data)).namelist()


def test_sixteen_at_once_are_all_answered_and_none_disturbs_another(store):
    app = create_app(store)
    wanted = [f"/snapshot.svg?{SMALL}&layers=line_of_occupation&title=Figure {n}" for n in range(16)]
    got: dict[str, bytes] = {}

    def ask(address: str) -> None:
        answer = app.server.test_client().get(address)
        got[address] = answer.data if answer.status_code == 200 else b""

    threads = [threading.Thread(target=ask, args=[address]) for address in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for n, address in enumerate(wanted):
        assert f"Figure {n}<".encode() in got[address]
        assert f"Figure {(n + 1) % 16}<".encode() not in got[address]
