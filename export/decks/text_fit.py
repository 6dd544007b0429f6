"""How much room text takes on a page of a deck, and at which size it fits. Boxes are px, sizes points."""

from collections.abc import Sequence

from briefings.markdown import runs
from export.typography import typeface as fonts

PX_PER_PT = 96 / 72
LINE_EM = 1.2


def text_height(
    texts: Sequence[str], width_px: float, pt: float, *, broader: float = 1.0, gap_em: float = 0.0,
    indent_em: float = 0.0, bold: bool = False,
) -> float:  # fmt: skip
    """Return how high paragraphs of Markdown are in a column, px."""
    px = pt * PX_PER_PT
    room = (width_px - indent_em * px) / broader
    lines = 0
    for text in texts:
        found = runs(text)
        weight: fonts.Weight = "bold" if bold or any(run.bold for run in found) else "regular"
        lines += len(fonts.wrapped("".join(run.text for run in found), room, px, weight))
    return px * (lines * LINE_EM + (len(texts) - 1) * gap_em)


def fit_pt(
    texts: Sequence[str], width_px: float, height_px: float, sizes_pt: Sequence[float], *, broader: float = 1.0,
    gap_em: float = 0.0, indent_em: float = 0.0, bold: bool = False,
) -> float:  # fmt: skip
    """Return the largest of some text sizes at which paragraphs fit a box, else the smallest of them."""
    for pt in sizes_pt:
        height = text_height(
            texts, width_px, pt, broader=broader, gap_em=gap_em, indent_em=indent_em, bold=bold
        )
        if height <= height_px:
            return pt
    return sizes_pt[-1]
