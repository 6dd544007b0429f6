"""Reads a person's file with GDAL: what layers it has, in WGS 84, or why it cannot be used and what to do.

Nothing is guessed that matters: a file that does not say its coordinate system is taken for longitude and latitude only
where its numbers can be nothing else, and coordinates that look swapped are reported, not turned.
"""

import gzip
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from pyproj.exceptions import CRSError

MAX_BYTES = 64 * 1024**2
#: Of what an archive unpacks to, and by how much: real maps stay far below both.
MAX_UNPACKED_BYTES, MAX_RATIO = 1024**3, 200
MAX_VERTICES = 2_000_000
FORMATS = (
    "GeoJSON (also gzipped, or one feature a line), TopoJSON, KML and KMZ, a zipped Shapefile, GeoPackage, FlatGeobuf, "
    "GPX, or an answer of an ArcGIS FeatureServer"
)
_WORLD = (-180.0, -90.0, 180.0, 90.0)
_NEAR_UKRAINE = shapely.box(20, 43, 42, 54)


class ImportFileError(ValueError):
    """A file that cannot be imported; the text says what was found and what to do."""


@dataclass(frozen=True, kw_only=True)
class ReadLayer:
    """A layer of a file: `frame` in WGS 84 without heights or empty shapes; `notes` say what was mended.

    `said_crs`: the coordinate system that the file has.
    """

    name: str
    frame: gpd.GeoDataFrame
    said_crs: str
    notes: tuple[str, ...]


def layers_in(path: Path) -> tuple[str, ...]:
    """Return the names of a file's layers.

    Raises
    ------
    ImportFileError
        If it cannot be read.

    """
    with _opened(path) as source:
        return _names(path, source)


def read(path: Path, layer: str | None = None, crs: str | None = None, *, swap: bool = False) -> ReadLayer:
    """Return one layer of a file.

    `layer` may be left out where there is one; `crs` only counts where the file has none.

    `swap`: the file has latitude before longitude, which is turned.

    Raises
    ------
    ImportFileError
        If the file, its layer or its coordinates cannot be used.

    """
    with _opened(path) as source:
        names = _names(path, source)
        if layer is None and len(names) > 1:
            raise ImportFileError(
                f"{path.name} has {len(names)} layers: {', '.join(names)}. Choose one with --layer."
            )
        if layer is not None and layer not in names:
            raise ImportFileError(f"{path.name} has no layer “{layer}”. It has: {', '.join(names)}.")
        name = layer or names[0]
        try:
            frame = pyogrio.read_dataframe(source, layer=name, force_2d=True, on_invalid="fix")
        except (
            DataSourceError,
            DataLayerError,
            shapely.errors.ShapelyError,
            ValueError,
            OverflowError,
        ) as problem:
            raise ImportFileError(f"{path.name} breaks off or is damaged: {_short(problem)}") from problem
    if not isinstance(frame, gpd.GeoDataFrame) or "geometry" not in frame:
        raise ImportFileError(f"{path.name} has a table without places. Import a map: {FORMATS}.")
    frame, dropped = _with_shapes(frame)
    if frame.empty:
        raise ImportFileError(
            f"{path.name} has no shapes{f': {dropped} features are empty' if dropped else ''}."
        )
    vertices = int(shapely.get_num_coordinates(frame.geometry.to_numpy()).sum())
    if vertices > MAX_VERTICES:
        raise ImportFileError(
            f"{path.name} has {vertices:,} vertices; at most {MAX_VERTICES:,} are taken. Simplify it first."
        )
    notes = [f"{dropped} features without a place were left out."] if dropped else []
    if swap:
        frame = frame.set_geometry(
            shapely.transform(frame.geometry.to_numpy(), lambda xy: xy[:, ::-1]), crs=frame.crs
        )
        notes.append("Latitude and longitude were turned, as asked for.")
    frame, said_crs = _in_wgs_84(path, frame, crs, notes)
    return ReadLayer(name=name, frame=frame, said_crs=said_crs, notes=tuple(notes))


@contextmanager
def _opened(path: Path) -> Iterator[str]:
    """Give what GDAL opens, after what could harm has been refused; what had to be unpacked is gone afterwards."""
    if not path.is_file():
        raise ImportFileError(f"There is no file {path}.")
    if path.stat().st_size > MAX_BYTES:
        raise ImportFileError(
            f"{path.name} has {path.stat().st_size / 1024**2:,.0f} MB; at most {MAX_BYTES // 1024**2} are taken."
        )
    with path.open("rb") as stream:
        head = stream.read(512)
    if not head.strip():
        raise ImportFileError(f"{path.name} is empty.")
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        if head[:2] == b"\x1f\x8b":
            yield str(_gunzipped(path, Path(folder)))
        elif head[:4] == b"PK\x03\x04":
            _refuse_bad_archive(path)
            yield (
                f"/vsizip/{path.resolve()}"
                if path.suffix.lower() != ".kmz"
                else str(_kml_of(path, Path(folder)))
            )
        else:
            if path.suffix.lower() in (".kml", ".gpx", ".xml"):
                _refuse_entities(path.name, path.read_bytes())
            yield str(path.resolve())


def _gunzipped(path: Path, folder: Path) -> Path:
    out = folder / (path.stem if Path(path.stem).suffix else f"{path.stem}.geojson")
    try:
        with gzip.open(path) as packed, out.open("wb") as unpacked:
            while block := packed.read(1024**2):
                unpacked.write(block)
                if unpacked.tell() > min(MAX_UNPACKED_BYTES, MAX_RATIO * path.stat().st_size):
                    raise ImportFileError(f"{path.name} unpacks to far more than a map needs.")
    except (OSError, EOFError) as problem:
        raise ImportFileError(f"{path.name} breaks off or is damaged: {_short(problem)}") from problem
    return out


def _refuse_bad_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        raise ImportFileError(f"{path.name} breaks off or is damaged: {_short(problem)}") from problem
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > min(MAX_UNPACKED_BYTES, MAX_RATIO * path.stat().st_size) or len(entries) > 1000:
        raise ImportFileError(f"{path.name} unpacks to far more than a map needs.")
    for entry in entries:
        at = PurePosixPath(entry.filename.replace("\\", "/"))
        if at.is_absolute() or ".." in at.parts or ":" in entry.filename:
            raise ImportFileError(f"{path.name} has a path that leads out of it: “{entry.filename}”.")


def _kml_of(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        names = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".kml")]
        if not names:
            raise ImportFileError(f"{path.name} has no KML in it.")
        out = folder / "doc.kml"
        try:
            with archive.open(names[0]) as packed, out.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
        except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as problem:
            raise ImportFileError(f"{path.name} breaks off or is damaged: {_short(problem)}") from problem
    _refuse_entities(path.name, out.read_bytes())
    return out


def _refuse_entities(name: str, text: bytes) -> None:
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise ImportFileError(
            f"{name} declares XML entities, which no map needs. Save it again without them."
        )


def _names(path: Path, source: str) -> tuple[str, ...]:
    try:
        found = pyogrio.list_layers(source)
    except (DataSourceError, UnicodeDecodeError) as problem:
        raise ImportFileError(f"{path.name} is no map that can be read. Allowed: {FORMATS}.") from problem
    names = tuple(str(name) for name, geometry in found if geometry is not None)
    if not names:
        raise ImportFileError(f"{path.name} has no layer with places. Allowed: {FORMATS}.")
    return names


def _with_shapes(frame: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, int]:
    shapes = frame.geometry.to_numpy()
    if not len(frame):
        return frame, 0
    finite = np.array(
        [one is not None and bool(np.isfinite(shapely.get_coordinates(one)).all()) for one in shapes]
    )
    kept = finite & ~shapely.is_empty(shapes) & ~shapely.is_missing(shapes)
    return frame.loc[kept].reset_index(drop=True), int((~kept).sum())


def _in_wgs_84(
    path: Path, frame: gpd.GeoDataFrame, crs: str | None, notes: list[str]
) -> tuple[gpd.GeoDataFrame, str]:
    bounds = frame.total_bounds
    in_degrees = (bounds[:2] >= _WORLD[:2]).all() and (bounds[2:] <= _WORLD[2:]).all()
    if frame.crs is None:
        if crs is None and not in_degrees:
            raise ImportFileError(
                f"{path.name} does not say its coordinate system, and its numbers (from {bounds[0]:,.0f}, "
                f"{bounds[1]:,.0f}) are no longitude and latitude. Say it with --crs, such as EPSG:32637."
            )
        try:
            frame = frame.set_crs(CRS.from_user_input(crs or "EPSG:4326"))
        except CRSError as problem:
            raise ImportFileError(f"“{crs}” is no coordinate system. Say it as EPSG:32637.") from problem
        notes.append(
            f"The file does not say its coordinate system; taken for {crs or 'longitude and latitude (WGS 84)'}."
        )
    said = str(frame.crs.to_string() if frame.crs else "")
    frame = frame.to_crs("EPSG:4326")
    middle = shapely.box(*frame.total_bounds).centroid
    if not np.isfinite(frame.total_bounds).all() or not _NEAR_UKRAINE.intersects(
        shapely.box(*frame.total_bounds)
    ):
        if _NEAR_UKRAINE.contains(shapely.Point(middle.y, middle.x)):
            raise ImportFileError(
                f"{path.name} seems to have latitude before longitude (its middle is {middle.x:.1f}, {middle.y:.1f}). "
                "Import it with --swap to turn them."
            )
        raise ImportFileError(
            f"{path.name} does not lie near Ukraine: its middle is {middle.x:.1f}, {middle.y:.1f}."
        )
    return frame, said


def _short(problem: BaseException) -> str:
    return " ".join(str(problem).split())[:160] or type(problem).__name__
