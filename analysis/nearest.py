"""What of the scenario is nearest to a point: patrol base, hub, air base, patrol zone and port."""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from analysis.flight import arrival_min
from geodata.geodesy import apart_km, nearest_point_km
from i18n.spoken import message
from layers.core.build import Frames
from layers.core.scenario import Scenario

#: Layer and kind of what is asked for, with what it is called; that of a guarantee only where it is shown.
ASKED = (
    ("monitoring_mission", "patrol_base", message("Nearest patrol base")),
    ("coalition_forces", "hub", message("Nearest hub")),
    ("coalition_forces", "deployment_area", message("Nearest deployment area")),
    ("air_policing", "air_base", message("Nearest selected air base")),
    ("maritime_patrols", "patrol_zone", message("Nearest patrol zone")),
    ("ports", "port", message("Nearest port")),
)


@dataclass(frozen=True, kw_only=True)
class Nearest:
    """Nearest feature of a kind; `km` is 0 inside an area. `arrival_min` only of an air base, `state` of a port."""

    layer: str
    kind: str
    label: str
    feature_id: str
    name: str
    km: float
    arrival_min: float | None = None
    state: str = ""


def nearest_of(frames: Frames, scenario: Scenario, point: shapely.Point) -> Iterator[Nearest]:
    """Yield the nearest feature of each kind that is asked for; none that is hidden or that there is none of."""
    for layer_id, kind, label in ASKED:
        layer = frames.registry.by_id.get(layer_id)
        if layer is None or (layer.group == "guarantee" and layer_id not in scenario.layers):
            continue
        frame = frames.frame(layer, scenario)
        of_kind = frame.loc[frame["kind"] == kind]
        if of_kind.empty:
            continue
        index, km = _nearest(of_kind, point)
        found = of_kind.iloc[index]
        yield Nearest(
            layer=layer_id,
            kind=kind,
            label=label,
            feature_id=found["feature_id"],
            name=found["name"],
            km=km,
            arrival_min=arrival_min(km) if kind == "air_base" else None,
            state=found["state"] if kind == "port" else "",
        )


def _nearest(features: gpd.GeoDataFrame, point: shapely.Point) -> tuple[int, float]:
    """Return which feature is nearest, and how far it is in km."""
    shapes = features.geometry.to_numpy()
    if all(shape.geom_type == "Point" for shape in shapes):
        return nearest_point_km(point.x, point.y, shapely.get_coordinates(shapes))
    km = np.array([apart_km(point, shape) for shape in shapes])
    return int(np.argmin(km)), float(km.min())
