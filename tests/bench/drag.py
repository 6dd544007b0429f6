"""Measures a slider: from the key that moves it to the frame in which the map shows the new value.

``python -m tests.bench.drag``. Every step goes to a value that was never built before, so that no cache helps. The
server's share of it is in the table of GeoJSON builds with changed parameters.
"""

import statistics
from typing import Any

import typer

from tests.bench.browser import SIZE, chromium
from tests.bench.server import Server

#: Layer, parameter, kind and property that tell when the new data is on the map; how the value reads there.
SLIDERS = {
    "air_policing.radius_km": ("reach_ring", "radius_km"),
    "monitoring_mission.depth_km": ("band_held", "area_km2"),
    "coalition_forces.standoff_km": ("deployment_area", "area_km2"),
}
_WATCH = """([layer, kind, column]) => {
  const map = guarantees.map.live;
  const now = () => JSON.stringify(map.querySourceFeatures(layer, { filter: ["==", ["get", "kind"], kind] })
    .map((f) => f.properties[column]).sort());
  window.steps = [];
  let before = now(), from = 0;
  addEventListener("keydown", () => { before = now(); from = performance.now(); }, true);
  map.on("render", () => {
    if (!from || now() === before) return;
    window.steps.push(performance.now() - from);
    from = 0;
  });
}"""


def main(steps: int = 12) -> None:
    """Print median and p95 of each slider."""
    with Server("ours") as server, chromium() as browser:
        typer.echo(
            "| slider | to the changed frame: median (p95) | of it the request: median (p95) |\n|---|---|---|"
        )
        for key, (kind, column) in SLIDERS.items():
            times = _measure(browser, server.base, key, kind, column, steps)
            typer.echo(f"| `{key}` | {_text(times)} |")


def _measure(browser: Any, base: str, key: str, kind: str, column: str, steps: int) -> list[float]:
    layer, name = key.split(".")
    page = browser.new_page(viewport=SIZE)
    page.goto(base)
    page.wait_for_function(
        "document.documentElement.dataset.ready == 'yes' && guarantees.map?.live?.loaded()"
    )
    page.locator(f"[data-card='{layer}'] summary").first.click()
    page.wait_for_timeout(1500)
    page.evaluate(_WATCH, [layer, kind, column])
    page.locator(f"#param--{layer}--{name} [role=slider]").focus()
    for count in range(1, steps + 1):
        page.keyboard.press("ArrowRight")
        page.wait_for_function("(n) => window.steps.length >= n", arg=count, timeout=20_000)
        page.wait_for_timeout(250)
    times: list[float] = page.evaluate("window.steps")
    page.close()
    return times


def _text(values: list[float]) -> str:
    p95 = sorted(values)[max(0, round(0.95 * len(values)) - 1)] if values else float("nan")
    return f"{statistics.median(values):.0f} ms ({p95:.0f})" if values else "–"


if __name__ == "__main__":
    typer.run(main)
