import io
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from decks import BARE, SCENES, TIMELINE, briefing, default, library
from PIL import Image

from briefings.placeholders import resolved
from export.decks import scene_callouts, scene_map
from export.figures import rendered_rows
from export.figures.canvas import Canvas
from export.figures.page_sizes import Layout
from export.figures.projection import Rect
from export.typography import typeface
from i18n.language import language
from layers.style.rows import STYLE

pytestmark = pytest.mark.slow

SIZE = (752.0, 526.0)


def canvas() -> Canvas:
    return Canvas(Layout(name="t", title="t", width_px=SIZE[0], height_px=SIZE[1], scale=1.25), "light")


def drawn(scene, paper=None):
    paper = paper or canvas()
    rect = Rect(left=0, top=0, width=paper.width, height=paper.height)
    return scene_map.draw(paper, rect, resolved(scene, library()), library())


@cache
def shipped(scene_id: str):
    """A scene of the shipped briefing, drawn once for all that is looked at, and the words on it."""
    return words_on(default().scene(scene_id))


@pytest.mark.sweep(keep=3)
@pytest.mark.parametrize("scene_id", SCENES)
def test_callouts_stand_within_the_map_and_apart(scene_id):
    found, _ = shipped(scene_id)
    rect = found.camera.rect
    assert len(found.callouts) == len(default().scene(scene_id).callouts)
    for left, top, right, bottom in found.callouts:
        assert rect.left <= left < right <= rect.right
        assert rect.top <= top < bottom <= rect.bottom
    for i, a in enumerate(found.callouts):
        for b in found.callouts[:i]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_the_map_shows_the_bounds_of_its_scene():
    scene = default().scene("black-sea")
    camera = shipped("black-sea")[0].camera
    west, south, east, north = scene.bounds.as_tuple()
    corners = camera.px(np.array([(west, south), (west, north), (east, south), (east, north)]))
    rect = camera.rect
    assert (corners >= (rect.left - 1, rect.top - 1)).all()
    assert (corners <= (rect.right + 1, rect.bottom + 1)).all()


def test_the_description_tells_line_layers_and_highlights():
    text = drawn(briefing(TIMELINE).scenes[0]).description
    assert "Line of occupation on 31 August 2025" in text
    assert "Occupied territory (derived)" in text
    assert "Highlighted: Occupied territory of Ukraine" in text
    assert "Crimea is Ukraine, occupied" in text
    assert "Notional" not in text, "the line and the towns are not"


def test_the_description_of_something_notional_says_so():
    text = shipped("coalition")[0].description
    assert text.endswith("Notional: not actual or planned deployments.")


def test_the_description_has_no_date_of_a_line_that_is_not_on_the_map():
    assert drawn(briefing(BARE).scenes[0]).description == "Map: Nothing but a map."


def prepared(scene, camera):
    scene = resolved(scene, library())
    frames = library().frames(scene.scenario)
    return scene_map.emphasised(frames, scene, camera, language("en"))


def test_highlighted_features_are_stronger_and_other_layers_fainter_but_not_their_like():
    scene = default().scene("coalition")
    one = scene.model_copy(update={"highlights": scene.highlights[:1]})
    parts = prepared(one, shipped("coalition")[0].camera)
    strong = max(
        (part.row for part in parts if part.row.kind == "deployment_area" and part.row.fill),
        key=lambda row: row.fill_opacity,
    )
    (plain,) = [part.row for part in parts if part.row.kind == "deployment_ground"]
    assert plain == STYLE[("coalition_forces", "deployment_ground")], (
        "fainter, it would not be what the legend shows"
    )
    assert strong.fill_opacity > 1.5 * plain.fill_opacity
    assert strong.width > plain.width
    (line,) = [part.row for part in parts if part.row.kind == "line"]
    assert line.stroke_opacity == 1, "what all else refers to stays as it is"
    (route,) = [part.row for part in parts if part.row.kind == "route_assessed"]
    assert route.stroke_opacity < STYLE[("invasion_routes", "route_assessed")].stroke_opacity


def test_the_legend_shows_other_layers_as_faint_as_the_map_does(monkeypatch):
    shown = {}
    monkeypatch.setattr(
        scene_map.legend, "swatch", lambda canvas, row, rect: shown.__setitem__((row.layer, row.kind), row)
    )
    scene = default().scene("coalition")
    camera = drawn(scene).camera
    drawn_rows = {(part.row.layer, part.row.kind): part.row for part in prepared(scene, camera)}
    for key in (("invasion_routes", "route_assessed"), ("line_of_occupation", "occupied_territory")):
        assert shown[key] == drawn_rows[key]
        faint = (shown[key].fill_opacity, shown[key].stroke_opacity)
        assert min(faint) < min(STYLE[key].fill_opacity or 1, STYLE[key].stroke_opacity)


def words_on(scene):
    paper = canvas()
    said = []
    text = paper.text
    paper.text = lambda x, y, what, **how: (said.append(what), text(x, y, what, **how))[1]
    return drawn(scene, paper), said


@pytest.mark.parametrize("scene_id", SCENES)
def test_a_map_with_what_follows_the_line_says_the_date_of_the_line(scene_id):
    _, said = shipped(scene_id)
    date = language("en").date(default().scene(scene_id).scenario.line)
    assert f"Line of occupation on {date}" in said


def test_a_map_without_anything_that_follows_the_line_says_no_date_of_it():
    scene = default().scene("air")
    alone = replace(scene.scenario, layers=("ports", "cities"))
    _, said = words_on(scene.model_copy(update={"scenario": alone, "callouts": (), "places": ()}))
    assert not any("Line of occupation" in words for words in said)


def test_the_line_of_another_date_is_dated_in_the_legend():
    labels = shipped("since-then")[0].legend_labels
    assert "Line of occupation on 31 August 2025" in labels
    assert "Line of another date" not in labels


def test_a_long_legend_stands_beside_the_map_where_that_makes_the_map_larger():
    found, _ = shipped("together")
    assert found.camera.rect.height > 0.95 * SIZE[1] / 1.25
    assert shipped("monitors")[0].camera.rect.width == pytest.approx(SIZE[0] / 1.25)


def test_without_highlights_all_is_drawn_as_on_every_figure():
    scene = resolved(default().scene("together"), library())
    frames = library().frames(scene.scenario)
    camera = shipped("together")[0].camera
    parts = scene_map.emphasised(frames, scene, camera, language("en"))
    plain = rendered_rows.prepare(frames, camera, language("en"))
    assert [part.row for part in parts] == [part.row for part in plain]


def test_the_picture_has_twice_the_pixels_of_its_place():
    scene = resolved(default().scene("air"), library())
    png, _ = scene_map.picture(scene, library(), Rect(left=7, top=7, width=400, height=300))
    image = Image.open(io.BytesIO(png))
    assert image.size == (800, 600)
    assert len(image.getcolors(10**7)) > 100


def test_a_callout_takes_no_more_lines_than_it_needs_and_breaks_evenly():
    lines = scene_callouts._evenly("Heavy: 22 Aug 2026. Faint: 31 Aug 2025")
    assert lines == ("Heavy: 22 Aug 2026.", "Faint: 31 Aug 2025")
    assert max(typeface.width_em(line, "bold") for line in lines) * 12 < 158
