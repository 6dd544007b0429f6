"""The style table: what is drawn over what, and from which zoom."""

import pytest
from colours import blended, contrast
from shipped import LAYERS

from layers.style.rows import STYLE, THEMES, as_shown, colour, drawing_order, name_order

GUARANTEES = [layer.id for layer in LAYERS if layer.group == "guarantee"]
#: The zoom of the home view on a screen of 1440 × 900 px, and on a phone.
HOME_ZOOM, HOME_ZOOM_PHONE = 4.77, 3.8


def place_of(layer: str, kind: str) -> int:
    return drawing_order().index(STYLE[layer, kind])


def test_the_line_is_drawn_over_the_bases_that_stand_along_it():
    line = STYLE["line_of_occupation", "line"]
    assert place_of(line.layer, line.kind) > place_of("monitoring_mission", "patrol_base")
    assert line.casing > 0


def test_symbols_of_air_bases_hubs_and_ports_served_are_drawn_over_towns():
    towns = max(place_of(row.layer, row.kind) for row in STYLE.values() if row.layer == "cities")
    for key in [("air_policing", "air_base"), ("air_policing", "air_base_other"), ("coalition_forces", "hub"),
                ("maritime_patrols", "port_served")]:  # fmt: skip
        assert place_of(*key) > towns, key


def test_water_lies_over_the_hatch_of_occupied_territory():
    assert place_of("ground", "lake") > place_of("line_of_occupation", "occupied_territory")


def test_what_a_guarantee_lists_in_the_legend_is_seen_at_home():
    for row in STYLE.values():
        if row.layer in GUARANTEES and row.label:
            assert row.min_zoom < HOME_ZOOM, row.kind
    assert STYLE["monitoring_mission", "patrol_base"].min_zoom < HOME_ZOOM_PHONE


def test_ukraine_s_towns_are_named_first_then_bases_ports_and_capitals_abroad_then_water():
    order = [(group.row.kind, bool(group.abroad)) for group in name_order(STYLE.values())]
    wanted = [("town_1", False), ("town_2", False), ("air_base", False), ("port", False), ("town_1", True),
              ("sea_label", False), ("town_2", True)]  # fmt: skip
    assert [one for one in order if one in wanted] == wanted


def test_each_name_is_placed_in_one_group():
    groups = name_order(STYLE.values())
    for row in STYLE.values():
        of_row = [group.abroad for group in groups if group.row == row]
        assert of_row in ([], [None], [False, True]), row.kind
        assert bool(of_row) is bool(row.text)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "key",
    [
        ("monitoring_mission", "band_held"),
        ("monitoring_mission", "band_occupied"),
        ("coalition_forces", "deployment_ground"),
        ("air_policing", "tinted_ground"),
        ("maritime_patrols", "patrol_zone"),
    ],
    ids="/".join,
)
def test_ground_of_a_guarantee_is_told_from_plain_ground_in_every_theme(key, theme):
    row = STYLE[key]
    ground = colour(row.ground, theme)
    tinted = blended(colour(row.fill, theme), ground, row.fill_opacity)
    assert contrast(tinted, ground) >= 1.3


def test_routes_rest_but_beside_the_coalition_alone():
    route = STYLE["invasion_routes", "route_assessed"]
    shown = {"invasion_routes", "line_of_occupation", "coalition_forces"}
    assert as_shown(route, shown) == route
    assert as_shown(route, {*shown, "air_policing"}).stroke_opacity < route.stroke_opacity
    assert as_shown(route, {"invasion_routes"}).stroke_opacity < route.stroke_opacity


def test_what_draws_another_kind_looks_like_it():
    for row in STYLE.values():
        if row.drawn_as:
            drawing = STYLE[row.layer, row.drawn_as]
            paint = ("fill", "fill_opacity", "pattern", "pattern_opacity", "stroke", "width")
            assert [getattr(row, name) for name in paint] == [getattr(drawing, name) for name in paint]
            assert drawing.decoration
            assert not drawing.label
            assert not drawing.interactive
