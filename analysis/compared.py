"""Assessments side by side: every measure with its value in each, and of two the difference, by subject.

The difference is that of the exact numbers, never of the texts: of two that read alike there may still be one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from analysis.assessment import Assessment
from analysis.measure import SHARE, YES_NO, Value, difference_text, figure_of
from i18n.spoken import message
from layers.core.compared import NOTHING
from layers.core.registry import Registry

#: What the measures of a subject are of: the layer whose title they stand under.
_LAYERS: Mapping[str, str] = MappingProxyType(
    {
        "line": "line_of_occupation",
        "monitoring": "monitoring_mission",
        "coalition": "coalition_forces",
        "air": "air_policing",
        "sea": "maritime_patrols",
        "coverage": "coverage_depth",
    }
)
#: Subjects that are of no one layer.
_TITLES: Mapping[str, str] = MappingProxyType({"sustained": message("What can be there at once")})
#: What sums an assessment up, beside the layers' own key figures.
KEY = ("coverage.uncovered_share", "coverage.uncovered_population_share", "air.reach_population_share",
       "sea.corridor_share")  # fmt: skip
ALL_MEASURES = message("All measures")


@dataclass(frozen=True, kw_only=True)
class MeasureRow:
    """A measure in each of several assessments; None where one has no measure of that name."""

    id: str
    label: str
    unit: str
    values: tuple[Value | None, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What each value reads, with its unit."""
        return tuple(NOTHING if one is None else one.text for one in self.values)

    @property
    def figures(self) -> tuple[str, ...]:
        """What each value reads under its unit."""
        return tuple(NOTHING if one is None else figure_of(one.value, one.unit) for one in self.values)

    @property
    def numbers(self) -> tuple[float | None, ...]:
        """Each number, exact."""
        return tuple(None if one is None else one.value for one in self.values)

    @property
    def difference(self) -> float | None:
        """The second of two numbers less the first, in the unit; None where one has none or there are not two."""
        if len(self.numbers) != 2 or self.unit == YES_NO:
            return None
        first, second = self.numbers
        return None if first is None or second is None else second - first

    @property
    def difference_text(self) -> str:
        """The difference as a person reads it, without its unit; '' where there is none."""
        return "" if self.difference is None else difference_text(self.difference, self.unit)

    @property
    def is_same(self) -> bool:
        """Whether all have the same number, and say the same of it."""
        return len({(one.value, one.detail) if one else None for one in self.values}) == 1


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The measures of one subject, under the title and the number of its layer."""

    id: str
    title: str
    layer_id: str
    rows: tuple[MeasureRow, ...]


def measure_rows(found: Sequence[Assessment]) -> tuple[MeasureRow, ...]:
    """Return every measure that any of the assessments has, in their order."""
    first: dict[str, Value] = {}
    for one in found:
        for measure_id, value in one.by_id.items():
            first.setdefault(measure_id, value)
    return tuple(
        MeasureRow(
            id=key, label=value.label, unit=value.unit, values=tuple(one.by_id.get(key) for one in found)
        )
        for key, value in first.items()
    )


def subjects(found: Sequence[Assessment], registry: Registry) -> tuple[Subject, ...]:
    """Return the measures by subject."""
    rows = measure_rows(found)
    by_subject: dict[str, list[MeasureRow]] = {}
    for row in rows:
        by_subject.setdefault(row.id.split(".")[0], []).append(row)
    return tuple(
        Subject(
            id=key,
            title=_title(key, registry),
            layer_id=layer_of(key),
            rows=tuple(own),
        )
        for key, own in by_subject.items()
    )


def _title(subject: str, registry: Registry) -> str:
    layer = registry.by_id.get(layer_of(subject))
    return layer.title if layer else _TITLES.get(subject, subject)


def layer_of(measure_id: str) -> str:
    """Return the id of the layer that a measure stands under; '' where there is none."""
    return _LAYERS.get(measure_id.split(".")[0], "")


def shown_unit(unit: str) -> str:
    """Return a unit as a head says it: per cent of shares; '' of what needs none."""
    return "%" if unit == SHARE else "" if unit == YES_NO else unit
