"""The page in another language: its switch, its address, a briefing presented in it, and no text that went past it.

The last is asked of a language that marks each message ⟦so⟧ (`pseudo`): what is seen and not marked was never given to
the catalogue, so it could not be translated.
"""

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po, write_po
from conftest import Tab, serving
from extended import copy_of_project
from screen import DESKTOP, Screen

from geodata.dates import MONTHS
from geodata.store import Store
from i18n.language import LOCALES

#: Every text that is seen, read out or shown as a hint, with what holds it.
TEXTS = """() => {
  const unseen = "script, style, template, #map-plot, #map-plot-b, noscript", said = [];
  const seen = (element) => !element.closest(unseen);
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const holder = node.parentElement;
    const text = node.data.trim();
    if (holder && seen(holder) && text) said.push([holder.closest("[id]")?.id ?? holder.tagName, text]);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "aria-valuetext"])
    for (const holder of document.querySelectorAll(`body [${name}]`))
      if (seen(holder)) said.push([`${holder.id || holder.tagName}.${name}`, holder.getAttribute(name)]);
  said.push(["title", document.title]);
  return said;
}"""
#: Rightly not translated: names of keys, formats, notations and types, codes, addresses; and a language without a
#: locale of its own writes its months in English.
LATIN = re.compile(r"[A-Za-z]{2,}")
NO_WORDS = re.compile(
    r"\b(?:Ctrl|Shift|Alt|Esc|Enter|Del|px|PNG|SVG|PDF|CSV|Excel|JSON|YAML|GeoPackage|GeoJSON|KML|ICAO|EN|UK|ZZ|English|Українська|"
    r"https?://\S+|/corrections|scenario\.json|https|line\.date|bold|italic|text|hi-lo-hi|F-16C?|F-35A|"
    r"Typhoon|Rafale|Gripen|zz|QR|NE|NW|SE|SW|CC BY|MIT|"
    rf"{'|'.join(MONTHS)}|January|February|March|April|June|July|August|September|October|November|December)\b"
)


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has a language in which each message is marked."""
    folder = copy_of_project(tmp_path_factory.mktemp("pseudo"))
    with (LOCALES / "uk.po").open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        if message.id and isinstance(message.id, str):
            message.string = f"⟦{message.id}⟧"
        elif message.id:
            message.string = tuple(f"⟦{message.id[1]}⟧" for _ in range(3))
    with (folder / "i18n" / "locale" / "zz.po").open("wb") as file:
        write_po(file, catalogue)
    with serving(folder) as base:
        yield base


@pytest.fixture(scope="module")
def marked(chromium, pseudo) -> Iterator[Screen]:
    width, height = DESKTOP
    tab = Tab(chromium, pseudo, viewport={"width": width, "height": height}, reduced_motion="reduce")
    tab.screen.goto("/?lang=zz&edition=2")
    yield tab.screen
    tab.context.close()


def names() -> set[str]:
    """What is a name: of places, countries, sources and who published them; they have languages of their own."""
    store = Store()
    found = {text for one in store.sources.values() for text in (one.title, one.publisher)}
    for table in store.tables:
        frame = store.table(table)
        for column in ("name", "name_uk", "short_name", "country", "icao", "code"):
            if column in frame:
                found |= {text for text in frame[column] if isinstance(text, str)}
    return found


def unmarked(texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the texts with words of Latin letters outside of marks that are no names."""
    known = set(LATIN.findall(" ".join(names())))
    found = []
    for holder, text in texts:
        left = text
        while "⟦" in left and (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", left)) != left:
            left = shorter
        left = re.sub(r"⟦[^⟧]*$|^[^⟦]*⟧", " ", left)  # a name within is a button of its own
        words = set(LATIN.findall(NO_WORDS.sub(" ", left))) - known
        if words:
            found.append((holder, text[:120]))
    return sorted(set(found))


@pytest.mark.slow
def test_no_text_of_the_page_goes_past_the_catalogue(marked):
    marked.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    marked.until("document.getElementById('assessment').textContent.includes('⟦')")
    assert unmarked(marked.page.evaluate(TEXTS)) == []


@pytest.mark.slow
def test_no_text_of_sources_search_and_features_goes_past_the_catalogue(marked):
    marked.page.locator("#sources-open").click()
    marked.until("document.querySelector('#sources-body table') !== null")
    marked.press("Escape")
    marked.page.evaluate("document.activeElement.blur()")
    marked.press("/")
    marked.until("document.querySelectorAll('#search-list [role=option]').length > 0")
    assert unmarked(marked.page.evaluate(TEXTS)) == []


@pytest.mark.journey
def test_the_switch_leads_to_the_same_map_in_the_other_language(open_page):
    screen = open_page("/?layers=air_policing&air_policing.radius_km=700&edition=2", own=True)
    page = screen.page
    assert page.locator("html").get_attribute("lang") == "en"
    switch = page.locator("a[data-language=uk]")
    assert switch.get_attribute("aria-label") == "Українська"
    screen.click_switch("monitoring_mission")
    screen.until("new URLSearchParams(location.search).get('layers').includes('monitoring_mission')")
    switch.focus()
    screen.press("Enter")
    screen.until("document.documentElement?.lang === 'uk'")
    screen.ready()
    assert screen.query["lang"] == "uk"
    assert screen.query["air_policing.radius_km"] == "700"
    assert page.locator("#share-open").inner_text() == "Поділитися"
    assert page.locator("a[data-language=uk]").get_attribute("aria-current") == "true"
    assert page.locator("#field--air_policing--radius_km").input_value() == "700 км"
    page.locator("#undo").click()  # what was done before the switch can be undone after it
    screen.until("new URLSearchParams(location.search).get('layers') === 'air_policing'")
    assert "title" not in screen.query, "the title that nobody chose follows the language"
    assert page.locator("#undo").is_disabled()
    assert page.locator("#redo").is_enabled()


def test_the_language_stays_in_the_address_when_the_map_changes_and_in_what_is_shared(open_page):
    screen = open_page("/?lang=uk&layers=air_policing&edition=2", own=True)
    screen.click_switch("monitoring_mission")
    screen.until("new URLSearchParams(location.search).get('layers').includes('monitoring_mission')")
    assert screen.query["lang"] == "uk"
    screen.page.keyboard.press("Control+z")
    screen.until("new URLSearchParams(location.search).get('layers') === 'air_policing'")
    assert screen.query["lang"] == "uk"
    screen.page.locator("#share-open").click()
    assert "lang=uk" in screen.page.locator("#share-link").input_value()


def test_a_briefing_is_presented_in_the_language(open_page):
    screen = open_page("/present/default?lang=uk#6", own=True)
    screen.until("document.documentElement.dataset.scene === '6'")
    told = screen.page.locator("#told").inner_text()
    assert "літаки патрулювали б із Польщі та Румунії" in told
    assert "59" in told
    assert screen.page.locator("#told-leave").get_attribute("title") == "Вийти  Esc"
    screen.page.evaluate("guarantees.present.show(7)")
    screen.until("location.hash === '#7'")
    assert "lang=uk" in screen.page.evaluate("location.search")
