"""Ports: Ukraine’s ports of the Black and Azov Seas and the Danube with their state, and Snake Island."""

import geopandas as gpd

from layers.core.params import NoParams
from layers.core.spec import Facts, Layer, Search, common, frame_of
from layers.style.row import StyleRow


def build(facts: Facts, params: NoParams) -> gpd.GeoDataFrame:
    """Return the points of the table with `country` and `state`; hover shows the state."""
    rows = []
    for port in facts["ports"].to_dict("records"):
        state = "" if port["state"] == "n/a" else port["state"]
        own = {"country": port["country"], "state": state}
        rows.append({**common(port, measure=state.capitalize()), **own, "geometry": port["geometry"]})
    return frame_of(rows)


ROWS = (
    StyleRow(kind="port", form="point", z=80, lead=True, label="Port", symbol="anchor", symbol_px=13,
             stroke="text_sea", text="text_sea", text_px=11, text_weight="italic", text_priority=14,
             min_zoom=5.6, text_min_zoom=5.6, named_only=True),
    StyleRow(kind="island", form="point", z=80, symbol="town", symbol_px=6, stroke="text_sea", text="text_sea",
             text_px=11, text_weight="italic", text_priority=12,
             min_zoom=5.6, text_min_zoom=5.6, named_only=True),
)  # fmt: skip

LAYER = Layer(
    id="ports",
    title="Ports",
    group="base",
    summary="Ports of Ukraine, open, closed or occupied, and Snake Island.",
    facts=("ports",),
    build=build,
    order=130,
    search=Search(group="Ports", zoom=8.0, order=4),
    rows=ROWS,
)
