"""What we write, opened in the programs that people open it in; `make test-programs` gets them where apt may.

QGIS itself is not asked: it reads a GeoPackage by GDAL, whose own program is here.
"""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from decks import BARE, LONG, TIMELINE, briefing
from decks import library as shipped
from drawing import kept
from PIL import Image, ImageFilter
from pptx import Presentation

from export.data.oblast_files import as_csv, as_xlsx, notes
from export.data.oblast_table import table_of
from export.decks.build import deck
from layers.core.build import Frames
from tools.deck_pictures import converted, office, to_pdf
from tools.get_programs import PROGRAMS

pytestmark = pytest.mark.programs
SMALL = "layout=640x400&scale=1"
WAIT_S = 300


def needs(program: str) -> pytest.MarkDecorator:
    reason = f"No {program} on this machine (Debian: apt install {PROGRAMS[program]})"
    return pytest.mark.skipif(shutil.which(program) is None, reason=reason)


def said_by(*command: str | Path) -> str:
    """What a program says, which must have done what it was asked."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=WAIT_S)
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs("soffice")
def test_libreoffice_opens_the_slides_and_shows_all_that_is_on_them(tmp_path):
    assert office()
    made = deck("pptx", briefing(TIMELINE, LONG, BARE), shipped(), processes=1)
    slides = list(Presentation(io.BytesIO(made)).slides)
    (tmp_path / "deck.pptx").write_bytes(made)
    document = pypdfium2.PdfDocument(to_pdf(tmp_path / "deck.pptx", tmp_path))
    assert len(document) == len(slides)
    for slide, page in zip(slides, document, strict=True):
        shown = page.get_textpage()
        text = " ".join(shown.get_text_range().split())
        for shape in slide.shapes:
            if shape.has_text_frame:
                for paragraph in shape.text_frame.paragraphs:
                    assert " ".join(paragraph.text.split()) in text
        width, height = page.get_size()
        assert shown.count_rects() > 0
        for index in range(shown.count_rects()):
            left, bottom, right, top = shown.get_rect(index)
            assert left >= 0 and bottom >= 0 and right <= width and top <= height  # noqa: PT018
        pictures = [one for one in page.get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
        assert len(pictures) >= len([one for one in slide.shapes if hasattr(one, "image")])


#: Comma, double quote, UTF-8, from the first row, English, and cells as the numbers that they hold, not as they look.
RAW_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false"


@needs("localc")
def test_libreoffice_finds_in_the_table_of_oblasts_the_numbers_that_were_put_in(tmp_path):
    frames = Frames()
    scenario = frames.registry.default()
    table = table_of(frames, scenario)
    book = tmp_path / "oblasts.xlsx"
    below = notes(scenario, frames.registry, [], address="https://example.org/", made="2026-11-28")
    book.write_bytes(as_xlsx(table, below, made="2026-11-28"))
    read = list(csv.reader(io.StringIO(converted(book, tmp_path, RAW_CSV).read_text(encoding="utf-8"))))
    ours = list(csv.reader(io.StringIO(as_csv(table, below).decode("utf-8-sig"))))
    assert read[0] == ours[0]
    for theirs, own in zip(read[1:29], ours[1:29], strict=True):
        assert theirs[:2] == own[:2]
        assert [float(one) for one in theirs[2:]] == pytest.approx([float(one) for one in own[2:]])
    assert [row[:2] for row in read[30:] if any(row)] == ours[30:]


@needs("inkscape")
@pytest.mark.parametrize("look", ["theme=light", "theme=print&lang=uk"])
def test_inkscape_draws_a_figure_like_our_own_picture(look, tmp_path):
    query = f"{SMALL}&{look}"
    (tmp_path / "figure.svg").write_bytes(kept("svg", query))
    picture = Image.open(io.BytesIO(kept("png", query)))
    said_by(
        "inkscape", tmp_path / "figure.svg", "--export-type=png", f"--export-width={picture.width}",
        f"--export-height={picture.height}", f"--export-filename={tmp_path / 'drawn.png'}",
    )  # fmt: skip
    one, other = (
        np.asarray(image.convert("RGB").filter(ImageFilter.BoxBlur(1)), dtype=int)
        for image in (picture, Image.open(tmp_path / "drawn.png"))
    )
    assert one.shape == other.shape
    # Inkscape knows no typeface that a file carries: its letters differ (0.05), a map that is not there by far more.
    assert (np.abs(one - other).max(axis=2) > 32).mean() < 0.08


@needs("ogrinfo")
def test_gdal_lists_every_layer_of_a_package_with_as_many_features_as_were_put_in(tmp_path):
    with zipfile.ZipFile(io.BytesIO(kept("zip", "layers=line_of_occupation,ports,cities"))) as package:
        package.extractall(tmp_path)
    (file,) = tmp_path.rglob("*.gpkg")
    names = re.findall(r"^\d+: (\S+)", said_by("ogrinfo", "-q", file), re.M)
    assert names
    counted = {}
    for name in names:
        summary = said_by("ogrinfo", "-so", file, name)
        counted[name] = int(summary.partition("Feature Count: ")[2].split()[0])
        assert 'ID["EPSG",4326]' in summary
    for layer_id in ("line_of_occupation", "ports", "cities"):
        (collection,) = tmp_path.rglob(f"{layer_id}.geojson")
        features = json.loads(collection.read_text(encoding="utf-8"))["features"]
        of_layer = sum(count for name, count in counted.items() if name.startswith(layer_id))
        assert of_layer == len(features), counted
