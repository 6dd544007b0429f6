"""A page of a PDF deck being written: rectangles, lines of text in the typeface, links, and what every page says.

Places are px of the page from its top left, sizes points. ReportLab writes them, with the kerning of HarfBuzz, by which
the plan of a page measures too (`export.typography.typeface`).
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from briefings.markdown import Run
from briefings.marking import marking_on
from export.decks import slide_layout
from export.decks.pdf_text import Line, weight_of, wrapped
from export.decks.slide_layout import DeckStyle
from export.decks.text_fit import LINE_EM, PX_PER_PT
from export.figures.projection import Rect
from export.typography import typeface
from layers.core.constants import NOTICE
from layers.style.rows import colour

if TYPE_CHECKING:  # ReportLab is slow to import
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.pdfgen.textobject import PDFTextObject

WIDTH_PT, HEIGHT_PT = slide_layout.PAGE.width_px / PX_PER_PT, slide_layout.PAGE.height_px / PX_PER_PT
_BASELINE_EM = 0.93
_MARKING_WIDTH_SHARE, _MARKING_RISE_EM = 0.9, 0.34


def new_canvas(lang: str) -> "Canvas":
    """Return an empty PDF of pages of a deck; what is made of the same texts is the same to the byte."""
    from reportlab.pdfgen.canvas import Canvas

    first = _font(str(typeface.file_of("regular")))  # else each page would name a font that it lacks
    return Canvas(
        "", pagesize=(WIDTH_PT, HEIGHT_PT), pageCompression=1, invariant=1, lang=lang, initialFontName=first
    )


@cache
def _font(file: str) -> str:
    """Make a font file known to ReportLab, once per process, and return what it is called there."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    registerFont(TTFont(file, file))
    return file


class PdfPage:
    """The page that a canvas is at."""

    def __init__(self, canvas: "Canvas", style: DeckStyle) -> None:
        self.canvas, self._style = canvas, style
        self.box(
            Rect(left=0, top=0, width=slide_layout.PAGE.width_px, height=slide_layout.PAGE.height_px),
            "ukraine",
        )

    def finish(self, label: str, bookmark: str = "", depth: int = 0, *, notional: bool = True) -> None:
        """Write marking, notice and number, and turn the page.

        `bookmark` is its entry in the outline, '' for none; `notional`: it shows something that is.
        """
        style, foot_px = self._style, slide_layout.FOOT_PT * PX_PER_PT
        if shown := marking_on(style.marking, notional=notional):
            band, pt = slide_layout.MARKING, slide_layout.MARKING_PT
            px = pt * PX_PER_PT
            self.box(band, "text")
            marking = typeface.clipped(shown, band.width * _MARKING_WIDTH_SHARE, px, "bold")
            left = (band.width - typeface.width_em(marking, "bold") * px) / 2
            baseline = band.top + band.height / 2 + _MARKING_RISE_EM * px
            self._line([(Run(text=marking, bold=True), 0.0)], left, baseline, pt, "halo")
        if notional:
            notice = (Run(text=f"{style.translate(NOTICE)}."),)
            self.paragraph(notice, slide_layout.FOOT, slide_layout.FOOT_PT, token="text_muted")
        left = slide_layout.NUMBER.right - typeface.width_em(label) * foot_px
        self.lines(
            [[(Run(text=label), 0.0)]],
            left,
            slide_layout.NUMBER.top,
            slide_layout.FOOT_PT,
            token="text_muted",
        )
        canvas = self.canvas
        number = canvas.getPageNumber()
        canvas.addPageLabel(number - 1, prefix=label)
        if bookmark:
            canvas.bookmarkPage(str(number))
            canvas.addOutlineEntry(bookmark, str(number), depth)
        canvas.showPage()

    def title(self, text: str) -> None:
        """Write the title, its lines in the middle of their box."""
        box = slide_layout.TITLE
        pt = slide_layout.title_pt(text)
        lines = wrapped((Run(text=text, bold=True),), box.width, pt * PX_PER_PT)
        height = len(lines) * pt * PX_PER_PT * LINE_EM
        self.lines(lines, box.left, box.top + (box.height - height) / 2, pt)

    def paragraph(self, text: Sequence[Run], box: Rect, pt: float, *, token: str = "text") -> float:
        """Write a paragraph from the top of a box on, and return where the next one may begin."""
        lines = wrapped(text, box.width, pt * PX_PER_PT)
        self.lines(lines, box.left, box.top, pt, token=token)
        return box.top + len(lines) * pt * PX_PER_PT * LINE_EM

    def lines(
        self, lines: Sequence[Line], left: float, top: float, pt: float, *, token: str = "text"
    ) -> None:
        """Write lines of runs one below the other; links can be clicked."""
        for i, line in enumerate(lines):
            self._line(line, left, top + pt * PX_PER_PT * (_BASELINE_EM + i * LINE_EM), pt, token)

    def box(self, rect: Rect, token: str) -> None:
        """Fill a rectangle."""
        self.canvas.setFillColor(self._ink(token))
        self.canvas.rect(
            *_corner(rect.left, rect.bottom), _pt(rect.width), _pt(rect.height), stroke=0, fill=1
        )

    def dot(self, x: float, y: float, radius: float, token: str) -> None:
        """Fill a circle."""
        self.canvas.setFillColor(self._ink(token))
        self.canvas.circle(*_corner(x, y), _pt(radius), stroke=0, fill=1)

    def _line(self, line: Line, left: float, baseline: float, pt: float, token: str) -> None:
        px = pt * PX_PER_PT
        for run, x in line:
            weight, ink = weight_of(run), "patrol" if run.href else token
            text = self.canvas.beginText(*_corner(left + x, baseline))
            text.setFillColor(self._ink(ink))
            _write(text, run.text, weight, pt)
            self.canvas.drawText(text)
            if run.href:
                width = typeface.width_em(run.text, weight) * px
                rule = Rect(left=left + x, top=baseline + 0.1 * px, width=width, height=max(0.8, px / 16))
                self.box(rule, ink)
                area = (
                    *_corner(left + x, baseline + 0.25 * px),
                    *_corner(left + x + width, baseline - 0.8 * px),
                )
                self.canvas.linkURL(run.href, area, relative=0, thickness=0)

    def _ink(self, token: str) -> Any:
        from reportlab.lib.colors import HexColor

        return HexColor(colour(token, self._style.theme))


def _write(into: "PDFTextObject", text: str, weight: typeface.Weight, pt: float) -> None:
    """Write text where the last ended, each stretch of it in the first font that has its letters."""
    from reportlab.pdfbase.ttfonts import shapeStr

    for file, part in typeface.by_font(text, weight):
        font = _font(str(file))
        into.setFont(font, pt)
        into.textOut(shapeStr(part, font, pt))


def _pt(px: float) -> float:
    return px / PX_PER_PT


def _corner(x: float, y: float) -> tuple[float, float]:
    """Return a place of the page in points from its lower left, as PDF has it."""
    return _pt(x), HEIGHT_PT - _pt(y)
