"""Cities: towns in four ranks, from capitals to district towns."""

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import shapely

from layers.core.ground import HOME
from layers.core.params import NoParams
from layers.core.spec import Facts, Layer, Search, common, frame_of
from layers.style.label_sides import label_sides
from layers.style.row import StyleRow

#: What any map of the war names first, at every size: the capital, then the largest towns of each part of the country.
ALWAYS_NAMED = ("Kyiv", "Kharkiv", "Odesa", "Lviv", "Dnipro", "Zaporizhzhia", "Donetsk", "Simferopol")


def build(facts: Facts, params: NoParams) -> gpd.GeoDataFrame:
    """Return the towns with `name_uk` and `country`, in the order in which their names find room.

    That order is `label_rank`; the kind is ``town_<rank>``. `label_sides` has a letter for each band of zooms: the side
    of its dot on which a name is tried first.
    """
    rows: list[dict[str, Any]] = []
    for town in sorted(facts["basemap/towns"].to_dict("records"), key=_importance):
        own = {k: town[k] for k in ("name_uk", "country", "iso_3166_2")}
        own["label_rank"] = len(rows) + 1
        rows.append({**common(town, kind=f"town_{town['rank']}"), **own, "geometry": town["geometry"]})
    places = shapely.get_coordinates([row["geometry"] for row in rows])
    sides = label_sides(places, [row["name"] for row in rows], [_from_zoom(row) for row in rows])
    for row, letters in zip(rows, sides, strict=True):
        foremost = row["country"] == HOME and row["kind"] in ("town_1", "town_2")
        row["label_sides"] = letters if foremost else None
    return frame_of(rows)


def _importance(town: Mapping[Any, Any]) -> tuple[int, bool, int]:
    """Sort towns: those always named, then those at home before the rest, by rank; the larger come first there."""
    name = str(town["name"])
    first = ALWAYS_NAMED.index(name) if name in ALWAYS_NAMED else len(ALWAYS_NAMED)
    home = town["country"] == HOME
    return (first if home else len(ALWAYS_NAMED), not (home and town["rank"] <= 2), int(town["rank"]))


def _from_zoom(town: Mapping[str, Any]) -> float:
    row = next(row for row in ROWS if row.kind == town["kind"])
    return (town["country"] != HOME and row.min_zoom_abroad) or row.text_min_zoom


ROWS = (
    StyleRow(kind="town_1", form="point", z=84, lead=True, label="Capital", symbol="capital", symbol_px=11,
             stroke="text", text="text", text_px=14, text_weight="bold", text_priority=1,
             text_priority_abroad=16, text_by_place=True, named_only=True, edge_margin=3,
             first_names=len(ALWAYS_NAMED)),
    StyleRow(kind="town_2", form="point", z=83, label="City or town", symbol="town", symbol_px=8,
             stroke="text", text="text", text_px=12, text_priority=2, text_priority_abroad=26, min_zoom=3,
             text_min_zoom=3, min_zoom_abroad=4.6, text_by_place=True, named_only=True, edge_margin=3,
             first_names=len(ALWAYS_NAMED)),
    StyleRow(kind="town_3", form="point", z=82, symbol="town", symbol_px=6, stroke="text", text="text",
             text_px=11, text_priority=30, min_zoom=6.2, text_min_zoom=6.2, named_only=True, edge_margin=3),
    StyleRow(kind="town_4", form="point", z=81, symbol="town", symbol_px=5, stroke="text_muted",
             text="text_muted", text_px=10.5, text_priority=45, min_zoom=7.4, text_min_zoom=7.4,
             named_only=True, edge_margin=3),
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
