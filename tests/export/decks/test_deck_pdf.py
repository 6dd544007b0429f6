import io
from functools import cache

import pikepdf
import pypdfium2
import pytest
from decks import BARE, LONG, TIMELINE, briefing
from decks import library as shipped

from export.decks.build import deck

pytestmark = pytest.mark.slow


@cache
def made() -> bytes:
    return deck("pdf", briefing(TIMELINE, LONG, BARE), shipped(), processes=1, notes_pages=True)


@pytest.fixture
def pdf():
    with pikepdf.open(io.BytesIO(made())) as document:
        yield document


@cache
def words() -> list[str]:
    document = pypdfium2.PdfDocument(made())
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_pages_are_16_to_9_and_as_many_as_scenes_with_opening_and_sources():
    small = deck("pdf", briefing(BARE), shipped(), processes=1)
    with pikepdf.open(io.BytesIO(small)) as document:
        boxes = {tuple(float(side) for side in page.mediabox) for page in document.pages}
        assert boxes == {(0, 0, 960, 540)}
        assert len(document.pages) >= 1 + 1 + 1


def test_every_scene_has_a_bookmark_that_leads_to_its_page(pdf):
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        notes = [item.children[0].title for item in outline.root[1:3]]
        targets = [pikepdf.Page(item.destination[0]).label for item in outline.root]
    assert titles[:2] == ["A small briefing", "What was tried"]
    assert titles[-2:] == ["Sources", "Assumptions of this project"]
    assert notes[0] == "Notes: What was tried"
    assert targets[:2] == ["1", "2"]


def test_every_text_can_be_selected_and_every_page_says_what_it_is():
    pages = words()
    assert all("For tests only" in page for page in pages)
    for page in pages:
        documented = "What was tried" in page or "Nothing but a map" in page
        assert ("Notional: not actual or planned deployments." in page) != documented, page
    scene = next(page for page in pages if "What was tried" in page and "Kyiv" in page)
    for text in (
        "Bold, italic and a link",
        '<script>alert(1)</script> & "quotes"',
        "5 Dec 1994",
        "First Minsk ceasefire",
        "Crimea is Ukraine",
        "Occupied territory (derived)",
        "200 km",
    ):
        assert text in scene, text


def test_long_notes_go_on_over_pages_and_lose_no_word():
    notes = [page for page in words() if "Notes: A title as long" in page]
    assert sum(page.count("Words to say.") for page in notes) >= 415  # a line may end within the three words
    assert len(notes) >= 1


def test_links_lead_to_the_web_and_nowhere_else(pdf):
    places = {
        str(note["/A"]["/URI"]) for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note
    }
    assert "https://example.org/a?b=1&c=2" in places
    assert all(place.startswith(("https://", "http://")) for place in places)
    assert not any(
        "/JS" in obj or "/JavaScript" in obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary)
    )


def resources(page):
    """Return what a page draws with, and what the map laid on it does."""
    forms = [one for one in page.resources.get("/XObject", {}).values() if one["/Subtype"] == "/Form"]
    return [page.resources, *(form["/Resources"] for form in forms)]


def test_maps_are_vectors_and_fonts_are_embedded(pdf):
    fonts_found = 0
    for page in pdf.pages:
        for found in resources(page):
            drawn = found.get("/XObject", {}).values()
            assert not [one for one in drawn if one["/Subtype"] == "/Image"]
            for font in found["/Font"].values():
                descendant = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
                assert "/FontFile2" in descendant["/FontDescriptor"]
                fonts_found += 1
    assert fonts_found > len(pdf.pages)


def test_all_pages_share_the_letters_of_their_texts(pdf):
    written = {font.objgen for page in pdf.pages for font in page.resources["/Font"].values()}
    assert len(written) <= 5, "three faces, and a second font for signs that the first lacks"


def test_the_same_briefing_gives_the_same_file():
    assert deck("pdf", briefing(TIMELINE, LONG, BARE), shipped(), processes=1, notes_pages=True) == made()


def test_title_author_language_and_labels_are_told(pdf):
    assert "ReportLab" not in str(pdf.docinfo)
    assert pdf.Root.PageMode == "/UseOutlines"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/Title"]) == "A small briefing"
    assert str(pdf.docinfo["/Author"]) == "A. Tester"
    assert str(pdf.Root.Lang) == "en"
    assert pdf.pages[2].label == "2 notes"
