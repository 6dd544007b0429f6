"""Gaps of the coalition: assessed routes on which there is no room for an area.

Room is what the layer finds (`layers.coalition_forces.areas_by_route`): government-held ground on the route, the
stand-off away from line and hostile borders, within the depth behind it. More depth or width never leaves less room,
so the search goes by the steps of the stand-off both ways, and of depth and width upward only.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from analysis.gap_model import Closing, Gap, GapKind, Variation, shape_bounds
from analysis.gap_search import slider_axis, smallest
from analysis.kept import kept
from geodata.dates import day
from i18n.spoken import worded
from layers.coalition_forces import CoalitionForcesParams, areas_by_route, assessed_routes
from layers.core.build import Frames
from layers.core.facts import facts_for
from layers.core.format import number_text
from layers.core.scenario import Scenario
from layers.core.views import ACCURACY_KM

GUARANTEE = "coalition_forces"
#: What the room on a route depends on.
_SHAPE = ("standoff_km", "depth_km", "corridor_km")


def with_room(
    frames: Frames, line_date: str, params: CoalitionForcesParams, line_nearer_km: float = 0.0
) -> frozenset[str]:
    """Return the codes of the routes that leave room for an area; computed once."""

    def find() -> frozenset[str]:
        facts = facts_for(frames.store, line_date)
        return frozenset(areas_by_route(facts, params, line_nearer_km=line_nearer_km))

    key = ("routes", line_date, *(getattr(params, name) for name in _SHAPE), line_nearer_km)
    found: frozenset[str] = kept(frames).once(key, find)
    return found


def _params(scenario: Scenario) -> CoalitionForcesParams:
    params = scenario.params[GUARANTEE]
    assert isinstance(params, CoalitionForcesParams)
    return params


def find(frames: Frames, scenario: Scenario) -> tuple[Gap, ...]:
    """Return a gap for each assessed route without an area, in the order of the routes."""
    facts, params = facts_for(frames.store, scenario.line), _params(scenario)
    frame = frames.frame(frames.registry[GUARANTEE], scenario)
    covered = set(frame.loc[frame["kind"] == "deployment_area", "route"]) if "route" in frame else set()
    gaps = []
    for route in assessed_routes(facts):
        if route["code"] in covered:
            continue
        gaps.append(
            Gap(
                id=f"route-{route['code'].lower()}",
                kind="route",
                guarantee=GUARANTEE,
                text=worded("No coalition area on the {route}", route=route["name"]),
                why=worded(
                    "Areas keep {standoff} km from the line and hostile borders, and are up to {depth} km deep and "
                    "{width} km wide: on the government-held part of this route that leaves no room.",
                    standoff=number_text(params.standoff_km),
                    depth=number_text(params.depth_km),
                    width=number_text(params.corridor_km),
                ),
                numbers={name: getattr(params, name) for name in _SHAPE},
                bounds=shape_bounds(route["geometry"]),
                layer="invasion_routes",
                features=(route["feature_id"],),
                search=partial(_closing, frames, scenario, route["code"]),
            )
        )
    return tuple(gaps)


def _closing(frames: Frames, scenario: Scenario, code: str) -> Closing:
    layer, params = frames.registry[GUARANTEE], _params(scenario)

    def closes(values: Mapping[str, Any]) -> bool:
        changed = {key.partition(".")[2]: value for key, value in values.items()}
        return code in with_room(frames, scenario.line, params.model_copy(update=changed))

    changes = smallest(
        [
            slider_axis(layer, "standoff_km", params.standoff_km),
            slider_axis(layer, "depth_km", params.depth_km, down=False, monotone=True),
            slider_axis(layer, "corridor_km", params.corridor_km, down=False, monotone=True),
        ],
        closes,
    )
    reason = worded("No stand-off, depth and width within their ranges leave room for an area on this route.")
    return Closing(changes=changes, reason="" if changes else reason)


def variations(frames: Frames, scenario: Scenario, gap: Gap) -> tuple[Variation, ...]:
    """Return whether the route stays without an area if the line lay 4 km nearer or farther, and with other lines."""
    code, params = gap.id.removeprefix("route-").upper(), _params(scenario)
    found = [
        Variation(cause="line", is_open=code not in with_room(frames, scenario.line, params, nearer_km))
        for nearer_km in (ACCURACY_KM, -ACCURACY_KM)
    ]
    for other in frames.registry.line_dates:
        if other != scenario.line:
            is_open = code not in with_room(frames, other, params)
            found.append(Variation(cause="date", value=day(other), is_open=is_open))
    return tuple(found)


KIND = GapKind(guarantee=GUARANTEE, find=find, variations=variations)
