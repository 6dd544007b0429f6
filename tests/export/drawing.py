"""Figures for the tests: drawn of the shipped data by an address, as a person would ask for them."""

from functools import cache
from urllib.parse import parse_qsl

import geopandas as gpd
from shipped import LAYERS

from export.figures import figure as figures
from export.figures.figure import Figure
from export.figures.options import SnapshotOptions, read_options, split_pairs
from export.figures.page_sizes import LAYOUTS
from export.formats import Snapshot, render
from geodata.store import Store
from layers.core.address import from_pairs
from layers.core.build import Frames
from layers.core.registry import Registry, load_registry
from layers.core.scenario import Scenario

#: What is made of others would draw their ground in their stead; it has figures of its own.
ALL = "layers=" + ",".join(layer.id for layer in LAYERS if not layer.derives_from)
GUARANTEES = ("monitoring_mission", "coalition_forces", "air_policing", "maritime_patrols")
MADE = "2026-01-31"


@cache
def store() -> Store:
    return Store()


@cache
def registry() -> Registry:
    return load_registry(store())


def asked(query: str) -> tuple[Scenario, SnapshotOptions]:
    """Scenario and options of an address; the address must be understood."""
    own, rest = split_pairs(parse_qsl(query, keep_blank_values=True))
    scenario, problems = from_pairs(rest, registry())
    options, found = read_options(own)
    assert not problems + found, [str(problem) for problem in problems + found]
    return scenario, options


@cache
def _frames() -> Frames:
    return Frames(store())


def frames_of(scenario: Scenario) -> dict[str, gpd.GeoDataFrame]:
    """The ground and the layers that a scenario shows."""
    return _frames().frames(scenario)


def _common(scenario: Scenario) -> dict:
    others = [frames_of(one) for one in scenario.compared[1:]]
    return {"registry": registry(), "sources": store().sources, "others": others}


def draw(scenario: Scenario, options: SnapshotOptions, ratio: float = 1.0) -> Figure:
    return figures.draw(frames_of(scenario), scenario, options, ratio=ratio, **_common(scenario))


@cache
def figure(query: str) -> Figure:
    return draw(*asked(query))


@cache
def picture(query: str) -> bytes:
    """The figure of an address as PNG: the one drawing that all tests of its looks share."""
    return figures.save(figure(query), "png")


def file_of(kind: str, query: str) -> bytes:
    """A file of an address, drawn anew."""
    scenario, options = asked(query)
    snapshot = Snapshot(
        frames=frames_of(scenario), scenario=scenario, options=options, made=MADE, **_common(scenario)
    )
    return render(kind, snapshot)


@cache
def kept(kind: str, query: str) -> bytes:
    """A file of an address, drawn once for all tests that only look at it."""
    return file_of(kind, query)


REFERENCE_PX = 704  # the longer side
#: The figures that reference pictures show, by the name of the picture (`tools/references.py` draws them).
REFERENCES = {
    **{
        name: f"layout={name}&scale={REFERENCE_PX / max(layout.width_px, layout.height_px):.3f}"
        for name, layout in LAYOUTS.items()
    },
    "dark": "theme=dark&scale=0.44",
    "print": "theme=print&scale=0.44",
    "safe": "theme=safe&scale=0.44",
    "uk": "lang=uk&scale=0.44&view=33.5,46.2,6.2",
    "compare": "scale=0.44&b=line%3D2022-11-15%26monitoring_mission.depth_km%3D30",
    "world": "scale=0.44&layers=lead_organisations,contributors&view=45,38,3&marking=Draft&author=A.%20Author",
}
