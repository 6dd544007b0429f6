"""What covers what: pieces fill what is cut exactly, and say which guarantees cover them."""

from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from analysis.cover import beyond, grounds, pieces
from layers.core.spec import CoverRule, frame_of
from tests.examples import examples

LAND = shapely.box(30, 46, 36, 50)


def boxes(west, south, width, height):
    return shapely.box(west, south, west + width, south + height)


box = st.builds(boxes, st.floats(28, 36), st.floats(44, 50), st.floats(0.1, 6), st.floats(0.1, 4))


def test_a_piece_says_which_cover_it_and_what_none_covers():
    covered = {"a": shapely.box(30, 46, 33, 50), "b": shapely.box(32, 46, 34, 50)}
    found = {piece.of: piece.geometry for piece in pieces(covered, LAND)}
    assert set(found) == {(), ("a",), ("b",), ("a", "b")}
    assert found["a", "b"].equals(shapely.box(32, 46, 33, 50))
    assert found[()].equals(shapely.box(34, 46, 36, 50))


@examples(20, 300)
@given(st.lists(box, max_size=4))
def test_pieces_fill_the_land_and_weighed_by_their_number_the_grounds(shapes):
    covered = dict(zip("abcd", shapes, strict=False))
    found = pieces(covered, LAND)
    # In degrees: areas on the ground depend by some millionths on where edges are cut to bow.
    assert sum(piece.geometry.area for piece in found) == pytest.approx(LAND.area, rel=1e-9)
    assert shapely.union_all([piece.geometry for piece in found]).area == pytest.approx(LAND.area, rel=1e-9)
    weighed = sum(len(piece.of) * piece.geometry.area for piece in found)
    own = sum(shapely.intersection(shape, LAND).area for shape in shapes)
    assert weighed == pytest.approx(own, rel=1e-9, abs=1e-9)


@examples(10, 100)
@given(st.lists(box, min_size=1, max_size=4), st.integers(0, 2**32 - 1))
def test_a_point_lies_in_the_piece_of_just_those_that_cover_it(shapes, seed):
    covered = dict(zip("abcd", shapes, strict=False))
    found = pieces(covered, LAND)
    chance = np.random.default_rng(seed)
    for lon, lat in zip(chance.uniform(30, 36, 50), chance.uniform(46, 50, 50), strict=True):
        point = shapely.Point(lon, lat)
        of = tuple(name for name, shape in covered.items() if shape.contains(point))
        assert [piece.of for piece in found if piece.geometry.contains(point)] == [of]


def test_what_lies_off_the_land_is_cut_as_well_without_what_none_covers():
    covered = {"a": shapely.box(35, 46, 38, 50), "b": shapely.box(37, 46, 40, 50)}
    found = {piece.of: piece.geometry for piece in beyond(covered, LAND)}
    assert set(found) == {("a",), ("b",), ("a", "b")}
    assert found["a",].equals(shapely.box(36, 46, 37, 50))
    assert beyond({"a": shapely.box(31, 47, 32, 48)}, LAND) == []


def of_kind(kind, shape):
    return {"feature_id": kind, "kind": kind, "geometry": shape}


def layer(layer_id, *rules):
    return SimpleNamespace(id=layer_id, covers=rules)


def test_each_guarantee_covers_by_its_first_rule_or_by_the_one_asked_for():
    wide, narrow = shapely.box(30, 46, 34, 50), shapely.box(30, 46, 31, 50)
    frames = {"a": frame_of([of_kind("wide", wide), of_kind("narrow", narrow)])}
    one = layer(
        "a", CoverRule(key="w", label="", kinds=("wide",)), CoverRule(key="n", label="", kinds=("narrow",))
    )
    hidden, without = layer("b", CoverRule(key="w", label="", kinds=("wide",))), layer("c")
    assert grounds(frames, [one, hidden, without], {}) == {"a": wide}
    assert grounds(frames, [one], {"a": "n"}) == {"a": narrow}
    with pytest.raises(KeyError, match="x"):
        grounds(frames, [one], {"a": "x"})


def test_of_a_frame_without_such_shapes_nothing_is_covered():
    one = layer("a", CoverRule(key="w", label="", kinds=("wide",)))
    assert grounds({"a": frame_of([])}, [one], {})["a"].is_empty
