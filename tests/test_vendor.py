"""What is handed out compressed beforehand is what it says it is."""

import re
from pathlib import Path

import brotli

VENDOR = Path(__file__).resolve().parents[1] / "assets" / "vendor"


def test_the_compressed_map_bundle_is_the_map_bundle():
    packed = (VENDOR / "plotly-map.min.js.br").read_bytes()
    assert brotli.decompress(packed) == (VENDOR / "plotly-map.min.js").read_bytes()


def test_a_browser_reads_the_map_bundle_and_its_modules_once():
    """Functions in brackets: `tools/quicken_plotly.mjs` puts them there."""
    bundle = (VENDOR / "plotly-map.min.js").read_text(encoding="utf-8")
    assert bundle.count("self : this, (() => {") == 1
    modules = re.findall(r"\b[\w$]+=Y\((\(?)\(?[\w$,]*\)?=>\{", bundle)
    assert len(modules) > 400
    assert all(bracket for bracket in modules)
