"""Ground: the base map under everything. Always drawn, never switched, so it is not one of `LAYERS`.

It travels to the browser once; it holds only what drawing needs (`feature_id`, `name`, `kind`, `rank`).
"""

from collections import Counter
from typing import Any

import geopandas as gpd
import shapely

from layers.core.area_spots import spots_of
from layers.core.params import NoParams
from layers.core.spec import Facts, Layer
from layers.style.row import StyleRow

HOME = "UKR"
_SPOTS = 100  # of one area at most: `label_rank` has the rank before, and which of its points it is behind


def build(facts: Facts, params: NoParams) -> gpd.GeoDataFrame:
    """Return countries, lakes, rivers, land borders, and points for the names of countries and seas.

    `rank` orders labels and rivers, 1 the most important, 0 elsewhere. An area may be named at one of several points,
    its usual one first (`label_rank`); `label_zoom` is the zoom from which the name fits there. The common columns are
    left out: the ground states no fact.
    """
    rows: list[dict[str, Any]] = []
    for country in facts["basemap/countries"].to_dict("records"):
        kind = "ukraine" if country["iso_a3"] == HOME else "country"
        rows.append(_row(country, kind, country["geometry"]))
        if rank := _label_rank(country["geometry"]):
            place = shapely.Point(country["label_lon"], country["label_lat"])
            label = _row(country, "country_label", place, rank=rank)
            rows.append(
                {**label, "feature_id": f"{country['feature_id']}-label", "label_rank": rank * _SPOTS}
            )
            spots = spots_of(country["geometry"], country["name"], place)
            for number, (point, zoom) in enumerate(spots, start=1):
                own = {
                    "feature_id": f"{country['feature_id']}-label-{number}",
                    "label_rank": rank * _SPOTS + number,
                }
                rows.append({**label, **own, "label_zoom": zoom, "geometry": point})
    for table in ("basemap/lakes", "third_party/gshhg/lakes"):
        for lake in facts[table].to_dict("records"):
            rows.append(_row(lake, "lake", lake["geometry"]))
    for river in facts["third_party/gshhg/rivers"].to_dict("records"):
        rows.append(_row(river, "river", river["geometry"], rank=river["rank"]))
    for border in facts["basemap/borders"].to_dict("records"):
        home = HOME in border["between"].split("-") and border["kind"] == "border"
        rows.append(_row(border, "border_home" if home else border["kind"], border["geometry"]))
    met: Counter[str] = Counter()
    for sea in facts["basemap/seas"].to_dict("records"):
        label = _row(sea, "sea_label", sea["geometry"], rank=sea["rank"])
        label_rank = sea["rank"] * _SPOTS + met[sea["name"]]
        rows.append({**label, "label_rank": label_rank, "label_zoom": sea["label_zoom"]})
        met[sea["name"]] += 1
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def _row(record: Any, kind: str, geometry: Any, *, rank: int = 0) -> dict[str, Any]:
    return {
        "feature_id": record["feature_id"],
        "name": record["name"],
        "kind": kind,
        "rank": rank,
        "geometry": geometry,
    }


def _label_rank(country: shapely.MultiPolygon) -> int:
    """1 for a large country to 3 for one that just holds its name, 0 for a dot; by its largest part."""
    degrees = max(part.area for part in country.geoms)
    return next((rank for rank, minimum in ((1, 20.0), (2, 5.0), (3, 0.8)) if degrees >= minimum), 0)


ROWS = (
    StyleRow(kind="country", form="area", z=0, fill="land", fill_opacity=1, stroke="coast", width=0.6,
             interactive=False),
    StyleRow(kind="ukraine", form="area", z=1, fill="ukraine", fill_opacity=1, stroke="coast", width=0.8,
             interactive=False),
    StyleRow(kind="lake", form="area", z=12, fill="water", fill_opacity=1, interactive=False),
    StyleRow(kind="river", form="line", z=5, stroke="water", width=1.1, interactive=False),
    StyleRow(kind="border", form="line", z=70, stroke="border", width=0.9, interactive=False),
    StyleRow(kind="border_home", form="line", z=71, stroke="border_home", width=1.6, interactive=False,
             parts_labels="abroad"),
    StyleRow(kind="border_disputed", form="line", z=70, stroke="border", width=0.9, dash=(3, 2),
             interactive=False),
    StyleRow(kind="sea_label", form="label", z=90, text="text_sea", halo="halo_sea", text_px=14,
             text_weight="italic", text_priority=20,
             text_by_rank=True, several_spots=True, interactive=False),
    StyleRow(kind="country_label", form="label", z=91, text="text_muted", text_px=12, text_weight="regular",
             text_priority=40, several_spots=True, interactive=False),
)  # fmt: skip

LAYER = Layer(
    id="ground",
    title="Ground",
    group="base",
    summary="Countries, borders, rivers and lakes.",
    facts=(
        "basemap/countries",
        "basemap/borders",
        "basemap/lakes",
        "basemap/seas",
        "third_party/gshhg/lakes",
        "third_party/gshhg/rivers",
    ),
    build=build,
    sources=("natural_earth", "wdbii"),
    rows=ROWS,
)
