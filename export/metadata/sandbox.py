"""Reading a file from outside in a process of its own, which may take little memory and little time.

`extract` asks such a process what is embedded in a file. A process reads one file after the other, so that a file is
open in milliseconds; one that was stopped, that failed, or that has read a large file is replaced by a new one. How
many files are read at once is up to whoever asks (`dashboard.turns`).

The messages: a JSON line and bytes. To the process ``{"what": …, "kind": …, "size": …}`` and the file; back
``{"size": …}`` and what was found, ``{"none": true}``, or ``{"refused": text}``.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any, Literal

from export.metadata.containers import MAX_BRIEFING_BYTES, MAX_PROVENANCE_BYTES
from export.metadata.readers.kind import UnreadableError
from export.metadata.readers.kinds import kinds
from i18n.spoken import worded

MAX_READ_S = 4.0
MAX_MEMORY_BYTES = 384 << 20  # of addresses; with pikepdf loaded, 45 MB of them are in use
_FILES_EACH = 100
_LARGE_BYTES = 8 << 20
_MAX_HEAD_BYTES = 4096
_PROJECT = Path(__file__).parents[2]

What = Literal["provenance", "briefing"]


class _Process:
    """One process that reads files; not to be asked by two at once."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.files = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "export.metadata.sandbox"], cwd=_PROJECT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def ask(self, what: What, kind: str, data: bytes) -> tuple[dict[str, Any], bytes]:
        """Return the answer's line and bytes; no line where the process ended before it had answered."""
        to, back = self._process.stdin, self._process.stdout
        assert to is not None
        assert back is not None
        self.files += 1
        # A timer stops the process on every system; waiting for a pipe with a limit is different on each.
        timer = threading.Timer(MAX_READ_S, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            to.write(json.dumps({"what": what, "kind": kind, "size": len(data)}).encode() + b"\n")
            to.write(data)
            to.flush()
            line = back.readline(_MAX_HEAD_BYTES)
            answer: dict[str, Any] = json.loads(line) if line.endswith(b"\n") else {}
            size = min(answer.get("size", 0), max(MAX_PROVENANCE_BYTES, MAX_BRIEFING_BYTES) + 1)
            body = back.read(size)
            return (answer, body) if len(body) == size else ({}, b"")
        except (OSError, ValueError):
            return {}, b""
        finally:
            timer.cancel()

    def is_alive(self) -> bool:
        """Return whether it may be asked; the system ends the largest processes when its memory is short."""
        return self._process.poll() is None

    def end(self) -> None:
        """Stop the process, whatever it does."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self._process.wait()


_idle: list[_Process] = []
_lock = threading.Lock()


def extract(what: What, kind: str, data: bytes) -> bytes | None:
    """Return the provenance or the briefing in a file of a kind (`export.metadata.readers.kinds`), or None.

    Raises
    ------
    UnreadableError
        As the readers do, and if one takes more memory or more time than it may.
    """
    process = _taken()
    began = time.monotonic()
    is_sound = False
    try:
        answer, body = process.ask(what, kind, data)
        is_sound = bool(answer) and not answer.get("spent")
    finally:
        _give_back(process, is_sound and len(data) < _LARGE_BYTES)
    if not answer:
        too_long = time.monotonic() - began >= MAX_READ_S * 0.9
        limit = (
            worded("{max_read_s} seconds", max_read_s=f"{MAX_READ_S:g}")
            if too_long
            else worded("{max_memory_bytes} MB of memory", max_memory_bytes=MAX_MEMORY_BYTES >> 20)
        )
        raise UnreadableError(
            worded(
                "This {kind} takes more than {limit} to read, so it was not opened. Files made by this program "
                "never do: export it again, or open the scenario file (JSON).",
                kind=kind,
                limit=limit,
            )
        )
    if "refused" in answer:
        raise UnreadableError(answer["refused"])
    return None if "none" in answer else body


def end_all() -> None:
    """Stop the processes that wait for a file."""
    with _lock:
        ended = [_idle.pop() for _ in range(len(_idle))]
    for process in ended:
        process.end()


def _taken() -> _Process:
    with _lock:
        # A fork of the server has its pipes, but not the right to talk.
        mine = [process for process in _idle if process.owner == os.getpid() and process.is_alive()]
        _idle[:] = mine[:-1]
    return mine[-1] if mine else _Process()


def _give_back(process: _Process, is_sound: bool) -> None:
    if is_sound and process.files < _FILES_EACH:
        with _lock:
            _idle.append(process)
    else:
        process.end()


# --- the process that reads -------------------------------------------------------------------------


def main() -> None:
    """Read the files that standard input brings, until it ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not come between
    _limit_memory()
    threading.Thread(target=_end_with_parent, args=[os.getppid()], daemon=True).start()
    while line := sys.stdin.buffer.readline(_MAX_HEAD_BYTES):
        order = json.loads(line)
        _limit_time()
        answer, body = _answer(order["what"], order["kind"], sys.stdin.buffer, order["size"])
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.write(body)
        answers.flush()


def _answer(what: What, kind: str, source: IO[bytes], size: int) -> tuple[dict[str, Any], bytes]:
    try:
        data = source.read(size)
        reader = kinds()[kind]
        found = reader.provenance(data) if what == "provenance" else reader.briefing(data)
    except UnreadableError as reason:
        return {"refused": str(reason)}, b""
    except (MemoryError, RecursionError):
        text = worded(
            "This {kind} takes more than {max_memory_bytes} MB of memory to read, so it was not opened. Files "
            "made by this program never do: export it again, or open the scenario file (JSON).",
            kind=kind,
            max_memory_bytes=MAX_MEMORY_BYTES >> 20,
        )
        return {"refused": text, "spent": True}, b""
    return ({"none": True}, b"") if found is None else ({"size": len(found)}, found)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time alone is limited
        return
    for limit, maximum in (("RLIMIT_AS", MAX_MEMORY_BYTES), ("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", 0)):
        with contextlib.suppress(ValueError, OSError, AttributeError):  # macOS refuses the first
            resource.setrlimit(getattr(resource, limit), (maximum, maximum))


def _limit_time() -> None:
    """Give the next file its own seconds of the processor; the limit counts those of all so far."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    max_s = int(used.ru_utime + used.ru_stime + MAX_READ_S) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (max_s, hard))


def _end_with_parent(parent: int) -> None:
    """End soon after the server, also where a fork of it still holds the pipe."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


if __name__ == "__main__":
    main()
