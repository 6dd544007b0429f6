"""A scenario in words: what accompanies data that leaves, and what `python app.py open` prints."""

from collections.abc import Iterable, Mapping

from geodata.corrections import Correction, since
from i18n.spoken import said, spoken_day, tr
from layers.core.changes import changed
from layers.core.compared import called
from layers.core.constants import EDITION
from layers.core.edition import ORDINALS
from layers.core.registry import Registry
from layers.core.scenario import Scenario


def lines(scenario: Scenario, registry: Registry) -> list[str]:
    """Return a scenario in words: title, date, layers, changed assumptions, second scenario, address."""
    titles = [said(registry[layer_id].title) for layer_id in scenario.layers]
    return [
        said(scenario.title),
        tr("Line of occupation: {date}", date=spoken_day(scenario.line)),
        tr("Layers: {list}", list=", ".join(titles) or tr("none")),
        *_listed(
            tr("Assumptions changed"), changed(scenario, registry), none=tr("none; they are the defaults")
        ),
        *(
            line
            for one in zip(called(scenario)[1:], scenario.compared[1:], strict=True)
            for line in _other(*one, registry)
        ),
        tr("Address: {address}", address=address(scenario, registry)),
    ]


def corrected(
    scenario: Scenario, edition: int, corrections: Mapping[str, Correction]
) -> dict[str, Correction] | None:
    """Return what was corrected since an edition of what a scenario shows; None where it is of this edition."""
    if edition >= EDITION:
        return None
    shown = {layer_id for one in scenario.compared for layer_id in one.layers}
    return since(corrections, edition, shown)


def edition_lines(found: Mapping[str, Correction] | None, edition: int) -> list[str]:
    """Return the note on a file of an earlier edition in words; nothing for one of this edition."""
    if found is None:
        return []
    made = tr("Made with the {edition} edition.", edition=tr(ORDINALS.get(edition, f"{edition}th")))
    if not found:
        unchanged = tr("Nothing that it shows has been corrected since.")
        return [f"{made} {unchanged}"]
    since_then = tr("Corrected since:")
    return [
        f"{made} {since_then}",
        *(f"  {said(one.brief)}. {said(one.text)}" for one in found.values()),
        tr("All corrections: docs/corrections.md, or /corrections on the page."),
    ]


def address(scenario: Scenario, registry: Registry) -> str:
    """Return path and query under which the dashboard shows a scenario."""
    query = scenario.to_query(registry)
    return f"/?{query}" if query else "/"


def _other(name: str, scenario: Scenario, registry: Registry) -> list[str]:
    shown = ", ".join(said(registry[layer_id].title) for layer_id in scenario.layers) or tr("none")
    date = spoken_day(scenario.line)
    return [
        tr("Compared with {name}: line of {date}; layers {shown}", name=name, date=date, shown=shown),
        *_listed(
            tr("Its assumptions changed"), changed(scenario, registry), none=tr("none; they are the defaults")
        ),
    ]


def _listed(head: str, items: Iterable[str], *, none: str) -> list[str]:
    found = [f"  {said(item)}" for item in items]
    return [f"{head}:", *found] if found else [f"{head}: {none}"]
