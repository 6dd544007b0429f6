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
from i18n.spoken import worded
from layers.core.edition import edition_of_provenance
from layers.core.registry import Registry
from layers.core.scenario import Scenario
from layers.core.scenario_file import ScenarioFileError, from_json, read_json

MAX_FILE_BYTES = 60_000_000

#: Files that never hold one, by how they begin.
_FOREIGN: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.S | re.I), name)
    for pattern, name in (
        (rb"\xff\xd8\xff", worded("a JPEG picture")),
        (rb"GIF8[79]a", worded("a GIF picture")),
        (rb"RIFF....WEBP", worded("a WebP picture")),
        (rb"(II\*\0|MM\0\*)", worded("a TIFF picture")),
        (rb"BM.{12}", worded("a BMP picture")),
        (rb"....ftyp(hei|mif|avi)", worded("an HEIC or AVIF picture")),
        (rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh", worded("an archive other than zip")),
        (rb"SQLite format 3\0", worded("a GeoPackage or other database")),
        (rb"\xd0\xcf\x11\xe0", worded("an old Office document")),
        (rb"(\xef\xbb\xbf)?\s*<", worded("an XML file")),
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
        raise NoScenario(
            worded("The scenario in this {name} cannot be used. {refused}", name=name, refused=refused)
        ) from None
    except RecursionError:
        raise NoScenario(str(damaged(name, worded("its scenario is nested too deep")))) from None


def _opened() -> str:
    return worded("{openable} of this program can be opened", openable=openable())


def _open(data: bytes) -> tuple[str, dict[str, Any]]:
    """Return what kind of file it is, and its provenance."""
    if len(data) > MAX_FILE_BYTES:
        raise NoScenario(
            worded(
                "This file is larger than {max_file_bytes} MB. {opened}; none is that large.",
                max_file_bytes=MAX_FILE_BYTES // 10**6,
                opened=_opened(),
            )
        )
    if not data:
        raise NoScenario(worded("This file is empty. {opened}.", opened=_opened()))
    if kind := kind_of(data):
        text = _provenance(kind, data)
        if text is None:
            raise NoScenario(
                worded(
                    "This {kind} contains no scenario: it was made by another program, or its metadata was "
                    "removed (many chat and photo services do that). Export it again or use the scenario file.",
                    kind=kind,
                )
            )
        return kind, _parsed(text, kind)
    what = next(
        (name for pattern, name in _FOREIGN if pattern.match(data[:1000])), worded("of an unknown kind")
    )
    converted = (
        worded(" Chat and photo services convert pictures: export it again.") if "picture" in what else ""
    )
    raise NoScenario(
        worded(
            "This file is {what}, which contains no scenario. {opened}.{converted}",
            what=what,
            opened=_opened(),
            converted=converted,
        )
    )


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
        raise NoScenario(
            worded("This {name} holds more text than a scenario can have (1 MB). Export it again.", name=name)
        )
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
        raise NoScenario(worded("This {name} holds no scenario. {opened}.", name=name, opened=_opened()))
    version = provenance["guarantees"]
    is_number = isinstance(version, int) and not isinstance(version, bool)
    if is_number and version > FORMAT_VERSION:
        raise NoScenario(
            worded(
                "This {name} was made by a newer version of the program (its metadata is of version {value}, "
                "this program reads up to {format_version}). Update the program, or ask for the scenario's address.",
                name=name,
                value=str(version)[:20],
                format_version=FORMAT_VERSION,
            )
        )
    kinds = {"scenario": dict, "sources": list, "options": dict, "made": str, "program": str}
    if (
        not is_number
        or version < 1
        or not all(isinstance(provenance.get(key), kind) for key, kind in kinds.items())
    ):
        raise NoScenario(str(damaged(name, worded("its metadata lacks fields it must have"))))
    return provenance
