"""What is written round a figure is true of what it shows: line, dates and sources of that, and no other."""

import re

import pytest
from drawing import ALL, asked, figure, frames_of, registry, store

from dashboard.service import Service
from export.figures import page_layout
from export.typography import typeface
from geodata.dates import day
from geodata.sources import parted
from i18n.language import language
from layers.core import ground
from layers.core.citations import data_date

pytestmark = pytest.mark.slow


def foot_of(query: str) -> str:
    return " ".join(line.text for line in figure(query).page.foot_lines)


def said_by(query: str) -> str:
    return " ".join(text.get_text() for text in figure(query).canvas.page.texts)


@pytest.mark.parametrize("layers", ["", "ports,cities"])
def test_a_figure_without_the_line_gives_no_date_of_it(layers):
    assert "Line of occupation" not in said_by(f"layers={layers}")
    assert said_by(f"layers={layers},line_of_occupation").count("Line of occupation on 31 August 2025") == 2


def test_of_two_maps_only_the_one_with_the_line_has_its_date_in_the_caption():
    drawn = figure("layers=cities&b=layers%3Dline_of_occupation,cities%26line%3D2024-07-08")
    first, second = (" ".join(lines) for lines in drawn.page.caption_lines)
    assert first == "A"
    assert second.startswith("B · Line of occupation on 8 July 2024. Only here: Line of occupation")


@pytest.mark.parametrize(
    ("query", "date"),
    [
        ("layers=line_of_occupation&line=2022-02-23", "23 February 2022"),
        ("layers=line_of_occupation&line=2024-07-08", "8 July 2024"),
        ("layers=line_of_occupation,contributors", "18 May 2026"),
        ("layers=line_of_occupation,contributors&view=37,48,8", "18 May 2026"),
        ("layers=cities,oblasts", ""),
        ("layers=", ""),
    ],
)
def test_data_are_as_of_the_newest_fact_of_the_layers_shown(query, date):
    assert re.findall(r"Data as of ([^.]+)\.", foot_of(query)) == ([date] if date else [])


@pytest.mark.sweep(keep=2)
@pytest.mark.parametrize("query", ["layers=air_policing,coalition_forces&view=37,48,8", "layers=ports", ALL])
def test_a_figure_gives_the_date_that_the_page_gives(query):
    scenario, _ = asked(query)
    newest = data_date(frames_of(scenario).items(), registry())
    by_layer = Service(store()).dates(scenario)
    assert max(by_layer[layer_id] for layer_id in scenario.layers if layer_id in by_layer) == [
        newest,
        day(newest),
    ]
    assert f"Data as of {language('en').date(newest)}." in foot_of(query)


def test_an_empty_map_cites_its_ground_and_nothing_else():
    assert set(figure("layers=").cited) == set(ground.LAYER.sources)
    assert "Sources: Natural Earth; Central Intelligence Agency, as distributed with GSHHG." in foot_of(
        "layers="
    )


def test_only_what_is_in_the_frame_is_cited():
    near, whole = figure(f"{ALL}&view=37.5,47.8,9"), figure(f"{ALL}&view=31,48,4")
    assert set(near.cited) < set(whole.cited)
    assert "natoaktual.cz" in {source.publisher for source in whole.cited.values()}
    assert "natoaktual.cz" not in {source.publisher for source in near.cited.values()}


@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize(
    ("layout", "lang"), [("letter-portrait", "en"), ("a4-landscape", "uk"), ("a4-portrait", "uk")]
)
def test_paper_names_every_source(layout, lang):
    query = f"{ALL}&layout={layout}&lang={lang}"
    foot, said = foot_of(query), language(lang)
    sources, _ = parted(figure(query).cited)
    lacking = {source.publisher for source in sources.values()
               if typeface.settable(said.publisher(source.publisher)) not in foot}  # fmt: skip
    assert not lacking


def test_a_slide_names_as_many_sources_as_two_lines_hold_and_counts_the_rest():
    publishers = {source.publisher for source in figure(ALL).cited.values() if not source.is_assumption}
    foot = foot_of(ALL)
    listed, more = re.search(r"Sources: (.*); and (\d+) more, named in this file\.", foot).groups()
    assert len(listed.split("; ")) + int(more) == len(publishers)


def test_assumptions_do_not_stand_among_the_sources_of_a_figure():
    assert any(one.is_assumption for one in figure(ALL).cited.values())
    assert "This project" not in foot_of(ALL)
    assert "Assumptions of this project are listed in this file." in foot_of(ALL)
    assert "Припущення цього проєкту перелічено в цьому файлі." in foot_of(f"{ALL}&lang=uk")
    assert "Assumptions" not in foot_of("layers=cities")


@pytest.mark.parametrize(
    ("publisher", "said"),
    [
        ("This project", "Цей проєкт"),
        ("Reuters (seen at fakti.bg)", "Reuters (за fakti.bg)"),
        ("aninews.in and politicstoday.org", "aninews.in та politicstoday.org"),
        ("DeepState", "DeepState"),
    ],
)
def test_of_a_publisher_the_projects_own_words_are_translated_and_the_name_stays(publisher, said):
    assert language("uk").publisher(publisher) == said
    assert language("en").publisher(publisher) == publisher


def test_no_word_of_the_project_about_a_publisher_stays_english_in_ukrainian():
    own = re.compile(r"\b(seen|repost|reposts|text|distributed|after|This project|news media)\b")
    shown = [language("uk").publisher(source.publisher) for source in store().sources.values()]
    assert not [text for text in shown if own.search(text)]


def test_changed_values_are_told_beside_the_defaults_of_the_map():
    assert "radius: 900 km (default: 600 km)" in said_by("layers=air_policing&air_policing.radius_km=900")


@pytest.mark.sweep(keep=1)
@pytest.mark.parametrize("layout", ["slide-16x9", "a4-portrait"])
def test_captions_stay_within_their_map(layout):
    drawn = figure(
        f"layers=line_of_occupation,air_policing,cities&layout={layout}&b=air_policing.radius_km%3D900"
    )
    for rect, (first, *rest) in zip(drawn.page.maps, drawn.page.caption_lines, strict=True):
        widths = [typeface.width_em(first, "bold"), *map(typeface.width_em, rest)]
        assert max(widths) * page_layout._CAPTION_PX <= rect.width


@pytest.mark.parametrize(("view", "there"), [("31,48,5", True), ("31,48,4", True), ("60,30,2", False)])
def test_an_inset_stands_where_it_shows_more_than_the_map(view, there):
    assert (figure(f"layers=&view={view}").page.inset is not None) == there


@pytest.mark.parametrize("graticule", ["yes", "no"])
def test_title_map_and_foot_begin_at_one_edge(graticule):
    drawn = figure(f"layers=&graticule={graticule}")
    scale = drawn.canvas.layout.scale
    left = {text.get_text(): text.get_position()[0] for text in drawn.canvas.page.texts}
    starts = {left[drawn.page.title_lines[0]], left[drawn.page.foot_lines[0].text]}
    assert drawn.camera.rect.left == page_layout.MARGIN_PX
    assert len(starts) == 1, (starts, scale)
