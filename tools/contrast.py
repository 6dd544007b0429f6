"""How strongly the map's parts stand out, in WCAG's ratio, from the pixels of a picture of the screen.

Where each part is, the layers' own data say; what covers it, the page. Called by `tools.screenshots`.
"""

import json
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from playwright.sync_api import Page
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

Pixels = NDArray[np.float64]
Spot = tuple[float, float]

#: What is measured, and the least it should be (docs/design.md).
GOALS = {
    "ground within reach to plain ground": 1.3,
    "text of a label to its ground": 4.5,
    "line of occupation to the ground beside it": 3.0,
    "routes at rest to the ground beside them": 1.3,
}
#: Of each place, the places whose pixels the map itself has, and the px of those on screen.
_SPOTS = """(places) => places.map((place) => {
  const map = guarantees.map.live, box = map.getCanvas().getBoundingClientRect(), { x, y } = map.project(place);
  const on = document.elementFromPoint(box.left + x, box.top + y)?.closest("#map-plot");
  return on ? [box.left + x, box.top + y] : null;
}).filter(Boolean)"""
_BOXES = """() => [...document.querySelectorAll(".map-label-words")].filter((one) => one.checkVisibility())
  .map((one) => one.getBoundingClientRect()).map(({ left, top, right, bottom }) => [left, top, right, bottom])"""
_STEP_DEG, _CLEAR_DEG, _TILE_PX, _BESIDE_PX = 0.35, 0.2, 16, 7


def luminance(pixels: Pixels) -> Pixels:
    """Return WCAG's relative luminance of colours from 0 to 255."""
    part = pixels / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ (0.2126, 0.7152, 0.0722))


def ratio(one: float, other: float) -> float:
    """Return WCAG's contrast ratio of two luminances, from 1."""
    low, high = sorted((one, other))
    return (high + 0.05) / (low + 0.05)


def ground_tone(light: Pixels, spots: Sequence[Spot]) -> float:
    """Return the tone of a ground: the middle one of the means of patterns' tiles at the spots, names among them."""
    half = _TILE_PX // 2
    return float(np.median([_window(light, spot, half).mean() for spot in spots]))


def line_contrast(light: Pixels, spots: Sequence[Spot]) -> float:
    """Return how strongly a line stands out of what lies beside it: at the upper quarter of the spots along it.

    A dashed line has gaps, and others cross it.
    """
    found = []
    for spot in spots:
        beside = float(np.median(_window(light, spot, _BESIDE_PX)))
        found.append(max(ratio(float(pixel), beside) for pixel in _window(light, spot, 1).ravel()))
    return float(np.percentile(found, 75))


def text_contrast(light: Pixels, box: Sequence[float]) -> float:
    """Return how strongly text stands out of the ground that most of its box has; letters are mostly edges."""
    left, top, right, bottom = (round(side) for side in box)
    inside = light[top:bottom, left:right]
    ground = float(np.median(inside))
    return max(ratio(float(np.percentile(inside, share)), ground) for share in (1, 99))


def _window(light: Pixels, spot: Spot, half: int) -> Pixels:
    x, y = round(spot[0]), round(spot[1])
    return light[max(0, y - half) : y + half + 1, max(0, x - half) : x + half + 1]


def measured(page: Page, pixels: Pixels, base: str) -> dict[str, float]:
    """Return the ratios of a page whose picture, one pixel per px, is `pixels`."""
    light = luminance(pixels)

    def spots(places: Iterable[Spot]) -> list[Spot]:
        return [(x, y) for x, y in page.evaluate(_SPOTS, [list(place) for place in places])]

    shapes = _shapes(base)
    reach = shapely.union_all(shapes("air_policing", "covered_ground"))
    other = shapely.union_all([*shapes("coalition_forces"), *shapes("monitoring_mission"),
                               *shapes("line_of_occupation", "occupied_territory")])  # fmt: skip
    ukraine = shapely.union_all(shapes("ground", "ukraine"))
    words = [text_contrast(light, box) for box in page.evaluate(_BOXES)]
    values = (
        ratio(
            ground_tone(light, spots(_within(reach.difference(other.buffer(_CLEAR_DEG))))),
            ground_tone(light, spots(_within(ukraine.difference(shapely.union_all([reach, other]))))),
        ),
        min(words),
        line_contrast(light, spots(_along(shapes("line_of_occupation", "line")))),
        line_contrast(light, spots(_along(shapes("invasion_routes", "assessed")))),
    )
    return dict(zip(GOALS, values, strict=True))


def _shapes(base: str) -> Callable[..., list[BaseGeometry]]:
    def of(layer: str, kind: str = "") -> list[BaseGeometry]:
        with urllib.request.urlopen(f"{base}/layers/{layer}.geojson", timeout=60) as answer:
            features: list[dict[str, Any]] = json.load(answer)["features"]
        return [
            shape(one["geometry"]) for one in features
            if one["geometry"] and kind in one["properties"]["kind"]
        ]  # fmt: skip

    return of


def _within(area: BaseGeometry) -> list[Spot]:
    """Return places all over an area, clear of its edge."""
    inner = area.buffer(-_CLEAR_DEG)
    west, south, east, north = inner.bounds
    grid = [
        (float(x), float(y))
        for x in np.arange(west, east, _STEP_DEG)
        for y in np.arange(south, north, _STEP_DEG)
    ]
    return [place for place in grid if shapely.contains_xy(inner, *place)]


def _along(lines: Sequence[BaseGeometry]) -> list[Spot]:
    """Return places along lines."""
    parts = [part for part in shapely.get_parts(lines) if part.geom_type in ("LineString", "MultiLineString")]
    points = [line.interpolate(float(at)) for line in parts for at in np.arange(0.1, line.length, 0.15)]
    return [(point.x, point.y) for point in points]


def table(found: dict[str, dict[str, float]]) -> str:
    """Return the ratios by theme as a Markdown table, with the goals."""
    head = f"| | {' | '.join(found)} | goal |\n|---|{'---|' * (len(found) + 1)}\n"
    rows = [
        f"| {what} | {' | '.join(f'{found[theme][what]:.2f}' for theme in found)} | ≥ {goal:g} |"
        for what, goal in GOALS.items()
    ]
    return head + "\n".join(rows) + "\n"
