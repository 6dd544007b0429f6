"""A scene's table on a page of a deck: the widths of its columns, the heights of its rows, and the size of its text."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefings.markdown import Run, runs
from briefings.model import Table
from export.decks.text_fit import PX_PER_PT, text_height
from export.figures.projection import Rect
from export.typography import typeface

TABLE_PT: tuple[float, ...] = (16, 15, 14, 13, 12, 11, 10.5, 10, 9.5, 9)
PAD_X_PX, PAD_Y_PX = 7.0, 4.0


@dataclass(frozen=True, kw_only=True)
class TablePlan:
    """A table laid out (px, points): its heads first, then its rows, each cell as runs."""

    left: float
    top: float
    pt: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[tuple[tuple[Run, ...], ...], ...]

    @property
    def rect(self) -> Rect:
        """Where it stands."""
        return Rect(left=self.left, top=self.top, width=sum(self.widths), height=sum(self.heights))


def lay_out_table(table: Table, rect: Rect, *, broader: float = 1.0) -> TablePlan:
    """Return a table as wide as a rectangle, its text as large as its height allows without words cut in two.

    Where words are cut at every size (addresses are), only the height counts; else it is the smallest.
    """
    heads = (tuple(f"**{head}**" if head else "" for head in table.columns),) if any(table.columns) else ()
    rows = (*heads, *table.rows)
    cells = tuple(tuple(runs(cell) for cell in row) for row in rows)
    found: TablePlan | None = None
    for pt in TABLE_PT:
        widths, whole = _widths(rows, rect.width, pt, broader)
        heights = tuple(_row_height(row, widths, pt, broader) for row in rows)
        plan = TablePlan(left=rect.left, top=rect.top, pt=pt, widths=widths, heights=heights, cells=cells)
        if plan.rect.height <= rect.height:
            if whole:
                return plan
            found = found or plan
    return found or plan


def _row_height(row: Sequence[str], widths: Sequence[float], pt: float, broader: float) -> float:
    texts = zip(row, widths, strict=True)
    return max(
        text_height([text or "x"], width - 2 * PAD_X_PX, pt, broader=broader) for text, width in texts
    ) + (2 * PAD_Y_PX)


def _widths(
    rows: Sequence[Sequence[str]], width_px: float, pt: float, broader: float
) -> tuple[tuple[float, ...], bool]:
    """Return the widths of columns, and whether each holds its longest word; the rest goes by how long texts are."""

    def px(text: str) -> float:
        return typeface.width_em(text, "bold") * pt * PX_PER_PT * broader + 2 * PAD_X_PX + 1

    texts = [["".join(run.text for run in runs(row[i])) for row in rows] for i in range(len(rows[0]))]
    narrowest = [max(px(word) for text in column for word in text.split(" ")) for column in texts]
    wanted = [max(map(px, column)) for column in texts]
    if sum(narrowest) >= width_px:
        return tuple(width_px * one / sum(narrowest) for one in narrowest), False
    spare = width_px - sum(narrowest)
    shares = [want - word + 0.01 for want, word in zip(wanted, narrowest, strict=True)]
    if sum(shares) <= spare:  # every text fits one line: each column has room to breathe
        return tuple(width_px * one / sum(wanted) for one in wanted), True
    return tuple(
        word + spare * share / sum(shares) for word, share in zip(narrowest, shares, strict=True)
    ), True
