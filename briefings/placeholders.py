"""The placeholders in a briefing’s texts: ``{monitoring_mission.monitors_needed}`` becomes what the map computes.

A number that a layer computes is never typed by hand. A placeholder is one of

- ``{line.date}``: the scene's date of the line, as a person reads it;
- ``{<layer>.<parameter>}``: the scene's value of a parameter, with its unit;
- ``{<measure>}``: a measure of the assessment by its id (`docs/method.md`), such as ``{air.reach_share}``;
- ``{<layer>.<key figure>}``: a value of the assessment, by its label as a slug (“Monitors needed” → `monitors_needed`);
- ``{<layer>.<kind>.<column>}``: a measure of the features of one kind: lengths, areas and people summed, all else
  only where it is the same for all; ``count`` is how many features there are. The kind may be left out where only
  one kind of the layer has the column.

``{{`` and ``}}`` stand for the braces themselves.
"""

import difflib
import re
from collections.abc import Mapping

import geopandas as gpd

from analysis import gaps
from analysis.assessment import Assessment, assess
from analysis.gap_model import Gap
from analysis.registry import SUBJECTS
from analysis.robustness import Verdict, verdict
from analysis.sensitivity import Question, Sensitivity, measure_ids, solve
from briefings.fields import TEXT, changed
from briefings.model import Scene
from geodata.dates import day
from geodata.sources import Source
from geodata.store import Store
from i18n.language import ENGLISH, Language
from i18n.language import language as language_of
from i18n.spoken import worded
from layers import GROUND, LAYERS
from layers.core.build import Frames
from layers.core.format import measured, unit_of
from layers.core.scenario import Scenario
from layers.core.spec import COMMON_COLUMNS, Layer, Measure
from layers.core.views import Bounds

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_SUMMED = ("_km2", "_personnel", "length_km", "length_nm")


class PlaceholderError(ValueError):
    """A placeholder that cannot be filled: what was found, and what is allowed there."""

    def __init__(self, found: str, allowed: str, advice: str = "") -> None:
        self.found, self.allowed, self.advice = found, allowed, advice
        super().__init__(
            worded(
                "{found} is not a figure of the map. Allowed: {allowed}. {advice}",
                found=found,
                allowed=allowed,
                advice=advice,
            ).rstrip()
        )


class Library:
    """The data that a briefing speaks of (default: the shipped): layers, line dates, sources, and the layers' frames.

    `frames`: those of another part of the program, to share what it has built. Frames must not be changed.
    """

    def __init__(
        self,
        store: Store | None = None,
        layers: tuple[Layer, ...] = LAYERS,
        *,
        frames: Frames | None = None,
    ) -> None:
        self._frames = frames or Frames(store, layers)
        self.store, self.registry = self._frames.store, self._frames.registry

    @property
    def sources(self) -> Mapping[str, Source]:
        """Every source by its key."""
        return self.store.sources

    def frame(self, layer_id: str, scenario: Scenario) -> gpd.GeoDataFrame:
        """Return the frame of a layer, or of the ground, under a scenario."""
        layer = GROUND if layer_id == GROUND.id else self.registry[layer_id]
        return self._frames.frame(layer, scenario)

    def frames(self, scenario: Scenario) -> dict[str, gpd.GeoDataFrame]:
        """Return the frames of the ground and of what a scenario shows, by id, in drawing order."""
        return self._frames.frames(scenario)

    def assessment(self, scenario: Scenario) -> Assessment:
        """Return the measures of a scenario, and what each guarantee covers of each oblast."""
        return assess(self._frames, scenario)

    def measure_ids(self) -> tuple[str, ...]:
        """Return the ids of all measures."""
        return measure_ids(self._frames)

    def sensitivity(self, question: Question) -> Sensitivity:
        """Return how a measure answers to a number, to all of them, or to the date of the line."""
        return solve(question, self._frames)

    def gaps(self, scenario: Scenario) -> tuple[Gap, ...]:
        """Return what the guarantees of a scenario leave open."""
        return gaps.find(self._frames, scenario)

    def verdict(self, scenario: Scenario, gap: Gap) -> Verdict:
        """Return whether a gap holds."""
        return verdict(self._frames, scenario, gap)

    def home(self, scenario: Scenario) -> Bounds:
        """Return the bounds of the home view under a scenario: what it shows of the guarantees is within."""
        return self._frames.home(scenario)

    def key_figures(self, layer_id: str, scenario: Scenario) -> tuple[Measure, ...]:
        """Return the few numbers that the assessment shows of a layer under a scenario."""
        return self._frames.key_figures(self.registry[layer_id], scenario)


def resolved(scene: Scene, library: Library, language: Language | None = None) -> Scene:
    """Return a scene with the placeholders in all its texts filled, and with its table: what is shown and handed over.

    `language`: that of numbers, dates and tables (default: English), and of texts that its catalogue has, as those of
    the shipped briefing; an author's own stay.

    Raises
    ------
    PlaceholderError
        If a placeholder names nothing that the scene's map has.
    """
    spoken = language or language_of(ENGLISH)
    full = changed(scene, TEXT, lambda text: filled(spoken(text), scene.scenario, library, spoken))
    return full.with_table(full.make_table(library, spoken))


def filled(text: str, scenario: Scenario, library: Library, language: Language | None = None) -> str:
    """Return a text with its placeholders filled under a scenario, in a language (default: English).

    Raises
    ------
    PlaceholderError
        If one names nothing that the scenario's map has, or a brace stands alone.
    """

    def value(match: re.Match[str]) -> str:
        whole, name = match[0], match[1]
        if whole in ("{{", "}}"):
            return whole[0]
        if name is None:
            raise PlaceholderError(
                worded("a single {whole}", whole=whole),
                worded("placeholders such as {line.date}"),
                worded("Write {whole} for a brace.", whole=whole * 2),
            )
        found = value_of(name, scenario, library)
        return language.said(found) if language else found

    return _PLACEHOLDER.sub(value, text)


def value_of(name: str, scenario: Scenario, library: Library) -> str:
    """Return the value of a placeholder as text with its unit, by its name without braces (see the module's text).

    Raises
    ------
    PlaceholderError
        If there is none of that name; tells which there are.
    """
    if name == "line.date":
        return day(scenario.line)
    if name.split(".")[0] in SUBJECTS:
        measures = library.assessment(scenario).by_id
        if name in measures:
            return measures[name].text
        if name.split(".")[0] not in library.registry.by_id:
            raise _unknown(name, name, ["line.date", *measures])
    layer_id, *rest = name.split(".")
    layer = library.registry.by_id.get(layer_id)
    if layer is None:
        raise _unknown(name, layer_id, ["line.date", *library.registry.ids])
    if len(rest) == 1:
        for spec in layer.specs:
            if spec.name == rest[0]:
                return spec.text(getattr(scenario.params[layer_id], spec.name))
        found = _key_figures(layer, scenario, library)
        if rest[0] in found:
            return found[rest[0]]
    frame = library.frame(layer_id, scenario)
    kind, column = rest if len(rest) == 2 else ("", rest[0] if len(rest) == 1 else "")
    columns = _columns(frame)
    holders = [k for k, names in columns.items() if column in names and kind in ("", k)]
    if len(holders) == 1:
        return _measured(name, frame.loc[frame["kind"] == holders[0]], column)
    if holders:
        allowed = ", ".join(f"{layer_id}.{k}.{column}" for k in holders)
        raise PlaceholderError(f"{{{name}}}", allowed, worded("Say which kind is meant."))
    names = [spec.name for spec in layer.specs] + list(_key_figures(layer, scenario, library))
    names += [f"{k}.{c}" for k, cs in columns.items() for c in cs]
    raise _unknown(name, ".".join(rest), names, prefix=f"{layer_id}.")


def _key_figures(layer: Layer, scenario: Scenario, library: Library) -> dict[str, str]:
    measures = library.key_figures(layer.id, scenario)
    return {re.sub(r"\W+", "_", measure.label.lower()).strip("_"): measure.value for measure in measures}


def _columns(frame: gpd.GeoDataFrame) -> dict[str, list[str]]:
    """Return for each kind `count` and the columns of numbers with a unit that its features have."""
    own = [c for c in frame.columns if c not in COMMON_COLUMNS and unit_of(str(c))]
    return {
        str(kind): ["count", *(c for c in own if features[c].notna().any())]
        for kind, features in frame.groupby("kind", sort=False)
    }


def _measured(name: str, features: gpd.GeoDataFrame, column: str) -> str:
    if column == "count":
        return f"{len(features):,}"
    values = [float(value) for value in features[column].dropna()]
    if column.endswith(_SUMMED):
        value = sum(values)
    elif len(set(values)) == 1:
        value = values[0]
    else:
        allowed = worded("a column of lengths, areas or people, or one that is the same for all features")
        raise PlaceholderError(f"{{{name}}}", allowed, worded("Its values differ and do not add up."))
    return measured(column, value, unit_of(column))


def _unknown(name: str, part: str, known: list[str], *, prefix: str = "") -> PlaceholderError:
    alike = difflib.get_close_matches(part, known, n=1, cutoff=0.6)
    advice = (
        worded("Did you mean {{{prefix}{alike}}}?", prefix=prefix, alike=alike[0])
        if alike and (prefix or "." in alike[0])
        else ""
    )
    if alike and not advice:
        advice = worded("Did you mean {{{alike}.…}}?", alike=alike[0])
    return PlaceholderError(f"{{{name}}}", ", ".join(f"{prefix}{item}" for item in known), advice)
