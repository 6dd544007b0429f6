"""A file that means harm costs one small process a few seconds, and the person who opened it reads why."""

import os
import resource
import subprocess
import sys

import psutil
import pytest
from bombs import lzw_metadata_pdf, lzw_objects_pdf, nested_metadata_pdf

from export.metadata import sandbox
from export.metadata.extract import NoScenario, read
from export.metadata.readers.kind import UnreadableError

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def new_processes():
    sandbox.end_all()
    yield
    sandbox.end_all()


def readers() -> list[psutil.Process]:
    """The processes that read files for this one."""
    alive = [p for p in psutil.Process().children() if p.status() != psutil.STATUS_ZOMBIE]
    return [p for p in alive if "export.metadata.sandbox" in p.cmdline()]


def children_mb() -> float:
    """Return the memory of the largest child process that has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return used / 2**20 if sys.platform == "darwin" else used / 1024


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: lzw_metadata_pdf(32), "compressed in an unusual way"),
        (lambda: lzw_objects_pdf(32), "memory to read|more than 4 seconds|damaged"),
        (lambda: nested_metadata_pdf(2_000_000), "more than 100 deep in each other"),
        (lambda: nested_metadata_pdf(20_000_000), "larger than 8 MB"),
        (lambda: b"<svg>" + b"<a>" * 200, "more than 100 deep in each other"),
        (lambda: b"<svg>" + b"<a/>" * 300_000, "more than 200,000 elements|more than 4 seconds"),
    ],
    ids=["Flate then LZW", "objects", "nested XMP", "endless XMP", "nested SVG", "wide SVG"],
)
def test_a_bomb_is_refused_in_words_and_takes_little(data, said, registry):
    data = data()
    assert len(data) < 5_000_000
    before_mb = children_mb()
    with pytest.raises(NoScenario, match=said):
        read(data, registry)
    assert children_mb() < max(500, before_mb + 1)  # other tests of this process may have had larger children


def test_a_reader_that_takes_too_long_is_stopped_and_the_next_file_is_read(monkeypatch):
    with monkeypatch.context() as short:
        short.setattr(sandbox, "MAX_READ_S", 0.001)  # less than a process takes to start
        with pytest.raises(
            UnreadableError, match=r"takes more than 0.001 seconds.*Files made by this program never do"
        ):
            sandbox.extract("provenance", "PNG", b"")
    assert readers() == []
    assert sandbox.extract("provenance", "web page", b"<html>") is None


def test_a_reader_that_was_killed_is_replaced():
    assert sandbox.extract("provenance", "web page", b"<html>") is None
    (reader,) = readers()
    reader.kill()
    psutil.wait_procs([reader], timeout=120)
    assert sandbox.extract("provenance", "web page", b"<html>") is None


def test_one_reader_serves_small_files_and_is_gone_after_a_large_one():
    for _ in range(3):
        assert sandbox.extract("provenance", "web page", b"<html>") is None
    (reader,) = readers()
    assert sandbox.extract("provenance", "web page", b"<html>" + bytes(9 << 20)) is None
    assert readers() == []
    assert not reader.is_running()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="without fork, nobody else holds the pipe")
def test_readers_end_with_the_program_that_was_killed():
    program = (
        "import os, sys, time\nfrom export.metadata import sandbox\n"
        "sandbox.extract('provenance', 'web page', b'<html>')\n"
        "print(sandbox._idle[0]._process.pid, flush=True)\n"
        "if os.fork() == 0:\n    time.sleep(60)\ntime.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, start_new_session=True)
    reader = psutil.Process(int(parent.stdout.readline()))
    children = psutil.Process(parent.pid).children()
    parent.kill()  # as a machine short of memory does
    try:
        reader.wait(timeout=120)
    finally:
        for child in children:
            if child.is_running():
                child.kill()
        parent.wait()
        parent.stdout.close()
