"""What is handed out compressed beforehand is what it says it is."""

from pathlib import Path

import brotli

VENDOR = Path(__file__).resolve().parents[1] / "assets" / "vendor"


def test_the_compressed_map_bundle_is_the_map_bundle():
    packed = (VENDOR / "plotly-map.min.js.br").read_bytes()
    assert brotli.decompress(packed) == (VENDOR / "plotly-map.min.js").read_bytes()
