"""How well names stand on the live map, counted from the boxes that MapLibre placed: `python -m tools.check_names`.

Runs the dashboard in a real browser at four sizes and four views and prints a table (docs/names.md has the last one),
then what each scene of the shipped briefing speaks of and is not named there.
A name is on a wrong dot if another is nearer to it than its own, or if it names an area and a dot lies in it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from playwright.sync_api import Page

from layers.cities import ALWAYS_NAMED
from layers.style.label_sides import mercator_px
from layers.style.rows import STYLE, TEXT_PADDING_PX
from tools.live_page import PROJECT, READY, STILL, browsing, open_at_rest, serving, wait

SIZES = ((1920, 1080), (1440, 900), (1024, 768), (390, 844))
#: Address of each view.
VIEWS = {
    "home": "/",
    "Kharkiv": "/?view=36.25,49.9,7.5&edition=2",
    "Odesa": "/?view=30.7,46.4,7.5&edition=2",
    "Bosporus": "/?view=29.1,41.2,8&edition=2",
}
#: How far a place must be from the edge of the free map for its name to be asked for.
_EDGE_PX = 70
#: Dots as near as this are one place, such as a town and its port.
_SAME_PLACE_PX = 12.0
_INK = 0.8  # of the height of a line that MapLibre counts with, letters fill so much

Box = tuple[float, float, float, float]

#: What stands on the map, where the camera is, and which points of it nothing covers.
FOUND = """(places) => {
  const map = guarantees.map.live, area = map.getCanvas().getBoundingClientRect(), centre = map.getCenter();
  const still = ["north", "scale"].map((id) => document.getElementById(id)?.getBoundingClientRect())
    .filter((box) => box?.width);
  const free = (x, y) => {
    if (x < 0 || y < 0 || x > area.width || y > area.height) return false;
    const at = [area.left + x, area.top + y];
    const [left, top] = at;
    if (still.some((box) => left > box.left && left < box.right && top > box.top && top < box.bottom)) return false;
    const there = document.elementFromPoint(...at), box = there?.closest(".map-label")?.getBoundingClientRect();
    // A finger's target is larger than the label that is seen.
    if (box && !(left > box.left && left < box.right && top > box.top && top < box.bottom)) return true;
    return Boolean(there?.closest("#map-plot, #map-plot-b"));
  };
  const points = ([left, top, right, bottom]) =>
    [left, (left + right) / 2, right].flatMap((x) => [top, (top + bottom) / 2, bottom].map((y) => [x, y]));
  const inView = ([left, top, right, bottom]) => right > 0 && bottom > 0 && left < area.width && top < area.height;
  const placed = guarantees.map.views[0].placed().filter(({ box }) => inView(box));
  return {
    symbols: placed.map(({ layer, name, properties, box }) => ({
      layer, name, box, id: properties.feature_id, text: properties.label ?? properties.name,
      cut: name && !points([box[0] + 2, box[1] + 2, box[2] - 2, box[3] - 2]).every(([x, y]) => free(x, y)),
    })),
    camera: [centre.lng, centre.lat, map.getZoom(), area.width, area.height],
    inside: places.map(({ lon, lat, edge }) => {
      const { x, y } = map.project([lon, lat]);
      return points([x - edge, y - edge, x + edge, y + edge]).every(([a, b]) => free(a, b));
    }),
  };
}"""


@dataclass(frozen=True)
class Count:
    """What one size and view of the map has, and how many of its names are not right."""

    size: str
    view: str
    zoom: float
    names: int
    wrong_dot: int
    over_symbols: int
    over_names: int
    on_land: int
    cut: int
    missing: str
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Symbol:
    layer: str
    kind: str
    id: str
    text: str
    box: Box

    @property
    def middle(self) -> tuple[float, float]:
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2


def count(page: Page, size: tuple[int, int], view: str, guarantees: Sequence[str]) -> Count:
    """Count on a page that shows the live map at rest; `guarantees`: layers whose symbols no name may cover."""
    required = _required()
    found = page.evaluate(
        FOUND,
        [{"lon": lon, "lat": lat, "edge": _EDGE_PX if view != "home" else 0} for _, lon, lat in required],
    )
    zoom = found["camera"][2]
    names = [_symbol(one, zoom) for one in found["symbols"] if one["name"]]
    icons = [_symbol(one, zoom) for one in found["symbols"] if not one["name"]]
    dots = [icon for icon in icons if STYLE[icon.layer, icon.kind].text]
    shields = [icon for icon in icons if icon.layer in guarantees]
    wrong = [f"{name.text} on {other}" for name in names if (other := _wrong_dot(name, dots))]
    over = [f"{n.text} over {s.kind} {s.text}" for n in names for s in shields if _meet(n.box, s.box)]
    double = [
        f"{a.text} over {b.text}" for i, a in enumerate(names) for b in names[:i] if _meet(a.box, b.box)
    ]
    water = [name for name in names if name.kind == "sea_label"]
    land = [name.text for name in water if _on_land(_ink(name.box), found["camera"])]
    cut = [one["text"] for one in found["symbols"] if one["cut"]]
    shown = {name.text for name in names if name.layer == "cities"}
    inside = [
        name for (name, *_), free in zip(required, found["inside"], strict=True) if free or view == "home"
    ]
    missing = [name for name in inside if name not in shown]
    said = (
        ("wrong dot", wrong),
        ("over a symbol", over),
        ("over a name", double),
        ("on land", land),
        ("cut", cut),
    )
    return Count(
        size=f"{size[0]} × {size[1]}", view=view, zoom=round(zoom, 2), names=len(names),
        wrong_dot=len(wrong), over_symbols=len(over), over_names=len(double), on_land=len(land), cut=len(cut),
        missing=", ".join(missing),
        faults=tuple(f"{what}: {one}" for what, those in said for one in those),
    )  # fmt: skip


#: What a scene names that is not on its map; `map` is MapLibre's.
UNNAMED = """() => {
  const { scene } = guarantees.state, { width, height } = guarantees.map.live.getCanvas().getBoundingClientRect();
  const inView = ([left, top, right, bottom]) => right > 0 && bottom > 0 && left < width && top < height;
  const seen = ({ name, box }) => name && inView(box);
  const named = new Set(guarantees.map.views[0].placed().filter(seen).map(({ properties }) => properties.feature_id));
  const missing = scene.places.filter(({ feature_ids }) => !feature_ids.some((id) => named.has(id)));
  return missing.map(({ feature_ids }) => feature_ids[0]);
}"""


def unnamed(page: Page, number: int) -> list[str]:
    """Go to a scene of the briefing that a page presents; return which of its places are not named there."""
    page.evaluate(f"void guarantees.present.show({number})")
    wait(page, f"document.documentElement.dataset.arrived == '{number}'")
    wait(page, READY)
    page.evaluate(STILL)
    wait(page, READY)
    missing: list[str] = page.evaluate(UNNAMED)
    return missing


def table(counts: Sequence[Count]) -> str:
    """Return counts as a table in Markdown."""
    heads = {
        "size": "window", "view": "view", "zoom": "zoom", "names": "names", "wrong_dot": "on a wrong dot",
        "over_symbols": "over a guarantee’s symbol", "over_names": "over another name", "on_land": "of water on land",
        "cut": "cut or covered", "missing": "missing of the eight",
    }  # fmt: skip
    rows = [[str(getattr(one, name)) or "none" for name in heads] for one in counts]
    lines = [
        list(heads.values()),
        ["---" if h in ("window", "view", "missing of the eight") else "--:" for h in heads.values()],
        *rows,
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _symbol(one: dict[str, Any], zoom: float) -> _Symbol:
    layer, kind, _ = one["layer"].split("/")
    far_out, since, near = TEXT_PADDING_PX
    padding = (near if zoom >= since else far_out) if one["name"] else 0
    left, top, right, bottom = one["box"]
    return _Symbol(
        layer,
        kind,
        one["id"],
        one["text"],
        (left + padding, top + padding, right - padding, bottom - padding),
    )


def _wrong_dot(name: _Symbol, dots: Sequence[_Symbol]) -> str:
    own = next((dot for dot in dots if (dot.layer, dot.id) == (name.layer, name.id)), None)
    own_px = _distance(name.box, own.middle) if own else 1.0
    for dot in dots:
        if dot is own or (own and math.dist(dot.middle, own.middle) < _SAME_PLACE_PX):
            continue
        if _distance(name.box, dot.middle) < own_px:
            return dot.text
    return ""


def _distance(box: Box, at: tuple[float, float]) -> float:
    left, top, right, bottom = box
    x, y = at
    return math.hypot(max(0.0, left - x, x - right), max(0.0, top - y, y - bottom))


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _ink(box: Box) -> Box:
    left, top, right, bottom = box
    rest = (1 - _INK) / 2 * min(bottom - top, 20)
    return left, top + rest, right, bottom - rest


def _on_land(box: Box, camera: Sequence[float]) -> bool:
    lon, lat, zoom, width, height = camera
    ((x, y),) = mercator_px(np.array([[lon, lat]]), zoom)
    left, top, right, bottom = np.array(box) + np.array([x - width / 2, y - height / 2] * 2)
    area = shapely.box(*(np.array([left, top, right, bottom]) / 2**zoom))
    return bool(len(_land().query(area, predicate="intersects")))


_kept: dict[str, Any] = {}


def _land() -> shapely.STRtree:
    from tools.water_names import land_of

    if "land" not in _kept:
        countries = gpd.read_file(PROJECT / "geodata/basemap/countries.geojson")
        _kept["land"] = land_of(countries.geometry.tolist())
    tree: shapely.STRtree = _kept["land"]
    return tree


def _required() -> list[tuple[str, float, float]]:
    if "required" not in _kept:
        towns = (
            gpd.read_file(PROJECT / "geodata/basemap/towns.geojson").drop_duplicates("name").set_index("name")
        )
        lon_lat = shapely.get_coordinates([towns.geometry[name] for name in ALWAYS_NAMED])
        _kept["required"] = [(name, *at) for name, at in zip(ALWAYS_NAMED, lon_lat.tolist(), strict=True)]
    places: list[tuple[str, float, float]] = _kept["required"]
    return places


# -- as a command ---------------------------------------------------------------------------------------------------


def main() -> None:
    """Print the table, then each fault."""
    counts = []
    scenes: list[str] = []
    with serving() as base, browsing() as browser:
        for size in SIZES:
            page = browser.new_page(viewport={"width": size[0], "height": size[1]})
            for view, address in VIEWS.items():
                open_at_rest(page, base + address)
                guarantees = page.evaluate(
                    "guarantees.boot.layers.filter(({ group }) => group == 'guarantee').map(({ id }) => id)"
                )
                counts.append(count(page, size, view, guarantees))
            open_at_rest(page, f"{base}/present/default")
            for number in range(1, page.evaluate("guarantees.present.briefing.scenes.length") + 1):
                if missing := unnamed(page, number):
                    scenes.append(f"{size[0]} × {size[1]}, scene {number}: not named: {', '.join(missing)}")
            page.close()
    print(table(counts))
    print("\n".join(scenes))
    for one in counts:
        for fault in one.faults:
            print(f"{one.size}, {one.view}: {fault}")


if __name__ == "__main__":
    main()
