"""Maritime patrols: notional zones off the western coast of the Black Sea, and the corridor they serve.

Zones keep a stand-off from occupied coast, Crimea included. The Montreux Convention limits whose warships
could sail there.
"""

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geodesy import KM_PER_NM, apart_km, area_km2, buffer_km, keep_out, length_km, normalize
from i18n.spoken import worded, worded_plural
from layers.core.format import about, number_text, rounded
from layers.core.params import Params, number
from layers.core.spec import CoverRule, Facts, Layer, MapLabel, Measure, common, frame_of
from layers.style.row import StyleRow

# A port within this distance of the corridor counts as served by it; the Danube ports have their own fairway.
SERVED_KM = 40.0
# What is left of a zone below this size is a sliver, not an area anyone could patrol.
MIN_AREA_KM2 = 25.0


class MaritimePatrolsParams(Params):
    """Choices for the patrols at sea."""

    standoff_nm: float = number(
        12, low=0, high=60, step=1, variants=(24, 6),
        help="Distance the zones keep from occupied coast. A territorial sea is 12 nm wide.",
    )  # fmt: skip


def build(facts: Facts, params: MaritimePatrolsParams) -> gpd.GeoDataFrame:
    """Return the zones less the stand-off, the corridor, the boundary of 2009 and the ports served.

    Each zone has a point for its name as well. Zones carry `area_km2` and, of their nearest point,
    `off_occupied_coast_km`; the corridor `length_km` and `length_nm`. A zone with no room left is dropped.
    """
    rows = []
    corridors = []
    too_near = keep_out(facts.occupied, params.standoff_nm * KM_PER_NM)
    for fact in facts["black_sea_zones"].to_dict("records"):
        own = {k: fact[k] for k in ("code", "purpose", "lead")}
        if fact["kind"] == "patrol_zone":
            zone = _without_slivers(shapely.difference(fact["geometry"], too_near))
            size_km2 = area_km2(zone)
            if zone.is_empty:
                continue
            off_km = apart_km(zone, facts.occupied)
            named = common(
                fact,
                measure=about(size_km2, "km²"),
                note=worded(
                    "{note} Its nearest point lies {km} km off occupied coast.",
                    note=fact["note"],
                    km=f"{off_km:,.0f}",
                ),
            )
            sizes = {"area_km2": size_km2, "off_occupied_coast_km": off_km}
            rows.append({**named, **own, **sizes, "geometry": zone})
            label = {**named, "feature_id": f"{fact['feature_id']}-label", "kind": "zone_label"}
            rows.append({**label, **own, "geometry": _label_point(zone)})
            continue
        run_km = length_km(fact["geometry"])
        run_nm = run_km / KM_PER_NM
        measure = f"{about(run_km, 'km')}, {rounded(run_nm):,.0f} nm"
        lengths = {"length_km": run_km, "length_nm": run_nm}
        rows.append({**common(fact, measure=measure), **own, **lengths, "geometry": fact["geometry"]})
        if fact["kind"] == "corridor":
            corridors.append(fact["geometry"])
    served = buffer_km(shapely.union_all(corridors), SERVED_KM)
    for port in facts["ports"].to_dict("records"):
        if port["kind"] == "port" and port["state"] == "open" and served.covers(port["geometry"]):
            served_port = common(
                port,
                kind="port_served",
                feature_id=f"served-{port['feature_id']}",
                measure=worded("open"),
            )
            rows.append({**served_port, "country": port["country"], "geometry": port["geometry"]})
    return frame_of(rows)


def _without_slivers(shape: BaseGeometry) -> BaseGeometry:
    """Return the parts of a cut zone that are large enough, rounded."""
    return normalize(shapely.union_all([p for p in shapely.get_parts(shape) if area_km2(p) >= MIN_AREA_KM2]))


def _label_point(zone: BaseGeometry) -> shapely.Point:
    """Return the middle of a zone, or a point inside where its middle is not."""
    return zone.centroid if zone.contains(zone.centroid) else zone.point_on_surface()


def corridor_nm(frame: gpd.GeoDataFrame) -> float:
    """Return the length of the corridor."""
    return float(frame.loc[frame["kind"] == "corridor", "length_nm"].sum()) if len(frame) else 0.0


def key_figures(frame: gpd.GeoDataFrame, params: MaritimePatrolsParams) -> tuple[Measure, ...]:
    """Area of the zones, and the length of the corridor with the ports it serves."""
    zones = frame.loc[frame["kind"] == "patrol_zone"]
    ports = int((frame["kind"] == "port_served").sum())
    return (
        Measure.of(
            label=worded("Patrol zones"),
            number=zones["area_km2"].sum() if len(zones) else 0.0,
            unit="km²",
            is_about=True,
            caveat=worded_plural(
                "{number} notional zone, {nm} nm off occupied coast",
                "{number} notional zones, {nm} nm off occupied coast",
                len(zones),
                nm=number_text(params.standoff_nm),
            ),
        ),
        Measure.of(
            label=worded("Ukrainian corridor"),
            number=corridor_nm(frame),
            unit="nm",
            is_about=True,
            caveat=worded_plural(
                "as drawn here, from {number} open Ukrainian port; the Montreux Convention limits outside navies",
                "as drawn here, from {number} open Ukrainian ports; the Montreux Convention limits outside navies",
                ports,
            ),
        ),
    )


ROWS = (
    StyleRow(kind="patrol_zone", form="area", z=32, lead=True, label="Patrol zone (notional)", fill="patrol",
             fill_opacity=0.22, pattern="horizontal", stroke="patrol", width=1.4, ground="sea",
             constructed=True),
    StyleRow(kind="zone_label", form="label", z=93, text="patrol", halo="halo_sea", text_px=11,
             text_priority=22, text_min_zoom=6.2, text_beside=True, interactive=False, clear_of="corridor"),
    StyleRow(kind="corridor", form="line", z=42, label="Ukrainian corridor, generalised", stroke="patrol",
             width=2.4),
    StyleRow(kind="maritime_boundary", form="line", z=41, label="Maritime boundary, ICJ 2009",
             stroke="text_sea", width=1.2, dash=(6, 2, 1, 2)),
    StyleRow(kind="port_served", form="point", z=89, label="Port on the corridor", symbol="anchor",
             symbol_px=16, stroke="patrol"),
)  # fmt: skip


def label_values(frame: gpd.GeoDataFrame, params: MaritimePatrolsParams) -> dict[str, float]:
    """Return the numbers of the label on the map."""
    return {"zones": int((frame["kind"] == "patrol_zone").sum()), "corridor_nm": rounded(corridor_nm(frame))}


LAYER = Layer(
    id="maritime_patrols",
    title="Black Sea patrols",
    group="guarantee",
    shortcut="4",
    summary="Ships keep the Black Sea open; the proposal does not say whose.",
    facts=("black_sea_zones", "ports", "line_of_occupation"),
    params=MaritimePatrolsParams,
    build=build,
    key_figures=key_figures,
    sources=("coffey_2025_08_31", "osw_2025_07_14", "icj_2009_02_03", "meforum_2026", "montreux_2022_03_01"),
    later="In a letter of 18 May 2026 a Turkish minister wrote that Türkiye would lead the maritime part of "
    "the multinational force. No patrol area has been agreed.",
    order=50,
    map_label=MapLabel(
        name="Black Sea patrols",
        token="patrol",
        text="{zones} zones, {corridor_nm} nm of corridor",
        text_of_one="{zones} zone, {corridor_nm} nm of corridor",
        values=label_values,
        kinds=("patrol_zone",),
        members=("patrol_zone", "port_served"),
        members_called="zones and ports",
    ),
    covers=(CoverRule(key="zones", label="the patrol zones", kinds=("patrol_zone",)),),
    extent_kinds=("patrol_zone", "corridor"),
    rows=ROWS,
)
