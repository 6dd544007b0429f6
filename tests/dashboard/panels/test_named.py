"""Names of routes in panels lead to the routes on the map."""

import pytest
from dash import html

from dashboard.panels.feature import assessment, feature_page
from dashboard.panels.named import Names
from dashboard.service import Service
from layers.core.address import from_query


@pytest.fixture(scope="module")
def service(store):
    return Service(store)


def buttons(component) -> list[html.Button]:
    if isinstance(component, list | tuple):
        return [found for one in component for found in buttons(one)]
    own = [component] if isinstance(component, html.Button) else []
    return own + (buttons(children) if (children := getattr(component, "children", None)) else [])


def of(button: html.Button) -> str:
    return button.to_plotly_json()["props"]["data-feature-id"]


def test_a_name_within_a_text_is_a_button_with_the_bounds_of_its_route(service):
    names = Names(service, service.registry.default())
    before, button, after = names.linked("no room on Kupiansk–Sloviansk yet")
    assert (before, button.children, after) == ("no room on ", "Kupiansk–Sloviansk", " yet")
    west, south, east, north = map(float, button.to_plotly_json()["props"]["data-bounds"].split(","))
    assert 37 < west <= east < 38.5
    assert 48.5 < south < north < 50
    assert names.linked("no name here") == "no name here"


def test_the_assessment_lists_every_route_by_name_and_no_code(service):
    scenario = service.registry.default()
    listed = [one for one in buttons(assessment(service, scenario)) if of(one).startswith("route-")]
    frame = service.frame(service.registry["invasion_routes"], scenario)
    routes = set(frame.loc[frame["kind"].str.startswith("route"), "feature_id"])
    assert {of(one) for one in listed} == routes
    assert "Sumy–Kyiv" in {one.children for one in listed}


def test_the_page_of_a_route_marks_its_own_name_in_the_list(service):
    chosen = {"layer": "invasion_routes", "feature_id": "route-f3"}
    page = buttons(feature_page(service, service.registry.default(), chosen))
    current = [of(one) for one in page if one.to_plotly_json()["props"].get("aria-current")]
    assert current == ["route-f3"]


def test_routes_that_are_not_shown_are_not_named_as_buttons(service):
    scenario, _ = from_query("invasion_routes.show=historical", service.registry)
    names = Names(service, scenario)
    assert names.linked("no room on Kupiansk–Sloviansk") == "no room on Kupiansk–Sloviansk"
