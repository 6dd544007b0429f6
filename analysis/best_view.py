"""The best of a kind as a person reads it, and as data."""

import json
from dataclasses import fields
from typing import Any

from analysis.best import BestBases, BestStandoff
from analysis.measure import SHARE, text_of
from i18n.spoken import said, tr
from layers.air_policing import LAYER as AIR
from layers.core.constants import NOTICE
from layers.core.registry import Registry
from layers.core.scenario_file import to_json

_DECIMALS = 4


def bases_lines(found: BestBases, registry: Registry) -> list[str]:
    """Return which bases, what they reach, how that was found, and the address to open."""
    spec = next(spec for spec in registry[AIR.id].specs if spec.name == "bases")
    names = ", ".join(spec.labels.get(icao, icao) for icao in found.bases)
    whom = tr("people on government-held ground") if found.by == "people" else tr("government-held ground")
    radius_km: Any = found.scenario.params[AIR.id]
    lines = [
        tr("Best {count}: {bases}", count=str(len(found.bases)), bases=names),
        tr(
            "In reach of {radius} km: {share} of {whom}; with the bases of the scenario {now}",
            radius=f"{radius_km.radius_km:,.0f}",
            share=said(text_of(found.share, SHARE)),
            whom=whom,
            now=said(text_of(found.now, SHARE)),
        ),
    ]
    if found.fewest < len(found.bases):
        lines.append(tr("As much is reached by {count}; the others add nothing.", count=str(found.fewest)))
    if found.equal:
        lines.append(tr("Other choices that reach as much: {count}", count=f"{found.equal:,}"))
    return [*lines, _how(found.exact, found.tried), *_ending(found, registry)]


def standoff_lines(found: BestStandoff, registry: Registry) -> list[str]:
    """Return which stand-off, on how many routes an area stands, how that was found, and the address to open."""
    lines = [
        tr(
            "Best stand-off: {km} km, the largest with an area on {routes} routes; as the scenario is, on {now}",
            km=f"{found.standoff_km:g}",
            routes=str(found.routes),
            now=str(found.now),
        )
    ]
    if found.smallest_km < found.standoff_km:
        lines.append(tr("The smallest with as many: {km} km", km=f"{found.smallest_km:g}"))
    return [*lines, _how(found.exact, found.tried), *_ending(found, registry)]


def _how(exact: bool, tried: int) -> str:
    if exact:
        return tr("Exact: all {count} choices were tried.", count=f"{tried:,}")
    return tr("Not exact: there are too many choices to try them all, so there may be a better one.")


def _ending(found: BestBases | BestStandoff, registry: Registry) -> list[str]:
    return [tr("Open: {address}", address=f"/?{found.scenario.to_query(registry)}"), said(NOTICE) + "."]


def document(found: BestBases | BestStandoff, registry: Registry) -> dict[str, Any]:
    """Return an answer as plain data: its fields, the address to open and the scenario as in a file."""
    own = {field.name: getattr(found, field.name) for field in fields(found) if field.name != "scenario"}
    rounded = {
        name: round(value, _DECIMALS) if isinstance(value, float) else value for name, value in own.items()
    }
    return {
        "notice": said(NOTICE),
        **rounded,
        "address": f"/?{found.scenario.to_query(registry)}",
        "scenario": json.loads(to_json(found.scenario, registry)),
    }
