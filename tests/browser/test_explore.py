"""Hover, click and find: what the map says about what is on it."""

import re

import pytest
from screen import PHONE, Screen
from spots import spots

from layers.core.format import STATUSES
from layers.style.rows import STYLE, rows_of


@pytest.fixture
def frame_of(service):
    scenario = service.registry.default()
    return lambda layer_id: service.frame(service.registry[layer_id], scenario)


def hover(screen: Screen, x: float, y: float) -> None:
    screen.page.mouse.move(x - 40, y - 40)
    screen.page.mouse.move(x, y)
    screen.frames()
    screen.frames()


def places(screen: Screen, layer_id: str, frame, kinds: tuple[str, ...], most: int = 2):
    """Return up to `most` features of each kind with a place in sight: (feature, x, y)."""
    records = frame.set_index("feature_id").to_dict("index")
    wanted = [spot for spot in spots(layer_id, frame, screen.camera[2]) if spot.kind in kinds]
    found: dict[str, dict[str, tuple]] = {}
    for spot, (x, y, clear) in zip(wanted, screen.project([s.lon_lat for s in wanted]), strict=True):
        of_kind = found.setdefault(spot.kind, {})
        if clear and len(of_kind) < most:
            of_kind.setdefault(spot.feature_id, (records[spot.feature_id], x, y))
    assert {kind for kind, of_kind in found.items() if of_kind} == set(kinds)
    return [place for of_kind in found.values() for place in of_kind.values()]


#: One view with something of nearly every kind in it, so that the map need not move.
VIEW = "32.6,46.9,5.5"
#: The edge of the reach lies beyond it.
VIEW_OF = {"air_policing": (27.0, 48.5, 4.4)}
HOVERED = {
    "line_of_occupation": ("line", "occupied_territory"),
    "monitoring_mission": ("band_held", "band_occupied", "patrol_base"),
    "coalition_forces": ("deployment_area", "hub"),
    "air_policing": ("air_base", "reach_edge", "covered_ground"),
    "maritime_patrols": ("patrol_zone", "corridor", "maritime_boundary", "port_served"),
    "invasion_routes": ("route_assessed", "route_historical"),
    "oblasts": ("oblast",),
    "cities": ("town_1", "town_2"),
}


def test_hover_names_the_feature_its_kind_and_status_and_a_hidden_layer_is_silent(open_page, frame_of):
    screen = open_page(f"/?layers=&view={VIEW}", anew=False)
    tip = screen.page.locator("#map-tip")
    for layer_id, kinds in HOVERED.items():
        frame = frame_of(layer_id)
        screen.show(layer_id)
        screen.look(*VIEW_OF.get(layer_id, map(float, VIEW.split(","))))
        around = places(screen, layer_id, frame, kinds)
        decoration = {row.kind for row in rows_of(layer_id) if row.decoration}
        named = frame.loc[~frame["kind"].isin(decoration)].set_index("name")
        kind_of, status_of = named["kind"].to_dict(), named["status"].to_dict()
        for feature, x, y in around:
            hover(screen, x, y)
            assert tip.is_visible(), feature["name"]
            said = tip.inner_text()
            assert feature["name"] in said  # first, or after "Also here"
            top = tip.locator("strong").inner_text()
            assert STYLE[(layer_id, kind_of[top])].label.lower() in said.lower() or kind_of[top] == "island"
            assert STATUSES[status_of[top]].label in said
        _, x, y = around[0]
        screen.show()
        hover(screen, x, y)
        assert not tip.is_visible(), f"{layer_id} is hidden but answers hover"


def test_the_cursor_reads_where_it_is(open_page):
    screen = open_page("/?layers=&view=31.2,48.6,5.1", anew=False)
    x, y = screen.at(31.2, 48.6)
    screen.page.mouse.move(x, y)
    screen.until("document.getElementById('map-cursor').textContent != ''")
    lat, lon = re.findall(r"([\d.]+)°", screen.page.locator("#map-cursor").inner_text())
    assert (float(lat), float(lon)) == (pytest.approx(48.6, abs=0.03), pytest.approx(31.2, abs=0.03))


CLICKED = {"coalition_forces": "hub", "air_policing": "air_base", "maritime_patrols": "patrol_zone"}


def open_feature(screen: Screen, name: str) -> str:
    """Wait for the page of a feature and return what it says."""
    screen.page.locator("#feature-panel h3", has_text=re.compile(rf"^{re.escape(name)}$")).wait_for()
    return screen.page.locator("#feature-panel").inner_text()


@pytest.mark.journey
def test_click_opens_the_page_with_status_date_source_and_measures_and_esc_goes_back(
    open_page, frame_of, store
):
    screen = open_page(f"/?layers=&view={VIEW}", anew=False)
    for layer_id, kind in CLICKED.items():
        screen.show(layer_id)
        ((feature, x, y),) = places(screen, layer_id, frame_of(layer_id), (kind,), most=1)
        screen.page.mouse.click(x, y)
        said = open_feature(screen, feature["name"])
        assert not screen.page.locator("#map-tip").is_visible()
        assert screen.page.locator("#feature-panel .badge").inner_text().lower() == feature["status"]
        assert STYLE[(layer_id, kind)].label in said
        assert "As of" in said
        for key in feature["source"].split(";"):
            assert store.sources[key].title in said
        if feature["measure"]:
            assert feature["measure"] in said
        assert screen.page.locator("#feature-panel table.facts tr").count() >= 1
        screen.press("Escape")
        screen.page.locator("#feature-panel h3", has_text=feature["name"]).wait_for(state="hidden")
        assert screen.page.locator("#assessment").is_visible()


def test_the_other_features_of_a_place_are_one_click_away(open_page, frame_of):
    screen = open_page("/?layers=air_policing,oblasts&view=26.5,49.0,5.5", anew=False)
    ((base, x, y),) = places(screen, "air_policing", frame_of("air_policing"), ("covered_ground",), most=1)
    screen.page.mouse.click(x, y)
    others = screen.page.locator("#feature-panel .also-here button")
    others.first.wait_for()
    name = others.first.inner_text()
    assert name != screen.page.locator("#feature-panel h3:visible").first.inner_text()
    others.first.click()
    assert "As of" in open_feature(screen, name)
    assert base["name"]


def find(screen: Screen, text: str, name: str) -> None:
    screen.press("/")
    screen.until("document.activeElement.id == 'search'")
    screen.page.keyboard.type(text)
    screen.page.locator("[role=option]:visible", has_text=name).first.wait_for()
    screen.frames()
    screen.press("Enter")


FOUND = [
    ("minsk m", "Mińsk Mazowiecki", "air_policing", (21.66, 52.20)),  # without its accent
    ("київ", "Kyiv", "cities", (30.52, 50.45)),  # by its Ukrainian name
    ("mykola", "Mykolaiv", "cities", (32.0, 46.97)),
    ("poltava ob", "Poltava Oblast", "oblasts", None),
    ("port of chornom", "Port of Chornomorsk", "ports", (30.65, 46.33)),
]


@pytest.mark.journey
def test_find_goes_there_shows_the_layer_and_opens_the_page(open_page):
    screen = open_page("/?layers=line_of_occupation", anew=False)
    for text, name, layer_id, lon_lat in FOUND:
        screen.page.evaluate("document.activeElement.blur()")
        screen.show("line_of_occupation")
        before = screen.query.get("view", "")
        find(screen, text, name)
        screen.page.locator("#feature-panel h3:visible", has_text=name).wait_for()
        screen.until(
            "(before) => (new URLSearchParams(location.search).get('view') ?? '') !== before", before
        )
        screen.idle()
        assert screen.visible == sorted(
            ["line_of_occupation", layer_id], key=screen.page.evaluate("guarantees.order").index
        )
        assert screen.switch(layer_id).is_checked()
        lon, lat, zoom = (float(part) for part in screen.query["view"].split(","))
        assert screen.camera == pytest.approx((lon, lat, zoom), abs=0.006)
        assert zoom >= 6
        if lon_lat:
            assert (lon, lat) == pytest.approx(lon_lat, abs=0.25)
        assert screen.page.locator("#search").input_value() == ""


def test_find_says_when_there_is_nothing_of_that_name(open_page):
    screen = open_page("/?layers=", anew=False)
    screen.press("/")
    screen.page.keyboard.type("atlantis")
    screen.page.get_by_text("No place of that name").wait_for()
    screen.press("Escape")
    assert screen.page.evaluate("document.activeElement.id") != "search"


def test_a_tap_on_a_phone_opens_the_page_in_the_sheet(open_page, frame_of):
    screen = open_page("/?layers=air_policing&view=22.0,51.5,6.4", size=PHONE, theme="dark", anew=False)
    ((feature, x, y),) = places(screen, "air_policing", frame_of("air_policing"), ("air_base",), most=1)
    screen.page.touchscreen.tap(x, y)
    open_feature(screen, feature["name"])
    screen.page.locator("#close-right").tap()
    screen.page.locator("#feature-panel").wait_for(state="hidden")
