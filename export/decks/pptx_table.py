"""A table in a slide: rules instead of coloured bands, so that it looks as in the PDF."""

from collections.abc import Callable
from typing import Any

from export.decks.pptx_text import write
from export.decks.table_layout import PAD_X_PX, PAD_Y_PX, TablePlan

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's own “No Style, No Grid”
_RULES_EMU = (19050, 6350)  # under the heads, under every other row


def draw_table(
    shape: Any, plan: TablePlan, *, heads: bool, x: Callable[[float], Any], y: Callable[[float], Any]
) -> None:
    """Fill a new table with a plan's cells; `x` and `y` turn px of the page into EMU of the slide."""
    table = shape.table
    properties = table._tbl.tblPr
    properties.find(f"{_A}tableStyleId").text = _NO_STYLE
    table.first_row, table.horz_banding = heads, False
    for column, width in zip(table.columns, plan.widths, strict=True):
        column.width = x(width)
    for number, (row, height, cells) in enumerate(zip(table.rows, plan.heights, plan.cells, strict=True)):
        row.height = y(height)
        for cell, text in zip(row.cells, cells, strict=True):
            cell.margin_left = cell.margin_right = x(PAD_X_PX)
            cell.margin_top = cell.margin_bottom = y(PAD_Y_PX)
            write(cell, [text], pt=plan.pt)
            _rule_below(cell, _RULES_EMU[0 if heads and number == 0 else 1])


def _rule_below(cell: Any, width_emu: int) -> None:
    properties = cell._tc.get_or_add_tcPr()
    rule = properties.makeelement(f"{_A}lnB", {"w": str(width_emu)})
    fill = rule.makeelement(f"{_A}solidFill", {})
    fill.append(fill.makeelement(f"{_A}schemeClr", {"val": "tx2"}))
    rule.append(fill)
    properties.append(rule)
