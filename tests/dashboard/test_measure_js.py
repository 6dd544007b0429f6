"""What of the measure tool can be read without a browser; what it does is in tests/browser/test_measure.py."""

import re
from pathlib import Path

import pytest
from pyproj import Geod

from geodata.geodesy import KM_PER_NM

SCRIPT = (Path(__file__).resolve().parents[2] / "frontend/measure/geodesy.js").read_text(encoding="utf-8")


def test_it_measures_on_the_ellipsoid_and_with_the_mile_of_the_server():
    wgs84 = Geod(ellps="WGS84")
    axis, flattening = re.search(r"A_KM = ([0-9.]+), F = 1 / ([0-9.]+)", SCRIPT).groups()
    assert float(axis) * 1000 == wgs84.a
    assert 1 / float(flattening) == pytest.approx(wgs84.f, rel=1e-12)
    assert float(re.search(r"KM_PER_NM = ([0-9.]+)", SCRIPT)[1]) == KM_PER_NM


def test_the_header_has_its_button_and_the_help_names_its_key(client):
    page = client.get("/").text
    assert 'id="measure-toggle"' in page
    assert "Measure a distance or an area" in page
