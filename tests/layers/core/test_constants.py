import tomllib
from datetime import date
from pathlib import Path

import yaml

from layers.core import constants

PROJECT = Path(__file__).resolve().parents[3]
cited = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))


def test_the_version_is_the_same_wherever_it_is_told():
    told = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert told == constants.VERSION
    assert cited["version"] == constants.VERSION


def test_the_citation_is_complete():
    assert cited["cff-version"] == "1.2.0"
    assert cited["title"] == constants.PROGRAM
    assert date.fromisoformat(cited["date-released"])
    assert cited["license"] == ["MIT", "CC-BY-4.0"]
    assert all(cited[key] for key in ("message", "type", "abstract", "authors"))


def test_the_edition_is_the_last_and_none_begins_after_this_version():
    assert max(constants.EDITIONS) == constants.EDITION
    as_numbers = [
        tuple(map(int, version.split("."))) for version in (*constants.EDITIONS.values(), constants.VERSION)
    ]
    assert as_numbers == sorted(as_numbers)


def test_the_notice_says_what_notional_means():
    assert constants.NOTICE.startswith("Notional")
    assert "not actual or planned" in constants.NOTICE
