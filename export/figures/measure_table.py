"""What scenarios that are compared come to, as a small table below their maps: A, B and, of two, the difference."""

from collections.abc import Sequence

import numpy as np

from analysis.assessment import Assessment
from analysis.compared import KEY, MeasureRow, measure_rows
from analysis.measure import SHARE
from export.figures.canvas import Canvas
from export.figures.projection import Rect
from export.typography import typeface
from i18n.language import Language
from layers.core.scenario import LETTERS

TEXT_PX, _ROW_PX, _ABOVE_PX, _COLUMN_PX = 9.0, 13.0, 10.0, 24.0
#: Lower pages have no room for it: the maps would be strips.
_LEAST_ROOM_PX = 300.0

#: Heads, then rows: a label, a value for each scenario, and of two what B has more.
Rows = tuple[tuple[str, ...], ...]


def rows(found: Sequence[Assessment], translate: Language) -> Rows:
    """Return the measures that sum assessments up, with their heads; nothing of one alone."""
    if len(found) < 2:
        return ()
    letters = [letter.upper() for letter, _ in zip(LETTERS, found, strict=False)]
    two = len(found) == 2
    heads = ("", *letters, *(["B − A"] if two else []))
    points = translate("points")

    def difference(row: MeasureRow) -> str:
        return f"{translate.said(row.difference_text)} {points if row.unit == SHARE else ''}".strip()

    return (
        heads,
        *(
            (
                translate(row.label),
                *map(translate.said, row.texts),
                *([difference(row)] if two else []),
            )
            for row in measure_rows(found)
            if row.id in KEY
        ),
    )


def height(table: Rows, room: float) -> float:
    """Return how much of a page's room a table takes below the maps; 0 where it is left out."""
    return _ABOVE_PX + len(table) * _ROW_PX if table and room >= _LEAST_ROOM_PX else 0.0


def draw(canvas: Canvas, table: Rows, rect: Rect) -> None:
    """Write a table into a rectangle: labels at its left, numbers right-aligned in columns, a rule below the heads."""
    set_ = [[typeface.settable(cell) for cell in row] for row in table]
    widths = [
        max(typeface.width_em(row[column], "bold") for row in set_) * TEXT_PX + _COLUMN_PX
        for column in range(1, len(set_[0]))
    ]
    label_px = min(
        rect.width - sum(widths), max(typeface.width_em(row[0]) for row in set_) * TEXT_PX + _COLUMN_PX
    )
    under = rect.top + _ABOVE_PX + _ROW_PX - 1
    end = rect.left + label_px + sum(widths)
    canvas.line(np.array([(rect.left, under), (end, under)]), canvas.rgba("text_muted", 0.5), 0.6)
    for number, row in enumerate(set_):
        baseline = rect.top + _ABOVE_PX + number * _ROW_PX + TEXT_PX
        weight: typeface.Weight = "bold" if number == 0 else "regular"
        label = typeface.clipped(row[0], label_px, TEXT_PX)
        canvas.text(rect.left, baseline, label, px=TEXT_PX, token="text_muted")
        right = rect.left + label_px
        for cell, width in zip(row[1:], widths, strict=True):
            right += width
            canvas.text(right, baseline, cell, px=TEXT_PX, weight=weight, align="right")
