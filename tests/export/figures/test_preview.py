"""Pictures of tiny frames, compared with hand arithmetic of the Mercator projection."""

import io
import threading
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from PIL import Image, ImageColor

import export.figures.frame_contents
import export.figures.rendered_rows
from export.figures.preview import draw
from layers.core.scenario import View
from layers.style.rows import ZOOM_WIDTH, StyleRow, at_zoom, colour, drawing_order

pytestmark = pytest.mark.slow

# At zoom 2 the world is 512 * 2**2 = 2048 px wide: a degree of longitude is 2048 / 360 = 5.6889 px.
VIEW = View(lon=0, lat=0, zoom=2)
PX_PER_DEGREE = 2048 / 360
SIZE = {"width_px": 200, "height_px": 160}


def frame(*rows: tuple[str, str, shapely.Geometry]) -> gpd.GeoDataFrame:
    kinds, names, shapes = zip(*rows, strict=True)
    return gpd.GeoDataFrame(
        {"kind": kinds, "name": names, "feature_id": range(len(rows))}, geometry=list(shapes), crs="EPSG:4326"
    )


def sea() -> gpd.GeoDataFrame:
    return frame(("country", "", shapely.box(170, 0, 171, 1)))  # out of view


def pixels(frames: dict[str, gpd.GeoDataFrame], **changes: object) -> NDArray[np.int_]:
    asked = {"theme": "light", "view": VIEW, **SIZE, **changes}
    return np.asarray(Image.open(io.BytesIO(draw(frames, **asked))).convert("RGB")).astype(int)


def rgb(token: str, theme: str = "light") -> tuple[int, ...]:
    return ImageColor.getrgb(colour(token, theme))


def is_colour(found: NDArray[np.int_], wanted: tuple[int, ...], within: int = 1) -> bool:
    return bool(np.all(np.abs(found - np.array(wanted)) <= within))


def test_an_area_is_filled_where_mercator_puts_it():
    # 10° by 10° from the middle: 56.889 px east; north 2048 * asinh(tan 10°) / 2π = 57.18 px.
    land = pixels({"ground": frame(("country", "", shapely.box(0, 0, 10, 10)))})
    assert is_colour(land[50, 130], rgb("land"))
    inside = np.abs(land - np.array(rgb("sea"))).max(axis=2) > 3
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    assert columns[0] == pytest.approx(100, abs=1)
    assert columns[-1] == pytest.approx(156.9, abs=1)
    assert rows[0] == pytest.approx(80 - 57.2, abs=1)
    assert rows[-1] == pytest.approx(80, abs=1)


def test_a_hole_shows_what_is_below_whichever_way_its_ring_runs():
    for hole in (shapely.box(2, 2, 8, 8).exterior, shapely.box(2, 2, 8, 8).exterior.reverse()):
        ring = shapely.Polygon(shapely.box(0, 0, 10, 10).exterior, [hole])
        assert is_colour(pixels({"ground": frame(("country", "", ring))})[52, 128], rgb("sea"))


def test_opacity_mixes_with_what_is_below():
    # Deployment ground is 40 % of its colour over the sea.
    area = frame(("deployment_ground", "", shapely.box(0, 0, 10, 10)))
    found = pixels({"ground": sea(), "coalition_forces": area})
    mixed = tuple(round(s + 0.4 * (f - s)) for s, f in zip(rgb("sea"), rgb("coalition"), strict=True))
    assert is_colour(found[52, 128], mixed)


def test_a_layer_that_is_not_given_is_not_drawn():
    area = frame(("tinted_ground", "", shapely.box(0, 0, 10, 10)))
    assert not is_colour(pixels({"ground": sea(), "air_policing": area})[52, 128], rgb("sea"))
    assert is_colour(pixels({"ground": sea()})[52, 128], rgb("sea"))


def test_the_theme_gives_the_colours():
    assert is_colour(pixels({"ground": sea()}, theme="dark"), rgb("sea", "dark"))


def test_a_line_is_as_wide_as_its_zoom_says():
    # The corridor is 2.4 px wide, at zoom 6.5 (half way) times (0.8 + 1.5) / 2: 2.76 px of ink across.
    view = View(lon=0, lat=0, zoom=6.5)
    line = frame(("corridor", "", shapely.LineString([(-5, 0), (5, 0)])))
    column = pixels({"ground": sea(), "maritime_patrols": line}, view=view)[:, 100]
    span = np.array(rgb("patrol")) - np.array(rgb("sea"))
    ink = ((column - np.array(rgb("sea"))) / span).mean(axis=1)
    assert ink.sum() == pytest.approx(2.4 * (0.8 + 1.5) / 2, abs=0.15)
    assert (ink * (np.arange(160) + 0.5)).sum() / ink.sum() == pytest.approx(80, abs=0.2)


def test_dashes_are_counted_in_line_widths():
    # The line of occupation, at zoom 4 exactly: 3.2 * 0.8 = 2.56 px wide, dash 2.4 and gap 0.9 widths, so one
    # dash every 8.45 px.
    view = View(lon=11.25, lat=0.5, zoom=4)
    line = frame(("line", "", shapely.LineString([(0, 0.5), (20, 0.5)])))
    ink = is_row_of(pixels({"ground": sea(), "line_of_occupation": line}, view=view)[80], "occupied")
    assert np.count_nonzero(np.diff(ink.astype(int)) == 1) == pytest.approx(200 / 8.45, abs=1)


def is_row_of(row: NDArray[np.int_], token: str) -> NDArray[np.bool_]:
    near, far = np.array(rgb(token)), np.array(rgb("sea"))
    return np.abs(row - near).sum(axis=1) < np.abs(row - far).sum(axis=1)


def test_a_line_with_a_casing_stands_out_from_the_symbols_below_it():
    # At zoom 6: 1.7 px of line and 1.3 px of casing on either side of its middle, over a square of 7.3 px.
    base = {"ground": sea(), "monitoring_mission": frame(("patrol_base", "", shapely.Point(0, 0)))}
    line = frame(("line", "", shapely.LineString([(-5, 0), (5, 0)])))
    view = View(lon=0, lat=0, zoom=6)
    without = pixels(base, view=view)[77:83, 98:102]
    rim = pixels(base | {"line_of_occupation": line}, view=view)[[77, 82], 98:102]
    assert is_colour(without, rgb("monitoring"), within=12)
    assert is_colour(rim, rgb("halo"), within=40)


def test_a_pattern_repeats_with_the_tiles_of_the_map():
    # Horizontal strokes every 8 px at a whole zoom, in the middle of each tile of 8 px from the equator.
    zone = frame(("patrol_zone", "", shapely.box(-10, -10, 10, 10)))
    column = pixels({"ground": sea(), "maritime_patrols": zone})[:, 100].sum(axis=1)
    darkest = {int(y) % 8 for y in np.flatnonzero(column[40:120] == column[40:120].min()) + 40}
    assert darkest <= {(80 + 3) % 8, (80 + 4) % 8}


def test_a_symbol_stands_in_the_middle_of_its_place():
    # 10° E: 100 + 56.9 px. The square is 7.5 px, at zoom 5 times 0.8 + 0.35 / 4.
    view = View(lon=0, lat=0, zoom=5)
    spot = frame(("patrol_base", "", shapely.Point(1, 0)))
    found = pixels({"ground": sea(), "monitoring_mission": spot}, view=view)
    ink = np.abs(found - np.array(rgb("monitoring"))).max(axis=2) < 40
    y, x = np.nonzero(ink)
    assert x.mean() + 0.5 == pytest.approx(100 + 8 * PX_PER_DEGREE, abs=0.5)
    assert y.mean() + 0.5 == pytest.approx(80, abs=0.5)
    assert np.sqrt(ink.sum()) == pytest.approx(7.5 * 0.88 * (0.8 + 0.35 / 4), abs=1)


def test_what_has_a_lowest_zoom_waits_for_it():
    spot = {"ground": sea(), "monitoring_mission": frame(("patrol_base", "", shapely.Point(0, 0)))}
    assert is_colour(pixels(spot, view=View(lon=0, lat=0, zoom=3.5)), rgb("sea"))
    assert not is_colour(pixels(spot, view=View(lon=0, lat=0, zoom=3.6)), rgb("sea"))


def test_a_name_stands_to_the_right_of_its_symbol():
    city = {"ground": sea(), "cities": frame(("town_1", "Kyiv", shapely.Point(0, 0)))}
    ink = np.abs(pixels(city) - np.array(rgb("text"))).max(axis=2) < 60
    columns = np.flatnonzero(ink.any(axis=0))
    assert ((columns > 108) & (columns < 150)).sum() > 15
    assert not (columns < 92).any()


def test_of_two_names_on_one_spot_the_more_important_has_the_first_side():
    both = frame(("town_2", "Second", shapely.Point(0, 0)), ("town_1", "First", shapely.Point(0, 0)))
    alone = frame(("town_1", "First", shapely.Point(0, 0)))
    view = View(lon=0, lat=0, zoom=5)
    right = slice(115, 160)
    beside = [pixels({"ground": sea(), "cities": f}, view=view)[70:90, right] for f in (both, alone)]
    assert np.abs(beside[0] - beside[1]).max() < 30  # each picture has its own few colours


def test_the_name_of_a_zone_whose_place_is_taken_stands_below():
    # The name of the sea, 14 px · 1.13 high, is on the place of both, in the middle: y is 80.
    view = View(lon=0, lat=0, zoom=7)
    alone = {"ground": frame(("sea_label", "Gulf", shapely.Point(0, 0)))}
    both = alone | {"maritime_patrols": frame(("zone_label", "Z1", shapely.Point(0, 0)))}
    changed = np.abs(pixels(both, view=view) - pixels(alone, view=view)).max(axis=2) > 40
    rows = np.flatnonzero(changed.any(axis=1))
    assert len(rows) > 5
    assert rows.min() > 86


@pytest.mark.parametrize("ratio", [1, 2])
def test_the_picture_has_the_size_asked_for(ratio: int):
    assert pixels({"ground": sea()}, ratio=ratio).shape == (160 * ratio, 200 * ratio, 3)


def test_at_ratio_2_everything_is_twice_as_large():
    land = {"ground": frame(("country", "", shapely.box(0, 0, 10, 10)))}
    once, twice = pixels(land), pixels(land, ratio=2)
    assert is_colour(twice[104, 256], tuple(once[52, 128]))
    assert np.abs(twice[::2, ::2] - once).mean() < 2


def test_ten_threads_draw_the_same_bytes():
    frames = {
        "ground": frame(("country", "Land", shapely.box(-10, -10, 0, 10))),
        "cities": frame(("town_1", "Łódź", shapely.Point(3, 1)), ("town_1", "Київ", shapely.Point(-3, 1))),
        "line_of_occupation": frame(("line", "", shapely.LineString([(-9, -5), (9, 5)]))),
    }
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(draw(frames, theme="light", view=VIEW, **SIZE)))
        for _ in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 10
    assert len(set(found)) == 1


def test_a_frame_that_is_gone_is_not_mistaken_for_a_new_one():
    for width in (4, 8, 12, 16):  # a new frame may get the address of the last
        land = pixels({"ground": frame(("country", "", shapely.box(0, 0, width, 10)))})
        assert is_colour(land[52, int(100 + width * PX_PER_DEGREE) + 3], rgb("sea"))
        assert is_colour(land[52, int(100 + width * PX_PER_DEGREE) - 3], rgb("land"))


def test_shapes_without_a_place_are_left_out():
    there = ("country", "", shapely.box(0, 0, 10, 10))
    some = frame(there, ("country", "x", None), ("river", "", shapely.Point()))
    assert is_colour(pixels({"ground": some})[52, 128], rgb("land"))


def test_every_row_of_the_style_table_can_be_drawn():
    shapes = {
        "area": shapely.box(-8, -8, 8, 8),
        "line": shapely.LineString([(-9, -5), (9, 5)]),
        "point": shapely.Point(0, 0),
        "label": shapely.Point(0, 0),
    }
    for row in drawing_order():
        one = frame((row.kind, "A name", shapes[row.form]))
        if row.turned_by:
            one[row.turned_by] = 45.0
        drawn = pixels({row.layer: one}, view=View(lon=0, lat=0, zoom=8))
        filled = row.fill_opacity > 0 and row.at_rest
        assert not filled or not is_colour(drawn, rgb("sea")), (row.layer, row.kind)


def test_an_unknown_theme_or_layer_is_named():
    with pytest.raises(ValueError, match="no theme “sepia”; there are light, dark, print"):
        draw({"ground": sea()}, theme="sepia", view=VIEW, **SIZE)
    with pytest.raises(ValueError, match="no style for “forests”; there is one for air_policing,"):
        draw({"forests": sea()}, theme="light", view=VIEW, **SIZE)


def test_an_unknown_symbol_is_named(monkeypatch: pytest.MonkeyPatch):
    row = StyleRow(layer="cities", kind="town_1", form="point", z=1, symbol="heart", symbol_px=9)
    monkeypatch.setattr(export.figures.rendered_rows, "drawing_order", lambda: (row,))
    monkeypatch.setattr(export.figures.frame_contents, "STYLE", {("cities", "town_1"): row})
    with pytest.raises(ValueError, match="no symbol “heart”; there are aircraft,"):
        draw({"cities": frame(("town_1", "", shapely.Point(0, 0)))}, theme="light", view=VIEW, **SIZE)


def test_sizes_follow_the_zoom_and_are_level_outside():
    factors = [at_zoom(ZOOM_WIDTH, zoom) for zoom in (1, 4, 6.5, 9, 12)]
    assert factors == pytest.approx([0.8, 0.8, 1.15, 1.5, 1.5])


@pytest.fixture
def get(client) -> Callable[[str], object]:
    return lambda query, **kwargs: client.get(f"/picture.webp?{query}", **kwargs)


def test_the_route_answers_with_a_picture_of_the_size_asked_for(get):
    query = "view=31.12345,48.2,4.6123&theme=dark&size=300x200&ratio=2"
    answer = get(query)
    assert answer.status_code == 200
    assert answer.mimetype == "image/webp"
    assert Image.open(io.BytesIO(answer.data)).size == (600, 400)
    again = get(query, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_route_does_not_round_its_view(get):
    # At zoom 4.6 a hundredth of a zoom moves the edge of 800 px by 2.8 px.
    one, other = (get(f"view=31.1,48.2,{zoom}&size=400x300").data for zoom in ("4.601", "4.604"))
    assert one != other


def test_the_route_follows_the_scenario(get):
    every, none = (get(f"view=31.1,48.2,5&size=300x200{rest}").data for rest in ("", "&layers="))
    assert every != none


def test_the_route_draws_in_spite_of_a_key_it_does_not_know(get):
    assert get("view=31.1,48.2,5&size=300x200&colour=red").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "view=31,48,5", "view=31,48,5&size=", "view=31,48,5&size=79x200", "view=31,48,5&size=200x4001",
        "view=31,48,5&size=4000x4000", "view=31,48,5&size=2000x2000&ratio=2",
        "view=31,48,5&size=200x200&ratio=3", "view=31,48,5&size=-200x200",
        "view=31,48,5&size=200x200x200", "view=31,48,5&size=²00x200",
        "size=200x200", "view=&size=200x200", "view=nan,48,5&size=200x200", "view=31,48,99&size=200x200",
    ],
)  # fmt: skip
def test_the_route_refuses_what_it_cannot_draw(get, query: str):
    answer = get(query)
    assert answer.status_code == 422
    assert set(answer.json["allowed"]) == {"view", "size", "ratio"}
