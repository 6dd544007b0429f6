"""Charts of sensitivity: all that is written stands on the page, whatever the page, language and question."""

import json
import re

import pytest
from lxml import etree

from analysis.sensitivity import Question, Sensitivity, solve
from analysis.sustained_numbers import Sustained
from export.data.sensitivity import as_csv, as_json, as_text
from export.figures import sensitivity_chart
from export.figures.options import read_options
from export.metadata.extract import read
from layers.core.address import from_query
from layers.core.build import Frames

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def frames():
    return Frames()


def solved(frames, measure, kind, parameter="", query="layers=line_of_occupation,air_policing", **stated):
    scenario, wrong = from_query(query, frames.registry)
    assert not wrong
    asked = Question(
        measure=measure, kind=kind, parameter=parameter, scenario=scenario, sustained=Sustained(**stated)
    )
    return solve(asked, frames)


@pytest.fixture(scope="module")
def curve(frames):
    return solved(frames, "air.on_station_kyiv_min", "parameter", "air_policing.radius_km")


@pytest.fixture(scope="module")
def tornado(frames):
    return solved(frames, "sustained.air_share", "tornado", aircraft_per_base=12)


@pytest.fixture(scope="module")
def dates(frames):
    return solved(frames, "line.occupied_share", "dates", query="layers=line_of_occupation")


def svg(found, frames, **options):
    chosen, problems = read_options(options.items())
    assert not problems
    return sensitivity_chart.draw(found, frames, chosen, "svg", made="2026-01-31")


def words(body):
    return [" ".join(text.itertext()) for text in etree.fromstring(body).iter("{*}text")]


@pytest.mark.sweep(keep=5)
@pytest.mark.parametrize("layout", ["slide-16x9", "a4-portrait", "square", "social", "640x360"])
@pytest.mark.parametrize("lang", ["en", "uk"])
@pytest.mark.parametrize("which", ["curve", "tornado", "dates"])
def test_everything_stands_on_the_page(which, layout, lang, frames, request):
    body = svg(request.getfixturevalue(which), frames, layout=layout, lang=lang)
    root = etree.fromstring(body)
    left, top, width, height = map(float, root.get("viewBox").split())
    placed = 0
    for text in root.iter("{*}text"):
        place = re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", text.get("transform", ""))
        x, y = map(float, place.groups()) if place else (float(text.get("x")), float(text.get("y")))
        assert left <= x <= left + width
        assert top <= y <= top + height
        placed += 1
    assert placed > 8


def test_a_curve_marks_the_present_value(curve, frames):
    told = words(svg(curve, frames))
    assert "now: 0 min at 600 km" in told
    assert "Minutes on station at Kyiv" in told
    assert "Air policing: Radius, km" in told


def test_a_tornado_names_its_bars_and_what_has_no_effect(tornado, frames):
    told = " ".join(words(svg(tornado, frames)))
    assert "Not everywhere at once: Aircraft per base" in told
    assert "Without effect: " in told
    assert "Changed from the defaults: Aircraft per base 12" in told


def test_notional_is_said_where_something_notional_is_measured(tornado, curve, dates, frames):
    for found in (tornado, curve):
        assert "Notional: not actual or planned deployments." in words(svg(found, frames))
    text = frames.frames(dates.question.scenario)["line_of_occupation"]["status"]
    assert ("notional" in set(text)) == (
        "Notional: not actual or planned deployments." in words(svg(dates, frames))
    )


def test_a_chart_is_the_same_each_time_and_holds_its_scenario(curve, frames):
    body = svg(curve, frames)
    assert body == svg(curve, frames)
    assert read(body, frames.registry).layers == curve.question.scenario.layers


def test_a_measure_without_a_value_leaves_a_gap(frames, curve):
    from dataclasses import replace

    holes = tuple(replace(one, value=None) if 3 < n < 7 else one for n, one in enumerate(curve.curve))
    assert svg(replace(curve, curve=holes), frames) != svg(curve, frames)
    nothing = tuple(replace(one, value=None) for one in curve.curve)
    none = replace(curve, curve=nothing, now=replace(curve.now, value=None))
    assert "now: – at 600 km" in words(svg(none, frames))


def test_what_nothing_moves_says_so(frames):
    found = solved(frames, "line.length_km", "tornado", query="layers=line_of_occupation")
    assert "None of the numbers moves this measure." in words(svg(found, frames))


def test_files_of_numbers_say_the_same(curve, tornado, dates, frames):
    for found in (curve, tornado, dates):
        told = json.loads(as_json(found, frames.registry, made="2026-01-31"))
        assert told["now"]["value"] == pytest.approx(found.now.value, abs=0.01)
        table = as_csv(found, frames.registry, made="2026-01-31").decode("utf-8-sig").splitlines()
        rows = table[1 : table.index("")]
        assert len(rows) == len(told.get("points") or told["bars"])
        assert len(as_text(found, frames.registry).decode().splitlines()) == len(rows) + 3
    assert isinstance(curve, Sensitivity)
