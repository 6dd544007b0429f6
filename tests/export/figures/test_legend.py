"""The legend: exactly what is drawn, in the order of the argument, each as it looks on the map."""

import pytest
from drawing import ALL, asked, figure, frames_of, registry
from shapely import box

from export.figures.legend import entries, lay_out
from i18n.language import language
from layers.style.rows import STYLE

pytestmark = pytest.mark.slow

HOME_QUERIES = ["", ALL, "layers=", "layers=contributors", "layers=lead_organisations&view=45,38,3",
                f"{ALL}&view=33.5,45.4,6.2", f"{ALL}&view=31,48.6,9", f"{ALL}&view=-150,-30,4",
                f"{ALL}&layout=social", f"{ALL}&layout=a4-portrait&view=36,48,7"]  # fmt: skip


def kinds_in_the_frame(query: str) -> set[str]:
    """Labels of what a figure shows, found again in degrees: features that reach into the frame's outline."""
    scenario, _ = asked(query)
    (panel,) = figure(query).panels
    camera = panel.camera
    found = set()
    for layer_id, frame in frames_of(scenario).items():
        for kind, rows in frame.groupby("kind"):
            row = STYLE.get((layer_id, kind))
            if row is None or not row.in_legend or camera.detail_zoom < row.min_zoom:
                continue
            if row.form == "point":
                x, y = camera.px(rows.geometry.get_coordinates().to_numpy()).T
                hidden = row.symbol_px
                edge = camera.rect.inset(2.5 * row.symbol_px)
                seen = [
                    edge.left < a < edge.right
                    and edge.top < b < edge.bottom
                    and not any(
                        o[0] - hidden < a < o[2] + hidden and o[1] - hidden < b < o[3] + hidden
                        for o in panel.obstacles
                    )
                    for a, b in zip(x, y, strict=True)
                ]
                if any(seen):
                    found.add(row.label)
            else:
                near = rows.geometry.intersection(box(*camera.bounds)).segmentize(0.2)
                placed = near[~near.is_empty].transform(camera.px)
                frame_box = box(*camera.rect.inset(3).box)
                if placed.make_valid().intersects(frame_box).any():
                    found.add(row.label)
    return found


@pytest.mark.sweep(keep=3)
@pytest.mark.parametrize("query", HOME_QUERIES)
def test_the_legend_holds_what_the_frame_shows_and_nothing_else(query):
    drawn = figure(query)
    labels = drawn.legend_labels
    assert len(labels) == len(set(labels))
    assert set(labels) == {part.row.label for part in drawn.panels[0].parts if part.row.label}
    assert kinds_in_the_frame(query) <= set(labels) | {"Oblast"}
    # What only touches the edge, or stands beside furniture, may be drawn or not.
    assert len(set(labels) - kinds_in_the_frame(query)) <= 2


def test_guarantees_are_numbered_in_the_order_of_the_argument():
    drawn = {key for key, row in STYLE.items() if row.label}
    headings = [group[0].text for group in entries(drawn, registry(), language("en"))]
    assert [text[0] for text in headings if text[0].isdigit()] == ["1", "2", "3", "4"]
    assert headings[-1] == "Base map"


def test_the_row_that_stands_for_its_layer_comes_first():
    drawn = {("line_of_occupation", "occupied_territory"), ("line_of_occupation", "line")}
    ((_, first, _),) = entries(drawn, registry(), language("en"))
    assert first.text == "Line of occupation, generalised"


def test_nothing_drawn_needs_no_legend():
    assert entries(set(), registry(), language("en")) == []
    assert figure("layers=&view=-150,-30,6").legend_labels == []


def test_a_legend_takes_the_largest_size_that_fits_and_says_when_none_does():
    drawn = {key for key, row in STYLE.items() if row.label}
    groups = entries(drawn, registry(), language("en"))
    roomy, tight = lay_out(groups, 214, 2000, 1), lay_out(groups, 214, 600, 1)
    assert roomy.fits
    assert tight.fits
    assert roomy.size_px > tight.size_px
    assert tight.height <= 600
    assert not lay_out(groups, 214, 100, 1).fits


def test_columns_keep_the_order():
    drawn = {key for key, row in STYLE.items() if row.label}
    groups = entries(drawn, registry(), language("en"))
    legend = lay_out(groups, 600, 400, 3)
    assert [entry for column in legend.columns for entry in column] == [e for group in groups for e in group]
