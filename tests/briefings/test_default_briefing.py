"""The shipped briefing: it is sound, sourced and dated, and each scene shows what it speaks of."""

import re
from pathlib import Path

import pytest
import shapely

from briefings.loader import dump, load
from briefings.markdown import plain
from briefings.placeholders import resolved
from briefings.scene_geometry import point_of, shape_of, view_of
from briefings.scenes import kinds
from geodata.geodesy import area_km2
from layers.core.views import extent_of

PROJECT = Path(__file__).resolve().parents[2]
PATH = PROJECT / "briefings" / "default.yaml"
IDS = (
    "paper-assurances", "the-line", "monitors", "who-leads", "coalition", "air", "black-sea", "together",
    "open-questions", "since-then",
)  # fmt: skip
scene_ids = pytest.mark.parametrize("scene_id", IDS)


@pytest.fixture(scope="module")
def briefing(library):
    return load(PATH, library)


def test_the_argument_has_its_ten_scenes_in_order(briefing):
    assert tuple(scene.id for scene in briefing.scenes) == IDS
    assert "notional" in briefing.marking.lower()


def test_it_can_be_written_and_read_again(briefing, library):
    assert load(dump(briefing, library), library) == briefing


@scene_ids
def test_every_scene_has_bullets_notes_and_sources(briefing, scene_id):
    scene = briefing.scene(scene_id)
    assert 3 <= len(scene.bullets) <= 5
    assert scene.sources


@scene_ids
def test_what_is_said_fits_its_slide_and_its_minute(briefing, library, scene_id):
    scene = resolved(briefing.scene(scene_id), library)
    assert "{" not in f"{scene.title}{scene.bullets}{scene.notes}".replace("{{", "")
    assert all(len(plain(bullet).split()) <= 12 for bullet in scene.bullets)
    assert 120 <= len(scene.notes.split()) <= 200  # 60 to 90 seconds at 130 words a minute
    assert len(scene.title) <= 70


@scene_ids
def test_the_view_covers_what_is_highlighted_and_where_arrows_point(briefing, library, scene_id):
    scene = briefing.scene(scene_id)
    assert scene.scenario.view is None  # so that it fits a screen of any shape
    west, south, east, north = scene.bounds.as_tuple() if scene.bounds else library.home(scene.scenario)
    for feature in scene.highlights:
        left, bottom, right, top = shape_of(feature, scene.scenario, library).bounds
        assert (west <= left, south <= bottom, east >= right, north >= top) == (True,) * 4, feature
    for callout in scene.callouts:
        lon, lat = point_of(callout, scene.scenario, library)
        assert west < lon < east, callout.text
        assert south < lat < north, callout.text


@scene_ids
def test_every_scene_can_be_looked_at_on_a_projector(briefing, library, scene_id):
    assert 2.5 <= view_of(briefing.scene(scene_id), library, width_px=1920, height_px=1080).zoom <= 8


@scene_ids
def test_a_scene_that_is_about_a_guarantee_holds_all_of_it_that_lies_beyond_ukraine(
    briefing, library, scene_id
):
    scene = briefing.scene(scene_id)
    west, south, east, north = scene.bounds.as_tuple() if scene.bounds else library.home(scene.scenario)
    for layer_id in scene.scenario.layers:
        if found := extent_of(library.registry[layer_id], library.frame(layer_id, scene.scenario)):
            assert (west <= found[0], south <= found[1], east >= found[2], north >= found[3]) == (
                True,
            ) * 4, layer_id


def test_every_pillar_has_a_scene_of_its_own_and_one_has_all(briefing, library):
    guarantees = {layer.id for layer in library.registry.layers if layer.group == "guarantee"}
    shown = [guarantees & set(scene.scenario.layers) for scene in briefing.scenes]
    assert all({pillar} in shown for pillar in guarantees)
    assert guarantees in shown


def test_what_the_map_computes_is_not_typed_by_hand(briefing, library):
    shown = [*library.registry.layers]
    for scene in briefing.scenes:
        typed = " ".join([scene.title, *scene.bullets, scene.notes])
        for layer in shown:
            frame = library.frame(layer.id, scene.scenario)
            for measure in layer.key_figures(frame, scene.scenario.params[layer.id]):
                if re.search(r"\d", measure.value) and " " in measure.value:
                    assert measure.value not in typed, (scene.id, measure.value)


def test_the_timeline_runs_from_budapest_to_the_invasion_in_order(briefing):
    dates = [entry.date for entry in briefing.scene("paper-assurances").entries()]
    assert dates == sorted(dates)
    assert (dates[0], dates[-1][:4]) == ("1994-12-05", "2022")


#: What happened when, of the work's collected facts; a resolution or a vote about it has a date of its own.
EVENTS = {
    "Budapest Memorandum": "1994-12-05", "NATO in Bucharest": "2008-04-03",
    "100 states reaffirm Ukraine’s borders": "2014-03-27", "First Minsk ceasefire": "2014-09-05",
    "Second Minsk package": "2015-02-12", "Russia launches its full-scale invasion": "2022-02-24",
    "The monitors’ mandate ends": "2022-03-31",
}  # fmt: skip


def test_each_moment_of_the_timeline_has_the_day_of_what_its_headline_names(briefing):
    entries = [entry for scene in briefing.scenes for entry in scene.entries()]
    headlines = {re.findall(r"\*\*(.+?)\*\*", entry.text)[0]: entry.date for entry in entries}
    assert headlines == EVENTS


def test_what_was_not_found_is_sourced_where_it_was_looked_for(briefing):
    spoken = {s.id: " ".join([*s.bullets, s.notes]) for s in briefing.scenes}
    negative = [
        s for s in briefing.scenes if re.search(r"found .*July 2026|July 2026 .* found", spoken[s.id], re.S)
    ]
    assert {"coalition", "open-questions", "since-then"} <= {scene.id for scene in negative}
    assert [scene.id for scene in negative if "no_deployment_found" not in scene.sources] == []


def test_a_scene_about_all_of_a_kind_outlines_all_of_them_or_none(briefing, library):
    scene = briefing.scene("coalition")
    frame = library.frame("coalition_forces", scene.scenario)
    areas = set(frame.loc[frame["kind"] == "deployment_area", "feature_id"])
    assert {feature.feature_id for feature in scene.highlights} == areas
    assert [briefing.scene(scene_id).highlights for scene_id in ("who-leads", "air", "together")] == [()] * 3


def test_the_bases_that_the_air_scene_counts_are_named(briefing, library):
    scene = briefing.scene("air")
    frame = library.frame("air_policing", scene.scenario)
    said = " ".join(scene.bullets)
    names = frame.loc[frame["kind"] == "air_base", "name"]
    assert [name for name in names if re.split(r" Air Base |Poznań-", name)[-1] not in said] == []


def test_constructed_layers_are_called_notional_where_they_are_introduced(briefing):
    for scene_id in ("monitors", "coalition", "air", "black-sea"):
        assert any("notional" in bullet for bullet in briefing.scene(scene_id).bullets), scene_id


def test_the_gaps_of_the_air_layer_are_those_that_the_scene_names(briefing, library):
    frame = library.frame("air_policing", briefing.scene("air").scenario)
    reach = frame.loc[frame["kind"] == "covered_ground"].geometry.item()
    oblasts = library.frame("oblasts", briefing.scene("air").scenario)
    shapes = oblasts.loc[oblasts["kind"] == "oblast"].set_index("iso_3166_2").geometry
    for iso in ("UA-30", "UA-63", "UA-14", "UA-09"):  # Kyiv, Kharkiv, Donetsk, Luhansk
        assert not shapes[iso].intersects(reach), iso


def test_what_the_scene_of_all_four_says_of_their_overlap_is_so(briefing, library):
    scene = briefing.scene("together")

    def ground(layer_id, *kinds):
        frame = library.frame(layer_id, scene.scenario)
        return frame.loc[frame["kind"].isin(kinds)].geometry.union_all()

    band = ground("monitoring_mission", "band_held", "band_occupied")
    areas = ground("coalition_forces", "deployment_area")
    reach = ground("air_policing", "covered_ground")
    assert "No ground is both monitored and in a deployment area" in scene.bullets
    assert area_km2(shapely.intersection(band, areas)) < 1
    assert "less than a third of the monitored band and of the deployment areas" in " ".join(
        scene.notes.split()
    )
    for one in (band, areas):
        assert 0.2 < area_km2(shapely.intersection(one, reach)) / area_km2(one) < 1 / 3
    ukraine = ground("ground", "ukraine")
    alone = area_km2(shapely.difference(ukraine, shapely.union_all([band, areas, reach]))) / area_km2(ukraine)
    assert f"None of the four covers {100 * alone:.0f} % of Ukraine" in resolved(scene, library).bullets


def test_the_proposal_is_quoted_word_for_word_and_briefly(briefing):
    """Against the text that the project maps, where it lies beside the checkout."""
    text = PROJECT.parent / "shared" / "reference" / "PROPOSAL.txt"
    if not text.exists():
        pytest.skip(f"the text of the proposal is no part of the project and absent from {text.parent}")
    proposal = " ".join(text.read_text(encoding="utf-8").split())
    quotes = [
        q for s in briefing.scenes for q in re.findall(r"“([^”]+)”", f"{s.notes} {' '.join(s.bullets)}")
    ]
    others = {"proposed US-led", "Article 5-like"}
    assert [
        quote for quote in quotes if quote not in others and " ".join(quote.split()) not in proposal
    ] == []
    assert all(len(quote.split()) <= 12 for quote in quotes)


def test_nothing_says_that_the_proposal_appeared_on_the_day_of_its_repost():
    patterns = (
        "README.md",
        "docs/*.md",
        "briefings/*.yaml",
        "dashboard/**/*.py",
        "layers/*.py",
        "frontend/**/*.js",
    )
    files = [path for pattern in patterns for path in PROJECT.glob(pattern) if path.name != "corrections.md"]
    wrong = re.compile(
        r"(argued|proposed|published|set out)[^.]{0,30}\bon\s+31 August|proposal (was|as) published"
    )
    assert [path.name for path in files if wrong.search(path.read_text(encoding="utf-8"))] == []


def test_the_example_of_the_documentation_is_a_briefing(library):
    page = (PROJECT / "docs" / "briefings.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.S)
    (scene,) = load(example, library).scenes
    assert resolved(scene, library).bullets[0] == "**about 350 nm** from Odesa to the Bosporus"


def test_the_documentation_describes_every_field_of_a_scene():
    page = (PROJECT / "docs" / "briefings.md").read_text(encoding="utf-8")
    fields = {name for kind in kinds().values() for name in kind.model_fields}
    assert [name for name in sorted(fields - {"bounds"}) if f"`{name}`" not in page] == []
    assert [kind for kind in kinds() if f"| `{kind}`" not in page] == []


def test_names_are_the_official_romanisation():
    text = PATH.read_text(encoding="utf-8")
    for wrong in ("Kiev", "Odessa", "Kharkov", "Nikolaev", "Chernigov", "Lvov", "the Ukraine", "Zaporozh"):
        assert wrong not in text
