"""One path to telling: offered at first sight, live on stage, kept from the stage; names that lead to the map."""

import pytest
from screen import PHONE, Screen

ARRIVED = "(number) => document.documentElement.dataset.arrived === String(number)"
VALUE = "() => guarantees.paramText('air_policing.radius_km')"
LABEL = "() => document.querySelector('[data-map-label=air_policing]')?.textContent"
SAID = "() => document.querySelector('#told ul').textContent"


def on_stage(open_page, number: int, **options) -> Screen:
    screen = open_page(f"/present/default#{number}", own=True, **options)
    screen.until(ARRIVED, number)
    return screen


# -- the parameter that stays live -----------------------------------------------------------------


@pytest.mark.journey
def test_the_arrow_keys_move_the_live_parameter_and_map_label_and_text_follow(open_page):
    screen = on_stage(open_page, 6)
    before = screen.page.evaluate(LABEL)
    assert "Reach of 600" in screen.page.evaluate(SAID).replace("\u00a0", " ")
    screen.press("ArrowUp")
    screen.press("ArrowUp")
    assert screen.page.evaluate(VALUE) == "700"
    assert screen.page.locator("#told-live output").inner_text() == "700 km"
    screen.until(f"({LABEL})() !== {before!r}")
    screen.until(f"({SAID})().replaceAll('\\u00a0', ' ').includes('Reach of 700 km')")
    screen.press("ArrowRight")
    screen.until(ARRIVED, 7)
    assert screen.page.locator("#told-live").is_hidden()
    screen.press("ArrowLeft")
    screen.until(ARRIVED, 6)
    assert screen.page.evaluate(VALUE) == "600", "a scene is shown as the briefing has it"


def test_the_slider_moves_it_by_hand_and_gives_the_keys_back(open_page):
    screen = on_stage(open_page, 6, size=PHONE)
    slider = screen.page.locator("#told-live-range")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box["height"] >= 44
    screen.page.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2)
    assert int(screen.page.evaluate(VALUE)) > 900
    assert screen.page.evaluate("document.activeElement.id") != "told-live-range"
    screen.page.locator("#told-live-reset").click()
    assert screen.page.evaluate(VALUE) == "600"


def test_the_presenters_window_moves_it_and_hears_of_it(open_page):
    screen = on_stage(open_page, 6)
    with screen.page.expect_popup() as opened:
        screen.press("s")
    window = opened.value
    window.wait_for_function("document.getElementById('link-state')?.textContent.startsWith('In sync')")
    assert window.locator("#live-value").inner_text() == "600 km"
    window.keyboard.press("ArrowDown")
    screen.until(f"({VALUE})() === '550'")
    screen.page.bring_to_front()
    screen.press("ArrowUp")
    screen.press("ArrowUp")
    window.wait_for_function("document.getElementById('live-value')?.textContent === '650 km'")
    window.close()


# -- a view kept from the stage --------------------------------------------------------------------


def test_an_own_scene_keeps_the_view_of_the_stage_and_gives_it_back(open_page):
    screen = open_page("/?layers=ports&view=31,44.5,6.2")
    screen.press("a")
    screen.until("document.getElementById('briefing-toast')?.textContent.startsWith('Added as scene')")
    screen.press("p")
    screen.until(ARRIVED, 11)
    keep = screen.page.locator("#told-keep")
    assert keep.is_hidden()
    screen.page.evaluate("void guarantees.map.live.jumpTo({ center: [34, 46], zoom: 6.5 })")
    screen.until("!document.getElementById('told-keep').hidden")
    view = "() => JSON.stringify(guarantees.drafts.briefing.scenes[10].scenario.view)"
    before = screen.page.evaluate(view)
    screen.press("v")
    assert screen.page.evaluate(view) != before
    kept = screen.page.evaluate("guarantees.drafts.briefing.scenes[10].scenario.view")
    assert kept["west"] < 34 < kept["east"]
    assert keep.is_hidden()
    screen.press("ArrowLeft")
    screen.until(ARRIVED, 10)
    screen.press("ArrowRight")
    screen.until(ARRIVED, 11)
    assert screen.camera[:2] == pytest.approx((34, 46), abs=0.05)
    screen.page.evaluate("void guarantees.map.live.jumpTo({ center: [30, 46], zoom: 6.5 })")
    screen.until("!document.getElementById('told-keep').hidden")
    screen.press("v")
    screen.press("Control+z")
    assert screen.page.evaluate("guarantees.drafts.briefing.scenes[10].scenario.view") == kept


def test_a_shipped_scene_offers_no_view_to_keep(open_page):
    screen = on_stage(open_page, 2)
    screen.page.evaluate("void guarantees.map.live.jumpTo({ center: [34, 46], zoom: 6.5 })")
    screen.until("guarantees.state.view !== null")
    assert screen.page.locator("#told-keep").is_hidden()


# -- notional only where something is ---------------------------------------------------------------


def test_the_marking_stands_on_notional_scenes_alone_and_the_map_keeps_its_size(open_page, service):
    screen = on_stage(open_page, 1)
    seen = "() => document.querySelector('#told-top .told-marking').textContent"
    height = screen.page.evaluate("document.getElementById('map').clientHeight")
    assert screen.page.evaluate(seen) == ""
    screen.page.evaluate("void guarantees.present.show(6)")
    screen.until(ARRIVED, 6)
    assert "Notional" in screen.page.evaluate(seen)
    assert screen.page.evaluate("document.getElementById('map').clientHeight") == height
    screen.page.evaluate("void guarantees.present.show(1)")
    screen.until(ARRIVED, 1)
    screen.page.evaluate("void guarantees.setVisible('air_policing', true)")
    assert "Notional" in screen.page.evaluate(seen), "a switch brought something notional"


def test_the_footer_says_notional_where_the_map_is(open_page):
    screen = open_page("/?layers=line_of_occupation,cities", anew=False)
    notice = screen.page.locator("#footer .notice")
    assert notice.is_hidden()
    screen.page.evaluate("void guarantees.setVisible('monitoring_mission', true)")
    assert notice.is_visible()


# -- offered at first sight -------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768), PHONE], ids=str)
def test_home_offers_the_argument_without_hiding_the_map(open_page, size):
    screen = open_page("/", size=size)
    offer, area = (screen.page.locator(selector).bounding_box() for selector in ("#offer", "#map"))
    assert screen.page.locator("#offer-begin").inner_text() == "The argument in ten scenes"
    assert offer["x"] >= area["x"]
    assert offer["x"] + offer["width"] <= area["x"] + area["width"]
    assert offer["width"] * offer["height"] < 0.05 * area["width"] * area["height"]
    screen.page.locator("#offer-begin").click()
    screen.until(ARRIVED, 1)
    assert screen.page.locator("#told-progress").inner_text() == "1 / 10"
    screen.goto("/")
    assert screen.page.locator("#offer").is_hidden()


def test_the_offer_is_closed_for_good_and_a_link_has_none(open_page):
    screen = open_page("/")
    screen.page.locator("#offer-close").click()
    assert screen.page.evaluate("document.activeElement.id") == "present-open"
    screen.goto("/")
    assert screen.page.locator("#offer").is_hidden()
    linked = open_page("/?layers=ports")
    assert linked.page.locator("#offer").count() == 0


# -- routes by their names -------------------------------------------------------------------------


def test_the_name_of_a_route_leads_to_it_by_keyboard_and_a_click_on_the_map_marks_its_name(open_page):
    screen = open_page("/")
    name = screen.page.locator("#assessment .names button", has_text="Sumy–Kyiv").first
    name.focus()
    screen.press("Enter")
    screen.until("document.querySelector('#feature h3')?.textContent === 'Sumy–Kyiv axis'")
    assert screen.page.evaluate("Boolean(guarantees.map.live.getLayer('highlight-line'))")
    screen.idle()
    lon, _, zoom = screen.camera
    assert 30 < lon < 35.5
    assert zoom > 6
    assert screen.page.locator("#feature .names [aria-current]").inner_text() == "Sumy–Kyiv"
    screen.press("Escape")
    assert screen.page.locator("#assessment .names [aria-current]").inner_text() == "Sumy–Kyiv"


# -- the editor and the names of the map --------------------------------------------------------------


def test_the_briefing_panel_leaves_the_map_its_names(open_page):
    screen = open_page("/")
    named = "() => guarantees.map.views[0].placed().filter(({ name }) => name).length"
    before = screen.page.evaluate(named)
    screen.press("b")
    screen.until("document.documentElement.dataset.briefing === 'open'")
    screen.idle()
    assert screen.page.evaluate(named) >= 0.9 * before
