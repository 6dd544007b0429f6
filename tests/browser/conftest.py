"""A real server, one real Chromium, and pages that are held to account.

Every page blocks what lies outside the app's own address, and every test fails at its end if there was a
console error, an exception, a failed request or a request to the outside.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Request, sync_playwright
from screen import DESKTOP, PHONE, WAIT_MS, Log, Screen

from dashboard.service import Service
from tools.get_chromium import FLAGS, find

PROJECT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))  # told in the summary; what fails twice has failed


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find()
    if path is None:  # a failure, never a skip: a run without a browser has not tested the page
        pytest.fail("No Chromium for the browser tests; get one with: .venv/bin/python -m tools.get_chromium")
    with sync_playwright() as playwright:
        # Playwright would have the panels drawn by the graphics processor too; without one that is slow.
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[*FLAGS, "--disable-gpu-rasterization"],
            ignore_default_args=["--enable-gpu-rasterization"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Address of `python app.py`, running on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=PROJECT,
        env={**os.environ, "HOST": "127.0.0.1", "PORT": str(port), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_for(base, server)
        yield base
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(base: str, server: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if server.poll() is not None:
            pytest.fail(f"python app.py stopped with code {server.returncode}:\n{server.communicate()[0]}")
        try:
            with urlopen(f"{base}/health", timeout=2):
                return
        except URLError:
            time.sleep(0.05)
    pytest.fail("python app.py did not answer within 30 s.")


@pytest.fixture(scope="session")
def service(store) -> Service:
    """The same layers as the server's, to know what must be on the map and where."""
    return Service(store)


@pytest.fixture
def open_page(
    chromium: Browser, address: str, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Screen]]:
    """Open a page of its own size and colour scheme; what it must not do fails the test at its end."""
    contexts, logs = [], []
    # Without a graphics processor, time goes with the pixels: only those who look at them get all of them.
    sharp = request.node.get_closest_marker("sharp") is not None

    def opened(
        path: str | None = "/", *, size: tuple[int, int] = DESKTOP, theme: str = "light", **options: Any
    ) -> Screen:
        phone = {"has_touch": True, "is_mobile": True} if size == PHONE else {}
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=theme,
            device_scale_factor=1 if sharp else 0.5,
            **{"reduced_motion": "reduce", **phone, **options},
        )
        context.set_default_timeout(WAIT_MS)
        log = Log()
        contexts.append(context)
        logs.append(log)
        outside = re.compile(rf"^(?!{re.escape(address)}/)(?!data:)(?!blob:)")

        def refuse(route: Any) -> None:
            log.outside.append(route.request.url)
            route.abort()

        context.route(outside, refuse)
        page = context.new_page()
        page.on("request", lambda request: log.requests.append(request.url))
        page.on("console", lambda m: log.errors.append(f"console: {m.text}") if m.type == "error" else None)
        page.on(
            "pageerror", lambda error: log.errors.append(f"exception: {error}\n{(error.stack or '')[:600]}")
        )
        page.on("requestfailed", lambda request: _failed(request, log))
        page.on("response", lambda r: log.errors.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
        screen = Screen(page, address, log)
        if path is not None:
            screen.goto(path)
        return screen

    yield opened
    for context in contexts:
        context.close()
    assert [url for log in logs for url in log.outside] == []
    assert [error for log in logs for error in log.errors] == []


def _failed(request: Request, log: Log) -> None:
    # A page that is left or reloaded drops what it was still fetching.
    if request.failure != "net::ERR_ABORTED":
        log.errors.append(f"{request.failure}: {request.url}")
