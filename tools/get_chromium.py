"""Makes sure that the browser tests have a Chromium: from the system, else its package manager, else Playwright.

Exit code 0 where there is one (its path is printed), 1 with a line on how to get it where there is none.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

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
    if shutil.which("apt-get") and hasattr(os, "geteuid") and (os.geteuid() == 0 or _may_sudo()):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _run([*sudo, "apt-get", "update", "-qq"], quiet)
        _run(
            [
                *sudo,
                "apt-get",
                "install",
                "-y",
                "-qq",
                "--no-install-recommends",
                "chromium",
                "fonts-noto-core",
            ],
            quiet,
        )
    if find() is None:
        _run([sys.executable, "-m", "playwright", "install", "chromium"], None)


def _may_sudo() -> bool:
    return (
        bool(shutil.which("sudo"))
        and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    )


def _run(command: list[str], environment: dict[str, str] | None) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        print(f"({' '.join(command)} did not work: {done.stderr.strip().splitlines()[-1:]})", file=sys.stderr)


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
