"""The same question answered here, by two processes and by Celery workers; progress, cancelling, faults."""

import time

import pytest
from test_celery_jobs import redis_server, redis_url, with_redis, worker  # noqa: F401  # fixtures

from analysis.sensitivity import Question
from analysis.sustained_numbers import Sustained
from jobs.deck_job import CancelledError, JobError
from jobs.sensitivity_job import solve
from layers.core.address import from_query
from layers.core.build import Frames

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def frames():
    return Frames()


@pytest.fixture(scope="module")
def question(frames):
    scenario, _ = from_query("layers=maritime_patrols", frames.registry)
    return Question(
        measure="sea.corridor_share", kind="tornado", scenario=scenario, sustained=Sustained(ships=9)
    )


@pytest.fixture(scope="module")
def here(question, frames):
    return solve(question, frames)


def test_progress_is_told_point_by_point(question, frames, here):
    told = []
    assert solve(question, frames, tell=lambda *step: told.append(step)) == here
    assert told == [(done, len(told) - 1) for done in range(len(told))]


def test_two_processes_find_the_same(question, frames, here):
    assert solve(question, frames, processes=2) == here


def test_it_ends_when_cancelled(question, frames):
    told = []
    with pytest.raises(CancelledError):
        solve(question, frames, tell=lambda *step: told.append(step), cancelled=lambda: len(told) > 2)
    assert len(told) == 3
    started = time.monotonic()
    with pytest.raises(CancelledError):
        solve(question, frames, processes=2, cancelled=lambda: True)
    assert time.monotonic() - started < 60


def test_workers_find_the_same(question, frames, here, worker, redis_url):  # noqa: F811
    told = []
    assert solve(question, frames, redis=redis_url, tell=lambda *step: told.append(step)) == here
    assert told[-1][0] == told[-1][1] == len(told) - 1


@pytest.mark.wide
def test_workers_with_other_data_are_refused(question, frames, worker, redis_url):  # noqa: F811
    from dataclasses import replace

    other = Frames()
    other.registry = replace(other.registry, data_version="other")
    with pytest.raises(JobError, match="have other data"):
        solve(question, other, redis=redis_url)


def test_a_redis_that_is_not_there_is_said(question, frames):
    with pytest.raises(JobError, match="cannot reach Redis"):
        solve(question, frames, redis="redis://127.0.0.1:9/0")
