"""Take the pictures of `docs/screenshots/` anew: `python -m tools.screenshots`. Look at each before it is committed."""

import sys
import urllib.request

from playwright.sync_api import Browser

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
FIGURES = {"figure-uk": "/snapshot.png?lang=uk&layout=slide-16x9"}


def main() -> None:
    """Write each picture."""
    with serving() as base:
        with browsing() as browser:
            for name, page in PAGES.items():
                _take(browser, base, name, *page)
        for name, address in FIGURES.items():
            with urllib.request.urlopen(base + address, timeout=120) as answer:
                (FOLDER / f"{name}.png").write_bytes(answer.read())
    sys.stdout.write(f"{', '.join([*PAGES, *FIGURES])}: in {FOLDER.relative_to(PROJECT)}\n")


def _take(browser: Browser, base: str, name: str, address: str, size: tuple[int, int], theme: str) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=theme)  # type: ignore[arg-type]
    open_at_rest(page, base + address)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()


if __name__ == "__main__":
    main()
