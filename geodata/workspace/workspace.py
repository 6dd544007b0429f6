"""A person's own lines of occupation: written whole or not at all, read as the tables that the shipped ones are in."""

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from geodata.geodesy import area_km2, length_km
from geodata.imports.territory import GENERALISED_KM, Front
from geodata.occupation import Published
from geodata.sources import Source
from geodata.workspace.catalogue import Catalogue, Import, now
from geodata.workspace.folder import OWN_KEY, WorkspaceError


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Whose data an import is; asked once, shown wherever they are. `published` is an ISO date."""

    title: str
    publisher: str
    licence: str
    published: str
    may_be_passed_on: bool = False


class Workspace:
    """What the workspace in `folder` holds now; a later import is seen by a workspace opened later."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.catalogue = Catalogue(folder)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """The lines it holds, the oldest first."""
        return self.catalogue.imports()

    @cached_property
    def version(self) -> str:
        """A fingerprint of what it holds, empty where that is nothing."""
        told = [(row.key, row.line_date, row.sha256) for row in self.imports]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:8] if told else ""

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Whose the lines are, by the key that features cite."""
        return {
            row.key: Source(
                title=row.title,
                publisher=row.publisher,
                date=row.published,
                licence=row.licence,
                confidence="reported",
            )
            for row in self.imports
        }

    @cached_property
    def lines(self) -> gpd.GeoDataFrame:
        """The generalised sectors of all lines, with the columns of the table `line_of_occupation`."""
        rows, shapes = [], []
        for row in self.imports:
            for number, sector in enumerate(self._layer(row, "sectors").geometry, start=1):
                rows.append(
                    {
                        "feature_id": f"{_slug(row.key)}-{number}",
                        "name": f"Line of occupation, {row.line_date}: imported, part {number}",
                        "kind": "line",
                        "status": "derived",
                        "as_of": row.line_date,
                        "source": row.key,
                        "note": f"Imported from {row.original} and generalised to about {GENERALISED_KM:g} km by this "
                        "project.",
                        "line_date": row.line_date,
                        "sector": f"imported-{number}",
                        "order": number,
                        "accuracy_km": GENERALISED_KM,
                    }
                )
                shapes.append(sector)
        return gpd.GeoDataFrame(pd.DataFrame(rows, dtype=object), geometry=shapes, crs="EPSG:4326")

    def published(self, line_date: str) -> Published | None:
        """Return the line of a date as its publisher drew it, or None where the workspace has none."""
        row = self.by_date.get(line_date)
        if row is None:
            return None
        line, ground = (self._layer(row, name).geometry.iloc[0] for name in ("front", "territory"))
        return Published(line=line, territory=ground)

    @cached_property
    def by_date(self) -> dict[str, Import]:
        """The import of each date."""
        return {row.line_date: row for row in self.imports}

    def add(self, front: Front, line_date: str, original: Path, provenance: Provenance) -> Import:
        """Write a line and list it; what had the date before can be restored.

        Raises
        ------
        WorkspaceError
            If the folder cannot be written to.

        """
        digest = hashlib.sha256(original.read_bytes()).hexdigest()
        key = f"{OWN_KEY}{line_date.replace('-', '_')}_{digest[:8]}_{now()[11:19].replace(':', '')}"
        file = f"{key}.gpkg"
        row = Import(
            key=key, line_date=line_date, title=provenance.title, publisher=provenance.publisher,
            licence=provenance.licence, published=provenance.published,
            may_be_passed_on=provenance.may_be_passed_on, file=file, original=original.name, sha256=digest,
            length_km=length_km(front.line), area_km2=area_km2(front.territory), imported_at=now(),
        )  # fmt: skip
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part = self.folder / f".{file}.{os.getpid()}.part.gpkg"
            for name, shapes in (
                ("sectors", list(front.sectors)), ("front", [front.line]), ("territory", [front.territory]),
            ):  # fmt: skip
                frame = gpd.GeoDataFrame(geometry=shapes, crs="EPSG:4326")
                pyogrio.write_dataframe(frame, part, layer=name, driver="GPKG", append=part.exists())
            with part.open("rb+") as stream:
                os.fsync(stream.fileno())
            part.replace(self.folder / file)
        except OSError as problem:
            raise WorkspaceError(
                f"The workspace {self.folder} cannot be written to: {problem.strerror}."
            ) from problem
        self.catalogue.add(row)
        return row

    def _layer(self, row: Import, name: str) -> gpd.GeoDataFrame:
        path = self.folder / row.file
        try:
            frame = pyogrio.read_dataframe(path, layer=name)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as problem:
            raise WorkspaceError(
                f"The file {path} of the line of {row.line_date} is missing or damaged. Restore it from a copy, or "
                f"take the line out: python app.py workspace delete {row.key}"
            ) from problem
        assert isinstance(frame, gpd.GeoDataFrame)
        return frame


def _slug(key: str) -> str:
    return key.replace("_", "-")
