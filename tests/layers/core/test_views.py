import pytest

from layers.core.address import from_query
from layers.core.build import Frames
from layers.core.views import ACCURACY_FROM_ZOOM, CLOSEST_ZOOM, VIEWS, bounds_of
from layers.style.rows import STYLE, band_px

POZNAN, BOSPORUS = (16.97, 52.33), (29.1, 41.3)


@pytest.fixture(scope="module")
def frames(store):
    return Frames(store)


def holds(bounds, place):
    west, south, east, north = bounds
    return west <= place[0] <= east and south <= place[1] <= north


def home(frames, query):
    scenario, problems = from_query(query, frames.registry)
    assert problems == []
    return frames.home(scenario)


def test_home_holds_the_visible_guarantees_from_poznan_to_the_bosporus(frames):
    whole = frames.home(frames.registry.default())
    assert holds(whole, POZNAN)
    assert holds(whole, BOSPORUS)


def test_home_is_closer_where_those_guarantees_are_not_shown(frames):
    assert not holds(home(frames, "layers=maritime_patrols"), POZNAN)
    assert holds(home(frames, "layers=maritime_patrols"), BOSPORUS)
    assert home(frames, "layers=line_of_occupation") == VIEWS["home"]["bounds"]


def test_home_follows_the_bases_that_are_chosen(frames):
    assert not holds(home(frames, "layers=air_policing&air_policing.bases=LRCK"), POZNAN)


def test_a_view_of_one_guarantee_holds_that_one_and_no_other(frames):
    extents = frames.extents(frames.registry.default())
    assert set(extents) == {"air_policing", "maritime_patrols"}
    assert holds(bounds_of("air", extents), POZNAN)
    assert not holds(bounds_of("air", extents), BOSPORUS)
    assert holds(bounds_of("black_sea", extents), BOSPORUS)
    assert not holds(bounds_of("black_sea", extents), POZNAN)
    assert bounds_of("line", extents) == VIEWS["line"]["bounds"]


def test_the_map_goes_no_closer_than_the_line_is_worth():
    line = STYLE["line_of_occupation", "line"]
    closest_km_per_px = 40_075 * 0.66 / (512 * 2**CLOSEST_ZOOM)
    assert 60 < band_px(line, closest_km_per_px) < 160
    assert ACCURACY_FROM_ZOOM < CLOSEST_ZOOM


def test_an_address_of_an_earlier_edition_that_looked_closer_still_opens_as_close_as_there_is(frames):
    scenario, problems = from_query("view=30.5,50.4,11.5", frames.registry)
    assert problems == []
    assert scenario.view.zoom == CLOSEST_ZOOM
