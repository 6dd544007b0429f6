"""Situations in the invented country of `small_world`: four oblasts of a box, a line down its middle."""

import shapely
from small_world import feature, line_table, route, small_facts, table

from analysis.situation import Situation
from layers import LAYERS
from layers.air_policing import AirPolicingParams
from layers.coalition_forces import CoalitionForcesParams
from layers.maritime_patrols import MaritimePatrolsParams
from layers.monitoring_mission import MonitoringMissionParams

GUARANTEES = tuple(layer for layer in LAYERS if layer.covers)
PARAMS = {
    "monitoring_mission": MonitoringMissionParams(),
    "coalition_forces": CoalitionForcesParams(),
    "air_policing": AirPolicingParams(bases=("EPMM",), radius_km=200),
    "maritime_patrols": MaritimePatrolsParams(),
}
QUARTERS = {
    "UA-01": shapely.box(30, 48, 33, 50),
    "UA-02": shapely.box(33, 48, 36, 50),
    "UA-03": shapely.box(30, 46, 33, 48),
    "UA-04": shapely.box(33, 46, 36, 48),
}
CORRIDOR = shapely.LineString([(31, 45.5), (31, 44)])
ZONE = shapely.box(30.5, 44.75, 31.5, 45.25)  # a third of the corridor


def air_base(icao, lon, lat):
    own = {"country": "POL", "operator": "o", "role": "r", "use": "military", "allied_use": ""}
    return feature(
        f"base-{icao.lower()}", shapely.Point(lon, lat), icao=icao, short_name=icao, kind="air_base", **own
    )


def town(name, lon, lat, population, iso):
    return feature(
        f"town-{name.lower()}", shapely.Point(lon, lat), name=name, kind="town", rank=2, country="UKR",
        iso_3166_2=iso, name_uk="", population=population,
    )  # fmt: skip


def sea_feature(feature_id, geometry, kind):
    own = {"code": feature_id, "purpose": "p", "lead": "l"}
    return feature(feature_id, geometry, kind=kind, **own)


def port(name, lon, lat, state="open"):
    return feature(
        f"port-{name.lower()}", shapely.Point(lon, lat), name=f"Port of {name}", kind="port", country="UKR",
        state=state,
    )  # fmt: skip


def invented_facts(**tables):
    """Facts of the invented country, with a base in its middle, a town, a zone, a port and a million an oblast."""
    return small_facts(
        **{
            "line_of_occupation": line_table(shapely.LineString([(33, 50.1), (33, 45.9)])),
            "invasion_routes": table(route("F5", shapely.LineString([(33.5, 48), (30.5, 48)]))),
            "air_bases": table(air_base("EPMM", 33, 48), air_base("LRCK", 31, 47)),
            "basemap_towns": table(town("Kyiv", 31.5, 49, 400_000, "UA-01")),
            "basemap_oblasts": table(
                *(
                    feature(f"oblast-{iso.lower()}", shape, name=iso, iso_3166_2=iso, population=1_000_000)
                    for iso, shape in QUARTERS.items()
                )
            ),
            "black_sea_zones": table(
                sea_feature("z1", ZONE, "patrol_zone"), sea_feature("way", CORRIDOR, "corridor")
            ),
            "ports": table(port("North", 31, 45.5), port("Shut", 31, 45.6, "closed")),
            **tables,
        }
    )


def situation(*shown, facts=None, rules=None, **params):
    """The situation of the guarantees shown (default: none); parameters by id in place of `PARAMS`."""
    facts = facts or invented_facts()
    chosen = PARAMS | params
    by_id = {layer.id: layer for layer in GUARANTEES}
    frames = {one: by_id[one].build(facts, chosen[one]) for one in shown}
    return Situation(facts=facts, guarantees=GUARANTEES, frames=frames, params=chosen, rules=rules or {})


def values(of):
    """Every value of a situation by its id."""
    from analysis.assessment import assess_situation

    return {one.id: one.value for one in assess_situation(of).measures}


ALL = tuple(layer.id for layer in GUARANTEES)
