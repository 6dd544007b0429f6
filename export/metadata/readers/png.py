"""PNG: the provenance is a text chunk."""

import re
import zlib

from export.metadata.containers import MAX_PROVENANCE_BYTES, NAME, PNG_SIGNATURE, png_chunks
from export.metadata.readers.kind import Kind, Text, begins, damaged, inflated, worded

_MAX_CHUNKS = 100_000  # one of 60 MB in Pillow's chunks has 1,000


def _provenance(data: bytes) -> Text:
    try:
        for number, (kind, start, end) in enumerate(png_chunks(data)):
            if number > _MAX_CHUNKS:
                raise ValueError(worded("it has more than {max_chunks} parts", max_chunks=f"{_MAX_CHUNKS:,}"))
            if kind not in (b"iTXt", b"zTXt", b"tEXt"):
                continue
            keyword, _, rest = data[start + 8 : end - 4].partition(b"\0")
            if keyword == NAME.encode():
                if zlib.crc32(data[start + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
                    raise ValueError(worded("the check sum of its metadata is wrong"))
                return _png_text(kind, rest)
    except (ValueError, zlib.error) as fault:
        raise damaged("PNG", str(fault)) from None
    return None


def _png_text(kind: bytes, body: bytes) -> bytes:
    """Return the text of a text chunk, from behind its keyword on."""
    compressed = kind == b"zTXt"
    if kind == b"iTXt":
        compressed = body[:1] == b"\x01"
        body = body[2:].partition(b"\0")[2].partition(b"\0")[2]  # behind language and translated keyword
    elif compressed:
        body = body[1:]
    return inflated(body, MAX_PROVENANCE_BYTES + 1) if compressed else body[: MAX_PROVENANCE_BYTES + 1]


KIND = Kind(name="PNG", fits=begins(re.escape(PNG_SIGNATURE)), provenance=_provenance)
