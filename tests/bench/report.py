"""The figures as Markdown tables beside their targets; they go into docs/performance.md as they are."""

import math
from statistics import median
from typing import Any

NAMES = ("ours", "dash-leaflet", "stock plotly")
#: Stands in a table where a page did not do what was asked of it.
NO_ANSWER = "no answer"
#: Rows of the cold table: title, key of a visit, target, digits and unit.
_COLD = (
    ("map picture painted", "picture_painted_s", "≤ 1.0 s", 2, "s"),
    ("map picture, bytes there", "picture_s", "", 2, "s"),
    ("live map", "live_s", "≤ 2.3 s", 2, "s"),
    ("panel usable", "panel_s", "", 2, "s"),
    ("transferred, all", "all_kb", "≤ 2,000 kB", 0, "kB"),
    ("of it map data", "map_data_kb", "≤ 400 kB", 0, "kB"),
    ("of it the picture", "picture_kb", "", 0, "kB"),
    ("requests", "requests", "", 0, ""),
    ("requests to the outside", "outside", "0", 0, ""),
)


def p95(values: list[float]) -> float:
    """Return the 95th percentile by nearest rank: of few values the largest."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table with aligned columns."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    rule = ["-" * width for width in widths]
    lines = [[c.ljust(w) for c, w in zip(row, widths, strict=True)] for row in (head, rule, *rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cold_table(cold: dict[str, list[dict[str, float]]]) -> str:
    """Return the table of the cold visits."""
    rows = []
    for title, key, target, digits, unit in _COLD:
        values = {name: [visit[key] for visit in cold[name] if key in visit] for name in NAMES}
        cells = _cells(values, digits, unit)
        silent = [not any(cold[name]) for name in NAMES]
        rows.append([title, target, *(NO_ANSWER if no else c for no, c in zip(silent, cells, strict=True))])
    return table(["cold page: median (p95, × ours)", "target", *NAMES], rows)


def first_visit(visit: dict[str, float]) -> str:
    """Return what the very first visit took, in words."""
    seconds = [
        f"{visit[key]:.2f} s" if key in visit else NO_ANSWER for key in ("picture_painted_s", "live_s")
    ]
    return (
        f"The very first visit, the server just started: picture painted after {seconds[0]}, "
        f"live map after {seconds[1]}."
    )


def toggle_table(toggling: dict[str, dict[str, Any]]) -> str:
    """Return the table of the switches: over all guarantees, then by guarantee."""
    rows = []
    for title, part, target in (("changed frame", "frame", "≤ 60 ms"), ("its pixels drawn", "drawn", "")):
        for way in ("off", "on"):
            values = {name: [s[part] for s in toggling[name][way] if part in s] for name in NAMES}
            cells = _cells(values, 0, "ms")
            silent = [not toggling[name][way] for name in NAMES]
            rows.append(
                [
                    f"{way}: {title}",
                    target,
                    *(NO_ANSWER if no else c for no, c in zip(silent, cells, strict=True)),
                ]
            )
    rows.append(["requests made by it", "0", *(f"{toggling[name]['requests']}" for name in NAMES)])
    switched = (s["layer"] for name in NAMES for way in ("off", "on") for s in toggling[name][way])
    silent = (layer for name in NAMES for layer in toggling[name].get("no_answer", ()))
    for layer in dict.fromkeys([*switched, *silent]):
        rows.append([f"{layer}: off / on", "", *(_off_and_on(toggling[name], layer) for name in NAMES)])
    return table(["switch, from the click: median (p95, × ours)", "target", *NAMES], rows)


def _off_and_on(measured: dict[str, Any], layer: str) -> str:
    """Return the median of both ways, `no answer` where the page gave none or gave it up half way."""
    if layer in measured.get("no_answer", ()):
        return NO_ANSWER
    ways = [[s["frame"] for s in measured[way] if s["layer"] == layer] for way in ("off", "on")]
    return " / ".join(f"{median(way):.0f}" if way else "–" for way in ways) + " ms"


def server_table(servers: dict[str, dict[str, float]]) -> str:
    """Return the table of start and memory."""
    own = [servers[name] for name in NAMES]
    rows = [
        ["start to first answer", "< 4 s", *(f"{s['start_s']:.1f} s" for s in own)],
        ["memory after warm-up", "", *(f"{s['memory_warm_mb']:.0f} MB" for s in own)],
        ["memory after all visits", "≤ 350 MB", *(f"{s['memory_end_mb']:.0f} MB" for s in own)],
    ]
    return table(["server", "target", *NAMES], rows)


def build_table(builds: dict[str, dict[str, Any]]) -> str:
    """Return the table of the layers' GeoJSON; the target is 60 ms each."""
    rows = [
        [
            layer,
            f"{b['default_ms']:.0f} ms",
            "" if b["changed_ms"] is None else f"{b['changed_ms']:.0f} ms",
            f"{b['raw_kb']:.0f} kB",
            f"{b['brotli_kb']:.1f} kB",
        ]
        for layer, b in builds.items()
    ]
    return table(["GeoJSON, warm (target ≤ 60 ms)", "defaults", "changed parameters", "raw", "brotli"], rows)


def _cells(values: dict[str, list[float]], digits: int, unit: str) -> list[str]:
    cells = []
    for name, measured in values.items():
        if not measured:
            cells.append("–")
            continue
        text = f"{median(measured):,.{digits}f} {unit}".rstrip()
        if unit and unit != "kB":
            text += f" ({p95(measured):,.{digits}f})"
        if name != "ours" and unit and values["ours"] and median(values["ours"]):
            text += f" ×{median(measured) / median(values['ours']):.1f}"
        cells.append(text)
    return cells
