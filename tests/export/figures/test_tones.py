"""Grounds and what lies on them are told apart without colour, and the legend shows them as the map does."""

from functools import cache
from itertools import combinations

import numpy as np
import pytest
import shapely
from drawing import asked, draw

from export.figures import legend
from export.figures.canvas import Canvas
from export.figures.map_layers import draw_areas
from export.figures.page_sizes import layout_of
from export.figures.projection import Rect
from layers.style.patterns import TILE_PX
from layers.style.rows import STYLE, THEMES

pytestmark = pytest.mark.slow

REACH, OCCUPIED = ("air_policing", "covered_ground"), ("line_of_occupation", "occupied_territory")
AREA = ("coalition_forces", "deployment_area")
HELD, BEYOND = ("monitoring_mission", "band_held"), ("monitoring_mission", "band_occupied")
ZONE = ("maritime_patrols", "patrol_zone")
Ground = tuple[str, tuple[tuple[str, str], ...]]

#: What the map may show at a place: a ground, and the areas on it from below.
ABROAD: Ground = ("land", ())
PLAIN: Ground = ("ukraine", ())
PLACES: dict[str, Ground] = {
    "sea": ("sea", ()),
    "patrol zone": ("sea", (ZONE,)),
    "foreign ground": ABROAD,
    "plain ground": PLAIN,
    "within reach": ("ukraine", (REACH,)),
    "occupied": ("ukraine", (OCCUPIED,)),
    "deployment area": ("ukraine", (AREA,)),
    "deployment area within reach": ("ukraine", (REACH, AREA)),
    "monitored": ("ukraine", (HELD,)),
    "monitored within reach": ("ukraine", (REACH, HELD)),
    "monitored, occupied": ("ukraine", (OCCUPIED, BEYOND)),
}
#: A zone lies at sea alone, and a guarantee in Ukraine alone: these never meet.
APART = {frozenset(("patrol zone", "foreign ground"))} | {
    frozenset(("foreign ground", name)) for name in PLACES if "deployment" in name or "monitored" in name
}
LEAST = 1.15
SIDE_PX = 12 * TILE_PX


def luminance(pixels: np.ndarray) -> np.ndarray:
    """WCAG's relative luminance of colours from 0 to 1: what is left of them in greyscale."""
    linear = np.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)
    return linear @ (0.2126, 0.7152, 0.0722)


def contrast(one: float, other: float) -> float:
    low, high = sorted((one, other))
    return (high + 0.05) / (low + 0.05)


@cache
def patch(place: str, theme: str) -> np.ndarray:
    """Luminance of a place as the map draws it, a whole number of the patterns' tiles."""
    ground, kinds = PLACES[place]
    canvas = Canvas(layout_of("1280x720"), theme, ratio=2)
    at = Rect(left=0, top=0, width=SIDE_PX, height=SIDE_PX)
    canvas.box(at, fill=canvas.rgba(ground))
    for key in kinds:
        row = STYLE[key]
        draw_areas(canvas, row, [shapely.box(*at.box)], 0, row.fill_opacity)
    canvas.figure.canvas.draw()
    scale = 2 * canvas.layout.scale
    near, far = round(TILE_PX * scale), round((SIDE_PX - TILE_PX) * scale)
    pixels = np.asarray(canvas.figure.canvas.buffer_rgba(), dtype=float)[near:far, near:far, :3] / 255
    return luminance(pixels)


def tone(place: str, theme: str) -> float:
    return float(patch(place, theme).mean())


def texture(place: str, theme: str) -> tuple[float, float]:
    """How far the darkest and the lightest of a place are apart along it and across it: 1 where there is no pattern."""
    found = patch(place, theme)
    return tuple(contrast(*np.percentile(found.mean(axis=axis), (1, 99))) for axis in (0, 1))


def edged(one: str, other: str) -> bool:
    """Whether a line of its own parts two places: the coast, the border, or the outline of an area."""
    (ground, kinds), (other_ground, others) = PLACES[one], PLACES[other]
    return ground != other_ground or any(STYLE[key].stroke for key in set(kinds) ^ set(others))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("other", ["plain ground", "foreign ground"])
def test_ground_within_reach_is_told_from_other_ground_by_its_tone_and_by_its_pattern(theme, other):
    assert contrast(tone("within reach", theme), tone(other, theme)) >= LEAST
    across, along = texture("within reach", theme)
    assert across >= LEAST, "vertical strokes"
    assert max(along, *texture(other, theme)) < 1.05


@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize("theme", THEMES)
def test_any_two_places_that_can_touch_are_told_apart_in_greyscale(theme):
    for one, other in combinations(PLACES, 2):
        if frozenset((one, other)) in APART or edged(one, other):
            continue
        by_tone = contrast(tone(one, theme), tone(other, theme)) >= LEAST
        patterns = [{STYLE[key].pattern for key in PLACES[name][1]} - {""} for name in (one, other)]
        assert by_tone or patterns[0] != patterns[1], f"{one} and {other} look alike"
        if "within reach" in (one, other) and not (PLACES[one][1] and PLACES[other][1]):
            assert by_tone, f"{one} and {other} are of one tone"


# -- the legend ------------------------------------------------------------------------------------


SEEN = (
    "layers=line_of_occupation,air_policing,coalition_forces,maritime_patrols,contributors"
    "&view=31.5,45.7,6.2&inset=no&graticule=no"
)


def in_the_open(panel, row) -> shapely.Point | None:
    """A point amid an area of a row with nothing else about, or None where there is no room for a pattern's tile."""
    drawing = (row.layer, row.drawn_as or row.kind)  # what draws it, where another kind does

    def draws(part) -> bool:
        return (part.row.layer, part.row.kind) == drawing

    inside = shapely.union_all([shape for part in panel.parts if draws(part) for shape in part.shapes])
    about = [shapely.box(*name.box) for name in panel.names] + [shapely.box(*box) for box in panel.obstacles]
    for part in panel.parts:
        if part.row.kind in ("country", "ukraine") or part.row.drawn_as:
            continue
        if not draws(part) and part.row.form == "area" and part.row.fill_opacity:
            about += part.shapes
        about += [shape.boundary if part.row.form == "area" else shape for shape in part.shapes]
        about += [shapely.Point(x, y).buffer(12) for x, y in part.points]
    free = inside.intersection(shapely.box(*panel.camera.rect.box)).difference(
        shapely.union_all(about).buffer(3)
    )
    circles = [shapely.maximum_inscribed_circle(shape) for shape in shapely.get_parts(free) if shape.area]
    widest = max(circles, key=shapely.length, default=None)
    return shapely.Point(widest.coords[0]) if widest is not None and widest.length > TILE_PX * 0.75 else None


@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize("theme", THEMES)
def test_a_swatch_is_of_the_colours_that_the_map_has(theme, monkeypatch):
    places = {}
    plain = legend.swatch

    def noted(canvas, row, rect):
        places[row] = rect
        plain(canvas, row, rect)

    monkeypatch.setattr(legend, "swatch", noted)
    figure = draw(*asked(f"{SEEN}&theme={theme}"), 2.0)
    figure.canvas.figure.canvas.draw()
    pixels = np.asarray(figure.canvas.figure.canvas.buffer_rgba(), dtype=float)[:, :, :3]
    scale = 2 * figure.canvas.layout.scale

    def mean(x: float, y: float) -> np.ndarray:
        half = TILE_PX / 2
        left, right, top, bottom = (round(v * scale) for v in (x - half, x + half, y - half, y + half))
        return pixels[top:bottom, left:right].mean(axis=(0, 1))

    compared = set()
    for row, rect in places.items():
        if row.form == "area" and row.fill_opacity and (found := in_the_open(figure.panels[0], row)):
            shown = mean(rect.left + rect.width / 2, rect.top + rect.height / 2)
            # Where a stroke or dot is cut by the window, a little more or less of it is in the mean.
            assert np.abs(mean(found.x, found.y) - shown).max() <= 6, (row.kind, theme)
            compared.add((row.layer, row.kind))
    assert {REACH, OCCUPIED, ZONE} <= compared
    assert len(compared) >= 4
