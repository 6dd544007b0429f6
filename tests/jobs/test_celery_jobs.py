"""The same background callback through Celery and a real Redis, in processes of their own."""

import io
import os
import signal
import socket
import subprocess
import sys
import time
from copy import copy
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard import ids
from dashboard.app import create_app
from jobs import broker, cache, celery_jobs
from tests.deck_client import TWO_SCENES, DeckClient
from tools.get_redis import find

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[2]


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture
def redis_url(redis_server):
    return redis_server[1]


@pytest.fixture
def redis_server(tmp_path):
    program = find()
    if program is None:
        pytest.fail("No redis-server for this test; get one with: .venv/bin/python -m tools.get_redis")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield server, f"redis://127.0.0.1:{port}/0"
    finally:
        stop(server)


@pytest.fixture
def with_redis(redis_url, tmp_path, monkeypatch):
    monkeypatch.setenv(broker.REDIS_VARIABLE, redis_url)
    monkeypatch.setenv(cache.CACHE_VARIABLE, str(tmp_path))
    cache.cache_folder.cache_clear()
    yield redis_url
    cache.cache_folder.cache_clear()


@pytest.fixture
def worker(with_redis, tmp_path):
    said = (tmp_path / "worker.log").open("wb")
    worker = subprocess.Popen(
        [sys.executable, "app.py", "worker"], cwd=PROJECT, env=os.environ.copy(), stdout=said, stderr=said,
        start_new_session=True,
    )  # fmt: skip
    yield worker
    stop(worker)
    said.close()
    print((tmp_path / "worker.log").read_text(encoding="utf-8"))


@pytest.mark.wide
def test_a_celery_worker_makes_a_deck_of_two_scenes_and_is_missed_when_it_is_lost(worker, store):
    """One worker for both: it takes seconds to start."""
    app = create_app(store)
    assert type(app.jobs).__name__ == "CeleryJobs"
    client = DeckClient(app)
    client.start(key="1", kind="pptx", yaml=TWO_SCENES)
    link, told = client.finish(timeout_s=240)
    assert link["type"] == "A", link
    assert all(" of 3: " in text or text == "First in line. No worker is running yet." for text in told)
    deck = Presentation(io.BytesIO(client.http.get(link["props"]["href"]).data))
    assert [slide.shapes.title.text for slide in deck.slides][1:3] == ["The line", "The sea"]

    client.start(key="2", kind="pdf", briefing="default", notes_pages=True)
    end = time.monotonic() + 240
    while " of " not in (client.poll().get("progress") or {}).get(f"{ids.DECK_PROGRESS}.children", ""):
        assert time.monotonic() < end, "no progress"
        time.sleep(0.1)
    os.killpg(worker.pid, signal.SIGKILL)
    fault, _ = client.finish()
    assert "The worker stopped before this deck was finished" in fault["props"]["children"]


def test_who_waits_for_workers_reads_the_place_and_the_eleventh_is_refused(with_redis, store):
    clients = [DeckClient(create_app(store))]
    clients += [copy(clients[0]) for _ in range(10)]
    for number, client in enumerate(clients):
        client.start(key=str(number), kind="pptx", yaml=TWO_SCENES)
    told = clients[2].poll()["progress"][f"{ids.DECK_PROGRESS}.children"]
    assert told == "Third in line. No worker is running yet."
    refused, _ = clients[10].finish()
    assert "Ten decks are already being made or waiting" in refused["props"]["children"]
    clients[0].cancel()
    assert clients[0].finish()[0]["props"]["children"] == "Cancelled. Nothing was made."
    assert clients[2].poll()["progress"][f"{ids.DECK_PROGRESS}.children"].startswith("Second in line.")


def test_a_deck_that_no_worker_takes_ends_in_a_sentence(with_redis, store, monkeypatch):
    monkeypatch.setattr(celery_jobs, "_NO_WORKER_S", 0.2)
    client = DeckClient(create_app(store))
    client.start(key="1", kind="pptx", yaml=TWO_SCENES)
    fault, _ = client.finish()
    assert "No worker is running to make the deck." in fault["props"]["children"]


def test_a_redis_that_is_down_is_told_and_the_page_opens(store, tmp_path, monkeypatch):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))  # and nobody listens
        port = probe.getsockname()[1]
    monkeypatch.setenv(broker.REDIS_VARIABLE, f"redis://127.0.0.1:{port}/0")
    _is_told(store, tmp_path, monkeypatch)


def test_a_redis_that_never_answers_is_told_and_the_page_opens(store, tmp_path, monkeypatch):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        monkeypatch.setenv(broker.REDIS_VARIABLE, f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        _is_told(store, tmp_path, monkeypatch)


def _is_told(store, tmp_path, monkeypatch):
    monkeypatch.setenv(cache.CACHE_VARIABLE, str(tmp_path))
    cache.cache_folder.cache_clear()
    client = DeckClient(create_app(store))
    client.start(key="1", kind="pptx", yaml=TWO_SCENES)
    fault, _ = client.finish()
    assert "The server cannot reach Redis" in fault["props"]["children"]
    cache.cache_folder.cache_clear()


def test_a_redis_that_goes_while_a_deck_waits_is_told(redis_server, store, tmp_path, monkeypatch):
    process, url = redis_server
    monkeypatch.setenv(broker.REDIS_VARIABLE, url)
    monkeypatch.setenv(cache.CACHE_VARIABLE, str(tmp_path))
    cache.cache_folder.cache_clear()
    client = DeckClient(create_app(store))
    client.start(key="1", kind="pptx", yaml=TWO_SCENES)
    assert "response" not in client.poll()
    stop(process)
    fault, _ = client.finish()
    assert "Try again when Redis is back" in fault["props"]["children"]
    cache.cache_folder.cache_clear()
