"""The site as its headers and its place among others leave it: the main journey, at the root and under a path.

Nothing is asked for outside the path, nothing is missing, and the policy stops nothing that the page does itself;
a page that did any of it would have said so in the console, which fails the test (`Tab`).
"""

from collections.abc import Iterator

import pytest
from conftest import Tab, serving
from screen import DESKTOP, WAIT_MS, Screen

VIOLATIONS = "window.violations = []; addEventListener('securitypolicyviolation', (event) => " \
    "violations.push(`${event.violatedDirective} ${event.blockedURI}`))"  # fmt: skip


@pytest.fixture(scope="module", params=["/", "/map/"], ids=["root", "under a path"])
def site(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of the site without its last slash."""
    with serving(BASE_PATH=request.param) as base:
        yield base + request.param.rstrip("/")


@pytest.fixture
def screen(chromium, site) -> Iterator[Screen]:
    tab = Tab(
        chromium, site, viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, device_scale_factor=0.5,
        reduced_motion="reduce",
    )  # fmt: skip
    tab.context.add_init_script(VIOLATIONS)
    yield tab.screen
    found = [page.evaluate("window.violations") for page in tab.context.pages]
    tab.context.close()
    assert (tab.log.outside, tab.log.errors) == ([], [])
    assert [said for said in found if said] == []


def test_the_main_journey_meets_no_closed_door(screen, site, tmp_path):
    screen.goto("/")
    page = screen.page
    prefix = page.evaluate("guarantees.base")
    assert site.endswith(prefix)

    screen.press("2")  # a switch
    assert "monitoring_mission" not in screen.visible or "coalition_forces" not in screen.visible
    slider = page.locator("#param--air_policing--radius_km")
    page.evaluate(
        "document.querySelectorAll('#guarantee-panel details').forEach((one) => { one.open = true; })"
    )
    slider.focus()
    screen.press("ArrowRight")
    screen.until("guarantees.query().includes('air_policing.radius_km')")
    screen.until("document.getElementById('assessment').textContent.length > 100")
    page.evaluate(
        "guarantees.setProps('selected', { 'data-value': { layer: 'ports', feature_id: 'port-odesa', query: '' } })"
    )
    screen.until("document.getElementById('feature').textContent.length > 20")

    page.locator("#share-open").click()
    assert page.request.get(f"{site}/qr.svg").ok
    assert page.locator("#share-link").input_value().startswith(f"{site}/?")
    with page.expect_download() as saved:
        page.locator("#share-save").click()
    saved.value.save_as(tmp_path / "scenario.json")
    screen.press("Escape")
    page.locator("#share-link").wait_for(state="hidden")

    page.locator("#export-open").click()
    picture = "document.getElementById('export-picture')"
    page.wait_for_function(f"{picture}.src && {picture}.naturalWidth > 0", timeout=WAIT_MS)
    page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }")
    page.locator("#export-copy").click()
    screen.until("window.copied")
    assert page.evaluate("window.copied").startswith(f"{site}/snapshot.")
    screen.press("Escape")

    page.set_input_files("#scenario-file", tmp_path / "scenario.json")  # open a file
    page.locator(".note", has_text="scenario.json").wait_for()

    screen.press("p")  # present
    page.wait_for_function("location.pathname.endsWith('/present/default')")
    screen.press("ArrowRight")
    screen.until("location.hash == '#2'")
    with page.context.expect_page() as opened:
        screen.press("s")
    second = opened.value
    second.wait_for_function("document.getElementById('link-state').textContent.startsWith('In sync')")
    second.wait_for_function("document.getElementById('now-picture').naturalWidth > 0")
    assert second.url == f"{site}/presenter/default"
    screen.press("Escape")
    page.wait_for_function("(path) => location.pathname == path", arg=f"{prefix}/")


def test_a_page_that_presents_can_be_opened_by_its_address(screen, site):
    screen.goto("/present/default#3")
    assert screen.page.url.startswith(f"{site}/present/default#3")
    assert screen.page.locator("#told h1").inner_text()


def test_a_script_that_gets_into_the_page_does_not_run(screen, site):
    """What the policy is for: the page's own check on markup is one wall, this is the other."""
    screen.goto("/")
    page = screen.page
    page.evaluate(
        """() => {
          document.body.insertAdjacentHTML("beforeend", "<img src='data:,' onerror='window.hit = 1'>");
          document.body.append(Object.assign(document.createElement("script"), { textContent: "window.hit = 2" }));
          document.body.append(Object.assign(document.createElement("script"), { src: "http://127.0.0.1:9/x.js" }));
        }"""
    )
    screen.until("window.violations.length >= 3")
    assert page.evaluate("window.hit") is None
    page.evaluate("window.violations = []")
    assert any("Content Security Policy" in said for said in screen.log.errors)
    screen.log.errors.clear(), screen.log.outside.clear()
