"""The same background callback through Celery and a real Redis, in processes of their own."""

import io
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard import background, deck_job
from dashboard.app import create_app
from tests.deck_client import TWO_SCENES, DeckClient
from tools.get_redis import find

PROJECT = Path(__file__).resolve().parents[1]


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture
def redis_url(tmp_path):
    program = find()
    if program is None:
        pytest.fail("No redis-server for this test; get one with: .venv/bin/python -m tools.get_redis")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 15
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        stop(server)


def test_a_deck_of_two_scenes_is_made_by_a_celery_worker(redis_url, tmp_path, monkeypatch):
    monkeypatch.setenv(background.REDIS_VARIABLE, redis_url)
    monkeypatch.setenv(deck_job.CACHE_VARIABLE, str(tmp_path))
    for kept in (deck_job.cache_folder, background.manager):
        kept.cache_clear()
    said = (tmp_path / "worker.log").open("wb")
    worker = subprocess.Popen(
        [sys.executable, "app.py", "worker"], cwd=PROJECT, env=os.environ.copy(), stdout=said, stderr=said
    )
    try:
        app = create_app()
        assert type(background.manager()).__name__ == "CeleryManager"
        client = DeckClient(app)
        client.start(key="1", kind="pptx", yaml=TWO_SCENES)
        link, told = client.finish(timeout_s=90)
        assert link["type"] == "A", link
        assert all(" of 3: " in text for text in told)
        deck = Presentation(io.BytesIO(client.http.get(link["props"]["href"]).data))
        assert [slide.shapes.title.text for slide in deck.slides][1:3] == ["The line", "The sea"]
    except AssertionError:
        print((tmp_path / "worker.log").read_text(encoding="utf-8"))
        raise
    finally:
        stop(worker)
        said.close()
        for kept in (deck_job.cache_folder, background.manager):
            kept.cache_clear()
