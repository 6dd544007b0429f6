"""Two thousand damaged files, each answered in words: none breaks the server, none takes it five seconds.

`make test` sends a few; `make fuzz` all of them (`FUZZ_SEED` for others than the usual ones).
"""

import os
import sys
import time

import psutil
import pytest
from uploads import ROUTES, mutated, reads_in_words, real_files

from export.metadata import sandbox
from jobs import memory

pytestmark = pytest.mark.slow

COUNT = 2000 if os.environ.get("FUZZ") == "long" else 60
SEED = int(os.environ.get("FUZZ_SEED", "20260101"))
MAX_GROWN_MB = 150


def used_mb() -> float:
    memory.release()
    return psutil.Process().memory_info().rss / 2**20


@pytest.fixture(scope="module")
def files(client):
    yield real_files(client)
    sandbox.end_all()


def test_every_real_file_is_opened(client, files):
    for name, data in files.items():
        answer = client.post(ROUTES.get(name, "/scenario"), data=data).json
        assert answer.get("scenario") or answer.get("briefing"), name


def test_damaged_files_are_answered_in_words(client, files):
    before, slowest = used_mb(), (0.0, -1)
    for number, (name, data) in enumerate(mutated(files, COUNT, SEED)):
        began = time.monotonic()
        answer = client.post(ROUTES.get(name, "/scenario"), data=data)
        slowest = max(slowest, (time.monotonic() - began, number))
        assert answer.status_code < 500, f"file {number} of seed {SEED} ({name}): {answer.status_code}"
        assert reads_in_words(answer), f"file {number} of seed {SEED} ({name})"
        assert len(answer.data) < 500_000
    grown = used_mb() - before
    print(f"{COUNT} files, slowest {slowest[0]:.2f} s (file {slowest[1]}), {grown:+.0f} MB", file=sys.stderr)
    assert grown < MAX_GROWN_MB
