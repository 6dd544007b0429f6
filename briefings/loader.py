"""Reads a briefing from YAML and writes it back: `load` and `dump` are inverses, and so are `take` and `as_data`.

A briefing is taken whole or not at all, and all that is wrong with it is told at once. What its scenes say of the
map goes through `layers.core.scenario.from_pairs`, the one reader of scenarios.
"""

import math
import time
from collections.abc import Iterator, Mapping, Sequence
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
    FeatureRef,
    Scene,
    doubled_id,
)
from briefings.placeholders import FigureError, Library, filled
from briefings.validation import (
    BriefingError,
    Where,
    did_you_mean,
    quoted,
    rule_faults,
    scene_fields,
)
from briefings.yamltext import YamlTextError, read_plain, write_plain
from geodata.schema import Fault
from layers.core.scenario import Problem, Scenario, clip, from_pairs, layer_pairs

MAX_BYTES = 1_000_000
#: Seconds to look up what the scenes of a briefing from outside speak of; ten with assumptions of their own take one.
OUTSIDE_MAX_S = 10.0
MAX_FAULTS = 100
#: What a scene's scenario may hold beside the layers' parameters; the page's own keys are not among them.
SCENARIO_KEYS = ("layers", "line", "view")
_PAGE_KEYS = ("theme", "title", "b")
#: By the name of a scene's list, the numbers of its items in the file, from 1.
Numbers = Mapping[str, Sequence[int]]
_LISTS = ("bullets", "sources", "highlights", "callouts", "timeline")


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
    label = label or (str(source) if isinstance(source, Path) else "the briefing")
    return take(_parsed(source, Where(label)), library, label=label, max_s=max_s)


def take(
    raw: dict[str, Any], library: Library, *, label: str = "the briefing", max_s: float = math.inf
) -> Briefing:
    """Read a briefing from what a YAML file of it holds: dicts, lists and text, numbers as text too.

    `max_s` as in `load`. Of very many faults the first are told.

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
            found, expected = f"{len(scenes):,} scenes", f"at most {MAX_SCENES:,} scenes"
            raise BriefingError([Where(label).fault("scenes", found, expected, "Split it into several.")])
        end = time.monotonic() + max_s
        for number, scene in enumerate(scenes, start=1):
            if time.monotonic() > end:
                found, expected = (
                    f"{number - 1} scenes in {max_s:g} seconds",
                    "a briefing that is read in that time",
                )
                advice = "Split it into several, or give its scenes the same assumptions."
                raise BriefingError([Where(label).fault("scenes", found, expected, advice)])
            step, wrong = _read_scene(scene, Where.of(label, number, scene), library)
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
    more = Where(label).fault("", f"{MAX_FAULTS} faults or more", "free of faults", "Correct these first.")
    return BriefingError([*faults[:MAX_FAULTS], more])


def dump(briefing: Briefing, library: Library) -> str:
    """Return a briefing as YAML that `load` reads back to the same briefing."""
    return write_plain(as_data(briefing, library))


def as_data(briefing: Briefing, library: Library) -> dict[str, Any]:
    """Return what the YAML of a briefing holds: dicts, lists, text and numbers.

    A scene's layers and date are always there, its parameters only where they differ from the defaults.
    """
    head = briefing.model_dump(mode="json", exclude={"scenes"}, exclude_defaults=True)
    scenes = [_scene_data(scene, library) for scene in briefing.scenes]
    return {"schema_version": SCHEMA_VERSION, **head, "scenes": scenes}


def _scene_data(scene: Scene, library: Library) -> dict[str, Any]:
    data = scene.model_dump(mode="json", exclude={"scenario", "bounds"}, exclude_defaults=True)
    scenario = scene.scenario
    shown: dict[str, Any] = {"layers": list(scenario.layers), "line": scenario.line}
    if scene.bounds is not None:
        shown["view"] = scene.bounds.model_dump(mode="json")
    elif scenario.view is not None:
        shown["view"] = {"lon": scenario.view.lon, "lat": scenario.view.lat, "zoom": scenario.view.zoom}
    for layer in library.registry.layers:
        shown |= dict(layer_pairs(layer, scenario.params[layer.id]))
    return {"id": data.pop("id"), "title": data.pop("title"), "scenario": shown, **data}


# -- the file --------------------------------------------------------------------------------------


def _parsed(source: Path | str | bytes, where: Where) -> dict[str, Any]:
    """Return the file's mapping, every value of it text."""

    def refused(found: str, expected: str, advice: str = "") -> BriefingError:
        return BriefingError([where.fault("", found, expected, advice)])

    try:
        body = _bytes(source)
    except OSError as problem:
        advice = "Give the path of a briefing, such as briefings/default.yaml."
        raise refused(problem.strerror or "no file", "a file that can be read", advice) from None
    if len(body) > MAX_BYTES:
        raise refused(f"more than {MAX_BYTES:,} bytes", "at most 1 MB", "Split it into several.")
    try:
        raw = read_plain(body.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        found = f"byte {problem.object[problem.start]:#04x} at position {problem.start}"
        raise refused(found, "text in UTF-8", "Save the file as UTF-8.") from None
    except YamlTextError as problem:
        raise refused(clip(problem.found), problem.expected) from None
    if not isinstance(raw, dict):
        raise refused(quoted(raw), f"a mapping of {', '.join(Briefing.model_fields)}")
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
        advice = "This file needs a newer version of the program." if newer else "Write schema_version: 1."
        yield where.fault("schema_version", "nothing" if version is None else quoted(version), "1", advice)


# -- the scenario of a scene -----------------------------------------------------------------------


def _read_scene(raw: Any, where: Where, library: Library) -> tuple[Scene | None, list[Fault]]:
    """Return a scene, or None if the model refuses it, and all its faults."""
    faults: list[Fault] = []
    if isinstance(raw, dict):
        raw = {key: value for key, value in raw.items() if not (key in _LISTS and value == "")}
        faults = _take_scenario(raw, where, library)
    try:
        scene = Scene.model_validate(raw)
    except ValidationError as problem:
        faults += islice(rule_faults(problem, Scene, where), MAX_FAULTS)
        rest, numbers = _without_faulty(raw, problem)
        # What is sound is looked at as well, so that nobody corrects a file twice.
        more = () if rest is None else _reference_faults(rest, library, where, numbers)
        return None, [*faults, *islice(more, MAX_FAULTS)]
    return scene, [*faults, *islice(_reference_faults(scene, library, where, {}), MAX_FAULTS)]


def _without_faulty(raw: Any, problem: ValidationError) -> tuple[Scene | None, Numbers]:
    """Return a scene without its faulty fields and items (None where nothing is left), and its items' numbers."""
    if not isinstance(raw, dict):
        return None, {}
    steps = [error["loc"] for error in problem.errors(include_url=False)]
    faulty = {
        loc[:2] if len(loc) > 1 and isinstance(raw.get(str(loc[0])), list) else loc[:1] for loc in steps
    }
    kept: dict[str, Any] = {"id": "left", "title": "left"}
    numbers: dict[str, list[int]] = {}
    for field, value in raw.items():
        if (field,) in faulty:
            continue
        kept[field] = value
        if isinstance(value, list):
            sound = [i for i in range(len(value)) if (field, i) not in faulty]
            kept[field], numbers[field] = [value[i] for i in sound], [i + 1 for i in sound]
    try:
        return Scene.model_validate(kept), numbers
    except ValidationError:
        return None, {}


def _take_scenario(raw: dict[str, Any], where: Where, library: Library) -> list[Fault]:
    """Read the scenario of a raw scene in its place, lift its bounds out of it, and return the faults."""
    faults: list[Fault] = []
    if raw.pop("bounds", None) is not None:
        advice = "Give them as the view of the scenario."
        faults.append(where.unknown_field("bounds", scene_fields(), advice=advice))
    found = raw.get("scenario") or {}
    if not isinstance(found, dict):
        expected = f"a mapping of {', '.join(SCENARIO_KEYS)} and parameters"
        faults.append(where.fault("scenario", quoted(found), expected))
        found = {}
    pairs, bounds, problems = _pairs(found, where, library)
    raw["scenario"], unread = from_pairs(pairs, library.registry)
    if bounds is not None:
        raw["bounds"] = bounds
    return [*faults, *problems, *(_scenario_fault(problem, where) for problem in unread)]


def _pairs(
    raw: dict[str, Any], where: Where, library: Library
) -> tuple[list[tuple[str, str]], Any, list[Fault]]:
    """Return a scenario's mapping as an address's pairs, its bounds or None, and faults."""
    pairs: list[tuple[str, str]] = []
    faults: list[Fault] = []
    bounds = None
    parameters = [f"{layer.id}.{spec.name}" for layer in library.registry.layers for spec in layer.specs]
    known = [*SCENARIO_KEYS, *parameters]
    for key, value in raw.items():
        if len(faults) >= MAX_FAULTS:
            break
        if key not in known:
            advice = "It belongs to the page: leave it out." if key in _PAGE_KEYS else ""
            expected = f"{', '.join(SCENARIO_KEYS)}, or a layer’s parameter (docs/layers.md)"
            advice = advice or did_you_mean(key, known)
            faults.append(where.fault(f"scenario {clip(key)}", "a field of that name", expected, advice))
        elif isinstance(value, str):
            pairs.append((key, value))
        elif key == "view":
            if isinstance(value, dict) and set(value) & set(Bounds.model_fields):
                bounds = value
            elif isinstance(value, dict) and set(value) == {"lon", "lat", "zoom"}:
                pairs.append((key, ",".join(map(str, value.values()))))
            else:
                expected = (
                    "a mapping {lon: …, lat: …, zoom: …}, or bounds {west: …, south: …, east: …, north: …}"
                )
                faults.append(where.fault("scenario view", quoted(value), expected))
        elif isinstance(value, list) and all(isinstance(item, str) and "," not in item for item in value):
            pairs.append((key, ",".join(value)))
        else:
            faults.append(where.fault(f"scenario {key}", quoted(value), "text, or a list of texts"))
    return pairs, bounds, faults


def _scenario_fault(problem: Problem, where: Where) -> Fault:
    known = problem.allowed.removeprefix("one of ").removeprefix("any of ").split(", ")
    expected = problem.allowed
    if len(known) > 1 and all(" " not in item for item in known) and " of " not in expected[:8]:
        expected = f"one of {expected}"
    advice = did_you_mean(problem.found, known)
    return where.fault(f"scenario {problem.key}", quoted(problem.found), expected, advice)


# -- what a scene names ----------------------------------------------------------------------------


def _reference_faults(scene: Scene, library: Library, where: Where, numbers: Numbers) -> Iterator[Fault]:
    """Yield a fault for each source, layer, feature and figure that does not exist.

    `numbers`: those that the items of its lists have in the file, where some were left out.
    """
    for field, key in _source_keys(scene, numbers):
        if key not in library.sources:
            advice = did_you_mean(key, list(library.sources), otherwise="Add it there or correct the key.")
            yield where.fault(field, quoted(key), "a key of geodata/sources.yaml or assumptions.yaml", advice)
    for field, feature in _features(scene, numbers):
        yield from _feature_faults(field, feature, scene.scenario, library, where)
    for field, text in _texts(scene, numbers):
        try:
            filled(text, scene.scenario, library)
        except FigureError as problem:
            expected = f"text with figures of the map ({problem.allowed})"
            yield where.fault(field, clip(problem.found), expected, problem.advice)


def _feature_faults(
    field: str, feature: FeatureRef, scenario: Scenario, library: Library, where: Where
) -> Iterator[Fault]:
    if feature.layer not in scenario.layers:
        advice = did_you_mean(feature.layer, library.registry.ids)
        if feature.layer in library.registry.by_id:
            advice = "Add it to the layers of the scenario."
        shown = ", ".join(scenario.layers) or "none"
        expected = f"a layer that the scene shows ({shown})"
        yield where.fault(f"{field} layer", quoted(feature.layer), expected, advice)
        return
    ids = list(library.frame(feature.layer, scenario)["feature_id"])
    if feature.feature_id not in ids:
        expected = f"a feature of {feature.layer} on the scene’s date and with its parameters"
        advice = did_you_mean(feature.feature_id, ids, otherwise=f"There are {_some(ids)}.")
        yield where.fault(f"{field} feature_id", quoted(feature.feature_id), expected, advice)


def _items(scene: Scene, field: str, numbers: Numbers) -> Iterator[tuple[str, Any]]:
    """Yield what a fault calls each item of a list, and the item."""
    items = getattr(scene, field)
    for number, item in zip(numbers.get(field, range(1, len(items) + 1)), items, strict=True):
        yield f"{field} item {number}", item


def _source_keys(scene: Scene, numbers: Numbers) -> Iterator[tuple[str, str]]:
    yield from _items(scene, "sources", numbers)
    yield from ((f"{item} source", part.source) for item, part in _items(scene, "timeline", numbers))


def _features(scene: Scene, numbers: Numbers) -> Iterator[tuple[str, FeatureRef]]:
    yield from _items(scene, "highlights", numbers)
    for item, callout in _items(scene, "callouts", numbers):
        if isinstance(callout.at, FeatureRef):
            yield f"{item} at", callout.at


def _texts(scene: Scene, numbers: Numbers) -> Iterator[tuple[str, str]]:
    yield "title", scene.title
    yield from _items(scene, "bullets", numbers)
    yield "notes", scene.notes
    for field in ("callouts", "timeline"):
        yield from ((f"{item} text", part.text) for item, part in _items(scene, field, numbers))


def _some(ids: Sequence[str], most: int = 12) -> str:
    return ", ".join(ids[:most]) + (f" and {len(ids) - most} more" if len(ids) > most else "")
