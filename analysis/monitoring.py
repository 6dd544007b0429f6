"""Measures of the monitoring mission: ground per side, bases, people, and what precedents would make of it."""

from dataclasses import dataclass

from analysis.measure import COUNTED, LINE_ERROR, Answer, Measure
from analysis.situation import Situation
from i18n.spoken import message, worded
from layers.core.format import number_text
from layers.monitoring_mission import LAYER, watched_line_km

_ID = LAYER.id
_DEPTH = ("line_of_occupation", f"{_ID}.depth_km")
_BASES = ("line_of_occupation", f"{_ID}.depth_km", f"{_ID}.base_spacing_km")


@dataclass(frozen=True, kw_only=True)
class Precedent:
    """A mission that watched, or watches, a line: its size, the length of the line, and the keys of the sources."""

    key: str
    name: str
    people: int
    line_km: int
    counted: str
    sources: tuple[str, ...]

    @property
    def per_km(self) -> float:
        """People per km of line."""
        return self.people / self.line_km


PRECEDENTS = (
    Precedent(
        key="smm", name=message("OSCE mission in Ukraine, 2017"), people=600, line_km=420,
        counted=message("monitors in Donbas, on the contact line"), sources=("qha_2017_03",),
    ),
    Precedent(
        key="eumm", name=message("EU mission in Georgia"), people=200, line_km=530,
        counted=message("monitors, on both administrative boundary lines"),
        sources=("eumm_facts", "unverified_precedents"),
    ),
    Precedent(
        key="unficyp", name=message("UN force in Cyprus, 2014"), people=860, line_km=180,
        counted=message("soldiers, along the buffer zone"),
        sources=("philenews_2014_03_04", "unficyp_buffer_zone"),
    ),
    Precedent(
        key="undof", name=message("UN force on the Golan"), people=1100, line_km=80,
        counted=message("soldiers, along the area of separation"), sources=("unverified_precedents",),
    ),
)  # fmt: skip


def _band_km2(situation: Situation, kind: str) -> float:
    bands = situation.features(_ID, kind)
    return float(bands["area_km2"].sum()) if len(bands) else 0.0


def _bases(situation: Situation) -> int:
    return len(situation.features(_ID, "patrol_base"))


def _km_per_base(situation: Situation) -> float | None:
    bases = _bases(situation)
    return watched_line_km(situation.frame(_ID)) / bases if bases else None


def _people(situation: Situation) -> float:
    if not situation.shows(_ID):
        return 0.0
    rate: float = situation.params[_ID].monitors_per_km
    return watched_line_km(situation.frame(_ID)) * rate


def _at_precedents(situation: Situation) -> tuple[Answer, ...]:
    return tuple(
        Answer(
            value=situation.length.km * one.per_km,
            detail=worded(
                "{rate} per km: {people} {counted} ({km} km)",
                rate=number_text(round(one.per_km, 1)),
                people=f"{one.people:,}",
                counted=one.counted,
                km=f"{one.line_km:,}",
            ),
            key=one.key,
            name=one.name,
        )
        for one in PRECEDENTS
    )


MEASURES = (
    Measure(
        id="monitoring.area_government_km2",
        label=message("Monitored ground, government-held side"),
        unit="km²",
        method=message(
            "Area within the depth of the band from the line, on that side, up to border and coast."
        ),
        inputs=_DEPTH,
        uncertainty=LINE_ERROR,
        of=lambda situation: _band_km2(situation, "band_held"),
    ),
    Measure(
        id="monitoring.area_occupied_km2",
        label=message("Monitored ground, occupied side"),
        unit="km²",
        method=message(
            "Area within the depth of the band from the line, on that side, up to border and coast."
        ),
        inputs=_DEPTH,
        uncertainty=LINE_ERROR,
        of=lambda situation: _band_km2(situation, "band_occupied"),
    ),
    Measure(
        id="monitoring.bases",
        label=message("Patrol bases"),
        unit="bases",
        method=message(
            "One for each stretch of the drawn line as long as the spacing, where there is dry ground."
        ),
        inputs=_BASES,
        uncertainty=COUNTED,
        of=_bases,
    ),
    Measure(
        id="monitoring.km_per_base",
        label=message("Line per patrol base"),
        unit="km",
        method=message("Documented length of the line divided by the number of bases."),
        inputs=(*_BASES, "line_lengths"),
        uncertainty=LINE_ERROR,
        of=_km_per_base,
    ),
    Measure(
        id="monitoring.people",
        label=message("Monitors needed"),
        unit="people",
        method=message("Documented length of the line times monitors per km."),
        inputs=("line_of_occupation", "line_lengths", f"{_ID}.monitors_per_km"),
        uncertainty=message("As uncertain as the length of the line; the rate is a choice."),
        of=_people,
    ),
    Measure(
        id="monitoring.people_as_<mission>",
        label=message("People for this line at the density of the {name}"),
        unit="people",
        method=message(
            "Documented length of the line times people per km of the precedent, whether or not monitors are "
            "shown."
        ),
        inputs=("line_of_occupation", "line_lengths"),
        uncertainty=message(
            "Missions differ in task: monitors without arms, soldiers, other ground. A scale, not a target."
        ),
        of=_at_precedents,
    ),
)  # fmt: skip
