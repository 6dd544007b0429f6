"""Line of occupation: the generalised line of one date, and the territory that follows from it.

The line is drawn by hand from public reports of which towns are held by whom. Occupied territory is derived
from it and Ukraine's recognised borders; Crimea is part of it.
"""

from typing import Any, Literal, get_args

import geopandas as gpd
import shapely

from geodata.dates import day
from geodata.geodesy import area_km2, length_km, tidy
from layers.facts import line_with_water
from layers.spec import Facts, Layer, Measure, Params, choice, common, frame_of

#: Published lengths of the whole line by the date of ours that they belong to (`reuters_2025_08_06`, `cnn_2025_10_01`).
PUBLISHED = {
    "2025-08-31": "published: about 1,000 km (Reuters, 6 Aug 2025), about 1,250 km (CNN, 1 Oct 2025)",
}

NO_GHOST = "none"
#: The shipped dates; a test holds this equal to the data.
GhostDate = Literal["none", "2022-02-23", "2022-11-15", "2024-07-08", "2025-08-31", "2026-08-22"]


class LineOfOccupationParams(Params):
    """Choices for the line; its date is the scenario's, since other layers follow it."""

    ghost: GhostDate = choice(
        NO_GHOST,
        title="Line to compare with",
        help="Another date’s line, kept faintly on the map.",
        labels={date: day(date) for date in get_args(GhostDate)},
    )


def build(facts: Facts, params: LineOfOccupationParams) -> gpd.GeoDataFrame:
    """Return each sector of the line, over land and inlets, and the occupied territory as one feature.

    Sectors carry `length_km` of their land part, the territory `area_km2` and `share_pct` of Ukraine's
    recognised area.
    """
    rows = []
    for sector, drawn in zip(facts.line.to_dict("records"), line_with_water(facts), strict=True):
        run_km = length_km(shapely.intersection(sector["geometry"], facts.ukraine))
        on_land = " on land" if length_km(drawn) > run_km + 1 else ""
        rows.append(
            {
                **common(sector, kind="line", measure=f"{run_km:,.0f} km{on_land}"),
                **{k: sector[k] for k in ("line_date", "sector", "accuracy_km")},
                "length_km": run_km,
                "geometry": tidy(drawn),
            }
        )
    occupied_km2 = area_km2(facts.occupied)
    rows.append(
        {
            "feature_id": f"occupied-{facts.line_date}",
            "name": "Occupied territory of Ukraine",
            "kind": "occupied_territory",
            "status": "derived",
            "as_of": facts.line_date,
            "source": "studio_line;natural_earth",
            "note": "Derived from the generalised line and Ukraine’s recognised borders, Crimea included; "
            "presence, not right.",
            "measure": f"{occupied_km2:,.0f} km²",
            "line_date": facts.line_date,
            "area_km2": occupied_km2,
            "share_pct": 100 * occupied_km2 / area_km2(facts.ukraine),
            "geometry": tidy(facts.occupied),
        }
    )
    if params.ghost not in (NO_GHOST, facts.line_date):
        rows.append(_ghost(facts.on(params.ghost)))
    return frame_of([r for r in rows if not r["geometry"].is_empty])


def _ghost(facts: Facts) -> dict[str, Any]:
    """Return the whole line of another date as one feature, with what changes are reckoned from."""
    ghost_km = length_km(facts.land_line)
    return {
        "feature_id": f"ghost-{facts.line_date}",
        "name": f"Line of occupation, {day(facts.line_date)}",
        "kind": "ghost_line",
        "status": "derived",
        "as_of": facts.line_date,
        "source": "studio_line",
        "note": "The generalised line of another date, for comparison.",
        "measure": f"{ghost_km:,.0f} km on land",
        "line_date": facts.line_date,
        "length_km": ghost_km,
        "area_km2": area_km2(facts.occupied),
        "geometry": tidy(shapely.union_all(line_with_water(facts))),
    }


def headline(frame: gpd.GeoDataFrame, params: LineOfOccupationParams) -> tuple[Measure, ...]:
    """Length of the generalised line, the occupied area with its share of Ukraine, and the change since a ghost."""
    occupied = frame.loc[frame["kind"] == "occupied_territory"]
    line_date = occupied["line_date"].iloc[0]
    line_km = frame.loc[frame["kind"] == "line", "length_km"].sum()
    published = PUBLISHED.get(line_date)
    return (
        Measure(
            label="Length of the generalised line",
            value=f"{line_km:,.0f} km",
            caveat="on land, shorter than with every bend" + (f"; {published}" if published else ""),
        ),
        Measure(
            label="Occupied territory, Crimea included",
            value=f"{occupied['area_km2'].sum():,.0f} km²",
            caveat=f"{occupied['share_pct'].sum():.1f} % of Ukraine, derived from the line",
        ),
        *_change(frame, line_km, occupied["area_km2"].sum()),
    )


def _change(frame: gpd.GeoDataFrame, line_km: float, occupied_km2: float) -> tuple[Measure, ...]:
    """Return the change of area and length against the ghost line; nothing where there is none."""
    ghost = frame.loc[frame["kind"] == "ghost_line"]
    if ghost.empty:
        return ()
    return (
        Measure(
            label=f"Against {day(ghost['line_date'].iloc[0])}",
            value=f"{occupied_km2 - ghost['area_km2'].iloc[0]:+,.0f} km²".replace("-", "−"),
            caveat=f"line {line_km - ghost['length_km'].iloc[0]:+,.0f} km; both are generalised, "
            "so small changes mean little".replace("-", "−"),
        ),
    )


LAYER = Layer(
    id="line_of_occupation",
    title="Line of occupation",
    group="context",
    shortcut="L",
    summary="The generalised line on the chosen date, and the territory behind it.",
    facts=("line_of_occupation", "basemap/countries"),
    params=LineOfOccupationParams,
    build=build,
    headline=headline,
    sources=("studio_line", "reuters_2025_08_06", "cnn_2025_10_01"),
)
