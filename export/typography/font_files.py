"""The few letters of a font that one SVG carries: 15 kB, where the whole files would add 135 kB to each figure."""

import base64
import io
import threading
from functools import lru_cache
from pathlib import Path

_LOCK = threading.Lock()


@lru_cache(maxsize=64)
def as_woff2(source: Path, characters: frozenset[str]) -> str:
    """Return those letters of a font file as WOFF2 in base64."""
    from fontTools.subset import Options, Subsetter, load_font

    options = Options(hinting=False, layout_features=["kern"], glyph_names=False, notdef_outline=True)
    options.drop_tables += ["GSUB", "GDEF", "FFTM", "gasp", "meta"]  # Matplotlib's own fonts are cut here too
    options.flavor = "woff2"
    made = io.BytesIO()
    # fontTools is not written for threads, and two figures may be made at once.
    with _LOCK, load_font(source, options) as font:
        cutter = Subsetter(options)
        cutter.populate(text="".join(sorted(characters)))
        cutter.subset(font)
        font.flavor = "woff2"
        font.save(made)
    return base64.b64encode(made.getvalue()).decode()
