"""Measures panning: how many frames a second the map draws while a mouse drags it.

``python -m tests.bench.pan``. A frame counts when its pixels are drawn, not when it was asked for. Beside it, how long
after the drag the sharp picture was there: without a graphics processor the frames of a drag are coarse.
"""

import statistics
import time

import typer
from playwright.sync_api import Page

from tests.bench.browser import SIZE, chromium
from tests.bench.server import Server

_WATCH = """() => {
  const map = guarantees.map.live, gl = map.getCanvas().getContext("webgl2");
  window.pan = { drawn: [], pixels: 0 };
  map.on("render", async () => {
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0), { width, height } = map.getCanvas();
    gl.flush();
    while (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) await new Promise((next) => setTimeout(next, 2));
    window.pan.drawn.push(performance.now());
    window.pan.pixels = width * height;
  });
}"""
_SHARP = "document.documentElement.dataset.map != 'moving' && guarantees.map.live.loaded()"
_STEP_S = 1 / 60


def main(drags: int = 5, seconds: float = 2) -> None:
    """Print the median over some drags, to and fro."""
    with Server("ours") as server, chromium() as browser:
        page = browser.new_page(viewport=SIZE, bypass_csp=True)
        page.goto(server.base)
        page.wait_for_function(
            "document.documentElement.dataset.ready == 'yes' && guarantees.map?.live?.loaded()"
        )
        page.wait_for_timeout(1500)
        page.evaluate(_WATCH)
        taken = [_drag(page, seconds, 1 if number % 2 else -1) for number in range(drags)]
    rates, rests = zip(*taken, strict=True)
    typer.echo(
        f"panning: {statistics.median(rates):.1f} frames a second ({min(rates):.1f} to {max(rates):.1f})"
    )
    typer.echo(f"sharp again: {statistics.median(rests):.0f} ms after the last move ({max(rests):.0f})")


def _drag(page: Page, seconds: float, direction: int) -> tuple[float, float]:
    """Drag from the middle of the map; return frames a second, and ms from the end of the drag to the last frame."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("() => { pan.drawn.length = 0; }")
    end, moved = time.monotonic() + seconds, 0.0
    while time.monotonic() < end:
        moved = min(moved + 3, box["width"] / 3)
        page.mouse.move(x + direction * moved, y + moved / 6)
        time.sleep(_STEP_S)
        if moved >= box["width"] / 3:
            direction, moved = -direction, 0.0
            x += -direction * box["width"] / 3
    dragged = page.evaluate("pan.drawn.slice()")
    last = page.evaluate("performance.now()")
    page.mouse.up()
    page.wait_for_timeout(300)
    page.wait_for_function(_SHARP)
    page.wait_for_timeout(600)
    rest = page.evaluate("pan.drawn.at(-1)") - last
    return (len(dragged) - 1) / ((dragged[-1] - dragged[0]) / 1000), rest


if __name__ == "__main__":
    typer.run(main)
