"""Font files made for figures: the typeface without what no figure uses, and the few letters that one SVG carries.

Matplotlib cuts the letters of each PDF out of the font file, and takes four times as long for the whole files as for
these. They hold the same outlines and the same kerning, but no ligatures: text copied from a figure stays as written.
"""

import base64
import hashlib
import io
import logging
import os
import struct
import threading
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.subset import Options

#: Latin, Greek and Cyrillic with their marks, punctuation, currency, letter-like signs, arrows, and simple shapes.
_KEPT = (
    (0x20, 0x52F), (0x1E00, 0x1EFF), (0x2010, 0x2044), (0x2070, 0x20BF), (0x2100, 0x215F), (0x2190, 0x2199),
    (0x2200, 0x2265), (0x25A0, 0x25E6), (0xFB00, 0xFB04),
)  # fmt: skip
_VERSION = 3  # of what is kept; a new one makes new files
_LOCK = threading.Lock()
_log = logging.getLogger(__name__)


def _options() -> "Options":
    from fontTools.subset import Options

    options = Options(hinting=False, layout_features=["kern"], glyph_names=False, notdef_outline=True)
    options.name_IDs = ["*"]  # Matplotlib goes by the names of the family
    options.drop_tables += ["GSUB", "GDEF", "BASE", "DSIG", "FFTM", "gasp", "meta"]
    return options


def slimmed(source: Path) -> Path:
    """Return a font file with the letters, outlines and kerning of another and little else.

    It is kept in Matplotlib's own cache folder, made by whoever comes first; its name tells what it was made of. One
    that is damaged there is set aside and made again; where it cannot be kept, the whole font does as well, slower.
    """
    from matplotlib import get_cachedir

    state = source.stat()
    mark = hashlib.sha256(f"{_VERSION} {state.st_size} {state.st_mtime_ns} {source}".encode()).hexdigest()[
        :16
    ]
    made = Path(get_cachedir()) / f"guarantees-{mark}-{source.name}"
    part = made.with_name(f"{made.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        if made.exists():
            if is_sound(made):
                return made
            _log.warning("The font %s was damaged: it is set aside, and made again.", made)
            made.replace(made.with_name(f"{made.name}.damaged"))
        _cut(source, part)
        part.replace(made)  # whole or not at all, however many processes do it at once
    except OSError as problem:
        _log.warning("The font %s cannot be kept (%s): the whole one is used.", made, problem.strerror)
        with suppress(OSError):
            part.unlink(missing_ok=True)
        return source
    return made


def is_sound(font_file: Path) -> bool:
    """Return whether all tables of a font file are there and have the check sums that it says."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(font_file, checkChecksums=2, lazy=True) as font:
            for tag in font.reader.keys():  # noqa: SIM118 - a reader is no mapping
                _ = font.reader[tag]
            return "glyf" in font.reader
    except (TTLibError, OSError, AssertionError, struct.error, ValueError, KeyError, EOFError):
        return False


def _cut(source: Path, part: Path) -> None:
    from fontTools.subset import Subsetter, load_font

    options = _options()
    with load_font(source, options) as font:
        cutter = Subsetter(options)
        cutter.populate(unicodes=[code for low, high in _KEPT for code in range(low, high + 1)])
        cutter.subset(font)
        font.save(part)


@lru_cache(maxsize=64)
def as_woff2(source: Path, characters: frozenset[str]) -> str:
    """Return those letters of a font file as WOFF2 in base64."""
    from fontTools.subset import Subsetter, load_font

    options = _options()
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
