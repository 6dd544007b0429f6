"""Drives a real Chromium: cold visits in fresh contexts with nothing cached, and switches clicked by mouse.

Nothing outside this machine can be reached: every other name resolves to nothing. Requests are not routed
through the driver, which would slow them; they are observed.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Page, Request, sync_playwright

from tools.get_chromium import FLAGS, find

SIZE = {"width": 1440, "height": 900}
_PATIENCE_MS = 60_000
#: Opening a window costs Chromium about a second of computing of its own, which is not the page's.
_CALM_S = 1.5
_SCRIPT = (Path(__file__).parent / "page.js").read_text(encoding="utf-8")
_MAP_DATA = ("/layers", "/sprite/")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open the browser that the tests use."""
    path = find()
    if path is None:
        raise SystemExit("No Chromium; get one with: .venv/bin/python -m tools.get_chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Visit:
    """One open page and the requests it has made so far."""

    page: Page
    base: str
    requests: list[Request] = field(default_factory=list)
    finished: list[Request] = field(default_factory=list)

    def sizes(self) -> dict[str, float]:
        """Return what came over the wire, headers included, in kB, and how many requests went there.

        What the browser answers from what it has fetched already is none.
        """
        sizes = {"all_kb": 0.0, "map_data_kb": 0.0, "picture_kb": 0.0}
        kept = 0
        for request in self.finished:
            wire = request.sizes()  # of Chromium's Network.loadingFinished, workers included
            kb = (wire["responseBodySize"] + wire["responseHeadersSize"]) / 1000
            kept += kb <= 0
            path = urlsplit(request.url).path
            sizes["all_kb"] += kb
            sizes["map_data_kb"] += kb if path.startswith(_MAP_DATA) else 0
            sizes["picture_kb"] += kb if path.startswith("/picture") else 0
        outside = [request.url for request in self.requests if not request.url.startswith(self.base + "/")]
        return {**sizes, "requests": len(self.requests) - kept, "outside": len(outside)}


@contextmanager
def visit(browser: Browser, base: str, layers: list[str]) -> Iterator[Visit]:
    """Open a page in a fresh context; wait until map and panel are there and the network is quiet."""
    context = browser.new_context(viewport=SIZE, color_scheme="light", bypass_csp=True)
    context.set_default_timeout(_PATIENCE_MS)
    context.add_init_script(_SCRIPT.replace("/*layers*/ []", repr(layers)))
    page = context.new_page()
    made = Visit(page, base)
    local = ("data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(local) else made.requests.append(r))
    page.on("requestfinished", lambda r: None if r.url.startswith(local) else made.finished.append(r))
    time.sleep(_CALM_S)
    try:
        page.goto(f"{base}/", wait_until="commit")
        page.wait_for_function("bench_.coldTimes()", polling=100)
        page.wait_for_load_state("networkidle")
        yield made
    finally:
        context.close()


def cold(browser: Browser, base: str, layers: list[str]) -> dict[str, float]:
    """Measure one cold visit: seconds from the start of navigation, kB and requests."""
    with visit(browser, base, layers) as made:
        times = made.page.evaluate("bench_.coldTimes()")
        return {**{f"{name}_s": ms / 1000 for name, ms in times.items()}, **made.sizes()}


def visited(browser: Browser, base: str, layers: list[str]) -> dict[str, float]:
    """Return what `cold` measures; of a page that does not come up in time, nothing."""
    try:
        return cold(browser, base, layers)
    except Error:
        return {}


def toggling(browser: Browser, base: str, layers: list[str], switched: list[str], n: int) -> dict[str, Any]:
    """Switch each layer off and on `n` times by mouse.

    Returns
    -------
    `off`, `on`: one dict per switch with `layer` and, in ms, `frame` and, where the map is a canvas, `drawn`
    (page.js says what they are); `requests`: how many requests the switching made; `no_answer`: the layers whose
    switch the page did not answer, with the reason. Such a layer is not switched again; the others are measured.
    """
    taken: dict[str, Any] = {"off": [], "on": [], "no_answer": {}}
    with ExitStack() as stack:
        try:
            made = stack.enter_context(visit(browser, base, layers))
        except Error as reason:
            return {**taken, "requests": 0, "no_answer": dict.fromkeys(switched, str(reason).splitlines()[0])}
        page = made.page
        page.evaluate("bench_.settled()")
        pixels: dict[str, Any] = {}
        for layer in switched:
            with _answering(layer, taken["no_answer"]):
                pixels[layer] = _pixel(page, layer)
        before = len(made.requests)
        for layer, pixel in pixels.items():
            with _answering(layer, taken["no_answer"]):
                for _ in range(n):
                    taken["off"].append({"layer": layer, **_switch(page, layer, False, pixel)})
                    taken["on"].append({"layer": layer, **_switch(page, layer, True, pixel)})
        taken["requests"] = len(made.requests) - before
    return taken


@contextmanager
def _answering(layer: str, silent: dict[str, str]) -> Iterator[None]:
    """Note a layer whose switch the page does not answer, and go on."""
    try:
        yield
    except (Error, NoAnswer) as reason:
        silent[layer] = str(reason).splitlines()[0]


class NoAnswer(RuntimeError):  # noqa: N818 - a finding about the page, no fault of the program
    """A switch after which the map looks as before."""


def _pixel(page: Page, layer: str) -> dict[str, Any] | None:
    """Return the pixel by which a layer is told shown or hidden; None for Leaflet, which draws elements."""
    if page.evaluate("bench_.isLeaflet()"):
        return None
    pixel = page.evaluate("layer => bench_.findPixel(layer)", layer)
    if pixel is None:
        raise NoAnswer(f"Switching {layer} changed no pixel of the map.")
    return pixel


def _switch(page: Page, layer: str, on: bool, pixel: dict[str, Any] | None) -> dict[str, float]:
    track = page.locator(
        f".mantine-Switch-root:has(#toggle-{layer}) .mantine-Switch-track, .switch#toggle-{layer}"
    )
    track.scroll_into_view_if_needed()
    box = track.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.evaluate("([layer, on, pixel]) => bench_.arm(layer, on, pixel)", [layer, on, pixel])
    time.sleep(0.05)  # let what hovering changes be drawn first
    page.mouse.click(x, y)
    times = page.evaluate("bench_.result()")
    page.evaluate("bench_.settled()")
    return times
