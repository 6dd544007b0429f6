"""Ground that a guarantee covers in only one of two scenarios: marked on both maps, and counted.

It belongs to no layer of the argument, so it is not one of `LAYERS`; it is there while two scenarios are compared. What
a guarantee covers are the shapes that its label stands on (`MapLabel.kinds`).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geodesy import area_km2, normalize
from i18n.spoken import worded
from layers.core.format import about
from layers.core.params import NoParams
from layers.core.spec import Facts, Layer, frame_of, ground_of
from layers.style.row import StyleRow

_LEAST_KM2 = 1.0
KINDS = ("only_a", "only_b")


def only_in(
    first: Mapping[str, gpd.GeoDataFrame], second: Mapping[str, gpd.GeoDataFrame], layers: Iterable[Layer]
) -> gpd.GeoDataFrame:
    """Return for each guarantee the ground that it covers in the first, and in the second alone.

    `first`, `second`: frames by layer id, of what each scenario shows; one that is not shown covers nothing.
    """
    rows: list[dict[str, Any]] = []
    for layer in layers:
        if layer.map_label and (layer.id in first or layer.id in second):
            rows += _of_layer(layer, first.get(layer.id), second.get(layer.id))
    return frame_of(rows)


def _of_layer(
    layer: Layer, first: gpd.GeoDataFrame | None, second: gpd.GeoDataFrame | None
) -> Iterator[dict[str, Any]]:
    one, two = _covered(layer, first), _covered(layer, second)
    newest = max(str(frame["as_of"].max()) for frame in (first, second) if frame is not None and len(frame))
    for kind, own, other in ((KINDS[0], one, two), (KINDS[1], two, one)):
        alone = _parts(shapely.difference(own, other))
        if alone.is_empty:
            continue
        size_km2 = area_km2(alone)
        yield {
            "feature_id": f"{kind.replace('_', '-')}-{layer.id}",
            "name": worded("{layer}: only in {letter}", layer=layer.title, letter=kind[-1].upper()),
            "kind": kind,
            "status": "notional",
            "as_of": newest,
            "source": "studio",
            "note": "Ground that this guarantee covers in only one of the two scenarios.",
            "measure": about(size_km2, "km²"),
            "of_layer": layer.id,
            "area_km2": size_km2,
            "geometry": normalize(alone),
        }


def _covered(layer: Layer, frame: gpd.GeoDataFrame | None) -> BaseGeometry:
    if frame is None or layer.map_label is None:
        return shapely.MultiPolygon()
    return ground_of(frame, *layer.map_label.kinds)


def _parts(ground: BaseGeometry) -> BaseGeometry:
    """Return the areas of some ground, without the crumbs that two unions of the same shapes leave."""
    parts = [part for part in shapely.get_parts(ground) if isinstance(part, shapely.Polygon)]
    return shapely.MultiPolygon([part for part in parts if area_km2(part) >= _LEAST_KM2])


def _build(facts: Facts, params: NoParams) -> gpd.GeoDataFrame:
    """Return nothing: there is some only where two are compared (`only_in`)."""
    return frame_of([])


#: Ink that no guarantee has, and two patterns and outlines apart in grey.
ROWS = (
    StyleRow(kind="only_a", form="area", z=38, lead=True, label="Only in A", fill="text", pattern="falling",
             pattern_opacity=0.45, stroke="text", width=1.1, constructed=True, interactive=False, hit="outline"),
    StyleRow(kind="only_b", form="area", z=39, label="Only in B", fill="text", pattern="cross",
             pattern_opacity=0.45, stroke="text", width=1.1, dash=(4, 2.5), constructed=True, interactive=False,
             hit="outline"),
)  # fmt: skip

LAYER = Layer(
    id="only_in",
    title="Ground that only one covers",
    group="context",
    summary="Where a guarantee covers ground in only one of the two scenarios compared.",
    facts=(),
    build=_build,
    rows=ROWS,
)
