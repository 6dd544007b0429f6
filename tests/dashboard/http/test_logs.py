"""What the server writes to its log."""

import logging
import sys

from dashboard.http.limits import MAX_LINE_CHARS
from dashboard.http.logs import ShortLines


def lines(message: str, *arguments: object, error: bool = False) -> list[str]:
    record = logging.LogRecord(
        "x", logging.ERROR, "f", 1, message, arguments, sys.exc_info() if error else None
    )
    return ShortLines("%(levelname)s %(name)s: %(message)s").format(record).split("\n")


def test_a_line_is_short():
    (line,) = lines("asked for %s", "a" * 5_000)
    assert len(line) == MAX_LINE_CHARS
    assert line.startswith("ERROR x: asked for aaa")
    assert line.endswith("…")


def test_what_is_quoted_cannot_begin_a_line_or_steer_a_terminal():
    assert lines("asked for %s", "x\nERROR x: all is lost\r\x1b[2J") == [
        "ERROR x: asked for x\\nERROR x: all is lost��[2J"
    ]


def test_a_traceback_is_kept_but_short():
    def deeper(left: int) -> None:
        deeper(left - 1) if left else exec("raise ValueError('y' * 9_000)")

    try:
        deeper(200)
    except ValueError:
        found = lines("failed", error=True)
    assert found[0] == "ERROR x: failed"
    assert len(found) < 80
    assert max(map(len, found)) == MAX_LINE_CHARS
    assert found[-1].startswith("ValueError: yyy")
