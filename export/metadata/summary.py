"""A scenario in words and its sources: what accompanies data that leaves, and what `python app.py open` prints."""

from collections.abc import Iterable, Mapping

import pandas as pd

from geodata.corrections import Correction, since
from geodata.dates import day
from geodata.tables import TABLES, Source
from layers.core import ground
from layers.core.constants import EDITION
from layers.core.edition import ORDINALS
from layers.core.scenario import Registry, Scenario


def cited(
    frames: Mapping[str, pd.DataFrame], registry: Registry, sources: Mapping[str, Source]
) -> dict[str, Source]:
    """Return the sources of what is shown, in the order of `sources`: those of its features, and of its layers' texts.

    `frames`: layer frames by layer id, with the column `source` (keys joined by ``;``).
    """
    keys = {
        key.strip() for frame in frames.values() for cell in set(frame["source"]) for key in cell.split(";")
    }
    for layer_id in frames:
        if layer_id in registry.by_id:
            keys.update(registry[layer_id].sources)
    return {key: source for key, source in sources.items() if key in keys}


def cited_on_map(
    drawn: Iterable[tuple[str, pd.DataFrame]], registry: Registry, sources: Mapping[str, Source]
) -> dict[str, Source]:
    """Return the sources of a map, those of its ground included, in the order of `sources`.

    `drawn`: layer id and rows of what is drawn, a layer as often as it is; one without rows is not on the map.
    """
    keys = set(ground.LAYER.sources)
    for layer_id, facts in drawn:
        if layer_id != ground.LAYER.id and len(facts):
            keys |= set(cited({layer_id: facts}, registry, sources))
    return {key: source for key, source in sources.items() if key in keys}


def data_date(frames: Iterable[tuple[str, pd.DataFrame]], registry: Registry) -> str:
    """Return the ISO date of the newest fact of the layers shown, '' for none; base maps do not count.

    The one meaning of "data as of", on page, figure, screen picture and in data packages: `frames` are whole layers
    with their ids, not only what a view holds of them, so that all agree whatever part of the map they show.
    """
    own = {
        layer.id
        for layer in registry.layers
        if layer.group != "base" or any(not TABLES[name].is_basemap for name in layer.facts)
    }
    return max((str(frame["as_of"].max()) for key, frame in frames if key in own and len(frame)), default="")


def changed(scenario: Scenario, registry: Registry) -> list[str]:
    """Return one line for each assumption that is not the default: layer, name, value, and the default."""
    return [
        f"{layer.title}, {spec.title.lower()}: {spec.text(value)} (default: {spec.text(spec.default)})"
        for layer in registry.layers
        for spec in layer.specs
        if (value := getattr(scenario.params[layer.id], spec.name)) != spec.default
    ]


def lines(scenario: Scenario, registry: Registry) -> list[str]:
    """Return a scenario in words: title, date, layers, changed assumptions, second scenario, address."""
    titles = [registry[layer_id].title for layer_id in scenario.layers]
    return [
        scenario.title,
        f"Line of occupation: {day(scenario.line)}",
        f"Layers: {', '.join(titles) or 'none'}",
        *_listed("Assumptions changed", changed(scenario, registry), none="none; they are the defaults"),
        *(_second(scenario.compare, registry) if scenario.compare else []),
        f"Address: {address(scenario, registry)}",
    ]


def corrected(
    scenario: Scenario, edition: int, corrections: Mapping[str, Correction]
) -> dict[str, Correction] | None:
    """Return what was corrected since an edition of what a scenario shows; None where it is of this edition."""
    if edition >= EDITION:
        return None
    shown = {*scenario.layers, *(scenario.compare.layers if scenario.compare else ())}
    return since(corrections, edition, shown)


def edition_lines(found: Mapping[str, Correction] | None, edition: int) -> list[str]:
    """Return the note on a file of an earlier edition in words; nothing for one of this edition."""
    if found is None:
        return []
    made = f"Made with the {ORDINALS.get(edition, f'{edition}th')} edition."
    if not found:
        return [f"{made} Nothing that it shows has been corrected since."]
    return [
        f"{made} Corrected since:",
        *(f"  {one.brief}. {one.text}" for one in found.values()),
        "All corrections: docs/corrections.md, or /corrections on the page.",
    ]


def address(scenario: Scenario, registry: Registry) -> str:
    """Return path and query under which the dashboard shows a scenario."""
    query = scenario.to_query(registry)
    return f"/?{query}" if query else "/"


def _second(scenario: Scenario, registry: Registry) -> list[str]:
    shown = ", ".join(registry[layer_id].title for layer_id in scenario.layers) or "none"
    return [
        f"Compared with: line of {day(scenario.line)}; layers {shown}",
        *_listed("Its assumptions changed", changed(scenario, registry), none="none; they are the defaults"),
    ]


def _listed(head: str, items: Iterable[str], *, none: str) -> list[str]:
    found = [f"  {item}" for item in items]
    return [f"{head}:", *found] if found else [f"{head}: {none}"]
