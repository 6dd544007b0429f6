import io
import json
import re
import zipfile

import pikepdf
import pytest
from decks import BARE, TIMELINE, briefing
from decks import library as shipped
from embedded import provenance_in
from typer.testing import CliRunner

import app
from briefings.loader import load
from export.decks.build import deck
from export.metadata import briefings as deck_metadata
from export.metadata import extract
from layers.core.constants import provenance
from layers.core.registry import Registry

pytestmark = pytest.mark.slow

FOUND = briefing(TIMELINE, BARE)


@pytest.fixture(scope="module", params=["pptx", "pdf", "html"])
def made(request) -> bytes:
    return deck(request.param, FOUND, shipped())


def test_a_deck_gives_its_briefing_back_as_it_was(made):
    assert load(deck_metadata.briefing_text(made), shipped()) == FOUND


def test_the_command_writes_the_briefing_of_a_deck_with_all_its_scenes(made, tmp_path):
    (tmp_path / "deck").write_bytes(made)
    done = CliRunner().invoke(
        app.app, ["open", str(tmp_path / "deck"), "--briefing", str(tmp_path / "out.yaml")]
    )
    assert done.exit_code == 0, done.output
    assert done.output.endswith("out.yaml  (the briefing, 2 scenes)\n")
    assert load(tmp_path / "out.yaml", shipped()) == FOUND


def test_the_command_says_where_a_file_carries_no_briefing(tmp_path):
    (tmp_path / "a.json").write_text('{"schema_version": 1}', encoding="utf-8")
    done = CliRunner().invoke(
        app.app, ["open", str(tmp_path / "a.json"), "--briefing", str(tmp_path / "out.yaml")]
    )
    assert done.exit_code == 2
    assert re.search("Make the deck again|no deck of this program", done.output)
    assert not (tmp_path / "out.yaml").exists()


def test_the_page_is_given_the_whole_briefing_of_a_deck_that_is_dropped_on_it(client, made):
    answer = client.post("/scenario", data=made).json
    assert answer["scenario"]["title"] == "A small briefing"
    assert [scene["id"] for scene in answer["briefing"]["scenes"]] == ["history", "bare"]
    judged = client.post("/briefing/told", json=answer["briefing"]).json
    assert "faults" not in judged
    assert len(judged["told"]["scenes"]) == 2


def test_a_deck_opens_as_the_scenario_of_its_first_scene(made):
    registry: Registry = shipped().registry
    scenario = extract.read(made, registry)
    assert scenario.title == "A small briefing"
    assert scenario.layers == ("line_of_occupation", "cities")
    keys = {source["key"] for source in provenance_in(made)["sources"]}
    assert {"coffey_2025_08_31", "natural_earth"} <= keys


def test_a_text_of_a_briefing_cannot_end_the_element_that_carries_it():
    text = "</script><script>taken()</script><!--"
    page = f"<html>{deck_metadata.in_page(json.dumps({'title': text, **provenance(text, text)}), text)}"
    assert page.count("</script>") == 2
    assert "<!--" not in page
    assert deck_metadata.briefing_text(page.encode()) == text


def _zip(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, body in members.items():
            package.writestr(name.replace("__", "/") + ".xml", body)
    return file.getvalue()


def _pdf() -> bytes:
    file = io.BytesIO()
    pikepdf.new().save(file)
    return file.getvalue()


ENTITIES = (
    b'<!DOCTYPE a [<!ENTITY x "y">]><briefing xmlns="urn:security-guarantees-map:briefing:">&x;</briefing>'
)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "damaged|empty"),
        (b"PK\x03\x04nothing", "damaged"),
        (_zip(a=b"<a/>"), "contains no briefing"),
        (_zip(customXml__item1=b"<a>urn:security-guarantees-map:briefing:</a>"), "contains no briefing"),
        (_zip(customXml__item1=ENTITIES), "damaged"),
        (b"%PDF-1.4 nothing", "damaged"),
        (_pdf(), "contains no briefing"),
        (b"<!DOCTYPE html><html></html>", "contains no briefing"),
        (b'<html><script type="application/json" id="carried-briefing">"cut', "damaged"),
    ],
    ids=[
        "empty",
        "cut",
        "other zip",
        "other xml",
        "entities",
        "cut pdf",
        "other pdf",
        "other page",
        "cut page",
    ],
)
def test_a_file_without_a_briefing_is_told_in_words(data, said):
    with pytest.raises(deck_metadata.NoBriefing, match=said):
        deck_metadata.briefing_text(data)
