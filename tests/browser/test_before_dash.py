"""What the server sends acts before Dash is there, and is never replaced by it."""

import pytest
from screen import PHONE, Screen

PANEL = "document.documentElement?.dataset.panel == 'ready'"
LIVE = "document.getElementById('map')?.dataset.state == 'live'"
#: Nodes of every part; whoever draws one of them again loses the mark.
PARTS = (
    "#header", "#scenario-title", "#line-date", "#search", "#guarantee-panel", "#toggle-air_policing",
    "#param--air_policing--radius_km", "#field--air_policing--radius_km", "#legend", ".legend-row", "#timeline",
    ".tick", "#feature-panel", "#react-entry-point", "#footer", "#help-dialog", "#notes",
)  # fmt: skip
MARK = "(parts) => parts.forEach((part) => { document.querySelector(part).sentByServer = part; })"
UNMARKED = "(parts) => parts.filter((part) => document.querySelector(part)?.sentByServer !== part)"


@pytest.fixture
def without_dash(open_page) -> Screen:
    """A page to which no script of Dash arrives."""
    screen = open_page(None, own=True)
    screen.page.route("**/_dash-component-suites/**", lambda route: route.abort())
    yield screen
    screen.log.errors.clear()  # meant to happen


@pytest.mark.journey
def test_dash_fills_its_slots_and_the_nodes_of_the_server_stay_the_same(open_page):
    screen = open_page(None, own=True)
    screen.goto("/?layers=air_policing,cities", ready=False)
    screen.page.wait_for_function(PANEL)
    screen.page.evaluate(MARK, list(PARTS))
    screen.ready()
    screen.until("document.querySelector('#react-entry-point #assessment .measure-value')")
    screen.press("3")
    screen.page.evaluate("guarantees.restore({ line: '2024-07-08', theme: 'dark', title: 'Mine' })")
    screen.until("document.getElementById('scenario-title').textContent == 'Mine'")
    assert screen.page.evaluate(UNMARKED, list(PARTS)) == []


@pytest.mark.journey
def test_map_switches_controls_search_and_dialogs_work_when_dash_never_arrives(without_dash):
    screen = without_dash
    screen.goto("/?layers=air_policing", ready=False)
    screen.page.wait_for_function(f"{PANEL} && {LIVE}")
    screen.idle()
    screen.switch("air_policing").click()
    screen.switch("maritime_patrols").click()
    assert screen.visible == ["maritime_patrols"]
    assert screen.query["layers"] == "maritime_patrols"
    shown = """guarantees.map.live.getStyle().layers
      .filter((layer) => layer.metadata?.layer == "maritime_patrols" && layer.type == "line")
      .some((layer) => guarantees.map.live.getPaintProperty(layer.id, "line-opacity") > 0)"""
    screen.until(shown)
    screen.page.locator("[data-card='air_policing'] summary").first.click()
    screen.page.locator("#param--air_policing--radius_km").press("ArrowRight")
    screen.until("new URLSearchParams(location.search).get('air_policing.radius_km') == '650'")
    assert screen.page.locator("#field--air_policing--radius_km").input_value() == "650 km"
    screen.page.locator("#line-date").select_option("Line: 15 Nov 2022")
    assert screen.query["line"] == "2022-11-15"
    screen.press("Escape")
    screen.press("/")
    screen.page.keyboard.type("odesa")
    screen.page.locator("[role=option]:visible", has_text="Odesa").first.click()
    assert "cities" in screen.visible
    screen.press("?")
    assert screen.page.get_by_role("dialog").is_visible()
    screen.press("Escape")
    assert screen.page.evaluate("document.documentElement.dataset.ready") is None


def test_what_is_clicked_before_dash_is_there_opens_once_it_is(open_page):
    screen = open_page(None, own=True)
    screen.goto("/?layers=ports", ready=False)
    screen.page.wait_for_function(PANEL)
    held = "document.documentElement.dataset.ready == 'yes'"
    screen.page.evaluate("guarantees.setProps('selected', { 'data-value': "
                         "{ layer: 'ports', feature_id: 'port-odesa', query: '' } })")  # fmt: skip
    screen.page.wait_for_function(held)
    screen.until("document.getElementById('feature').textContent.includes('Odesa')")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_first_paint_has_the_right_colours_and_folds(open_page, theme):
    screen = open_page(None, own=True, size=PHONE, theme=theme)
    screen.page.route("**/dist/page.js", lambda route: route.abort())  # only what stands in the head has run
    screen.goto("/", ready=False)
    screen.page.wait_for_load_state("domcontentloaded")
    root = screen.page.evaluate("({ ...document.documentElement.dataset })")
    assert (root["mantineColorScheme"], root["left"], root["right"]) == (theme, "folded", "folded")
    assert root["sheet"] == "peek"
    assert screen.page.locator("#toggle-air_policing").is_visible()
    assert not screen.page.locator(".card details").first.is_visible()
    assert not screen.page.locator("#feature-panel").is_visible()
    screen.log.errors.clear()  # meant to happen


def test_the_dialog_of_decks_is_fetched_when_it_is_opened(open_page):
    screen = open_page("/?layers=cities&theme=dark", own=True)
    assert not [url for url in screen.log.requests if "mantine" in url]
    screen.page.evaluate("document.getElementById('export-open').click()")
    screen.page.locator("[data-action='export-deck'], #export-deck").first.click()
    dialog = screen.page.get_by_role("dialog", name="Export a briefing as a deck")
    dialog.wait_for()
    assert dialog.get_by_role("button", name="Make").is_visible()
    assert screen.page.evaluate("document.documentElement.dataset.mantineColorScheme") == "dark"
