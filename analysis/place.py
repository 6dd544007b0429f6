"""One place: what each guarantee means at one point, how far the line is, and what is nearest.

Distances are geodesic in km, points WGS 84 (lon, lat). Yes or no is the point against the ground that a guarantee
covers (`layers.core.spec.CoverRule`), by the rule that the scenario has chosen for it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from analysis.cover import grounds
from analysis.kept import kept
from analysis.nearest import Nearest, nearest_of
from geodata.geodesy import apart_km
from i18n.spoken import worded
from layers.core.build import Frames
from layers.core.facts import facts_for, line_with_water
from layers.core.format import number_text
from layers.core.ground import HOME
from layers.core.scenario import Scenario
from layers.core.spec import Facts, Layer
from layers.core.views import ACCURACY_KM, VIEWS, Bounds

Side = Literal["held", "occupied", "cannot_tell", "abroad"]
_RULES_OF = "coverage_depth"


class OutsideMapError(ValueError):
    """A point that the map does not cover; the text says what it covers."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one guarantee is at a place, and why.

    `covered` is None where the guarantee is hidden; `edge_km` is the way to the edge of what it covers, from inside or
    outside. `is_sure`: whether that is more than the line's accuracy.
    """

    guarantee: str
    number: int
    title: str
    covered: bool | None
    text: str
    edge_km: float | None = None
    is_sure: bool = True


@dataclass(frozen=True, kw_only=True)
class LineAt:
    """How far the line of occupation is, and on which side of it a place lies."""

    date: str
    km: float
    side: Side
    text: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """All that is told of one point under a scenario; `where` says which oblast, country or sea it lies in."""

    lon: float
    lat: float
    where: str
    oblast: str
    iso_3166_2: str
    answers: tuple[Answer, ...]
    line: LineAt
    nearest: tuple[Nearest, ...]
    note: str


def map_area() -> Bounds:
    """Return the bounds of what the map covers: all its named views together."""
    west, south, east, north = zip(*(view["bounds"] for view in VIEWS.values()), strict=True)
    return min(west), min(south), max(east), max(north)


def at(frames: Frames, scenario: Scenario, lon: float, lat: float) -> Place:
    """Return what a scenario means at a point.

    Raises
    ------
    OutsideMapError
        If the point lies outside the area that the map covers.

    """
    west, south, east, north = map_area()
    if not (math.isfinite(lon) and math.isfinite(lat) and west <= lon <= east and south <= lat <= north):
        raise OutsideMapError(
            worded(
                "This map covers longitude {west} to {east} and latitude {south} to {north}: Ukraine, its "
                "neighbours and the western Black Sea.",
                west=f"{west:g}", east=f"{east:g}", south=f"{south:g}", north=f"{north:g}",
            )
        )  # fmt: skip
    point = shapely.Point(lon, lat)
    facts = facts_for(frames.store, scenario.line)
    where, oblast, iso = _where(facts, point)
    return Place(
        lon=lon,
        lat=lat,
        where=where,
        oblast=oblast,
        iso_3166_2=iso,
        answers=_answers(frames, scenario, point),
        line=_line_at(facts, point, _line(frames, facts)),
        nearest=tuple(nearest_of(frames, scenario, point)),
        note=""
        if oblast
        else worded("Off Ukraine’s land: air policing and monitors are counted on its land only."),
    )


def _where(facts: Facts, point: shapely.Point) -> tuple[str, str, str]:
    """Return where a point lies in words, and of a point in Ukraine the name and code of its oblast."""
    if facts.ukraine.covers(point):
        oblasts = facts["basemap/oblasts"]
        # Outlines of country and oblasts are rounded apart, so one that is a few metres off counts.
        unit = oblasts.iloc[int(np.argmin(shapely.distance(oblasts.geometry.to_numpy(), point)))]
        return unit["name"], unit["name"], str(unit.get("iso_3166_2", ""))
    countries = facts["basemap/countries"]
    abroad = countries.loc[
        shapely.covers(countries.geometry.to_numpy(), point) & (countries["iso_a3"] != HOME).to_numpy()
    ]
    return (str(abroad["name"].iloc[0]) if len(abroad) else worded("at sea")), "", ""


def _line(frames: Frames, facts: Facts) -> BaseGeometry:
    """Return the line of a date as it is drawn, over land and the waters between."""
    line: BaseGeometry = kept(frames).once(
        ("line", facts.line_date), lambda: shapely.union_all(line_with_water(facts))
    )
    return line


def _line_at(facts: Facts, point: shapely.Point, line: BaseGeometry) -> LineAt:
    km = apart_km(point, line)
    side: Side = "abroad"
    if facts.ukraine.covers(point):
        side = "occupied" if facts.occupied.covers(point) else "held"
        if km < ACCURACY_KM:
            side = "cannot_tell"
    return LineAt(date=facts.line_date, km=km, side=side, text=_line_text(side, km))


def _line_text(side: Side, km: float) -> str:
    away = f"{km:,.0f}"
    match side:
        case "held":
            return worded("on the government-held side, {km} km from the line", km=away)
        case "occupied":
            return worded("on the occupied side, {km} km from the line", km=away)
        case "cannot_tell":
            return worded(
                "cannot be told: it lies within {accuracy} km of the line, and the line is drawn to about that",
                accuracy=number_text(ACCURACY_KM),
            )
        case _:
            return worded("not on Ukraine’s ground, {km} km from the line", km=away)


def _answers(frames: Frames, scenario: Scenario, point: shapely.Point) -> tuple[Answer, ...]:
    """Return what each guarantee is at a point, in the order of the argument."""
    guarantees = [layer for layer in frames.registry.layers if layer.pillar is not None and layer.covers]
    rules = cover_rules(frames, scenario)
    covered = {
        layer.id: _ground(frames, scenario, layer, rules)
        for layer in guarantees
        if layer.id in scenario.layers
    }
    return tuple(_answer(layer, rules.get(layer.id), covered.get(layer.id), point) for layer in guarantees)


def _ground(frames: Frames, scenario: Scenario, layer: Layer, rules: Mapping[str, str]) -> BaseGeometry:
    """Return the ground that a guarantee covers; computed once, and quick to ask for a point."""

    def find() -> BaseGeometry:
        ground = grounds({layer.id: frames.frame(layer, scenario)}, [layer], rules)[layer.id]
        shapely.prepare(ground)
        return ground

    key = ("ground", layer.id, rules.get(layer.id), frames.query(layer, scenario))
    found: BaseGeometry = kept(frames).once(key, find)
    return found


def cover_rules(frames: Frames, scenario: Scenario) -> dict[str, str]:
    """Return by which rule each guarantee that offers several covers ground under a scenario."""
    layer = frames.registry.by_id.get(_RULES_OF)
    if layer is None:
        return {}
    chosen = scenario.params[_RULES_OF].model_dump()
    return {name: chosen[name] for name in layer.derives_from if name in chosen}


def _answer(layer: Layer, key: str | None, ground: BaseGeometry | None, point: shapely.Point) -> Answer:
    shared: dict[str, Any] = {"guarantee": layer.id, "number": layer.pillar or 0, "title": layer.title}
    if ground is None:
        text = worded("not part of this scenario")
        return Answer(**shared, covered=None, text=text)
    rule = next((rule for rule in layer.covers if rule.key == key), layer.covers[0])
    if ground.is_empty:
        return Answer(
            **shared, covered=False, text=worded("no: this scenario has none of {ground}", ground=rule.label)
        )
    covered = bool(ground.covers(point))
    edge_km = apart_km(point, ground.boundary if covered else ground)
    km = f"{edge_km:,.0f}"
    text = (
        worded("yes: inside {ground}, {km} km from the edge", ground=rule.label, km=km)
        if covered
        else worded("no: {km} km from {ground}", km=km, ground=rule.label)
    )
    return Answer(**shared, covered=covered, text=text, edge_km=edge_km, is_sure=edge_km >= ACCURACY_KM)
