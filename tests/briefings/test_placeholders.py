"""Figures in texts are those that the map computes, under the scene's own date and parameters."""

from dataclasses import replace

import pytest
from shipped import LAYERS

from briefings.placeholders import Library, PlaceholderError, filled, resolved, value_of
from briefings.scenes.timeline import TimelineScene
from i18n.language import language as language_of
from layers.core.address import from_pairs
from layers.core.build import Frames
from layers.core.format import about


def scenario(library, **pairs):
    made, problems = from_pairs(
        [(key.replace("__", "."), value) for key, value in pairs.items()], library.registry
    )
    assert problems == []
    return made


def test_a_key_figure_is_the_number_of_the_assessment(library):
    shown = library.registry.default()
    for layer in LAYERS:
        for measure in layer.key_figures(library.frame(layer.id, shown), shown.params[layer.id]):
            slug = "".join(c if c.isalnum() else "_" for c in measure.label.lower())
            while "__" in slug:
                slug = slug.replace("__", "_")
            assert value_of(f"{layer.id}.{slug}", shown, library) == measure.value


def test_lengths_and_areas_of_a_kind_are_summed(library):
    shown = library.registry.default()
    frame = library.frame("line_of_occupation", shown)
    length_km = frame.loc[frame["kind"] == "line", "length_km"].sum()
    assert value_of("line_of_occupation.line.length_km", shown, library) == about(length_km, "km")
    assert value_of("line_of_occupation.length_km", shown, library) == about(length_km, "km")
    count = (frame["kind"] == "line").sum()
    assert value_of("line_of_occupation.line.count", shown, library) == f"{count}"


def test_figures_follow_the_date_and_the_parameters_of_the_scene(library):
    early = scenario(library, line="2022-02-23", monitoring_mission__depth_km="20")
    assert value_of("line.date", early, library) == "23 Feb 2022"
    assert value_of("monitoring_mission.depth_km", early, library) == "20 km"
    area = "line_of_occupation.area_km2"
    assert value_of(area, early, library) != value_of(area, library.registry.default(), library)


def test_a_measure_that_does_not_add_up_must_be_the_same_for_all(library, monkeypatch):
    shown = library.registry.default()
    assert value_of("air_policing.reach_ring.radius_km", shown, library) == "600 km"
    frame = library.frame("air_policing", shown).copy()
    frame.loc[frame["kind"] == "reach_ring", "radius_km"] = [float(n) for n in range(1, 8)]
    monkeypatch.setattr(library, "frame", lambda layer_id, _: frame)
    with pytest.raises(PlaceholderError, match="differ and do not add up"):
        value_of("air_policing.reach_ring.radius_km", shown, library)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{line.dat}", r"Did you mean \{line.date\}\?"),
        ("{monitoring_mision.depth_km}", r"Did you mean \{monitoring_mission.…\}\?"),
        ("{monitoring_mission.monitors_neded}", r"Did you mean \{monitoring_mission.monitors_needed\}\?"),
        (
            "{monitoring_mission.documented_km}",
            "monitoring_mission.band_held.documented_km, .*Say which kind",
        ),
        ("{coalition_forces.hub.height_m}", "Allowed: .*coalition_forces.hub.count"),
        ("{ports}", "Allowed: ports.port.count"),
        ("{}", "Allowed: line.date"),
        ("a { b", r"a single \{ .*Write \{\{ for a brace"),
        ("a } b", r"Write \}\} for a brace"),
    ],
)
def test_what_is_no_figure_is_refused_with_what_there_is(library, text, message):
    with pytest.raises(PlaceholderError, match=message):
        filled(text, library.registry.default(), library)


def test_double_braces_are_braces(library):
    assert filled("{{a}} {line.date}", library.registry.default(), library) == "{a} 31 Aug 2025"


def test_a_resolved_scene_has_its_figures_in_every_text(library):
    date = "{line.date}"
    scene = TimelineScene(
        id="one", title=date, bullets=[date], notes=date, scenario=library.registry.default(),
        callouts=[{"text": date, "at": {"lon": 30, "lat": 50}}],
        timeline=[{"date": "2025", "text": date, "source": "studio"}],
    )  # fmt: skip
    done = resolved(scene, library)
    texts = (done.title, *done.bullets, done.notes, done.callouts[0].text, done.timeline[0].text)
    assert set(texts) == {"31 Aug 2025"}
    assert scene.title == date


def test_the_library_builds_a_layer_once_for_the_same_assumptions(store):
    library = Library(store)
    shown = library.registry.default()
    assert library.frame("ports", shown) is library.frame("ports", replace(shown, title="Other"))


def test_a_library_can_share_the_frames_of_another(store):
    frames = Frames(store)
    library = Library(frames=frames)
    shown = library.registry.default()
    assert library.frame("ports", shown) is frames.frame(library.registry["ports"], shown)


def test_a_measure_of_the_assessment_stands_in_a_text_rounded_and_with_its_unit(library):
    shown = library.registry.default()
    measures = library.assessment(shown)
    text = filled(
        "{air.reach_share}; {line.occupied_km2}; {air.to_kyiv_min}; {monitoring.bases}", shown, library
    )
    assert text == "; ".join(
        measures[one].text
        for one in ("air.reach_share", "line.occupied_km2", "air.to_kyiv_min", "monitoring.bases")
    )
    assert text.startswith("63 %; about 114,000 km²; 58 min; ")


def test_a_measure_follows_the_scene_and_says_when_it_has_no_value(library):
    far = scenario(library, air_policing__radius_km="900")
    assert value_of("air.reach_share", far, library) != value_of(
        "air.reach_share", library.registry.default(), library
    )
    hidden = scenario(library, layers="line_of_occupation")
    assert value_of("air.reach_share", hidden, library) == "0 %"
    assert value_of("air.to_kyiv_min", hidden, library) == "–"


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "63 %; 22 bases; 2.7 h; 0.7 guarantees"), ("uk", "63 %; 22 бази; 2,7 год; 0,7 гарантії")],
)
def test_a_measure_is_said_in_the_language_of_the_text(library, language, text):
    wanted = "{air.reach_share}; {monitoring.bases}; {coalition.f1_to_city_h}; {coverage.mean_depth}"
    assert filled(wanted, library.registry.default(), library, language_of(language)) == text


def test_a_measure_that_is_misspelt_is_refused_with_the_right_one(library):
    with pytest.raises(PlaceholderError, match=r"Did you mean \{air\.reach_share\}"):
        value_of("air.reach_shares", library.registry.default(), library)
