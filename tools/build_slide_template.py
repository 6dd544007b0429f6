"""Make the slides' own template: `python -m tools.build_slide_template`.

It is python-pptx's default, made 16:9, its placeholders put where `export.decks.slide_layout` has them, set in one
typeface at our sizes. Run it when the layout of slides changes; `tests/export/decks/test_template.py` compares.
"""

import io
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu

from export.decks import slide_layout
from export.decks.template import EMU_PER_PX, OWN, placeholders, put
from export.decks.text_fit import PX_PER_PT
from export.figures.projection import Rect

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
FONT = "Arial"  # on Windows and macOS, and with the same widths (Liberation Sans) wherever LibreOffice runs


def template_bytes() -> bytes:
    """Return the template; its colours are python-pptx's, until a theme's are put in."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Emu(1280 * EMU_PER_PX), Emu(720 * EMU_PER_PX)
    layouts = presentation.slide_layouts
    kept = {"Title Slide": "Opening", "Picture with Caption": "Scene", "Title and Content": "Text"}
    for layout in list(layouts):
        if layout.name not in kept:
            layouts.remove(layout)
    master = presentation.slide_master
    _set_typeface(master)
    _place_master(master)
    for layout in layouts:
        layout.name = kept[layout.name]
        for shape in placeholders(layout):
            _place(shape, layout.name)
    made = io.BytesIO()
    presentation.save(made)
    return made.getvalue()


def _place_master(master: Any) -> None:
    for shape in master.placeholders:
        _place(shape, "Text")
    styles = master._element.find(f"{{{master._element.nsmap['p']}}}txStyles")
    for style, size, bold in (
        ("titleStyle", slide_layout.TITLE_PT[0], "1"),
        ("bodyStyle", slide_layout.BULLET_PT[0], "0"),
    ):
        level = styles.find(f"{{{master._element.nsmap['p']}}}{style}").find(f"{_A}lvl1pPr")
        level.set("algn", "l")
        level.find(f"{_A}defRPr").set("sz", str(round(size * 100)))
        level.find(f"{_A}defRPr").set("b", bold)
        if style == "bodyStyle":
            indent = round(slide_layout.INDENT_EM * size * PX_PER_PT * EMU_PER_PX)
            level.set("marL", str(indent))
            level.set("indent", str(-indent))


#: Where each placeholder of the own template stands, by layout (or master) and type.
_PLACES: dict[tuple[str, str], tuple[Rect, str, float]] = {
    ("Opening", "CENTER_TITLE"): (Rect(left=96, top=170, width=1088, height=180), "b", 40),
    ("Opening", "SUBTITLE"): (Rect(left=96, top=368, width=1088, height=200), "t", 20),
    ("Scene", "TITLE"): (slide_layout.TITLE, "ctr", 0),
    ("Scene", "BODY"): (Rect(left=44, top=126, width=408, height=526), "t", 0),
    ("Scene", "PICTURE"): (Rect(left=478, top=126, width=758, height=526), "t", 0),
    ("Text", "TITLE"): (slide_layout.TITLE, "ctr", 0),
    ("Text", "BODY"): (slide_layout.CONTENT, "t", 0),
    ("Text", "OBJECT"): (slide_layout.CONTENT, "t", 0),
}


def _place(shape: Any, layout: str) -> None:
    """Put a placeholder of a layout or the master where the plan has it, and drop the default's own text styles."""
    kind = shape.placeholder_format.type.name
    footers = {
        "FOOTER": slide_layout.FOOT,
        "SLIDE_NUMBER": slide_layout.NUMBER,
        "DATE": Rect(left=1060, top=682, width=60, height=24),
    }
    rect, anchor, size = _PLACES.get((layout, kind), (footers.get(kind), "ctr", slide_layout.FOOT_PT))
    if rect is None:
        return
    put(shape, rect)
    frame = shape._element.txBody
    properties = frame.find(f"{_A}bodyPr")
    properties.attrib.clear()
    for side in ("lIns", "tIns", "rIns", "bIns"):
        properties.set(side, "0")
    properties.set("anchor", anchor)
    for child in list(properties):
        properties.remove(child)
    styles = frame.find(f"{_A}lstStyle")
    for child in list(styles):
        styles.remove(child)
    if size:
        align = "r" if kind == "SLIDE_NUMBER" else "l"
        level = styles.makeelement(f"{_A}lvl1pPr", {"algn": align})
        styles.append(level)
        if kind == "SUBTITLE":
            level.set("marL", "0")
            level.set("indent", "0")
            level.append(level.makeelement(f"{_A}buNone", {}))
        run = level.makeelement(
            f"{_A}defRPr", {"sz": str(round(size * 100)), "b": "1" if kind == "CENTER_TITLE" else "0"}
        )
        level.append(run)
        fill = run.makeelement(f"{_A}solidFill", {})
        fill.append(fill.makeelement(f"{_A}schemeClr", {"val": "tx2" if kind in footers else "tx1"}))
        run.append(fill)


def _set_typeface(master: Any) -> None:
    from lxml import etree

    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)  # python-pptx's own file, not a person's
    for latin in root.iterfind(f".//{_A}fontScheme/*/{_A}latin"):
        latin.set("typeface", FONT)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def main(path: Path = OWN) -> None:
    """Write the template."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(template_bytes())


if __name__ == "__main__":
    main()
