"""Each layer is on the map when it is shown, to the pixel, and gone without a trace when it is hidden."""

import re
from urllib.parse import urlsplit

import numpy as np
import pytest
from screen import DESKTOP, PHONE, TABLET, share_changed
from shipped import LAYERS
from spots import VIEWS, seen_share

from layers.core.address import from_query
from layers.core.scenario import DEFAULT_LINE_DATE
from layers.style.rows import STYLE, StyleRow, rows_of

#: Share of the places looked at. The rest may lie under a name or in the gap of a dash; names give way.
MOSTLY = {"area": 0.7, "line": 0.7, "point": 0.7, "label": 0.2}
#: Of places that stand with their names or not at all.
MOSTLY_NAMED = 0.25
#: What is made of others is asked for anew with what is shown (`test_coverage`).
OWN = [layer for layer in LAYERS if not layer.derives_from]
IDS = [layer.id for layer in OWN]
GUARANTEES = [layer for layer in LAYERS if layer.group == "guarantee"]
#: What the labels over the map are of: the guarantees, and what these keep clear of.
LABELLED = [*(layer.id for layer in GUARANTEES), "line_of_occupation", "cities"]

#: What makes a layer draw all its kinds, where its defaults do not: between these dates ground changed hands both ways.
ALL_KINDS = {"line_of_occupation": "line=2026-08-22&line_of_occupation.ghost=2025-08-31"}
#: A view from further out, where that of `spots` has none of a kind's places in sight: the edge of reach is far off.
FURTHER_OUT = {"air_policing": (21.5, 46.0, 4.4)}


@pytest.fixture(scope="session")
def frame_of(service):
    def frame(layer_id: str, query: str = ""):
        return service.frame(service.registry[layer_id], from_query(query, service.registry)[0])

    return frame


def _mostly(row: StyleRow) -> float:
    return MOSTLY_NAMED if row.named_only else MOSTLY[row.form]


def too_little(layer_id: str, seen: dict[str, float], allowance: float = 1) -> dict[str, float]:
    """Kinds that are seen at too few of their places, with the share."""
    return {
        kind: share for kind, share in seen.items() if share < allowance * _mostly(STYLE[(layer_id, kind)])
    }


def open_base_map(screen) -> None:
    """Open the section of the base map, which is closed at the start: its switches are in sight then."""
    section = screen.page.locator("details.base-map")
    assert section.get_attribute("open") is None
    section.locator("> summary").click()
    screen.until("document.querySelector('details.base-map').open")


def open_legend(screen) -> None:
    """Unfold the legend over the map, which is folded where the cards say the same."""
    assert not screen.page.locator("#legend .legend-body").is_visible()
    screen.page.locator("#legend-toggle").click()
    screen.page.locator("#legend .legend-body").wait_for()


def expect_no_request_but_for_labels(asked: list[str]) -> None:
    """Nothing but what labels say and keep clear of is asked for, and that no more than once of each layer.

    What the guarantees cover and leave open is no layer’s data: it is asked for when a change has come to rest.
    """
    paths = [path for url in asked if (path := urlsplit(url).path) not in ("/covers.html", "/left_open.html")]
    assert set(paths) <= {f"/labels/{layer_id}.json" for layer_id in LABELLED}
    assert len(paths) == len(set(paths))


def hidden(before: np.ndarray, after: np.ndarray) -> bool:
    return share_changed(before, after) < 0.0002


@pytest.mark.sharp
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_layer_alone_is_on_the_map_in_both_themes(open_page, frame_of, theme):
    """One page for all layers: opening one takes longer than looking at them."""
    screen = open_page("/?layers=", size=TABLET, theme=theme, anew=False)
    open_base_map(screen)
    for layer_id in IDS if theme == "light" else ["line_of_occupation", *(layer.id for layer in GUARANTEES)]:
        lon, lat, zoom = FURTHER_OUT.get(layer_id, VIEWS[layer_id])
        query = ALL_KINDS.get(layer_id, "")
        screen.take(f"layers={layer_id}&view={lon},{lat},{zoom}&{query}".removesuffix("&"))
        assert screen.visible == [layer_id]
        with_layer = screen.map_shot()
        screen.click_switch(layer_id)
        screen.idle()
        without = screen.map_shot()
        seen = seen_share(screen, layer_id, frame_of(layer_id, query), without, with_layer)
        assert set(seen) == {row.kind for row in rows_of(layer_id) if not (row.on_demand or row.imported)}, (
            layer_id
        )
        assert too_little(layer_id, seen) == {}, layer_id


@pytest.mark.sharp
def test_every_layer_is_on_a_small_screen(open_page, frame_of):
    screen = open_page("/?layers=&view=31.2,47.6,4.3", size=PHONE, anew=False)
    before = screen.map_shot()
    for layer_id in IDS:
        screen.show(layer_id)
        seen = seen_share(screen, layer_id, frame_of(layer_id), before, screen.map_shot())
        assert seen or layer_id in ("ports", "contributors", "lead_organisations"), (
            layer_id
        )  # too far in or out
        assert too_little(layer_id, seen, 0.7) == {}, layer_id


def expect_shown(screen, layer_id: str, shown: bool, frame) -> None:
    """Switch, address, legend and card all say the same."""
    screen.until("([id, on]) => document.getElementById(`toggle-${id}`).checked === on", [layer_id, shown])
    assert (layer_id in screen.visible) is shown
    default = ",".join(layer.id for layer in LAYERS if layer.visible)
    assert screen.query.get("layers", default) == ",".join(screen.visible)
    labels = [
        row.label for row in reversed(rows_of(layer_id)) if row.in_legend and row.kind in set(frame["kind"])
    ]
    in_legend = screen.texts(f"#legend [data-layer='{layer_id}'] .legend-row")
    assert in_legend == (labels if shown else [])
    card = f"[data-card='{layer_id}']"
    if screen.page.locator(card).count():  # the base map has none
        assert screen.texts(f"{card} .card-kinds .legend-row") == (labels if shown else [])
        assert screen.page.locator(f"{card} .card-kinds").is_visible() is bool(shown and labels)


@pytest.mark.journey
def test_a_click_on_a_switch_shows_and_hides_without_any_request(open_page, frame_of):
    screen = open_page("/?layers=&view=31.2,47.6,5.2", anew=False)
    open_base_map(screen)
    open_legend(screen)
    empty = screen.map_shot()
    screen.idle()
    asked = len(screen.log.requests)
    for layer in OWN:
        screen.click_switch(layer.id)
        expect_shown(screen, layer.id, True, frame_of(layer.id))
        if layer in GUARANTEES:
            screen.idle()
            assert share_changed(empty, screen.map_shot()) > 0.0002, layer.id
        screen.click_switch(layer.id)
        expect_shown(screen, layer.id, False, frame_of(layer.id))
        if layer in GUARANTEES:
            screen.idle()
            assert hidden(empty, screen.map_shot()), layer.id
    expect_no_request_but_for_labels(screen.log.requests[asked:])


def test_keys_show_and_hide_without_any_request(open_page, frame_of):
    screen = open_page("/?layers=&view=31.2,47.6,5.2", size=TABLET, theme="dark", anew=False)
    open_legend(screen)
    empty = screen.map_shot()
    asked = len(screen.log.requests)
    for layer in (layer for layer in OWN if layer.shortcut):
        screen.press(layer.shortcut.lower())
        expect_shown(screen, layer.id, True, frame_of(layer.id))
        screen.idle()
        assert share_changed(empty, screen.map_shot()) > 0.0002, layer.id
        screen.press(layer.shortcut.lower())
        expect_shown(screen, layer.id, False, frame_of(layer.id))
        screen.idle()
        assert hidden(empty, screen.map_shot()), layer.id
    for shown in (True, False):
        screen.press("0")
        for layer in GUARANTEES:
            expect_shown(screen, layer.id, shown, frame_of(layer.id))
    screen.press("2")
    screen.press("0")  # some but not all are shown: 0 completes them
    assert screen.visible == [layer.id for layer in LAYERS if layer.group == "guarantee"]
    expect_no_request_but_for_labels(screen.log.requests[asked:])


def test_the_links_all_and_none_switch_the_four_guarantees(open_page):
    screen = open_page(f"/?layers=cities&line={DEFAULT_LINE_DATE}", anew=False)
    screen.page.locator("#guarantees-all").click()
    assert screen.visible == [*(layer.id for layer in GUARANTEES), "cities"]
    screen.page.locator("#guarantees-none").click()
    assert screen.visible == ["cities"]


def test_switches_are_switches_named_by_the_title_of_their_layer(open_page):
    screen = open_page("/", anew=False)
    open_base_map(screen)
    for layer in LAYERS:
        switch = screen.page.get_by_role("switch", name=layer.title, exact=True)
        assert switch.count() == 1, layer.title
        assert switch.get_attribute("id") == f"toggle-{layer.id}"
        assert switch.is_checked() is layer.visible


def test_a_finger_switches_a_layer_in_the_sheet_of_a_phone(open_page):
    screen = open_page("/?layers=&view=31.2,47.6,4.6", size=PHONE, anew=False)
    empty = screen.map_shot()
    asked = len(screen.log.requests)
    screen.switch("maritime_patrols").tap()
    screen.until("document.getElementById('toggle-maritime_patrols').checked")
    screen.idle()
    assert screen.visible == ["maritime_patrols"]
    assert share_changed(empty, screen.map_shot()) > 0.001
    expect_no_request_but_for_labels(screen.log.requests[asked:])


def test_a_click_changes_the_picture_on_screen_at_once(open_page):
    """Neither Dash nor a request stands between a click and the map: the next frames show it."""
    screen = open_page("/?layers=&view=31.2,47.6,5.2", size=DESKTOP, anew=False)
    took_ms = screen.page.evaluate(
        """() => new Promise((done) => {
          const begun = performance.now();
          guarantees.map.live.once("render", () => done(performance.now() - begun));
          document.getElementById("toggle-air_policing").click();
        })"""
    )
    assert screen.visible == ["air_policing"]
    assert took_ms < 1000  # the real figure is measured by tests/bench; this catches a wait for the server


def test_the_foot_of_the_page_gives_the_date_of_the_newest_fact_shown_as_figures_do(open_page):
    screen = open_page("/?layers=line_of_occupation&line=2024-07-08", anew=False)
    foot = screen.page.locator("#data-date")
    screen.until("document.querySelector('#data-date')?.textContent === 'Data as of 8 Jul 2024'")
    before = len(screen.log.requests)
    for layer_id in ("contributors", "cities"):
        screen.page.evaluate("(id) => guarantees.setVisible(id, true)", layer_id)
    screen.until("document.querySelector('#data-date').textContent !== 'Data as of 8 Jul 2024'")
    asked = screen.log.requests[before:]
    assert not [url for url in asked if "_dash-update" in url], (
        "switching a layer asks the server for no date"
    )
    scenarios = (
        "layers=line_of_occupation,contributors,cities&line=2024-07-08",
        "layers=air_policing,maritime_patrols",
        "layers=ports&b=layers%3Dline_of_occupation%26line%3D2026-08-22",
        "layers=cities",
    )
    for query in scenarios:
        screen.take(query)
        card = screen.page.request.get(f"{screen.base}/export/card?{query}").json()
        said = re.search(r"Data as of [^.]+", " ".join(card["foot"]))
        screen.until(
            "(said) => document.querySelector('#data-date').textContent === said", said[0] if said else ""
        )
    assert foot.text_content() == ""
