"""Other people's files: every format gives the same ground; what is missing, swapped or broken gets an answer."""

import gzip
import json
import shutil
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.imports import read as reading
from geodata.imports.read import ImportFileError, layers_in, read

GROUND = shapely.MultiPolygon([shapely.box(36, 47, 38, 48.5), shapely.box(33, 45, 35, 46)])
FORMATS = (
    "geojson", "geojsons", "gz", "old crs", "bare geometry", "heights", "topojson", "kml", "kmz", "shp.zip", "gpkg",
    "fgb", "esri json", "utm",
)  # fmt: skip


def written(kind: str, folder: Path) -> Path:
    frame = gpd.GeoDataFrame({"name": ["occupied"]}, geometry=[GROUND], crs="EPSG:4326")
    feature = {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(GROUND)}
    whole = {"type": "FeatureCollection", "features": [feature]}

    def text(name: str, data: object) -> Path:
        (folder / name).write_text(json.dumps(data), encoding="utf-8")
        return folder / name

    match kind:
        case "geojsons":
            path = folder / "a.geojsons"
            path.write_text(json.dumps(feature) + "\n", encoding="utf-8")
            return path
        case "gz":
            path = folder / "a.geojson.gz"
            path.write_bytes(gzip.compress(json.dumps(whole).encode()))
            return path
        case "old crs":
            named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
            return text("a.geojson", {"crs": named, **whole})
        case "bare geometry":
            return text("a.json", feature["geometry"])
        case "heights":
            high = shapely.force_3d(GROUND, 12.0)
            return text(
                "a.geojson", {**whole, "features": [{**feature, "geometry": shapely.geometry.mapping(high)}]}
            )
        case "esri json":
            rings = [[list(xy) for xy in reversed(part.exterior.coords)] for part in GROUND.geoms]
            return text("a.json", {"geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 4326},
                                   "features": [{"attributes": {"a": 1}, "geometry": {"rings": rings}}]})  # fmt: skip
        case "topojson":
            arcs = [[list(xy) for xy in part.exterior.coords] for part in GROUND.geoms]
            shape = {"type": "MultiPolygon", "arcs": [[[0]], [[1]]]}
            return text("a.topojson", {"type": "Topology", "objects": {"a": shape}, "arcs": arcs})
        case "kmz":
            with zipfile.ZipFile(folder / "a.kmz", "w") as archive:
                archive.write(written("kml", folder), "doc.kml")
            return folder / "a.kmz"
        case "shp.zip":
            (folder / "shp").mkdir()
            frame.to_file(folder / "shp" / "a.shp")
            return Path(shutil.make_archive(str(folder / "a"), "zip", folder / "shp"))
        case "utm":
            frame.to_crs("EPSG:32637").to_file(folder / "a.gpkg")
            return folder / "a.gpkg"
        case _:
            pyogrio.write_dataframe(frame, folder / f"a.{kind}", driver="LIBKML" if kind == "kml" else None)
            return folder / f"a.{kind}"


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_gives_the_same_ground_in_wgs_84(kind, tmp_path):
    found = read(written(kind, tmp_path))
    ground = found.frame.geometry.union_all()
    assert found.frame.crs.to_epsg() == 4326
    assert not shapely.has_z(ground)
    assert shapely.symmetric_difference(ground, GROUND).area < 1e-3 * GROUND.area


def test_a_file_of_several_layers_asks_which(tmp_path):
    frame = gpd.GeoDataFrame(geometry=[GROUND], crs="EPSG:4326")
    for name in ("one", "two"):
        frame.to_file(tmp_path / "a.gpkg", layer=name)
    assert set(layers_in(tmp_path / "a.gpkg")) == {"one", "two"}
    with pytest.raises(ImportFileError, match=r"has 2 layers: one, two. Choose one with --layer"):
        read(tmp_path / "a.gpkg")
    with pytest.raises(ImportFileError, match="has no layer “three”"):
        read(tmp_path / "a.gpkg", "three")
    assert read(tmp_path / "a.gpkg", "two").name == "two"


def without_prj(folder: Path, crs: str) -> Path:
    (folder / "shp").mkdir()
    gpd.GeoDataFrame({"a": [1]}, geometry=[GROUND], crs="EPSG:4326").to_crs(crs).to_file(
        folder / "shp" / "a.shp"
    )
    (folder / "shp" / "a.prj").unlink()
    return Path(shutil.make_archive(str(folder / "a"), "zip", folder / "shp"))


def test_a_coordinate_system_is_only_assumed_where_nothing_else_is_possible(tmp_path):
    (tmp_path / "deg").mkdir()
    assert "taken for longitude and latitude" in read(without_prj(tmp_path / "deg", "EPSG:4326")).notes[0]
    metres = without_prj(tmp_path, "EPSG:32637")
    with pytest.raises(ImportFileError, match=r"does not say its coordinate system.*--crs"):
        read(metres)
    found = read(metres, crs="EPSG:32637").frame.geometry.union_all()
    assert shapely.symmetric_difference(found, GROUND).area < 1e-3 * GROUND.area
    with pytest.raises(ImportFileError, match="“nonsense” is no coordinate system"):
        read(metres, crs="nonsense")


def test_swapped_coordinates_are_proposed_not_turned(tmp_path):
    path = tmp_path / "a.geojson"
    turned = shapely.transform(GROUND, lambda xy: xy[:, ::-1])
    path.write_text(json.dumps(shapely.geometry.mapping(turned)), encoding="utf-8")
    with pytest.raises(ImportFileError, match=r"latitude before longitude.*--swap"):
        read(path)
    found = read(path, swap=True)
    assert found.frame.geometry.union_all().equals(GROUND)
    assert "turned, as asked for" in found.notes[0]


def test_features_without_a_place_or_with_no_number_are_left_out_and_counted(tmp_path):
    features = [
        {"type": "Feature", "properties": {}, "geometry": shape}
        for shape in (None, shapely.geometry.mapping(GROUND))
    ]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    found = read(path)
    assert (len(found.frame), found.notes) == (1, ("1 features without a place were left out.",))


HOSTILE = {
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "a.geojson", "is no map that can be read"),
    "nothing": (b"", "a.geojson", "is empty"),
    "a page": (b"<html><body>404</body></html>", "a.geojson", "is no map that can be read"),
    "cut short": (json.dumps(shapely.geometry.mapping(GROUND)).encode()[:-40], "a.geojson", "a.geojson"),
    "entities": (
        b'<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a "b">]><kml>&a;</kml>',
        "a.kml",
        "declares XML entities",
    ),
    "a broken archive": (b"PK\x03\x04" + bytes(80), "a.zip", "breaks off or is damaged"),
    "broken gzip": (gzip.compress(bytes(4000))[:30], "a.geojson.gz", "a.geojson.gz"),
    "elsewhere": (
        json.dumps(shapely.geometry.mapping(shapely.box(-80, 30, -79, 31))).encode(),
        "a.geojson",
        "near Ukraine",
    ),
    "no places": (b'{"type":"FeatureCollection","features":[]}', "a.geojson", "a.geojson"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_cannot_be_used_is_refused_in_a_sentence(what, tmp_path):
    data, name, said = HOSTILE[what]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ImportFileError, match=said) as told:
        read(tmp_path / name)
    assert "Traceback" not in str(told.value)
    assert len(str(told.value)) < 400


def test_archives_that_swell_or_lead_out_are_refused_before_anything_is_unpacked(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", bytes(50 * 1024**2))
    with pytest.raises(ImportFileError, match="far more than a map needs"):
        read(tmp_path / "bomb.zip")
    (tmp_path / "bomb.geojson.gz").write_bytes(gzip.compress(bytes(50 * 1024**2)))
    with pytest.raises(ImportFileError, match="far more than a map needs"):
        read(tmp_path / "bomb.geojson.gz")
    with zipfile.ZipFile(tmp_path / "out.zip", "w") as archive:
        archive.writestr("../a.geojson", "{}")
    with pytest.raises(ImportFileError, match="leads out of it"):
        read(tmp_path / "out.zip")
    monkeypatch.setattr(reading, "MAX_BYTES", 100)
    with pytest.raises(ImportFileError, match="at most 0 are taken"):
        read(tmp_path / "out.zip")


def test_more_vertices_than_a_map_needs_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_VERTICES", 5)
    with pytest.raises(ImportFileError, match="10 vertices; at most 5"):
        read(written("geojson", tmp_path))


@given(st.binary(min_size=1, max_size=12), st.integers(0, 2000))
def test_a_damaged_file_is_read_or_refused_never_more(noise, at):
    feature = {"type": "Feature", "properties": {"a": "b"}, "geometry": shapely.geometry.mapping(GROUND)}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    at %= len(text)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.geojson"
        path.write_bytes(text[:at] + noise + text[at + len(noise) :])
        try:
            found = read(path)
        except ImportFileError:
            return
        assert np.isfinite(shapely.get_coordinates(found.frame.geometry.to_numpy())).all()
