"""The server's picture is on screen first, and the live map takes its place without a jump."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Route
from screen import DESKTOP, PHONE, TABLET, Screen

pytestmark = pytest.mark.sharp

#: Without these no map is live: they are held back until the picture is there, however fast either would be.
DATA = re.compile(r"/layers\.ndjson|/layers/\w+\.geojson")
REGISTERED = """() => {
  const image = document.getElementById("map-picture");
  const box = document.getElementById("map").getBoundingClientRect();
  return { loaded: image.complete && image.naturalWidth > 0,
    width: image.naturalWidth, height: image.naturalHeight,
    mark: performance.getEntriesByName("map-picture")[0]?.startTime,
    live: performance.getEntriesByName("map-live")[0]?.startTime,
    x: box.x, y: box.y, w: box.width, h: box.height, src: image.currentSrc };
}"""


def edges(image: np.ndarray) -> np.ndarray:
    grey = image.mean(axis=2)
    return np.hypot(*np.gradient(grey))


def shift(first: np.ndarray, second: np.ndarray) -> tuple[int, int]:
    """How many px `second` lies off `first`, (down, right), by the correlation of their edges."""
    a, b = (np.fft.rfft2(e - e.mean()) for e in (edges(first), edges(second)))
    peak = np.fft.irfft2(a.conj() * b, s=first.shape[:2])
    y, x = np.unravel_index(np.argmax(peak), peak.shape)
    height, width = peak.shape
    return int(y - height if y > height / 2 else y), int(x - width if x > width / 2 else x)


def pictures(screen: Screen) -> tuple[np.ndarray, np.ndarray]:
    """Return the picture the page loaded, and the live map in its place."""
    screen.until("document.getElementById('map-picture').naturalWidth > 0")
    about = screen.page.evaluate(REGISTERED)
    assert about["loaded"]
    body = screen.page.request.get(about["src"]).body()
    picture = Image.open(io.BytesIO(body)).convert("RGB")
    size = (round(about["w"]), round(about["h"]))
    assert (about["width"] / size[0]) == pytest.approx(about["height"] / size[1])
    picture = np.asarray(picture.resize(size, Image.Resampling.BOX)).astype(int)
    x, y = round(about["x"]), round(about["y"])
    live = screen.map_shot()[y : y + size[1], x : x + size[0]]
    return picture, live


@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize(("size", "theme"), [(DESKTOP, "light"), (TABLET, "dark"), (PHONE, "light")], ids=str)
def test_the_first_picture_is_the_map_that_follows(open_page, size, theme):
    screen = open_page(None, size=size, theme=theme)
    # Names keep clear of the offer that a first visit has over the map, of which the server does not know.
    screen.page.add_init_script("localStorage.setItem('offer/1', 'closed')")
    held: list[Route] = []
    screen.page.route(DATA, lambda route: held.append(route))
    screen.goto("/", ready=False)
    screen.until("document.getElementById('map')?.dataset.picture == 'ready'")
    assert screen.page.locator("#map-picture").is_visible()  # before there is a live map
    assert screen.page.get_attribute("#map", "data-state") != "live"
    assert held
    for route in held:
        route.continue_()
    screen.page.unroute(DATA)
    screen.ready()
    assert screen.page.locator("#map-picture").is_hidden()  # the live map has taken over
    picture, live = pictures(screen)
    if size == TABLET:
        live = np.where((live == 128).all(axis=2, keepdims=True), picture, live)
    assert shift(live, picture) == (0, 0)
    apart = np.abs(picture - live)
    assert apart.mean() < 6
    assert (apart.max(axis=2) > 60).mean() < 0.05
    # A jump of three pixels would be noticed.
    assert shift(live, np.roll(picture, (0, 3), axis=(0, 1))) == (0, 3)
    assert shift(live, np.roll(picture, (-3, 0), axis=(0, 1))) == (-3, 0)
    screen.until("performance.getEntriesByName('map-picture').length")
    about = screen.page.evaluate(REGISTERED)
    assert about["mark"] < about["live"]
