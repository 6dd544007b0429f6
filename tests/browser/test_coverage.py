"""The coverage layer on the page: which of the guarantees shown covers each place, following switches and sliders."""

from urllib.parse import parse_qs, urlsplit

import pytest
from screen import DESKTOP, changed

FOUR = ["monitoring_mission", "coalition_forces", "air_policing", "maritime_patrols"]
#: lon, lat: far from names and symbols, in the reach of aircraft, and beyond it.
IN_REACH, BEYOND = (27.2, 49.9), (33.6, 49.3)
VIEW = "view=31.2,48.0,5.1"
PIECE = """(at) => {
  const live = guarantees.map.live;
  const found = live.queryRenderedFeatures(live.project(at)).map(({ properties }) => properties);
  return found.find((one) => "guarantees" in one)?.guarantees;
}"""


@pytest.fixture
def screen(open_page):
    return open_page(f"/?layers={','.join(FOUR)}&{VIEW}", size=DESKTOP, anew=False)


def places(screen):
    return [(round(x), round(y)) for x, y, _ in screen.project([IN_REACH, BEYOND])]


def covered_by(screen, place):
    """What the map says of a place: the guarantees of the piece of coverage under it."""
    screen.until(f"(at) => ({PIECE})(at) !== undefined", list(place))
    return screen.page.evaluate(PIECE, list(place))


def until_covered_by(screen, place, guarantees):
    screen.until(f"([at, of]) => ({PIECE})(at) === of", [list(place), guarantees])


def asked_for(screen, since):
    found = [urlsplit(url) for url in screen.log.requests[since:]]
    return [
        parse_qs(url.query).get("layers", [""])[0]
        for url in found
        if url.path == "/layers/coverage_depth.geojson"
    ]


@pytest.mark.journey
def test_it_marks_what_none_covers_and_says_which_cover_the_rest(screen):
    before, since = screen.map_shot(), len(screen.log.requests)
    screen.click_switch("coverage_depth")
    assert covered_by(screen, IN_REACH) == "air_policing"
    assert covered_by(screen, BEYOND) == ""
    screen.idle()
    after = screen.map_shot()
    assert changed(before, after, places(screen)[1], reach=6)
    assert asked_for(screen, since) == [",".join(FOUR)]
    rows = screen.texts("[data-card='coverage_depth'] .legend-row")
    assert rows == [
        "Covered by Monitoring mission", "Covered by Coalition forces", "Covered by Air policing",
        "Covered by Black Sea patrols", "Covered by none of those shown",
    ]  # fmt: skip
    # The cards of the guarantees keep what else they draw, but no swatch of ground that is drawn here.
    assert "Deployment area (notional)" not in screen.texts("[data-card='coalition_forces'] .legend-row")
    assert "Hub, oblast level (notional)" in screen.texts("[data-card='coalition_forces'] .legend-row")


def test_it_follows_what_is_shown_and_asks_for_nothing_while_hidden(screen):
    screen.click_switch("coverage_depth")
    assert covered_by(screen, IN_REACH) == "air_policing"
    since = len(screen.log.requests)
    screen.click_switch("air_policing")
    until_covered_by(screen, IN_REACH, "")
    assert asked_for(screen, since) == [",".join(one for one in FOUR if one != "air_policing")]
    assert "Covered by Air policing" not in screen.texts("[data-card='coverage_depth'] .legend-row")
    screen.click_switch("coverage_depth")
    since = len(screen.log.requests)
    screen.page.evaluate("guarantees.setParams({ 'monitoring_mission.depth_km': '20' })")
    screen.click_switch("air_policing")
    screen.idle()
    assert asked_for(screen, since) == []


def test_it_follows_a_parameter_of_what_it_is_made_of(screen):
    screen.click_switch("coverage_depth")
    assert covered_by(screen, BEYOND) == ""
    screen.page.evaluate("guarantees.setParams({ 'air_policing.radius_km': '1000' })")
    until_covered_by(screen, BEYOND, "air_policing")


def test_the_key_switches_it(screen):
    screen.press("v")
    assert screen.visible == [*FOUR, "coverage_depth"]
    screen.press("v")
    assert screen.visible == FOUR
