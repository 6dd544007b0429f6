"""Line of occupation: the generalised line of one date, the territory behind it, and what changed hands since another.

The line is drawn by hand from public reports of which towns are held by whom. Occupied territory is derived
from it and Ukraine's recognised borders; Crimea is part of it.
"""

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.dates import day
from geodata.geodesy import area_km2, length_km, normalize
from geodata.imports.territory import EDGE_KM
from i18n.spoken import worded
from layers.core.changed_ground import ChangedGround, changed_ground
from layers.core.facts import line_with_water
from layers.core.format import about
from layers.core.line_length import line_length
from layers.core.params import Params, choice, from_table
from layers.core.spec import Facts, Layer, Measure, common, frame_of
from layers.core.views import ACCURACY_KM
from layers.style.row import StyleRow

NO_REFERENCE_LINE = "none"
_DERIVED = worded(
    "Derived from the generalised line and Ukraine’s recognised borders, Crimea included. It shows presence, not a "
    "right to the land."
)
_AS_PUBLISHED = worded(
    "As it was published in the imported map. It shows presence, not a right to the land, and changes no border."
)


class LineOfOccupationParams(Params):
    """Choices for the line; its date is the scenario's, since other layers follow it."""

    ghost: str = choice(  # its name is a key of addresses and files, so it stays
        NO_REFERENCE_LINE,
        title="Line to compare with",
        help="The line of another date, shown faintly, with the ground occupied and liberated between the two.",
        options=from_table("line_of_occupation", key="line_date", words=day, first=(NO_REFERENCE_LINE,)),
    )


def build(facts: Facts, params: LineOfOccupationParams) -> gpd.GeoDataFrame:
    """Return each sector of the line, over land and inlets, and the occupied territory as one feature.

    Sectors carry `length_km` of their land part, as drawn. The territory carries `area_km2`, `share_pct` of Ukraine's
    recognised area, and the length of the whole line as it is documented: `documented_km` with `length_basis`.
    """
    rows = [_published_line(facts)] if facts.published else _sectors(facts)
    occupied_km2, length = area_km2(facts.territory), line_length(facts)
    rows.append(
        {
            "feature_id": f"occupied-{facts.line_date}",
            "name": worded("Occupied territory of Ukraine"),
            "kind": "occupied_territory",
            "status": "derived",
            "as_of": facts.line_date,
            "source": _source(facts),
            "note": _AS_PUBLISHED if facts.published else _DERIVED,
            "measure": about(occupied_km2, "km²"),
            "line_date": facts.line_date,
            "documented_km": length.km,
            "length_basis": length.caveat,
            "area_km2": occupied_km2,
            "share_pct": 100 * occupied_km2 / area_km2(facts.ukraine),
            "geometry": normalize(facts.territory),
        }
    )
    if params.ghost not in (NO_REFERENCE_LINE, facts.line_date):
        rows += _change_rows(facts, facts.on(params.ghost))
    return frame_of([r for r in rows if not r["geometry"].is_empty])


def _source(facts: Facts) -> str:
    return str(facts.line["source"].iloc[0]) if facts.published else "studio_line;natural_earth"


def _published_line(facts: Facts) -> dict[str, Any]:
    """Return the line of an imported map as its publisher drew it, as one feature."""
    assert facts.published is not None
    sector, run_km = facts.line.iloc[0].to_dict(), length_km(facts.published.line)
    return {
        **common(sector, kind="published_line", measure=about(run_km, "km")),
        "feature_id": f"line-{facts.line_date}",
        "name": worded("Line of occupation, {date}: imported", date=day(facts.line_date)),
        "note": worded(
            "The outline of the imported map more than {km} km inside border and coast, as it was published. What is "
            "notional is built on a line generalised to about {accuracy} km.",
            km=f"{EDGE_KM:g}",
            accuracy=f"{sector['accuracy_km']:g}",
        ),
        **{k: sector[k] for k in ("line_date", "sector", "accuracy_km")},
        "length_km": run_km,
        "geometry": normalize(facts.published.line),
    }


def _sectors(facts: Facts) -> list[dict[str, Any]]:
    """Return the sectors of a shipped line, over land and inlets."""
    rows = []
    for sector, drawn in zip(facts.line.to_dict("records"), line_with_water(facts), strict=True):
        run_km = length_km(shapely.intersection(sector["geometry"], facts.ukraine))
        amount = about(run_km, "km")
        over_water = length_km(drawn) > run_km + 1
        rows.append(
            {
                **common(
                    sector,
                    kind="line",
                    measure=worded("{length} on land", length=amount) if over_water else amount,
                ),
                **{k: sector[k] for k in ("line_date", "sector", "accuracy_km")},
                "length_km": run_km,
                "geometry": normalize(drawn),
            }
        )
    return rows


def _change_rows(shown: Facts, other: Facts) -> list[dict[str, Any]]:
    """Return the line of another date, and the ground occupied and liberated between it and the one shown."""
    dates = sorted((shown.line_date, other.line_date))
    change = changed_ground(*(shown.on(line_date).occupied for line_date in dates))
    return [
        _reference_line(other, change),
        *(
            _ground(kind, verb, dates, other.line_date, geometry)
            for kind, verb, geometry in (
                ("occupied_since", "Occupied", change.occupied),
                ("liberated_since", "Liberated", change.liberated),
            )
        ),
    ]


def _reference_line(facts: Facts, change: ChangedGround) -> dict[str, Any]:
    """Return the whole line of another date as one feature, with what changes are measured from."""
    length = line_length(facts)
    return {
        "feature_id": f"ghost-{facts.line_date}",
        "name": worded("Line of occupation, {date}", date=day(facts.line_date)),
        "kind": "ghost_line",
        "status": "derived",
        "as_of": facts.line_date,
        "source": "studio_line",
        "note": worded("The generalised line of another date, for comparison."),
        "measure": worded("{length} on land, as drawn", length=about(length.generalised_km, "km")),
        "line_date": facts.line_date,
        "length_km": length.generalised_km,
        "area_km2": area_km2(facts.occupied),
        "narrow_occupied_km2": area_km2(change.narrow_occupied),
        "narrow_liberated_km2": area_km2(change.narrow_liberated),
        "geometry": normalize(shapely.union_all(line_with_water(facts))),
    }


def _ground(kind: str, verb: str, dates: list[str], other: str, geometry: BaseGeometry) -> dict[str, Any]:
    """Return what was occupied, or liberated, between two dates; `line_date` is that of the other line."""
    since, until = dates
    notes = {
        "Occupied": worded(
            "Occupied between {since} and {until}: held by Ukraine’s government at the first date and occupied at the "
            "second. Both lines are generalised: what lies between them is no measure of a day’s advance, and "
            "ground may "
            "have changed hands more than once. Parts nowhere wider than {km} km, as closely as the lines are "
            "drawn, are "
            "left out."
        ),
        "Liberated": worded(
            "Liberated between {since} and {until}: occupied at the first date and again held by Ukraine’s "
            "government at "
            "the second. Both lines are generalised: what lies between them is no measure of a day’s advance, "
            "and ground "
            "may have changed hands more than once. Parts nowhere wider than {km} km, as closely as the lines "
            "are drawn, "
            "are left out."
        ),
    }
    size_km2 = area_km2(geometry)
    return {
        "feature_id": f"{kind.replace('_', '-')}-{other}",
        "name": _dated(verb, other, until),
        "kind": kind,
        "status": "derived",
        "as_of": until,
        "source": "studio_line;natural_earth",
        "note": notes[verb].format(since=day(since), until=day(until), km=f"{ACCURACY_KM:g}"),
        "measure": about(size_km2, "km²"),
        "line_date": other,
        "area_km2": size_km2,
        "geometry": normalize(geometry),
    }


def key_figures(frame: gpd.GeoDataFrame, params: LineOfOccupationParams) -> tuple[Measure, ...]:
    """Documented and generalised length, occupied area with its share of Ukraine, change since an earlier line."""
    occupied = frame.loc[frame["kind"] == "occupied_territory"].iloc[0]
    drawn_km = frame.loc[frame["kind"] == "line", "length_km"].sum()
    is_published = occupied["note"] == _AS_PUBLISHED
    drawn = Measure.of(
        label=worded("Length of the generalised line"),
        number=drawn_km,
        unit="km",
        is_about=True,
        caveat=worded("on land, as drawn here, without the bends of the front"),
    )
    share = f"{occupied['share_pct']:.0f}"
    return (
        Measure.of(
            label=worded("Length of the line"),
            number=occupied["documented_km"],
            unit="km",
            is_about=True,
            caveat=occupied["length_basis"],
        ),
        *(() if is_published else (drawn,)),
        Measure.of(
            label=worded("Occupied territory, Crimea included"),
            number=occupied["area_km2"],
            unit="km²",
            is_about=True,
            caveat=worded("{share} % of Ukraine, as published in the imported map", share=share)
            if is_published
            else worded("{share} % of Ukraine, derived from the generalised line", share=share),
        ),
        *_change(frame, occupied["area_km2"]),
    )


def _change(frame: gpd.GeoDataFrame, occupied_km2: float) -> tuple[Measure, ...]:
    """Return the change of area against another date, and what it is made of; nothing where there is none."""
    others = frame.loc[frame["kind"] == "ghost_line"]
    if others.empty:
        return ()
    other = others.iloc[0]
    gained_km2 = occupied_km2 - other["area_km2"]
    more = worded("{area} more") if gained_km2 >= 0 else worded("{area} less")
    return (
        Measure(
            label=worded("Against {date}", date=day(other["line_date"])),
            value=more.format(area=about(abs(gained_km2), "km²")),
            caveat=worded(
                "occupied; both lines are generalised, so differences below about 500 km² mean little, and none "
                "measures a "
                "day’s advance"
            ),
        ),
        _changed(frame, other, "occupied_since", "Occupied", "occupied"),
        _changed(frame, other, "liberated_since", "Liberated", "liberated"),
    )


def _changed(frame: gpd.GeoDataFrame, other: pd.Series, kind: str, verb: str, narrow: str) -> Measure:
    """Return how much changed hands in one direction, and how much more is too narrow to be told."""
    found = frame.loc[frame["kind"] == kind]
    narrow_km2 = other[f"narrow_{narrow}_km2"]
    rest = worded(
        "and {area} in parts nowhere wider than {km} km, as closely as it is drawn",
        area=about(narrow_km2, "km²"),
        km=f"{ACCURACY_KM:g}",
    )
    label = _dated(verb, str(other["line_date"]), _shown_date(frame))
    caveat = rest if round(narrow_km2) else ""
    if found.empty:
        return Measure(label=label, value=worded("none that the drawing shows"), caveat=caveat)
    return Measure.of(label, found["area_km2"].iloc[0], "km²", caveat=caveat, is_about=True)


def _shown_date(frame: gpd.GeoDataFrame) -> str:
    return str(frame.loc[frame["kind"] == "occupied_territory", "line_date"].iloc[0])


def _dated(verb: str, other: str, shown: str) -> str:
    """Return what changed hands, dated by the other line: since an earlier one, by a later one."""
    since = {"Occupied": worded("Occupied since {date}"), "Liberated": worded("Liberated since {date}")}
    by = {"Occupied": worded("Occupied by {date}"), "Liberated": worded("Liberated by {date}")}
    return (since if other < shown else by)[verb].format(date=day(other))


ROWS = (
    StyleRow(kind="occupied_territory", form="area", z=10, label="Occupied territory (derived)",
             fill="occupied", fill_opacity=0.12, pattern="diagonal", pattern_opacity=0.22),
    StyleRow(kind="liberated_since", form="area", z=11, label="Liberated between the two dates",
             dated_labels=("Liberated since {date}", "Liberated by {date}"),
             fill="liberated", fill_opacity=0.45, stroke="liberated_edge", width=1.6),
    StyleRow(kind="occupied_since", form="area", z=11, label="Occupied between the two dates",
             dated_labels=("Occupied since {date}", "Occupied by {date}"),
             fill="occupied", fill_opacity=0.42, stroke="occupied", width=1),
    StyleRow(kind="ghost_line", form="line", z=78, label="Line of another date", stroke="occupied",
             stroke_opacity=0.6, width=1.6, dash=(1.5, 1.5),
             dated_labels=("Line of occupation on {date}", "Line of occupation on {date}")),
    StyleRow(kind="published_line", form="line", z=79, label="Line of occupation, imported", stroke="occupied",
             width=2.4, casing=1.2, never_dimmed=True, imported=True),
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
    colours={
        "liberated": {"light": "#9fb6c6", "dark": "#5d7f96", "print": "#ffffff"},
        "liberated_edge": {"light": "#22455c", "dark": "#cfe2ef", "print": "#000000"},
    },
)
