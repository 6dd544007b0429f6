"""The layouts a figure can have: page size, and how large text and lines are on it.

Everything on a page is laid out in *design px* of 1/96 inch at arm's length; `scale` says how much larger they are on
the medium, so that a slide read from the back of a room has larger text on it than a sheet of paper.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from i18n.spoken import worded

PX_PER_IN = 96.0
MM_PER_IN = 25.4
MAX_SIDE_PX = 12_000
MAX_PX = 120_000_000
MIN_SIDE_PX = 300
MAX_RATIO = 8


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A page: its size in px of 1/96 inch, the size of a design px on it, and whether it is read on paper."""

    name: str
    title: str
    width_px: float
    height_px: float
    scale: float
    paper: bool = False

    @property
    def design(self) -> tuple[float, float]:
        """Width and height in design px."""
        return self.width_px / self.scale, self.height_px / self.scale

    @property
    def size_in(self) -> tuple[float, float]:
        """Width and height in inches."""
        return self.width_px / PX_PER_IN, self.height_px / PX_PER_IN

    @property
    def wide(self) -> bool:
        """Whether the legend stands beside the map, not below it."""
        return self.width_px >= 1.12 * self.height_px


def _mm(name: str, title: str, width_mm: float, height_mm: float, scale: float) -> Layout:
    px = PX_PER_IN / MM_PER_IN
    return Layout(
        name=name, title=title, width_px=width_mm * px, height_px=height_mm * px, scale=scale, paper=True
    )


def _px(name: str, title: str, width_px: float, height_px: float, scale: float) -> Layout:
    return Layout(name=name, title=title, width_px=width_px, height_px=height_px, scale=scale)


#: By name, in the order in which the dialog offers them.
LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        layout.name: layout
        for layout in (
            _px("slide-16x9", "Slide 16:9", 1600, 900, 1.5),
            _px("slide-4x3", "Slide 4:3", 1600, 1200, 1.7),
            _mm("a4-landscape", worded("A4 landscape"), 297, 210, 1),
            _mm("a4-portrait", worded("A4 portrait"), 210, 297, 1),
            _mm("a3-landscape", worded("A3 landscape"), 420, 297, 1.2),
            _mm("a3-portrait", worded("A3 portrait"), 297, 420, 1.2),
            _mm("letter-landscape", worded("Letter landscape"), 279.4, 215.9, 1),
            _mm("letter-portrait", worded("Letter portrait"), 215.9, 279.4, 1),
            _px("square", "Square", 1080, 1080, 1.4),
            _px("social", worded("Social card"), 1200, 630, 1.35),
        )
    }
)
DEFAULT_LAYOUT = "slide-16x9"
#: Smaller, text is no more than specks; longer, the map is a strip round the globe.
OWN_SIZES = worded(
    "{min_side_px} to {max_side_px} each, at most {max_px} million in all, one side at most {max_ratio} times "
    "the other",
    min_side_px=MIN_SIDE_PX,
    max_side_px=f"{MAX_SIDE_PX:,}",
    max_px=MAX_PX // 1_000_000,
    max_ratio=MAX_RATIO,
)
LAYOUT_ALLOWED = worded(
    "one of {list}, or WxH in px such as 1280x720 ({own_sizes})", list=", ".join(LAYOUTS), own_sizes=OWN_SIZES
)
_OWN = re.compile(r"([1-9]\d{1,5})x([1-9]\d{1,5})")
_DESIGN_SIDE_PX = 620.0  # the shorter side of a page of its own size, in design px


def layout_of(name: str) -> Layout:
    """Return the layout of a name, or of ``WxH`` px.

    Raises
    ------
    ValueError
        If there is none; the text says what is allowed.

    """
    if name in LAYOUTS:
        return LAYOUTS[name]
    size = _OWN.fullmatch(name)
    if size is None:
        raise ValueError(LAYOUT_ALLOWED)
    width, height = int(size[1]), int(size[2])
    short, long = sorted((width, height))
    if short < MIN_SIDE_PX or long > MAX_SIDE_PX or width * height > MAX_PX or long > MAX_RATIO * short:
        raise ValueError(LAYOUT_ALLOWED)
    return _px(name, f"{width} × {height} px", width, height, min(width, height) / _DESIGN_SIDE_PX)


def pixels(layout: Layout, scale: float) -> tuple[int, int]:
    """Return width and height of a picture of a layout at a scale.

    Raises
    ------
    ValueError
        If it is larger than allowed; the text says what is.

    """
    width, height = round(layout.width_px * scale), round(layout.height_px * scale)
    if max(width, height) > MAX_SIDE_PX or width * height > MAX_PX:
        max_scale = min(MAX_SIDE_PX / max(layout.width_px, layout.height_px),
                   math.sqrt(MAX_PX / layout.width_px / layout.height_px))  # fmt: skip
        raise ValueError(
            worded(
                "at most {math} for this layout (a picture has at most {max_side_px} px a side and {max_px} "
                "million in all; this one would have {width} × {height})",
                math=f"{math.floor(max_scale * 4) / 4:g}",
                max_side_px=f"{MAX_SIDE_PX:,}",
                max_px=MAX_PX // 1_000_000,
                width=f"{width:,}",
                height=f"{height:,}",
            )
        )
    return width, height
