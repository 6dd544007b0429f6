"""The real data: it keeps to the schema, and says no more than its sources do."""

import itertools

import airportsdata
import pytest
from pyproj import Geod
from shapely import Point

from geodata.schema import DATA_DIR, check_all
from geodata.store import Store
from geodata.tables import TABLES

GEOD = Geod(ellps="WGS84")
# airportsdata lists two Romanian bases under codes that are not their ICAO codes.
LOCAL_CODES = {"LRFT": "LR80", "LRBO": "LR82"}
STRONGEST = {"EPMM", "EPLK", "EPMB", "EPKS", "LRCK", "LRFT", "LRCT"}
SNAKE_ISLAND = (30.204, 45.255)
NAUTICAL_MILE_M = 1852.0


@pytest.fixture(scope="module")
def store() -> Store:
    return Store()


def test_no_file_has_a_fault() -> None:
    assert [str(fault) for fault in check_all()] == []


def test_every_source_is_used_or_says_where_it_is_cited(store: Store) -> None:
    used = {key for name in TABLES for cell in store.table(name)["source"] for key in cell.split(";")}
    idle = {key for key, source in store.sources.items() if key not in used and source.cited_in is None}
    assert idle == set()


def test_a_source_that_no_feature_cites_is_cited_where_it_says(store: Store) -> None:
    for key, source in store.sources.items():
        if source.cited_in is not None:
            assert key in (DATA_DIR.parent / source.cited_in).read_text(encoding="utf-8"), key


def test_nothing_notional_rests_on_a_document_alone(store: Store) -> None:
    for name in TABLES:
        for row in store.table(name).itertuples():
            if row.status == "notional":
                own = {"studio", "studio_line", "general_knowledge", "coffey_2025_08_31"}
                assert own & set(row.source.split(";")), row.feature_id


def test_general_knowledge_is_said_to_be_unverified_or_not_a_source(store: Store) -> None:
    for name in ("air_bases", "ports", "monitoring", "coalition", "invasion_routes"):
        for row in store.table(name).itertuples():
            if "general_knowledge" in row.source.split(";"):
                text = f"{row.note} {getattr(row, 'outcome', '')} {getattr(row, 'allied_use', '')}"
                assert "unverified" in text or "general knowledge" in text, row.feature_id


def test_no_source_is_a_russian_relay(store: Store) -> None:
    for key, source in store.sources.items():
        for relay in ("news-pravda", "tass.com", "bashk.tv"):
            assert relay not in f"{source.publisher} {source.url}", key


# --- air bases ------------------------------------------------------------------------------------


def test_bases_lie_within_1500_m_of_the_register(store: Store) -> None:
    register = airportsdata.load("ICAO")
    for base in store.table("air_bases").itertuples():
        record = register[LOCAL_CODES.get(base.icao, base.icao)]
        off_m = GEOD.inv(base.geometry.x, base.geometry.y, record["lon"], record["lat"])[2]
        assert off_m <= 1500, base.icao


def test_there_are_eight_polish_and_six_romanian_bases(store: Store) -> None:
    assert store.table("air_bases")["country"].value_counts().to_dict() == {"POL": 8, "ROU": 6}


def test_the_seven_strongest_bases_are_the_candidates(store: Store) -> None:
    bases = store.table("air_bases")
    assert set(bases.loc[bases["candidate"], "icao"]) == STRONGEST


def test_a_candidate_says_that_the_choice_is_notional(store: Store) -> None:
    bases = store.table("air_bases")
    assert bases.loc[bases["candidate"], "note"].str.contains("notional").all()


# --- Black Sea ------------------------------------------------------------------------------------


def test_no_sea_feature_touches_land(store: Store) -> None:
    land = store.table("basemap/countries").union_all()
    zones = store.table("black_sea_zones")
    assert zones.loc[zones.intersects(land), "code"].tolist() == []
    assert zones.distance(Point(SNAKE_ISLAND)).min() > 0.01  # too small for the base map


def test_no_patrol_zone_touches_another(store: Store) -> None:
    zones = store.table("black_sea_zones").query("kind == 'patrol_zone'")
    touching = [
        (one.code, two.code)
        for one, two in itertools.combinations(zones.itertuples(), 2)
        if one.geometry.intersects(two.geometry)
    ]
    assert touching == []


def test_there_are_six_notional_zones_a_corridor_and_a_boundary(store: Store) -> None:
    zones = store.table("black_sea_zones")
    assert zones["kind"].tolist() == ["patrol_zone"] * 6 + ["corridor", "maritime_boundary"]
    assert (zones.loc[zones["kind"] == "patrol_zone", "status"] == "notional").all()


def test_the_boundary_starts_with_an_arc_of_12_nautical_miles_round_snake_island(store: Store) -> None:
    boundary = store.table("black_sea_zones").set_index("kind").loc["maritime_boundary", "geometry"]
    points = list(boundary.coords)
    second = points.index((30.15683, 45.05514))
    assert points[0] == (30.0408, 45.0892)
    assert second >= 8
    for lon, lat in points[: second + 1]:
        # The island is some 600 m long; the arc is measured from its shore, the point is its middle.
        assert GEOD.inv(*SNAKE_ISLAND, lon, lat)[2] == pytest.approx(12 * NAUTICAL_MILE_M, abs=400)


def test_the_boundary_runs_through_the_points_of_the_judgment_and_on_at_its_azimuth(store: Store) -> None:
    boundary = store.table("black_sea_zones").set_index("kind").loc["maritime_boundary", "geometry"]
    *_, p3, p4, p5, end = boundary.coords
    assert [p3, p4, p5] == [(30.97703, 44.77742), (31.17436, 44.73706), (31.40972, 44.04806)]
    azimuth, _, length_m = GEOD.inv(*p5, *end)
    assert azimuth % 360 == pytest.approx(185 + 23 / 60 + 54.5 / 3600, abs=0.001)
    assert length_m == pytest.approx(60_000, abs=2)


def test_the_corridor_runs_from_odesa_to_the_bosporus_in_about_650_km(store: Store) -> None:
    corridor = store.table("black_sea_zones").set_index("kind").loc["corridor", "geometry"]
    assert corridor.coords[0] == (30.95, 46.45)
    assert corridor.coords[-1] == (29.13, 41.3)
    assert GEOD.geometry_length(corridor) / 1000 == pytest.approx(650, rel=0.03)


def test_all_nine_ports_and_snake_island_are_there(store: Store) -> None:
    ports = store.table("ports")
    assert ports["kind"].value_counts().to_dict() == {"port": 9, "island": 1}
    assert set(ports.loc[ports["state"] == "closed", "name"]) == {
        f"Port of {town}" for town in ("Mykolaiv", "Kherson", "Ochakiv")
    }


# --- monitoring and coalition -----------------------------------------------------------------------


def test_the_lead_organisations_list_members_with_iso_codes_only(store: Store) -> None:
    lead = store.table("monitoring").query("kind == 'lead_organisation'").set_index("code")
    assert lead.loc["ots", "members"] == ["AZE", "KAZ", "KGZ", "TUR", "UZB"]
    assert lead.loc["ots", "observers"] == ["HUN", "TKM"]
    assert lead.loc["gcc", "members"] == ["ARE", "BHR", "KWT", "OMN", "QAT", "SAU"]
    assert "NATO" in lead.loc["ots", "note"]
    assert "not recognised by the United Nations" in lead.loc["ots", "note"]


def test_members_are_countries_of_the_base_map(store: Store) -> None:
    known = set(store.table("basemap/countries")["iso_a3"])
    named = set(store.table("coalition")["country"]) | set(store.table("air_bases")["country"])
    for column in ("members", "observers"):
        named |= set(itertools.chain.from_iterable(store.table("monitoring")[column]))
    assert named <= known


def test_precedent_hubs_are_dated_within_the_mission(store: Store) -> None:
    hubs = store.table("monitoring").query("kind == 'patrol_hub'")
    assert len(hubs) == 16
    assert hubs["as_of"].between("2014-03-22", "2022-03-31").all()
    unverified = hubs["source"].str.contains("general_knowledge")
    assert (hubs["status"] == "notional").eq(unverified).all()
    assert unverified.sum() == 9


def test_only_cities_that_the_press_named_are_called_so(store: Store) -> None:
    cities = store.table("coalition").query("kind == 'named_city'")
    assert set(cities["name"]) == {"Lviv", "Kyiv"}
    assert (cities["status"] == "documented").all()


def test_each_contributor_has_its_strongest_public_offer(store: Store) -> None:
    offers = store.table("coalition").query("kind == 'contributor'").set_index("country")["offer"]
    assert offers.to_dict() == {
        "GBR": "troops",
        "FRA": "troops",
        "CAN": "training",
        "TUR": "sea",
        "DEU": "forces_nearby",
        "BEL": "air",
        "SWE": "air",
        "EST": "troops",
        "LVA": "troops",
        "LTU": "troops",
        "POL": "logistics",
        "ROU": "sea",
        "BGR": "sea",
        "ITA": "none",
        "USA": "monitoring",
    }


def test_named_cities_lie_where_the_base_map_has_the_town(store: Store) -> None:
    towns = store.table("basemap/towns").set_index("name").geometry
    for city in store.table("coalition").query("kind == 'named_city'").itertuples():
        town = towns[city.name]
        assert GEOD.inv(city.geometry.x, city.geometry.y, town.x, town.y)[2] < 5000, city.name
