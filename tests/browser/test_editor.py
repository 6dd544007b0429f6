"""Making a briefing in the page, as a person does it: nothing typed is lost, and a bad file changes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from screen import Screen
from test_export import drop

from briefings.loader import load
from briefings.placeholders import Library
from export.decks.html import to_html
from tests.deck_client import TWO_SCENES

MARKUP = "<img src=x onerror=\"document.title='broken'\"><b>Sea</b>"
KEPT = "JSON.parse(localStorage.getItem('briefing/1/' + localStorage.getItem('briefing-current/1'))).briefing"


def kept(screen: Screen) -> dict[str, Any]:
    """The briefing as the browser keeps it, once all is written."""
    screen.until("!guarantees.drafts.dirty")
    return screen.page.evaluate(KEPT)


def ids(screen: Screen) -> list[str]:
    return [scene["id"] for scene in kept(screen)["scenes"]]


def start(screen: Screen, how: str = "copy") -> None:
    """Open the panel and begin a briefing."""
    screen.press("b")
    screen.page.locator(f"#briefing-none [data-brief={how}]").click()
    screen.until("guarantees.drafts.briefing !== null")


def do(screen: Screen, what: str) -> None:
    screen.page.locator(f"#briefing-panel [data-brief={what}]:visible").first.click()


def field(screen: Screen, name: str):
    return screen.page.locator(f"#briefing-form [name={name}]")


def toast(screen: Screen) -> str:
    return screen.page.locator("#briefing-toast span").inner_text()


def scene(screen: Screen, number: int):
    return screen.page.locator(f".brief-scene:nth-child({number}) .brief-open")


def drag(screen: Screen, number: int, past: int) -> None:
    """Drag a scene by its handle below another one."""
    grip = screen.page.locator(f".brief-scene:nth-child({number}) .brief-grip").bounding_box()
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    screen.frames()
    below = screen.page.locator(f".brief-scene:nth-child({past})").bounding_box()
    screen.page.mouse.move(x, below["y"] + below["height"] - 8, steps=6)
    screen.until("(past) => document.querySelectorAll('.brief-scene')[past - 1].matches('.brief-gap')", past)
    screen.page.mouse.up()


@pytest.mark.journey
def test_scenes_are_added_written_ordered_and_deleted_and_a_reload_keeps_all(open_page):
    screen = open_page(
        "/?layers=maritime_patrols,ports&maritime_patrols.standoff_nm=30&view=31,44.5,6.2", anew=False
    )
    page = screen.page
    screen.press("a")  # the first one goes into a copy of the shipped briefing
    screen.until("document.querySelector('#briefing-toast span').textContent.includes('scene 11')")
    page.locator("#briefing-toast button").click()  # Open
    added = kept(screen)["scenes"][10]
    assert (added["title"], added["id"]) == ("Black Sea patrols", "black-sea-patrols")
    assert added["scenario"]["layers"] == ["maritime_patrols", "ports"]
    assert added["scenario"]["maritime_patrols.standoff_nm"] == "30"
    view = added["scenario"]["view"]
    assert view["west"] < 31 < view["east"]
    assert view["south"] < 44.5 < view["north"]

    field(screen, "title").fill(MARKUP)
    field(screen, "bullets").fill("**First** line\n\n  second  \n")
    field(screen, "notes").fill("One.\n\nTwo.")
    page.locator(".brief-pick summary").click()
    page.locator("#brief-find").fill("Budapest_memorandum")
    page.locator("#brief-sources li:not([hidden]) input").first.check()
    written = kept(screen)["scenes"][10]
    assert written["title"] == MARKUP
    assert written["bullets"] == ["**First** line", "second"]
    assert (written["notes"], written["sources"]) == ("One.\n\nTwo.", ["budapest_memorandum_1994"])
    assert scene(screen, 11).locator("span").inner_text() == MARKUP  # markup stays text
    assert page.locator("#briefing-panel :is(b, img[src='x']):text('Sea')").count() == 0
    assert page.title() != "broken"

    field(screen, "title").fill("Sea")
    do(screen, "duplicate")
    assert ids(screen)[-2:] == ["black-sea-patrols", "black-sea-patrols-2"]
    scene(screen, 12).press("Alt+ArrowUp")
    scene(screen, 11).press("Alt+ArrowUp")
    assert ids(screen)[-3] == "black-sea-patrols-2"
    assert page.locator("#briefing-said").inner_text() == "“Sea” is now scene 10 of 12."
    assert page.evaluate(
        "document.activeElement.closest('li') === document.querySelectorAll('.brief-scene')[9]"
    )
    scene(screen, 10).click()  # folds its form

    before = ids(screen)
    page.locator("#briefing-panel").evaluate("(panel) => { panel.scrollTop = 0; }")
    drag(screen, 2, past=4)
    assert ids(screen) == [before[0], before[2], before[3], before[1], *before[4:]]

    scene(screen, 2).press("Delete")
    assert ids(screen) == [before[0], before[3], before[1], *before[4:]]
    page.locator("#briefing-toast button").click()  # Undo
    assert ids(screen)[1] == before[2]
    scene(screen, 1).focus()
    screen.press("Control+z")  # the move before it
    assert ids(screen) == before

    whole = kept(screen)
    scene(screen, 10).click()
    do(screen, "present")
    screen.until("guarantees.present.number === 10")
    page.reload(wait_until="commit")  # in the midst of presenting
    screen.ready()
    screen.until("guarantees.present.number === 10")
    assert page.locator("#told h1").inner_text() == "Sea"
    screen.press("Escape")
    screen.until("guarantees.present.briefing === null")
    screen.press("b")
    assert page.evaluate("guarantees.drafts.briefing") == whole
    assert page.locator(".brief-scene").count() == 12
    scene(screen, 10).click()
    assert field(screen, "notes").input_value() == "One.\n\nTwo."


def test_a_view_is_taken_and_shown_again_highlights_and_callouts_are_picked_and_it_is_presented(open_page):
    screen = open_page("/?layers=coalition_forces,cities&view=30.5,50,6", anew=False)
    page = screen.page
    start(screen, "fresh")
    do(screen, "add")
    screen.idle()
    taken = screen.camera
    screen.look(33, 46.5, 7)
    page.evaluate("guarantees.change({ layers: new Set(['ports']) })")
    do(screen, "show")
    screen.idle()
    assert screen.visible == ["coalition_forces", "cities"]
    assert all(abs(a - b) < 0.02 for a, b in zip(screen.camera, taken, strict=True))

    do(screen, "pick")
    (layer, feature_id, lon, lat) = page.evaluate(
        """() => {
          const map = guarantees.map.live, shapes = map.queryRenderedFeatures({ layers: map.getStyle().layers
            .filter((l) => l.metadata?.layer == "coalition_forces" && l.type == "symbol").map((l) => l.id) });
          const hub = shapes.find((f) => f.geometry.type == "Point");
          return ["coalition_forces", hub.properties.feature_id, ...hub.geometry.coordinates];
        }"""
    )
    page.mouse.click(*screen.at(lon, lat))
    assert kept(screen)["scenes"][0]["highlights"] == [{"layer": layer, "feature_id": feature_id}]
    assert page.locator("#brief-highlights li").count() == 1
    assert page.evaluate("document.documentElement.dataset.feature") is None  # the feature's page stays away
    screen.until(
        "guarantees.map.live.getStyle().layers.some(({ id }) => id.startsWith('told-coalition_forces'))"
    )
    screen.press("Escape")
    assert page.locator("#briefing-bar").is_hidden()

    do(screen, "call")
    page.mouse.click(*screen.at(lon + 0.9, lat - 0.6))
    page.keyboard.type("Back from the line")
    page.locator("#brief-callouts .brief-sw").click()
    (callout,) = kept(screen)["scenes"][0]["callouts"]
    assert (callout["text"], callout["to"]) == ("Back from the line", "sw")
    assert abs(callout["at"]["lon"] - lon - 0.9) < 0.05
    assert abs(callout["at"]["lat"] - lat + 0.6) < 0.05
    assert screen.texts("#told-callouts p") == ["Back from the line"]

    page.evaluate("guarantees.setVisible('oblasts', true)")
    do(screen, "update")
    assert kept(screen)["scenes"][0]["scenario"]["layers"] == ["coalition_forces", "oblasts", "cities"]

    do(screen, "present")
    screen.until("guarantees.present.briefing !== null")
    assert page.locator("#told h1").inner_text() == "Coalition forces"
    assert page.locator("#briefing-panel").is_hidden()
    assert screen.texts("#told-callouts p") == ["Back from the line"]
    screen.press("Escape")
    screen.until("guarantees.present.briefing === null")
    assert page.locator("#briefing-panel").is_visible()
    do(screen, "deck")
    screen.until("document.getElementById('deck-briefing')?.value === 'My briefing'")
    yaml = page.evaluate("guarantees.drafts.asYaml(guarantees.drafts.nameOf(guarantees.drafts.uid))")
    assert json.loads(yaml) == kept(screen)


def test_without_the_server_all_is_kept_and_two_tabs_lose_nothing_of_each_other(open_page):
    screen = open_page("/?layers=ports", own=True)
    page = screen.page
    start(screen, "fresh")
    do(screen, "add")
    page.context.route("**/briefing/**", lambda route: route.abort())
    page.context.route("**/picture.webp*", lambda route: route.abort())
    field(screen, "title").fill("Written without a server")
    screen.until("document.getElementById('briefing-state').innerText.includes('The server does not answer')")
    page.evaluate("guarantees.change({ layers: new Set(['cities']) })")
    do(screen, "add")
    assert kept(screen)["scenes"][0]["title"] == "Written without a server"
    with page.expect_download() as download:  # a file all the same
        do(screen, "write")
    saved = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert saved == kept(screen)
    page.context.unroute("**/briefing/**")
    page.context.unroute("**/picture.webp*")
    page.evaluate("dispatchEvent(new Event('online'))")
    screen.until("!document.getElementById('briefing-state').innerText.includes('does not answer')")
    screen.log.errors.clear()  # those that the cut line left

    other = Screen(page.context.new_page(), screen.base, screen.log)
    other.goto("/")
    other.press("b")
    scene(other, 1).click()
    field(other, "title").fill("Theirs")
    other.until("!guarantees.drafts.dirty")
    screen.until("!document.getElementById('briefing-newer').hidden")
    scene(screen, 1).click()
    field(screen, "title").fill("Mine")
    assert kept(screen)["scenes"][0]["title"] == "Mine"
    titles = page.evaluate(
        "guarantees.drafts.list().map(({uid}) => guarantees.drafts.kept(uid).briefing.scenes[0].title)"
    )
    assert sorted(titles) == ["Mine", "Theirs"]


def test_a_file_comes_back_the_same_and_a_broken_one_says_where_and_changes_nothing(open_page):
    screen = open_page("/", anew=False)
    page = screen.page
    start(screen)
    page.locator("#briefing-about summary").click()
    page.locator("#brief-about-title").fill("My lecture")
    page.locator("#brief-about-id").fill("my-lecture")
    screen.until("document.getElementById('briefing-state').innerText === 'Saved in this browser.'")
    whole = kept(screen)
    with page.expect_download() as download:
        do(screen, "write")
    assert download.value.suggested_filename == "my-lecture.yaml"
    text = Path(download.value.path()).read_text(encoding="utf-8")

    do(screen, "fresh")
    screen.until("guarantees.drafts.briefing.scenes.length === 0")
    opened = {"name": "again.yaml", "mimeType": "application/yaml", "buffer": text.encode()}
    page.locator("#briefing-file").set_input_files(opened)
    screen.until("guarantees.drafts.briefing.scenes.length === 10")
    assert kept(screen) == whole
    assert page.evaluate("guarantees.drafts.list().length") == 3

    broken = text.replace("title: The line is long, and it is no border", "titel: x")
    for name, body in [
        ("broken.yaml", broken.encode()),
        ("huge.yaml", b"x" * 2_000_000),
        ("tags.yaml", b"a: !!python/object/apply:os.system [ls]"),
    ]:
        page.locator("#briefing-file").set_input_files(
            {"name": name, "mimeType": "application/yaml", "buffer": body}
        )
        screen.until("(name) => document.querySelector('#notes').innerText.includes(name)", name)
        assert kept(screen) == whole
    said = page.locator("#notes").first.inner_text()
    assert "broken.yaml, scene 2 (the-line)" in said
    assert "“title”" in said
    assert "at most 1 MB" in said
    assert "your briefing is as it was" in said

    scene(screen, 3).click()
    field(screen, "bullets").fill("x" * 161)
    screen.until(
        "document.querySelector('[data-wrong=bullets]').textContent.startsWith('Line 1: Must be at most 160')"
    )
    assert scene(screen, 3).locator("i").inner_text() == "1 to correct"
    assert kept(screen)["scenes"][2]["bullets"] == ["x" * 161]  # refused, yet not lost


def test_a_dropped_deck_offers_its_whole_briefing_and_opens_it_in_the_editor(open_page, store):
    library = Library(store)
    briefing = load(TWO_SCENES, library)
    screen = open_page("/")
    drop(screen, "deck.html", to_html(briefing, library))
    screen.until("!document.getElementById('briefing-toast').hidden")
    assert "It holds the whole briefing “Two scenes” (2 scenes)." in toast(screen)
    assert screen.page.evaluate("[...guarantees.state.layers]") == ["line_of_occupation"]
    screen.page.get_by_role("button", name="Open the briefing").click()
    screen.page.locator("#briefing-panel").wait_for()
    assert ids(screen) == ["line", "sea"]
    screen.until("guarantees.editor.told() !== null")
    assert screen.page.locator(".brief-wrong:not(:empty)").count() == 0
