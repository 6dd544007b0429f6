"""Cities: towns in four ranks, from capitals to district towns."""

import geopandas as gpd

from layers.core.spec import Facts, Layer, NoParams, common, frame_of


def build(facts: Facts, params: NoParams) -> gpd.GeoDataFrame:
    """Return the towns with `name_uk` and `country`, the larger first; the kind is ``town_<rank>``."""
    rows = []
    for town in facts["basemap/towns"].to_dict("records"):
        own = {k: town[k] for k in ("name_uk", "country", "iso_3166_2")}
        rows.append({**common(town, kind=f"town_{town['rank']}"), **own, "geometry": town["geometry"]})
    return frame_of(rows)


LAYER = Layer(
    id="cities",
    title="Cities",
    group="base",
    summary="Capitals, cities and towns.",
    facts=("basemap/towns",),
    build=build,
    sources=("geonames",),
)
