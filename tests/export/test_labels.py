"""Names on a figure: inside the frame, clear of symbols, furniture and each other, wherever the map looks."""

from dataclasses import replace

import pytest
from drawing import draw, figure, frames_of, registry
from hypothesis import example, given, settings
from hypothesis import strategies as st

from export.labels import Wanted, place
from export.layouts import LAYOUTS
from export.map_frame import symbol_px
from export.options import SnapshotOptions
from export.print_map import Figure
from export.projection import Rect
from layers.scenario import View
from layers.style import STYLE

RECT = Rect(left=0, top=0, width=400, height=300)
TOWN, SEA = STYLE["cities", "town_2"], STYLE["ground", "sea_label"]


def overlap(a, b) -> bool:
    return a[0] < b[2] - 1e-6 and b[0] < a[2] - 1e-6 and a[1] < b[3] - 1e-6 and b[1] < a[3] - 1e-6


def faults(drawn: Figure) -> list[str]:
    """What is wrong with the names of a figure."""
    found = []
    for panel in drawn.panels:
        frame = panel.camera.rect
        boxes = [(name.wanted.text, name.box) for name in panel.names]
        symbols = [
            (x - half, y - half, x + half, y + half)
            for part in panel.parts
            if part.row.symbol
            for half in [symbol_px(part.row, panel.camera) / 2]
            for x, y in part.points
        ]
        for i, (text, box) in enumerate(boxes):
            if box[0] < frame.left or box[1] < frame.top or box[2] > frame.right or box[3] > frame.bottom:
                found.append(f"{text} leaves the frame")
            found += [f"{text} is over {other}" for other, b in boxes[:i] if overlap(box, b)]
            found += [f"{text} is over a symbol" for b in symbols if overlap(box, b)]
            found += [f"{text} is over furniture" for b in panel.obstacles if overlap(box, b)]
    return found


@settings(max_examples=8, deadline=None)
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
    page, sheet = drawn.page, drawn.sheet
    assert page.legend.fits
    boxes = [rect.box for rect in page.maps] + ([page.inset.box] if page.inset else [])
    boxes.append(
        (*page.legend_at, page.legend_at[0] + page.legend.width, page.legend_at[1] + page.legend.height)
    )
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= sheet.width + 1e-6
        assert bottom <= sheet.height
    assert set(frames_of(scenario)) > set(scenario.layers)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("lang", ["en", "uk"])
def test_kyiv_and_odesa_are_named_at_home_in_every_layout(layout, lang):
    drawn = figure(f"layout={layout}&lang={lang}&layers=cities,coalition_forces,maritime_patrols")
    names = {name.wanted.text for name in drawn.panels[0].names}
    assert {"Kyiv", "Odesa"} <= names or {"Київ", "Одеса"} <= names


def test_oblasts_are_named_close_up_and_not_at_home():
    near = {name.wanted.text for name in figure("view=31,48.6,7").panels[0].names}
    home = {name.wanted.text for name in figure("layout=a4-landscape").panels[0].names}
    assert any(text.endswith(" oblast") for text in near)
    assert not any(text.endswith(" oblast") for text in home)


def town(text: str, x: float, y: float) -> Wanted:
    return Wanted(row=TOWN, text=text, x=x, y=y, px=12, clear_px=6)


def sea(text: str, x: float, y: float) -> Wanted:
    return Wanted(row=SEA, text=text, x=x, y=y, px=14)


def test_of_two_names_for_one_place_the_first_is_kept():
    box = (100.0, 100.0, 300.0, 200.0)
    around = [(0, 0, 400, 95), (0, 205, 400, 300), (0, 0, 95, 300), (305, 0, 400, 300)]
    placed = place([sea("A long name of a sea", 200, 150), sea("Another", 200, 150)], RECT, around)
    assert placed[0].wanted.text == "A long name of a sea"
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
