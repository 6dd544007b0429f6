"""Briefings are read whole or not at all, with every fault reported at once, and written back as they were."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import LAYERS

from briefings.loader import MAX_BYTES, BriefingError, dump, load
from briefings.model import MAX_SCENES, Bounds, Briefing, TimelineEntry
from briefings.scenes.map import Callout, FeatureRef, Place
from briefings.scenes.timeline import TimelineScene
from briefings.yamltext import write_plain
from geodata.validation import DataError
from layers.core.address import from_query
from layers.core.scenario import ZOOM_RANGE, View

HEAD = 'schema_version: 1\nid: b\ntitle: B\ndate: "2026-01-31"\n'


def faults(library, text: str) -> list[str]:
    with pytest.raises(BriefingError, match="must be") as caught:
        load(text, library, label="my.yaml")
    return str(caught.value).split("\n")


def only_fault(library, text: str) -> str:
    (fault,) = faults(library, text)
    return fault


# -- what is read ----------------------------------------------------------------------------------


def test_a_scene_without_a_scenario_shows_the_proposal(library, scene_text):
    (scene,) = load(scene_text(), library).scenes
    assert scene.scenario == library.registry.default()
    assert scene.bounds is None


def test_a_briefing_of_the_first_edition_still_opens_though_some_of_its_sources_were_none(
    library, scene_text
):
    text = scene_text(
        "\nsources: [general_knowledge, press_reports, f16_radius, wikipedia_roaf_86, geonames]\n"
    )
    (scene,) = load(text, library).scenes
    assert set(scene.sources) <= set(library.sources)
    assert {"first_edition_unsourced", "fighter_radii", "geonames"} <= set(scene.sources)


def test_a_scenario_is_what_an_address_of_the_map_holds(library, scene_text):
    text = scene_text("""
scenario:
  layers: [ports, air_policing]
  line: 2022-02-23
  view: {lon: 31.2, lat: 48.6, zoom: 5.1}
  air_policing.radius_km: 800
  air_policing.bases: [EPMM, LRCK]
""")
    query = (
        "layers=ports,air_policing&line=2022-02-23&view=31.2,48.6,5.1&air_policing.radius_km=800"
        "&air_policing.bases=EPMM,LRCK"
    )
    assert load(text, library).scenes[0].scenario == from_query(query, library.registry)[0]


def test_lists_and_views_may_be_written_as_in_an_address(library, scene_text):
    lists = scene_text("scenario: {layers: [ports, cities], view: {lon: 31, lat: 48, zoom: 5}}")
    texts = scene_text('scenario: {layers: "ports,cities", view: "31,48,5"}')
    assert load(lists, library) == load(texts, library)


def test_bounds_are_a_view_of_any_shape(library, scene_text):
    scene = load(scene_text("scenario: {view: {west: 21, south: 43, east: 41, north: 53}}"), library).scenes[
        0
    ]
    assert scene.bounds == Bounds(west=21, south=43, east=41, north=53)
    assert scene.scenario.view is None


def test_empty_lists_may_stand_without_brackets(library, scene_text):
    assert load(scene_text("bullets:\nsources:\ncallouts:"), library).scenes[0].bullets == ()


def test_a_file_is_read_like_its_text(library, scene_text, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("\ufeff" + scene_text(), encoding="utf-8")
    assert load(path, library) == load(scene_text(), library)


# -- what is refused -------------------------------------------------------------------------------


def test_a_fault_says_file_scene_field_value_what_is_allowed_and_what_to_do(library, scene_text):
    text = scene_text("scenario: {layers: [air_policing], air_policing.radius_km: 9000}")
    assert only_fault(library, text) == (
        'my.yaml, scene 1 (one): "scenario air_policing.radius_km" must be 200 to 1400 km, got “9000”. '
        "Correct it and load the briefing again."
    )


def test_all_faults_of_all_scenes_are_reported_at_once(library):
    text = (
        HEAD
        + """autor: me
scenes:
  - {id: one, title: One, bulets: [a], scenario: {layers: [porst]}}
  - {id: two, title: Two, sources: [studoi]}
  - {id: three, title: "", notes: "[a](javascript:b)"}
  - four
"""
    )
    found = [fault.partition(" must be ")[0] for fault in faults(library, text)]
    assert found == [
        'my.yaml, scene 1 (one): "scenario layers"',
        'my.yaml, scene 1 (one): "bulets"',
        'my.yaml, scene 2 (two): "sources item 1"',
        'my.yaml, scene 3 (three): "title"',
        'my.yaml, scene 3 (three): "notes"',
        "my.yaml, scene 4: the scene",
        'my.yaml: "autor"',
    ]


def test_what_a_scene_names_is_looked_at_beside_its_other_faults(library):
    text = (
        HEAD
        + """scenes:
  - id: one
    titel: One
    bullets: ["", "{line.nothing}"]
    sources: [studio, studoi]
    scenario: {layers: [ports]}
    highlights:
      - {layer: ports}
      - {layer: ports, feature_id: port-nowhere}
  - {id: one, title: Again}
"""
    )
    found = [fault.partition(" must be ")[0] for fault in faults(library, text)]
    assert sorted(found) == sorted(
        [
            'my.yaml, scene 1 (one): "title"',
            'my.yaml, scene 1 (one): "titel"',
            'my.yaml, scene 1 (one): "bullets item 1"',
            'my.yaml, scene 1 (one): "bullets item 2"',
            'my.yaml, scene 1 (one): "sources item 2"',
            'my.yaml, scene 1 (one): "highlights item 1 feature_id"',
            'my.yaml, scene 1 (one): "highlights item 2 feature_id"',
            'my.yaml: "scenes"',
        ]
    )


def test_a_view_written_as_a_list_is_answered_with_the_mapping_that_is_wanted(library):
    text = HEAD + "scenes:\n  - {id: one, title: One, scenario: {view: [31, 48, 5]}}\n"
    (fault,) = faults(library, text)
    assert "must be a mapping {lon: …, lat: …, zoom: …}, or bounds {west: …" in fault


@pytest.mark.parametrize(
    ("lines", "field", "end"),
    [
        ("bulets: [a]", "bulets", "got a field of that name. Did you mean “bullets”?"),
        ("bounds: {west: 1}", "bounds", "Give them as the view of the scenario."),
        ("bullets: [a, b, c, d, e, f]", "bullets", "at most 5 items, got 6 items."),
        ('bullets: ["' + "x" * 161 + '"]', "bullets item 1", "at most 160 characters, got 161 characters."),
        ("bullets: just text", "bullets", "got “just text”."),
        ('title: "a\\u202eb"', "title", "got the character U+202E. Delete that character."),
        ('notes: "[x](JavaScript:alert(1))"', "notes", "Begin the address with https://."),
        ("sources: [cofey_2025_08_31]", "sources item 1", "Did you mean “coffey_2025_08_31”?"),
        (
            "timeline: [{date: 1994, text: x, source: qqq}]",
            "timeline item 1 source",
            "Add it there or correct the key.",
        ),
        ("timeline: [{date: soon, text: x, source: studio}]", "timeline item 1 date", "got “soon”."),
        (
            "scenario: {layers: [air_polcing]}",
            "scenario layers",
            "got “air_polcing”. Did you mean “air_policing”?",
        ),
        ("scenario: {line: 2025-08-30}", "scenario line", "Did you mean “2025-08-31”?"),
        ("scenario: {theme: dark}", "scenario theme", "It belongs to the page: leave it out."),
        (
            "scenario: {air_policing.radius: 3}",
            "scenario air_policing.radius",
            "Did you mean “air_policing.radius_km”?",
        ),
        ("scenario: {view: {lon: 3}}", "scenario view", 'got “{"lon": "3"}”.'),
        ("scenario: {view: {lon: x, lat: 3, zoom: 4}}", "scenario view", "got “x,3,4”."),
        (
            "scenario: {view: {west: 5, south: 1, east: 4, north: 2}}",
            "scenario view",
            "got 5 to 4 and 1 to 2.",
        ),
        ("scenario: {view: {west: 500, south: 1, east: 4, north: 2}}", "scenario view west", "got “500”."),
        ("scenario: all", "scenario", "got “all”."),
        (
            "highlights: [{layer: ports, feature_id: port-odessa}]",
            "highlights item 1 feature_id",
            "Did you mean “port-odesa”?",
        ),
        (
            "highlights: [{layer: contributors, feature_id: x}]",
            "highlights item 1 layer",
            "Add it to the layers of the scenario.",
        ),
        ("highlights: [{layer: portz, feature_id: x}]", "highlights item 1 layer", "Did you mean “ports”?"),
        (
            "callouts: [{text: x, at: {layer: ports, feature_id: y}}]",
            "callouts item 1 at feature_id",
            "There are port-odesa, port-chornomorsk,",
        ),
        ("callouts: [{text: x, at: {lon: 999, lat: 1}}]", "callouts item 1 at lon", "got “999”."),
        ("callouts: [{at: {lon: 9, lat: 1}}]", "callouts item 1 text", "got nothing."),
        (
            "callouts: [{text: x, at: {lon: 9, lat: 1}, to: up}]",
            "callouts item 1 to",
            "one of n, ne, e, se, s, sw, w, nw, got “up”.",
        ),
        ("bullets: ['{line.dat}']", "bullets item 1", "Did you mean {line.date}?"),
        ("notes: 'a { b'", "notes", "Write {{ for a brace."),
    ],
)
def test_each_fault_names_its_field_and_its_remedy(library, scene_text, lines, field, end):
    text = scene_text(lines)
    if lines.startswith("title"):
        text = text.replace("    title: One\n", "")
    fault = only_fault(library, text)
    assert f'my.yaml, scene 1 (one): "{field}" must be ' in fault
    assert end in fault


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "my.yaml: the briefing must be a mapping of schema_version, id"),
        ("a: &x b", "YAML without tags, anchors and aliases, got the anchor &x in line 1"),
        ("a: [", "must be well-formed YAML"),
        (HEAD, '"scenes" must be a list of 1 to 200 scenes, got nothing'),
        (HEAD + "scenes: []", '"scenes" must be a list of 1 to 200 scenes'),
        (HEAD + "scenes: x", '"scenes" must be a list of 1 to 200 scenes, got “x”'),
        ("id: b", '"schema_version" must be 1, got nothing. Write schema_version: 1.'),
        ("schema_version: 2", "got “2”. This file needs a newer version of the program."),
        (
            HEAD + "scenes:\n" + "  - {id: a, title: A}\n" * 2,
            "scenes with ids of their own, got the id “a” in scenes 1 and 2",
        ),
        (
            HEAD + "scenes:\n" + "  - {id: a, title: A}\n" * 500,
            f'"scenes" must be at most {MAX_SCENES} scenes, got 500 scenes',
        ),
        (HEAD + "#" * MAX_BYTES, "must be at most 1 MB, got more than 1,000,000 bytes. Split it"),
        ("a: \ud800", "must be text in UTF-8"),
    ],
)
def test_a_file_that_is_no_briefing_is_refused_in_one_line(library, text, message):
    assert message in only_fault(library, text)


def test_a_file_that_is_not_there_is_said_so(library, tmp_path):
    with pytest.raises(BriefingError, match=r"none\.yaml: the briefing must be a file that can be read"):
        load(tmp_path / "none.yaml", library)


def test_commands_may_catch_it_like_any_fault_of_the_data():
    assert issubclass(BriefingError, DataError)


def test_html_is_text(library, scene_text):
    text = "<script>alert(1)</script>"
    assert load(scene_text(f"bullets: ['{text}']"), library).scenes[0].bullets == (text,)


# -- what is written -------------------------------------------------------------------------------

# Without braces and parentheses, which could make a placeholder or a link.
WORDS = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"),
        exclude_characters="{}()",
    ),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip(" "))
DEGREES = st.floats(-79, 79).map(lambda value: round(value, 4))


@st.composite
def scenarios(draw, registry):
    scenario = registry.default()
    layer = draw(st.sampled_from([layer for layer in LAYERS if layer.specs]))
    values = {}
    for spec in layer.specs:
        if spec.kind == "choice":
            values[spec.name] = draw(st.sampled_from(spec.options))
        elif spec.kind == "several":
            values[spec.name] = tuple(o for o in spec.options if draw(st.booleans()))
        elif spec.kind == "integer":
            values[spec.name] = draw(st.integers(int(spec.low), int(spec.high)))
        else:
            values[spec.name] = draw(st.floats(spec.low, spec.high))
    return replace(
        scenario,
        layers=tuple(i for i in registry.ids if i == "ports" or draw(st.booleans())),
        line=draw(st.sampled_from(registry.line_dates)),
        params={**scenario.params, layer.id: layer.params(**values)},
        view=draw(
            st.none()
            | st.builds(
                View, lon=DEGREES, lat=DEGREES, zoom=st.floats(*ZOOM_RANGE).map(lambda z: round(z, 2))
            )
        ),
    )


@st.composite
def scenes(draw, registry, number):
    scenario = draw(scenarios(registry))
    edges = st.tuples(DEGREES, DEGREES).filter(lambda pair: pair[0] != pair[1]).map(sorted)
    bounds = None
    if scenario.view is None and draw(st.booleans()):
        (west, east), (south, north) = draw(edges), draw(edges)
        bounds = Bounds(west=west, south=south, east=east, north=north)
    feature = FeatureRef(layer="ports", feature_id="port-odesa")
    return TimelineScene(
        id=f"scene-{number}",
        title=draw(WORDS),
        bullets=draw(st.lists(WORDS, max_size=3)),
        notes="\n\n".join(draw(st.lists(WORDS, max_size=3))),
        sources=draw(st.lists(st.sampled_from(["studio", "studio_line"]), max_size=2)),
        scenario=scenario,
        bounds=bounds,
        highlights=draw(st.lists(st.just(feature), max_size=2)),
        callouts=draw(
            st.lists(
                st.builds(
                    Callout,
                    text=WORDS,
                    at=st.just(feature) | st.builds(Place, lon=DEGREES, lat=DEGREES),
                    to=st.sampled_from(["n", "e", "nw"]),
                    offset_pct=st.floats(3, 45),
                ),
                max_size=2,
            )
        ),
        timeline=draw(
            st.lists(
                st.builds(
                    TimelineEntry,
                    date=st.sampled_from(["1994", "1994-12", "1994-12-05"]),
                    text=WORDS,
                    source=st.just("studio"),
                ),
                max_size=2,
            )
        ),
    )


@given(st.data())
def test_what_is_written_is_read_back_as_the_same_briefing(library, data):
    briefing = Briefing(
        id="b",
        title=data.draw(WORDS),
        author=data.draw(st.just("") | WORDS),
        date="2026-01-31",
        marking=data.draw(st.just("") | WORDS),
        scenes=[
            data.draw(scenes(library.registry, number)) for number in range(data.draw(st.integers(1, 3)))
        ],
    )
    assert load(dump(briefing, library), library) == briefing


def test_written_scenes_always_say_their_layers_and_their_date(library, scene_text):
    text = dump(load(scene_text(), library), library)
    assert "line: '2025-08-31'" in text
    assert "- line_of_occupation" in text


# -- whatever comes --------------------------------------------------------------------------------

WHOLE = {
    "schema_version": "1", "id": "b", "title": "B", "date": "2026-01-31", "author": "A", "marking": "M",
    "scenes": [{
        "id": "one", "title": "One", "bullets": ["a"], "notes": "n", "sources": ["studio"],
        "scenario": {"layers": ["ports"], "line": "2025-08-31", "view": {"lon": "1", "lat": "2", "zoom": "3"},
                     "air_policing.radius_km": "600"},
        "highlights": [{"layer": "ports", "feature_id": "port-odesa"}],
        "callouts": [{"text": "x", "at": {"lon": "1", "lat": "2"}, "to": "n", "offset_pct": "9"}],
        "timeline": [{"date": "1994", "text": "x", "source": "studio"}],
    }],
}  # fmt: skip
ODD = st.one_of(
    st.sampled_from(["", "x", "-1", "1e999", "nan", "{", "{a.b}", "[a](x:y)", "\x07", "\u202e", "1,2,3"]),
    st.sampled_from([[], {}, ["x"], [[]], [{}], {"x": "y"}, {"lon": []}, {"west": {}}, ["a,b"], [["x"]]]),
)


def places(data, path=()):
    yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, dict | list):
            yield from places(value, (*path, key))
        else:
            yield (*path, key)


def put(data, path, value):
    if not path:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = put(data[path[0]], path[1:], value)
    return copy


@given(st.sampled_from(list(places(WHOLE))), ODD)
def test_whatever_stands_in_a_field_the_answer_is_a_briefing_or_its_faults(library, path, odd):
    made, found = None, ()
    try:
        made = load(write_plain(put(WHOLE, path, odd)), library)
    except BriefingError as error:
        found = error.faults
    assert (made is None) == (len(found) > 0)
    assert all(str(fault).isprintable() for fault in found)
    assert made is None or load(dump(made, library), library) == made


# -- places and the live parameter -----------------------------------------------------------------

AIR = "scenario: {layers: [air_policing, cities]}\n"


def test_places_and_the_live_parameter_are_read_and_written_back(library, scene_text):
    text = scene_text(AIR + "places: [Kupiansk, Łask, Poland, Black Sea]\nlive: air_policing.radius_km")
    briefing = load(text, library)
    scene = briefing.scenes[0]
    assert scene.places == ("Kupiansk", "Łask", "Poland", "Black Sea")
    assert scene.live == "air_policing.radius_km"
    assert load(dump(briefing, library), library) == briefing


def test_a_place_that_the_map_cannot_name_is_refused_with_the_nearest_name(library, scene_text):
    fault = only_fault(library, scene_text(AIR + "places: [Kyiv, Kupyansk]"))
    assert '"places item 2" must be the name of a place as the scene’s map writes it' in fault
    assert "got “Kupyansk”" in fault
    assert "Kupiansk" in fault


def test_a_place_of_a_layer_that_the_scene_hides_is_refused(library, scene_text):
    assert "Łask" in only_fault(library, scene_text("scenario: {layers: [cities]}\nplaces: [Łask]"))


def test_only_a_slider_of_a_shown_layer_stays_live(library, scene_text):
    for key in ("air_policing.bases", "coalition_forces.standoff_km", "radius"):
        fault = only_fault(library, scene_text(AIR + f"live: {key}"))
        assert '"live" must be a parameter with a slider of a layer that the scene shows' in fault
        assert "(air_policing.radius_km)" in fault
        assert f"got “{key}”" in fault
