"""PDF: the provenance is in its XMP, a briefing is an attached file."""

import io
import logging
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

from export.metadata.containers import ATTACHED, MAX_BRIEFING_BYTES
from export.metadata.readers.kind import Kind, Text, UnreadableError, begins, damaged, inflated, worded
from export.metadata.readers.xml import provenance_in_xml

_MAX_XMP_BYTES = 8_000_000  # the provenance, every character of it escaped
_MAX_STREAM_BYTES = 32 << 20  # of those that describe the file itself
_FILTERS: tuple[list[str], ...] = ([], ["/FlateDecode"])


def _provenance(data: bytes) -> Text:
    xmp = _stream_of(data, lambda document: document.Root.get("/Metadata"), _MAX_XMP_BYTES)
    return None if xmp is None else provenance_in_xml(xmp, "PDF")


def _briefing(data: bytes) -> Text:
    def attached(document: Any) -> Any:
        files = document.attachments
        return files[ATTACHED].get_file().obj if ATTACHED in files else None

    return _stream_of(data, attached, MAX_BRIEFING_BYTES)


def _stream_of(data: bytes, find: Callable[[Any], Any], max_bytes: int) -> Text:
    """Return what a stream of a PDF holds, at most `max_bytes` bytes; None where `find` returns none."""
    import pikepdf

    _limit_qpdf()
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            stream = find(document)
            if not isinstance(stream, pikepdf.Stream):
                return None
            return _stream_bytes(stream, max_bytes)
    except pikepdf.PasswordError:
        raise UnreadableError(worded("This PDF is locked by a password. Open one without.")) from None
    except (
        pikepdf.PdfError,
        zlib.error,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        RuntimeError,
    ) as fault:
        raise damaged("PDF", str(fault).rpartition(">: ")[2]) from None


def _stream_bytes(stream: Any, max_bytes: int) -> bytes:
    """Return a stream's bytes. qpdf bounds no filter but Flate and RunLength, and not one behind another."""
    import pikepdf

    named = stream.get("/Filter", pikepdf.Array())
    filters = list(map(str, named)) if isinstance(named, pikepdf.Array) else [str(named)]
    if filters not in _FILTERS or "/DecodeParms" in stream:
        raise ValueError(worded("what it carries is compressed in an unusual way"))
    raw = stream.read_raw_bytes()
    body = inflated(raw, max_bytes + 1) if filters else raw
    if len(body) > max_bytes:
        raise ValueError(
            worded("what it carries is larger than {max_bytes} MB", max_bytes=max_bytes // 10**6)
        )
    return body


@cache
def _limit_qpdf() -> None:
    """Bound what qpdf decompresses to find its way in a file. Its limits are those of the process."""
    import pikepdf

    logging.getLogger("pikepdf").setLevel(logging.ERROR)  # that a foreign PDF is damaged, the refusal says
    bound = _MAX_STREAM_BYTES
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=bound, png_max_memory=bound, tiff_max_memory=bound, run_length_max_memory=bound
    )


KIND = Kind(name="PDF", fits=begins(rb".{0,1019}%PDF-"), provenance=_provenance, briefing=_briefing)
