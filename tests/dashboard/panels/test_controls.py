"""One field added to a parameter model shows up everywhere, with no other edit."""

from dataclasses import replace
from typing import Literal

import pytest
from dash.development.base_component import Component

from dashboard.app import create_app
from layers import LAYERS, air_policing
from layers.core.constants import EDITION
from layers.core.params import choice, number
from layers.core.registry import load_registry
from layers.core.scenario import data_query, from_pairs, from_query
from layers.core.scenario_file import from_json, to_json
from tools.build_docs import section
from webmap.boot import boot_data


class MoreParams(air_policing.AirPolicingParams):
    loiter_min: float = number(90, low=0, high=240, step=10, help="Time on patrol.")
    weather: Literal["fair", "foul"] = choice("fair", help="What the sky is like.")


NEW = replace(air_policing.LAYER, params=MoreParams)
WITH_FIELDS = tuple(NEW if layer.id == NEW.id else layer for layer in LAYERS)


def boot_of(app, scenario):
    return boot_data(app.service.registry, app.service.store.sources, scenario, [])


@pytest.fixture(scope="module")
def app(store):
    return create_app(store, WITH_FIELDS)


def by_id(page: Component, id_: str) -> Component:
    (found,) = [c for c in page._traverse() if getattr(c, "id", None) == id_]
    return found


def test_it_has_a_control_with_range_step_default_and_help(app):
    page = app.layout()
    slider = by_id(page, "param--air_policing--loiter_min")
    assert (slider.min, slider.max, slider.step, slider.value) == (0, 240, 10, 90)
    assert by_id(page, "field--air_policing--loiter_min").suffix == " min"
    segments = by_id(page, "param--air_policing--weather")
    assert [option["value"] for option in segments.data] == ["fair", "foul"]
    (row,) = [c for c in page._traverse() if getattr(c, "data-param", None) == "air_policing.loiter_min"]
    texts = [c.children for c in row._traverse() if isinstance(getattr(c, "children", None), str)]
    assert {"Loiter", " 0–240 min", "Time on patrol.", "reset"} <= set(texts)


def test_the_page_knows_its_range(app):
    (found,) = [la for la in boot_of(app, app.service.registry.default())["layers"] if la["id"] == NEW.id]
    (param,) = [param for param in found["params"] if param["name"] == "loiter_min"]
    assert (param["low"], param["high"], param["allowed"]) == (0, 240, "0 to 240 min")
    assert param["title"] == "Air policing, loiter"


def test_its_callbacks_are_registered(app):
    inputs = {i["id"] for callback in app._callback_list for i in callback["inputs"]}
    assert "param--air_policing--weather" in inputs


def test_it_has_a_key_in_address_data_file_and_page(app):
    registry = app.service.registry
    query = "air_policing.loiter_min=120&air_policing.weather=foul"
    scenario, problems = from_query(query, registry)
    assert problems == []
    assert scenario.params["air_policing"].loiter_min == 120
    assert scenario.to_query(registry) == f"{query}&edition={EDITION}"
    assert data_query(registry[NEW.id], scenario) == query
    assert from_json(to_json(scenario, registry), registry) == scenario
    (found,) = [layer for layer in boot_of(app, scenario)["layers"] if layer["id"] == NEW.id]
    assert {"loiter_min", "weather"} <= {param["name"] for param in found["params"]}
    client = app.server.test_client()
    assert client.get(f"/layers/air_policing.geojson?{query}").status_code == 200
    refused = client.get("/layers/air_policing.geojson?air_policing.loiter_min=300")
    assert (refused.status_code, refused.json["allowed"]) == (
        422,
        {"air_policing.loiter_min": "0 to 240 min"},
    )


def test_the_command_line_takes_it(store):
    registry = load_registry(store, WITH_FIELDS)
    scenario, problems = from_pairs([("air_policing.loiter_min", "200")], registry)
    assert problems == []
    assert scenario.params["air_policing"].loiter_min == 200


def test_it_has_a_row_in_the_documentation(store):
    registry = load_registry(store, WITH_FIELDS)
    assert "| `air_policing.loiter_min` | 90 | 0 to 240" in section(registry[NEW.id])
