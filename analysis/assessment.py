"""The assessment of a scenario: every measure, what each guarantee covers of each oblast and of the country, and gaps.

What depends on one guarantee is kept by what that guarantee depends on, so that a parameter that moves costs its own
guarantee alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from analysis.derived.coverage_depth import rules_of
from analysis.kept import kept
from analysis.measure import Value
from analysis.registry import MEASURES
from analysis.situation import Situation
from analysis.sustained_numbers import Sustained
from layers.core.build import Frames
from layers.core.facts import facts_for
from layers.core.scenario import Scenario

COUNTRY = "UA"
_COVERAGE = "coverage_depth"


@dataclass(frozen=True, kw_only=True)
class Covered:
    """What one guarantee, or none, has of an area: ground and people."""

    area_km2: float
    people: float


@dataclass(frozen=True, kw_only=True)
class Unit:
    """An oblast or the country: its ground and people, what is occupied, and what each guarantee covers, by id.

    `guarantees` has all that there are; one that is not shown covers nothing. `line_km` is the drawn line in it.
    """

    iso: str
    name: str
    area_km2: float
    population: float
    occupied_km2: float
    occupied_population: float
    line_km: float
    guarantees: dict[str, Covered]
    uncovered: Covered

    @property
    def occupied_share(self) -> float:
        """How much of it is occupied."""
        return self.occupied_km2 / self.area_km2

    @property
    def uncovered_share(self) -> float:
        """How much of its ground none of the guarantees shown covers."""
        return self.uncovered.area_km2 / self.area_km2

    @property
    def mean_depth(self) -> float:
        """How many guarantees cover a place of it on average."""
        return sum(one.area_km2 for one in self.guarantees.values()) / self.area_km2


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What a scenario comes to: `measures` in the order of `analysis.registry`, the 27 `oblasts`, the `country`.

    `gaps` is what `analysis.gaps.find(frames, scenario)` finds, each with `id`, `text` and `closing.words`; nothing as
    long as there is no such module. `sustained`: the numbers that some of the measures rest on.
    """

    measures: tuple[Value, ...]
    oblasts: tuple[Unit, ...]
    country: Unit
    gaps: tuple[Any, ...] = ()
    sustained: Sustained = field(default_factory=Sustained)

    def __getitem__(self, measure_id: str) -> Value:
        return self.by_id[measure_id]

    @property
    def by_id(self) -> dict[str, Value]:
        """The measures by their id."""
        return {one.id: one for one in self.measures}


def situation_of(frames: Frames, scenario: Scenario, sustained: Sustained | None = None) -> Situation:
    """Return what measures are computed of; of scenarios that are compared, the first."""
    guarantees = tuple(layer for layer in frames.registry.layers if layer.covers)
    shown = [layer for layer in guarantees if layer.id in scenario.layers]
    coverage = scenario.params.get(_COVERAGE)
    return Situation(
        facts=facts_for(frames.store, scenario.line),
        guarantees=guarantees,
        frames={layer.id: frames.frame(layer, scenario) for layer in shown},
        params=scenario.params,
        rules=rules_of(coverage) if coverage is not None else {},
        queries={layer.id: frames.query(layer, scenario) for layer in shown},
        sustained=sustained or Sustained(),
        cache=kept(frames),
    )


def assess(frames: Frames, scenario: Scenario, sustained: Sustained | None = None) -> Assessment:
    """Return the assessment of a scenario, kept for those asked for last; of several compared, that of the first.

    `sustained`: how many there are of each, in place of the numbers that `analysis.sustained_numbers` states.
    """
    situation = situation_of(frames, scenario, sustained)

    def make() -> Assessment:
        return replace(assess_situation(situation), gaps=_gaps(frames, scenario))

    key = (scenario.line, situation.sustained, *situation.queries.items(), *situation.rules.items())
    found: Assessment = situation.cache.once(("assessment", *key), make)
    return found


def assess_situation(situation: Situation) -> Assessment:
    """Return the assessment of a situation, without gaps; pure."""
    measures = tuple(value for measure in MEASURES for value in measure.values(situation))
    oblasts = tuple(
        _unit(situation, iso, name, lambda values, index=index: float(values[index]))  # type: ignore[misc]
        for index, (iso, name) in enumerate(zip(situation.oblasts.iso, situation.oblasts.names, strict=True))
    )
    country = _unit(situation, COUNTRY, "Ukraine", lambda values: float(values.sum()))
    return Assessment(measures=measures, oblasts=oblasts, country=country, sustained=situation.sustained)


def _unit(situation: Situation, iso: str, name: str, of: Callable[[np.ndarray], float]) -> Unit:
    """Return one unit, its numbers taken by `of` from those of all oblasts."""
    oblasts, covered, together = situation.oblasts, situation.covered, situation.covered_by_any
    return Unit(
        iso=iso,
        name=name,
        area_km2=of(oblasts.area_km2),
        population=of(oblasts.population),
        occupied_km2=of(situation.occupied.area_km2),
        occupied_population=of(situation.occupied.people),
        line_km=of(situation.line_km),
        guarantees={
            layer.id: Covered(
                area_km2=of(covered[layer.id].area_km2) if layer.id in covered else 0.0,
                people=of(covered[layer.id].people) if layer.id in covered else 0.0,
            )
            for layer in situation.guarantees
        },
        uncovered=Covered(
            area_km2=of(np.maximum(oblasts.area_km2 - together.area_km2, 0.0)),
            people=of(np.maximum(oblasts.population - together.people, 0.0)),
        ),
    )


def _gaps(frames: Frames, scenario: Scenario) -> tuple[Any, ...]:
    """Return what the module that finds gaps finds, nothing where there is none."""
    if find_spec("analysis.gaps") is None:
        return ()
    return tuple(import_module("analysis.gaps").find(frames, scenario))
