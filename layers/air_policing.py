"""Air-policing layer: nominal reach round allied bases in Poland and Romania.

What is drawn is one outer edge, and the government-held ground within it: a tint over the hatch of occupied ground
would make a third status of it. A ring is a distance, not a promise: no refuelling, loiter, weather or closed
airspace. With time on patrol the useful reach is about half. Whatever would move the picture is a parameter below.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geodesy import area_km2, distance_km, normalize, ring
from i18n.spoken import worded, worded_plural
from layers.core.params import Params, Preset, from_table, number, several
from layers.core.spec import CoverRule, Facts, Layer, MapLabel, Measure, Search, common, frame_of, ground_of
from layers.style.row import StyleRow

KYIV = (30.52, 50.46)  # lon, lat: GeoNames, rounded
_UNVERIFIED = "fighter_radii"
#: Radii of action as they circulate, rounded to the step; no primary source was found for any of them.
AIRCRAFT: tuple[Preset, ...] = (
    Preset(label="F-16C, attack", value=550, note="hi-lo-hi with six 450-kg bombs", source=_UNVERIFIED),
    Preset(label="F-16C, air-to-air", value=1200, note="about 1,200 km with tanks", source=_UNVERIFIED),
    Preset(label="Typhoon, low-level attack", value=600, note="load not stated", source=_UNVERIFIED),
    Preset(label="Typhoon, hi-lo-hi", value=1400, note="1,390 km with tanks", source=_UNVERIFIED),
    Preset(label="Rafale", value=1000, note="up to 1,850 km with three tanks", source=_UNVERIFIED),
    Preset(label="F-35A", value=1100, note="1,090 km on internal fuel", source=_UNVERIFIED),
    Preset(label="Gripen C/E", value=800, note="up to 1,300 km", source=_UNVERIFIED),
)


class AirPolicingParams(Params):
    """Choices for the air-policing layer."""

    radius_km: float = number(
        600, low=200, high=1400, step=50, variants=(300, 1000),
        help="Reach from each base, without refuelling. With time on patrol it is about half.",
        presets=AIRCRAFT,
    )  # fmt: skip
    bases: tuple[str, ...] = several(
        options=from_table("air_bases", key="icao", label="short_name", group="country", default="candidate"),
        help="Bases the aircraft would fly from. On 29 August 2025 Poland offered airports for aircraft "
        "that would protect Ukrainian airspace, but named none.",
        default_name="strongest candidates",
    )


def build(facts: Facts, params: AirPolicingParams) -> gpd.GeoDataFrame:
    """Return bases, one geodesic ring per selected base, the edge of all, and the part of Ukraine within reach of any.

    Bases carry `label`, the short name for the map, rings `radius_km` and `of`, their base; the covered ground
    `area_km2` and `share_pct` of Ukraine's recognised area. What of it is tinted on the map is a row of its own.
    """
    bases = facts["air_bases"]
    selected = bases.loc[bases["icao"].isin(params.bases)]
    rows = []
    rings = []
    for base in bases.to_dict("records"):
        chosen = base["icao"] in params.bases
        own = {k: base[k] for k in ("icao", "country", "operator", "role", "use", "allied_use")}
        own["label"] = base["short_name"]
        kind = "air_base" if chosen else "air_base_other"
        rows.append({**common(base, kind=kind, measure=_to_kyiv(base)), **own, "geometry": base["geometry"]})
    for base in selected.to_dict("records"):
        circle = normalize(ring(base["geometry"].x, base["geometry"].y, params.radius_km))
        rings.append(circle)
        rows.append(
            {
                **common(
                    base,
                    feature_id=f"reach-{base['icao'].lower()}",
                    name=worded("Reach from {base}", base=base["name"]),
                    kind="reach_ring",
                    status="notional",
                    source="airportsdata;studio",
                    note=worded(
                        "Nominal distance from the base: no refuelling, no time on patrol, no closed airspace."
                    ),
                    measure=f"{params.radius_km:,.0f} km",
                ),
                "radius_km": params.radius_km,
                "of": base["feature_id"],
                "geometry": circle,
            }
        )
    if rings:
        rows += _reach(facts, params, shapely.union_all(rings), max(selected["as_of"]))
    return frame_of([r for r in rows if not r["geometry"].is_empty])


def _reach(
    facts: Facts, params: AirPolicingParams, reach: BaseGeometry, as_of: str
) -> Iterator[dict[str, Any]]:
    """Yield the outer edge of all rings, the ground within it, and what of that is tinted: the government-held part."""
    shared = {"status": "notional", "as_of": as_of}
    yield {
        **shared,
        "feature_id": "air-reach-edge",
        "name": worded("Edge of the reach from all selected bases"),
        "kind": "reach_edge",
        "source": "airportsdata;studio",
        "note": worded(
            "Nominal distance from the nearest base: no refuelling, no time on patrol, no closed airspace."
        ),
        "measure": f"{params.radius_km:,.0f} km",
        "radius_km": params.radius_km,
        "geometry": normalize(reach),
    }
    covered = normalize(shapely.intersection(facts.ukraine, reach))
    share_pct = 100 * area_km2(covered) / area_km2(facts.ukraine)
    ground = {
        **shared,
        "feature_id": "air-covered-ground",
        "name": worded("Ukraine within reach of at least one base"),
        "kind": "covered_ground",
        "source": "airportsdata;natural_earth;studio",
        "note": worded(
            "Union of the reach rings, cut to Ukraine’s recognised borders. Occupied ground within reach counts, "
            "but is not tinted: a ring is a distance, not a status."
        ),
        "measure": worded("{share} % of Ukraine", share=f"{share_pct:.0f}"),
        "area_km2": area_km2(covered),
        "share_pct": share_pct,
        "geometry": covered,
    }
    yield ground
    tinted = normalize(shapely.intersection(facts.held, reach))
    own = {"feature_id": "air-tinted-ground", "kind": "tinted_ground", "geometry": tinted}
    yield common(ground) | own


def _to_kyiv(base: Mapping[Any, Any]) -> str:
    kyiv_km = distance_km(base["geometry"].x, base["geometry"].y, *KYIV)
    return worded("{km} km to Kyiv", km=f"{kyiv_km:,.0f}")


def patrolled(frame: gpd.GeoDataFrame) -> BaseGeometry:
    """Return the ground of Ukraine within half the reach of a base: about what is left of it with time on patrol."""
    rings = frame.loc[frame["kind"] == "reach_ring"]
    bases = frame.set_index("feature_id").geometry
    inner = [
        ring(bases[base].x, bases[base].y, radius_km / 2)
        for base, radius_km in zip(rings.get("of", ()), rings.get("radius_km", ()), strict=True)
    ]
    return shapely.intersection(shapely.union_all(inner), ground_of(frame, "covered_ground"))


def share_in_reach_pct(frame: gpd.GeoDataFrame) -> float:
    """Return how much of Ukraine's recognised area lies within reach of a base, occupied ground included."""
    ground = frame.loc[frame["kind"] == "covered_ground"]
    return float(ground["share_pct"].iloc[0]) if len(ground) else 0.0


def key_figures(frame: gpd.GeoDataFrame, params: AirPolicingParams) -> tuple[Measure, ...]:
    """Share of Ukraine within reach, and from how many bases."""
    share = share_in_reach_pct(frame)
    return (
        Measure.of(
            label=worded("Ukraine within reach of a base"),
            number=share,
            unit="%",
            caveat=worded_plural(
                "{number} base, {km} km of reach, without refuelling or time on patrol",
                "{number} bases, {km} km of reach, without refuelling or time on patrol",
                len(params.bases),
                km=f"{params.radius_km:,.0f}",
            ),
        ),
    )


_GROUND = StyleRow(
    kind="covered_ground", form="area", z=8, lead=True, label="Ukraine within reach of a base", fill="air",
    fill_opacity=0.24, pattern="vertical", pattern_opacity=0.32, drawn_as="tinted_ground", constructed=True,
)  # fmt: skip
ROWS = (
    _GROUND,
    _GROUND.drawing(z=9),
    StyleRow(kind="reach_edge", form="area", z=40, label="Edge of reach (notional)", stroke="air", width=2.0,
             hit="outline", constructed=True),
    StyleRow(kind="reach_ring", form="area", z=41, label="Reach ring (notional)", stroke="air", width=1.2,
             dash=(5, 2.5), hit="outline", on_demand=True, constructed=True),
    StyleRow(kind="air_base", form="point", z=87, label="Air base, selected", symbol="aircraft", symbol_px=18,
             stroke="air", text="text_air", text_px=11, text_weight="bold", text_priority=10,
             text_min_zoom=3.6),
    StyleRow(kind="air_base_other", form="point", z=86, label="Air base, not selected", symbol="aircraft_open",
             symbol_px=14, stroke="air", min_zoom=4.2, text="text_air", text_px=10.5, text_priority=18,
             text_min_zoom=6.0),
)  # fmt: skip


def label_values(frame: gpd.GeoDataFrame, params: AirPolicingParams) -> dict[str, float]:
    """Return the numbers of the label on the map."""
    return {"share": share_in_reach_pct(frame)}


LAYER = Layer(
    id="air_policing",
    title="Air policing",
    group="guarantee",
    shortcut="3",
    summary="The same coalition polices the sky from bases in Poland and Romania.",
    facts=("air_bases", "line_of_occupation"),
    params=AirPolicingParams,
    build=build,
    key_figures=key_figures,
    sources=(
        "coffey_2025_08_31",
        "european_pravda_2025_08_29",
        "bloomberg_2025_02_20",
        "bbc_2025_08",
        "candidate_bases",
        "fighter_radii",
        "half_reach",
        "base_roles",
    ),
    order=40,
    map_label=MapLabel(
        name="Air policing",
        token="text_air",
        text="{share} % in reach",
        values=label_values,
        kinds=("tinted_ground",),
        members=("air_base",),
        members_called="bases",
    ),
    extent_kinds=("air_base",),
    covers=(
        CoverRule(key="reach", label="all ground within reach", kinds=("covered_ground",)),
        CoverRule(key="held", label="government-held ground within reach", kinds=("tinted_ground",)),
        CoverRule(key="patrol", label="ground within half the reach, with time on patrol", made_of=patrolled),
    ),
    search=Search(
        group="Air bases", zoom=7.0, kinds=("air_base", "air_base_other"), columns=("icao",), order=3
    ),
    rows=ROWS,
)
