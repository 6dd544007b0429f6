"""Decks made by Celery workers that share a Redis with the servers (``python app.py worker``).

Dash's own manager knows no broken Redis and no lost worker. Here every question is bounded in time, a worker's task
beats once a second, and what does not answer ends as a sentence on the page within five seconds.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar

from celery import Celery, signals
from dash import CeleryManager
from kombu.exceptions import OperationalError
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from jobs.local import BROKEN, CANCELLED, RUNNING, WAITING, Fault, in_line

T = TypeVar("T")
_ANSWER_S = 1.5
_BEAT_S, _BEAT_KEPT_MS = 1.0, 4000
_KEPT_S = 3600
#: A page that has not asked for so long is closed, and its place in the line free. Browsers slow hidden pages down.
_CLOSED_S = 90.0
#: How long a deck waits for any worker to be there.
_NO_WORKER_S = 60.0
_PREFIX = "guarantees-deck"
_LINE, _WORKER = f"{_PREFIX}:line", f"{_PREFIX}:worker"
REFUSED = "Ten decks are already being made or waiting. Try again in a few minutes."
NO_REDIS = "The server cannot reach Redis, which hands decks to the workers. Try again when Redis is back."
LOST = "The worker stopped before this deck was finished, perhaps because memory ran out. Try again."
NO_WORKER = "No worker is running to make the deck. Start one with: python app.py worker"
_log = logging.getLogger(__name__)


def celery_app(url: str) -> Celery:
    """Return the Celery of a Redis: its broker and where results are kept."""
    app = Celery("guarantees", broker=url, backend=url)
    app.conf.update(
        result_expires=_KEPT_S,
        worker_prefetch_multiplier=1,  # a worker takes the next deck when it has made one
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=2,
        task_publish_retry=False,  # whoever waits for an answer gets one
        redis_socket_connect_timeout=2,
        broker_transport_options={"socket_connect_timeout": 2},
        result_backend_transport_options={"retry_policy": {"max_retries": 1, "timeout": 2.0}},
        worker_hijack_root_logger=False,
    )
    return app


def _client(url: str) -> "Redis":
    return Redis.from_url(
        url.replace("redis+socket://", "unix://"), socket_timeout=_ANSWER_S,
        socket_connect_timeout=_ANSWER_S, retry=Retry(NoBackoff(), 0),
    )  # fmt: skip


def has_worker(url: str) -> bool:
    """Return whether a worker of a Redis tells that it is there.

    Raises
    ------
    RedisError
        If Redis does not answer.
    """
    return bool(_client(url).exists(_WORKER))


class CeleryJobs(CeleryManager):  # type: ignore[misc]  # Dash's managers have no types
    """Hands decks to workers, and knows how they are doing."""

    def __init__(self, url: str, fault: Fault) -> None:
        self._url, self._fault = url, fault
        self._told: dict[str, Any] = {}  # what a page is to hear though Redis cannot keep it
        super().__init__(celery_app(url))

    @cached_property
    def _redis(self) -> Any:
        return _client(self._url)

    def _asked(self, act: Callable[[], T], otherwise: T) -> T:
        try:
            return act()
        except (RedisError, OperationalError, OSError) as problem:
            _log.warning("Redis does not answer (%s).", problem)
            return otherwise

    # -- what Dash asks for --

    def call_job_fn(self, key: str, job_fn: Any, args: Sequence[Any], context: Any) -> str:
        """Hand a deck to the workers, or refuse it; return its handle, which is the key."""

        def begin() -> str:
            if len(self._line(key)) >= RUNNING + WAITING:
                self._told[key] = self._fault(REFUSED)
                return key
            self._redis.zadd(f"{_LINE}:since", {key: time.time()})
            self._redis.zadd(_LINE, {key: time.time()})
            asked = (key, self._make_progress_key(key), args, context)
            return str(job_fn.apply_async(asked, task_id=key).task_id)

        if not self._asked(begin, ""):
            self._told[key] = self._fault(NO_REDIS)
        return key

    def get_progress(self, key: str) -> Any:
        """Return the bar's value and text: the place in the line, or how far the deck is."""

        def progress() -> Any:
            if self._has_begun(key):
                found = self._redis.getdel(self._make_progress_key(key))
                return json.loads(found) if found else None
            before = sum(not self._has_begun(other) for other in self._line(key))
            if self._redis.exists(_WORKER):
                return [0, f"{in_line(before)} The workers are busy with other decks."] if before else None
            return [0, f"{in_line(before)} No worker is running yet."]

        return None if key in self._told else self._asked(progress, None)

    def get_result(self, key: str, job: str) -> Any:
        """Return what the page shows in the end, or that there is nothing yet."""
        if key in self._told:
            return self._told[key]
        result = self._asked(lambda: self._outcome(key), self._fault(NO_REDIS))
        if result is not self.UNDEFINED:
            self._asked(lambda: self._redis.zrem(_LINE, key), None)
        return result

    def _outcome(self, key: str) -> Any:
        begun, beats = self._has_begun(key), self._redis.exists(f"{_PREFIX}:beat:{key}")
        found = self._redis.get(key)  # asked last: a task that has ended has left its result
        if found is not None:
            result = json.loads(found)
            failed = isinstance(result, dict) and result.get("background_callback_error")
            if failed:
                _log.error("A deck could not be made: %s", failed.get("tb"))
            return self._fault(BROKEN) if failed else result
        if begun:
            return self.UNDEFINED if beats else self._fault(LOST)
        waited_s = time.time() - (self._redis.zscore(f"{_LINE}:since", key) or time.time())
        if waited_s > _NO_WORKER_S and not self._redis.exists(_WORKER):
            return self._fault(NO_WORKER)
        self._redis.zadd(_LINE, {key: time.time()})  # its page is still there
        return self.UNDEFINED

    def job_running(self, job: str) -> bool:
        """Return whether a job can go on: `get_result` says when it has ended, and how."""
        return job not in self._told and self._asked(lambda: bool(self._redis.ping()), False)

    def terminate_job(self, job: str | None) -> None:
        """End a job, or take it out of the line before it begins."""
        if job:
            ended = json.dumps(self._fault(CANCELLED))
            self._asked(lambda: self._redis.set(job, ended, nx=True, ex=_KEPT_S), None)
            self._asked(lambda: self.handle.control.revoke(job, terminate=True), None)

    def terminate_unhealthy_job(self, job: str) -> bool:
        """Return False: a job that is lost has ended with a sentence."""
        return False

    def get_updated_props(self, key: str) -> dict[str, Any]:
        """Return nothing: a job sets no other part of the page."""
        return {}

    # -- the line --

    def _line(self, key: str) -> list[str]:
        """Return the jobs that came before one, the first first; of closed pages there are none."""
        self._redis.zremrangebyscore(_LINE, 0, time.time() - _CLOSED_S)
        self._redis.zremrangebyscore(f"{_LINE}:since", 0, time.time() - _KEPT_S)
        asking = {one.decode() for one in self._redis.zrange(_LINE, 0, -1)}
        order = [one.decode() for one in self._redis.zrange(f"{_LINE}:since", 0, -1)]
        before = order[: order.index(key)] if key in order else order
        return [one for one in before if one in asking]

    def _has_begun(self, key: str) -> bool:
        return bool(self._redis.exists(f"{_PREFIX}:begun:{key}"))


def beat_from_here(url: str) -> None:
    """Have this worker tell that it is there, and its tasks that they go on."""
    redis = _client(url)
    running: dict[str, threading.Event] = {}

    def beat(name: str, over: threading.Event) -> None:
        while not over.wait(_BEAT_S):
            try:
                redis.set(name, 1, px=_BEAT_KEPT_MS)
            except RedisError:  # it comes back, or the page says that it is gone
                continue

    def start(name: str) -> threading.Event:
        over = threading.Event()
        redis.set(name, 1, px=_BEAT_KEPT_MS)
        threading.Thread(target=beat, args=[name, over], daemon=True).start()
        return over

    @signals.worker_ready.connect(weak=False)
    def ready(**_: Any) -> None:
        start(_WORKER)

    @signals.task_prerun.connect(weak=False)
    def begun(task_id: str, args: Sequence[Any] = (), **_: Any) -> None:
        key = str(args[0])
        running[task_id] = start(f"{_PREFIX}:beat:{key}")
        redis.set(f"{_PREFIX}:begun:{key}", 1, ex=_KEPT_S)

    @signals.task_postrun.connect(weak=False)
    def ended(task_id: str, **_: Any) -> None:
        over = running.pop(task_id, None)
        if over:
            over.set()
