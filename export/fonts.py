"""The typeface of everything printed, and how wide text is in it.

Source Sans Pro comes as a Python package (OFL), so that a figure looks the same on every machine. Its italics have
no Ukrainian letters: what they lack is set upright.
"""

import importlib.util
import logging
import threading
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # Matplotlib is slow to import
    from matplotlib.font_manager import FontProperties
    from matplotlib.path import Path as Outline

Weight = Literal["regular", "bold", "italic"]

FAMILY = "Source Sans Pro"
FALLBACK = "DejaVu Sans"  # comes with Matplotlib; has the few signs that the first lacks
FILES: dict[str, str] = {
    "regular": "SourceSansPro-Regular.ttf",
    "bold": "SourceSansPro-Semibold.ttf",
    "italic": "SourceSansPro-It.ttf",
}
_LOCK = threading.RLock()  # registering happens inside measuring
_EM_PT = 100.0


@cache
def folder() -> Path:
    """Return where the font files are; the package is only located, not run."""
    found = importlib.util.find_spec("font_source_sans_pro")
    if found is None or not found.submodule_search_locations:
        raise ImportError("The package font-source-sans-pro is missing: pip install -r requirements.txt")
    return Path(found.submodule_search_locations[0]) / "files"


@cache
def register() -> None:
    """Make the typeface known to Matplotlib, and have all text written as text; once per process."""
    import matplotlib
    from matplotlib.font_manager import fontManager

    with _LOCK:
        # The fallback has no semibold, which is no news worth a line per run.
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
        for name in FILES.values():
            fontManager.addfont(str(folder() / name))
        # Settings of the process that nothing else here changes: text stays text, and files do not differ by chance.
        matplotlib.rcParams.update(
            {
                "pdf.fonttype": 42,
                "svg.fonttype": "none",
                "svg.hashsalt": "guarantees",
                "text.hinting": "none",
                "text.parse_math": False,
                "text.usetex": False,
                "axes.formatter.use_mathtext": False,
            }
        )


def properties(weight: Weight, size_pt: float) -> "FontProperties":
    """Return the font of a weight and size, for a Matplotlib text."""
    from matplotlib.font_manager import FontProperties

    register()
    return FontProperties(
        family=[FAMILY, FALLBACK],
        weight=600 if weight == "bold" else 400,
        style="italic" if weight == "italic" else "normal",
        size=size_pt,
    )


@cache
def _characters(weight: Weight) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(folder() / FILES[weight], lazy=True) as font:
        return frozenset(font.getBestCmap())


def fitting(text: str, weight: Weight) -> Weight:
    """Return the weight that has every character of a text: italics give way to upright."""
    if weight == "italic" and not all(ord(c) in _characters("italic") for c in text if c.isalpha()):
        return "regular"
    return weight


@lru_cache(maxsize=8192)
def width_em(text: str, weight: Weight = "regular") -> float:
    """Return how wide a line of text is, in units of its size."""
    from matplotlib.textpath import text_to_path

    with _LOCK:
        width, _, _ = text_to_path.get_text_width_height_descent(text, properties(weight, _EM_PT), False)
    return float(width) / _EM_PT


@lru_cache(maxsize=2048)
def outline(text: str, weight: Weight) -> "Outline":
    """Return a line of text as an outline of size 1 from its baseline's left end, y up: what a halo follows."""
    from matplotlib.path import Path as Outline
    from matplotlib.textpath import text_to_path

    with _LOCK:
        vertices, codes = text_to_path.get_text_path(properties(weight, _EM_PT), text, False)
    if not len(vertices):
        return Outline([(0.0, 0.0)])
    # Matplotlib gives outlines at a size of its own.
    return Outline([(x / text_to_path.FONT_SCALE, y / text_to_path.FONT_SCALE) for x, y in vertices], codes)


def wrapped(
    text: str, width_px: float, size_px: float, weight: Weight = "regular", most: int = 99
) -> list[str]:
    """Break a text into lines no wider than `width_px`, at most `most` of them; the last then ends in an ellipsis."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if not line or width_em(longer, weight) * size_px <= width_px:
                line = longer
            else:
                lines.append(line)
                line = word
        lines.append(line)
    lines = [part for line in lines for part in _split(line, width_px, size_px, weight)]
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = clipped(lines[-1] + " …", width_px, size_px, weight)
    return lines


def clipped(text: str, width_px: float, size_px: float, weight: Weight = "regular") -> str:
    """Return a text cut to a width; what was cut is told by an ellipsis."""
    if width_em(text, weight) * size_px <= width_px:
        return text
    kept = text.rstrip(" …")
    while kept and width_em(kept + "…", weight) * size_px > width_px:
        kept = kept[:-1].rstrip()
    return kept + "…"


def _split(line: str, width_px: float, size_px: float, weight: Weight) -> list[str]:
    """Cut a word that is wider than a line alone, such as an address."""
    parts = []
    while width_em(line, weight) * size_px > width_px and len(line) > 1 and " " not in line:
        length = next(n for n in range(len(line) - 1, 0, -1)
                      if n == 1 or width_em(line[:n], weight) * size_px <= width_px)  # fmt: skip
        parts.append(line[:length])
        line = line[length:]
    return [*parts, line]
