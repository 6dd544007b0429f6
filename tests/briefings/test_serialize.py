"""A briefing as plain data for any page, with figures, runs, sources and places."""

import json

import pytest

from briefings.loader import load
from briefings.repository import FOLDER
from briefings.serialize import outline, scene_view, serialize
from layers.core.constants import NOTICE


@pytest.fixture
def small(library, scene_text):
    lines = """
bullets: ["**{maritime_patrols.standoff_nm}** off, see [here](https://example.org)"]
notes: |
  First.

  Second on {line.date}.
sources: [studio]
scenario:
  layers: [maritime_patrols]
  line: "2025-08-31"
  view: {west: 27, south: 41, east: 37, north: 47}
highlights:
  - {layer: maritime_patrols, feature_id: zone-z1}
callouts:
  - {text: Here, at: {lon: 30, lat: 45}, to: w, offset_pct: 9}
timeline:
  - {date: 2023-08, text: It opens, source: crystal_group_2025}
"""
    return load(scene_text(lines), library)


def run(text: str, *, bold: bool = False, href: str = "") -> dict:
    return {"text": text, "bold": bold, "italic": False, "href": href}


def test_texts_are_runs_with_the_figures_filled_in(small, library):
    scene = scene_view(small.scenes[0], library)
    assert scene["bullets"] == [
        [run("12 nm", bold=True), run(" off, see "), run("here", href="https://example.org")]
    ]
    assert scene["notes"] == [[run("First.")], [run("Second on 31 Aug 2025.")]]


def test_dates_are_given_for_machines_and_for_people(small, library):
    scene = scene_view(small.scenes[0], library)
    assert scene["line"] == "31 Aug 2025"
    (entry,) = scene["timeline"]
    assert (entry["date"], entry["day"], entry["text"]) == ("2023-08", "Aug 2023", [run("It opens")])


def test_the_sources_are_those_of_the_scene_and_of_its_timeline(small, library):
    scene = scene_view(small.scenes[0], library)
    assert [source["key"] for source in scene["sources"]] == ["crystal_group_2025"]
    assert scene["sources"][0]["title"] == library.sources["crystal_group_2025"].title
    assert scene["assumptions"] == [library.sources["studio"].title]


def test_places_are_given_as_numbers(small, library):
    scene = scene_view(small.scenes[0], library)
    assert scene["bounds"] == (27, 41, 37, 47)
    assert scene["state"]["view"] is None
    assert scene["highlights"] == [
        {"layer": "maritime_patrols", "feature_id": "zone-z1", "kind": "patrol_zone"}
    ]
    assert scene["callouts"] == [{"text": "Here", "lon": 30, "lat": 45, "to": "w", "offset_pct": 9}]


def test_the_shipped_briefing_is_serialized_whole_as_json(library):
    briefing = load(FOLDER / "default.yaml", library)
    data = serialize(briefing, library)
    assert json.loads(json.dumps(data))["notice"] == NOTICE
    assert [scene["title"] for scene in data["scenes"]] == [
        s["title"] for s in outline(briefing, library)["scenes"]
    ]
    assert all(scene["callouts"] or scene["id"] in ("together",) for scene in data["scenes"])


AIR = """
bullets: ["Reach {air_policing.radius_km}"]
scenario: {layers: [air_policing, cities], line: "2025-08-31"}
places: [Kyiv, Łask]
live: air_policing.radius_km
"""


def test_places_say_which_features_carry_their_names_and_where_they_are(library, scene_text):
    scene = scene_view(load(scene_text(AIR), library).scenes[0], library)
    kyiv, base = scene["places"]
    assert (kyiv["layer"], kyiv["feature_ids"]) == ("cities", ("town-kyiv",))
    assert (round(kyiv["lon"]), round(kyiv["lat"])) == (31, 50)
    assert (base["layer"], base["feature_ids"]) == ("air_policing", ("base-eplk",))


def test_the_live_parameter_comes_with_its_range_and_the_scene_as_a_file_has_it(library, scene_text):
    briefing = load(scene_text(AIR), library)
    live = scene_view(briefing.scenes[0], library)["live"]
    assert {key: live[key] for key in ("key", "low", "high", "step", "unit", "value")} == {
        "key": "air_policing.radius_km", "low": 200, "high": 1400, "step": 50, "unit": "km", "value": "600",
    }  # fmt: skip
    assert live["scene"]["bullets"] == ["Reach {air_policing.radius_km}"]


def test_a_scene_is_notional_only_where_it_shows_something_notional(library, scene_text):
    def notional(layers: str) -> bool:
        text = scene_text(f"scenario: {{layers: [{layers}], invasion_routes.show: historical}}")
        return scene_view(load(text, library).scenes[0], library)["notional"]

    assert not notional("line_of_occupation, oblasts, cities, lead_organisations")
    assert not notional("invasion_routes")
    assert notional("line_of_occupation, air_policing")
