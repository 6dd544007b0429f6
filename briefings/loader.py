"""Reads a briefing from YAML and writes it back: `load` and `dump` are inverses, and so are `take` and `as_data`.

A briefing is taken whole or not at all, and all that is wrong with it is reported at once. What its scenes say of the
map goes through `layers.core.address.from_pairs`, the one reader of scenarios.
"""

import math
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefings.model import (
    MAX_SCENES,
    OWN_IDS,
    SCHEMA_VERSION,
    Bounds,
    Briefing,
    Scene,
    doubled_id,
)
from briefings.placeholders import Library
from briefings.scene_reader import MAX_FAULTS, read_scene, scenario_fields
from briefings.scenes import kind_by_fields
from briefings.validation import (
    BriefingError,
    Where,
    quoted,
    rule_faults,
)
from briefings.yamltext import YamlTextError, read_plain, write_plain
from geodata.validation import Fault
from i18n.spoken import worded
from layers.core.address import clip
from layers.core.scenario import Scenario, layer_pairs

MAX_BYTES = 1_000_000
#: Seconds to look up what the scenes of a briefing from outside speak of; ten with assumptions of their own take one.
OUTSIDE_MAX_S = 10.0


def load(
    source: Path | str | bytes, library: Library, *, label: str = "", max_s: float = math.inf
) -> Briefing:
    """Read a briefing from a file (a `Path`), from text or from a file's bytes; `label` is what faults call it.

    `max_s`: how long looking up what its scenes speak of may take, for briefings from outside.

    Raises
    ------
    BriefingError
        If anything in it is not understood; tells scene, field, value and what is allowed.
    """
    label = label or (str(source) if isinstance(source, Path) else worded("the briefing"))
    return take(_parsed(source, Where(label)), library, label=label, max_s=max_s)


def take(
    raw: dict[str, Any], library: Library, *, label: str = worded("the briefing"), max_s: float = math.inf
) -> Briefing:
    """Read a briefing from what a YAML file of it holds: dicts, lists and text, numbers as text too.

    `max_s` as in `load`. Of very many faults the first are reported.

    Raises
    ------
    BriefingError
        As `load`.
    """
    faults = list(_version_faults(raw, Where(label)))
    if faults:  # what a newer version means by its fields is not known
        raise BriefingError(faults)
    scenes = raw.get("scenes")
    read: list[Scene] = []
    if isinstance(scenes, list):
        if len(scenes) > MAX_SCENES:
            found, expected = (
                worded("{count} scenes", count=f"{len(scenes):,}"),
                worded("at most {max_scenes} scenes", max_scenes=f"{MAX_SCENES:,}"),
            )
            raise BriefingError(
                [Where(label).fault("scenes", found, expected, worded("Split it into several."))]
            )
        end = time.monotonic() + max_s
        for number, scene in enumerate(scenes, start=1):
            if time.monotonic() > end:
                found, expected = (
                    worded("{number} scenes in {max_s} seconds", number=number - 1, max_s=f"{max_s:g}"),
                    worded("a briefing that is read in that time"),
                )
                advice = worded("Split it into several, or give its scenes the same assumptions.")
                raise BriefingError([Where(label).fault("scenes", found, expected, advice)])
            step, wrong = read_scene(scene, Where.of(label, number, scene), library)
            faults += wrong
            read += [step] if step is not None else []
            if len(faults) >= MAX_FAULTS:
                raise _first_of(faults, label)
        raw = {**raw, "scenes": read}
    try:
        briefing = Briefing.model_validate({**raw, "schema_version": SCHEMA_VERSION})
    except ValidationError as problem:
        head = list(islice(rule_faults(problem, Briefing, Where(label)), MAX_FAULTS))
        left_out = isinstance(scenes, list) and len(read) < len(scenes)
        # While a scene is left out for its faults, what the others are together cannot be judged.
        faults += [fault for fault in head if not (left_out and fault.field == "scenes")]
    if isinstance(scenes, list) and len(read) < len(scenes):
        ids = [Where.of(label, 0, scene).scene_id for scene in scenes]
        if found := doubled_id(ids):
            faults.append(Where(label).fault("scenes", found, OWN_IDS))
    if len(faults) >= MAX_FAULTS:
        raise _first_of(faults, label)
    if faults:
        raise BriefingError(faults)
    return briefing


def _first_of(faults: list[Fault], label: str) -> BriefingError:
    more = Where(label).fault(
        "",
        worded("{max_faults} faults or more", max_faults=MAX_FAULTS),
        worded("free of faults"),
        worded("Correct these first."),
    )
    return BriefingError([*faults[:MAX_FAULTS], more])


def dump(briefing: Briefing, library: Library) -> str:
    """Return a briefing as YAML that `load` reads back to the same briefing."""
    return write_plain(as_data(briefing, library))


def as_data(briefing: Briefing, library: Library) -> dict[str, Any]:
    """Return what the YAML of a briefing holds: dicts, lists, text and numbers.

    A scene's layers and date are always there, its parameters only where they differ from the defaults.
    """
    head = briefing.model_dump(mode="json", exclude={"scenes"}, exclude_defaults=True)
    scenes = [scene_data(scene, library) for scene in briefing.scenes]
    return {"schema_version": SCHEMA_VERSION, **head, "scenes": scenes}


def scene_data(scene: Scene, library: Library) -> dict[str, Any]:
    """Return what the YAML of a scene holds."""
    fields = scenario_fields(type(scene))
    data = scene.model_dump(mode="json", exclude={*fields, "bounds", "kind"}, exclude_defaults=True)
    scenarios = {
        field: _scenario_data(getattr(scene, field), scene.bounds if field == "scenario" else None, library)
        for field in fields
    }
    # Old files name no kind: it is written only where the fields do not say it.
    kind = {} if kind_by_fields({**data, **scenarios}) == scene.kind else {"kind": scene.kind}
    return {"id": data.pop("id"), "title": data.pop("title"), **kind, **scenarios, **data}


def _scenario_data(scenario: Scenario, bounds: Bounds | None, library: Library) -> dict[str, Any]:
    shown: dict[str, Any] = {"layers": list(scenario.layers), "line": scenario.line}
    if bounds is not None:
        shown["view"] = bounds.model_dump(mode="json")
    elif scenario.view is not None:
        shown["view"] = {"lon": scenario.view.lon, "lat": scenario.view.lat, "zoom": scenario.view.zoom}
    for layer in library.registry.layers:
        shown |= dict(layer_pairs(layer, scenario.params[layer.id]))
    return shown


# -- the file --------------------------------------------------------------------------------------


def _parsed(source: Path | str | bytes, where: Where) -> dict[str, Any]:
    """Return the file's mapping, every value of it text."""

    def refused(found: str, expected: str, advice: str = "") -> BriefingError:
        return BriefingError([where.fault("", found, expected, advice)])

    try:
        body = _bytes(source)
    except OSError as problem:
        advice = worded("Give the path of a briefing, such as briefings/default.yaml.")
        raise refused(
            problem.strerror or worded("no file"), worded("a file that can be read"), advice
        ) from None
    if len(body) > MAX_BYTES:
        raise refused(
            worded("more than {max_bytes} bytes", max_bytes=f"{MAX_BYTES:,}"),
            worded("at most 1 MB"),
            worded("Split it into several."),
        )
    try:
        raw = read_plain(body.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        found = worded(
            "byte {problem} at position {start}",
            problem=f"{problem.object[problem.start]:#04x}",
            start=problem.start,
        )
        raise refused(found, worded("text in UTF-8"), worded("Save the file as UTF-8.")) from None
    except YamlTextError as problem:
        raise refused(clip(problem.found), problem.expected) from None
    if not isinstance(raw, dict):
        raise refused(quoted(raw), worded("a mapping of {list}", list=", ".join(Briefing.model_fields)))
    return raw


def _bytes(source: Path | str | bytes) -> bytes:
    """Return the source's bytes; of a file, one more than is allowed at most."""
    if isinstance(source, bytes):
        return source
    if isinstance(source, str):
        return source.encode("utf-8", "surrogatepass")
    with source.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _version_faults(raw: dict[str, Any], where: Where) -> Iterator[Fault]:
    version = raw.get("schema_version")
    if version != str(SCHEMA_VERSION):
        newer = isinstance(version, str) and version.isdecimal() and int(version[:9]) > SCHEMA_VERSION
        advice = (
            worded("This file needs a newer version of the program.")
            if newer
            else worded("Write schema_version: 1.")
        )
        yield where.fault("schema_version", "nothing" if version is None else quoted(version), "1", advice)
