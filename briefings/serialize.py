"""A briefing as it is told: plain data with every figure filled in, for any page that shows it.

The dashboard sends it as JSON (`dashboard.http.briefing_routes`), the single-file deck carries it inside; both
read the same
keys, which are described at the functions below. Texts are plain and **not** escaped: a page inserts them as text.
"""

from dataclasses import asdict
from typing import Any

from briefings.markdown import Run, paragraphs, runs
from briefings.model import Briefing, Scene
from briefings.placeholders import AsDay, Library, resolved
from briefings.scene_geometry import feature_of, point_of
from geodata.dates import day
from geodata.tables import Source, parted
from layers.core.constants import NOTICE
from layers.core.scenario import page_state


def told(briefing: Briefing, library: Library, as_day: AsDay = day) -> dict[str, Any]:
    """Return a briefing with its scenes: id, title, author, date, day (as read), marking, notice, scenes.

    `as_day` writes an ISO date as a person reads it (default: in English).

    Raises
    ------
    FigureError
        If a placeholder names nothing that its scene's map has; a briefing that `load` took has none such.
    """
    return {
        "id": briefing.id,
        "title": briefing.title,
        "author": briefing.author,
        "date": str(briefing.date),
        "day": as_day(str(briefing.date)),
        "marking": briefing.marking,
        "notice": NOTICE,
        "scenes": [told_scene(scene, library, as_day) for scene in briefing.scenes],
    }


def told_scene(scene: Scene, library: Library, as_day: AsDay = day) -> dict[str, Any]:
    """Return a scene as plain data.

    Returns
    -------
    - `id`, `title`; `line`: the date of its line as read;
    - `bullets`, `notes`: lists of lines, each a list of runs of ``text``, ``bold``, ``italic``, ``href``;
    - `timeline`: ``date`` (ISO), ``day`` (as read), ``text`` (runs), ``source`` (a key);
    - `sources`: ``key``, ``title``, ``publisher``, ``date``, ``url`` or None; those of the timeline follow the scene's;
    - `assumptions`: each of this project's own that it rests on, as one statement;
    - `query`: the address query of its scenario; `state`: the same as the page holds it
      (`layers.core.scenario.page_state`);
    - `bounds`: west, south, east, north in degrees, or None: then `state.view`, and where that is None too, home;
    - `highlights`: ``layer``, ``feature_id``, ``kind``;
    - `callouts`: ``text``, ``lon``, ``lat``, ``to``, ``offset_pct`` (see `briefings.model.Callout`).

    Raises
    ------
    FigureError
        As `briefings.placeholders.resolved`.
    """
    full, registry = resolved(scene, library, as_day), library.registry
    sources, assumptions = parted({key: library.sources[key] for key in source_keys(full)})
    return {
        "id": full.id,
        "title": full.title,
        "line": as_day(full.scenario.line),
        "bullets": [_runs(runs(text)) for text in full.bullets],
        "notes": [_runs(part) for part in paragraphs(full.notes)],
        "timeline": [
            {"date": entry.date, "day": as_day(entry.date), "text": _runs(runs(entry.text)), "source": entry.source}
            for entry in full.timeline
        ],
        "sources": [_source(key, source, as_day) for key, source in sources.items()],
        "assumptions": [assumption.title for assumption in assumptions.values()],
        "query": full.scenario.to_query(registry),
        "state": page_state(full.scenario, registry),
        "bounds": full.bounds.as_tuple() if full.bounds else None,
        "highlights": [
            {**ref.model_dump(), "kind": feature_of(ref, full.scenario, library)["kind"]} for ref in full.highlights
        ],
        "callouts": [
            {
                "text": callout.text,
                **dict(zip(("lon", "lat"), point_of(callout, full.scenario, library), strict=True)),
                "to": callout.to,
                "offset_pct": callout.offset_pct,
            }
            for callout in full.callouts
        ],
    }  # fmt: skip


def source_keys(scene: Scene) -> list[str]:
    """Return the keys of all that a scene rests on, each once: its sources, then those of its timeline."""
    return list(dict.fromkeys([*scene.sources, *(entry.source for entry in scene.timeline)]))


def outline(briefing: Briefing, library: Library) -> dict[str, Any]:
    """Return what a list of briefings shows: id, title, date, and the id and title of each scene."""
    scenes = [resolved(scene, library) for scene in briefing.scenes]
    return {
        "id": briefing.id,
        "title": briefing.title,
        "date": str(briefing.date),
        "scenes": [{"id": scene.id, "title": scene.title} for scene in scenes],
    }


def _runs(line: tuple[Run, ...]) -> list[dict[str, Any]]:
    return [asdict(run) for run in line]


def _source(key: str, source: Source, as_day: AsDay) -> dict[str, Any]:
    return {
        "key": key,
        "title": source.title,
        "publisher": source.publisher,
        "date": as_day(str(source.date)),
        "url": source.url,
    }
