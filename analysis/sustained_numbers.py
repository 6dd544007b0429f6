"""The numbers that say how much of a guarantee can be there at once: aircraft, ships, people, and what each holds.

Rings and bands draw no number, so these are none of a layer's parameters: they move no map. They are stated here once,
with the range in which a person may change them, and given as ``sustained.<name>`` where an assessment is asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from i18n.spoken import message
from layers.core.address import Problem, read_values
from layers.core.params import Params, ParamSpec, number, param_specs

PREFIX = "sustained"
#: Sources and assumptions behind the defaults.
SOURCES = (
    "anews_2025_08_05", "natoaktual_2025_12_05", "airbus_2026_01", "philenews_2014_03_04", "unficyp_buffer_zone",
    "aircraft_on_station", "ships_on_patrol", "rotation_of_three", "patrols_on_the_line",
)  # fmt: skip


class Sustained(Params):
    """How many there are of each, and how much one of them can hold."""

    aircraft_per_base: int = number(
        5, low=1, high=40, step=1,
        help=message("Aircraft that each selected base sustains. German detachments of 2025 had five."),
    )  # fmt: skip
    sorties_per_day: float = number(
        1, low=0.25, high=4, step=0.25,
        help=message("Flights a day that one aircraft makes, week after week; an assumption."),
    )  # fmt: skip
    patrol_radius_km: float = number(
        100, low=25, high=300, step=25,
        title="Reach of an aircraft on station",
        help=message("Distance round an aircraft on station that it holds; an assumption."),
    )  # fmt: skip
    ships: int = number(
        6, low=1, high=30, step=1,
        help=message("Ships that the patrols have in all; an assumption: two from each of three coastal states."),
    )  # fmt: skip
    ships_for_one_at_sea: float = number(
        3, low=1, high=6, step=0.5,
        help=message("Ships that one at sea takes: the others train or are repaired; an assumption."),
    )  # fmt: skip
    ship_watch_nm: float = number(
        20, low=5, high=60, step=5,
        title="Watch of a ship",
        help=message("Distance round a ship that it watches; an assumption, about a radar’s horizon."),
    )  # fmt: skip
    monitors_for_one_on_patrol: float = number(
        4, low=2, high=10, step=0.5,
        help=message("Monitors that one on patrol takes: shifts, leave, reports, command; an assumption."),
    )  # fmt: skip
    patrol_personnel: int = number(
        4, low=2, high=12, step=1, title="Monitors in a patrol",
        help=message("Monitors in one patrol; an assumption: two vehicles of two."),
    )  # fmt: skip
    patrol_line_km: float = number(
        5, low=1, high=20, step=1, title="Line that a patrol watches",
        help=message("Length of line that one patrol watches at a time; an assumption."),
    )  # fmt: skip
    troops_for_one_deployed: float = number(
        3, low=1, high=6, step=0.5,
        title="Soldiers for one deployed",
        help=message("Soldiers that one deployed takes: the others prepare or recover; an assumption."),
    )  # fmt: skip
    troops_per_km2: float = number(
        2.5, low=0.1, high=10, step=0.1,
        title="Density of soldiers",
        help=message("Soldiers that hold a square kilometre. In Cyprus the UN had about 860 on 346 km²: 2.5."),
    )  # fmt: skip

    def changed(self) -> list[tuple[ParamSpec, float]]:
        """Return the numbers that are not as stated, each with its value."""
        return [(spec, value) for spec in specs() if (value := getattr(self, spec.name)) != spec.default]


@cache
def specs() -> tuple[ParamSpec, ...]:
    """Return the numbers as a control, an address or a page of the docs reads them."""
    return param_specs(Sustained)


@dataclass(frozen=True, kw_only=True)
class Read:
    """The numbers of an address, what of them was not understood, and all its other pairs."""

    numbers: Sustained
    problems: list[Problem] = field(default_factory=list)
    rest: list[tuple[str, str]] = field(default_factory=list)


def read(pairs: Iterable[tuple[str, str]]) -> Read:
    """Take ``sustained.<name>`` out of the pairs of an address; what is not valid keeps its default."""
    own: dict[str, str] = {}
    rest: list[tuple[str, str]] = []
    for key, value in pairs:
        prefix, dot, name = key.partition(".")
        if dot and prefix == PREFIX:
            own[name] = value
        else:
            rest.append((key, value))
    numbers, problems = read_values(PREFIX, specs(), Sustained, own)
    return Read(numbers=numbers, problems=problems, rest=rest)
