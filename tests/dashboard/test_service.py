"""What is built once is kept, and what is kept stays within its bounds."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import LAYERS

from analysis.gaps import find
from dashboard.service import Lru, Service
from layers import ports
from layers.core.address import from_query
from layers.core.build import Frames


def test_the_least_recently_used_goes_first():
    kept = Lru(2)
    kept.set("a", 1)
    kept.set("b", 2)
    assert kept.get("a") == 1  # now "b" is the oldest
    kept.set("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)


def test_weights_count_and_a_replaced_entry_counts_once():
    kept = Lru(10, weigh=len)
    kept.set("a", "xxxx")
    kept.set("a", "yyyy")
    kept.set("b", "xxxx")
    assert (kept.get("a"), kept.get("b")) == ("yyyy", "xxxx")
    kept.set("c", "xxx")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (None, "xxxx", "xxx")


def test_an_entry_too_large_for_the_limit_is_not_kept():
    kept = Lru(3, weigh=len)
    kept.set("a", "x")
    kept.set("b", "xxxxxxxx")
    assert (kept.get("a"), kept.get("b"), len(kept)) == ("x", None, 1)


def six_at_once(act):
    together = threading.Barrier(6)

    def one(_):
        together.wait(10)
        return act()

    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(one, range(6)))


def test_six_threads_that_ask_for_one_entry_have_it_made_once():
    kept, made = Lru(5), []

    def make():
        made.append(1)
        threading.Event().wait(0.05)  # long enough for the others to ask
        return object()

    assert len(set(six_at_once(lambda: kept.once("a", make)))) == 1
    assert len(made) == 1
    assert not kept._making


def test_two_entries_are_made_side_by_side():
    kept, both = Lru(5), threading.Barrier(2)

    def make():
        both.wait(10)  # each waits for the other: one lock for all would never open
        return 1

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda key: kept.once(key, make), "ab")) == [1, 1]


def test_an_entry_that_could_not_be_made_is_tried_again_by_the_next():
    kept = Lru(5)
    with pytest.raises(ZeroDivisionError):
        kept.once("a", lambda: 1 / 0)
    assert kept.once("a", lambda: 2) == 2


@pytest.mark.parametrize("way", ["service", "command"])
def test_six_threads_build_one_frame_once(store, way):
    built = []

    def build(facts, params):
        built.append(1)
        threading.Event().wait(0.05)
        return ports.LAYER.build(facts, params)

    counted = (replace(ports.LAYER, build=build),)
    service = Service(store, counted)
    shown = service.registry.default()
    ask = service.frames if way == "service" else Frames(store, counted).frames
    six_at_once(lambda: ask(shown))
    assert len(built) == 1


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 6))))
def test_never_more_than_the_limit(steps):
    kept = Lru(12, weigh=lambda size: size)
    last = {}
    for key, size in steps:
        kept.set(key, size)
        last[key] = size
        assert kept.get(key) == size
        held = [size for key, size in last.items() if kept.get(key) is not None]
        assert sum(held) <= 12
        assert len(held) == len(kept)


def test_threads_may_share_it():
    kept = Lru(50)

    def work(start: int) -> None:
        for i in range(2000):
            kept.set((start + i) % 97, i)
            kept.get(i % 97)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(kept) == 50


def test_the_same_assumptions_give_the_same_objects(store):
    service = Service(store)
    first, _ = from_query("layers=ports&monitoring_mission.depth_km=20&theme=dark", service.registry)
    second, _ = from_query("monitoring_mission.depth_km=20.0&view=30,48,5", service.registry)
    layer = service.registry["monitoring_mission"]
    assert service.frame(layer, first) is service.frame(layer, second)
    assert service.geojson(layer, first) is service.geojson(layer, second)
    other, _ = from_query("monitoring_mission.depth_km=21", service.registry)
    assert service.frame(layer, other) is not service.frame(layer, first)


def test_a_layer_depends_on_nothing_but_its_own_parameters_and_the_line(store):
    service = Service(store)
    far, _ = from_query("air_policing.radius_km=900&line=2022-11-15", service.registry)
    air, line = service.registry["air_policing"], service.registry["line_of_occupation"]
    # Ground within reach ends at the line.
    assert service.query(air, far) == "line=2022-11-15&air_policing.radius_km=900"
    assert service.query(line, far) == "line=2022-11-15"


def test_kinds_are_those_of_every_scenario_shown(store):
    service = Service(store)
    plain, _ = from_query("", service.registry)
    compared, _ = from_query("line_of_occupation.ghost=2022-11-15", service.registry)
    assert "ghost_line" not in service.kinds(plain)["line_of_occupation"]
    assert "ghost_line" in service.kinds(plain, compared)["line_of_occupation"]


def test_layers_are_found_by_id_and_the_ground_too(store):
    service = Service(store)
    assert service.layer("ground").title == "Ground"
    assert [service.layer(layer.id) for layer in LAYERS] == list(LAYERS)
    assert service.layer("bridges") is None


def test_warm_up_builds_what_the_first_visitor_sees(store, monkeypatch):
    service = Service(store)
    warm = threading.Thread(target=service.warm_up)
    warm.start()
    warm.join(60)
    scenario = service.registry.default()

    def refuse(*_):
        raise AssertionError("built again")

    monkeypatch.setattr("dashboard.service.to_geojson", refuse)
    for layer in (service.layer("ground"), *LAYERS):
        assert service.geojson(layer, scenario).body
    for gap in find(service.frames_kept, scenario):
        assert "closing" in vars(gap), "searched for already"


def test_briefings_and_the_data_they_quote_are_one_object_for_all_routes(store):
    service = Service(store)
    assert service.library is service.library
    assert service.briefings is service.briefings
    assert service.briefings.library is service.library
    assert service.library.store is service.store
