"""The kinds of files that can be opened."""

from export.formats import FORMATS
from export.metadata.containers import MAX_PROVENANCE_BYTES
from export.metadata.readers import pdf, png, web_page, xml, zip
from export.metadata.readers.kind import Kind, begins

JSON = Kind(
    name="JSON file",
    fits=begins(rb"(\xef\xbb\xbf)?\s*[{\[]"),
    provenance=lambda data: data[: MAX_PROVENANCE_BYTES + 1],
)
#: The last is PDF, because its mark may stand anywhere in the first kB, where another kind may quote it.
_KINDS = (png.KIND, zip.KIND, xml.KIND, web_page.KIND, JSON, pdf.KIND)


def kinds() -> dict[str, Kind]:
    """Return the kinds by name: those that modules of formats bring, and those above."""
    brought = (getattr(entry.load(), "KIND", None) for entry in FORMATS.values())
    return {kind.name: kind for kind in (*brought, *_KINDS) if kind is not None}


def kind_of(data: bytes) -> str:
    """Return the name of a file's kind by its content, or nothing for one that never holds anything."""
    return next((name for name, kind in kinds().items() if kind.fits(data)), "")
