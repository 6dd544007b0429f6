"""Phones and tablets: one sheet at three heights, an assessment below the map, and a map that fits the rest."""

from itertools import pairwise

import pytest
from screen import DESKTOP, PHONE, TABLET, Screen

from layers.core.views import VIEWS

SMALL_PHONE, LYING, UPRIGHT = (360, 740), (844, 390), (820, 1180)
PHONES = [PHONE, SMALL_PHONE, LYING]
TOUCH = {"has_touch": True, "is_mobile": True}
NEXT_TO_IT = 1.5

PANES = """() => ["guarantee-panel", "feature-panel", "briefing-panel"]
  .filter((id) => document.getElementById(id).checkVisibility())"""
SHOWN = """(selector) => [...document.querySelectorAll(selector)]
  .filter((one) => one.checkVisibility()).map((one) => one.id)"""
#: Positions that the map shows with nothing over it but its own names and labels.
FREE = """(places) => {
  const map = guarantees.map.live, canvas = map.getCanvas().getBoundingClientRect();
  return places.filter((place) => {
    const { x, y } = map.project(place);
    return !document.elementFromPoint(canvas.left + x, canvas.top + y)?.closest("#map");
  });
}"""
#: Controls that a finger may miss: what is 21 px beside their middle is not theirs (unless half scrolled away).
TOO_SMALL = """() => {
  const controls = "button, select, summary, [role=slider], input:not([type=hidden], [type=file])";
  const owner = (el) => el?.closest(controls) ?? el?.closest("label")?.control
    ?? el?.closest(".switch-row, .search-option")?.querySelector("input");
  const bad = [];
  for (const one of document.querySelectorAll(controls)) {
    if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (document.documentElement.dataset.sheet == "full" && one.closest("#map")) continue;
    const box = one.getBoundingClientRect(), pane = one.closest(".panel")?.getBoundingClientRect();
    const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    const area = { left: Math.max(0, pane?.left ?? 0), right: Math.min(innerWidth, pane?.right ?? innerWidth),
      top: Math.max(0, pane?.top ?? 0), bottom: Math.min(innerHeight, pane?.bottom ?? innerHeight) };
    if (x - 22 < area.left || x + 22 > area.right || y - 22 < area.top || y + 22 > area.bottom) continue;
    const label = one.closest(".map-label");
    for (const [dx, dy] of label ? [[0, 0]] : [[0, -21], [0, 21], [-21, 0], [21, 0]]) {
      const hit = document.elementFromPoint(x + dx, y + dy);
      if (owner(hit) !== one && !one.labels?.[0]?.contains(hit)) {
        bad.push([one.id || one.getAttribute("aria-label") || one.textContent.trim().slice(0, 30), dx, dy]);
        break;
      }
    }
  }
  return bad;
}"""

COVERED = """() => {
  const furniture = document.getElementById("map-furniture");
  furniture.style.pointerEvents = "auto"; // so that it can be hit
  const covered = [...document.querySelectorAll("#scale, #north, .map-label:not([hidden]), #legend-toggle")]
    .filter((one) => {
      const { left, top, right, bottom } = one.getBoundingClientRect(), y = (top + bottom) / 2;
      const hits = (x) => one.contains(document.elementFromPoint(x, y));
      return ![left + 2, (left + right) / 2, right - 2].every(hits);
    });
  furniture.style.pointerEvents = "";
  return covered.map((one) => one.id || one.textContent);
}"""


def opened(open_page, size: tuple[int, int], path: str = "/", theme: str = "light") -> Screen:
    options = TOUCH if size == LYING else {}
    screen = open_page(path, size=size, theme=theme, anew=False, **options)
    expect_height(screen, "peek")
    return screen


def expect_height(screen: Screen, height: str) -> None:
    screen.until("(height) => document.documentElement.dataset.sheet == height", height)


def box(screen: Screen, selector: str) -> dict[str, float]:
    area = screen.page.locator(selector).bounding_box()
    assert area, selector
    return area


def settled(screen: Screen) -> None:
    """Wait until the live map has the size of its box, and is drawn."""
    screen.until("""() => {
      const map = document.getElementById("map-plot"), canvas = guarantees.map.live.getCanvas();
      return map.clientWidth == canvas.clientWidth && map.clientHeight == canvas.clientHeight;
    }""")
    screen.idle()


@pytest.mark.journey
@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize("size", PHONES, ids=str)
def test_at_its_lowest_the_sheet_has_the_four_switches_and_the_map_the_rest(open_page, size):
    screen = opened(open_page, size)
    switches = screen.page.evaluate(SHOWN, ".switch")
    assert switches == [
        "toggle-monitoring_mission",
        "toggle-coalition_forces",
        "toggle-air_policing",
        "toggle-maritime_patrols",
    ]
    for switch in switches:
        area = box(screen, f"#{switch}")
        assert area["x"] >= 0
        assert area["x"] + area["width"] <= size[0]
        assert area["y"] + area["height"] <= box(screen, "#footer")["y"]
    area = box(screen, "#map")
    assert area["width"] * area["height"] >= 0.5 * size[0] * size[1]
    was = screen.visible
    screen.click_switch("air_policing")
    assert screen.visible == [one for one in was if one != "air_policing"]
    for id_ in ("undo", "help-toggle", "search", "line-date", "scenario-title"):
        assert screen.page.locator(f"#{id_}").is_visible(), id_
    screen.page.locator("#undo").click()
    assert screen.visible == was


@pytest.mark.parametrize("size", [PHONE, LYING], ids=str)
def test_the_handle_has_three_heights_by_keys_taps_and_escape(open_page, size):
    screen = opened(open_page, size)
    handle = screen.page.locator("#sheet-handle")
    handle.focus()
    assert (handle.get_attribute("role"), handle.get_attribute("aria-valuetext")) == (
        "slider",
        "Switches only",
    )
    for key, height in (
        ("ArrowUp", "half"),
        ("ArrowUp", "full"),
        ("ArrowUp", "full"),
        ("ArrowDown", "half"),
        ("End", "full"),
        ("Home", "peek"),
    ):
        screen.press(key)
        expect_height(screen, height)
        assert handle.get_attribute("aria-valuenow") == str(["peek", "half", "full"].index(height))
    for height in ("half", "full", "peek"):
        handle.click()
        expect_height(screen, height)
    screen.page.locator("#sheet-place").click()
    expect_height(screen, "full")
    assert screen.page.evaluate(PANES) == ["feature-panel"]
    screen.press("Escape")
    expect_height(screen, "peek")
    screen.page.locator("#sheet-tools").click()
    expect_height(screen, "half")
    assert screen.page.evaluate(PANES) == ["guarantee-panel"]
    screen.page.get_by_role("button", name="Light or dark").wait_for()
    assert not screen.page.locator("#toggle-air_policing").is_visible()
    screen.page.locator("#guarantee-panel .narrow-only button").first.focus()
    screen.press("Escape")
    expect_height(screen, "peek")
    assert screen.page.evaluate("document.activeElement.id") == "sheet-handle"  # never on what is not there


@pytest.mark.parametrize("size", [PHONE, LYING], ids=str)
def test_the_sheet_is_dragged_by_its_head_and_rests_at_a_height(open_page, size):
    screen = opened(open_page, size)
    for selector, height in (("#sheet-handle", "half"), ("#sheet-tools", "full"), ("#sheet-handle", "peek")):
        head = box(screen, selector)
        x, y = head["x"] + 20, head["y"] + 20
        wanted = screen.page.evaluate(
            "(name) => parseFloat(getComputedStyle(document.documentElement).getPropertyValue(`--${name}`))",
            height,
        )
        now = screen.page.evaluate(
            "parseFloat(getComputedStyle(document.documentElement).getPropertyValue(`--${document.documentElement.dataset.sheet}`))"
        )
        way = (wanted - now) * 0.9
        screen.page.mouse.move(x, y)
        screen.page.mouse.down()
        for part in (0.3, 0.6, 1):
            screen.page.mouse.move(*((x + way * part, y) if size == LYING else (x, y - way * part)))
            screen.frames()
        assert screen.page.evaluate("document.documentElement.dataset.dragging !== undefined")
        screen.page.mouse.up()
        expect_height(screen, height)
        assert (
            screen.page.evaluate("document.documentElement.dataset.pane") == "cards"
        )  # the end of a drag is no tap


@pytest.mark.parametrize("size", PHONES, ids=str)
def test_a_place_that_was_tapped_stays_in_sight_beside_the_sheet(open_page, size):
    screen = opened(open_page, size, "/?layers=oblasts&view=31.2,50.0,5.2")
    area = box(screen, "#map")
    x, y = area["x"] + area["width"] / 2, area["y"] + area["height"] - 30  # where the sheet will be
    if size == LYING:
        x, y = area["x"] + 30, area["y"] + area["height"] / 2
    place = screen.page.evaluate(
        """([x, y]) => {
          const canvas = guarantees.map.live.getCanvas().getBoundingClientRect();
          const { lng, lat } = guarantees.map.live.unproject([x - canvas.left, y - canvas.top]);
          return [lng, lat];
        }""",
        [x, y],
    )
    screen.page.touchscreen.tap(x, y)
    expect_height(screen, "half")
    screen.until("document.querySelector('#feature h3')")
    settled(screen)
    assert screen.page.evaluate(FREE, [place]) == []
    assert box(screen, "#map")["height"] * box(screen, "#map")["width"] < area["height"] * area["width"]
    screen.page.locator("#close-right").click()
    expect_height(screen, "peek")
    settled(screen)
    assert screen.camera == pytest.approx((31.2, 50.0, 5.2), abs=0.01)


@pytest.mark.parametrize("size", [DESKTOP, TABLET, UPRIGHT, *PHONES], ids=str)
def test_a_slider_is_moved_while_the_whole_line_is_in_sight(open_page, size, store):
    screen = open_page("/", size=size, anew=False, **(TOUCH if size == LYING else {}))
    line = store.table("line_of_occupation")
    line = line[line["line_date"] == "2025-08-31"]
    ends = [list(place) for shape in line.geometry for place in shape.coords]
    if size in PHONES:
        screen.page.locator("#sheet-cards").click()
    elif not screen.page.locator("#feature-panel").is_visible():
        screen.page.locator("#right-toggle").click()  # also with the assessment open
    for layer_id, name in (("coalition_forces", "standoff_km"), ("monitoring_mission", "depth_km")):
        card = screen.page.locator(f"[data-card={layer_id}]")
        card.locator("summary").click()
        settled(screen)
        slider = screen.page.locator(f"#param--{layer_id}--{name}")
        for view in ("home", "line"):
            screen.page.locator(f"[data-view={view}]").click()
            settled(screen)
            slider.press("ArrowRight")
            area = slider.bounding_box()
            x, y = area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
            assert (
                screen.page.evaluate("([x, y]) => document.elementFromPoint(x, y).id", [x, y])
                == f"param--{layer_id}--{name}"
            )
            assert screen.page.evaluate(FREE, ends) == [], (layer_id, view)
        screen.page.locator("[data-view=home]").click()
        card.locator("summary").click()
    assert set(screen.query) >= {"coalition_forces.standoff_km", "monitoring_mission.depth_km"}


def test_a_named_view_is_fitted_again_when_the_sheet_takes_room(open_page):
    screen = opened(open_page, PHONE)
    screen.page.locator("[data-view=line]").click()
    settled(screen)
    before = screen.camera
    screen.page.locator("#sheet-cards").click()
    settled(screen)
    assert screen.camera[2] < before[2]
    screen.press("Escape")
    settled(screen)
    assert screen.camera == pytest.approx(before, abs=0.01)
    screen.look(31.0, 47.0, 6.0)  # moved by hand: the centre is what is kept
    screen.page.locator("#sheet-cards").click()
    settled(screen)
    assert screen.camera == pytest.approx((31.0, 47.0, 6.0), abs=0.01)


@pytest.mark.journey
@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize("size", PHONES, ids=str)
def test_a_finger_hits_every_control(open_page, size):
    screen = opened(open_page, size)
    screen.page.evaluate("document.fonts.ready.then(() => true)")
    assert screen.page.evaluate(TOO_SMALL) == []
    if size != LYING:
        ticks = screen.page.evaluate(
            "[...document.querySelectorAll('.tick')].map((one) => one.getBoundingClientRect().left)"
        )
        assert all(right - left >= 44 for left, right in pairwise(ticks))
    for tab in ("sheet-cards", "sheet-tools", "sheet-place"):
        screen.page.locator(f"#{tab}").click()
        screen.frames()
        screen.until("document.documentElement.dataset.labels === 'placed'")
        assert screen.page.evaluate(TOO_SMALL) == [], tab
    screen.page.locator("#sheet-cards").click()
    screen.page.locator("[data-card=air_policing] summary").click()
    screen.frames()
    assert screen.page.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize("size", PHONES, ids=str)
def test_the_title_of_a_phone_is_whole_and_nothing_covers_scale_and_labels(open_page, size):
    screen = opened(open_page, size)
    title = """(el) => Math.max(el.scrollWidth - el.clientWidth, el.scrollHeight - el.clientHeight,
      el.getBoundingClientRect().bottom - document.getElementById("line-date").getBoundingClientRect().top)"""
    if size != LYING:
        assert screen.page.locator("#scenario-title").evaluate(title) <= 1
    for tab, height in ((None, "peek"), ("sheet-cards", "half")):
        if tab:
            screen.page.locator(f"#{tab}").click()
        expect_height(screen, height)
        settled(screen)
        screen.until("document.documentElement.dataset.labels == 'placed'")
        assert screen.page.evaluate(COVERED) == [], height
        assert screen.page.evaluate("document.querySelectorAll('.map-label:not([hidden])').length") >= 3
    assert screen.page.evaluate("document.scrollingElement.scrollWidth") == size[0]


@pytest.mark.parametrize("size", [TABLET, UPRIGHT], ids=str)
def test_the_assessment_of_a_tablet_stands_below_a_map_that_fits_itself(open_page, size):
    screen = open_page("/", size=size, anew=False)
    panel = screen.page.locator("#feature-panel")
    assert panel.is_visible() is (size == UPRIGHT)  # where there is room for it, it is there from the start
    if panel.is_visible():
        screen.page.locator("#right-toggle").click()
        settled(screen)
    whole, camera = box(screen, "#map"), screen.camera
    screen.page.locator("#right-toggle").click()
    settled(screen)
    map_, docked = box(screen, "#map"), box(screen, "#feature-panel")
    assert map_["height"] < whole["height"]
    assert map_["width"] == whole["width"]
    assert docked["y"] >= map_["y"] + map_["height"] - NEXT_TO_IT
    assert (docked["x"], docked["width"]) == (map_["x"], map_["width"])
    home = VIEWS["home"]["bounds"]
    corners = [(home[0], home[1]), (home[2], home[3])]
    for x, y, _ in screen.project(corners):
        assert map_["x"] < x < map_["x"] + map_["width"]
        assert map_["y"] < y < map_["y"] + map_["height"]
    screen.page.locator("#close-right").click()
    settled(screen)
    assert screen.camera == pytest.approx(camera, abs=0.01)


def test_an_assessment_that_was_open_is_there_again_when_a_place_is_closed(open_page):
    screen = open_page("/?layers=oblasts", size=UPRIGHT, anew=False)
    screen.page.mouse.click(*screen.at(28.5, 49.3))
    screen.until("document.querySelector('#feature h3')")
    screen.press("Escape")
    screen.until("document.documentElement.dataset.feature !== 'open'")
    assert screen.page.locator("#feature-panel .intro").is_visible()


#: What the Tab key comes to, one after the other.
ORDER = ["#skip-to-map", "#header", "#sheet-head", "#guarantee-panel", "#map-buttons", "#map", "#legend",
         "#feature-panel", "#footer"]  # fmt: skip
REGIONS = """() => {
  const at = document.activeElement;
  return "REGIONS".split(" ").find((one) => at.closest(one)) ?? "";
}""".replace("REGIONS", " ".join(ORDER))


@pytest.mark.journey
@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize("size", [DESKTOP, TABLET, PHONE], ids=str)
def test_the_tab_key_goes_from_header_to_panel_to_map_and_then_to_the_rest(open_page, size):
    screen = open_page("/", size=size)  # the walk begins where the page does
    screen.until("document.querySelector('#assessment .measure-value')")
    seen: list[str] = []
    for _ in range(140):
        screen.press("Tab")
        region = screen.page.evaluate(REGIONS)
        if seen and region in ("", "#skip-to-map") and seen[-1] == "#footer":
            break
        if not seen or seen[-1] != region:
            seen.append(region)
    absent = {DESKTOP: {"#sheet-head"}, TABLET: {"#sheet-head", "#feature-panel"}, PHONE: {"#feature-panel"}}[
        size
    ]
    assert seen == [region for region in ORDER if region not in absent]


def test_the_first_tab_offers_to_skip_to_the_map(open_page):
    screen = open_page("/?layers=")
    screen.press("Tab")
    link = screen.page.locator("#skip-to-map")
    assert link.evaluate("(el) => el === document.activeElement && el.getBoundingClientRect().width > 60")
    screen.press("Enter")
    assert screen.page.evaluate("document.activeElement === guarantees.map.live.getCanvas()")
    assert "#" not in screen.page.url


def test_nothing_scrolls_beside_a_map_of_1440_by_900_while_cards_are_closed(open_page):
    screen = open_page("/", anew=False)
    for view in VIEWS:
        screen.page.locator(f"[data-view={view}]").click()
        screen.idle()
        screen.until("document.documentElement.dataset.labels == 'placed'")
        scrolls = "(el) => el.scrollHeight - el.clientHeight"
        assert screen.page.locator("#guarantee-panel").evaluate(scrolls) <= 0, view
    assert screen.page.evaluate("document.scrollingElement.scrollHeight") == DESKTOP[1]


# -- what else is done on a phone -----------------------------------------------------------------------------------


def test_measuring_and_presenting_put_the_sheet_away_and_bring_it_back(open_page):
    screen = opened(open_page, PHONE)
    screen.page.locator("#sheet-tools").click()
    screen.page.get_by_role("button", name="Measure").click()
    screen.page.locator("#measure-card").wait_for()
    assert not screen.page.locator("#sheet-head").is_visible()
    assert screen.page.evaluate(PANES) == []
    screen.page.locator("[data-ruler=close]").click()
    screen.page.locator("#sheet-head").wait_for()
    expect_height(screen, "peek")
    screen.page.evaluate("guarantees.present.begin('default')")
    screen.until("document.documentElement.hasAttribute('data-present')")
    assert not screen.page.locator("#sheet-head").is_visible()
    assert screen.page.evaluate(PANES) == []
    screen.page.locator("#told-leave").click()
    screen.until("!document.documentElement.hasAttribute('data-present')")
    assert screen.page.locator("#sheet-head").is_visible()
    assert screen.page.evaluate(PANES) == ["guarantee-panel"]


def test_a_briefing_is_edited_in_the_sheet_beside_a_map_that_can_be_tapped(open_page):
    screen = opened(open_page, PHONE, "/?layers=ports&view=31.5,45.6,4.6")
    screen.page.locator("#sheet-tools").click()
    screen.page.locator(".narrow-only").get_by_role("button", name="Briefing").click()
    expect_height(screen, "half")
    assert screen.page.evaluate(PANES) == ["briefing-panel"]
    screen.page.locator("#briefing-none [data-brief=copy]").click()
    screen.page.locator(".brief-open").first.wait_for()
    screen.page.locator("#sheet-cards").click()
    assert screen.page.evaluate(PANES) == ["guarantee-panel"]
    screen.page.locator("#sheet-briefing").click()
    assert screen.page.evaluate(PANES) == ["briefing-panel"]
    screen.page.locator(".brief-open").first.click()
    screen.page.locator("[data-brief=pick]").click()
    screen.page.locator("#briefing-bar").wait_for()
    assert screen.page.evaluate(PANES) == []  # all of the map to tap on
    screen.page.locator("#briefing-bar [data-brief=stop]").click()
    assert screen.page.evaluate(PANES) == ["briefing-panel"]
    screen.page.locator("[data-brief=close]").click()
    expect_height(screen, "peek")
    assert not screen.page.locator("#sheet-briefing").is_visible()


def test_two_scenarios_on_a_phone_have_their_letters_and_labels_each_on_its_own_map(open_page):
    screen = opened(open_page, PHONE)
    screen.page.locator("#sheet-tools").click()
    screen.page.locator(".narrow-only").get_by_role("button", name="Compare").click()
    screen.until("document.getElementById('map').dataset.second == 'live'")
    screen.press("Escape")
    settled(screen)
    screen.until("document.documentElement.dataset.labels == 'placed'")
    for side, plot in (("a", "#map-plot"), ("b", "#map-plot-b")):
        area = box(screen, plot)
        for top, bottom in screen.page.evaluate(
            """(side) => [...document.querySelectorAll(`.map-label[data-side=${side}]:not([hidden])`)]
            .map((one) => { const { top, bottom } = one.getBoundingClientRect(); return [top, bottom]; })""",
            side,
        ):
            assert area["y"] <= top
            assert bottom <= area["y"] + area["height"] + NEXT_TO_IT
        screen.page.locator(f"#edit-{side}").click()
        screen.until("(side) => guarantees.state.side == side", side)
    assert screen.page.evaluate("document.scrollingElement.scrollWidth") == PHONE[0]
