"""`python -m tests.bench`: the dashboard beside dash-leaflet and stock plotly, on the machine it runs on.

It measures and prints; it never fails on a time. docs/performance.md says what each figure means.
"""

import json
import os
import platform
import time
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import psutil
import typer
from playwright.sync_api import Browser

from dashboard.service import Service
from tests.bench import report
from tests.bench.browser import chromium, toggling, visited
from tests.bench.build import build_times
from tests.bench.reference import drawn_layers
from tests.bench.server import COMMANDS, Server

_QUIET_LOAD = 0.7
_BUSY_LOAD = 0.5


def main(
    rounds: Annotated[int, typer.Option(min=1, help="Cold visits to each page.")] = 7,
    toggles: Annotated[int, typer.Option(min=1, help="Times each guarantee is switched off and on.")] = 7,
    repeats: Annotated[int, typer.Option(min=1, help="Times each layer is built.")] = 15,
    settle: Annotated[float, typer.Option(min=0, help="Wait at most so many s for a quiet machine.")] = 0,
    json_path: Annotated[Path | None, typer.Option("--json", help="Write all figures here as well.")] = None,
) -> None:
    """Measure everything; print each table as soon as it is measured."""
    _settle(settle)
    results: dict[str, Any] = {"machine": _machine(), "builds": build_times(repeats)}
    print(report.build_table(results["builds"]), "\n", flush=True)
    try:
        with chromium() as browser:
            results["machine"]["chromium"] = browser.version
            print(_describe(results["machine"]), "\n", flush=True)
            _visits(browser, rounds, toggles, results)
    finally:
        if json_path:
            json_path.write_text(json.dumps(results, indent=1), encoding="utf-8")


def _visits(browser: Browser, rounds: int, toggles: int, results: dict[str, Any]) -> None:
    """Serve the three pages at once and visit them in turn, so that what disturbs one disturbs all.

    Tables are printed, and figures put into `results`, as they come: what a later page does not do loses none of them.
    """
    layers = drawn_layers(Service())
    ids = [layer.id for layer in layers]
    guarantees = [layer.id for layer in layers if layer.group == "guarantee"]
    found: dict[str, Any] = {"cold": defaultdict(list), "first_visit": {}, "toggling": {}, "servers": {}}
    results |= found
    for name in COMMANDS:  # the first call compiles and reads from disk
        Server(name).__exit__()
    with ExitStack() as stack:
        servers = {}
        for name in COMMANDS:
            server = servers[name] = stack.enter_context(Server(name))
            time.sleep(2)  # app.py builds its layers after it has begun to answer
            found["servers"][name] = {"start_s": server.start_s, "memory_warm_mb": server.memory_mb}
        for name, server in servers.items():
            found["first_visit"][name] = visited(browser, server.base, ids)
        for number in range(rounds):
            for name, server in servers.items():
                typer.echo(f"round {number + 1} of {rounds}: {name}  \r", nl=False, err=True)
                found["cold"][name].append(visited(browser, server.base, ids))
        print(report.cold_table(found["cold"]), "\n")
        print(report.first_visit(found["first_visit"]["ours"]), "\n", flush=True)
        for name, server in servers.items():
            typer.echo(f"switching: {name}           \r", nl=False, err=True)
            found["toggling"][name] = toggling(browser, server.base, ids, guarantees, toggles)
            found["servers"][name]["memory_end_mb"] = server.memory_mb
        print(report.toggle_table(found["toggling"]), "\n")
        print(report.server_table(found["servers"]), flush=True)


def _settle(most_s: float) -> None:
    end = time.monotonic() + most_s
    while os.getloadavg()[0] >= _QUIET_LOAD and time.monotonic() < end:
        time.sleep(min(5, max(0, end - time.monotonic())))


def _machine() -> dict[str, Any]:
    return {
        "when": time.strftime("%Y-%m-%d %H:%M"),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
    }


def _describe(machine: dict[str, Any]) -> str:
    text = (
        f"{machine['when']}: {machine['system']}, {machine['cores']} cores, {machine['memory_gb']} GB, "
        f"Python {machine['python']}, Chromium {machine['chromium']} without a GPU (SwiftShader), "
        f"load {machine['load']} at the start."
    )
    if machine["load"] > _BUSY_LOAD:
        text += "\nThe machine was busy with other work: times are too long, ratios are a better guide."
    return text


if __name__ == "__main__":
    typer.run(main)
