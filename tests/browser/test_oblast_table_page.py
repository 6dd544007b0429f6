"""The table of oblasts: fetched when it is opened, docked below the map, and lit together with it."""

import pytest
from screen import PHONE, Screen

ROWS = "document.querySelectorAll('#oblasts .ag-center-cols-container [row-id]').length == 27"
LIT = "[...new Set([...document.querySelectorAll('.oblast-lit')].map((row) => row.getAttribute('row-id')))].join()"
_LAYER = "guarantees.map.live.getStyle().layers.find(({ id }) => id === 'highlight-line')"
OUTLINE = f"JSON.stringify({_LAYER}?.filter ?? '')"


def _opened(open_page, path: str = "/?edition=2", **options) -> Screen:
    screen = open_page(path, own=True, **options)
    assert not [url for url in screen.log.requests if "ag_grid" in url]
    screen.page.evaluate("document.getElementById('oblasts-open').click()")
    screen.until(ROWS)
    return screen


def _column(screen: Screen, field: str) -> list[str]:
    return screen.page.evaluate(
        "(field) => [...document.querySelectorAll('#oblasts .ag-body [row-index]')]"
        ".sort((a, b) => a.getAttribute('row-index') - b.getAttribute('row-index'))"
        '.map((row) => row.querySelector(`[col-id="${field}"]`)?.textContent).filter((text) => text !== undefined)',
        field,
    )


@pytest.mark.journey
def test_it_is_fetched_when_opened_and_the_map_stays_in_sight(open_page):
    screen = _opened(open_page)
    fetched = [url for url in screen.log.requests if "ag_grid" in url]
    assert {url.rpartition("/")[2].partition(".")[0] for url in fetched} == {
        "dash_ag_grid",
        "async-community",
    }
    table, map_ = (screen.page.locator(one).bounding_box() for one in ("#oblasts", "#map"))
    assert map_["height"] > 300
    assert map_["y"] + map_["height"] <= table["y"] + 1
    assert "Notional" in screen.page.locator(".oblast-foot").inner_text()
    total = screen.page.locator("#oblasts .ag-floating-bottom [col-id='name']").inner_text()
    assert total == "Ukraine"
    assert "100" not in [
        text for name, text in zip(_column(screen, "name"), _column(screen, "occupied"), strict=True)
        if name == "Luhansk oblast"
    ]  # fmt: skip
    screen.page.keyboard.press("Escape")
    screen.until("document.getElementById('oblasts').hidden")
    assert screen.page.evaluate("document.activeElement.id") == "oblasts-open"


def test_it_sorts_and_filters(open_page):
    screen = _opened(open_page)
    names = _column(screen, "name")
    assert names == sorted(names)
    screen.page.locator("#oblasts [col-id='area'] .ag-header-cell-label").click()
    screen.until("document.querySelector('#oblasts [col-id=area][aria-sort=descending]') !== null")
    areas = [int(text.replace(",", "")) for text in _column(screen, "area")]
    assert areas == sorted(areas, reverse=True)
    screen.page.locator("#oblasts [col-id='name'] .ag-header-cell-filter-button").click()
    screen.page.locator(".ag-filter input").first.fill("kyiv")
    screen.until("document.querySelectorAll('#oblasts .ag-center-cols-container [row-id]').length == 2")
    screen.page.keyboard.press("Escape")  # closes the filter, not the table
    assert screen.page.locator("#oblasts").is_visible()


def test_a_row_lights_its_oblast_and_the_map_its_row(open_page):
    screen = _opened(open_page)
    screen.page.locator("#oblasts .ag-center-cols-container [row-id='oblast-ua-71']").hover()
    screen.until(f"{OUTLINE}.includes('oblast-ua-71')")
    assert screen.page.evaluate(LIT) == "oblast-ua-71"
    screen.page.mouse.move(*screen.at(26.6, 49.6))
    screen.until(f"{LIT} === 'oblast-ua-68'")
    screen.until(f"{OUTLINE}.includes('oblast-ua-68')")
    screen.page.locator("#oblasts .ag-center-cols-container [row-id='oblast-ua-71'] .ag-cell").first.click()
    screen.page.keyboard.press("ArrowDown")
    screen.until(f"{LIT} !== 'oblast-ua-71' && {LIT} !== ''")
    screen.page.keyboard.press("Escape")
    screen.until(f"{OUTLINE} === '\"\"'")


def test_it_follows_the_scenario_and_compares(open_page):
    screen = _opened(open_page)
    before = _column(screen, "uncovered_area")
    screen.page.evaluate("guarantees.setParams({ 'air_policing.radius_km': '900' })")
    screen.until(f"{ROWS} && document.getElementById('oblast-slot').dataset.value.includes('900')")
    screen.until(
        "(before) => [...document.querySelectorAll('#oblasts [row-id] [col-id=uncovered_area]')]"
        ".map((cell) => cell.textContent).slice(0, before.length).join() !== before.join()",
        before,
    )
    screen.page.evaluate("document.getElementById('compare-toggle').click()")
    screen.until("document.querySelectorAll('#oblasts [col-id=uncovered_area_difference]').length > 0")
    assert "b=" in screen.page.locator("#oblasts-csv").get_attribute("href")


def test_on_a_phone_it_is_a_sheet_that_leaves_the_map_in_sight(open_page):
    screen = _opened(open_page, size=PHONE)
    map_ = screen.page.locator("#map").bounding_box()
    assert map_["height"] > 150
    close = screen.page.locator("#oblasts-close").bounding_box()
    assert min(close["width"], close["height"]) >= 44
    assert screen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
