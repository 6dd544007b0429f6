"""The map's sprite sheet (symbols and fill patterns) in a theme's colours, drawn from the style table."""

import io
import json
from functools import lru_cache

from PIL import Image, ImageChops, ImageColor, ImageDraw

from layers.style import patterns
from layers.style.rows import HALO_PX, StyleRow, colour, drawing_order
from layers.style.symbols import rings
from webmap.style import pattern_name, symbol_name

_OVERSAMPLE = 4


@lru_cache(maxsize=8)
def sprite(theme: str, ratio: int) -> tuple[bytes, bytes]:
    """Return ``(json, png)`` of the sprite of a theme for a device pixel ratio of 1 or 2."""
    images: dict[str, Image.Image] = {}
    for row in drawing_order():
        if row.symbol:
            images[symbol_name(row)] = _symbol(row, theme, ratio)
        if row.pattern:
            images[pattern_name(row)] = _pattern(row, theme, ratio)
    sheet = Image.new("RGBA", (max(i.width for i in images.values()), sum(i.height for i in images.values())))
    index, y = {}, 0
    for name, image in images.items():
        sheet.paste(image, (0, y))
        index[name] = {"x": 0, "y": y, "width": image.width, "height": image.height, "pixelRatio": ratio}
        y += image.height
    png = io.BytesIO()
    sheet.save(png, "PNG", optimize=True)
    return json.dumps(index).encode(), png.getvalue()


def _symbol(row: StyleRow, theme: str, ratio: int) -> Image.Image:
    """Draw a symbol with a thin halo of the ground's colour, so that it stands on any layer."""
    size = row.symbol_px + 2 * HALO_PX
    px = round(size * ratio) * _OVERSAMPLE
    scale = px / size
    mask = Image.new("L", (px, px), 0)
    for ring in rings(row.symbol):
        points = [((x * row.symbol_px + HALO_PX) * scale, (y * row.symbol_px + HALO_PX) * scale)
                  for x, y in ring]  # fmt: skip
        inside = Image.new("L", (px, px), 0)
        ImageDraw.Draw(inside).polygon(points, fill=255)
        mask = _xor(mask, inside)
    outer = Image.new("L", (px, px), 0)
    draw = ImageDraw.Draw(outer)
    halo_width = round(2 * HALO_PX * scale)
    for ring in rings(row.symbol):
        points = [((x * row.symbol_px + HALO_PX) * scale, (y * row.symbol_px + HALO_PX) * scale)
                  for x, y in ring]  # fmt: skip
        draw.polygon(points, fill=255)
        draw.line([*points, points[0], points[1]], fill=255, width=halo_width, joint="curve")
    image = Image.new("RGBA", (px, px), (0, 0, 0, 0))
    image.paste(Image.new("RGBA", (px, px), colour("symbol_ground", theme)), mask=outer)
    image.paste(Image.new("RGBA", (px, px), colour(row.stroke, theme)), mask=mask)
    return image.resize((px // _OVERSAMPLE, px // _OVERSAMPLE), Image.Resampling.LANCZOS)


def _xor(a: Image.Image, b: Image.Image) -> Image.Image:
    """Even-odd: a pixel is in where exactly one of the masks has it."""
    return ImageChops.difference(a, b)


def _pattern(row: StyleRow, theme: str, ratio: int) -> Image.Image:
    """Draw one seamless tile of a fill pattern."""
    ink = ImageColor.getrgb(colour(patterns.ink(row), theme))
    alpha = Image.fromarray(patterns.tile(row.pattern, ratio))
    tile = Image.new("RGBA", alpha.size, (*ink, 0))
    tile.putalpha(alpha.point(lambda covered: round(covered * row.pattern_opacity)))
    return tile
