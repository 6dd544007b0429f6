"""Small briefings for the tests of decks, read as a person's file would be."""

import re
from functools import cache

from briefings.loader import load
from briefings.model import Briefing
from briefings.placeholders import Library
from briefings.repository import FOLDER

HEAD = """schema_version: 1
id: small
title: A small briefing
author: A. Tester
date: "2026-01-31"
marking: For tests only
scenes:
"""
TIMELINE = """  - id: history
    title: What was tried
    bullets:
      - "**Bold**, *italic* and a [link](https://example.org/a?b=1&c=2)"
      - "<script>alert(1)</script> & \\"quotes\\" stay as they are"
    notes: |
      Say it *slowly*, and show [the text](https://example.org/notes).

      A second paragraph.
    sources: [coffey_2025_08_31, studio_line]
    scenario: {layers: [line_of_occupation, cities], line: "2025-08-31"}
    highlights:
      - {layer: line_of_occupation, feature_id: occupied-2025-08-31}
    callouts:
      - {text: "Crimea is Ukraine, occupied", at: {lon: 34.2, lat: 45.3}, to: sw, offset_pct: 12}
    timeline:
      - {date: "1994-12-05", text: "**Budapest**: assurances", source: budapest_memorandum_1994}
      - {date: "2014-09", text: "First Minsk ceasefire", source: minsk_2014_09_05}
      - {date: "2022", text: "Full-scale invasion", source: unga_es_11_1}
"""
LONG = f"""  - id: long
    title: {" ".join(["A title as long as one may be"] * 4)}
    bullets: [{", ".join(['"' + " ".join(["as many words as a bullet can hold and then some"] * 3) + '"'] * 5)}]
    notes: |
      {"Words to say. " * 420}
    scenario: {{layers: [air_policing]}}
    highlights:
      - {{layer: air_policing, feature_id: base-epmm}}
"""
SOURCED = """  - id: sourced
    title: One point
    bullets: [A point that needs a mark]
    sources: [coffey_2025_08_31]
    scenario: {layers: [line_of_occupation], line: "2025-08-31"}
"""
BARE = """  - id: bare
    title: Nothing but a map
    scenario: {layers: []}
"""


@cache
def library() -> Library:
    return Library()


def briefing(*scenes: str) -> Briefing:
    return load(HEAD + "".join(scenes), library())


#: Names of the scenes of the shipped briefing, for tests that are made one per scene: reading it whole takes a second.
SCENES = re.findall(r"^  - id: (\S+)$", (FOLDER / "default.yaml").read_text(encoding="utf-8"), re.MULTILINE)


@cache
def default() -> Briefing:
    return load(FOLDER / "default.yaml", library())
