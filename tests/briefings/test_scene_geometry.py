"""Where a scene looks, and where its callouts point."""

import math
from dataclasses import replace

import pytest
import shapely

from briefings.model import Bounds, Scene
from briefings.scene_geometry import fit, point_of, shape_of, view_of
from briefings.scenes.map import Callout, FeatureRef, Place
from layers.core.scenario import View


def px(lon, lat, view, width, height):
    """Return where a place is on a screen, px from the top left, by the formula of Web Mercator."""
    world = 512 * 2**view.zoom
    north = [math.asinh(math.tan(math.radians(d))) / (2 * math.pi) for d in (lat, view.lat)]
    return width / 2 + (lon - view.lon) / 360 * world, height / 2 - (north[0] - north[1]) * world


@pytest.mark.parametrize("size", [(1280, 720), (390, 844), (1024, 768)])
@pytest.mark.parametrize("bounds", [(21.2, 42.9, 41.0, 53.0), (14.0, 15.5, 88.5, 56.5), (30, 46, 36, 48)])
def test_bounds_are_whole_on_a_screen_of_any_shape_and_fill_it(size, bounds):
    view = fit(bounds, width_px=size[0], height_px=size[1], margin_px=20)
    left, bottom = px(bounds[0], bounds[1], view, *size)
    right, top = px(bounds[2], bounds[3], view, *size)
    assert left >= 19
    assert top >= 19
    assert right <= size[0] - 19
    assert bottom <= size[1] - 19
    assert left < 25 or top < 25  # one of the two decides


def test_a_view_is_taken_before_bounds_and_home_after_both(registry, library):
    seen = replace(registry.default(), view=View(lon=30, lat=50, zoom=6))
    assert view_of(Scene(id="a", title="A", scenario=seen), library, width_px=800, height_px=600).zoom == 6
    home = view_of(
        Scene(id="a", title="A", scenario=registry.default()), library, width_px=800, height_px=600
    )
    assert home == fit(library.home(registry.default()), width_px=800, height_px=600)
    near = Bounds(west=30, south=46, east=31, north=47)
    bound = Scene(id="a", title="A", scenario=registry.default(), bounds=near)
    assert view_of(bound, library, width_px=800, height_px=600).zoom > home.zoom + 3


def test_a_callout_at_a_place_points_there(library):
    callout = Callout(text="x", at=Place(lon=30.5, lat=50.4))
    assert point_of(callout, library.registry.default(), library) == (30.5, 50.4)


@pytest.mark.parametrize(
    ("layer", "feature_id"),
    [
        ("ports", "port-odesa"),
        ("maritime_patrols", "corridor-ukraine"),
        ("monitoring_mission", "monitored-band-held"),
        ("lead_organisations", "lead-ots-tur"),
    ],
)
def test_a_callout_at_a_feature_points_at_a_spot_of_it(library, layer, feature_id):
    feature = FeatureRef(layer=layer, feature_id=feature_id)
    shown = library.registry.default()
    place = point_of(Callout(text="x", at=feature), shown, library)
    assert shape_of(feature, shown, library).distance(shapely.Point(place)) < 1e-3


def test_a_feature_that_is_not_there_is_named(library):
    feature = FeatureRef(layer="ports", feature_id="port-atlantis")
    with pytest.raises(ValueError, match="“ports” has no feature “port-atlantis”"):
        shape_of(feature, library.registry.default(), library)
