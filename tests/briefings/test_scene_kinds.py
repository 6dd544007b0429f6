"""A kind of scene is one module: found by being there, and shown by page and decks without another edit."""

import base64
import gzip
import io
import json
import re

import pikepdf
import pypdfium2
import pytest
from decks import HEAD, TIMELINE
from pptx import Presentation

from briefings import scenes
from briefings.loader import dump, load
from briefings.placeholders import resolved
from briefings.validation import BriefingError
from dashboard.app import create_app
from export.decks.build import deck
from i18n.language import language

GLOSSARY = """  - id: words
    title: Words
    bullets: [Said beside the map]
    sources: [studio]
    scenario: {layers: [ports, line_of_occupation]}
    terms:
      - {word: Corridor, meaning: "**{maritime_patrols.corridor.length_nm}** from Odesa", source: crystal_group_2025}
      - {word: Line, meaning: "As of {line.date}", source: studio_line}
"""
TEXT = """  - id: words-alone
    kind: text
    title: Nothing but words
    bullets: [One line, "Another on {line.date}"]
    scenario: {layers: []}
"""
MEMBERS = """  - id: who
    kind: members
    title: Who has offered what
    scenario: {layers: [contributors]}
"""
COMPARE = """  - id: two
    title: A longer reach
    bullets: [What changes]
    scenario: {layers: [air_policing, maritime_patrols], air_policing.radius_km: 400}
    against: {layers: [air_policing], air_policing.radius_km: 1200}
    names: [Near, Far]
"""
SENSITIVITY = """  - id: what-moves-it
    title: The radius decides
    bullets: [Everything else as proposed]
    scenario: {layers: [maritime_patrols]}
    measure: sea.corridor_share
"""


def faults(library, text: str) -> str:
    with pytest.raises(BriefingError) as caught:
        load(HEAD + text, library)
    return str(caught.value)


def read(library, text: str):
    return load(HEAD + text, library).scenes[0]


def slides_of(body: bytes):
    return list(Presentation(io.BytesIO(body)).slides)


def words_of(slide) -> str:
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            texts += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(texts)


def page_words(body: bytes, page: int) -> str:
    return pypdfium2.PdfDocument(body)[page].get_textpage().get_text_range()


# -- the dummy -------------------------------------------------------------------------------------


def test_the_dummy_is_a_kind_by_lying_in_the_folder(glossary):
    assert list(scenes.kinds()) == [
        "map",
        "compare",
        "glossary",
        "members",
        "sensitivity",
        "text",
        "timeline",
    ]


def test_the_dummy_is_read_checked_and_written_back(glossary, library):
    briefing = load(HEAD + GLOSSARY, library)
    (scene,) = briefing.scenes
    assert (scene.kind, scene.source_keys()) == ("glossary", ["studio", "crystal_group_2025", "studio_line"])
    assert load(dump(briefing, library), library) == briefing
    assert "kind:" not in dump(briefing, library), "its own field says it"
    assert '"terms item 1 word" must be one line of up to 40 characters, got nothing' in faults(
        library, GLOSSARY.replace("word: Corridor, ", "")
    )
    assert '"terms item 2 source"' in faults(library, GLOSSARY.replace("studio_line", "studio_lin"))
    assert "Did you mean {line.date}?" in faults(library, GLOSSARY.replace("{line.date}", "{line.dat}"))
    assert "a field of that name. Did you mean “terms”?" in faults(
        library, GLOSSARY.replace("terms:", "term:")
    )


def test_the_dummy_is_in_the_data_of_the_page(glossary, store, tmp_path):
    (tmp_path / "small.yaml").write_text(HEAD + GLOSSARY, encoding="utf-8")
    client = create_app(store, briefings_folder=tmp_path).server.test_client()
    (scene,) = client.get("/briefings/small.json").get_json()["scenes"]
    assert (scene["kind"], scene["has_map"], scene["table"]["columns"]) == (
        "glossary",
        True,
        ["Word", "Meaning"],
    )
    assert [["".join(run["text"] for run in cell) for cell in row] for row in scene["table"]["rows"]] == [
        ["Corridor", "about 350 nm from Odesa"], ["Line", "As of 31 Aug 2025"],
    ]  # fmt: skip
    assert "crystal_group_2025" in {source["key"] for source in scene["sources"]}
    assert [fault for fault in client.get("/briefings.json").get_json()["faults"] if "terms" in fault] == []


def test_the_dummy_is_in_slides_as_a_table_beside_its_map(glossary, library):
    _, slide, *_ = slides_of(deck("pptx", load(HEAD + GLOSSARY, library), library))
    words = words_of(slide)
    assert {"Words", "Said beside the map", "Meaning", "Corridor", "about 350 nm from Odesa"} <= set(
        words.split("\n")
    )
    assert [shape.name for shape in slide.shapes if shape.has_table] == ["Table"]
    assert "Map" in [shape.name for shape in slide.shapes]
    assert "crystal-group" in slide.notes_slide.notes_text_frame.text


def test_the_dummy_is_in_pages_and_in_the_web_page(glossary, library):
    briefing = load(HEAD + GLOSSARY, library)
    words = page_words(deck("pdf", briefing, library), 1)
    assert all(said in words for said in ("Words", "Meaning", "about 350 nm", "As of 31 Aug 2025", "Odesa"))
    page = deck("html", briefing, library)
    packed = re.search(rb'id="pack-data">([^<]+)<', page)[1]
    (scene,) = json.loads(gzip.decompress(base64.b64decode(packed)))["boot"]["present"]["scenes"]
    assert len(scene["table"]["rows"]) == 2


# -- the shipped kinds -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"), [(TIMELINE, "timeline"), (COMPARE, "compare"), (TEXT, "text"), (MEMBERS, "members"),
                       (SENSITIVITY, "sensitivity"), ("  - {id: a, title: A}\n", "map")],
)  # fmt: skip
def test_the_kind_is_named_or_follows_from_the_fields(library, text, kind):
    briefing = load(HEAD + text, library)
    assert briefing.scenes[0].kind == kind
    written = dump(briefing, library)
    assert load(written, library) == briefing
    assert ("kind:" in written) == (kind in ("text", "members"))


def test_a_kind_that_does_not_exist_is_refused_with_those_that_do(library):
    assert (
        '"kind" must be one of map, compare, members, sensitivity, text, timeline, got “txt”. Did you mean “text”?'
        in faults(library, TEXT.replace("kind: text", "kind: txt"))
    )


def test_a_field_of_another_kind_is_refused_where_the_kind_is_named(library):
    found = faults(library, TEXT + "    timeline: []\n")
    assert (
        '"timeline" must be one of the fields kind, id, title, bullets, notes, sources, scenario, got'
        in found
    )


def test_members_are_the_datas_in_the_language_asked_for(library):
    scene = read(library, MEMBERS)
    english, ukrainian = (resolved(scene, library, language(code)).table for code in ("en", "uk"))
    assert (
        len(english.rows)
        == len(ukrainian.rows)
        == library.frame("contributors", scene.scenario)["kind"].nunique()
    )
    assert "United Kingdom" in dict(english.rows)["Offers troops or hubs in Ukraine"]
    assert "Канада" in " ".join(row[1] for row in ukrainian.rows)


def test_a_kind_says_which_layers_its_map_must_show(library):
    assert "layers with contributors, which a scene of the kind “members” shows, got cities" in faults(
        library, MEMBERS.replace("[contributors]", "[cities]")
    )


def test_a_comparison_lists_the_key_figures_that_differ_and_no_others(library):
    table = resolved(read(library, COMPARE), library).table
    assert table.columns == ("", "Near", "Far", "Difference")
    row, *measures = table.rows
    assert row[0] == "Ukraine within reach of a base"
    near, far = (int(value.removesuffix("\u00a0%")) for value in row[1:3])
    assert row[3] == f"+{far - near}\u00a0points"
    assert [one[0] for one in measures] == [
        "People on government-held ground within reach of a base",
        "Ukraine’s land that none of the guarantees shown covers",
        "People whom none of the guarantees shown covers",
    ]
    assert [one[3][0] for one in measures] == ["+", "\N{MINUS SIGN}", "\N{MINUS SIGN}"]
    assert '"against air_policing.radius_km" must be' in faults(library, COMPARE.replace("1200", "12000"))
    assert '"against" must be a scenario' in faults(
        library, COMPARE.replace("    against:", "    kind: compare\n    aganst:")
    )


def test_what_moves_a_measure_is_a_table_of_its_numbers_of_one_or_of_dates(library):
    bars = resolved(read(library, SENSITIVITY), library).table
    assert bars.columns == ("Number", "Least", "Most")
    (row,) = bars.rows  # nothing else moves it
    assert row[0] == "Black Sea patrols: Standoff"
    assert row[2].endswith("nm)")
    of_one = SENSITIVITY + "    parameter: maritime_patrols.standoff_nm\n"
    curve = resolved(read(library, of_one), library).table
    assert 2 < len(curve.rows) <= 8
    (now,) = [row for row in curve.rows if row[0].startswith("**")]
    assert now[0] == "**12\u00a0nm**"
    dates = resolved(read(library, SENSITIVITY + "    over: dates\n"), library, language("uk")).table
    assert len(dates.rows) == len(library.store.line_dates)
    assert dates.columns[0] == "Дата лінії"
    assert "Did you mean “sea.corridor_share”?" in faults(
        library, SENSITIVITY.replace("corridor_share", "corridor_shar")
    )
    assert '"parameter" must be a parameter with a slider' in faults(
        library, of_one.replace("standoff_nm", "radius_km")
    )


def test_a_slide_has_what_moves_a_measure(library):
    _, slide, *_ = slides_of(deck("pptx", load(HEAD + SENSITIVITY, library), library))
    assert "Black Sea patrols: Standoff" in words_of(slide)
    assert "Map" in [shape.name for shape in slide.shapes]


def test_a_scene_without_a_map_has_the_whole_page_for_its_lines(library):
    briefing = load(HEAD + TEXT, library)
    _, slide, *_ = slides_of(deck("pptx", briefing, library))
    assert "Map" not in [shape.name for shape in slide.shapes]
    assert "Another on 31 Aug 2025" in words_of(slide)
    body = deck("pdf", briefing, library)
    assert "Another on 31 Aug 2025" in page_words(body, 1)
    with pikepdf.open(io.BytesIO(body)) as document:
        assert len(document.pages) >= 2
