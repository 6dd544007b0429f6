"""Names on a figure: inside the frame, clear of symbols, furniture and each other, wherever the map looks."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from drawing import ALL, REFERENCES, asked, draw, figure, frames_of, registry
from hypothesis import example, given
from hypothesis import strategies as st

from export.figures.figure import Figure
from export.figures.label_candidates import LabelRequest
from export.figures.label_placement import place
from export.figures.options import SnapshotOptions
from export.figures.page_sizes import LAYOUTS
from export.figures.projection import Rect
from export.figures.rendered_rows import symbol_px
from i18n.language import language
from layers.cities import ALWAYS_NAMED
from layers.core.scenario import View
from layers.style.rows import STYLE
from tests.examples import examples

pytestmark = pytest.mark.slow

RECT = Rect(left=0, top=0, width=400, height=300)
TOWN, SEA = STYLE["cities", "town_2"], STYLE["ground", "sea_label"]
SMALL = "layers=air_policing,cities&layout=slide-4x3"
ZONE = STYLE["maritime_patrols", "zone_label"]
NO_ROOM = "zone-z2"  # between Danube ports, Snake Island and the corridor no whole name fits


def overlap(a, b) -> bool:
    return a[0] < b[2] - 1e-6 and b[0] < a[2] - 1e-6 and a[1] < b[3] - 1e-6 and b[1] < a[3] - 1e-6


def faults(drawn: Figure) -> list[str]:
    """What is wrong with the names of a figure."""
    found = []
    for panel in drawn.panels:
        frame = panel.camera.rect
        boxes = [(name.request.text, name.box) for name in panel.names]
        symbols = [
            (x - half, y - half, x + half, y + half)
            for part in panel.parts
            if part.row.symbol and not part.row.decoration  # heads of arrows give way to the first names
            for half in [symbol_px(part.row, panel.camera) / 2]
            for x, y in part.points
        ]
        for i, (text, box) in enumerate(boxes):
            if box[0] < frame.left or box[1] < frame.top or box[2] > frame.right or box[3] > frame.bottom:
                found.append(f"{text} leaves the frame")
            found += [f"{text} is over {other}" for other, b in boxes[:i] if overlap(box, b)]
            found += [f"{text} is over a symbol" for b in symbols if overlap(box, b)]
            found += [f"{text} is over furniture" for b in panel.obstacles if overlap(box, b)]
        found += [f"{name.request.text} touches a dot of {layer}" for name, layer in touched(panel)]
    return found


def touched(panel) -> list[tuple]:
    """Names with a symbol that stand at the named dot of another layer, which is not at their own place."""
    found = []
    for name in (each for each in panel.names if each.request.clear_px):
        own = shapely.Point(name.request.x, name.request.y)
        for part in panel.parts:
            if part.row.symbol and part.row.text and part.row.layer != name.request.row.layer:
                dots = shapely.points(part.points)
                dots = dots[shapely.distance(dots, own) > 2 * name.request.clear_px]
                if (shapely.distance(dots, shapely.box(*name.box)) < 8).any():
                    found.append((name, part.row.layer))
    return found


@pytest.mark.wide
@examples(3, 100)
@given(
    st.builds(
        View,
        lon=st.floats(-180, 180) | st.floats(20, 42),
        lat=st.floats(-80, 80) | st.floats(44, 53),
        zoom=st.floats(1, 12),
    ),
    st.sampled_from(list(LAYOUTS)),
    st.sampled_from(["en", "uk"]),
)
@example(View(lon=180, lat=80, zoom=1), "slide-16x9", "en")
@example(View(lon=-150, lat=-40, zoom=3), "social", "uk")
@example(View(lon=31, lat=48, zoom=12), "a4-portrait", "en")
@pytest.mark.filterwarnings("error")
def test_names_are_in_the_frame_and_clear_of_everything_in_any_view(view, layout, lang):
    scenario = replace(registry().default(), layers=registry().ids, view=view)
    drawn = draw(scenario, SnapshotOptions(layout=layout, lang=lang))
    assert faults(drawn) == []
    page, canvas = drawn.page, drawn.canvas
    assert page.legend.fits
    boxes = [rect.box for rect in page.maps] + ([page.inset.box] if page.inset else [])
    boxes.append(
        (*page.legend_at, page.legend_at[0] + page.legend.width, page.legend_at[1] + page.legend.height)
    )
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= canvas.width + 1e-6
        assert bottom <= canvas.height
    assert set(frames_of(scenario)) > set(scenario.layers)


NARROW = "social", "square"


@pytest.mark.sweep(keep=4)
@pytest.mark.parametrize(
    "query",
    [
        *(f"layout={layout}" for layout in LAYOUTS),
        *(f"layout={layout}&lang=uk" for layout in NARROW),
    ],
)
def test_the_first_towns_are_named_in_every_layout(query):
    scenario, _ = asked(query)
    cities = frames_of(scenario)["cities"]
    lon_lat = shapely.get_coordinates(
        [cities.geometry[cities["name"] == name].iloc[0] for name in ALWAYS_NAMED]
    )
    for panel in figure(query).panels:
        frame = panel.camera.rect
        named = [(n.request.x, n.request.y) for n in panel.names if n.request.row.layer == "cities"]
        for name, (x, y) in zip(ALWAYS_NAMED, panel.camera.px(lon_lat), strict=True):
            if frame.left < x < frame.right and frame.top < y < frame.bottom:
                assert np.hypot(*(np.array(named) - (x, y)).T).min() < 0.5, name


@pytest.mark.sweep(keep=4)
@pytest.mark.parametrize("query", [*REFERENCES.values(), f"{SMALL}&view=25,48,4.2", f"{SMALL}&view=28,46,5"])
def test_no_name_ends_at_the_dot_of_another_layer(query):
    assert [name.request.text for panel in figure(query).panels for name, _ in touched(panel)] == []


def test_a_name_stands_clear_of_a_dot_of_another_layer_that_is_not_at_its_own_place():
    row = STYLE["air_policing", "air_base"]
    base = LabelRequest(row=row, text="Mihail Kogălniceanu", x=200, y=150, px=11, clear_px=10)

    def box(x, y):
        (name,) = place([base], RECT, [], dots={"cities": np.array([(x, y)], dtype=float)})
        return name.box

    first = box(0, 0)
    right, middle = first[2] + 4, (first[1] + first[3]) / 2
    assert shapely.box(*box(right, middle)).distance(shapely.Point(right, middle)) >= 8
    assert box(base.x + 3, base.y) == first, "a town at the base's own place takes nothing away"


WHOLE_COUNTRY = [
    f"layout={layout}&lang={lang}&{ALL}"
    for layout, lang in (
        ("slide-16x9", "en"), ("slide-4x3", "uk"), ("a4-portrait", "en"), ("social", "uk"), ("a3-landscape", "en")
    )
]  # fmt: skip
BLACK_SEA = "layout=a4-portrait&view=31,44.5,6&layers=line_of_occupation,maritime_patrols,ports,cities"


@pytest.mark.sweep(keep=3)
@pytest.mark.parametrize(
    "query", [*WHOLE_COUNTRY, BLACK_SEA, f"{ALL}&view=36,48,7", f"{ALL}&view=33.5,46.2,6.2&lang=uk"]
)
def test_every_town_is_named_on_its_side_of_the_line_nearest_to_its_own_dot(query):
    (panel,) = figure(query).panels
    dots = np.vstack([part.points for part in panel.parts if part.row.layer == "cities"])
    line = shapely.union_all(
        [shape for part in panel.parts if part.row.kind == "line" for shape in part.shapes]
    )
    names = [name for name in panel.names if name.request.row.layer == "cities"]
    assert len(names) >= 15
    for name in names:
        box = shapely.box(*name.box)
        own = shapely.Point(name.request.x, name.request.y)
        nearest, second = np.sort(shapely.distance(box, shapely.points(dots)))[:2]
        assert shapely.distance(box, own) == pytest.approx(nearest), name.request.text
        assert second > 1.3 * nearest, name.request.text
        assert not shapely.shortest_line(own, box).intersects(line), name.request.text
        assert not box.intersects(line), name.request.text


@pytest.mark.sweep(keep=2)
@pytest.mark.parametrize("query", WHOLE_COUNTRY)
def test_no_name_of_a_town_abroad_reaches_into_ukraine(query):
    scenario, _ = asked(query)
    (panel,) = figure(query).panels
    cities = frames_of(scenario)["cities"]
    abroad = panel.camera.px(shapely.get_coordinates(cities.loc[cities["country"] != "UKR"].geometry.values))
    border = shapely.union_all(
        [s for part in panel.parts if part.row.kind == "border_home" for s in part.shapes]
    )
    names = [name for name in panel.names if name.request.row.layer == "cities"]
    foreign = [n for n in names if np.hypot(*(abroad - (n.request.x, n.request.y)).T).min() < 0.5]
    assert foreign
    assert [n.request.text for n in foreign if shapely.box(*n.box).intersects(border)] == []


@pytest.mark.sweep(keep=2)
@pytest.mark.parametrize("query", WHOLE_COUNTRY)
def test_no_town_is_cut_by_the_frame_or_stands_at_its_edge(query):
    (panel,) = figure(query).panels
    frame = panel.camera.rect
    for part in panel.parts:
        if part.row.layer == "cities":
            x, y = part.points.T
            away = np.minimum.reduce([x - frame.left, frame.right - x, y - frame.top, frame.bottom - y])
            assert away.min() >= symbol_px(part.row, panel.camera)


def said(query: str, layer: str) -> set[str]:
    """The names of a layer on a figure."""
    return {name.request.text for name in figure(query).panels[0].names if name.request.row.layer == layer}


@pytest.mark.parametrize(
    ("layout", "least"), [("slide-16x9", 18), ("slide-4x3", 18), ("a4-landscape", 22), ("a3-landscape", 25)]
)
def test_oblasts_are_named_on_a_figure_of_the_whole_country(layout, least):
    for lang in ("en", "uk"):
        found = said(f"layout={layout}&lang={lang}&layers=line_of_occupation,oblasts", "oblasts")
        assert len(found) >= least, sorted(found)


def test_names_of_areas_stand_within_them():
    (panel,) = figure("layers=line_of_occupation,oblasts").panels
    names = [
        name for name in panel.names if name.request.row.form == "label" and name.request.area is not None
    ]
    assert len(names) > 20
    for name in names:
        box = shapely.box(*name.box)
        assert box.intersection(name.request.area).area >= 0.8 * box.area - 1e-6, name.request.text


def test_neighbours_and_seas_are_named_though_the_frame_cuts_them():
    found = said("layers=line_of_occupation&view=31.2,46.5,4.9", "ground")
    assert {
        "Russia",
        "Belarus",
        "Moldova",
        "Poland",
        "Romania",
        "Ukraine",
        "Black Sea",
        "Sea of Azov",
    } <= found


@pytest.mark.parametrize("lang", ["en", "uk"])
def test_every_patrol_zone_but_one_and_every_port_on_the_corridor_is_named_on_a_figure_of_the_black_sea(lang):
    query = f"{BLACK_SEA}&lang={lang}"
    scenario, _ = asked(query)
    frame = frames_of(scenario)["maritime_patrols"]
    zones = frame.loc[(frame["kind"] == "patrol_zone") & (frame["feature_id"] != NO_ROOM), "name"]
    own = {language(lang).named(name) for name in zones}
    assert len(own) == 5
    assert said(query, "maritime_patrols") == own
    ports = {"en": {"Chornomorsk", "Pivdennyi"}, "uk": {"Чорноморськ", "Південний"}}[lang]
    assert ports <= {text.split()[-1] for text in said(query, "ports")}
    assert {"Odesa", "Одеса"} & said(query, "cities")


def test_names_of_zones_keep_off_the_corridor_and_off_other_zones():
    (panel,) = figure(BLACK_SEA).panels
    corridor = shapely.union_all(
        [s for part in panel.parts if part.row.kind == "corridor" for s in part.shapes]
    )
    (zones,) = (part.shapes for part in panel.parts if part.row.kind == "patrol_zone")
    names = [name for name in panel.names if name.request.row.kind == "zone_label"]
    for name in names:
        box = shapely.box(*name.box)
        assert not box.intersects(corridor), name.request.text
        assert sum(box.intersects(zone) for zone in zones) <= 1, name.request.text


def test_bases_are_named_in_short_and_before_towns():
    found = said("layers=air_policing,cities&view=25,49.5,4.65&layout=a4-landscape", "air_policing")
    assert {"Mińsk Mazowiecki", "Łask", "Malbork", "Fetești-Borcea", "Mihail Kogălniceanu"} <= found


def town(text: str, x: float, y: float) -> LabelRequest:
    return LabelRequest(row=TOWN, text=text, x=x, y=y, px=12, clear_px=6)


def sea(text: str, x: float, y: float) -> LabelRequest:
    return LabelRequest(row=SEA, text=text, x=x, y=y, px=14)


def test_of_two_names_for_one_place_the_first_is_kept():
    box = (100.0, 100.0, 300.0, 200.0)
    around = [(0, 0, 400, 95), (0, 205, 400, 300), (0, 0, 95, 300), (305, 0, 400, 300)]
    placed = place([sea("A long name of a sea", 200, 150), sea("Another", 200, 150)], RECT, around)
    assert placed[0].request.text == "A long name of a sea"
    assert all(not overlap(name.box, other) for name in placed for other in around)
    assert box[0] <= placed[0].box[0]


def test_a_name_without_a_symbol_stays_on_its_place_or_is_left_out():
    (name,) = place([sea("Sea", 200, 150)], RECT, [])
    left, top, right, bottom = name.box
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((200, 150))
    assert place([sea("Sea", 200, 150)], RECT, [(150, 100, 250, 200)]) == []


def test_a_name_with_a_symbol_stands_beside_it():
    (name,) = place([town("Kyiv", 200, 150)], RECT, [(194, 144, 206, 156)])
    assert not overlap(name.box, (194, 144, 206, 156))
    left, top, right, bottom = name.box
    assert left - 12 < 200 < right + 12
    assert top - 12 < 150 < bottom + 12


def test_a_name_that_finds_no_room_is_left_out():
    assert place([town("Kyiv", 200, 150)], RECT, [(0, 0, 400, 300)]) == []
    assert place([], RECT, []) == []


def test_a_long_name_of_an_area_is_broken_and_that_of_a_town_is_not():
    assert len(sea("Gulf of Taganrog", 0, 0).lines) == 2
    assert len(town("Gulf of Taganrog", 0, 0).lines) == 1


def test_a_name_that_would_be_nearer_to_another_dot_is_left_out():
    around = [(0, 0, 400, 140), (0, 160, 400, 300), (0, 140, 195, 160)]  # only the right is free
    own, other = town("Kyiv", 200, 150), np.array([(200.0, 150.0), (234.0, 150.0)])
    assert len(place([own], RECT, around)) == 1
    assert place([own], RECT, around, dots={"cities": other}) == []


def test_a_name_stays_on_its_side_of_a_line():
    line = shapely.LineString([(210, 0), (210, 300)])
    (name,) = place([replace(town("Kyiv", 200, 150), barriers=line)], RECT, [])
    assert name.box[2] < 210
    both = shapely.union(line, shapely.LineString([(190, 0), (190, 300)]))
    assert place([replace(town("Kyiv", 200, 150), barriers=both)], RECT, []) == []


def test_a_name_too_large_for_its_area_stands_beside_it_or_is_left_out():
    area = shapely.box(180, 130, 220, 170)
    zone = LabelRequest(row=ZONE, text="North-western observation area", x=200, y=150, px=11, area=area)
    (beside,) = place([zone], RECT, [])
    assert beside.box[0] >= 220
    around = [(0, 0, 179, 300), (221, 0, 400, 300), (0, 0, 400, 129), (0, 171, 400, 300)]
    assert place([zone], RECT, around) == []


def test_an_area_with_several_points_is_named_at_the_first_that_has_room():
    row = replace(ZONE, several_spots=True)
    spots = [LabelRequest(row=row, text="Romania", x=x, y=150, px=11) for x in (100, 200, 300)]
    (only,) = place(spots, RECT, [(0, 0, 150, 300)])
    assert only.request.x == 200
