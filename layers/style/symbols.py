"""The point symbols, as outlines in a unit square: one drawing for sprite, swatch and print.

Each symbol is a tuple of rings; a ring is a tuple of ``(x, y)`` with 0–1 from left to right and from top to
bottom. Rings are filled by the even-odd rule, so a ring inside another is a hole.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType

Ring = tuple[tuple[float, float], ...]
Symbol = tuple[Ring, ...]


def _circle(x: float, y: float, r: float, n: int = 28) -> Ring:
    turn = [2 * math.pi * i / n for i in range(n)]
    return tuple((x + r * math.cos(a), y + r * math.sin(a)) for a in turn)


def _box(left: float, top: float, right: float, bottom: float) -> Ring:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def _mirrored(right_half: tuple[tuple[float, float], ...]) -> Ring:
    """Complete a shape from its right half, given from top to bottom."""
    return right_half + tuple((1 - x, y) for x, y in reversed(right_half))


_AIRCRAFT = _mirrored(
    ((0.5, 0.02), (0.56, 0.12), (0.57, 0.36), (0.97, 0.60), (0.97, 0.70), (0.57, 0.60), (0.555, 0.80),
     (0.69, 0.90), (0.69, 0.97), (0.5, 0.93))
)  # fmt: skip
_AIRCRAFT_HOLE = _mirrored(
    ((0.5, 0.14), (0.515, 0.18), (0.525, 0.42), (0.84, 0.61), (0.525, 0.53), (0.51, 0.84), (0.5, 0.85))
)

# The arms of the anchor: an arc below, two flukes, a shank and a stock.
_ARMS = tuple(
    (0.5 + 0.40 * math.cos(math.radians(a)), 0.52 + 0.40 * math.sin(math.radians(a)))
    for a in range(8, 173, 8)
) + tuple(
    (0.5 + 0.29 * math.cos(math.radians(a)), 0.50 + 0.31 * math.sin(math.radians(a)))
    for a in range(172, 7, -8)
)
_ANCHOR: Symbol = (
    _ARMS,
    _box(0.445, 0.295, 0.555, 0.36),  # parts meet but do not overlap: even-odd would cut them out
    _box(0.445, 0.455, 0.555, 0.81),
    _box(0.27, 0.36, 0.73, 0.455),
    _circle(0.5, 0.155, 0.145),
    _circle(0.5, 0.155, 0.065),
)

SYMBOLS: Mapping[str, Symbol] = MappingProxyType(
    {
        "capital": (_circle(0.5, 0.5, 0.48), _circle(0.5, 0.5, 0.33), _circle(0.5, 0.5, 0.2)),
        "town": (_circle(0.5, 0.5, 0.46), _circle(0.5, 0.5, 0.25)),
        "square": (_box(0.06, 0.06, 0.94, 0.94),),
        "square_open": (_box(0.06, 0.06, 0.94, 0.94), _box(0.18, 0.18, 0.82, 0.82)),
        "diamond": (((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)),
                    ((0.5, 0.32), (0.68, 0.5), (0.5, 0.68), (0.32, 0.5))),
        "diamond_open": (((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)),
                         ((0.5, 0.12), (0.88, 0.5), (0.5, 0.88), (0.12, 0.5))),
        "aircraft": (_AIRCRAFT,),
        "aircraft_open": (_AIRCRAFT, _AIRCRAFT_HOLE),
        "anchor": _ANCHOR,
    }
)  # fmt: skip


def svg_path(symbol: str, *, size: float = 16, left: float = 0, top: float = 0) -> str:
    """Return the symbol as SVG path data of the given size; fill it with ``fill-rule="evenodd"``."""
    rings = []
    for ring in SYMBOLS[symbol]:
        points = " ".join(f"{left + x * size:.2f},{top + y * size:.2f}" for x, y in ring)
        rings.append(f"M{points}Z")
    return "".join(rings)
