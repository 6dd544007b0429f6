"""A scenario as a figure fit to publish: map, legend, scale bar, north arrow, sources and notice on one page.

Drawn with Matplotlib from the same layer frames and the same style table as the screen: no browser, real vectors.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import pandas as pd

from analysis.assessment import Assessment
from export.figures import captions, frame_contents, furniture, legend, map_layers, page_layout, rendered_rows
from export.figures.canvas import Canvas
from export.figures.guarantee_labels import PlacedLabel, place_labels
from export.figures.label_candidates import Box, Placed
from export.figures.options import SnapshotOptions
from export.figures.page_sizes import layout_of
from export.figures.projection import Camera, Rect, camera_for, camera_for_bounds
from export.figures.rendered_rows import RenderedRow
from export.metadata import embed
from export.typography import typeface as fonts
from geodata.sources import Source
from i18n.language import Language, language
from layers import ONLY_IN
from layers.core import citations
from layers.core.notional import shows_notional
from layers.core.only_in import only_in
from layers.core.registry import Registry
from layers.core.scenario import Scenario
from layers.core.views import Bounds, bounds_of, extent_of

Frames = Mapping[str, gpd.GeoDataFrame]
Facts = tuple[str, pd.DataFrame]  # a layer's id, and rows of its frame

_LABELLED_PX = (300.0, 190.0)  # of many maps smaller ones have no room for the guarantees' labels
_LOOKS = 4  # until frame and legend agree; two nearly always do


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One map of a figure: how it looks at the world, what it drew, names and labels with their places."""

    camera: Camera
    parts: list[RenderedRow]
    names: list[Placed]
    obstacles: list[Box]
    labels: list[PlacedLabel]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A drawn figure, and what it holds: for tests, and for whoever lays text round it."""

    canvas: Canvas
    panels: tuple[Panel, ...]
    legend_labels: list[str]
    page: page_layout.Page
    scale_bar: Any
    cited: Mapping[str, Source]

    @property
    def camera(self) -> Camera:
        """How the first map looks at the world; a second one looks the same way."""
        return self.panels[0].camera


def draw(
    frames: Frames,
    scenario: Scenario,
    options: SnapshotOptions,
    *,
    registry: Registry,
    sources: Mapping[str, Source],
    others: Sequence[Frames] = (),
    assessments: Sequence[Assessment] = (),
    ratio: float = 1.0,
) -> Figure:
    """Return the figure of a scenario under a figure's options.

    `frames`: EPSG:4326 by layer id, the ground and the layers that the scenario shows; `others`: the same of each
    scenario that is compared with it, which are then drawn beside or below it; `assessments`: what each of all comes
    to, for the table below; `sources`: those that may be cited, by key; `ratio`: pixels to a px of the layout, for
    pictures.
    """
    translate = language(options.lang)
    canvas = Canvas(layout_of(options.layout), options.theme, ratio)
    canvas.figure.set_facecolor(canvas.rgba("ukraine"))
    compared = scenario.compared if others else (scenario,)
    shown = [frames, *others]
    if len(shown) == 2:  # of more, no two are the ones that differ
        alone = {ONLY_IN.id: only_in(frames, others[0], registry.layers)}
        shown = [{**one, **alone} for one in shown]
    home = _home(shown, registry)
    rough = _camera(
        scenario, options, Rect(left=0, top=0, width=canvas.width * 0.75, height=canvas.height * 0.75), home
    )

    def texts_of(drawn: Sequence[Facts]) -> page_layout.Texts:
        return captions.texts(
            scenario,
            options,
            translate,
            projection=rough.title,
            registry=registry,
            cited=citations.cited_on_map(drawn, registry, sources),
            data_date=citations.data_date((each for one in shown for each in one.items()), registry),
            compared=compared[1:],
            assessments=assessments,
            notional=shows_notional(shown),
        )

    plan, cameras, parts = _agreed(
        canvas, scenario, options, shown, texts_of, rough, home, registry, translate
    )
    panels: list[Panel] = []
    for camera, prepared in zip(cameras, parts, strict=True):
        obstacles = _obstacles(plan, len(panels))
        placed = (
            place_labels(compared[len(panels)], shown[len(panels)], registry, camera, translate, obstacles)
            if options.labels and (len(shown) <= 2 or _has_room(camera.rect))
            else []
        )
        drawn, names = map_layers.draw(
            canvas, camera, prepared, [*obstacles, *(label.box for label in placed)]
        )
        for label in placed:
            label.draw(canvas)
        panels.append(Panel(camera=camera, parts=drawn, names=names, obstacles=obstacles, labels=placed))
        if options.graticule:
            furniture.graticule(canvas, camera, translate)
        canvas.box(camera.rect, stroke=canvas.rgba("text_muted"), width=0.8)
    if plan.inset:
        furniture.locator(canvas, frames, cameras[0], plan.inset)
    bar = furniture.scale_bar(canvas, cameras[0], translate)
    furniture.north_arrow(canvas, cameras[-1], translate)
    labels = legend.draw(canvas, plan.legend, *plan.legend_at)
    page_layout.write(canvas, plan, fonts.settable(options.marking))
    return Figure(
        canvas=canvas,
        panels=tuple(panels),
        legend_labels=labels,
        page=plan,
        scale_bar=bar,
        cited=citations.cited_on_map(_facts(parts), registry, sources),
    )


def _has_room(rect: Rect) -> bool:
    """Whether one of many maps is large enough for the guarantees' labels."""
    return rect.width >= _LABELLED_PX[0] and rect.height >= _LABELLED_PX[1]


def _agreed(
    canvas: Canvas,
    scenario: Scenario,
    options: SnapshotOptions,
    shown: list[Frames],
    texts_of: Callable[[Sequence[Facts]], page_layout.Texts],
    rough: Camera,
    home: Bounds,
    registry: Registry,
    translate: Language,
) -> tuple[page_layout.Page, list[Camera], list[list[RenderedRow]]]:
    """Return page_layout, cameras and what is drawn, agreeing with each other.

    What legend and sources hold depends on what the frame shows, and the frame on how much room they leave: a rough
    look comes first. Where they would take turns for ever, what the legend has no room for is left out of the map.
    """
    inset = options.inset and len(shown) <= 2 and furniture.locates(rough)

    def laid_out(
        drawn: set[tuple[str, str]], facts: Sequence[Facts]
    ) -> tuple[page_layout.Page, list[Camera]]:
        groups = legend.entries(drawn, registry, translate, shown)
        plan = page_layout.lay_out_page(
            canvas, texts_of(facts), groups, graticule=options.graticule, inset=inset
        )
        cameras = [replace(_camera(scenario, options, plan.maps[0], home), rect=rect) for rect in plan.maps]
        return _least_hiding(plan, shown[0], cameras[0]), cameras

    drawn = set().union(*(frame_contents.kinds_about(frames, rough) for frames in shown))
    plan, cameras = laid_out(
        drawn, [each for frames in shown for each in frame_contents.facts_about(frames, rough)]
    )
    for _ in range(_LOOKS):
        parts = [
            rendered_rows.prepare(frames, camera, translate, _obstacles(plan, i))
            for i, (frames, camera) in enumerate(zip(shown, cameras, strict=True))
        ]
        found = {(part.row.layer, part.row.kind) for prepared in parts for part in prepared}
        again, cameras_again = laid_out(found, _facts(parts))
        if again.maps == plan.maps and again.inset == plan.inset:
            return again, cameras, parts
        last, drawn = drawn, found
        before, plan, cameras = (plan, cameras), again, cameras_again
    both = last & found
    parts = [
        [part for part in prepared if not part.row.label or (part.row.layer, part.row.kind) in both]
        for prepared in parts
    ]
    held = legend.entries(both, registry, translate, shown)
    plan, cameras = before
    fitted = legend.lay_out(held, *plan.legend_room)
    return replace(plan, legend=fitted), cameras, parts


def _home(shown: Sequence[Frames], registry: Registry) -> Bounds:
    """Return the bounds of the home view that hold what all maps show of the guarantees."""
    extents = {
        f"{layer_id} {i}": found
        for i, frames in enumerate(shown)
        for layer_id, frame in frames.items()
        if layer_id in registry.by_id and (found := extent_of(registry[layer_id], frame))
    }
    return bounds_of("home", extents)


def _facts(parts: Sequence[Sequence[RenderedRow]]) -> list[Facts]:
    return [(part.row.layer, part.facts) for prepared in parts for part in prepared]


def _least_hiding(plan: page_layout.Page, frames: Frames, camera: Camera) -> page_layout.Page:
    """Move an inset that stands on the map to the corner where it hides least."""
    if not (plan.inset and plan.inset_on_map):
        return plan
    corners = page_layout.inset_corners(plan.maps[0])
    hidden = frame_contents.points_in(frames, camera, [rect.box for rect in corners])
    return replace(plan, inset=corners[hidden.index(min(hidden))])


def _obstacles(plan: page_layout.Page, panel: int) -> list[Box]:
    """Return what stands on one of the maps."""
    last = len(plan.maps) - 1
    boxes = furniture.obstacles(plan.maps[panel], scale=panel == 0, north=panel == last)
    if plan.inset and plan.inset_on_map and panel == 0:
        boxes.append(plan.inset.box)
    return boxes


def save(figure: Figure, kind: str, *, title: str = "", provenance: str = "") -> bytes:
    """Return a figure as the bytes of a file; see `save_canvas`."""
    return save_canvas(figure.canvas, kind, title=title, provenance=provenance)


def save_canvas(canvas: Canvas, kind: str, *, title: str = "", provenance: str = "") -> bytes:
    """Return what was drawn as the bytes of a ``png``, ``svg`` or ``pdf`` file, with its provenance if there is one."""
    file = io.BytesIO()
    if kind == "png":
        from PIL import Image

        # Nothing in a figure shows through, so the fourth byte of a pixel is left out.
        pixels = canvas.pixels()
        height, width = pixels.shape[:2]
        picture = Image.frombuffer("RGBX", (width, height), pixels, "raw", "RGBX", 0, 1).convert("RGB")
        dpi = canvas.figure.dpi
        info = embed.png_info(provenance) if provenance else None
        # At level 9 it is 3 % smaller, and takes three times as long.
        picture.save(file, "PNG", compress_level=3, dpi=(dpi, dpi), pnginfo=info)
        return file.getvalue()
    # Dates would make two files of the same figure differ; the provenance tells when it was made.
    metadata = {"Date": None} if kind == "svg" else {"CreationDate": None, "Title": title}
    canvas.figure.savefig(file, format=kind, metadata=metadata)
    body = _with_letters(file.getvalue(), canvas) if kind == "svg" else file.getvalue()
    if not provenance:
        return body
    return embed.into_svg(body, provenance) if kind == "svg" else embed.into_pdf(body, provenance)


def _with_letters(svg: bytes, canvas: Canvas) -> bytes:
    """Put the letters that an SVG writes into its style canvas, so that it looks the same without the typeface."""
    style = b'<style type="text/css">'
    rules = fonts.faces({weight: sorted(canvas.characters[weight]) for weight in sorted(canvas.characters)})
    return svg.replace(style, style + rules.encode("ascii") + b"\n", 1)


def _camera(scenario: Scenario, options: SnapshotOptions, rect: Rect, home: Bounds) -> Camera:
    if scenario.view is None:
        return camera_for_bounds(home, rect)
    return camera_for(scenario.view, options.screen_px, rect)
