"""The map's style is the style table: every row is in it, every colour comes from a palette, nothing from outside."""

import json
import re

import plotly.graph_objects as go
import pytest
from shipped import LAYERS

from layers.style.rows import PALETTES, STYLE
from webmap.sprite import sprite
from webmap.style import CONFIG, figure, map_style, on_demand, pattern_name, symbol_name

IDS = tuple(layer.id for layer in LAYERS)
THEMES = ("light", "dark")
themes = pytest.mark.parametrize("theme", THEMES)
PARTS = {
    "fill": "fill",
    "pattern": "fill",
    "line": "line",
    "casing": "line",
    "band": "line",
    "icon": "symbol",
    "text": "symbol",
    "place": "symbol",
    "abroad": "symbol",
}


@themes
def test_every_row_of_the_style_table_is_drawn(theme):
    drawn = {(layer["metadata"]["layer"], layer["metadata"]["kind"])
             for layer in map_style(theme, IDS)["layers"] if "metadata" in layer}  # fmt: skip
    assert drawn == {key for key, row in STYLE.items() if not row.on_demand}
    waiting = {(la["metadata"]["layer"], la["metadata"]["kind"]) for la in on_demand(theme, IDS)}
    assert waiting == {key for key, row in STYLE.items() if not row.at_rest}


@themes
def test_every_part_of_a_row_is_drawn_once(theme):
    ids = [layer["id"] for layer in map_style(theme, IDS)["layers"]]
    assert len(ids) == len(set(ids))
    for row in STYLE.values():
        name = f"{row.layer}/{row.kind}/"
        if row.on_demand:
            assert not any(one.startswith(name) for one in ids)
            continue
        if row.drawn_as:
            assert [one for one in ids if one.startswith(name)] == [f"{name}fill"]
            continue
        assert (f"{name}text" in ids) is (bool(row.text) and not row.named_only)
        assert (f"{name}icon" in ids) is (bool(row.symbol) and not row.named_only)
        assert (f"{name}place" in ids) is row.named_only
        assert (f"{name}abroad" in ids) is (row.named_only and bool(row.text_priority_abroad))
        assert (f"{name}band" in ids) is bool(row.accuracy_km)
        assert (f"{name}pattern" in ids) is bool(row.pattern)
        assert (f"{name}casing" in ids) is bool(row.casing)
        assert (f"{name}line" in ids) is bool(row.stroke and row.form in ("area", "line"))
        if row.fill_opacity:
            assert f"{name}fill" in ids


@themes
def test_parts_have_the_type_their_name_says_and_read_their_own_kind(theme):
    for layer in map_style(theme, IDS)["layers"]:
        if layer["id"] == "sea":
            continue
        layer_id, kind, part = layer["id"].split("/")
        assert layer["type"] == PARTS[part]
        assert layer["source"] == layer_id
        own = ["==", ["get", "kind"], kind]
        assert layer["filter"] == own or layer["filter"][:2] == ["all", own]
        assert layer["metadata"]["hover"] is STYLE[(layer_id, kind)].interactive


@themes
def test_no_area_is_named_where_each_tile_would_name_its_part_again(theme):
    named = {
        tuple(la["id"].split("/")[:2])
        for la in map_style(theme, IDS)["layers"]
        if "text-field" in la.get("layout", {})
    }
    assert named
    assert {STYLE[key].form for key in named} == {"point", "label"}


@themes
def test_what_stands_without_a_name_is_placed_before_all_names(theme):
    symbols = [la for la in map_style(theme, IDS)["layers"] if la["type"] == "symbol"]
    assert {la["metadata"]["placed"] for la in symbols if la["id"].endswith("/icon")} == {0}
    names = sorted(la["metadata"]["placed"] for la in symbols if "text-field" in la["layout"])
    assert names == list(range(1, len(names) + 1))


@themes
def test_no_name_may_lie_on_another_nor_does_a_place_stand_without_its_own(theme):
    for layer in map_style(theme, IDS)["layers"]:
        layout = layer.get("layout", {})
        if "text-field" not in layout:
            continue
        assert not {"text-ignore-placement", "text-overlap", "text-optional", "icon-optional"} & set(layout)
        assert layout.get("icon-overlap", "cooperative") == "cooperative", "its dot lies on no name"


def colours(node) -> set[str]:
    return set(re.findall(r'"(#[0-9a-fA-F]{3,8}|rgba?\([^"]*\)|hsla?\([^"]*\))"', json.dumps(node)))


@themes
def test_colours_come_from_the_palette_of_the_theme(theme):
    found = colours(map_style(theme, IDS))
    assert found
    assert found <= set(PALETTES[theme].values())


def test_both_themes_have_the_same_layers():
    light, dark = ([layer["id"] for layer in map_style(theme, IDS)["layers"]] for theme in THEMES)
    assert light == dark


@themes
def test_nothing_is_fetched_from_elsewhere_and_text_needs_no_glyphs(theme):
    style = map_style(theme, IDS)
    assert "glyphs" not in style
    assert set(style["sources"]) == {"ground", "only_in", *IDS}
    assert all(source["type"] == "geojson" and source["data"] == "" for source in style["sources"].values())
    text = json.dumps([style, figure(), CONFIG], default=str)
    assert "//" not in text
    assert style["sprite"] == f"/sprite/{theme}"


def test_plotly_offers_no_upload():
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["displayModeBar"] is False


@themes
@pytest.mark.parametrize("ratio", [1, 2])
def test_the_sprite_has_every_image_that_the_style_names(theme, ratio):
    named = set()
    for layer in [*map_style(theme, IDS)["layers"], *on_demand(theme, IDS)]:
        named |= {layer.get("layout", {}).get("icon-image"), layer.get("paint", {}).get("fill-pattern")} - {
            None
        }
    index = json.loads(sprite(theme, ratio)[0])
    assert named == set(index)
    rows = STYLE.values()
    assert named == {symbol_name(r) for r in rows if r.symbol} | {pattern_name(r) for r in rows if r.pattern}


def test_a_style_can_do_with_few_layers():
    style = map_style("light", ("ports",))
    assert set(style["sources"]) == {"ground", "only_in", "ports"}
    assert {layer.get("source") for layer in style["layers"]} == {None, "ground", "only_in", "ports"}


def test_plotly_knows_every_attribute_of_the_figure():
    assert go.Figure(figure()).to_plotly_json()["layout"]["map"]["style"]["version"] == 8
