"""What the dialog of sensitivity shows of an answer, and what there is to ask."""

import re
from html import unescape

import pytest

from analysis.measure import SHARE
from analysis.sensitivity import Question, measure_ids, numbers, problems, solve
from analysis.sustained_numbers import Sustained
from dashboard.panels.sensitivity import FIRST_MEASURE, answer_html, choices_html
from dashboard.service import Service
from export.figures.sensitivity_axes import tick_texts
from i18n.spoken import speaking
from layers.core.address import from_query

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def service(store):
    return Service(store)


def question(service, query, **how):
    scenario, _ = from_query(query, service.registry)
    return Question(**{"scenario": scenario, "sustained": Sustained(), "kind": "tornado", **how})


def test_a_tornado_is_a_table_of_what_moves_the_measure_with_the_widest_bar_first(service):
    asked = question(service, "layers=maritime_patrols", measure="sea.corridor_share")
    found = solve(asked, service.frames_kept)
    page = unescape(answer_html(found, service))
    moving = [bar for bar in found.bars if bar.swing]
    assert re.findall(r'data-curve-of="([^"]+)"', page) == [bar.parameter for bar in moving]
    widths = [float(width) for width in re.findall(r"left:[\d.]+%;width:([\d.]+)%", page)]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] == pytest.approx(100)
    assert "Black Sea patrols: Standoff moves it most" in page
    assert "Without effect: Not everywhere at once: aircraft per base" in page
    assert "Notional: not actual or planned deployments." in page


def test_a_curve_has_every_point_drawn_and_in_its_table_with_the_present_one_marked(service):
    asked = question(
        service, "layers=air_policing", measure="air.reach_share", kind="parameter",
        parameter="air_policing.radius_km",
    )  # fmt: skip
    found = solve(asked, service.frames_kept)
    page = unescape(answer_html(found, service))
    assert page.count('class="curve-dot"') == len(found.curve) == page.count('<th scope="row">')
    assert page.count('class="of-now"') == 1
    assert "600 km (now)" in page
    assert 'role="img"' in page
    assert "Air policing: Radius" in page
    with speaking("uk"):
        assert "Повітряне патрулювання: Радіус" in answer_html(found, service)


def test_where_a_measure_has_no_value_the_curve_is_parted_and_nothing_fails(service):
    asked = question(service, "layers=cities", measure="air.to_kyiv_min", kind="dates")
    page = answer_html(solve(asked, service.frames_kept), service)
    assert "The measure has no value at any of them." in page
    assert "curve-line" not in page


def test_the_lists_have_what_can_be_asked_and_nothing_that_is_refused(service):
    scenario, _ = from_query("layers=air_policing", service.registry)
    page = choices_html(service, scenario)
    assert f'value="{FIRST_MEASURE}" selected' in page
    lists = page.split("<select")
    measures, parameters = (re.findall(r'<option value="([^"]+)"', one) for one in lists[1:])
    for measure in measures:
        assert not problems(question(service, "", measure=measure), service.frames_kept)
    assert set(parameters) == {
        key for key in numbers(service.registry) if key.partition(".")[0] in ("air_policing", "sustained")
    }


@pytest.mark.parametrize("query", ["layers=cities", "layers=air_policing&line=2022-02-23"])
def test_which_measures_there_are_does_not_depend_on_the_scenario(service, query):
    from analysis.registry import MEASURES
    from analysis.sensitivity import values

    scenario, _ = from_query(query, service.registry)
    assert tuple(values(service.frames_kept, scenario, Sustained(), MEASURES)) == measure_ids(
        service.frames_kept
    )


def test_ticks_read_differently_however_near_they_are():
    assert tick_texts([0.336, 0.338, 0.34], SHARE) == ["33.6 %", "33.8 %", "34.0 %"]
    assert tick_texts([0, 0.2, 0.4], SHARE) == ["0 %", "20 %", "40 %"]
    assert tick_texts([0, 2.5, 5], "h") == ["0.0 h", "2.5 h", "5.0 h"]
    assert tick_texts([0, 25, 50], "km") == ["0 km", "25 km", "50 km"]
    assert tick_texts([10_000, 10_500], "km²") == ["10,000 km²", "10,500 km²"]
