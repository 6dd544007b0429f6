"""Making one deck for the dashboard, in a process of its own.

The process is a new one, never a fork: of a server that has threads, a fork would copy locks that another thread holds
and the socket it listens on; and Celery's processes may have no children of multiprocessing's kind.
"""

import base64
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from i18n.spoken import worded
from jobs import deck_files

#: The longest that one deck may take.
LIMIT_S = 600.0
_PROJECT = Path(__file__).parent.parent
_LOOK_S = 0.1
_NICE = 5
Tell = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


class JobError(Exception):
    """A deck that could not be made; the text is for the person who asked."""


class CancelledError(Exception):
    """Whoever asked for the deck has cancelled it; nothing is left of it."""


@dataclass(frozen=True, kw_only=True)
class Data:
    """What decks are made of: the data folder, the layers over it, and the folder of the shipped briefings."""

    root: Path
    layers: tuple[Any, ...]
    briefings: Path

    def packed(self) -> str:
        """Return it as text for a process of our own; layers are named by their modules, as pickle does.

        Raises
        ------
        JobError
            If a layer is not defined in a module.
        """
        try:
            return base64.b64encode(pickle.dumps(self)).decode()
        except (pickle.PicklingError, AttributeError, TypeError) as problem:
            raise JobError(
                worded(
                    "A layer of this server cannot be drawn in a process of its own ({problem}).",
                    problem=problem,
                )
            ) from None

    @staticmethod
    def unpacked(text: str) -> "Data":
        """Return what `packed` made; never of a text from elsewhere."""
        found: Data = pickle.loads(base64.b64decode(text))
        return found


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a person asked for: a briefing by its id, or as YAML where it is only in their browser."""

    kind: str
    briefing: str = ""
    yaml: str = ""
    theme: str = "light"
    lang: str = "en"
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
            texts = {name: data.get(name) or "" for name in ("kind", "briefing", "yaml", "theme", "lang")}
        if not texts or not all(isinstance(text, str) for text in texts.values()):
            raise JobError(
                worded("The page asked for a deck in a way this server does not know. Reload the page.")
            )
        texts["theme"] = texts["theme"] or "light"
        texts["lang"] = texts["lang"] or "en"
        pages = data.get("notes_pages") is True and texts["kind"] == "pdf"
        return cls(**texts, notes_pages=pages)


# -- making ----------------------------------------------------------------------------------------


def make(
    request: Request,
    data: Data,
    kept: Path,
    tell: Tell,
    *,
    cancelled: Cancelled = lambda: False,
    limit_s: float = LIMIT_S,
) -> tuple[str, str]:
    """Make a deck and return the token under which it waits in `kept`, and the name of its file.

    `cancelled` is asked several times a second.

    Raises
    ------
    JobError
        If it cannot be made, or not within `limit_s`; says why.
    CancelledError
        If `cancelled` said so.
    """
    order = {"request": asdict(request), "data": data.packed(), "kept": str(kept)}
    # Nothing is inherited but the three standard streams, so the server's port is free as soon as the server is gone.
    process = subprocess.Popen(
        [sys.executable, "-m", "jobs.deck_job"], cwd=_PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    watch = _Watch(process, cancelled, limit_s)
    try:
        return _answer(process, order, tell)
    except _EndedError:
        reason = watch.reason
        raise (
            reason
            if reason
            else JobError(worded("The deck was not finished, perhaps because memory ran out. Try again."))
        ) from None
    finally:
        watch.end()


class _EndedError(Exception):
    """The process ended without an answer."""


def _answer(process: "subprocess.Popen[bytes]", order: Mapping[str, Any], tell: Tell) -> tuple[str, str]:
    """Return what the process answers in the end; steps before that are passed on."""
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(BrokenPipeError):
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
    raise _EndedError


class _Watch:
    """Ends a process with all that it started: when it is cancelled, when its time is up, and at the end."""

    def __init__(self, process: "subprocess.Popen[bytes]", cancelled: Cancelled, limit_s: float) -> None:
        self.reason: Exception | None = None
        self._process, self._cancelled, self._limit_s = process, cancelled, limit_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        until = time.monotonic() + self._limit_s
        while not self._over.wait(_LOOK_S):
            if self._cancelled():
                self.reason = CancelledError()
            elif time.monotonic() > until:
                self.reason = JobError(
                    worded(
                        "Making the deck took longer than {value} minutes, and was stopped. Use fewer scenes, or "
                        "the command: python app.py deck.",
                        value=f"{self._limit_s / 60:g}",
                    )
                )
            if self.reason:
                self._kill()
                return

    def end(self) -> None:
        self._over.set()
        self._thread.join()
        self._kill()
        process = self._process
        for stream in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):  # what it never read
                if stream:
                    stream.close()
        process.wait()

    def _kill(self) -> None:
        # Not waited for yet, so its number is still its own, and no other process can be hit.
        if self._process.returncode is not None:
            return
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)  # it leads a group of its own
        self._process.kill()


def main() -> None:
    """Make the deck that standard input asks for; write steps, then token and name or what is wrong, as JSON lines."""
    # What libraries print must not come between: from here on it goes where errors go.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def answer(*message: Any) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    from briefings.validation import BriefingError
    from export.decks.build import DeckError

    if hasattr(os, "nice"):
        os.nice(_NICE)  # a page that somebody waits for comes first
    order = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_input, daemon=True).start()
    try:
        body, name = made(
            Request(**order["request"]), Data.unpacked(order["data"]), lambda *step: answer("step", *step)
        )
        answer("done", deck_files.keep(body, name, Path(order["kept"])), name)
    except (BriefingError, DeckError, deck_files.NoRoomError) as reason:
        answer("failed", str(reason))
    except OSError as problem:
        answer(
            "failed",
            worded(
                "The deck cannot be stored on the server ({strerror}). Try again when there is room.",
                strerror=problem.strerror,
            ),
        )


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)  # and with it all that it started
    os._exit(1)


def made(request: Request, data: Data, tell: Tell) -> tuple[bytes, str]:
    """Return the deck of a request, and the name of its file.

    Raises
    ------
    BriefingError
        If its YAML is no briefing.
    DeckError
        If there is no such briefing, or it cannot be made.
    """
    from briefings.loader import load
    from briefings.placeholders import Library
    from briefings.repository import BriefingRepository
    from export.decks.build import DeckError, deck, file_name, read_kind
    from geodata.store import Store

    library = Library(Store(data.root), layers=data.layers)
    kind = read_kind(request.kind)
    if request.yaml:
        briefing = load(request.yaml, library, label=worded("the briefing"))
    else:
        repository = BriefingRepository(library, data.briefings)
        found = repository.get(request.briefing)
        if found is None:
            known = ", ".join(one.id for one in repository.briefings()) or "none"
            raise DeckError(
                worded(
                    "There is no briefing “{request}”; there are: {known}.",
                    request=request.briefing[:60],
                    known=known,
                )
            )
        briefing = found
    theme: Any = request.theme
    body = deck(
        kind,
        briefing,
        library,
        progress=tell,
        theme=theme,
        lang=request.lang,
        notes_pages=request.notes_pages,
    )
    return body, file_name(briefing, kind)


if __name__ == "__main__":
    from jobs import deck_job  # the module that pickles name, not this run of it

    deck_job.main()
