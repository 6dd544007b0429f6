"""A copy of the project as a newcomer extends it: a layer with its data, a parameter of another, an air base."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
DUMMIES = PROJECT / "tests" / "dummies"
_LEFT_OUT = (".*", "__pycache__", "node_modules", "screenshots", "tests", "tmp", "test-results")
#: The one field that is added, and the line after which it stands.
PARAMETER = "patrols_per_day_min"
_MODEL = '    """Choices for the patrols at sea."""\n'
_FIELD = f"""
    {PARAMETER}: float = number(90, low=30, high=240, step=30, help="Time between two patrols of a zone.")
"""
#: A base that is added to the file of bases.
BASE = "EYSA"
_BASE = {
    "feature_id": "base-eysa", "name": "Šiauliai Air Base", "icao": BASE, "short_name": "Šiauliai", "country": "LTU",
    "operator": "Lithuanian Air Force", "role": "Host of allied fighters", "allied_use": "", "candidate": False,
}  # fmt: skip
_RUN = """
import json, sys
from app import app
for arguments in json.loads(sys.argv[1]):
    sys.argv = ["app.py", *arguments]
    try:
        app(arguments)
    except SystemExit as end:
        if end.code:
            raise SystemExit(f"{arguments} ended with {end.code}")
"""


def copy_of_project(folder: Path) -> Path:
    """Copy the project into a folder, without tests and tools of ours."""
    copy = folder / "project"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    return copy


def extend(folder: Path) -> Path:
    """Copy the project into a folder, without tests and tools of ours, and add to it what a newcomer would."""
    copy = copy_of_project(folder)
    shutil.copy(DUMMIES / "railway_hubs.py", copy / "layers")
    shutil.copy(DUMMIES / "railway_hubs.geojson", copy / "geodata")
    model = copy / "layers" / "maritime_patrols.py"
    text = model.read_text(encoding="utf-8")
    assert text.count(_MODEL) == 1
    model.write_text(text.replace(_MODEL, _MODEL + _FIELD), encoding="utf-8")
    bases = copy / "geodata" / "air_bases.geojson"
    collection = json.loads(bases.read_text(encoding="utf-8"))
    known = collection["features"][0]["properties"]
    place = {"type": "Point", "coordinates": [23.395, 55.894]}
    collection["features"].append({"type": "Feature", "properties": {**known, **_BASE}, "geometry": place})
    bases.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    return copy


def run(copy: Path, *commands: Sequence[str]) -> str:
    """Run commands of ``python app.py`` in the copy, one after the other in one process; return what they print."""
    return _python(copy, "-c", _RUN, json.dumps([list(arguments) for arguments in commands]))


def _python(copy: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=copy, capture_output=True, text=True, encoding="utf-8", timeout=240,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr or done.stdout
    return done.stdout


def build_docs(copy: Path) -> str:
    """Make the documentation of the copy anew, and return its page on layers."""
    _python(copy, "tools/build_docs.py")
    return (copy / "docs" / "layers.md").read_text(encoding="utf-8")
