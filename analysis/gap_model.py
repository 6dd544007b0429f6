"""What a gap is: something that the guarantees of a scenario leave open, with the changes that would close it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import shapely
from shapely.geometry.base import BaseGeometry

from i18n.spoken import worded
from layers.core.build import Frames
from layers.core.scenario import Scenario
from layers.core.views import Bounds

Kind = Literal["hidden", "route", "city", "line", "corridor", "port"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """Parameters to set, as texts of an address by key, in words, and how many steps of theirs that is."""

    params: Mapping[str, str]
    words: str
    steps: int


@dataclass(frozen=True, kw_only=True)
class Closing:
    """The changes that close a gap, each by itself, the smallest first; where there is none, `reason` says why."""

    changes: tuple[Change, ...] = ()
    reason: str = ""

    @property
    def words(self) -> str:
        """Return them as one text, three at most, or the reason."""
        texts = [change.words for change in self.changes[:3]]
        match texts:
            case []:
                return self.reason
            case [one]:
                return one
            case [one, other]:
                return worded("either {change}, or {other}", change=one, other=other)
        one, other, third = texts
        return worded("either {change}, or {other}, or {third}", change=one, other=other, third=third)


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One thing left open, in EPSG:4326 where it has a shape of its own.

    `numbers` are what `why` says, by name with the unit last. `layer` and `features` name what to highlight on the
    map, `geometry` the stretch that is meant where it is less than a feature; `bounds` is what to zoom to.
    """

    id: str
    kind: Kind
    guarantee: str
    text: str
    why: str
    numbers: Mapping[str, float] = field(hash=False)
    bounds: Bounds
    layer: str = ""
    features: tuple[str, ...] = ()
    geometry: BaseGeometry = field(default=shapely.Point(), hash=False)
    search: Callable[[], Closing] = field(repr=False, compare=False)

    @cached_property
    def closing(self) -> Closing:
        """What would close it; searched for when it is first asked for."""
        return self.search()

    @property
    def fix(self) -> Change | None:
        """The smallest change that closes it, or None; `closing.reason` then says why."""
        return self.closing.changes[0] if self.closing.changes else None


@dataclass(frozen=True, kw_only=True)
class Variation:
    """Whether a gap is still open where something is otherwise than it is taken to be.

    `cause`: what is otherwise. Of the first three the data are right to `layers.core.views.ACCURACY_KM` only, so it may
    as well be so; of the rest `value` says which other day or assumption it is.
    """

    cause: Literal["line", "distance", "zone", "date", "radius"]
    is_open: bool
    value: str = ""

    @property
    def is_error(self) -> bool:
        """Whether the data themselves leave it open."""
        return self.cause in ("line", "distance", "zone")


@dataclass(frozen=True, kw_only=True)
class GapKind:
    """One kind of gap: of which guarantee, where it is open, and whether it stays so if something were otherwise."""

    guarantee: str
    find: Callable[[Frames, Scenario], tuple[Gap, ...]]
    variations: Callable[[Frames, Scenario, Gap], tuple[Variation, ...]]


def point_bounds(point: Any, margin_deg: float = 0.6) -> Bounds:
    """Return bounds round a point, so far that its surroundings are seen."""
    return point.x - 1.5 * margin_deg, point.y - margin_deg, point.x + 1.5 * margin_deg, point.y + margin_deg


def shape_bounds(shape: BaseGeometry, margin_deg: float = 0.3) -> Bounds:
    """Return the bounds of a shape with a margin."""
    west, south, east, north = shape.bounds
    return west - margin_deg, south - margin_deg, east + margin_deg, north + margin_deg
