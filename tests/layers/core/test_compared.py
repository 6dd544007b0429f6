from dataclasses import replace
from types import MappingProxyType

import pytest
from shipped import LAYERS, REGISTRY

from layers import ONLY_IN
from layers.core.build import Frames
from layers.core.compared import NOTHING, ONLY_HERE, called, rows
from layers.core.only_in import only_in
from layers.core.variants import as_variant, value_in

FRAMES = Frames()


def _with(layer_id: str, **values):
    scenario = FRAMES.registry.default()
    params = scenario.params[layer_id].model_copy(update=values)
    return replace(scenario, params=MappingProxyType({**scenario.params, layer_id: params}))


def _rows(second, first=None):
    first = first or FRAMES.registry.default()
    return {
        (row.layer.id, row.label): row
        for row in rows([(one, FRAMES.frames(one)) for one in (first, second)], FRAMES.registry)
    }


def test_the_difference_is_that_of_the_numbers_a_person_reads():
    found = _rows(_with("air_policing", radius_km=300))
    reach = found["air_policing", "Ukraine within reach of a base"]
    first, second = (int(value.split()[0]) for value in reach.values)
    assert reach.difference == f"\N{MINUS SIGN}{first - second} points"


def test_a_unit_is_told_once_where_all_values_have_it():
    row = _rows(_with("air_policing", radius_km=300))["monitoring_mission", "Monitors needed"]
    assert row.unit == "people"
    assert all(figure.replace(",", "").isdigit() for figure in row.figures)


def test_what_is_the_same_has_no_difference():
    found = _rows(_with("air_policing", radius_km=300))
    same = found["coalition_forces", "Force"]
    assert same.is_same
    assert same.difference == ""


def test_of_a_layer_that_one_does_not_show_its_values_are_not_told():
    default = FRAMES.registry.default()
    second = replace(default, layers=tuple(key for key in default.layers if key != "coalition_forces"))
    row = _rows(second)["coalition_forces", "Force"]
    assert row.values == ("20,000 people", NOTHING)
    assert row.difference == ""


def test_more_ground_within_reach_is_only_in_the_one_that_reaches_farther():
    found = _rows(_with("air_policing", radius_km=800))
    first, second = found["air_policing", ONLY_HERE].values
    assert first == "0 km²"
    assert second.startswith("about ")
    assert ("coalition_forces", ONLY_HERE) not in found


def test_the_ground_of_each_side_is_covered_by_that_one_alone():
    one, other = FRAMES.registry.default(), _with("coalition_forces", standoff_km=80.0)
    maps = [FRAMES.frames(scenario) for scenario in (one, other)]
    found = only_in(*maps, REGISTRY.layers).set_index("kind")
    assert set(found.index) == {"only_a", "only_b"}
    covered = [
        frame["coalition_forces"].set_index("kind").loc["deployment_ground"].geometry for frame in maps
    ]
    first, second = (getattr(shapes, "union_all", lambda shape=shapes: shape)() for shapes in covered)
    assert found.loc["only_a"].geometry.intersection(second).area < 1e-6
    assert found.loc["only_b"].geometry.intersection(first).area < 1e-6
    assert set(found["status"]) == {"notional"}


def test_two_that_are_the_same_leave_no_ground_to_one_alone():
    maps = FRAMES.frames(FRAMES.registry.default())
    assert only_in(maps, maps, REGISTRY.layers).empty
    assert ONLY_IN.build(None, None).empty


def test_each_is_called_by_its_letter_and_its_name():
    default = FRAMES.registry.default()
    assert called(replace(default, name="Now").beside([default, replace(default, name="Far back")])) == [
        "A · Now", "B", "C · Far back",
    ]  # fmt: skip


NUMBERS = [(layer, spec) for layer in LAYERS for spec in layer.specs if spec.kind in ("number", "integer")]


@pytest.mark.parametrize(
    ("layer", "spec"), NUMBERS, ids=lambda part: getattr(part, "id", getattr(part, "name", ""))
)
def test_ready_values_are_in_range_on_a_step_and_apart(layer, spec):
    low, default, high = (value_in(spec, variant) for variant in ("low", "default", "high"))
    assert default == spec.default
    assert len({low, default, high}) == 3
    assert spec.low <= min(low, high) < default < max(low, high) <= spec.high
    for value in (low, high):
        steps = (value - spec.low) / spec.step
        assert abs(steps - round(steps)) < 1e-6


def test_a_ready_variant_changes_numbers_alone_and_the_default_is_the_proposal():
    default = FRAMES.registry.default()
    low = as_variant(default, "low", FRAMES.registry)
    assert low.params["air_policing"].radius_km == 300
    assert low.params["air_policing"].bases == default.params["air_policing"].bases
    assert (low.layers, low.line) == (default.layers, default.line)
    assert as_variant(low, "default", FRAMES.registry) == default
