"""The map of one scene: the printed map with highlights brought forward, callouts with arrows, and a compact legend.

It is drawn onto any canvas, so that a deck's PDF holds it as vectors and its slides as a picture.
"""

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd

from briefings.placeholders import Library
from briefings.scenes.map import MapScene
from export.decks.scene_callouts import place_callouts
from export.decks.scene_highlights import dimmed_row, emphasised
from export.decks.scene_places import spoken_points, with_places
from export.decks.slide_layout import PAGE
from export.figures import frame_contents, furniture, legend, map_layers
from export.figures.canvas import Canvas
from export.figures.guarantee_labels import place_labels
from export.figures.label_candidates import Box
from export.figures.projection import Camera, Rect, camera_for, camera_for_bounds
from export.typography import typeface
from i18n.language import Language, language
from layers import GROUND
from layers.core import citations
from layers.core.constants import NOTICE
from layers.core.notional import shows_notional
from layers.core.scenario import shows_line
from layers.core.views import Bounds

Frames = Mapping[str, gpd.GeoDataFrame]
Groups = list[list[legend.Entry]]

#: The screen that a scene's zoom speaks of where it has a view and no bounds.
_SCREEN_PX = (900.0, 700.0)
_LEGEND_SHARE, _GAP_PX = 0.26, 8.0
_LEGEND_COLUMNS, _COLUMN_PX = 3, 150.0
_TALL_SHARE = (
    0.12  # a legend higher than that may stand beside the map; a short one stands as in other scenes
)
_DATE_PX, _PAD_PX = 9.5, 5.0
_PICTURE_RATIO = 2.0


@dataclass(frozen=True, kw_only=True)
class SceneMap:
    """What was drawn: for alternative texts, the list of sources, and tests. Boxes are design px of the canvas."""

    camera: Camera
    legend_labels: tuple[str, ...]
    callouts: tuple[Box, ...]
    description: str
    cited: tuple[str, ...]


def draw(canvas: Canvas, rect: Rect, scene: MapScene, library: Library, *, lang: str = "en") -> SceneMap:
    """Draw the map of a resolved scene into a rectangle of a canvas (design px).

    Raises
    ------
    ValueError
        If the scene names a feature that its layers do not have.
    """
    translate = language(lang)
    frames, home = library.frames(scene.scenario), library.home(scene.scenario)
    rough = _legend_groups(
        frame_contents.kinds_about(frames, _camera(scene, rect, home)), frames, library, translate
    )
    frame, place, columns = _parted(scene, rect, rough, home)
    camera = _camera(scene, frame, home)
    dated = _line_date(scene, frame, library, translate)
    fixed = [*furniture.obstacles(frame), *([dated.box] if dated else [])]
    callouts = place_callouts(scene, library, camera, fixed, spoken_points(scene, library))
    on_map = [*fixed, *(callout.box for callout in callouts)]
    parts = emphasised(with_places(frames, scene, library, camera), scene, camera, translate, on_map)
    # Names keep clear of the arrows too; a symbol that an arrow points at stays.
    arrows = [box for callout in callouts for box in callout.shaft]
    taken = [*on_map, *arrows]
    placed = (
        place_labels(
            scene.scenario,
            frames,
            library.registry,
            camera,
            translate,
            taken,
            spoken=spoken_points(scene, library),
        )
        if scene.labels
        else []
    )
    map_layers.draw(canvas, camera, parts, [*taken, *(label.box for label in placed)])
    for label in placed:
        label.draw(canvas)
    for callout in callouts:
        callout.draw(canvas)
    furniture.scale_bar(canvas, camera, translate)
    furniture.north_arrow(canvas, camera, translate)
    if dated:
        dated.draw(canvas)
    canvas.box(frame, stroke=canvas.rgba("text_muted"), width=0.8)
    # Of what is near the frame not all is in it; the rest has no place in the legend.
    groups = _legend_groups({(part.row.layer, part.row.kind) for part in parts}, frames, library, translate)
    key = legend.lay_out(_as_drawn(groups, scene), place.width, place.height, min(columns, len(groups) or 1))
    labels = legend.draw(canvas, key, place.left, place.top) if groups else []
    shown = {layer_id: found for layer_id, found in frames.items() if layer_id != GROUND.id}
    return SceneMap(
        camera=camera,
        legend_labels=tuple(labels),
        callouts=tuple(callout.box for callout in callouts),
        description=_description(scene, labels, frames, translate, dated.text if dated else ""),
        cited=tuple(citations.cited(shown, library.registry, library.sources)),
    )


def picture(
    scene: MapScene, library: Library, rect: Rect, *, theme: str = "light", lang: str = "en", clear: bool = False,
) -> tuple[bytes, SceneMap]:  # fmt: skip
    """Return a scene's map as a PNG of the size of a rectangle of the page (px), twice as sharp.

    `clear`: what is round map and legend is transparent, for a page of another colour.
    """
    layout = replace(PAGE, name="scene", title="Scene", width_px=rect.width, height_px=rect.height)
    canvas = Canvas(layout, theme, _PICTURE_RATIO)
    canvas.figure.set_facecolor("none" if clear else canvas.rgba("ukraine"))
    whole = Rect(left=0.5, top=0.5, width=canvas.width - 1, height=canvas.height - 1)
    drawn = draw(canvas, whole, scene, library, lang=lang)
    from PIL import Image

    file = io.BytesIO()
    pixels = canvas.pixels()
    image = Image.fromarray(pixels if clear else pixels[:, :, :3])
    image.save(file, "PNG", compress_level=6, dpi=(96 * _PICTURE_RATIO, 96 * _PICTURE_RATIO))
    return file.getvalue(), drawn


def page(
    scene: MapScene, library: Library, rect: Rect, *, theme: str = "light", lang: str = "en"
) -> tuple[bytes, SceneMap]:
    """Return a scene's map as the PDF of a page that has nothing but the map, in a rectangle of it (px)."""
    canvas = Canvas(PAGE, theme)
    canvas.figure.set_facecolor("none")
    left, top, width, height = (px / PAGE.scale for px in (rect.left, rect.top, rect.width, rect.height))
    drawn = draw(canvas, Rect(left=left, top=top, width=width, height=height), scene, library, lang=lang)
    file = io.BytesIO()
    canvas.figure.savefig(file, format="pdf", metadata={"CreationDate": None})
    return file.getvalue(), drawn


def _camera(scene: MapScene, rect: Rect, home: Bounds) -> Camera:
    if scene.scenario.view is not None:
        return camera_for(scene.scenario.view, _SCREEN_PX, rect)
    west, south, east, north = scene.bounds.as_tuple() if scene.bounds else home
    return camera_for_bounds((west, south, east, north), rect)


def _parted(scene: MapScene, rect: Rect, groups: Groups, home: Bounds) -> tuple[Rect, Rect, int]:
    """Return the map's frame, the legend's place and its columns: beside the map where that makes the map larger."""
    if not groups:
        return rect, rect, 1
    columns = max(1, min(_LEGEND_COLUMNS, len(groups), int(rect.width / _COLUMN_PX)))
    high = legend.lay_out(groups, rect.width, _LEGEND_SHARE * rect.height, columns).height
    above = replace(rect, height=rect.height - high - _GAP_PX)
    below = Rect(left=rect.left, top=above.bottom + _GAP_PX, width=rect.width, height=high)
    tall = high > _TALL_SHARE * rect.height and rect.width > 3 * _COLUMN_PX
    if tall and legend.lay_out(groups, _COLUMN_PX, rect.height, 1).fits:
        left = replace(rect, width=rect.width - _COLUMN_PX - _GAP_PX)
        if _camera(scene, left, home).zoom > _camera(scene, above, home).zoom:
            beside = Rect(left=left.right + _GAP_PX, top=rect.top, width=_COLUMN_PX, height=rect.height)
            return left, beside, 1
    return above, below, columns


def _legend_groups(
    drawn: Collection[tuple[str, str]], frames: Frames, library: Library, translate: Language
) -> Groups:
    """Return the kinds drawn, one by one and without headings: a slide has room for no more."""
    base = {layer.id for layer in library.registry.layers if layer.group == "base"}
    groups = legend.entries(drawn, library.registry, translate, [frames])
    return [[e] for group in groups for e in group if e.row is not None and e.row.layer not in base]


def _as_drawn(groups: Groups, scene: MapScene) -> Groups:
    """Return the entries with the looks that the map has: what stands back there is faint here."""
    bright = {feature.layer for feature in scene.highlights}
    return [[replace(e, row=dimmed_row(e.row, bright)) for e in group if e.row] for group in groups]


def _line_date(scene: MapScene, frame: Rect, library: Library, translate: Language) -> "_Dated | None":
    """Return the date of the line, for the map's foot: where nothing shown follows the line, there is none."""
    if not shows_line(scene.scenario, library.registry):
        return None
    text = translate("Line of occupation on {date}", date=translate.date(scene.scenario.line))
    width = typeface.width_em(text) * _DATE_PX + 2 * _PAD_PX
    top = frame.bottom - 1.5 * _DATE_PX - 4
    return _Dated(text=text, box=(frame.right - 4 - width, top, frame.right - 4, frame.bottom - 4))


@dataclass(frozen=True, kw_only=True)
class _Dated:
    """A line of text at the foot of the map."""

    text: str
    box: Box

    def draw(self, canvas: Canvas) -> None:
        left, top, right, bottom = self.box
        canvas.box(
            Rect(left=left, top=top, width=right - left, height=bottom - top), fill=canvas.rgba("halo", 0.75)
        )
        canvas.text(right - _PAD_PX, bottom - 0.42 * _DATE_PX, self.text, px=_DATE_PX, align="right")


# -- in words --------------------------------------------------------------------------------------


def _description(
    scene: MapScene, labels: Sequence[str], frames: Frames, translate: Language, line: str
) -> str:
    """Return the map in words, for those who do not see it; `line` is its date as the map says it, '' for none."""
    names = [
        str(frames[ref.layer].loc[frames[ref.layer]["feature_id"] == ref.feature_id, "name"].iloc[0])
        for ref in scene.highlights
    ]
    listed = [
        (translate("Shown"), labels),
        (translate("Highlighted"), names),
        (translate("Callouts"), [callout.text for callout in scene.callouts]),
    ]
    parts = [": ".join((translate("Map"), scene.title)), line]
    parts += [f"{heading}: {'; '.join(texts)}" for heading, texts in listed if texts]
    notice = translate(NOTICE) if shows_notional([frames]) else ""
    return ". ".join(part for part in [*parts, notice] if part) + "."
