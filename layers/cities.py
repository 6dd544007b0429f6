"""Cities: towns in four ranks, from capitals to district towns."""

import geopandas as gpd

from layers.core.params import NoParams
from layers.core.spec import Facts, Layer, Search, common, frame_of
from layers.style.row import StyleRow


def build(facts: Facts, params: NoParams) -> gpd.GeoDataFrame:
    """Return the towns with `name_uk` and `country`, the larger first; the kind is ``town_<rank>``."""
    rows = []
    for town in facts["basemap/towns"].to_dict("records"):
        own = {k: town[k] for k in ("name_uk", "country", "iso_3166_2")}
        rows.append({**common(town, kind=f"town_{town['rank']}"), **own, "geometry": town["geometry"]})
    return frame_of(rows)


ROWS = (
    StyleRow(kind="town_1", form="point", z=84, lead=True, label="Capital", symbol="capital", symbol_px=11,
             stroke="text", text="text", text_px=14, text_weight="bold", text_priority=1, text_yields=False,
             edge_margin=3),
    StyleRow(kind="town_2", form="point", z=83, label="City or town", symbol="town", symbol_px=8,
             stroke="text", text="text", text_px=12, text_priority=5, min_zoom=4.2, text_min_zoom=4.6,
             text_yields=False, edge_margin=3),
    StyleRow(kind="town_3", form="point", z=82, symbol="town", symbol_px=6, stroke="text", text="text",
             text_px=11, text_priority=30, min_zoom=6.2, text_min_zoom=6.2, text_yields=False, edge_margin=3),
    StyleRow(kind="town_4", form="point", z=81, symbol="town", symbol_px=5, stroke="text_muted",
             text="text_muted", text_px=10.5, text_priority=45, min_zoom=7.4, text_min_zoom=7.4,
             text_yields=False, edge_margin=3),
)  # fmt: skip

LAYER = Layer(
    id="cities",
    title="Cities",
    group="base",
    summary="Capitals, cities and towns.",
    facts=("basemap/towns",),
    build=build,
    sources=("geonames",),
    order=120,
    search=Search(group="Towns", zoom=8.0, order=1),
    rows=ROWS,
)
