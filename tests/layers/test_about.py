import tomllib
from datetime import date
from pathlib import Path

import yaml

from layers import about

PROJECT = Path(__file__).resolve().parents[2]
cited = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))


def test_the_version_is_the_same_wherever_it_is_told():
    told = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert told == about.VERSION
    assert cited["version"] == about.VERSION


def test_the_citation_is_complete():
    assert cited["cff-version"] == "1.2.0"
    assert cited["title"] == about.PROGRAM
    assert date.fromisoformat(cited["date-released"])
    assert cited["license"] == ["MIT", "CC-BY-4.0"]
    assert all(cited[key] for key in ("message", "type", "abstract", "authors"))


def test_the_edition_is_the_last_and_none_begins_after_this_version():
    assert max(about.EDITIONS) == about.EDITION
    as_numbers = [
        tuple(map(int, version.split("."))) for version in (*about.EDITIONS.values(), about.VERSION)
    ]
    assert as_numbers == sorted(as_numbers)


def test_the_notice_says_what_notional_means():
    assert about.NOTICE.startswith("Notional")
    assert "not actual or planned" in about.NOTICE
