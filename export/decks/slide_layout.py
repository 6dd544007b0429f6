"""What stands where on a page of a deck: one plan for slides and PDF pages, made by measuring the texts.

Rectangles are px of a 1280 × 720 page, text sizes points. Texts shrink in steps until they fit; nothing is cut off.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from briefings.markdown import Run, paragraphs, runs
from briefings.model import Briefing, Scene, TimelineEntry
from briefings.placeholders import Library
from briefings.scenes.map import MapScene
from export.decks.table_layout import TablePlan, lay_out_table
from export.decks.text_fit import PX_PER_PT, fit_pt, text_height
from export.figures.page_sizes import Layout
from export.figures.projection import Rect
from export.typography import typeface as fonts
from geodata.sources import Assumption, Source, parted
from i18n.language import Language, language

#: The page; `scale` is how much larger the map's design px are on it, so that a room can read them.
PAGE = Layout(name="deck", title="Slide 16:9", width_px=1280, height_px=720, scale=1.25)
BULLET_GAP_EM, INDENT_EM = 0.55, 1.0

MARGIN_PX = 44.0
MARKING = Rect(left=0, top=0, width=1280, height=27)
TITLE = Rect(left=MARGIN_PX, top=38, width=1280 - 2 * MARGIN_PX, height=78)
CONTENT = Rect(left=MARGIN_PX, top=126, width=1280 - 2 * MARGIN_PX, height=526)
CITED = Rect(left=MARGIN_PX, top=657, width=1280 - 2 * MARGIN_PX, height=20)
FOOT = Rect(left=MARGIN_PX, top=682, width=1040, height=24)
NUMBER = Rect(left=1280 - MARGIN_PX - 100, top=682, width=100, height=24)
MARKING_PT, CITED_PT, FOOT_PT = 11.0, 9.0, 11.0
_BODY_WIDTH_PX, _GAP_PX = 408.0, 26.0
TITLE_PT: tuple[float, ...] = (32, 28, 26, 24, 22, 20)
BULLET_PT: tuple[float, ...] = (20, 19, 18, 17, 16, 15, 14, 13, 12)
#: Of lines that have the whole page.
WIDE_PT: tuple[float, ...] = (28, 26, 24, 22, *BULLET_PT)
TIMELINE_PT: tuple[float, ...] = (12.5, 12, 11, 10.5, 10, 9.5, 9)
#: Heading under which what rests on no source is listed, after the sources.
ASSUMPTIONS = "Assumptions of this project"
SOURCES_PT, SOURCE_GAP_EM = 12.0, 0.4
_MAX_COLUMNS = 7
_ABOVE_TABLE_SHARE, _TABLE_GAP_PX = 0.5, 14.0
_TIMELINE_SHARE = 0.42
RAIL_PX, _COLUMN_GAP_PX = 14.0, 12.0


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


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One entry of a timeline: where its dot is, where its text stands, and what it says."""

    dot: tuple[float, float]
    text_box: Rect
    date: str
    text: tuple[Run, ...]


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A timeline laid out: its entries, the rails they hang on (left, right, y), and the size of its text."""

    moments: tuple[Moment, ...]
    rails: tuple[tuple[float, float, float], ...]
    pt: float


@dataclass(frozen=True, kw_only=True)
class ScenePlan:
    """A scene's page: what the scene has not is None."""

    title_pt: float
    body: Rect | None
    body_pt: float
    map: Rect | None
    timeline: Timeline | None
    table: TablePlan | None


def plan(scene: Scene, translate: Language, *, broader: float = 1.0) -> ScenePlan:
    """Return what stands where on a resolved scene's page.

    `broader`: how much wider the typeface of the page is than the one that measures (`export.typography.typeface`).
    """
    content = CONTENT
    timeline = None
    entries = scene.entries()
    if entries:
        height = timeline_height(entries, translate, broader)
        top = content.bottom - height
        timeline = _timeline(entries, translate, broader, top)
        content = Rect(left=content.left, top=content.top, width=content.width, height=top - 12 - content.top)
    column = Rect(left=content.left, top=content.top, width=_BODY_WIDTH_PX, height=content.height)
    left = column.right + _GAP_PX
    beside = Rect(left=left, top=content.top, width=content.right - left, height=content.height)
    has_map = isinstance(scene, MapScene)
    body, body_pt = None, BULLET_PT[0]
    if scene.bullets:
        body = column if has_map or scene.table else content
        # Above a table, lines take no more than half of their column.
        room = body.height * (_ABOVE_TABLE_SHARE if has_map and scene.table else 1)
        sizes = WIDE_PT if body is content else BULLET_PT
        body_pt = fit_pt(scene.bullets, body.width, room, sizes, broader=broader,
                         gap_em=BULLET_GAP_EM, indent_em=INDENT_EM)  # fmt: skip
        if has_map and scene.table:
            body = replace(body, height=bullets_height(scene, body.width, body_pt, broader))
    area = None
    if has_map:
        area = beside if scene.bullets or scene.table else content
    table = None
    if scene.table:
        below = column if body is None else _below(body, column)
        place = below if has_map else beside if scene.bullets else content
        table = lay_out_table(scene.table, place, broader=broader)
    return ScenePlan(
        title_pt=title_pt(scene.title, broader=broader),
        body=body,
        body_pt=body_pt,
        map=area,
        timeline=timeline,
        table=table,
    )


def bullets_height(scene: Scene, width_px: float, pt: float, broader: float) -> float:
    """Return how high a scene's lines are in a column, px."""
    return text_height(
        scene.bullets, width_px, pt, broader=broader, gap_em=BULLET_GAP_EM, indent_em=INDENT_EM
    )


def _below(upper: Rect, column: Rect) -> Rect:
    """Return what an upper part leaves of its column."""
    top = upper.bottom + _TABLE_GAP_PX
    return Rect(left=column.left, top=top, width=column.width, height=column.bottom - top)


def title_pt(text: str, *, broader: float = 1.0) -> float:
    """Return the size of a page's title."""
    return fit_pt([text], TITLE.width, TITLE.height, TITLE_PT, broader=broader, bold=True)


# -- timelines -------------------------------------------------------------------------------------


def _grid(entries: Sequence[TimelineEntry]) -> tuple[int, float]:
    """Return how many columns a timeline has, and their width in px; more entries than that take a second row."""
    columns = len(entries) if len(entries) <= _MAX_COLUMNS else (len(entries) + 1) // 2
    return columns, (CONTENT.width + _COLUMN_GAP_PX) / max(columns, 4) - _COLUMN_GAP_PX


def _rows(entries: Sequence[TimelineEntry]) -> list[Sequence[TimelineEntry]]:
    columns, _ = _grid(entries)
    return [entries[i : i + columns] for i in range(0, len(entries), columns)]


def _row_heights(
    entries: Sequence[TimelineEntry], translate: Language, broader: float, pt: float
) -> list[float]:
    width = _grid(entries)[1]
    return [
        RAIL_PX + 6 + max(text_height([translate.day(entry.date), entry.text], width, pt, broader=broader)
                          for entry in row)
        for row in _rows(entries)
    ]  # fmt: skip


def _timeline_pt(entries: Sequence[TimelineEntry], translate: Language, broader: float) -> float:
    room = _TIMELINE_SHARE * CONTENT.height
    return next(
        (pt for pt in TIMELINE_PT if sum(_row_heights(entries, translate, broader, pt)) <= room),
        TIMELINE_PT[-1],
    )


def timeline_height(entries: Sequence[TimelineEntry], translate: Language, broader: float) -> float:
    """Return how high a timeline is, px."""
    return sum(_row_heights(entries, translate, broader, _timeline_pt(entries, translate, broader)))


def _timeline(entries: Sequence[TimelineEntry], translate: Language, broader: float, top: float) -> Timeline:
    pt = _timeline_pt(entries, translate, broader)
    _, width = _grid(entries)
    moments: list[Moment] = []
    rails = []
    for row, height in zip(_rows(entries), _row_heights(entries, translate, broader, pt), strict=True):
        y = top + RAIL_PX / 2
        rails.append((CONTENT.left, CONTENT.right, y))
        for i, entry in enumerate(row):
            left = CONTENT.left + i * (width + _COLUMN_GAP_PX)
            box = Rect(left=left, top=top + RAIL_PX, width=width, height=height - RAIL_PX - 2)
            date = translate.day(entry.date)
            moments.append(Moment(dot=(left + 6, y), text_box=box, date=date, text=runs(entry.text)))
        top += height
    return Timeline(moments=tuple(moments), rails=tuple(rails), pt=pt)


# -- sources ---------------------------------------------------------------------------------------


def cited_keys(briefing: Briefing, on_maps: Iterable[str], library: Library) -> list[str]:
    """Return the keys of a deck's sources: those of the argument in its order, then those of its maps alone."""
    argued = [key for scene in briefing.scenes for key in scene.source_keys()]
    from layers.core import ground

    return [
        key for key in dict.fromkeys([*argued, *on_maps, *ground.LAYER.sources]) if key in library.sources
    ]


def source_text(source: Source, translate: Language) -> str:
    """Return a source as one line: publisher, title, date, and what is to be known of it; its address apart.

    Of an assumption of this project: what it states, and why.
    """
    if isinstance(source, Assumption):
        return f"{translate.said(source.title)}. {translate.said(source.reason)}"
    seen = translate("reported")
    known = "" if source.confidence == "documented" else f" ({seen})"
    publisher = translate.publisher(source.publisher)
    date = translate.day(source.date)
    told = f"{publisher}: {translate.said(source.title)}. {date}{known}"
    return told.rstrip(".") + "."  # a Ukrainian date ends in one


def source_line(
    scene: Scene, sources: Mapping[str, Source], translate: Language, *, broader: float = 1.0
) -> str:
    """Return who published what a scene rests on, as one line of its page; the deck's last pages hold the rest."""
    found, _ = parted({key: sources[key] for key in scene.source_keys() if key in sources})
    names = list(
        dict.fromkeys(
            f"{translate.publisher(source.publisher)} ({source.date[:4]})" for source in found.values()
        )
    )
    if not names:
        return ""
    for count in range(len(names), 0, -1):
        more = " …" if count < len(names) else ""
        whole = translate("Sources: {list}", list="; ".join(names[:count])) + more
        if fonts.width_em(whole) * CITED_PT * PX_PER_PT <= CITED.width / broader:
            return whole
    return fonts.clipped(whole, CITED.width / broader, CITED_PT * PX_PER_PT)


def notes_runs(scene: Scene, sources: Mapping[str, Source], translate: Language) -> list[tuple[Run, ...]]:
    """Return a scene's notes in paragraphs, its sources and the assumptions it rests on last."""
    found = list(paragraphs(scene.notes))
    cited, assumptions = parted({key: sources[key] for key in scene.source_keys() if key in sources})
    parts: tuple[tuple[str, Mapping[str, Source]], ...] = (("Sources", cited), (ASSUMPTIONS, assumptions))
    for heading, part in parts:
        if part:
            found.append((Run(text=translate(heading), bold=True),))
            found += [(Run(text=source_text(source, translate)),) for source in part.values()]
    return found
