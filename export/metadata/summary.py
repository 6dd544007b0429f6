"""A scenario in words: what accompanies data that leaves, and what `python app.py open` prints."""

from collections.abc import Iterable, Mapping

from geodata.corrections import Correction, since
from geodata.dates import day
from layers.core.changes import changed
from layers.core.compared import called
from layers.core.constants import EDITION
from layers.core.edition import ORDINALS
from layers.core.registry import Registry
from layers.core.scenario import Scenario


def lines(scenario: Scenario, registry: Registry) -> list[str]:
    """Return a scenario in words: title, date, layers, changed assumptions, second scenario, address."""
    titles = [registry[layer_id].title for layer_id in scenario.layers]
    return [
        scenario.title,
        f"Line of occupation: {day(scenario.line)}",
        f"Layers: {', '.join(titles) or 'none'}",
        *_listed("Assumptions changed", changed(scenario, registry), none="none; they are the defaults"),
        *(
            line
            for one in zip(called(scenario)[1:], scenario.compared[1:], strict=True)
            for line in _other(*one, registry)
        ),
        f"Address: {address(scenario, registry)}",
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


def _other(name: str, scenario: Scenario, registry: Registry) -> list[str]:
    shown = ", ".join(registry[layer_id].title for layer_id in scenario.layers) or "none"
    return [
        f"Compared with {name}: line of {day(scenario.line)}; layers {shown}",
        *_listed("Its assumptions changed", changed(scenario, registry), none="none; they are the defaults"),
    ]


def _listed(head: str, items: Iterable[str], *, none: str) -> list[str]:
    found = [f"  {item}" for item in items]
    return [f"{head}:", *found] if found else [f"{head}: {none}"]
