"""Text in the shapes of a slide: runs with their formats and links, bands, the field of the slide's number."""

from collections.abc import Sequence
from typing import Any

from briefings.markdown import Run
from export.decks import slide_layout
from export.decks.template import EMU_PER_PX
from export.decks.text_fit import PX_PER_PT, fit_pt, text_height
from geodata.sources import Source

_SIZES_PT = (40, 36, 32, 28, 24, 22, 20, 18, 16, 14, 12, 11, 10)
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def write(
    holder: Any,
    lines: Sequence[Sequence[Run]],
    *,
    pt: float = 0,
    gap_em: float = 0,
    muted: bool = False,
    mark_em_pt: float = 0,
) -> None:
    """Write paragraphs of runs into a shape or a cell of a table; `pt` 0 leaves the size to the layout.

    `mark_em_pt`: with a bullet before each, the text so far behind it; 0 leaves that to the layout.
    """
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    frame = holder.text_frame
    for i, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        if gap_em and pt:  # else as the layout has it
            paragraph.space_before = Pt(round(pt * gap_em, 1) if i else 0)
        if mark_em_pt:
            _mark(paragraph, mark_em_pt)
        for part in line:
            run = paragraph.add_run()
            run.text = part.text
            if part.bold:
                run.font.bold = True
            if part.italic:
                run.font.italic = True
            if part.href:
                run.hyperlink.address = part.href
            if muted:
                run.font.color.theme_color = MSO_THEME_COLOR.TEXT_2
            if pt:
                set_size(run, pt)


def _mark(paragraph: Any, indent_pt: float) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(round(indent_pt * 12700)))
    properties.set("indent", str(-round(indent_pt * 12700)))
    properties.append(properties.makeelement(f"{_A}buFont", {"typeface": "Arial"}))
    properties.append(properties.makeelement(f"{_A}buChar", {"char": "•"}))


def set_size(run: Any, pt: float) -> None:
    """Set the size of a run."""
    from pptx.util import Pt

    run.font.size = Pt(pt)


def as_band(band: Any) -> None:
    """Make a text box a band: light text on dark, in the middle."""
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    band.fill.solid()
    band.fill.fore_color.theme_color = MSO_THEME_COLOR.TEXT_1
    band.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    band.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    for run in band.text_frame.paragraphs[0].runs:
        run.font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1


def number_field(paragraph: Any, text: str, size_pt: float | None) -> None:
    """Put the number of the slide into a paragraph as a field, which follows when slides are moved."""
    field = paragraph.makeelement(
        f"{_A}fld", {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"}
    )
    properties = field.makeelement(f"{_A}rPr", {"lang": "en-GB"})
    if size_pt:
        properties.set("sz", str(round(size_pt * 100)))
    field.append(properties)
    shown = field.makeelement(f"{_A}t", {})
    shown.text = text
    field.append(shown)
    paragraph.append(field)


# -- what fits -------------------------------------------------------------------------------------


def fitting_pt(shape: Any, lines: Sequence[Sequence[Run]], own_pt: float, *, broader: float) -> float:
    """Return the size at which lines fit a placeholder of a person's template: its own, or smaller."""
    sizes = [own_pt, *(size for size in _SIZES_PT if size < own_pt)]
    width, height = shape.width / EMU_PER_PX - 20, shape.height / EMU_PER_PX - 10
    texts = ["".join(run.text for run in line) for line in lines]
    indent = 1.0 if len(lines) > 1 else 0.0
    return fit_pt(texts, width, height, sizes, broader=broader, gap_em=0.3, indent_em=indent, bold=True)


def on_pages(
    sources: Sequence[tuple[Source, str]], width_px: float, height_px: float, broader: float
) -> list[list[tuple[Run, ...]]]:
    """Return sources as lines of the pages that hold them, each with its address."""
    pages: list[list[tuple[Run, ...]]] = []
    height = height_px + 1
    for source, text in sources:
        line = f"{text} {source.url}" if source.url else text
        needed = text_height([line], width_px, slide_layout.SOURCES_PT, broader=broader, indent_em=2)
        needed += slide_layout.SOURCES_PT * slide_layout.SOURCE_GAP_EM * PX_PER_PT
        if height + needed > height_px:
            pages.append([])
            height = 0.0
        link = (Run(text=" "), Run(text=source.url, href=source.url)) if source.url else ()
        pages[-1].append((Run(text=text), *link))
        height += needed
    return pages


def runs_of(text: str) -> tuple[Run, ...]:
    """Return a text without markup as runs."""
    return (Run(text=text),)


def as_plain(paragraph: Sequence[Run]) -> str:
    """Return a paragraph as plain text, each link followed by its address."""
    return "".join(
        f"{run.text} ({run.href})" if run.href and run.href != run.text else run.text for run in paragraph
    )
