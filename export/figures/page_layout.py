"""The page round the map: where title, map, legend, inset and footer stand on a layout.

Texts are measured first, the map takes what is left: nothing is cut off and nothing overlaps, on any layout.
"""

from dataclasses import dataclass

from export.figures import measure_table
from export.figures.canvas import Canvas
from export.figures.legend import Entry, Legend, lay_out
from export.figures.projection import Rect
from export.typography import typeface

MARGIN_PX = 18.0  # the graticule's numbers at the left stand in it
MARKING_PX = 15.0
GAP_PX = 12.0
GRATICULE_PX = 11.0  # room for its numbers below, and between two maps
TITLE_PX, SUBTITLE_PX, FOOT_PX = 20.0, 11.5, 8.5
_COLUMN_PX = 214.0
_INSET_PX = (112.0, 84.0)
_MIN_INSET_PX = 70.0
_MIN_LEGEND_PX = 9.0
_CAPTION_PX = 10.5
_SIDE_BY_SIDE = 1.2  # times as wide as high
_MAP_RATIO = 1.4  # of what home shows


@dataclass(frozen=True)
class Foot:
    """A paragraph below the map: its size, and in how many lines it ends at the latest."""

    text: str
    px: float = FOOT_PX
    max_lines: int = 2


@dataclass(frozen=True)
class Line:
    """A line of text below the map."""

    text: str
    px: float = FOOT_PX
    weight: typeface.Weight = "regular"

    @property
    def height(self) -> float:
        """How much room it takes."""
        return self.px * 1.3


@dataclass(frozen=True, kw_only=True)
class Texts:
    """What is written round the map; `captions`: one for each map of those compared, `table`: what they come to."""

    title: str
    subtitle: str
    marking: str
    notice: str
    foot: tuple[Foot, ...]
    captions: tuple[str, ...] = ()
    table: measure_table.Rows = ()


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page laid out: the frames of its maps, the legend with its place, the inset's (or None), and lines of text.

    `table` and where it stands: None where there is none, or no room for it.
    """

    maps: tuple[Rect, ...]
    caption_lines: tuple[list[str], ...]
    legend: Legend
    legend_at: tuple[float, float]
    legend_room: tuple[float, float, int]  # width, height, columns
    inset: Rect | None
    inset_on_map: bool
    title_lines: list[str]
    subtitle_lines: list[str]
    foot_lines: list[Line]
    top: float
    table: measure_table.Rows = ()
    table_at: Rect | None = None


def lay_out_page(
    canvas: Canvas, texts: Texts, groups: list[list[Entry]], *, graticule: bool, inset: bool
) -> Page:
    """Return where everything stands; `groups` are the legend's lines by layer."""
    width = canvas.width - 2 * MARGIN_PX
    marking = MARKING_PX if texts.marking else 0.0
    title = typeface.wrapped(texts.title, width, TITLE_PX, "bold", most=2)
    subtitle = typeface.wrapped(texts.subtitle, width, SUBTITLE_PX, most=2) if texts.subtitle else []
    foot = _foot_lines(texts, width)
    top = marking + MARGIN_PX * 0.75
    map_top = top + len(title) * TITLE_PX * 1.16 + len(subtitle) * SUBTITLE_PX * 1.3 + 9
    foot_top = canvas.height - marking - MARGIN_PX * 0.75 - sum(line.height for line in foot)
    left = MARGIN_PX
    room = foot_top - 8 - map_top - (GRATICULE_PX if graticule else 0)
    table_px = measure_table.height(texts.table, room)
    if canvas.layout.wide:
        column = min(_COLUMN_PX, 0.27 * canvas.width)
        legend = lay_out(groups, column, room, 1)
        if inset:  # rather a legend a little smaller than an inset on the map
            lower = lay_out(groups, column, room - _INSET_PX[1] - GAP_PX, 1)
            legend = lower if lower.fits and lower.size_px >= _MIN_LEGEND_PX else legend
        if not legend.fits:  # rather a second column than a line too many
            column = 0.36 * canvas.width
            legend = lay_out(groups, column, room, 2)
        if not legend.fits:
            column = 0.42 * canvas.width
            legend = lay_out(groups, column, room, 3)
        frame = Rect(
            left=left,
            top=map_top,
            width=canvas.width - MARGIN_PX - left - column - GAP_PX,
            height=room - table_px,
        )
        at = (frame.right + GAP_PX, map_top)
        free = room - legend.height - 10
        small = (
            Rect(left=at[0], top=map_top + room - _INSET_PX[1], width=_INSET_PX[0], height=_INSET_PX[1])
            if free >= _INSET_PX[1]
            else None
        )
    else:
        beside = _INSET_PX[0] + GAP_PX if inset else 0
        columns = 2 if width < 560 else 3
        legend = lay_out(groups, width - beside, 0.34 * room, columns)
        height = max(legend.height, _INSET_PX[1] if inset else 0)
        frame = Rect(
            left=left,
            top=map_top,
            width=canvas.width - MARGIN_PX - left,
            height=room - height - GAP_PX - table_px,
        )
        at = (MARGIN_PX, frame.bottom + (GRATICULE_PX if graticule else 0) + table_px + GAP_PX)
        small = Rect(
            left=canvas.width - MARGIN_PX - _INSET_PX[0], top=at[1], width=_INSET_PX[0], height=_INSET_PX[1]
        )
    maps, captions = _parted(frame, texts.captions, graticule)
    on_map = inset and small is None
    if on_map:  # no room beside the legend: in a corner of the map, where names keep clear of it
        small = inset_corners(maps[0])[0]
    return Page(
        maps=maps,
        caption_lines=captions,
        legend=legend,
        legend_at=at,
        legend_room=(
            legend.width,
            max(legend.height, room if canvas.layout.wide else 0.0),
            len(legend.columns),
        ),
        inset=small if inset else None,
        inset_on_map=on_map,
        title_lines=title,
        subtitle_lines=subtitle,
        foot_lines=foot,
        top=top,
        table=texts.table,
        table_at=Rect(
            left=left,
            top=frame.bottom + (GRATICULE_PX if graticule else 0),
            width=frame.width,
            height=table_px,
        )
        if table_px
        else None,
    )


def inset_corners(frame: Rect) -> tuple[Rect, Rect]:
    """Return where on a map an inset can stand: the corners that scale bar and north arrow leave free."""
    width = max(_MIN_INSET_PX, min(_INSET_PX[0], 0.16 * frame.width))
    height = width * _INSET_PX[1] / _INSET_PX[0]
    return (
        Rect(left=frame.right - width, top=frame.bottom - height, width=width, height=height),
        Rect(left=frame.left, top=frame.top, width=width, height=height),
    )


def _parted(
    frame: Rect, captions: tuple[str, ...], graticule: bool
) -> tuple[tuple[Rect, ...], tuple[list[str], ...]]:
    """Part the frame for maps with their captions above.

    Two stand side by side, or where it is high one above the other; more in the rows that leave each the most room.
    """
    if not captions:
        return (frame,), ()
    gap = GAP_PX + (GRATICULE_PX if graticule else 0)
    columns = _columns(frame, len(captions))
    rows = -(-len(captions) // columns)
    width = (frame.width - (columns - 1) * gap) / columns
    height = (frame.height - (rows - 1) * gap) / rows
    lines = tuple(_caption_lines(caption, width) for caption in captions)
    head = max(map(len, lines)) * _CAPTION_PX * 1.3 + 5
    maps = tuple(
        Rect(
            left=frame.left + i % columns * (width + gap),
            top=frame.top + i // columns * (height + gap) + head,
            width=width,
            height=height - head,
        )
        for i in range(len(captions))
    )
    return maps, lines


def _columns(frame: Rect, maps: int) -> int:
    """Return in how many columns maps stand."""
    if maps == 2:
        return 2 if frame.width > _SIDE_BY_SIDE * frame.height else 1

    def size(columns: int) -> float:
        return min(frame.width / columns / _MAP_RATIO, frame.height / -(-maps // columns))

    return max(range(1, maps + 1), key=size)


def _caption_lines(caption: str, width: float) -> list[str]:
    """Break a caption into lines: the first is set bold, those below it are not."""
    name, _, told = caption.partition("\n")
    if told:
        head = typeface.clipped(name, width, _CAPTION_PX, "bold")
        return [head, *typeface.wrapped(told, width, _CAPTION_PX, most=2)]
    words = " ".join(caption.split())
    first = typeface.wrapped(words, width, _CAPTION_PX, "bold")[0]
    rest = words.removeprefix(first).strip()
    return [first, *(typeface.wrapped(rest, width, _CAPTION_PX, most=2) if rest else [])]


def _foot_lines(texts: Texts, width: float) -> list[Line]:
    notice = typeface.wrapped(texts.notice, width, FOOT_PX, "bold", most=2) if texts.notice else []
    lines = [Line(line, weight="bold") for line in notice]
    for foot in texts.foot:
        lines += [
            Line(line, foot.px) for line in typeface.wrapped(foot.text, width, foot.px, most=foot.max_lines)
        ]
    return lines


def write(canvas: Canvas, page: Page, marking: str) -> None:
    """Write title, subtitle, captions, table, footer and marking."""
    if page.table_at:
        measure_table.draw(canvas, page.table, page.table_at)
    for rect, lines in zip(page.maps, page.caption_lines, strict=False):
        for i, line in enumerate(reversed(lines)):
            baseline = rect.top - 7 - i * _CAPTION_PX * 1.3
            weight: typeface.Weight = "bold" if i == len(lines) - 1 else "regular"
            canvas.text(rect.left, baseline, line, px=_CAPTION_PX, weight=weight)
    y = page.top + TITLE_PX * 0.86
    for line in page.title_lines:
        canvas.text(MARGIN_PX, y, line, px=TITLE_PX, weight="bold")
        y += TITLE_PX * 1.16
    y += SUBTITLE_PX * 0.9 - TITLE_PX * 0.86
    for line in page.subtitle_lines:
        canvas.text(MARGIN_PX, y, line, px=SUBTITLE_PX, token="text_muted")
        y += SUBTITLE_PX * 1.3
    y = canvas.height - (MARKING_PX if marking else 0.0) - MARGIN_PX * 0.75 - 2
    for below in reversed(page.foot_lines):
        token = "text" if below.weight == "bold" else "text_muted"
        canvas.text(MARGIN_PX, y, below.text, px=below.px, token=token, weight=below.weight)
        y -= below.height
    if marking:
        size = 9.5
        shown = typeface.clipped(marking, canvas.width - 2 * MARGIN_PX, size, "bold")
        for top in (0.0, canvas.height - MARKING_PX):
            band = Rect(left=0, top=top, width=canvas.width, height=MARKING_PX)
            canvas.box(band, fill=canvas.rgba("text"))
            canvas.text(canvas.width / 2, top + MARKING_PX * 0.72, shown, px=size, token="halo", weight="bold",
                       align="center")  # fmt: skip
