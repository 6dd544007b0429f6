"""Two work, a few wait, the rest come back later; and what is asked for twice is made once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from flask import Flask

from dashboard import turns
from dashboard.service import Lru, Service
from dashboard.turns import BusyError, Once, Quiet, Turns

LONG_S = 60.0  # never waited for


def waiting(turns_: Turns, number: int) -> None:
    """Wait until so many wait."""
    while turns_._waiting < number:
        threading.Event().wait(0.001)


def of(**limits) -> Turns:
    return Turns(**{"at_once": 1, "waiting": 1, "wait_s": LONG_S, "doing": "drawing", **limits})


def test_one_works_one_waits_and_the_third_is_refused_at_once():
    queue, done, go_on = of(), [], threading.Event()

    def work(name: str) -> None:
        with queue.turn():
            go_on.wait(LONG_S)
            done.append(name)

    with ThreadPoolExecutor(2) as pool:
        pool.submit(work, "a")
        while queue._working == 0:
            threading.Event().wait(0.001)
        pool.submit(work, "b")
        waiting(queue, 1)
        with (
            pytest.raises(BusyError, match=r"^The server is drawing\. Try again in 3 seconds\.$"),
            queue.turn(),
        ):
            pass
        go_on.set()
    assert done == ["a", "b"]
    with queue.turn():  # free again
        pass


def test_nobody_waits_longer_than_may_be():
    queue = of(wait_s=0.01)
    with queue.turn(), pytest.raises(BusyError), queue.turn():
        pass
    assert queue._waiting == 0


def test_work_that_fails_gives_its_turn_back():
    queue = of(waiting=0)
    with pytest.raises(ZeroDivisionError), queue.turn():
        raise ZeroDivisionError
    with queue.turn():
        pass


def test_the_last_one_tidies_up():
    tidied = []
    queue = of(at_once=2, idle=lambda: tidied.append(queue._working))
    with queue.turn():
        with queue.turn():
            pass
        assert tidied == []
    assert tidied == [0]


def test_what_is_asked_for_six_times_at_once_is_made_once():
    queue = of(waiting=5)
    once, made, go_on = Once(Lru(4), queue), [], threading.Event()

    def make() -> str:
        made.append(1)
        go_on.wait(LONG_S)
        return "figure"

    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(once.get, "key", make) for _ in range(6)]
        waiting(queue, 5)
        go_on.set()
    assert {one.result() for one in asked} == {"figure"}
    assert len(made) == 1
    assert once.get("key", make) == "figure"
    assert len(made) == 1


def test_what_is_kept_waits_for_nobody():
    queue = of(waiting=0)
    once = Once(Lru(4), queue)
    once.get("kept", lambda: "figure")
    with queue.turn():
        assert once.get("kept", lambda: "another") == "figure"
        with pytest.raises(BusyError):
            once.get("new", lambda: "another")
    assert once.get("new", lambda: "another") == "another"


def test_whoever_waits_for_what_fails_hears_of_it_and_the_next_one_tries_again():
    queue, go_on = of(), threading.Event()
    once = Once(Lru(4), queue)

    def fail() -> str:
        go_on.wait(LONG_S)
        raise ValueError("no such thing")

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(once.get, "key", fail) for _ in range(2)]
        waiting(queue, 1)
        go_on.set()
    assert [str(one.exception()) for one in asked] == ["no such thing"] * 2
    assert once.get("key", lambda: "well") == "well"


def test_who_works_and_who_waits_leave_threads_for_the_rest(store):
    service = Service(store)
    assert (
        service.drawing.places + service.reading.places + service.assessing.places <= turns.SERVER_THREADS - 2
    )


def test_a_refusal_is_503_in_one_line_with_the_time_to_come_back():
    server = Flask("busy")
    heard = []
    quiet = Quiet(1.0, clock=lambda: heard.append(1) or 0.0)
    turns.register(server, quiet)
    queue = of(waiting=0)

    @server.get("/work")
    def work() -> str:
        with queue.turn():
            return "done"

    with queue.turn():
        answer = server.test_client().get("/work")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert answer.json == {"error": "The server is drawing. Try again in 3 seconds."}
    assert server.test_client().get("/work").data == b"done"


@pytest.mark.parametrize(
    "path", ["/assess.json", "/left_open.html", "/covers.html", "/place.json?lon=36.2&lat=50", "/oblasts.csv"]
)
def test_assessments_come_in_turns_and_the_rest_is_asked_to_come_back(dashboard, client, path):
    service = dashboard.service
    with ExitStack() as held:
        for _ in range(2):
            held.enter_context(service.assessing.turn())
        for _ in range(4):
            held.enter_context(service.assessing.wait())
        answer = client.get(path, headers={"Accept-Language": "uk"})
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "3"
        assert answer.json == {
            "error": "The server is working out other assessments. Try again in 3 seconds."
        }
    assert client.get(path).status_code == 200


def test_what_can_wait_waits_until_nobody_has_asked_for_a_while():
    now = [10.0]
    quiet = Quiet(1.0, clock=lambda: now[0])
    quiet.wait(sleep=lambda _: pytest.fail("nobody has asked"))
    quiet.hear()
    now[0] += 0.4
    slept = []

    def sleep(seconds):
        slept.append(round(seconds, 3))
        now[0] += seconds
        if len(slept) == 1:
            quiet.hear()  # somebody asks meanwhile

    quiet.wait(sleep)
    assert slept == [0.6, 1.0]
