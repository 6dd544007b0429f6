"""Where each kind of file holds what is embedded: names, marks and members, for whoever writes and whoever reads.

The names in files have *card* for the provenance, as those of the first edition do.

Only Python's own library is imported: the process that reads foreign files (`export.metadata.sandbox`) starts with
this.
"""

from collections.abc import Iterator

MAX_PROVENANCE_BYTES = 1_000_000
MAX_BRIEFING_BYTES = 8_000_000  # 1 MB of text, every character of it escaped
#: What the provenance is called where a format wants a short name: PNG keyword, XML prefix.
NAME = "guarantees"
#: Where a format wants an XML namespace. Names, not places.
NAMESPACE = "urn:security-guarantees-map:card:"
BRIEFING_NAMESPACE = "urn:security-guarantees-map:briefing:"
#: Members of a data package that hold the provenance and the scenario alone.
PROVENANCE_MEMBER = "card.json"
SCENARIO_MEMBER = "scenario.json"
#: The file attached to a PDF that holds its briefing.
ATTACHED = "briefing.yaml"
#: What stands round the provenance and the briefing in a web page: elements that are text to browsers, never run.
PAGE_PROVENANCE = ('<script type="application/json" id="carried-card">', "</script>")
PAGE_BRIEFING = ('<script type="application/json" id="carried-briefing">', "</script>")

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: What may stand before the root of an SVG; atomic groups keep it linear on any input.
SVG_PROLOG = rb"(?:\xef\xbb\xbf)?(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*+"


def png_chunks(png: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield type, start and end of each chunk of a PNG, in order; length, type and check sum are in between.

    Raises
    ------
    ValueError
        If it is no PNG, or ends before its end.
    """
    if not png.startswith(PNG_SIGNATURE):
        raise ValueError("It does not begin as a PNG does.")
    at, kind = len(PNG_SIGNATURE), b""
    while kind != b"IEND":
        kind = png[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(png[at : at + 4])
        if len(kind) < 4 or end > len(png):
            raise ValueError("The PNG is cut short.")
        yield kind, at, end
        at = end


def between(data: bytes, marks: tuple[str, str], max_bytes: int) -> bytes | None:
    """Return what stands between two marks, None without the first; of more than `max_bytes`, one more."""
    before, after = (mark.encode() for mark in marks)
    start = data.find(before)
    if start < 0:
        return None
    start += len(before)
    end = data.find(after, start, start + max_bytes + len(after) + 1)
    return data[start : end if end >= 0 else start + max_bytes + 1]
