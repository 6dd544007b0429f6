"""What the server keeps can be damaged, full or shared: it is made again, done without, or refused."""

import logging
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from jobs import cache
from jobs.cache import SettingError, Store, cache_folder, signing_secret

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")


@pytest.fixture(autouse=True)
def named(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setenv(cache.CACHE_VARIABLE, str(folder))
    cache_folder.cache_clear()
    yield folder
    cache_folder.cache_clear()


@POSIX
def test_the_cache_is_a_folder_of_this_user_alone(named):
    assert cache_folder() == named
    assert named.stat().st_mode & 0o777 == 0o700


@POSIX
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o720, 0o702, 0o1777])
def test_a_cache_that_others_may_write_into_is_refused_with_what_to_do(mode, named):
    named.mkdir()
    named.chmod(mode)
    with pytest.raises(SettingError) as refused:
        cache_folder()
    assert str(refused.value) == (
        f"The cache folder {named} may be written by others (mode {mode:o}), who could replace the decks in it. "
        f"Run: chmod go-w '{named}'; or name another folder with GUARANTEES_CACHE."
    )
    named.chmod(mode & ~0o022)
    assert cache_folder() == named


@POSIX
def test_a_cache_of_another_user_is_refused(named, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: named.parent.stat().st_uid + 1)
    with pytest.raises(SettingError, match=r"belongs to another user.*Name a folder of your own"):
        cache_folder()


def test_a_named_cache_that_cannot_be_made_is_refused(named):
    named.write_text("a file")
    with pytest.raises(SettingError, match=r"cannot be used \(.+\)\. Name another with GUARANTEES_CACHE"):
        cache_folder()


def test_where_the_usual_cache_cannot_be_made_a_temporary_one_stands_in(named, monkeypatch, caplog):
    monkeypatch.delenv(cache.CACHE_VARIABLE)
    named.write_text("a file")
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *_, **__: str(named))
    spare = cache_folder()
    assert spare.is_dir()
    assert len(caplog.records) == 1
    spare.rmdir()


def database(folder):
    return Path(folder) / "cache.db"


def overwrite_all(path):
    path.write_bytes(b"not a database" * 400)


def overwrite_the_middle(path):
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(3 * 4096))


def empty(path):
    path.write_bytes(b"")


def cut_off(path):
    with path.open("r+b") as file:
        file.truncate(6000)


def drop_the_table(path):
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE Cache")


DAMAGE = pytest.mark.parametrize(
    "damage", [overwrite_all, overwrite_the_middle, empty, cut_off, drop_the_table]
)


def at_rest(folder):
    """A database with something in it, all of it in its file."""
    store = Store(folder)
    store.set("a", 1)
    store._disk.close()
    for journal in folder.glob("cache.db-*"):
        journal.unlink()


@DAMAGE
def test_a_damaged_database_is_set_aside_and_made_again_with_one_line_in_the_log(damage, tmp_path, caplog):
    folder = tmp_path / "jobs"
    at_rest(folder)
    damage(database(folder))
    store = Store(folder)
    store.set("b", 2)
    assert Store(folder).get("b") == 2
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "was damaged: it is set aside as jobs.damaged, and made again" in caplog.text
    assert database(tmp_path / "jobs.damaged").exists()


@pytest.mark.parametrize("damage", [overwrite_all, drop_the_table])
def test_a_database_damaged_while_it_is_used_is_mended_in_the_running_server(damage, tmp_path, caplog):
    folder = tmp_path / "jobs"
    store = Store(folder)
    store.set("a", 1)
    damage(database(folder))
    store.set("b", {"c": [2]})
    assert store.get("b") == {"c": [2]}
    assert store.change("n", lambda n: (n or 0) + 1) == 1
    assert len(caplog.records) <= 1


def test_a_database_that_is_swept_away_is_made_again(tmp_path):
    store = Store(tmp_path / "jobs")
    store.set("a", 1)
    shutil.rmtree(tmp_path / "jobs")
    store.set("b", 2)
    assert store.get("b") == 2


def test_a_full_disk_is_gone_on_without_and_told_in_one_line(tmp_path, monkeypatch, caplog):
    store = Store(tmp_path / "jobs")
    store.set("a", 1)

    def full(*_, **__):
        raise sqlite3.OperationalError("database or disk is full")

    for name in ("set", "transact"):
        monkeypatch.setattr(store._disk, name, full)
    store.set("a", 2)
    assert store.change("n", lambda n: (n or 0) + 1) == 1
    assert store.change("n", lambda n: (n or 0) + 1) == 2
    assert store.get("a") == 2
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "disk is full" in caplog.text
    monkeypatch.undo()  # there is room again
    store.set("a", 3)
    assert store.change("n", lambda n: n + 1) == 3
    assert (Store(tmp_path / "jobs").get("a"), Store(tmp_path / "jobs").get("n")) == (3, 3)


def test_a_disk_that_takes_nothing_from_the_start_is_done_without(tmp_path, caplog):
    (tmp_path / "jobs").write_text("no folder: nothing can be written into it")
    store = Store(tmp_path / "jobs")
    store.set("a", 1)
    assert store.get("a") == 1
    assert store.change("a", lambda a: a + 1) == 2
    store.delete("a")
    assert store.get("a") is None
    assert len(caplog.records) == 1


def test_nothing_that_is_kept_is_unpickled(tmp_path):
    store = Store(tmp_path / "jobs")
    with pytest.raises(TypeError, match="not JSON serializable"):
        store.set("a", object())


def test_all_processes_of_a_folder_sign_with_one_secret(named):
    first = signing_secret()
    assert len(first) == 32
    assert signing_secret() == first
    assert os.name == "nt" or (named / "signing-secret").stat().st_mode & 0o777 == 0o600
    (named / "signing-secret").write_bytes(first[:7])
    second = signing_secret()
    assert len(second) == 32
    assert second != first
    assert signing_secret() == second
    assert [path.name for path in named.iterdir()] == ["signing-secret"]
