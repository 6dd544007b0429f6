"""The point symbols, each an SVG file: one drawing for sprite, swatch, figure and first picture.

A file in `symbol_files/` holds one path in a view box from 0 to 100, filled by the even-odd rule: a ring inside another
is a hole. A new symbol is a new file.
"""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("symbol_files")
_SIDE = 100  # of the view box
_STEPS = 7  # straight pieces of a curve; a circle has four curves

Point = tuple[float, float]
Ring = tuple[Point, ...]


@cache
def symbol_names() -> tuple[str, ...]:
    """Return the names of all symbols."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.svg")))


@cache
def rings(symbol: str) -> tuple[Ring, ...]:
    """Return a symbol's rings, ``(x, y)`` with 0–1 from left to right and from top to bottom, without a closing point.

    Raises
    ------
    ValueError
        If there is no symbol of that name.

    """
    if symbol not in symbol_names():
        raise ValueError(f"There is no symbol “{symbol}”; there are {', '.join(symbol_names())}.")
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.svgLib.path import SVGPath

    pen = DecomposingRecordingPen({})
    SVGPath(str(_FOLDER / f"{symbol}.svg")).draw(pen)
    found: list[list[Point]] = []
    for command, points in pen.value:
        if command == "moveTo":
            found.append([points[0]])
        elif command == "lineTo":
            found[-1].append(points[0])
        elif command == "curveTo":
            found[-1] += _along(found[-1][-1], *points)
    return tuple(tuple((x / _SIDE, y / _SIDE) for x, y in _open(ring)) for ring in found)


def _along(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """Return points on a cubic Bézier curve, its start left out."""
    made = []
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        corners = (start, first, second, end)
        made.append((
            sum(w * x for w, (x, _) in zip(weights, corners, strict=True)),
            sum(w * y for w, (_, y) in zip(weights, corners, strict=True)),
        ))  # fmt: skip
    return made


def _open(ring: list[Point]) -> list[Point]:
    """Return a ring without the point that closes it again."""
    (x1, y1), (x2, y2) = ring[0], ring[-1]
    return ring[:-1] if len(ring) > 1 and abs(x1 - x2) + abs(y1 - y2) < 1e-6 else ring


def svg_path(symbol: str, *, size: float = 16, left: float = 0, top: float = 0) -> str:
    """Return the symbol as SVG path data of the given size; fill it with ``fill-rule="evenodd"``."""
    made = []
    for ring in rings(symbol):
        points = " ".join(f"{left + x * size:.2f},{top + y * size:.2f}" for x, y in ring)
        made.append(f"M{points}Z")
    return "".join(made)
