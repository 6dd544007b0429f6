"""Reads one scene of a briefing: its kind, its scenario, its fields, and whether what it names exists."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, get_origin

from pydantic import ValidationError

from briefings.fields import MEASURE, PARAMETER, PLACE, SOURCE, TEXT, Numbers, walk
from briefings.model import Bounds, Scene
from briefings.placeholders import Library, PlaceholderError, filled
from briefings.scene_geometry import named_places
from briefings.scenes import kind_by_fields, kinds
from briefings.scenes.map import FeatureRef
from briefings.validation import Where, did_you_mean, file_fields, quoted, rule_faults
from geodata.validation import Fault
from i18n.spoken import worded
from layers.core.address import Problem, clip, from_pairs
from layers.core.scenario import Scenario

MAX_FAULTS = 100
#: What a scene's scenario may hold beside the layers' parameters; the page's own keys are not among them.
SCENARIO_KEYS = ("layers", "line", "view")
_PAGE_KEYS = ("theme", "title", "b")


def read_scene(raw: Any, where: Where, library: Library) -> tuple[Scene | None, list[Fault]]:
    """Return a scene, or None if its kind refuses it, and all its faults."""
    faults: list[Fault] = []
    model = kinds()[kind_by_fields({})]
    fields = _all_fields()
    if isinstance(raw, dict):
        named = raw.get("kind", "")
        kind = named or kind_by_fields(raw)
        if kind not in kinds():
            advice = did_you_mean(str(kind), list(kinds()))
            return None, [
                where.fault("kind", quoted(kind), worded("one of {list}", list=", ".join(kinds())), advice)
            ]
        model = kinds()[kind]
        fields = file_fields(model) if named else fields
        raw = {key: value for key, value in raw.items() if not (key in _lists(model) and value == "")}
        faults = _take_scenarios(raw, model, where, library)
        raw["kind"] = kind
    try:
        scene = model.model_validate(raw)
    except ValidationError as problem:
        faults += islice(rule_faults(problem, model, where, fields), MAX_FAULTS)
        rest, numbers = _without_faulty(raw, model, problem)
        # What is sound is looked at as well, so that nobody corrects a file twice.
        more = () if rest is None else _reference_faults(rest, library, where, numbers)
        return None, [*faults, *islice(more, MAX_FAULTS)]
    return scene, [*faults, *islice(_reference_faults(scene, library, where, {}), MAX_FAULTS)]


def _all_fields() -> list[str]:
    """Return the fields that a scene of any kind may have, for one that names none."""
    return list(dict.fromkeys(name for model in kinds().values() for name in file_fields(model)))


def _lists(model: type[Scene]) -> list[str]:
    return [name for name, field in model.model_fields.items() if get_origin(field.annotation) is tuple]


def scenario_fields(model: type[Scene]) -> list[str]:
    """Return the fields of a kind that hold a scenario: its own first."""
    return [name for name, field in model.model_fields.items() if field.annotation is Scenario]


def _without_faulty(raw: Any, model: type[Scene], problem: ValidationError) -> tuple[Scene | None, Numbers]:
    """Return a scene without its faulty fields and items (None where nothing is left), and its items' numbers."""
    if not isinstance(raw, dict):
        return None, {}
    steps = [error["loc"] for error in problem.errors(include_url=False)]
    faulty = {
        loc[:2] if len(loc) > 1 and isinstance(raw.get(str(loc[0])), list) else loc[:1] for loc in steps
    }
    sound_fields: dict[str, Any] = {"id": "left", "title": "left"}
    numbers: dict[str, list[int]] = {}
    for field, value in raw.items():
        if (field,) in faulty:
            continue
        sound_fields[field] = value
        if isinstance(value, list):
            sound = [i for i in range(len(value)) if (field, i) not in faulty]
            sound_fields[field], numbers[field] = [value[i] for i in sound], [i + 1 for i in sound]
    try:
        return model.model_validate(sound_fields), numbers
    except ValidationError:
        return None, {}


def _take_scenarios(raw: dict[str, Any], model: type[Scene], where: Where, library: Library) -> list[Fault]:
    """Read the scenarios of a raw scene in their places, lift its bounds out of its own, and return the faults."""
    faults: list[Fault] = []
    if raw.pop("bounds", None) is not None:
        advice = worded("Give them as the view of the scenario.")
        faults.append(where.unknown_field("bounds", file_fields(model), advice=advice))
    for field in scenario_fields(model):
        if field != "scenario" and not raw.get(field):
            continue
        found = raw.get(field) or {}
        if not isinstance(found, dict):
            expected = worded("a mapping of {list} and parameters", list=", ".join(SCENARIO_KEYS))
            faults.append(where.fault(field, quoted(found), expected))
            found = {}
        pairs, bounds, problems = _pairs(found, field, where, library)
        scenario, unread = from_pairs(pairs, library.registry)
        raw[field] = scenario if field == "scenario" else replace(scenario, view=None)
        if bounds is not None and field == "scenario":
            raw["bounds"] = bounds
        faults += [*problems, *(_scenario_fault(problem, field, where) for problem in unread)]
    return faults


def _pairs(
    raw: dict[str, Any], of: str, where: Where, library: Library
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
            advice = worded("It belongs to the page: leave it out.") if key in _PAGE_KEYS else ""
            expected = worded(
                "{list}, or a layer’s parameter (docs/layers.md)", list=", ".join(SCENARIO_KEYS)
            )
            advice = advice or did_you_mean(key, known)
            faults.append(where.fault(f"{of} {clip(key)}", worded("a field of that name"), expected, advice))
        elif isinstance(value, str):
            pairs.append((key, value))
        elif key == "view":
            if isinstance(value, dict) and set(value) & set(Bounds.model_fields):
                bounds = value
            elif isinstance(value, dict) and set(value) == {"lon", "lat", "zoom"}:
                pairs.append((key, ",".join(map(str, value.values()))))
            else:
                expected = worded(
                    "a mapping {lon: …, lat: …, zoom: …}, or bounds {west: …, south: …, east: …, north: …}"
                )
                faults.append(where.fault(f"{of} view", quoted(value), expected))
        elif isinstance(value, list) and all(isinstance(item, str) and "," not in item for item in value):
            pairs.append((key, ",".join(value)))
        else:
            faults.append(where.fault(f"{of} {key}", quoted(value), worded("text, or a list of texts")))
    return pairs, bounds, faults


def _scenario_fault(problem: Problem, of: str, where: Where) -> Fault:
    known = problem.allowed.removeprefix("one of ").removeprefix("any of ").split(", ")
    expected = problem.allowed
    if len(known) > 1 and all(" " not in item for item in known) and " of " not in expected[:8]:
        expected = worded("one of {expected}", expected=expected)
    advice = did_you_mean(problem.found, known)
    return where.fault(f"{of} {problem.key}", quoted(problem.found), expected, advice)


# -- what a scene names ----------------------------------------------------------------------------


def _reference_faults(scene: Scene, library: Library, where: Where, numbers: Numbers) -> Iterator[Fault]:
    """Yield a fault for each source, layer, feature and value of a placeholder that does not exist.

    `numbers`: those that the items of its lists have in the file, where some were left out.
    """
    found = list(walk(scene, numbers))
    for field, key, marks in found:
        if SOURCE in marks and key not in library.sources:
            advice = did_you_mean(
                key, list(library.sources), otherwise=worded("Add it there or correct the key.")
            )
            yield where.fault(
                field, quoted(key), worded("a key of geodata/sources.yaml or assumptions.yaml"), advice
            )
    for layer_id in scene.needs:
        if layer_id not in scene.scenario.layers:
            expected = worded(
                "layers with {layer_id}, which a scene of the kind “{kind}” shows",
                layer_id=layer_id,
                kind=scene.kind,
            )
            shown = ", ".join(scene.scenario.layers) or "none"
            yield where.fault(
                "scenario layers", shown, expected, worded("Add it to the layers of the scenario.")
            )
    for field, value, _ in found:
        if isinstance(value, FeatureRef):
            yield from _feature_faults(field, value, scene.scenario, library, where)
    yield from _place_faults(
        [pair for *pair, marks in found if PLACE in marks], scene.scenario, library, where
    )
    for field, key, marks in found:
        if PARAMETER in marks and key and key not in (sliders := _sliders(scene.scenario, library)):
            expected = (
                f"a parameter with a slider of a layer that the scene shows ({', '.join(sliders) or 'none'})"
            )
            yield where.fault(field, quoted(key), expected, did_you_mean(key, sliders))
    for field, key, marks in found:
        if MEASURE in marks and key not in (known := library.measure_ids()):
            expected = worded("the id of a measure, such as air.reach_share")
            yield where.fault(field, quoted(key), expected, did_you_mean(key, known))
    for field, text, marks in found:
        if TEXT in marks:
            try:
                filled(text, scene.scenario, library)
            except PlaceholderError as problem:
                expected = worded("text with figures of the map ({allowed})", allowed=problem.allowed)
                yield where.fault(field, clip(problem.found), expected, problem.advice)


def _place_faults(
    wanted: Sequence[Sequence[str]], scenario: Scenario, library: Library, where: Where
) -> Iterator[Fault]:
    known = named_places(scenario, library) if wanted else {}
    for field, name in wanted:
        if name not in known:
            expected = "the name of a place as the scene’s map writes it: of a layer that it shows, a country or a sea"
            advice = did_you_mean(name, list(known), otherwise="Correct it, or show the layer that has it.")
            yield where.fault(field, quoted(name), expected, advice)


def _sliders(scenario: Scenario, library: Library) -> list[str]:
    """Return the numbers that assume something of the layers that a scene shows."""
    return [
        f"{layer.id}.{spec.name}"
        for layer in map(library.registry.__getitem__, scenario.layers)
        for spec in layer.specs
        if spec.is_number
    ]


def _feature_faults(
    field: str, feature: FeatureRef, scenario: Scenario, library: Library, where: Where
) -> Iterator[Fault]:
    if feature.layer not in scenario.layers:
        advice = did_you_mean(feature.layer, library.registry.ids)
        if feature.layer in library.registry.by_id:
            advice = worded("Add it to the layers of the scenario.")
        shown = ", ".join(scenario.layers) or "none"
        expected = worded("a layer that the scene shows ({shown})", shown=shown)
        yield where.fault(f"{field} layer", quoted(feature.layer), expected, advice)
        return
    ids = list(library.frame(feature.layer, scenario)["feature_id"])
    if feature.feature_id not in ids:
        expected = worded(
            "a feature of {layer} on the scene’s date and with its parameters", layer=feature.layer
        )
        advice = did_you_mean(feature.feature_id, ids, otherwise=worded("There are {some}.", some=_some(ids)))
        yield where.fault(f"{field} feature_id", quoted(feature.feature_id), expected, advice)


def _some(ids: Sequence[str], max_ids: int = 12) -> str:
    return ", ".join(ids[:max_ids]) + (
        worded(" and {count} more", count=len(ids) - max_ids) if len(ids) > max_ids else ""
    )
