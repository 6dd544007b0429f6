"""Decks of one machine: two are made, eight wait, more are refused; Dash's background callback asks and polls.

A job is a thread of the server that waits for its turn and then starts a process of its own (`jobs.deck_job`).
The server is never forked, so no child holds its port. Which jobs there are lies in the cache folder, so that several
servers on one machine share the line and any of them can answer. A handle names the server that has the job by process
id and start time: a number that the system has given to another process since means nothing.
"""

import logging
import os
import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import psutil
from dash.background_callback.managers import BaseBackgroundCallbackManager

from jobs.cache import Store
from jobs.deck_job import CancelledError

RUNNING, WAITING = 2, 8
_LINE = "line"
_TURN_S = 0.2
#: Clocks are set now and then, and start times with them; no process number comes back so soon.
_SAME_START_S = 2.0
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
REFUSED = "Two decks are being made and eight are waiting. Try again in a few minutes."
CANCELLED = "Cancelled. Nothing was made."
LOST = "The server was restarted while this deck was being made. Make it again."
BROKEN = "Making the deck failed on the server; its log says why. Try again."
_log = logging.getLogger(__name__)

Progress = Callable[[Sequence[Any]], None]
#: Makes what the page shows in the end: it gets how to tell progress, whether it is cancelled, and what was asked.
Work = Callable[[Progress, Callable[[], bool], Any], Any]
#: Makes what the page shows of a sentence that says what went wrong.
Fault = Callable[[str], Any]


def in_line(place: int) -> str:
    """Return what a person reads who waits; `place` is 0 for who is next."""
    return f"{_PLACES[place].capitalize() if place < len(_PLACES) else f'Number {place + 1}'} in line."


@cache
def this_process() -> str:
    """Return the id and the start time of this process, as text."""
    return f"{os.getpid()}-{psutil.Process().create_time():.2f}"


def is_alive(owner: str) -> bool:
    """Return whether the process of an id and start time still runs."""
    pid, _, started = owner.partition("-")
    try:
        return abs(psutil.Process(int(pid)).create_time() - float(started)) < _SAME_START_S
    except (psutil.Error, ValueError, OverflowError):
        return False


class LocalJobs(BaseBackgroundCallbackManager):  # type: ignore[misc]  # Dash's managers have no types
    """Runs the one kind of job there is, in threads and processes of this machine."""

    def __init__(self, store: Store, work: Work, fault: Fault) -> None:
        self._store, self._work, self._fault = store, work, fault
        super().__init__(None)

    # -- what Dash asks for --

    def make_job_fn(self, fn: Any, progress: Any, key: Any = None) -> Any:
        """Return the function as it is; the job is `work`, whatever other apps of this process have registered."""
        return fn

    def call_job_fn(self, key: str, job_fn: Any, args: Sequence[Any], context: Any) -> str:
        """Put a job in the line, or refuse it; return its handle."""
        handle = f"{this_process()}-{key}"
        joined = False

        def join(line: Any) -> list[str]:
            nonlocal joined
            kept = [other for other in line or [] if is_alive(_owner(other))]
            joined = len(kept) < RUNNING + WAITING
            return [*kept, handle] if joined else kept

        self._store.change(_LINE, join)
        if joined:
            threading.Thread(target=self._run, args=[handle, key, args[0]], daemon=True).start()
        else:
            self._store.set(key, self._fault(REFUSED))
        return handle

    def get_progress(self, key: str) -> Any:
        """Return the bar's value and text: the place in the line, or how far the deck is."""
        line = self._line()
        place = next((i for i, handle in enumerate(line) if handle.endswith(f"-{key}")), 0)
        if place < RUNNING:
            return self._store.get(self._make_progress_key(key))
        return [0, f"{in_line(place - RUNNING)} Two decks are being made."]

    def get_result(self, key: str, job: str) -> Any:
        """Return what the page shows in the end, or that there is nothing yet."""
        found = self._store.get(key)
        if found is not None:
            return found
        if job and not self.job_running(job):
            found = self._store.get(key)  # it ended between the two looks
            return self._fault(LOST) if found is None else found
        return self.UNDEFINED

    def job_running(self, job: str) -> bool:
        """Return whether a job runs or waits."""
        return job in self._line() and is_alive(_owner(job))

    def terminate_job(self, job: str | None) -> None:
        """Take a job out of the line; whoever makes it sees that, and ends its process."""
        if job and job in self._line():
            self._leave(job)
            key = job.rpartition("-")[2]
            if self._store.get(key) is None:
                self._store.set(key, self._fault(CANCELLED))

    def terminate_unhealthy_job(self, job: str) -> bool:
        """Return False: there are none, a job whose process is lost has ended with a sentence."""
        return False

    def result_ready(self, key: str) -> bool:
        """Return whether a job has ended."""
        return self._store.get(key) is not None

    def clear_cache_entry(self, key: str) -> None:
        """Forget a result."""
        self._store.delete(key)

    def get_updated_props(self, key: str) -> dict[str, Any]:
        """Return nothing: a job sets no other part of the page."""
        return {}

    # -- the line --

    def _line(self) -> list[str]:
        return self._store.get(_LINE) or []

    def _leave(self, handle: str) -> None:
        self._store.change(_LINE, lambda line: [other for other in line or [] if other != handle])

    def _place(self, handle: str) -> int | None:
        """Return how many jobs of servers that still run come before one; None where it was cancelled."""
        line = self._line()
        if handle not in line:
            return None
        return sum(is_alive(_owner(other)) for other in line[: line.index(handle)])

    def _run(self, handle: str, key: str, asked: Any) -> None:
        waiting = threading.Event()
        outcome = self._fault(BROKEN)
        try:
            while (place := self._place(handle)) is not None and place >= RUNNING:
                waiting.wait(_TURN_S)
            if place is None:
                return

            def tell(progress: Sequence[Any]) -> None:
                self._store.set(self._make_progress_key(key), list(progress))

            outcome = self._work(tell, lambda: handle not in self._line(), asked)
        except CancelledError:
            outcome = self._fault(CANCELLED)
        except Exception:  # the page must hear of whatever it was
            _log.exception("A deck could not be made.")
        finally:
            if self._store.get(key) is None:
                self._store.set(key, outcome)
            self._leave(handle)


def _owner(handle: str) -> str:
    return handle.rpartition("-")[0]
