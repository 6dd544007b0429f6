"""The HTTP routes, through Flask's test client (named so because tests/geodata has a test_routes.py)."""

import gzip
import html
import io
import json
import re
from pathlib import Path

import brotli
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from shapely.geometry import shape
from shipped import LAYERS

from layers.core.constants import VERSION
from layers.core.scenario import ZOOM_RANGE
from layers.core.views import CLOSEST_ZOOM
from tests.examples import examples

pytestmark = pytest.mark.slow

FRONTEND = Path(__file__).parents[3] / "frontend"
IDS = ["ground", *(layer.id for layer in LAYERS)]
SCRIPT = "</script><script>alert(1)</script>"


@pytest.fixture(scope="module")
def documents(client):
    return {layer_id: client.get(f"/layers/{layer_id}.geojson") for layer_id in IDS}


layers = pytest.mark.parametrize("layer_id", IDS)


@layers
def test_layer_data_is_rfc_7946(documents, layer_id):
    response = documents[layer_id]
    assert response.status_code == 200
    assert response.mimetype == "application/geo+json"
    collection = json.loads(response.get_data())
    assert set(collection) == {"type", "provenance", "features"}  # no "crs" above all
    assert collection["type"] == "FeatureCollection"
    assert collection["features"]
    for feature in collection["features"]:
        assert set(feature) == {"type", "properties", "geometry"}
        assert feature["type"] == "Feature"
        assert {"feature_id", "name", "kind"} <= set(feature["properties"])
        assert None not in feature["properties"].values()


@layers
def test_shapes_are_in_degrees_and_wound_by_the_right_hand_rule(documents, layer_id):
    for feature in json.loads(documents[layer_id].get_data())["features"]:
        found = shape(feature["geometry"])
        west, south, east, north = found.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
        for part in shapely.get_parts(found):
            if part.geom_type == "Polygon":
                assert part.exterior.is_ccw, feature["properties"]["feature_id"]
                assert not any(hole.is_ccw for hole in part.interiors), feature["properties"]["feature_id"]


@layers
def test_positions_have_at_most_six_decimals(documents, layer_id):
    def digits(node) -> int:
        if isinstance(node, list):
            return max(map(digits, node), default=0)
        return len(repr(node).partition(".")[2])

    for feature in json.loads(documents[layer_id].get_data())["features"]:
        assert digits(feature["geometry"]["coordinates"]) <= 6, feature["properties"]["feature_id"]


@layers
def test_layer_data_may_be_kept_and_is_asked_for_again_by_its_tag(client, documents, layer_id):
    first = documents[layer_id]
    assert first.headers["Cache-Control"] == "public, max-age=300"
    tag = first.headers["ETag"]
    again = client.get(f"/layers/{layer_id}.geojson", headers={"If-None-Match": tag})
    assert (again.status_code, again.get_data()) == (304, b"")
    other = client.get(f"/layers/{layer_id}.geojson", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)], ids=["br", "gzip"]
)
def test_layer_data_is_compressed_and_its_compressed_form_has_a_tag_too(client, documents, encoding, unpack):
    address, accept = "/layers/ground.geojson", {"Accept-Encoding": encoding}
    for _ in range(2):  # made, then kept
        packed = client.get(address, headers=accept)
        assert packed.headers["Content-Encoding"] == encoding
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert unpack(packed.get_data()) == documents["ground"].get_data()
        assert len(packed.get_data()) < 0.4 * len(documents["ground"].get_data())
    again = client.get(address, headers={**accept, "If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_the_tag_changes_with_what_the_layer_depends_on_and_nothing_else(client, store):
    def tag(query: str) -> str:
        return client.get(f"/layers/monitoring_mission.geojson?{query}").headers["ETag"]

    plain = tag("")
    assert (
        tag("monitoring_mission.depth_km=15&line=2025-08-31&theme=dark&air_policing.radius_km=900") == plain
    )
    assert tag("monitoring_mission.depth_km=20") != plain
    assert len({tag(f"line={day}") for day in store.line_dates}) == len(store.line_dates)


def test_a_parameter_changes_the_data(client):
    def depths(query: str) -> float:
        data = json.loads(client.get(f"/layers/monitoring_mission.geojson?{query}").get_data())
        return sum(f["properties"].get("area_km2", 0) for f in data["features"])

    assert depths("monitoring_mission.depth_km=30") > 1.5 * depths("monitoring_mission.depth_km=15")


def test_an_unknown_layer_is_refused_by_name(client):
    response = client.get("/layers/bridges.geojson")
    assert response.status_code == 404
    assert response.mimetype == "application/json"
    assert "bridges" in response.json["error"]
    assert response.json["allowed"] == [f"/layers/{layer.id}.geojson" for layer in LAYERS]


@pytest.mark.parametrize(
    ("query", "key", "found", "allowed"),
    [
        ("monitoring_mission.depth_km=abc", "monitoring_mission.depth_km", "abc", "5 to 50 km"),
        ("monitoring_mission.depth_km=500", "monitoring_mission.depth_km", "500", "5 to 50 km"),
        ("monitoring_mission.depth_km=nan", "monitoring_mission.depth_km", "nan", "5 to 50 km"),
        ("line=2025-09-01", "line", "2025-09-01", "2025-08-31"),
        ("air_policing.bases=EPMM,XXXX", "air_policing.bases", "EPMM,XXXX", "EPMM"),
        ("monitoring_mission.width_km=3", "monitoring_mission.width_km", "3", "monitoring_mission.depth_km"),
        ("depth_km=3", "depth_km", "3", "line"),
    ],
)
def test_a_bad_parameter_is_refused_with_what_is_allowed(client, query, key, found, allowed):
    response = client.get(f"/layers/monitoring_mission.geojson?{query}")
    assert response.status_code == 422
    assert f"{key}={found}" in response.json["error"]
    assert allowed in response.json["allowed"][key]


def test_all_bad_parameters_are_named_at_once(client):
    response = client.get("/layers/air_policing.geojson?line=x&air_policing.radius_km=1&bogus=2")
    assert set(response.json["allowed"]) == {"line", "air_policing.radius_km", "bogus"}


def test_health_says_both_versions(client, store):
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json == {"status": "ok", "version": VERSION, "data_version": store.data_version}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ratio", ["", "@2x"])
def test_the_sprite_is_one_picture_and_its_index(client, theme, ratio):
    index = client.get(f"/sprite/{theme}{ratio}.json").json
    picture = Image.open(io.BytesIO(client.get(f"/sprite/{theme}{ratio}.png").get_data()))
    assert picture.mode == "RGBA"
    for name, place in index.items():
        assert place["pixelRatio"] == (2 if ratio else 1)
        box = (place["x"], place["y"], place["x"] + place["width"], place["y"] + place["height"])
        assert box[2] <= picture.width, name
        assert box[3] <= picture.height, name
        assert picture.crop(box).getchannel("A").getextrema()[1] > 0, f"{name} is empty"


@pytest.mark.parametrize("name", ["print.json", "light@3x.png", "light.gif", "..", "light@2x", ".png"])
def test_an_unknown_sprite_is_refused(client, name):
    response = client.get(f"/sprite/{name}")
    assert response.status_code == 404
    assert set(response.json) == {"error", "allowed"}


def test_the_picture_is_drawn_in_the_size_that_is_asked_for(client):
    response = client.get(
        "/picture.webp?view=31.2,48.6,4.5&size=400x300&ratio=2&theme=dark&layers=air_policing"
    )
    assert response.status_code == 200
    assert Image.open(io.BytesIO(response.get_data())).size == (800, 600)


@pytest.mark.parametrize(
    "query", ["", "size=400x300", "view=31,48,5", "view=31,48,5&size=9x9", "view=31,48,5&size=99999x99999"]
)
def test_a_picture_that_cannot_be_drawn_is_refused(client, query):
    response = client.get(f"/picture.webp?{query}")
    assert response.status_code == 422
    assert set(response.json) == {"error", "allowed"}


def boot(page: str) -> dict:
    return json.loads(re.search(r'<script id="boot" type="application/json">(.*?)</script>', page, re.S)[1])


def test_the_page_holds_the_scenario_of_its_address(client):
    page = client.get("/?layers=ports&line=2022-11-15&monitoring_mission.depth_km=20").get_data(as_text=True)
    scenario = boot(page)["scenario"]
    assert scenario["layers"] == ["ports"]
    assert scenario["line"] == "2022-11-15"
    assert scenario["params"] == {"monitoring_mission.depth_km": "20"}


@pytest.mark.parametrize("key", ["title", "layers", "line", "view", "theme", "x", SCRIPT])
def test_the_page_never_reflects_markup(client, key):
    page = client.get("/", query_string={key: SCRIPT}).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "alert(1)</script>" not in page
    title = re.search(r"<title>(.*?)</title>", page, re.S)[1]
    assert "<" not in title
    if key == "title":
        assert html.unescape(title) == SCRIPT


def test_a_title_is_no_placeholder_of_the_page(client):
    page = client.get("/", query_string={"title": "{scripts}{boot} & \\1"}).get_data(as_text=True)
    assert html.unescape(re.search(r"<title>(.*?)</title>", page, re.S)[1]) == "{scripts}{boot} & \\1"


KEYS = ["layers", "line", "view", "theme", "title", "b", "size", "ratio"]
KEYS += [f"{layer.id}.{spec.name}" for layer in LAYERS for spec in layer.specs]
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["nan", "inf", "-0", "1e999", "9" * 400, "%00", "\x00", "<b>", ",,,", "١٢٣", "1_0", "0x10"]
    ),
    st.floats().map(str),
    st.lists(st.sampled_from(IDS)).map(",".join),
)
QUERIES = st.lists(st.tuples(st.sampled_from(KEYS) | st.text(max_size=20), VALUES), max_size=6)


@given(QUERIES)
def test_no_query_breaks_the_page(client, pairs):
    response = client.get("/", query_string=pairs)
    assert response.status_code == 200
    boot(response.get_data(as_text=True))


@given(st.binary(max_size=60))
def test_no_raw_query_breaks_the_page(client, raw):
    response = client.get("/", environ_overrides={"QUERY_STRING": raw.decode("latin-1")})
    assert response.status_code == 200


@given(
    st.sampled_from([*IDS, "x", "..", "%2e"]) | st.text(alphabet="abc._%-é", min_size=1, max_size=12), QUERIES
)
def test_no_query_breaks_the_layer_data(client, layer_id, pairs):
    response = client.get(f"/layers/{layer_id}.geojson", query_string=pairs)
    assert response.status_code in (200, 404, 422)
    if response.mimetype == "application/json":
        assert set(response.json) == {"error", "allowed"}


@given(QUERIES)
@examples(10, 300)
def test_no_query_breaks_the_picture(client, pairs):
    response = client.get("/picture.webp", query_string=[*pairs, ("size", "80x80")])
    assert response.status_code in (200, 422)


@pytest.mark.parametrize(
    "path", ["/nowhere", "/robots.txt", "/present", "/layers", "/<script>alert(1)</script>"]
)
def test_a_path_that_leads_nowhere_is_answered_with_404_and_the_way_to_the_map(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert '<a href="/">' in answer.text
    assert "<script" not in answer.text
    assert len(answer.data) < 1000


@pytest.mark.parametrize("path", ["/layers/air_policing", "/layers/moon.geojson", "/layers/a/b"])
def test_layer_data_under_a_wrong_address_is_refused_with_those_there_are(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "There is no layer" in answer.json["error"]
    for allowed in answer.json["allowed"]:
        assert client.head(allowed).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/", "/favicon.ico", "/_favicon.ico", "/_dash-layout", "/_dash-dependencies", "/assets/dist/page.css"],
)
def test_what_the_page_and_the_browser_ask_for_is_there(client, path):
    assert client.get(path).status_code == 200


def test_the_map_zooms_as_far_as_an_address_may():
    script = (FRONTEND / "map" / "map_view.js").read_text(encoding="utf-8")
    assert float(re.search(r"setMinZoom\((\d+)\)", script)[1]) == ZOOM_RANGE[0]
    assert "setMaxZoom(boot.zoom.closest)" in script
    assert ZOOM_RANGE[1] == CLOSEST_ZOOM
