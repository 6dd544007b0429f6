"""Text of several faces broken into lines, for the pages of a PDF deck."""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefings.markdown import Run
from export.typography import typeface

#: A word with the blanks at its end; blanks that do not break are part of a word.
_WORD = re.compile(r"(?:\S|\u00a0)+[^\S\u00a0]*|\s+")
#: The runs of a line, each with its place from the line's left, px.
Line = list[tuple[Run, float]]


def weight_of(run: Run) -> typeface.Weight:
    """Return the face of the typeface that a run is set in."""
    return "bold" if run.bold else typeface.fitting(run.text, "italic") if run.italic else "regular"


def wrapped(text: Sequence[Run], width_px: float, px: float) -> list[Line]:
    """Break runs into lines no wider than `width_px`; each line is its runs with their places from its left, px."""
    lines: list[Line] = [[]]
    x = 0.0
    for run in text:
        for word in _WORD.findall(run.text):
            for part in _fitting(word, width_px, px, weight_of(run)):
                width = typeface.width_em(part.rstrip(), weight_of(run)) * px
                if lines[-1] and x + width > width_px and part.strip():
                    lines.append([])
                    x = 0.0
                format_ = Run(text="", bold=run.bold, italic=run.italic, href=run.href)
                if lines[-1] and replace(lines[-1][-1][0], text="") == format_:
                    held, at = lines[-1][-1]
                    lines[-1][-1] = (replace(held, text=held.text + part), at)
                else:
                    lines[-1].append((replace(format_, text=part), x))
                x += _advance(part, weight_of(run), px)
    return [[(run, at) for run, at in line if run.text.strip()] for line in lines]


def _advance(word: str, weight: typeface.Weight, px: float) -> float:
    """Return how wide a word is with the blanks at its end, which measuring alone leaves out.

    Words are measured one by one, because those that were measured are kept; a line of its own would be new each time.
    """
    blanks = len(word) - len(word.rstrip())
    blank_em = typeface.width_em("| |", weight) - 2 * typeface.width_em("|", weight)
    return (typeface.width_em(word.rstrip(), weight) + blanks * blank_em) * px


def _fitting(word: str, width_px: float, px: float, weight: typeface.Weight) -> list[str]:
    """Return a word, or the pieces of one that is wider than a line: addresses are."""
    if typeface.width_em(word.rstrip(), weight) * px <= width_px:
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and typeface.width_em(pieces[-1] + character, weight) * px > width_px:
            pieces.append("")
        pieces[-1] += character
    return pieces
