"""Computing a question of sensitivity point by point: here, in processes of this machine, or by Celery workers.

A point's answer depends on the data and its address alone (`analysis.sensitivity`), so it does not matter who computes
which. A cancelled job ends when the points that are being computed have ended, a second or so later.
"""

import multiprocessing
import time
import uuid
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.sensitivity import Point, Question, Sensitivity, answer, compute, points
from geodata.store import Store
from i18n.spoken import worded
from jobs.deck_job import CancelledError, JobError
from layers import LAYERS
from layers.core.build import Frames
from layers.core.spec import Layer

#: As many as a deck has: each holds about 250 MB.
MAX_PROCESSES = 4
TASK = "guarantees.sensitivity"
_LOOK_S = 0.2
#: How long a job waits for any worker to be there, and for an answer of one that is.
_NO_WORKER_S, _NO_ANSWER_S = 60.0, 600.0
Tell = Callable[[int, int], None]
Cancelled = Callable[[], bool]
#: A point's place among the points, and its answer.
Found = tuple[int, float | None]
Finding = Generator[Found, None, None]


def solve(
    question: Question,
    frames: Frames,
    *,
    processes: int = 1,
    redis: str = "",
    tell: Tell = lambda done, of: None,
    cancelled: Cancelled = lambda: False,
) -> Sensitivity:
    """Return the answer to a question; `tell` hears how many points are done, `cancelled` is asked between them.

    Raises
    ------
    CancelledError
        If `cancelled` said so.
    JobError
        As `steps`.
    """
    going = steps(question, frames, processes=processes, redis=redis, cancelled=cancelled)
    while True:
        try:
            tell(*next(going))
        except StopIteration as end:
            found: Sensitivity = end.value
            return found


def steps(
    question: Question,
    frames: Frames,
    *,
    processes: int = 1,
    redis: str = "",
    cancelled: Cancelled = lambda: False,
) -> Generator[tuple[int, int], None, Sensitivity]:
    """Yield how many points of how many are done, and return the answer; what is left when it is closed is cancelled.

    `processes`: how many of this machine compute, where no `redis` hands the points to workers.

    Raises
    ------
    CancelledError
        If `cancelled` said so.
    JobError
        If workers do not answer, or have other data; says what to do.
    """
    asked = points(question, frames.registry)
    if redis:
        found = _by_workers(question, asked, frames.registry.data_version, redis, cancelled)
    elif processes > 1:
        found = _by_processes(question, asked, frames, min(processes, MAX_PROCESSES), cancelled)
    else:
        found = _here(question, asked, frames, cancelled)
    answers: dict[int, float | None] = {}
    with closing(found):
        yield 0, len(asked)
        for place, value in found:
            answers[place] = value
            yield len(answers), len(asked)
    return answer(question, frames, {point: answers[place] for place, point in enumerate(asked)})


def _here(question: Question, asked: Sequence[Point], frames: Frames, cancelled: Cancelled) -> Finding:
    for place, point in enumerate(asked):
        if cancelled():
            raise CancelledError
        yield place, compute(frames, question.measure, point.address)


# -- processes of this machine -----------------------------------------------------------------------


@lru_cache(maxsize=1)
def _frames_of(root: Path, layers: tuple[Layer, ...]) -> Frames:
    return Frames(Store(root), layers)


def _point(root: Path, layers: tuple[Layer, ...], measure: str, address: str) -> float | None:
    return compute(_frames_of(root, layers), measure, address)


def _by_processes(
    question: Question, asked: Sequence[Point], frames: Frames, processes: int, cancelled: Cancelled
) -> Finding:
    root, layers = frames.store.root, frames.registry.declared
    # Spawned, never forked: the server that asks has threads, whose locks a fork would copy as they stand.
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"))
    try:
        open_ = {
            pool.submit(_point, root, layers, question.measure, point.address): place
            for place, point in enumerate(asked)
        }
        while open_:
            done, _ = wait(open_, timeout=_LOOK_S, return_when=FIRST_COMPLETED)
            if cancelled():
                raise CancelledError
            for future in done:
                yield open_.pop(future), future.result()
    finally:
        pool.shutdown(cancel_futures=True)


# -- Celery workers ----------------------------------------------------------------------------------


def register(app: Any) -> None:
    """Let a Celery worker compute points of the shipped data."""

    @app.task(name=TASK)  # type: ignore[untyped-decorator]
    def one_point(job: str, data_version: str, measure: str, address: str) -> list[Any]:
        frames = _frames_of(Store().root, LAYERS)
        if frames.registry.data_version != data_version:
            return ["other data", frames.registry.data_version]
        return ["value", compute(frames, measure, address)]


def _by_workers(
    question: Question, asked: Sequence[Point], data_version: str, redis: str, cancelled: Cancelled
) -> Finding:
    from celery.exceptions import CeleryError
    from kombu.exceptions import KombuError
    from redis.exceptions import RedisError

    from jobs.celery_jobs import NO_REDIS, celery_app

    app, job = celery_app(redis), uuid.uuid4().hex
    try:
        open_ = {
            app.send_task(TASK, (f"{job}-{place}", data_version, question.measure, point.address)): place
            for place, point in enumerate(asked)
        }
        yield from _answers(app, open_, redis, data_version, cancelled)
    except (
        CeleryError,
        KombuError,
        RedisError,
        OSError,
        RuntimeError,
    ) as problem:  # the last of a lost result store
        raise JobError(f"{NO_REDIS} ({type(problem).__name__})") from None


def _answers(app: Any, open_: dict[Any, int], redis: str, data_version: str, cancelled: Cancelled) -> Finding:
    from jobs.celery_jobs import has_worker

    heard = time.monotonic()
    try:
        while open_:
            if cancelled():
                raise CancelledError
            done = [result for result in open_ if result.ready()]
            for result in done:
                place = open_.pop(result)
                what, value = result.get(timeout=_NO_WORKER_S)
                result.forget()
                if what != "value":
                    raise JobError(
                        worded(
                            "The workers have other data ({theirs}) than this program ({ours}). Start them again.",
                            theirs=str(value),
                            ours=data_version,
                        )
                    )
                yield place, value
            silent_s = time.monotonic() - heard
            if done:
                heard = time.monotonic()
            elif silent_s > _NO_ANSWER_S or (silent_s > _NO_WORKER_S and not has_worker(redis)):
                raise JobError(
                    worded("No worker answers. Start one with: python app.py worker, or unset REDIS_URL.")
                )
            else:
                time.sleep(_LOOK_S)
    finally:
        if open_:
            app.control.revoke([result.id for result in open_])
