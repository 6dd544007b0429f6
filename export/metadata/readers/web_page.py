"""Web page: provenance and briefing are elements that are text to browsers."""

import json

from export.metadata.containers import (
    MAX_BRIEFING_BYTES,
    MAX_PROVENANCE_BYTES,
    PAGE_BRIEFING,
    PAGE_PROVENANCE,
    between,
)
from export.metadata.readers.kind import Kind, Text, begins, damaged, worded


def _briefing(data: bytes) -> Text:
    held = between(data, PAGE_BRIEFING, MAX_BRIEFING_BYTES)
    try:
        text = json.loads(held) if held is not None else None
    except (ValueError, RecursionError):
        raise damaged(worded("web page"), worded("the briefing in it is no text")) from None
    return text.encode("utf-8", "replace") if isinstance(text, str) else None


KIND = Kind(
    name=worded("web page"),
    fits=begins(rb"(\xef\xbb\xbf)?\s*<(?i:(!doctype )?html)\b"),
    provenance=lambda data: between(data, PAGE_PROVENANCE, MAX_PROVENANCE_BYTES),
    briefing=_briefing,
)
