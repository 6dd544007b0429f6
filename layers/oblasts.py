"""Oblasts: the 27 first-level units of Ukraine with their population, and a point for each name."""

import geopandas as gpd
import shapely

from geodata.dates import day
from i18n.spoken import worded
from layers.core.params import NoParams
from layers.core.spec import Facts, Layer, Search, common, frame_of
from layers.style.row import StyleRow


def build(facts: Facts, params: NoParams) -> gpd.GeoDataFrame:
    """Return one area and one label point per unit; both carry `iso_3166_2`, `name_uk` and `population`."""
    rows = []
    for unit in facts["basemap/oblasts"].to_dict("records"):
        own = {k: unit[k] for k in ("iso_3166_2", "name_uk", "population")}
        measure = worded(
            "{people} people ({date})", people=f"{unit['population']:,}", date=day(str(unit["as_of"])[:10])
        )
        rows.append({**common(unit, measure=measure), **own, "geometry": unit["geometry"]})
        label = common(unit, kind="oblast_label", feature_id=f"{unit['feature_id']}-label", measure=measure)
        rows.append({**label, **own, "geometry": shapely.Point(unit["label_lon"], unit["label_lat"])})
    return frame_of(rows)


ROWS = (
    StyleRow(kind="oblast", form="area", z=8, lead=True, label="Oblast", fill="ukraine", fill_opacity=0,
             stroke="oblast", width=0.7, dash=(4, 2), shares_outlines=True),
    StyleRow(kind="oblast_label", form="label", z=92, text="text_muted", text_px=10, text_priority=60,
             text_min_zoom=5.8, interactive=False),
)  # fmt: skip

LAYER = Layer(
    id="oblasts",
    title="Oblasts",
    group="base",
    summary="The 27 first-level units of Ukraine.",
    facts=("basemap/oblasts",),
    build=build,
    sources=("natural_earth", "ukrstat_2022"),
    order=110,
    search=Search(group="Oblasts", zoom=6.6, kinds=("oblast",), order=2),
    rows=ROWS,
)
