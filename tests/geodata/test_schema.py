"""Every class of fault, provoked in a folder of small valid files."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.schema import check_all
from geodata.store import Store
from geodata.tables import TABLES
from geodata.validation import DataError, Fault

ADVICE = "Edit the file or re-run the script that makes it."
SQUARE = [[[30.0, 44.0], [31.0, 44.0], [31.0, 45.0], [30.0, 45.0], [30.0, 44.0]]]  # counterclockwise
POINT = {"type": "Point", "coordinates": [30.5, 46.5]}
LINE = {"type": "LineString", "coordinates": [[30.0, 46.0], [31.0, 47.0]]}
LINES = {"type": "MultiLineString", "coordinates": [LINE["coordinates"]]}
AREA = {"type": "Polygon", "coordinates": SQUARE}
AREAS = {"type": "MultiPolygon", "coordinates": [SQUARE]}

SOURCES = """\
invented:
  title: An invented source
  publisher: This test
  date: 2025-08
  licence: public domain
  confidence: reported
"""
GAZETTEER = "Kyiv: [30.52, 50.46]\nMakariv: [29.81, 50.46]\nOdesa: [30.74, 46.49]\n"
ASSUMPTIONS = """\
guessed:
  title: A guess
  reason: Nobody knows
  affects: Nothing
  sure: uncertain
  date: 2025-08
"""


# Per table: the kind, the columns of its own, the geometry.
ROWS: dict[str, tuple[str, dict[str, Any], dict[str, Any] | None]] = {
    "line_of_occupation": (
        "line",
        {"line_date": "2025-08-31", "sector": "North", "order": 1, "accuracy_km": 5},
        LINE,
    ),
    "line_lengths": (
        "measured_length",
        {
            "line_date": "2025-08-31",
            "length_km": 1205,
            "main_km": None,
            "by": "A paper",
            "method": "None.",
            "sectors": [],
        },
        None,
    ),
    "invasion_routes": (
        "route",
        {
            "code": "F1",
            "basis": "assessed",
            "origin": "A",
            "objective": "B",
            "waypoints": [["A", "B"]],
            "outcome": "None.",
            "starts_at": "line",
        },
        LINE,
    ),
    "air_bases": (
        "air_base",
        {
            "icao": "EPMM",
            "short_name": "Base",
            "country": "POL",
            "operator": "Air force",
            "role": "Fighters",
            "use": "military",
            "allied_use": "",
            "candidate": True,
        },
        POINT,
    ),
    "black_sea_zones": ("patrol_zone", {"code": "Z1", "purpose": "Mines", "lead": "Romania"}, AREA),
    "ports": ("port", {"country": "UKR", "state": "open"}, POINT),
    "monitoring": ("lead_organisation", {"code": "gcc", "members": ["QAT"], "observers": []}, None),
    "coalition": ("contributor", {"country": "FRA", "offer": "troops", "offer_text": "Troops"}, None),
    "basemap/countries": ("country", {"iso_a3": "UKR", "label_lon": 30.5, "label_lat": 44.5}, AREAS),
    "basemap/borders": ("border", {"between": "MDA-UKR"}, LINES),
    "basemap/oblasts": (
        "oblast",
        {
            "iso_3166_2": "UA-51",
            "name_uk": "Одеська",
            "population": 0,
            "label_lon": 30.5,
            "label_lat": 44.5,
        },
        AREAS,
    ),
    "third_party/gshhg/rivers": ("river", {"rank": 1}, LINES),
    "basemap/lakes": ("lake", {}, AREAS),
    "third_party/gshhg/lakes": ("lake", {}, AREAS),
    "basemap/towns": (
        "town",
        {"name_uk": "", "rank": 4, "iso_3166_2": None, "country": "POL", "population": None},
        POINT,
    ),
    "basemap/seas": ("sea", {"rank": 1, "label_zoom": 3}, POINT),
}


def feature(table: str) -> dict[str, Any]:
    kind, own, geometry = ROWS[table]
    common = {
        "feature_id": table.replace("/", "-").replace("_", "-"),
        "name": "Invented",
        "kind": kind,
        "status": "notional",
        "as_of": "2025-08-31",
        "source": "invented",
        "note": "",
    }
    return {"type": "Feature", "properties": common | own, "geometry": geometry}


def write(root: Path, table: str, features: list[Any], **members: Any) -> None:
    path = root / TABLES[table].file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features, **members}), encoding="utf-8"
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "assumptions.yaml").write_text(ASSUMPTIONS, encoding="utf-8")
    (tmp_path / "gazetteer.yaml").write_text(GAZETTEER, encoding="utf-8")
    for table in TABLES:
        write(tmp_path, table, [feature(table)])
    return tmp_path


def faults_after(root: Path, table: str, **columns: Any) -> list[str]:
    """Return the messages after the columns of the table's one feature have been changed."""
    changed = feature(table)
    changed["properties"].update(columns)
    write(root, table, [changed])
    return [str(fault) for fault in check_all(root)]


def faults_of_geometry(root: Path, table: str, geometry: Any) -> list[str]:
    changed = feature(table)
    changed["geometry"] = geometry
    write(root, table, [changed])
    return [str(fault) for fault in check_all(root)]


def test_the_small_files_have_no_fault(root: Path) -> None:
    assert check_all(root) == []


def test_every_table_is_tried_here() -> None:
    assert set(ROWS) == set(TABLES)


@pytest.mark.parametrize(
    ("table", "column", "value", "expected"),
    [
        ("air_bases", "candidate", "yes", "true or false"),
        ("air_bases", "candidate", 1, "true or false"),
        ("air_bases", "name", "", "text that is not empty"),
        ("air_bases", "note", None, "text, which may be empty"),
        ("air_bases", "kind", "airbase", "air_base"),
        ("air_bases", "status", "certain", "one of documented, notional, derived"),
        ("air_bases", "as_of", "31 Aug 2025", "an ISO date such as 2025-08-31"),
        ("air_bases", "as_of", "2025-02-30", "an ISO date such as 2025-08-31"),
        ("air_bases", "as_of", "20250831", "an ISO date such as 2025-08-31"),
        ("air_bases", "icao", "LR80", "an ICAO code of four letters such as EPMM"),
        ("air_bases", "country", "PL", "an ISO 3166-1 alpha-3 code such as POL"),
        ("air_bases", "use", "mixed", "one of military, civil, joint"),
        ("line_of_occupation", "line_date", "2025-8-31", "an ISO date such as 2025-08-31"),
        ("line_of_occupation", "order", "1", "a whole number from 0"),
        ("line_of_occupation", "accuracy_km", 0, "a number of km above 0"),
        ("invasion_routes", "code", "f1", "a letter and a number such as F3"),
        ("invasion_routes", "basis", "likely", "one of historical, assessed"),
        ("invasion_routes", "waypoints", [], "a list of parts, each a list of at least two towns"),
        (
            "invasion_routes",
            "waypoints",
            "Kyiv, Brovary",
            "a list of parts, each a list of at least two towns",
        ),
        (
            "invasion_routes",
            "starts_at",
            "border",
            "one of line, border-rus, border-blr, border-mda",
        ),
        ("black_sea_zones", "kind", "zone", "one of patrol_zone, corridor, maritime_boundary"),
        ("ports", "state", "shut", "one of open, closed, occupied, n/a"),
        ("monitoring", "code", "osce", "ots or gcc for a lead_organisation, null for a patrol_hub"),
        ("monitoring", "code", None, "ots or gcc for a lead_organisation, null for a patrol_hub"),
        (
            "coalition",
            "offer",
            None,
            "one of troops, forces_nearby, air, sea, logistics, training, monitoring, none "
            "for a contributor, null for a named_city",
        ),
        (
            "basemap/borders",
            "between",
            "UKR-MDA",
            "two ISO 3166-1 alpha-3 codes in alphabetical order such as MDA-UKR",
        ),
        ("basemap/oblasts", "iso_3166_2", "UA.MY", "an ISO 3166-2 code such as UA-51"),
        ("basemap/oblasts", "population", 1.5, "a whole number from 0"),
        ("basemap/oblasts", "label_lat", 130.0, "a latitude from -90 to 90"),
        ("third_party/gshhg/rivers", "rank", 4, "one of 1, 2, 3"),
        ("basemap/towns", "iso_3166_2", "PL-14", "an ISO 3166-2 code such as UA-51, or null abroad"),
        ("basemap/seas", "rank", 0, "a whole number from 1"),
    ],
)
def test_a_wrong_value_is_quoted_with_what_it_must_be(
    root: Path, table: str, column: str, value: Any, expected: str
) -> None:
    slug = feature(table)["properties"]["feature_id"]
    found = json.dumps(value, ensure_ascii=False)
    assert faults_after(root, table, **{column: value}) == [
        f'geodata/{table}.geojson, feature 1 ({slug}): "{column}" must be {expected}, got {found}. {ADVICE}'
    ]


def test_an_id_that_is_no_slug_is_a_fault(root: Path) -> None:
    assert faults_after(root, "ports", feature_id="Port_Odesa") == [
        'geodata/ports.geojson, feature 1 (Port_Odesa): "feature_id" must be a slug of a-z, 0-9 and single '
        f'hyphens, got "Port_Odesa". {ADVICE}'
    ]


def test_a_wrong_item_of_a_list_is_numbered(root: Path) -> None:
    assert faults_after(root, "monitoring", members=["QAT", "Oman"]) == [
        'geodata/monitoring.geojson, feature 1 (monitoring): "members" must be a list of ISO 3166-1 alpha-3 '
        f'codes, got "Oman" as item 2. {ADVICE}'
    ]


def test_a_missing_column_is_a_fault(root: Path) -> None:
    changed = feature("ports")
    del changed["properties"]["state"]
    write(root, "ports", [changed])
    assert [str(fault) for fault in check_all(root)] == [
        'geodata/ports.geojson, feature 1 (ports): "state" must be one of open, closed, occupied, n/a, '
        f"got nothing. {ADVICE}"
    ]


def test_an_unknown_column_is_a_fault(root: Path) -> None:
    assert faults_after(root, "basemap/lakes", depth=3) == [
        'geodata/basemap/lakes.geojson, feature 1 (basemap-lakes): "depth" must be one of the columns '
        f"feature_id, name, kind, status, as_of, source, note, got 3. {ADVICE}"
    ]


def test_an_id_used_twice_is_a_fault_even_in_two_files(root: Path) -> None:
    assert faults_after(root, "ports", feature_id="air-bases") == [
        'geodata/ports.geojson, feature 1 (air-bases): "feature_id" must be unique over all files, '
        f"got the id of geodata/air_bases.geojson, feature 1. {ADVICE}"
    ]


def test_a_source_that_is_not_listed_is_a_fault(root: Path) -> None:
    assert faults_after(root, "ports", source="invented;hearsay") == [
        'geodata/ports.geojson, feature 1 (ports): "source" must be in geodata/sources.yaml or assumptions.yaml, '
        'got "hearsay". Add it there or correct the key.'
    ]


def test_a_documented_feature_that_rests_on_an_assumption_is_a_fault(root: Path) -> None:
    assert faults_after(root, "ports", status="documented", source="invented;guessed") == [
        'geodata/ports.geojson, feature 1 (ports): "source" must be without assumptions where the status is '
        'documented, got the assumption "guessed". Name a source that says it, leave out what none says, or change '
        "the status."
    ]
    assert faults_after(root, "ports", status="notional", source="invented;guessed") == []
    assert faults_after(root, "ports", status="documented", source="invented") == []


def test_a_source_that_calls_itself_an_assumption_is_a_fault(root: Path) -> None:
    path = root / "sources.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("reported", "assumption"), encoding="utf-8")
    (message,) = [str(fault) for fault in check_all(root)]
    assert message == (
        'geodata/sources.yaml (invented): "confidence" must be documented or reported, got "assumption". '
        "What rests on no source belongs into geodata/assumptions.yaml."
    )


def test_a_key_of_both_registers_is_a_fault(root: Path) -> None:
    (root / "assumptions.yaml").write_text(ASSUMPTIONS.replace("guessed", "invented"), encoding="utf-8")
    (message,) = [str(fault) for fault in check_all(root)]
    assert message == (
        'geodata/assumptions.yaml (invented): "key" must be unique over both files, got a key of sources.yaml. '
        + ADVICE
    )


def test_an_assumption_without_its_reason_is_a_fault(root: Path) -> None:
    (root / "assumptions.yaml").write_text(
        ASSUMPTIONS.replace("  reason: Nobody knows\n", ""), encoding="utf-8"
    )
    (message,) = [str(fault) for fault in check_all(root)]
    assert message == (
        'geodata/assumptions.yaml (guessed): "reason" must be text that is not empty, got nothing. ' + ADVICE
    )


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Mine clearance 20 km from Odesa.", "within 5 % of the 18.5 km measured"),
        ("Makariv, 20 km from Kyiv.", "within 5 % of the 50.4 km measured"),
        ("It lies 20 km off Atlantis.", "measurable; where “Atlantis” lies is not known"),
    ],
)
def test_a_distance_in_a_text_that_the_geometry_contradicts_is_a_fault(
    root: Path, note: str, expected: str
) -> None:
    (message,) = faults_after(root, "ports", note=note)
    assert f'geodata/ports.geojson, feature 1 (ports): "note" must be {expected}, got “' in message


@pytest.mark.parametrize(
    "note", ["It lies 19 km from Odesa.", "Makariv, about 50 km from Kyiv.", "500 m from the line."]
)
def test_a_distance_in_a_text_that_holds_is_none(root: Path, note: str) -> None:
    assert faults_after(root, "ports", note=note) == []


def test_sources_joined_with_blanks_are_a_fault(root: Path) -> None:
    messages = faults_after(root, "ports", source="invented; invented")
    assert (
        'geodata/ports.geojson, feature 1 (ports): "source" must be keys of sources.yaml or assumptions.yaml '
        f'joined by ; without blanks, got "invented; invented". {ADVICE}'
    ) in messages


@pytest.mark.parametrize(
    ("table", "geometry", "expected", "found"),
    [
        ("ports", LINE, "Point", '"LineString"'),
        ("ports", None, "Point", "null"),
        ("invasion_routes", POINT, "LineString or MultiLineString", '"Point"'),
        ("coalition", POINT, "null for a contributor", json.dumps(POINT)),
        (
            "ports",
            {"type": "Point", "coordinates": ["30", "x"]},
            "a Point with coordinates [lon, lat]",
            '["30", "x"]',
        ),
        (
            "ports",
            {"type": "Point", "coordinates": []},
            "drawn, or null where the kind has none",
            "no coordinates",
        ),
        (
            "ports",
            {"type": "Point", "coordinates": [30.5, 46.5, 12.0]},
            "of [lon, lat] pairs",
            "coordinates with a height",
        ),
        (
            "ports",
            {"type": "Point", "coordinates": [46.5, 30.5]},
            "within lon 8 to 50 and lat 38 to 60, as [lon, lat]",
            "[46.5, 30.5]",
        ),
        (
            "basemap/towns",
            {"type": "Point", "coordinates": [190.0, 30.0]},
            "within lon -180 to 180 and lat -90 to 90, as [lon, lat]",
            "[190.0, 30.0]",
        ),
        (
            "ports",
            {"type": "Point", "coordinates": [30.1234567, 46.5]},
            "rounded to 6 decimals",
            "[30.1234567, 46.5]",
        ),
        (
            "black_sea_zones",
            {"type": "Polygon", "coordinates": [SQUARE[0][::-1]]},
            "wound by the right-hand rule, outer rings counterclockwise",
            "a ring the other way at [30.0, 44.0]",
        ),
        (
            "black_sea_zones",
            {"type": "Polygon", "coordinates": [[[30, 44], [31, 45], [31, 44], [30, 45], [30, 44]]]},
            "valid, without crossings of its own outline",
            '"Self-intersection[30.5 44.5]"',
        ),
    ],
)
def test_a_wrong_geometry_is_a_fault(
    root: Path, table: str, geometry: Any, expected: str, found: str
) -> None:
    slug = feature(table)["properties"]["feature_id"]
    assert faults_of_geometry(root, table, geometry) == [
        f'geodata/{table}.geojson, feature 1 ({slug}): "geometry" must be {expected}, got {found}. {ADVICE}'
    ]


def test_a_hole_wound_like_its_outer_ring_is_a_fault(root: Path) -> None:
    hole = [[30.2, 44.2], [30.8, 44.2], [30.8, 44.8], [30.2, 44.8], [30.2, 44.2]]
    (message,) = faults_of_geometry(
        root, "black_sea_zones", {"type": "Polygon", "coordinates": [*SQUARE, hole]}
    )
    assert "right-hand rule" in message


def test_a_crs_member_is_a_fault(root: Path) -> None:
    write(root, "ports", [feature("ports")], crs={"type": "name"})
    assert [str(fault) for fault in check_all(root)] == [
        'geodata/ports.geojson: "crs" must be absent, for GeoJSON is always in WGS 84 (RFC 7946), '
        f'got {{"type": "name"}}. {ADVICE}'
    ]


def test_broken_json_is_a_fault_with_line_and_column(root: Path) -> None:
    (root / "ports.geojson").write_text(
        '{"type": "FeatureCollection",\n "features": [1 2]}', encoding="utf-8"
    )
    assert [str(fault) for fault in check_all(root)] == [
        "geodata/ports.geojson: the file must be well-formed JSON, got \"Expecting ',' delimiter\" "
        f"at line 2, column 17. {ADVICE}"
    ]


def test_a_file_that_is_not_there_is_a_fault(root: Path) -> None:
    (root / "ports.geojson").unlink()
    assert [str(fault) for fault in check_all(root)] == [
        f"geodata/ports.geojson: the file must be there, got nothing. {ADVICE}"
    ]


def test_a_file_in_another_encoding_is_a_fault(root: Path) -> None:
    (root / "ports.geojson").write_bytes("Mińsk".encode("iso-8859-2"))
    assert [str(fault) for fault in check_all(root)] == [
        f"geodata/ports.geojson: the file must be text in UTF-8, got byte 0xf1 at position 2. {ADVICE}"
    ]


@pytest.mark.parametrize("text", ["[]", "{}", '{"type": "Feature"}'])
def test_json_that_is_no_collection_is_a_fault(root: Path, text: str) -> None:
    (root / "ports.geojson").write_text(text, encoding="utf-8")
    assert [str(fault) for fault in check_all(root)] == [
        "geodata/ports.geojson: the file must be a GeoJSON FeatureCollection with a list of features, "
        f"got {text}. {ADVICE}"
    ]


@pytest.mark.parametrize("item", [None, 3, {"type": "Point"}, {"type": "Feature", "properties": {}}])
def test_an_item_that_is_no_feature_is_a_fault(root: Path, item: Any) -> None:
    write(root, "ports", [feature("ports"), item])
    assert [str(fault) for fault in check_all(root)] == [
        'geodata/ports.geojson, feature 2: "feature" must be a GeoJSON Feature with properties and geometry, '
        f"got {json.dumps(item)}. {ADVICE}"
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "confidence: reported",
            "confidence: high",
            'geodata/sources.yaml (invented): "confidence" must be documented or reported, '
            f'got "high". {ADVICE}',
        ),
        (
            "date: 2025-08",
            "date: summer 2025",
            'geodata/sources.yaml (invented): "date" must be an ISO date, or its year or month, such as '
            f'2025-08, got "summer 2025". {ADVICE}',
        ),
        (
            "date: 2025-08",
            "accessed: today\n  date: 2025-08",
            'geodata/sources.yaml (invented): "accessed" must be an ISO date, or its year or month, such as '
            f'2025-08, got "today". {ADVICE}',
        ),
        (
            "  title: An invented source\n",
            "",
            'geodata/sources.yaml (invented): "title" must be text that is not empty, got nothing. ' + ADVICE,
        ),
        (
            "date: 2025-08",
            "url: example.org\n  date: 2025-08",
            'geodata/sources.yaml (invented): "url" must be an address of the web, or absent, '
            f'got "example.org". {ADVICE}',
        ),
        (
            "confidence: reported",
            "confidence: reported\nempty:",
            'geodata/sources.yaml (empty): "source" must be a mapping with title, publisher and so on, '
            f'got "". {ADVICE}',
        ),
        (
            "confidence: reported",
            "confidence: reported\n  title: Another",
            'geodata/sources.yaml: the file must be well-formed YAML, got "key title given twice" '
            f"at line 7, column 3. {ADVICE}",
        ),
        (
            SOURCES,
            "- invented\n",
            'geodata/sources.yaml: the file must be a mapping of keys to sources, got ["invented"]. '
            + ADVICE,
        ),
    ],
)
def test_a_faulty_source_is_reported_once(root: Path, old: str, new: str, message: str) -> None:
    path = root / "sources.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert [str(fault) for fault in check_all(root)] == [message]


def test_all_faults_of_two_files_are_reported_at_once(root: Path) -> None:
    base = feature("air_bases")
    base["properties"].update(candidate="yes", icao="EP1")
    port = feature("ports")
    port["properties"].update(state="shut")
    port["geometry"] = {"type": "Point", "coordinates": [46.5, 30.5]}
    write(root, "air_bases", [base])
    write(root, "ports", [port])
    assert [(fault.file, fault.field) for fault in check_all(root)] == [
        ("geodata/air_bases.geojson", "icao"),
        ("geodata/air_bases.geojson", "candidate"),
        ("geodata/ports.geojson", "state"),
        ("geodata/ports.geojson", "geometry"),
    ]


def test_a_long_value_is_cut(root: Path) -> None:
    (message,) = faults_after(root, "air_bases", icao="X" * 500)
    assert len(message) < 300
    assert "XXX…" in message


def test_the_error_carries_its_faults_one_per_line() -> None:
    faults = [Fault(file="geodata/a.geojson", found="nothing", expected="there")] * 2
    with pytest.raises(DataError, match=re.escape(f"{faults[0]}\n{faults[1]}")) as caught:
        raise DataError(faults)
    assert caught.value.faults == tuple(faults)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(coordinates=json_values, kind=st.sampled_from(["Point", "Polygon", "LineString", "Blob"]))
def test_no_geometry_breaks_the_check_itself(root: Path, coordinates: Any, kind: str) -> None:
    for table in ("ports", "black_sea_zones"):
        changed = feature(table)
        changed["geometry"] = {"type": kind, "coordinates": coordinates}
        write(root, table, [changed])
    for fault in check_all(root):
        assert fault.field == "geometry"


@given(value=json_values, column=st.sampled_from(list(feature("monitoring")["properties"])))
def test_no_value_breaks_the_check_itself(root: Path, value: Any, column: str) -> None:
    faults_after(root, "monitoring", **{column: value})


def test_a_file_that_no_table_knows_is_checked_for_the_common_columns(root: Path) -> None:
    known = feature("ports")
    own = {**known["properties"], "feature_id": "hub-a", "kind": "hub", "tracks": 6}
    path = root / "railway_hubs.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [{**known, "properties": own}]}))
    assert check_all(root) == []
    hubs = Store(root).table("railway_hubs")
    assert (hubs["tracks"].item(), hubs["name"].item()) == (6, known["properties"]["name"])
    path.write_text(
        json.dumps(
            {"type": "FeatureCollection", "features": [{**known, "properties": {**own, "status": "so"}}]}
        )
    )
    (fault,) = check_all(root)
    assert (fault.file, fault.field) == ("geodata/railway_hubs.geojson", "status")
