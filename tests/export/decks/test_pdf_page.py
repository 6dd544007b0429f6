"""Pages written by ReportLab alone, without maps."""

import io

import pikepdf
import pypdfium2
import pytest

from briefings.markdown import Run, runs
from export.decks import slide_layout
from export.decks.pdf_page import PdfPage, new_canvas
from export.figures.projection import Rect
from export.typography import typeface

STYLE = slide_layout.DeckStyle(marking="For tests only")
BOX = Rect(left=44, top=200, width=1000, height=100)


def written(*paragraphs: str) -> bytes:
    canvas = new_canvas("en")
    page = PdfPage(canvas, STYLE)
    top = BOX.top
    for text in paragraphs:
        top = page.paragraph(runs(text), Rect(left=44, top=top, width=1000, height=0), 20)
    page.finish("1", "A page")
    return canvas.getpdfdata()


def text_of(pdf: bytes) -> str:
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize(
    "text",
    [
        "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789",
        "AV To Ty We. fi fl ffi «лапки» — 12–14 ’тире’",
        "100 % of 5 km² ≤ ✓ ◆ → done",
    ],
)
def test_every_letter_is_found_again_as_it_was_written(text):
    assert text in text_of(written(text))


def test_the_faces_of_one_word_do_not_change_its_letters():
    assert "Київ✓2014, ready" in text_of(written("**Київ**✓*2014*, ready"))


def test_what_no_font_has_is_a_box_and_what_stands_round_it_stays():
    assert "before □ after" in text_of(written("before \U0001f642 after"))


def test_text_is_as_wide_as_it_was_measured_kerning_included():
    text = "AV To Ty We. Тут"
    pdf = pypdfium2.PdfDocument(written(text))[0].get_textpage()
    found = pdf.search(text).get_next()
    left, right = pdf.get_charbox(found[0])[0], pdf.get_charbox(found[0] + found[1] - 1)[2]
    assert right - left == pytest.approx(typeface.width_em(text) * 20, abs=3)


def test_a_page_names_no_font_that_it_does_not_embed():
    with pikepdf.open(io.BytesIO(written("plain **bold** ✓"))) as document:
        fonts = document.pages[0].resources["/Font"].values()
        assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
        assert {str(font["/BaseFont"]).partition("+")[2] for font in fonts} == {
            "GuaranteesSans-Regular", "GuaranteesSans-Semibold", "DejaVuSans",
        }  # fmt: skip


def test_a_link_covers_its_words_and_no_more():
    with pikepdf.open(io.BytesIO(written("See [the text](https://example.org/a?b=1&c=2) now"))) as document:
        (link,) = document.pages[0]["/Annots"]
        left, bottom, right, top = map(float, link["/Rect"])
        assert str(link["/A"]["/URI"]) == "https://example.org/a?b=1&c=2"
    assert right - left == pytest.approx(typeface.width_em("the text") * 20, abs=0.1)
    assert left > 44 * 0.75 + typeface.width_em("See") * 20
    assert 540 - top < 200 * 0.75 + 20
    assert 10 < top - bottom < 24


def test_titles_come_before_marking_and_notice_for_who_listens_to_the_page():
    text = text_of(written("Said first"))
    assert text.index("Said first") < text.index("For tests only") < text.index("Notional")


def test_a_marking_too_long_for_its_band_is_cut():
    canvas = new_canvas("en")
    page = PdfPage(canvas, slide_layout.DeckStyle(marking="Only for some eyes " * 20))
    page.lines([[(Run(text="x"), 0.0)]], 44, 200, 20)
    page.finish("1")
    assert "…" in text_of(canvas.getpdfdata())
