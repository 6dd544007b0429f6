"""Line of occupation: the generalised line of one date, and the territory that follows from it.

The line is drawn by hand from public reports of which towns are held by whom. Occupied territory is derived
from it and Ukraine's recognised borders; Crimea is part of it.
"""

import geopandas as gpd
import shapely

from geodata.geodesy import area_km2, length_km, tidy
from layers.spec import Facts, Layer, Measure, NoParams, common, frame_of


def build(facts: Facts, params: NoParams) -> gpd.GeoDataFrame:
    """Return each sector of the line, cut to Ukraine, and the occupied territory as one feature.

    Sectors carry `length_km`, the territory `area_km2` and `share_pct` of Ukraine's recognised area.
    """
    rows = []
    for sector in facts.line.to_dict("records"):
        cut = shapely.line_merge(shapely.intersection(sector["geometry"], facts.ukraine))
        run_km = length_km(cut)
        rows.append(
            {
                **common(sector, kind="line", measure=f"{run_km:,.0f} km"),
                **{k: sector[k] for k in ("line_date", "sector", "accuracy_km")},
                "length_km": run_km,
                "geometry": tidy(cut),
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
    return frame_of([r for r in rows if not r["geometry"].is_empty])


def headline(frame: gpd.GeoDataFrame, params: NoParams) -> tuple[Measure, ...]:
    """Length of the generalised line, and the occupied area with its share of Ukraine."""
    occupied = frame.loc[frame["kind"] == "occupied_territory"]
    line_km = frame.loc[frame["kind"] == "line", "length_km"].sum()
    return (
        Measure(
            label="Length of the generalised line",
            value=f"{line_km:,.0f} km",
            caveat="published figures of 1,000 to 1,250 km for 2025 count every bend",
        ),
        Measure(
            label="Occupied territory, Crimea included",
            value=f"{occupied['area_km2'].sum():,.0f} km²",
            caveat=f"{occupied['share_pct'].sum():.1f} % of Ukraine, derived from the line",
        ),
    )


LAYER = Layer(
    id="line_of_occupation",
    title="Line of occupation",
    group="context",
    shortcut="L",
    summary="The generalised line on the chosen date, and the territory behind it.",
    facts=("line_of_occupation",),
    build=build,
    headline=headline,
    sources=("studio_line",),
)
