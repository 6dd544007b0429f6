"""Measures of the line of occupation: its length and the ground behind it. No guarantee, so it is always there."""

from analysis.measure import LINE_ERROR, SHARE, Answer, Measure
from analysis.situation import Situation
from geodata.geodesy import area_km2
from i18n.spoken import message

_LINE = ("line_of_occupation",)


def _length(situation: Situation) -> Answer:
    return Answer(value=situation.length.km, detail=situation.length.caveat)


def _occupied_share(situation: Situation) -> float:
    return situation.occupied_km2 / area_km2(situation.facts.ukraine)


MEASURES = (
    Measure(
        id="line.length_km",
        label=message("Length of the line, documented"),
        unit="km",
        method=message("Measured or published for the date; else the drawn line times a stated factor."),
        inputs=(*_LINE, "line_lengths"),
        uncertainty=message(
            "Published lengths of one date differ by a quarter, by what counts as the line and how closely it "
            "is followed."
        ),
        of=_length,
    ),
    Measure(
        id="line.generalised_km",
        label=message("Length of the line, as drawn"),
        unit="km",
        method=message("Geodesic length of the generalised line over land."),
        inputs=_LINE,
        uncertainty=message("A quarter to a third shorter than the front that it stands for."),
        of=lambda situation: situation.length.generalised_km,
    ),
    Measure(
        id="line.occupied_km2",
        label=message("Occupied territory"),
        unit="km²",
        method=message("Area of recognised Ukraine behind the line, Crimea included."),
        inputs=_LINE,
        uncertainty=LINE_ERROR,
        of=lambda situation: situation.occupied_km2,
    ),
    Measure(
        id="line.occupied_share",
        label=message("Occupied share of Ukraine"),
        unit=SHARE,
        method=message("Occupied territory divided by Ukraine’s recognised area."),
        inputs=_LINE,
        uncertainty=LINE_ERROR,
        of=_occupied_share,
    ),
    Measure(
        id="line.occupied_population_share",
        label=message("Share of the people of before the invasion whose homes are now behind the line"),
        unit=SHARE,
        method=message("People that the official figures put into occupied territory, divided by all."),
        inputs=(*_LINE, "basemap/oblasts", "basemap/towns"),
        uncertainty=message(
            "Official figures of 2022 (Crimea: 2013) spread by a rule; they say where people lived then, not "
            "where they are."
        ),
        of=lambda situation: situation.occupied.total_people / float(situation.oblasts.population.sum()),
    ),
)
