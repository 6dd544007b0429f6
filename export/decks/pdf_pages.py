"""Drawn pages and the one PDF that they are joined to."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class PdfPage:
    """A drawn page: its PDF, the label that programs show for it, and its bookmark with depth (0 or 1; -1 none)."""

    pdf: bytes
    label: str
    bookmark: str
    depth: int = 0


def joined(pages: Sequence[PdfPage], *, lang: str) -> bytes:
    """Return pages as one PDF with bookmarks and page labels that opens on its first page."""
    import pikepdf

    document = pikepdf.new()
    for page in pages:
        with pikepdf.open(io.BytesIO(page.pdf)) as file:
            document.pages.extend(file.pages)
    labels: list[Any] = []
    for i, page in enumerate(pages):
        labels += [i, pikepdf.Dictionary(P=pikepdf.String(page.label))]
    root = document.Root
    root.PageLabels = document.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(labels)))
    root.Lang = pikepdf.String(lang)
    root.PageMode, root.PageLayout = pikepdf.Name.UseOutlines, pikepdf.Name.SinglePage
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True, FitWindow=True)
    with document.open_outline() as outline:
        for i, page in enumerate(pages):
            if page.depth >= 0:
                held = outline.root if page.depth == 0 else outline.root[-1].children
                held.append(pikepdf.OutlineItem(page.bookmark, i, "Fit"))
    made = io.BytesIO()
    document.save(made, deterministic_id=True, compress_streams=True)
    return made.getvalue()
