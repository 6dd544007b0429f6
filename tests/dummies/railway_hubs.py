"""Railway hubs: junctions in the west of Ukraine, with the ground that lies near each. A dummy: see tests/dummies."""

import geopandas as gpd

from geodata.geodesy import normalize, ring
from layers.core.params import Params, number
from layers.core.spec import Facts, Layer, Measure, Search, common, frame_of
from layers.style.row import StyleRow


class RailwayHubsParams(Params):
    """Choices for the railway hubs."""

    reach_km: float = number(60, low=20, high=150, step=10, help="Distance that counts as near a hub.")


def build(facts: Facts, params: RailwayHubsParams) -> gpd.GeoDataFrame:
    """Return each hub, and the ground within `reach_km` of it."""
    rows = []
    for hub in facts["railway_hubs"].to_dict("records"):
        place = hub["geometry"]
        measure = f"{hub['tracks']} tracks"
        own = {"station_code": hub["station_code"], "geometry": place}
        rows.append({**common(hub, kind="railway_hub", measure=measure), **own})
        near = common(
            hub,
            feature_id=f"near-{hub['feature_id']}",
            name=f"Near {hub['name']}",
            kind="near_hub",
            status="notional",
        )
        rows.append({**near, "geometry": normalize(ring(place.x, place.y, params.reach_km))})
    return frame_of(rows)


def key_figures(frame: gpd.GeoDataFrame, params: RailwayHubsParams) -> tuple[Measure, ...]:
    """How many hubs there are."""
    hubs = int((frame["kind"] == "railway_hub").sum())
    return (
        Measure(label="Hubs on the railway", value=f"{hubs}", caveat=f"{params.reach_km:g} km round each"),
    )


ROWS = (
    StyleRow(kind="near_hub", form="area", z=33, label="Ground near a hub (notional)", fill="railway",
             fill_opacity=0.3, stroke="railway", width=1.2, constructed=True),
    StyleRow(kind="railway_hub", form="point", z=85, lead=True, label="Railway hub", symbol="square", symbol_px=14,
             stroke="railway", text="text", text_px=12, text_priority=3),
)  # fmt: skip

LAYER = Layer(
    id="railway_hubs",
    title="Railway hubs",
    group="context",
    summary="Junctions that heavy equipment would pass.",
    facts=("railway_hubs",),
    params=RailwayHubsParams,
    build=build,
    key_figures=key_figures,
    sources=("geonames",),
    visible=False,
    search=Search(group="Railway hubs", kinds=("railway_hub",), columns=("station_code",)),
    colours={"railway": {"light": "#7b2d8b", "dark": "#d79be3", "print": "#4a4a4a", "safe": "#7b2d8b"}},
    rows=ROWS,
)
