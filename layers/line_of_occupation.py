"""Line of occupation: the generalised line of one date, and the territory that follows from it.

The line is drawn by hand from public reports of which towns are held by whom. Occupied territory is derived
from it and Ukraine's recognised borders; Crimea is part of it.
"""

from typing import Any

import geopandas as gpd
import shapely

from geodata.dates import day
from geodata.geodesy import area_km2, length_km, normalize
from layers.core.facts import line_with_water
from layers.core.format import about
from layers.core.line_length import line_length
from layers.core.params import Params, choice, from_table
from layers.core.spec import Facts, Layer, Measure, common, frame_of
from layers.core.views import ACCURACY_KM
from layers.style.row import StyleRow

NO_REFERENCE_LINE = "none"


class LineOfOccupationParams(Params):
    """Choices for the line; its date is the scenario's, since other layers follow it."""

    ghost: str = choice(  # its name is a key of addresses and files, so it stays
        NO_REFERENCE_LINE,
        title="Line to compare with",
        help="The line of another date, shown faintly.",
        options=from_table("line_of_occupation", key="line_date", words=day, first=(NO_REFERENCE_LINE,)),
    )


def build(facts: Facts, params: LineOfOccupationParams) -> gpd.GeoDataFrame:
    """Return each sector of the line, over land and inlets, and the occupied territory as one feature.

    Sectors carry `length_km` of their land part, as drawn. The territory carries `area_km2`, `share_pct` of Ukraine's
    recognised area, and the length of the whole line as it is documented: `documented_km` with `length_basis`.
    """
    rows = []
    for sector, drawn in zip(facts.line.to_dict("records"), line_with_water(facts), strict=True):
        run_km = length_km(shapely.intersection(sector["geometry"], facts.ukraine))
        on_land = " on land" if length_km(drawn) > run_km + 1 else ""
        rows.append(
            {
                **common(sector, kind="line", measure=about(run_km, f"km{on_land}")),
                **{k: sector[k] for k in ("line_date", "sector", "accuracy_km")},
                "length_km": run_km,
                "geometry": normalize(drawn),
            }
        )
    occupied_km2, length = area_km2(facts.occupied), line_length(facts)
    rows.append(
        {
            "feature_id": f"occupied-{facts.line_date}",
            "name": "Occupied territory of Ukraine",
            "kind": "occupied_territory",
            "status": "derived",
            "as_of": facts.line_date,
            "source": "studio_line;natural_earth",
            "note": "Derived from the generalised line and Ukraine’s recognised borders, Crimea included. "
            "It shows presence, not a right to the land.",
            "measure": about(occupied_km2, "km²"),
            "line_date": facts.line_date,
            "documented_km": length.km,
            "length_basis": length.caveat,
            "area_km2": occupied_km2,
            "share_pct": 100 * occupied_km2 / area_km2(facts.ukraine),
            "geometry": normalize(facts.occupied),
        }
    )
    if params.ghost not in (NO_REFERENCE_LINE, facts.line_date):
        rows.append(_reference_line(facts.on(params.ghost)))
    return frame_of([r for r in rows if not r["geometry"].is_empty])


def _reference_line(facts: Facts) -> dict[str, Any]:
    """Return the whole line of another date as one feature, with what changes are measured from."""
    length = line_length(facts)
    return {
        "feature_id": f"ghost-{facts.line_date}",
        "name": f"Line of occupation, {day(facts.line_date)}",
        "kind": "ghost_line",
        "status": "derived",
        "as_of": facts.line_date,
        "source": "studio_line",
        "note": "The generalised line of another date, for comparison.",
        "measure": about(length.generalised_km, "km on land, as drawn"),
        "line_date": facts.line_date,
        "length_km": length.generalised_km,
        "area_km2": area_km2(facts.occupied),
        "geometry": normalize(shapely.union_all(line_with_water(facts))),
    }


def key_figures(frame: gpd.GeoDataFrame, params: LineOfOccupationParams) -> tuple[Measure, ...]:
    """Documented and generalised length, occupied area with its share of Ukraine, change since an earlier line."""
    occupied = frame.loc[frame["kind"] == "occupied_territory"].iloc[0]
    drawn_km = frame.loc[frame["kind"] == "line", "length_km"].sum()
    return (
        Measure(
            label="Length of the line",
            value=about(occupied["documented_km"], "km"),
            caveat=occupied["length_basis"],
        ),
        Measure(
            label="Length of the generalised line",
            value=about(drawn_km, "km"),
            caveat="on land, as drawn here, without the bends of the front",
        ),
        Measure(
            label="Occupied territory, Crimea included",
            value=about(occupied["area_km2"], "km²"),
            caveat=f"{occupied['share_pct']:.0f} % of Ukraine, derived from the generalised line",
        ),
        *_change(frame, occupied["area_km2"]),
    )


def _change(frame: gpd.GeoDataFrame, occupied_km2: float) -> tuple[Measure, ...]:
    """Return the change of area against the earlier line; nothing where there is none."""
    earlier = frame.loc[frame["kind"] == "ghost_line"]
    if earlier.empty:
        return ()
    gained_km2 = occupied_km2 - earlier["area_km2"].iloc[0]
    more = "more" if gained_km2 >= 0 else "less"
    return (
        Measure(
            label=f"Against {day(earlier['line_date'].iloc[0])}",
            value=f"{about(abs(gained_km2), 'km²')} {more}",
            caveat="occupied; both lines are generalised, so differences below about 500 km² mean little",
        ),
    )


ROWS = (
    StyleRow(kind="occupied_territory", form="area", z=10, label="Occupied territory (derived)",
             fill="occupied", fill_opacity=0.12, pattern="diagonal", pattern_opacity=0.22),
    StyleRow(kind="ghost_line", form="line", z=78, label="Line of another date", stroke="occupied",
             stroke_opacity=0.6, width=1.6, dash=(1.5, 1.5), reference_line=True),
    StyleRow(kind="line", form="line", z=79, lead=True, label="Line of occupation, generalised",
             stroke="occupied", width=3.2, dash=(2.4, 0.9), casing=1.2, never_dimmed=True,
             accuracy_km=ACCURACY_KM, parts_labels="all"),
)  # fmt: skip

LAYER = Layer(
    id="line_of_occupation",
    title="Line of occupation",
    group="context",
    shortcut="L",
    summary="The generalised line on the chosen date, and the territory behind it.",
    facts=("line_of_occupation", "line_lengths", "basemap/countries"),
    params=LineOfOccupationParams,
    build=build,
    key_figures=key_figures,
    sources=(
        "studio_line",
        "deepstate_map",
        "reuters_2025_08_06",
        "cnn_2025_10_01",
        "ukrinform_2024_08_20",
        "qha_2017_03",
    ),
    order=10,
    reference_line="ghost",
    rows=ROWS,
)
