"""The command line, as a person runs it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from typer.testing import CliRunner

import app
from geodata import schema

PROJECT = Path(__file__).resolve().parents[1]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_check_finds_the_shipped_data_sound():
    done = run("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "All data files are sound.\n", "")


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


@pytest.mark.parametrize("command", [(), ("serve",)], ids=["app.py", "app.py serve"])
def test_a_busy_port_is_one_line_and_exit_code_2(taken_port, command):
    began = time.monotonic()
    done = run(*command, PORT=str(taken_port), HOST="127.0.0.1")
    assert time.monotonic() - began < 10  # nothing slow is loaded first
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert f"127.0.0.1:{taken_port}" in line
    assert "PORT=" in line


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "80.5", ""])
def test_a_bad_port_is_one_line_and_exit_code_2(port):
    done = run(PORT=port)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "1 to 65535" in line
    assert f"“{port}”" in line


def test_a_host_that_is_not_there_is_one_line_and_exit_code_2(taken_port):
    done = run(HOST="192.0.2.1", PORT=str(taken_port))
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "192.0.2.1" in line


@pytest.mark.parametrize("command", [(), ("serve",)], ids=["app.py", "app.py serve"])
def test_serve_says_where_and_answers_within_seconds(command):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "app.py", *command],
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
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=20) as answer:
                assert json.load(answer)["status"] == "ok"
            assert time.monotonic() - began < 20  # under 4 s on two free cores; a busy machine is slower
        finally:
            server.terminate()
            _, complaints = server.communicate(timeout=20)
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


def test_help_names_the_commands():
    done = run("--help")
    assert done.returncode == 0
    for word in ("serve", "check"):
        assert word in done.stdout
