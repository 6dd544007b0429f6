"""Draw the reference pictures that `tests/export/figures/test_figure.py` compares figures with.

    .venv/bin/python tools/references.py            # all
    .venv/bin/python tools/references.py social uk  # those of a name

Look at each before committing it: what a reference shows is what the tests hold on to.
"""

import io
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests"), str(PROJECT / "tests" / "export")]

from PIL import Image, ImageChops  # noqa: E402

FOLDER = PROJECT / "tests" / "export" / "references"
COLOURS = 96


def main(names: list[str]) -> None:
    """Draw the references of some names, or all."""
    from drawing import REFERENCES, file_of

    FOLDER.mkdir(exist_ok=True)
    for name, query in REFERENCES.items():
        if not names or name in names:
            picture = Image.open(io.BytesIO(file_of("png", query))).convert("RGB")
            path = FOLDER / f"{name}.png"
            grey = ImageChops.difference(*picture.split()[:2]).getextrema() == (0, 0)
            method = (
                Image.Quantize.MEDIANCUT if grey else Image.Quantize.FASTOCTREE
            )  # the one keeps greys, the other hues
            picture.quantize(COLOURS, method=method, dither=Image.Dither.NONE).save(path, optimize=True)
            sys.stdout.write(f"{path.relative_to(PROJECT)}: {path.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
