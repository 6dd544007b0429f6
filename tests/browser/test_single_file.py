"""A briefing as one file, opened from disk with the network cut: the map draws, switches act, nothing is fetched."""

import io
import re
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageColor
from playwright.sync_api import Browser, Page
from screen import IDLE

from briefings.loader import load
from briefings.placeholders import Library
from export.decks.html import to_html
from export.decks.slide_layout import DeckStyle
from layers.core.constants import NOTICE
from layers.core.ground import LAYER as GROUND
from layers.style.rows import colour

MAX_BYTES = 6_000_000
HOSTILE = "</script><img src=x onerror=\"document.title='broken'\"> {curly} &amp; “quoted”"


@pytest.fixture(scope="module")
def library(service) -> Library:
    return service.library


@pytest.fixture(scope="module")
def shipped(library):
    return load(Path(__file__).resolve().parents[2] / "briefings" / "default.yaml", library)


class File:
    """A page of a file; its policy forbids evaluating text, so waiting is done from here."""

    def __init__(self, page: Page, log: list[str]) -> None:
        self.page, self.log = page, log

    def until(self, condition: str, seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not self.page.evaluate(condition):
            assert time.monotonic() < end, f"not true after {seconds:g} s: {condition}; {self.log}"
            time.sleep(0.05)

    def pixels(self) -> Any:
        self.page.evaluate(IDLE)
        return self.page.locator("#map-plot canvas").first.screenshot()


@pytest.fixture
def open_file(chromium: Browser, tmp_path, library):
    contexts, log = [], []

    def opened(briefing: Any, fragment: str = "", style: Any = None) -> File:
        path = tmp_path / "briefing.html"
        path.write_bytes(to_html(briefing, library, style))
        context = chromium.new_context(
            viewport={"width": 1280, "height": 720}, reduced_motion="reduce", offline=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: log.append(r.url) if not re.match(r"file:|data:|blob:", r.url) else None)
        page.on("console", lambda m: log.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: log.append(str(error)))
        page.goto(path.as_uri() + fragment)
        file = File(page, log)
        file.until("document.getElementById('map')?.dataset.state == 'live'")
        return file

    yield opened
    for context in contexts:
        context.close()
    assert [line for line in log if "GPU stall" not in line] == []


@pytest.mark.journey
def test_it_opens_from_disk_and_keeps_switches_hover_card_and_keys(open_file, shipped):
    file = open_file(shipped, "#3")
    page = file.page
    assert page.evaluate("window.guarantees.present.number") == 3
    before = file.pixels()
    page.locator("#single-fold").click()
    page.locator("#toggle-monitoring_mission").click()
    assert file.pixels() != before
    page.keyboard.press("ArrowRight")
    file.until("window.guarantees.present.number == 4")
    assert shipped.scenes[3].title in page.locator("body").inner_text()
    page.keyboard.press("Home")
    file.until("window.guarantees.present.number == 1")
    # A click on Crimea, far from any town, opens the card of what lies there, with its source.
    x, y = page.evaluate(
        "(() => { const p = guarantees.map.live.project([33.9, 45.55]); return [p.x, p.y]; })()"
    )
    box = page.locator("#map").bounding_box()
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.click(box["x"] + x, box["y"] + y)
    file.until("!document.getElementById('single-card').hidden")
    card = page.locator("#single-card").inner_text()
    assert "Occupied territory" in card
    assert (
        "Assumption of this project: The line of occupation is this project’s own generalised drawing" in card
    )
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    file.until("window.guarantees.present.briefing === null")
    page.locator("#single-present").click()
    file.until("window.guarantees.present.number == 1")
    assert NOTICE.partition(":")[0] in page.content()


def test_the_map_of_every_scene_shows_land_and_sea_and_what_the_scene_is_about(open_file, shipped):
    file = open_file(shipped, "#1")
    sea, land, home = (ImageColor.getrgb(colour(token, "light")) for token in ("sea", "land", "ukraine"))
    for number in range(1, len(shipped.scenes) + 1):
        file.until(f"window.guarantees.present.number == {number}")
        file.until("guarantees.map.live.loaded() && !guarantees.map.live.isMoving()")
        shot = file.page.locator("#map-plot canvas").first.screenshot()
        picture = Image.open(io.BytesIO(shot)).convert("RGB")
        counts = {rgb: count for count, rgb in picture.getcolors(picture.width * picture.height)}
        area = picture.width * picture.height
        assert max(counts.values()) < 0.8 * area, f"scene {number} is all but empty"
        assert counts.get(land, 0) + counts.get(home, 0) > 0.05 * area, f"scene {number} shows no land"
        assert len(counts) > 500, f"scene {number} shows nothing on its ground"
        file.page.keyboard.press("ArrowRight")
    assert sea in counts
    # The last one is about a line of another date.
    legend = file.page.locator("#legend").inner_text()
    assert "Line of occupation on 31 Aug 2025" in legend
    assert "another date" not in legend
    the_layers_button_leaves_the_presenters_bar_free(file.page)


def the_layers_button_leaves_the_presenters_bar_free(page: Page) -> None:
    for size in ((1280, 720), (1920, 1080), (3840, 2160)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        panel, bar = (
            page.locator(name).bounding_box() for name in ("#single-layers", "#told-bar .told-tools")
        )
        assert bar["y"] + bar["height"] <= panel["y"], size


def test_texts_of_a_briefing_stay_texts(open_file, shipped):
    scene = shipped.scenes[0].model_copy(
        update={"title": HOSTILE.replace("{curly}", ""), "notes": HOSTILE.replace("{curly}", "")}
    )
    file = open_file(shipped.model_copy(update={"scenes": (scene,), "title": HOSTILE}))
    assert "onerror" in file.page.locator("body").inner_text()
    assert file.page.evaluate("document.querySelectorAll('img[src=x]').length") == 0
    assert file.page.title() != "broken"


def test_it_is_small_and_the_same_briefing_gives_the_same_file(shipped, library):
    made = to_html(shipped, library)
    assert len(made) <= MAX_BYTES
    assert made == to_html(shipped, library)
    text = made.decode()
    assert (
        re.findall(r"""(?:src|href|url\()\s*=?\s*["'(]?https?://""", text.partition('id="pack-data"')[0])
        == []
    )
    assert GROUND.id in text


def test_a_ukrainian_file_speaks_ukrainian_and_a_dark_one_is_dark(open_file, shipped):
    page = open_file(shipped, style=DeckStyle(marking="", theme="dark", lang="uk"))
    page.until("document.documentElement.dataset.ready === 'yes'")
    page.until("!document.getElementById('told-progress').textContent.includes('→')")
    assert page.page.evaluate("document.documentElement.lang") == "uk"
    assert page.page.evaluate("guarantees.theme()") == "dark"
    shown = page.page.locator("body").inner_text()
    assert "не наявні й не заплановані" not in shown, "nothing on the first map is notional"
    page.page.evaluate("void guarantees.present.show(3)")
    page.until("document.documentElement.dataset.arrived === '3'")
    shown = page.page.locator("body").inner_text()
    for text in ("Джерела: ", "Лінія: ", "Нотатки"):
        assert text in shown, text
    assert (
        shown.count("Умовно: це не наявні") == 2
    )  # the marking above and below: the notice is not said beside it
    for text in ("Sources:", "Line:", "Notes", "Full screen", "Notional."):
        assert text not in shown, text


KINDS = """schema_version: 1
id: kinds
title: Kinds
date: "2026-01-31"
scenes:
  - id: words
    title: Words
    bullets: [Said beside the map]
    scenario: {layers: [ports]}
    terms:
      - {word: Corridor, meaning: "**{maritime_patrols.corridor.length_nm}** from Odesa", source: studio}
      - {word: Line, meaning: "<b>As of</b> {line.date}", source: studio}
  - {id: alone, kind: text, title: Nothing but words, bullets: [One, Two]}
"""


def test_a_dummy_kind_has_its_table_and_a_scene_without_a_map_the_whole_window(glossary, open_file, library):
    file = open_file(load(KINDS, library))
    page = file.page
    rows = (
        "[...document.querySelectorAll('#told tr')].map((row) => row.innerText.replace(/\\s+/g, ' ').trim())"
    )
    file.until(f"{rows}.length == 3")
    assert page.evaluate(rows) == [
        "Word Meaning",
        "Corridor about 350 nm from Odesa",
        "Line <b>As of</b> 31 Aug 2025",
    ]
    assert page.locator("#told tbody th").first.get_attribute("scope") == "row"
    width = "document.getElementById('told').offsetWidth / innerWidth"
    assert page.evaluate(width) < 0.6
    page.keyboard.press("ArrowRight")
    file.until("window.guarantees.present.number == 2")
    assert page.evaluate(width) == 1
    assert page.evaluate(rows) == []
    assert not page.locator("#legend").is_visible()
    page.keyboard.press("ArrowLeft")
    file.until("window.guarantees.present.number == 1")
    assert page.evaluate(width) < 0.6
