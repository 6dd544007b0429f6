"""Names on the live map, at four sizes and four views: none wrong, none cut, and those that must be there are.

Counted from the boxes that MapLibre placed; `python -m tools.check_names` counts the same and prints it.
"""

import pytest

from tools.check_names import SIZES, VIEWS, count, table, unnamed

LABELS_PLACED = "document.documentElement.dataset.labels == 'placed'"
#: On a phone's home view Zaporizhzhia is 14 px from Dnipro, and the line and its bases fill the other side.
NO_ROOM = {(SIZES[3], "home"): "Zaporizhzhia"}


@pytest.mark.journey
@pytest.mark.sweep("(1440, 900)")
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_names_stand_where_they_are_read_rightly(open_page, size, service):
    guarantees = [layer.id for layer in service.registry.layers if layer.group == "guarantee"]
    screen = open_page("/", size=size, anew=False)
    counts = []
    for view, address in VIEWS.items():
        if view != "home":
            screen.take(address.partition("?")[2])
        screen.until(LABELS_PLACED)
        screen.idle()
        counts.append(count(screen.page, size, view, guarantees))
    report = table(counts) + "\n" + "\n".join(fault for one in counts for fault in one.faults)
    for one in counts:
        assert (one.wrong_dot, one.over_symbols, one.over_names, one.on_land, one.cut) == (0, 0, 0, 0, 0), (
            report
        )
        assert one.missing in ("", NO_ROOM.get((size, one.view), "")), report
    assert sum(one.names for one in counts) > 40, report


def test_a_panel_that_opens_takes_the_names_under_it_off_the_map(open_page):
    screen = open_page("/", size=SIZES[2], anew=False)
    named = "() => guarantees.map.views[0].placed().filter(({ name }) => name).length"
    screen.page.evaluate("document.documentElement.dataset.right = 'folded'")
    screen.idle()
    before = screen.page.evaluate(named)
    screen.page.evaluate("document.documentElement.dataset.right = 'open'")
    screen.until(f"({named})() < {before}")


def test_names_of_hidden_layers_make_room(open_page):
    screen = open_page("/", size=SIZES[1], anew=False)
    kinds = "() => [...new Set(guarantees.map.views[0].placed().map(({ layer }) => layer.split('/')[0]))]"
    assert "air_policing" in screen.page.evaluate(kinds)
    screen.show("cities")
    assert set(screen.page.evaluate(kinds)) == {"cities", "ground"}


#: On a phone the map of Poland is 70 px wide, and seven bases are on it and in Romania; the strait is at the legend.
NO_ROOM_IN_SCENE = {(SIZES[3], 6): {"base-epks"}, (SIZES[3], 7): {"sea-bosporus"}}


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_what_a_scene_speaks_of_is_named_on_its_map(open_page, size):
    screen = open_page("/present/default", size=size)
    scenes = screen.page.evaluate("guarantees.present.briefing.scenes.map(({ places }) => places.length)")
    assert min(scenes) >= 3
    for number in range(1, len(scenes) + 1):
        assert set(unnamed(screen.page, number)) <= NO_ROOM_IN_SCENE.get((size, number), set()), number


def test_a_sea_and_a_country_are_named_once_wherever_the_map_looks(open_page):
    screen = open_page("/?view=30.2,43.6,6.4&edition=2", size=SIZES[1], anew=False)
    names = screen.page.evaluate(
        "() => guarantees.map.views[0].placed().filter(({ name, layer }) => name && layer.startsWith('ground'))"
        ".map(({ properties }) => properties.name)"
    )
    assert "Black Sea" in names
    assert "Romania" in names
    inside = screen.page.evaluate(
        """() => { const { width, height } = guarantees.map.live.getCanvas().getBoundingClientRect();
          const inView = ([left, top, right, bottom]) => right > 0 && bottom > 0 && left < width && top < height;
          return guarantees.map.views[0].placed().filter(({ name, layer, box }) => name && layer.startsWith('ground')
            && inView(box)).map(({ properties }) => properties.name); }"""
    )
    assert len(inside) == len(set(inside))
