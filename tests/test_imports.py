"""The contracts of imports cover the project, and importing does nothing but define."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[1]

PACKAGES = sorted(path.parent.name for path in PROJECT.glob("*/__init__.py"))
MODULES = sorted(
    path.relative_to(PROJECT)
    for package in PACKAGES
    if package not in ("tests", "tools")
    for path in (PROJECT / package).rglob("*.py")
)


def test_the_contracts_of_imports_cover_every_package():
    """`make lint` runs them (import-linter); what they do not name, they do not hold."""
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert settings["root_packages"] == [name for name in PACKAGES if name not in ("tests", "tools")]


WATCHED = """
import sys
from pathlib import Path

opened, project = [], Path.cwd()

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        path = Path(arguments[0]).absolute()
        if path.is_relative_to(project) and ".venv" not in path.parts and path.suffix not in (".py", ".pyc"):
            if "__pycache__" not in path.parts and not path.is_dir():
                opened.append(str(path.relative_to(project)))
    if event.startswith(("socket.connect", "socket.bind", "subprocess.Popen")):
        opened.append(event)

sys.addaudithook(watch)
import importlib, threading
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*opened, sep="\\n", end="")
assert threading.active_count() == 1, threading.enumerate()
"""


def test_importing_opens_no_file_and_starts_nothing():
    names = [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in MODULES]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *names, "app", "settings"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == []


@pytest.mark.parametrize("heavy", ["dash", "geopandas", "matplotlib"])
def test_a_busy_port_or_a_help_page_waits_for_nothing_heavy(heavy):
    command = f"import app, sys; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", command], cwd=PROJECT, timeout=240).returncode == 0
