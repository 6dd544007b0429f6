"""A briefing as plain data with every placeholder filled, for any page that shows it.

The dashboard sends it as JSON (`dashboard.http.briefing_routes`), the single-file deck holds it; both
read the same
keys, which are described at the functions below. Texts are plain and **not** escaped: a page inserts them as text.
"""

from dataclasses import asdict
from typing import Any

from briefings.loader import scene_data
from briefings.markdown import Run, paragraphs, runs
from briefings.marking import is_notional
from briefings.model import Briefing, Scene, Table
from briefings.placeholders import Library, resolved
from briefings.scene_geometry import feature_of, named_places, point_of
from briefings.scenes.map import MapScene
from geodata.sources import Source, parted
from i18n.language import ENGLISH, Language
from i18n.language import language as language_of
from layers.core.constants import NOTICE
from layers.core.scenario import page_state, param_text


def serialize(briefing: Briefing, library: Library, language: Language | None = None) -> dict[str, Any]:
    """Return a briefing with its scenes: id, title, author, date, day (as read), marking, notice, scenes.

    `language`: that of dates and tables (default: English).

    Raises
    ------
    PlaceholderError
        If a placeholder names nothing that its scene's map has; a briefing that `load` took has none such.
    """
    spoken = language or language_of(ENGLISH)
    return {
        "id": briefing.id,
        "title": spoken(briefing.title),
        "author": briefing.author,
        "date": str(briefing.date),
        "day": spoken.day(str(briefing.date)),
        "marking": spoken(briefing.marking),
        "notice": spoken(NOTICE),
        "scenes": [scene_view(scene, library, spoken) for scene in briefing.scenes],
    }


def scene_view(scene: Scene, library: Library, language: Language | None = None) -> dict[str, Any]:
    """Return a scene as plain data.

    Returns
    -------
    - `kind`, `id`, `title`; `has_map`; `line`: the date of its line as read;
    - `bullets`, `notes`: lists of lines, each a list of runs of ``text``, ``bold``, ``italic``, ``href``;
    - `table`: None, or ``columns`` (texts) and ``rows``, each a list of cells, each runs;
    - `timeline`: ``date`` (ISO), ``day`` (as read), ``text`` (runs), ``source`` (a key);
    - `sources`: ``key``, ``title``, ``publisher``, ``date``, ``url`` or None; those of the timeline follow the scene's;
    - `assumptions`: each of this project's own that it rests on, as one statement;
    - `query`: the address query of its scenario; `state`: the same as the page holds it
      (`layers.core.scenario.page_state`);
    - `bounds`: west, south, east, north in degrees, or None: then `state.view`, and where that is None too, home;
    - `highlights`: ``layer``, ``feature_id``, ``kind``;
    - `callouts`: ``text``, ``lon``, ``lat``, ``to``, ``offset_pct`` (see `briefings.scenes.map.Callout`);
    - `labels`: whether the guarantees have their numbers and names on the map;
    - `places`: ``layer``, ``feature_ids``, ``lon``, ``lat`` of what the scene speaks of, the first first;
    - `live`: None, or the parameter that can be moved: ``key``, ``title``, ``unit``, ``low``, ``high``, ``step``,
      ``value``, and ``scene``, the scene as a file has it, to be asked for under another value;
    - `notional`: whether anything notional is shown.

    Raises
    ------
    PlaceholderError
        As `briefings.placeholders.resolved`.
    """
    spoken = language or language_of(ENGLISH)
    full, registry = resolved(scene, library, spoken), library.registry
    sources, assumptions = parted({key: library.sources[key] for key in full.source_keys()})
    mapped = full if isinstance(full, MapScene) else None
    return {
        "kind": full.kind,
        "has_map": mapped is not None,
        "id": full.id,
        "title": full.title,
        "line": spoken.day(full.scenario.line),
        "bullets": [_runs(runs(text)) for text in full.bullets],
        "notes": [_runs(part) for part in paragraphs(full.notes)],
        "table": _table(full.table),
        "timeline": [
            {"date": entry.date, "day": spoken.day(entry.date), "text": _runs(runs(entry.text)), "source": entry.source}
            for entry in full.entries()
        ],
        "sources": [_source(key, source, spoken) for key, source in sources.items()],
        "assumptions": [spoken.said(assumption.title) for assumption in assumptions.values()],
        "query": full.scenario.to_query(registry),
        "state": page_state(full.scenario, registry),
        "bounds": full.bounds.as_tuple() if full.bounds else None,
        "highlights": _highlights(mapped, library) if mapped else [],
        "callouts": _callouts(mapped, library) if mapped else [],
        "labels": mapped is not None and mapped.labels,
        "places": _places(mapped, library) if mapped else [],
        "live": _live(mapped, scene, library) if mapped else None,
        "notional": is_notional(full, library),
    }  # fmt: skip


def _places(scene: MapScene, library: Library) -> list[dict[str, Any]]:
    if not scene.places:
        return []
    known = named_places(scene.scenario, library)
    found = [known[name] for name in scene.places]
    return [
        {"layer": one.layer, "feature_ids": one.feature_ids, "lon": one.lon, "lat": one.lat} for one in found
    ]


def _live(scene: MapScene, written: Scene, library: Library) -> dict[str, Any] | None:
    """Return the parameter that stays live; `written`: the scene before its placeholders were filled."""
    if not scene.live:
        return None
    layer_id, _, name = scene.live.partition(".")
    layer = library.registry[layer_id]
    spec = next(spec for spec in layer.specs if spec.name == name)
    value = getattr(scene.scenario.params[layer_id], name)
    return {
        "key": scene.live, "title": spec.title, "unit": spec.unit, "low": spec.low, "high": spec.high,
        "step": spec.step, "value": param_text(value), "scene": scene_data(written, library),
    }  # fmt: skip


def _highlights(scene: MapScene, library: Library) -> list[dict[str, Any]]:
    return [
        {**ref.model_dump(), "kind": feature_of(ref, scene.scenario, library)["kind"]}
        for ref in scene.highlights
    ]


def _callouts(scene: MapScene, library: Library) -> list[dict[str, Any]]:
    return [
        {
            "text": callout.text,
            **dict(zip(("lon", "lat"), point_of(callout, scene.scenario, library), strict=True)),
            "to": callout.to,
            "offset_pct": callout.offset_pct,
        }
        for callout in scene.callouts
    ]


def outline(briefing: Briefing, library: Library, language: Language | None = None) -> dict[str, Any]:
    """Return what a list of briefings shows: id, title, date, and the id and title of each scene."""
    spoken = language or language_of(ENGLISH)
    scenes = [resolved(scene, library, spoken) for scene in briefing.scenes]
    return {
        "id": briefing.id,
        "title": spoken(briefing.title),
        "date": str(briefing.date),
        "scenes": [{"id": scene.id, "title": scene.title} for scene in scenes],
    }


def _table(table: Table | None) -> dict[str, Any] | None:
    if table is None:
        return None
    rows = [[_runs(runs(cell)) for cell in row] for row in table.rows]
    return {"columns": list(table.columns), "rows": rows}


def _runs(line: tuple[Run, ...]) -> list[dict[str, Any]]:
    return [asdict(run) for run in line]


def _source(key: str, source: Source, language: Language) -> dict[str, Any]:
    return {
        "key": key,
        "title": source.title,
        "publisher": language.publisher(source.publisher),
        "date": language.day(str(source.date)),
        "url": source.url,
    }
