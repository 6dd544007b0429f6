"""What the page and the routes ask for: layer frames and their GeoJSON, built once per assumption and kept."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd

from analysis import gaps
from analysis.assessment import assess
from analysis.covered import Share, shares
from analysis.robustness import verdict
from analysis.sustained_numbers import Sustained
from briefings.placeholders import Library
from briefings.repository import FOLDER, BriefingRepository
from dashboard.turns import Quiet, Turns
from export.data.assessment import as_json
from export.figures import preview
from geodata.corrections import Correction, read_corrections
from geodata.store import Store
from i18n.spoken import code, current, message, spoken_day
from jobs import memory
from layers import GROUND, LAYERS, ONLY_IN
from layers.core import citations
from layers.core.build import Frames
from layers.core.caching import Lru as Lru
from layers.core.constants import provenance
from layers.core.dated_label import legend_label
from layers.core.geojson import in_language, to_geojson
from layers.core.notional import notional_layers
from layers.core.only_in import only_in
from layers.core.scenario import Scenario
from layers.core.spec import Layer, Measure
from layers.core.views import Bounds

#: Figures and pictures drawn at once: more would only take turns on the same processors, and hold more memory.
#: Whoever waits holds a thread of the server (`dashboard.turns.SERVER_THREADS`).
_DRAWN_AT_ONCE = 2
_DRAWING_WAITS = 6
_DRAWING_WAIT_S = 8.0
#: Assessments, gaps and places worked out at once: a scenario that nobody asked for takes seconds of a processor.
_ASSESSED_AT_ONCE = 2
_ASSESSING_WAITS = 4
_ASSESSING_WAIT_S = 8.0
#: A server is quiet when nobody has asked for anything for so long: a page asks for its parts one after the other.
_QUIET_S = 1.0
#: Foreign files and briefings read at once; files in a process of their own (`export.metadata.sandbox`).
_READ_AT_ONCE = 2
_READING_WAITS = 4
_READING_WAIT_S = 5.0


@dataclass(frozen=True, kw_only=True)
class Document:
    """A response body with its entity tag."""

    body: bytes
    etag: str


class Service:
    """Facts, registry and caches behind one dashboard; safe to share between threads."""

    def __init__(
        self,
        store: Store | None = None,
        layers: tuple[Layer, ...] = LAYERS,
        briefings_folder: Path = FOLDER,
    ) -> None:
        self._briefings_folder = briefings_folder
        self._frames = Frames(store, layers)
        self.store, self.registry = self._frames.store, self._frames.registry
        self._documents = Lru(32 << 20, weigh=lambda document: len(document.body))
        self.quiet = Quiet(_QUIET_S)
        self.drawing = Turns(
            at_once=_DRAWN_AT_ONCE, waiting=_DRAWING_WAITS, wait_s=_DRAWING_WAIT_S,
            doing=message("drawing other figures"), idle=memory.release_soon,
        )  # fmt: skip
        self.reading = Turns(
            at_once=_READ_AT_ONCE, waiting=_READING_WAITS, wait_s=_READING_WAIT_S, doing=message("reading other files"),
        )  # fmt: skip
        self.assessing = Turns(
            at_once=_ASSESSED_AT_ONCE, waiting=_ASSESSING_WAITS, wait_s=_ASSESSING_WAIT_S,
            doing=message("working out other assessments"),
        )  # fmt: skip

    @cached_property
    def corrections(self) -> dict[str, Correction]:
        """What earlier editions said wrongly, by id."""
        return read_corrections()

    @property
    def frames_kept(self) -> Frames:
        """All frames that were built, for what is computed from them; shared, so not to be changed."""
        return self._frames

    def layer(self, layer_id: str) -> Layer | None:
        """Return a layer of the registry, or the ground; None if there is none of that name."""
        return GROUND if layer_id == GROUND.id else self.registry.by_id.get(layer_id)

    def frame(self, layer: Layer, scenario: Scenario) -> gpd.GeoDataFrame:
        """Return a layer's frame under a scenario; shared, so not to be changed."""
        return self._frames.frame(layer, scenario)

    def frames(self, scenario: Scenario) -> dict[str, gpd.GeoDataFrame]:
        """Return the ground and the layers that a scenario shows, by id; shared, so not to be changed."""
        return self._frames.frames(scenario)

    def key_figures(self, layer: Layer, scenario: Scenario) -> tuple[Measure, ...]:
        """Return the few numbers that the assessment shows of a layer."""
        return self._frames.key_figures(layer, scenario)

    def query(self, layer: Layer, scenario: Scenario) -> str:
        """Return the query of a layer's address: only what it depends on."""
        return self._frames.query(layer, scenario)

    def geojson(self, layer: Layer, scenario: Scenario) -> Document:
        """Return a layer as GeoJSON under a scenario."""

        def write() -> Document:
            frame = in_language(self.frame(layer, scenario), current())
            body = to_geojson(frame, provenance(self.registry.data_version))
            return Document(body=body, etag=hashlib.sha256(body).hexdigest()[:20])

        document: Document = self._documents.once((layer.id, self.query(layer, scenario), code()), write)
        return document

    def only_in(self, scenario: Scenario) -> Document:
        """Return as GeoJSON the ground that only one of two compared scenarios covers; nothing of one, or of more."""
        maps = [
            (layer.id, self.query(layer, one), layer.id in one.layers)
            for one in scenario.compared
            for layer in self.registry.layers
            if layer.map_label
        ]

        def write() -> Document:
            both = [self.frames(one) for one in scenario.compared]
            first, second = both if len(both) == 2 else ({}, {})
            body = to_geojson(
                only_in(first, second, self.registry.layers), provenance(self.registry.data_version)
            )
            return Document(body=body, etag=hashlib.sha256(body).hexdigest()[:20])

        document: Document = self._documents.once((ONLY_IN.id, *maps), write)
        return document

    def assessment(self, scenario: Scenario, sustained: Sustained | None = None) -> Document:
        """Return the assessment of a scenario as JSON; of scenarios that are compared, that of the first."""
        alone = replace(scenario, compare=None, more=())

        def write() -> Document:
            with self.assessing.turn():
                found = assess(self._frames, alone, sustained)
            body = as_json(found, alone, self.registry)
            return Document(body=body, etag=hashlib.sha256(body).hexdigest()[:20])

        document: Document = self._documents.once(
            ("assessment", alone.to_query(self.registry), sustained, code()), write
        )
        return document

    def shares(self, scenario: Scenario) -> tuple[Share, ...]:
        """Return what each guarantee that a scenario shows covers, and none."""
        return shares(self._frames, scenario)

    def extents(self, scenario: Scenario) -> dict[str, Bounds]:
        """Return by id what views must hold of the layers that a scenario shows."""
        return self._frames.extents(scenario)

    def label(self, layer: Layer, scenario: Scenario) -> dict[str, Any]:
        """Return what stands on the map for a layer, and what of it labels keep clear of."""
        return self._frames.label(layer, scenario)

    @cached_property
    def library(self) -> Library:
        """What briefings speak of: this service's data, layers and frames."""
        return Library(frames=self._frames)

    @cached_property
    def briefings(self) -> BriefingRepository:
        """The shipped briefings, read once for all routes and dialogs."""
        return BriefingRepository(self.library, self._briefings_folder)

    def kinds(self, *scenarios: Scenario) -> dict[str, list[str]]:
        """Return the kinds that occur in each layer under any of the scenarios."""
        return {
            layer.id: sorted({kind for scenario in scenarios for kind in self.frame(layer, scenario)["kind"]})
            for layer in self.registry.layers
        }

    def dates(self, scenario: Scenario) -> dict[str, list[str]]:
        """Return the newest fact's date of each layer under a scenario, ISO and for people; none for base maps."""
        found = {
            layer.id: citations.data_date([(layer.id, self.frame(layer, scenario))], self.registry)
            for layer in self.registry.layers
        }
        return {layer_id: [newest, spoken_day(newest)] for layer_id, newest in found.items() if newest}

    def found(self, *scenarios: Scenario) -> dict[str, Any]:
        """Return which kinds occur under any of the scenarios, and the dates of each: what legend and footer say."""
        return {
            "kinds": self.kinds(*scenarios),
            "dates": [self.dates(one) for one in scenarios],
            "labels": self.labels(*scenarios),
            "notional": [self.notional(one) for one in scenarios],
        }

    def notional(self, scenario: Scenario) -> tuple[str, ...]:
        """Return the layers that have notional features under a scenario, shown or not."""
        return notional_layers({layer.id: self.frame(layer, scenario) for layer in self.registry.layers})

    def labels(self, *scenarios: Scenario) -> dict[str, str]:
        """Return what the legend says of the kinds that it dates, by layer and kind."""
        layers = [layer for layer in self.registry.layers if any(row.dated_labels for row in layer.rows)]
        maps = [{layer.id: self.frame(layer, one) for layer in layers} for one in scenarios]
        return {
            f"{layer.id}/{row.kind}": legend_label(row, maps, current(), spoken_day)
            for layer in layers
            for row in layer.rows
            if row.dated_labels
        }

    def warm_up(self) -> None:
        """Build what the page shows of the map as proposed, so that the first visitor does not wait.

        Gaps, with what closes them, take seconds of a processor: they are searched for while nobody asks for anything.
        """
        scenario = self.registry.default()
        for layer in (GROUND, *self.registry.layers):
            self.geojson(layer, scenario)
        self.shares(scenario)
        preview.warm_up()
        for gap in gaps.find(self._frames, scenario):
            self.quiet.wait()
            _ = gap.closing
            verdict(self._frames, scenario, gap)
