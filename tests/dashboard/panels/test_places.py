"""The search finds towns, oblasts, air bases and ports, each with where it is."""

import pytest

from dashboard.panels.places import places
from dashboard.service import Service


@pytest.fixture(scope="module")
def groups(store):
    return {group["group"]: group["items"] for group in places(Service(store))}


def test_every_group_has_its_places_in_order(groups):
    assert list(groups) == ["Towns", "Oblasts", "Air bases", "Ports"]
    for found in groups.values():
        assert [one["value"]["name"] for one in found] == sorted(one["value"]["name"] for one in found)


def test_a_place_says_what_it_is_where_it_is_and_its_ukrainian_name(groups):
    (kyiv,) = [one for one in groups["Towns"] if one["label"] == "Kyiv"]
    assert kyiv["also"] == "Київ"
    assert (kyiv["value"]["lon"], kyiv["value"]["lat"]) == pytest.approx((30.52, 50.45), abs=0.02)
    assert kyiv["value"]["layer"] == "cities"
    assert any(one["label"].endswith("(EPMM)") for one in groups["Air bases"])
