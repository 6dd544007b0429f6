"""The measure tool: its geodesy against pyproj, and what a hand, a finger and a keyboard make it do."""

import json
import random
import re

import pytest
import shapely
from pyproj import Geod
from screen import PANELS, PHONE, Screen

from layers.core import ground
from layers.core.address import from_query

GEOD = Geod(ellps="WGS84")
KYIV, ODESA, SIMFEROPOL = (30.52, 50.45), (30.72, 46.48), (34.10, 44.95)
VIEW = "/?layers=oblasts&view=32,46.6,5.2"
PER_MILLE = 1e-3


def polygons(geometry: dict) -> list[shapely.Polygon]:
    shape = shapely.geometry.shape(geometry)
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def area_km2(geometry: dict) -> float:
    def ring(line: shapely.LinearRing) -> float:
        return abs(GEOD.polygon_area_perimeter(*line.xy)[0]) / 1e6

    return sum(ring(p.exterior) - sum(map(ring, p.interiors)) for p in polygons(geometry))


def outline_km(geometry: dict) -> float:
    return sum(GEOD.line_length(*p.exterior.xy) for p in polygons(geometry)) / 1000


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    return GEOD.inv(*a, *b)[2] / 1000


def rows(screen: Screen) -> list[list[str]]:
    """The card's table without its head: name, km, nm, bearing, time."""
    return screen.page.evaluate(
        "[...document.querySelectorAll('#measure-card tbody tr, #measure-card tfoot tr')]"
        ".map((row) => [...row.cells].map((cell) => cell.textContent))"
    )


def number(text: str) -> float:
    return float(text.replace(",", ""))


def minutes(text: str) -> float:
    parts = dict((unit, int(n)) for n, unit in re.findall(r"(\d+) (h|min|s)", text))
    return parts.get("h", 0) * 60 + parts.get("min", 0) + parts.get("s", 0) / 60


def measured_on_map(screen: Screen) -> list[str]:
    return screen.page.evaluate(
        "[...new Set((guarantees.map.live.getSource('measure') ?"
        " guarantees.map.live.querySourceFeatures('measure') : [])"
        ".map((f) => f.properties.label).filter(Boolean))].sort()"
    )


# -- geodesy --------------------------------------------------------------------------------------------------------


@pytest.fixture
def geodesy(open_page):
    return open_page("/?layers=cities", anew=False).page


@pytest.mark.journey
def test_distances_and_bearings_are_those_of_pyproj(geodesy):
    some = random.Random(3)
    pairs = [
        (some.uniform(-180, 180), some.uniform(-90, 90), some.uniform(-180, 180), some.uniform(-90, 90))
        for _ in range(200)
    ]
    near = [
        (lon, lat, lon + some.uniform(-0.2, 0.2), lat + some.uniform(-0.2, 0.2))
        for lon, lat, *_ in pairs[:50]
    ]
    special = [
        (0, 0, 0, 0),
        (30, 50, 30, 50),
        (0, 0, 90, 0),
        (179.9, 10, -179.9, 10),
        (20, 90, 50, -90),
        (0, 89, 180, 89),
    ]
    every = [*pairs, *near, *special]
    got = geodesy.evaluate("(all) => all.map((p) => guarantees.geodesy.inverse(...p))", every)
    for pair, found in zip(every, got, strict=True):
        azimuth, _, metres = GEOD.inv(*pair)
        assert found["km"] == pytest.approx(metres / 1000, rel=PER_MILLE, abs=1e-9), pair
        if metres and abs(pair[1]) < 90:
            assert abs((found["bearing"] - azimuth + 180) % 360 - 180) < 0.01, pair


def test_distances_to_the_far_side_of_the_globe_are_right_too(geodesy):
    some = random.Random(4)
    starts = [(some.uniform(-180, 180), some.uniform(-89, 89)) for _ in range(40)]
    pairs = [
        (lon, lat, lon + 180 + some.uniform(-0.5, 0.5), -lat + some.uniform(-0.5, 0.5)) for lon, lat in starts
    ]
    pairs += [(0, 0, 180, 0), (0, 0, 179.7, 0.2)]
    got = geodesy.evaluate("(all) => all.map((p) => guarantees.geodesy.inverse(...p).km)", pairs)
    for pair, found in zip(pairs, got, strict=True):
        assert found == pytest.approx(GEOD.inv(*pair)[2] / 1000, rel=PER_MILLE), pair


def test_areas_and_outlines_of_all_shipped_shapes_are_those_of_pyproj(geodesy, service):
    shapes = {}
    for date in service.store.line_dates:
        scenario, _ = from_query(f"line={date}", service.registry)
        for layer in (ground.LAYER, *service.registry.layers):
            for feature in json.loads(service.geojson(layer, scenario).body)["features"]:
                if polygons(feature["geometry"]):
                    key = (layer.id, feature["properties"]["feature_id"], date if layer.follows_line else "")
                    shapes[key] = feature["geometry"]
    assert len(shapes) > 300
    got = geodesy.evaluate(
        "(all) => all.map((one) => [guarantees.geodesy.areaKm2(one), guarantees.geodesy.outlineKm(one)])",
        list(shapes.values()),
    )
    for (key, shape), (area, outline) in zip(shapes.items(), got, strict=True):
        assert area == pytest.approx(area_km2(shape), rel=PER_MILLE), key
        assert outline == pytest.approx(outline_km(shape), rel=PER_MILLE), key


def test_lines_have_the_length_of_pyproj_and_points_no_area(geodesy):
    places = [KYIV, ODESA, SIMFEROPOL]
    length = geodesy.evaluate("(all) => guarantees.geodesy.lengthKm(all)", places)
    assert length == pytest.approx(km(KYIV, ODESA) + km(ODESA, SIMFEROPOL), rel=PER_MILLE)
    area = geodesy.evaluate("guarantees.geodesy.areaKm2({ type: 'Point', coordinates: [30, 50] })")
    assert area == 0


# -- distance -------------------------------------------------------------------------------------------------------


def two_clicks_give_km_nm_bearing_and_time(screen):
    screen.page.locator("#measure-toggle").click()
    assert screen.page.locator("#measure-toggle").get_attribute("aria-pressed") == "true"
    screen.page.mouse.click(*screen.at(*KYIV))
    assert rows(screen) == []

    screen.page.mouse.move(*screen.at(*SIMFEROPOL))  # the line follows the mouse before it is fixed
    screen.until("document.querySelectorAll('#measure-card tbody tr.ruler-live').length == 1")
    ((_, live_km, *_),) = rows(screen)
    assert number(live_km) == pytest.approx(km(KYIV, SIMFEROPOL), rel=5e-3)
    assert screen.page.locator("#map-tip").is_hidden()

    screen.page.mouse.click(*screen.at(*ODESA))
    screen.page.keyboard.press("Enter")
    ((name, in_km, in_nm, bearing, time),) = rows(screen)
    azimuth, _, metres = GEOD.inv(*KYIV, *ODESA)
    assert name == "1"
    assert number(in_km) == pytest.approx(metres / 1000, rel=5e-3)
    assert number(in_nm) == pytest.approx(metres / 1852, rel=5e-3)
    assert int(bearing.rstrip("°")) == pytest.approx(azimuth % 360, abs=1)
    assert minutes(time) == pytest.approx(metres / 1000 / 850 * 60, abs=0.6)
    screen.idle()
    assert measured_on_map(screen) == [f"{round(number(in_km))} km · {round(number(in_nm))} nm"]
    assert "nautical miles" in screen.page.locator(".ruler-said[role=status]").text_content()


def further_clicks_add_legs_and_a_double_click_ends_without_zooming(screen):
    camera = screen.camera
    screen.press("m")
    for place in (KYIV, ODESA):
        screen.page.mouse.click(*screen.at(*place))
    screen.page.mouse.dblclick(*screen.at(*SIMFEROPOL))
    screen.until("!guarantees.map.live.isMoving()")
    screen.idle()
    one, two, total = rows(screen)
    assert number(one[1]) == pytest.approx(km(KYIV, ODESA), rel=5e-3)
    assert number(two[1]) == pytest.approx(km(ODESA, SIMFEROPOL), rel=5e-3)
    assert total[0] == "Total"
    assert number(total[1]) == pytest.approx(number(one[1]) + number(two[1]), abs=0.2)
    assert total[3] == ""
    assert screen.camera == pytest.approx(camera, abs=1e-6)
    screen.page.mouse.move(*screen.at(*KYIV))  # it has ended: nothing follows the mouse
    screen.frames()
    assert len(rows(screen)) == 3
    screen.page.mouse.click(*screen.at(*KYIV))  # and the next click begins anew
    assert rows(screen) == []


def escape_first_clears_then_leaves_and_a_click_opens_features_again(screen):
    asked = len(screen.log.requests)
    screen.press("m")
    for place in (KYIV, ODESA):
        screen.page.mouse.click(*screen.at(*place))
    screen.idle()
    assert screen.page.evaluate("document.documentElement.dataset.feature") is None
    assert measured_on_map(screen)
    assert screen.log.requests[asked:] == []  # measuring asks nobody
    screen.press("Escape")
    screen.idle()
    assert rows(screen) == []
    assert measured_on_map(screen) == []
    assert screen.page.locator("#measure-card").is_visible()
    screen.press("Escape")
    assert screen.page.locator("#measure-card").is_hidden()
    assert screen.page.evaluate("guarantees.map.live.getSource('measure') === undefined")
    assert screen.page.evaluate("guarantees.map.live.doubleClickZoom.isEnabled()")
    screen.page.mouse.click(*screen.at(32.3, 49.2))
    screen.until("document.documentElement.dataset.feature == 'open'")
    screen.until("document.getElementById('feature').textContent.includes('Cherkasy')")


def test_the_speed_is_kept_for_the_visit_and_bad_ones_are_refused(open_page):
    screen = open_page(VIEW, anew=False)
    screen.press("m")
    for place in (KYIV, ODESA):
        screen.page.mouse.click(*screen.at(*place))
    field = screen.page.get_by_label("Flight at")
    field.fill("425")
    assert minutes(rows(screen)[0][4]) == pytest.approx(km(KYIV, ODESA) / 425 * 60, abs=0.9)
    field.fill("50")
    assert field.get_attribute("aria-invalid") == "true"
    assert "100 to 3,000 km/h" in screen.page.locator("#measure-card").inner_text()
    assert minutes(rows(screen)[0][4]) == pytest.approx(km(KYIV, ODESA) / 425 * 60, abs=0.9)
    field.blur()
    assert field.input_value() == "425"
    screen.page.reload()
    screen.ready()
    screen.press("m")
    assert field.input_value() == "425"


def the_keyboard_alone_measures(screen):
    screen.press("m")
    screen.page.evaluate("guarantees.map.live.getCanvas().focus({ focusVisible: true })")
    assert screen.page.locator("#measure-cross").is_visible()
    start = screen.camera[:2]
    screen.press(" ")
    screen.press("ArrowRight")
    screen.until(
        "(lon) => guarantees.map.live.getCenter().lng > lon + 0.5 && !guarantees.map.live.isMoving()",
        start[0],
    )
    end = screen.camera[:2]
    screen.press(" ")
    screen.press("Enter")
    ((_, in_km, *_),) = rows(screen)
    assert number(in_km) == pytest.approx(km(start, end), rel=5e-3)
    assert screen.page.evaluate("document.documentElement.dataset.feature") is None
    screen.page.mouse.move(*screen.at(31, 47))
    screen.press("t")  # a key alone does not bring the cross back to who works with the mouse
    assert screen.page.locator("#measure-cross").is_hidden()


# -- area -----------------------------------------------------------------------------------------------------------


def test_the_area_of_an_oblast_is_that_of_the_whole_oblast(open_page, service):
    screen = open_page(
        "/?layers=oblasts&view=32.3,49.2,9", anew=False
    )  # so close that tiles hold parts of it only
    frame = service.frame(service.registry["oblasts"], service.registry.default())
    oblast = frame.loc[frame["name"].str.startswith("Cherkasy")].iloc[0]
    geometry = shapely.geometry.mapping(oblast["geometry"])
    screen.press("m")
    for by in ("shift", "switch"):
        if by == "shift":
            screen.page.keyboard.down("Shift")
        else:
            screen.page.locator("[data-ruler=area]").click()
        screen.page.mouse.click(*screen.at(32.3, 49.2))
        screen.page.keyboard.up("Shift")
        screen.page.locator(".ruler-area dd").first.wait_for()
        area, outline = screen.texts("#measure-card .ruler-area dd")
        assert oblast["name"] in screen.page.locator("#measure-card").inner_text()
        assert number(area.removesuffix(" km²")) == pytest.approx(area_km2(geometry), rel=PER_MILLE)
        assert number(outline.split(" km")[0]) == pytest.approx(outline_km(geometry), rel=PER_MILLE)
        screen.press("Escape")
        assert screen.page.locator(".ruler-area").is_hidden()


def test_an_area_follows_the_assumption_it_depends_on(open_page):
    screen = open_page("/?layers=monitoring_mission,line_of_occupation&view=35.6,47.6,7", anew=False)
    screen.press("m")
    screen.page.locator("[data-ruler=area]").click()
    lon, lat = screen.page.evaluate(
        """() => {
          const live = guarantees.map.live;
          for (let y = 150; y < 500; y += 3) for (let x = 100; x < 700; x += 7) {
            if (live.queryRenderedFeatures([x, y], { layers: ["monitoring_mission/band_held/fill"] }).length) {
              const place = live.unproject([x, y]);
              return [place.lng, place.lat];
            }
          }
        }"""
    )
    screen.page.mouse.click(*screen.at(lon, lat))
    screen.page.locator(".ruler-area dd").first.wait_for()
    before = number(screen.texts("#measure-card .ruler-area dd")[0].removesuffix(" km²"))
    screen.page.evaluate("guarantees.setParams({ 'monitoring_mission.depth_km': '30' })")
    screen.until("(text) => document.querySelector('#measure-card .ruler-area dd').textContent != text",
                 screen.texts("#measure-card .ruler-area dd")[0])  # fmt: skip
    after = number(screen.texts("#measure-card .ruler-area dd")[0].removesuffix(" km²"))
    assert after > 1.3 * before


def test_where_there_is_no_area_the_card_says_so(open_page):
    screen = open_page("/?layers=&view=32,48.8,5.2", anew=False)
    screen.press("m")
    screen.page.locator("[data-ruler=area]").click()
    screen.page.mouse.click(*screen.at(*KYIV))
    screen.until("document.querySelector('.ruler-hint').textContent.startsWith('There is no area here')")


# -- elsewhere ------------------------------------------------------------------------------------------------------


def test_a_finger_measures_on_a_phone(open_page):
    screen = open_page("/?layers=oblasts&view=32,47.4,4.2", size=PHONE, theme="dark", anew=False)
    screen.page.locator("#sheet-tools").tap()
    screen.page.locator(".narrow-only").get_by_role("button", name="Measure").tap()
    for place in (KYIV, ODESA, ODESA):  # the last place again: done
        screen.page.touchscreen.tap(*screen.at(*place))
        screen.idle()
    ((_, in_km, *_),) = rows(screen)
    assert number(in_km) == pytest.approx(km(KYIV, ODESA), rel=1.5e-2)  # a finger's pixel is 4 km here
    card = screen.page.locator("#measure-card").bounding_box()
    assert (card["x"], card["width"]) == (0, 390)
    assert screen.page.evaluate("document.documentElement.scrollWidth") == 390
    for element in screen.page.locator("#measure-card button, #measure-card input").all():
        if element.is_visible():
            size = element.bounding_box()
            assert min(size["width"], size["height"]) >= 44, element.get_attribute("data-ruler")
    scale = screen.page.locator("#scale").bounding_box()
    assert scale["y"] + scale["height"] <= card["y"]
    screen.page.locator("[data-ruler=close]").tap()
    assert screen.page.locator("#measure-card").is_hidden()


def test_the_line_is_drawn_on_both_maps_of_a_comparison(open_page):
    screen = open_page(VIEW, anew=False)
    screen.page.locator("#compare-toggle").click()
    screen.until("document.getElementById('map').dataset.second == 'live'")
    screen.press("m")
    screen.page.locator("#measure-card").wait_for()
    for place in (KYIV, ODESA):
        screen.idle()
        screen.page.mouse.click(*screen.at(*place))
    screen.until(
        "['map-plot', 'map-plot-b'].every((id) =>"
        " document.getElementById(id)._fullLayout.map._subplot.map.getLayer('measure-line'))"
    )
    screen.press("m")
    assert screen.page.locator("#measure-card").is_hidden()


def test_without_a_live_map_the_tool_says_so(open_page):
    screen = open_page(None)
    screen.page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    screen.goto("/", ready=False)
    screen.until(PANELS)
    screen.press("m")
    assert re.search(r"still loading|needs the live map", screen.page.locator(".ruler-hint").text_content())
    screen.press("Escape")
    screen.log.errors.clear()  # plotly reports the missing WebGL, as it must


def letters_typed_into_a_field_do_not_open_the_tool(screen):
    screen.page.locator("#search").fill("")
    screen.page.locator("#search").press("m")
    assert screen.page.locator("#measure-card").is_hidden()


STEPS = [
    letters_typed_into_a_field_do_not_open_the_tool,
    two_clicks_give_km_nm_bearing_and_time,
    further_clicks_add_legs_and_a_double_click_ends_without_zooming,
    escape_first_clears_then_leaves_and_a_click_opens_features_again,
    the_keyboard_alone_measures,
]


def test_measuring_step_by_step(open_page):
    """One page for what needs no fresh one: opening it takes longer than each of them."""
    screen = open_page(VIEW, anew=False)
    for step in STEPS:
        step(screen)
        screen.page.evaluate("document.activeElement.blur()")
        for _ in range(3):
            screen.press("Escape")
        assert screen.page.locator("#measure-card").is_hidden(), step.__name__
        screen.idle()
