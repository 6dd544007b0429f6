"""One field added to a parameter model shows up everywhere, with no other edit."""

from dataclasses import replace
from typing import Literal

import pytest
from lxml import html

from dashboard.app import create_app
from dashboard.panels.controls import fits_segments
from layers import LAYERS, air_policing
from layers.core.address import from_pairs, from_query
from layers.core.constants import EDITION
from layers.core.params import ParamSpec, choice, number
from layers.core.registry import load_registry
from layers.core.scenario import data_query
from layers.core.scenario_file import from_json, to_json
from tools.build_docs import section
from webmap.boot import boot_data


class MoreParams(air_policing.AirPolicingParams):
    loiter_min: float = number(90, low=0, high=240, step=10, help="Time on patrol.")
    weather: Literal["fair", "foul"] = choice("fair", help="What the sky is like.")


NEW = replace(air_policing.LAYER, params=MoreParams)
WITH_FIELDS = tuple(NEW if layer.id == NEW.id else layer for layer in LAYERS)


@pytest.fixture(scope="module")
def app(store):
    return create_app(store, WITH_FIELDS)


@pytest.fixture(scope="module")
def page(app):
    query = "air_policing.radius_km=900&air_policing.weather=foul&air_policing.bases=EPMM"
    return html.document_fromstring(app.server.test_client().get(f"/?{query}").text)


def by_id(page: html.HtmlElement, id_: str) -> html.HtmlElement:
    (found,) = page.xpath(f"//*[@id='{id_}']")
    return found


def test_it_has_a_control_with_range_step_default_and_help(page):
    slider = by_id(page, "param--air_policing--loiter_min")
    limits = [float(slider.get(key)) for key in ("min", "max", "step", "value")]
    assert (slider.get("type"), limits) == ("range", [0, 240, 10, 90])
    assert by_id(page, "field--air_policing--loiter_min").value == "90 min"
    segments = by_id(page, "param--air_policing--weather")
    assert [option.get("value") for option in segments.iter("input")] == ["fair", "foul"]
    (row,) = page.xpath("//*[@data-param='air_policing.loiter_min']")
    said = " ".join(row.text_content().split())
    assert said.startswith("Loiter 0–240 min reset")
    assert said.endswith("Time on patrol.")
    assert "data-differs" not in row.attrib


def test_the_page_comes_with_the_values_of_its_address(page):
    assert by_id(page, "param--air_policing--radius_km").get("value") == "900.0"
    assert by_id(page, "field--air_policing--radius_km").value == "900 km"
    chosen = [
        box.get("value") for box in by_id(page, "param--air_policing--weather").iter("input") if box.checked
    ]
    assert chosen == ["foul"]
    bases = [
        box.get("value") for box in by_id(page, "param--air_policing--bases").iter("input") if box.checked
    ]
    assert bases == ["EPMM"]
    differing = page.xpath("//*[@data-differs]/@data-param")
    assert set(differing) == {"air_policing.radius_km", "air_policing.weather", "air_policing.bases"}


def test_a_long_choice_is_a_menu():
    short, long = choice_of("fair", "foul"), choice_of(*(f"a rather long answer {i}" for i in range(3)))
    assert fits_segments(short)
    assert not fits_segments(long)


def choice_of(*options: str) -> ParamSpec:
    return ParamSpec(name="one", kind="choice", default=options[0], help="", options=options)


def boot_of(app, scenario):
    layers = boot_data(app.service.registry, app.service.store.sources, scenario, [])["layers"]
    return next(layer for layer in layers if layer["id"] == NEW.id)


def test_the_page_knows_its_range(app):
    boot = boot_of(app, app.service.registry.default())
    (param,) = [param for param in boot["params"] if param["name"] == "loiter_min"]
    assert (param["low"], param["high"], param["allowed"]) == (0, 240, "0 to 240 min")
    assert param["title"] == "Air policing, loiter"


def test_it_has_a_key_in_address_data_file_and_page(app):
    registry = app.service.registry
    query = "air_policing.loiter_min=120&air_policing.weather=foul"
    scenario, problems = from_query(query, registry)
    assert problems == []
    assert scenario.params["air_policing"].loiter_min == 120
    assert scenario.to_query(registry) == f"{query}&edition={EDITION}"
    assert data_query(registry[NEW.id], scenario) == f"line={scenario.line}&{query}"  # its reach ends there
    assert from_json(to_json(scenario, registry), registry) == scenario
    boot = boot_of(app, scenario)
    assert {"loiter_min", "weather"} <= {param["name"] for param in boot["params"]}
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
