"""The shipped data, and a small briefing as a file holds it."""

import pytest

from briefings.placeholders import Library

HEAD = """schema_version: 1
id: small
title: A small briefing
date: "2026-01-31"
scenes:
"""
SCENE = """  - id: one
    title: One
"""


@pytest.fixture(scope="session")
def library(store) -> Library:
    return Library(store)


@pytest.fixture
def scene_text():
    """Make the text of a briefing of one scene with further lines, indented by four."""

    def of(lines: str = "") -> str:
        return HEAD + SCENE + "".join(f"    {line}\n" for line in lines.strip("\n").split("\n"))

    return of
