"""Parts of the right panel as HTML, through Flask's test client."""

import html
import json
import re

import pytest

from analysis.gaps import REFUSED, find
from i18n.spoken import speaking
from layers.core.address import from_query

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def english():
    """The test client speaks in this thread: what it spoke last must not be spoken by the next test."""
    with speaking("en"):
        yield


def text(response) -> str:
    assert response.status_code == 200
    assert response.mimetype == "text/html"
    return html.unescape(response.get_data(as_text=True))


def test_a_bar_for_each_guarantee_shown_and_one_for_none(client):
    rows = re.findall(r'data-cover="(\w+)"', text(client.get("/covers.html")))
    assert rows == ["monitoring_mission", "coalition_forces", "air_policing", "maritime_patrols", "none"]
    alone = text(client.get("/covers.html?layers=maritime_patrols"))
    assert re.findall(r'data-cover="(\w+)"', alone) == ["maritime_patrols", "none"]
    assert "of the corridor" in alone
    assert "of the land" in alone
    assert "At once, at most 22 % of the zones" in alone


def test_every_gap_is_there_in_its_rank_with_its_verdict_and_what_closes_it(client, dashboard):
    service = dashboard.service
    gaps = find(service.frames_kept, service.registry.default())
    page = text(client.get("/left_open.html"))
    assert re.findall(r'data-gap="([^"]+)"', page) == [gap.id for gap in gaps]
    assert len(re.findall(r"data-verdict=", page)) == len(gaps)
    assert page.count(html.unescape(REFUSED)) == 1
    fixes = [json.loads(one) for one in re.findall(r'data-fix="(\{.*?\})"', page)]
    assert fixes == [dict(change.params) for gap in gaps for change in gap.closing.changes[:3]]
    for params in fixes:  # as an address would say it
        query = "&".join(f"{key}={value}" for key, value in params.items())
        assert from_query(query, service.registry)[1] == []


def test_why_nothing_closes_a_kind_of_gap_is_said_once(client):
    page = text(client.get("/left_open.html?layers=maritime_patrols"))
    ports = page.partition('data-kind="port"')[2]
    assert ports.count("The zones are drawn this way") == 1
    assert "Nothing here closes them." in ports
    assert 'data-fix="{"layers":' in page  # of the hidden ones


def test_a_place_is_said_as_its_data_are(client):
    at = "lon=36.23&lat=49.99"
    page, data = text(client.get(f"/this_place.html?{at}")), client.get(f"/place.json?{at}").get_json()
    assert re.findall(r'data-covered="(\w+)"', page) == ["no"] * 4
    for one in (*data["nearest"], data["oblast"]):
        assert one["name"] in page
    link = re.search(r'href="(/place.json[^"]*)"', page)
    assert client.get(link[1]).get_json() == data
    assert "Харківська область" in text(client.get(f"/this_place.html?{at}&lang=uk"))


@pytest.mark.parametrize(
    "address", ["/covers.html?line=1999", "/left_open.html?air_policing.radius_km=1", "/this_place.html?lon=a&lat=2",
                "/this_place.html?lon=0&lat=0"],
)  # fmt: skip
def test_what_is_not_understood_is_refused_with_what_is_allowed(client, address):
    response = client.get(address)
    assert response.status_code == 422
    assert response.get_json()["allowed"]
