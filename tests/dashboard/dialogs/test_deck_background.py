import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from pptx import Presentation
from shipped import LAYERS

from dashboard.app import create_app
from jobs import broker, cache, deck_files
from tests.deck_client import TWO_SCENES, DeckClient

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    monkeypatch.delenv(broker.REDIS_VARIABLE, raising=False)
    monkeypatch.setenv(cache.CACHE_VARIABLE, str(tmp_path))
    cache.cache_folder.cache_clear()
    yield tmp_path
    cache.cache_folder.cache_clear()


@pytest.fixture
def client(own_cache):
    return DeckClient(create_app())


def test_a_deck_is_made_in_the_background_with_progress_and_fetched_as_often_as_wanted(client, tmp_path):
    client.start(key="1", kind="pptx", yaml=TWO_SCENES)
    link, told = client.finish()
    assert link["type"] == "A", link
    assert told, "no progress was shown"
    assert all(" of 3: " in text for text in told)
    address = link["props"]["href"]
    head = client.http.head(address)  # what download managers and link checkers send first
    assert (head.status_code, head.data) == (200, b"")
    answer = client.http.get(address)
    assert answer.headers["Content-Disposition"] == "attachment; filename=two-2026-01-31.pptx"
    assert answer.headers["Cache-Control"] == "no-store"
    assert head.headers["Content-Length"] == str(len(answer.data))
    titles = [slide.shapes.title.text for slide in Presentation(io.BytesIO(answer.data)).slides]
    assert titles[:3] == ["Two scenes", "The line", "The sea"]
    rest = client.http.get(address, headers={"Range": "bytes=1000-"})  # a download that broke off goes on
    assert (rest.status_code, rest.data) == (206, answer.data[1000:])
    old = time.time() - deck_files.KEPT_S - 1
    os.utime(tmp_path / "decks" / address.rpartition("/")[2], (old, old))
    late = client.http.get(address)
    assert late.status_code == 404
    assert "kept for an hour" in late.json["error"]


def children():
    return set(psutil.Process().children(recursive=True))


def wait_for(look, timeout_s=120):
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def test_cancelling_ends_every_process_and_leaves_no_file(client, tmp_path):
    before = children()
    client.start(key="3", kind="pdf", briefing="default", notes_pages=True)
    job = wait_for(lambda: children() - before)
    client.cancel()
    _, alive = psutil.wait_procs(job, timeout=120)
    assert alive == []
    assert children() - before == set()
    assert client.finish()[0]["props"]["children"] == "Cancelled. Nothing was made."
    assert list((tmp_path / "decks").rglob("*")) == []


def test_a_deck_whose_process_is_lost_says_so(client):
    before = children()
    client.start(key="4", kind="pdf", briefing="default")
    (job,) = wait_for(lambda: children() - before)
    job.kill()
    fault, _ = client.finish()
    assert fault["props"]["role"] == "alert"
    assert "not finished, perhaps because memory ran out. Try again." in fault["props"]["children"]


def test_a_deck_that_cannot_be_kept_says_so(client, tmp_path):
    shutil.rmtree(tmp_path / "decks", ignore_errors=True)
    (tmp_path / "decks").write_text("no folder: nothing can be written into it")
    client.start(key="5", kind="pptx", yaml=TWO_SCENES)
    fault, _ = client.finish()
    assert "cannot be stored on the server" in fault["props"]["children"]


@pytest.mark.wide
def test_a_page_opens_and_a_deck_is_made_where_the_database_is_damaged(own_cache):
    (own_cache / "jobs-2").mkdir()
    (own_cache / "jobs-2" / "cache.db").write_bytes(b"not a database" * 400)
    client = DeckClient(create_app())
    client.start(key="6", kind="pptx", yaml=TWO_SCENES)
    assert client.finish()[0]["type"] == "A"


def test_a_deck_shows_the_layers_of_its_own_app(own_cache):
    few = tuple(layer for layer in LAYERS if layer.id != "maritime_patrols")
    client = DeckClient(create_app(layers=few))
    create_app()  # another app of the same process takes nothing over
    client.start(key="7", kind="pptx", yaml=TWO_SCENES)
    fault, _ = client.finish()
    assert fault["props"]["role"] == "alert"
    assert "maritime_patrols" in fault["props"]["children"]


def started(port, folder):
    environment = os.environ | {cache.CACHE_VARIABLE: str(folder), "PORT": str(port)}
    environment.pop(broker.REDIS_VARIABLE, None)
    return subprocess.Popen(
        [sys.executable, "app.py"], cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL
    )


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@pytest.mark.wide
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
def test_a_stopped_server_leaves_no_child_and_frees_its_port(how, tmp_path):
    if signal.getsignal(how) is signal.SIG_IGN:
        pytest.skip(f"{how.name} is ignored by what runs this test, and so by the server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = started(port, tmp_path)
    try:
        client = DeckClient.of_address(f"http://127.0.0.1:{port}", wait_for)
        client.start(key="8", kind="pdf", briefing="default", notes_pages=True)
        of_server = psutil.Process(server.pid)
        wait_for(of_server.children)
        wait_for(lambda: client.poll().get("progress"))  # scenes are being drawn
        family = of_server.children(recursive=True)
        os.kill(server.pid, how)
        server.wait(120)
        _, alive = psutil.wait_procs(family, timeout=120)
        assert alive == []
        assert is_free(port)
    finally:
        server.kill()
        server.wait()


def test_the_dialog_offers_the_briefings_there_are(client):
    body = {
        "output": "deck-slot.children",
        "outputs": {"id": "deck-slot", "property": "children"},
        "inputs": [{"id": "deck-slot", "property": "data-value", "value": "dark"}],
        "changedPropIds": ["deck-slot.data-value"],
    }
    layout = client.http.post("/_dash-update-component", json=body).get_data(as_text=True)
    assert '"forceColorScheme":"dark"' in layout
    for id_ in ("deck-dialog", "deck-make", "deck-cancel", "deck-bar", "deck-result"):
        assert f'"{id_}"' in layout
    body = {
        "output": "..deck-dialog.opened...deck-briefing.data...deck-briefing.value..",
        "outputs": [
            {"id": "deck-dialog", "property": "opened"},
            {"id": "deck-briefing", "property": "data"},
            {"id": "deck-briefing", "property": "value"},
        ],
        "inputs": [{"id": "deck-open", "property": "n_clicks", "value": 1}],
        "state": [
            {"id": "deck-briefing", "property": "value", "value": "gone"},
            {"id": "deck-slot", "property": "data-value", "value": "dark en"},
        ],
        "changedPropIds": ["deck-open.n_clicks"],
    }
    shown = client.http.post("/_dash-update-component", json=body).json["response"]
    assert shown["deck-dialog"]["opened"] is True
    assert shown["deck-briefing"]["value"] == "default"
    assert shown["deck-briefing"]["data"][0]["label"].startswith("Security guarantees")
