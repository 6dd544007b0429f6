import io
import zipfile
from functools import cache

import pytest
from decks import BARE, LONG, SOURCED, TIMELINE, briefing
from decks import library as shipped
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Emu

from export.decks.build import DeckError, deck

pytestmark = pytest.mark.slow


@cache
def made() -> bytes:
    return deck("pptx", briefing(TIMELINE, LONG, BARE), shipped(), processes=1)


@pytest.fixture
def slides():
    return list(Presentation(io.BytesIO(made())).slides)


def texts(slide):
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def picture(slide):
    (found,) = [one for one in slide.shapes if hasattr(one, "image")]
    return found


def test_the_slides_are_16_to_9_and_in_order(slides):
    size = Presentation(io.BytesIO(made()))
    assert size.slide_width * 9 == size.slide_height * 16
    titles = [slide.shapes.title.text for slide in slides]
    assert titles[0] == "A small briefing"
    assert titles[1] == "What was tried"
    assert titles[3] == "Nothing but a map"
    assert titles[-1].startswith("Assumptions of this project")
    assert all(title.startswith("Sources") for title in titles[4:-1])


def test_the_opening_tells_author_date_and_notice(slides):
    whole = "\n".join(texts(slides[0]))
    for part in ("A. Tester", "31 Jan 2026", "Notional: not actual or planned deployments."):
        assert part in whole


def test_titles_and_bullets_stand_in_placeholders_with_their_markup_as_formats(slides):
    body = next(one for one in slides[1].placeholders if one.placeholder_format.type.name == "BODY")
    runs = body.text_frame.paragraphs[0].runs
    assert [(run.text, run.font.bold, run.font.italic) for run in runs][:3] == [
        ("Bold", True, None), (", ", None, None), ("italic", None, True),
    ]  # fmt: skip
    assert runs[-1].text == "link"
    assert runs[-1].hyperlink.address == "https://example.org/a?b=1&c=2"
    assert body.text_frame.paragraphs[1].text == '<script>alert(1)</script> & "quotes" stay as they are'


def test_every_slide_has_marking_and_number_and_what_shows_something_notional_the_notice(slides):
    for number, slide in enumerate(slides, start=1):
        assert "For tests only" in texts(slide)
        documented = slide.shapes.title.text in ("What was tried", "Nothing but a map")
        assert ("Notional: not actual or planned deployments." in texts(slide)) != documented, number
        (field,) = slide.shapes._spTree.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}fld")
        assert field.get("type") == "slidenum"
        assert field[-1].text == str(number)


def test_the_map_is_a_crisp_undistorted_picture_told_in_words(slides):
    # The second shows air policing alone, which is notional and whose reach ends at the line; the third nothing.
    for slide, has_line, is_notional in zip(
        slides[1:4], (True, True, False), (False, True, False), strict=True
    ):
        map_ = picture(slide)
        image = Image.open(io.BytesIO(map_.image.blob))
        shown_in = map_.width / 914400, map_.height / 914400
        assert image.width / shown_in[0] >= 2 * 96 - 1
        assert image.width / image.height == pytest.approx(shown_in[0] / shown_in[1], rel=0.01)
        assert (map_.crop_left, map_.crop_top) == (0, 0)
        words = map_._element.nvPicPr.cNvPr.get("descr")
        assert ("Line of occupation on 31 August 2025" in words) == has_line
        assert ("Notional" in words) == is_notional


def test_a_timeline_is_native_shapes_with_dates_and_texts(slides):
    shapes = [one for one in slides[1].shapes if one.name.startswith("Timeline")]
    dots = [one for one in shapes if one.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE]
    assert len(dots) == 3
    assert [one.text_frame.text for one in shapes if one.name.endswith("text")] == [
        "5 Dec 1994\nBudapest: assurances", "Sep 2014\nFirst Minsk ceasefire", "2022\nFull-scale invasion",
    ]  # fmt: skip


def test_notes_are_plain_words_with_addresses_and_sources(slides):
    notes = slides[1].notes_slide.notes_text_frame.text
    assert notes.startswith(
        "Say it slowly, and show the text (https://example.org/notes).\nA second paragraph.\n"
    )
    assert "Column by Luke Coffey" in notes
    assert "\nAssumptions of this project\n" in notes
    assert notes.index("Column by Luke Coffey") < notes.index("Assumptions of this project")


def test_every_source_is_listed_with_its_address(slides):
    listed = "\n".join(text for slide in slides[4:] for text in texts(slide))
    for key in ("coffey_2025_08_31", "unga_es_11_1", "natural_earth", "airportsdata"):
        source = shipped().sources[key]
        assert source.title in listed
        assert (source.url or "") in listed


def test_nothing_leaves_the_slide_and_no_placeholder_is_left_empty(slides):
    for slide in slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= Emu(1280 * 9525)
            assert shape.top + shape.height <= Emu(720 * 9525)
        for shape in slide.placeholders:
            assert hasattr(shape, "image") or shape.text_frame.text, shape.name


def test_the_file_is_sound_xml_with_ids_of_their_own_and_types_for_all_parts():
    with zipfile.ZipFile(io.BytesIO(made())) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        types = package.read("[Content_Types].xml").decode()
        for name in names:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
            assert (
                f'PartName="/{name}"' in types
                or f'Extension="{name.rpartition(".")[2]}"' in types
                or "Content" in name
            )
        for name in (one for one in names if one.startswith("ppt/slides/slide")):
            tree = etree.fromstring(package.read(name))
            ids = [
                one.get("id")
                for one in tree.iter("{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr")
            ]
            assert len(ids) == len(set(ids)), name


def test_the_properties_tell_title_author_and_notice():
    properties = Presentation(io.BytesIO(made())).core_properties
    assert (properties.title, properties.author) == ("A small briefing", "A. Tester")
    assert properties.subject == "Notional: not actual or planned deployments"


# -- a person's own template -----------------------------------------------------------------------


def template(*names: str, as_potx: bool = False) -> bytes:
    """The plain template of python-pptx with some of its layouts, and a sample slide."""
    presentation = Presentation()
    for layout in list(presentation.slide_layouts):
        if layout.name not in names:
            presentation.slide_layouts.remove(layout)
    presentation.slides.add_slide(presentation.slide_layouts[0]).shapes.title.text = "SAMPLE"
    file = io.BytesIO()
    presentation.save(file)
    return as_template(file.getvalue()) if as_potx else file.getvalue()


def as_template(body: bytes, kind: bytes = b"template.main+xml") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"presentation.main+xml", kind))
    return made.getvalue()


@cache
def in_template(layout: str) -> bytes:
    own = template("Title Slide", layout, as_potx=layout == "Two Content")
    notional = SOURCED.replace("[line_of_occupation]", "[line_of_occupation, monitoring_mission]")
    return deck("pptx", briefing(BARE, TIMELINE, notional), shipped(), template=own)


@pytest.mark.parametrize("layout", ["Two Content", "Picture with Caption", "Content with Caption"])
def test_a_persons_template_is_filled_where_it_has_room(layout):
    slides = list(Presentation(io.BytesIO(in_template(layout))).slides)
    assert [slide.shapes.title.text for slide in slides][:4] == [
        "A small briefing", "Nothing but a map", "What was tried", "One point",
    ]  # fmt: skip
    assert not any("SAMPLE" in text for slide in slides for text in texts(slide))
    for slide in slides[1:3]:
        assert slide.slide_layout.name == layout
        map_ = picture(slide)
        image = Image.open(io.BytesIO(map_.image.blob))
        assert image.width / image.height == pytest.approx(map_.width / map_.height, rel=0.01)
    for slide in slides:
        assert "For tests only" in texts(slide)
        documented = slide.shapes.title.text in ("Nothing but a map", "What was tried")
        assert ("Notional: not actual or planned deployments." in texts(slide)) != documented


@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize("layout", ["Two Content", "Picture with Caption", "Content with Caption"])
def test_a_slide_in_a_persons_template_cites_its_sources_clear_of_all_else(layout):
    bare, *cited = list(Presentation(io.BytesIO(in_template(layout))).slides)[1:4]
    assert not any(text.startswith("Sources: ") for text in texts(bare))
    for slide in cited:
        (line,) = [shape for shape in slide.shapes if shape.name == "Sources of this slide"]
        (band,) = [shape for shape in slide.shapes if shape.name == "Marking"]
        assert line.text_frame.text.startswith("Sources: ")
        map_ = picture(slide)
        assert band.top + band.height < map_.top
        assert map_.top + map_.height < line.top
        kinds = {shape.placeholder_format.type.name: shape for shape in slide.placeholders}
        below = [kinds[name].top for name in ("FOOTER", "SLIDE_NUMBER") if name in kinds]
        assert below
        assert line.top + 12 * 12700 <= min(below)
    assert "FOOTER" in kinds, "the last one shows something notional"


def test_bullets_have_marks_where_a_template_sets_its_text_without():
    for layout, marked in (("Content with Caption", True), ("Two Content", False)):
        slide = list(Presentation(io.BytesIO(in_template(layout))).slides)[3]
        (text,) = [one for one in slide.placeholders if one.has_text_frame and "mark" in one.text_frame.text]
        assert ("buChar" in text._element.xml) is marked, layout


def test_a_map_lets_a_light_template_be_seen_round_it_and_stands_on_its_own_ground_on_a_dark_one():
    light = template("Title Slide", "Two Content")
    dark = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(light)) as old, zipfile.ZipFile(dark, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'lastClr="FFFFFF"', b'lastClr="101018"'))
    for body, mode in ((light, "RGBA"), (dark.getvalue(), "RGB"), (None, "RGB")):
        made = deck("pptx", briefing(SOURCED), shipped(), template=body)
        image = Image.open(io.BytesIO(picture(list(Presentation(io.BytesIO(made)).slides)[1]).image.blob))
        assert image.mode == mode


@pytest.mark.parametrize(
    ("layouts", "lacks"),
    [
        (("Blank",), "lacks a title placeholder and a text placeholder and an area for a picture"),
        (("Title Only",), "lacks a text placeholder and an area for a picture"),
        (("Title and Content", "Title Slide"), "“Title and Content”, lacks an area for a picture"),
    ],
)
def test_a_template_without_room_for_a_scene_is_refused_by_what_it_lacks(layouts, lacks):
    presentation = Presentation()
    for layout in list(presentation.slide_layouts):
        if layout.name not in layouts:
            presentation.slide_layouts.remove(layout)
    file = io.BytesIO()
    presentation.save(file)
    with pytest.raises(DeckError, match=lacks):
        deck("pptx", briefing(BARE), shipped(), template=file.getvalue())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (lambda: b"", "cannot be read"),
        (lambda: b"no zip at all", "cannot be read"),
        (lambda: made()[:4000], "cannot be read"),
        (lambda: as_template(template("Two Content"), b"presentation.macroEnabled.main+xml"), "holds macros"),
        (lambda: as_template(template("Two Content"), b"wordprocessing.main+xml"), "no PowerPoint file"),
        (lambda: b"PK" + b"\0" * 50_000_000, "more than 50 MB"),
    ],
    ids=["empty", "text", "cut", "macros", "other", "large"],
)
def test_a_file_that_is_no_template_is_refused_in_words(body, said):
    with pytest.raises(DeckError, match=said):
        deck("pptx", briefing(BARE), shipped(), template=body())
