"""What stands where on a page of a deck: one plan for slides and PDF pages, made by measuring the texts.

Rectangles are px of a 1280 × 720 page, text sizes points. Texts shrink in steps until they fit; nothing is cut off.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefings.markdown import Run, paragraphs, runs
from briefings.model import Briefing, Scene, TimelineEntry
from briefings.placeholders import Library
from export.figures.page_sizes import Layout
from export.figures.projection import Rect
from export.typography import typeface as fonts
from geodata.tables import Assumption, Source, parted
from i18n.language import Language

#: The page; `scale` is how much larger the map's design px are on it, so that a room can read them.
PAGE = Layout(name="deck", title="Slide 16:9", width_px=1280, height_px=720, scale=1.25)
PX_PER_PT = 96 / 72
LINE_EM, BULLET_GAP_EM, INDENT_EM = 1.2, 0.55, 1.0

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
TIMELINE_PT: tuple[float, ...] = (12.5, 12, 11, 10.5, 10, 9.5, 9)
#: Heading under which what rests on no source is listed, after the sources.
ASSUMPTIONS = "Assumptions of this project"
SOURCES_PT, SOURCE_GAP_EM = 12.0, 0.4
_MOST_COLUMNS = 7
_TIMELINE_SHARE = 0.42
RAIL_PX, _COLUMN_GAP_PX = 14.0, 12.0


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
    """A scene's page: `body` is None where it has no bullets, `timeline` where it has none."""

    title_pt: float
    body: Rect | None
    body_pt: float
    map: Rect
    timeline: Timeline | None


def plan(scene: Scene, said: Language, *, broader: float = 1.0) -> ScenePlan:
    """Return what stands where on a resolved scene's page.

    `broader`: how much wider the typeface of the page is than the one that measures (`export.typography.typeface`).
    """
    content = CONTENT
    timeline = None
    if scene.timeline:
        height = timeline_height(scene.timeline, said, broader)
        top = content.bottom - height
        timeline = _timeline(scene.timeline, said, broader, top)
        content = Rect(left=content.left, top=content.top, width=content.width, height=top - 12 - content.top)
    body = None
    body_pt = BULLET_PT[0]
    area = content
    if scene.bullets:
        body = Rect(left=content.left, top=content.top, width=_BODY_WIDTH_PX, height=content.height)
        left = body.right + _GAP_PX
        area = Rect(left=left, top=content.top, width=content.right - left, height=content.height)
        body_pt = fit_pt(scene.bullets, body.width, body.height, BULLET_PT, broader=broader,
                         gap_em=BULLET_GAP_EM, indent_em=INDENT_EM)  # fmt: skip
    return ScenePlan(
        title_pt=title_pt(scene.title, broader=broader),
        body=body,
        body_pt=body_pt,
        map=area,
        timeline=timeline,
    )


def title_pt(text: str, *, broader: float = 1.0) -> float:
    """Return the size of a page's title."""
    return fit_pt([text], TITLE.width, TITLE.height, TITLE_PT, broader=broader, bold=True)


# -- timelines -------------------------------------------------------------------------------------


def _grid(entries: Sequence[TimelineEntry]) -> tuple[int, float]:
    """Return how many columns a timeline has, and their width in px; more entries than that take a second row."""
    columns = len(entries) if len(entries) <= _MOST_COLUMNS else (len(entries) + 1) // 2
    return columns, (CONTENT.width + _COLUMN_GAP_PX) / max(columns, 4) - _COLUMN_GAP_PX


def _rows(entries: Sequence[TimelineEntry]) -> list[Sequence[TimelineEntry]]:
    columns, _ = _grid(entries)
    return [entries[i : i + columns] for i in range(0, len(entries), columns)]


def _row_heights(entries: Sequence[TimelineEntry], said: Language, broader: float, pt: float) -> list[float]:
    width = _grid(entries)[1]
    return [
        RAIL_PX + 6 + max(text_height([said.day(entry.date), entry.text], width, pt, broader=broader)
                          for entry in row)
        for row in _rows(entries)
    ]  # fmt: skip


def _timeline_pt(entries: Sequence[TimelineEntry], said: Language, broader: float) -> float:
    room = _TIMELINE_SHARE * CONTENT.height
    return next(
        (pt for pt in TIMELINE_PT if sum(_row_heights(entries, said, broader, pt)) <= room), TIMELINE_PT[-1]
    )


def timeline_height(entries: Sequence[TimelineEntry], said: Language, broader: float) -> float:
    """Return how high a timeline is, px."""
    return sum(_row_heights(entries, said, broader, _timeline_pt(entries, said, broader)))


def _timeline(entries: Sequence[TimelineEntry], said: Language, broader: float, top: float) -> Timeline:
    pt = _timeline_pt(entries, said, broader)
    _, width = _grid(entries)
    moments: list[Moment] = []
    rails = []
    for row, height in zip(_rows(entries), _row_heights(entries, said, broader, pt), strict=True):
        y = top + RAIL_PX / 2
        rails.append((CONTENT.left, CONTENT.right, y))
        for i, entry in enumerate(row):
            left = CONTENT.left + i * (width + _COLUMN_GAP_PX)
            box = Rect(left=left, top=top + RAIL_PX, width=width, height=height - RAIL_PX - 2)
            date = said.day(entry.date)
            moments.append(Moment(dot=(left + 6, y), text_box=box, date=date, text=runs(entry.text)))
        top += height
    return Timeline(moments=tuple(moments), rails=tuple(rails), pt=pt)


# -- measuring -------------------------------------------------------------------------------------


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


# -- sources ---------------------------------------------------------------------------------------


def scene_keys(scene: Scene) -> list[str]:
    """Return the keys of the sources that a scene cites, each once, in order."""
    return list(dict.fromkeys([*scene.sources, *(entry.source for entry in scene.timeline)]))


def cited_keys(briefing: Briefing, on_maps: Iterable[str], library: Library) -> list[str]:
    """Return the keys of a deck's sources: those of the argument in its order, then those of its maps alone."""
    argued = [key for scene in briefing.scenes for key in scene_keys(scene)]
    from layers.core import ground

    return [
        key for key in dict.fromkeys([*argued, *on_maps, *ground.LAYER.sources]) if key in library.sources
    ]


def source_text(source: Source, said: Language) -> str:
    """Return a source as one line: publisher, title, date, and what is to be known of it; its address apart.

    Of an assumption of this project: what it states, and why.
    """
    if isinstance(source, Assumption):
        return f"{source.title}. {source.reason}"
    known = "" if source.confidence == "documented" else f" ({source.confidence})"
    publisher = said.publisher(source.publisher)
    return f"{publisher}: {source.title}. {said.day(source.date)}{known}."


def source_line(scene: Scene, sources: Mapping[str, Source], said: Language, *, broader: float = 1.0) -> str:
    """Return who published what a scene rests on, as one line of its page; the deck's last pages hold the rest."""
    found, _ = parted({key: sources[key] for key in scene_keys(scene) if key in sources})
    names = list(
        dict.fromkeys(f"{said.publisher(source.publisher)} ({source.date[:4]})" for source in found.values())
    )
    if not names:
        return ""
    for kept in range(len(names), 0, -1):
        more = " …" if kept < len(names) else ""
        whole = said("Sources: {list}", list="; ".join(names[:kept])) + more
        if fonts.width_em(whole) * CITED_PT * PX_PER_PT <= CITED.width / broader:
            return whole
    return fonts.clipped(whole, CITED.width / broader, CITED_PT * PX_PER_PT)


def notes_runs(scene: Scene, sources: Mapping[str, Source], said: Language) -> list[tuple[Run, ...]]:
    """Return a scene's notes in paragraphs, its sources and the assumptions it rests on last."""
    found = list(paragraphs(scene.notes))
    cited, assumptions = parted({key: sources[key] for key in scene_keys(scene) if key in sources})
    parts: tuple[tuple[str, Mapping[str, Source]], ...] = (("Sources", cited), (ASSUMPTIONS, assumptions))
    for heading, part in parts:
        if part:
            found.append((Run(text=said(heading), bold=True),))
            found += [(Run(text=source_text(source, said)),) for source in part.values()]
    return found
