import io
import time

import psutil
import pytest
from pptx import Presentation

from dashboard import background, deck_job
from dashboard.app import create_app
from tests.deck_client import TWO_SCENES, DeckClient


@pytest.fixture
def client(tmp_path, monkeypatch):
    monkeypatch.delenv(background.REDIS_VARIABLE, raising=False)
    monkeypatch.setenv(deck_job.CACHE_VARIABLE, str(tmp_path))
    for kept in (deck_job.cache_folder, background.manager):
        kept.cache_clear()
    yield DeckClient(create_app())
    for kept in (deck_job.cache_folder, background.manager):
        kept.cache_clear()


def test_a_deck_is_made_in_the_background_with_progress_and_fetched_once(client, tmp_path):
    client.start(key="1", kind="pptx", yaml=TWO_SCENES)
    link, told = client.finish()
    assert link["type"] == "A", link
    assert told, "no progress was shown"
    assert all(" of 3: " in text for text in told)
    answer = client.http.get(link["props"]["href"])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="two-2026-01-31.pptx"'
    assert answer.headers["Cache-Control"] == "no-store"
    titles = [slide.shapes.title.text for slide in Presentation(io.BytesIO(answer.data)).slides]
    assert titles[:3] == ["Two scenes", "The line", "The sea"]
    again = client.http.get(link["props"]["href"])
    assert again.status_code == 404
    assert "fetched already" in again.json["error"]
    assert list((tmp_path / "decks").iterdir()) == []


def test_cancelling_ends_every_process_and_leaves_no_file(client, tmp_path):
    before = set(psutil.Process().children(recursive=True))
    client.start(key="3", kind="pdf", briefing="default", notes_pages=True)
    job: set[psutil.Process] = set()
    end = time.monotonic() + 30
    while len(job) < 2 and time.monotonic() < end:  # the job, and the process that it starts to make the deck
        job |= set(psutil.Process().children(recursive=True)) - before
        time.sleep(0.02)
    assert len(job) == 2
    client.cancel()
    _, alive = psutil.wait_procs(job, timeout=2)
    assert alive == []
    assert list((tmp_path / "decks").rglob("*")) == []


def test_the_dialog_offers_the_briefings_there_are(client):
    layout = client.http.get("/_dash-layout").get_data(as_text=True)
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
        "state": [{"id": "deck-briefing", "property": "value", "value": "gone"}],
        "changedPropIds": ["deck-open.n_clicks"],
    }
    shown = client.http.post("/_dash-update-component", json=body).json["response"]
    assert shown["deck-dialog"]["opened"] is True
    assert shown["deck-briefing"]["value"] == "default"
    assert shown["deck-briefing"]["data"][0]["label"].startswith("Security guarantees")


@pytest.mark.parametrize("url", ["http://127.0.0.1", "127.0.0.1:6379", "redis"])
def test_an_address_that_is_no_redis_is_refused_in_words(url, monkeypatch):
    monkeypatch.setenv(background.REDIS_VARIABLE, url)
    background.manager.cache_clear()
    with pytest.raises(background.SettingError, match="must begin with redis:// or rediss://"):
        background.manager()
    background.manager.cache_clear()


def test_a_password_in_a_wrong_address_is_not_shown(monkeypatch):
    monkeypatch.setenv(background.REDIS_VARIABLE, "http://me:secret@host")
    background.manager.cache_clear()
    with pytest.raises(background.SettingError, match="an address with a password") as refused:
        background.manager()
    assert "secret" not in str(refused.value)
    background.manager.cache_clear()
