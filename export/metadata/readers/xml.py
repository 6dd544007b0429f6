"""XML: SVG drawings, and what other kinds of file hold as XML."""

from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces

from export.metadata.containers import MAX_PROVENANCE_BYTES, NAMESPACE, SVG_PROLOG
from export.metadata.readers.kind import Kind, Text, begins, damaged, worded

_MAX_ELEMENTS = 200_000  # a figure has some thousands
_MAX_DEPTH = 100  # of elements in each other; a figure has ten
_PIECE_BYTES = 1 << 16


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
            many = worded("more than {max_elements} elements", max_elements=f"{_MAX_ELEMENTS:,}")
            raise ValueError(
                worded("elements more than {max_depth} deep in each other", max_depth=_MAX_DEPTH)
                if self._depth > _MAX_DEPTH
                else many
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


def in_xml(data: bytes, name: str, wanted: tuple[str, str], max_bytes: int) -> Text:
    """Return the text of an element or attribute ``(namespace, name)``, the first there is."""
    from defusedxml import sax

    finder = _Finder(wanted, max_bytes)
    parser = sax.make_parser()
    parser.forbid_external = False  # Matplotlib names the DTD of SVG; Python's parser never fetches it
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(finder)
    try:
        # In pieces, so that what is too deep is found before all of it is read.
        for start in range(0, len(data), _PIECE_BYTES):
            parser.feed(data[start : start + _PIECE_BYTES])
        parser.close()
    except _Found:
        return "".join(finder.parts)[: max_bytes + 1].encode("utf-8", "surrogatepass")
    # Entities and unknown encodings are the last two.
    except (SAXException, ValueError, LookupError) as fault:
        raise damaged(name, worded("its XML cannot be read: {fault}", fault=fault)) from None
    return None


def provenance_in_xml(data: bytes, name: str) -> Text:
    """Return the provenance in XML of a kind of file."""
    return in_xml(data, name, (NAMESPACE, "card"), MAX_PROVENANCE_BYTES)


KIND = Kind(
    name="SVG", fits=begins(SVG_PROLOG + rb"<svg\b"), provenance=lambda data: provenance_in_xml(data, "SVG")
)
