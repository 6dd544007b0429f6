"""The assessment of the shipped map: that it agrees with what the layers draw, and is kept."""

from dataclasses import replace
from types import MappingProxyType, SimpleNamespace

import pytest

from analysis import assessment
from analysis.assessment import assess
from export.data.assessment import document
from layers.core.address import from_pairs
from layers.core.build import Frames


@pytest.fixture(scope="module")
def frames(store):
    return Frames(store)


@pytest.fixture(scope="module")
def shown(frames):
    return frames.registry.default()


@pytest.fixture(scope="module")
def found(frames, shown):
    return assess(frames, shown)


def changed(frames, **pairs):
    scenario, problems = from_pairs(
        [(key.replace("__", "."), value) for key, value in pairs.items()], frames.registry
    )
    assert problems == []
    return scenario


def test_it_agrees_with_the_layers(found, frames, shown):
    line = frames.frame(frames.registry["line_of_occupation"], shown)
    territory = line.loc[line["kind"] == "occupied_territory"].iloc[0]
    # Its parts, cut at the oblasts, are measured along other edges: 0.15 of 114,000 km².
    assert found["line.occupied_km2"].value == pytest.approx(territory["area_km2"], rel=1e-5)
    assert found["line.length_km"].value == territory["documented_km"]
    air = frames.frame(frames.registry["air_policing"], shown)
    share = air.loc[air["kind"] == "covered_ground", "share_pct"].iloc[0] / 100
    assert found["coverage.air_policing_share"].value == pytest.approx(share, rel=1e-6)
    assert found["coalition.routes_with_area"].value == 7


def test_it_agrees_with_the_layer_of_coverage(found, frames, shown):
    covered = frames.frame(frames.registry["coverage_depth"], shown)
    land = covered.loc[covered["share_pct"].notna()]
    none = land.loc[land["count"] == 0, "area_km2"].sum()
    assert found.country.uncovered.area_km2 == pytest.approx(none, rel=1e-5)
    weighted = (land["count"] * land["area_km2"]).sum()
    assert found["coverage.mean_depth"].value == pytest.approx(weighted / found.country.area_km2, rel=1e-4)


def test_the_27_oblasts_add_up(found, store):
    assert len({one.iso for one in found.oblasts}) == 27
    for name in ("area_km2", "population", "occupied_km2", "occupied_population"):
        assert sum(getattr(one, name) for one in found.oblasts) == pytest.approx(getattr(found.country, name))
    assert found.country.area_km2 == pytest.approx(599_105, abs=1)
    assert found.country.population == store.table("basemap/oblasts")["population"].sum()
    assert sum(one.line_km for one in found.oblasts) == pytest.approx(
        found["line.generalised_km"].value, rel=1e-4
    )
    for key in found.country.guarantees:
        areas = [one.guarantees[key].area_km2 for one in found.oblasts]
        assert sum(areas) == pytest.approx(found.country.guarantees[key].area_km2)


def test_crimea_is_ukraine_and_occupied(found):
    for unit in found.oblasts:
        if unit.iso in ("UA-40", "UA-43"):
            assert unit.occupied_share == pytest.approx(1)


def test_a_hidden_guarantee_counts_as_not_there(frames, found):
    hidden = assess(frames, changed(frames, layers="line_of_occupation,monitoring_mission"))
    assert hidden["air.reach_share"].value == 0
    assert hidden["air.to_kyiv_min"].value is None
    assert hidden["sea.corridor_share"].value == 0
    assert hidden["monitoring.people"].value == found["monitoring.people"].value
    assert hidden["line.length_km"] == found["line.length_km"]
    assert hidden.country.guarantees["air_policing"].area_km2 == 0


def test_it_is_kept_and_the_look_of_the_map_makes_no_other(frames, shown, found):
    assert assess(frames, replace(shown, theme="dark", title="Another")) is found
    assert assess(frames, changed(frames, line="2024-07-08")) is not found


def test_what_is_kept_of_one_scenario_does_not_leak_into_another(frames, store):
    for pairs in (
        {"air_policing__radius_km": "900"},
        {"line": "2022-11-15"},
        {"coverage_depth__air_policing": "held"},
    ):
        scenario = changed(frames, **pairs)
        assert assess(frames, scenario) == assess(Frames(store), scenario)


def test_gaps_are_what_their_module_finds_and_are_written_with_their_fix(store, monkeypatch):
    fresh = Frames(store)
    gap = SimpleNamespace(id="city-lviv", text="Lviv is open", closing=SimpleNamespace(words="+ Rzeszów"))
    monkeypatch.setattr(assessment, "find_spec", lambda name: name)
    monkeypatch.setattr(
        assessment, "import_module", lambda name: SimpleNamespace(find=lambda frames, scenario: [gap])
    )
    found = assess(fresh, fresh.registry.default())
    assert found.gaps == (gap,)
    written = document(found, fresh.registry.default(), fresh.registry)
    assert written["gaps"] == [{"id": "city-lviv", "text": "Lviv is open", "fix": "+ Rzeszów"}]


def test_parameters_are_not_changed(frames, shown, found):
    assert isinstance(shown.params, MappingProxyType)
    assert frames.registry.default() == shown
