"""A briefing as PDF pages: title, bullets, timeline and map as vectors and text; bookmarks, notes, sources.

Each page is a PDF of its own, so that processes can draw pages side by side; they are joined at the end.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefings.markdown import Run, runs
from briefings.model import Briefing, Scene
from briefings.placeholders import Library
from export.decks import scene_map, slide_layout
from export.decks.scene_map import SceneMap
from export.decks.slide_layout import PX_PER_PT
from export.figures.canvas import Canvas
from export.figures.projection import Rect
from export.typography import typeface
from geodata.tables import Source, parted
from i18n.language import Language, language
from layers.core.constants import NOTICE

_SCALE = slide_layout.PAGE.scale
_NOTES_PT: tuple[float, ...] = (14, 13, 12, 11, 10.5, 10)
_COLUMN_GAP_PX = 40.0
Line = list[tuple[Run, float]]


@dataclass(frozen=True, kw_only=True)
class Look:
    """What all pages of a deck have in common."""

    marking: str
    theme: str = "light"
    lang: str = "en"

    @property
    def said(self) -> Language:
        """The language of what the program says."""
        return language(self.lang)


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A drawn page: its PDF, the label that programs show for it, and its bookmark with depth (0 or 1; -1 none)."""

    pdf: bytes
    label: str
    bookmark: str
    depth: int = 0


# -- the pages -------------------------------------------------------------------------------------


def opening_page(briefing: Briefing, look: Look) -> Leaf:
    """Return the first page: title, author, date, notice."""
    page = _Page(look, "1")
    box = Rect(left=96, top=150, width=1088, height=200)
    pt = slide_layout.fit_pt([briefing.title], box.width, box.height, (40, 36, 32, 28), bold=True)
    lines = wrapped((Run(text=briefing.title, bold=True),), box.width, pt * PX_PER_PT)
    page.lines(lines, box.left, box.bottom - len(lines) * pt * PX_PER_PT * slide_layout.LINE_EM, pt)
    top = box.bottom + 24
    for text in (briefing.author, look.said.day(str(briefing.date)), f"{look.said(NOTICE)}."):
        if text:
            top = page.paragraph((Run(text=text),), Rect(left=96, top=top, width=1088, height=40), 20) + 8
    return Leaf(pdf=page.save(), label="1", bookmark=briefing.title)


def scene_page(scene: Scene, library: Library, look: Look, number: int) -> tuple[Leaf, SceneMap]:
    """Return the page of a resolved scene, and what its map shows."""
    page = _Page(look, str(number))
    plan = slide_layout.plan(scene, look.said)
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
    cited = slide_layout.source_line(scene, library.sources, look.said)
    if cited:
        page.paragraph((Run(text=cited),), slide_layout.CITED, slide_layout.CITED_PT, token="text_muted")
    drawn = scene_map.draw(page.canvas, _design(plan.map), scene, library, lang=look.lang)
    return Leaf(pdf=page.save(), label=str(number), bookmark=scene.title), drawn


def notes_pages(scene: Scene, library: Library, look: Look, number: int) -> list[Leaf]:
    """Return the pages with a scene's notes and sources, none where it has none."""
    notes = slide_layout.notes_runs(scene, library.sources, look.said)
    if not notes:
        return []
    title = f"{look.said('Notes')}: {scene.title}"
    pt = next((pt for pt in _NOTES_PT if len(_columns(notes, pt)) <= 2), _NOTES_PT[-1])
    return _column_pages(notes, pt, look, title, f"{number} {look.said('notes')}", depth=1)


def source_pages(keys: Sequence[str], sources: dict[str, Source], look: Look, first: int) -> list[Leaf]:
    """Return the last pages: sources of those keys with publisher, date and address, then assumptions among them."""
    leaves: list[Leaf] = []
    cited, assumptions = parted({key: sources[key] for key in keys})
    parts: tuple[tuple[str, Mapping[str, Source]], ...] = (
        ("Sources", cited),
        (slide_layout.ASSUMPTIONS, assumptions),
    )
    for title, part in parts:
        lines = []
        for source in part.values():
            link = (Run(text=" "), Run(text=source.url, href=source.url)) if source.url else ()
            lines.append((Run(text=slide_layout.source_text(source, look.said)), *link))
        if lines:
            number = str(first + len(leaves))
            leaves += _column_pages(lines, slide_layout.SOURCES_PT, look, look.said(title), number)
    return leaves


def _column_pages(
    paragraphs: Sequence[tuple[Run, ...]], pt: float, look: Look, title: str, label: str, depth: int = 0
) -> list[Leaf]:
    """Return paragraphs in two columns on as many pages as they need."""
    columns = _columns(paragraphs, pt)
    pages = [columns[i : i + 2] for i in range(0, len(columns), 2)]
    leaves = []
    for i, pair in enumerate(pages):
        shown = str(int(label) + i) if label.isdecimal() else label
        page = _Page(look, shown)
        counted = f" ({i + 1}/{len(pages)})" if len(pages) > 1 else ""
        page.title(title + counted)
        for j, column in enumerate(pair):
            left = slide_layout.CONTENT.left + j * (_column_width() + _COLUMN_GAP_PX)
            for line, y in column:
                page.lines([line], left, slide_layout.CONTENT.top + y, pt)
        leaves.append(Leaf(pdf=page.save(), label=shown, bookmark=title, depth=depth if i == 0 else -1))
    return leaves


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
        if (
            y + min(len(lines), 2) * px * slide_layout.LINE_EM > room
        ):  # no line of a paragraph alone at the foot
            columns.append([])
            y = 0.0
        for line in lines:
            if y + px * slide_layout.LINE_EM > room:
                columns.append([])
                y = 0.0
            columns[-1].append((line, y))
            y += px * slide_layout.LINE_EM
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


# -- drawing ---------------------------------------------------------------------------------------


def _design(rect: Rect) -> Rect:
    """Return a rectangle of the page (px) in design px of the canvas."""
    return Rect(
        left=rect.left / _SCALE, top=rect.top / _SCALE, width=rect.width / _SCALE, height=rect.height / _SCALE
    )


class _Page:
    """A page being drawn; places are px of the page, sizes points."""

    def __init__(self, look: Look, label: str) -> None:
        self.canvas = Canvas(slide_layout.PAGE, look.theme)
        self.canvas.figure.set_facecolor(self.canvas.rgba("ukraine"))
        if look.marking:
            self.canvas.box(_design(slide_layout.MARKING), fill=self.canvas.rgba("text"))
            px = slide_layout.MARKING_PT * PX_PER_PT / _SCALE
            said = typeface.clipped(look.marking, self.canvas.width * 0.9, px, "bold")
            baseline = slide_layout.MARKING.height / _SCALE / 2 + px * 0.34
            self.canvas.text(
                self.canvas.width / 2, baseline, said, px=px, token="halo", weight="bold", align="center"
            )
        notice = (Run(text=f"{look.said(NOTICE)}."),)
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
        height = len(lines) * pt * PX_PER_PT * slide_layout.LINE_EM
        self.lines(lines, box.left, box.top + (box.height - height) / 2, pt)

    def paragraph(self, text: Sequence[Run], box: Rect, pt: float, *, token: str = "text") -> float:
        """Write a paragraph from the top of a box on, and return where the next one may begin."""
        lines = wrapped(text, box.width, pt * PX_PER_PT)
        self.lines(lines, box.left, box.top, pt, token=token)
        return box.top + len(lines) * pt * PX_PER_PT * slide_layout.LINE_EM

    def lines(
        self, lines: Sequence[Line], left: float, top: float, pt: float, *, token: str = "text"
    ) -> None:
        """Write lines of runs one below the other; links can be clicked."""
        px = pt * PX_PER_PT
        for i, line in enumerate(lines):
            baseline = top + px * (0.93 + i * slide_layout.LINE_EM)
            for run, x in line:
                ink = "patrol" if run.href else token
                at = ((left + x) / _SCALE, baseline / _SCALE)
                artist = self.canvas.text(*at, run.text, px=px / _SCALE, token=ink, weight=_weight(run))
                if run.href:
                    artist.set_url(run.href)
                    width = typeface.width_em(run.text, _weight(run)) * px
                    rule = Rect(left=left + x, top=baseline + 0.1 * px, width=width, height=max(0.8, px / 16))
                    self.canvas.box(_design(rule), fill=self.canvas.rgba(ink))

    def save(self) -> bytes:
        """Return the page as a PDF."""
        file = io.BytesIO()
        self.canvas.figure.savefig(file, format="pdf", metadata={"CreationDate": None})
        return file.getvalue()


def _weight(run: Run) -> typeface.Weight:
    return "bold" if run.bold else typeface.fitting(run.text, "italic") if run.italic else "regular"


def wrapped(text: Sequence[Run], width_px: float, px: float) -> list[Line]:
    """Break runs into lines no wider than `width_px`; each line is its runs with their places from its left, px."""
    lines: list[Line] = [[]]
    x = 0.0
    for run in text:
        for word in re.findall(r"\S+\s*|\s+", run.text):
            for part in _fitting(word, width_px, px, _weight(run)):
                width = typeface.width_em(part.rstrip(), _weight(run)) * px
                if lines[-1] and x + width > width_px and part.strip():
                    lines.append([])
                    x = 0.0
                look = Run(text="", bold=run.bold, italic=run.italic, href=run.href)
                if lines[-1] and replace(lines[-1][-1][0], text="") == look:
                    held, at = lines[-1][-1]
                    lines[-1][-1] = (replace(held, text=held.text + part), at)
                else:
                    lines[-1].append((replace(look, text=part), x))
                x += _advance(part, _weight(run), px)
    return [[(run, at) for run, at in line if run.text.strip()] for line in lines]


def _advance(word: str, weight: typeface.Weight, px: float) -> float:
    """Return how wide a word is with the blanks at its end, which measuring alone leaves out.

    Words are measured one by one, because those that were measured are kept; a line of its own would be new each time.
    """
    blanks = len(word) - len(word.rstrip())
    blank_em = typeface.width_em("| |", weight) - 2 * typeface.width_em("|", weight)
    return (typeface.width_em(word.rstrip(), weight) + blanks * blank_em) * px


def _fitting(word: str, width_px: float, px: float, weight: typeface.Weight) -> list[str]:
    """Return a word, or the pieces of one that is wider than a line: addresses are."""
    if typeface.width_em(word.rstrip(), weight) * px <= width_px:
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and typeface.width_em(pieces[-1] + character, weight) * px > width_px:
            pieces.append("")
        pieces[-1] += character
    return pieces


# -- the file --------------------------------------------------------------------------------------


def joined(leaves: Sequence[Leaf], *, lang: str) -> bytes:
    """Return pages as one PDF with bookmarks and page labels that opens on its first page."""
    import pikepdf

    document = pikepdf.new()
    for leaf in leaves:
        with pikepdf.open(io.BytesIO(leaf.pdf)) as page:
            document.pages.extend(page.pages)
    labels: list[Any] = []
    for i, leaf in enumerate(leaves):
        labels += [i, pikepdf.Dictionary(P=pikepdf.String(leaf.label))]
    root = document.Root
    root.PageLabels = document.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(labels)))
    root.Lang = pikepdf.String(lang)
    root.PageMode, root.PageLayout = pikepdf.Name.UseOutlines, pikepdf.Name.SinglePage
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True, FitWindow=True)
    with document.open_outline() as outline:
        for i, leaf in enumerate(leaves):
            if leaf.depth >= 0:
                held = outline.root if leaf.depth == 0 else outline.root[-1].children
                held.append(pikepdf.OutlineItem(leaf.bookmark, i, "Fit"))
    made = io.BytesIO()
    document.save(made, deterministic_id=True, compress_streams=True)
    return made.getvalue()
