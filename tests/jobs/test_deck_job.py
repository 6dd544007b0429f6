import re
import time

import psutil
import pytest

from briefings.repository import FOLDER
from geodata.schema import DATA_DIR
from jobs import deck_job
from jobs.deck_job import Data, JobError, Request
from layers import LAYERS

pytestmark = pytest.mark.slow

DATA = Data(root=DATA_DIR, layers=LAYERS, briefings=FOLDER)
#: Quick to make: nothing is drawn.
WORDS = """schema_version: 1
id: words
title: Words
date: "2026-01-31"
scenes:
  - {id: alone, kind: text, title: Nothing but words, bullets: [One]}
"""
WHOLE = Request(kind="pdf", briefing="default", notes_pages=True)


@pytest.mark.parametrize(
    "sent", [None, 3, [], "pptx", {"kind": 3}, {"kind": ["pdf"]}, {"kind": "pdf", "yaml": {}}]
)
def test_a_request_that_is_none_is_refused(sent):
    if sent == {"kind": "pdf", "yaml": {}}:  # nothing in it is nothing
        assert Request.of(sent).yaml == ""
        return
    with pytest.raises(JobError, match="Reload the page"):
        Request.of(sent)


def test_notes_pages_are_for_pdf_alone():
    assert Request.of({"kind": "pdf", "briefing": "default", "notes_pages": True}).notes_pages
    assert not Request.of({"kind": "pptx", "briefing": "default", "notes_pages": True}).notes_pages


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"kind": "pptx", "briefing": "nowhere"}, "There is no briefing “nowhere”; there are: default"),
        ({"kind": "exe", "briefing": "default"}, "A deck is one of pptx, pdf, html"),
        (
            {"kind": "pdf", "briefing": "default", "theme": "pink"},
            "A theme is one of light, dark, print, safe",
        ),
        ({"kind": "pdf", "yaml": "scenes: 3"}, 'the briefing: "schema_version" must be 1, got nothing'),
        ({"kind": "pdf", "briefing": "../default"}, "There is no briefing"),
    ],
    ids=lambda part: part if isinstance(part, str) else None,
)
def test_what_cannot_be_made_is_told_in_words(asked, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        deck_job.made(Request.of(asked), DATA, lambda *step: None)


def test_a_process_that_ends_without_an_answer_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(deck_job.sys, "executable", "false")
    with pytest.raises(JobError, match="not finished"):
        deck_job.make(Request(kind="pdf", briefing="default"), DATA, tmp_path, lambda *step: None)


def test_a_deck_that_takes_too_long_is_stopped_and_nothing_of_it_runs_on(tmp_path):
    before = set(psutil.Process().children(recursive=True))
    with pytest.raises(JobError, match=r"took longer than 0\.005 minutes, and was stopped"):
        deck_job.make(WHOLE, DATA, tmp_path, lambda *step: None, limit_s=0.3)
    assert set(psutil.Process().children(recursive=True)) <= before


def lose(which):
    """Return what hears of a deck's steps, and at the first kills a process of it."""

    def tell(*_):
        (job,) = (child for child in psutil.Process().children() if "jobs.deck_job" in child.cmdline())
        which(job).kill()

    return tell


def helper_of(job):
    end = time.monotonic() + 120
    while time.monotonic() < end:
        for child in job.children():
            if any("spawn_main" in part for part in child.cmdline()):
                return child
        time.sleep(0.02)
    raise AssertionError("no helper draws")


@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize("which", [lambda job: job, helper_of], ids=["deck", "helper"])
def test_a_process_that_is_killed_is_told(which, tmp_path, monkeypatch):
    killed = []

    def tell(*_):
        if not killed:
            lose(which)()
            killed.append(which)

    with pytest.raises(JobError, match="perhaps because memory ran out"):
        deck_job.make(WHOLE, DATA, tmp_path, tell)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told(monkeypatch, tmp_path):
    (tmp_path / "decks").write_text("no folder: nothing can be written into it")
    with pytest.raises(
        JobError, match=r"cannot be stored on the server \(.+\). Try again when there is room"
    ):
        deck_job.make(Request(kind="pptx", yaml=WORDS), DATA, tmp_path / "decks", lambda *step: None)
