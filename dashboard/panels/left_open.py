"""What the guarantees leave open, as HTML: the gaps by kind, each with its verdict and what would close it.

Fetched when the panel is there (`frontend/panels/left_open.js`): what closes a gap may take a second to search for.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import shapely

from analysis.gap_model import Change, Gap, Kind
from analysis.gaps import REFUSED, find
from analysis.robustness import Verdict, verdict
from dashboard.service import Service
from dashboard.templates import template
from i18n.spoken import message, said
from layers.core.scenario import Scenario
from layers.core.spec import Layer
from webmap.boot import accent

#: What the gaps of a kind are called together.
KINDS: dict[Kind, str] = {
    "hidden": message("Not part of this scenario"),
    "route": message("Routes without an area"),
    "city": message("Cities out of reach"),
    "line": message("Stretches of the line without a base"),
    "corridor": message("Stretches of the corridor without a patrol"),
    "port": message("Ports in no patrol zone"),
}
#: So many ways of closing a gap are offered, as `Closing.words` says them.
_MOST_CHANGES = 3
#: A stretch that is marked on the map: to some 200 m, as its line is drawn to kilometres.
_SIMPLER_DEG, _GRID_DEG = 0.002, 0.001
#: Less of the map is not shown: a reader would not know where it is. Longitude, latitude.
_LEAST_DEG = (3.6, 2.4)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One gap as the panel has it."""

    gap: Gap
    verdict: Verdict

    @property
    def text(self) -> str:
        """What is open, in the language that is spoken now."""
        return said(self.gap.text)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes that are offered, the smallest first."""
        return self.gap.closing.changes[:_MOST_CHANGES]

    @property
    def feature_id(self) -> str:
        """The feature to mark on the map, '' where a stretch of one is meant."""
        return self.gap.features[0] if self.gap.features and not self.stretch else ""

    @property
    def bounds(self) -> str:
        """What to zoom to: west, south, east, north, with so much round it that one sees where that is."""
        west, south, east, north = self.gap.bounds
        beside = max(0.0, (_LEAST_DEG[0] - (east - west)) / 2)
        above = max(0.0, (_LEAST_DEG[1] - (north - south)) / 2)
        shown = (west - beside, south - above, east + beside, north + above)
        return ",".join(f"{degrees:.3f}" for degrees in shown)

    @property
    def stretch(self) -> str:
        """The stretch to mark, as GeoJSON; '' where a whole feature is meant."""
        shape = self.gap.geometry
        if shape.is_empty or shape.geom_type == "Point":
            return ""
        simpler = shapely.set_precision(shape.simplify(_SIMPLER_DEG), _GRID_DEG)
        return json.dumps(shapely.geometry.mapping(simpler), separators=(",", ":"))


@dataclass(frozen=True, kw_only=True)
class Group:
    """The gaps of one kind; `reason` is why nothing closes any of them, where that is the same for all."""

    kind: Kind
    title: str
    layer: Layer | None
    rows: tuple[Row, ...]
    reason: str

    @property
    def accent(self) -> dict[str, str] | None:
        """The colour of the guarantee by theme."""
        return accent(self.layer) if self.layer else None


def groups(service: Service, scenario: Scenario) -> Iterator[Group]:
    """Yield the gaps of a scenario by kind, in the order in which they are ranked."""
    frames = service.frames_kept
    for kind, gaps in groupby(find(frames, scenario), key=lambda gap: gap.kind):
        rows = tuple(Row(gap=gap, verdict=verdict(frames, scenario, gap)) for gap in gaps)
        reasons = {row.gap.closing.reason for row in rows}
        yield Group(
            kind=kind,
            title=KINDS[kind],
            layer=None if kind == "hidden" else service.layer(rows[0].gap.guarantee),
            rows=rows,
            reason=reasons.pop() if len(rows) > 1 and len(reasons) == 1 else "",
        )


def left_open_html(service: Service, scenario: Scenario) -> str:
    """Return all gaps of a scenario as HTML; of scenarios that are compared, those of the first."""
    found = list(groups(service, scenario))
    count = sum(len(group.rows) for group in found)
    return template("shell/left_open.html").render(groups=found, count=count, refused=REFUSED)
