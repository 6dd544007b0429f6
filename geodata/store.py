"""The one way to the data: each file is read, checked and cached when it is first asked for."""

import hashlib
import re
import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geodata.columns import SOURCES_FILE
from geodata.occupation import Published
from geodata.schema import DATA_DIR, read_table
from geodata.sources import Source
from geodata.tables import Table, tables_in
from geodata.validation import DataError
from geodata.workspace.folder import CATALOGUE_FILE, folder_of
from geodata.yaml_files import read_sources

if TYPE_CHECKING:
    from geodata.workspace.workspace import Workspace

LINES = "line_of_occupation"
_AS_OF = re.compile(rb'"as_of"\s*:\s*"(\d{4}-\d\d-\d\d)"')


class Store:
    """The data files of one folder, loaded lazily, once, and only if they keep to the schema.

    Safe to share between threads. Frames are cached and handed out as they are: **callers must not
    change them** (`assign`, `loc[...]` and friends return new frames). A file that breaks its
    schema raises `DataError` with all its faults; ids that repeat over files are found by
    `geodata.schema.check_all` alone. `root` is the data folder; without it the one this module lies in, and with it
    the lines of the person's own workspace.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = DATA_DIR if root is None else root
        self.workspace: Workspace | None = open_workspace() if self.root == DATA_DIR else None
        self._frames: dict[str, gpd.GeoDataFrame] = {}
        self._lock = threading.RLock()

    def table(self, name: str) -> gpd.GeoDataFrame:
        """Return a table in WGS 84, one row per feature in the order of the file.

        Columns are those of the table's model, then `geometry`. Absent text is None, lists
        (`members`; `waypoints`, a list per part) are Python lists, and a feature without a place has no geometry.
        """
        schema = self._table(name)
        with self._lock:
            if name not in self._frames:
                self._frames[name] = self._load(schema)
            return self._frames[name]

    @property
    def sources(self) -> dict[str, Source]:
        """Every source by its key, then every assumption by its own: what the column `source` names."""
        with self._lock:
            return self._sources

    @property
    def ukraine(self) -> BaseGeometry:
        """Ukraine within its recognised borders, in WGS 84."""
        with self._lock:
            return self._ukraine

    @property
    def line_dates(self) -> tuple[str, ...]:
        """ISO dates for which there is a line of occupation, the oldest first."""
        return tuple(sorted(set(self.table(LINES)["line_date"])))

    def published(self, line_date: str) -> Published | None:
        """Return the line of a date as its publisher drew it, where the workspace has one."""
        return self.workspace.published(line_date) if self.workspace else None

    @cached_property
    def data_version(self) -> str:
        """Which data these are: the date of the newest fact in any file, and a short fingerprint of all files.

        ``2026-08-22.1f0c9a4e``. How new the facts of one map are, `layers.core.citations.data_date` says.
        """
        digest, newest = hashlib.sha256(), ""
        files = [(self.raw_path(name), not schema.is_basemap) for name, schema in self.tables.items()]
        for path, has_facts in [*files, (self.root / SOURCES_FILE, False)]:
            # Not by way of the tables: to say which data these are, a command need not check them all.
            text = path.read_bytes() if path.exists() else b""
            digest.update(text.replace(b"\r\n", b"\n"))  # the same on every system
            if has_facts:
                newest = max([newest, *(found.decode() for found in _AS_OF.findall(text))])
        own = self.workspace.version if self.workspace else ""
        return f"{newest}.{digest.hexdigest()[:8]}{f'-own-{own}' if own else ''}"

    def raw_path(self, name: str) -> Path:
        """Return the path of a table's file."""
        return self.root / self._table(name).file

    @cached_property
    def tables(self) -> dict[str, Table]:
        """What there is in the data folder, by name."""
        return tables_in(self.root)

    def _table(self, name: str) -> Table:
        if name not in self.tables:
            raise ValueError(f'There is no table "{name}"; there are {", ".join(self.tables)}.')
        return self.tables[name]

    @cached_property
    def _sources(self) -> dict[str, Source]:
        sources, faults = read_sources(self.root)
        if faults:
            raise DataError(faults)
        return {**(self.workspace.sources if self.workspace else {}), **sources}  # a person's own come first

    @cached_property
    def _ukraine(self) -> BaseGeometry:
        countries = self.table("basemap/countries")
        found: BaseGeometry = countries.loc[countries["iso_a3"] == "UKR", "geometry"].union_all()
        return found

    def _load(self, schema: Table) -> gpd.GeoDataFrame:
        features, faults = read_table(self.root, schema, frozenset(self._sources))
        if faults:
            raise DataError(faults)
        frame = _frame(features, schema)
        if schema.name == LINES and self.workspace is not None and self.workspace.imports:
            shipped = frame.loc[~frame["line_date"].isin(list(self.workspace.by_date))]
            return gpd.GeoDataFrame(
                pd.concat([shipped, self.workspace.lines], ignore_index=True), crs=frame.crs
            )
        return frame


def open_workspace() -> "Workspace | None":
    """Return the workspace of this person, or None where there is none."""
    folder = folder_of()
    if folder is None or not (folder / CATALOGUE_FILE).exists():
        return None
    from geodata.workspace.workspace import Workspace  # loads a database: a third of a second that few need

    return Workspace(folder)


def _frame(features: list[dict[str, Any]], schema: Table) -> gpd.GeoDataFrame:
    rows = [feature["properties"] for feature in features]
    # Those of the model, and what a file that no model describes has of its own.
    columns = list(dict.fromkeys([*schema.model.model_fields, *(column for row in rows for column in row)]))
    # Object columns keep None as None: pandas' own text type would turn it into NaN.
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    numeric = [name for name in columns if _is_plain(frame[name])]
    frame = frame.assign(**{name: frame[name].infer_objects() for name in numeric})
    # The stubs know no missing shape, GeoPandas does.
    shapes: list[Any] = [feature["geometry"] and shape(feature["geometry"]) for feature in features]
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"))


def _is_plain(column: pd.Series) -> bool:
    """Return whether all values are numbers or all are truth values."""
    return bool(len(column)) and all(isinstance(value, int | float) for value in column)
