"""What every fuzz run is held to: no error of the server, no answer after five seconds, memory that stays.

A short run belongs to `make test`; `make fuzz` sets FUZZ=long and takes minutes. Both are seeded, so that what fails
once fails again. Everything goes to an application in this process: no network.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from werkzeug.test import TestResponse

sys.path.append(str(Path(__file__).parents[1] / "export"))  # decks are made as its tests make them

LONG = os.environ.get("FUZZ") == "long"
MOST_S = 5.0
MOST_GROWTH_BYTES = 400 << 20


@pytest.fixture(scope="session")
def many() -> Callable[[int], int]:
    """How many cases to make of those that a long run has."""
    return lambda long: long if LONG else max(1, long // 25)


@pytest.fixture
def answered() -> Iterator[Callable[[object, Callable[[], TestResponse]], TestResponse]]:
    """Ask, and note what must not be; all of it fails the test at its end."""
    wrong: list[str] = []
    statuses: dict[int, int] = {}
    before = psutil.Process().memory_info().rss

    def ask(case: object, asked: Callable[[], TestResponse]) -> TestResponse:
        began = time.process_time()  # of this process: other work of the machine does not count
        answer = asked()
        answer.get_data()
        took_s = time.process_time() - began
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        if answer.status_code >= 500 or took_s > MOST_S:
            wrong.append(f"{answer.status_code} after {took_s:.1f} s: {case!r:.300}")
        if answer.mimetype == "text/plain" and answer.status_code >= 400 and answer.request.method != "HEAD":
            text = answer.get_data(as_text=True)
            if text.count("\n") != 1 or len(text) > 201:
                wrong.append(f"not one short line: {text!r:.300}")
        return answer

    yield ask
    grown = psutil.Process().memory_info().rss - before
    print(dict(sorted(statuses.items())), f"{grown >> 20} MB more")
    assert wrong == []
    assert grown < MOST_GROWTH_BYTES
    assert len(statuses) > 1, "every case met the same end: the cases are not what they should be"
