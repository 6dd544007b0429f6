import numpy as np
import pytest
import shapely
from colours import contrast
from shipped import LAYERS

from geodata.geodesy import distance_km
from i18n.language import language
from layers.core.address import from_query
from layers.core.build import Frames
from layers.core.map_label import first_towns, has_label_data, kept_clear, label_data, label_facts
from layers.style.rows import THEMES, colour

GUARANTEES = [layer.id for layer in LAYERS if layer.pillar]
guarantees = pytest.mark.parametrize("layer_id", GUARANTEES)


@pytest.fixture(scope="module")
def frames(store):
    return Frames(store)


def facts_of(frames, layer_id, query=""):
    scenario, problems = from_query(query, frames.registry)
    assert problems == []
    layer = frames.registry[layer_id]
    return label_facts(layer, frames.frame(layer, scenario), scenario.params[layer_id])


def said(frames, layer_id, query="", lang="en"):
    return facts_of(frames, layer_id, query).said(language(lang))


def test_every_guarantee_has_a_label_and_nothing_else_has(frames):
    labelled = [layer.id for layer in frames.registry.layers if layer.map_label]
    assert labelled == GUARANTEES
    assert [facts_of(frames, layer_id).number for layer_id in GUARANTEES] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("layer_id", "query", "words"),
    [
        ("monitoring_mission", "", "1,800 people"),
        ("monitoring_mission", "monitoring_mission.monitors_per_km=0.5", "600 people"),
        ("coalition_forces", "", "8 areas, 40 km back"),
        ("coalition_forces", "coalition_forces.standoff_km=60", "60 km back"),
        ("air_policing", "", "59 % in reach"),
        ("air_policing", "air_policing.radius_km=1400", "100 % in reach"),
        ("maritime_patrols", "", "6 zones, 350 nm of corridor"),
        ("maritime_patrols", "maritime_patrols.standoff_nm=60", "5 zones, 350 nm of corridor"),
    ],
)
def test_the_number_of_a_label_follows_the_parameters(frames, layer_id, query, words):
    assert said(frames, layer_id, query).endswith(words)


@guarantees
def test_the_number_of_a_label_is_one_that_the_assessment_says_too(frames, layer_id):
    scenario = frames.registry.default()
    figures = " ".join(
        f"{measure.value} {measure.caveat}"
        for measure in frames.key_figures(frames.registry[layer_id], scenario)
    )
    first = said(frames, layer_id).partition(" ")[0]
    assert first in figures


@guarantees
def test_a_label_stands_on_or_at_the_shapes_of_its_guarantee(frames, layer_id):
    layer, scenario = frames.registry[layer_id], frames.registry.default()
    frame = frames.frame(layer, scenario)
    shape = frame.loc[frame["kind"].isin(layer.map_label.kinds)].union_all()
    places = facts_of(frames, layer_id).places
    assert 10 <= len(places) <= 100
    assert (shapely.distance(shape, shapely.points(places[:, :2])) < 0.05).all()
    assert (np.diff(places[:, 2]) <= 0).all()  # the roomiest first
    lon, lat, room_km = places[0]
    edge = shapely.get_coordinates(shapely.segmentize(shape.boundary, 0.02))
    nearest = min(
        distance_km(lon, lat, *point) for point in edge[np.hypot(*(edge - (lon, lat)).T).argsort()[:50]]
    )
    assert room_km == pytest.approx(nearest, rel=0.15, abs=3)


def test_every_part_of_a_guarantee_can_carry_its_label(frames):
    layer, scenario = frames.registry["coalition_forces"], frames.registry.default()
    frame = frames.frame(layer, scenario)
    points = shapely.points(facts_of(frames, layer.id).places[:, :2])
    for part in shapely.get_parts(frame.loc[frame["kind"] == "deployment_ground"].geometry.item()):
        assert shapely.intersects(part.buffer(0.02), points).any()


def test_a_guarantee_of_which_nothing_is_on_the_map_has_no_label(frames):
    assert facts_of(frames, "air_policing", "air_policing.bases=") is None


def test_labels_keep_clear_of_symbols_line_and_large_towns_and_of_nothing_else(frames):
    scenario = frames.registry.default()
    built = [(layer, frames.frame(layer, scenario)) for layer in frames.registry.layers]
    counts = {
        layer.id: (len(kept_clear(layer, frame)), len(first_towns(layer, frame))) for layer, frame in built
    }
    assert counts["invasion_routes"] == (0, 0)  # heads of arrows are no symbols
    assert counts["oblasts"] == (0, 0)
    assert counts["air_policing"] == (14, 0)
    assert counts["line_of_occupation"][0] > 100
    assert counts["cities"][0] > counts["cities"][1] > 20  # symbols abroad, too, but names of Ukraine's towns
    assert {key for key, (clear, towns) in counts.items() if clear or towns} == {
        layer.id for layer in frames.registry.layers if has_label_data(layer)
    }


def test_what_the_page_gets_is_small_and_in_degrees_and_whole_km(frames):
    scenario = frames.registry.default()
    for layer_id in GUARANTEES:
        layer = frames.registry[layer_id]
        data = label_data(layer, frames.frame(layer, scenario), scenario.params[layer_id], language("en"))
        assert len(str(data)) < 8_000
        assert all(isinstance(km, int) for _, _, km in data["places"])


@pytest.mark.parametrize("theme", THEMES)
@guarantees
def test_the_number_on_a_label_can_be_read_in_every_theme(frames, layer_id, theme):
    token = frames.registry[layer_id].map_label.token
    assert contrast(colour(token, theme), colour("halo", theme)) >= 4.5


def test_one_of_a_thing_is_not_called_many(frames):
    label = frames.registry["coalition_forces"].map_label
    assert label.text_of_one.startswith("{areas} area,")
    assert said(frames, "maritime_patrols", "maritime_patrols.standoff_nm=60").startswith("5 zones")
