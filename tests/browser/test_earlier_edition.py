"""A link or file of the first edition opens as ever and says what has changed since; and the page of corrections."""

import json
from urllib.parse import parse_qs, unquote, urlsplit

from playwright.sync_api import Route
from screen import PHONE, Screen

from layers.core.constants import VERSION

SAID = "document.querySelector('#edition-note .edition-said')?.textContent"
#: What the note takes, and what is left for map and foot: they must neither overlap nor leave a gap.
STACKED = """(above) => [above, "#edition-note", "#footer"].map((part) => {
  const { top, bottom } = document.querySelector(part).getBoundingClientRect(); return [top, bottom]; })"""


def expect_stacked(screen: Screen, above: str = "#map") -> None:
    upper, note, foot = screen.page.evaluate(STACKED, above)
    assert (upper[1], note[1]) == (note[0], foot[0])
    assert foot[1] == screen.page.evaluate("innerHeight")


def test_a_link_of_the_first_edition_says_what_changed_and_can_be_dismissed_for_the_visit(open_page):
    screen = open_page(None)  # a test that opens an address has it name this edition
    page = screen.page
    screen.goto("/?layers=monitoring_mission&line=2025-08-31")
    assert screen.visible == ["monitoring_mission"]
    screen.until(f"{SAID}?.startsWith('Made with the first edition.')")
    said = page.evaluate(SAID)
    assert "Monitors needed at 1.5 per km: about 1,350 → about 1,800" in said
    assert "Z6" not in said
    assert page.locator("#edition-note [role=status]").count() == 1
    expect_stacked(screen)

    button = page.get_by_role("button", name="What changed")
    button.focus()
    screen.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert page.locator("#edition-more").is_visible()
    assert "A density taken from long lines" in page.locator("#edition-more").inner_text()
    screen.press("Escape")
    assert page.locator("#edition-more").is_hidden()

    screen.press("2")  # the address is written anew, and names the edition
    screen.until("new URLSearchParams(location.search).get('edition') === '2'")
    assert page.evaluate("location.search").endswith("&edition=2")
    asked = {url.partition("?")[2] for url in screen.log.requests if "/layers/" in url}
    assert not any("edition" in query for query in asked)  # data are kept by what they depend on

    page.get_by_role("button", name="Dismiss this note").click()
    assert page.locator("#edition-note").is_hidden()
    screen.goto("/?layers=maritime_patrols")
    assert page.locator("#edition-note").is_hidden()  # for this visit
    assert page.evaluate("document.documentElement.dataset.edition") is None


def test_a_link_of_this_edition_and_the_start_say_nothing(open_page):
    screen = open_page("/?layers=monitoring_mission&edition=2", anew=False)
    assert screen.page.locator("#edition-note").is_hidden()
    screen.page.locator("#share-open").click()
    link = screen.page.locator("#share-link")
    screen.until("document.getElementById('share-link').value !== ''")
    assert parse_qs(urlsplit(link.input_value()).query)["edition"] == ["2"]


def test_a_file_of_the_first_edition_says_so_and_one_of_this_edition_takes_the_note_away(open_page):
    screen = open_page("/", anew=False)
    old = {"schema_version": 1, "layers": ["maritime_patrols"], "line": "2024-07-08"}
    for scenario, shown in ((old, True), (old | {"edition": 2}, False)):
        file = {"name": "map.json", "mimeType": "application/json", "buffer": json.dumps(scenario).encode()}
        screen.page.locator("#scenario-file").set_input_files(file)
        screen.until("(shown) => !document.getElementById('edition-note').hidden === shown", shown)
        screen.until("guarantees.visible().join() == 'maritime_patrols'")
        if shown:
            screen.until(f"{SAID}?.includes('about 60 km → 69 km')")


def test_on_a_phone_the_note_is_one_line_and_nothing_of_the_notice_is_cut(open_page):
    screen = open_page(None, size=PHONE)
    screen.goto("/?layers=monitoring_mission")
    screen.until(f"{SAID}?.startsWith('Made with')")
    expect_stacked(screen, "#guarantee-panel")  # the sheet
    cut = "(all) => all.filter((el) => el.scrollWidth > el.clientWidth).map((el) => el.className)"
    assert screen.page.locator("#footer .notice, .edition-said").evaluate_all(cut) == []
    screen.page.get_by_role("button", name="What changed").click()
    screen.page.locator("#edition-more a").click()
    screen.page.wait_for_url("**/corrections")
    assert screen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert screen.page.locator("#report-where").input_value().endswith("/?layers=monitoring_mission")


def test_a_report_of_an_error_is_composed_copied_and_saved_and_nothing_is_sent(open_page):
    screen = open_page(None)
    page = screen.page
    screen.goto("/corrections#z6-distance", ready=False)
    page.get_by_label("What is wrong").wait_for()
    page.get_by_role("button", name="Copy report").click()
    assert page.locator("#report-said").inner_text() == ""  # what is wrong is missing
    assert page.evaluate("document.activeElement.id") == "report-what"
    page.get_by_label("What is wrong").fill("The zone is 3 km off & more")
    page.get_by_label("Source: title").fill("A chart, 2026")
    asked = len(screen.log.requests)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as text file").click()
    with open(download.value.path(), encoding="utf-8") as saved:
        text = saved.read()
    assert download.value.suggested_filename == "error-report.txt"
    for part in (
        "What is wrong: The zone is 3 km off & more",
        "Source: A chart, 2026",
        f"Version {VERSION}, data 20",
    ):
        assert part in text
    page.get_by_role("button", name="Copy report").click()
    screen.until("document.getElementById('report-said').textContent === 'Report copied.'")
    assert all(url.startswith("blob:") for url in screen.log.requests[asked:])


def test_where_the_server_names_an_address_an_e_mail_holds_the_report(open_page):
    """The page gets the address from its server; here it is put into the page on its way."""
    screen = open_page(None)
    page = screen.page
    page.route("**/corrections", with_address)
    screen.goto("/corrections", ready=False)
    page.get_by_label("What is wrong").fill("Ä & Ö")
    link = page.locator("#report-send").get_attribute("href")
    assert link.startswith("mailto:maps@example.org?subject=")
    assert "What is wrong: Ä & Ö\r\nWhere:" in unquote(link)


def with_address(route: Route) -> None:
    html = (
        route.fetch()
        .text()
        .replace('data-kind="" data-address=""', 'data-kind="email" data-address="maps@example.org"')
    )
    link = '<a id="report-send" href="mailto:maps@example.org">Send</a>'
    route.fulfill(
        body=html.replace('<p id="report-said"', f'{link}<p id="report-said"'), content_type="text/html"
    )
