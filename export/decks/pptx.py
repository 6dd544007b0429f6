"""A briefing as slides: editable titles, bullets and notes, the map as a picture, timelines as native shapes."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from briefings.markdown import Run, runs
from briefings.marking import marking_on
from briefings.model import Briefing, Scene, Table
from export.decks import slide_layout
from export.decks.pptx_shapes import NOWHERE, SlideShapes
from export.decks.pptx_table import draw_table
from export.decks.pptx_text import as_band, as_plain, fitting_pt, on_pages, runs_of, write
from export.decks.slide_layout import ScenePlan
from export.decks.table_layout import lay_out_table
from export.decks.template import (
    BROADER,
    EMU_PER_PX,
    is_light,
    lacks_marks,
    open_template,
    own_pt,
    placeholders,
)
from export.figures.projection import Rect
from geodata.sources import Source, parted
from i18n.language import Language
from layers.core.constants import NOTICE, PROGRAM, made_with

if TYPE_CHECKING:  # python-pptx is slow to import
    from pptx.slide import Slide

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_UNKNOWN_BROADER = 1.3  # the typeface of a person's template is not measured, so a broad one is assumed
_CLEAR_PX = 8.0
_TITLE_KINDS = ("TITLE", "CENTER_TITLE")


class Slides:
    """A presentation being written; scenes are added in order, then the sources."""

    def __init__(
        self,
        briefing: Briefing,
        translate: Language,
        sources: Mapping[str, Source],
        *,
        theme: str = "light",
        template: bytes | None = None,
    ) -> None:
        self.briefing, self._translate, self._sources = briefing, translate, sources
        self._presentation, self._layouts = open_template(template, theme)
        self._plans: dict[str, ScenePlan] = {}
        #: Whether what the next slide shows is notional (`briefings.marking`).
        self.notional = True
        #: px of the page to EMU of the slide: a template may have another size.
        self._scale = (
            (self._presentation.slide_width or 1) / slide_layout.PAGE.width_px / EMU_PER_PX,
            (self._presentation.slide_height or 1) / slide_layout.PAGE.height_px / EMU_PER_PX,
        )
        self._shapes = SlideShapes(self._scale, own=self._layouts.own)

    @property
    def own(self) -> bool:
        """Whether the template is the project's own."""
        return self._layouts.own

    @property
    def clear(self) -> bool:
        """Whether maps have no ground of their own: the page of a person's template is seen, if dark letters can be."""
        return not self.own and is_light(self._presentation)

    @property
    def _broader(self) -> float:
        """How much wider than measured letters are, against the page's width: a template may be narrower."""
        return BROADER if self.own else _UNKNOWN_BROADER * self._scale[1] / self._scale[0]

    def map_rect(self, scene: Scene) -> Rect | None:
        """Return where a resolved scene's map is on its slide, px of a page that is 720 px high; None without one."""
        rect = self._map_rect(self._plan(scene))
        wider = self._scale[0] / self._scale[1]
        return rect and replace(rect, left=rect.left * wider, width=rect.width * wider)

    def _plan(self, scene: Scene) -> ScenePlan:
        if scene.id not in self._plans:
            self._plans[scene.id] = slide_layout.plan(scene, self._translate, broader=self._broader)
        return self._plans[scene.id]

    def _map_rect(self, plan: ScenePlan) -> Rect | None:
        return plan.map if self.own or plan.map is None else self._held(self._layouts.map_idx, plan)

    def _body_rect(self, plan: ScenePlan) -> Rect | None:
        return plan.body if self.own else self._held(self._layouts.body_idx, plan)

    def _held(self, idx: int, plan: ScenePlan) -> Rect:
        """Return where a template's layout has a placeholder (px), between marking and timeline or sources."""
        rect = self._shapes.px(
            next(one for one in placeholders(self._layouts.scene) if one.placeholder_format.idx == idx)
        )
        top = max(rect.top, slide_layout.MARKING.bottom + _CLEAR_PX) if self.briefing.marking else rect.top
        end = plan.timeline.rails[0][2] - 20 if plan.timeline else self._cited.top - 4
        return Rect(left=rect.left, top=top, width=rect.width, height=max(80.0, min(rect.bottom, end) - top))

    @property
    def _cited(self) -> Rect:
        """Where the line of a slide's sources stands: in a person's template above what its foot holds."""
        if self.own:
            return slide_layout.CITED
        layout = self._layouts.scene
        held = [self._shapes.px(one).top for one in (*layout.placeholders, *layout.slide_master.placeholders)
                if one._element.ph.get("type") in ("ftr", "sldNum")]  # fmt: skip
        top = min(
            [slide_layout.CITED.top, *(top - 16 for top in held if top > slide_layout.CONTENT.bottom - 100)]
        )
        return replace(slide_layout.CITED, top=top)

    def add_opening(self) -> None:
        """Add the title slide: title, author, date, notice."""
        slide = self._add(self._layouts.title)
        briefing = self.briefing
        self._fill_in(_title(slide), [runs_of(briefing.title)])
        lines = [
            runs_of(line)
            for line in (
                briefing.author,
                self._translate.day(str(briefing.date)),
                f"{self._translate(NOTICE)}." if self.notional else "",
            )
            if line
        ]
        body = _placeholder(slide, self._layouts.subtitle_idx)
        if body is None:
            body = self._shapes.text_box(slide, Rect(left=96, top=420, width=1088, height=160))
            write(body, lines, pt=slide_layout.BULLET_PT[0])
        else:
            self._fill_in(body, lines)
        self._drop_empty(slide)

    def add_scene(self, scene: Scene, png: bytes, description: str) -> None:
        """Add the slide of a resolved scene with its map; `description` is the map in words."""
        plan = self._plan(scene)
        wide = plan.map is None and plan.table is None and self._layouts.text is not None
        slide = self._add(self._layouts.text if wide else self._layouts.scene)
        body = _placeholder(slide, self._layouts.text_idx if wide else self._layouts.body_idx)
        title = _title(slide)
        self._fill_in(title, [runs_of(scene.title)], pt=plan.title_pt)
        if scene.bullets:
            rect = self._body_rect(plan)
            if not wide and rect is not None and (self.own or rect != self._shapes.px(body)):
                self._shapes.put(body, rect)
            self._fill_in(
                body,
                [runs(line) for line in scene.bullets],
                pt=plan.body_pt,
                gap_em=slide_layout.BULLET_GAP_EM,
            )
        if plan.map is not None:
            self._add_map(slide, plan, png, description)
        if plan.table and scene.table:
            self._add_table(slide, plan, scene.table)
        if plan.timeline:
            self._shapes.add_timeline(slide, plan.timeline)
        cited = slide_layout.source_line(scene, self._sources, self._translate, broader=self._broader)
        if cited:
            self._shapes.label(slide, self._cited, cited, slide_layout.CITED_PT, "Sources of this slide")
        self._drop_empty(slide)
        notes = slide_layout.notes_runs(scene, self._sources, self._translate)
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = "\n".join(as_plain(paragraph) for paragraph in notes)

    def add_sources(self, keys: Sequence[str]) -> None:
        """Add the slides that list the sources of those keys, then those that list the assumptions among them."""
        sources, assumptions = parted({key: self._sources[key] for key in keys})
        for title, part in (("Sources", sources), (slide_layout.ASSUMPTIONS, assumptions)):
            self._add_list(title, list(part))

    def _add_list(self, title: str, keys: Sequence[str]) -> None:
        sources = [self._sources[key] for key in keys]
        texts = [(source, slide_layout.source_text(source, self._translate)) for source in sources]
        pages = on_pages(texts, *self._source_room())
        for number, page in enumerate(pages, start=1):
            counted = f" ({number}/{len(pages)})" if len(pages) > 1 else ""
            self._add_source_page(page, self._translate(title) + counted)

    def _source_room(self) -> tuple[float, float, float]:
        """Return width and height for the list of sources, px, and how much broader than measured its letters are."""
        if self.own:
            return slide_layout.CONTENT.width, slide_layout.CONTENT.height, BROADER
        layout = self._layouts.text or self._layouts.scene
        idx = self._layouts.text_idx if self._layouts.text else self._layouts.body_idx
        held = next(one for one in placeholders(layout) if one.placeholder_format.idx == idx)
        return held.width / EMU_PER_PX - 20, held.height / EMU_PER_PX - 10, _UNKNOWN_BROADER

    def _add_source_page(self, lines: Sequence[Sequence[Run]], title: str) -> None:
        slide = self._add(self._layouts.text or self._layouts.scene)
        self._fill_in(_title(slide), [runs_of(title)])
        body = _placeholder(slide, self._layouts.text_idx if self._layouts.text else self._layouts.body_idx)
        write(body, lines, pt=slide_layout.SOURCES_PT, gap_em=slide_layout.SOURCE_GAP_EM)
        self._drop_empty(slide)

    def save(self, made_by: Mapping[str, str], *, keywords: str = "") -> bytes:
        """Return the presentation's bytes; `made_by`: `layers.core.constants.provenance`."""
        briefing = self.briefing
        core = self._presentation.core_properties
        core.title, core.author = briefing.title, briefing.author or PROGRAM
        core.subject, core.keywords = NOTICE, keywords or "Ukraine, security guarantees, notional"
        core.comments = f"Made with {made_with(made_by)}."
        core.last_modified_by, core.category, core.revision = core.author, briefing.marking, 1
        core.created = core.modified = datetime.fromisoformat(made_by["made"])
        made = io.BytesIO()
        self._presentation.save(made)
        return made.getvalue()

    @property
    def package(self) -> Any:
        """The package, for what else is to be put into it."""
        return self._presentation.part.package

    # -- parts of a slide --------------------------------------------------------------------------

    def _add(self, layout: Any) -> "Slide":
        slide = self._presentation.slides.add_slide(layout)
        number = len(self._presentation.slides)
        marking = marking_on(self.briefing.marking, notional=self.notional)
        if marking:
            band = self._shapes.label(
                slide, slide_layout.MARKING, marking, slide_layout.MARKING_PT, "Marking", bold=True
            )
            as_band(band)
        if self.notional:
            self._shapes.footer(slide, layout, "ftr", f"{self._translate(NOTICE)}.", slide_layout.FOOT)
        self._shapes.footer(slide, layout, "sldNum", str(number), slide_layout.NUMBER)
        return slide

    def _fill_in(
        self, shape: Any, lines: Sequence[Sequence[Run]], *, pt: float = 0, gap_em: float = 0
    ) -> None:
        """Write into a placeholder: at `pt` in the own template, else at the template's size or as small as it fits."""
        if self.own:
            return write(shape, lines, pt=pt, gap_em=gap_em)
        held = next(
            one
            for one in placeholders(shape.part.slide_layout)
            if one.placeholder_format.idx == shape.placeholder_format.idx
        )
        own = own_pt(held)
        fitting = fitting_pt(shape, lines, own, broader=_UNKNOWN_BROADER)
        listed = held.placeholder_format.idx == self._layouts.body_idx and lacks_marks(held)
        write(shape, lines, pt=fitting if fitting < own else 0, mark_em_pt=fitting if listed else 0)

    def _add_map(self, slide: "Slide", plan: ScenePlan, png: bytes, description: str) -> None:
        rect = self._map_rect(plan)
        assert rect is not None
        held = _placeholder(slide, self._layouts.map_idx)
        if held is not None and hasattr(held, "insert_picture"):
            picture: Any = held.insert_picture(io.BytesIO(png))
            picture.crop_left = picture.crop_right = picture.crop_top = picture.crop_bottom = 0
        else:
            if held is not None:
                held._element.getparent().remove(held._element)
            picture = slide.shapes.add_picture(io.BytesIO(png), *NOWHERE[:2])
        self._shapes.put(picture, rect)
        properties = picture._element.nvPicPr.cNvPr
        properties.set("descr", description)
        properties.set("name", "Map")

    def _add_table(self, slide: "Slide", plan: ScenePlan, table: Table) -> None:
        """Add a table that can be edited; in a person's template where its map would be, or in the foot of its text."""
        laid = plan.table
        assert laid is not None
        if not self.own:
            place = self._held(self._layouts.map_idx, plan)
            if plan.map is not None:
                column = self._held(self._layouts.body_idx, plan)
                half = column.height / 2 if plan.body else 0.0
                place = replace(column, top=column.top + half, height=column.height - half)
            laid = lay_out_table(table, place, broader=self._broader)
        shape = slide.shapes.add_table(len(laid.heights), len(laid.widths), *NOWHERE)
        self._shapes.put(shape, laid.rect)
        shape.name = "Table"
        draw_table(shape, laid, heads=any(table.columns), x=self._shapes.x, y=self._shapes.y)

    def _drop_empty(self, slide: "Slide") -> None:
        """Take out placeholders that hold nothing: they would show their prompt while editing."""
        for shape in list(slide.placeholders):
            kind = shape.placeholder_format.type
            is_text = kind is not None and kind.name not in ("FOOTER", "SLIDE_NUMBER", *_TITLE_KINDS)
            if (is_text and shape.has_text_frame and not shape.text_frame.text) or hasattr(
                shape, "insert_picture"
            ):
                shape._element.getparent().remove(shape._element)


def _title(slide: "Slide") -> Any:
    return slide.shapes.title


def _placeholder(slide: "Slide", idx: int | None) -> Any:
    return next((one for one in slide.placeholders if one.placeholder_format.idx == idx), None)
