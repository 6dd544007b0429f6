"""What the guarantees of a scenario leave open, ranked, each with the smallest change that would close it.

Policy level only. `REFUSED` says what is not answered here, on purpose.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from analysis import gap_air, gap_line, gap_routes, gap_sea
from analysis.gap_model import Change, Closing, Gap, GapKind, Kind
from analysis.kept import kept
from i18n.spoken import message, worded
from layers.core.address import from_pairs
from layers.core.build import Frames
from layers.core.scenario import Scenario
from layers.core.views import VIEWS

#: What no part of this answers, in the words that the page shows.
REFUSED = message(
    "Gaps are named at the level of policy: which route, city, port or stretch the drawing leaves open, and which "
    "assumption would close it. This map does not answer where units, aircraft, ships or people should stand, when "
    "they should move, or what could be struck, and it will not be extended to do so."
)
#: The kinds with what finds them, in the order in which gaps are ranked.
KINDS: Mapping[Kind, GapKind] = MappingProxyType(
    {
        "route": gap_routes.KIND,
        "city": gap_air.KIND,
        "line": gap_line.KIND,
        "corridor": gap_sea.STRETCHES,
        "port": gap_sea.PORTS,
    }
)


def find(frames: Frames, scenario: Scenario) -> tuple[Gap, ...]:
    """Return the gaps of a scenario, ranked: hidden guarantees first, then by kind as in `KINDS`.

    Within a kind: routes by their code, cities by what they lack, stretches the longest first, ports the nearest to a
    zone first. What a hidden guarantee would leave open is not listed: it covers nothing. What would close a gap is
    searched for when it is asked for (`Gap.closing`).
    """
    shown = [
        gap
        for name, kind in KINDS.items()
        if kind.guarantee in scenario.layers
        for gap in _of_kind(frames, scenario, name)
    ]
    return (*_hidden(frames, scenario), *shown)


def _of_kind(frames: Frames, scenario: Scenario, name: Kind) -> tuple[Gap, ...]:
    """Return the gaps of a kind, found once for what its guarantee depends on."""
    kind = KINDS[name]
    query = frames.query(frames.registry[kind.guarantee], scenario)
    found: tuple[Gap, ...] = kept(frames).once(("gaps", name, query), lambda: kind.find(frames, scenario))
    return found


def _hidden(frames: Frames, scenario: Scenario) -> tuple[Gap, ...]:
    layers = frames.registry.layers
    return tuple(
        Gap(
            id=f"hidden-{layer.id.replace('_', '-')}",
            kind="hidden",
            guarantee=layer.id,
            text=worded("{guarantee}: not part of this scenario", guarantee=layer.title),
            why=worded("The guarantee is hidden, so nothing of it counts."),
            numbers={},
            bounds=VIEWS["home"]["bounds"],
            layer=layer.id,
            search=lambda layer=layer: Closing(  # type: ignore[misc]
                changes=(
                    Change(
                        params={
                            "layers": ",".join(
                                one.id for one in layers if one.id in scenario.layers or one is layer
                            )
                        },
                        words=worded("show {guarantee} on the map", guarantee=layer.title),
                        steps=1,
                    ),
                )
            ),
        )
        for layer in layers
        if layer.group == "guarantee" and layer.id not in scenario.layers
    )


def applied(frames: Frames, scenario: Scenario, change: Change) -> Scenario:
    """Return a scenario with a change, as opening its address would.

    Raises
    ------
    ValueError
        If a text of the change is not one that an address may hold.

    """
    read, problems = from_pairs(change.params.items(), frames.registry)
    if problems:
        raise ValueError(" ".join(map(str, problems)))
    params = dict(scenario.params)
    for key in change.params:
        layer_id, dot, name = key.partition(".")
        if dot:
            value = getattr(read.params[layer_id], name)
            params[layer_id] = params[layer_id].model_copy(update={name: value})
    layers = read.layers if "layers" in change.params else scenario.layers
    return replace(scenario, layers=layers, params=params)


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What else a change does: ids of the gaps that it closes, and of those that it opens."""

    closes: tuple[str, ...]
    opens: tuple[str, ...]


def effect(frames: Frames, scenario: Scenario, change: Change) -> Effect:
    """Return what a change closes and opens, of all gaps; those of a guarantee that it shows count as known before."""
    before = [gap.id for gap in find(frames, scenario)]
    after = [gap.id for gap in find(frames, applied(frames, scenario, change))]
    return Effect(
        closes=tuple(one for one in before if one not in after),
        opens=tuple(one for one in after if one not in before),
    )
