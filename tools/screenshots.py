"""Take the pictures of `docs/screenshots/` anew, and measure the map's contrast in them: `python -m tools.screenshots`.

Look at each picture before it is committed. The ratios are printed, and stand in `docs/design.md`.
"""

import io
import sys
import urllib.request

import numpy as np
from PIL import Image
from playwright.sync_api import Browser

from tools.contrast import GOALS, measured, table
from tools.live_page import PROJECT, browsing, open_at_rest, serving

FOLDER = PROJECT / "docs" / "screenshots"
SIZE = (1440, 900)
PHONE = (390, 844)
#: Name of the file: address, window, theme.
PAGES = {
    "dashboard-light": ("/", SIZE, "light"),
    "dashboard-dark": ("/", SIZE, "dark"),
    "dashboard-phone": ("/", PHONE, "light"),
    "presenting": ("/present/default#6", SIZE, "light"),
}
#: The pictures in which contrast is measured, by theme.
MEASURED = {"dashboard-light": "light", "dashboard-dark": "dark"}
DESIGN = PROJECT / "docs" / "design.md"
BEGIN, END = "<!-- contrast, by tools/screenshots.py -->\n", "<!-- /contrast -->"
FIGURES = {"figure-uk": "/snapshot.png?lang=uk&layout=slide-16x9"}


def main() -> None:
    """Write each picture."""
    found: dict[str, dict[str, float]] = {}
    with serving() as base:
        with browsing() as browser:
            for name, page in PAGES.items():
                ratios = _take(browser, base, name, *page)
                if ratios:
                    found[MEASURED[name]] = ratios
        for name, address in FIGURES.items():
            with urllib.request.urlopen(base + address, timeout=120) as answer:
                (FOLDER / f"{name}.png").write_bytes(answer.read())
    before, _, rest = DESIGN.read_text(encoding="utf-8").partition(BEGIN)
    DESIGN.write_text(f"{before}{BEGIN}{table(found)}{END}{rest.partition(END)[2]}", encoding="utf-8")
    sys.stdout.write(table(found))
    short = [f"{what} ({theme})" for theme in found for what in GOALS if found[theme][what] < GOALS[what]]
    sys.stdout.write(f"Below its goal: {', '.join(short)}.\n" if short else "All goals are reached.\n")
    sys.stdout.write(f"{', '.join([*PAGES, *FIGURES])}: in {FOLDER.relative_to(PROJECT)}\n")


def _take(
    browser: Browser, base: str, name: str, address: str, size: tuple[int, int], theme: str
) -> dict[str, float]:
    """Write a picture; return the contrast in it, where it is measured."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=theme)  # type: ignore[arg-type]
    open_at_rest(page, base + address)
    picture = page.screenshot(path=FOLDER / f"{name}.png")
    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(float)
    ratios = measured(page, pixels, base) if name in MEASURED else {}
    page.close()
    return ratios


if __name__ == "__main__":
    main()
