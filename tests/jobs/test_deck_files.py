"""Finished decks wait for their hour, and no longer."""

import errno
import os
import time

import pytest

from jobs import deck_files


def test_a_kept_deck_is_found_as_often_as_anyone_likes(tmp_path):
    token = deck_files.keep(b"deck", "a.pdf", tmp_path)
    for _ in range(2):
        found = deck_files.find(token, tmp_path)
        assert (found.read_bytes(), found.name) == (b"deck", "a.pdf")


@pytest.mark.parametrize("token", ["..", "../..", "a" * 22, "", "/etc", "a" * 21 + "/", "%2e%2e"])
def test_a_token_that_nobody_was_given_fetches_nothing(token, tmp_path):
    kept = tmp_path / "decks"
    deck_files.keep(b"deck", "a.pdf", kept)
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    assert deck_files.find(token, kept) is None
    assert len(list(kept.iterdir())) == 1


def test_what_has_had_its_hour_is_not_found_and_swept_away(tmp_path):
    old, new = (deck_files.keep(b"deck", "a.pdf", tmp_path) for _ in range(2))
    past = time.time() - 7200
    os.utime(tmp_path / old, (past, past))
    assert deck_files.find(old, tmp_path) is None
    deck_files.sweep(tmp_path)
    assert [folder.name for folder in tmp_path.iterdir()] == [new]


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(self, body):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        deck_files.keep(b"deck", "a.pdf", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_more_than_the_disk_may_hold_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(deck_files, "MAX_KEPT_BYTES", 9)
    deck_files.keep(b"12345", "a.pdf", tmp_path)
    with pytest.raises(deck_files.NoRoomError, match=r"finished decks already\. Try again in an hour"):
        deck_files.keep(b"12345", "a.pdf", tmp_path)
