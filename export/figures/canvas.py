"""A page to draw on: one Matplotlib figure whose coordinates are design px from the top left.

Knows how a style row looks as fill, pattern, line, symbol and text; what is drawn where, others decide. Uses the object
interface only, so any number of canvases may be drawn at once.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from export.figures.outlines import path_of_geometry, symbol_paths
from export.figures.page_sizes import PX_PER_IN, Layout
from export.figures.projection import Rect
from export.typography import typeface
from layers.style import patterns
from layers.style.rows import HALO_PX, SHORT_OF_POINT_PX, StyleRow, colour

if TYPE_CHECKING:  # Matplotlib is slow to import
    from matplotlib.path import Path

Floats = NDArray[np.float64]
Rgba = tuple[float, float, float, float]
Align = Literal["left", "center", "right"]
Line = tuple[float, float, str, float, typeface.Weight]  # left, baseline, text, size in px, weight

_PT_PER_PX = 72 / PX_PER_IN


class Canvas:
    """A page of a layout in a theme; lengths are design px, y runs down."""

    def __init__(self, layout: Layout, theme: str, ratio: float = 1.0) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.path import Path
        from matplotlib.transforms import IdentityTransform, TransformedPath

        typeface.register()
        self.layout, self.theme = layout, theme
        self.width, self.height = layout.design
        self.figure = Figure(figsize=layout.size_in, dpi=PX_PER_IN * ratio)
        FigureCanvasAgg(self.figure)
        self.page = self.figure.add_axes((0, 0, 1, 1))
        self.page.set_axis_off()
        self.page.set_xlim(0, self.width)
        self.page.set_ylim(self.height, 0)
        self.page.set_autoscale_on(False)
        #: Where patterns begin, and how much larger than their size they are: 1 but on a screen's map.
        self.pattern_corner, self.pattern_growth = np.zeros(2), 1.0
        #: Size of the pixels that a screen's map stretches patterns from; 0: they are drawn as what they are.
        self.pattern_pixel_px = 0.0
        #: Whether straight lines may move to whole pixels (None: as Matplotlib sees fit).
        self.snap: bool | None = None
        self._clip: Any = None
        self._any_clip = TransformedPath(Path.unit_rectangle(), IdentityTransform())
        self._z = 0
        self.characters: dict[typeface.Weight, set[str]] = {}

    def close(self) -> None:
        """Give up what was drawn, its pixels above all; nothing can be drawn or saved afterwards."""
        from matplotlib.backend_bases import FigureCanvasBase

        self.figure.clear()
        FigureCanvasBase(self.figure)  # in the place of the one that holds the pixels

    def pixels(self) -> NDArray[np.uint8]:
        """Return what was drawn as red, green, blue and opacity of each pixel; shared, so not to be changed."""
        canvas: Any = self.figure.canvas
        canvas.draw()
        return np.asarray(canvas.buffer_rgba())

    def note(self, text: str, weight: typeface.Weight = "regular") -> None:
        """Keep in mind which characters are written, for files that carry their letters."""
        self.characters.setdefault(weight, set()).update(text)

    def pt(self, px: float) -> float:
        """Return design px in points of the page."""
        return px * self.layout.scale * _PT_PER_PX

    def rgba(self, token: str, opacity: float = 1.0) -> Rgba:
        """Return a palette colour with an opacity."""
        value = colour(token, self.theme)
        red, green, blue = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return red, green, blue, opacity

    def clip_to(self, rect: Rect | None) -> None:
        """Draw within a rectangle from now on, or everywhere."""
        from matplotlib.transforms import Bbox, TransformedBbox

        # Top before bottom: a transformed box keeps its orientation, and one upside down clips all of an SVG away.
        box = rect and Bbox.from_extents(*rect.box)
        self._clip = box and TransformedBbox(box, self.page.transData)

    def place(self, artist: Any) -> Any:
        """Add an artist on top of those before."""
        self._z += 1
        artist.set_zorder(self._z)
        artist.set_snap(self.snap)
        artist.set_clip_path(self._any_clip)  # else each is clipped to the page, with three new transforms
        self.page.add_artist(artist)
        artist.set_clip_path(None)
        artist.set_clip_box(self._clip)
        artist.set_clip_on(self._clip is not None)
        return artist

    # -- shapes ------------------------------------------------------------------------------------

    def shape(
        self,
        path: "Path",
        *,
        fill: Rgba | None = None,
        stroke: Rgba | None = None,
        width: float = 0,
        dash: Sequence[float] = (),
    ) -> None:
        """Draw a path; `dash` counts in widths of the line."""
        from matplotlib.patches import PathPatch

        if not np.shape(path.vertices)[0]:
            return
        line = (0, tuple(dash)) if dash else "solid"
        self.place(
            PathPatch(
                path,
                facecolor=fill or "none",
                edgecolor=stroke or "none",
                linewidth=self.pt(width) if stroke else 0,
                linestyle=line if stroke else "solid",
                capstyle="butt",
                joinstyle="round",
            )
        )

    def box(
        self, rect: Rect, *, fill: Rgba | None = None, stroke: Rgba | None = None, width: float = 0
    ) -> None:
        """Draw a rectangle."""
        self.shape(
            path_of_geometry(shapely.box(rect.left, rect.top, rect.right, rect.bottom)),
            fill=fill,
            stroke=stroke,
            width=width,
        )

    def line(self, points: Floats, stroke: Rgba, width: float, dash: Sequence[float] = ()) -> None:
        """Draw a line through points."""
        self.shape(path_of_geometry(shapely.LineString(points)), stroke=stroke, width=width, dash=dash)

    def pattern(self, area: Any, row: StyleRow, opacity: float) -> None:
        """Lay a row's pattern over an area, as lines and dots."""
        ink = patterns.ink(row)
        stroke_px, stroke_share, dot_px, dot_share = patterns.stretched(self.pattern_pixel_px)
        grown = self.pattern_growth

        def onto_page(points: Floats) -> Floats:
            return points * grown + self.pattern_corner

        tiles = shapely.transform(area, lambda points: (points - self.pattern_corner) / grown)
        lines = shapely.transform(patterns.hatch(tiles, row.pattern), onto_page)
        if not lines.is_empty:
            self.shape(
                path_of_geometry(lines),
                stroke=self.rgba(ink, opacity * stroke_share),
                width=stroke_px * grown,
            )
        dots = onto_page(patterns.stipple(tiles, row.pattern))
        if len(dots):
            self._stamp(_disc(), dots, 2 * dot_px * grown, self.rgba(ink, opacity * dot_share))

    def symbols(self, row: StyleRow, points: Floats, px: float, turns_deg: Floats | None = None) -> None:
        """Draw a row's symbol of a size at points, over a halo; `turns_deg`: each turned clockwise by so much."""
        if turns_deg is not None:
            for turn in np.unique(turns_deg):
                self._turned_symbols(row, points[turns_deg == turn], px, float(turn))
            return
        outline, inside = symbol_paths(row.symbol)
        ground = self.rgba("symbol_ground")
        self._stamp(_centred(row.symbol, outline), points, px, ground, rim=2 * HALO_PX)
        self._stamp(_centred(row.symbol + " inside", inside), points, px, self.rgba(row.stroke))

    def _turned_symbols(self, row: StyleRow, points: Floats, px: float, turn_deg: float) -> None:
        """Draw a turned symbol, whose halo and ink are as faint as its row."""
        from matplotlib.transforms import Affine2D

        outline, inside = symbol_paths(row.symbol)
        turn = Affine2D().translate(0, -0.5 - SHORT_OF_POINT_PX / px).rotate_deg(-turn_deg)
        for name, path, fill, rim in (
            ("", outline, self.rgba("halo", row.stroke_opacity), HALO_PX),
            (" inside", inside, self.rgba(row.stroke, row.stroke_opacity), 0.0),
        ):
            self._stamp(turn.transform_path(_centred(row.symbol + name, path)), points, px, fill, rim=rim)

    def _stamp(self, path: "Path", points: Floats, px: float, fill: Rgba, rim: float = 0) -> None:
        from matplotlib.collections import PathCollection
        from matplotlib.transforms import IdentityTransform

        if not len(points):
            return
        size = self.pt(px) ** 2
        self.place(
            PathCollection(
                [path],
                sizes=[size],
                offsets=points,
                offset_transform=self.page.transData,
                transform=IdentityTransform(),
                facecolors=[fill],
                edgecolors=[fill] if rim else "none",
                linewidths=[self.pt(rim)] if rim else [0],
            )
        )

    # -- text --------------------------------------------------------------------------------------

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        px: float,
        token: str = "text",
        weight: typeface.Weight = "regular",
        align: Align = "left",
        turned: float = 0.0,
    ) -> Any:
        """Write one line with its baseline at `y`."""
        from matplotlib.text import Text

        weight = typeface.fitting(text, weight)
        self.note(text, weight)
        return self.place(
            Text(
                x,
                y,
                text,
                color=self.rgba(token),
                fontproperties=typeface.properties(weight, self.pt(px)),
                ha=align,
                va="baseline",
                rotation=turned,
                rotation_mode="anchor",
                parse_math=False,
            )
        )

    def halos(self, names: Iterable[Line], token: str) -> None:
        """Draw the rims of names below their text.

        A rim of its own: Matplotlib's path effects would turn the text itself into outlines.
        """
        self.shape(_glyphs(names), stroke=self.rgba(token), width=2 * HALO_PX)

    def outlines(self, names: Iterable[Line], token: str) -> None:
        """Draw names as shapes, for pictures: all in a fraction of the time that Matplotlib takes for text."""
        self.shape(_glyphs(names), fill=self.rgba(token))


def _glyphs(names: Iterable[Line]) -> "Path":
    """Return the outlines of all letters as one path."""
    from matplotlib.path import Path

    vertices, codes = [np.zeros((0, 2))], [np.zeros(0, dtype=Path.code_type)]
    for left, baseline, text, px, weight in names:
        glyphs = typeface.outline(text, weight)
        if glyphs.codes is not None:
            vertices.append(np.asarray(glyphs.vertices) * (px, -px) + (left, baseline))
            codes.append(np.asarray(glyphs.codes))
    return Path(np.vstack(vertices), np.concatenate(codes))


@lru_cache(maxsize=64)
def _centred(key: str, path: "Path") -> "Path":
    from matplotlib.transforms import Affine2D

    return Affine2D().translate(-0.5, -0.5).scale(1, -1).transform_path(path)


@lru_cache(maxsize=1)
def _disc() -> "Path":
    from matplotlib.path import Path

    turn = np.linspace(0, 2 * np.pi, 9)
    return Path(np.column_stack([np.cos(turn), np.sin(turn)]) / 2, closed=True)
