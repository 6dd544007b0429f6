"""Swatches for legend and cards: a small SVG drawn from the same style row as the map."""

from urllib.parse import quote

from layers.style import StyleRow, colour, swatch_opacity
from layers.symbols import svg_path

WIDTH, HEIGHT = 26, 16
_BOX = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
_ARROW = ((0.0, 0.36), (0.62, 0.30), (0.62, 0.06), (1.0, 0.5), (0.62, 0.94), (0.62, 0.70), (0.0, 0.64))


def outline(row: StyleRow) -> tuple[tuple[float, float], ...]:
    """Return the corners of an area's swatch, as shares of its width and height from the upper left."""
    return _ARROW if row.layer == "invasion_routes" else _BOX


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
    if row.form == "line":
        return f'<line x1="1" y1="8" x2="25" y2="8" stroke="{stroke}" stroke-width="{min(row.width, 3.2)}"{dash}/>'
    if row.form == "point":
        size = min(row.symbol_px, 16)
        path = svg_path(row.symbol, size=size, left=(WIDTH - size) / 2, top=(HEIGHT - size) / 2)
        return f'<path d="{path}" fill="{stroke}" fill-rule="evenodd"/>'
    fill = colour(row.fill, theme)
    opacity = swatch_opacity(row)
    shape = "M" + "L".join(f"{1 + x * (WIDTH - 2):g} {1.5 + y * 13:g}" for x, y in outline(row)) + "Z"
    parts = [f'<path d="{shape}" fill="{fill}" fill-opacity="{opacity:.2f}"/>']
    ink = stroke if row.fill == "offer_0" else fill
    if row.pattern == "horizontal":
        parts += [
            f'<path d="M1 {y}H25" stroke="{ink}" stroke-width=".9" opacity=".7"/>' for y in (4.5, 8, 11.5)
        ]
    elif row.pattern == "diagonal":
        lines = "".join(f"M{x} 14.5L{x + 13} 1.5" for x in (1, 6.5, 12))
        parts.append(f'<path d="{lines}" stroke="{ink}" stroke-width=".9" opacity=".7"/>')
    elif row.pattern == "dots":
        dots = ((5, 5), (11, 5), (17, 5), (22, 5), (8, 11), (14, 11), (19.5, 11))
        parts += [f'<circle cx="{x}" cy="{y}" r=".9" fill="{ink}"/>' for x, y in dots]
    if row.stroke:
        parts.append(f'<path d="{shape}" fill="none" stroke="{stroke}" stroke-width="{row.width}"{dash}/>')
    return "".join(parts)
