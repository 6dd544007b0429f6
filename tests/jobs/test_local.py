"""The line of decks: two are made, eight wait, more are refused, and every end is a sentence."""

import threading
import time

import psutil
import pytest

from jobs import local
from jobs.cache import Store
from jobs.deck_job import CancelledError
from jobs.local import LocalJobs, in_line, is_alive, this_process


class Bench:
    """A line whose jobs go on until the test lets them."""

    def __init__(self, folder):
        self.begun, self.let_go = [], threading.Event()
        self.jobs = LocalJobs(Store(folder), self.work, lambda text: {"said": text})

    def work(self, tell, cancelled, asked):
        self.begun.append(asked)
        tell((50, "half"))
        while not self.let_go.wait(0.02):
            if cancelled():
                raise CancelledError
        if asked == "bad":
            raise ZeroDivisionError
        return {"made": asked}

    def start(self, key, asked=None):
        return self.jobs.call_job_fn(key, None, [asked or key], {})

    def outcome(self, key, handle):
        return until(
            lambda: None if (got := self.jobs.get_result(key, handle)) is self.jobs.UNDEFINED else got
        )


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path / "jobs")
    yield bench
    bench.let_go.set()


def until(look, timeout_s=20):
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen")


def test_twelve_at_once_are_two_made_eight_waiting_and_two_refused(bench):
    handles = {key: bench.start(key) for key in "abcdefghijkl"}
    until(lambda: len(bench.begun) == 2)
    assert sorted(bench.begun) == ["a", "b"]
    assert bench.jobs.get_progress("e") == [0, "Third in line. Two decks are being made."]
    assert bench.jobs.get_progress("j")[1].startswith("Eighth in line.")
    for key in "kl":
        assert bench.jobs.get_result(key, handles[key]) == {"said": local.REFUSED}
    assert (local.RUNNING, local.WAITING) == (2, 8)
    assert local.REFUSED.startswith("Two decks are being made and eight are waiting.")
    bench.let_go.set()
    for key in "abcdefghij":
        assert bench.outcome(key, handles[key]) == {"made": key}
    assert len(bench.begun) == 10


def test_who_waits_moves_up_when_one_before_is_cancelled(bench):
    handles = {key: bench.start(key) for key in "abcd"}
    until(lambda: len(bench.begun) == 2)
    bench.jobs.terminate_job(handles["a"])
    assert bench.jobs.get_result("a", handles["a"]) == {"said": local.CANCELLED}
    until(lambda: len(bench.begun) == 3)
    assert bench.begun[2] == "c"
    assert bench.jobs.get_progress("d")[1].startswith("First in line.")


def test_a_job_that_fails_ends_in_a_sentence(bench):
    bench.let_go.set()
    assert bench.outcome("x", bench.start("x", "bad")) == {"said": local.BROKEN}


def test_a_job_of_a_server_that_has_gone_ends_in_a_sentence_and_frees_its_place(bench, tmp_path):
    other = Store(tmp_path / "jobs")
    gone = [
        "999999999-1.00-aa",
        f"{psutil.Process().pid}-1.00-bb",
    ]  # no such process; this one's number, used before
    other.set("line", gone)
    assert not bench.jobs.job_running(gone[1])
    assert bench.jobs.get_result("bb", gone[1]) == {"said": local.LOST}
    handle = bench.start("c")
    until(lambda: bench.begun == ["c"])
    assert other.get("line") == [handle]


def test_a_handle_of_a_recycled_process_number_ends_nothing(bench):
    mine = psutil.Process()
    bench.jobs.terminate_job(f"{mine.pid}-{mine.create_time() - 60:.2f}-a")
    bench.jobs.terminate_job(str(mine.pid))
    bench.jobs.terminate_job(None)
    assert mine.is_running()


@pytest.mark.parametrize("owner", ["", "x", "1", "-5-0", "1-x", "99999999999999999999-1", "999999999-1.0"])
def test_what_names_no_process_is_not_alive(owner):
    assert not is_alive(owner)


def test_this_process_is_alive():
    assert is_alive(this_process())


def test_places_are_told_in_words():
    assert (in_line(0), in_line(2), in_line(30)) == ("First in line.", "Third in line.", "Number 31 in line.")


def test_another_server_on_the_same_folder_answers_for_a_job(bench, tmp_path):
    handle = bench.start("a")
    other = Bench(tmp_path / "jobs").jobs
    assert other.job_running(handle)
    bench.let_go.set()
    assert until(lambda: other.get_result("a", handle)) is other.UNDEFINED or bench.outcome("a", handle)
    until(lambda: other.get_result("a", handle) == {"made": "a"})
