"""The store, on folders of small files and on the real data."""

import json
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from shapely import Point

from geodata import store as store_module
from geodata.schema import DATA_DIR
from geodata.store import Store
from geodata.tables import TABLES
from geodata.validation import DataError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of three files that do not depend on the others."""
    for file in (
        "sources.yaml",
        "assumptions.yaml",
        "air_bases.geojson",
        "coalition.geojson",
        "monitoring.geojson",
    ):
        shutil.copy(DATA_DIR / file, tmp_path / file)
    return tmp_path


def break_first_base(folder: Path) -> None:
    path = folder / "air_bases.geojson"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["features"][0]["properties"]["candidate"] = "yes"
    path.write_text(json.dumps(data), encoding="utf-8")


def test_a_table_has_the_columns_of_its_model_then_geometry_in_wgs_84(folder: Path) -> None:
    bases = Store(folder).table("air_bases")
    assert list(bases.columns) == [*TABLES["air_bases"].model.model_fields, "geometry"]
    assert bases.crs.to_epsg() == 4326
    assert bases["candidate"].dtype == bool


def test_lists_stay_lists_and_absent_text_stays_none(folder: Path) -> None:
    monitoring = Store(folder).table("monitoring").set_index("feature_id")
    assert monitoring.loc["lead-ots", "members"] == ["AZE", "KAZ", "KGZ", "TUR", "UZB"]
    assert monitoring.loc["hub-donetsk", "members"] == []
    assert monitoring.loc["hub-donetsk", "code"] is None


def test_a_feature_without_a_place_has_no_geometry(folder: Path) -> None:
    coalition = Store(folder).table("coalition")
    assert coalition.geometry.isna().eq(coalition["kind"] == "contributor").all()


def test_a_file_is_read_once_even_by_many_threads(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = []
    read_table = store_module.read_table

    def counting(root, table, keys):
        reads.append(table.name)
        return read_table(root, table, keys)

    monkeypatch.setattr(store_module, "read_table", counting)
    store = Store(folder)
    with ThreadPoolExecutor(8) as pool:
        frames = list(pool.map(store.table, ["air_bases"] * 32))
    assert reads == ["air_bases"]
    assert all(frame is frames[0] for frame in frames)


def test_a_faulty_file_is_refused_with_its_faults(folder: Path) -> None:
    break_first_base(folder)
    message = re.escape(
        'geodata/air_bases.geojson, feature 1 (base-epmm): "candidate" must be true or false, got "yes". '
        "Edit the file or re-run the script that makes it."
    )
    with pytest.raises(DataError, match=f"^{message}$") as caught:
        Store(folder).table("air_bases")
    assert [fault.field for fault in caught.value.faults] == ["candidate"]


def test_a_faulty_file_leaves_the_others_usable(folder: Path) -> None:
    break_first_base(folder)
    assert len(Store(folder).table("coalition")) > 0


def test_faulty_sources_are_refused(folder: Path) -> None:
    (folder / "sources.yaml").write_text("studio: {}", encoding="utf-8")
    with pytest.raises(DataError, match=r'^geodata/sources\.yaml \(studio\): "title" must be text'):
        _ = Store(folder).sources


@pytest.mark.parametrize("ask", [Store.table, Store.raw_path])
def test_an_unknown_table_is_answered_with_those_there_are(ask) -> None:
    with pytest.raises(
        ValueError,
        match=r'^There is no table "air_basis"; there are line_of_occupation, .*, third_party/gshhg/lakes\.$',
    ):
        ask(Store(), "air_basis")


def test_the_path_of_a_file_lies_in_the_data_folder() -> None:
    assert Store().raw_path("basemap/towns") == DATA_DIR / "basemap" / "towns.geojson"


def test_importing_opens_no_data_file() -> None:
    program = (
        "import sys, geopandas, pydantic, pyproj, yaml\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
        "import geodata.store\n"
        "data = [path for path in opened if path.endswith(('.geojson', '.yaml'))]\n"
        "assert not data, data\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=DATA_DIR.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_ukraine_holds_crimea_and_not_moldova() -> None:
    ukraine = Store().ukraine
    assert ukraine.contains(Point(34.1, 44.95))  # Simferopol
    assert not ukraine.contains(Point(29.63, 46.84))  # Tiraspol


def test_line_dates_are_sorted_and_the_data_are_as_new_as_the_newest_fact() -> None:
    store = Store()
    assert "2025-08-31" in store.line_dates
    assert list(store.line_dates) == sorted(set(store.line_dates))


def test_the_data_version_is_the_newest_fact_and_a_fingerprint_of_every_file(tmp_path) -> None:
    store = Store()
    newest, _, fingerprint = store.data_version.rpartition(".")
    assert newest >= "2026-06-30"
    assert re.fullmatch(r"[0-9a-f]{8}", fingerprint)
    shutil.copytree(DATA_DIR, tmp_path / "data")
    assert Store(tmp_path / "data").data_version == store.data_version
    with (tmp_path / "data" / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert Store(tmp_path / "data").data_version != store.data_version
