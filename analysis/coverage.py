"""Measures of what the guarantees cover of Ukraine's land together: by which rules is said by `coverage_depth`.

Ground at sea is left out: the patrols there are measured in `analysis.sea`.
"""

from analysis.measure import GUARANTEES, LINE_ERROR, PEOPLE_ERROR, SHARE, Answer, Measure
from analysis.situation import Situation
from i18n.spoken import message

_INPUTS = ("coverage_depth",)
_PEOPLE = ("coverage_depth", "basemap/oblasts", "basemap/towns")


def _land_km2(situation: Situation) -> float:
    return float(situation.oblasts.area_km2.sum())


def _all_people(situation: Situation) -> float:
    return float(situation.oblasts.population.sum())


def _mean_depth(situation: Situation) -> float:
    return sum(one.total_km2 for one in situation.covered.values()) / _land_km2(situation)


def _shares(situation: Situation) -> tuple[Answer, ...]:
    return tuple(
        Answer(
            value=situation.covered[layer.id].total_km2 / _land_km2(situation)
            if situation.shows(layer.id)
            else 0.0,
            key=layer.id,
            name=layer.title,
        )
        for layer in situation.guarantees
    )


def _people_shares(situation: Situation) -> tuple[Answer, ...]:
    return tuple(
        Answer(
            value=situation.covered[layer.id].total_people / _all_people(situation)
            if situation.shows(layer.id)
            else 0.0,
            key=layer.id,
            name=layer.title,
        )
        for layer in situation.guarantees
    )


MEASURES = (
    Measure(
        id="coverage.mean_depth",
        label=message("Guarantees over a place, on average"),
        unit=GUARANTEES,
        method=message(
            "Areas that the guarantees shown cover of Ukraine’s land, added up and divided by that land."
        ),
        inputs=_INPUTS,
        uncertainty=LINE_ERROR,
        of=_mean_depth,
    ),
    Measure(
        id="coverage.uncovered_share",
        label=message("Ukraine’s land that none of the guarantees shown covers"),
        unit=SHARE,
        method=message("Land outside the union of what the guarantees shown cover, divided by all land."),
        inputs=_INPUTS,
        uncertainty=LINE_ERROR,
        of=lambda situation: max(0.0, 1 - situation.covered_by_any.total_km2 / _land_km2(situation)),
    ),
    Measure(
        id="coverage.uncovered_population_share",
        label=message("People whom none of the guarantees shown covers"),
        unit=SHARE,
        method=message("People outside the union of what the guarantees shown cover, divided by all."),
        inputs=_PEOPLE,
        uncertainty=PEOPLE_ERROR,
        of=lambda situation: max(0.0, 1 - situation.covered_by_any.total_people / _all_people(situation)),
    ),
    Measure(
        id="coverage.<guarantee>_share",
        label=message("Land that this guarantee covers: {name}"),
        unit=SHARE,
        method=message(
            "Area that the guarantee covers of Ukraine’s land by its rule, occupied land included, divided by all "
            "land."
        ),
        inputs=_INPUTS,
        uncertainty=LINE_ERROR,
        of=_shares,
    ),
    Measure(
        id="coverage.<guarantee>_population_share",
        label=message("People whom this guarantee covers: {name}"),
        unit=SHARE,
        method=message("People on the land that the guarantee covers by its rule, divided by all."),
        inputs=_PEOPLE,
        uncertainty=PEOPLE_ERROR,
        of=_people_shares,
    ),
)  # fmt: skip
