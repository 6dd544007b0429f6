"""Opening an exported file again: find the card in it, whatever kind of file it is, and read its scenario.

A file is known by its content, not its name. Nothing in a file is trusted: what is decompressed is bounded, XML has no
entities, and whatever is wrong ends as `NoScenario` with a message that says what to do.
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

from export.carry import (
    CARD_MEMBER,
    FORMAT_VERSION,
    MAX_CARD_BYTES,
    NAME,
    NAMESPACE,
    PAGE_CARD,
    PNG_SIGNATURE,
    SCENARIO_MEMBER,
    SVG_PROLOG,
    between,
    png_chunks,
)
from layers.edition import edition_of_card
from layers.scenario import Registry, Scenario
from layers.scenario_file import ScenarioFileError, from_json, read_json

MAX_FILE_BYTES = 60_000_000
_MAX_MEMBERS = 10_000  # of a zip: its directory is read whole
_MAX_PDF_STREAM_BYTES = 64 << 20
_OPENED = (
    "PNG, SVG and PDF figures, decks (pptx, pdf, html), data packages (zip) and scenario files (JSON) of this program "
    "can be opened"
)

#: Files that never carry a card, by how they begin.
_FOREIGN: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.S | re.I), name)
    for pattern, name in (
        (rb"\xff\xd8\xff", "a JPEG picture"),
        (rb"GIF8[79]a", "a GIF picture"),
        (rb"RIFF....WEBP", "a WebP picture"),
        (rb"(II\*\0|MM\0\*)", "a TIFF picture"),
        (rb"BM.{12}", "a BMP picture"),
        (rb"....ftyp(hei|mif|avi)", "an HEIC or AVIF picture"),
        (rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh", "an archive other than zip"),
        (rb"SQLite format 3\0", "a GeoPackage or other database"),
        (rb"\xd0\xcf\x11\xe0", "an old Office document"),
        (rb"(\xef\xbb\xbf)?\s*<", "an XML file"),
    )
)


class NoScenario(ValueError):  # noqa: N818 - what a person meets is no error of the program
    """A file from which no scenario can be had; the text says plainly why and what to do."""


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """How one kind of file is known and read: `find` returns the text of its card, or None if it has none."""

    name: str
    fits: Callable[[bytes], bool]
    find: Callable[[bytes], str | bytes | None]


def read(data: bytes, registry: Registry) -> Scenario:
    """Read the scenario of an exported file or a scenario file; raises as `read_with_edition`."""
    return read_with_edition(data, registry)[0]


def read_with_edition(data: bytes, registry: Registry) -> tuple[Scenario, int]:
    """Read the scenario of an exported file or a scenario file, and with which edition's numbers the file was made.

    Raises
    ------
    NoScenario
        If there is none in it, or anything in it is not understood.
    """
    name, card = _open(data)
    try:
        return from_json(json.dumps(card["scenario"]), registry), edition_of_card(card)
    except ScenarioFileError as refused:
        raise NoScenario(f"The scenario in this {name} cannot be used. {refused}") from None
    except RecursionError:
        raise _damaged(name, "its scenario is nested too deep") from None


def read_card(data: bytes) -> dict[str, Any]:
    """Read the card of an exported file (`export.carry`); of a scenario file, one without sources and options.

    The scenario in it is not checked: `read` does that.

    Raises
    ------
    NoScenario
        If there is no card in it that this version can read.
    """
    return _open(data)[1]


def _open(data: bytes) -> tuple[str, dict[str, Any]]:
    """Return what kind of file it is, and its card."""
    if len(data) > MAX_FILE_BYTES:
        raise NoScenario(
            f"This file is larger than {MAX_FILE_BYTES // 10**6} MB. {_OPENED}; none is that large."
        )
    if not data:
        raise NoScenario(f"This file is empty. {_OPENED}.")
    for reader in _READERS:
        if reader.fits(data):
            text = reader.find(data)
            if text is None:
                raise NoScenario(
                    f"This {reader.name} carries no scenario: it was made by another program, or its metadata was "
                    "removed (many chat and photo services do that). Export it again or use the scenario file."
                )
            return reader.name, _parsed(text, reader.name)
    what = next((name for pattern, name in _FOREIGN if pattern.match(data[:1000])), "of a kind unknown here")
    converted = " Chat and photo services convert pictures: export it again." if "picture" in what else ""
    raise NoScenario(f"This file is {what}, which carries no scenario. {_OPENED}.{converted}")


def _parsed(text: str | bytes, name: str) -> dict[str, Any]:
    """Return the card of its text, or of that of a scenario file."""
    if len(text) > MAX_CARD_BYTES:
        raise NoScenario(f"This {name} holds more text than a scenario can have (1 MB). Export it again.")
    try:
        card = read_json(text)
    except ValueError as fault:
        raise _damaged(name, str(fault)) from None
    if isinstance(card, dict) and "guarantees" not in card and "schema_version" in card:
        card = {
            "guarantees": FORMAT_VERSION,
            "scenario": card,
            "sources": [],
            "options": {},
            "made": "",
            "program": "",
        }
    if not isinstance(card, dict) or "guarantees" not in card:
        raise NoScenario(f"This {name} holds no scenario. {_OPENED}.")
    version = card["guarantees"]
    is_number = isinstance(version, int) and not isinstance(version, bool)
    if is_number and version > FORMAT_VERSION:
        raise NoScenario(
            f"This {name} was made by a newer version of the program (its card is of version {str(version)[:20]}, "
            f"this program reads up to {FORMAT_VERSION}). Update the program, or ask for the scenario's address."
        )
    kinds = {"scenario": dict, "sources": list, "options": dict, "made": str, "program": str}
    if (
        not is_number
        or version < 1
        or not all(isinstance(card.get(key), kind) for key, kind in kinds.items())
    ):
        raise _damaged(name, "its card has not the fields it must have")
    return card


def _damaged(name: str, reason: str) -> NoScenario:
    shown = "".join(c if c.isprintable() else "�" for c in reason[:120]).rstrip(".")
    return NoScenario(f"This {name} is damaged or incomplete ({shown}). Fetch or export it again.")


# --- one reader per kind of file --------------------------------------------------------------------


def _in_png(data: bytes) -> bytes | None:
    try:
        for kind, start, end in png_chunks(data):
            keyword, _, rest = data[start + 8 : end - 4].partition(b"\0")
            if kind in (b"iTXt", b"zTXt", b"tEXt") and keyword == NAME.encode():
                if zlib.crc32(data[start + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
                    raise ValueError("the check sum of its card is wrong")
                return _png_text(kind, rest)
    except (ValueError, zlib.error) as fault:
        raise _damaged("PNG", str(fault)) from None
    return None


def _png_text(kind: bytes, body: bytes) -> bytes:
    """Return the text of a text chunk, from behind its keyword on."""
    compressed = kind == b"zTXt"
    if kind == b"iTXt":
        compressed = body[:1] == b"\x01"
        body = body[2:].partition(b"\0")[2].partition(b"\0")[2]  # behind language and translated keyword
    elif compressed:
        body = body[1:]
    return zlib.decompressobj().decompress(body, MAX_CARD_BYTES + 1) if compressed else body


class _Found(Exception):  # noqa: N818
    """Ends the reading of XML: the rest may be as long as it likes."""


class _CardFinder(ContentHandler):
    """Collects the text of our element, or of our attribute: XMP may be written either way."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._inside = False
        self._held = 0

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802
        self._inside = name == (NAMESPACE, "card")
        if (NAMESPACE, "card") in attrs:
            self.parts = [attrs[(NAMESPACE, "card")]]
            raise _Found

    def characters(self, content: str) -> None:
        if self._inside:
            self.parts.append(content)
            self._held += len(content)
            if self._held > MAX_CARD_BYTES:
                raise _Found

    def endElementNS(self, name: Any, qname: Any) -> None:  # noqa: N802
        if self._inside:
            raise _Found


def _in_xml(data: bytes, name: str) -> str | None:
    from defusedxml import sax

    finder = _CardFinder()
    parser = sax.make_parser()
    parser.forbid_external = False  # Matplotlib names the DTD of SVG; Python's parser never fetches it
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(finder)
    try:
        parser.feed(data)  # in one piece: in many, a name without end would be read again for each
        parser.close()
    except _Found:
        return "".join(finder.parts)
    except (
        SAXException,
        ValueError,
        LookupError,
    ) as fault:  # entities and unknown encodings are the last two
        raise _damaged(name, f"its XML cannot be read: {fault}") from None
    return None


def _in_pdf(data: bytes) -> str | None:
    import pikepdf

    _limit_qpdf()
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            metadata = document.Root.get("/Metadata")
            if not isinstance(metadata, pikepdf.Stream):
                return None
            xmp = metadata.read_bytes()
    except pikepdf.PasswordError:
        raise NoScenario("This PDF is locked by a password. Open one without.") from None
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RuntimeError) as fault:
        raise _damaged("PDF", str(fault).rpartition(">: ")[2]) from None
    return _in_xml(xmp, "PDF")


@cache
def _limit_qpdf() -> None:
    """Bound what qpdf decompresses: a few kB can hold gigabytes of nothing. Its limits are those of the process."""
    import pikepdf

    logging.getLogger("pikepdf").setLevel(logging.ERROR)  # that a foreign PDF is damaged, `NoScenario` says

    bound = _MAX_PDF_STREAM_BYTES
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=bound, png_max_memory=bound, tiff_max_memory=bound, run_length_max_memory=bound
    )


def _in_zip(data: bytes) -> bytes | None:
    try:
        if data.count(b"PK\x01\x02") > _MAX_MEMBERS:
            raise ValueError(f"it lists more than {_MAX_MEMBERS:,} files")
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = {info.filename: info for info in package.infolist()}
            member = members.get(CARD_MEMBER) or members.get(SCENARIO_MEMBER)
            if member is None:
                return None
            if member.flag_bits & 1:
                raise NoScenario("This zip is locked by a password. Unpack it, and open its scenario.json.")
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ValueError(
                    "its scenario is compressed in an unusual way"
                )  # others expand without bound
            with package.open(member) as text:
                return text.read(MAX_CARD_BYTES + 1)
    except NoScenario:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        OSError,
        RuntimeError,
        OverflowError,
    ) as fault:
        raise _damaged("zip", str(fault)) from None


def _begins(pattern: bytes) -> Callable[[bytes], bool]:
    found = re.compile(pattern, re.S)
    return lambda data: found.match(data[:4096]) is not None


_READERS: tuple[_Reader, ...] = (
    _Reader(name="PNG", fits=_begins(re.escape(PNG_SIGNATURE)), find=_in_png),
    _Reader(name="zip", fits=_begins(rb"PK(\x03\x04|\x05\x06)"), find=_in_zip),
    _Reader(name="SVG", fits=_begins(SVG_PROLOG + rb"<svg\b"), find=lambda data: _in_xml(data, "SVG")),
    _Reader(
        name="web page",
        fits=_begins(rb"(\xef\xbb\xbf)?\s*<(?i:(!doctype )?html)\b"),
        find=lambda data: between(data, PAGE_CARD, MAX_CARD_BYTES),
    ),
    _Reader(name="JSON file", fits=_begins(rb"(\xef\xbb\xbf)?\s*[{\[]"), find=lambda data: data),
    # Last, because its mark may stand anywhere in the first kB, where another kind may quote it.
    _Reader(name="PDF", fits=_begins(rb".{0,1019}%PDF-"), find=_in_pdf),
)
