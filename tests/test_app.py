"""The command line, as a person runs it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path
from urllib.request import urlopen

import pytest
from PIL import Image
from typer.testing import CliRunner

import app
from commands import serve
from export.figures.options import SnapshotOptions
from export.metadata import embed
from export.metadata.extract import read
from export.metadata.summary import lines
from geodata import schema
from layers.core.address import from_query
from layers.core.build import Frames

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[1]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=240,
    )


def asked(*arguments: str, **environment: str):
    """The same without a process of its own; the tests that use `run` see what only a process shows."""
    return CliRunner().invoke(app.app, arguments, env=environment)


@pytest.fixture(scope="module")
def frames(store):
    return Frames(store)


@pytest.fixture
def snapshot(frames, monkeypatch):
    """The command `snapshot` in this process; what is on disk is read once for all tests of it."""
    monkeypatch.setattr("commands.snapshot_options.Frames", lambda: frames)
    return lambda *arguments: CliRunner().invoke(app.app, ["snapshot", *arguments])


@pytest.fixture
def taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_check_finds_the_shipped_data_sound():
    done = run("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "All data files and briefings are sound.\n", "")


def test_check_lists_every_fault_of_every_file_at_once(tmp_path, monkeypatch):
    shutil.copytree(
        schema.DATA_DIR, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    ports = json.loads((tmp_path / "ports.geojson").read_text(encoding="utf-8"))
    ports["features"][0]["properties"]["status"] = "sure"
    ports["features"][1]["properties"]["source"] = "hearsay"
    (tmp_path / "ports.geojson").write_text(json.dumps(ports), encoding="utf-8")
    (tmp_path / "air_bases.geojson").write_text("{", encoding="utf-8")
    monkeypatch.setattr(schema, "DATA_DIR", tmp_path)
    done = CliRunner().invoke(app.app, ["check"])
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    for words in (
        ("ports.geojson", '"status"', "sure"),
        ("ports.geojson", '"source"', "hearsay"),
        ("air_bases.geojson",),
    ):
        assert any(all(word in line for word in words) for line in lines), words
    assert "3 faults found." in done.stderr


def test_a_busy_port_is_one_line_and_exit_code_2(taken_port):
    done = run(PORT=str(taken_port), HOST="127.0.0.1")
    also = asked("serve", PORT=str(taken_port), HOST="127.0.0.1")
    assert (done.returncode, done.stdout, done.stderr) == (also.exit_code, also.stdout, also.stderr)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert f"127.0.0.1:{taken_port}" in line
    assert "PORT=" in line


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "80.5", ""])
def test_a_bad_port_is_one_line_and_exit_code_2(port):
    done = asked(PORT=port)
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert "1 to 65535" in line
    assert f"“{port}”" in line


def test_a_wrong_setting_stops_the_start_and_says_what_is_allowed():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = asked(BASE_PATH="map", TRUSTED_PROXY="the proxy", PORT=str(port), HOST="127.0.0.1")
    assert done.exit_code == 2
    assert [line.partition(" must be ")[0] for line in done.stderr.splitlines()] == [
        "TRUSTED_PROXY",
        "BASE_PATH",
    ]
    assert "/map/" in done.stderr


def test_a_host_that_is_not_there_is_one_line_and_exit_code_2(taken_port):
    done = asked(HOST="192.0.2.1", PORT=str(taken_port))
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert "192.0.2.1" in line


def test_serve_says_where_and_answers():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "app.py", "serve"],  # without a command: tests/browser
        cwd=PROJECT,
        env={**os.environ, "PORT": str(port), "HOST": "127.0.0.1", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert (
                server.stdout.readline() == f"Dashboard ready: http://127.0.0.1:{port}   (Ctrl+C stops it)\n"
            )
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=120) as answer:
                assert json.load(answer)["status"] == "ok"
        finally:
            server.terminate()
            _, complaints = server.communicate(timeout=120)
    assert "Traceback" not in complaints


def test_faulty_data_is_refused_in_words(tmp_path, monkeypatch):
    shutil.copytree(
        schema.DATA_DIR, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    (tmp_path / "line_of_occupation.geojson").write_text("{}", encoding="utf-8")
    from geodata import store

    monkeypatch.setattr(store, "DATA_DIR", tmp_path)
    done = CliRunner().invoke(app.app, ["serve", "--port", "8999"])
    assert done.exit_code == 1
    assert "line_of_occupation.geojson" in done.stderr
    assert "check" in done.stderr


@pytest.fixture
def figure(tmp_path, registry):
    """A picture that carries a scenario."""
    scenario, problems = from_query("title=Схід&layers=air_policing&air_policing.radius_km=500", registry)
    assert problems == []
    file = tmp_path / "figure.png"
    Image.new("RGB", (2, 2)).save(file, pnginfo=embed.png_info(embed.provenance_of(scenario, registry, {})))
    return file


def test_open_tells_the_scenario_of_a_file(figure):
    done = asked("open", str(figure))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Схід",
        "Line of occupation: 31 Aug 2025",
        "Layers: Air policing",
        "Assumptions changed:",
        "  Air policing, radius: 500 km (default: 600 km)",
        "Address: /?layers=air_policing&title=%D0%A1%D1%85%D1%96%D0%B4&air_policing.radius_km=500&edition=2",
    ]


def test_open_says_of_a_file_of_the_first_edition_which_numbers_changed_since(
    tmp_path, registry, monkeypatch
):
    monkeypatch.setattr("layers.core.constants.VERSION", "0.1.0")
    zone = "  Distance of patrol zone Z6 from Crimea: about 60 km → 69 km. The text was written by hand"
    none = "Made with the first edition. Nothing that it shows has been corrected since."
    for layers, said in (("maritime_patrols", zone), ("lead_organisations", none)):
        scenario, _ = from_query(f"layers={layers}", registry)
        file = tmp_path / "old.png"
        Image.new("RGB", (2, 2)).save(
            file, pnginfo=embed.png_info(embed.provenance_of(scenario, registry, {}))
        )
        done = CliRunner().invoke(app.app, ["open", str(file)])
        assert done.exit_code == 0, done.output
        assert said in done.stdout
        assert "Made with the first edition." in done.stdout


def test_check_lists_the_faults_of_the_register_of_corrections_too(tmp_path, monkeypatch):
    shutil.copytree(
        schema.DATA_DIR, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    file = tmp_path / "corrections.yaml"
    text = file.read_text(encoding="utf-8").replace("layers: [oblasts]", "layers: [provinces]")
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(schema, "DATA_DIR", tmp_path)
    done = CliRunner().invoke(app.app, ["check"])
    assert done.exit_code == 1
    (line,) = done.stdout.splitlines()
    assert line.startswith('geodata/corrections.yaml (oblast-population): "layers" must be among ')


def test_a_console_without_cyrillic_is_no_reason_to_fail(figure):
    done = run("open", str(figure), PYTHONIOENCODING="cp1252")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "????"


def test_open_tells_both_scenarios_of_a_comparison(registry):
    both, problems = from_query(
        "b=line%3D2024-07-08%26layers%3Dports%26air_policing.radius_km%3D700", registry
    )
    assert problems == []
    assert "Compared with B: line of 8 Jul 2024; layers Ports" in lines(both, registry)
    assert "  Air policing, radius: 700 km (default: 600 km)" in lines(both, registry)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("stripped.svg", b"<svg></svg>", "contains no scenario"),
        ("photo.png", b"\xff\xd8\xff\xe0", "a JPEG picture"),
        ("empty.zip", b"", "empty"),
        ("wrong.json", b'{"schema_version": 1, "line": "1999-01-01"}', "line=1999-01-01"),
    ],
)
def test_open_says_in_a_line_why_there_is_no_scenario_and_exits_with_2(tmp_path, name, content, said):
    file = tmp_path / name
    file.write_bytes(content)
    done = CliRunner().invoke(app.app, ["open", str(file)])
    assert (done.exit_code, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{file}: ")
    assert said in line


def test_open_of_what_cannot_be_read_is_one_line(tmp_path):
    for path, reason in ((tmp_path / "none.png", "No such file"), (tmp_path, "directory")):
        done = CliRunner().invoke(app.app, ["open", str(path)])
        assert (done.exit_code, done.stdout) == (2, "")
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"Cannot read {path} (")
        assert reason in line


@pytest.mark.parametrize(
    ("host", "visited"),
    [("127.0.0.1", "127.0.0.1:8123"), ("0.0.0.0", "127.0.0.1:8123"), ("::", "[::1]:8123")],
)
def test_open_serve_shows_the_scenario_in_the_browser_once_the_server_listens(
    figure, monkeypatch, host, visited
):
    done = threading.Event()
    seen = []

    class Server:
        def run(self):
            assert done.wait(10)

    def visit(address):
        seen.append(address)
        done.set()

    monkeypatch.setattr("dashboard.http.server.create_server", lambda *_, **__: Server())
    monkeypatch.setattr("webbrowser.open", visit)
    monkeypatch.setattr(serve, "_refuse_busy", lambda *_: None)
    monkeypatch.setattr("dashboard.service.Service.warm_up", lambda _: None)
    result = CliRunner().invoke(app.app, ["open", str(figure), "--serve", "--host", host, "--port", "8123"])
    assert result.exit_code == 0, result.output
    (address,) = seen
    assert address.startswith(f"http://{visited}/?layers=air_policing&title=")


def test_help_names_the_commands():
    done = asked("--help")
    assert done.exit_code == 0
    for word in ("serve", "check", "layer", "open"):
        assert word in done.stdout


def test_snapshot_writes_a_figure_of_any_assumption(tmp_path, registry):
    out = tmp_path / "figure.svg"
    done = run("snapshot", "--layers", "line_of_occupation,air_policing", "--line", "2024-07-08",
               "--air_policing.radius_km", "850", "--layout", "400x400", "-o", str(out))  # fmt: skip
    assert done.returncode == 0, done.stderr
    again = read(out.read_bytes(), registry)
    assert (again.line, again.params["air_policing"].radius_km) == ("2024-07-08", 850)
    assert again.layers == ("line_of_occupation", "air_policing")


def test_every_key_of_an_address_and_every_choice_of_a_figure_is_an_option(snapshot, registry):
    said = snapshot("--help").output
    keys = {"layers", "line", "view", "title", "scenario", "matrix", "format", *SnapshotOptions.model_fields}
    keys |= {f"{layer.id}.{spec.name}" for layer in registry.layers for spec in layer.specs}
    assert [key for key in keys if f"--{key} " not in said] == []


def test_a_figure_of_a_file_takes_its_scenario_and_changes_on_top(snapshot, figure, tmp_path, registry):
    out = tmp_path / "again.svg"
    done = snapshot("--scenario", str(figure), "--title", "Changed", "--layout", "400x400", "-o", str(out))
    assert done.exit_code == 0, done.output
    before, after = read(figure.read_bytes(), registry), read(out.read_bytes(), registry)
    assert after.title == "Changed"
    assert (after.line, after.layers, after.params) == (before.line, before.layers, before.params)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--layout", "poster"], "layout=poster"),
        (["--layers", "ports,nonsense"], "layers=nonsense"),
        (["--air_policing.radius_km", "nan"], "radius_km=nan"),
        (["--title", "x" * 10_000], "title="),
        (["--title", "a\x07b"], "1 to 120 printable"),
        (["--format", "gif"], "format=gif"),
        (["-o", "figure.bmp"], "format=bmp"),
        (["--layout", "12000x11000"], "layout="),
        (["--scale", "8", "--layout", "a3-portrait"], "million in all"),
        (["--scenario", "missing.json"], "Cannot read missing.json"),
        (["--matrix", "missing.yaml"], "Cannot read missing.yaml"),
        (["--matrix", "m.yaml", "--theme", "dark"], "Use --matrix alone"),
        (["--format", "zip", "--layers", ""], "layer"),
        (["--colour", "red"], "No such option"),
    ],
)
def test_a_figure_that_cannot_be_made_is_refused_in_words_with_exit_code_2(
    snapshot, tmp_path, monkeypatch, arguments, said
):
    monkeypatch.chdir(tmp_path)
    done = snapshot(*arguments)
    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output
    assert len(done.output) < 3000
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_one_line_and_leaves_nothing(snapshot, tmp_path):
    done = snapshot("--layers", "", "--layout", "400x400", "-o", str(tmp_path / "no" / "figure.svg"))
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert "Cannot write" in done.output
    taken = tmp_path / "taken.svg"
    taken.mkdir()
    assert snapshot("--layers", "", "--layout", "400x400", "-o", str(taken)).exit_code == 1
    assert list(tmp_path.iterdir()) == [taken]


def test_a_matrix_whose_folder_cannot_be_made_is_one_line(snapshot, tmp_path):
    (tmp_path / "file").touch()
    matrix = tmp_path / "figures.yaml"
    matrix.write_text('output: "file/under/{n}.png"\nvary: {theme: [light, dark]}\n')
    done = snapshot("--matrix", str(matrix))
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert f"Cannot write {tmp_path / 'file' / 'under'} (" in done.output


def test_a_matrix_makes_every_figure(snapshot, tmp_path, registry):
    matrix = tmp_path / "figures.yaml"
    matrix.write_text(
        'output: "out/{line}-{theme}.svg"\n'
        "base: {layers: [line_of_occupation], layout: 400x400, format: svg}\n"
        "vary: {line: [2024-07-08, 2025-08-31], theme: [light, print]}\n"
    )
    done = snapshot("--matrix", str(matrix))
    assert done.exit_code == 0, done.output
    made = sorted((tmp_path / "out").iterdir())
    assert [path.stem for path in made] == [
        "2024-07-08-light", "2024-07-08-print", "2025-08-31-light", "2025-08-31-print",
    ]  # fmt: skip
    assert {read(path.read_bytes(), registry).line for path in made} == {"2024-07-08", "2025-08-31"}
