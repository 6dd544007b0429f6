import json

import pytest
from shipped import REGISTRY

from layers.core.address import from_query
from layers.core.constants import EDITION, VERSION
from layers.core.edition import edition_of_provenance, edition_of_query
from layers.core.scenario_file import ScenarioFileError, from_json, to_json


@pytest.mark.parametrize(
    ("query", "edition"),
    [
        ("", EDITION),
        ("theme=dark", EDITION),  # says nothing of what is shown
        ("utm_source=mail", EDITION),
        ("layers=ports", 1),
        ("?view=31,48,5", 1),
        ("air_policing.radius_km=700", 1),
        ("b=line%3D2024-07-08", 1),
        ("layers=ports&edition=1", 1),
        ("layers=ports&edition=2", 2),
        ("layers=ports&edition=99", 1),
        ("layers=ports&edition=x", 1),
    ],
)
def test_the_edition_of_an_address(query, edition):
    assert edition_of_query(query, REGISTRY.ids) == edition


def test_an_address_written_by_the_program_names_the_edition_last_and_once():
    scenario, problems = from_query("layers=ports&b=layers%3Dcities", REGISTRY)
    assert problems == []
    assert scenario.to_query(REGISTRY) == f"layers=ports&b=layers%3Dcities&edition={EDITION}"
    assert REGISTRY.default().to_query(REGISTRY) == ""


@pytest.mark.parametrize("text", ["0", "3", "two", "", "9" * 5000, "²"])
def test_an_edition_that_there_is_not_is_named_and_the_rest_applies(text):
    scenario, (problem,) = from_query(f"layers=ports&edition={text}", REGISTRY)
    assert scenario.layers == ("ports",)
    assert problem.key == "edition"
    assert "1 to 2" in problem.allowed


@pytest.mark.parametrize(
    ("provenance", "edition"),
    [
        ({"program": f"A map, {VERSION}", "scenario": {}}, EDITION),
        ({"program": "A map, 0.1.0", "scenario": {}}, 1),
        ({"program": "A map, 0.1.9", "scenario": {}}, 1),
        ({"program": "A map, 1.4", "scenario": {}}, EDITION),
        ({"program": "", "scenario": {}}, 1),
        ({"program": "", "scenario": {"edition": 2}}, 2),
        ({"program": "", "scenario": {"edition": [2]}}, 1),
        ({"program": "Another program", "scenario": {}}, 1),
    ],
)
def test_the_edition_of_a_file(provenance, edition):
    assert edition_of_provenance(provenance) == edition


def test_a_scenario_file_names_the_edition_and_one_without_is_taken_too():
    data = json.loads(to_json(REGISTRY.default(), REGISTRY))
    assert data["edition"] == EDITION
    del data["edition"]
    assert from_json(json.dumps(data), REGISTRY) == REGISTRY.default()


@pytest.mark.parametrize("edition", [0, 3, "2", True, 2.0, None, 10**400])
def test_a_scenario_file_of_an_edition_that_there_is_not_is_refused(edition):
    with pytest.raises(ScenarioFileError, match="edition="):
        from_json(json.dumps({"schema_version": 1, "edition": edition}), REGISTRY)
