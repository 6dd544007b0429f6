"""Symbols are SVG files, read as rings."""

import math
import xml.etree.ElementTree as ET

import pytest
import shapely

from layers.style import symbols
from layers.style.rows import STYLE


def test_every_symbol_of_the_style_table_has_a_file():
    assert {row.symbol for row in STYLE.values() if row.symbol} <= set(symbols.symbol_names())


@pytest.mark.parametrize("name", symbols.symbol_names())
def test_a_symbol_is_one_path_in_its_box_filled_even_odd(name):
    (path,) = ET.parse(symbols._FOLDER / f"{name}.svg").getroot()
    assert path.get("fill-rule") == "evenodd"
    for ring in symbols.rings(name):
        assert shapely.Polygon(ring).is_valid
        assert ring[0] != ring[-1]
        assert all(-1e-6 <= value <= 1 + 1e-6 for point in ring for value in point)


def test_a_circle_of_the_file_is_round():
    outer, _ = symbols.rings("town")
    assert shapely.Polygon(outer).area == pytest.approx(math.pi * 0.46**2, rel=0.01)


def test_a_symbol_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(ValueError, match=r"no symbol “submarine”; there are aircraft, .*anchor"):
        symbols.rings("submarine")
