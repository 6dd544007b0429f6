"""The map argues: guarantees are numbered on it, routes rest, views hold what is shown, the cards are the legend."""

import pytest
from screen import DESKTOP, PHONE, TABLET

from layers.core.views import ACCURACY_FROM_ZOOM, CLOSEST_ZOOM

WIDE = (1920, 1080)
PLACED = "document.documentElement.dataset.labels == 'placed'"
SAID = "[...document.querySelectorAll('.map-label:not([hidden])')].map((one) => one.ariaLabel)"
#: Labels that meet another, what lies over the map, a symbol of a guarantee, or the edge of the map.
MEET = """() => {
  const map = guarantees.map.live, on = map.getCanvas().getBoundingClientRect();
  const boxes = [...document.querySelectorAll(".map-label:not([hidden])")]
    .map((one) => [one.ariaLabel, one.getBoundingClientRect()]);
  const over = [...document.querySelectorAll(".view-buttons, #timeline, .zoom-buttons, #legend")]
    .map((one) => [one.id || one.className, one.getBoundingClientRect()]);
  const meet = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
  const whole = (box) => box.left >= on.left && box.right <= on.right && box.top >= on.top && box.bottom <= on.bottom;
  const wrong = boxes.filter(([, box]) => !whole(box)).map(([id]) => `${id} edge`);
  for (const [i, [id, box]] of boxes.entries())
    for (const [other, one] of [...boxes.slice(i + 1), ...over]) if (meet(box, one)) wrong.push(`${id} ${other}`);
  return wrong;
}"""
SYMBOLS = """() => {
  const map = guarantees.map.live, on = map.getCanvas().getBoundingClientRect();
  const groups = Object.fromEntries(guarantees.boot.layers.map(({ id, group }) => [id, group]));
  const layers = guarantees.boot.styles.light.layers
    .filter(({ metadata, layout }) => layout?.["icon-image"] && groups[metadata.layer] === "guarantee")
    .map(({ id }) => id);
  let covered = 0;
  for (const label of document.querySelectorAll(".map-label:not([hidden])")) {
    const { left, top, right, bottom } = label.getBoundingClientRect();
    const box = [[left - on.left, top - on.top], [right - on.left, bottom - on.top]];
    covered += map.queryRenderedFeatures(box, { layers }).length;
  }
  return covered;
}"""
IN_VIEW = """(place) => {
  const map = guarantees.map.live, { x, y } = map.project(place), box = map.getCanvas().getBoundingClientRect();
  const under = document.elementFromPoint(box.left + x, box.top + y);
  return x > 0 && y > 0 && x < box.width && y < box.height && Boolean(under?.closest("#map"));
}"""
POZNAN, BOSPORUS, LUHANSK = [16.97, 52.33], [29.1, 41.3], [39.3, 48.57]


def placed(screen):
    screen.idle()
    screen.until(PLACED)


@pytest.mark.parametrize("size", [DESKTOP, WIDE, TABLET, PHONE], ids=str)
def test_home_holds_the_guarantees_from_poznan_to_the_bosporus_each_with_its_number(open_page, size):
    screen = open_page("/", size=size)  # a page of its own: how it opens is what is looked at
    placed(screen)
    assert screen.page.evaluate(SAID) == [
        "1 Monitors: 1,800 people",
        "2 Coalition: 8 areas, 40 km back",
        "3 Air policing: 59 % in reach",
        "4 Black Sea patrols: 6 zones, 350 nm of corridor",
    ]
    assert screen.page.evaluate(MEET) == []
    for place in (POZNAN, BOSPORUS, LUHANSK):
        assert screen.page.evaluate(IN_VIEW, place), place
    if size != PHONE:  # there, symbols stand closer than a label is high
        assert screen.page.evaluate(SYMBOLS) == 0
    # The cards are the legend; where they are folded, it can be opened, and is never large.
    assert not screen.page.locator("#legend .legend-body").is_visible()
    screen.page.locator("#legend-toggle").click()
    share = screen.page.evaluate(
        """() => {
          const legend = document.getElementById("legend"), map = document.getElementById("map");
          return (legend.offsetWidth * legend.offsetHeight) / (map.offsetWidth * map.offsetHeight);
        }"""
    )
    assert 0.02 < share <= 0.151


@pytest.mark.journey
def test_a_label_follows_the_parameters_the_map_and_the_switches(open_page):
    screen = open_page("/", anew=False)
    placed(screen)
    page = screen.page
    slider = page.locator("#param--coalition_forces--standoff_km")
    page.locator("[data-card='coalition_forces'] summary").click()
    slider.focus()
    screen.press("ArrowRight")
    screen.until(f"{SAID}.some((said) => said.endsWith('45 km back'))")
    page.evaluate("document.activeElement.blur()")  # keys are the slider's else
    screen.press("3")
    screen.until(f"!{SAID}.some((said) => said.startsWith('3'))")
    screen.look(36.3, 49.4, 7)
    placed(screen)
    said = page.evaluate(SAID)
    assert [text[0] for text in said] == ["1", "2"]  # nothing of the others is in view
    assert page.evaluate(MEET) == []
    assert page.evaluate(SYMBOLS) == 0


def test_a_label_opens_its_card_by_mouse_and_by_keyboard(open_page):
    screen = open_page("/", anew=False)
    placed(screen)
    page = screen.page
    page.locator(".map-label[data-map-label='maritime_patrols']").click()
    assert page.locator("[data-card='maritime_patrols'] .card-body").is_visible()
    assert page.evaluate("document.activeElement.closest('[data-card]').dataset.card") == "maritime_patrols"
    page.locator("#close-left").click()
    screen.until("document.documentElement.dataset.legend == 'open'")  # no cards, so the legend
    placed(screen)
    page.locator(".map-label[data-map-label='air_policing']").focus()
    screen.press("Enter")
    assert page.locator("[data-card='air_policing'] .card-body").is_visible()
    assert page.evaluate("document.documentElement.dataset.legend") == "folded"


def test_names_of_the_map_keep_clear_of_the_labels(open_page):
    screen = open_page("/", anew=False)
    placed(screen)
    screen.idle()
    below = screen.page.evaluate(
        """() => {
          const [view] = guarantees.map.views, map = view.plot.getBoundingClientRect();
          const labels = [...document.querySelectorAll(".map-label:not([hidden])")];
          const boxes = labels.map((one) => one.getBoundingClientRect());
          const names = view.placed().filter(({ name }) => name).map(({ box: [left, top, right, bottom] }) =>
            ({ left: map.left + left, top: map.top + top, right: map.left + right, bottom: map.top + bottom }));
          const meet = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
          const hit = names.filter((name) => boxes.some((box) => meet(name, box))).length;
          return { labels: boxes.length, names: names.length, hit };
        }"""
    )
    assert below["labels"] == 4
    assert below["names"] > 10
    assert below["hit"] == 0


def test_a_guarantee_mostly_out_of_view_says_so_and_can_be_shown(open_page):
    screen = open_page("/", anew=False)
    placed(screen)
    outside = screen.page.locator("[data-card='air_policing'] .card-outside")
    assert not outside.is_visible()
    screen.look(36.3, 49.6, 7)
    placed(screen)
    assert outside.inner_text().startswith("7 of 7 bases outside")
    outside.get_by_role("button", name="Show").click()
    placed(screen)
    assert not outside.is_visible()
    assert screen.page.evaluate(IN_VIEW, POZNAN)


def test_close_by_the_map_says_how_exact_the_line_is_and_goes_no_closer_than_that_is_worth(open_page):
    screen = open_page("/?layers=line_of_occupation", anew=False)
    said = screen.page.locator("#map-accuracy")
    assert not said.is_visible()
    screen.look(37.6, 48.6, ACCURACY_FROM_ZOOM + 0.2)
    assert said.inner_text() == "Line drawn to about 4 km"
    band = "guarantees.map.live.queryRenderedFeatures({ layers: ['line_of_occupation/line/band'] }).length"
    assert screen.page.evaluate(band) >= 1
    screen.look(37.6, 48.6, 12)
    assert screen.camera[2] == CLOSEST_ZOOM
    screen.press("l")
    screen.idle()
    screen.look(37.6, 48.61, 9)
    assert not said.is_visible()


OPACITY = """() => JSON.stringify(
  guarantees.map.live.getPaintProperty("invasion_routes/route_assessed/line", "line-opacity"))"""


def test_routes_rest_and_are_in_full_beside_the_coalition_alone_or_under_the_mouse(open_page):
    screen = open_page(
        "/?layers=invasion_routes,coalition_forces,monitoring_mission&view=32,48.6,5.4", anew=False
    )
    placed(screen)
    assert "feature-state" in screen.page.evaluate(OPACITY)
    screen.press("1")
    screen.until(f"({OPACITY})() === '1'")
    screen.press("2")
    screen.until(f"({OPACITY})().includes('feature-state')")
    hot = "guarantees.map.live.getFeatureState({ source: 'invasion_routes', id: 'route-f3' }).hot === true"
    lon, lat = 33.6, 50.75
    line = screen.page.evaluate(
        """() => guarantees.map.live.querySourceFeatures('invasion_routes',
          { filter: ['==', ['get', 'feature_id'], 'route-f3'] })[0].geometry.coordinates"""
    )
    lon, lat = line[len(line) // 2]
    screen.page.mouse.move(*screen.at(lon, lat))
    screen.until(hot)
    screen.page.mouse.move(*screen.at(26, 46.5))
    screen.until(f"!({hot})")


def test_the_ring_of_a_base_appears_when_the_base_is_hovered_or_chosen(open_page):
    screen = open_page("/?layers=air_policing&view=27,48,4.6", anew=False)
    placed(screen)
    ring = "Boolean(guarantees.map.live.getLayer('air_policing/reach_ring/line'))"
    assert screen.page.evaluate(ring) is False
    base = screen.at(28.488, 44.362)  # Mihail Kogălniceanu
    screen.page.mouse.move(*base)
    screen.until(ring)
    screen.page.mouse.move(*screen.at(34, 50.5))
    screen.until(f"!{ring}")
    screen.page.mouse.click(*base)
    screen.until(ring)
    screen.press("Escape")
    screen.page.mouse.move(*screen.at(34, 50.6))
    screen.until(f"!{ring}")
