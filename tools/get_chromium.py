"""Makes sure that the browser tests have a Chromium: from the system, else its package manager, else Playwright.

Exit code 0 where there is one (its path is printed), 1 with a line on how to get it where there is none.
"""

import os
import shutil
import sys
from pathlib import Path

from tools.system_packages import apt_install, run

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
#: How tests and benchmarks start it: a software GPU for the map, and no name but this machine's is found.
FLAGS = (
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find() -> str | None:
    """Return the path of a Chromium or Chrome, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    for name in NAMES:
        if path := shutil.which(name):
            return path
    if MAC.exists():
        return str(MAC)
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Try the system's package manager where this user may use it, then Playwright's own download."""
    apt_install("chromium", "fonts-noto-core")
    if find() is None:
        run([sys.executable, "-m", "playwright", "install", "chromium"])


def main() -> int:
    """Find or install."""
    if find() is None:
        print("Getting Chromium for the browser tests (once) …")
        install()
    path = find()
    if path is None:
        print(
            "No Chromium. Install it (Debian: apt install chromium; macOS: brew install --cask chromium; or: "
            ".venv/bin/python -m playwright install chromium), or name one: CHROMIUM=/path/to/chrome make test",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
