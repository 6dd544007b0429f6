"""A tiny invented country for layer tests, and geodesic distance as the judge of buffers.

The country is a box, 30–36° E and 46–50° N; the line runs down the meridian of 33° E, occupied
ground in the east (on the left of the direction of travel). Belarus lies along its north, the sea along
its south.
"""

from functools import lru_cache

import geopandas as gpd
import numpy as np
import shapely
from hypothesis import strategies as st
from pyproj import Geod

from layers.core.params import ParamSpec
from layers.core.spec import Facts

GEOD = Geod(ellps="WGS84")
LINE_DATE = "2025-08-31"
UKRAINE = shapely.MultiPolygon([shapely.box(30, 46, 36, 50)])


def feature(feature_id, geometry, **columns):
    base = {"name": feature_id, "kind": "x", "status": "documented", "as_of": LINE_DATE, "source": "studio"}
    return {"feature_id": feature_id, **base, "note": "", **columns, "geometry": geometry}


def table(*features):
    return gpd.GeoDataFrame(list(features), geometry="geometry", crs="EPSG:4326")


def line_table(*lines):
    return table(
        *(
            feature(
                f"line-{n}", line, kind="line", line_date=LINE_DATE, sector=f"s{n}", order=n, accuracy_km=5.0
            )
            for n, line in enumerate(lines)
        )
    )


def empty(**columns):
    return gpd.GeoDataFrame({"feature_id": [], **columns}, geometry=[], crs="EPSG:4326")


def route(code, geometry, *, basis="assessed", starts_at="line"):
    return feature(
        f"route-{code.lower()}", geometry, name=f"{code} axis", code=code, basis=basis, starts_at=starts_at,
        origin="A", objective="B", outcome="", waypoints=[["A", "B"]],
        status="notional" if basis == "assessed" else "documented",
    )  # fmt: skip


def small_facts(**tables):
    """Facts of the invented country; tables given replace its own (``basemap_lakes``, ``gshhg_rivers``)."""
    world = {
        "line_of_occupation": line_table(shapely.LineString([(33, 50.1), (33, 45.9)])),
        "line_lengths": empty(kind=[], line_date=[]),
        "monitoring": table(
            feature(
                "lead-ots", None, name="Turkic States", kind="lead_organisation", code="ots", members=["TUR"]
            ),
            feature(
                "lead-gcc", None, name="Gulf Council", kind="lead_organisation", code="gcc", members=["OMN"]
            ),
        ),
        "invasion_routes": table(route("F5", shapely.LineString([(33.5, 48), (30.5, 48)]))),
        "coalition": empty(kind=[]),
        "ports": empty(kind=[], state=[]),
        "air_bases": empty(icao=[]),
        "basemap/towns": empty(kind=[]),
        "basemap/lakes": empty(),
        "third_party/gshhg/lakes": empty(),
        "third_party/gshhg/rivers": empty(),
        "basemap/countries": table(
            feature("country-ukr", UKRAINE, name="Ukraine", iso_a3="UKR", label_lon=33.0, label_lat=48.0),
            feature(
                "country-tur",
                shapely.MultiPolygon([shapely.box(30, 40, 36, 41)]),
                name="Türkiye",
                iso_a3="TUR",
                label_lon=33.0,
                label_lat=40.5,
            ),
        ),
        "basemap/borders": table(
            feature(
                "border-blr-ukr", shapely.LineString([(30, 50), (36, 50)]), between="BLR-UKR", kind="border"
            )
        ),
        "basemap/oblasts": table(
            feature("oblast-w", shapely.box(30, 46, 33, 50), name="West oblast"),
            feature("oblast-e", shapely.box(33, 46, 36, 50), name="East oblast"),
        ),
    }
    folders = {"basemap": "basemap", "gshhg": "third_party/gshhg"}
    for name, frame in tables.items():
        folder, _, stem = name.partition("_")
        world[f"{folders[folder]}/{stem}" if folder in folders else name] = frame
    return Facts(tables=world, ukraine=UKRAINE, line_date=LINE_DATE)


def only(frame, kind):
    """The one feature of a kind."""
    found = frame.loc[frame["kind"] == kind]
    assert len(found) == 1
    return found.iloc[0]


def samples(shape, *, most=None):
    """Vertices of a shape and points between them, lon and lat; at most `most`, evenly picked."""
    xy = shapely.get_coordinates(shapely.segmentize(shape, 0.05))
    return xy if most is None or len(xy) <= most else xy[np.linspace(0, len(xy) - 1, most).astype(int)]


@lru_cache(maxsize=64)
def _dense(shape, step_km):
    outline = shape.boundary if shape.geom_type in ("Polygon", "MultiPolygon") else shape
    return shapely.get_coordinates(shapely.segmentize(outline, step_km / 111))


def nearest_km(points, shape, *, step_km=0.4):
    """Geodesic distance in km from each point to the outline of a shape; measured, not projected."""
    dense = _dense(shape, step_km)
    lon, lat = np.radians(dense.T)
    found = []
    for x, y in points:
        half = np.sin((lat - np.radians(y)) / 2) ** 2
        half += np.cos(lat) * np.cos(np.radians(y)) * np.sin((lon - np.radians(x)) / 2) ** 2
        # The sphere is off by up to 0.6 %: leave the last word among the near ones to the ellipsoid.
        near = dense[half <= half.min() * 1.03]
        start = np.full(len(near), x), np.full(len(near), y)
        found.append(GEOD.inv(*start, near[:, 0], near[:, 1])[2].min() / 1000)
    return np.array(found)


def values_of(spec: ParamSpec):
    """Strategy over everything a parameter may be, ends and middle included."""
    if spec.kind == "choice":
        return st.sampled_from(spec.options)
    if spec.kind == "several":
        return st.sets(st.sampled_from(spec.options)).map(lambda s: tuple(o for o in spec.options if o in s))
    if spec.kind == "integer":
        return st.integers(int(spec.low), int(spec.high))
    ends = st.sampled_from([float(spec.low), float(spec.high)])
    return ends | st.floats(spec.low, spec.high).map(lambda v: round(v, 3)) | st.floats(spec.low, spec.high)


def params_of(layer):
    """Strategy over a layer's whole parameter space."""
    return st.builds(layer.params, **{spec.name: values_of(spec) for spec in layer.specs})
