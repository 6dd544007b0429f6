"""Measures the sliders: from the key that moves one to the frame in which the map shows all of the new value.

``python -m tests.bench.drag``. Every numeric parameter of the four guarantees, from its default upward, each value
built for the first time, so that no cache helps. Beside it the request: from its leaving the browser to the end of the
answer.
"""

import statistics
from typing import Any

import typer
from playwright.sync_api import Browser, Page, Request

from layers.core.params import ParamSpec
from layers.core.spec import Layer
from tests.bench.browser import SIZE, chromium
from tests.bench.server import Server
from tests.shipped import LAYERS

#: A frame counts once it is drawn with every tile of the new data; what came before is not the new value.
_WATCH = """(layer) => {
  const map = guarantees.map.live;
  window.steps = [];
  let from = 0, come = false;
  addEventListener("keydown", () => { from = performance.now(); come = false; }, true);
  map.on("data", (event) => { if (event.sourceId === layer && event.sourceDataType === "content") come = true; });
  map.on("render", () => {
    if (!from || !come || !map.isSourceLoaded(layer)) return;
    window.steps.push(performance.now() - from);
    from = 0;
  });
}"""
_PAUSE_MS = 250


def main(steps: int = 7) -> None:
    """Print median and p95 of each slider, and of all together."""
    everything: list[tuple[float, float]] = []
    typer.echo("| slider | to the changed frame: median (p95) | of it the request |\n|---|---|---|")
    with Server("ours") as server, chromium() as browser:
        for layer in (layer for layer in LAYERS if layer.group == "guarantee"):
            page = _opened(browser, server.base, layer)
            for spec in layer.specs:
                if spec.kind in ("number", "integer"):
                    taken = _measure(page, layer, spec, steps)
                    everything += taken
                    typer.echo(f"| `{layer.id}.{spec.name}` | {_text(taken)} |")
            page.close()
    typer.echo(f"| all {len(everything)} steps | {_text(everything)} |")


def _opened(browser: Browser, base: str, layer: Layer) -> Page:
    page = browser.new_page(viewport=SIZE, bypass_csp=True)  # to wait inside the page, as below
    page.goto(base)
    page.wait_for_function(
        "document.documentElement.dataset.ready == 'yes' && guarantees.map?.live?.loaded()"
    )
    page.locator(f"[data-card='{layer.id}'] summary").first.click()
    page.wait_for_timeout(1500)
    page.evaluate(_WATCH, layer.id)
    return page


def _measure(page: Page, layer: Layer, spec: ParamSpec, steps: int) -> list[tuple[float, float]]:
    """Return ms to the changed frame, and ms of the request in it, of each step."""
    asked: list[float] = []

    def note(request: Request) -> None:
        if f"/layers/{layer.id}.geojson" in request.url:
            asked.append(request.timing["responseEnd"] - request.timing["requestStart"])

    page.on("requestfinished", note)
    page.evaluate("() => { window.steps.length = 0; }")
    page.locator(f"#param--{layer.id}--{spec.name}").focus()
    for count in range(1, steps + 1):
        page.keyboard.press("ArrowRight")
        page.wait_for_function("(n) => window.steps.length >= n", arg=count, timeout=20_000)
        page.wait_for_timeout(_PAUSE_MS)
    page.remove_listener("requestfinished", note)
    shown: Any = page.evaluate("window.steps")
    return list(zip(shown, asked, strict=True))


def _text(taken: list[tuple[float, float]]) -> str:
    return " | ".join(
        f"{statistics.median(values):.0f} ms ({sorted(values)[max(0, round(0.95 * len(values)) - 1)]:.0f})"
        for values in zip(*taken, strict=True)
    )


if __name__ == "__main__":
    typer.run(main)
