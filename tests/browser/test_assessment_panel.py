"""The head of the assessment: what the guarantees cover, what they leave open, what closes it; and any place."""

from urllib.parse import urlsplit

import pytest
from screen import DESKTOP, PHONE, Screen

from analysis.covered import shares
from analysis.gaps import REFUSED, find
from layers.core.address import from_query
from layers.core.constants import EDITIONS
from layers.core.edition import EDITION_KEY

GAPS = (
    "document.querySelector('#left-open-body .gap-group') && !document.querySelector('#overview [aria-busy]')"
)
PLACE = "document.querySelector('#this-place .place-answers') && !document.querySelector('#this-place[aria-busy]')"
EDITION = f"{EDITION_KEY}={max(EDITIONS)}"
#: Land that nothing of the map as proposed covers, with no other layer shown.
NOWHERE = "/?layers=air_policing&view=34.0,49.5,5.4"
EMPTY = (35.4, 49.1)


def parts(screen: Screen, since: int = 0) -> list[str]:
    """Return the parts of the panel that were asked for, in order."""
    paths = [urlsplit(url).path for url in screen.log.requests[since:]]
    return [path for path in paths if path in ("/covers.html", "/left_open.html")]


def covered(screen: Screen) -> list[str]:
    return [" ".join(text.split()) for text in screen.texts(".cover-row")]


def gap_ids(screen: Screen) -> list[str]:
    return screen.page.locator("[data-gap]").evaluate_all("(all) => all.map((one) => one.dataset.gap)")


def ids(service, query: str) -> list[str]:
    return [gap.id for gap in find(service.frames_kept, from_query(query, service.registry)[0])]


def unfold(screen: Screen, kind: str) -> None:
    group = screen.page.locator(f".gap-group[data-kind='{kind}']")
    if not group.evaluate("(one) => one.open"):
        group.locator("summary").click()


# -- what it covers ----------------------------------------------------------------------------------


@pytest.mark.journey
def test_the_panel_opens_with_a_bar_for_each_guarantee_as_it_is_computed(open_page, service):
    screen = open_page("/", own=True)
    found = shares(service.frames_kept, service.registry.default())
    expected = [f"{one.number or '–'} {one.title} {one.value * 100:.0f} % {one.of}" for one in found]
    assert [text.partition(" At once")[0] for text in covered(screen)] == expected
    assert screen.page.locator("#feature-panel h3:visible").first.inner_text() == "What it covers"
    drawn = screen.page.locator(".cover-bar").evaluate_all(
        "(all) => all.map((bar) => bar.firstElementChild.getBoundingClientRect().width / bar.clientWidth)"
    )
    assert drawn == pytest.approx([one.value for one in found], abs=0.01)
    screen.until(GAPS)
    assert parts(screen) == ["/left_open.html"]  # the page was sent with the bars
    assert not screen.page.locator("details.intro > p").first.is_visible()
    screen.page.locator("details.intro summary").click()
    assert "Luke Coffey" in screen.page.locator("details.intro").inner_text()


def test_a_row_lights_its_ground_by_keyboard_and_the_switch_shows_the_layer(open_page):
    screen = open_page("/?layers=monitoring_mission,air_policing", own=True)
    screen.until(GAPS)
    switch = screen.page.locator("#covers-switch")
    switch.click()
    assert set(screen.visible) == {"monitoring_mission", "air_policing", "coverage_depth"}
    assert screen.switch("coverage_depth").is_checked()
    screen.click_switch("coverage_depth")
    assert not switch.is_checked()
    row = screen.page.locator("[data-cover='air_policing']")
    row.focus()
    screen.press("Enter")
    assert row.get_attribute("aria-pressed") == "true"
    assert switch.is_checked()
    screen.until(
        """() => JSON.stringify(guarantees.map.live.getStyle().layers.find((one) => one.id == "highlight-line")?.filter)
          ?.includes("coverage-by-air-policing")"""
    )
    screen.idle()
    lit = screen.page.evaluate(
        "guarantees.map.live.queryRenderedFeatures({ layers: ['highlight-line'] }).map((f) => f.properties.feature_id)"
    )
    assert set(lit) == {"coverage-by-air-policing"}
    screen.press("Enter")
    assert row.get_attribute("aria-pressed") == "false"
    assert not screen.page.evaluate("Boolean(guarantees.map.live.getLayer('highlight-line'))")


def test_bars_and_gaps_follow_switches_sliders_and_undo_once_a_change_is_at_rest(open_page, service):
    screen = open_page("/", own=True)
    screen.until(GAPS)
    asked = len(screen.log.requests)
    screen.page.evaluate(  # a drag: at once, whatever the machine is doing
        """() => { for (const km of ["650", "700", "750"]) guarantees.setParams({ "air_policing.radius_km": km }); }"""
    )
    screen.until("document.querySelector('[data-cover=air_policing] strong').textContent == '79 %'")
    screen.until(GAPS)
    screen.until("!document.querySelector('[data-gap=city-kyiv]')")
    assert gap_ids(screen) == ids(service, "air_policing.radius_km=750")
    assert parts(screen, asked) == ["/covers.html", "/left_open.html"]  # once for three steps
    screen.press("3")
    screen.until("!document.querySelector('[data-cover=air_policing]')")
    screen.until("document.querySelector('[data-gap=hidden-air-policing]')")
    assert not screen.page.locator("[data-gap='city-kharkiv']").count()
    for _ in range(2):
        screen.press("Control+z")
    screen.until("document.querySelector('[data-gap=city-kyiv]')")
    assert covered(screen)[2].startswith("3 Air policing 59 % of the land At once, at most ")
    asked = len(screen.log.requests)
    screen.click_switch("line_of_occupation")  # covers nothing
    screen.page.wait_for_timeout(800)
    assert parts(screen, asked) == []


def test_a_panel_that_is_folded_asks_for_nothing_until_it_is_opened(open_page):
    screen = open_page("/?layers=air_policing", size=PHONE, own=True)
    screen.page.wait_for_timeout(900)
    assert parts(screen) == []
    screen.page.locator("#sheet-place").tap()
    screen.until(GAPS)
    assert parts(screen) == ["/left_open.html"]  # the page was sent with the bars


def test_what_does_not_arrive_says_so_and_is_asked_for_again(open_page):
    screen = open_page(None, own=True)
    screen.page.route("**/left_open.html*", lambda route: route.abort())
    screen.goto("/?layers=air_policing")
    again = screen.page.locator("#left-open-body").get_by_role("button", name="Try again")
    again.wait_for()
    assert screen.page.locator(".cover-row").count() == 2  # the bars did
    screen.page.unroute("**/left_open.html*")
    again.click()
    screen.until(GAPS)
    screen.log.errors.clear()  # meant to happen


# -- what is left open -------------------------------------------------------------------------------


def test_gaps_are_ranked_with_a_verdict_each_and_the_refusal_once(open_page, service):
    screen = open_page("/")
    screen.until(GAPS)
    expected = ids(service, "")
    assert gap_ids(screen) == expected
    assert screen.page.locator("#left-open-count").inner_text() == str(len(expected))
    assert screen.page.locator(".gap-verdict").count() == len(expected)
    unfold(screen, "city")
    kyiv = screen.page.locator("[data-gap='city-kyiv']")
    assert kyiv.locator(".gap-verdict").inner_text() == "Depends on the radius: closed at 650 km"
    assert kyiv.get_by_role("button").all_inner_texts() == [
        "Show", "Add Iași, a civil airport, as a base", "Change “Radius” to 650 km",
    ]  # fmt: skip
    said = screen.page.locator("#left-open").inner_text()
    assert said.count(REFUSED) == 1


def test_show_zooms_to_a_gap_and_marks_it_and_the_list_stays(open_page):
    screen = open_page("/?layers=monitoring_mission,air_policing", own=True)
    screen.until(GAPS)
    unfold(screen, "city")
    screen.page.locator("[data-gap='city-kharkiv'] [data-gap-show]").click()
    screen.idle()
    assert "cities" in screen.visible
    lon, lat, zoom = screen.camera
    assert (lon, lat) == pytest.approx((36.25, 49.98), abs=0.4)
    assert zoom > 6
    assert screen.page.evaluate("Boolean(guarantees.map.live.getLayer('highlight-point'))")
    assert screen.page.locator("[data-gap='city-kharkiv']").is_visible()
    unfold(screen, "line")
    screen.page.locator("[data-gap='line-occupied-sumy'] [data-gap-show]").click()
    screen.idle()
    assert (
        screen.page.evaluate("guarantees.map.live.queryRenderedFeatures({ layers: ['mark-line'] }).length")
        > 0
    )
    assert screen.camera[0] == pytest.approx(34.93, abs=0.5)


@pytest.mark.journey
def test_a_fix_closes_its_gap_says_what_else_and_one_undo_takes_it_back(open_page, service):
    screen = open_page("/", own=True)
    screen.until(GAPS)
    before = gap_ids(screen)
    unfold(screen, "city")
    fix = screen.page.locator("[data-gap='city-dnipro'] [data-fix]").first
    fix.focus()
    screen.press("Enter")
    screen.until("!document.querySelector('[data-gap=city-dnipro]')")
    assert screen.query["air_policing.bases"].endswith("LRIA")
    after = gap_ids(screen)
    assert after == ids(service, f"air_policing.bases={screen.query['air_policing.bases']}")
    said = screen.page.locator("#left-open-said")
    assert said.get_attribute("role") == "status"
    assert said.inner_text().startswith(f"Closed ({len(before) - len(after)}): Dnipro is beyond reach")
    assert screen.page.evaluate("document.activeElement.id") == "left-open-title"  # the button is gone
    assert screen.page.locator(".gap-group[data-kind='city']").evaluate("(one) => one.open")
    assert screen.page.locator("#param--air_policing--bases input[value=LRIA]").is_checked()
    screen.press("Control+z")
    screen.until("document.querySelector('[data-gap=city-dnipro]')")
    assert gap_ids(screen) == before
    assert said.inner_text() == ""
    assert "air_policing.bases" not in screen.query


def test_a_hidden_guarantee_is_a_gap_that_one_click_closes(open_page):
    screen = open_page("/?layers=line_of_occupation,air_policing", own=True)
    screen.until(GAPS)
    screen.page.locator("[data-gap='hidden-coalition-forces'] [data-fix]").click()
    screen.until("!document.querySelector('[data-gap=hidden-coalition-forces]')")
    assert set(screen.visible) == {"coalition_forces", "air_policing", "line_of_occupation"}
    screen.press("Control+z")
    screen.until("document.querySelector('[data-gap=hidden-coalition-forces]')")


def test_side_by_side_both_are_of_the_scenario_being_edited_below_the_table(open_page, service):
    screen = open_page(
        "/?layers=air_policing&b=layers%3Dair_policing%26air_policing.radius_km%3D900", own=True
    )
    screen.until(GAPS)
    assert "city-kharkiv" in gap_ids(screen)
    screen.page.locator("#edit-b").click()
    screen.until("!document.querySelector('[data-gap=city-kharkiv]')")
    assert gap_ids(screen) == ids(service, "layers=air_policing&air_policing.radius_km=900")
    order = (
        "document.getElementById('assessment').compareDocumentPosition(document.getElementById('overview'))"
    )
    assert screen.page.evaluate(order) & 4
    screen.page.evaluate("guarantees.restore({ compare: null })")
    assert screen.page.evaluate(order) & 2


# -- this place --------------------------------------------------------------------------------------


def test_a_click_where_nothing_is_says_what_the_guarantees_are_there(open_page):
    screen = open_page(NOWHERE, own=True)
    screen.page.mouse.click(*screen.at(*EMPTY))
    screen.until(PLACE)
    page = screen.page
    assert page.get_by_role("heading", name="This place").is_visible()
    assert "Kharkiv oblast" in page.locator("#this-place").inner_text()
    answers = page.get_by_role("list", name="What the guarantees are here").get_by_role("listitem")
    assert answers.locator("strong").all_inner_texts() == ["–", "–", "no", "–"]
    assert page.locator(".place-nearest dt").all_inner_texts() == [
        "Nearest selected air base",
        "Nearest port",
    ]
    assert page.evaluate("Boolean(guarantees.map.live.getLayer('mark-point'))")
    assert not page.locator("#feature").is_visible()
    assert page.evaluate("location.hash").startswith("#place=35.")
    page.locator("[data-card='air_policing'] summary").first.click()
    page.locator("#param--air_policing--radius_km").fill("1000")
    screen.until("document.querySelector('#this-place [data-covered=yes]')")  # it follows the sliders
    screen.press("Escape")  # out of the field
    screen.press("Escape")
    assert page.locator("#overview").is_visible()
    assert not page.locator("#this-place").is_visible()
    assert page.evaluate("location.hash") == ""
    assert not page.evaluate("Boolean(guarantees.map.live.getLayer('mark-point'))")


def test_a_click_on_a_feature_shows_its_page_and_below_it_the_place(open_page):
    screen = open_page("/?layers=air_policing,cities&view=27.0,49.5,5.5", own=True)
    screen.page.mouse.click(*screen.at(27.9, 49.9))
    screen.until("document.querySelector('#feature h3')")
    screen.until(PLACE)
    assert screen.page.locator("#feature h3").first.is_visible()
    assert screen.page.locator("[data-covered=yes] .place-title").inner_text() == "Air policing"


def test_a_town_that_is_found_is_a_place_by_keyboard(open_page):
    screen = open_page("/?layers=air_policing,cities", own=True)
    screen.press("/")
    screen.page.keyboard.type("kharkiv")
    screen.page.locator("[role=option]:visible", has_text="Kharkiv").first.wait_for()
    screen.press("Enter")
    screen.until(PLACE)
    screen.until("document.activeElement.id == 'this-place-title'")
    assert "Kharkiv oblast" in screen.page.locator("#this-place").inner_text()
    screen.press("Escape")
    assert not screen.page.locator("#this-place").is_visible()


def test_a_link_to_a_place_opens_it_and_leads_to_the_same_data(open_page):
    screen = open_page(f"/?layers=air_policing&{EDITION}#place=36.23,49.99", own=True)
    screen.until(PLACE)
    page = screen.page
    data = page.evaluate("(async () => (await fetch(document.querySelector('.place-does a').href)).json())()")
    assert (data["lon"], data["lat"]) == (36.23, 49.99)
    assert [one["covered"] for one in data["guarantees"]] == [None, None, False, None]
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.locator("#place-copy").click()
    assert page.evaluate("window.copied").endswith("#place=36.23,49.99")
    assert "layers=air_policing" in page.evaluate("window.copied")


def test_a_place_that_the_map_does_not_cover_opens_nothing(open_page):
    screen = open_page(f"/?layers=air_policing&{EDITION}#place=2.35,48.86", own=True)
    screen.frames()
    assert screen.page.locator("#overview").is_visible()
    assert not [url for url in screen.log.requests if "/this_place.html" in url]


def test_bars_gaps_and_place_are_in_the_language_of_the_page(open_page):
    screen = open_page(f"/?lang=uk&{EDITION}#place=36.23,49.99", size=DESKTOP, own=True)
    screen.until(PLACE)
    assert screen.page.locator("#this-place-title").inner_text() == "Це місце"
    screen.press("Escape")
    screen.until(GAPS)
    assert "Повітряне патрулювання" in covered(screen)[2]
    assert "суходолу" in covered(screen)[2]
    unfold(screen, "city")
    assert "Харків" in screen.page.locator("[data-gap='city-kharkiv']").inner_text()


# -- what a measure depends on -----------------------------------------------------------------------

ANSWERED = 'document.querySelector("#sensitivity-answer:not([aria-busy]) {}")'


def test_sensitivity_is_asked_for_when_opened_and_leads_from_all_numbers_to_one(open_page):
    screen = open_page("/?layers=monitoring_mission,maritime_patrols", own=True)
    asked = lambda: [urlsplit(url).path for url in screen.log.requests if "/sensitivity" in url]  # noqa: E731
    assert asked() == []
    opener = screen.page.locator("#sensitivity-open")
    opener.focus()
    screen.press("Enter")
    screen.until(ANSWERED.format(".tornado"))
    assert asked() == ["/sensitivity_choices.html", "/sensitivity.jsonl"]
    screen.page.locator("#sensitivity-measure").select_option("sea.corridor_share")
    screen.until(ANSWERED.format("[data-curve-of='maritime_patrols.standoff_nm']"))
    (number,) = screen.page.locator("[data-curve-of]").all()
    number.focus()
    screen.press("Enter")
    screen.until(ANSWERED.format(".curve"))
    assert screen.page.locator("#sensitivity-parameter").input_value() == "maritime_patrols.standoff_nm"
    assert screen.page.evaluate("document.activeElement.id") == "sensitivity-measure"
    points = screen.page.locator(".curve-dot:not(.of-now)").count()
    screen.page.locator(".curve-table summary").click()
    assert screen.page.locator(".curve-table tbody tr").count() == points
    link = screen.page.locator("#sensitivity-files [data-kind=svg]").get_attribute("href")
    assert "measure=sea.corridor_share&parameter=maritime_patrols.standoff_nm&layers=" in link
    screen.press("Escape")
    assert screen.page.evaluate("document.activeElement.id") == "sensitivity-open"
