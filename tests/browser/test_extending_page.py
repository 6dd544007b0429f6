"""A layer of one file and a parameter of one field, as the page shows them; see `tests/test_extending.py`."""

from collections.abc import Iterator

import pytest
from conftest import Tab, serving
from extended import BASE, PARAMETER, extend
from screen import DESKTOP, Screen, changed, share_changed

#: Where both hubs of the dummy are in sight, and the middle of the first.
VIEW, HUB = "25.5,50.9,6.5", (26.25, 50.62)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(extend(tmp_path_factory.mktemp("extended"))) as base:
        yield base


@pytest.fixture(scope="module")
def screen(chromium, site) -> Iterator[Screen]:
    width, height = DESKTOP
    tab = Tab(chromium, site, viewport={"width": width, "height": height}, reduced_motion="reduce")
    tab.screen.goto(f"/?layers=railway_hubs&view={VIEW}")
    yield tab.screen
    tab.context.close()
    assert (tab.log.outside, tab.log.errors) == ([], [])


@pytest.mark.journey
def test_the_layer_is_on_the_map_in_legend_panel_and_address(screen):
    assert screen.visible == ["railway_hubs"]
    assert screen.texts("[data-card='railway_hubs'] .legend-row") == [
        "Railway hub",
        "Ground near a hub (notional)",
    ]
    shown, spot = screen.map_shot(), screen.at(*HUB)
    screen.click_switch("railway_hubs")
    screen.until("guarantees.visible().length === 0")
    screen.idle()
    hidden = screen.map_shot()
    assert changed(hidden, shown, spot)
    assert share_changed(hidden, shown) > 0.001
    screen.click_switch("railway_hubs")
    screen.until("new URLSearchParams(location.search).get('layers') === 'railway_hubs'")


@pytest.mark.journey
def test_its_parameter_has_a_control_that_moves_the_address_and_the_map(screen):
    screen.page.locator("[data-card='railway_hubs'] summary").click()
    before = screen.map_shot()
    screen.page.locator("#param--railway_hubs--reach_km").focus()
    screen.press("ArrowRight")
    screen.until("new URLSearchParams(location.search).get('railway_hubs.reach_km') === '70'")
    screen.idle()
    assert share_changed(before, screen.map_shot()) > 0.0005
    screen.until("document.getElementById('assessment').textContent.includes('70 km round each')")


def test_search_finds_a_hub_by_the_code_of_its_station(screen):
    screen.page.evaluate("document.activeElement.blur()")
    screen.press("/")
    screen.until("document.activeElement.id == 'search'")
    screen.page.keyboard.type("kvl")
    screen.page.locator("[role=option]:visible", has_text="Kovelyshche junction (KVL)").first.wait_for()
    screen.frames()
    screen.press("Enter")
    screen.page.locator("#feature-panel h3:visible", has_text="Kovelyshche junction").wait_for()


def test_one_field_of_a_model_is_a_control_and_a_key_of_the_address(screen):
    screen.press("Escape")
    screen.page.locator("[data-card='maritime_patrols'] summary").click()
    screen.page.locator(f"#param--maritime_patrols--{PARAMETER}").focus()
    screen.press("ArrowRight")
    screen.until(f"new URLSearchParams(location.search).get('maritime_patrols.{PARAMETER}') === '120'")


def test_a_base_added_to_the_data_is_in_the_control_under_its_country(screen):
    screen.page.locator("[data-card='air_policing'] summary").click()
    country = screen.page.get_by_role("group", name="Lithuania", exact=True)
    country.get_by_role("checkbox", name="Šiauliai").check()
    screen.until(f"new URLSearchParams(location.search).get('air_policing.bases')?.endsWith(',{BASE}')")
