"""Every file that leaves says which program, version and data made it, and when, where its own programs look."""

import base64
import io
import json
import re
import zipfile
from datetime import date, datetime

import pikepdf
import pyogrio
import pytest
from decks import BARE, briefing
from decks import library as shipped
from embedded import provenance_in
from PIL import Image
from pptx import Presentation

from export.decks.build import deck
from layers.core.constants import PROGRAM, VERSION, made_with, provenance

pytestmark = pytest.mark.slow

QUERY = "layers=line_of_occupation,ports&line=2024-07-08"
FORMATS = ("png", "svg", "pdf", "zip", "screen", "scenario", "layer", "pptx", "deck pdf", "html")


@pytest.fixture(scope="module")
def file_of(client):
    """The bytes of a file as a person gets it; each is made once."""
    made: dict[str, bytes] = {}

    def file(kind: str) -> bytes:
        if kind not in made:
            made[kind] = _made(client, kind)
        return made[kind]

    return file


def _made(client, kind: str) -> bytes:
    if kind == "screen":  # the browser puts these chunks into the picture it has drawn
        chunks = base64.b64decode(client.get(f"/export/card?{QUERY}").json["chunks"])
        blank = io.BytesIO()
        Image.new("RGB", (2, 2)).save(blank, "png")
        return blank.getvalue()[:33] + chunks + blank.getvalue()[33:]
    if kind in ("png", "svg", "pdf", "zip"):
        return client.get(f"/snapshot.{kind}?{QUERY}&layout=square&scale=0.5").data
    if kind == "scenario":
        return client.get(f"/scenario.json?{QUERY}").data
    if kind == "layer":
        return client.get("/layers/ports.geojson").data
    return deck(kind.rpartition(" ")[2], briefing(BARE), shipped(), processes=1)


@pytest.fixture
def expected(store) -> dict[str, str]:
    """Made anew for each test: the day may change between two of them, at midnight."""
    return provenance(store.data_version)


@pytest.mark.parametrize("kind", FORMATS)
def test_each_file_carries_program_version_date_and_data_version(kind, file_of, expected):
    file = file_of(kind)
    held = json.loads(file)["provenance"] if kind in ("scenario", "layer") else provenance_in(file)
    assert {key: held[key] for key in expected} == expected
    assert expected["program"] == PROGRAM
    assert expected["version"] == VERSION
    assert re.fullmatch(r"\d{4}-\d\d-\d\d\.[0-9a-f]{8}", expected["data_version"])
    assert date.fromisoformat(expected["made"])


def test_other_programs_show_it_in_pictures_and_pages(file_of, expected):
    said = made_with(expected)
    for kind in ("png", "screen"):
        picture = Image.open(io.BytesIO(file_of(kind)))
        assert picture.text["Software"] == said
        assert picture.text["Creation Time"] == expected["made"]
    assert f"<dc:creator>{said}</dc:creator><dc:date>{expected['made']}</dc:date>" in file_of("svg").decode()
    for kind in ("pdf", "deck pdf"):
        with pikepdf.open(io.BytesIO(file_of(kind))) as document:
            assert str(document.docinfo["/Creator"]) == said
            assert str(document.docinfo["/CreationDate"]).startswith(f"D:{expected['made'].replace('-', '')}")
            assert document.open_metadata()["xmp:CreateDate"].startswith(expected["made"])
    assert f'<meta name="generator" content="{said}">' in file_of("html").decode()
    assert f'<meta name="dcterms.created" content="{expected["made"]}">' in file_of("html").decode()


def test_slides_say_it_in_their_properties(file_of, expected):
    core = Presentation(io.BytesIO(file_of("pptx"))).core_properties
    assert core.comments == f"Made with {made_with(expected)}."
    assert core.created == core.modified == datetime.fromisoformat(expected["made"])


def test_each_member_of_a_data_package_says_it(file_of, expected, tmp_path):
    said = made_with(expected)
    with zipfile.ZipFile(io.BytesIO(file_of("zip"))) as package:
        members = {name: package.read(name) for name in package.namelist()}
    for name in ("README.txt", "guarantees.kml", "sources.yaml"):
        assert said in " ".join(members[name].decode().split()), name
    for name in ("geojson/ports.geojson", "scenario.json"):
        assert json.loads(members[name])["provenance"] == expected, name
    (tmp_path / "data.gpkg").write_bytes(members["data.gpkg"])
    assert (
        expected.items()
        <= pyogrio.read_info(tmp_path / "data.gpkg", layer="ports")["dataset_metadata"].items()
    )


def test_a_person_reads_it_in_one_line():
    assert made_with({"program": "A map", "version": "1.2", "data_version": ""}) == "A map, version 1.2"
    assert (
        made_with({"program": "A map", "version": "1.2", "data_version": "x"}) == "A map, version 1.2, data x"
    )
