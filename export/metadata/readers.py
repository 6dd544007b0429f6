"""The readers of files from outside: what a file of each kind carries, a card or a briefing, as its bytes.

Nothing in a file is trusted. Each reader is bounded here in bytes, depth and number of parts;
`export.metadata.sandbox` runs
them in a process of its own and bounds memory and time. Whatever is wrong ends as `UnreadableError`, whose text says
why. Only Python's own library is imported before a PDF or XML is met.
"""

import io
import json
import logging
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces

from export.formats import FORMATS
from export.metadata.containers import (
    ATTACHED,
    BRIEFING_NAMESPACE,
    CARD_MEMBER,
    MAX_BRIEFING_BYTES,
    MAX_CARD_BYTES,
    NAME,
    NAMESPACE,
    PAGE_BRIEFING,
    PAGE_CARD,
    PNG_SIGNATURE,
    SCENARIO_MEMBER,
    SVG_PROLOG,
    between,
    png_chunks,
)

_MAX_MEMBERS = 10_000  # of a zip: its directory is read whole
_MAX_CHUNKS = 100_000  # of a PNG; one of 60 MB in Pillow's chunks has 1,000
_MAX_ELEMENTS = 200_000  # of XML; a figure has some thousands
_MAX_DEPTH = 100  # of elements in each other; a figure has ten
_MAX_XMP_BYTES = 8_000_000  # a card, every character of it escaped
_MAX_PDF_STREAM_BYTES = 32 << 20  # of those that describe the file itself
_MAX_SLIDE_PARTS = 40  # of a presentation that may hold a briefing
_FILTERS: tuple[list[str], ...] = ([], ["/FlateDecode"])
_XML_PIECE_BYTES = 1 << 16

Text = bytes | None


class UnreadableError(ValueError):
    """A file that cannot be read; the text is for the person who opened it."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of file: how it is known, and where it holds a card and a briefing."""

    name: str
    fits: Callable[[bytes], bool]
    card: Callable[[bytes], Text]
    briefing: Callable[[bytes], Text] = lambda data: None


def kind_of(data: bytes) -> str:
    """Return the name of a file's kind by its content, or nothing for one that never carries anything."""
    return next((name for name, kind in kinds().items() if kind.fits(data)), "")


def card(name: str, data: bytes) -> Text:
    """Return the card in a file of a kind, or None; at most one byte more than a card may have.

    Raises
    ------
    UnreadableError
        If the file is damaged, locked, or more than a file of this program can be.
    """
    return kinds()[name].card(data)


def briefing(name: str, data: bytes) -> Text:
    """Return the briefing in a deck of a kind, as YAML in UTF-8, or None.

    Raises
    ------
    UnreadableError
        As `card`.
    """
    return kinds()[name].briefing(data)


def damaged(name: str, reason: str) -> UnreadableError:
    """Return the refusal of a file, with a reason that may come from a library or from the file itself."""
    shown = "".join(c if c.isprintable() else "�" for c in reason[:120]).rstrip(".")
    return UnreadableError(f"This {name} is damaged or incomplete ({shown}). Download or export it again.")


# --- PNG --------------------------------------------------------------------------------------------


def _card_in_png(data: bytes) -> Text:
    try:
        for number, (kind, start, end) in enumerate(png_chunks(data)):
            if number > _MAX_CHUNKS:
                raise ValueError(f"it has more than {_MAX_CHUNKS:,} parts")
            if kind not in (b"iTXt", b"zTXt", b"tEXt"):
                continue
            keyword, _, rest = data[start + 8 : end - 4].partition(b"\0")
            if keyword == NAME.encode():
                if zlib.crc32(data[start + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
                    raise ValueError("the check sum of its card is wrong")
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
    return _inflated(body, MAX_CARD_BYTES + 1) if compressed else body[: MAX_CARD_BYTES + 1]


def _inflated(body: bytes, max_bytes: int) -> bytes:
    return zlib.decompressobj().decompress(body, max_bytes)


# --- XML --------------------------------------------------------------------------------------------


class _Found(Exception):  # noqa: N818
    """Ends the reading of XML: the rest may be as long as it likes."""


class _Finder(ContentHandler):
    """Collects the text of our element, or of our attribute: XMP may be written either way."""

    def __init__(self, wanted: tuple[str, str], max_bytes: int) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.has_found = False
        self._wanted, self._max_bytes = wanted, max_bytes
        self._held = self._depth = self._elements = 0

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802
        self._depth += 1
        self._elements += 1
        if self._depth > _MAX_DEPTH or self._elements > _MAX_ELEMENTS:
            many = f"more than {_MAX_ELEMENTS:,} elements"
            raise ValueError(
                f"elements more than {_MAX_DEPTH} deep in each other" if self._depth > _MAX_DEPTH else many
            )
        self.has_found = name == self._wanted
        if self._wanted in attrs:
            self.parts, self.has_found = [attrs[self._wanted]], True
            raise _Found

    def characters(self, content: str) -> None:
        if self.has_found:
            self.parts.append(content)
            self._held += len(content)
            if self._held > self._max_bytes:
                raise _Found

    def endElementNS(self, name: Any, qname: Any) -> None:  # noqa: N802
        self._depth -= 1
        if self.has_found:
            raise _Found


def _in_xml(data: bytes, name: str, wanted: tuple[str, str], max_bytes: int) -> Text:
    from defusedxml import sax

    finder = _Finder(wanted, max_bytes)
    parser = sax.make_parser()
    parser.forbid_external = False  # Matplotlib names the DTD of SVG; Python's parser never fetches it
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(finder)
    try:
        # In pieces, so that what is too deep is found before all of it is read.
        for start in range(0, len(data), _XML_PIECE_BYTES):
            parser.feed(data[start : start + _XML_PIECE_BYTES])
        parser.close()
    except _Found:
        return "".join(finder.parts)[: max_bytes + 1].encode("utf-8", "surrogatepass")
    # Entities and unknown encodings are the last two.
    except (SAXException, ValueError, LookupError) as fault:
        raise damaged(name, f"its XML cannot be read: {fault}") from None
    return None


def _card_in_xml(data: bytes, name: str) -> Text:
    return _in_xml(data, name, (NAMESPACE, "card"), MAX_CARD_BYTES)


# --- PDF --------------------------------------------------------------------------------------------


def _card_in_pdf(data: bytes) -> Text:
    xmp = _of_pdf(data, lambda document: document.Root.get("/Metadata"), _MAX_XMP_BYTES)
    return None if xmp is None else _card_in_xml(xmp, "PDF")


def _briefing_in_pdf(data: bytes) -> Text:
    def attached(document: Any) -> Any:
        files = document.attachments
        return files[ATTACHED].get_file().obj if ATTACHED in files else None

    return _of_pdf(data, attached, MAX_BRIEFING_BYTES)


def _of_pdf(data: bytes, find: Callable[[Any], Any], max_bytes: int) -> Text:
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
        raise UnreadableError("This PDF is locked by a password. Open one without.") from None
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
        raise ValueError("what it carries is compressed in an unusual way")
    raw = stream.read_raw_bytes()
    body = _inflated(raw, max_bytes + 1) if filters else raw
    if len(body) > max_bytes:
        raise ValueError(f"what it carries is larger than {max_bytes // 10**6} MB")
    return body


@cache
def _limit_qpdf() -> None:
    """Bound what qpdf decompresses to find its way in a file. Its limits are those of the process."""
    import pikepdf

    logging.getLogger("pikepdf").setLevel(logging.ERROR)  # that a foreign PDF is damaged, the refusal says
    bound = _MAX_PDF_STREAM_BYTES
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=bound, png_max_memory=bound, tiff_max_memory=bound, run_length_max_memory=bound
    )


# --- zip --------------------------------------------------------------------------------------------


def _card_in_zip(data: bytes) -> Text:
    def find(package: zipfile.ZipFile) -> Text:
        members = {info.filename: info for info in package.infolist()}
        member = members.get(CARD_MEMBER) or members.get(SCENARIO_MEMBER)
        return None if member is None else _member(package, member, MAX_CARD_BYTES)

    return _of_zip(data, find)


def _briefing_in_slides(data: bytes) -> Text:
    def find(package: zipfile.ZipFile) -> Text:
        parts = [info for info in package.infolist() if info.filename.startswith("customXml/item")]
        for part in parts[:_MAX_SLIDE_PARTS]:
            body = _member(package, part, MAX_BRIEFING_BYTES)
            if len(body) <= MAX_BRIEFING_BYTES and BRIEFING_NAMESPACE.encode() in body:
                found = _in_xml(body, "presentation", (BRIEFING_NAMESPACE, "briefing"), MAX_BRIEFING_BYTES)
                if found is not None:
                    return found
        return None

    return _of_zip(data, find)


def _of_zip(data: bytes, find: Callable[[zipfile.ZipFile], Text]) -> Text:
    try:
        if data.count(b"PK\x01\x02") > _MAX_MEMBERS:
            raise ValueError(f"it lists more than {_MAX_MEMBERS:,} files")
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return find(package)
    except UnreadableError:
        raise
    except (
        zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError, OverflowError, KeyError,
    ) as fault:  # fmt: skip
        raise damaged("zip", str(fault)) from None


def _member(package: zipfile.ZipFile, member: zipfile.ZipInfo, max_bytes: int) -> bytes:
    if member.flag_bits & 1:
        raise UnreadableError("This zip is locked by a password. Unpack it, and open its scenario.json.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("its scenario is compressed in an unusual way")  # others expand without bound
    with package.open(member) as text:
        return text.read(max_bytes + 1)


# --- web pages, and the list ------------------------------------------------------------------------


def _briefing_in_page(data: bytes) -> Text:
    held = between(data, PAGE_BRIEFING, MAX_BRIEFING_BYTES)
    try:
        text = json.loads(held) if held is not None else None
    except (ValueError, RecursionError):
        raise damaged("web page", "the briefing in it is no text") from None
    return text.encode("utf-8", "replace") if isinstance(text, str) else None


def _begins(pattern: bytes) -> Callable[[bytes], bool]:
    found = re.compile(pattern, re.S)
    return lambda data: found.match(data[:4096]) is not None


def kinds() -> dict[str, Kind]:
    """Return the kinds of files that can be opened: those below, and those that modules of formats bring."""
    brought = (getattr(entry.load(), "KIND", None) for entry in FORMATS.values())
    return {kind.name: kind for kind in brought if kind is not None} | KINDS


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(name="PNG", fits=_begins(re.escape(PNG_SIGNATURE)), card=_card_in_png),
        Kind(
            name="zip",
            fits=_begins(rb"PK(\x03\x04|\x05\x06)"),
            card=_card_in_zip,
            briefing=_briefing_in_slides,
        ),
        Kind(name="SVG", fits=_begins(SVG_PROLOG + rb"<svg\b"), card=lambda data: _card_in_xml(data, "SVG")),
        Kind(
            name="web page",
            fits=_begins(rb"(\xef\xbb\xbf)?\s*<(?i:(!doctype )?html)\b"),
            card=lambda data: between(data, PAGE_CARD, MAX_CARD_BYTES),
            briefing=_briefing_in_page,
        ),
        Kind(
            name="JSON file",
            fits=_begins(rb"(\xef\xbb\xbf)?\s*[{\[]"),
            card=lambda data: data[: MAX_CARD_BYTES + 1],
        ),
        # Last, because its mark may stand anywhere in the first kB, where another kind may quote it.
        Kind(name="PDF", fits=_begins(rb".{0,1019}%PDF-"), card=_card_in_pdf, briefing=_briefing_in_pdf),
    )
}
