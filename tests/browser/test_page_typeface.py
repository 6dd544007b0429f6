"""The page is set in the shipped typeface on any machine, and nothing moves when it comes late."""

import base64
from pathlib import Path

import pytest
from matplotlib import get_data_path
from screen import Screen

from export.typography import typeface as fonts

TEXT = "Security guarantees for Ukraine, 1,200 km"
PARTS = (
    "#header h1", ".head-button", "#line-date", ".layer-title", ".base-map summary h2",
    ".base-map .layer-title", "#timeline-date", ".card-kinds .legend-row span:last-child",
    "#legend .legend-head span", ".map-label strong", "#assessment h3", ".measure-value", ".measure-caveat",
    "#footer .notice", "#scale-text", "#north text",
)  # fmt: skip
WIDTH = """(text) => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `400 100px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width / 100;
}"""
#: Fonts that the map draws with: known to the page, and there.
MAP_FONTS = """() => {
  const { layers } = guarantees.map.live.getStyle();
  const families = layers.map((layer) => layer.layout?.["text-font"]?.[0]).filter(Boolean);
  return [...new Set(families)].map((family) => [family, [...document.fonts].some((face) =>
    face.family.replaceAll('"', "") === family && face.status === "loaded")]);
}"""
#: The stand-in of that name, drawn with a font that is given, in the place of the typeface.
STAND_IN = """async ([name, ...files]) => {
  const sheets = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const rules = sheets.flatMap((rule) => [rule, ...(rule.styleSheet?.cssRules ?? [])])
    .filter((rule) => rule instanceof CSSFontFaceRule && rule.style.fontFamily.replaceAll('"', "") === name);
  for (const [i, { style }] of rules.entries()) {
    const value = (property) => style.getPropertyValue(property);
    const face = new FontFace("Given", `url(data:font/ttf;base64,${files[i]})`, {
      weight: value("font-weight"), sizeAdjust: value("size-adjust"), ascentOverride: value("ascent-override"),
      descentOverride: value("descent-override"), lineGapOverride: value("line-gap-override") });
    document.fonts.add(await face.load());
  }
  document.documentElement.style.setProperty("--font", "Given");
  await document.fonts.ready;
  return rules.length;
}"""
#: How wide each line of text is in all that stands round the map, and where the parts of the page are.
LAID_OUT = """() => {
  let width = 0;
  const all = "#header h1, .head-button, .view-button, .layer-title, .legend-row, .measure-label, #footer";
  for (const part of document.querySelectorAll(all)) {
    const range = document.createRange();
    range.selectNodeContents(part);
    for (const { width: wide, height } of range.getClientRects()) if (height > 8) width += wide;
  }
  const heights = ["#header", "#footer", ".switch-row", ".head-button", ".legend-row"]
    .map((one) => Math.round(document.querySelector(one).getBoundingClientRect().height));
  return [width, heights, document.getElementById("guarantee-panel").scrollHeight];
}"""


def drawn_with(screen: Screen, selector: str) -> set[tuple[str, bool]]:
    """Return the families that an element's text is drawn with, and whether the page brought them."""
    session = screen.page.context.new_cdp_session(screen.page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    session.detach()
    return {(font["familyName"], font["isCustomFont"]) for font in used}


@pytest.mark.journey
def test_every_part_of_the_page_is_set_in_the_shipped_typeface(open_page):
    screen = open_page("/", anew=False)
    screen.until(
        "document.querySelector('#assessment .measure-value') && document.querySelector('.map-label strong')"
    )
    screen.page.locator(".base-map > summary").click()  # closed at the start
    for selector in PARTS:
        assert drawn_with(screen, selector) == {(fonts.FAMILY, True)}, selector
    assert screen.page.evaluate(WIDTH, TEXT) == pytest.approx(fonts.width_em(TEXT), rel=0.005)
    assert dict(screen.page.evaluate(MAP_FONTS)) == {
        f"{fonts.FAMILY}{weight}": True for weight in ("", " Semibold", " Italic")
    }


def test_what_stands_in_for_the_typeface_moves_nothing(open_page):
    screen = open_page("/", own=True)
    screen.until("document.querySelector('#assessment .measure-value')")
    width, heights, height = screen.page.evaluate(LAID_OUT)
    folder = Path(get_data_path()) / "fonts" / "ttf"
    files = [
        base64.b64encode((folder / name).read_bytes()).decode()
        for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
    ]
    assert screen.page.evaluate(STAND_IN, [f"{fonts.FAMILY} DejaVu", *files]) == 2
    assert screen.page.evaluate(WIDTH, TEXT) != pytest.approx(
        fonts.width_em(TEXT), rel=1e-6
    )  # it does stand in
    late_width, late_heights, late_height = screen.page.evaluate(LAID_OUT)
    assert late_heights == heights
    assert late_width == pytest.approx(width, rel=0.02)
    assert late_height == pytest.approx(height, rel=0.03)


def test_the_other_pages_are_set_in_it_too(open_page):
    screen = open_page(None)
    for path, selector in (("/corrections", "h1"), ("/presenter/default", "#back")):
        screen.goto(path, ready=False)
        screen.page.wait_for_load_state()
        screen.page.evaluate("document.fonts.ready.then(() => true)")
        assert drawn_with(screen, selector) == {(fonts.FAMILY, True)}, path
