"""The data package: what is on the map as files for GIS, spreadsheet and globe, with sources and scenario, in one zip.

The same input gives the same bytes: dates inside are those of `made`, never of the clock.
"""

import csv
import io
import sqlite3
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import yaml

from export.data.kml import to_kml
from export.data.readme import readme
from export.metadata import embed
from export.metadata.containers import PROVENANCE_MEMBER, SCENARIO_MEMBER
from export.metadata.licences import texts_for
from geodata.sources import Assumption, Source, parted
from i18n.language import ENGLISH
from i18n.spoken import current, said, speaking, tr
from layers.core import citations
from layers.core.constants import NOTICE, made_with, provenance
from layers.core.geojson import in_language, to_geojson
from layers.core.registry import Registry
from layers.core.scenario import Scenario
from layers.core.scenario_file import to_file
from layers.core.spec import COMMON_COLUMNS
from layers.style.rows import rows_of

#: A text that begins so would be run as a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DECIMALS = 3  # as in GeoJSON: what the measures can claim


def package(
    frames: Mapping[str, gpd.GeoDataFrame],
    scenario: Scenario,
    registry: Registry,
    sources: Mapping[str, Source],
    *,
    options: Mapping[str, Any] | None = None,
    made: str = "",
) -> bytes:
    """Return a zip of GeoPackage, GeoJSON, KML, CSV, `sources.yaml`, the scenario and a README.

    The places of names are no data and stay out, but for the KML: a globe writes names at points alone.

    `frames`: EPSG:4326 layer frames by layer id, in the order in which they are to stand; `sources`: all there are, by
    key; `options`: those of a snapshot, carried along, whose language the texts
    are in; `made`: ISO date, today without it.

    Raises
    ------
    ValueError
        If there is no frame, or one of an unknown layer.
    """
    with speaking(str((options or {}).get("lang", ENGLISH))):
        return _package(frames, scenario, registry, sources, options=options, made=made)


def _package(
    frames: Mapping[str, gpd.GeoDataFrame],
    scenario: Scenario,
    registry: Registry,
    sources: Mapping[str, Source],
    *,
    options: Mapping[str, Any] | None,
    made: str,
) -> bytes:
    """Return the package in the language that is spoken now."""
    if not frames:
        raise ValueError(tr("No layer is visible, so there is no data to export. Show at least one."))
    if unknown := [layer_id for layer_id in frames if layer_id not in registry.by_id]:
        raise ValueError(
            tr(
                "There is no layer “{unknown}”. Layers: {list}.",
                unknown=unknown[0],
                list=", ".join(registry.ids),
            )
        )
    made_by = provenance(registry.data_version, made)
    made = made_by["made"]
    cited = citations.cited(frames, registry, sources)
    frames = {layer_id: in_language(frame, current()) for layer_id, frame in frames.items()}
    data = {layer_id: without_labels(layer_id, frame) for layer_id, frame in frames.items()}
    flat = {layer_id: _flat(frame) for layer_id, frame in data.items()}
    members: dict[str, bytes | str] = {
        "README.txt": readme(flat, scenario, registry, cited, made_by),
        "data.gpkg": _geopackage(flat, registry, made_by),
        **{f"geojson/{layer_id}.geojson": to_geojson(frame, made_by) for layer_id, frame in data.items()},
        "guarantees.kml": to_kml(frames, scenario, registry, cited, made=made),
        **{f"csv/{layer_id}.csv": _csv(frame) for layer_id, frame in flat.items()},
        "sources.yaml": _sources_yaml(parted(cited)[0], made_by),
        "assumptions.yaml": _assumptions_yaml(parted(cited)[1]),
        **{f"LICENSES/{name}": text for name, text in texts_for(cited).items()},
        SCENARIO_MEMBER: to_file(scenario, registry, made=made),
        PROVENANCE_MEMBER: embed.provenance_of(scenario, registry, cited, options, made=made),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            year, month, of_month = map(int, made.split("-"))
            member = zipfile.ZipInfo(name, date_time=(year, month, of_month, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system, member.external_attr = (
                3,
                0o644 << 16,
            )  # readable by all, wherever it was made
            archive.writestr(member, body)
    return packed.getvalue()


def without_labels(layer_id: str, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a frame without the rows that only draw or name others, and without the columns of these alone."""
    names = {row.kind for row in rows_of(layer_id) if row.form == "label" or row.decoration}
    kept = frame.loc[~frame["kind"].isin(names)]
    theirs = [name for name in frame if frame[name].notna().any() and kept[name].isna().all()]
    return kept.drop(columns=theirs)


def _flat(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a frame with the common columns first and plain cells: lists joined by ``; ``, measures rounded."""
    own = [name for name in frame.columns if name not in (*COMMON_COLUMNS, frame.geometry.name)]
    names = [*COMMON_COLUMNS, *own]
    cells = {
        name: frame[name].round(_DECIMALS)
        if pd.api.types.is_numeric_dtype(frame[name])
        else pd.Series([_cell(value) for value in frame[name]], index=frame.index, dtype=object)
        for name in names
    }
    return gpd.GeoDataFrame(cells, geometry=frame.geometry.to_numpy(), crs=frame.crs, index=frame.index)


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value)
    return None if value is None or value != value else value  # only NaN differs from itself


def _geopackage(
    frames: Mapping[str, gpd.GeoDataFrame], registry: Registry, made_by: Mapping[str, str]
) -> bytes:
    """Return a GeoPackage with a table per layer; one of several kinds of geometry is of the general kind."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.gpkg"
        for layer_id, frame in frames.items():
            layer = registry[layer_id]
            pyogrio.write_dataframe(
                frame,
                path,
                layer=layer_id,
                driver="GPKG",
                geometry_type=None if frame.geometry.notna().any() else "Unknown",
                dataset_metadata=dict(made_by),
                layer_options={
                    "IDENTIFIER": said(layer.title),
                    "DESCRIPTION": f"{tr(NOTICE)}. {said(layer.summary)}",
                },
            )
        # GDAL writes the time of the clock; its option for another one would hold for all threads.
        with closing(sqlite3.connect(path)) as database, database:
            when = (f"{made_by['made']}T00:00:00.000Z",)
            database.execute("UPDATE gpkg_contents SET last_change = ?", when)
            database.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", when)
        return path.read_bytes()


def _csv(frame: gpd.GeoDataFrame) -> bytes:
    """Return the attributes as UTF-8 with the mark by which Excel knows it; no text can act as a formula."""
    names = [name for name in frame.columns if name != frame.geometry.name]
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(names)
    for row in frame[names].itertuples(index=False, name=None):
        writer.writerow([_safe(value) for value in row])
    return table.getvalue().encode("utf-8-sig")


def _safe(value: Any) -> Any:
    """Return a cell for a spreadsheet: text that would act as a formula gets an apostrophe before it."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return "" if value is None or value != value else value


def _sources_yaml(sources: Mapping[str, Source], made_by: Mapping[str, str]) -> str:
    rows = {key: source.model_dump(exclude_none=True) for key, source in sources.items()}
    head = tr(
        "# Sources cited by the features of this package and by its layers' texts; the column `source` has "
        "keys.\n# confidence: documented (its own text was seen), reported (seen second-hand or in part).\n# "
        "Made {made_by} with {made_with}.\n",
        made_by=made_by["made"],
        made_with=made_with(made_by),
    )
    return head + yaml.safe_dump(rows, sort_keys=False, allow_unicode=True, width=120)


def _assumptions_yaml(assumptions: Mapping[str, Assumption]) -> str:
    rows = {key: one.model_dump(exclude_none=True) for key, one in assumptions.items()}
    head = tr(
        "# What rests on no source: statements and choices of the project, with reason and what each affects.\n"
    )
    return head + yaml.safe_dump(rows, sort_keys=False, allow_unicode=True, width=120)
