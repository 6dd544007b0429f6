"""The labels of the guarantees on a printed map: number, name, and one number that follows the parameters.

They stand where those of the live map do, at the page's own scale: `frontend/map/label_places.js` goes by the same
`PLACING`, and who changes how the one chooses changes the other. Names of places keep clear of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from export.figures.canvas import Canvas
from export.figures.label_candidates import Box
from export.figures.outlines import path_of_geometry
from export.figures.projection import Camera, Rect
from export.typography import typeface
from i18n.language import Language
from layers.core.map_label import PLACING, first_towns, kept_clear, label_facts
from layers.core.registry import Registry
from layers.core.scenario import Scenario

Floats = NDArray[np.float64]

_NAME_PX, _TEXT_PX, _DISC_PX, _PAD_PX, _GAP_TEXT_PX = 12.0, 10.5, 20.0, 3.0, 6.0
_LINE_EM = 1.2
_EDGE_PX = 5.0
_NO_POINTS: Floats = np.zeros((0, 2))
_TOWN_PX = np.array(PLACING.town_px)
_SIDES = np.array(PLACING.sides, dtype=float)
_NUDGES = np.array(PLACING.nudges, dtype=float)


@dataclass(frozen=True, kw_only=True)
class PlacedLabel:
    """A label with the box it stands in, in design px."""

    layer: str
    token: str
    number: int
    name: str
    text: str
    box: Box

    def draw(self, canvas: Canvas) -> None:
        """Draw it: a box in the guarantee's colour, its number in a disc, two lines of words."""
        left, top, _, bottom = self.box
        height = bottom - top
        canvas.shape(
            path_of_geometry(_pill(self.box)),
            fill=canvas.rgba("halo", 0.94),
            stroke=canvas.rgba(self.token),
            width=1.3,
        )
        middle = (left + _PAD_PX + _DISC_PX / 2, top + height / 2)
        disc = shapely.Point(*middle).buffer(_DISC_PX / 2, quad_segs=16)
        canvas.shape(path_of_geometry(disc), fill=canvas.rgba(self.token))
        canvas.text(
            middle[0], middle[1] + 0.36 * _NAME_PX, str(self.number), px=_NAME_PX, token="halo", weight="bold",
            align="center",
        )  # fmt: skip
        x = left + _PAD_PX + _DISC_PX + _GAP_TEXT_PX
        canvas.text(x, top + _PAD_PX + 0.92 * _NAME_PX, self.name, px=_NAME_PX, weight="bold")
        canvas.text(x, bottom - _PAD_PX - 0.3 * _TEXT_PX, self.text, px=_TEXT_PX, token="text_muted")


def _pill(box: Box) -> shapely.Geometry:
    left, top, right, bottom = box
    radius = (bottom - top) / 2
    round_end = shapely.Point(left + radius, top + radius).buffer(radius, quad_segs=16)
    return shapely.union(round_end, shapely.box(left + radius, top, right, bottom))


def place_labels(
    scenario: Scenario,
    frames: Mapping[str, gpd.GeoDataFrame],
    registry: Registry,
    camera: Camera,
    language: Language,
    obstacles: Sequence[Box],
    *,
    spoken: Floats = _NO_POINTS,
) -> list[PlacedLabel]:
    """Return the labels of the guarantees shown, each with its place; one with nothing in the frame has none.

    `spoken`: longitude and latitude of places that the map's text speaks of.
    """
    shown = [registry[layer_id] for layer_id in scenario.layers if layer_id in frames]
    facts = {
        layer.id: found
        for layer in shown
        if (found := label_facts(layer, frames[layer.id], scenario.params[layer.id]))
    }
    if not facts:
        return []
    near = np.vstack([kept_clear(layer, frames[layer.id]) for layer in shown])
    towns = np.vstack(
        [*(first_towns(layer, frames[layer.id]) for layer in shown), *[spoken] * PLACING.spoken]
    )
    near_px, towns_px = camera.px(near[:, :2]), camera.px(towns)
    km_per_px = camera.m_per_px_at_middle() / 1000
    spots = {
        layer_id: np.column_stack([camera.px(found.places[:, :2]), found.places[:, 2] / km_per_px])
        for layer_id, found in facts.items()
    }
    edge = camera.rect.inset(_EDGE_PX)
    taken = list(obstacles)
    placed = []
    for layer_id, found in sorted(facts.items(), key=lambda pair: pair[1].number):
        name, text = language(found.name), found.said(language)
        foreign = np.vstack([np.zeros((0, 2)), *(xy[:, :2] for key, xy in spots.items() if key != layer_id)])
        box = _best(
            _size(name, text),
            spots[layer_id],
            edge,
            np.array(taken).reshape(-1, 4),
            near_px,
            near[:, 2],
            towns_px,
            foreign,
        )
        if box is None:
            continue
        taken.append(box)
        label = registry[layer_id].map_label
        token = label.token if label else "text"
        placed.append(
            PlacedLabel(layer=layer_id, token=token, number=found.number, name=name, text=text, box=box)
        )
    return placed


def _size(name: str, text: str) -> Floats:
    words = max(typeface.width_em(name, "bold") * _NAME_PX, typeface.width_em(text) * _TEXT_PX)
    return np.array(
        [
            2 * _PAD_PX + _DISC_PX + _GAP_TEXT_PX + words + 3,
            2 * _PAD_PX + _LINE_EM * (_NAME_PX + _TEXT_PX) - 2,
        ]
    )


def _best(
    size: Floats,
    places: Floats,
    edge: Rect,
    taken: Floats,
    near: Floats,
    reach: Floats,
    towns: Floats,
    foreign: Floats,
) -> Box | None:
    """Return the cheapest box on or beside a shape's places, clear of what is taken; None where there is none."""
    room = places[:, 2]
    away = np.minimum(room, PLACING.most_room_px) + PLACING.gap_px
    corner = np.where(_SIDES.all(axis=1), PLACING.corner_share, 1.0)
    shift = _SIDES[None] * (away[:, None, None] * corner[None, :, None] + size / 2)
    beside = places[:, None, :2] + shift
    upon = places[:, None, :2] + _NUDGES[None]
    middles = np.concatenate([upon, beside], axis=1)
    boxes = np.concatenate([middles - size / 2, middles + size / 2], axis=2)
    within = (_are_within(boxes[:, 0], places) & (room >= size[1] / 2))[:, None]
    is_upon = np.arange(middles.shape[1])[None] < len(_NUDGES)
    dear = PLACING.out_of_large if room.max() > float(np.hypot(*size)) / 2 else PLACING.beside
    sides = np.concatenate([np.zeros(len(_NUDGES)), dear + np.where(corner < 1, PLACING.corner, 0.0)])
    whole = PLACING.room * (1 - room / room.max())[:, None] + sides[None]
    free = within == is_upon
    boxes, cost, beside_shape = boxes[free], whole[free], np.broadcast_to(~is_upon, free.shape)[free]
    free = _inside(boxes, edge) & (
        _meets(boxes, taken[:, :2] - PLACING.apart_px, taken[:, 2:] + PLACING.apart_px) == 0
    )
    boxes, cost, beside_shape = boxes[free], cost[free], beside_shape[free]
    if not len(boxes):
        return None
    cost = cost + PLACING.cover * _meets(boxes, near - reach[:, None], near + reach[:, None])
    cost += PLACING.town * _meets(boxes, towns - _TOWN_PX, towns + _TOWN_PX)
    cost += PLACING.foreign * _meets(boxes, foreign, foreign)
    cost += np.where(beside_shape, PLACING.own * _meets(boxes, places[:, :2], places[:, :2]), 0.0)
    left, top, right, bottom = map(float, boxes[int(np.argmin(cost))])
    return left, top, right, bottom


def _meets(boxes: Floats, low: Floats, high: Floats) -> Floats:
    """Return how many of some rectangles each box meets."""
    left, top, right, bottom = (boxes[:, i, None] for i in range(4))
    met = (left < high[:, 0]) & (right > low[:, 0]) & (top < high[:, 1]) & (bottom > low[:, 1])
    return np.asarray(met.sum(axis=1), dtype=float)


def _inside(boxes: Floats, edge: Rect) -> NDArray[np.bool_]:
    return np.asarray(
        (boxes[:, 0] >= edge.left)
        & (boxes[:, 1] >= edge.top)
        & (boxes[:, 2] <= edge.right)
        & (boxes[:, 3] <= edge.bottom)
    )


def _are_within(boxes: Floats, places: Floats) -> NDArray[np.bool_]:
    """Return which boxes lie on the shape that places are of, as far as they tell."""
    left, top, right, bottom = boxes.T
    corners = [(x, y) for x in (left, (left + right) / 2, right) for y in (top, bottom)]
    held = np.ones(len(boxes), dtype=bool)
    for x, y in corners:
        gaps = np.hypot(x[:, None] - places[:, 0], y[:, None] - places[:, 1])
        held &= (gaps <= places[:, 2]).any(axis=1)
    return held
