"""A swatch shows the row of the style table that it stands for."""

import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from layers.style import patterns
from layers.style.rows import PALETTES, STYLE, THEMES, colour
from webmap.swatches import HEIGHT, WIDTH, swatch_svg, swatch_uri

ROWS = [row for row in STYLE.values() if row.label or row.lead]
rows = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.layer}-{row.kind}")


@rows
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_swatch_is_svg_in_the_colours_of_its_row(row, theme):
    svg = swatch_svg(row, theme)
    root = ElementTree.fromstring(svg)
    assert (root.get("width"), root.get("height")) == (str(WIDTH), str(HEIGHT))
    assert len(root)
    used = set(re.findall(r"#[0-9a-f]{6}", svg))
    assert used <= set(PALETTES[theme].values())
    own = (row.fill, row.stroke, row.ground if row.form == "area" else "")
    assert used <= {colour(token, theme) for token in own if token}
    assert used


@rows
def test_a_swatch_shows_dash_pattern_and_form(row):
    svg = swatch_svg(row, "light")
    assert ("stroke-dasharray" in svg) is bool(row.dash)
    assert ("<line" in svg) is (row.form == "line")
    if row.pattern == "dots":
        assert "<circle" in svg
    elif row.pattern:
        assert svg.count("<path") > (row.form == "area") + bool(row.stroke)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("row", [row for row in ROWS if row.form == "area"], ids=lambda row: row.kind)
def test_a_swatch_has_ground_fill_and_pattern_as_strong_as_the_map(row, theme):
    svg = swatch_svg(row, theme)
    assert svg.index(f'fill="{colour(row.ground, theme)}"') < svg.index("/>")
    if row.fill_opacity:
        assert f'fill="{colour(row.fill, theme)}" fill-opacity="{row.fill_opacity:g}"' in svg
    if row.pattern:
        assert f'<g opacity="{row.pattern_opacity:g}">' in svg
        assert svg.partition("<g ")[2].count(colour(patterns.ink(row), theme)) >= 1


@pytest.mark.parametrize("kind", ["route_historical", "route_assessed"])
def test_an_invasion_route_is_a_line_with_a_head_in_the_legend_as_on_the_map(kind):
    row = STYLE["invasion_routes", kind]
    svg = swatch_svg(row, "light")
    ink = colour(row.stroke, "light")
    assert svg.count(f'stroke="{ink}"') == 1
    assert svg.count(f'fill="{ink}"') == 1
    assert ("stroke-dasharray" in svg) == bool(row.dash)


def test_swatches_of_the_legend_can_be_told_apart():
    for theme in ("light", "dark"):
        drawn = [swatch_svg(row, theme) for row in ROWS if row.in_legend]
        assert len(drawn) == len(set(drawn))


@rows
def test_a_swatch_travels_as_a_data_address(row):
    uri = swatch_uri(row, "light")
    head, _, body = uri.partition(",")
    assert head == "data:image/svg+xml"
    assert unquote(body) == swatch_svg(row, "light")
    assert '"' not in uri
