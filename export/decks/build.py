"""A briefing as a file to leave behind: slides, PDF pages, or one web page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from briefings.loader import dump
from briefings.marking import is_notional
from briefings.model import Briefing, Scene
from briefings.placeholders import Library, PlaceholderError, resolved
from export.decks import slide_layout
from export.decks.slide_layout import DeckStyle
from export.decks.workers import (
    Cancelled,
    DeckCancelledError,
    DeckError,
    Progress,
    SceneDone,
    SceneJob,
    draw_scenes,
    processes_for,
)
from export.figures.options import FigureTheme
from export.figures.projection import Rect
from export.formats import DECK_TITLES, DeckKind
from export.metadata import briefings as deck_metadata
from geodata.sources import Source
from i18n.language import codes
from i18n.spoken import worded
from layers.core.address import clip
from layers.core.constants import provenance
from layers.style.rows import SCREEN_THEMES

__all__ = ["DeckCancelledError", "DeckError", "deck", "file_name", "read_kind"]


def read_kind(text: str) -> DeckKind:
    """Return a kind of deck by its name.

    Raises
    ------
    DeckError
        If there is none; tells which there are.
    """
    wanted = text.strip().lower().lstrip(".")
    for kind in DECK_TITLES:
        if kind == wanted:
            return kind
    raise DeckError(
        worded(
            "A deck is one of {list}; “{clip}” is none of them.", list=", ".join(DECK_TITLES), clip=clip(text)
        )
    )


def file_name(briefing: Briefing, kind: DeckKind) -> str:
    """Return what a deck's file is called, in letters that every system takes."""
    return f"{briefing.id}-{briefing.date}.{kind}"


def deck(
    kind: DeckKind,
    briefing: Briefing,
    library: Library,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    template: bytes | None = None,
    notes_pages: bool = False,
    theme: FigureTheme = "light",
    lang: str = "en",
    processes: int | None = None,
) -> bytes:
    """Return a briefing as the bytes of a file.

    `progress` is called with how many steps are done, of how many, and what was done; `cancelled` is asked between
    them. `template`: a .pptx or .potx whose layouts the slides take; `notes_pages`: a PDF page of notes after each
    scene; `processes`: how many draw, 1 for none besides this one.

    Raises
    ------
    DeckError
        If it cannot be made: a template or option that does not fit, a kind that is not there.
    DeckCancelledError
        If `cancelled` said so; nothing is left.
    """
    if template is not None and kind != "pptx":
        raise DeckError(worded("A template is for pptx alone, not for {kind}. Leave it out.", kind=kind))
    if notes_pages and kind != "pdf":
        raise DeckError(
            worded("Pages of notes are for pdf alone: {kind} has its own notes. Leave them out.", kind=kind)
        )
    if theme not in get_args(FigureTheme):
        raise DeckError(
            worded(
                "A theme is one of {list}; “{clip}” is none of them.",
                list=", ".join(get_args(FigureTheme)),
                clip=clip(str(theme)),
            )
        )
    if lang not in codes():
        raise DeckError(
            worded(
                "A language is one of {list}; “{clip}” is none of them.",
                list=", ".join(codes()),
                clip=clip(lang),
            )
        )
    if kind == "html" and theme not in SCREEN_THEMES:
        raise DeckError(
            worded(
                "A web page is {list}, not {theme}: print and safe colours are for paper. Choose one of the two, "
                "or make pdf.",
                list=" or ".join(SCREEN_THEMES),
                theme=theme,
            )
        )
    style = DeckStyle(marking=briefing.marking, theme=theme, lang=lang)
    try:
        scenes = [resolved(scene, library, style.translate) for scene in briefing.scenes]
    except PlaceholderError as problem:
        raise DeckError(str(problem)) from None
    order = _Order(
        kind=kind,
        briefing=briefing,
        scenes=scenes,
        library=library,
        style=style,
        template=template,
        notes_pages=notes_pages,
        processes=processes or processes_for(len(scenes)),
        progress=progress or (lambda done, total, what: None),
        cancelled=cancelled or (lambda: False),
    )
    body = {"pptx": _slides, "pdf": _pages, "html": _web_page}[kind](order)
    if order.cancelled():
        raise DeckCancelledError
    order.tell(order.steps, order.steps, "finished")
    return body


@dataclass(frozen=True, kw_only=True)
class _Order:
    """What was asked for; `scenes` are resolved, those of `briefing` are not."""

    kind: DeckKind
    briefing: Briefing
    scenes: list[Scene]
    library: Library
    style: DeckStyle
    template: bytes | None
    notes_pages: bool
    processes: int
    progress: Progress
    cancelled: Cancelled

    @property
    def notional(self) -> bool:
        """Whether any of its scenes shows something notional."""
        return any(is_notional(scene, self.library) for scene in self.scenes)

    @property
    def steps(self) -> int:
        """A step for each scene, and one for putting them together."""
        return len(self.scenes) + 1

    def tell(self, done: int, _total: int, what: str) -> None:
        self.progress(done, self.steps, what)

    def drawn(
        self, rects: Sequence[Rect | None], *, vector: bool = False, clear: bool = False
    ) -> list[SceneDone]:
        """Return the scenes drawn, each into its rectangle (`vector`, `clear`: as `SceneJob` has them)."""
        jobs = [
            SceneJob(
                root=self.library.store.root,
                layers=self.library.registry.declared,
                briefing_yaml=dump(self.briefing.model_copy(update={"scenes": (scene,)}), self.library),
                title=scene.title,
                number=number,
                style=self.style,
                rect=rect,
                vector=vector,
                clear=clear,
            )
            for number, (scene, rect) in enumerate(zip(self.briefing.scenes, rects, strict=True), start=2)
        ]
        return draw_scenes(
            jobs, self.scenes, self.library,
            processes=self.processes, progress=self.tell, cancelled=self.cancelled,
        )  # fmt: skip

    def cited(self, drawn: Sequence[SceneDone]) -> dict[str, Source]:
        """Return the sources of the deck, by key, in the order in which it lists them."""
        on_maps = [key for done in drawn for key in done.cited]
        keys = slide_layout.cited_keys(self.briefing, on_maps, self.library)
        return {key: self.library.sources[key] for key in keys}

    def provenance_and_briefing(self, cited: Mapping[str, Source]) -> tuple[str, str]:
        """Return the provenance that the file embeds, and the briefing as YAML."""
        provenance_json = deck_metadata.provenance_of(self.briefing, self.library, cited, self.kind)
        return provenance_json, dump(self.briefing, self.library)


def _slides(order: _Order) -> bytes:
    from export.decks.pptx import Slides
    from export.decks.template import TemplateError

    style = order.style
    try:
        slides = Slides(
            order.briefing, style.translate, order.library.sources, theme=style.theme, template=order.template
        )
    except TemplateError as reason:
        raise DeckError(str(reason)) from None
    drawn = order.drawn([slides.map_rect(scene) for scene in order.scenes], clear=slides.clear)
    slides.notional = order.notional
    slides.add_opening()
    for scene, done in zip(order.scenes, drawn, strict=True):
        slides.notional = is_notional(scene, order.library)
        slides.add_scene(scene, done.map, done.description)
    slides.notional = order.notional
    cited = order.cited(drawn)
    slides.add_sources(list(cited))
    deck_metadata.into_slides(slides.package, *order.provenance_and_briefing(cited))
    return slides.save(provenance(order.library.registry.data_version))


def _pages(order: _Order) -> bytes:
    from export.decks.pdf import PdfPages

    plans = [slide_layout.plan(scene, order.style.translate) for scene in order.scenes]
    drawn = order.drawn([plan.map for plan in plans], vector=True)
    pages = PdfPages(order.style, order.library.sources)
    pages.notional = order.notional
    pages.add_opening(order.briefing)
    for scene, plan, done in zip(order.scenes, plans, drawn, strict=True):
        pages.notional = is_notional(scene, order.library)
        pages.add_scene(scene, plan, done.map)
        if order.notes_pages:
            pages.add_notes(scene)
    pages.notional = order.notional
    cited = order.cited(drawn)
    pages.add_sources(list(cited))
    provenance_json, briefing_yaml = order.provenance_and_briefing(cited)
    return deck_metadata.into_pdf(pages.save(), provenance_json, order.briefing, briefing_yaml)


def _web_page(order: _Order) -> bytes:
    from export.decks.html import to_html

    return to_html(order.briefing, order.library, order.style)
