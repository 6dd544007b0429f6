"""Presenting: scene after scene by keys, nothing of it left behind, and the presenter's window in step."""

import json

import pytest
from screen import IDLE, Screen

from briefings.loader import load
from briefings.repository import FOLDER
from briefings.serialize import serialize

PROJECTOR = (1920, 1080)
ARRIVED = "(number) => document.documentElement.dataset.arrived === String(number)"
LEFT = "!document.documentElement.hasAttribute('data-present')"
LOOK = "() => [document.getElementById('map').clientWidth, guarantees.map.live.isMoving()]"
#: What a scene must be on screen: its number, title, address, and the scenario to the letter.
SHOWN = """() => ({
  number: document.getElementById("told-progress").textContent, title: document.querySelector("#told h1").textContent,
  hash: location.hash, layers: guarantees.visible(), line: guarantees.state.line,
  params: { ...guarantees.state.params },
})"""
#: Texts too long for their panel, callouts not whole on the map, and the sizes of title and lines.
READABLE = """() => {
  const box = document.getElementById("map").getBoundingClientRect();
  const all = (selector) => [...document.querySelectorAll(selector)];
  const size = (selector) => all(selector).map((el) => parseFloat(getComputedStyle(el).fontSize));
  return {
    over: all("#told, #told-timeline").filter((el) => el.scrollHeight > el.clientHeight + 1).map((el) => el.id),
    cut: all("#told-callouts p").filter((el) => {
      const area = el.getBoundingClientRect();
      const wide = area.left >= box.left && area.right <= box.right;
      const high = area.top >= box.top && area.bottom <= box.bottom;
      return el.hidden || !wide || !high;
    }).map((el) => el.textContent),
    callouts: document.querySelectorAll("#told-callouts p").length,
    outlined: guarantees.map.live.getStyle().layers.filter(({ id }) => id.startsWith("told-")).length > 0,
    title: Math.min(...size("#told h1")), lines: Math.min(...size("#told li")),
  };
}"""
#: How much larger the map's names are than in its style, and how faint a kind is: on the map and in the legend.
NAMES = """() => {
  const [name] = guarantees.boot.styles.light.layers.filter(({ id }) => id === "cities/town_2/place");
  return guarantees.map.live.getLayoutProperty(name.id, "text-size").at(-1) / name.layout["text-size"].at(-1);
}"""
FAINT = """([key, row]) => {
  const layer = guarantees.boot.styles.light.layers.find(({ type, metadata }) =>
    `${metadata?.layer}/${metadata?.kind}` === key && (type === "line" || type === "fill"));
  const { id, metadata, paint } = layer, name = `${layer.type}-opacity`;
  const atRest = (value) => [value ?? 1].flat().at(-1); // of a feature under the mouse comes before
  const alone = guarantees.boot.layers.find(({ id }) => id === metadata.layer).full_beside; // beside it, in full
  const rest = (alone ? metadata.full?.[name] : undefined) ?? paint[name];
  const swatch = document.querySelector(`#legend [data-kind="${row}"] .swatch`);
  const shown = guarantees.map.live.getPaintProperty(id, name);
  return [atRest(shown) / atRest(rest), Number(getComputedStyle(swatch).opacity)];
}"""
#: A kind on the map, and its row in the legend: the ground of all deployment areas is drawn, an area only when chosen.
ROUTES = ("invasion_routes/route_assessed", "invasion_routes/route_assessed")
COALITION = ("coalition_forces/deployment_ground", "coalition_forces/deployment_area")
EVIL = "<img src=x onerror='window.taken=1'><script>window.taken=1</script>"


@pytest.fixture(scope="session")
def briefing(service):
    library = service.library
    return serialize(load(FOLDER / "default.yaml", library), library)


def plain(text: str) -> str:
    """Numbers and units are kept together by blanks that do not break."""
    return text.replace("\u00a0", " ")


def arrived(screen: Screen, number: int) -> None:
    screen.until(ARRIVED, number)


def expect_scene(screen: Screen, briefing: dict, number: int) -> None:
    arrived(screen, number)
    scene, shown = briefing["scenes"][number - 1], screen.page.evaluate(SHOWN)
    assert shown["number"] == f"{number} / {len(briefing['scenes'])}"
    assert plain(shown["title"]) == plain(scene["title"])
    assert shown["hash"] == f"#{number}"
    assert {key: shown[key] for key in ("layers", "line", "params")} == {
        key: list(scene["state"][key]) if key == "layers" else scene["state"][key]
        for key in ("layers", "line", "params")
    }


def expect_look(screen: Screen) -> None:
    """Wait until the map looks where the scene wants: it settles after a change of its size."""
    screen.until(
        """() => {
          const wanted = guarantees.opening(), map = guarantees.map.live, at = map.getCenter();
          const near = (a, b) => Math.abs(a - b) < 1e-3;
          return near(at.lng, wanted.lon) && near(at.lat, wanted.lat) && near(map.getZoom(), wanted.zoom);
        }"""
    )


def test_walking_through_a_briefing(open_page, briefing):
    """By every key, with a look at each scene; what the audience is shown meanwhile is put right by the next key."""
    screen = open_page("/present/default#2", size=PROJECTOR, own=True)
    expect_scene(screen, briefing, 2)
    press, page = screen.press, screen.page

    def go(*keys: str, to: int) -> None:
        for key in keys:
            press(key)
        assert page.evaluate(LOOK)[1] is False  # reduced motion: there at once
        expect_scene(screen, briefing, to)

    go("ArrowLeft", to=1)
    go("ArrowLeft", to=1)
    for number, scene in enumerate(briefing["scenes"], start=1):
        if number > 1:
            go(("ArrowRight", " ", "PageDown")[number % 3], to=number)
        found = page.evaluate(READABLE)
        assert (found["over"], found["cut"], found["callouts"]) == ([], [], len(scene["callouts"])), number
        assert found["outlined"] is bool(scene["highlights"]), number
        assert found["title"] >= 32, number
        assert found["lines"] >= 22, number
    go("ArrowRight", to=10)
    go("1", "0", "Enter", to=10)
    go("PageUp", to=9)
    go("9", "9", "Enter", to=10)
    go("7", "Enter", to=7)
    go("Home", to=1)
    go("End", to=10)

    # Names of the map grow with the projector; what stands back is as faint in the legend; a date for the other line.
    assert page.evaluate(NAMES) == pytest.approx(PROJECTOR[0] / 1200)
    screen.until("document.getElementById('legend').innerText.includes('Line of occupation on 31 Aug 2025')")
    press("5"), press("Enter")
    arrived(screen, 5)
    assert page.evaluate(FAINT, list(ROUTES)) == [0.5, 0.5]
    assert page.evaluate(FAINT, list(COALITION)) == [1, 1]
    page.evaluate("document.querySelector('#told h1').textContent = 'Unbroken'.repeat(12)")
    assert (
        page.evaluate(
            "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.getElementById('told'))"
        )
        == 0
    )

    press("Home")
    arrived(screen, 1)
    assert len(screen.texts("#told-timeline li")) == len(briefing["scenes"][0]["timeline"])
    press("2"), press("Enter")
    arrived(screen, 2)
    screen.idle()
    home = screen.camera
    page.mouse.move(1200, 500)
    page.locator("#told-switch-air_policing").click()
    screen.look(20, 50, 6)
    assert "air_policing" in screen.visible
    press(" ")  # the switch that was clicked must not take it
    expect_scene(screen, briefing, 3)
    press("ArrowLeft")
    expect_scene(screen, briefing, 2)
    assert screen.camera == pytest.approx(home, abs=1e-3)

    black, notes, laser = (page.locator(f"#told-{name}") for name in ("black", "notes", "laser"))
    for key, part in (("b", black), ("n", notes), ("l", laser)):
        assert part.is_hidden()
        press(key)
        assert part.is_visible()
    assert plain(notes.inner_text()).startswith(plain(briefing["scenes"][1]["notes"][0][0]["text"]))
    page.mouse.move(1000, 400)
    dot = laser.bounding_box()
    assert (dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2) == pytest.approx((1000, 400), abs=1)
    for key, part in (("b", black), ("n", notes), ("l", laser)):
        press(key)
        assert part.is_hidden()
    press("b")
    press("ArrowRight")
    assert black.is_hidden()
    expect_scene(screen, briefing, 3)

    page.reload(wait_until="commit")
    screen.ready()
    expect_scene(screen, briefing, 3)
    assert page.evaluate("history.length") == 2  # about:blank, and one for the whole presentation
    press("Escape")
    screen.until(LEFT)
    assert page.evaluate("location.pathname + location.search + location.hash") == "/"
    assert screen.visible == page.evaluate(
        "guarantees.order.filter((id) => guarantees.boot.defaults.layers.includes(id))"
    )


@pytest.mark.journey
def test_leaving_puts_back_what_was_there(open_page, service, library_with_evil):
    address = "/?layers=line_of_occupation,oblasts&line=2024-07-08&view=33.5,48.2,5.6&monitoring_mission.depth_km=20"
    screen = open_page(address, anew=False)
    page, press = screen.page, screen.press
    press("2")  # one step that can be undone
    screen.until("guarantees.visible().includes('coalition_forces')")
    before, length = page.evaluate("JSON.stringify(guarantees.snapshot())"), page.evaluate("history.length")
    query = screen.query
    for way_out in ("Escape", "back"):
        press("p")
        arrived(screen, 1)
        assert page.evaluate("location.pathname + location.hash") == "/present/default#1"
        press("End")
        arrived(screen, 10)
        press("Control+z")
        arrived(screen, 10)
        screen.idle()
        expect_look(screen)
        if way_out == "back":
            page.go_back(wait_until="commit")
        else:
            press(way_out)
        screen.until(LEFT)
        screen.until("(before) => JSON.stringify(guarantees.snapshot()) === before", before)
        assert screen.query == query
        assert page.evaluate("history.length") <= length + 1
        assert (
            page.evaluate("guarantees.map.live.getStyle().layers.some(({ id }) => id.startsWith('told-'))")
            is False
        )
        assert page.evaluate(NAMES) == 1
        screen.idle()
        assert screen.camera == pytest.approx((33.5, 48.2, 5.6), abs=0.01)
    press("Control+z")
    screen.until("!guarantees.visible().includes('coalition_forces')")

    # On the same page: a briefing whose every text tries to be markup.
    page.evaluate("(data) => guarantees.present.start(data)", library_with_evil)
    arrived(screen, 1)
    press("n")
    for part in (
        "#told h1",
        "#told li",
        "#told-timeline p",
        "#told-notes p",
        "#told-callouts p",
        ".told-marking",
    ):
        assert EVIL in page.locator(part).first.inner_text(), part
    parts = "#told, #told-timeline, #told-notes, #told-callouts, #told-top, #told-foot"
    assert page.locator(f":is({parts}) :is(img, script, iframe)").count() == 0
    assert page.locator("#told-notes a").evaluate_all("(all) => all.map((a) => [a.href, a.rel])") == [
        ["https://example.org/", "noopener noreferrer"]
    ]
    assert page.evaluate("window.taken") is None


@pytest.fixture(scope="session")
def library_with_evil(service) -> dict:
    library = service.library
    evil = json.dumps(EVIL)
    scene = {"id": "one", "title": EVIL, "bullets": [EVIL], "notes": f"{EVIL} [a](https://example.org)"}
    text = f"""schema_version: 1
id: evil
title: {evil}
author: {evil}
date: "2026-01-31"
marking: "{EVIL[:60]}"
scenes:
  - id: one
    title: {evil}
    bullets: [{evil}]
    notes: {json.dumps(scene["notes"])}
    callouts:
      - {{text: {evil}, at: {{lon: 31, lat: 49}}}}
    timeline:
      - {{date: "2022", text: {evil}, source: studio}}
"""
    data = serialize(load(text, library), library)
    # What no reader lets through may still come from elsewhere, such as a page's own memory.
    data["marking"] = EVIL
    data["scenes"][0]["notes"].append(
        [{"text": "b", "bold": False, "italic": False, "href": "javascript:window.taken=1"}]
    )
    return data


def test_flights_are_short_and_the_next_key_ends_them(open_page, briefing, record_property):
    screen = open_page("/present/default#2", reduced_motion="no-preference")
    expect_scene(screen, briefing, 2)
    took_ms = screen.page.evaluate(
        """async () => {
          const begun = performance.now(), arrived = () => document.documentElement.dataset.arrived === "3";
          dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
          while (!arrived()) await new Promise(requestAnimationFrame);
          return performance.now() - begun;
        }"""
    )
    record_property("scene_change_ms", round(took_ms))
    print(f"scene change: {took_ms:.0f} ms")
    expect_scene(screen, briefing, 3)
    screen.press("ArrowRight")
    assert screen.page.evaluate("document.documentElement.dataset.arrived") is None  # on its way
    screen.press("ArrowRight")
    assert screen.page.evaluate("document.documentElement.dataset.arrived") == "5"
    expect_scene(screen, briefing, 5)
    screen.idle()
    there = screen.page.evaluate(
        "(() => { const v = guarantees.opening(); return [v.lon, v.lat, v.zoom]; })()"
    )
    assert screen.camera == pytest.approx(there, abs=1e-3)


@pytest.mark.journey
def test_the_presenters_window_and_the_map_drive_each_other(open_page, briefing):
    screen = open_page("/present/default#3", own=True)
    page, scenes = screen.page, briefing["scenes"]
    with page.context.expect_page() as opened:
        screen.press("s")
    second = opened.value
    said: list[str] = []
    second.on("pageerror", lambda error: said.append(str(error)))
    second.wait_for_function("document.getElementById('link-state').textContent.startsWith('In sync')")

    def expect_both(number: int) -> None:
        arrived(screen, number)
        second.wait_for_function(
            "(n) => document.getElementById('now-number').textContent.startsWith(`${n} /`)", arg=number
        )
        assert second.locator("#now-title").inner_text() == scenes[number - 1]["title"]
        assert second.locator("#notes").inner_text().startswith(scenes[number - 1]["notes"][0][0]["text"])
        after = scenes[number]["title"] if number < len(scenes) else "This is the last scene."
        assert second.locator("#next-title").inner_text() == after

    expect_both(3)
    screen.press("ArrowRight")
    expect_both(4)
    second.keyboard.press("PageDown")
    expect_both(5)
    second.keyboard.press("1"), second.keyboard.press("0"), second.keyboard.press("Enter")
    expect_both(10)
    second.locator("#scenes button").nth(1).click()
    expect_both(2)
    second.keyboard.press("b")
    screen.until("!document.getElementById('told-black').hidden")
    screen.press("b")
    second.wait_for_function("document.getElementById('black').getAttribute('aria-pressed') === 'false'")
    assert second.evaluate("document.getElementById('next-picture').decode().then(() => true)")

    second.locator("#pause").click()
    held = second.locator("#elapsed").inner_text()
    second.evaluate("(() => { const now = Date.now; Date.now = () => now() + 60_000; })()")
    second.locator("#pause").click()  # a minute later
    assert second.locator("#elapsed").inner_text() == held
    second.locator("#restart").click()
    assert second.locator("#elapsed").inner_text() == "0:00"

    page.evaluate(IDLE)
    page.goto("about:blank")
    second.wait_for_function("document.getElementById('link-state').textContent.includes('is closed')")
    assert second.locator("#link-state a").get_attribute("href") == "/present/default#2"
    second.keyboard.press("ArrowRight")  # the notes can still be read through
    assert second.locator("#now-title").inner_text() == scenes[2]["title"]
    assert said == []
