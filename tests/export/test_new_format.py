"""A new file format is one entry and one module: with both, command, dialog, address and `open` know it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
ENTRY = """
        Format(name="txt", title="Text list", mimetype="text/plain", module="export.data.text",
               is_figure=False, needs_layer=True),
"""
MODULE = '''
"""What is shown, as a list of names, with the provenance in its first line."""

from export.metadata.readers.kind import Kind

KIND = Kind(
    name="text list",
    fits=lambda data: data.startswith(b"GUARANTEES "),
    provenance=lambda data: data.partition(b"\\n")[0].removeprefix(b"GUARANTEES "),
)


def write(snapshot, name):
    from export.metadata import embed

    provenance = embed.provenance_of(snapshot.scenario, snapshot.registry, {}, {"format": name}, made=snapshot.made)
    names = [name for key in snapshot.scenario.layers for name in snapshot.frames[key]["name"]]
    return "\\n".join([f"GUARANTEES {provenance}", *names]).encode()
'''
ASK = """
import json, sys
from click.testing import CliRunner
from commands.snapshot_options import snapshot_command
from dashboard.app import create_app
from export.metadata.extract import read
from tools.build_docs import guide_text

app = create_app()
client = app.server.test_client()
answer = client.get("/snapshot.txt?layers=cities&title=Towns")
made = CliRunner().invoke(snapshot_command(), ["--layers", "ports", "--title", "Ports", "-o", "ports.txt"])
registry = app.service.registry
print(json.dumps({
    "type": answer.mimetype,
    "text": answer.text,
    "title": read(answer.data, registry).title,
    "without layers": client.get("/snapshot.txt?layers=").json["error"],
    "dialog": 'value="txt"' in client.get("/").text,
    "check": client.get("/export/check?format=txt&layers=").json["problems"],
    "command": made.output,
    "help": CliRunner().invoke(snapshot_command(), ["--help"]).output,
    "file": read(open("ports.txt", "rb").read(), registry).title,
    "openable": client.post("/scenario", data=b"GIF89a").text,
    "guide": guide_text(),
    "posted": client.post("/scenario", data=answer.data).json,
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> dict:
    """What a copy of the project answers that has the entry and the module."""
    copy = tmp_path_factory.mktemp("project")
    for part in ("app.py", "assets", "briefings", "commands", "dashboard", "geodata", "i18n", "jobs",
                 "analysis", "layers", "settings.py", "webmap", "docs", "LICENSE", "LICENSES", "THIRD_PARTY.md",
                 "pyproject.toml", "tools"):  # fmt: skip
        (copy / part).symlink_to(PROJECT / part)
    shutil.copytree(PROJECT / "export", copy / "export", ignore=shutil.ignore_patterns("__pycache__"))
    registry = copy / "export/formats.py"
    before, mark, after = registry.read_text().partition("\n    )\n}\n")
    assert mark
    registry.write_text(before + ENTRY + mark + after)
    (copy / "export/data/text.py").write_text(MODULE)
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    made = subprocess.run(
        [sys.executable, "-c", ASK], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    answers: dict = json.loads(made.stdout.splitlines()[-1])
    return answers


def test_the_address_answers_in_it(told):
    assert told["type"] == "text/plain"
    assert "\nKyiv" in told["text"]
    assert "at least one layer" in told["without layers"]


def test_the_dialog_offers_it(told):
    assert told["dialog"]
    assert "at least one layer" in told["check"]["format"]


def test_the_command_writes_it(told):
    assert "ports.txt" in told["command"]
    assert "Text list" in told["help"]


def test_its_file_opens_again(told):
    assert told["title"] == "Towns"
    assert told["file"] == "Ports"
    assert "error" not in told["posted"]


def test_what_opens_again_names_it_in_messages_and_in_the_user_guide(told):
    named = "data packages (zip), text lists (txt) and scenario files (JSON)"
    assert named in told["openable"]
    assert named in told["guide"]
