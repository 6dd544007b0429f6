"""The benchmark reports what it measured, also where a page did not do what was asked of it."""

import pytest

from dashboard.service import Service
from layers.style.rows import rows_of
from tests.bench import browser, report
from tests.bench.browser import Error
from tests.bench.leaflet_app import leaflet_style
from tests.bench.reference import drawn_layers

SWITCH = {
    "off": [{"layer": "a", "frame": 20.0, "drawn": 30.0}],
    "on": [{"layer": "a", "frame": 40.0}],
    "requests": 0,
}


def row(table: str, title: str) -> list[str]:
    (line,) = [line for line in table.splitlines() if line.startswith(f"| {title}")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_a_switch_without_an_answer_is_a_cell_and_the_rest_is_reported():
    silent = {"off": [], "on": [], "requests": 0, "no_answer": {"a": "did not change the map in 30 s"}}
    half = {**SWITCH, "on": [], "no_answer": {"a": "did not change the map in 30 s"}}
    table = report.toggle_table({"ours": SWITCH, "dash-leaflet": silent, "stock plotly": half})
    assert row(table, "a: off / on")[2:] == ["20 / 40 ms", "no answer", "no answer"]
    assert row(table, "off: changed frame")[2:] == ["20 ms (20)", "no answer", "20 ms (20) ×1.0"]
    assert row(table, "on: changed frame")[2:] == ["40 ms (40)", "no answer", "no answer"]


def test_ours_too_may_give_no_answer():
    silent = {"off": [], "on": [], "requests": 0, "no_answer": {"a": "…"}}
    table = report.toggle_table({"ours": silent, "dash-leaflet": SWITCH, "stock plotly": SWITCH})
    assert row(table, "a: off / on")[2:] == ["no answer", "20 / 40 ms", "20 / 40 ms"]


def test_a_page_that_never_comes_up_is_a_column_of_no_answers():
    visit = {"live_s": 1.5, "panel_s": 1.0, "all_kb": 100.0, "requests": 5, "outside": 0}
    table = report.cold_table({"ours": [visit], "dash-leaflet": [visit, {}], "stock plotly": [{}]})
    assert row(table, "live map")[2:] == ["1.50 s (1.50)", "1.50 s (1.50) ×1.0", "no answer"]
    assert "live map after no answer" in report.first_visit({})


def test_a_layer_that_does_not_answer_is_noted_and_the_next_is_switched(monkeypatch):
    def switch(_page, layer, on, _pixel):
        if layer == "dead":
            raise Error(f"Switching {layer} did not change the map in 30 s.\nand a trace")
        return {"frame": 10.0 if on else 5.0}

    class Visit:
        def __init__(self):
            self.page, self.requests = type("Page", (), {"evaluate": lambda *_: None})(), []

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(browser, "visit", lambda *_: Visit())
    monkeypatch.setattr(browser, "_switch", switch)
    monkeypatch.setattr(browser, "_pixel", lambda *_: None)
    taken = browser.toggling(None, "", ["dead", "alive"], ["dead", "alive"], 2)
    assert taken["no_answer"] == {"dead": "Switching dead did not change the map in 30 s."}
    assert [switch["layer"] for switch in taken["on"]] == ["alive", "alive"]


def test_a_page_that_does_not_open_answers_no_switch(monkeypatch):
    class Closed:
        def __enter__(self):
            raise Error("Timeout 60000ms exceeded.")

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(browser, "visit", lambda *_: Closed())
    assert browser.toggling(None, "", ["a"], ["a"], 2)["no_answer"] == {"a": "Timeout 60000ms exceeded."}
    monkeypatch.setattr(browser, "cold", lambda *_: Closed().__enter__())
    assert browser.visited(None, "", ["a"]) == {}


@pytest.mark.parametrize("values", [[1.0], [1.0, 2.0, 3.0]])
def test_the_95th_percentile_of_few_values_is_the_largest(values):
    assert report.p95(values) == max(values)


def test_dash_leaflet_draws_every_row_of_the_layers_compared():
    for layer in drawn_layers(Service()):
        for row_of_style in rows_of(layer.id):
            if row_of_style.form != "label":
                drawn = leaflet_style(row_of_style)
                assert drawn["fill"] is (drawn["fillColor"] is not None), row_of_style.kind
