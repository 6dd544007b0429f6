"""Further points for the name of a country: on its ground, with room for the name, apart from each other."""

import shapely

from layers.core.area_spots import spots_of

LAND = shapely.box(20, 45, 30, 50)
USUAL = shapely.Point(25, 47)


def test_points_lie_on_the_area_with_room_for_the_name_from_their_zoom():
    spots = spots_of(LAND, "Landia", USUAL)
    assert len(spots) > 5
    for point, zoom in spots:
        half_deg = len("Landia") * 6.6 / 2 / (512 * 2**zoom / 360)
        assert LAND.covers(shapely.box(point.x - half_deg, point.y, point.x + half_deg, point.y))


def test_the_roomiest_come_first_and_none_is_double():
    spots = spots_of(LAND, "Landia", USUAL)
    zooms = [zoom for _, zoom in spots]
    assert zooms == sorted(zooms)
    assert len({point.wkt for point, _ in spots}) == len(spots)


def test_what_lies_elsewhere_has_its_usual_place_alone():
    assert spots_of(shapely.box(100, 10, 110, 20), "Far", shapely.Point(105, 15)) == []
