"""Monitoring mission: a band on each side of the line of occupation, with patrol bases along it.

Civilian monitors, unarmed. The mission is notional: no depth or base is agreed. A base stands for a stretch of the
line; its place is computed, not a site anyone has looked at. Beside it stands the precedent: the bases that the
OSCE mission of 2014 to 2022 had.
"""

from collections.abc import Iterator
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geodesy import GEOD, along_km, area_km2, buffer_km, length_km, normalize
from i18n.spoken import worded
from layers.core.facts import line_with_water
from layers.core.format import about, number_text, rounded
from layers.core.line_length import line_length
from layers.core.params import Params, choice, number
from layers.core.spec import CoverRule, Facts, Layer, MapLabel, Measure, common, frame_of
from layers.style.row import StyleRow

SIDES = {"held": worded("government-held side"), "occupied": worded("occupied side")}
BANDS = ("band_held", "band_occupied")
# A base lies half the depth back from the line, but no farther than this: patrols start near the line.
MAX_SETBACK_KM = 10.0
_LAKES = ("basemap/lakes", "third_party/gshhg/lakes")
# Where that place is water or the wrong side, these are tried in turn: share of the setback, turn in degrees.
SETBACKS = (1.0, 0.7, 1.4, 0.45, 1.8, 0.25)
TURNS = (0, 20, -20, 40, -40, 60, -60, 80, -80)
# Clear of rivers, of the line and of shores; degrees of latitude, so at least 0.7 of that eastward.
CLEAR_DEG = 0.012
# Parts of the line that start this near the last one's end carry the spacing on (an inlet lies between).
SAME_RUN_KM = 30.0
# The heading of the line at a station is that between the points this far before and after it.
HEADING_KM = 4.0


class MonitoringMissionParams(Params):
    """Choices for the monitoring mission."""

    depth_km: float = number(
        15, low=5, high=50, step=1, variants=(10, 30),
        help="Depth of the band on each side of the line. In September 2014 heavy weapons were to be pulled "
            "back 15 km.",
    )  # fmt: skip
    base_spacing_km: float = number(
        40, low=20, high=100, step=5, variants=(60, 30),
        help="Distance between patrol bases along the line. The OSCE’s known bases stood 30 to 35 km apart "
            "on average.",
    )  # fmt: skip
    monitors_per_km: float = number(
        1.5, low=0.3, high=5, step=0.1, variants=(0.4, 3),
        help="Monitors per kilometre of line. The OSCE had 1.4 to 1.7 in Donbas in 2017, the EU about 0.4 "
            "in Georgia.",
    )  # fmt: skip
    lead: Literal["ots", "gcc"] = choice(
        "ots",
        help="Organisation that would lead. Both were proposed; neither has agreed.",
        labels={"ots": "Organization of Turkic States", "gcc": "Gulf Cooperation Council"},
    )


def build(facts: Facts, params: MonitoringMissionParams) -> gpd.GeoDataFrame:
    """Return the band on each side, cut at border and coast, bases on alternating sides, and the OSCE's bases.

    Bands carry `area_km2` and the length of the line that monitors are counted on, `documented_km` with its
    `length_basis`; both and the bases carry the lead organisation.
    """
    line = shapely.union_all(line_with_water(facts))
    near = buffer_km(line, params.depth_km)
    bands = {
        "held": shapely.intersection(near, facts.held),
        "occupied": shapely.intersection(near, facts.occupied),
    }
    shared = {
        "status": "notional",
        "as_of": facts.line_date,
        "source": "coffey_2025_08_31;studio",
        **_lead(facts, params.lead),
    }
    length = line_length(facts)
    rows: list[dict[str, Any]] = []
    for side, band in bands.items():
        size_km2 = area_km2(band)
        rows.append(
            {
                "feature_id": f"monitored-band-{side}",
                "name": worded("Monitored band, {side}", side=SIDES[side]),
                "kind": f"band_{side}",
                "note": worded(
                    "All ground within {km} km of the generalised line, up to border and coast. Proposed, not agreed.",
                    km=number_text(params.depth_km),
                ),
                "measure": about(size_km2, "km²"),
                "area_km2": size_km2,
                "documented_km": length.km,
                "length_basis": length.basis,
                **shared,
                "geometry": normalize(band),
            }
        )
    for count, (side, place) in enumerate(_places(facts, params, bands), start=1):
        rows.append(
            {
                "feature_id": f"patrol-base-{count}",
                "name": worded("Patrol base {count} ({side})", count=count, side=SIDES[side]),
                "kind": "patrol_base",
                "note": worded(
                    "One base for every {km} km of the generalised line on land. Its place is computed; it is "
                    "not a site.",
                    km=number_text(params.base_spacing_km),
                ),
                "measure": worded("one per {km} km", km=number_text(params.base_spacing_km)),
                "side": side,
                **shared,
                "geometry": place,
            }
        )
    known = facts["monitoring"]
    for hub in known.loc[known["kind"] == "patrol_hub"].to_dict("records"):
        rows.append({**common(hub), "geometry": hub["geometry"]})
    return frame_of([r for r in rows if not r["geometry"].is_empty])


def watched_line_km(frame: gpd.GeoDataFrame) -> float:
    """Return the length of the line that monitors are counted on."""
    is_band = frame["kind"].isin(BANDS)
    return float(frame.loc[is_band, "documented_km"].iloc[0]) if is_band.any() else 0.0


def key_figures(frame: gpd.GeoDataFrame, params: MonitoringMissionParams) -> tuple[Measure, ...]:
    """Monitors needed, number of bases, and the ground to be watched."""
    bands = frame.loc[frame["kind"].isin(BANDS)]
    bases = int((frame["kind"] == "patrol_base").sum())
    line_km = watched_line_km(frame)
    return (
        Measure.of(
            label=worded("Monitors needed"),
            number=line_km * params.monitors_per_km,
            unit="people",
            is_about=True,
            caveat=worded(
                "{rate} per km, on {length} of line; the OSCE had 1.4 to 1.7 per km in Donbas in 2017",
                rate=number_text(params.monitors_per_km),
                length=about(line_km, "km"),
            ),
        ),
        Measure.of(
            label=worded("Patrol bases"),
            number=bases,
            caveat=worded(
                "one per {km} km of the generalised line on land, on alternating sides",
                km=number_text(params.base_spacing_km),
            ),
        ),
        Measure.of(
            label=worded("Monitored ground"),
            number=bands["area_km2"].sum() if len(bands) else 0.0,
            unit="km²",
            is_about=True,
            caveat=worded("{km} km on each side of the line", km=number_text(params.depth_km)),
        ),
    )


def _lead(facts: Facts, code: str) -> dict[str, str]:
    """Return the lead organisation and its members by name, as columns."""
    known = facts["monitoring"]
    found = known.loc[(known["kind"] == "lead_organisation") & (known["code"] == code)].iloc[0]
    countries = facts["basemap/countries"]
    names = dict(zip(countries["iso_a3"], countries["name"], strict=True))
    return {"lead": found["name"], "lead_members": ", ".join(names.get(m, m) for m in found["members"])}


def _places(
    facts: Facts, params: MonitoringMissionParams, bands: dict[str, BaseGeometry]
) -> Iterator[tuple[str, shapely.Point]]:
    """Yield side and place of each base, north to south; a stretch with no dry ground gets none."""
    line = facts.land_line  # nobody patrols open water
    frame = shapely.union_all(list(bands.values())).envelope
    lakes = np.concatenate([facts[name].geometry.to_numpy() for name in _LAKES])
    lakes_here = shapely.union_all(lakes[shapely.intersects(lakes, frame)])
    rivers = facts["third_party/gshhg/rivers"].geometry
    keep_off = _outlines([lakes_here, *rivers, line, facts.ukraine], frame)
    for shape in (*bands.values(), lakes_here, keep_off):
        shapely.prepare(shape)
    setback_km = min(params.depth_km / 2, MAX_SETBACK_KM)
    turn = 0
    for run in _runs(facts, line):
        for lon, lat, heading in _stations(run, params.base_spacing_km):
            for side in (("held", "occupied"), ("occupied", "held"))[turn % 2]:
                right_or_left = 90 if side == "held" else -90  # occupied ground lies on the left
                points = _candidates(lon, lat, heading + right_or_left, setback_km)
                good = (
                    shapely.contains(bands[side], points)
                    & ~shapely.intersects(lakes_here, points)
                    & ~shapely.dwithin(keep_off, points, CLEAR_DEG)
                )
                if good.any():
                    yield side, points[int(np.argmax(good))]
                    turn += 1
                    break


def _outlines(shapes: list[BaseGeometry], frame: BaseGeometry) -> BaseGeometry:
    """Return lines and outlines of polygons inside the envelope of `frame`, as one shape, not noded."""
    near = [shapely.clip_by_rect(shape, *frame.bounds) for shape in shapes if shape.intersects(frame)]
    polygons = {"Polygon", "MultiPolygon"}
    lines = [shapely.boundary(shape) if shape.geom_type in polygons else shape for shape in near]
    return shapely.MultiLineString([p for p in shapely.get_parts(lines) if p.geom_type == "LineString"])


def _runs(facts: Facts, line: BaseGeometry) -> list[list[shapely.LineString]]:
    """Return the parts of the line in the order of the sectors, those that carry on in one list each."""
    sectors = facts.line.geometry.to_list()

    def position(part: shapely.LineString) -> tuple[int, float]:
        middle = part.interpolate(0.5, normalized=True)
        nearest = int(np.argmin(shapely.distance(sectors, middle)))
        return nearest, float(sectors[nearest].project(middle))

    runs: list[list[shapely.LineString]] = []
    for part in sorted(shapely.get_parts(shapely.line_merge(line, directed=True)), key=position):
        if runs:
            gap = shapely.LineString([runs[-1][-1].coords[-1], part.coords[0]])
            if length_km(gap) <= SAME_RUN_KM:
                runs[-1].append(part)
                continue
        runs.append([part])
    return runs


def _stations(run: list[shapely.LineString], spacing_km: float) -> Iterator[tuple[float, float, float]]:
    """Yield lon, lat and heading every `spacing_km` along a run, the first half a spacing from its start."""
    start_km = spacing_km / 2
    for part in run:
        behind = along_km(part, spacing_km, start_km=start_km - HEADING_KM)
        ahead = along_km(part, spacing_km, start_km=start_km + HEADING_KM)
        stations = along_km(part, spacing_km, start_km=start_km)
        for index, station in enumerate(stations):
            before = behind[index]
            after = ahead[index] if index < len(ahead) else shapely.Point(part.coords[-1])
            heading, _, _ = GEOD.inv(before.x, before.y, after.x, after.y)
            yield station.x, station.y, heading
        start_km += len(stations) * spacing_km - length_km(part)


def _candidates(lon: float, lat: float, azimuth: float, setback_km: float) -> np.ndarray:
    """Return places to try for a base, the best first, rounded as they will be drawn."""
    tries = [(share * setback_km * 1000, azimuth + turn) for share in SETBACKS for turn in TURNS]
    reach_m, azimuths = np.array(tries).T
    lons, lats, _ = GEOD.fwd(np.full(len(tries), lon), np.full(len(tries), lat), azimuths, reach_m)
    points: np.ndarray = shapely.points(np.round(lons, 4), np.round(lats, 4))
    return points


ROWS = (
    StyleRow(kind="band_held", form="area", z=34, lead=True, label="Monitored, government-held side",
             fill="monitoring", fill_opacity=0.18, pattern="dots", stroke="monitoring", width=1.3,
             dash=(1, 1.6), constructed=True),
    StyleRow(kind="band_occupied", form="area", z=34, label="Monitored, occupied side", fill="monitoring",
             fill_opacity=0.3, pattern="dots", stroke="monitoring", width=1.3, dash=(1, 1.6),
             constructed=True),
    StyleRow(kind="patrol_base", form="point", z=76, label="Patrol base (notional)", symbol="square",
             symbol_px=7.5, stroke="monitoring", min_zoom=3.6, constructed=True),
    StyleRow(kind="patrol_hub", form="point", z=75, label="OSCE base, 2014 to 2022", symbol="square_open",
             symbol_px=10, stroke="monitoring", min_zoom=4.4),
)  # fmt: skip


def label_values(frame: gpd.GeoDataFrame, params: MonitoringMissionParams) -> dict[str, float]:
    """Return the numbers of the label on the map."""
    return {"people": rounded(watched_line_km(frame) * params.monitors_per_km)}


LAYER = Layer(
    id="monitoring_mission",
    title="Monitoring mission",
    group="guarantee",
    shortcut="1",
    summary="Civilians patrol both sides of the line, should a peace agreement leave Russian troops in Ukraine.",
    facts=(
        "line_of_occupation",
        "line_lengths",
        "monitoring",
        *_LAKES,
        "third_party/gshhg/rivers",
        "basemap/countries",
    ),
    params=MonitoringMissionParams,
    build=build,
    key_figures=key_figures,
    sources=(
        "coffey_2025_08_31",
        "paris_declaration_2026_01_06",
        "minsk_memorandum_2014_09_19",
        "mzv_2017_03_17",
        "qha_2017_03",
        "deepstate_map",
        "eumm_facts",
        "osce_2015_12_01",
        "osce_2016",
        "unverified_smm_bases",
    ),
    later="The Paris Declaration of 6 January 2026 foresees monitoring and verification under a “proposed "
    "US-led” mechanism; the Financial Times reported that it would rest on drones, sensors and "
    "satellites. Neither organisation has been agreed on.",
    order=20,
    map_label=MapLabel(
        name="Monitors",
        token="monitoring",
        text="{people} people",
        values=label_values,
        kinds=BANDS,
        members=("patrol_base",),
        members_called="patrol bases",
    ),
    covers=(
        CoverRule(key="both", label="the monitored band on both sides", kinds=BANDS),
        CoverRule(key="held", label="the band on the government-held side", kinds=("band_held",)),
    ),
    rows=ROWS,
)
