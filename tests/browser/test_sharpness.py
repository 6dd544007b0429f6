"""Without a graphics processor the map is coarse while it changes, and at rest what it is with one, to the pixel."""

import numpy as np
import pytest
from screen import TABLET

PATH = "/?layers=line_of_occupation,coalition_forces,air_policing&view=31.2,48.6,5.2"
#: Notes of each frame: pixels of the canvas and its size on the page.
NOTE_FRAMES = """() => {
  const map = guarantees.map.live, canvas = map.getCanvas();
  window.frames = [];
  window.noteFrame = () => window.frames.push([canvas.width, canvas.style.width, document.documentElement.dataset.map]);
  map.on("render", window.noteFrame);
}"""
#: Pixels of the frame at rest, as the page draws it and as MapLibre does by itself, and how many calls each takes.
BOTH_WAYS = """() => {
  const map = guarantees.map.live, { painter } = map, gl = map.getCanvas().getContext("webgl2");
  const drawn = () => {
    const { width, height } = map.getCanvas(), pixels = new Uint8Array(4 * width * height), own = gl.drawElements;
    let calls = 0;
    gl.drawElements = (...given) => { calls++; own.apply(gl, given); };
    map.redraw();
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    delete gl.drawElements;
    return { calls, pixels };
  };
  const ours = drawn(), { renderLayer, renderTileClippingMasks } = painter;
  delete painter.renderLayer;
  delete painter.renderTileClippingMasks;
  const plain = drawn();
  Object.assign(painter, { renderLayer, renderTileClippingMasks });
  const differ = ours.pixels.filter((byte, i) => byte !== plain.pixels[i]).length;
  return { ours: ours.calls, plain: plain.calls, differ };
}"""
#: Has WebGL say that a graphics processor draws.
PRETEND = """() => {
  const { getParameter } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.getParameter = function (key) {
    return key === 0x9246 ? "ANGLE (Intel, Mesa Intel(R) UHD Graphics 620)" : getParameter.call(this, key);
  };
}"""


def frames_of_a_switch(screen) -> list[tuple[int, str, str]]:
    screen.page.evaluate(NOTE_FRAMES)
    screen.click_switch("coalition_forces")
    screen.idle()
    screen.page.evaluate("void guarantees.map.live.off('render', window.noteFrame)")
    return [tuple(frame) for frame in screen.page.evaluate("window.frames")]


@pytest.mark.sharp
def test_the_map_is_coarse_while_it_changes_and_sharp_at_rest(open_page):
    screen = open_page(PATH, size=TABLET, anew=False)
    before = screen.map_shot()
    width = screen.page.evaluate("guarantees.map.live.getCanvas().width")
    frames = frames_of_a_switch(screen)
    assert frames[0][0] < 0.9 * width
    assert frames[0][2] == "moving"
    assert frames[-1][0] == width
    assert len({size for _, size, _ in frames}) == 1, "on the page it keeps its size"
    without = screen.map_shot()
    assert not np.array_equal(before, without)
    frames_of_a_switch(screen)
    assert np.array_equal(before, screen.map_shot())


@pytest.mark.sharp
def test_a_move_is_coarse_and_ends_sharp(open_page):
    screen = open_page(PATH, size=TABLET, anew=False)
    width = screen.page.evaluate("guarantees.map.live.getCanvas().width")
    screen.page.evaluate(NOTE_FRAMES)
    screen.page.evaluate("void guarantees.map.live.panBy([120, 40], { duration: 200, essential: true })")
    screen.idle()
    screen.page.evaluate("void guarantees.map.live.off('render', window.noteFrame)")
    widths = [frame[0] for frame in screen.page.evaluate("window.frames")]
    assert widths[0] < width == widths[-1]


@pytest.mark.sharp
def test_hidden_layers_leave_the_picture_and_nothing_else_does(open_page):
    screen = open_page(PATH, size=TABLET, anew=False)
    shown = screen.page.evaluate(BOTH_WAYS)
    assert shown["differ"] == 0
    assert shown["ours"] < shown["plain"]
    screen.show("line_of_occupation")
    hidden = screen.page.evaluate(BOTH_WAYS)
    assert hidden["differ"] == 0
    assert hidden["ours"] < shown["ours"]


@pytest.mark.sharp
def test_the_kept_picture_of_the_ground_follows_theme_place_and_what_lies_below_it(open_page):
    screen = open_page(PATH, size=TABLET, anew=False)
    assert screen.page.evaluate(BOTH_WAYS)["differ"] == 0
    for change in (
        "guarantees.change({ theme: 'dark' })",
        "guarantees.map.live.jumpTo({ center: [24, 50], zoom: 4.4 })",
        "guarantees.map.live.setPaintProperty('ground/country/fill', 'fill-color', '#123456')",
        "guarantees.change({ layers: new Set(['contributors', 'coalition_forces']) })",
        "guarantees.change({ theme: 'light' })",
    ):
        before = screen.map_shot()
        screen.page.evaluate(f"void {change}")  # handing over the map that some return takes seconds
        screen.idle()
        assert not np.array_equal(before, screen.map_shot()), change
        assert screen.page.evaluate(BOTH_WAYS)["differ"] == 0, change


@pytest.mark.sharp
def test_with_a_graphics_processor_each_frame_is_sharp(open_page):
    screen = open_page(None, size=TABLET, own=True)
    screen.page.add_init_script(f"({PRETEND})()")
    screen.goto(PATH)
    frames = frames_of_a_switch(screen)
    assert len({width for width, _, _ in frames}) == 1
    assert {state for _, _, state in frames} == {"sharp"}
    assert screen.page.evaluate("Object.hasOwn(guarantees.map.live.painter, 'renderLayer')") is False
