"""Figures as pictures and vectors: like their references, true to scale, and told apart by every reader."""

import io
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from drawing import ALL, GUARANTEES, REFERENCES, asked, draw, figure, kept
from drawing import picture as picture_of
from PIL import Image
from pyproj import Geod

from export.figures.canvas import Canvas
from export.figures.figure import save
from export.figures.legend import swatch
from export.figures.options import FIGURE_THEMES
from export.figures.page_sizes import layout_of
from export.figures.projection import Rect
from layers.style.rows import PALETTES, STYLE, THEMES, rows_of

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parents[1] / "references"
BLOCK_PX = 16
#: Mean difference of a block, of 255: letters that shift by part of a pixel stay below, a name that moves does not.
WORST_BLOCK, MEAN = 40.0, 2.5
#: Machado, Oliveira and Fernandes 2009, table 1: deuteranopia, severity 1.0, in linear RGB.
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)
GEOD = Geod(ellps="WGS84")
GROUNDS = ("land", "ukraine", "sea")


def blocks(picture: np.ndarray) -> np.ndarray:
    height, width = (side // BLOCK_PX * BLOCK_PX for side in picture.shape[:2])
    cut = picture[:height, :width].reshape(height // BLOCK_PX, BLOCK_PX, width // BLOCK_PX, BLOCK_PX, 3)
    return cut.mean(axis=(1, 3))


def unlike(picture: np.ndarray, reference: np.ndarray) -> tuple[float, float]:
    """Largest and mean difference of blocks."""
    difference = np.abs(blocks(picture) - blocks(reference)).mean(axis=2)
    return float(difference.max()), float(difference.mean())


def read(source) -> np.ndarray:
    return np.asarray(Image.open(source).convert("RGB"), dtype=float)


def drawn_like(name: str, query: str = "") -> tuple[np.ndarray, np.ndarray]:
    """A figure and a reference, both in the reference's size and colours."""
    reference = Image.open(FOLDER / f"{name}.png")
    picture = Image.open(io.BytesIO(picture_of(query or REFERENCES[name]))).convert("RGB")
    few = (
        picture.resize(reference.size, Image.Resampling.BOX)
        .quantize(palette=reference, dither=Image.Dither.NONE)
        .convert("RGB")
    )
    return np.asarray(few, dtype=float), np.asarray(reference.convert("RGB"), dtype=float)


@pytest.mark.sweep("slide-16x9", "uk", "compare")
@pytest.mark.parametrize("name", REFERENCES)
def test_a_figure_looks_like_its_reference(name):
    worst, mean = unlike(*drawn_like(name))
    assert worst <= WORST_BLOCK, f"{name}: look at it, then run tools/references.py {name}"
    assert mean <= MEAN, f"{name}: look at it, then run tools/references.py {name}"


@pytest.mark.wide
def test_the_comparison_sees_a_missing_layer_another_theme_and_a_moved_map():
    for query in ("layers=cities", "theme=print", "view=32,48.5,5.1"):
        worst, mean = unlike(*drawn_like("slide-16x9", f"scale=0.44&{query}"))
        assert worst > WORST_BLOCK or mean > MEAN, query


def test_references_are_small():
    assert {path.stem for path in FOLDER.glob("*.png")} == set(REFERENCES)
    assert all(path.stat().st_size <= 90_000 for path in FOLDER.glob("*.png"))


# -- vectors and text ------------------------------------------------------------------------------


@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize(
    ("lang", "words"), [("en", ["Kyiv", "Black Sea", "Notional"]), ("uk", ["Київ", "Чорне море", "Умовно"])]
)
def test_an_svg_is_all_vectors_with_text_as_text_and_its_letters_with_it(lang, words):
    text = kept("svg", f"lang={lang}&theme=print").decode()
    assert "<image" not in text
    assert "<pattern" not in text
    assert all(re.search(rf"<text[^>]*>{word}", text) for word in words)
    faces = re.findall(r"base64,([\w+/=]+)\)", text)
    assert len(faces) >= 2
    assert sum(map(len, faces)) <= 60_000
    assert len(text) <= 2_000_000


@pytest.mark.parametrize(("lang", "words"), [("en", ["Kyiv", "Constanța"]), ("uk", ["Київ", "Одеса"])])
def test_a_pdf_is_all_vectors_with_text_that_can_be_copied_and_its_fonts_with_it(lang, words):
    data = kept("pdf", f"lang={lang}&layout=a4-landscape")
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert all(word in text for word in words)
    with pikepdf.open(io.BytesIO(data)) as document:
        kinds = [str(item.get("/Subtype")) for item in document.objects if isinstance(item, pikepdf.Stream)]
        fonts = list(document.pages[0].Resources.Font.values())
        assert "/Image" not in kinds
        assert 2 <= len(fonts) <= 4
        for font in fonts:
            (inner,) = font.DescendantFonts
            assert "/FontFile2" in inner.FontDescriptor
    assert len(data) <= 1_500_000


def test_paper_has_its_size_in_a_pdf():
    with pikepdf.open(io.BytesIO(kept("pdf", "lang=en&layout=a4-landscape"))) as document:
        left, bottom, right, top = (float(side) for side in document.pages[0].MediaBox)
    assert ((right - left) / 72 * 25.4, (top - bottom) / 72 * 25.4) == pytest.approx((297, 210), abs=0.1)


# -- true to scale ---------------------------------------------------------------------------------


@pytest.mark.sweep(keep=2)
@pytest.mark.parametrize("query", ["", "view=33.5,46.2,6.2", "view=31,48.6,11", "view=45,38,3", 
    "layout=social&view=0,0,2",
                                   "layout=a4-portrait", "view=36,48,7&lang=uk"])  # fmt: skip
def test_the_scale_bar_is_as_long_as_a_geodesic_says(query):
    drawn = draw(*asked(query))
    save(drawn, "png")
    bar, camera = drawn.scale_bar.info, drawn.camera
    half = bar.length_px / camera.m_per_px / 2  # the bar's axes count in metres of the map
    x, y = camera.rect.left + camera.rect.width / 2, camera.rect.top + camera.rect.height / 2
    (lon1, lat1), (lon2, lat2) = camera.lon_lat(np.array([(x - half, y), (x + half, y)]))
    said_m = bar.value * {"m": 1, "km": 1e3, "Mm": 1e6}[bar.units]
    assert GEOD.inv(lon1, lat1, lon2, lat2)[2] == pytest.approx(said_m, rel=0.005)
    km, nm = (
        float(n.replace(",", ".").replace("\xa0", ""))
        for n in re.findall(r"[\d.,\xa0]+", said_in_english(bar))
    )
    assert nm == pytest.approx(km / 1.852, rel=0.02)


def said_in_english(bar) -> str:
    """The two numbers of the bar's text, whatever the language: km first."""
    return bar.scale_text.replace(",", "") if "nm" in bar.scale_text else bar.scale_text


# -- every reader ----------------------------------------------------------------------------------


def linear(rgb: np.ndarray) -> np.ndarray:
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def luminance(token: str, theme: str) -> float:
    value = PALETTES[theme][token]
    rgb = np.array([int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return float(linear(rgb) @ (0.2126, 0.7152, 0.0722))


def contrast(one: str, other: str, theme: str) -> float:
    """Contrast as WCAG 2 defines it."""
    low, high = sorted((luminance(one, theme), luminance(other, theme)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "token",
    sorted(
        {row.stroke for layer in GUARANTEES for row in rows_of(layer) if row.stroke} | {"occupied", "routes"}
    ),
)
def test_what_is_drawn_stands_out_from_every_ground(theme, token):
    for ground in GROUNDS:
        assert contrast(token, ground, theme) >= 3, ground


@pytest.mark.parametrize("theme", THEMES)
def test_text_stands_out_from_its_halo_and_from_the_page(theme):
    pairs = {(row.text, row.halo) for row in STYLE.values() if row.text}
    for text, ground in pairs | {("text", "ukraine"), ("text_muted", "ukraine")}:
        assert contrast(text, ground, theme) >= 4.5, (text, ground)


def swatches(theme: str) -> dict[str, np.ndarray]:
    """Each guarantee as the legend shows it: the swatch of its area and that of its symbol, side by side, 0-1."""
    found = {}
    for layer in GUARANTEES:
        rows = [row for row in rows_of(layer) if row.label]
        (lead,) = (row for row in rows if row.lead)
        symbol = next(row for row in rows if row.symbol)
        canvas = Canvas(layout_of("600x300"), theme, ratio=4)
        canvas.box(Rect(left=0, top=0, width=canvas.width, height=canvas.height), fill=canvas.rgba("ukraine"))
        half = canvas.width / 2
        swatch(canvas, lead, Rect(left=half - 60, top=100, width=50, height=26))
        swatch(canvas, symbol, Rect(left=half + 10, top=100, width=50, height=26))
        canvas.figure.canvas.draw()
        picture = np.asarray(canvas.figure.canvas.buffer_rgba(), dtype=float)[:, :, :3] / 255
        scale = 4 * canvas.layout.scale
        found[layer] = picture[
            int(95 * scale) : int(131 * scale), int((half - 65) * scale) : int((half + 65) * scale)
        ]
    return found


def as_deuteranope(picture: np.ndarray) -> np.ndarray:
    return np.clip(linear(picture) @ DEUTERANOPIA.T, 0, 1) ** (1 / 2.2)


def as_grey(picture: np.ndarray) -> np.ndarray:
    return (linear(picture) @ (0.2126, 0.7152, 0.0722))[:, :, None] ** (1 / 2.2)


@pytest.mark.sweep(keep=2)
@pytest.mark.parametrize("seen", [as_deuteranope, as_grey])
@pytest.mark.parametrize("theme", THEMES)
def test_the_four_guarantees_are_told_apart_without_colour_or_with_less_of_it(theme, seen):
    shown = {layer: seen(picture) for layer, picture in swatches(theme).items()}
    for one, other in combinations(GUARANTEES, 2):
        # Where shape or pattern differ, many px differ by much; where only a tint does, none would.
        differ = np.abs(shown[one] - shown[other]).max(axis=2) > 0.12
        assert differ.mean() > 0.05, f"{one} and {other} look alike"


def test_the_print_theme_has_greys_alone():
    picture = read(io.BytesIO(picture_of(REFERENCES["print"])))
    assert np.ptp(picture, axis=2).max() == 0


# -- two scenarios ---------------------------------------------------------------------------------


@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize(
    ("layout", "beside"), [("slide-16x9", True), ("a4-landscape", True), ("a4-portrait", False)]
)
def test_two_scenarios_stand_side_by_side_or_where_the_page_is_high_one_above_the_other(layout, beside):
    drawn = figure(f"layout={layout}&b=line%3D2022-11-15%26layers%3Dcities,contributors")
    first, second = drawn.page.maps
    assert (first.width, first.height) == (second.width, second.height)
    assert (first.top == second.top) == beside
    assert (first.left == second.left) != beside
    one, other = (panel.camera for panel in drawn.panels)
    assert (one.lon, one.lat, one.m_per_px) == (other.lon, other.lat, other.m_per_px)


def test_one_legend_holds_what_either_map_shows():
    drawn = figure("layers=monitoring_mission&b=layers%3Dcontributors")
    first, second = ({part.row.label for part in panel.parts if part.row.label} for panel in drawn.panels)
    assert set(drawn.legend_labels) == first | second
    assert first - second
    assert second - first


def test_captions_tell_what_differs():
    drawn = figure(
        "b=line%3D2022-11-15%26monitoring_mission.depth_km%3D30%26layers%3Dmonitoring_mission,contributors"
    )
    first, second = (" ".join(lines) for lines in drawn.page.caption_lines)
    assert first.startswith("A · Line of occupation on 31 August 2025")
    assert "Monitoring mission, depth: 15 km" in first
    assert "Only here: Line of occupation, Coalition forces" in first
    assert second.startswith("B · Line of occupation on 15 November 2022")
    assert "Only here: Contributors" in second
    assert "Monitoring mission, depth: 30 km" in second


def test_names_stand_above_their_maps_and_what_differs_below():
    drawn = figure("name=Now&b=name%3DFar%2Bback%26air_policing.radius_km%3D300")
    first, second = drawn.page.caption_lines
    assert (first[0], second[0]) == ("A · Now", "B · Far back")
    assert "Air policing, radius: 300 km" in " ".join(second)


def test_ground_that_only_one_covers_is_marked_on_both_maps_and_in_the_legend():
    drawn = figure("layers=air_policing&b=air_policing.radius_km%3D800%26layers%3Dair_policing")
    assert [{part.row.kind for part in panel.parts} & {"only_a", "only_b"} for panel in drawn.panels] == [
        {"only_b"}
    ] * 2
    assert "Only in B" in drawn.legend_labels
    assert "Only in A" not in drawn.legend_labels


@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize(("layout", "columns", "rows"), [("slide-16x9", 3, 2), ("a4-portrait", 2, 3)])
def test_six_scenarios_are_small_maps_of_one_size_with_one_legend_and_one_scale(layout, columns, rows):
    others = "&".join(
        f"{letter}=air_policing.radius_km%3D{300 + 100 * i}%26name%3DReach+{i}"
        for i, letter in enumerate("bcdef")
    )
    drawn = figure(f"layout={layout}&{others}")
    maps = drawn.page.maps
    assert len({(one.width, one.height) for one in maps}) == 1
    assert (len({one.left for one in maps}), len({one.top for one in maps})) == (columns, rows)
    assert len({(panel.camera.lon, panel.camera.lat, panel.camera.m_per_px) for panel in drawn.panels}) == 1
    assert [lines[0] for lines in drawn.page.caption_lines][1] == "B · Reach 0"
    assert not {"Only in A", "Only in B"} & set(drawn.legend_labels)


def test_without_the_second_scenarios_frames_the_first_is_drawn_alone():
    scenario, options = asked("b=line%3D2022-11-15")
    drawn = draw(replace(scenario, compare=None), options)
    assert len(drawn.panels) == 1
    assert drawn.page.caption_lines == ()


# -- furniture -------------------------------------------------------------------------------------


@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize("theme", FIGURE_THEMES)
def test_every_figure_carries_title_date_notice_sources_north_and_author(theme):
    drawn = figure(f"theme={theme}&author=N.%20N.&marking=Draft&{ALL}")
    texts = " ".join(text.get_text() for text in drawn.canvas.page.texts)
    for said in ("Security guarantees for Ukraine", "31 August 2025", "Notional: not actual or planned deployments.",
                 "Sources: ", "Figure: N. N.", "Data as of ", "projection", "° N", "° E", "Draft"):  # fmt: skip
        assert said in texts, said
    assert sum(text.get_text() == "Draft" for text in drawn.canvas.page.texts) == 2
    assert any(text.get_text() == "N" for text in drawn.canvas.page.texts)


def test_changed_assumptions_are_told_with_the_proposals_values():
    texts = " ".join(text.get_text() for text in figure("monitoring_mission.depth_km=30").canvas.page.texts)
    assert "Changed from the defaults: Monitoring mission, depth: 30 km (default: 15 km)" in texts


def test_graticule_and_inset_can_be_left_out():
    drawn = figure("graticule=no&inset=no")
    assert drawn.page.inset is None
    assert not [text for text in drawn.canvas.page.texts if "°" in text.get_text()]
