"""Figures by address: right kind, cheap to ask again, and refused where a word of the address is not understood."""

import io
import itertools
import json
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
import waitress
from PIL import Image

from dashboard.app import create_app
from dashboard.turns import SERVER_THREADS
from export.figures.options import read_options, too_many_pixels
from export.metadata.extract import read
from geodata.store import Store

pytestmark = pytest.mark.slow

SMALL = "layout=640x360&scale=1&inset=no&graticule=no"


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
    monkeypatch.setattr("dashboard.http.snapshot_routes.render", lambda *_, **__: pytest.fail("drawn again"))
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


def test_a_figure_s_tag_follows_the_data_it_is_made_from(store, tmp_path):
    """A port moves: whoever holds the old figure must get the new one."""
    root = tmp_path / "geodata"
    shutil.copytree(store.root, root, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    address = f"/snapshot.svg?{SMALL}&layers=ports"

    def asked(**headers: str):
        return create_app(Store(root)).server.test_client().get(address, headers=headers)

    first = asked()
    ports = json.loads((root / "ports.geojson").read_text(encoding="utf-8"))
    ports["features"][0]["geometry"]["coordinates"][0] -= 0.5
    (root / "ports.geojson").write_text(json.dumps(ports), encoding="utf-8")
    moved = asked(**{"If-None-Match": first.headers["ETag"]})
    assert moved.status_code == 200
    assert moved.headers["ETag"] != first.headers["ETag"]
    assert moved.data != first.data


@pytest.mark.parametrize(
    "address", ["layout=12000x10000&scale=1", "layout=6000x5000&scale=1", "layout=a3-landscape&scale=5"]
)
def test_a_picture_of_more_than_25_million_pixels_is_refused_with_the_limit(client, address):
    answer = client.get(f"/snapshot.png?{address}")
    assert answer.status_code == 422
    assert "at most 25 million pixels" in answer.json["error"]
    assert "at most 25 million" in client.get(f"/export/check?format=png&{address}").json["problems"]["scale"]


def test_the_largest_scale_that_a_refusal_names_is_not_refused():
    options, _ = read_options([("layout", "a3-landscape"), ("scale", "7")])
    (problem,) = too_many_pixels("png", options)
    most = re.search(r"a scale of at most ([\d.]+)", problem.allowed)[1]
    assert too_many_pixels("png", read_options([("layout", "a3-landscape"), ("scale", most)])[0]) == []
    assert too_many_pixels("pdf", options) == []


@pytest.fixture
def slow(store, monkeypatch):
    """A dashboard whose figures are not ready before `go_on` is set; `begun` holds the titles of those begun."""
    go_on, begun = threading.Event(), []

    def render(_name, snapshot) -> bytes:
        begun.append(snapshot.scenario.title)
        go_on.wait(60)
        return snapshot.scenario.title.encode()

    monkeypatch.setattr("dashboard.http.snapshot_routes.render", render)
    app = create_app(store)
    app.service.frames(app.service.registry.default())
    yield app, go_on, begun
    go_on.set()


def test_thirty_figures_at_once_two_are_drawn_a_few_wait_and_the_rest_are_told_when_to_come_back(slow):
    app, go_on, begun = slow
    drawing = app.service.drawing

    def ask(n: int):
        return app.server.test_client().get(f"/snapshot.svg?{SMALL}&title=Figure {n}")

    with ThreadPoolExecutor(30) as pool:
        asked = [pool.submit(ask, n) for n in range(30)]
        for refused in itertools.islice(as_completed(asked), 30 - 2 - drawing._most_waiting):
            answer = refused.result()
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
            assert answer.json["error"] == "The server is drawing other figures. Try again in 3 seconds."
        assert len(begun) == 2
        # Whatever needs no drawing is answered meanwhile.
        client = app.server.test_client()
        assert client.get("/health").status_code == 200
        assert client.get("/layers/ports.geojson").status_code == 200
        go_on.set()
    assert sum(one.result().status_code == 200 for one in asked) == 2 + drawing._most_waiting


def test_health_answers_while_thirty_figures_are_asked_of_a_real_server(slow):
    app, go_on, begun = slow
    server = waitress.create_server(app.server, host="127.0.0.1", port=0, threads=SERVER_THREADS)

    def serve() -> None:
        with suppress(OSError):  # it looks at its sockets while they are closed
            server.run()

    threading.Thread(target=serve, daemon=True).start()
    address = f"http://127.0.0.1:{server.effective_port}"

    def ask(path: str) -> int:
        try:
            with urlopen(address + path, timeout=60) as answer:
                return answer.status
        except HTTPError as refused:
            return refused.code

    try:
        with ThreadPoolExecutor(30) as pool:
            asked = [pool.submit(ask, f"/snapshot.svg?{SMALL}&title=Figure{n}") for n in range(30)]
            while sum(one.done() for one in asked) < 30 - app.service.drawing.places:
                threading.Event().wait(0.01)
            assert ask("/health") == 200  # no figure is finished yet
            assert (len(begun), go_on.is_set()) == (2, False)
            go_on.set()
        codes = [one.result() for one in asked]
        assert set(codes) == {200, 503}
        assert codes.count(200) >= app.service.drawing.places
    finally:
        go_on.set()
        server.close()


def test_the_same_figure_asked_for_by_three_at_once_is_drawn_once(slow):
    app, go_on, begun = slow

    def ask():
        return app.server.test_client().get(f"/snapshot.svg?{SMALL}&title=One")

    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(ask) for _ in range(3)]
        while app.service.drawing._waiting < 2:
            threading.Event().wait(0.001)
        go_on.set()
    assert {one.result().data for one in asked} == {b"One"}
    assert begun == ["One"]


def test_a_known_figure_waits_for_none_that_is_drawn(slow):
    app, go_on, begun = slow
    go_on.set()
    client = app.server.test_client()
    known = client.get(f"/snapshot.svg?{SMALL}&title=Known")
    go_on.clear()
    with ThreadPoolExecutor(2) as pool:
        for n in range(2):
            pool.submit(app.server.test_client().get, f"/snapshot.svg?{SMALL}&title=Figure {n}")
        while len(begun) < 3:
            threading.Event().wait(0.001)
        again = client.get(f"/snapshot.svg?{SMALL}&title=Known")
        assert (again.status_code, again.data) == (200, b"Known")
        tag = {"If-None-Match": known.headers["ETag"]}
        assert client.get(f"/snapshot.svg?{SMALL}&title=Known", headers=tag).status_code == 304
        go_on.set()


def test_pictures_of_the_map_stand_in_the_same_queue(slow):
    app, go_on, begun = slow
    client = app.server.test_client()
    address = "/picture.webp?layers=ports&view=31,48,5&size={}x200"
    assert client.get(address.format(300)).status_code == 200
    app.service.drawing._most_waiting = 0
    with ThreadPoolExecutor(2) as pool:
        for n in range(2):
            pool.submit(app.server.test_client().get, f"/snapshot.svg?{SMALL}&title=Figure {n}")
        while len(begun) < 2:
            threading.Event().wait(0.001)
        assert client.get(address.format(400)).status_code == 503
        assert client.get(address.format(300)).status_code == 200
        go_on.set()


@pytest.mark.wide
def test_memory_comes_back_after_large_figures(store):
    """In a process of its own, for memory is the process's; a gigabyte was held before."""
    program = """
import psutil
from jobs import memory
from dashboard.app import create_app
client = create_app().server.test_client()
used = lambda: psutil.Process().memory_info().rss / 2**20
address = "/snapshot.png?layout=5000x4800&scale=1&graticule=no&inset=no&layers=&title={}"
client.get("/snapshot.png?layout=640x360&layers=")
memory.release()
before = used()
assert client.get(address.format(1)).status_code == 200
memory.release()
print(used() - before, used())
"""
    grown, used = map(float, subprocess.check_output([sys.executable, "-c", program], text=True).split())
    assert grown < 80
    assert used < 400


def test_eight_at_once_are_all_answered_and_none_disturbs_another(store):
    app = create_app(store)
    app.service.drawing._wait_s = 60  # a loaded machine must not refuse one here
    wanted = [f"/snapshot.svg?{SMALL}&layers=line_of_occupation&title=Figure {n}" for n in range(8)]
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
        assert f"Figure {(n + 1) % 8}<".encode() not in got[address]
