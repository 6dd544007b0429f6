"""A picture in few colours, so that it is small without loss: sharp, and its plain areas exact.

Pillow's own ways to few colours were tried on the map: each is larger, slower or shifts its plain areas
(docs/dependencies.md).
"""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

_COLOURS = 72  # what keeps a picture of the usual size under 90 kB
_COLOUR_STEP = 7  # every so many pixels are looked at to choose them


def webp(rgba: NDArray[np.uint8]) -> bytes:
    """Return an opaque picture as a WebP in its most telling colours."""
    from PIL import Image

    index, palette = _few_colours(np.ascontiguousarray(rgba).view("<u4")[:, :, 0])
    image = Image.fromarray(index)
    image.putpalette(palette.tobytes())
    file = io.BytesIO()
    image.convert("RGB").save(file, "WEBP", lossless=True, quality=0, method=1)
    return file.getvalue()


def _few_colours(pixels: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return an index per pixel and the palette: frequent colours as they are, then what they miss most.

    A pixel is red, green and blue from the lowest byte up; the highest is the same everywhere.
    """
    colours, counts = np.unique(pixels.ravel()[::_COLOUR_STEP], return_counts=True)
    rgb = np.column_stack([colours & 255, colours >> 8 & 255, colours >> 16 & 255]).astype(np.float32)
    missed = np.full(len(rgb), np.inf, dtype=np.float32)
    weight = np.sqrt(counts).astype(np.float32)  # so that thin lines and names get their colours too
    chosen: list[int] = []
    for _ in range(min(_COLOURS, len(rgb))):
        chosen.append(int(np.argmax(missed * weight)) if chosen else int(np.argmax(weight)))
        missed = np.minimum(missed, ((rgb - rgb[chosen[-1]]) ** 2).sum(axis=1))
    palette = rgb[chosen]

    def cell(colour: NDArray[np.uint32]) -> NDArray[Any]:  # the upper 6 bits of each part
        return (colour & 0xFC) >> 2 | (colour & 0xFC00) >> 4 | (colour & 0xFC0000) >> 6

    cells = cell(pixels)
    present = np.flatnonzero(np.bincount(cells.ravel(), minlength=1 << 18))
    middle = np.column_stack([present & 63, present >> 6 & 63, present >> 12]).astype(np.float32) * 4 + 1.5
    nearest = np.zeros(1 << 18, dtype=np.uint8)
    nearest[present] = ((palette**2).sum(axis=1) - 2 * middle @ palette.T).argmin(axis=1)
    nearest[cell(colours[chosen])[::-1]] = np.arange(len(chosen))[::-1]  # the most frequent has its cell
    return nearest[cells], palette.astype(np.uint8)
