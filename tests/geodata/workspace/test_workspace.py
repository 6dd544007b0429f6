"""A person's own lines: kept whole, read beside the shipped ones, deleted and restored, and never half there."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import shapely
from lxml import etree

from geodata.imports.territory import front_of
from geodata.store import Store, open_workspace
from geodata.workspace.folder import NONE, SETTING, WorkspaceError, folder_of
from geodata.workspace.workspace import Provenance, Workspace
from layers.core.address import from_pairs
from layers.core.build import Frames

PROJECT = Path(__file__).resolve().parents[3]
WHOSE = Provenance(
    title="Map of the day", publisher="A publisher", licence="CC BY 4.0", published="2026-11-05"
)


@pytest.fixture(scope="module")
def front(store):
    from layers.core.facts import facts_for

    return front_of(facts_for(store, "2025-08-31").occupied, store.ukraine)


@pytest.fixture
def original(tmp_path) -> Path:
    path = tmp_path / "daily.geojson"
    path.write_text("{}", encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path, front, original, monkeypatch) -> Workspace:
    monkeypatch.setenv(SETTING, str(tmp_path / "own"))
    kept = Workspace(tmp_path / "own")
    kept.add(front, "2026-11-05", original, WHOSE)
    return Workspace(tmp_path / "own")


def test_an_imported_line_is_a_date_like_any_other_and_every_layer_builds_on_it(workspace):
    store = Store()
    assert "2026-11-05" in store.line_dates
    frames = Frames(store)
    scenario, problems = from_pairs([("line", "2026-11-05")], frames.registry)
    assert problems == []
    for layer in frames.registry.layers:
        assert len(frames.frame(layer, scenario)), layer.id


def test_the_line_has_its_own_shape_and_what_is_notional_the_generalised_one(workspace, front):
    frames = Frames(Store())
    scenario, _ = from_pairs([("line", "2026-11-05")], frames.registry)
    shown = frames.frame(frames.registry["line_of_occupation"], scenario)
    assert list(shown["kind"]) == ["published_line", "occupied_territory"]
    assert shown.geometry.iloc[0].hausdorff_distance(front.line) < 0.001
    assert shown["area_km2"].iloc[1] == pytest.approx(workspace.imports[0].area_km2, rel=1e-4)
    facts = frames.store.table("line_of_occupation").query("line_date == '2026-11-05'")
    assert len(facts) == len(front.sectors)
    assert (facts["accuracy_km"] == 4).all()


def test_provenance_is_a_source_like_any_other(workspace):
    store = Store()
    key = workspace.imports[0].key
    assert (store.sources[key].publisher, store.sources[key].licence) == ("A publisher", "CC BY 4.0")
    assert set(store.table("line_of_occupation").query("line_date == '2026-11-05'")["source"]) == {key}


def test_the_version_of_the_data_says_that_there_are_own_ones_and_changes_with_them(
    workspace, front, original, store
):
    first = Store().data_version
    assert first.startswith(f"{store.data_version}-own-")
    workspace.add(front, "2026-11-06", original, WHOSE)
    assert Store().data_version not in (first, store.data_version)


def test_a_second_line_of_a_date_takes_its_place_and_the_first_can_be_restored(workspace, front, original):
    first = workspace.imports[0].key
    original.write_text("{ }", encoding="utf-8")
    second = workspace.add(front, "2026-11-05", original, WHOSE).key
    assert [row.key for row in workspace.catalogue.imports()] == [second]
    workspace.catalogue.restore(first)
    assert [row.key for row in workspace.catalogue.imports()] == [first]
    workspace.catalogue.delete(first)
    assert workspace.catalogue.imports() == ()
    assert {row.key for row in workspace.catalogue.imports(deleted=True)} == {first, second}
    with pytest.raises(WorkspaceError, match="There is no import “nothing” to restore; there are:"):
        workspace.catalogue.restore("nothing")


def test_a_shipped_date_can_be_replaced_and_comes_back(workspace, front, original):
    row = workspace.add(front, "2026-08-22", original, WHOSE)
    lines = Store().table("line_of_occupation").query("line_date == '2026-08-22'")
    assert set(lines["source"]) == {row.key}
    workspace.catalogue.delete(row.key)
    lines = Store().table("line_of_occupation").query("line_date == '2026-08-22'")
    assert row.key not in set(lines["source"])


def test_a_file_that_is_gone_is_named_with_what_to_do(workspace):
    (workspace.folder / workspace.imports[0].file).unlink()
    with pytest.raises(WorkspaceError, match=r"is missing or damaged.*workspace delete own_2026_11_05"):
        Store().table("line_of_occupation")


def test_a_catalogue_that_is_none_is_named_with_what_to_do(tmp_path):
    (tmp_path / "catalogue.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(WorkspaceError, match=r"cannot be used.*--workspace"):
        Workspace(tmp_path).catalogue.imports()


def test_where_there_is_none_nothing_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING, str(tmp_path / "none yet"))
    assert open_workspace() is None
    assert not (tmp_path / "none yet").exists()
    assert folder_of(NONE) is None
    monkeypatch.setenv(SETTING, NONE)
    assert Store().workspace is None


_IMPORT = """
import sys, shapely
from pathlib import Path
from geodata.imports.territory import Front
from geodata.workspace.workspace import Provenance, Workspace
line = shapely.LineString([(36, 50), (36, 47)])
ground = shapely.box(36, 47, 38, 50)
front = Front(territory=ground, line=shapely.MultiLineString([line]), sectors=(line,), difference_km2=0)
print("ready", flush=True)
for number in range(1000):
    whose = Provenance(title="t", publisher="p", licence="l", published="2026-11-05")
    Workspace(Path(sys.argv[1])).add(front, f"2026-11-{number % 28 + 1:02d}", Path(sys.argv[2]), whose)
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", range(6))
@pytest.mark.sweep(keep=2)
def test_a_kill_at_any_moment_leaves_a_workspace_in_which_all_that_is_listed_can_be_read(
    number, tmp_path, original
):
    folder = tmp_path / "own"
    process = subprocess.Popen(
        [sys.executable, "-c", _IMPORT, str(folder), str(original)],
        cwd=PROJECT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.05 + 0.07 * number)
    process.send_signal(signal.SIGKILL)
    process.wait()
    after = Workspace(folder)
    assert len(after.lines) == len(after.imports)
    for row in after.imports:
        published = after.published(row.line_date)
        assert published is not None
        assert isinstance(published.territory, shapely.Polygon)


def test_no_database_is_loaded_where_there_is_no_workspace():
    loaded = "import sys, geodata.store; geodata.store.Store(); print('sqlalchemy' in sys.modules)"
    asked = subprocess.run(
        [sys.executable, "-c", loaded], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert asked.stdout == "False\n"


@pytest.mark.slow
def test_a_damaged_workspace_stops_the_start_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING, str(tmp_path))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("PORT", str(port))
    (tmp_path / "catalogue.sqlite").write_bytes(b"not a database" * 100)
    refused = subprocess.run(
        [sys.executable, "app.py"], cwd=PROJECT, capture_output=True, text=True, timeout=120
    )
    assert refused.returncode == 1
    assert f"The workspace {tmp_path} cannot be used" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.slow
def test_a_figure_names_its_publisher_first_and_calls_the_line_imported(workspace, tmp_path):
    made = tmp_path / "own.svg"
    asked = ["snapshot", "--layers", "line_of_occupation", "--line", "2026-11-05", "-o", str(made)]
    subprocess.run(
        [sys.executable, "app.py", *asked], cwd=PROJECT, check=True, capture_output=True, timeout=120
    )
    text = " ".join(" ".join(etree.parse(made).getroot().itertext()).split())
    assert "Sources: A publisher;" in text
    assert "Line of occupation on 5 November 2026, imported: drawn as it was published" in text
    assert "2026, generalised" not in text
