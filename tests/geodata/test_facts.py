"""The real data: it keeps to the schema, and says no more than its sources do."""

import itertools

import airportsdata
import pytest
from pyproj import Geod
from shapely import Geometry, Point

from geodata.distances import gazetteer
from geodata.geodesy import apart_km
from geodata.schema import DATA_DIR, check_all
from geodata.sources import Assumption
from geodata.store import Store
from geodata.tables import TABLES
from layers.core.facts import facts_for

GEOD = Geod(ellps="WGS84")
# airportsdata lists two Romanian bases under codes that are not their ICAO codes.
LOCAL_CODES = {"LRFT": "LR80", "LRBO": "LR82"}
STRONGEST = {"EPMM", "EPLK", "EPMB", "EPKS", "LRCK", "LRFT", "LRCT"}
SNAKE_ISLAND = (30.204, 45.255)
NAUTICAL_MILE_M = 1852.0


@pytest.fixture(scope="module")
def store() -> Store:
    return Store()


def gazetteer_of(store: Store) -> dict[str, Geometry]:
    """Towns of the gazetteer and of the base map by name."""
    towns = store.table("basemap/towns")
    return {**dict(zip(towns["name"], towns.geometry, strict=True)), **gazetteer(DATA_DIR)}


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
                keys = row.source.split(";")
                assert "coffey_2025_08_31" in keys or any(store.sources[key].is_assumption for key in keys), (
                    row.feature_id
                )


def test_nothing_documented_rests_on_an_assumption(store: Store) -> None:
    for name in TABLES:
        for row in store.table(name).itertuples():
            if row.status == "documented":
                assumed = [key for key in row.source.split(";") if store.sources[key].is_assumption]
                assert assumed == [], row.feature_id


def test_no_source_is_hearsay_a_hobby_site_or_an_encyclopaedia(store: Store) -> None:
    for key, source in store.sources.items():
        said = f"{key} {source.title} {source.publisher} {source.url}".lower()
        if not source.is_assumption and key != "unga_68_262":
            for weak in ("general knowledge", "widely reported", "alchetron", "wikipedia", "encyclopaedia"):
                assert weak not in said, key


def test_every_assumption_says_why_and_what_it_affects(store: Store) -> None:
    assumed = {key: source for key, source in store.sources.items() if source.is_assumption}
    assert {"studio", "studio_line", "fighter_radii", "candidate_bases"} <= set(assumed)
    for source in assumed.values():
        assert isinstance(source, Assumption)
        assert source.reason.endswith(".")
        assert source.affects.endswith(".")


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


def test_ports_are_open_closed_or_occupied_by_the_order_that_closed_them(store: Store) -> None:
    ports = store.table("ports")
    assert ports["kind"].value_counts().to_dict() == {"port": 17, "island": 1}
    by_state = {
        state: {name.removeprefix("Port of ") for name in rows["name"]}
        for state, rows in ports.groupby("state")
    }
    of_2022 = {"Mariupol", "Berdiansk", "Skadovsk"}
    of_2014 = {"Sevastopol", "Yevpatoria", "Yalta", "Feodosia", "Kerch"}
    assert by_state["open"] == {"Odesa", "Chornomorsk", "Pivdennyi", "Izmail", "Reni", "Kiliia"}
    assert by_state["closed"] == {"Mykolaiv", "Kherson", "Ochakiv"}
    assert by_state["occupied"] == of_2022 | of_2014
    by_name = ports.set_index("name")
    for town in {*of_2022, "Kherson"}:
        row = by_name.loc[f"Port of {town}"]
        assert "order No. 470" in row["note"]
        assert "order_470_2022" in row["source"]
    for town in of_2014:
        row = by_name.loc[f"Port of {town}"]
        assert "order No. 255 of 16 June 2014" in row["note"]
        assert "order_255_2014" in row["source"]


def test_occupied_ports_lie_on_the_coast_of_occupied_ground(store: Store) -> None:
    for line_date in store.line_dates[1:]:
        occupied = facts_for(store, line_date).occupied
        for port in store.table("ports").query("state == 'occupied'").itertuples():
            assert apart_km(port.geometry, occupied) < 2, (port.name, line_date)
        for port in store.table("ports").query("state == 'open'").itertuples():
            assert apart_km(port.geometry, occupied) > 20, (port.name, line_date)


def test_ports_lie_beside_their_town(store: Store) -> None:
    towns = gazetteer_of(store)
    for port in store.table("ports").query("kind == 'port'").itertuples():
        town = port.name.removeprefix("Port of ").replace("Pivdennyi", "Pivdenne")
        assert apart_km(port.geometry, towns[town]) < 8, port.name


def test_command_of_the_mine_countermeasures_group_passed_to_tuerkiye(store: Store) -> None:
    zone = store.table("black_sea_zones").set_index("code").loc["Z3"]
    assert "handed command to Türkiye on 8 January 2026" in zone["note"]
    assert "since 9 January 2026" in zone["note"]
    assert zone["as_of"] == "2026-01-09"


def test_the_sectors_of_the_line_cite_what_supports_their_course(store: Store) -> None:
    figures = {"deepstate_2025_09_01", "reuters_2025_08_06", "cnn_2025_10_01", "online_ua_2026_01_02",
               "prompolit_2026_06_01"}  # fmt: skip
    lines = store.table("line_of_occupation").set_index("feature_id")["source"]
    for feature_id, cell in lines.items():
        assert "studio_line" in cell.split(";")
        assert not figures & set(cell.split(";")), feature_id
    assert "general_staff_2025_12_23" in lines["line-2026-08-22-donetsk-north"]
    assert "pokrovsk_2025_12" in lines["line-2026-08-22-pokrovsk"]
    assert "dpa_2026_02_23" in lines["line-2026-08-22-zaporizhzhia"]


def test_bender_bears_its_official_name_and_kept_its_id(store: Store) -> None:
    towns = store.table("basemap/towns").set_index("feature_id")["name"]
    assert towns["town-tighina"] == "Bender"
    assert "Tighina" not in set(towns)


# --- monitoring and coalition -----------------------------------------------------------------------


def test_the_lead_organisations_list_members_with_iso_codes_only(store: Store) -> None:
    lead = store.table("monitoring").query("kind == 'lead_organisation'").set_index("code")
    assert lead.loc["ots", "members"] == ["AZE", "KAZ", "KGZ", "TUR", "UZB"]
    assert lead.loc["ots", "observers"] == ["HUN", "TKM"]
    assert lead.loc["gcc", "members"] == ["ARE", "BHR", "KWT", "OMN", "QAT", "SAU"]
    assert "NATO" in lead.loc["ots", "note"]
    assert "the United Nations does not recognise" in lead.loc["ots", "note"]


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
    unverified = hubs["source"].str.contains("unverified_smm_bases")
    assert (hubs["status"] == "notional").eq(unverified).all()
    assert set(hubs.loc[unverified, "name"].str.removeprefix("SMM forward patrol base ")) == {
        "Popasna", "Bakhmut", "Debaltseve", "Stanytsia Luhanska",
    }  # fmt: skip


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


@pytest.mark.parametrize(
    ("country", "words", "source", "as_of"),
    [
        ("USA", "proposed support", "paris_declaration_2026_01_06", "2026-01-06"),
        ("FRA", "Several thousand troops", "interfax_2026_01_07", "2026-01-06"),
        ("EST", "A company of troops", "european_pravda_2025_04_30", "2025-08-22"),
        ("LTU", "Several hundred troops", "anews_2026_01_08", "2026-01-08"),
        ("ROU", "no troops in Ukraine", "unian_2026_01_07", "2026-01-08"),
        ("BGR", "no troops in Ukraine", "novinite_2025_09_08", "2025-09-05"),
        ("POL", "airports for aircraft that would protect", "european_pravda_2025_08_29", "2026-01-06"),
    ],
)
def test_an_offer_is_what_was_said_with_who_said_it(
    store: Store, country: str, words: str, source: str, as_of: str
) -> None:
    row = store.table("coalition").query("kind == 'contributor'").set_index("country").loc[country]
    assert words in row["offer_text"]
    assert source in row["source"].split(";")
    assert row["as_of"] == as_of


def test_nobody_speaks_of_an_american_backstop(store: Store) -> None:
    row = store.table("coalition").query("kind == 'contributor'").set_index("country").loc["USA"]
    assert "backstop" not in f"{row['offer_text']} {row['note']}"
    assert "“proposed US-led” monitoring" in row["note"]
    assert "Financial Times reported" in row["note"]


@pytest.mark.parametrize(
    ("icao", "column", "words"),
    [
        ("EPMM", "role", "FA-50"),
        ("EPMM", "allied_use", "for about one month: five German Eurofighters"),
        ("EPMB", "role", "last MiG-29 still flying"),
        ("LRCK", "allied_use", "Since Aug 2025: five German Eurofighters with about 170 staff"),
        ("LRCT", "role", "F-16 of 48th Squadron"),
    ],
)
def test_a_base_has_the_role_that_a_source_gives_it(store: Store, icao: str, column: str, words: str) -> None:
    assert words in store.table("air_bases").set_index("icao").loc[icao, column]


def test_polish_candidates_name_the_offer_of_airports(store: Store) -> None:
    bases = store.table("air_bases").query("candidate and country == 'POL'")
    assert bases["note"].str.contains(r"29 August 2025 Poland offered airports").all()
    assert bases["source"].str.contains("european_pravda_2025_08_29").all()


def test_named_cities_lie_where_the_base_map_has_the_town(store: Store) -> None:
    towns = store.table("basemap/towns").set_index("name").geometry
    for city in store.table("coalition").query("kind == 'named_city'").itertuples():
        town = towns[city.name]
        assert GEOD.inv(city.geometry.x, city.geometry.y, town.x, town.y)[2] < 5000, city.name
