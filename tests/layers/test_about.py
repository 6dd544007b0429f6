import tomllib
from pathlib import Path

from layers import about

PROJECT = Path(__file__).resolve().parents[2]


def test_the_version_is_the_same_wherever_it_is_told():
    told = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert told == about.VERSION


def test_the_notice_says_what_notional_means():
    assert about.NOTICE.startswith("Notional")
    assert "not actual or planned" in about.NOTICE
