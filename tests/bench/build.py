"""Times how long a layer takes from facts to GeoJSON, warm: facts are read, their derived shapes are there.

Called directly, without the dashboard's caches. The second figure changes every numeric parameter a little each
time, so that nothing that was kept from an equal call can help.
"""

import time
from statistics import median
from typing import Any

import brotli

from geodata.store import Store
from layers.core import ground
from layers.core.facts import facts_for
from layers.core.geojson import to_geojson
from layers.core.params import Params
from layers.core.scenario import DEFAULT_LINE_DATE
from layers.core.spec import Layer
from tests.shipped import LAYERS, built


def build_times(repeats: int) -> dict[str, dict[str, Any]]:
    """Return per layer: median ms with defaults and with changed parameters (None: has none), kB raw and brotli."""
    facts = facts_for(Store(), DEFAULT_LINE_DATE)
    results = {}
    for layer in (ground.LAYER, *LAYERS):
        body = to_geojson(built(layer, facts))  # warms the facts
        default = [_time(layer, layer.params(), facts) for _ in range(repeats)]
        steps = range(1, repeats + 1) if layer.specs else ()
        changed = [_time(layer, nudged(layer, step), facts) for step in steps]
        results[layer.id] = {
            "default_ms": median(default),
            "changed_ms": median(changed) if changed else None,
            "raw_kb": len(body) / 1000,
            "brotli_kb": len(brotli.compress(body, quality=9)) / 1000,
        }
    return results


def nudged(layer: Layer, step: int) -> Params:
    """Return parameters that differ a little from the defaults, differently for each step.

    Numbers move by a thousandth of their range, whole numbers by one, towards the farther end of the range;
    of a selection one item is left out.
    """
    values: dict[str, Any] = {}
    for spec in layer.specs:
        if spec.kind in ("number", "integer"):
            assert spec.low is not None
            assert spec.high is not None
            up = spec.high - spec.default >= spec.default - spec.low
            unit = 1 if spec.kind == "integer" else (spec.high - spec.low) / 1000
            values[spec.name] = spec.default + (step if up else -step) * unit
        elif spec.kind == "several" and spec.default:
            left_out = step % len(spec.default)
            values[spec.name] = tuple(v for i, v in enumerate(spec.default) if i != left_out)
    return layer.params(**values)


def _time(layer: Layer, params: Params, facts: Any) -> float:
    started = time.perf_counter()
    to_geojson(built(layer, facts, params))
    return (time.perf_counter() - started) * 1000
