"""The page round the map: panels, theme, legend, notice, keyboard, dialogs, at every size."""

import re

import numpy as np
import pytest
from PIL import ImageColor
from screen import DESKTOP, PHONE, TABLET, Screen
from shipped import LAYERS

from dashboard.panels.shell import NOTICE
from layers.core.views import VIEWS
from layers.style.rows import colour, rows_of

#: Texts that a box cuts off, or that lie outside the window: [text, by how many px].
CLIPPED = """() => {
  const bad = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest("script, style, #map, [role=listbox]")) continue;
    if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    if (!text.width) continue;
    let over = Math.max(text.right - innerWidth, -text.left);
    for (let box = parent; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box), area = box.getBoundingClientRect();
      const cut = (axis) => style[axis] === "hidden" || style[axis] === "clip";
      if (cut("overflowX")) over = Math.max(over, text.right - area.right, area.left - text.left);
      if (cut("overflowY")) over = Math.max(over, text.bottom - area.bottom - 3, area.top - text.top - 3);
      if (style.position === "fixed") break;
    }
    if (over > 1) bad.push([node.textContent.trim().slice(0, 60), Math.round(over)]);
  }
  return bad;
}"""

#: Values and placeholders of fields that are wider than their field.
CUT_FIELDS = """() => [...document.querySelectorAll("#header input, #header select, .param-field")].filter((field) => {
  if (!field.checkVisibility()) return false;
  const pen = document.createElement("canvas").getContext("2d"), style = getComputedStyle(field);
  pen.font = style.font;
  const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return pen.measureText(field.selectedOptions?.[0].label || field.value || field.placeholder).width > room + 1;
}).map((field) => field.value || field.placeholder)"""

SIDEWAYS = "document.scrollingElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth"


def panel(screen: Screen, side: str) -> bool:
    return screen.page.locator("#guarantee-panel" if side == "left" else "#feature-panel").is_visible()


def map_width(screen: Screen) -> int:
    return screen.page.evaluate("document.getElementById('map').clientWidth")


SMALL_PHONE, LYING_PHONE, UPRIGHT_TABLET = (360, 740), (844, 390), (820, 1180)
PHONES = (PHONE, SMALL_PHONE, LYING_PHONE)
#: What opens a panel: elsewhere a button of the header, on a phone a tab of the sheet.
TAB = {"left": "sheet-cards", "right": "sheet-place"}


@pytest.mark.journey
@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize(
    ("size", "theme"),
    [
        (DESKTOP, "light"),
        (TABLET, "dark"),
        (UPRIGHT_TABLET, "light"),
        (PHONE, "light"),
        (SMALL_PHONE, "light"),
        (LYING_PHONE, "dark"),
    ],
    ids=str,
)
def test_nothing_is_cut_off_or_scrolls_sideways(open_page, size, theme):
    screen = open_page("/", size=size, theme=theme, anew=False)
    screen.page.evaluate("document.fonts.ready.then(() => true)")
    screen.until("document.querySelector('#assessment .measure-value')")
    screen.until("document.querySelector('#data-date')?.textContent")
    assert screen.page.evaluate(SIDEWAYS)
    assert screen.page.evaluate(CLIPPED) == []
    assert screen.page.evaluate(CUT_FIELDS) == []
    notice = screen.page.locator("#footer .notice")
    assert notice.inner_text() == NOTICE
    assert notice.evaluate("(el) => el.scrollWidth <= el.clientWidth")
    for side in ("left", "right"):
        if not panel(screen, side):
            screen.page.locator(f"#{TAB[side] if size in PHONES else f'{side}-toggle'}").click()
        assert panel(screen, side)
        for summary in (
            screen.page.locator("#guarantee-panel .card summary:visible").all() if side == "left" else []
        ):
            summary.click()
        assert screen.page.evaluate(CLIPPED) == [], side
        assert screen.page.evaluate(CUT_FIELDS) == [], side
        assert screen.page.evaluate(SIDEWAYS)
        assert notice.is_visible()
    legend = screen.page.locator("#legend-toggle")
    if size not in PHONES:
        return
    screen.press("Escape")
    legend.click()
    assert screen.page.locator("#legend .legend-body").is_visible()
    assert screen.page.evaluate(CLIPPED) == []


def test_folded_panels_stay_folded(open_page):
    screen = open_page("/?layers=cities", anew=False)
    wide = map_width(screen)
    screen.page.locator("#left-toggle").click()
    assert not panel(screen, "left")
    screen.press("]")
    assert not panel(screen, "right")
    screen.until("(wide) => document.getElementById('map').clientWidth > wide + 500", wide)
    screen.page.reload(wait_until="commit")
    screen.ready()
    assert (panel(screen, "left"), panel(screen, "right")) == (False, False)
    screen.until("(wide) => guarantees.map.live.getCanvas().clientWidth == wide", DESKTOP[0])
    screen.press("[")
    screen.page.locator("#right-toggle").click()
    assert (panel(screen, "left"), panel(screen, "right")) == (True, True)
    screen.until("(wide) => document.getElementById('map').clientWidth == wide", wide)
    screen.until("(wide) => guarantees.map.live.getCanvas().clientWidth == wide", wide)
    screen.page.reload(wait_until="commit")
    screen.ready()
    assert (panel(screen, "left"), panel(screen, "right")) == (True, True)


def pixel(image: np.ndarray, x: float, y: float) -> tuple[int, ...]:
    return tuple(image[round(y), round(x)])


@pytest.mark.sharp
def test_the_theme_button_turns_canvas_and_page(open_page):
    size = TABLET
    screen = open_page("/?layers=&view=32.0,43.6,5.0", size=size, anew=False)
    x, y = screen.at(32.6, 43.6)  # open sea, clear of names
    footer = (size[0] - 2, size[1] - 3)
    for theme in ("light", "dark", "light"):
        image = screen.shot()
        wanted = ImageColor.getrgb(colour("sea", theme))
        assert np.abs(np.subtract(pixel(image, x, y), wanted)).max() <= 3, theme
        assert bool(sum(pixel(image, *footer)) > 380) is (theme == "light")
        screen.page.locator("#theme-toggle").click()
        other = "dark" if theme == "light" else "light"
        screen.until("(theme) => document.documentElement.dataset.mantineColorScheme == theme", other)
        assert screen.query["theme"] == other
        screen.idle()


def test_the_legend_shows_exactly_the_visible_layers(open_page, service):
    scenario = service.registry.default()
    drawn = {(layer.id, kind) for layer in LAYERS for kind in service.frame(layer, scenario)["kind"]}

    def expected() -> list[str]:
        order = [layer for group in (False, True) for layer in LAYERS if (layer.group == "base") is group]
        shown = [layer.id for layer in order if layer.id in screen.visible]
        rows = [row for layer_id in shown for row in reversed(rows_of(layer_id))]
        return [row.label for row in rows if row.in_legend and (row.layer, row.kind) in drawn]

    screen = open_page("/?layers=monitoring_mission,maritime_patrols,cities", anew=False)
    assert not screen.page.locator(
        "#legend .legend-body"
    ).is_visible()  # the cards are open, and they are the legend
    screen.page.locator("#legend-toggle").click()
    rows = "#legend .legend-row"
    assert screen.texts(rows) == expected()
    screen.press("3")
    screen.press("1")
    assert screen.visible == ["air_policing", "maritime_patrols", "cities"]
    assert screen.texts(rows) == expected()
    screen.show()
    assert screen.texts(rows) == []
    assert screen.page.get_by_text("No layer is shown.").is_visible()
    for theme in ("light", "dark"):
        screen.show("air_policing")
        assert screen.page.locator(f"#legend .swatch-{theme}:visible").count() == len(expected()), theme
        screen.press("t")
        screen.frames()


@pytest.mark.journey
def test_the_notice_is_always_there(open_page):
    screen = open_page("/?layers=", anew=False)
    notice = screen.page.locator("#footer .notice")
    for key in ("0", "t", "?", "Escape", "[", "]"):
        screen.press(key)
        screen.frames()
        assert notice.is_visible(), key
        assert notice.inner_text() == NOTICE


def test_the_keys_are_listed_and_the_list_closes(open_page):
    screen = open_page("/?layers=", anew=False)
    screen.press("?")
    dialog = screen.page.get_by_role("dialog")
    dialog.wait_for()
    said = dialog.inner_text()
    for layer in LAYERS:
        if layer.shortcut:
            assert re.search(rf"^{re.escape(layer.shortcut)}\s+{re.escape(layer.title)}", said, re.M), (
                layer.id
            )
    for key in ("0", "/", "H", "T", "Esc", "?"):
        assert re.search(rf"^{re.escape(key)}\s", said, re.M), key
    screen.press("1")  # behind a dialog, keys do nothing
    assert screen.visible == []
    screen.press("Escape")
    dialog.wait_for(state="hidden")
    assert screen.visible == []


def test_the_dialog_lists_every_source(open_page, store):
    screen = open_page("/?layers=", size=TABLET, anew=False)
    screen.page.locator("#sources-open").click()
    dialog = screen.page.get_by_role("dialog")
    dialog.locator("tbody tr").first.wait_for()
    said = dialog.inner_text()
    assert dialog.locator("table.sources tbody tr").count() == len(store.sources)
    for source in store.sources.values():
        assert source.title in said
    screen.press("Escape")
    dialog.wait_for(state="hidden")


COVERED = """(bounds) => {
  const [west, south, east, north] = bounds, map = guarantees.map.live, on = map.getCanvas().getBoundingClientRect();
  const a = map.project([west, north]), b = map.project([east, south]);
  const area = { left: on.left + a.x, top: on.top + a.y, right: on.left + b.x, bottom: on.top + b.y };
  return ["#legend", ".view-buttons"].filter((selector) => {
    const box = document.querySelector(selector).getBoundingClientRect();
    return box.right > area.left && box.left < area.right && box.bottom > area.top && box.top < area.bottom;
  });
}"""


@pytest.mark.parametrize("size", [DESKTOP, TABLET, PHONE], ids=str)
def test_neither_legend_nor_buttons_cover_what_a_view_is_about(open_page, size):
    screen = open_page("/?layers=maritime_patrols,line_of_occupation", size=size, anew=False)
    kyiv_bucharest_constanta = [26.1, 44.2, 30.5, 50.4]
    assert screen.page.evaluate(COVERED, kyiv_bucharest_constanta) == []
    for folded in (True, False):  # beside the cards it is folded at first
        if not folded:
            screen.page.locator("#legend-toggle").click()
            screen.page.locator("#legend .legend-body").wait_for()
        for name in ("Black Sea", "The line"):
            screen.page.get_by_role("button", name=name, exact=True).click()
            screen.idle()
            (bounds,) = [view["bounds"] for view in VIEWS.values() if view["title"] == name]
            assert screen.page.evaluate(COVERED, bounds) == [], (name, folded)


def test_reset_is_offered_whenever_it_would_change_something(open_page):
    screen = open_page("/", anew=False)
    changed = "document.documentElement.dataset.changed"
    assert screen.page.evaluate(changed) == "no"
    other = {
        "line": "2022-11-15",
        "layers": ["cities"],
        "title": "Mine",
        "params": {"air_policing.radius_km": "900"},
    }
    for key, value in other.items():
        screen.page.evaluate("(part) => guarantees.restore(part)", {key: value})
        assert screen.page.evaluate(changed) == "yes", key
        screen.page.locator("#reset").click()
        assert screen.page.evaluate(changed) == "no", key


def test_keys_act_after_the_menu_of_dates_and_after_a_place_was_found(open_page):
    screen = open_page("/?layers=cities", anew=False)
    screen.page.locator("#line-date").select_option("Line: 8 Jul 2024")
    screen.until("guarantees.state.line == '2024-07-08'")
    screen.press("1")
    assert "monitoring_mission" in screen.visible
    screen.press("Control+z")
    screen.press("Control+z")
    assert screen.page.evaluate("guarantees.state.line") == "2025-08-31"
    screen.press("/")
    screen.page.keyboard.type("Mykolaiv")
    screen.page.get_by_role("option", name="Mykolaiv", exact=True).click()
    screen.until(
        "document.documentElement.dataset.feature == 'open' && document.activeElement.id != 'search'"
    )
    screen.press("2")
    assert "coalition_forces" in screen.visible
    screen.until("document.getElementById('search').value === ''")


def test_what_folds_a_panel_tells_its_button(open_page):
    screen = open_page("/?layers=", size=TABLET, anew=False)
    said = "document.getElementById('left-toggle').getAttribute('aria-expanded')"
    assert screen.page.evaluate(said) == "true"
    screen.press("b")  # the briefing editor takes its place
    screen.until(f"{said} == 'false'")
    screen.press("b")
    screen.until(f"{said} == 'true'")


def test_views_go_where_they_say_and_home_shortens_the_address(open_page):
    screen = open_page("/?layers=", anew=False)
    home = screen.camera
    screen.page.get_by_role("button", name="Black Sea", exact=True).click()
    screen.until("new URLSearchParams(location.search).has('view')")
    assert screen.camera[1] < 45
    screen.press("h")
    screen.until("!new URLSearchParams(location.search).has('view')")
    assert screen.camera == pytest.approx(home, abs=0.01)


FOCUSABLE = """() => [...document.querySelectorAll(
    "button, a[href], input, select, textarea, summary, canvas, [tabindex]")]
  .filter((el) => el.tabIndex >= 0 && !el.disabled && !el.closest("[inert]")
    && el.getAttribute("aria-hidden") !== "true" && el.checkVisibility({ visibilityProperty: true }))
  .map((el, i) => { el.dataset.tour ??= String(i); return el.dataset.tour; })"""

FOCUSED = """() => {
  const el = document.activeElement;
  if (!el || el === document.body) return null;
  const area = el.getBoundingClientRect();
  const what = el.id || el.getAttribute("aria-label") || el.textContent.trim().slice(0, 40) || el.tagName;
  return { tour: el.dataset.tour, what, x: area.x, y: area.y, width: area.width, height: area.height };
}"""


def part(image: np.ndarray, area: dict) -> np.ndarray:
    pad = 5
    top, left = max(0, round(area["y"]) - pad), max(0, round(area["x"]) - pad)
    return image[top : round(area["y"] + area["height"]) + pad, left : round(area["x"] + area["width"]) + pad]


@pytest.mark.journey
def test_every_control_can_be_reached_by_keyboard_with_a_visible_focus(open_page):
    screen = open_page("/?layers=cities")  # the tour begins where the page does, not where it was left
    screen.until("document.querySelector('#assessment')")
    wanted = set(screen.page.evaluate(FOCUSABLE))
    toured, unseen, last = set(), [], None
    for _ in range(len(wanted) + 5):
        screen.press("Tab")
        now, image = screen.page.evaluate(FOCUSED), screen.shot()
        if last is not None:
            area, before = last
            small = area["width"] * area["height"] < 60_000  # not the map itself
            if small and np.abs(part(image, area) - part(before, area)).max() < 24:
                unseen.append(area["what"])
        if now is None or now["tour"] in toured:
            break
        toured.add(now["tour"])
        last = (now, image)
    left_out = screen.page.evaluate(
        "(ids) => ids.map((id) => { const el = document.querySelector(`[data-tour='${id}']`);"
        " return el.id || el.className || el.tagName; })",
        sorted(wanted - toured),
    )
    assert left_out == []
    assert unseen == []


@pytest.mark.journey
def test_nothing_outside_the_app_can_be_reached_from_a_page(open_page):
    screen = open_page("/?layers=", bypass_csp=True)  # else the page's own policy would be what stops it
    places = ["https://example.org/", "http://192.0.2.1/", "http://localhost:9/", "http://127.0.0.1:9/"]
    reached = screen.page.evaluate(
        "(places) => Promise.all(places.map("
        "(place) => fetch(place, { mode: 'no-cors' }).then(() => place, () => null)))",
        places,
    )
    assert reached == [None] * len(places)
    assert sorted(screen.log.outside) == sorted(places)
    screen.log.outside.clear(), screen.log.errors.clear()  # meant to happen


@pytest.mark.journey
def test_every_control_has_a_name(open_page):
    screen = open_page("/", anew=False)
    tree = screen.page.context.new_cdp_session(screen.page).send("Accessibility.getFullAXTree")
    roles = {
        "button",
        "switch",
        "checkbox",
        "textbox",
        "searchbox",
        "combobox",
        "link",
        "slider",
        "spinbutton",
        "dialog",
    }
    nameless = [
        node["role"]["value"]
        for node in tree["nodes"]
        if not node.get("ignored")
        and node.get("role", {}).get("value") in roles
        and not node.get("name", {}).get("value", "").strip()
    ]
    assert nameless == []
