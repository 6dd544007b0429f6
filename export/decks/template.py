"""The slides that a deck is written into: the project's own template, or one that a person brings.

The own one is `templates/default.pptx`, made by `tools/build_slide_template.py`, and coloured from the style table.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from export.figures.projection import Rect
from layers.style.rows import colour

if TYPE_CHECKING:  # python-pptx is slow to import
    from pptx.presentation import Presentation
    from pptx.slide import SlideLayout

EMU_PER_PX = 9525
OWN = Path(__file__).with_name("templates") / "default.pptx"
#: How much wider Arial is than the typeface that measures (`export.typography.typeface`), with something to spare.
BROADER = 1.15
_MASTER = {"CENTER_TITLE": "TITLE", "TITLE": "TITLE"}  # which of the master's placeholders a layout's follows
MAX_BYTES = 50_000_000
_MAX_UNPACKED_BYTES = 400_000_000
_MAX_MEMBERS = 5_000
_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.{}.main+xml"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class TemplateError(ValueError):
    """A template that cannot be used; the text says what it lacks and what to do."""


@dataclass(frozen=True, kw_only=True)
class Layouts:
    """Which layouts of a template hold what: indices of placeholders are those of `placeholder_format.idx`."""

    scene: "SlideLayout"
    body_idx: int
    map_idx: int
    title: "SlideLayout"
    subtitle_idx: int | None
    text: "SlideLayout | None"
    text_idx: int | None
    own: bool


def open_template(template: bytes | None, theme: str) -> tuple["Presentation", Layouts]:
    """Return an empty presentation, the own one in a theme or a person's, and its layouts.

    Raises
    ------
    TemplateError
        If the file is no PowerPoint file, or lacks a layout that a scene can be put into.
    """
    from pptx import Presentation

    if template is None:
        presentation = Presentation(io.BytesIO(_own(theme)))
        return presentation, _layouts(presentation, own=True)
    presentation = _foreign(template)
    return presentation, _layouts(presentation, own=False)


# -- a person's own --------------------------------------------------------------------------------


def _foreign(body: bytes) -> "Presentation":
    from pptx import Presentation

    advice = "Give a .pptx or .potx file that opens in PowerPoint."
    if len(body) > MAX_BYTES:
        raise TemplateError(
            f"The template has more than {MAX_BYTES // 10**6} MB. Take large pictures out of it."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            members = package.infolist()
            too_large = sum(member.file_size for member in members) > _MAX_UNPACKED_BYTES
            if len(members) > _MAX_MEMBERS or too_large:
                raise TemplateError(f"The template unpacks to more than a presentation holds. {advice}")
            body = _as_presentation(package)
        presentation = Presentation(io.BytesIO(body))
        _empty(presentation)
    except TemplateError:
        raise
    # Whatever is wrong inside, python-pptx, lxml and zipfile tell in many ways; none is ours.
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError, AttributeError, SyntaxError,
            NotImplementedError, TypeError, IndexError) as fault:  # fmt: skip
        raise TemplateError(
            f"The template cannot be read ({str(fault)[:80] or type(fault).__name__}). {advice}"
        ) from None
    return presentation


def _as_presentation(package: zipfile.ZipFile) -> bytes:
    """Return a template's package as a presentation's: python-pptx opens only those."""
    types = package.read("[Content_Types].xml")
    if b"macroEnabled" in types:
        raise TemplateError("The template holds macros. Save it as .potx or .pptx without them.")
    if _MAIN.format("template").encode() not in types and _MAIN.format("presentation").encode() not in types:
        raise TemplateError("The template is no PowerPoint file. Give a .pptx or .potx file.")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for member in package.infolist():
            data = package.read(member)
            if member.filename == "[Content_Types].xml":
                data = data.replace(_MAIN.format("template").encode(), _MAIN.format("presentation").encode())
            copy.writestr(member.filename, data)
    return made.getvalue()


def _empty(presentation: "Presentation") -> None:
    """Take a template's sample slides out."""
    listed = presentation.slides._sldIdLst
    for slide in list(listed):
        presentation.part.drop_rel(slide.rId)
        listed.remove(slide)
    for element in list(presentation.element):  # sections would name slides that are gone
        if element.tag.endswith("}extLst"):
            presentation.element.remove(element)


def _layouts(presentation: "Presentation", *, own: bool) -> Layouts:
    found = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
    if not found:
        raise TemplateError("The template has no slide layouts. Add one with title, text and picture.")
    best = max((_roles(layout) for layout in found), key=lambda roles: roles[0])
    _, layout, body, picture, missing = best
    if missing:
        raise TemplateError(
            f"The template has no layout that a scene can be put into: the nearest, “{layout.name}”, lacks "
            f"{' and '.join(missing)}. Add a layout with a title, a text placeholder and, beside it, a picture or "
            "content placeholder."
        )
    opening = next((one for one in found if _of(one, "CENTER_TITLE")), layout)
    subtitle = next(iter(_of(opening, "SUBTITLE") or _of(opening, "BODY", "OBJECT")), None)
    text = [one for one in found if _of(one, "TITLE") and len(_of(one, "BODY", "OBJECT")) == 1
            and not _of(one, "PICTURE")]  # fmt: skip
    plain = max(text, key=lambda one: _area(_of(one, "BODY", "OBJECT")[0]), default=None)
    return Layouts(
        scene=layout,
        body_idx=body.placeholder_format.idx,
        map_idx=picture.placeholder_format.idx,
        title=opening,
        subtitle_idx=subtitle.placeholder_format.idx if subtitle is not None else None,
        text=plain,
        text_idx=_of(plain, "BODY", "OBJECT")[0].placeholder_format.idx if plain else None,
        own=own,
    )


def _roles(layout: "SlideLayout") -> tuple[tuple[int, float], "SlideLayout", Any, Any, list[str]]:
    """Return how well a layout serves, itself, its placeholders for text and map, and what it lacks."""
    pictures = sorted(_of(layout, "PICTURE") or [], key=_area)
    contents = sorted(_of(layout, "OBJECT"), key=_area)
    texts = sorted(_of(layout, "BODY"), key=_area)
    picture = (
        pictures[-1] if pictures else contents[-1] if len(contents) + len(texts) > 1 and contents else None
    )
    rest = [one for one in [*contents, *texts] if one is not picture]
    body = max(rest, key=_area, default=None)
    missing = [
        name
        for name, there in (
            ("a title placeholder", _of(layout, "TITLE", "CENTER_TITLE")),
            ("a text placeholder", body is not None),
            ("an area for a picture", picture is not None),
        )
        if not there
    ]
    area = min(_area(picture), 4 * _area(body)) if picture is not None and body is not None else 0.0
    return (-len(missing), area), layout, body, picture, missing


def placeholders(layout: Any) -> list[Any]:
    """Return a layout's placeholders."""
    return list(layout.placeholders)


def _of(layout: Any, *kinds: str) -> list[Any]:
    return [shape for shape in layout.placeholders if shape.placeholder_format.type.name in kinds]


def _area(shape: Any) -> float:
    return float((shape.width or 0) * (shape.height or 0))


def own_pt(shape: Any) -> float:
    """Return the size of first-level text in a layout's placeholder, as it or the master has it, points."""
    kind = shape.placeholder_format.type.name
    master = shape.part.slide_layout.slide_master if hasattr(shape.part, "slide_layout") else None
    sources = [shape._element.txBody]
    if master is not None:
        of_kind = [
            one
            for one in master.placeholders
            if one.placeholder_format.type.name == _MASTER.get(kind, "BODY")
        ]
        sources += [one._element.txBody for one in of_kind]
        style = "titleStyle" if "TITLE" in kind and kind != "SUBTITLE" else "bodyStyle"
        sources += list(master._element.iter(f"{{{master._element.nsmap['p']}}}{style}"))
    for source in sources:
        for level in source.iter(f"{_A}lvl1pPr"):
            run = level.find(f"{_A}defRPr")
            if run is not None and run.get("sz"):
                return int(run.get("sz")) / 100
    return 18.0


def is_light(presentation: "Presentation") -> bool:
    """Return whether the ground of a presentation's slides, as its theme names it, is light; so is one not named."""
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE

    master = presentation.slide_master
    names = master._element.find(f"{{{master._element.nsmap['p']}}}clrMap")
    slot = names.get("bg1", "lt1") if names is not None else "lt1"
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        theme = etree.fromstring(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob, parser)
        (ground,) = theme.find(f".//{_A}clrScheme/{_A}{slot}")
        red, green, blue = bytes.fromhex(ground.get("lastClr") or ground.get("val"))
    except (KeyError, TypeError, ValueError, etree.XMLSyntaxError):
        return True
    return 0.299 * red + 0.587 * green + 0.114 * blue > 160


def lacks_marks(shape: Any) -> bool:
    """Return whether a layout's placeholder sets first-level text without bullets."""
    level = shape._element.txBody.find(f"{_A}lstStyle/{_A}lvl1pPr")
    return level is not None and level.find(f"{_A}buNone") is not None


# -- our own ---------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _own(theme: str) -> bytes:
    """Return the own template in a theme."""
    from pptx import Presentation

    presentation = Presentation(str(OWN))
    _paint(presentation.slide_master, theme)
    made = io.BytesIO()
    presentation.save(made)
    return made.getvalue()


def put(shape: Any, rect: Rect) -> None:
    """Put a shape onto a rectangle of the page (px)."""
    from pptx.util import Emu

    shape.left, shape.top = Emu(round(rect.left * EMU_PER_PX)), Emu(round(rect.top * EMU_PER_PX))
    shape.width, shape.height = Emu(round(rect.width * EMU_PER_PX)), Emu(round(rect.height * EMU_PER_PX))


def _paint(master: Any, theme: str) -> None:
    """Set the theme's colours: whoever edits the deck then finds ours in every menu."""
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)  # python-pptx's own file, not a person's
    for name, token in _scheme():
        slot = root.find(f".//{_A}clrScheme/{_A}{name}")
        for child in list(slot):
            slot.remove(child)
        slot.append(slot.makeelement(f"{_A}srgbClr", {"val": colour(token, theme).lstrip("#").upper()}))
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _scheme() -> Iterator[tuple[str, str]]:
    yield from (("dk1", "text"), ("lt1", "ukraine"), ("dk2", "text_muted"), ("lt2", "land"))
    tokens = ("occupied", "routes", "monitoring", "coalition", "air", "patrol")
    yield from ((f"accent{i}", token) for i, token in enumerate(tokens, start=1))
    yield from (("hlink", "patrol"), ("folHlink", "monitoring"))
