"""The search for the smallest change, against trying everything."""

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from analysis.gap_search import Axis, Move, slider_axis, smallest
from layers.coalition_forces import LAYER


def axis(key, *, up, down=0, monotone=False):
    steps = [*(n for n in range(1, up + 1)), *(-n for n in range(1, down + 1))]
    moves = tuple(Move(value=n, steps=abs(n), words=f"{key} {n}") for n in sorted(steps, key=abs))
    return Axis(key=key, moves=moves, monotone=monotone)


def brute(axes, closes):
    """The fewest parameters, then the fewest steps, by trying every combination there is."""
    for count in range(1, len(axes) + 1):
        found = [
            sum(move.steps for move in moves)
            for some in combinations(axes, count)
            for moves in product(*(one.moves for one in some))
            if closes({one.key: move.value for one, move in zip(some, moves, strict=True)})
        ]
        if found:
            return count, min(found)
    return None


@given(
    st.lists(st.tuples(st.integers(-4, 4), st.integers(0, 5), st.integers(0, 4)), min_size=1, max_size=6),
    st.integers(0, 5),
    st.integers(0, 4),
)
def test_no_smaller_change_closes_it(corners, most_b, most_c):
    """Closed where, for some corner, `a` is the one wanted and `b` and `c` are at least as far as it asks."""
    axes = [
        axis("a", up=4, down=4),
        axis("b", up=most_b, monotone=True),
        axis("c", up=most_c, monotone=True),
    ]

    def closes(values):
        a, b, c = (values.get(key, 0) for key in "abc")
        return any(a == want and b >= least_b and c >= least_c for want, least_b, least_c in corners)

    changes = smallest(axes, closes)
    best = brute(axes, closes)
    if best is None or closes({}):  # what is closed already is never searched for
        assert best is not None or changes == ()
        return
    assert (len(changes[0].params), changes[0].steps) == best
    for change in changes:
        assert closes({key: int(value) for key, value in change.params.items()})
        assert len(change.params) == best[0]


def test_nothing_closes_it_where_no_combination_does():
    assert smallest([axis("a", up=3), axis("b", up=3, monotone=True)], lambda values: False) == ()


def test_what_does_it_alone_stands_beside_its_alternatives_the_fewest_steps_first():
    changes = smallest(
        [axis("a", up=5, monotone=True), axis("b", up=5, monotone=True)],
        lambda values: values.get("a", 0) >= 4 or values.get("b", 0) >= 2,
    )
    assert [dict(change.params) for change in changes] == [{"b": "2"}, {"a": "4"}]


def test_a_monotone_axis_is_asked_a_few_times_only():
    asked = []

    def closes(values):
        asked.append(values)
        return values["a"] >= 700

    (change,) = smallest([axis("a", up=1000, monotone=True)], closes)
    assert change.params == {"a": "700"}
    assert len(asked) <= 12


def test_the_values_of_a_slider_are_its_own_steps_within_its_range():
    found = slider_axis(LAYER, "standoff_km", 42)
    assert {move.value for move in found.moves} == set(range(20, 151, 5))
    steps = {move.value: move.steps for move in found.moves}
    assert (steps[40], steps[45], steps[35], steps[150]) == (1, 1, 2, 22)
    assert [move.value for move in slider_axis(LAYER, "standoff_km", 130, down=False).moves] == [
        135,
        140,
        145,
        150,
    ]
    assert slider_axis(LAYER, "standoff_km", 150, down=False).moves == ()
