"""Taking figures away and opening them again: the dialog, its files, the picture of the screen, dropped files."""

import base64
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Download
from screen import PHONE, Screen

from export.metadata.extract import read
from layers.core.address import from_query
from layers.core.scenario import Scenario
from layers.style.rows import colour, rows_of

DROP = """([name, text]) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  for (const kind of ["dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
}"""


def open_dialog(screen: Screen) -> None:
    screen.press("e")
    until_drawn(screen, "")


def until_drawn(screen: Screen, old: str) -> str:
    """Wait until the preview is another than the old one, and return its address."""
    picture = "document.getElementById('export-picture')"
    screen.until(f"(old) => {picture}.src && {picture}.src != old && {picture}.naturalWidth > 0", old)
    return screen.page.evaluate(f"{picture}.src")


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def drop(screen: Screen, name: str, body: bytes) -> None:
    screen.page.evaluate(DROP, [name, base64.b64encode(body).decode()])


def scenario_of(screen: Screen, registry) -> Scenario:
    scenario, problems = from_query(screen.page.evaluate("guarantees.query()"), registry)
    assert problems == []
    return scenario


def test_the_dialog_shows_the_figure_and_says_in_words_what_cannot_be(open_page):
    screen = open_page("/?layers=line_of_occupation,air_policing", anew=False)
    page, form = screen.page, screen.page.locator("#export-form")
    page.locator("#export-open").focus()
    open_dialog(screen)
    first = page.evaluate("document.getElementById('export-picture').src")
    size = page.evaluate(
        "(p => [p.naturalWidth, p.naturalHeight])(document.getElementById('export-picture'))"
    )
    assert size[0] == pytest.approx(900, abs=2)
    assert size[0] / size[1] == pytest.approx(16 / 9, rel=0.01)
    assert page.locator("#export-size").inner_text() == "3,200 × 1,800 px"

    form.get_by_role("radio", name="Dark", exact=True).check()
    second = until_drawn(screen, first)
    pixels = page.evaluate(
        """() => {
          const pen = document.createElement("canvas").getContext("2d");
          pen.drawImage(document.getElementById("export-picture"), 0, 0);
          return [...pen.getImageData(3, 3, 1, 1).data];
        }"""
    )
    assert max(pixels[:3]) < 80

    asked = len(screen.log.requests)
    form.get_by_label("Layout", exact=True).select_option("own")
    form.get_by_label("Width in px").fill("200")
    error = page.locator("#export-error-layout")
    error.wait_for()
    assert "from 300 to 12,000 px" in error.inner_text()
    assert form.get_by_label("Width in px").get_attribute("aria-invalid") == "true"
    assert page.locator("#export-download").is_disabled()
    assert not [url for url in screen.log.requests[asked:] if "200x720" in url and "/snapshot" in url]
    form.get_by_label("Width in px").fill("800")
    error.wait_for(state="hidden")
    until_drawn(screen, second)
    assert page.locator("#export-download").is_enabled()
    screen.until("document.getElementById('export-size').textContent == '1,600 × 1,440 px'")

    # Keys belong to the dialog, the focus stays in it, and Esc gives it back.
    page.locator("#export-copy").focus()
    screen.press("2")
    assert screen.visible == ["line_of_occupation", "air_policing"]
    for _ in range(30):
        screen.press("Tab")
        assert page.evaluate("document.activeElement.closest('dialog')?.id") == "export-dialog"
    screen.press("Escape")
    assert not page.locator("#export-dialog").is_visible()
    assert page.evaluate("document.activeElement.id") == "export-open"


@pytest.mark.journey
def test_a_download_holds_the_scenario_of_the_page_and_choices_are_remembered(open_page, registry):
    screen = open_page(
        "/?layers=ports,air_policing&line=2024-07-08&view=33.5,46.2,6.2&air_policing.radius_km=900",
        anew=False,
    )
    page, form = screen.page, screen.page.locator("#export-form")
    open_dialog(screen)
    form.get_by_role("radio", name="PDF").check()
    form.get_by_label("Layout", exact=True).select_option("a4-portrait")
    form.get_by_label("Marking").fill("Draft <1>")
    form.get_by_label("Graticule").uncheck()
    form.get_by_label("Title", exact=True).fill("Ports & rings")
    assert form.get_by_label("Scale", exact=True).is_disabled()
    with page.expect_download() as saved:
        page.locator("#export-download").click()
    assert saved.value.suggested_filename == "security-guarantees-ukraine-2024-07-08-a4-portrait.pdf"
    body = content(saved.value)
    assert body.startswith(b"%PDF")
    assert read(body, registry) == scenario_of(screen, registry)
    assert screen.query["title"] == "Ports & rings"
    page.locator("#export-said", has_text="Saved security-guarantees").wait_for()

    page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }")
    page.locator("#export-copy").click()
    link = page.evaluate("window.copied")
    assert link.startswith(f"{screen.base}/snapshot.pdf?layers=air_policing,ports&line=2024-07-08")
    assert "marking=Draft+%3C1%3E&graticule=no" in link
    assert page.request.get(link).headers["content-type"] == "application/pdf"

    page.reload(wait_until="commit")
    screen.ready()
    open_dialog(screen)
    assert form.get_by_role("radio", name="PDF").is_checked()
    assert form.get_by_label("Layout", exact=True).input_value() == "a4-portrait"
    assert form.get_by_label("Marking").input_value() == "Draft <1>"
    assert not form.get_by_label("Graticule").is_checked()
    form.get_by_role("radio", name="Data package").check()
    page.locator(".export-package[data-of=zip]").wait_for()
    with page.expect_download() as saved:
        page.locator("#export-download").click()
    assert read(content(saved.value), registry) == scenario_of(screen, registry)


def test_a_long_export_tells_its_time_and_can_be_cancelled_on_a_phone(open_page):
    screen = open_page("/?layers=ports", size=PHONE, anew=False)
    page, form = screen.page, screen.page.locator("#export-form")
    page.locator("#sheet-tools").click()
    page.locator(".narrow-only").get_by_role("button", name="Export").click()
    until_drawn(screen, "")
    box = page.locator("#export-dialog").bounding_box()
    assert (box["x"], box["width"]) == (0, PHONE[0])
    too_wide = """() => [...document.querySelectorAll("#export-form *")]
      .filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => e.outerHTML)"""
    assert page.evaluate(too_wide) == []
    held = []
    page.route("**/snapshot.png?*download=1*", lambda route: held.append(route))
    page.locator("#export-download").click()
    page.locator("#export-progress").wait_for()
    screen.until("document.querySelector('#export-progress span').textContent == '1 s'")
    page.locator("#export-cancel").click()
    page.locator("#export-said", has_text="Cancelled; nothing was saved.").wait_for()
    assert len(held) == 1
    assert page.locator("#export-progress").is_hidden()
    page.unroute("**/snapshot.png?*download=1*")

    page.route("**/snapshot.png?*download=1*", lambda route: route.abort())
    page.locator("#export-download").click()
    page.locator("#export-error-file", has_text="The server does not answer. Try again.").wait_for()
    assert all("snapshot.png" in error or "ERR_FAILED" in error for error in screen.log.errors)
    screen.log.errors.clear()  # meant to happen
    page.unroute("**/snapshot.png?*download=1*")
    with page.expect_download() as saved:
        page.locator("#export-download").click()
    assert content(saved.value).startswith(b"\x89PNG")
    page.locator("#export-error-file").wait_for(state="hidden")

    form.get_by_label("Title", exact=True).fill("x" * 121)
    screen.press("Enter")
    page.locator("#export-error-title", has_text="1 to 120 printable characters").wait_for()
    assert "title" not in screen.query


def test_of_a_busy_server_the_dialog_says_so_and_asks_again_by_itself(open_page):
    screen = open_page("/?layers=ports", anew=False)
    page = screen.page
    open_dialog(screen)
    answers = [503, 503]

    def busy(route) -> None:
        if not answers:
            return route.fallback()
        return route.fulfill(status=answers.pop(), headers={"Retry-After": "1"}, json={"error": "busy"})

    page.route("**/snapshot.png?*", busy)
    with page.expect_download() as saved:
        page.locator("#export-download").click()
        page.locator(
            "#export-said", has_text="The server is drawing other figures. Trying again in 1 s."
        ).wait_for()
    assert content(saved.value).startswith(b"\x89PNG")
    page.locator("#export-said", has_text="Saved").wait_for()
    assert answers == []

    answers += [503] * 5
    page.locator("#export-download").click()
    page.locator(
        "#export-error-file", has_text="still drawing other figures. Try again in a minute."
    ).wait_for()
    page.unroute("**/snapshot.png?*")
    assert all("503" in error for error in screen.log.errors)
    screen.log.errors.clear()  # meant to happen


def below_the_same_map(screen: Screen, seen: np.ndarray, picture: np.ndarray) -> np.ndarray:
    """Find the map as it was seen in a picture that has a title above it; return what stands below it."""
    box = {name: round(side) for name, side in screen.page.locator("#map").bounding_box().items()}
    assert picture.shape[1] == box["width"]
    # Its middle: at the edges the page has buttons, and the picture its scale bar on a plate.
    probe = seen[box["y"] + 120 : box["y"] + box["height"] - 80, box["x"] : box["x"] + box["width"]]
    assert len(np.unique(probe.reshape(-1, 3), axis=0)) > 100  # there is something to compare
    tops = range(40, picture.shape[0] - box["height"])
    apart = [np.abs(picture[y + 120 : y + box["height"] - 80] - probe).mean() for y in tops]
    assert min(apart) < 0.5  # the handle of the divider is no part of the picture
    return picture[tops[int(np.argmin(apart))] + box["height"] :]


def holds(picture: np.ndarray, layer_id: str, theme: str) -> bool:
    """Whether the lines of a layer's swatch are in a picture: of its lead row, or the first in the legend with any."""
    drawn = sorted(
        (row for row in rows_of(layer_id) if row.in_legend and row.stroke), key=lambda row: not row.lead
    )
    value = colour(drawn[0].stroke, theme)
    wanted = [int(value[i : i + 2], 16) for i in (1, 3, 5)]
    return bool((np.abs(picture - wanted).max(axis=2) <= 10).sum() >= 8)


@pytest.mark.sharp
def test_the_picture_of_the_screen_has_the_map_its_legend_and_the_scenario(open_page, registry):
    screen = open_page(
        "/?layers=line_of_occupation,air_policing&view=31.2,48.6,5.1&theme=dark&title=As+seen", anew=False
    )
    seen = screen.map_shot()
    with screen.page.expect_download() as saved:
        screen.press("Shift+E")
    assert saved.value.suggested_filename == "security-guarantees-ukraine-2025-08-31-screen.png"
    body = content(saved.value)
    assert read(body, registry) == scenario_of(screen, registry)
    picture = np.asarray(Image.open(io.BytesIO(body)).convert("RGB")).astype(int)
    legend = below_the_same_map(screen, seen, picture)
    assert holds(legend, "line_of_occupation", "dark")
    assert holds(legend, "air_policing", "dark")
    assert not holds(legend, "maritime_patrols", "dark")
    assert not screen.page.locator("#export-dialog").is_visible()


@pytest.mark.sharp
def test_two_scenarios_are_in_the_picture_as_they_stand_on_the_screen(open_page, registry):
    screen = open_page(
        "/?layers=line_of_occupation&view=31.2,48.6,5.1&b=layers%3Dcoalition_forces", anew=False
    )
    screen.until("document.getElementById('map').dataset.second == 'live'")
    screen.page.locator("#compare-divider").press("PageDown")
    screen.page.evaluate("document.activeElement.blur()")
    screen.idle()
    seen = screen.map_shot()
    with screen.page.expect_download() as saved:
        screen.page.locator("#picture-of-screen").click()
    body = content(saved.value)
    assert read(body, registry) == scenario_of(screen, registry)
    legend = below_the_same_map(
        screen, seen, np.asarray(Image.open(io.BytesIO(body)).convert("RGB")).astype(int)
    )
    assert holds(legend, "line_of_occupation", "light")
    assert holds(legend, "coalition_forces", "light")


def test_a_dropped_figure_restores_its_scenario_and_a_stripped_one_is_refused_plainly(open_page, registry):
    there = (
        "layers=ports,air_policing&line=2024-07-08&view=33.5,46.2,6.2&title=Ports&air_policing.radius_km=900"
        "&b=line%3D2022-11-15"
    )
    screen = open_page("/?layers=cities", anew=False)
    figure = screen.page.request.get(f"{screen.base}/snapshot.png?{there}&layout=640x360&scale=1").body()
    screen.press("e")
    drop(screen, "figure.png", figure)
    screen.page.locator(".note", has_text="“figure.png” is open").wait_for()  # it goes by itself
    screen.until("new URLSearchParams(location.search).get('title') == 'Ports'")
    assert scenario_of(screen, registry) == from_query(there, registry)[0]
    assert not screen.page.locator("#export-dialog").is_visible()
    screen.press("Control+z")
    screen.until("guarantees.visible().join() == 'cities' && !guarantees.state.other")

    address = screen.page.url
    stripped = io.BytesIO()
    Image.open(io.BytesIO(figure)).save(stripped, "PNG")
    drop(screen, "stripped.png", stripped.getvalue())
    note = screen.page.locator(".note", has_text="“stripped.png” was not opened")
    note.wait_for()
    assert "contains no scenario" in note.inner_text()
    assert "metadata was removed" in note.inner_text()
    assert screen.page.url == address


def test_a_briefing_is_made_a_deck_in_the_background_and_fetched(open_page):
    screen = open_page("/?layers=", anew=False)
    screen.press("e")
    screen.page.locator("#export-deck").click()
    screen.page.get_by_label("Web page in one file").click()
    screen.until("document.getElementById('deck-briefing')?.value !== ''")
    screen.page.locator("#deck-make").click()
    link = screen.page.locator("#deck-dialog a[download], [role=dialog] a[download]").first
    link.wait_for()
    with screen.page.expect_download() as got:
        link.click()
    made = Path(got.value.path()).read_bytes()
    assert made.startswith(b"<!DOCTYPE html>")
    assert b"Content-Security-Policy" in made
