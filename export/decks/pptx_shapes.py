"""Shapes on a slide, placed by px of the page: text boxes, footers, a line of time."""

import copy
from typing import TYPE_CHECKING, Any

from briefings.markdown import Run
from export.decks import slide_layout
from export.decks.pptx_text import number_field, set_size, write
from export.decks.slide_layout import Timeline
from export.decks.template import EMU_PER_PX, put
from export.figures.projection import Rect

if TYPE_CHECKING:  # python-pptx is slow to import
    from pptx.slide import Slide

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
NOWHERE: Any = (0, 0, 0, 0)  # every shape is put into its place after it is made


class SlideShapes:
    """Adds shapes to slides; `scale` turns px of the page to those of a slide, since a template may have another size.

    `own`: whether the template is the project's own.
    """

    def __init__(self, scale: tuple[float, float], *, own: bool) -> None:
        self.scale, self.own = scale, own

    def x(self, px: float) -> Any:
        """Return px of the page as EMU of the slide, from its left."""
        from pptx.util import Emu

        return Emu(round(px * self.scale[0] * EMU_PER_PX))

    def y(self, px: float) -> Any:
        """Return px of the page as EMU of the slide, from its top."""
        from pptx.util import Emu

        return Emu(round(px * self.scale[1] * EMU_PER_PX))

    def px(self, shape: Any) -> Rect:
        """Return where a shape stands, px of the page."""
        x, y = EMU_PER_PX * self.scale[0], EMU_PER_PX * self.scale[1]
        return Rect(left=shape.left / x, top=shape.top / y, width=shape.width / x, height=shape.height / y)

    def put(self, shape: Any, rect: Rect) -> None:
        """Put a shape onto a rectangle of the page."""
        x, y = self.scale
        put(shape, Rect(left=rect.left * x, top=rect.top * y, width=rect.width * x, height=rect.height * y))

    def text_box(self, slide: "Slide", rect: Rect) -> Any:
        """Add an empty text box without margins."""
        from pptx.enum.text import MSO_AUTO_SIZE

        box = slide.shapes.add_textbox(*NOWHERE)
        self.put(box, rect)
        frame = box.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        return box

    def label(
        self, slide: "Slide", rect: Rect, text: str, pt: float, name: str, *, bold: bool = False
    ) -> Any:
        """Add a text box of one line."""
        box = self.text_box(slide, rect)
        box.name = name
        write(box, [(Run(text=text, bold=bold),)], pt=pt, muted=not bold)
        return box

    def footer(self, slide: "Slide", layout: Any, kind: str, text: str, rect: Rect) -> None:
        """Show the layout's placeholder of a kind on the slide with a text; a text box where it has none."""
        held = [
            one
            for one in (*layout.placeholders, *layout.slide_master.placeholders)
            if one._element.ph.get("type") == kind
        ]
        if held:
            element = copy.deepcopy(held[0]._element)
            element.nvSpPr.cNvPr.set("id", str(_next_id(slide)))
            slide.shapes._spTree.append(element)
            shape: Any = slide.shapes[-1]
        else:
            shape = self.text_box(slide, rect)
            shape.name = "Notice" if kind == "ftr" else "Slide number"
        paragraphs = shape._element.txBody.findall(f"{_A}p")
        for extra in paragraphs[1:]:
            shape._element.txBody.remove(extra)
        for child in list(paragraphs[0]):
            if not child.tag.endswith("}pPr"):
                paragraphs[0].remove(child)
        size = None if held and self.own else slide_layout.FOOT_PT if not held else 9.0
        if kind == "sldNum":
            number_field(paragraphs[0], text, size)
        else:
            run = shape.text_frame.paragraphs[0].add_run()
            run.text = text
            if size:
                set_size(run, size)
            if not self.own:  # LibreOffice sets a footer in its own typeface unless one is set
                run.font.name = "+mn-lt"

    def add_timeline(self, slide: "Slide", timeline: Timeline) -> None:
        """Add a timeline as shapes that can be edited."""
        from pptx.enum.dml import MSO_THEME_COLOR
        from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
        from pptx.util import Pt

        for left, right, y in timeline.rails:
            rail = slide.shapes.add_connector(
                MSO_CONNECTOR.STRAIGHT, self.x(left), self.y(y), self.x(right), self.y(y)
            )
            rail.line.width = Pt(1.5)
            rail.line.color.theme_color = MSO_THEME_COLOR.TEXT_2
            rail.name = "Timeline"
        for moment in timeline.moments:
            x, y = moment.dot
            dot = slide.shapes.add_shape(MSO_SHAPE.OVAL, *NOWHERE)
            self.put(dot, Rect(left=x - 6, top=y - 6, width=12, height=12))
            dot.fill.solid()
            dot.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
            dot.line.fill.background()
            dot.shadow.inherit = False
            dot.name = f"Timeline, {moment.date}"
            box = self.text_box(slide, moment.text_box)
            box.name = f"Timeline, {moment.date}, text"
            write(box, [(Run(text=moment.date, bold=True),), moment.text], pt=timeline.pt)


def _next_id(slide: "Slide") -> int:
    return max((shape.shape_id for shape in slide.shapes), default=1) + 1
