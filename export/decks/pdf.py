"""A briefing as PDF pages: title, bullets, timeline and map as vectors and text; bookmarks, notes, sources.

Each page is a PDF of its own, so that processes can draw pages side by side; they are joined at the end.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.markdown import Run, runs
from briefings.model import Briefing, Scene
from briefings.placeholders import Library
from briefings.scenes.map import MapScene
from export.decks import scene_map, slide_layout
from export.decks.pdf_pages import PdfPage
from export.decks.pdf_text import Line, weight_of, wrapped
from export.decks.scene_map import SceneMap
from export.decks.table_layout import PAD_X_PX, PAD_Y_PX, TablePlan
from export.decks.text_fit import LINE_EM, PX_PER_PT, fit_pt
from export.figures.canvas import Canvas
from export.figures.projection import Rect
from export.typography import typeface
from geodata.sources import Source, parted
from i18n.language import Language, language
from layers.core.constants import NOTICE

_SCALE = slide_layout.PAGE.scale
_NOTES_PT: tuple[float, ...] = (14, 13, 12, 11, 10.5, 10)
_COLUMN_GAP_PX = 40.0


@dataclass(frozen=True, kw_only=True)
class DeckStyle:
    """What all pages of a deck have in common."""

    marking: str
    theme: str = "light"
    lang: str = "en"

    @property
    def translate(self) -> Language:
        """The language of what the program says."""
        return language(self.lang)


# -- the pages -------------------------------------------------------------------------------------


def opening_page(briefing: Briefing, style: DeckStyle) -> PdfPage:
    """Return the first page: title, author, date, notice."""
    page = _Page(style, "1")
    box = Rect(left=96, top=150, width=1088, height=200)
    pt = fit_pt([briefing.title], box.width, box.height, (40, 36, 32, 28), bold=True)
    lines = wrapped((Run(text=briefing.title, bold=True),), box.width, pt * PX_PER_PT)
    page.lines(lines, box.left, box.bottom - len(lines) * pt * PX_PER_PT * LINE_EM, pt)
    top = box.bottom + 24
    for text in (briefing.author, style.translate.day(str(briefing.date)), f"{style.translate(NOTICE)}."):
        if text:
            top = page.paragraph((Run(text=text),), Rect(left=96, top=top, width=1088, height=40), 20) + 8
    return PdfPage(pdf=page.save(), label="1", bookmark=briefing.title)


def scene_page(
    scene: Scene, library: Library, style: DeckStyle, number: int
) -> tuple[PdfPage, SceneMap | None]:
    """Return the page of a resolved scene, and what its map shows, None without one."""
    page = _Page(style, str(number))
    plan = slide_layout.plan(scene, style.translate)
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
    cited = slide_layout.source_line(scene, library.sources, style.translate)
    if cited:
        page.paragraph((Run(text=cited),), slide_layout.CITED, slide_layout.CITED_PT, token="text_muted")
    drawn = None
    if plan.map and isinstance(scene, MapScene):
        drawn = scene_map.draw(page.canvas, _design(plan.map), scene, library, lang=style.lang)
    return PdfPage(pdf=page.save(), label=str(number), bookmark=scene.title), drawn


def notes_pages(scene: Scene, library: Library, style: DeckStyle, number: int) -> list[PdfPage]:
    """Return the pages with a scene's notes and sources, none where it has none."""
    notes = slide_layout.notes_runs(scene, library.sources, style.translate)
    if not notes:
        return []
    title = ": ".join((style.translate("Notes"), scene.title))
    pt = next((pt for pt in _NOTES_PT if len(_columns(notes, pt)) <= 2), _NOTES_PT[-1])
    return _column_pages(notes, pt, style, title, " ".join((str(number), style.translate("notes"))), depth=1)


def source_pages(
    keys: Sequence[str], sources: dict[str, Source], style: DeckStyle, first: int
) -> list[PdfPage]:
    """Return the last pages: sources of those keys with publisher, date and address, then assumptions among them."""
    made: list[PdfPage] = []
    cited, assumptions = parted({key: sources[key] for key in keys})
    parts: tuple[tuple[str, Mapping[str, Source]], ...] = (
        ("Sources", cited),
        (slide_layout.ASSUMPTIONS, assumptions),
    )
    for title, part in parts:
        lines = []
        for source in part.values():
            link = (Run(text=" "), Run(text=source.url, href=source.url)) if source.url else ()
            lines.append((Run(text=slide_layout.source_text(source, style.translate)), *link))
        if lines:
            number = str(first + len(made))
            made += _column_pages(lines, slide_layout.SOURCES_PT, style, style.translate(title), number)
    return made


def _column_pages(
    paragraphs: Sequence[tuple[Run, ...]], pt: float, style: DeckStyle, title: str, label: str, depth: int = 0
) -> list[PdfPage]:
    """Return paragraphs in two columns on as many pages as they need."""
    columns = _columns(paragraphs, pt)
    pages = [columns[i : i + 2] for i in range(0, len(columns), 2)]
    made = []
    for i, pair in enumerate(pages):
        shown = str(int(label) + i) if label.isdecimal() else label
        page = _Page(style, shown)
        counted = f" ({i + 1}/{len(pages)})" if len(pages) > 1 else ""
        page.title(title + counted)
        for j, column in enumerate(pair):
            left = slide_layout.CONTENT.left + j * (_column_width() + _COLUMN_GAP_PX)
            for line, y in column:
                page.lines([line], left, slide_layout.CONTENT.top + y, pt)
        made.append(PdfPage(pdf=page.save(), label=shown, bookmark=title, depth=depth if i == 0 else -1))
    return made


def _column_width() -> float:
    return (slide_layout.CONTENT.width - _COLUMN_GAP_PX) / 2


def _columns(paragraphs: Sequence[tuple[Run, ...]], pt: float) -> list[list[tuple[Line, float]]]:
    """Return paragraphs as columns of lines with their tops, px."""
    px = pt * PX_PER_PT
    room = slide_layout.CONTENT.height + 20
    columns: list[list[tuple[Line, float]]] = [[]]
    y = 0.0
    for paragraph in paragraphs:
        lines = wrapped(paragraph, _column_width(), px)
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


def _draw_timeline(page: "_Page", timeline: slide_layout.Timeline) -> None:
    canvas = page.canvas
    for left, right, y in timeline.rails:
        rail = _design(Rect(left=left, top=y - 1, width=right - left, height=2))
        canvas.box(rail, fill=canvas.rgba("text_muted"))
    import shapely

    from export.figures.outlines import path_of_geometry

    for moment in timeline.moments:
        x, y = moment.dot
        dot = shapely.Point(x / _SCALE, y / _SCALE).buffer(6 / _SCALE)
        canvas.shape(path_of_geometry(dot), fill=canvas.rgba("occupied"))
        box = moment.text_box
        top = page.paragraph((Run(text=moment.date, bold=True),), box, timeline.pt)
        page.paragraph(moment.text, Rect(left=box.left, top=top, width=box.width, height=0), timeline.pt)


def _draw_table(page: "_Page", table: TablePlan) -> None:
    """Draw a table: a strong rule under its heads, a fine one under each row."""
    canvas, top = page.canvas, table.top
    for number, (row, height) in enumerate(zip(table.cells, table.heights, strict=True)):
        left = table.left
        for cell, width in zip(row, table.widths, strict=True):
            box = Rect(left=left + PAD_X_PX, top=top + PAD_Y_PX, width=width - 2 * PAD_X_PX, height=0)
            page.paragraph(cell, box, table.pt)
            left += width
        top += height
        thick = 1.6 if number == 0 else 0.6
        rule = Rect(left=table.left, top=top - thick, width=table.rect.width, height=thick)
        canvas.box(_design(rule), fill=canvas.rgba("text_muted"))


# -- drawing ---------------------------------------------------------------------------------------


def _design(rect: Rect) -> Rect:
    """Return a rectangle of the page (px) in design px of the canvas."""
    return Rect(
        left=rect.left / _SCALE, top=rect.top / _SCALE, width=rect.width / _SCALE, height=rect.height / _SCALE
    )


class _Page:
    """A page being drawn; places are px of the page, sizes points."""

    def __init__(self, style: DeckStyle, label: str) -> None:
        self.canvas = Canvas(slide_layout.PAGE, style.theme)
        self.canvas.figure.set_facecolor(self.canvas.rgba("ukraine"))
        if style.marking:
            self.canvas.box(_design(slide_layout.MARKING), fill=self.canvas.rgba("text"))
            px = slide_layout.MARKING_PT * PX_PER_PT / _SCALE
            marking = typeface.clipped(style.marking, self.canvas.width * 0.9, px, "bold")
            baseline = slide_layout.MARKING.height / _SCALE / 2 + px * 0.34
            self.canvas.text(
                self.canvas.width / 2, baseline, marking, px=px, token="halo", weight="bold", align="center"
            )
        notice = (Run(text=f"{style.translate(NOTICE)}."),)
        self.paragraph(notice, slide_layout.FOOT, slide_layout.FOOT_PT, token="text_muted")
        width = typeface.width_em(label) * slide_layout.FOOT_PT * PX_PER_PT
        number = Rect(
            left=slide_layout.NUMBER.right - width, top=slide_layout.NUMBER.top, width=width + 1, height=24
        )
        self.paragraph((Run(text=label),), number, slide_layout.FOOT_PT, token="text_muted")

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
        px = pt * PX_PER_PT
        for i, line in enumerate(lines):
            baseline = top + px * (0.93 + i * LINE_EM)
            for run, x in line:
                ink = "patrol" if run.href else token
                at = ((left + x) / _SCALE, baseline / _SCALE)
                artist = self.canvas.text(*at, run.text, px=px / _SCALE, token=ink, weight=weight_of(run))
                if run.href:
                    artist.set_url(run.href)
                    width = typeface.width_em(run.text, weight_of(run)) * px
                    rule = Rect(left=left + x, top=baseline + 0.1 * px, width=width, height=max(0.8, px / 16))
                    self.canvas.box(_design(rule), fill=self.canvas.rgba(ink))

    def save(self) -> bytes:
        """Return the page as a PDF."""
        file = io.BytesIO()
        self.canvas.figure.savefig(file, format="pdf", metadata={"CreationDate": None})
        return file.getvalue()
