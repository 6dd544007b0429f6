"""What of an argument changes when the line or the data do: sentences, numbers, maps, gaps, verdicts, and claims.

A briefing is compared with itself on another date, or over other data. Scenes of its main date move to the other date;
scenes that speak of a day of their own (a past one, say) stay on it. What the briefing computes changes by itself; what
it says in words of its own does not, so that is what a person must read again: typed dates, features that are pointed
at and are gone, dates without a source.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefings.claims import claim_faults, last_month
from briefings.fields import TEXT, walk
from briefings.loader import as_data, load
from briefings.model import Briefing, Scene
from briefings.placeholders import Library, PlaceholderError, filled, value_of
from briefings.validation import BriefingError
from briefings.yamltext import write_plain
from geodata.dates import day
from geodata.validation import Fault
from i18n.spoken import worded
from layers.core.scenario import Scenario

_SENTENCE = re.compile(r"(?<=[.!?”])\s+(?=[A-ZА-ЯІЇЄ“{*0-9])")
_NAME = re.compile(r"(?<!\{)\{([a-z_0-9.]+)\}")


@dataclass(frozen=True, kw_only=True)
class Number:
    """A placeholder and what it says before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence that reads otherwise: of which field, before, after, and the numbers in it that differ."""

    field: str
    before: str
    after: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, kw_only=True)
class GapChange:
    """A gap that is open before or after only, or whose verdict differs; texts are '' where it is not open."""

    id: str
    text: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class SceneChange:
    """What of one scene changes. `maps`: layers drawn otherwise; `typed`: sentences that type the old date."""

    id: str
    title: str
    before: str
    after: str
    sentences: tuple[Sentence, ...]
    maps: tuple[str, ...]
    gaps: tuple[GapChange, ...]
    typed: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing of it changes."""
        return not (self.sentences or self.maps or self.gaps or self.typed)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What of a briefing changes: from which main date to which, over which data, its scenes, and broken claims."""

    briefing: str
    before: str
    after: str
    data_before: str
    data_after: str
    scenes: tuple[SceneChange, ...]
    broken: tuple[str, ...]


def main_date(briefing: Briefing) -> str:
    """Return the date of the line that most scenes have; of several the newest."""
    counted = Counter(scene.scenario.line for scene in briefing.scenes)
    return max(counted, key=lambda date: (counted[date], date))


def difference(briefing: Briefing, old: Library, new: Library, to: str = "") -> Difference:
    """Return what changes where the scenes of the main date are on the date `to` ('': on theirs), over `new`'s data."""
    before = main_date(briefing)
    after = to or before
    moved, broken = _moved(briefing, old, new, before, after)
    pairs = [(scene, moved[scene.id]) for scene in briefing.scenes if scene.id in moved]
    scenes = tuple(_scene_change(one, other, old, new, before) for one, other in pairs)
    return Difference(
        briefing=briefing.id,
        before=before,
        after=after,
        data_before=old.registry.data_version,
        data_after=new.registry.data_version,
        scenes=scenes,
        broken=(*broken, *_new_claims(briefing, moved, old, new)),
    )


def _moved(
    briefing: Briefing, old: Library, new: Library, before: str, after: str
) -> tuple[dict[str, Scene], list[str]]:
    """Return the scenes on the other date by id, and what of them no longer holds; one that is refused is left out."""
    data = as_data(briefing, old)
    found: dict[str, Scene] = {}
    broken: list[str] = []
    for raw in data["scenes"]:
        for field in raw.values():
            if isinstance(field, dict) and field.get("line") == before and "layers" in field:
                field["line"] = after
        try:
            scene: Scene | None = _read(data, raw, new)
        except BriefingError as refused:
            broken += [str(fault) for fault in refused.faults]
            scene = _without_pointers(data, raw, new)
        if scene is not None:
            found[raw["id"]] = scene
    return found, broken


def _without_pointers(data: dict[str, Any], raw: dict[str, Any], new: Library) -> Scene | None:
    """Return a scene without what points at features, so that the rest of it can be compared; None if it cannot."""
    bare = {
        key: value for key, value in raw.items() if key not in ("highlights", "callouts", "places", "live")
    }
    try:
        return _read(data, bare, new)
    except BriefingError:
        return None


def _read(data: dict[str, Any], raw: dict[str, Any], library: Library) -> Scene:
    (scene,) = load(write_plain({**data, "scenes": [raw]}), library, label=str(raw["id"])).scenes
    return scene


def _scene_change(one: Scene, other: Scene, old: Library, new: Library, date: str) -> SceneChange:
    return SceneChange(
        id=one.id,
        title=one.title,
        before=one.scenario.line,
        after=other.scenario.line,
        sentences=tuple(_sentences(one, other, old, new)),
        maps=tuple(_maps(one.scenario, other.scenario, old, new)),
        gaps=tuple(_gaps(one.scenario, other.scenario, old, new)),
        typed=tuple(_typed(one, date)) if one.scenario.line != other.scenario.line else (),
    )


# -- what is said ------------------------------------------------------------------------------------


def _texts(scene: Scene) -> Iterator[tuple[str, str]]:
    for field, text, marks in walk(scene):
        if TEXT in marks and isinstance(text, str) and text:
            for sentence in _SENTENCE.split(text):
                yield field, sentence


def _sentences(one: Scene, other: Scene, old: Library, new: Library) -> Iterator[Sentence]:
    for field, template in _texts(one):
        before, after = _filled(template, one.scenario, old), _filled(template, other.scenario, new)
        if before != after:
            numbers = [
                Number(
                    name=name, before=_value(name, one.scenario, old), after=_value(name, other.scenario, new)
                )
                for name in dict.fromkeys(_NAME.findall(template))
            ]
            differ = tuple(number for number in numbers if number.before != number.after)
            yield Sentence(field=field, before=before, after=after, numbers=differ)


def _filled(template: str, scenario: Scenario, library: Library) -> str:
    try:
        return filled(template, scenario, library)
    except PlaceholderError:
        return template


def _value(name: str, scenario: Scenario, library: Library) -> str:
    try:
        return value_of(name, scenario, library)
    except PlaceholderError:
        return worded("cannot be filled")


def _typed(scene: Scene, date: str) -> Iterator[str]:
    for field, template in _texts(scene):
        if day(date) in template:
            yield f"{field}: {template}"


# -- what is shown -----------------------------------------------------------------------------------


def _maps(one: Scenario, other: Scenario, old: Library, new: Library) -> Iterator[str]:
    for layer_id in one.layers:
        if layer_id not in other.layers or _drawn(layer_id, one, old) != _drawn(layer_id, other, new):
            yield layer_id


def _drawn(layer_id: str, scenario: Scenario, library: Library) -> list[tuple[str, str, bytes]]:
    """Return what is drawn of a layer: features by kind and name with their shape, in order."""
    frame = library.frame(layer_id, scenario)
    shapes = frame.geometry.to_wkb()
    return [
        (str(kind), str(name), shape or b"")
        for kind, name, shape in zip(frame["kind"], frame["name"], shapes, strict=True)
    ]


# -- what is left open -------------------------------------------------------------------------------


def _gaps(one: Scenario, other: Scenario, old: Library, new: Library) -> Iterator[GapChange]:
    before, after = _open(one, old), _open(other, new)
    for gap_id in dict.fromkeys([*before, *after]):
        was, now = before.get(gap_id, ("", "")), after.get(gap_id, ("", ""))
        if was != now:
            yield GapChange(id=gap_id, text=now[0] or was[0], before=was[1], after=now[1])


def _open(scenario: Scenario, library: Library) -> dict[str, tuple[str, str]]:
    """Return the text and the verdict of each gap that measurement finds, by id; what is hidden is a choice."""
    found = (gap for gap in library.gaps(scenario) if gap.kind != "hidden")
    return {gap.id: (gap.text, library.verdict(scenario, gap).text) for gap in found}


# -- what rests on sources ---------------------------------------------------------------------------


def _new_claims(briefing: Briefing, moved: dict[str, Scene], old: Library, new: Library) -> Iterator[str]:
    """Yield each claim that has its source before and lacks it after, and each line that is newer than all cited."""
    for scene in briefing.scenes:
        other = moved.get(scene.id)
        if other is None:
            continue
        had = {str(fault) for fault in _claims(briefing, scene, old)}
        yield from (str(fault) for fault in _claims(briefing, other, new) if str(fault) not in had)
        cited = [new.sources[key] for key in other.sources if key in new.sources]
        year, month, _ = map(int, other.scenario.line.split("-"))
        if (
            other.scenario.line != scene.scenario.line
            and cited
            and (year, month) > max(map(last_month, cited))
        ):
            yield worded(
                "{scene}: nothing that it cites is as new as its line of {date}. Add a source.",
                scene=scene.id,
                date=day(other.scenario.line),
            )


def _claims(briefing: Briefing, scene: Scene, library: Library) -> Iterator[Fault]:
    return claim_faults(briefing.model_copy(update={"scenes": (scene,)}), library, scene.id)
