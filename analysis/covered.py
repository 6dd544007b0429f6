"""What each guarantee shown covers, as one share each: what a panel opens with."""

from dataclasses import dataclass

from analysis.assessment import situation_of
from analysis.coverage import MEASURES as COVERAGE
from analysis.kept import kept
from analysis.sea import MEASURES as SEA
from analysis.sustained import MEASURES as SUSTAINED
from i18n.spoken import message
from layers.core.build import Frames
from layers.core.scenario import Scenario

#: What covers no land has a share of its own: the id of its measure, and of what that is a share.
_OWN = {"maritime_patrols": ("sea.corridor_share", message("of the corridor"))}
_OF_LAND = message("of the land")
_NONE = message("None of those shown")
#: What of a guarantee can be there at once: the id of the measure, and of what that is a share.
_AT_ONCE = {
    "monitoring_mission": ("sustained.monitoring_share", message("of the line")),
    "coalition_forces": ("sustained.coalition_share", message("of the areas")),
    "air_policing": ("sustained.air_share", message("of the ground in reach")),
    "maritime_patrols": ("sustained.sea_share", message("of the zones")),
}


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one guarantee covers, or none of them (`guarantee` is then empty): a fraction of 1, and of what.

    `at_once`: the fraction of what it promises that its stated numbers can keep up at once, at most; None of none.
    """

    guarantee: str
    number: int | None
    title: str
    value: float
    of: str
    measure: str
    at_once: float | None = None
    at_once_of: str = ""


def shares(frames: Frames, scenario: Scenario) -> tuple[Share, ...]:
    """Return the share of each guarantee that is shown, in the order of the argument, and last that of none.

    The same numbers as the measures of `analysis.coverage` and `analysis.sea`; of scenarios compared, the first's.
    """
    situation = situation_of(frames, scenario)

    def find() -> tuple[Share, ...]:
        values = {
            one.id: one for measure in (*COVERAGE, *SEA, *SUSTAINED) for one in measure.values(situation)
        }
        found = []
        for layer in situation.guarantees:
            if situation.shows(layer.id):
                measure, of = _OWN.get(layer.id, (f"coverage.{layer.id}_share", _OF_LAND))
                found.append((layer.id, layer.pillar, layer.title, measure, of))
        found.append(("", None, _NONE, "coverage.uncovered_share", _OF_LAND))
        return tuple(
            Share(
                guarantee=one,
                number=number,
                title=title,
                value=values[measure].value or 0.0,
                of=of,
                measure=measure,
                at_once=values[_AT_ONCE[one][0]].value if one in _AT_ONCE else None,
                at_once_of=_AT_ONCE[one][1] if one in _AT_ONCE else "",
            )
            for one, number, title, measure, of in found
        )

    key = (scenario.line, *situation.queries.items(), *situation.rules.items())
    made: tuple[Share, ...] = kept(frames).once(("shares", *key), find)
    return made
