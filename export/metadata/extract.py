"""Opening an exported file again: find the provenance in it, whatever kind of file it is, and read its scenario.

A file is known by its content, not its name. Nothing in a file is trusted: a process of its own looks for it
(`export.metadata.sandbox`), and whatever is wrong ends as `NoScenario` with a message that says what to do.
"""

import json
import re
from typing import Any

from export.formats import openable
from export.metadata import sandbox
from export.metadata.containers import MAX_PROVENANCE_BYTES
from export.metadata.embed import FORMAT_VERSION
from export.metadata.readers.kind import UnreadableError, damaged
from export.metadata.readers.kinds import JSON, kind_of
from layers.core.edition import edition_of_provenance
from layers.core.registry import Registry
from layers.core.scenario import Scenario
from layers.core.scenario_file import ScenarioFileError, from_json, read_json

MAX_FILE_BYTES = 60_000_000

#: Files that never hold one, by how they begin.
_FOREIGN: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.S | re.I), name)
    for pattern, name in (
        (rb"\xff\xd8\xff", "a JPEG picture"),
        (rb"GIF8[79]a", "a GIF picture"),
        (rb"RIFF....WEBP", "a WebP picture"),
        (rb"(II\*\0|MM\0\*)", "a TIFF picture"),
        (rb"BM.{12}", "a BMP picture"),
        (rb"....ftyp(hei|mif|avi)", "an HEIC or AVIF picture"),
        (rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh", "an archive other than zip"),
        (rb"SQLite format 3\0", "a GeoPackage or other database"),
        (rb"\xd0\xcf\x11\xe0", "an old Office document"),
        (rb"(\xef\xbb\xbf)?\s*<", "an XML file"),
    )
)


class NoScenario(ValueError):  # noqa: N818 - what a person meets is no error of the program
    """A file from which no scenario can be had; the text says plainly why and what to do."""


def read(data: bytes, registry: Registry) -> Scenario:
    """Read the scenario of an exported file or a scenario file; raises as `read_with_edition`."""
    return read_with_edition(data, registry)[0]


def read_with_edition(data: bytes, registry: Registry) -> tuple[Scenario, int]:
    """Read the scenario of an exported file or a scenario file, and with which edition's numbers the file was made.

    Raises
    ------
    NoScenario
        If there is none in it, or anything in it is not understood.
    """
    name, provenance = _open(data)
    try:
        return from_json(json.dumps(provenance["scenario"]), registry), edition_of_provenance(provenance)
    except ScenarioFileError as refused:
        raise NoScenario(f"The scenario in this {name} cannot be used. {refused}") from None
    except RecursionError:
        raise NoScenario(str(damaged(name, "its scenario is nested too deep"))) from None


def _opened() -> str:
    return f"{openable()} of this program can be opened"


def _open(data: bytes) -> tuple[str, dict[str, Any]]:
    """Return what kind of file it is, and its provenance."""
    if len(data) > MAX_FILE_BYTES:
        raise NoScenario(
            f"This file is larger than {MAX_FILE_BYTES // 10**6} MB. {_opened()}; none is that large."
        )
    if not data:
        raise NoScenario(f"This file is empty. {_opened()}.")
    if kind := kind_of(data):
        text = _provenance(kind, data)
        if text is None:
            raise NoScenario(
                f"This {kind} contains no scenario: it was made by another program, or its metadata was "
                "removed (many chat and photo services do that). Export it again or use the scenario file."
            )
        return kind, _parsed(text, kind)
    what = next((name for pattern, name in _FOREIGN if pattern.match(data[:1000])), "of an unknown kind")
    converted = " Chat and photo services convert pictures: export it again." if "picture" in what else ""
    raise NoScenario(f"This file is {what}, which contains no scenario. {_opened()}.{converted}")


def _provenance(kind: str, data: bytes) -> bytes | None:
    if kind == JSON.name:  # nothing to look for
        return JSON.provenance(data)
    try:
        return sandbox.extract("provenance", kind, data)
    except UnreadableError as reason:
        raise NoScenario(str(reason)) from None


def _parsed(text: bytes, name: str) -> dict[str, Any]:
    """Return the provenance of its text, or of that of a scenario file."""
    if len(text) > MAX_PROVENANCE_BYTES:
        raise NoScenario(f"This {name} holds more text than a scenario can have (1 MB). Export it again.")
    try:
        provenance = read_json(text)
    except ValueError as fault:
        raise NoScenario(str(damaged(name, str(fault)))) from None
    if isinstance(provenance, dict) and "guarantees" not in provenance and "schema_version" in provenance:
        provenance = {
            "guarantees": FORMAT_VERSION,
            "scenario": provenance,
            "sources": [],
            "options": {},
            "made": "",
            "program": "",
        }
    if not isinstance(provenance, dict) or "guarantees" not in provenance:
        raise NoScenario(f"This {name} holds no scenario. {_opened()}.")
    version = provenance["guarantees"]
    is_number = isinstance(version, int) and not isinstance(version, bool)
    if is_number and version > FORMAT_VERSION:
        raise NoScenario(
            f"This {name} was made by a newer version of the program (its metadata is of version {str(version)[:20]}, "
            f"this program reads up to {FORMAT_VERSION}). Update the program, or ask for the scenario's address."
        )
    kinds = {"scenario": dict, "sources": list, "options": dict, "made": str, "program": str}
    if (
        not is_number
        or version < 1
        or not all(isinstance(provenance.get(key), kind) for key, kind in kinds.items())
    ):
        raise NoScenario(str(damaged(name, "its metadata lacks fields it must have")))
    return provenance
