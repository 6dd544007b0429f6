"""Comparing: names, ready variants, the table, the marks, small maps, and which scenario stays."""

import pytest
from screen import PHONE, TABLET, WAIT_MS, Screen

FAR = "b=name%3DFar%2Bback%26coalition_forces.standoff_km%3D80"
SECOND = "document.getElementById('map').dataset.second == 'live'"
TABLE = "document.querySelector('#assessment .compared') !== null"


def _comparing(open_page, query: str = FAR, **options) -> Screen:
    screen = open_page(f"/?edition=2&{query}", anew=False, **options)
    screen.until(SECOND)
    return screen


def _b(screen: Screen) -> str:
    return screen.page.evaluate(
        "new URLSearchParams(new URLSearchParams(location.search).get('b')).toString()"
    )


def _cells(screen: Screen, measure: str) -> list[str]:
    row = screen.page.get_by_role("row").filter(has=screen.page.get_by_role("rowheader", name=measure))
    row.first.wait_for()
    return row.first.locator("td").all_inner_texts()


@pytest.mark.journey
def test_comparing_begins_with_a_copy_and_offers_what_to_change(open_page):
    screen = open_page("/", anew=False)
    screen.press("c")
    screen.until(SECOND)
    screen.until(TABLE)
    offered = screen.page.get_by_role("group", name="Change B to")
    assert offered.get_by_role("button").all_inner_texts() == ["Low", "Default", "High", "As A"]
    offered.get_by_role("button", name="Low").click()
    screen.until("new URLSearchParams(location.search).get('b')?.includes('air_policing.radius_km=300')")
    assert _b(screen).startswith("name=Low&")
    assert "this project’s choices" in screen.page.locator(".compare-note").inner_text()
    screen.until("document.querySelector('#assessment .differs') !== null")
    before, after, difference = _cells(screen, "Ukraine within reach of a base")
    assert int(after) - int(before) == -int(difference.split()[0].removeprefix("\N{MINUS SIGN}"))
    offered.get_by_role("combobox").select_option("2024-07-08")
    screen.until(
        "guarantees.of('b').line === '2024-07-08' && guarantees.of('b').name === 'Line of 8 Jul 2024'"
    )
    offered.get_by_role("button", name="As A").click()
    screen.until("new URLSearchParams(location.search).get('b') === ''")
    screen.press("c")  # both say the same, so nothing is to be asked
    screen.until("!new URLSearchParams(location.search).has('b')")
    assert not screen.page.locator("#compare-leave-dialog").is_visible()


def test_each_can_be_named_and_its_name_is_in_address_map_and_table(open_page):
    screen = _comparing(open_page)
    assert screen.page.locator("#side-b").inner_text() == "B · Far back"
    assert screen.page.locator("#side-a").inner_text() == "A · As proposed"
    name = screen.page.get_by_label("Name of scenario A")
    name.fill("  As   Coffey wrote ")
    name.press("Enter")
    screen.until("new URLSearchParams(location.search).get('name') === 'As Coffey wrote'")
    assert screen.page.locator("#side-a").inner_text() == "A · As Coffey wrote"
    head = screen.page.get_by_role("columnheader", name="A · As Coffey wrote")
    head.wait_for()
    screen.page.locator("#map-plot canvas").first.focus()
    screen.press("Control+z")
    screen.until("!new URLSearchParams(location.search).has('name')")


def test_a_name_that_cannot_be_one_is_told_and_stays_as_it_was(open_page):
    screen = _comparing(open_page)
    name = screen.page.get_by_label("Name of scenario B")
    name.evaluate("(field) => { field.value = 'a\\u202eb'; field.dispatchEvent(new Event('change')); }")
    screen.page.locator(".note", has_text="at most 40 printable characters").wait_for()
    assert name.input_value() == "Far back"
    name.evaluate("(field) => { field.value = 'x'.repeat(41); field.dispatchEvent(new Event('change')); }")
    screen.page.locator(".note", has_text="at most 40 printable characters").wait_for()
    assert "name=Far+back" in _b(screen)


def test_the_figures_stand_in_a_table_with_their_difference_and_the_same_ones_quiet(open_page):
    screen = _comparing(open_page)
    table = screen.page.get_by_role("table", name="Key figures of the scenarios side by side")
    table.wait_for()
    assert table.get_by_role("columnheader").all_inner_texts()[0] == "Key figure"
    assert table.get_by_role("columnheader", name="B less A").count() == 1
    assert _cells(screen, "Force, people") == ["20,000", "20,000", "same"]
    weight = (
        "(which) => Number(getComputedStyle(document.querySelector(`.compared .${which} td`)).fontWeight)"
    )
    assert screen.page.evaluate(weight, "differs") > screen.page.evaluate(weight, "same")


def test_ground_that_only_one_covers_is_marked_on_both_maps_in_every_comparison_of_a_page(open_page):
    screen = _comparing(open_page, "b=air_policing.radius_km%3D400")
    marked = (
        "guarantees.map.views.map((view) => [...new Set(view.map.querySourceFeatures('only_in')"
        ".map((f) => f.properties.feature_id))].sort().join())"
    )
    screen.until(f"{marked}.every((found) => found === 'only-a-air_policing')")
    screen.page.evaluate("void guarantees.restore({ compare: null, side: 'a' })")
    screen.until("!document.documentElement.hasAttribute('data-compare')")
    screen.take(FAR)  # the second map was kept, and shows another scenario now
    screen.until(SECOND)
    screen.until(f"{marked}.every((found) => found === 'only-a-coalition_forces,only-b-coalition_forces')")
    assert screen.page.locator(".compare-marks").inner_text().split("\n") == ["Only in A", "Only in B"]
    screen.page.evaluate("void guarantees.setParams({'coalition_forces.standoff_km': '80'})")
    screen.until(f"{marked}.every((found) => found === '')")


def test_leaving_asks_which_one_stays_and_undo_brings_the_other_back(open_page):
    screen = _comparing(open_page)
    ask = screen.page.locator("#compare-leave-dialog")
    screen.press("c")
    ask.wait_for()
    assert ask.get_by_role("button").filter(has_text="Keep").all_inner_texts() == [
        "Keep A · As proposed",
        "Keep B · Far back",
    ]
    screen.press("Escape")
    ask.wait_for(state="hidden")
    assert "standoff_km=80" in _b(screen)
    screen.press("c")
    screen.press("b")
    screen.until("new URLSearchParams(location.search).get('coalition_forces.standoff_km') === '80'")
    screen.until("!document.documentElement.hasAttribute('data-compare')")
    assert set(screen.query) == {"coalition_forces.standoff_km"}
    screen.press("Control+z")
    screen.until(SECOND)
    assert _b(screen).startswith("name=Far+back")
    screen.press("c")
    screen.press("Enter")  # the one being edited has the focus
    screen.until("!new URLSearchParams(location.search).has('b')")
    assert screen.query == {}


def test_up_to_six_are_kept_for_small_maps_that_one_picture_shows(open_page):
    screen = _comparing(open_page)
    page = screen.page
    page.locator("#edit-b").click()
    page.locator("#compare-keep").click()
    screen.until("new URLSearchParams(location.search).get('c')?.startsWith('name=Far+back')")
    page.get_by_role("group", name="Change B to").get_by_role("button", name="High").click()
    screen.until("guarantees.of('b').params['air_policing.radius_km'] === '1000'")
    assert not page.locator(".compare-marks").is_visible()  # of three, no two are the ones that differ
    page.get_by_role("columnheader", name="C · Far back").wait_for()
    page.locator("#compare-maps").click()
    page.wait_for_function(
        "document.getElementById('compare-picture').dataset.state !== 'drawing'", timeout=2 * WAIT_MS
    )
    assert page.locator("#compare-picture-said").inner_text() == ""
    assert page.locator("#compare-picture").get_attribute("alt").startswith("Maps of A · As proposed; B · ")
    assert page.evaluate("document.getElementById('compare-picture').naturalWidth") == 1500
    screen.press("Escape")
    page.get_by_role("button", name="Show C on the map").click()
    screen.until("guarantees.of('b').params['coalition_forces.standoff_km'] === '80'")
    page.get_by_role("button", name="Leave C out").click()
    screen.until("!new URLSearchParams(location.search).has('c')")
    for letter in "cdef":
        page.locator("#compare-keep").click()
        screen.until("(letter) => new URLSearchParams(location.search).has(letter)", letter)
    assert page.locator("#compare-keep").is_disabled()


def test_the_view_is_added_to_a_briefing_with_both(open_page):
    screen = _comparing(open_page)
    screen.press("a")
    screen.page.get_by_text("a table has the key figures of both").first.wait_for()
    kept = "Object.values({...localStorage}).find((text) => text.includes('\"against\"'))"
    screen.until(f"{kept} !== undefined")
    saved = screen.page.evaluate(kept)
    assert '"names":["A · As proposed","Far back"]' in saved
    assert '"coalition_forces.standoff_km":"80"' in saved


@pytest.mark.parametrize("size", [TABLET, PHONE])
def test_on_small_screens_the_instrument_is_in_the_panel_and_nothing_is_cut(open_page, size):
    screen = _comparing(open_page, size=size)
    if not screen.page.locator("#compare-panel").is_visible():
        screen.page.locator("#sheet-place" if size == PHONE else "#right-toggle").click()
    screen.page.locator("#compare-panel").wait_for()
    screen.until(TABLE)
    fits = """[...document.querySelectorAll("#compare-panel, #compare-panel *, .compared")].every(
      (one) => one.getBoundingClientRect().right <= innerWidth + 1)"""
    screen.until(fits)
    assert screen.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
