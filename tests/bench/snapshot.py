"""Times, memory and sizes of figures, and Kaleido on the same map: `python -m tests.bench.snapshot`.

Prints a table; judges nothing. Processor time stands beside the clock's: it depends less on what else the machine does.
`--rounds N`, `--no-kaleido`.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

import geopandas as gpd

from export.figures.options import SnapshotOptions
from export.formats import Snapshot, render
from geodata.store import Store
from layers.core.build import Frames
from layers.core.geojson import to_geojson
from layers.core.registry import Registry
from layers.core.scenario import Scenario
from tools.get_chromium import find
from webmap.style import GROUND, map_style

_FIRST = """
import json, resource, sys, time
start = time.perf_counter()
from tests.bench.snapshot import a_figure
make = a_figure()
make("png")
first, cpu = time.perf_counter() - start, time.process_time()
make("png"), make("png")
print(json.dumps({"first_s": first, "cpu_s": cpu,
                  "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def the_frames() -> tuple[Store, Registry, Scenario, dict[str, gpd.GeoDataFrame]]:
    """Return the shipped data, the map as proposed, and its layers with the ground."""
    frames = Frames()
    scenario = frames.registry.default()
    return frames.store, frames.registry, scenario, frames.frames(scenario)


def a_figure() -> Callable[[str], bytes]:
    """Return what draws the default figure, 1600×900 at two pixels a px, with all furniture and its provenance."""
    store, registry, scenario, frames = the_frames()
    options = SnapshotOptions.model_validate({})

    def make(kind: str) -> bytes:
        snapshot = Snapshot(
            frames=frames,
            scenario=scenario,
            options=options,
            registry=registry,
            sources=store.sources,
            made="2026-01-31",
        )
        return render(kind, snapshot)

    return make


def timed(call: Callable[[], bytes], rounds: int) -> tuple[float, float, int]:
    """Return median seconds by the clock and of the processor, and the size of what was made."""
    size = len(call())
    clock, processor = [], []
    for _ in range(rounds):
        started = time.perf_counter(), time.process_time()
        call()
        clock.append(time.perf_counter() - started[0])
        processor.append(time.process_time() - started[1])
    return statistics.median(clock), statistics.median(processor), size


def kaleido(rounds: int) -> tuple[float, int]:
    """Return the median seconds of Kaleido for the same layers in the screen's style, and the size of its PNG.

    The data is in the figure. Symbols and patterns are left out: their sprite needs a server.
    """
    import kaleido as drawer
    import plotly.graph_objects as go

    _, _, scenario, frames = the_frames()
    style = map_style("light", scenario.layers)
    del style["sprite"]
    style["sources"] = {
        name: {"type": "geojson", "data": json.loads(to_geojson(frame))} for name, frame in frames.items()
    }
    sprite = {"fill-pattern", "icon-image"}
    style["layers"] = [
        layer
        for layer in style["layers"]
        if not sprite & {*layer.get("paint", {}), *layer.get("layout", {})}
        and layer.get("source", GROUND) in frames
    ]
    figure = go.Figure(go.Scattermap(lon=[None], lat=[None]))
    figure.update_layout(
        map={"style": style, "center": {"lon": 31.2, "lat": 48.4}, "zoom": 5.1},
        margin=dict.fromkeys("lrtb", 0),
    )
    size_of_it = {"format": "png", "width": 1600, "height": 900, "scale": 2}
    drawer.start_sync_server(path=find())
    try:
        seconds, _, size = timed(lambda: drawer.calc_fig_sync(figure, opts=size_of_it), rounds)
    finally:
        drawer.stop_sync_server()
    return seconds, size


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--no-kaleido", action="store_true")
    chosen = options.parse_args()
    made = subprocess.run([sys.executable, "-c", _FIRST], capture_output=True, text=True, check=True)
    first = json.loads(made.stdout)
    make = a_figure()
    print("| figure | target | clock | processor | size |\n|---|---|---|---|---|")
    targets: dict[str, str] = {"png": "≤ 0.7 s", "svg": "≤ 0.4 s, 2 MB", "pdf": "≤ 0.4 s, 1.5 MB"}
    clocks = {}
    for kind, target in targets.items():
        clock, processor, size = timed(partial(make, kind), chosen.rounds)
        clocks[kind] = clock
        print(f"| {kind.upper()} | {target} | {clock:.2f} s | {processor:.2f} s | {size / 1e6:.2f} MB |")
    print(
        f"| first PNG of a process, imports included | ≤ 2.5 s | {first['first_s']:.2f} s | {first['cpu_s']:.2f} s | |"
    )
    print(f"| peak memory of three PNGs | ≤ 450 MB | {first['peak_mb']:.0f} MB | | |")
    if not chosen.no_kaleido:
        seconds, size = kaleido(min(3, chosen.rounds))
        times = seconds / clocks["png"]
        print(f"| Kaleido, PNG | ≥ 8 × ours | {seconds:.2f} s, × {times:.1f} | | {size / 1e6:.2f} MB |")


if __name__ == "__main__":
    main()
