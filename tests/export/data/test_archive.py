"""Every member of a data package opens in the program it is for, and holds what is on the map."""

import csv
import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
import yaml
from embedded import provenance_in

from export.data.archive import package
from export.metadata import extract
from geodata.dates import day
from geodata.sources import Assumption, Source
from layers.core.address import from_query
from layers.core.build import Frames
from layers.core.citations import data_date
from layers.core.constants import NOTICE, provenance
from layers.core.geojson import to_geojson
from layers.core.scenario import Scenario
from layers.core.scenario_file import from_json
from layers.core.spec import COMMON_COLUMNS
from layers.style.rows import STYLE, colour

pytestmark = pytest.mark.slow

KML = "{http://www.opengis.net/kml/2.2}"
MADE = "2026-01-31"


@pytest.fixture(scope="module")
def scenario(registry) -> Scenario:
    every = ",".join(registry.ids)
    scenario, problems = from_query(
        f"layers={every}&line=2024-07-08&monitoring_mission.depth_km=20", registry
    )
    assert problems == []
    return scenario


@pytest.fixture(scope="module")
def frames(registry, store, scenario):
    every = Frames(store)
    return {layer.id: every.frame(layer, scenario) for layer in registry.layers}


@pytest.fixture(scope="module")
def packed(frames, scenario, registry, store) -> bytes:
    return package(frames, scenario, registry, store.sources, options={"layout": "square"}, made=MADE)


@pytest.fixture(scope="module")
def folder(packed, tmp_path_factory):
    root = tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(root)
    return root


@pytest.fixture(scope="module")
def kml(folder):
    return ElementTree.parse(folder / "guarantees.kml").getroot()


@pytest.fixture(scope="module")
def data(frames):
    """What of the frames is data: all but the places of names, and what only draws another kind, with its columns."""
    of_heads = {"invasion_routes": ["of", "heading_deg"]}
    drawing = {(row.layer, row.kind) for row in STYLE.values() if row.decoration}
    return {
        layer_id: frame[
            [not kind.endswith("_label") and (layer_id, kind) not in drawing for kind in frame["kind"]]
        ].drop(columns=of_heads.get(layer_id, []))
        for layer_id, frame in frames.items()
    }


def one_layer(layer_id, registry, *rows):
    """A frame of one invented layer content: rows of columns over harmless common ones."""
    common = {
        "feature_id": "a", "name": "A", "kind": "town_1", "status": "notional", "as_of": "2026", "source": "studio",
        "note": "", "measure": "", "geometry": shapely.Point(31, 48),
    }  # fmt: skip
    assert layer_id in registry.ids
    return {
        layer_id: gpd.GeoDataFrame([{**common, **row} for row in rows], geometry="geometry", crs="EPSG:4326")
    }


def open_member(packed: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return archive.read(name)


def cells(packed: bytes, layer_id: str) -> list[dict[str, str]]:
    return list(
        csv.DictReader(
            io.StringIO(open_member(packed, f"csv/{layer_id}.csv").decode("utf-8-sig"), newline="")
        )
    )


# --- the whole --------------------------------------------------------------------------------------


def test_the_package_holds_a_file_of_each_kind_for_each_layer(packed, registry):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    single = [
        "README.txt",
        "data.gpkg",
        "guarantees.kml",
        "sources.yaml",
        "assumptions.yaml",
        "scenario.json",
        "card.json",
    ]
    layers = [name for i in registry.ids for name in (f"geojson/{i}.geojson", f"csv/{i}.csv")]
    licences = ["LICENSES/CC-BY-4.0.txt", "LICENSES/MIT.txt"]  # the codes of air bases are MIT
    assert sorted(names) == sorted(single + layers + licences)


def test_packages_made_at_once_are_the_same_bytes_and_leave_the_frames_as_they_were(
    packed, frames, scenario, registry, store
):
    before = {layer_id: frame.copy() for layer_id, frame in frames.items()}

    def made(_: int) -> bytes:
        return package(frames, scenario, registry, store.sources, options={"layout": "square"}, made=MADE)

    with ThreadPoolExecutor(2) as threads:
        assert set(threads.map(made, range(2))) == {packed}
    for layer_id, frame in frames.items():
        pd.testing.assert_frame_equal(frame, before[layer_id])


def test_the_package_gives_its_scenario_back(packed, folder, scenario, registry):
    assert extract.read(packed, registry) == scenario
    assert provenance_in(packed)["options"] == {"layout": "square"}
    assert from_json((folder / "scenario.json").read_bytes(), registry) == scenario


def test_no_layer_and_an_unknown_layer_are_refused(frames, scenario, registry, store):
    with pytest.raises(ValueError, match="No layer is visible"):
        package({}, scenario, registry, store.sources)
    with pytest.raises(ValueError, match=r"no layer “moon”.*air_policing"):
        package({"moon": frames["cities"]}, scenario, registry, store.sources)


# --- GeoPackage and GeoJSON -------------------------------------------------------------------------


def test_the_geopackage_has_every_layer_with_all_features_columns_and_shapes(folder, data, registry):
    path = folder / "data.gpkg"
    assert [name for name, _ in pyogrio.list_layers(path)] == list(data)
    for layer_id, frame in data.items():
        found = gpd.read_file(path, layer=layer_id)
        assert found.crs.to_epsg() == 4326
        assert list(found["feature_id"]) == list(frame["feature_id"])
        assert set(found.columns) == set(frame.columns)
        assert tuple(found.columns[: len(COMMON_COLUMNS)]) == COMMON_COLUMNS
        same = shapely.equals(found.geometry.to_numpy(), frame.geometry.to_numpy())
        assert same[frame.geometry.notna().to_numpy()].all()
        assert list(found["note"]) == list(frame["note"])
        for column in (name for name in frame if name.endswith(("_km", "_km2", "_pct"))):
            pd.testing.assert_series_equal(
                found[column], frame[column].round(3), check_dtype=False, check_index=False
            )


def test_the_geopackage_tells_titles_and_the_notice(folder, registry):
    contents = gpd.read_file(
        folder / "data.gpkg",
        sql="SELECT identifier, description, last_change FROM gpkg_contents",
        sql_dialect="SQLITE",
    )
    assert list(contents["identifier"]) == [layer.title for layer in registry.layers]
    assert contents["description"].str.startswith(NOTICE).all()
    assert contents["last_change"].astype(str).str.startswith(MADE).all()


def test_the_geojson_is_that_of_the_map(folder, data, registry):
    for layer_id, frame in data.items():
        body = (folder / "geojson" / f"{layer_id}.geojson").read_bytes()
        assert body == to_geojson(frame, provenance(registry.data_version, MADE))
        assert len(gpd.read_file(io.BytesIO(body))) == len(frame)


def test_every_table_counts_an_oblast_once_and_their_population_is_the_official_one(packed, folder):
    # State Statistics Service: 41,167,335 on 1 January 2022 without Crimea and Sevastopol; those in 2013.
    official = 41_167_335 + 1_965_200 + 383_400
    in_package = gpd.read_file(folder / "data.gpkg", layer="oblasts")
    in_json = gpd.read_file(folder / "geojson" / "oblasts.geojson")
    for table in (pd.DataFrame(cells(packed, "oblasts")), in_package, in_json):
        assert table["iso_3166_2"].is_unique
        assert len(table) == 27
        assert table["population"].astype(int).sum() == official


def test_no_table_has_rows_that_are_only_the_place_of_a_name(folder, registry):
    labels = {key for key, row in STYLE.items() if row.form == "label"}
    assert ("maritime_patrols", "zone_label") in labels
    for layer_id in registry.ids:
        kinds = set(gpd.read_file(folder / "data.gpkg", layer=layer_id)["kind"])
        assert not {(layer_id, kind) for kind in kinds} & labels


# --- KML --------------------------------------------------------------------------------------------


def test_the_kml_has_a_folder_per_layer_and_a_placemark_per_feature(kml, frames, registry):
    folders = kml.findall(f"{KML}Document/{KML}Folder")
    assert [folder.findtext(f"{KML}name") for folder in folders] == [registry[i].title for i in frames]
    for folder, frame in zip(folders, frames.values(), strict=True):
        names = [mark.findtext(f"{KML}name") for mark in folder.findall(f"{KML}Placemark")]
        assert names == list(frame["name"])


def test_gdal_reads_the_kml_with_the_same_shapes(folder, frames, registry):
    for layer_id, frame in frames.items():
        found = gpd.read_file(folder / "guarantees.kml", layer=registry[layer_id].title)
        assert len(found) == len(frame)
        placed = frame.geometry.notna().to_numpy()
        apart = shapely.hausdorff_distance(
            found.geometry.to_numpy()[placed], frame.geometry.to_numpy()[placed]
        )
        assert apart.max() < 2e-6  # six decimals


def test_every_place_of_the_kml_tells_status_date_and_source(kml, frames, store):
    assert NOTICE in kml.findtext(f"{KML}Document/{KML}description")
    marks = kml.findall(f".//{KML}Placemark")
    rows = pd.concat(frames.values()).to_dict("records")
    for mark, row in zip(marks, rows, strict=True):
        told = mark.findtext(f"{KML}description")
        assert f"Status: {row['status']}" in told
        assert "As of " in told
        for key in row["source"].split(";"):
            assert store.sources[key].title in told


def test_the_kml_has_the_colours_of_the_style_table(kml):
    styles = {style.get("id"): style for style in kml.iter(f"{KML}Style")}
    used = {mark.findtext(f"{KML}styleUrl") for mark in kml.iter(f"{KML}Placemark")}
    assert used == {f"#{name}" for name in styles}
    zone = STYLE[("maritime_patrols", "patrol_zone")]
    red_green_blue = colour(zone.fill, "light").removeprefix("#")
    opacity, swapped = (
        f"{round(zone.fill_opacity * 255):02x}",
        "".join(red_green_blue[n : n + 2] for n in (4, 2, 0)),
    )
    style = styles["maritime_patrols.patrol_zone"]
    assert style.findtext(f"{KML}PolyStyle/{KML}color") == opacity + swapped
    base = styles["air_policing.air_base"].findtext(f"{KML}IconStyle/{KML}color")
    red_green_blue = colour(STYLE[("air_policing", "air_base")].stroke, "light").removeprefix("#")
    assert base == "ff" + "".join(red_green_blue[n : n + 2] for n in (4, 2, 0))


# --- CSV --------------------------------------------------------------------------------------------


def test_the_csv_begins_with_the_mark_excel_needs_and_has_every_feature(packed, folder, data):
    for layer_id, frame in data.items():
        assert (folder / "csv" / f"{layer_id}.csv").read_bytes().startswith(b"\xef\xbb\xbffeature_id,name,")
        rows = cells(packed, layer_id)
        assert [row["name"] for row in rows] == list(frame["name"])
        assert set(rows[0]) == set(frame.columns) - {"geometry"}
    assert any("область" in row["name_uk"] for row in cells(packed, "oblasts"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_acts_as_a_formula(text, scenario, registry, store):
    frames = one_layer("cities", registry, {"name": text, "depth_km": -1.5})
    (row,) = cells(package(frames, scenario, registry, store.sources, made=MADE), "cities")
    assert row["name"] == "'" + text
    assert row["depth_km"] == "-1.5"  # a number stays one


def test_lists_and_empty_cells_read_well_in_every_file(scenario, registry, store, tmp_path):
    frames = one_layer(
        "cities", registry,
        {"members": ["AZE", "KAZ"], "rank": 1, "side": None, "candidate": True},
        {"feature_id": "b", "members": [], "rank": None, "side": "held", "candidate": False, "geometry": None},
    )  # fmt: skip
    packed = package(frames, scenario, registry, store.sources, made=MADE)
    first, second = cells(packed, "cities")
    assert (first["members"], first["side"], second["members"], second["rank"]) == ("AZE; KAZ", "", "", "")
    (tmp_path / "data.gpkg").write_bytes(open_member(packed, "data.gpkg"))
    found = gpd.read_file(tmp_path / "data.gpkg", layer="cities")
    assert found["members"][0] == "AZE; KAZ"
    assert list(found["candidate"]) == [True, False]
    assert pd.isna(found["side"][0])
    assert found.geometry[1] is None
    marks = ElementTree.fromstring(open_member(packed, "guarantees.kml")).findall(f".//{KML}Placemark")
    assert [mark.find(f"{KML}Point") is not None for mark in marks] == [True, False]
    properties = json.loads(open_member(packed, "geojson/cities.geojson"))["features"][0]["properties"]
    assert properties["members"] == ["AZE", "KAZ"]


def test_markup_in_texts_stays_text(scenario, registry, store):
    name = "<b>A & B</b> ]]> “Київ” 🗺"
    packed = package(
        one_layer("cities", registry, {"name": name}), scenario, registry, store.sources, made=MADE
    )
    root = ElementTree.fromstring(open_member(packed, "guarantees.kml"))
    assert root.findtext(f".//{KML}Placemark/{KML}name") == name
    assert cells(packed, "cities")[0]["name"] == name


def test_a_layer_without_features_is_an_empty_table(frames, scenario, registry, store, tmp_path):
    packed = package({"ports": frames["ports"].iloc[:0]}, scenario, registry, store.sources, made=MADE)
    assert cells(packed, "ports") == []
    (tmp_path / "data.gpkg").write_bytes(open_member(packed, "data.gpkg"))
    assert len(gpd.read_file(tmp_path / "data.gpkg", layer="ports")) == 0


# --- sources and README -----------------------------------------------------------------------------


def test_every_source_cited_is_in_the_sources_and_keeps_to_their_schema(folder, frames, registry, store):
    found = yaml.safe_load((folder / "sources.yaml").read_text(encoding="utf-8"))
    cited = {key for frame in frames.values() for cell in frame["source"] for key in cell.split(";")}
    cited |= {key for layer in registry.layers for key in layer.sources}
    assumed = yaml.safe_load((folder / "assumptions.yaml").read_text(encoding="utf-8"))
    assert set(found) | set(assumed) == cited
    assert not set(found) & set(assumed)
    for key, row in found.items():
        assert Source.model_validate(row) == store.sources[key]
        assert not store.sources[key].is_assumption
    for key, row in assumed.items():
        assert Assumption.model_validate(row) == store.sources[key]
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    section = readme.partition("Assumptions of this project\n")[2].partition("Open it again")[0]
    assert f"- {store.sources['studio'].title}. {store.sources['studio'].reason}" in section


def test_sources_of_other_layers_stay_out(frames, scenario, registry, store):
    packed = package({"cities": frames["cities"]}, scenario, registry, store.sources, made=MADE)
    assert set(yaml.safe_load(open_member(packed, "sources.yaml"))) == set(frames["cities"]["source"]) | set(
        registry["cities"].sources
    )


def test_the_readme_tells_what_it_is(folder, data, scenario, registry, store):
    text = (folder / "README.txt").read_text(encoding="utf-8")
    newest = data_date(data.items(), registry)
    for words in (
        scenario.title, NOTICE, "8 Jul 2024", "Made 31 Jan 2026", "Crimea is Ukraine", "EPSG:4326",
        "Monitoring mission, depth: 20 km (default: 15 km)", "python app.py open",
        f"Address: /?{scenario.to_query(registry)}", 
            f"Data as of {day(newest)}: ", "are under CC BY 4.0", "\nCC BY 4.0:\n", "  - GeoNames",
    ):  # fmt: skip
        assert words in text
    for layer_id, frame in data.items():
        section = text.partition(f"\n{layer_id}: ")[2]
        assert section.startswith(f"{registry[layer_id].title}, {len(frame)} features\n")
        for column in set(frame.columns) - {*COMMON_COLUMNS, "geometry"}:
            assert f"\n  {column}" in section
    for column in COMMON_COLUMNS:
        assert f"\n{column} " in text
    notional = sum((frame["status"] == "notional").sum() for frame in data.values())
    assert f"{notional} of {sum(map(len, data.values()))} features are notional" in text
