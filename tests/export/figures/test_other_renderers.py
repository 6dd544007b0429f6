"""Every kind of file as other programs draw it, Chromium SVG and PDFium PDF, beside the picture of the same figure.

Matplotlib drew all of them, so its own view of a file proves nothing: a clip of negative height emptied the map of
every SVG, and only for those who opened one.
"""

import base64
import io
import re
from collections.abc import Callable, Iterator

import numpy as np
import pypdfium2
import pytest
from decks import default
from decks import library as shipped
from drawing import REFERENCES, figure, kept
from PIL import Image, ImageFilter
from playwright.sync_api import Playwright
from test_figure import FOLDER

from briefings.placeholders import resolved
from export.decks import scene_map, slide_layout
from export.figures.figure import save
from tools.get_chromium import find

pytestmark = pytest.mark.slow

#: Two pixels are apart where, after a mean over 3 × 3 of them, a channel differs by more than this, of 255. Renderers
#: smooth edges and letters in their own ways: that stays below, whereas ground of another kind does not.
APART = 32
MOST_APART = 0.03
PAGE = """<style>body{{margin:0}}img{{display:block}}</style>
<img width="{}" height="{}" src="data:image/svg+xml;base64,{}">"""

#: Pages of other sizes are drawn in the same ways.
DIFFERENT = ("slide-16x9", "a4-portrait", "dark", "print", "safe", "uk", "compare", "world")

Drawn = Callable[[bytes, tuple[int, int]], Image.Image]


def apart(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that are apart."""
    a, b = (
        np.asarray(each.convert("RGB").filter(ImageFilter.BoxBlur(1)), dtype=int) for each in (one, other)
    )
    return float((np.abs(a - b).max(axis=2) > APART).mean())


def reference(name: str) -> Image.Image:
    return Image.open(FOLDER / f"{name}.png").convert("RGB")


@pytest.fixture(scope="module")
def in_chromium(playwright: Playwright) -> Iterator[Drawn]:
    """Draw an SVG as a browser does; without the graphics processor, which software would have to imitate."""
    path = find()
    if path is None:
        pytest.fail("No Chromium for the browser tests; get one with: .venv/bin/python -m tools.get_chromium")
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_context(offline=True).new_page()

    def drawn(file: bytes, size: tuple[int, int]) -> Image.Image:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.set_content(PAGE.format(*size, base64.b64encode(file).decode()))
        return Image.open(io.BytesIO(page.screenshot()))

    yield drawn
    browser.close()


def in_pdfium(file: bytes, size: tuple[int, int]) -> Image.Image:
    page = pypdfium2.PdfDocument(file)[0]
    return page.render(scale=size[0] / page.get_width()).to_pil().resize(size)


@pytest.mark.sweep(keep=2)
@pytest.mark.browser
@pytest.mark.parametrize("name", DIFFERENT)
def test_other_renderers_draw_an_svg_and_a_pdf_like_the_picture(name, in_chromium):
    picture = reference(name)
    drawn = figure(REFERENCES[name])
    svg = apart(in_chromium(save(drawn, "svg"), picture.size), picture)
    assert svg <= MOST_APART, f"{name}: look at the SVG in a browser"
    pdf = apart(in_pdfium(save(drawn, "pdf"), picture.size), picture)
    assert pdf <= MOST_APART, f"{name}: look at the PDF in another reader than Matplotlib"


@pytest.mark.sweep(keep=1)
@pytest.mark.browser
@pytest.mark.parametrize("name", ["print", "dark"])
def test_the_comparison_sees_an_empty_map(name, in_chromium):
    picture, svg = reference(name), kept("svg", REFERENCES[name])
    turned = re.sub(rb'(<rect x="[\d.]+" y="[\d.]+" width="[\d.]+" height=")', rb"\1-", svg)
    assert turned != svg
    assert apart(in_chromium(turned, picture.size), picture) > 2 * MOST_APART


def test_no_clip_has_a_negative_side():
    boxes = re.findall(
        r'<clipPath[^>]*>\s*<rect [^>]*width="([^"]+)" height="([^"]+)"',
        kept("svg", REFERENCES["print"]).decode(),
    )
    assert boxes
    assert all(float(width) > 0 and float(height) > 0 for width, height in boxes)


@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize("scene_id", ["the-line", "together"])
def test_the_map_of_a_pdf_deck_looks_in_another_renderer_like_its_picture(scene_id, monkeypatch):
    canvases = []
    draw = scene_map.draw
    monkeypatch.setattr(
        scene_map,
        "draw",
        lambda canvas, *args, **kwargs: canvases.append(canvas) or draw(canvas, *args, **kwargs),
    )
    scene = resolved(default().scene(scene_id), shipped())
    pdf, _ = scene_map.page(scene, shipped(), slide_layout.CONTENT)
    pixels = Image.fromarray(canvases[-1].pixels())
    picture = Image.new("RGB", pixels.size, "white")
    picture.paste(pixels, mask=pixels.getchannel("A"))
    assert apart(in_pdfium(pdf, picture.size), picture) <= MOST_APART
