"""The data files as tables: which features each holds, and of what geometry."""

from dataclasses import dataclass
from pathlib import Path

from geodata.features import (
    AirBase,
    Border,
    Coalition,
    CountryArea,
    Feature,
    Lake,
    LineLength,
    LinePart,
    Monitoring,
    OblastArea,
    OpenFeature,
    Port,
    River,
    Route,
    Sea,
    SeaFeature,
    Town,
)


@dataclass(frozen=True, kw_only=True)
class Table:
    """What the schema knows of one data file.

    `basemap/countries` is the table `countries` in the folder `basemap`; a name holds its folder. What another licence
    covers lies in a folder of its own below `third_party`.
    `kinds_without_geometry` have a null geometry, all others one of `geometries`.
    """

    name: str
    model: type[Feature]
    geometries: tuple[str, ...]
    kinds_without_geometry: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Path of the file inside the data folder."""
        return f"{self.name}.geojson"

    @property
    def is_basemap(self) -> bool:
        """Whether the table draws the ground rather than a fact of the subject."""
        return self.name.startswith(("basemap/", "third_party/"))


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(name="line_of_occupation", model=LinePart, geometries=("LineString",)),
        Table(
            name="line_lengths",
            model=LineLength,
            geometries=(),
            kinds_without_geometry=("measured_length", "published_length"),
        ),
        Table(name="invasion_routes", model=Route, geometries=("LineString", "MultiLineString")),
        Table(name="air_bases", model=AirBase, geometries=("Point",)),
        Table(name="black_sea_zones", model=SeaFeature, geometries=("Polygon", "LineString")),
        Table(name="ports", model=Port, geometries=("Point",)),
        Table(
            name="monitoring",
            model=Monitoring,
            geometries=("Point",),
            kinds_without_geometry=("lead_organisation",),
        ),
        Table(
            name="coalition",
            model=Coalition,
            geometries=("Point",),
            kinds_without_geometry=("contributor",),
        ),
        Table(name="basemap/countries", model=CountryArea, geometries=("MultiPolygon",)),
        Table(name="basemap/borders", model=Border, geometries=("MultiLineString",)),
        Table(name="basemap/oblasts", model=OblastArea, geometries=("MultiPolygon",)),
        Table(name="basemap/lakes", model=Lake, geometries=("MultiPolygon",)),
        Table(name="basemap/towns", model=Town, geometries=("Point",)),
        Table(name="basemap/seas", model=Sea, geometries=("Point",)),
        Table(name="third_party/gshhg/rivers", model=River, geometries=("MultiLineString",)),
        Table(name="third_party/gshhg/lakes", model=Lake, geometries=("MultiPolygon",)),
    )
}
_ANY_GEOMETRY = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")


def table_named(name: str) -> Table:
    """Return the table of a name; one that no model describes has the common columns and any others."""
    return TABLES.get(name) or Table(name=name, model=OpenFeature, geometries=_ANY_GEOMETRY)


def tables_in(root: Path) -> dict[str, Table]:
    """Return the tables of a data folder by name: those described here, then one for each other GeoJSON in it."""
    found = sorted(path.relative_to(root).with_suffix("").as_posix() for path in root.rglob("*.geojson"))
    return {name: table_named(name) for name in dict.fromkeys([*TABLES, *found])}
