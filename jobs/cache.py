"""The folder in which a server keeps what it can make again, and a small store in it that survives damage.

Nothing in the folder is ever needed: what is damaged is set aside and made again, and where the disk is full the store
goes on in memory. The folder must be this user's alone, for whoever can write into it can replace decks.
"""

import logging
import os
import secrets
import shutil
import sqlite3
import stat
import tempfile
import threading
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Any

import diskcache
import platformdirs

from settings import SettingError

#: Where jobs and finished decks are kept; a server and its workers must share it.
CACHE_VARIABLE = "GUARANTEES_CACHE"
_KEPT_S = 3600
_BUSY_S = 2.0
_SECRET_BYTES = 32
_log = logging.getLogger(__name__)


@cache
def cache_folder() -> Path:
    """Return the folder of this user that nobody else can write into.

    Where no folder is named and the usual one cannot be made, a temporary one stands in.

    Raises
    ------
    SettingError
        If others may write into it, or the one that `GUARANTEES_CACHE` names cannot be used.
    """
    named = os.environ.get(CACHE_VARIABLE)
    folder = Path(named) if named else Path(platformdirs.user_cache_dir("guarantee-map", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _refuse_shared(folder)
        if os.access(folder, os.W_OK | os.X_OK):
            return folder
        reason = "it cannot be written into"
    except OSError as problem:
        reason = str(problem.strerror)
    if named:
        raise SettingError(
            f"The cache folder {folder} cannot be used ({reason}). Name another with {CACHE_VARIABLE}, or unset it."
        )
    spare = Path(tempfile.mkdtemp(prefix="guarantee-map-"))
    _log.warning("The cache folder %s cannot be used (%s); %s stands in.", folder, reason, spare)
    return spare


def _refuse_shared(folder: Path) -> None:
    if not hasattr(os, "getuid"):
        return
    state = folder.stat()
    mode = stat.S_IMODE(state.st_mode)
    if state.st_uid != os.getuid():
        found, advice = "belongs to another user", "Name a folder of your own"
    elif mode & (stat.S_IWGRP | stat.S_IWOTH):
        found, advice = f"may be written by others (mode {mode:o})", f"Run: chmod go-w '{folder}'"
    else:
        return
    raise SettingError(
        f"The cache folder {folder} {found}, who could replace the decks in it. {advice}; or name another folder "
        f"with {CACHE_VARIABLE}."
    )


def signing_secret() -> bytes:
    """Return the secret with which handles are signed: one for all processes that share the cache folder."""
    path = cache_folder() / "signing-secret"
    with suppress(OSError):
        found = path.read_bytes()
        if len(found) == _SECRET_BYTES:
            return found
        path.unlink()  # half a secret is none
    made = secrets.token_bytes(_SECRET_BYTES)
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(made)
        os.link(part, path)  # whole, and only where another process was not quicker
    except FileExistsError:
        return path.read_bytes()
    except OSError as problem:  # a full disk, or one without hard links: this process signs for itself
        _log.warning("The secret for handles cannot be kept (%s).", problem.strerror)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return made


class Store:
    """JSON values by key, shared by the processes that use the folder; each is forgotten after an hour.

    What cannot be written is held by this process, which logs it once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._memory: dict[str, Any] = {}
        self._warned = False
        self._disk: diskcache.Cache | None = None
        with suppress(OSError, sqlite3.Error, diskcache.Timeout):
            self._open()

    def get(self, key: str) -> Any:
        """Return a value, or None."""
        with self._lock:
            if key in self._memory:
                return self._memory[key]
        return self._do(lambda disk: disk.get(key), lambda: None)

    def set(self, key: str, value: Any) -> None:
        """Keep a value."""

        def write(disk: diskcache.Cache) -> None:
            disk.set(key, value, expire=_KEPT_S)
            with self._lock:
                self._memory.pop(key, None)

        def hold() -> None:
            with self._lock:
                self._memory[key] = value

        self._do(write, hold)

    def delete(self, key: str) -> None:
        """Forget a value."""
        with self._lock:
            self._memory.pop(key, None)
        self._do(lambda disk: disk.delete(key), lambda: None)

    def change(self, key: str, act: Callable[[Any], Any]) -> Any:
        """Replace a value by what `act` makes of it, with no other process in between; return the new one."""

        def on_disk(disk: diskcache.Cache) -> Any:
            with disk.transact():
                with self._lock:
                    before = self._memory[key] if key in self._memory else disk.get(key)
                after = act(before)
                disk.set(key, after, expire=_KEPT_S)
            with self._lock:
                self._memory.pop(key, None)
            return after

        def in_memory() -> Any:
            with self._lock:
                self._memory[key] = act(self._memory.get(key))
                return self._memory[key]

        return self._do(on_disk, in_memory)

    def _do(self, on_disk: Callable[[diskcache.Cache], Any], otherwise: Callable[[], Any]) -> Any:
        for _ in range(2):
            disk = self._disk
            try:
                if disk is None:
                    disk = self._open()
                return on_disk(disk)
            except (sqlite3.DatabaseError, OSError, diskcache.Timeout, ValueError, zlib.error) as problem:
                # The last two: what is there is not what was written.
                if not self._mended(disk):
                    if not self._warned:
                        self._warned = True
                        _log.warning(
                            "The cache %s cannot be used (%s); memory stands in.", self._folder, problem
                        )
                    break
        return otherwise()

    def _open(self) -> diskcache.Cache:
        with self._lock:
            if self._disk is None:
                if not is_sound(self._folder / diskcache.core.DBNAME):
                    _set_aside(self._folder)
                self._disk = diskcache.Cache(str(self._folder), disk=diskcache.JSONDisk, timeout=_BUSY_S)
            return self._disk

    def _mended(self, used: diskcache.Cache | None) -> bool:
        """Return whether the fault was a damaged database, which is then another's or a new one."""
        with self._lock:
            if self._disk is not used:  # another thread has mended it
                return True
            try:
                if used is not None and is_sound(self._folder / diskcache.core.DBNAME) and _is_open(used):
                    return False
                self._disk = None
                self._open()
            except (OSError, sqlite3.Error, diskcache.Timeout):
                return False
            return True


def _is_open(disk: diskcache.Cache) -> bool:
    """Return whether a cache still reads: not where its file was set aside by another process."""
    try:
        disk.get("", retry=False)
    except (sqlite3.DatabaseError, OSError, ValueError):
        return False
    return True


def is_sound(database: Path) -> bool:
    """Return whether a database of diskcache is whole, or not there yet."""
    if not database.exists():
        return True
    try:
        with closing(sqlite3.connect(database, timeout=_BUSY_S)) as connection:
            whole: bool = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'Cache'").fetchone()
            return whole and tables == (1,)
    except sqlite3.OperationalError as problem:  # busy or unreadable is not damaged
        return "malformed" not in str(problem)
    except sqlite3.DatabaseError:
        return False


def _set_aside(folder: Path) -> None:
    """Put a damaged cache beside its place, where the one before it goes."""
    aside = folder.with_name(f"{folder.name}.damaged")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        folder.rename(aside)
    except FileNotFoundError:  # another process was quicker
        return
    _log.warning("The cache %s was damaged: it is set aside as %s, and made again.", folder, aside.name)
