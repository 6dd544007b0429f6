"""A real server, one real Chromium, and pages that are held to account.

No page gets to what lies outside the app's own address, and every test fails at its end if there was a console error,
an exception, a failed request or a request to the outside.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, Request
from playwright.sync_api import TimeoutError as TooLate
from screen import DESKTOP, WAIT_MS, Log, Screen

from dashboard.service import Service
from layers.core.constants import EDITIONS
from layers.core.edition import EDITION_KEY
from tools.get_chromium import FLAGS, find

PROJECT = Path(__file__).resolve().parents[2]
NOWHERE = "http://127.0.0.1:9"  # the port of "discard": nobody listens
#: Pages kept open, each of a size, theme and manner of its own: fewer than a file goes through are all loaded again.
MOST_TABS = 8
#: Playwright would have the panels drawn and put together by the graphics processor too, which is slow without one; and
#: a script that runs for seconds is not worth optimising. A load takes a third less, a picture half. The map's WebGL is
#: SwiftShader's as before.
CHEAP = (
    "--disable-gpu-rasterization",
    "--disable-gpu-compositing",
    "--js-flags=--no-opt --single-threaded-gc --no-flush-bytecode",
    # A window of Chromium's own loads two pages for the list under its address field, a second's work that nobody sees.
    # The last such flag counts, so it begins with what Playwright turns off.
    "--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,"
    "HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,"
    "AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,"
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
)
FAILED = pytest.StashKey[bool]()
#: What a page has beside its scenario: panels, dialogs, notes, what is typed and unfolded. The scenario is taken anew.
UNTOUCHED = """() => {
  const root = document.documentElement, seen = (all) => all.filter((el) => el.checkVisibility()).length;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const ofScenario = ["mantineColorScheme", "changed", "nothingShown", "compare", "side", "map", "labels"];
  return [location.pathname, innerWidth, innerHeight, Boolean(window.guarantees?.drafts?.briefing),
    JSON.stringify(Object.entries(root.dataset).filter(([key]) => !ofScenario.includes(key)).sort()),
    seen(all("dialog[open], [role=dialog], .note, #measure-card, #edition-note, #briefing-panel, #feature h3")),
    all("#guarantee-panel details, #legend details").map((el) => Number(el.open)).join(""),
    document.getElementById("search")?.value, document.getElementById("export-said")?.textContent,
    all("#export-form :is(input, select):not([name=title])").map((field) => field.value + field.checked).join()];
}"""
#: Folds what is unfolded, takes back what is chosen in dialogs, and leaves nothing behind for the next page.
LEAVE = """() => {
  document.activeElement?.blur();
  document.querySelectorAll(".note button").forEach((one) => one.click());
  window.openAtFirst?.forEach((open, one) => { one.open = open; });
  document.getElementById("export-form")?.reset();
  document.getElementById("export-picture")?.removeAttribute("src");
  document.getElementById("export-said")?.replaceChildren();
  document.querySelector("[data-ruler=distance]")?.click();
  const speed = document.getElementById("measure-speed");
  if (speed?.value) { speed.value = "850"; speed.dispatchEvent(new Event("input", { bubbles: true })); }
  localStorage.clear(), sessionStorage.clear();
}"""
AT_FIRST = "{ window.openAtFirst = new Map([...document.querySelectorAll('details')].map((one) => [one, one.open])); }"


def of_this_edition(path: str) -> str:
    """Have an address name this edition, as those do that the page writes.

    One without is of the first edition: a note on what has been corrected would be on every page, and stay there.
    """
    _, mark, query = path.partition("?")
    return f"{path}&{EDITION_KEY}={max(EDITIONS)}" if mark and EDITION_KEY not in query else path


_POLL_MS = 40
_CLOSING_S = 1.5


def wait_for_function(
    page: Page, expression: str, *, arg: Any = None, timeout: float | None = None, polling: Any = None
) -> None:
    """Wait until an expression is true, asked from outside the page.

    Playwright's own waits inside it, by `eval`, which the page's policy forbids as it should.
    """
    end = time.monotonic() + (WAIT_MS if timeout is None else timeout) / 1000
    while True:
        try:
            if page.evaluate(expression, arg):
                return
        except Error as problem:  # the page was just left for another
            if "context was destroyed" not in problem.message and "navigation" not in problem.message:
                raise
        if time.monotonic() > end:
            raise TooLate(f"Still not true: {expression[:300]}")
        page.wait_for_timeout(_POLL_MS)


Page.wait_for_function = wait_for_function  # type: ignore[assignment,method-assign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.outcome != "passed"
    return report


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = find()
    if path is None:  # a failure, never a skip: a run without a browser has not tested the page
        pytest.fail("No Chromium for the browser tests; get one with: .venv/bin/python -m tools.get_chromium")
    browser = playwright.chromium.launch(
        executable_path=path,
        args=[*FLAGS, *CHEAP],
        ignore_default_args=["--enable-gpu-rasterization"],
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Address of `python app.py`, running on a free port."""
    with serving() as base:
        yield base


@contextmanager
def serving(folder: Path = PROJECT, **settings: str) -> Iterator[str]:
    """Run `python app.py` of a project on a free port of this machine, with settings of one's own; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=folder,
        env={**os.environ, "HOST": "127.0.0.1", "PORT": str(port), "PYTHONUNBUFFERED": "1", **settings},
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
    end = time.monotonic() + 120  # of a machine with much other work
    while time.monotonic() < end:
        if server.poll() is not None:
            pytest.fail(f"python app.py stopped with code {server.returncode}:\n{server.communicate()[0]}")
        try:
            with urlopen(f"{base}/health", timeout=2):
                return
        except (URLError, TimeoutError):
            time.sleep(0.05)
    pytest.fail("python app.py did not answer within 120 s.")


@pytest.fixture(scope="session")
def service(store) -> Service:
    """The same layers as the server's, to know what must be on the map and where."""
    return Service(store)


class Tab:
    """A page with a context of its own, and all it did that it must not do."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        # What is not the app's own goes to a proxy that is not there. (Playwright's routes would stop it as well, but
        # every request would pass through them, and without a cache a page takes half as long again.)
        proxy = {"server": NOWHERE, "bypass": "<-loopback>,127.0.0.1"}
        self.context = browser.new_context(proxy=proxy, **options)
        self.context.set_default_timeout(WAIT_MS)
        self.own = (f"{address}/", "data:", "blob:")
        self.log = Log()
        page = self.context.new_page()
        self.context.on("request", self._asked)
        page.on("console", lambda m: self._wrong(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: self._wrong(f"exception: {error}\n{(error.stack or '')[:600]}"))
        page.on("requestfailed", self._failed)
        page.on("response", lambda r: self._wrong(f"{r.status}: {r.url}") if r.status >= 400 else None)
        self.screen = Screen(page, address, self.log)
        self.at_first: list[Any] = []

    def _asked(self, request: Request) -> None:
        self.log.requests.append(request.url)
        if not request.url.startswith(self.own):
            self.log.outside.append(request.url)

    def _failed(self, request: Request) -> None:
        # A page that is left or reloaded drops what it was still fetching.
        if request.failure != "net::ERR_ABORTED":
            self._wrong(f"{request.failure}: {request.url}")

    def _wrong(self, text: str) -> None:
        self.log.errors.append(text)

    def open(self, path: str, *, anew: bool = True) -> None:
        """Open an address; where the page is as untouched as a new one, its scenario may be taken without a reload."""
        page, path = self.screen.page, of_this_edition(path)
        if self.at_first:
            for other in self.context.pages:
                if other is not page:
                    other.close()  # behind another one, a page hardly draws
            page.mouse.move(0, 0)
            if not anew:
                page.evaluate(LEAVE)
                for _ in range(3):  # a dialog, what is measured, the page of a feature
                    page.keyboard.press("Escape")
                if self._is_untouched():
                    self.screen.take(path.partition("?")[2])
                    self.forget()
                    return
            page.goto(f"{self.screen.base}/health")  # here no script keeps anything of the page before
            page.evaluate(LEAVE)
            self.forget()
        self.screen.goto(path)
        page.evaluate(AT_FIRST)
        self.at_first = page.evaluate(UNTOUCHED)

    def _is_untouched(self) -> bool:
        """Whether the page is as a new one; what was just closed may still be on its way out."""
        end = time.monotonic() + _CLOSING_S
        while self.screen.page.evaluate(UNTOUCHED) != self.at_first:
            if time.monotonic() > end:
                return False
            self.screen.page.wait_for_timeout(_POLL_MS)
        return True

    def forget(self) -> None:
        for said in (self.log.requests, self.log.errors, self.log.outside):
            said.clear()


@pytest.fixture(scope="session")
def tabs(chromium: Browser, address: str) -> Iterator[dict[Any, Tab]]:
    """Pages that tests use one after the other, by what they are like: loading a page anew takes two thirds as long."""
    kept: dict[Any, Tab] = {}
    yield kept
    for tab in kept.values():
        tab.context.close()


@pytest.fixture
def open_page(
    chromium: Browser, address: str, tabs: dict[Any, Tab], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Screen]]:
    """Open a page of its own size and colour scheme; what it must not do fails the test at its end.

    `own` asks for a page that no test had before; `anew=False` says that one which is open already will do, if nothing
    on it differs from a new one but its scenario.
    """
    used: list[Tab] = []
    shared: list[Any] = []
    # Without a graphics processor, time goes with the pixels: only those who look at them get all of them.
    sharp = request.node.get_closest_marker("sharp") is not None

    def opened(
        path: str | None = "/", *, size: tuple[int, int] = DESKTOP, theme: str = "light",
        own: bool = False, anew: bool = True, **options: Any,
    ) -> Screen:  # fmt: skip
        like = (size, theme, sharp, *sorted(options.items()))
        whole = {
            "viewport": {"width": size[0], "height": size[1]},
            "color_scheme": theme,
            "device_scale_factor": 1 if sharp else 0.5,
            "reduced_motion": "reduce",
            **({"has_touch": True, "is_mobile": True} if size[0] < 500 else {}),
            **options,
        }
        if own or path is None or like in shared:
            tab = Tab(chromium, address, **whole)
        else:
            tab = tabs.pop(like, None) or Tab(chromium, address, **whole)
            tabs[like] = tab
            shared.append(like)
            while len(tabs) > MOST_TABS:
                tabs.pop(next(iter(tabs))).context.close()
        used.append(tab)
        if path is not None:
            tab.open(path, anew=anew)
        return tab.screen

    yield opened
    wrong = [(tab.log.outside, tab.log.errors) for tab in used if tab.log.outside or tab.log.errors]
    for tab in used:
        if tab not in tabs.values():
            tab.context.close()
    if wrong or request.node.stash.get(FAILED, False):
        for like in shared:
            tabs.pop(like).context.close()
    assert wrong == []
