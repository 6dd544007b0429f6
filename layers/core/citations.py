"""Which sources a map rests on, and how new its facts are: the one answer for page, figure, deck and data package."""

from collections.abc import Iterable, Mapping

import pandas as pd

from geodata.sources import Source
from geodata.tables import table_named
from layers import GROUND
from layers.core.registry import Registry


def source_keys(cell: str) -> list[str]:
    """Return the keys in a cell of the column `source`, which joins several by ``;``."""
    return [key.strip() for key in cell.split(";") if key.strip()]


def cited(
    frames: Mapping[str, pd.DataFrame], registry: Registry, sources: Mapping[str, Source]
) -> dict[str, Source]:
    """Return the sources of what is shown, in the order of `sources`: those of its features, and of its layers' texts.

    `frames`: layer frames by layer id, with the column `source` (keys joined by ``;``).
    """
    keys = {key for frame in frames.values() for cell in set(frame["source"]) for key in source_keys(cell)}
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
    keys = set(GROUND.sources)
    for layer_id, facts in drawn:
        if layer_id != GROUND.id and len(facts):
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
        if layer.group != "base" or any(not table_named(name).is_basemap for name in layer.facts)
    }
    return max((str(frame["as_of"].max()) for key, frame in frames if key in own and len(frame)), default="")
