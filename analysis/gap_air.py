"""Gaps of air policing: large cities beyond the reach of every selected base.

Distances are geodesic, from a base's reference point to a city's point; a city is within reach where the distance is
at most the radius. It does not matter to this which line is shown.
"""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from analysis.flight import CITIES
from analysis.gap_model import Closing, Gap, GapKind, Variation, point_bounds
from analysis.gap_search import Axis, Move, slider_axis, smallest
from geodata.geodesy import distance_km
from i18n.spoken import worded
from layers.core.build import Frames
from layers.core.format import number_text
from layers.core.ground import HOME
from layers.core.scenario import Scenario
from layers.core.views import ACCURACY_KM

GUARANTEE = "air_policing"


@dataclass(frozen=True, kw_only=True)
class BaseAway:
    """An air base and how far it is from somewhere."""

    icao: str
    name: str
    short_name: str
    use: str
    km: float


def bases_by_distance(
    bases: Iterable[Mapping[Hashable, Any]], lon: float, lat: float
) -> tuple[BaseAway, ...]:
    """Return the bases, rows of the table `air_bases`, the nearest to a place first."""
    found = [
        BaseAway(
            icao=base["icao"],
            name=base["name"],
            short_name=base["short_name"],
            use=base["use"],
            km=distance_km(base["geometry"].x, base["geometry"].y, lon, lat),
        )
        for base in bases
    ]
    return tuple(sorted(found, key=lambda base: base.km))


def find(frames: Frames, scenario: Scenario) -> tuple[Gap, ...]:
    """Return a gap for each city beyond reach, the one that lacks most first."""
    params: Any = scenario.params[GUARANTEE]
    towns = frames.store.table("basemap/towns")
    found = towns.loc[(towns["country"] == HOME) & towns["name"].isin(CITIES)].to_dict("records")
    every_base = frames.store.table("air_bases").to_dict("records")
    gaps = []
    for city in sorted(found, key=lambda city: CITIES.index(city["name"])):
        spot = city["geometry"]
        bases = bases_by_distance(every_base, spot.x, spot.y)
        nearest = next((base for base in bases if base.icao in params.bases), None)
        if nearest and nearest.km <= params.radius_km:
            continue
        numbers = {"radius_km": params.radius_km}
        if nearest:
            why = worded(
                "The nearest selected base, {base}, is {km} km away; the reach is {radius} km.",
                base=nearest.short_name,
                km=f"{nearest.km:,.0f}",
                radius=number_text(params.radius_km),
            )
            numbers |= {
                "distance_km": round(nearest.km, 1),
                "lacking_km": round(nearest.km - params.radius_km, 1),
            }
        else:
            why = worded("No base is selected.")
        gaps.append(
            Gap(
                id=f"city-{city['feature_id'].removeprefix('town-')}",
                kind="city",
                guarantee=GUARANTEE,
                text=worded("{city} is beyond reach of every selected base", city=city["name"]),
                why=why,
                numbers=numbers,
                bounds=point_bounds(spot),
                layer="cities",
                features=(city["feature_id"],),
                geometry=spot,
                search=partial(_closing, frames, scenario, bases),
            )
        )
    return tuple(sorted(gaps, key=lambda gap: -gap.numbers.get("lacking_km", math.inf)))


def _closing(frames: Frames, scenario: Scenario, bases: tuple[BaseAway, ...]) -> Closing:
    params: Any = scenario.params[GUARANTEE]
    layer = frames.registry[GUARANTEE]
    km = {base.icao: base.km for base in bases}
    options = next(spec for spec in layer.specs if spec.name == "bases").options

    def closes(values: Mapping[str, Any]) -> bool:
        radius_km = values.get(f"{GUARANTEE}.radius_km", params.radius_km)
        chosen = values.get(f"{GUARANTEE}.bases", params.bases)
        return any(km[icao] <= radius_km for icao in chosen)

    more = tuple(
        Move(
            value=tuple(icao for icao in options if icao in params.bases or icao == base.icao),
            steps=1,
            words=_added(base),
        )
        for base in bases
        if base.icao not in params.bases
    )
    changes = smallest(
        [
            Axis(key=f"{GUARANTEE}.bases", moves=more),
            slider_axis(layer, "radius_km", params.radius_km, down=False, monotone=True),
        ],
        closes,
    )
    reason = worded("No base of the map reaches it at any radius that may be chosen.")
    return Closing(changes=changes, reason="" if changes else reason)


def _added(base: BaseAway) -> str:
    if base.use == "civil":
        return worded("add {base}, a civil airport, as a base", base=base.short_name)
    return worded("add {base} as a base", base=base.short_name)


def variations(frames: Frames, scenario: Scenario, gap: Gap) -> tuple[Variation, ...]:
    """Return whether the city stays beyond reach if distances were 4 km less or more, and the radius a step off."""
    lacking_km = gap.numbers.get("lacking_km")
    if lacking_km is None:
        return ()
    spec = next(spec for spec in frames.registry[GUARANTEE].specs if spec.name == "radius_km")
    params: Any = scenario.params[GUARANTEE]
    radius_km: float = params.radius_km
    steps = (radius_km + (spec.step or 0), radius_km - (spec.step or 0))
    return (
        *(
            Variation(cause="distance", is_open=lacking_km + off_km > 0)
            for off_km in (ACCURACY_KM, -ACCURACY_KM)
        ),
        *(
            Variation(cause="radius", value=spec.text(other_km), is_open=lacking_km + radius_km > other_km)
            for other_km in steps
        ),
    )


KIND = GapKind(guarantee=GUARANTEE, find=find, variations=variations)
