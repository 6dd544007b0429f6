"""The dashboard in a real browser, for tools that look at it: serve it, open it, wait until the map is at rest."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from tools.get_chromium import FLAGS, find

PROJECT = Path(__file__).resolve().parents[1]
_WAIT_S = 180
READY = """document.documentElement?.dataset.ready == 'yes' && document.getElementById('map')?.dataset.state == 'live'
  && document.documentElement.dataset.map == 'sharp' && document.documentElement.dataset.labels == 'placed'"""
STILL = """() => new Promise((done) => {
  guarantees.map.live.once("idle", () => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));
  guarantees.map.live.triggerRepaint();
})"""


@contextmanager
def serving() -> Iterator[str]:
    """Serve the dashboard on a free port; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}
    server = subprocess.Popen([sys.executable, "app.py"], cwd=PROJECT, env=env, stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + _WAIT_S
        while time.monotonic() < until:
            try:
                with urlopen(f"{base}/health", timeout=2):
                    break
            except (URLError, TimeoutError):
                time.sleep(0.1)
        yield base
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run the browser that the tests use."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        yield browser
        browser.close()


def open_at_rest(page: Page, address: str) -> None:
    """Open an address; return when panels, map, names and labels are there and still."""
    page.goto(address, wait_until="commit")
    wait(page, READY)
    page.evaluate(STILL)
    wait(page, READY)


def wait(page: Page, condition: str) -> None:
    """Wait until an expression is true; Playwright's own waits need `eval`, which the page forbids.

    Raises
    ------
    SystemExit
        After three minutes.
    """
    until = time.monotonic() + _WAIT_S
    while not page.evaluate(condition):
        if time.monotonic() > until:
            raise SystemExit(f"The page was not ready within {_WAIT_S} s.")
        page.wait_for_timeout(50)
