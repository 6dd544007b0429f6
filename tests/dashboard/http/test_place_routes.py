"""``/place.json`` through Flask's test client."""

import pytest

from i18n.spoken import speaking

pytestmark = pytest.mark.slow

KHARKIV = "/place.json?lon=36.23&lat=49.99"


@pytest.fixture(autouse=True)
def english():
    """The test client speaks in this thread: what it spoke last must not be spoken by the next test."""
    with speaking("en"):
        yield


def test_a_place_has_its_four_answers_the_line_and_what_is_nearest(client):
    response = client.get(KHARKIV)
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    found = response.get_json()
    assert [one["number"] for one in found["guarantees"]] == [1, 2, 3, 4]
    assert found["oblast"] == {"name": "Kharkiv oblast", "iso_3166_2": "UA-63"}
    assert found["line"]["side"] == "held"
    assert [one["kind"] for one in found["nearest"]] == [
        "patrol_base", "hub", "deployment_area", "air_base", "patrol_zone", "port",
    ]  # fmt: skip
    assert found["notional"]


def test_it_follows_the_scenario_and_the_language_of_the_address(client):
    nearer = client.get(f"{KHARKIV}&air_policing.radius_km=900&lang=uk").get_json()
    assert nearer["guarantees"][2]["covered"] is True
    assert nearer["guarantees"][2]["title"] == "Повітряне патрулювання"
    assert client.get(KHARKIV).get_json()["guarantees"][2]["covered"] is False
    hidden = client.get(f"{KHARKIV}&layers=air_policing").get_json()
    assert [one["covered"] for one in hidden["guarantees"]] == [None, None, False, None]


def test_whoever_has_it_is_told_that_nothing_changed(client):
    first = client.get(KHARKIV)
    again = client.get(KHARKIV, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.get_data() == b""


@pytest.mark.parametrize(
    ("query", "key", "allowed"),
    [
        ("", "lon", "degrees as a number, such as 36.2"),
        ("lon=36", "lat", "degrees as a number, such as 36.2"),
        ("lon=east&lat=49", "lon", "degrees as a number, such as 36.2"),
        ("lon=nan&lat=49", "lon", "degrees as a number, such as 36.2"),
        ("lon=36&lat=1e400", "lat", "degrees as a number, such as 36.2"),
        (f"lon={'3' * 40}&lat=49", "lon", "degrees as a number, such as 36.2"),
        ("lon=36&lat=49&air_policing.radius_km=9000", "air_policing.radius_km", "200 to 1400 km"),
        ("lon=36&lat=49&nix=1", "nix", "layers, line, view"),
    ],
)
def test_what_is_not_understood_is_refused_by_key_with_what_is_allowed(client, query, key, allowed):
    response = client.get(f"/place.json?{query}")
    assert response.status_code == 422
    found = response.get_json()
    assert found["allowed"][key].startswith(allowed)
    assert "<" not in found["error"]


def test_a_point_off_the_map_is_refused_in_the_language_of_the_address(client):
    response = client.get("/place.json?lon=0&lat=0&lang=uk")
    assert response.status_code == 422
    found = response.get_json()
    assert found["error"].startswith("Ця карта охоплює довготу від 16 до 40")
    assert found["allowed"] == {"lon": [16, 40.6], "lat": [41, 54.4]}
