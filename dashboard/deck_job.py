"""Making one deck for the dashboard, in a process of its own, and keeping it until it is fetched.

The process is a new one: a job may run in a fork of a server that has threads, and there a lock that another thread
held would never open again; and Celery's processes may have no children of multiprocessing's kind.
"""

import json
import os
import re
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

#: Where jobs and finished decks are kept; a server and its workers must share it.
CACHE_VARIABLE = "GUARANTEES_CACHE"
_KEPT_S = 3600
_PROJECT = Path(__file__).parent.parent
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
Tell = Callable[[int, int, str], None]


class JobError(Exception):
    """A deck that could not be made; the text is for the person who asked."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a person asked for: a briefing by its id, or as YAML where it is only in their browser."""

    kind: str
    briefing: str = ""
    yaml: str = ""
    theme: str = "light"
    notes_pages: bool = False

    @classmethod
    def of(cls, data: Any) -> "Request":
        """Return the request that a page sent.

        Raises
        ------
        JobError
            If it is none.
        """
        texts: dict[str, str] = {}
        if isinstance(data, Mapping):
            texts = {name: data.get(name) or "" for name in ("kind", "briefing", "yaml", "theme")}
        if not texts or not all(isinstance(text, str) for text in texts.values()):
            raise JobError("The page asked for a deck in a way this server does not know. Reload the page.")
        texts["theme"] = texts["theme"] or "light"
        pages = data.get("notes_pages") is True and texts["kind"] == "pdf"
        return cls(**texts, notes_pages=pages)


@cache
def cache_folder() -> Path:
    """Return the folder of this user that nobody else can write into; a temporary one where there can be none."""
    named = os.environ.get(CACHE_VARIABLE)
    folder = Path(named) if named else Path(platformdirs.user_cache_dir("guarantee-map", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # What is kept there is unpickled, so it must be no one else's.
        mine = not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
        if mine and not stat.S_IMODE(folder.stat().st_mode) & stat.S_IWOTH and os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix="guarantee-map-"))


# -- making ----------------------------------------------------------------------------------------


def make(request: Request, briefings: Path, kept: Path, tell: Tell) -> tuple[str, str]:
    """Make a deck and return the token under which it waits, and the name of its file.

    `briefings` is the folder of the briefings that a request may name, `kept` that of finished decks.

    Raises
    ------
    JobError
        If it cannot be made; says why.
    """
    order = {"request": asdict(request), "briefings": str(briefings), "kept": str(kept)}
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard.deck_job"], cwd=_PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()  # it stays open: its end tells the other side that this one is gone
        for line in process.stdout:
            what, *values = json.loads(line)
            if what == "step":
                tell(*values)
            elif what == "done":
                return values[0], values[1]
            else:
                raise JobError(values[0])
    except BrokenPipeError:
        pass
    finally:
        process.kill()
        with suppress(BrokenPipeError):  # what it never read
            process.stdin.close()
        with process:  # waits for its end
            pass
    raise JobError("Making the deck ended before its time, perhaps for want of memory. Try again.")


def main() -> None:
    """Make the deck that standard input asks for; write steps, then token and name or what is wrong, as JSON lines."""
    # What libraries print must not come between: from here on it goes where errors go.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def answer(*message: Any) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    from briefings.faults import BriefingError
    from export.deck import DeckError

    order = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_input, daemon=True).start()
    try:
        body, name = made(
            Request(**order["request"]), Path(order["briefings"]), lambda *step: answer("step", *step)
        )
        answer("done", keep(body, name, Path(order["kept"])), name)
    except (BriefingError, DeckError) as reason:
        answer("failed", str(reason))
    except OSError as problem:
        answer("failed", f"The deck cannot be kept on the server ({problem.strerror}).")


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def made(request: Request, folder: Path, tell: Tell) -> tuple[bytes, str]:
    """Return the deck of a request, and the name of its file.

    Raises
    ------
    BriefingError
        If its YAML is no briefing.
    DeckError
        If there is no such briefing, or it cannot be made.
    """
    from briefings.figures import Library
    from briefings.loader import load
    from briefings.shelf import Shelf
    from dashboard.single_file import to_html
    from export.deck import DeckError, deck, file_name, read_kind

    library = Library()
    kind = read_kind(request.kind)
    if request.yaml:
        briefing = load(request.yaml, library, label="the briefing")
    else:
        shelf = Shelf(library, folder)
        found = shelf.get(request.briefing)
        if found is None:
            known = ", ".join(one.id for one in shelf.briefings()) or "none"
            raise DeckError(f"There is no briefing “{request.briefing[:60]}”; there are: {known}.")
        briefing = found
    theme: Any = request.theme
    body = deck(
        kind, briefing, library, progress=tell, theme=theme, notes_pages=request.notes_pages, web_page=to_html
    )
    return body, file_name(briefing, kind)


# -- keeping ---------------------------------------------------------------------------------------


def keep(body: bytes, name: str, kept: Path) -> str:
    """Keep a deck until it is fetched, for an hour at most, and return its token."""
    from export.files import write_whole

    kept.mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep(kept)
    token = secrets.token_urlsafe(16)
    folder = kept / token
    folder.mkdir(mode=0o700)
    write_whole(body, folder / name)
    return token


def take(token: str, kept: Path) -> tuple[bytes, str] | None:
    """Return a deck and its file's name, and keep it no longer; None if there is none of that token."""
    folder = kept / token
    if not _TOKEN.fullmatch(token) or not folder.is_dir():
        return None
    taken = folder.with_name(f"{token}.taken")
    try:
        folder.rename(taken)  # of two that fetch at once, one gets it
        file = next(path for path in taken.iterdir() if not path.name.endswith(".part"))
        return file.read_bytes(), file.name
    except (OSError, StopIteration):
        return None
    finally:
        shutil.rmtree(taken, ignore_errors=True)


def sweep(kept: Path, *, older_than_s: float = _KEPT_S) -> None:
    """Throw away what nobody fetched."""
    before = time.time() - older_than_s
    for folder in kept.iterdir():
        try:
            if folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # another process was quicker
            continue


if __name__ == "__main__":
    main()
