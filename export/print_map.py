"""A scenario as a figure fit to publish: map, legend, scale bar, north arrow, sources and notice on one page.

Drawn with Matplotlib from the same layer frames and the same style table as the screen: no browser, real vectors.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from export import describe, fonts, legend, map_frame, page
from export.labels import Box, Placed
from export.language import Language, language
from export.layouts import layout_of
from export.options import SnapshotOptions
from export.paths import path_of_geometry
from export.projection import Camera, Rect, camera_for, camera_for_bounds
from export.sheet import Sheet
from geodata.geodesy import KM_PER_NM
from geodata.schema import Source
from layers import ground
from layers.about import NOTICE
from layers.scenario import DEFAULT_TITLE, Registry, Scenario
from layers.views import VIEWS

Frames = Mapping[str, gpd.GeoDataFrame]

_LOCATOR_BOUNDS = (-9.0, 35.0, 60.0, 62.0)
_SCALE_BOX_PX, _ARROW_BOX_PX = (150.0, 34.0), (30.0, 40.0)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A drawn figure, and what it holds: for tests, and for whoever lays text round it."""

    sheet: Sheet
    camera: Camera
    parts: list[map_frame.Part]
    legend_labels: list[str]
    names: list[Placed]
    page: page.Page
    scale_bar: Any


def draw(
    frames: Frames,
    scenario: Scenario,
    options: SnapshotOptions,
    *,
    registry: Registry,
    sources: Mapping[str, Source],
    data_date: str,
    ratio: float = 1.0,
) -> Figure:
    """Return the figure of a scenario under a figure's options.

    `frames`: EPSG:4326 by layer id, the ground and the layers that the scenario shows; `sources`: those that may be
    cited, by key; `data_date`: ISO date of the newest fact; `ratio`: pixels to a px of the layout, for pictures.
    """
    said = language(options.lang)
    layout = layout_of(options.layout)
    sheet = Sheet(layout, options.theme, ratio)
    sheet.figure.set_facecolor(sheet.rgba("ukraine"))
    cited = describe.cited(_shown(frames), registry, sources)
    camera = _camera(
        scenario, options, Rect(left=0, top=0, width=sheet.width * 0.75, height=sheet.height * 0.75)
    )
    texts = _texts(scenario, options, said, camera, registry, cited, data_date)
    # What the legend holds depends on what the frame shows, and the frame on the legend: a rough look comes first.
    rough = legend.entries(map_frame.prepare(frames, camera, said, full=False), registry, said)
    plan = page.lay_out_page(sheet, texts, rough, graticule=options.graticule, inset=options.inset)
    camera = _camera(scenario, options, plan.map)
    parts = map_frame.prepare(frames, camera, said)
    groups = legend.entries(parts, registry, said)
    if groups != rough:
        plan = page.lay_out_page(sheet, texts, groups, graticule=options.graticule, inset=options.inset)
        camera = _camera(scenario, options, plan.map)
        parts = map_frame.prepare(frames, camera, said)
    names = map_frame.draw(sheet, camera, parts, _obstacles(plan))
    if options.graticule:
        _graticule(sheet, camera)
    sheet.box(plan.map, stroke=sheet.rgba("text_muted"), width=0.8)
    if plan.inset:
        _inset(sheet, frames, camera, plan.inset)
    bar = _scale_and_north(sheet, camera, said)
    labels = legend.draw(sheet, plan.legend, *plan.legend_at)
    page.write(sheet, plan, texts)
    return Figure(
        sheet=sheet, camera=camera, parts=parts, legend_labels=labels, names=names, page=plan, scale_bar=bar
    )


def save(figure: Figure, kind: str, *, title: str = "") -> bytes:
    """Return a figure as the bytes of a ``png``, ``svg`` or ``pdf`` file."""
    file = io.BytesIO()
    if kind == "png":
        from PIL import Image

        canvas: Any = figure.sheet.figure.canvas
        canvas.draw()
        picture = Image.fromarray(np.asarray(canvas.buffer_rgba())[:, :, :3])
        dpi = figure.sheet.figure.dpi
        picture.save(file, "PNG", compress_level=4, dpi=(dpi, dpi))
    else:
        # Dates would make two files of the same figure differ; the card tells when it was made.
        metadata = {"Date": None} if kind == "svg" else {"CreationDate": None, "Title": title}
        figure.sheet.figure.savefig(file, format=kind, metadata=metadata)
    return file.getvalue()


def _shown(frames: Frames) -> Frames:
    return {layer_id: frame for layer_id, frame in frames.items() if layer_id != ground.LAYER.id}


def _camera(scenario: Scenario, options: SnapshotOptions, rect: Rect) -> Camera:
    if scenario.view is None:
        west, south, east, north = VIEWS["home"]["bounds"]
        return camera_for_bounds((west, south, east, north), rect)
    return camera_for(scenario.view, options.screen_px, rect)


def _texts(
    scenario: Scenario,
    options: SnapshotOptions,
    said: Language,
    camera: Camera,
    registry: Registry,
    cited: Mapping[str, Source],
    data_date: str,
) -> page.Texts:
    title = said(scenario.title) if scenario.title == DEFAULT_TITLE else scenario.title
    line = said("Line of occupation on {date}", date=said.date(scenario.line))
    foot = [
        _sources(cited, said, layout_of(options.layout).design[0] - 2 * page.MARGIN_PX),
        ". ".join(
            text
            for text in (
                options.author and said("Figure: {author}", author=options.author),
                said("{line}, generalised", line=line),
                said("Data as of {date}", date=said.date(data_date)),
                said("{projection} projection", projection=said(camera.title)) + ".",
            )
            if text
        ),
    ]
    changed = describe.changed(scenario, registry)
    subtitle = options.subtitle or ". ".join([line, *_assumptions(changed, said)])
    return page.Texts(
        title=title, subtitle=subtitle, marking=options.marking, notice=said(NOTICE) + ".", foot=tuple(foot)
    )


def _sources(cited: Mapping[str, Source], said: Language, width_px: float) -> str:
    """Return who published what the figure rests on: as many as two lines hold, and how many more the file names."""
    publishers = list(dict.fromkeys(source.publisher for source in cited.values()))
    for kept in range(len(publishers), -1, -1):
        text = said("Sources: {list}", list="; ".join(publishers[:kept]))
        more = len(publishers) - kept
        text += "; " + said("and {number} more, named in this file", number=str(more)) if more else ""
        if len(fonts.wrapped(text + ".", width_px, page.FOOT_PX)) <= 2:
            break
    return text + "."


def _assumptions(changed: Sequence[str], said: Language) -> list[str]:
    return [said("Changed from the proposal: {list}", list="; ".join(changed))] if changed else []


def _obstacles(plan: page.Page) -> list[Box]:
    """Return what stands on the map, for names to keep clear of."""
    rect = plan.map
    width, height = _SCALE_BOX_PX
    boxes = [
        (rect.left, rect.bottom - height, rect.left + width, rect.bottom),
        (rect.right - _ARROW_BOX_PX[0], rect.top, rect.right, rect.top + _ARROW_BOX_PX[1]),
    ]
    if plan.inset_on_map and plan.inset:
        boxes.append((plan.inset.left, plan.inset.top, plan.inset.right, plan.inset.bottom))
    return boxes


def _graticule(sheet: Sheet, camera: Camera) -> None:
    rect = camera.rect
    sheet.clip_to(rect)
    lines = camera.graticule()
    for _, _, points in lines:
        if len(points) > 1:
            sheet.line(points, sheet.rgba("text_muted", 0.28), 0.5)
    sheet.clip_to(None)
    size = page.FOOT_PX - 1
    taken: dict[str, float] = {"lon": -99.0, "lat": -99.0}
    for axis, degrees, points in sorted(lines, key=lambda line: (line[0], line[1])):
        text = _degrees(degrees, axis)
        half = fonts.width_em(text) * size / 2
        if axis == "lon":
            at = _crossing(points, 1, rect.bottom)
            if at is not None and rect.left + half <= at <= rect.right - half and at - half > taken[axis]:
                sheet.text(at, rect.bottom + size + 1.5, text, px=size, token="text_muted", align="center")
                taken[axis] = at + half + 4
        else:
            at = _crossing(points, 0, rect.left)
            if at is not None and rect.top + half <= at <= rect.bottom - half:
                sheet.text(rect.left - 3.5, at, text, px=size, token="text_muted", align="center", turned=90)


def _crossing(points: np.ndarray, axis: int, edge: float) -> float | None:
    """Return where a line crosses an edge: `axis` 1 for a horizontal one, 0 for a vertical one."""
    along = points[:, axis]
    for i in range(len(points) - 1):
        a, b = along[i], along[i + 1]
        if (a - edge) * (b - edge) <= 0 and a != b:
            share = (edge - a) / (b - a)
            return float(points[i, 1 - axis] + share * (points[i + 1, 1 - axis] - points[i, 1 - axis]))
    return None


def _degrees(value: float, axis: str) -> str:
    sides = ("E", "W") if axis == "lon" else ("N", "S")
    side = "" if value == 0 else sides[0] if value > 0 else sides[1]
    return f"{abs(value):g}° {side}".rstrip()


def _inset(sheet: Sheet, frames: Frames, camera: Camera, rect: Rect) -> None:
    """Draw where in Europe the map is."""
    west, south, east, north = camera.bounds
    inside = _LOCATOR_BOUNDS[0] <= west and east <= _LOCATOR_BOUNDS[2] and south >= _LOCATOR_BOUNDS[1]
    middle = ((west + east) / 2, (south + north) / 2)
    bounds = (
        _LOCATOR_BOUNDS
        if inside
        else (middle[0] - 60, max(-70, middle[1] - 45), middle[0] + 60, min(80, middle[1] + 40))
    )
    small = camera_for_bounds(bounds, rect)
    sheet.clip_to(rect)
    sheet.box(rect, fill=sheet.rgba("sea"))
    land = frames[ground.LAYER.id]
    for kind, token in (("country", "land"), ("ukraine", "ukraine")):
        shapes = small.geometry_px(np.asarray(land.loc[land["kind"] == kind].geometry.values), 0.5, 4)
        whole = shapely.geometrycollections([shape for shape in shapes if not shape.is_empty])
        home = kind == "ukraine"
        stroke = sheet.rgba("border_home" if home else "coast")
        sheet.shape(
            path_of_geometry(whole), fill=sheet.rgba(token), stroke=stroke, width=0.8 if home else 0.3
        )
    corners = camera.rect
    t = np.linspace(0, 1, 12)
    edge = np.vstack(
        [
            np.column_stack([corners.left + t * corners.width, np.full(12, corners.top)]),
            np.column_stack([np.full(12, corners.right), corners.top + t * corners.height]),
            np.column_stack([corners.right - t * corners.width, np.full(12, corners.bottom)]),
            np.column_stack([np.full(12, corners.left), corners.bottom - t * corners.height]),
        ]
    )
    placed = small.px(camera.lon_lat(edge))
    placed = placed[np.isfinite(placed).all(axis=1)]
    if len(placed) > 3:
        sheet.shape(
            path_of_geometry(shapely.Polygon(placed)),
            fill=sheet.rgba("occupied", 0.08),
            stroke=sheet.rgba("occupied"),
            width=1.1,
        )
    sheet.clip_to(None)
    sheet.box(rect, stroke=sheet.rgba("text_muted"), width=0.6)


def _scale_and_north(sheet: Sheet, camera: Camera, said: Language) -> Any:
    """Add scale bar and north arrow, true for the projection in the middle of the map."""
    from matplotlib_map_utils.core.north_arrow import NorthArrow
    from matplotlib_scalebar.scalebar import ScaleBar

    rect = camera.rect
    axes = sheet.figure.add_axes(
        (
            rect.left / sheet.width,
            1 - rect.bottom / sheet.height,
            rect.width / sheet.width,
            rect.height / sheet.height,
        )
    )
    axes.set_axis_off()
    half = np.array([rect.width, rect.height]) * camera.m_per_px / 2
    axes.set_xlim(-half[0], half[0])
    axes.set_ylim(-half[1], half[1])
    text = sheet.rgba("text")

    def both_units(value: float, unit: str) -> str:
        km = value if unit == "km" else value / 1000
        nautical = km / KM_PER_NM
        return f"{value:g} {said(unit)} ({nautical:.{0 if nautical >= 10 else 1}f} {said('nm')})"

    bar = ScaleBar(
        camera.m_per_px_at_middle() / camera.m_per_px,
        "m",
        length_fraction=min(0.3, 120 / rect.width),
        width_fraction=3 / rect.height,
        location="lower left",
        frameon=True,
        color=text,
        box_color=sheet.rgba("halo"),
        box_alpha=0.75,
        scale_loc="top",
        pad=0.35,
        border_pad=0.5,
        sep=sheet.pt(2.5),
        font_properties={"family": [fonts.FAMILY, fonts.FALLBACK], "size": sheet.pt(9)},
        scale_formatter=both_units,
        rotation="horizontal-only",
    )
    axes.add_artist(bar)
    right, top = rect.right - 16, rect.top + 8
    corner = sheet.figure.add_axes(
        ((right - 10) / sheet.width, 1 - (top + 20) / sheet.height, 20 / sheet.width, 20 / sheet.height)
    )
    corner.set_axis_off()
    corner.add_artist(
        NorthArrow(
            location="center",
            scale=0.2 * sheet.layout.scale,
            base={"facecolor": sheet.rgba("halo"), "edgecolor": text, "linewidth": sheet.pt(0.8)},
            fancy={"facecolor": text},
            label=False,  # it takes no typeface by name, so the letter is written here
            shadow=False,
            aob={"pad": 0, "borderpad": 0},
            rotation={"degrees": 0},  # every projection here has north up in the middle
        )
    )
    sheet.text(right, top + 29, said("N"), px=9, weight="bold", align="center")
    return bar
