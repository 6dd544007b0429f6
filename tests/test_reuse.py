"""Every file has a licence, every licence its text, and what is not ours is listed (REUSE.toml, THIRD_PARTY.md)."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
ANNOTATIONS = tomllib.loads((PROJECT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
THIRD_PARTY = (PROJECT / "THIRD_PARTY.md").read_text(encoding="utf-8")
OURS = "The authors of Security guarantees for Ukraine"
#: Where other people's files lie, and how they look.
BROUGHT = re.compile(r"(^|/)(vendor|third_party|fonts?)/|\.min\.(js|css)$|\.(woff2?|ttf|otf)$")
#: The text of a licence needs none itself.
_LICENCE_FILE = re.compile(r"^LICENSES/|(^|/)(LICEN[CS]E|COPYING)[^/]*$")


def pattern(glob: str) -> re.Pattern[str]:
    """A glob of REUSE.toml: ``*`` stops at a slash, ``**`` does not."""
    parts = re.split(r"(\*\*|\*)", glob)
    return re.compile("".join({"**": ".*", "*": "[^/]*"}.get(part, re.escape(part)) for part in parts))


def licensed(path: str) -> dict | None:
    """The entry that holds for a file: the last one that matches."""
    found = [entry for entry in ANNOTATIONS if any(pattern(glob).fullmatch(path) for glob in entry["path"])]
    return found[-1] if found else None


@pytest.fixture(scope="module")
def files() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for path in listed.stdout.splitlines() if not _LICENCE_FILE.search(path)]


def is_listed(path: str) -> bool:
    """Whether a row of THIRD_PARTY.md names a file or a pattern that it fits."""
    globs = re.findall(r"`([^`\s]+)`", "\n".join(re.findall(r"^\| (`.*?) \|", THIRD_PARTY, re.M)))
    return any(pattern(glob).fullmatch(path) for glob in globs)


def test_every_file_has_a_licence(files):
    assert [path for path in files if licensed(path) is None] == []


def test_every_licence_has_its_text_and_every_text_is_used():
    used = {entry["SPDX-License-Identifier"] for entry in ANNOTATIONS}
    assert {path.stem for path in (PROJECT / "LICENSES").glob("*.txt")} == used


def test_data_are_not_under_the_licence_of_code(files):
    data = [path for path in files if path.endswith(".geojson")]
    assert len(data) > 10
    assert [path for path in data if licensed(path)["SPDX-License-Identifier"] == "MIT"] == []


def test_what_is_not_ours_is_listed_with_its_licence(files):
    theirs = [path for path in files if OURS not in licensed(path)["SPDX-FileCopyrightText"]]
    assert "geodata/third_party/gshhg/rivers.geojson" in theirs
    assert [path for path in theirs if not is_listed(path)] == []
    for entry in ANNOTATIONS:
        if OURS not in entry["SPDX-FileCopyrightText"]:
            row = next(line for line in THIRD_PARTY.splitlines() if f"`{entry['path'][0]}`" in line)
            assert entry["SPDX-License-Identifier"] in row


def test_what_was_brought_from_elsewhere_does_not_pass_for_ours(files):
    brought = [path for path in files if BROUGHT.search(path) and not path.startswith("tests/")]
    assert "assets/vendor/plotly-map.min.js" in brought
    ours = [path for path in brought if OURS in licensed(path)["SPDX-FileCopyrightText"]
            and not path.endswith((".py", ".md"))]  # fmt: skip
    assert ours == [], "give each an entry in REUSE.toml and a row in THIRD_PARTY.md"


def test_the_code_inside_the_vendored_bundle_is_named_with_its_licence():
    notices = (PROJECT / "assets" / "vendor" / "plotly-map.NOTICES.txt").read_text(encoding="utf-8")
    named = re.findall(r"^={80}\n(\S+) \S+ \((.+)\)$", notices, re.M)
    assert {"maplibre-gl", "@plotly/d3", "d3-geo"} <= {name for name, _ in named}
    assert f"the {len(named)} packages inside it" in THIRD_PARTY
    assert {licence for _, licence in named} <= {"MIT", "BSD-3-Clause", "Zlib", "ISC"}


def test_the_text_of_the_mit_licence_is_the_same_in_both_places():
    assert (PROJECT / "LICENSE").read_bytes() == (PROJECT / "LICENSES" / "MIT.txt").read_bytes()
