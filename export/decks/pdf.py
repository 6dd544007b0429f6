"""A briefing as PDF pages: title, bullets, timeline and table as text, maps as vectors; bookmarks, notes, sources.

ReportLab writes the pages; each map is a PDF of its own (`scene_map.page`), which processes draw side by side, and is
laid on its page at the end.
"""

import io
from collections.abc import Mapping, Sequence

from briefings.markdown import Run, runs
from briefings.model import Briefing, Scene
from export.decks import slide_layout
from export.decks.pdf_page import PdfPage, new_canvas
from export.decks.pdf_text import Line, wrapped
from export.decks.slide_layout import DeckStyle, ScenePlan
from export.decks.table_layout import PAD_X_PX, PAD_Y_PX, TablePlan
from export.decks.text_fit import LINE_EM, PX_PER_PT, fit_pt
from export.figures.projection import Rect
from geodata.sources import Source, parted
from layers.core.constants import NOTICE

_NOTES_PT: tuple[float, ...] = (14, 13, 12, 11, 10.5, 10)
_COLUMN_GAP_PX = 40.0
_COLUMN_WIDTH_PX = (slide_layout.CONTENT.width - _COLUMN_GAP_PX) / 2


class PdfPages:
    """The pages being written; scenes are added in order, then the sources."""

    def __init__(self, style: DeckStyle, sources: Mapping[str, Source]) -> None:
        self._style, self._sources = style, sources
        self._canvas = new_canvas(style.lang)
        self._maps: dict[int, bytes] = {}
        self._number = 1
        #: Whether what the next page shows is notional (`briefings.marking`).
        self.notional = True

    def add_opening(self, briefing: Briefing) -> None:
        """Add the first page: title, author, date, notice."""
        translate = self._style.translate
        page = self._page()
        box = Rect(left=96, top=150, width=1088, height=200)
        pt = fit_pt([briefing.title], box.width, box.height, (40, 36, 32, 28), bold=True)
        lines = wrapped((Run(text=briefing.title, bold=True),), box.width, pt * PX_PER_PT)
        page.lines(lines, box.left, box.bottom - len(lines) * pt * PX_PER_PT * LINE_EM, pt)
        top = box.bottom + 24
        for text in (
            briefing.author,
            translate.day(str(briefing.date)),
            f"{translate(NOTICE)}." if self.notional else "",
        ):
            if text:
                top = page.paragraph((Run(text=text),), Rect(left=96, top=top, width=1088, height=40), 20) + 8
        self._finish(page, briefing.title)

    def add_scene(self, scene: Scene, plan: ScenePlan, map_pdf: bytes) -> None:
        """Add the page of a resolved scene by its plan; `map_pdf` is laid on it, b'' for none."""
        page = self._page()
        page.title(scene.title)
        if plan.body:
            top = plan.body.top
            for bullet in scene.bullets:
                px = plan.body_pt * PX_PER_PT
                indent = slide_layout.INDENT_EM * px
                page.lines([[(Run(text="•"), 0.0)]], plan.body.left, top, plan.body_pt)
                room = Rect(left=plan.body.left + indent, top=top, width=plan.body.width - indent, height=0)
                top = page.paragraph(runs(bullet), room, plan.body_pt) + slide_layout.BULLET_GAP_EM * px
        if plan.timeline:
            _draw_timeline(page, plan.timeline)
        if plan.table:
            _draw_table(page, plan.table)
        cited = slide_layout.source_line(scene, self._sources, self._style.translate)
        if cited:
            page.paragraph((Run(text=cited),), slide_layout.CITED, slide_layout.CITED_PT, token="text_muted")
        if map_pdf:
            self._maps[self._canvas.getPageNumber()] = map_pdf
        self._finish(page, scene.title)

    def add_notes(self, scene: Scene) -> None:
        """Add the pages with the notes and sources of the scene before, none where it has none."""
        translate = self._style.translate
        notes = slide_layout.notes_runs(scene, self._sources, translate)
        if notes:
            pt = next((pt for pt in _NOTES_PT if len(_columns(notes, pt)) <= 2), _NOTES_PT[-1])
            label = " ".join((str(self._number - 1), translate("notes")))
            self._add_columns(notes, pt, ": ".join((translate("Notes"), scene.title)), label)

    def add_sources(self, keys: Sequence[str]) -> None:
        """Add the last pages: sources of those keys with publisher, date and address, then assumptions among them."""
        translate = self._style.translate
        cited, assumptions = parted({key: self._sources[key] for key in keys})
        parts: tuple[tuple[str, Mapping[str, Source]], ...] = (
            ("Sources", cited),
            (slide_layout.ASSUMPTIONS, assumptions),
        )
        for title, part in parts:
            lines = []
            for source in part.values():
                link = (Run(text=" "), Run(text=source.url, href=source.url)) if source.url else ()
                lines.append((Run(text=slide_layout.source_text(source, translate)), *link))
            if lines:
                self._add_columns(lines, slide_layout.SOURCES_PT, translate(title))

    def save(self) -> bytes:
        """Return the file, which opens on its first page with the outline beside it."""
        import pikepdf

        for name in ("DisplayDocTitle", "FitWindow"):
            self._canvas.setViewerPreference(name, "true")
        self._canvas.showOutline()
        made = io.BytesIO()
        with pikepdf.open(io.BytesIO(self._canvas.getpdfdata())) as document:
            for number, map_pdf in self._maps.items():
                # pikepdf's own overlays have names of chance.
                with pikepdf.open(io.BytesIO(map_pdf)) as drawn:
                    form = document.copy_foreign(drawn.pages[0].as_form_xobject())
                page = document.pages[number - 1]
                page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.Map)
                page.contents_add(b"q", prepend=True)
                page.contents_add(b"Q /Map Do")
            document.Root.PageLayout = pikepdf.Name.SinglePage
            del document.docinfo  # who made it when stands in the metadata (`export.metadata.embed`)
            document.save(made, deterministic_id=True)
        return made.getvalue()

    def _page(self) -> PdfPage:
        return PdfPage(self._canvas, self._style)

    def _finish(self, page: PdfPage, bookmark: str) -> None:
        page.finish(str(self._number), bookmark, notional=self.notional)
        self._number += 1

    def _add_columns(
        self, paragraphs: Sequence[tuple[Run, ...]], pt: float, title: str, label: str = ""
    ) -> None:
        """Add paragraphs in two columns on as many pages as they need, numbered on unless all have one label."""
        columns = _columns(paragraphs, pt)
        pages = [columns[i : i + 2] for i in range(0, len(columns), 2)]
        for i, pair in enumerate(pages):
            page = self._page()
            page.title(title + (f" ({i + 1}/{len(pages)})" if len(pages) > 1 else ""))
            for j, column in enumerate(pair):
                left = slide_layout.CONTENT.left + j * (_COLUMN_WIDTH_PX + _COLUMN_GAP_PX)
                for line, y in column:
                    page.lines([line], left, slide_layout.CONTENT.top + y, pt)
            bookmark = title if i == 0 else ""
            if label:
                page.finish(label, bookmark, depth=1, notional=self.notional)
            else:
                self._finish(page, bookmark)


def _columns(paragraphs: Sequence[tuple[Run, ...]], pt: float) -> list[list[tuple[Line, float]]]:
    """Return paragraphs as columns of lines with their tops, px."""
    px = pt * PX_PER_PT
    room = slide_layout.CONTENT.height + 20
    columns: list[list[tuple[Line, float]]] = [[]]
    y = 0.0
    for paragraph in paragraphs:
        lines = wrapped(paragraph, _COLUMN_WIDTH_PX, px)
        if y + min(len(lines), 2) * px * LINE_EM > room:  # no line of a paragraph alone at the foot
            columns.append([])
            y = 0.0
        for line in lines:
            if y + px * LINE_EM > room:
                columns.append([])
                y = 0.0
            columns[-1].append((line, y))
            y += px * LINE_EM
        y += px * 0.5
    return columns


def _draw_timeline(page: PdfPage, timeline: slide_layout.Timeline) -> None:
    for left, right, y in timeline.rails:
        page.box(Rect(left=left, top=y - 1, width=right - left, height=2), "text_muted")
    for moment in timeline.moments:
        page.dot(*moment.dot, 6, "occupied")
        box = moment.text_box
        top = page.paragraph((Run(text=moment.date, bold=True),), box, timeline.pt)
        page.paragraph(moment.text, Rect(left=box.left, top=top, width=box.width, height=0), timeline.pt)


def _draw_table(page: PdfPage, table: TablePlan) -> None:
    """Draw a table: a strong rule under its heads, a fine one under each row."""
    top = table.top
    for number, (row, height) in enumerate(zip(table.cells, table.heights, strict=True)):
        left = table.left
        for cell, width in zip(row, table.widths, strict=True):
            box = Rect(left=left + PAD_X_PX, top=top + PAD_Y_PX, width=width - 2 * PAD_X_PX, height=0)
            page.paragraph(cell, box, table.pt)
            left += width
        top += height
        thick = 1.6 if number == 0 else 0.6
        page.box(Rect(left=table.left, top=top - thick, width=table.rect.width, height=thick), "text_muted")
