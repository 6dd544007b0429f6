"""Who may work now, who waits, and who is asked to come back: what keeps a server answering while much is asked of it.

A request that waits holds one of the server's threads, so only a few may wait, and not for long.
"""

import math
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as WaitedTooLongError
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, jsonify

from i18n.spoken import worded

#: Threads of the server: as many as may work and wait, and some for what is answered at once.
SERVER_THREADS = 22
#: What a client that is refused is asked to wait. A figure of the usual size takes a second or two.
RETRY_AFTER_S = 3


class BusyError(Exception):
    """More is asked than can wait; the text is a sentence for whoever asked."""


class Turns:
    """Lets `at_once` work at a time and `waiting` more wait, each for at most `wait_s`; the others are refused.

    `doing`: what the others are busy with, as in "the server is drawing other figures". `idle` is called when
    nobody works any more.
    """

    def __init__(
        self,
        *,
        at_once: int,
        waiting: int,
        wait_s: float,
        doing: str,
        idle: Callable[[], None] = lambda: None,
    ) -> None:
        self._free = threading.Semaphore(at_once)
        self._most_waiting, self._wait_s, self._doing, self._idle = waiting, wait_s, doing, idle
        self._lock = threading.Lock()
        self._waiting = self._working = 0
        self.places = at_once + waiting

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold a turn within the block.

        Raises
        ------
        BusyError
            If too many wait already, or none came in time.
        """
        if not self._free.acquire(blocking=False):
            with self.wait():
                if not self._free.acquire(timeout=self._wait_s):
                    raise self._busy()
        with self._lock:
            self._working += 1
        try:
            yield
        finally:
            with self._lock:
                self._working -= 1
                is_idle = not self._working
            if is_idle:
                self._idle()  # still within the turn, so that it is not done twice at once
            self._free.release()

    @contextmanager
    def wait(self) -> Iterator[None]:
        """Hold one of the places of those who wait.

        Raises
        ------
        BusyError
            If there is none.
        """
        with self._lock:
            if self._waiting >= self._most_waiting:
                raise self._busy()
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1

    def result(self, work: "Future[Any]") -> Any:
        """Return what another thread is working on.

        Raises
        ------
        BusyError
            As `turn`.
        """
        with self.wait():
            try:
                return work.result(timeout=self._wait_s)
            except WaitedTooLongError:
                raise self._busy() from None

    def _busy(self) -> BusyError:
        return BusyError(
            worded(
                "The server is {doing}. Try again in {retry_after_s} seconds.",
                doing=self._doing,
                retry_after_s=RETRY_AFTER_S,
            )
        )


class Once:
    """Makes each thing once, however many ask for it at the same time.

    `kept`: a cache with `get` and `set`; `turns` says who may make one and who may wait.
    """

    def __init__(self, kept: Any, turns: Turns) -> None:
        self._kept, self._turns = kept, turns
        self._lock = threading.Lock()
        self._working: dict[Hashable, Future[Any]] = {}

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what is kept under a key, or make and keep it; what is kept waits for nobody.

        Raises
        ------
        BusyError
            If there is no turn for it.
        """
        with self._lock:
            made = self._kept.get(key)
            if made is not None:
                return made
            work = self._working.get(key)
            is_mine = work is None
            if work is None:
                work = self._working[key] = Future()
        if not is_mine:
            return self._turns.result(work)
        try:
            with self._turns.turn():
                made = make()
        except BaseException as problem:
            self._end(key)
            work.set_exception(problem)
            raise
        self._kept.set(key, made)
        self._end(key)
        work.set_result(made)
        return made

    def _end(self, key: Hashable) -> None:
        with self._lock:
            del self._working[key]


class Quiet:
    """Waits until nobody has asked for anything for `rest_s` seconds: for work that can wait and should slow nobody."""

    def __init__(self, rest_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest_s, self._clock = rest_s, clock
        self._heard = -math.inf

    def hear(self) -> None:
        """Note that somebody asks."""
        self._heard = self._clock()

    def wait(self, sleep: Callable[[float], None] = time.sleep) -> None:
        """Return once it is quiet."""
        while (left := self._heard + self._rest_s - self._clock()) > 0:
            sleep(left)


def register(server: Flask, quiet: Quiet) -> None:
    """Answer whoever is refused with 503, one line, and when to ask again; let `quiet` hear who asks."""
    server.before_request(quiet.hear)

    @server.errorhandler(BusyError)
    def busy(problem: BusyError) -> Response:
        return busy_answer(error=str(problem))


def busy_answer(**body: Any) -> Response:
    """Return the answer of a server that is busy."""
    response = jsonify(**body)
    response.status_code = 503
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response
