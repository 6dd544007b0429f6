import string
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import KEYS, LAYERS, REGISTRY
from small_world import params_of, values_of

from layers.core.address import from_query, read_params
from layers.core.scenario import ZOOM_RANGE, Scenario, View, data_query
from layers.style.palettes import SCREEN_THEMES

DATES = ("2022-02-23", "2024-07-08", "2025-08-31", "2026-08-22")
PARAMETERS = [(layer, spec) for layer in LAYERS for spec in layer.specs]

views = st.builds(
    View,
    lon=st.floats(-180, 180).map(lambda v: round(v, 4) + 0.0),
    lat=st.floats(-80, 80).map(lambda v: round(v, 4) + 0.0),
    zoom=st.floats(*ZOOM_RANGE).map(lambda v: round(v, 2)),
)
titles = (
    st.text(min_size=1, max_size=120)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and text.isprintable())
)
scenarios = st.builds(
    Scenario,
    layers=st.sets(st.sampled_from(REGISTRY.ids)).map(lambda s: tuple(i for i in REGISTRY.ids if i in s)),
    params=st.fixed_dictionaries({layer.id: params_of(layer) for layer in LAYERS}).map(MappingProxyType),
    line=st.sampled_from(DATES),
    view=st.none() | views,
    theme=st.sampled_from(("", *SCREEN_THEMES)),
    title=titles,
    name=st.sampled_from(("", "Far back", "Як є, 100 % & more=+;")),
)

seconds = scenarios.map(lambda s: replace(s, view=None, theme=""))


@given(scenarios, seconds)
def test_the_address_holds_a_second_scenario_to_compare_with(first, second):
    both = replace(first, compare=second)
    assert from_query(both.to_query(REGISTRY), REGISTRY) == (both, [])


@given(scenarios, seconds, st.integers(2, 5))
def test_the_address_holds_up_to_six_scenarios(first, other, count):
    every = first.beside([replace(other, name=f"Number {i}") for i in range(count)])
    assert len(every.compared) == count + 1
    assert from_query(every.to_query(REGISTRY), REGISTRY) == (every, [])


def test_a_gap_between_compared_scenarios_is_closed():
    scenario, problems = from_query("d=line%3D2024-07-08&f=name%3DLast", REGISTRY)
    assert not problems
    assert [one.line for one in scenario.compared] == ["2025-08-31", "2024-07-08", "2025-08-31"]
    assert scenario.more[0].name == "Last"


@pytest.mark.parametrize("bad", ["x" * 41, "a%00b", "a%E2%80%AEb"])
def test_a_name_that_is_too_long_or_not_printable_is_told_and_left_out(bad):
    scenario, problems = from_query(f"name={bad}&b=name%3D{bad.replace('%', '%25')}", REGISTRY)
    assert [problem.key for problem in problems] == ["name", "b: name"]
    assert "at most 40 printable characters" in str(problems[0])
    assert [one.name for one in scenario.compared] == ["", ""]


def test_a_second_scenario_has_no_view_of_its_own():
    scenario, problems = from_query("b=view%3D31,48,5%26line%3D1999-01-01", REGISTRY)
    assert scenario.compare == REGISTRY.default()
    assert [p.key for p in problems] == ["b: view", "b: line"]


@given(scenarios)
def test_an_address_and_its_scenario_are_inverses(scenario):
    query = scenario.to_query(REGISTRY)
    assert from_query(query, REGISTRY) == (scenario, [])
    assert from_query("?" + query, REGISTRY)[0].to_query(REGISTRY) == query


def test_the_proposal_as_published_has_an_empty_address():
    assert REGISTRY.default().to_query(REGISTRY) == ""
    assert from_query("", REGISTRY) == (REGISTRY.default(), [])


@given(st.text(max_size=300))
def test_any_string_can_be_read(text):
    scenario, problems = from_query(text, REGISTRY)
    assert isinstance(scenario, Scenario)
    assert all(str(problem) for problem in problems)


keys = st.sampled_from(
    [key for key in KEYS if key not in "bcdef"] + ["nothing", "air_policing.", ".x", "x.y"]
)
hostile = st.sampled_from(
    ["", "nan", "-inf", "1e308", "1e999", "0x10", "９", "１２", "600", "ots", "EPMM,,EPLK"]
)


@given(st.lists(st.tuples(keys, hostile | st.text(alphabet=string.printable, max_size=40)), max_size=6))
def test_any_value_of_a_known_key_is_read_or_named(pairs):
    from urllib.parse import urlencode

    scenario, _ = from_query(urlencode(pairs), REGISTRY)
    again, problems = from_query(scenario.to_query(REGISTRY), REGISTRY)
    assert (again, problems) == (scenario, [])  # whatever was read is valid


def test_layers_of_which_none_is_known_leave_the_default_and_none_at_all_is_none():
    scenario, problems = from_query("layers=foo,bar", REGISTRY)
    assert scenario.layers == REGISTRY.default().layers
    assert [problem.found for problem in problems] == ["foo", "bar"]
    assert from_query("layers=", REGISTRY)[0].layers == ()


@pytest.mark.parametrize(
    ("query", "key", "found", "allowed"),
    [
        ("view=31,48,0.9", "view", "31,48,0.9", "zoom 1 to 12"),
        ("layers=line_of_occupation,tanks", "layers", "tanks", "monitoring_mission"),
        ("line=1999-01-01", "line", "1999-01-01", "2025-08-31"),
        ("view=200,48,5", "view", "200,48,5", "longitude"),
        ("view=nan,48,5", "view", "nan,48,5", "longitude"),
        ("theme=pink", "theme", "pink", "light or dark"),
        ("monitoring_mission.depth_km=500", "monitoring_mission.depth_km", "500", "5 to 50 km"),
        ("monitoring_mission.depth_km=nan", "monitoring_mission.depth_km", "nan", "5 to 50 km"),
        ("monitoring_mission.lead=un", "monitoring_mission.lead", "un", "ots, gcc"),
        ("monitoring_mission.colour=red", "monitoring_mission.colour", "red", "depth_km"),
        (
            "coalition_forces.force_personnel=20000.5",
            "coalition_forces.force_personnel",
            "20000.5",
            "5000 to",
        ),
        ("air_policing.bases=EPMM,XXXX", "air_policing.bases", "EPMM,XXXX", "EPLK"),
        ("oblasts.size=3", "oblasts.size", "3", "has no parameters"),
        ("zoom=4", "zoom", "4", "view"),
    ],
)
def test_what_is_not_understood_is_named_with_what_is_allowed(query, key, found, allowed):
    scenario, problems = from_query(query + "&theme=dark" * ("theme" not in query), REGISTRY)
    assert [(p.key, p.found) for p in problems] == [(key, found)]
    assert allowed in problems[0].allowed
    assert key in str(problems[0])
    assert found in str(problems[0])
    assert scenario.theme == ("" if "theme" in query else "dark")  # the rest still applies


def test_a_long_or_unprintable_value_is_clipped_in_the_message():
    _, (problem,) = from_query("line=" + "x" * 500 + "%00", REGISTRY)
    assert len(problem.found) == 60


@pytest.mark.parametrize(("layer", "spec"), PARAMETERS, ids=lambda v: getattr(v, "id", None) or v.name)
def test_every_parameter_can_be_written_and_read_back(layer, spec):
    @given(values_of(spec))
    def check(value):
        params = layer.params(**{spec.name: value})
        scenario = REGISTRY.default()
        changed = Scenario(layers=scenario.layers, params={**scenario.params, layer.id: params})
        back, problems = from_query(changed.to_query(REGISTRY), REGISTRY)
        assert not problems
        assert back.params[layer.id] == params

    check()


def test_the_address_of_a_layer_holds_only_what_it_depends_on():
    scenario, _ = from_query(
        "line=2024-07-08&monitoring_mission.depth_km=20&air_policing.radius_km=800", REGISTRY
    )
    by_id = REGISTRY.by_id
    assert (
        data_query(by_id["monitoring_mission"], scenario) == "line=2024-07-08&monitoring_mission.depth_km=20"
    )
    assert data_query(by_id["air_policing"], scenario) == "line=2024-07-08&air_policing.radius_km=800"
    assert data_query(by_id["cities"], scenario) == ""


def test_one_bad_parameter_leaves_the_others():
    layer = REGISTRY["monitoring_mission"]
    params, problems = read_params(layer, {"depth_km": "20", "base_spacing_km": "far"})
    assert params == layer.params(depth_km=20)
    assert [p.key for p in problems] == ["monitoring_mission.base_spacing_km"]
