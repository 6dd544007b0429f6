"""The feature page, the assessment and the cards say in words what the frames hold."""

import json
import math
import re

import numpy as np
import pytest
from dash import html
from shipped import LAYERS

from dashboard.panels.feature import (
    assessment,
    feature_page,
    measure_text,
    measure_title,
)
from dashboard.service import Service
from geodata.dates import day
from layers.core.address import from_query
from layers.core.format import STATUSES


@pytest.fixture(scope="module")
def service(store):
    return Service(store)


def text_of(component) -> str:
    """All text of a Dash component, in reading order."""
    if component is None:
        return ""
    if isinstance(component, str | int | float):
        return str(component)
    if isinstance(component, list | tuple):
        inline = any(isinstance(one, str) for one in component)  # words with buttons among them
        return ("" if inline else " ").join(filter(None, map(text_of, component)))
    return text_of(getattr(component, "children", None))


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("radius_km", 1234.5, "1,234 km"),
        ("radius_km", 12.34, "12.3 km"),
        ("radius_km", 12.0, "12 km"),
        ("radius_nm", 100, "100 nm"),
        ("area_km2", 103456.7, "about 103,000 km²"),
        ("share_pct", 18.26, "18 %"),
        ("length_km", np.float64(1204.9), "about 1,200 km"),
        ("radius_km", np.float64(650.0), "650 km"),
        ("share_pct", 19.06, "19 %"),
        ("order", np.int64(3), "3"),
        ("line_date", "2025-08-31", day("2025-08-31")),
        ("as_of", "2025-08-31", day("2025-08-31")),
        ("waypoints", ["Kyiv", "Chernihiv"], "Kyiv, Chernihiv"),
        ("waypoints", [], ""),
        ("candidate", True, "yes"),
        ("candidate", False, "no"),
        ("candidate", np.bool_(True), "yes"),
        ("note", None, ""),
        ("length_km", math.nan, ""),
        ("length_km", np.float64("nan"), ""),
        ("role", "Air policing", "Air policing"),
    ],
)
def test_a_cell_in_words(column, value, text):
    assert measure_text(column, value) == text


@pytest.mark.parametrize(
    ("column", "title"),
    [
        ("length_km", "Length, as drawn"),
        ("area_km2", "Area"),
        ("share_pct", "Share of Ukraine"),
        ("share_personnel", "Equal share of the force"),
        ("icao", "ICAO code"),
        ("name_uk", "In Ukrainian"),
        ("allied_use", "Use by allies"),
    ],
)
def test_the_name_of_a_column_in_words(column, title):
    assert measure_title(column) == title


def test_a_day_reads_as_a_person_writes_it():
    assert day("2025-08-31") == "31 Aug 2025"


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
def test_every_feature_has_a_page_with_status_date_and_source(service, layer):
    scenario = service.registry.default()
    frame = service.frame(layer, scenario)
    for feature in frame.groupby("kind").head(3).to_dict("records"):
        chosen = {"layer": layer.id, "feature_id": feature["feature_id"]}
        said = text_of(feature_page(service, scenario, chosen))
        assert feature["name"] in said
        assert STATUSES[feature["status"]].label in said
        assert day(feature["as_of"]) in said
        for key in feature["source"].split(";"):
            assert service.store.sources[key].title in said
        assert feature["measure"] in said
        assert "nan" not in said.lower().split()
        assert "None" not in said.split()


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
def test_no_page_shows_what_is_for_machines_or_says_a_thing_twice(service, layer):
    scenario, _ = from_query("line_of_occupation.ghost=2022-11-15", service.registry)
    for feature in service.frame(layer, scenario).to_dict("records"):
        page = feature_page(service, scenario, {"layer": layer.id, "feature_id": feature["feature_id"]})
        rows = [
            row.children for table in page if isinstance(table, html.Table) for row in table.children.children
        ]
        for title, cell in rows:
            text, where = text_of(cell), (feature["feature_id"], title.children)
            assert not re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", text), where
            assert "_" not in text, where
            assert not re.match(rf"{re.escape(text)}\b", feature["measure"] or "-"), where
            assert text != feature["name"], where


def test_lengths_at_sea_stand_in_km_and_nm(service):
    scenario = service.registry.default()
    layer = service.registry["maritime_patrols"]
    frame = service.frame(layer, scenario)
    corridor = frame.loc[frame["kind"] == "corridor"].iloc[0]
    said = text_of(feature_page(service, scenario, {"layer": layer.id, "feature_id": corridor["feature_id"]}))
    assert " km" in said
    assert " nm" in said


@pytest.mark.parametrize(
    "chosen", [{}, {"layer": "x"}, {"layer": "ports", "feature_id": "x"}, {"layer": None}]
)
def test_a_feature_that_is_not_there_is_a_plain_sentence(service, chosen):
    said = text_of(feature_page(service, service.registry.default(), chosen))
    assert said == "This feature does not exist under the current assumptions."


def test_a_page_follows_the_assumptions(service):
    wide, _ = from_query("air_policing.radius_km=900", service.registry)
    chosen = {"layer": "air_policing", "feature_id": "reach-epmm"}
    assert "900 km" in text_of(feature_page(service, wide, chosen))
    assert "600 km" in text_of(feature_page(service, service.registry.default(), chosen))


def test_the_other_features_of_a_place_are_links(service):
    other = {"layer": "oblasts", "feature_id": "oblast-ua-51", "name": "Odesa <b>"}
    chosen = {"layer": "air_policing", "feature_id": "reach-epmm", "others": [other]}
    page = feature_page(service, service.registry.default(), chosen)
    assert "Also here Odesa <b>" in text_of(page)


def test_the_assessment_has_the_key_figures_of_every_layer_that_has_one(service):
    scenario = service.registry.default()
    said = text_of(assessment(service, scenario))
    for layer in LAYERS:
        measures = layer.key_figures(service.frame(layer, scenario), scenario.params[layer.id])
        if measures:
            assert layer.title in said
        for measure in measures:
            assert f"{measure.label} {measure.value}" in said


def test_the_assessment_follows_the_date_of_the_line(service):
    then, _ = from_query("line=2022-02-23", service.registry)
    assert text_of(assessment(service, then)) != text_of(assessment(service, service.registry.default()))


def test_a_feature_lists_assumptions_under_a_heading_of_their_own(service):
    scenario = service.registry.default()
    page = feature_page(service, scenario, {"layer": "air_policing", "feature_id": "reach-epmm"})
    headings = [part.children for part in page if isinstance(part, html.H4)]
    assert headings[:2] == ["Source", "Assumptions of this project"]
    sources, own = text_of(page).split("Assumptions of this project")
    assert service.store.sources["airportsdata"].title in sources
    assert service.store.sources["studio"].title not in sources
    assert service.store.sources["studio"].reason in own
    page = feature_page(service, scenario, {"layer": "ports", "feature_id": "port-mariupol"})
    assert "Assumptions of this project" not in text_of(page)


def test_components_can_travel_as_json(service):
    scenario = service.registry.default()
    page = assessment(service, scenario)
    assert json.dumps([part.to_plotly_json() for part in page], default=lambda part: part.to_plotly_json())


@pytest.mark.parametrize(
    ("column", "title"),
    [("cruise_speed_kmh", "Cruise speed"), ("monitors_per_km", "Monitors"), ("people_personnel", "People")],
)
def test_a_measure_is_called_without_its_unit_whichever_it_is(column, title):
    assert measure_title(column) == title
