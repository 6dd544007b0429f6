import pytest
from decks import BARE, LONG, SCENES, TIMELINE, briefing, default, library

from briefings.placeholders import resolved
from export.decks import slide_layout
from i18n.language import language

SAID = language("en")


def plan(scene, broader=1.0):
    return slide_layout.plan(resolved(scene, library()), SAID, broader=broader)


@pytest.mark.parametrize("broader", [1.0, 1.15])
@pytest.mark.parametrize("scene_id", [*SCENES, "history", "long", "bare"])
def test_nothing_on_a_page_overlaps_or_leaves_it(scene_id, broader):
    told = default() if scene_id in SCENES else briefing(TIMELINE, LONG, BARE)
    found = plan(told.scene(scene_id), broader)
    boxes = [box for box in (slide_layout.TITLE, found.body, found.map, slide_layout.CITED) if box]
    if found.timeline:
        boxes += [moment.text_box for moment in found.timeline.moments]
    for i, a in enumerate(boxes):
        assert a.left >= 0
        assert a.right <= 1280
        assert a.bottom <= 720
        assert min(a.width, a.height) > 0
        for b in boxes[:i]:
            apart = (
                a.left >= b.right or b.left >= a.right or a.top >= b.bottom - 0.5 or b.top >= a.bottom - 0.5
            )
            assert apart, (a, b)


def test_texts_shrink_until_they_fit_and_no_further_than_a_room_can_read():
    texts = ["a few words that repeat themselves"] * 5
    size = slide_layout.fit_pt(texts, 400, 150, (20, 16, 12), gap_em=0.5)
    assert slide_layout.text_height(texts, 400, size, gap_em=0.5) <= 150
    assert slide_layout.text_height(texts, 400, {16: 20, 12: 16}[size], gap_em=0.5) > 150
    assert slide_layout.fit_pt(texts * 9, 100, 10, (20, 16, 12)) == 12


def test_the_longest_scene_still_fits_its_column():
    scene = resolved(briefing(LONG).scenes[0], library())
    found = slide_layout.plan(scene, SAID, broader=1.15)
    height = slide_layout.text_height(
        scene.bullets,
        found.body.width,
        found.body_pt,
        broader=1.15,
        gap_em=slide_layout.BULLET_GAP_EM,
        indent_em=1,
    )
    assert height <= found.body.height
    assert found.body_pt >= 12


def test_twelve_entries_of_a_timeline_take_two_rows():
    entries = "".join(
        f'      - {{date: "{year}", text: "{"long text " * 12}", source: studio}}\n'
        for year in range(2010, 2022)
    )
    scene = briefing("  - id: t\n    title: T\n    scenario: {layers: []}\n    timeline:\n" + entries).scenes[
        0
    ]
    timeline = plan(scene).timeline
    assert len(timeline.moments) == 12
    assert len(timeline.rails) == 2
    assert plan(scene).map.height > 150


@pytest.mark.parametrize(
    ("text", "said"), [("2022", "2022"), ("2014-09", "Sep 2014"), ("1994-12-05", "5 Dec 1994")]
)
def test_dates_of_a_timeline_read_as_a_person_writes_them(text, said):
    assert SAID.day(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [("2022", "2022"), ("2014-09", "вересень 2014"), ("1994-12-05", "5 грудня 1994"), ("?-", "?-")],
)
def test_they_are_ukrainian_in_a_ukrainian_deck(text, said):
    assert language("uk").day(text).startswith(said)


def test_a_source_is_dated_in_the_language_of_the_deck():
    text = slide_layout.source_text(library().sources["coffey_2025_08_31"], language("uk"))
    assert "31 серпня 2025" in text
    assert text.endswith("р.")
    assert not text.endswith("..")


def test_the_sources_of_the_argument_come_before_those_of_its_maps_each_once():
    found = briefing(TIMELINE)
    keys = slide_layout.cited_keys(found, ["studio_line", "geonames", "geonames"], library())
    assert keys[:2] == ["coffey_2025_08_31", "studio_line"]
    assert keys.index("unga_es_11_1") < keys.index("geonames")
    assert "natural_earth" in keys
    assert len(keys) == len(set(keys))


def test_a_source_tells_publisher_title_date_and_how_sure_it_is():
    text = slide_layout.source_text(library().sources["bloomberg_2025_02_20"], language("en"))
    assert text.startswith("Bloomberg: Report on British and French planning")
    assert text.endswith("20 Feb 2025 (reported).")


def test_an_assumption_tells_what_it_states_and_why():
    assumption = library().sources["studio_line"]
    assert slide_layout.source_text(assumption, language("en")) == f"{assumption.title}. {assumption.reason}"
