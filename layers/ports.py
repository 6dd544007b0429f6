"""Ports: Ukraine’s ports of the Black and Azov Seas and the Danube with their state, and Snake Island."""

import geopandas as gpd

from layers.core.spec import Facts, Layer, NoParams, common, frame_of


def build(facts: Facts, params: NoParams) -> gpd.GeoDataFrame:
    """Return the points of the table with `country` and `state`; hover shows the state."""
    rows = []
    for port in facts["ports"].to_dict("records"):
        state = "" if port["state"] == "n/a" else port["state"]
        own = {"country": port["country"], "state": state}
        rows.append({**common(port, measure=state.capitalize()), **own, "geometry": port["geometry"]})
    return frame_of(rows)


LAYER = Layer(
    id="ports",
    title="Ports",
    group="base",
    summary="Ports of Ukraine, open, closed or occupied, and Snake Island.",
    facts=("ports",),
    build=build,
)
