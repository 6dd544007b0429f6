"""Facts per line date, and what several layers derive from them.

There is one `Facts` for each date of a store, so that derived shapes are computed once.
"""

import threading
from collections.abc import Iterator, Mapping
from weakref import WeakKeyDictionary

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.store import Store
from layers.core.spec import Facts

_CACHE: WeakKeyDictionary[Store, dict[str, Facts]] = WeakKeyDictionary()
_LOCK = threading.Lock()


class _Tables(Mapping[str, gpd.GeoDataFrame]):
    """A store's tables as a mapping; a file is read when it is first asked for."""

    def __init__(self, store: Store) -> None:
        self._table, self._names = store.table, store.tables

    def __getitem__(self, name: str) -> gpd.GeoDataFrame:
        if name not in self._names:
            raise KeyError(name)
        return self._table(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def facts_for(store: Store, line_date: str) -> Facts:
    """Return the facts of a date, the same object every time; safe between threads.

    There are never more of them than the store has dates, so nothing needs to be thrown away.

    Raises
    ------
    ValueError
        If the store has no line of that date.

    """
    if line_date not in store.line_dates:
        raise ValueError(f"There is no line of {line_date}; there are {', '.join(store.line_dates)}.")
    with _LOCK:
        by_date = _CACHE.setdefault(store, {})
        if line_date not in by_date:
            by_date[line_date] = Facts(
                tables=_Tables(store),
                ukraine=store.ukraine,
                line_date=line_date,
                published_on=store.published,
            )
        return by_date[line_date]


def line_with_water(facts: Facts) -> list[BaseGeometry]:
    """Return each sector of the line over land and the waters between, in the order of `facts.line`.

    The overshoots of its loose ends are cut off, and what strays into a neighbouring country. Needs the table
    `basemap/countries`; lengths are measured on `facts.land_line`, without the water.
    """
    sectors = facts.line.geometry.to_list()
    ends = [line.coords[at] for line in sectors for at in (0, -1)]
    loose = shapely.MultiPoint([end for end in ends if ends.count(end) == 1])
    countries = facts["basemap/countries"]
    abroad = np.asarray(countries.geometry)[countries["iso_a3"] != "UKR"]
    drawn: list[BaseGeometry] = []
    for sector in sectors:
        off_land = shapely.get_parts(shapely.line_merge(shapely.difference(sector, facts.ukraine)))
        water = [p for p in off_land if not (p.intersects(loose) or shapely.intersects(abroad, p).any())]
        drawn.append(
            shapely.line_merge(shapely.union_all([shapely.intersection(sector, facts.ukraine), *water]))
        )
    return drawn
