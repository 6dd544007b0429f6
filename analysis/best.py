"""Best of a kind: which few bases reach most ground or people, and which stand-off keeps areas on most routes.

Exact where everything can be tried. Rings of bases cut government-held ground into cells, each with the set of bases
that reach it; that overlay is made once, and what a choice of bases reaches is then the sum over the cells that any of
them reaches. So all choices of a few from fourteen are tried in a moment. Where there are too many, bases are taken one
by one, each the best beside those before, and the answer says that it is not exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb
from types import MappingProxyType
from typing import Any, Literal, get_args

import numpy as np

from analysis.assessment import situation_of
from analysis.cover import pieces
from analysis.sensitivity import MOST_POINTS, Question, solve
from analysis.situation import Situation
from geodata.geodesy import normalize
from layers.air_policing import LAYER as AIR
from layers.coalition_forces import LAYER as COALITION
from layers.core.build import Frames
from layers.core.scenario import Scenario

By = Literal["people", "ground"]
BY: tuple[By, ...] = get_args(By)
#: So many choices are all tried; of more, bases are taken one by one.
MOST_TRIED = 200_000
#: Choices that differ by no more than this share are equal: areas are measured between other vertices once cut.
_EQUAL = 1e-6
_STANDOFF = f"{COALITION.id}.standoff_km"


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Government-held ground by which bases reach it: `masks` has bit i for base i, `km2` and `people` of each cell."""

    bases: tuple[str, ...]
    masks: np.ndarray
    km2: np.ndarray
    people: np.ndarray
    held_km2: float
    held_people: float


@dataclass(frozen=True, kw_only=True)
class BestBases:
    """The best choice of bases: codes in the order of the data, what they reach, and as a share of what is held.

    `equal`: how many other choices reach as much; `fewest`: so many bases would do. `exact`: whether every choice was
    tried; `tried`: how many were. `now`: the share that the scenario's own bases reach.
    """

    scenario: Scenario
    by: By
    bases: tuple[str, ...]
    amount: float
    share: float
    now: float
    equal: int
    fewest: int
    exact: bool
    tried: int


@dataclass(frozen=True, kw_only=True)
class BestStandoff:
    """The largest stand-off at which most routes have an area, how many they are, and the smallest such one.

    `now`: routes with an area as the scenario is. `exact`: whether every step of the slider was tried.
    """

    scenario: Scenario
    standoff_km: float
    smallest_km: float
    routes: int
    now: int
    exact: bool
    tried: int


# -- bases -------------------------------------------------------------------------------------------


def cells(frames: Frames, scenario: Scenario) -> Cells:
    """Return the cells of government-held ground under the scenario's date and radius, whichever bases it selects."""
    layer = frames.registry[AIR.id]
    options = next(spec for spec in layer.specs if spec.name == "bases").options
    every = _selecting(_showing(scenario, AIR.id), frames, options)
    situation = situation_of(frames, every)
    made: Cells = situation.once(lambda: _cells(situation, options), "cells", of=AIR.id)
    return made


def _cells(situation: Situation, options: tuple[str, ...]) -> Cells:
    frame = situation.frame(AIR.id)
    icao_of = dict(zip(frame["feature_id"], frame["icao"], strict=True))
    rings = frame.loc[frame["kind"] == "reach_ring"]
    by_base = {icao_of[of]: shape for of, shape in zip(rings["of"], rings.geometry, strict=True)}
    covered = {icao: by_base[icao] for icao in options if icao in by_base}
    held = normalize(situation.facts.held)
    whole = situation.oblasts.footprint(held)
    found = [
        (piece, situation.oblasts.footprint(piece.geometry)) for piece in pieces(covered, held) if piece.of
    ]
    bit = {icao: 1 << place for place, icao in enumerate(options)}
    return Cells(
        bases=options,
        masks=np.array([sum(bit[icao] for icao in piece.of) for piece, _ in found], dtype=np.int64),
        km2=np.array([print_.total_km2 for _, print_ in found]),
        people=np.array([print_.total_people for _, print_ in found]),
        held_km2=whole.total_km2,
        held_people=whole.total_people,
    )


def best_bases(frames: Frames, scenario: Scenario, count: int, by: By = "people") -> BestBases:
    """Return which `count` bases reach most people, or most ground, under the scenario's date and radius.

    Raises
    ------
    ValueError
        If there are not so many bases.
    """
    found = cells(frames, scenario)
    if not 1 <= count <= len(found.bases):
        raise ValueError(f"1 to {len(found.bases)}")
    weights = found.people if by == "people" else found.km2
    held = found.held_people if by == "people" else found.held_km2
    exact = comb(len(found.bases), count) <= MOST_TRIED
    choices = (
        list(combinations(range(len(found.bases)), count)) if exact else [_one_by_one(found, weights, count)]
    )
    amounts = reached(found.masks, weights, choices)
    most = float(amounts.max())
    first, *rest = [
        choice for choice, amount in zip(choices, amounts, strict=True) if amount >= most * (1 - _EQUAL)
    ]
    own: Any = scenario.params[AIR.id]
    selected = [place for place, icao in enumerate(found.bases) if icao in own.bases]
    chosen = _named(found, first)
    return BestBases(
        scenario=_selecting(_showing(scenario, AIR.id), frames, chosen),
        by=by,
        bases=chosen,
        amount=most,
        share=most / held,
        now=float(reached(found.masks, weights, [tuple(selected)])[0]) / held,
        equal=len(rest),
        fewest=_fewest(found.masks, weights, len(found.bases), count, most * (1 - _EQUAL))
        if exact
        else count,
        exact=exact,
        tried=len(choices),
    )


def reached(masks: np.ndarray, weights: np.ndarray, choices: Sequence[tuple[int, ...]]) -> np.ndarray:
    """Return what each choice of bases reaches: the weights of the cells that any of them does."""
    wanted = np.array([sum(1 << place for place in choice) for choice in choices], dtype=np.int64)
    found = np.zeros(len(choices))
    for mask, weight in zip(masks, weights, strict=True):
        found += weight * ((wanted & mask) != 0)
    return found


def _fewest(masks: np.ndarray, weights: np.ndarray, bases: int, count: int, enough: float) -> int:
    """Return with how few bases, at most `count`, so much is reached."""
    return next(
        few
        for few in range(1, count + 1)
        if few == count or reached(masks, weights, list(combinations(range(bases), few))).max() >= enough
    )


def _one_by_one(found: Cells, weights: np.ndarray, count: int) -> tuple[int, ...]:
    chosen: tuple[int, ...] = ()
    for _ in range(count):
        rest = [place for place in range(len(found.bases)) if place not in chosen]
        amounts = reached(found.masks, weights, [(*chosen, place) for place in rest])
        chosen = (*chosen, rest[int(amounts.argmax())])
    return tuple(sorted(chosen))


def _named(found: Cells, choice: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(found.bases[place] for place in choice)


def _selecting(scenario: Scenario, frames: Frames, bases: tuple[str, ...]) -> Scenario:
    return _with(scenario, frames, AIR.id, bases=bases)


# -- stand-off ---------------------------------------------------------------------------------------


def best_standoff(frames: Frames, scenario: Scenario) -> BestStandoff:
    """Return the stand-off at which most assessed routes have an area; of several the largest."""
    shown = _showing(scenario, COALITION.id)
    situation = situation_of(frames, shown)
    asked = Question(
        measure="coalition.routes_with_area", kind="parameter", parameter=_STANDOFF, scenario=shown,
        sustained=situation.sustained,
    )  # fmt: skip
    found = solve(asked, frames)
    most = max(one.value or 0 for one in found.curve)
    with_most = [float(one.point.at) for one in found.curve if one.value == most]
    spec = next(spec for spec in frames.registry[COALITION.id].specs if spec.name == "standoff_km")
    steps = round(((spec.high or 0) - (spec.low or 0)) / (spec.step or 1)) + 1
    return BestStandoff(
        scenario=_with(shown, frames, COALITION.id, standoff_km=max(with_most)),
        standoff_km=max(with_most),
        smallest_km=min(with_most),
        routes=round(most),
        now=round(found.now.value or 0),
        exact=steps <= MOST_POINTS - 2,
        tried=len(found.curve),
    )


# -- both --------------------------------------------------------------------------------------------


def _showing(scenario: Scenario, layer_id: str) -> Scenario:
    """Return a scenario that shows a guarantee, whatever else it does; alone, compared with none."""
    alone = replace(scenario, compare=None, more=())
    return alone if layer_id in alone.layers else replace(alone, layers=(*alone.layers, layer_id))


def _with(scenario: Scenario, frames: Frames, layer_id: str, **changes: Any) -> Scenario:
    layer = frames.registry[layer_id]
    changed = layer.params(**{**scenario.params[layer_id].model_dump(), **changes})
    shown = tuple(one for one in frames.registry.ids if one in scenario.layers)
    return replace(scenario, layers=shown, params=MappingProxyType({**scenario.params, layer_id: changed}))
