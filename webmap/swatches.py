"""Swatches for legend and cards: a small SVG drawn from the same style row as the map, with its tones and patterns."""

from collections.abc import Iterable
from functools import cache
from urllib.parse import quote

import shapely

from layers.style import patterns
from layers.style.rows import StyleRow, colour
from layers.style.symbols import svg_path

WIDTH, HEIGHT = 26, 16
#: The corners of an area's swatch, as shares of its width and height from the upper left.
BOX = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


@cache
def swatch_uri(row: StyleRow, theme: str) -> str:
    """Return the swatch as a ``data:`` address for an ``<img>``."""
    return "data:image/svg+xml," + quote(swatch_svg(row, theme))


def swatch_svg(row: StyleRow, theme: str) -> str:
    """Return the swatch of a row as SVG, 26 × 16 px."""
    body = _body(row, theme)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{body}</svg>'
    )


def _body(row: StyleRow, theme: str) -> str:
    stroke = colour(row.stroke, theme) if row.stroke else "none"
    dash = f' stroke-dasharray="{" ".join(f"{d * row.width:g}" for d in row.dash)}"' if row.dash else ""
    if row.form == "line" and row.swatch == "arrow":
        head = svg_path("arrowhead", size=10)
        shaft = f'<line x1="1" y1="8" x2="17" y2="8" stroke="{stroke}" stroke-width="{row.width}"{dash}/>'
        return f'{shaft}<path d="{head}" transform="translate(25 3) rotate(90)" fill="{stroke}"/>'
    if row.form == "line":
        return f'<line x1="1" y1="8" x2="25" y2="8" stroke="{stroke}" stroke-width="{min(row.width, 3.2)}"{dash}/>'
    if row.form == "point":
        size = min(row.symbol_px, 16)
        path = svg_path(row.symbol, size=size, left=(WIDTH - size) / 2, top=(HEIGHT - size) / 2)
        return f'<path d="{path}" fill="{stroke}" fill-rule="evenodd"/>'
    place = f"M{_corners(((1 + x * (WIDTH - 2), 1.5 + y * 13) for x, y in BOX))}Z"
    parts = [f'<path d="{place}" fill="{colour(row.ground, theme)}"/>']
    if row.fill_opacity:
        parts.append(
            f'<path d="{place}" fill="{colour(row.fill, theme)}" fill-opacity="{row.fill_opacity:g}"/>'
        )
    if row.pattern:
        parts.append(_pattern(row, theme))
    if row.stroke:
        parts.append(f'<path d="{place}" fill="none" stroke="{stroke}" stroke-width="{row.width}"{dash}/>')
    return "".join(parts)


def _pattern(row: StyleRow, theme: str) -> str:
    """Return the row's pattern over its swatch, as close and as strong as on the map."""
    area = shapely.Polygon([(1 + x * (WIDTH - 2), 1.5 + y * 13) for x, y in BOX])
    ink = f'="{colour(patterns.ink(row), theme)}"'
    lines = "".join(
        f"M{_corners(line.coords)}"
        for line in shapely.get_parts(patterns.hatch(area, row.pattern))
        if line.length
    )
    drawn = f'<path d="{lines}" stroke{ink} stroke-width="{patterns.STROKE_PX}"/>' if lines else ""
    for x, y in patterns.stipple(area, row.pattern).tolist():
        drawn += f'<circle cx="{x:g}" cy="{y:g}" r="{patterns.DOT_RADIUS_PX}" fill{ink}/>'
    return f'<g opacity="{row.pattern_opacity:g}">{drawn}</g>'


def _corners(points: Iterable[Iterable[float]]) -> str:
    return "L".join(f"{x:.5g} {y:.5g}" for x, y in points)
