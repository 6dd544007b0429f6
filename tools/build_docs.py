"""Writes `docs/layers.md` and `docs/corrections.md`, and into the user guide which formats open again.

Run ``.venv/bin/python tools/build_docs.py`` after a layer, a parameter, a correction or a format has changed; a test
fails where that was forgotten.
"""

import os
import re
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
os.environ["WORKSPACE"] = "none"  # the docs are of the shipped data

from export.formats import openable  # noqa: E402
from geodata.corrections import Correction, read_corrections  # noqa: E402
from geodata.dates import day  # noqa: E402
from geodata.schema import DATA_DIR  # noqa: E402
from geodata.tables import table_named  # noqa: E402
from geodata.yaml_files import read_sources  # noqa: E402
from layers.core.constants import EDITIONS  # noqa: E402
from layers.core.edition import ORDINALS  # noqa: E402
from layers.core.params import ParamSpec  # noqa: E402
from layers.core.registry import load_registry  # noqa: E402
from layers.core.spec import Layer  # noqa: E402
from layers.core.variants import value_in  # noqa: E402
from layers.style.rows import rows_of  # noqa: E402

TARGET = PROJECT / "docs" / "layers.md"
CORRECTIONS_TARGET = PROJECT / "docs" / "corrections.md"
GUIDE_TARGET = PROJECT / "docs" / "user-guide.md"

_HEAD = """# Layers and their parameters

Made from the code by `tools/build_docs.py`; do not edit it here.

A parameter's key is the same in the address of the page, in the address of a layer's data and in the commands:
`/?monitoring_mission.depth_km=20`, `/layers/monitoring_mission.geojson?monitoring_mission.depth_km=20`. A layer that
follows the line of occupation also takes `line=<date>`. Values outside the range are refused with what is allowed.
*low* and *high* are the ready variants that one can compare with, choices of this project which nobody proposed.
"""
_GROUPS = {"guarantee": "Guarantee", "context": "Context", "base": "Base map"}


def text() -> str:
    """Return the whole page."""
    return "\n".join([_HEAD, *(section(layer) for layer in load_registry().layers)])


def section(layer: Layer) -> str:
    """Return the section of one layer."""
    group = _GROUPS[layer.group] + (f" {layer.pillar}" if layer.pillar else "")
    facts = [
        f"`{layer.id}` · {group}",
        f"key {layer.shortcut}" if layer.shortcut else "",
        "on at the start" if layer.visible else "off at the start",
        "follows the line" if layer.follows_line else "",
    ]
    drawn = [row.label for row in reversed(rows_of(layer.id)) if row.in_legend]
    tables = [f"`{table_named(name).file}`" for name in layer.facts]
    parts = [
        f"## {layer.title}",
        f"{layer.summary} ({', '.join(fact for fact in facts if fact)})",
        f"Legend: {'; '.join(drawn)}. Data: {', '.join(tables)} in `geodata/`.",
    ]
    if layer.specs:
        parts.append(_table(layer))
    if layer.later:
        parts.append(f"Later: {layer.later}")
    return "\n\n".join(parts) + "\n"


def _table(layer: Layer) -> str:
    rows = ["| key | default | range | low, high | unit | what it means |", "|---|---|---|---|---|---|"]
    for spec in layer.specs:
        cells = (
            f"`{layer.id}.{spec.name}`",
            _default(spec),
            _range(spec),
            _variants(spec),
            spec.unit,
            spec.help,
        )
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows)


def _default(spec: ParamSpec) -> str:
    if spec.kind == "several":
        return f"`{','.join(spec.default)}`"
    return f"`{spec.default}`" if spec.kind == "choice" else f"{spec.default:g}"


def _variants(spec: ParamSpec) -> str:
    """Return the values of the ready variants."""
    low, high = value_in(spec, "low"), value_in(spec, "high")
    return f"{low:g}, {high:g}" if low is not None and high is not None else ""


def _range(spec: ParamSpec) -> str:
    if spec.kind in ("number", "integer"):
        return f"{spec.low:g} to {spec.high:g}, in steps of {spec.step:g}"
    named = [
        f"`{option}`" + (f" ({spec.labels[option]})" if option in spec.labels else "")
        for option in spec.options
    ]
    return ("one of " if spec.kind == "choice" else "any of ") + ", ".join(named)


_CORRECTIONS_HEAD = """# Corrections

Made from `geodata/corrections.yaml` by `tools/build_docs.py`; do not edit it here.

What an earlier edition said, until when, and what is right. The dashboard shows the same at `/corrections`, with a form
for reporting an error. Links and files of an earlier edition still open: with today’s numbers and a note of what
has changed since in what they show.
"""


def corrections_text() -> str:
    """Return the page of corrections, the newest edition first."""
    found = read_corrections()
    sources, _ = read_sources(DATA_DIR)
    parts = [_CORRECTIONS_HEAD]
    for edition in sorted({int(one.edition) for one in found.values()}, reverse=True):
        number = ORDINALS.get(edition, f"{edition}th")
        parts.append(f"## Corrected in the {number} edition (version {EDITIONS[edition]})\n")
        parts += [_correction(one, sources) for one in found.values() if int(one.edition) == edition]
    return "\n".join(parts)


def _correction(one: Correction, sources: dict) -> str:
    cited = "; ".join(
        f"{s.title}. {s.publisher}, {day(s.date)}" for s in (sources[key] for key in one.sources)
    )
    change = f" ({one.before} → {one.now})" if one.before else ""
    concerns = f" Concerns {', '.join(f'`{layer}`' for layer in one.layers)}." if one.layers else ""
    return (
        f"### {one.subject}{change}\n\n- We said: {one.said}\n- Correct: {one.right}\n- Why: {one.why}\n"
        f"- Wrong from {one.period}.{concerns}\n- Source: {cited}\n"
    )


def guide_text() -> str:
    """Return the user guide with the formats that open again between their marks."""
    guide = GUIDE_TARGET.read_text(encoding="utf-8")
    return re.sub(
        r"(<!-- formats.*?-->\n).*?(<!-- /formats -->)",
        rf"\1{openable()} can be opened.\n\2",
        guide,
        flags=re.S,
    )


if __name__ == "__main__":
    for target, page in (
        (TARGET, text()), (CORRECTIONS_TARGET, corrections_text()), (GUIDE_TARGET, guide_text()),
    ):  # fmt: skip
        target.write_text(page, encoding="utf-8")
        print(f"Wrote {target.relative_to(PROJECT)}")
