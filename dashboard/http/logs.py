"""What the server writes to its log: short lines, of which none can pass for another."""

import logging
import re

from dashboard.http.limits import MAX_LINE_CHARS

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_MOST_LINES = 60


class ShortLines(logging.Formatter):
    """A formatter whose lines have at most `MAX_LINE_CHARS` characters; what a message quotes cannot begin a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines of a record."""
        # One line is a message; more than one is a traceback, whose own lines are indented.
        message = record.getMessage().replace("\n", "\\n")
        record = logging.makeLogRecord(record.__dict__ | {"msg": message, "args": ()})
        lines = super().format(record).split("\n")
        if len(lines) > _MOST_LINES:  # the end says what went wrong
            lines = [*lines[:2], "  …", *lines[-_MOST_LINES:]]
        return "\n".join(_short(line) for line in lines)


def _short(line: str) -> str:
    plain = _CONTROL.sub("�", line)
    return plain if len(plain) <= MAX_LINE_CHARS else f"{plain[: MAX_LINE_CHARS - 1]}…"


def set_up() -> None:
    """Write warnings and errors of all libraries to standard error, in short lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(ShortLines("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
