import contextlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_scenario_address import REGISTRY, scenarios, seconds

from layers.core.constants import PROGRAM, VERSION
from layers.core.scenario_file import MAX_BYTES, ScenarioFileError, from_json, to_file, to_json

GOOD = {"schema_version": 1, "layers": ["air_policing"], "line": "2024-07-08"}


@given(scenarios, seconds, st.integers(0, 5))
def test_a_file_and_its_scenario_are_inverses(scenario, other, count):
    both = scenario.beside([replace(other, name=f"Number {i}") for i in range(count)])
    assert from_json(to_json(both, REGISTRY), REGISTRY) == both


def test_a_file_says_what_made_it_and_when_and_reads_as_if_it_did_not():
    scenario = REGISTRY.default()
    saved = to_file(scenario, replace(REGISTRY, data_version="2026-08-22.12345678"), made="2026-01-31")
    assert list(json.loads(saved))[:2] == ["schema_version", "provenance"]
    assert json.loads(saved)["provenance"] == {
        "program": PROGRAM, "version": VERSION, "data_version": "2026-08-22.12345678", "made": "2026-01-31",
    }  # fmt: skip
    assert from_json(saved, REGISTRY) == scenario == from_json(to_json(scenario, REGISTRY), REGISTRY)


def test_what_a_file_leaves_out_is_the_proposals():
    scenario = from_json(json.dumps(GOOD), REGISTRY)
    assert scenario.layers == ("air_policing",)
    assert scenario.params == REGISTRY.default().params
    assert scenario.compare is None  # as in files from before there was anything to compare


def test_what_the_second_scenario_leaves_out_is_the_proposals_and_not_the_firsts():
    scenario = from_json(json.dumps(GOOD | {"theme": "dark", "compare": {"title": "B"}}), REGISTRY)
    assert scenario.compare == replace(REGISTRY.default(), title="B")


def test_problems_of_the_second_scenario_say_so_beside_those_of_the_first():
    bad = {"line": "1999-01-01", "params": {"air_policing": {"radius_km": 1}}}
    with pytest.raises(ScenarioFileError, match=r"line=1999-01-01.*compare: line=1999-01-01") as refused:
        from_json(json.dumps(GOOD | bad | {"compare": bad}), REGISTRY)
    of_first = ["line", "air_policing.radius_km"]
    assert [p.key for p in refused.value.problems] == [*of_first, *(f"compare: {key}" for key in of_first)]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"schema_version": 2}, r"schema_version=2.*newer version"),
        ({"schema_version": "1"}, r"schema_version=1"),
        ({"schema_version": True}, r"schema_version=true"),
        ({"extra": 1}, r"extra=1.*only the fields"),
        ({"title": 5}, r"title=5"),
        ({"line": "2020-01-01"}, r"line=2020-01-01.*2024-07-08"),
        ({"theme": "print"}, r"theme=print.*light or dark"),
        ({"layers": "air_policing"}, r"layers=air_policing.*a list of"),
        ({"layers": ["air_policing", "moon"]}, r"layers=moon.*ports"),
        ({"view": {"lon": 1e308, "lat": 0, "zoom": 5}}, r"view=.*numbers for lon, lat and zoom"),
        ({"view": [31, 48, 5]}, r"view="),
        ({"params": []}, r"params=\[\]"),
        ({"params": {"moon": {}}}, r"params\.moon"),
        ({"params": {"air_policing": {"radius": 5}}}, r"air_policing\.radius=5.*radius_km"),
        ({"params": {"air_policing": {"radius_km": "800"}}}, r"radius_km=800.*200 to 1400 km"),
        ({"params": {"air_policing": {"radius_km": 1e308}}}, r"radius_km=1e\+308.*200 to 1400 km"),
        ({"params": {"air_policing": {"radius_km": True}}}, r"radius_km=true"),
        ({"params": {"air_policing": {"bases": ["XXXX"]}}}, r"bases=XXXX.*EPMM"),
        ({"params": {"coalition_forces": {"force_personnel": 10**400}}}, r"force_personnel=1000"),
        ({"params": {"coalition_forces": {"force_personnel": 5000.5}}}, r"force_personnel=5000\.5"),
        ({"name": "x" * 41}, r"name=x+.*at most 40 printable"),
        ({"more": {}}, r"more=\{\}.*a list of at most 4"),
        ({"more": [None]}, r"more=null.*an object with title"),
        ({"more": [{"line": "1999-01-01"}]}, r"more: line=1999-01-01"),
        ({"more": [{}] * 5}, r"a list of at most 4"),
        ({"compare": []}, r"compare=\[\].*null, or an object with title"),
        (
            {"compare": {"view": None}},
            r"compare: view=null.*only the fields title, name, layers, line, params",
        ),
        ({"compare": {"theme": "dark"}}, r"compare: theme=dark.*only the fields"),
        ({"compare": {"compare": None}}, r"compare: compare=null.*only the fields"),
        ({"compare": {"schema_version": 1}}, r"compare: schema_version=1.*only the fields"),
        (
            {"compare": {"params": {"air_policing": {"radius_km": 1e308}}}},
            r"compare: air_policing\.radius_km",
        ),
    ],
)
def test_a_wrong_field_is_named_with_its_value_and_what_is_allowed(change, named):
    with pytest.raises(ScenarioFileError, match=named):
        from_json(json.dumps(GOOD | change), REGISTRY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"schema_version": 1',
        "[]",
        "null",
        "1",
        '{"schema_version": 1, "view": NaN}',
        b"\xff\xfe",
        "[" * 100_000,
    ],
)
def test_what_is_no_scenario_file_is_refused(text):
    with pytest.raises(ScenarioFileError):
        from_json(text, REGISTRY)


@pytest.mark.parametrize(
    ("number", "named"),
    [
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
        ("1e999", "Infinity"),
        ("9" * 5000, "99999"),
        ("-" + "9" * 5000, "-9999"),
    ],
)
def test_what_is_no_number_is_refused_by_field_value_and_range(number, named):
    text = json.dumps(GOOD | {"params": {"air_policing": {"radius_km": "?"}}}).replace('"?"', number)
    with pytest.raises(
        ScenarioFileError, match=r"air_policing\.radius_km=.*Allowed: 200 to 1400 km"
    ) as refused:
        from_json(text, REGISTRY)
    (problem,) = refused.value.problems
    assert problem.found.startswith(named)


def test_deep_nesting_is_refused_in_plain_words():
    with pytest.raises(ScenarioFileError, match="nested too deep"):
        from_json("[" * 100_000, REGISTRY)


def test_more_than_a_megabyte_is_refused_unread():
    with pytest.raises(ScenarioFileError, match="at most 1 MB"):
        from_json(b" " * (MAX_BYTES + 1), REGISTRY)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


FIELDS = ["title", "layers", "line", "view", "theme", "params", "x"]
hostile_objects = st.dictionaries(st.sampled_from(FIELDS), json_values)


@given(hostile_objects, json_values | hostile_objects)
def test_hostile_files_are_taken_or_refused_but_never_crash(fields, second):
    with contextlib.suppress(ScenarioFileError):  # anything else is a crash
        assert from_json(json.dumps({"schema_version": 1} | fields | {"compare": second}), REGISTRY)
