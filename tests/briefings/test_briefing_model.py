"""A briefing is sound in itself: its rules, apart from any file."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from briefings.model import MAX_SCENES, Briefing
from briefings.scenes.map import Callout, FeatureRef, Place
from briefings.scenes.timeline import TimelineScene
from layers.core.scenario import DEFAULT_TITLE, View


def scene(registry, **fields):
    return TimelineScene(**{"id": "one", "title": "One", "scenario": registry.default(), **fields})


def test_a_scene_leaves_out_what_is_the_pages(registry):
    default = registry.default()
    view = View(lon=30.123456, lat=50.00004, zoom=5.126)
    made = scene(
        registry, scenario=replace(default, theme="dark", title="Mine", compare=default, view=view)
    ).scenario
    assert (made.theme, made.title, made.compare) == ("", DEFAULT_TITLE, None)
    assert made.view == View(lon=30.1235, lat=50.0, zoom=5.13)


def test_blanks_are_made_single_and_paragraphs_kept(registry):
    made = scene(registry, title=" A \n title ", notes="  a\nb\r\n\r\n\n  c ", bullets=[" x\ty "])
    assert (made.title, made.notes, made.bullets) == ("A title", "a b\n\nc", ("x y",))


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\u202e", "\u200b", "\ufeff", "\u2028", "\ue000"])
def test_control_and_invisible_characters_are_refused(registry, character):
    with pytest.raises(ValidationError, match=rf"got the character U\+{ord(character):04X}"):
        scene(registry, notes=f"a{character}b")


def test_blanks_that_do_not_break_are_text(registry):
    assert scene(registry, title="15\u00a0km").title == "15\u00a0km"


@pytest.mark.parametrize("field", ["bullets", "notes"])
def test_a_link_that_could_run_is_refused_where_markup_is_read(registry, field):
    text = "[x](javascript:alert(1))"
    with pytest.raises(ValidationError, match=r"lead to the web, got a link to javascript:alert\(1\)"):
        scene(registry, **{field: [text] if field == "bullets" else text})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"id": "No slug"}, "pattern"),
        ({"title": ""}, "at least 1"),
        ({"title": "x" * 121}, "at most 120"),
        ({"bullets": ["x"] * 6}, "at most 5"),
        ({"bullets": ["x" * 161]}, "at most 160"),
        ({"notes": "x" * 6001}, "at most 6000"),
        ({"bounds": {"west": 2, "south": 1, "east": 1, "north": 2}}, "a west below east"),
        ({"bounds": {"west": 1, "south": float("nan"), "east": 2, "north": 2}}, "finite"),
        ({"callouts": [{"text": "x", "at": {"lon": 1}}]}, "Field required"),
        ({"callouts": [{"text": "x", "at": {"lon": 1, "lat": 2}, "to": "up"}]}, "'n', 'ne'"),
        ({"timeline": [{"date": "soon", "text": "x", "source": "y"}]}, "pattern"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_each_field_has_its_limits(registry, fields, message):
    with pytest.raises(ValidationError, match=message):
        scene(registry, **fields)


def test_a_scene_has_bounds_or_a_view_and_not_both(registry):
    seen = replace(registry.default(), view=View(lon=30, lat=50, zoom=5))
    bounds = {"west": 1, "south": 1, "east": 2, "north": 2}
    with pytest.raises(ValidationError, match="bounds or a view, not both"):
        scene(registry, scenario=seen, bounds=bounds)


def test_a_callout_points_at_a_place_or_at_a_feature():
    assert Callout(text="x", at={"lon": 30, "lat": 50}).at == Place(lon=30, lat=50)
    feature = FeatureRef(layer="ports", feature_id="port-odesa")
    assert Callout(text="x", at={"layer": "ports", "feature_id": "port-odesa"}).at == feature
    assert Callout(text="x", at=feature).at == feature


def test_two_scenes_with_one_id_are_refused(registry):
    scenes = [scene(registry), scene(registry, id="two"), scene(registry)]
    with pytest.raises(ValidationError, match="the id “one” in scenes 1 and 3"):
        Briefing(id="b", title="B", date="2026-01-31", scenes=scenes)


def test_a_briefing_has_at_least_one_scene_and_at_most_two_hundred(registry):
    with pytest.raises(ValidationError, match="at least 1"):
        Briefing(id="b", title="B", date="2026-01-31", scenes=[])
    many = [scene(registry, id=f"s{n}") for n in range(MAX_SCENES + 1)]
    with pytest.raises(ValidationError, match="at most 200"):
        Briefing(id="b", title="B", date="2026-01-31", scenes=many)


def test_a_briefing_cannot_be_changed(registry):
    with pytest.raises(ValidationError, match="frozen"):
        scene(registry).title = "Two"


def test_a_scene_is_found_by_its_id(registry):
    briefing = Briefing(
        id="b", title="B", date="2026-01-31", scenes=[scene(registry), scene(registry, id="two")]
    )
    assert briefing.scene("two").id == "two"
    assert briefing.scene("three") is None
