"""What a reader of one kind of file is.

Nothing in a file is trusted. Each reader is bounded in bytes, depth and number of parts; `export.metadata.sandbox`
runs them in a process of its own and bounds memory and time. Whatever is wrong ends as `UnreadableError`, whose text
says why. Only Python's own library is imported before a PDF or XML is met.
"""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

Text = bytes | None


class UnreadableError(ValueError):
    """A file that cannot be read; the text is for the person who opened it."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of file: how it is known, and where it holds a scenario's provenance and a briefing.

    Each reader returns at most one byte more than what it looks for may have, or None where there is nothing.
    """

    name: str
    fits: Callable[[bytes], bool]
    provenance: Callable[[bytes], Text]
    briefing: Callable[[bytes], Text] = lambda data: None


def damaged(name: str, reason: str) -> UnreadableError:
    """Return the refusal of a file, with a reason that may come from a library or from the file itself."""
    shown = "".join(c if c.isprintable() else "�" for c in reason[:120]).rstrip(".")
    message = worded(
        "This {name} is damaged or incomplete ({shown}). Download or export it again.", name=name, shown=shown
    )
    return UnreadableError(message)


def begins(pattern: bytes) -> Callable[[bytes], bool]:
    """Return what tells whether a file begins with a pattern."""
    found = re.compile(pattern, re.S)
    return lambda data: found.match(data[:4096]) is not None


def inflated(body: bytes, max_bytes: int) -> bytes:
    """Return at most `max_bytes` of what was compressed."""
    return zlib.decompressobj().decompress(body, max_bytes)


def worded(message: str, **values: object) -> str:
    """Return a message in English, as `i18n.spoken.worded` does, which may not be imported here."""
    return message.format(**values) if values else message
