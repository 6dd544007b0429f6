import os
import re
import time

import pytest

from briefings.shelf import FOLDER
from dashboard import deck_job
from dashboard.deck_job import JobError, Request


def test_a_kept_deck_is_given_once(tmp_path):
    token = deck_job.keep(b"deck", "a.pdf", tmp_path)
    assert deck_job.take(token, tmp_path) == (b"deck", "a.pdf")
    assert deck_job.take(token, tmp_path) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("token", ["..", "../..", "a" * 22, "", "/etc", "a" * 21 + "/", "%2e%2e"])
def test_a_token_that_nobody_was_given_fetches_nothing(token, tmp_path):
    kept = tmp_path / "decks"
    deck_job.keep(b"deck", "a.pdf", kept)
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    assert deck_job.take(token, kept) is None
    assert len(list(kept.iterdir())) == 1


def test_what_nobody_fetched_is_swept_away(tmp_path):
    old, new = (deck_job.keep(b"deck", "a.pdf", tmp_path) for _ in range(2))
    past = time.time() - 7200
    os.utime(tmp_path / old, (past, past))
    deck_job.sweep(tmp_path)
    assert [folder.name for folder in tmp_path.iterdir()] == [new]


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


def test_the_cache_is_a_folder_of_this_user_alone(tmp_path, monkeypatch):
    monkeypatch.setenv(deck_job.CACHE_VARIABLE, str(tmp_path / "new"))
    deck_job.cache_folder.cache_clear()
    folder = deck_job.cache_folder()
    deck_job.cache_folder.cache_clear()
    assert folder == tmp_path / "new"
    assert os.name == "nt" or folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
def test_a_cache_that_others_may_write_into_is_not_used(tmp_path, monkeypatch):
    tmp_path.chmod(0o777)
    monkeypatch.setenv(deck_job.CACHE_VARIABLE, str(tmp_path))
    deck_job.cache_folder.cache_clear()
    folder = deck_job.cache_folder()
    deck_job.cache_folder.cache_clear()
    assert folder != tmp_path
    folder.rmdir()


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
        deck_job.made(Request.of(asked), FOLDER, lambda *step: None)


def test_a_process_that_ends_without_an_answer_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(deck_job.sys, "executable", "false")
    with pytest.raises(JobError, match="ended before its time"):
        deck_job.make(Request(kind="pdf", briefing="default"), FOLDER, tmp_path, lambda *step: None)
