"""The committed bundle is what the sources say; running needs no Node, so it is committed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
DIST = PROJECT / "assets" / "dist"


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_bundle_is_built_from_the_sources(tmp_path):
    if not shutil.which("node") or not (PROJECT / "node_modules" / "esbuild").exists():
        pytest.skip("needs Node and its packages: make frontend")
    subprocess.run(
        ["node", "frontend/build.mjs", str(tmp_path)], cwd=PROJECT, check=True, capture_output=True
    )
    built, committed = files(tmp_path), files(DIST)
    assert built.keys() == committed.keys()
    assert [name for name in built if built[name] != committed[name]] == [], "run: make frontend"


def test_packages_inside_the_bundle_are_named_with_their_licences():
    notices = (DIST / "NOTICES.txt").read_text(encoding="utf-8")
    named = dict(re.findall(r"^={80}\n(\S+) \S+ \((.+)\)$", notices, re.M))
    assert named == {"geographiclib-geodesic": "MIT", "sortablejs": "MIT"}
    third_party = (PROJECT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    assert [name for name in named if name not in third_party] == []


def test_no_text_of_the_stand_alone_script_can_end_its_element():
    script = (DIST / "standalone.js").read_text(encoding="utf-8")
    assert not re.search(r"</script|<!--", script, re.I)
