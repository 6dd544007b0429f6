"""Facts per line date: one `Facts` for each date of a store, so that derived shapes are computed once."""

import threading
from collections.abc import Iterator, Mapping
from weakref import WeakKeyDictionary

import geopandas as gpd

from geodata.schema import TABLES
from geodata.store import Store
from layers.spec import Facts

_CACHE: WeakKeyDictionary[Store, dict[str, Facts]] = WeakKeyDictionary()
_LOCK = threading.Lock()


class _Tables(Mapping[str, gpd.GeoDataFrame]):
    """A store's tables as a mapping; a file is read when it is first asked for."""

    def __init__(self, store: Store) -> None:
        self._table = store.table

    def __getitem__(self, name: str) -> gpd.GeoDataFrame:
        if name not in TABLES:
            raise KeyError(name)
        return self._table(name)

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)


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
            by_date[line_date] = Facts(tables=_Tables(store), ukraine=store.ukraine, line_date=line_date)
        return by_date[line_date]
