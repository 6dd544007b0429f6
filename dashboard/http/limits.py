"""How much anyone may send, and how long anyone may take: one table, which server, routes and tests read."""

from dataclasses import dataclass

from briefings.loader import MAX_BYTES
from export.metadata.extract import MAX_FILE_BYTES

#: The longest request target (path and query) in characters, and the longest head of a request in bytes.
MAX_ADDRESS_CHARS = 8_000
MAX_HEAD_BYTES = 32_000
#: The longest line that is answered or logged.
MAX_LINE_CHARS = 200
#: Lines that are not data of a chunked body: a chunk's size, the trailer.
MAX_CHUNK_LINE_BYTES = 4_096
#: A callback's JSON: how deep it may be nested, and how many values it may hold.
MAX_JSON_DEPTH = 40
MAX_JSON_VALUES = 20_000

MAX_CALLBACK_BYTES = 1_000_000
MAX_BODY_BYTES = 64_000
#: 64 MB, so that a file just too large still gets the sentence that says so; what is larger is not read.
MAX_UPLOAD_BYTES = 64_000_000
assert MAX_UPLOAD_BYTES > MAX_FILE_BYTES

#: A tenth more than a briefing may have, so that the editor can say of what is too long where and why.
_BRIEFING_BYTES = MAX_BYTES * 11 // 10

CALLBACK_PATH = "/_dash-update-component"
#: The paths whose bodies may be larger than `MAX_BODY_BYTES`; all others of the same site may not.
_BODY_BYTES = {
    CALLBACK_PATH: MAX_CALLBACK_BYTES,
    "/briefing/read": _BRIEFING_BYTES,
    "/briefing/told": _BRIEFING_BYTES,
    "/briefing/write": _BRIEFING_BYTES,
    "/scenario": MAX_UPLOAD_BYTES,
}


def body_bytes(path: str, prefix: str = "") -> int:
    """Return how many bytes the body of a request to a path may have; `prefix` is what the site lies under."""
    return _BODY_BYTES.get(path.removeprefix(prefix), MAX_BODY_BYTES)


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How many connections are held, and how long each may take, in seconds."""

    #: Connections held; the longest unused gives way to a new one when there are more.
    connections: int = 1_200
    #: A connection between two requests.
    idle_s: float = 20
    #: From the first byte of a request to the end of its head.
    head_s: float = 20
    #: A body may take this long, and one second more for each `body_bytes_per_s` that came.
    body_s: float = 20
    body_bytes_per_s: float = 2_000
    #: An answer of which the other side takes nothing.
    stalled_s: float = 20
    #: After an answer that refuses a body: how long the rest is read and dropped, so that the answer arrives.
    linger_s: float = 4
