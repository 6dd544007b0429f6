"""The typeface of everything printed, and how wide text is in it.

Its files are shipped (`tools/build_fonts.py`), so that a figure looks the same on every machine; the page and the map
of the page are set in the same.
"""

import logging
import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from export.typography import font_files

if TYPE_CHECKING:  # Matplotlib is slow to import
    from matplotlib.font_manager import FontProperties
    from matplotlib.path import Path as Outline

Weight = Literal["regular", "bold", "italic"]

FAMILY = "Guarantees Sans"
FALLBACK = "DejaVu Sans"  # comes with Matplotlib; has the few signs that the first lacks
FILES: dict[str, str] = {
    "regular": "GuaranteesSans-Regular.ttf",
    "bold": "GuaranteesSans-Semibold.ttf",
    "italic": "GuaranteesSans-Italic.ttf",
}
_FOLDER = Path(__file__).parent
_LOCK = threading.RLock()  # registering happens inside measuring
_EM_PT = 100.0
_WEIGHTS: dict[str, int] = {"regular": 400, "bold": 600, "italic": 400}
_BOX = "□"


def file_of(weight: Weight) -> Path:
    """Return the font file of a weight."""
    return _FOLDER / FILES[weight]


@cache
def register() -> None:
    """Make the typeface known to Matplotlib, and have all text written as text; once per process."""
    import matplotlib
    from matplotlib.font_manager import fontManager

    with _LOCK:
        # The fallback has no semibold, which is no news worth a line per run.
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
        for name in FILES.values():
            fontManager.addfont(str(_FOLDER / name))
        # Settings of the process that nothing else here changes: text stays text, and files do not differ by chance.
        matplotlib.rcParams.update(
            {
                "pdf.fonttype": 42,
                "ps.fonttype": 42,  # by which Matplotlib 3.11 parts a PDF's letters too: at 3, each font is cut twice
                "pdf.compression": 1,  # a tenth larger than the most, and a tenth of the time less
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
        weight=_WEIGHTS[weight],
        style="italic" if weight == "italic" else "normal",
        size=size_pt,
    )


@cache
def _characters(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _fallback_file(weight: Weight) -> Path:
    from matplotlib.font_manager import FontProperties, findfont

    register()
    wanted = FontProperties(
        family=[FALLBACK], weight=_WEIGHTS[weight], style="italic" if weight == "italic" else "normal"
    )
    return Path(findfont(wanted, fallback_to_default=False))


@cache
def _have() -> frozenset[int]:
    return _characters(file_of("regular")) | _characters(_fallback_file("regular"))


def settable(text: str) -> str:
    """Return a text with what no font here has, and what cannot be printed, replaced by a box."""
    have = _have()

    def shown(c: str) -> str:
        if c.isspace():
            return c if ord(c) in have else " "
        return c if c.isprintable() and ord(c) in have else _BOX

    return "".join(map(shown, text))


def by_font(text: str, weight: Weight) -> list[tuple[Path, str]]:
    """Return a text in stretches with the font file that each is set in; what no font has as a box."""
    ours, other = _characters(file_of(weight)), _fallback_file(weight)
    found = groupby(settable(text), lambda c: file_of(weight) if ord(c) in ours else other)
    return [(file, "".join(stretch)) for file, stretch in found]


def faces(used: Mapping[Weight, Iterable[str]]) -> str:
    """Return `@font-face` rules that hold the given characters of each weight, for an SVG; '' for none."""
    rules = []
    for weight, characters in used.items():
        ours = frozenset(c for c in characters if ord(c) in _characters(file_of(weight)))
        others = frozenset(characters) - ours
        for family, file, held in (
            (FAMILY, file_of(weight), ours),
            (FALLBACK, _fallback_file(weight), others),
        ):
            if held:
                style = "italic" if weight == "italic" else "normal"
                rules.append(
                    f"@font-face{{font-family:'{family}';font-style:{style};font-weight:{_WEIGHTS[weight]};"
                    f"src:url(data:font/woff2;base64,{font_files.as_woff2(file, held)}) format('woff2')}}"
                )
    return "\n".join(rules)


def fitting(text: str, weight: Weight) -> Weight:
    """Return the weight that has every character of a text: italics give way to upright."""
    if weight == "italic" and not all(ord(c) in _characters(file_of("italic")) for c in text if c.isalpha()):
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
        for word in filter(None, paragraph.split(" ")):  # no line ends in a no-break space
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
    length = _fitting_length(kept, width_px, size_px, weight, "…")
    return kept[:length].rstrip() + "…"


def _fitting_length(text: str, width_px: float, size_px: float, weight: Weight, end: str = "") -> int:
    """Return how many characters of a text fit, with an end, into a width."""
    # Halving: measuring every length would take minutes for a text of ten thousand characters.
    return bisect_left(
        range(len(text) + 1), True, key=lambda n: width_em(text[:n] + end, weight) * size_px > width_px
    ) - 1  # fmt: skip


def _split(line: str, width_px: float, size_px: float, weight: Weight) -> list[str]:
    """Cut a word that is wider than a line alone, such as an address."""
    parts = []
    while width_em(line, weight) * size_px > width_px and len(line) > 1 and " " not in line:
        length = max(1, _fitting_length(line, width_px, size_px, weight))
        parts.append(line[:length])
        line = line[length:]
    return [*parts, line]
