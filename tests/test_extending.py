"""The test of the architecture: one file and its data make a layer, one field makes a parameter, everywhere.

Nothing but those is touched (`tests/extended.py`). What a page shows of them: `tests/browser/test_extending_page.py`.
"""

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from extended import BASE, PARAMETER, build_docs, extend, run

from geodata.schema import check_all

pytestmark = pytest.mark.slow  # a project of its own, and its commands

BRIEFING = """schema_version: 1
id: hubs
title: Hubs
author: A. Tester
date: "2026-01-31"
scenes:
  - id: railway
    title: The railway
    notes: "There are {railway_hubs.hubs_on_the_railway} hubs."
    scenario: {layers: [railway_hubs], railway_hubs.reach_km: 80}
"""
SHOWN = ("--layers", "railway_hubs", "--view", "25.5,50.9,6.5")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return extend(tmp_path_factory.mktemp("extended"))


@pytest.fixture(scope="module")
def made(copy: Path) -> Path:
    """The folder of all that the commands of the extended project wrote."""
    (copy / "hubs.yaml").write_text(BRIEFING, encoding="utf-8")
    run(
        copy,
        ("layer", "railway_hubs", "railway_hubs.reach_km=80", "-o", "hubs.geojson"),
        (
            "snapshot",
            *SHOWN,
            "--railway_hubs.reach_km",
            "80",
            f"--maritime_patrols.{PARAMETER}",
            "120",
            "-o",
            "en.svg",
        ),
        ("snapshot", *SHOWN, "--lang", "uk", "-o", "uk.svg"),
        ("snapshot", *SHOWN, "-o", "data.zip"),
        ("layer", "air_policing", f"air_policing.bases={BASE},EPMM", "-o", "bases.geojson"),
        ("deck", "hubs.yaml", "-o", "hubs.pptx"),
    )
    return copy


@pytest.fixture(scope="module")
def docs(copy: Path) -> str:
    return build_docs(copy)


def text_of(svg: Path) -> str:
    return re.sub(r"<[^>]*>", " ", svg.read_text(encoding="utf-8"))


def test_the_layer_is_written_by_its_command(made):
    features = json.loads((made / "hubs.geojson").read_text(encoding="utf-8"))["features"]
    assert [one["properties"]["kind"] for one in features] == ["railway_hub", "near_hub"] * 2
    assert features[0]["properties"]["station_code"] == "RVN"  # a column that no table describes


def test_the_data_file_is_checked_with_the_others(copy, tmp_path):
    assert check_all(copy / "geodata") == []
    data = shutil.copytree(copy / "geodata", tmp_path / "geodata")
    file = data / "railway_hubs.geojson"
    file.write_text(file.read_text(encoding="utf-8").replace('"geonames"', '"nobody"'), encoding="utf-8")
    assert {(fault.file, fault.found) for fault in check_all(data)} == {
        ("geodata/railway_hubs.geojson", '"nobody"')
    }


def test_the_figure_has_names_legend_and_the_changed_assumption(made):
    text = text_of(made / "en.svg")
    for wanted in (
        "Rivne junction",
        "Railway hub",
        "Ground near a hub (notional)",
        "Railway hubs, reach: 80 km",
    ):
        assert wanted in text
    assert "Black Sea patrols, patrols per day: 120 min" in text
    assert "#7b2d8b" in (made / "en.svg").read_text(encoding="utf-8")  # the colour that the layer brought


def test_the_ukrainian_figure_says_in_english_what_has_no_translation(made):
    text = text_of(made / "uk.svg")
    assert "Railway hub" in text
    assert "Умовн" in text


def test_the_data_package_has_it(made):
    with zipfile.ZipFile(made / "data.zip") as package:
        names = package.namelist()
        readme = package.read("README.txt").decode()
        places = package.read("guarantees.kml").decode()
    assert {"geojson/railway_hubs.geojson", "csv/railway_hubs.csv"} <= set(names)
    assert "Railway hubs" in readme
    assert "Rivne junction" in places


def test_the_slides_have_it(made):
    with zipfile.ZipFile(made / "hubs.pptx") as deck:
        slides = "".join(
            deck.read(name).decode("utf-8", "replace") for name in deck.namelist() if name.endswith("xml")
        )
    assert "Ground near a hub (notional)" in slides  # in the map's alternative text
    assert "There are 2 hubs." in slides


def test_the_documentation_has_a_section_and_a_row(docs):
    section = docs.partition("\n## Railway hubs\n")[2].partition("\n## ")[0]
    assert "`railway_hubs.geojson` in `geodata/`" in section
    assert (
        "| `railway_hubs.reach_km` | 60 | 20 to 150, in steps of 10 | 40, 100 | km "
        "| Distance that counts as near a hub. |" in docs
    )
    assert f"| `maritime_patrols.{PARAMETER}` | 90 | 30 to 240, in steps of 30 | 60, 180 | min |" in docs


def test_the_command_lists_the_options(copy):
    listed = run(copy, ("snapshot", "--help"))
    assert "--railway_hubs.reach_km" in listed
    assert f"--maritime_patrols.{PARAMETER}" in listed


def test_a_base_added_to_the_data_can_be_chosen_and_is_documented(made, docs):
    features = json.loads((made / "bases.geojson").read_text(encoding="utf-8"))["features"]
    rings = [one["properties"]["name"] for one in features if one["properties"]["kind"] == "reach_ring"]
    assert rings == ["Reach from 23rd Tactical Air Base Mińsk Mazowiecki", "Reach from Šiauliai Air Base"]
    assert f"`{BASE}` (Šiauliai)" in docs
