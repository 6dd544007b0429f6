"""The projection of a figure: true in its middle, and sound wherever on the globe it looks."""

import math
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from export.figures.projection import Camera, Rect, camera_for, camera_for_bounds
from layers.core.scenario import View
from layers.core.views import VIEWS

GEOD = Geod(ellps="WGS84")
RECT = Rect(left=20, top=60, width=700, height=440)
SCREEN = (900.0, 700.0)
views = st.builds(
    View,
    lon=st.floats(-180, 180) | st.sampled_from([180.0, -180.0, 0.0]),
    lat=st.floats(-80, 80) | st.sampled_from([80.0, -80.0, 0.0]),
    zoom=st.floats(1, 12) | st.sampled_from([1.0, 12.0]),
)
rects = st.builds(
    Rect, left=st.just(20.0), top=st.just(60.0), width=st.floats(150, 1500), height=st.floats(100, 1500)
)


def middle(camera: Camera) -> tuple[float, float]:
    return camera.rect.left + camera.rect.width / 2, camera.rect.top + camera.rect.height / 2


@given(views, rects)
@pytest.mark.filterwarnings("error")
def test_degrees_and_page_are_inverse_to_each_other(view, rect):
    camera = camera_for(view, SCREEN, rect)
    spots = np.array(
        [(rect.left, rect.top), (rect.right, rect.bottom), (rect.left, rect.bottom), middle(camera)]
    )
    assert camera.px(camera.lon_lat(spots)) == pytest.approx(spots, abs=0.01)


@given(views, rects)
@pytest.mark.filterwarnings("error")
def test_what_the_frame_shows_is_within_its_bounds_and_north_is_up_in_the_middle(view, rect):
    camera = camera_for(view, SCREEN, rect)
    x, y = np.meshgrid(np.linspace(rect.left, rect.right, 9), np.linspace(rect.top, rect.bottom, 9))
    lon, lat = camera.lon_lat(np.column_stack([x.ravel(), y.ravel()])).T
    within = np.zeros(len(lon), dtype=bool)
    for west, south, east, north in camera.windows():
        within |= (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
    assert within.all()
    (x0, y0), (x1, y1) = camera.px(np.array([(camera.lon, camera.lat), (camera.lon, camera.lat + 0.01)]))
    assert abs(x1 - x0) < 0.01 * abs(y1 - y0)
    assert y1 < y0


@given(views)
def test_a_px_in_the_middle_is_as_long_as_a_geodesic_says(view):
    camera = camera_for(view, SCREEN, RECT)
    x, y = middle(camera)
    (lon1, lat1), (lon2, lat2) = camera.lon_lat(np.array([(x - 20, y), (x + 20, y)]))
    assert camera.m_per_px_at_middle() == pytest.approx(GEOD.inv(lon1, lat1, lon2, lat2)[2] / 40, rel=0.005)


@pytest.mark.parametrize("name", list(VIEWS))
@pytest.mark.parametrize("rect", [RECT, Rect(left=0, top=0, width=300, height=900)])
def test_a_named_view_is_wholly_in_the_frame_and_fills_it(name, rect):
    west, south, east, north = VIEWS[name]["bounds"]
    camera = camera_for_bounds((west, south, east, north), rect)
    edge = shapely.segmentize(shapely.box(west, south, east, north), 0.5)
    x, y = camera.px(shapely.get_coordinates(edge)).T
    assert (x.min(), y.min()) >= (rect.left - 2, rect.top - 2)
    assert (x.max(), y.max()) <= (rect.right + 2, rect.bottom + 2)
    assert max((x.max() - x.min()) / rect.width, (y.max() - y.min()) / rect.height) > 0.97


@pytest.mark.parametrize("zoom", [4.0, 7.0, 11.0])
def test_the_frame_shows_all_that_the_screen_showed(zoom):
    view = View(lon=31, lat=48.5, zoom=zoom)
    camera = camera_for(view, SCREEN, RECT)
    assert (camera.lon, camera.lat) == (31, 48.5)
    per_px = 40_075_016.686 * math.cos(math.radians(48.5)) / (512 * 2**zoom)
    assert camera.m_per_px == pytest.approx(per_px * max(900 / 700, 700 / 440))


def test_a_country_on_both_sides_of_the_antimeridian_is_drawn_on_both():
    camera = camera_for(View(lon=180, lat=-17, zoom=6), SCREEN, RECT)
    shape = shapely.MultiPolygon([shapely.box(178, -18, 180, -16), shapely.box(-180, -18, -178, -16)])
    (drawn,) = camera.geometry_px(np.array([shape]), 0.0, 6.0)
    x = middle(camera)[0]
    assert drawn.bounds[0] < x - 30
    assert drawn.bounds[2] > x + 30
    assert drawn.geom_type == "Polygon"  # no seam


@pytest.mark.parametrize(
    ("lat", "name"), [(48, "conformal conic"), (0, "azimuthal"), (79, "azimuthal"), (-79, "azimuthal")]
)
def test_the_projection_follows_the_view(lat, name):
    assert name in camera_for(View(lon=31, lat=lat, zoom=3), SCREEN, RECT).title


def test_the_graticule_has_round_degrees_and_some_lines_each_way():
    lines = camera_for(View(lon=31, lat=48.5, zoom=5), SCREEN, RECT).graticule()
    for axis in ("lon", "lat"):
        degrees = [at for kind, at, _ in lines if kind == axis]
        assert 2 <= len(degrees) <= 12
        assert len({round(b - a, 9) for a, b in pairwise(degrees)}) == 1
