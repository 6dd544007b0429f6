"""A page of the dashboard as the tests see it: where places are on screen, and its pixels there."""

import io
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, Response

WAIT_MS = 45_000

DESKTOP, TABLET, PHONE = (1440, 900), (1024, 768), (390, 844)

#: The panels are on screen. A page just committed may not even have a root element yet.
PANELS = "document.documentElement?.dataset.ready == 'yes'"
#: Without a graphics processor the map is coarse while it changes.
SHARP = "document.documentElement.dataset.map == 'sharp'"
IDLE = """() => new Promise((done) => {
  const map = window.guarantees.map.live;
  map.once("idle", () => requestAnimationFrame(() => requestAnimationFrame(done)));
  map.triggerRepaint();
})"""


@dataclass
class Log:
    """What a page did that it must not do, and all it asked for."""

    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


class Screen:
    """A page of the dashboard with what the tests ask of it."""

    def __init__(self, page: Page, base: str, log: Log) -> None:
        self.page, self.base, self.log = page, base, log

    def goto(self, path: str = "/", *, ready: bool = True) -> Response:
        response = self.page.goto(self.base + path, wait_until="commit")
        assert response is not None
        if ready:
            self.ready()
        return response

    def ready(self) -> None:
        """Wait until the panels and the live map are there and the map is still."""
        self.page.wait_for_function(f"{PANELS} && document.getElementById('map')?.dataset.state == 'live'")
        self.idle()

    def take(self, query: str) -> None:
        """Take the scenario of an address without opening the page anew, and wait until it is drawn."""
        self.page.evaluate(
            """async (query) => {
              const { scenario } = await (await fetch("/scenario?" + query)).json();
              guarantees.restore({ side: "a", ...scenario }, { keep: true });
              guarantees.map.goTo(guarantees.opening(), { keep: false, duration: 0 });
            }""",
            query,
        )
        self.idle()

    def idle(self) -> None:
        """Wait until the map has drawn all that it has to draw."""
        self.page.evaluate(IDLE)
        self.until(SHARP)

    def until(self, condition: str, argument: Any = None) -> None:
        """Wait for what must come soon; a machine with other work may take its time."""
        self.page.wait_for_function(condition, arg=argument, timeout=WAIT_MS / 3)

    @property
    def query(self) -> dict[str, str]:
        """What the address says of the map, by key; the edition at its end says nothing of it."""
        text = self.page.evaluate("location.search")
        said = dict(parse_qsl(text.removeprefix("?"), keep_blank_values=True))
        said.pop("edition", None)
        return said

    @property
    def visible(self) -> list[str]:
        return self.page.evaluate("guarantees.visible()")

    @property
    def camera(self) -> tuple[float, float, float]:
        """Longitude, latitude and zoom of the live map."""
        return tuple(
            self.page.evaluate(
                """() => {
                  const map = guarantees.map.live, c = map.getCenter();
                  return [c.lng, c.lat, map.getZoom()];
                }"""
            )
        )

    def project(self, lon_lat: list[tuple[float, float]]) -> list[tuple[float, float, bool]]:
        """Place on screen of each position, and whether the map itself is on top there."""
        return [
            tuple(spot)
            for spot in self.page.evaluate(
                """(places) => {
                  const map = guarantees.map.live, box = map.getCanvas().getBoundingClientRect();
                  return places.map((place) => {
                    const p = map.project(place), x = box.left + p.x, y = box.top + p.y;
                    const inside = p.x > 8 && p.y > 8 && p.x < box.width - 8 && p.y < box.height - 8;
                    return [x, y, inside && !!document.elementFromPoint(x, y)?.closest("#map-plot")];
                  });
                }""",
                [list(place) for place in lon_lat],
            )
        ]

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Place on screen of a position that must be in sight."""
        ((x, y, clear),) = self.project([(lon, lat)])
        assert clear, f"{lon}, {lat} is covered or not on screen ({x:.0f}, {y:.0f})"
        return x, y

    def shot(self) -> np.ndarray:
        """The screen as it is, as height × width × 3 numbers, one pixel per CSS pixel."""
        png = self.page.screenshot(scale="css", animations="disabled", caret="hide")
        return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(np.int16)

    def map_shot(self) -> np.ndarray:
        """The screen with nothing over the map; panels and header are grey."""
        hide = self.page.add_style_tag(
            content="#legend, #map-buttons, #map-furniture, #map-labels, #map-tip, #notes, [data-over-map] "
            "{ visibility: hidden !important }"
        )
        try:
            image = self.shot()
        finally:
            hide.evaluate("(tag) => tag.remove()")
        box = self.page.locator("#map").bounding_box()
        left, top = round(box["x"]), round(box["y"])
        kept = np.full_like(image, 128)
        area = np.s_[top : top + round(box["height"]), left : left + round(box["width"])]
        kept[area] = image[area]
        for panel in ("#guarantee-panel", "#feature-panel"):
            if over := self.page.locator(panel).bounding_box():
                x, y = round(over["x"]), round(over["y"])
                kept[y : y + round(over["height"]), max(0, x) : x + round(over["width"])] = 128
        return kept

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def switch(self, layer_id: str) -> Locator:
        return self.page.locator(f"#toggle-{layer_id}")

    def click_switch(self, layer_id: str) -> None:
        self.switch(layer_id).click()

    def show(self, *layer_ids: str) -> None:
        """Show exactly these layers, as a click on their switches would."""
        self.page.evaluate("(ids) => guarantees.change({ layers: new Set(ids) })", list(layer_ids))
        self.idle()

    def look(self, lon: float, lat: float, zoom: float) -> None:
        """Move the map there at once."""
        self.page.evaluate(
            # Nothing is returned: handing over MapLibre's map takes seconds.
            "([lon, lat, zoom]) => { guarantees.map.live.jumpTo({ center: [lon, lat], zoom }); }",
            [lon, lat, zoom],
        )
        self.idle()

    def frames(self) -> None:
        """Let the page draw twice: what a mouse move or a key sets off has happened then."""
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def texts(self, selector: str) -> list[str]:
        """Texts of the matching elements that are on screen."""
        return [el.inner_text().strip() for el in self.page.locator(selector).all() if el.is_visible()]


def changed(
    before: np.ndarray, after: np.ndarray, spot: tuple[float, float], reach: int = 3, least: int = 6
) -> bool:
    """Whether any pixel within `reach` of a place differs clearly between two pictures."""
    x, y = round(spot[0]), round(spot[1])
    window = np.s_[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
    return bool((np.abs(after[window] - before[window]).max(initial=0)) >= least)


def share_changed(before: np.ndarray, after: np.ndarray, least: int = 6) -> float:
    """Share of all pixels that differ clearly."""
    return float((np.abs(after - before).max(axis=2) >= least).mean())
