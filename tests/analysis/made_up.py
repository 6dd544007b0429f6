"""Frames over the invented country of `small_world`, with what the search for gaps asks of a store."""

import shapely
from small_world import UKRAINE, feature, route, small_facts, table

from layers.core.address import from_pairs
from layers.core.build import Frames


def base(icao, lon, lat, *, candidate=True, use="military"):
    return feature(
        f"base-{icao.lower()}", shapely.Point(lon, lat), name=f"{icao} Air Base", kind="air_base", icao=icao,
        short_name=icao.title(), country="POL", operator="", role="", use=use, allied_use="", candidate=candidate,
    )  # fmt: skip


def town(name, lon, lat, *, rank=2, country="UKR"):
    return feature(
        f"town-{name.lower()}", shapely.Point(lon, lat), name=name, kind="town", name_uk=name, rank=rank,
        country=country, iso_3166_2=None,
    )  # fmt: skip


def zone(code, shape):
    return feature(
        f"zone-{code.lower()}", shape, name=f"Zone {code}", kind="patrol_zone", code=code, purpose="", lead="",
    )  # fmt: skip


def corridor(*lonlat):
    return feature(
        "corridor",
        shapely.LineString(lonlat),
        name="Corridor",
        kind="corridor",
        code="corridor",
        purpose="",
        lead="",
    )


def port(name, lon, lat, state="open"):
    return feature(
        f"port-{name.lower()}",
        shapely.Point(lon, lat),
        name=f"Port of {name}",
        kind="port",
        country="UKR",
        state=state,
    )


#: One base just out of reach of Kharkiv, a zone with half of the corridor, a route on which there is room.
TABLES = {
    "air_bases": table(base("AAAA", 24, 48), base("BBBB", 27, 48, candidate=False)),
    "basemap_towns": table(
        town("Kharkiv", 32.5, 49), town("Lviv", 30.5, 48), town("Middle", 32.9, 48, rank=3)
    ),
    "black_sea_zones": table(zone("Z1", shapely.box(30.5, 45, 31.5, 45.9)), corridor((31, 45.8), (31, 44))),
    "ports": table(
        port("Inside", 31, 45.85), port("Outside", 30.2, 46), port("Shut", 30.1, 46, state="closed")
    ),
    "invasion_routes": table(route("F5", shapely.LineString([(33.5, 48), (30.5, 48)]))),
}


class SmallStore:
    """As much of `geodata.store.Store` as frames ask for."""

    def __init__(self, **tables):
        facts = small_facts(**(TABLES | tables))
        self._tables, self.ukraine = facts.tables, UKRAINE
        self.line_dates = tuple(sorted(set(facts.tables["line_of_occupation"]["line_date"])))
        self.tables, self.data_version = tuple(self._tables), "made-up"

    def table(self, name):
        return self._tables[name]

    def published(self, line_date):
        return None


def small_frames(**tables) -> Frames:
    return Frames(SmallStore(**tables))


def scenario_of(frames: Frames, *pairs):
    scenario, problems = from_pairs(pairs, frames.registry)
    assert not problems
    return scenario
