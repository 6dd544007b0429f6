"""Finished decks: each waits under a token for an hour, and can be fetched as often as anyone likes until then."""

import re
import secrets
import shutil
import time
from pathlib import Path

from i18n.spoken import worded

KEPT_S = 3600
#: More than so many bytes of finished decks are not kept: the disk is not the server's alone.
MAX_KEPT_BYTES = 2 << 30
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


class NoRoomError(Exception):
    """A deck that cannot be kept; the text says why and what to do."""


def keep(body: bytes, name: str, kept: Path) -> str:
    """Keep a deck for an hour, and return its token.

    Raises
    ------
    NoRoomError
        If there are as many decks as may be kept.
    OSError
        If it cannot be written.
    """
    from export.files import write_whole

    kept.mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep(kept)
    if len(body) + sum(path.stat().st_size for path in kept.glob("*/*")) > MAX_KEPT_BYTES:
        raise NoRoomError(
            worded(
                "The server keeps {max_kept_bytes} GB of finished decks already. Try again in an hour, when they "
                "have been deleted.",
                max_kept_bytes=MAX_KEPT_BYTES >> 30,
            )
        )
    token = secrets.token_urlsafe(16)
    folder = kept / token
    folder.mkdir(mode=0o700)
    try:
        write_whole(body, folder / name)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return token


def find(token: str, kept: Path) -> Path | None:
    """Return the file of a finished deck; None if there is none of that token, or its hour has passed."""
    if not _TOKEN.fullmatch(token):
        return None
    folder = kept / token
    if not folder.is_dir() or _is_old(folder, KEPT_S):
        return None
    return next((path for path in folder.iterdir() if not path.name.endswith(".part")), None)


def sweep(kept: Path, *, older_than_s: float = KEPT_S) -> None:
    """Delete the decks whose hour has passed."""
    for folder in kept.iterdir():
        if _is_old(folder, older_than_s):
            shutil.rmtree(folder, ignore_errors=True)


def _is_old(folder: Path, older_than_s: float) -> bool:
    try:
        return folder.stat().st_mtime < time.time() - older_than_s
    except OSError:  # another process was quicker
        return True
