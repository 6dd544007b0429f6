"""The map in frames on a page of another origin: a long article that is read past it."""

import html
import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import Tab
from playwright.sync_api import Browser, Frame, Page
from screen import IDLE, PANELS, SHARP

#: What a first visit may fetch, with headers.
MAX_BYTES = 1_200_000
LIVE = f"{PANELS} && document.getElementById('map')?.dataset.state == 'live' && {SHARP} " \
    "&& document.documentElement.dataset.labels == 'placed'"  # fmt: skip
SIZE = "(({ clientWidth, clientHeight }) => [clientWidth, clientHeight])(document.getElementById('map'))"
OVERFLOW = (
    "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
)
IN_SIGHT = """(it) => {
  const box = it.getBoundingClientRect();
  return box.width > 0 && box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight;
}"""
LEGEND_SHARE = """(() => {
  const area = (id) => (({ width, height }) => width * height)(document.getElementById(id).getBoundingClientRect());
  return area("legend") / area("map");
})()"""
ZOOM = "guarantees.map.live.getZoom()"
STYLE = "width:100%;aspect-ratio:4/3;min-height:420px;border:0;display:block"
QUERY = "layers=line_of_occupation,coalition_forces,air_policing,cities&edition=2"


def frame_html(address: str, query: str, more: str = "") -> str:
    return f'<iframe src="{html.escape(f"{address}/embed?{query}")}" title="Map" style="{STYLE}" {more}></iframe>'


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[tuple[str, dict[str, str]]]:
    """A site of another origin: its address, and its pages by path."""
    pages: dict[str, str] = {}

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path, "").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", pages
    server.shutdown()
    server.server_close()


@pytest.fixture
def article(chromium: Browser, address: str, elsewhere) -> Iterator[Callable[..., tuple[Page, list[Frame]]]]:
    site, pages = elsewhere
    tabs: list[Tab] = []

    def opened(*frames: str, size: tuple[int, int] = (720, 700), **options: Any) -> tuple[Page, list[Frame]]:
        whole = {"device_scale_factor": 0.5, "reduced_motion": "reduce", **options}
        tab = Tab(chromium, address, viewport={"width": size[0], "height": size[1]}, **whole)
        tab.own = (*tab.own, f"{site}/")
        tabs.append(tab)
        gap = '<p style="height:200px">Text of the article.</p>'
        pages["/article"] = (
            '<!DOCTYPE html><html lang="en"><meta name="viewport" content="width=device-width"><title>Article</title>'
            f'<link rel="icon" href="data:,"><body style="margin:0">{gap}{gap.join(frames)}'
            '<p style="height:3000px">The rest.</p>'
        )
        page = tab.screen.page
        page.goto(f"{site}/article", wait_until="commit")
        page.wait_for_function("document.querySelectorAll('iframe').length")
        elements = page.locator("iframe").all()
        for element in elements:
            element.scroll_into_view_if_needed()
        found = [element.element_handle().content_frame() for element in elements]
        if whole.get("java_script_enabled", True):
            for element, frame in zip(elements, found, strict=True):
                element.scroll_into_view_if_needed()
                wait(page, frame, LIVE)
        return page, found

    yield opened
    wrong = [(tab.log.outside, tab.log.errors) for tab in tabs if tab.log.outside or tab.log.errors]
    cookies = [tab.context.cookies() for tab in tabs]
    for tab in tabs:
        tab.context.close()
    # Where scripts are off, a browser says of each that its page asks for beforehand that it does not run.
    wrong = [
        (outside, said)
        for outside, errors in wrong
        if (said := [one for one in errors if not one.startswith("csp: ")]) or outside
    ]
    assert wrong == []
    assert not any(cookies)


def wait(page: Page, frame: Frame, condition: str, seconds: float = 45) -> None:
    """Wait until something is true in a frame, asked from outside it."""
    for _ in range(round(seconds / 0.05)):
        if frame.url and frame.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"Still not true in the frame: {condition}")


def middle(page: Page, at: int = 0) -> tuple[float, float]:
    box = page.locator("iframe").nth(at).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.journey
def test_two_maps_on_a_page_one_in_a_sandbox_do_not_disturb_each_other(article, address):
    page, (first, second) = article(
        frame_html(address, f"{QUERY}&switches=air_policing,coalition_forces"),
        frame_html(
            address, f"{QUERY}&switches=air_policing&theme=dark", 'sandbox="allow-scripts allow-popups"'
        ),
    )
    assert second.evaluate("self.origin") == "null"  # of no site: whatever it would keep is refused
    assert second.evaluate("document.documentElement.dataset.mantineColorScheme") == "dark"
    assert second.evaluate("guarantees.map.views[0].placed().length") > 5  # its data and its typeface arrived
    assert second.evaluate("document.fonts.check('16px \"Guarantees Sans\"')")

    page.locator("iframe").first.scroll_into_view_if_needed()
    first.locator("label[data-layer=air_policing]").click()
    assert "air_policing" not in first.evaluate("guarantees.visible()")
    assert "air_policing" in second.evaluate("guarantees.visible()")
    wait(page, first, "!document.querySelector('[data-map-label=air_policing]')")
    assert second.evaluate("Boolean(document.querySelector('[data-map-label=air_policing]'))")
    assert not first.locator("#legend .only-in").is_visible()  # of comparing alone
    legend = first.locator("#legend [data-layer=air_policing]")
    assert not legend.first.is_visible()

    assert first.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("history.length") <= 2  # "back" of the article is the article's
    assert "layers=line_of_occupation,coalition_forces,cities" in first.locator("#embed-full").get_attribute(
        "href"
    )


def test_the_wheel_scrolls_the_article_and_with_ctrl_it_zooms_the_map(article, address):
    page, (frame,) = article(frame_html(address, QUERY))
    zoom, place = frame.evaluate(ZOOM), page.evaluate("scrollY")
    page.mouse.move(*middle(page))
    page.mouse.wheel(0, 90)
    page.wait_for_function("(from) => scrollY > from", arg=place)
    wait(page, frame, "document.querySelector('#map [data-gesture]')?.dataset.gesture == 'wheel'")
    said = frame.locator(".maplibregl-desktop-message")
    assert said.inner_text() == "To zoom the map, hold Ctrl while you scroll"
    assert not frame.locator(".maplibregl-mobile-message").is_visible()
    assert frame.evaluate(ZOOM) == zoom

    label = frame.locator(
        ".map-label:visible"
    ).first.bounding_box()  # lies over the map, and lets the wheel pass as well
    place = page.evaluate("scrollY")
    page.mouse.move(label["x"] + 8, label["y"] + 8)
    page.mouse.wheel(0, 40)
    page.wait_for_function("(from) => scrollY > from", arg=place)
    assert frame.evaluate(ZOOM) == zoom

    place = page.evaluate("scrollY")
    page.keyboard.down("Control")
    page.mouse.move(*middle(page))
    page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    wait(page, frame, f"{ZOOM} > {zoom} + 0.1")
    assert page.evaluate("scrollY") == place


def test_one_finger_moves_the_article_and_two_move_the_map(article, address):
    page, (frame,) = article(frame_html(address, QUERY), size=(390, 700), has_touch=True, is_mobile=True)
    centre = "guarantees.map.live.getCenter().toArray()"
    before, place = frame.evaluate(centre), page.evaluate("scrollY")
    x, y = middle(page)
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        session.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]}
        )

    touch("touchStart", (x, y))
    for step in range(1, 9):
        touch("touchMove", (x, y - 12 * step))
    touch("touchEnd")
    page.wait_for_function("(from) => scrollY > from + 20", arg=place)
    assert frame.evaluate(centre) == before
    wait(page, frame, "document.querySelector('#map [data-gesture]')?.dataset.gesture == 'touch'")
    assert frame.locator(".maplibregl-mobile-message").inner_text() == "To move the map, use two fingers"

    page.locator("iframe").scroll_into_view_if_needed()
    x, y = middle(page)
    place = page.evaluate("scrollY")
    touch("touchStart", (x - 30, y), (x + 30, y))
    for step in range(1, 9):
        touch("touchMove", (x - 30 + 6 * step, y), (x + 30 + 6 * step, y))
    touch("touchEnd")
    wait(page, frame, f"Math.abs({centre}[0] - {before[0]}) > 0.2")
    assert page.evaluate("scrollY") == place


def test_where_scripts_are_off_a_figure_takes_its_place(article, address):
    page, (frame,) = article(frame_html(address, f"{QUERY}&switches=air_policing"), java_script_enabled=False)
    still = frame.locator("#embed-still")
    still.wait_for(state="visible")
    assert "Coalition forces" in still.get_attribute("alt")
    wait(page, frame, "document.getElementById('embed-still').naturalWidth > 300")
    assert frame.locator("#embed-full").is_visible()
    assert not frame.locator("#map").is_visible()
    assert not frame.locator("#embed-switches").is_visible()
    assert max(frame.evaluate(OVERFLOW)) <= 0


def test_a_first_visit_fetches_no_more_than_it_may(chromium, address):
    tab = Tab(
        chromium,
        address,
        viewport={"width": 760, "height": 570},
        device_scale_factor=1,
        reduced_motion="reduce",
    )
    page, fetched = tab.screen.page, []
    page.on("requestfinished", lambda request: fetched.append(request))
    page.goto(f"{address}/embed?switches=monitoring_mission,coalition_forces,air_policing,maritime_patrols")
    page.wait_for_function(LIVE)
    page.evaluate(IDLE)
    sizes = {
        urlsplit(one.url).path: one.sizes()["responseBodySize"] + one.sizes()["responseHeadersSize"]
        for one in fetched if one.url.startswith(address)
    }  # fmt: skip
    errors = tab.log.errors
    tab.context.close()
    assert errors == []
    assert "/assets/vendor/plotly-map.min.js" in sizes
    assert sum(sizes.values()) < MAX_BYTES, sizes


@pytest.mark.parametrize(("width", "legend"), [(320, "folded"), (1200, "open")])
def test_everything_has_its_room_from_a_phone_to_a_wide_page(article, address, width, legend):
    switches = "monitoring_mission,coalition_forces,air_policing,maritime_patrols"
    _, (frame,) = article(frame_html(address, f"switches={switches}"), size=(width, 950))
    assert frame.evaluate("document.documentElement.dataset.legend") == legend
    assert max(frame.evaluate(OVERFLOW)) <= 0
    assert frame.evaluate(SIZE)[1] >= 200
    for part in ("#embed-foot .notice", "#data-date", "#embed-full", "#embed-sources-open", "#legend-toggle"):
        assert frame.locator(part).evaluate(IN_SIGHT), part
    assert frame.evaluate(LEGEND_SHARE) <= 0.155
    if legend == "folded":
        frame.locator("#legend-toggle").click()
        assert frame.locator("#legend .legend-row:visible").first.is_visible()
        assert frame.locator("#legend").evaluate(IN_SIGHT)


def test_a_view_shows_the_same_ground_in_a_frame_of_another_size(article, address):
    page, (frame,) = article(
        frame_html(address, f"{QUERY}&view=31.2,48.6,6&screen=1400x1000"), size=(700, 700)
    )
    # The map's size at the zoom of the address; one side is that of the screen it was made on.
    fits = f"""(() => {{
      const [width, height] = {SIZE}.map((side) => side * 2 ** (6 - {ZOOM}));
      return Math.abs(Math.min(width / 1400, height / 1000) - 1) < 0.01;
    }})()"""
    assert frame.evaluate(fits)
    page.set_viewport_size({"width": 500, "height": 700})
    wait(page, frame, f"{SIZE}[0] == 500 && {fits}")


def test_it_can_be_used_by_keyboard_and_says_what_was_clicked(article, address):
    page, (frame,) = article(frame_html(address, f"{QUERY}&switches=air_policing"))
    frame.locator("#toggle-air_policing").focus()
    page.keyboard.press("Space")
    assert "air_policing" not in frame.evaluate("guarantees.visible()")
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(frame.evaluate("document.activeElement.id || document.activeElement.tagName"))
        if reached[-1] == "embed-full":
            break
    order = [one for one in reached if one in ("CANVAS", "legend-toggle", "embed-sources-open", "embed-full")]
    assert order == ["CANVAS", "legend-toggle", "embed-sources-open", "embed-full"]

    label = frame.locator("[data-map-label=coalition_forces]")
    label.focus()
    page.keyboard.press("Enter")
    card = frame.locator("#single-card")
    assert card.is_visible()
    assert "40 km back" in card.inner_text()
    page.keyboard.press("Escape")
    assert not card.is_visible()
    assert label.evaluate("(it) => it == document.activeElement")

    frame.locator("#embed-sources-open").click()
    assert "DeepState" in frame.locator("#embed-sources").inner_text()


def test_a_comparison_has_both_names_its_divider_and_a_legend_of_what_only_one_covers(article, address):
    other = "name%3DFar%2Bback%26coalition_forces.standoff_km%3D80"
    page, (frame,) = article(
        frame_html(address, f"edition=2&switches=coalition_forces&b={other}"), size=(820, 700)
    )
    wait(page, frame, "document.getElementById('map').dataset.second == 'live'")
    assert frame.locator(".side-label").all_inner_texts() == ["A · As proposed", "B · Far back"]
    marks = "querySourceFeatures('only_in').map((one) => one.properties.feature_id)"
    both = "'only-a-coalition_forces,only-b-coalition_forces'"
    wait(
        page,
        frame,
        f"guarantees.map.views.every(({{ map }}) => [...new Set(map.{marks})].sort().join() === {both})",
    )
    rows = frame.locator("#legend .only-in .legend-row")
    assert rows.last.is_visible()
    assert [text.strip() for text in rows.all_inner_texts()] == ["Only in A", "Only in B"]
    divider = frame.locator("#compare-divider")
    divider.focus()
    page.keyboard.press("ArrowLeft")
    assert divider.get_attribute("aria-valuenow") == "48"
    frame.locator("#side-b").click()
    frame.locator("label[data-layer=coalition_forces]").click()
    wait(page, frame, "!guarantees.of('b').layers.has('coalition_forces')")
    assert frame.evaluate("guarantees.of('a').layers.has('coalition_forces')")
    full = parse_qs(urlsplit(frame.locator("#embed-full").get_attribute("href")).query)
    assert "name=Far+back" in full["b"][0]


def test_a_bad_address_is_told_in_the_frame_and_the_rest_applies(article, address):
    _, (frame,) = article(frame_html(address, "layers=cities&nonsense=3&switches=ports"))
    note = frame.locator(".note")
    assert "“nonsense=3” is not understood" in note.inner_text()
    assert frame.evaluate("guarantees.visible()") == ["cities"]


def test_share_gives_code_that_shows_what_is_on_the_map(open_page, article, address):
    screen = open_page(f"/?{QUERY}&title=Who%20%22stands%22%20where", own=True)
    page = screen.page
    page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }")
    screen.press("s")
    page.locator("#share-embed").click()
    page.locator("#embed-form [value=monitoring_mission]").check()
    page.locator("#embed-form [name=shape]").select_option("16/9")
    page.locator("#embed-form [name=theme]").select_option("dark")
    page.locator("#embed-copy").click()
    screen.until("window.copied")
    code = page.evaluate("window.copied")
    assert page.locator("#embed-code").input_value() == code
    address_of = html.unescape(re.search(r'src="([^"]+)"', code)[1])
    keys = parse_qs(urlsplit(address_of).query)
    assert keys["switches"] == ["monitoring_mission,coalition_forces,air_policing"]
    assert (keys["theme"], keys["layers"]) == (
        ["dark"],
        ["line_of_occupation,coalition_forces,air_policing,cities"],
    )
    assert 'loading="lazy"' in code
    assert "aspect-ratio:16/9" in code
    assert "Notional" in html.unescape(re.search(r'title="([^"]+)"', code)[1])
    page.locator("#embed-preview > summary").click()
    preview = page.locator("#embed-preview iframe").element_handle().content_frame()
    wait(page, preview, LIVE)
    screen.press("Escape")
    page.locator("#embed-preview iframe").wait_for(state="detached")

    _, (frame,) = article(code)
    assert frame.evaluate("guarantees.visible()") == [
        "line_of_occupation",
        "coalition_forces",
        "air_policing",
        "cities",
    ]
    assert frame.locator("h1").inner_text() == 'Who "stands" where'
