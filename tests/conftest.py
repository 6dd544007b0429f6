"""Fixtures on the shipped data, read once for the whole run."""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefings import scenes
from geodata.store import Store
from geodata.workspace.folder import NONE, SETTING
from layers.core.facts import facts_for
from layers.core.registry import Registry, load_registry
from layers.core.scenario import DEFAULT_LINE_DATE
from layers.core.spec import Facts
from tests.examples import load_profile

if TYPE_CHECKING:
    from dash import Dash
    from flask.testing import FlaskClient
    from playwright.sync_api import Playwright

load_profile()
# Whoever runs the tests may have lines of their own; servers and commands that tests start inherit this.
os.environ[SETTING] = NONE
#: What `make test` runs (pyproject.toml).
IN_TIME = "not programs and not wide"
BROWSER = Path(__file__).parent / "browser"


@pytest.fixture(scope="session")
def playwright() -> "Iterator[Playwright]":
    """One driver for all tests of a worker that use a browser: a second one beside it is refused."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def store() -> Store:
    return Store()


@pytest.fixture(scope="session")
def registry(store: Store) -> Registry:
    return load_registry(store)


@pytest.fixture(scope="session")
def facts(store: Store) -> Callable[..., Facts]:
    def of(line_date: str = DEFAULT_LINE_DATE) -> Facts:
        return facts_for(store, line_date)

    return of


@pytest.fixture(scope="session")
def dashboard(store: Store) -> "Dash":
    """The app with its usual settings: one for all tests that change nothing about it."""
    from dashboard.app import create_app  # slow to load, and many runs need none

    return create_app(store)


@pytest.fixture(scope="session")
def client(dashboard: "Dash") -> "FlaskClient":
    return dashboard.server.test_client()


def pytest_configure(config: pytest.Config) -> None:
    """Run all of a file that is named, also what `make test` as a whole leaves out."""
    if config.args_source is pytest.Config.ArgsSource.ARGS and config.option.markexpr == IN_TIME:
        config.option.markexpr = "not programs"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to `make test-wide` what `make test` has no time for: most cases of a sweep, most of a real browser."""
    kept: Counter[str] = Counter()
    for item in items:
        sweep = item.get_closest_marker("sweep")
        if sweep is not None and isinstance(item, pytest.Function):
            function = item.nodeid.partition("[")[0]
            here = item.callspec.id in sweep.args if sweep.args else kept[function] < sweep.kwargs["keep"]
            kept[function] += here
            if not here:
                item.add_marker("wide")
        if BROWSER in item.path.parents and item.get_closest_marker("journey") is None:
            item.add_marker("wide")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how to run in the same order again (`-q` hides the plugin's own line)."""
    seed = terminalreporter.config.getoption("randomly_seed", None)
    if isinstance(seed, int):
        terminalreporter.write_line(f"Order of the tests: make test-order SEEDS={seed}")


@pytest.fixture
def glossary(tmp_path, monkeypatch):
    """A dummy kind of scene, in a folder beside the shipped kinds."""
    source = Path(__file__).parent / "dummies" / "glossary.py"
    tmp_path = tmp_path / "kinds"
    tmp_path.mkdir()
    shutil.copy(source, tmp_path / "glossary.py")
    monkeypatch.setattr(scenes, "__path__", [*scenes.__path__, str(tmp_path)])
    scenes.kinds.cache_clear()
    yield
    monkeypatch.undo()
    sys.modules.pop("briefings.scenes.glossary", None)
    scenes.kinds.cache_clear()
