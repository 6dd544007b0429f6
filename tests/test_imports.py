"""Imports point one way, and importing does nothing but define."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]

#: What each part may import of the project. `app.py` may import all.
ALLOWED = {
    "geodata": {"geodata"},
    "layers": {"geodata", "layers"},
    "analysis": {"geodata", "layers", "analysis"},
    "briefings": {"geodata", "layers", "briefings"},
    "export": {"geodata", "layers", "analysis", "briefings", "export"},  # decks are made of briefings
    "dashboard": {"geodata", "layers", "analysis", "export", "briefings", "dashboard"},
}
PARTS = {*ALLOWED, "app", "tests", "tools"}
MODULES = sorted(
    path.relative_to(PROJECT) for part in ALLOWED for path in (PROJECT / part).rglob("*.py") if path.exists()
)
SHOWN = {"dash", "dash_mantine_components", "flask", "flask_compress", "plotly", "waitress"}
modules = pytest.mark.parametrize("path", MODULES, ids=str)


def imported(path: Path) -> set[str]:
    """Top-level names of everything that a file imports, inside functions too."""
    names = set()
    for node in ast.walk(ast.parse((PROJECT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}, line {node.lineno}: imports name the folder"
            names.add(node.module.partition(".")[0])
    return names


@modules
def test_imports_point_one_way(path):
    assert imported(path) & PARTS <= ALLOWED[path.parts[0]]


@modules
def test_only_the_dashboard_knows_the_web(path):
    if path.parts[0] != "dashboard":
        assert imported(path) & SHOWN == set()


def test_the_rule_covers_every_folder_of_code():
    folders = {path.parent.name for path in PROJECT.glob("*/__init__.py")}
    assert folders <= set(ALLOWED) | {"tests", "tools"}
    assert {"geodata", "layers", "dashboard"} <= {path.parts[0] for path in MODULES}


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
        [sys.executable, "-c", WATCHED, *names, "app"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == []


@pytest.mark.parametrize("heavy", ["dash", "geopandas", "matplotlib"])
def test_a_busy_port_or_a_help_page_waits_for_nothing_heavy(heavy):
    command = f"import app, sys; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", command], cwd=PROJECT, timeout=60).returncode == 0
