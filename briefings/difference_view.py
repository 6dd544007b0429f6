"""What of an argument changes, as lines that a person reads and as data."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from briefings.difference import Difference, SceneChange
from i18n.spoken import said, spoken_day, tr
from layers.core.constants import NOTICE


def document(found: Difference) -> dict[str, Any]:
    """Return a difference as plain data: every scene, and the claims that no longer hold."""
    return {"notice": said(NOTICE), **asdict(found)}


def lines(found: Difference) -> list[str]:
    """Return a difference as lines: what changes scene by scene, and in the end what a person must look at."""
    return list(_lines(found))


def _lines(found: Difference) -> Iterator[str]:
    yield tr(
        "{briefing}: from the line of {before} to that of {after}",
        briefing=found.briefing,
        before=spoken_day(found.before),
        after=spoken_day(found.after),
    )
    if found.data_before != found.data_after:
        yield tr("Data: {before} → {after}", before=found.data_before, after=found.data_after)
    same = [scene.id for scene in found.scenes if scene.is_same]
    for scene in found.scenes:
        if not scene.is_same:
            yield ""
            yield from _scene(scene)
    yield ""
    if same:
        yield tr("Nothing changes in: {list}", list=", ".join(same))
    if found.broken:
        yield tr("No longer holds:")
        yield from (f"- {said(text)}" for text in found.broken)
    else:
        yield tr("Every claim still has its source, and everything that is pointed at is still there.")
    yield said(NOTICE) + "."


def _scene(scene: SceneChange) -> Iterator[str]:
    moved = f"{spoken_day(scene.before)} → {spoken_day(scene.after)}"
    yield f"{scene.id}: {said(scene.title)}" + (f" ({moved})" if scene.before != scene.after else "")
    if scene.maps:
        yield "  " + tr("The map changes: {list}", list=", ".join(scene.maps))
    for sentence in scene.sentences:
        yield f"  {sentence.field}:"
        yield f"    - {sentence.before}"
        yield f"    + {sentence.after}"
        for number in sentence.numbers:
            yield f"    {{{number.name}}}: {said(number.before)} → {said(number.after)}"
    for gap in scene.gaps:
        was, now = (said(text) or tr("not open") for text in (gap.before, gap.after))
        yield "  " + tr("Gap: {gap}: {before} → {after}", gap=said(gap.text), before=was, after=now)
    for text in scene.typed:
        yield "  " + tr("Types the old date itself, {text}", text=text)
