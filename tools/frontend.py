"""Checks, tests and builds the page's scripts: ``python -m tools.frontend [--check]``.

``--check`` builds nothing, and where there is neither Node nor a way to install it, says so and passes: running the
dashboard and its Python tests need no Node. tests/frontend/test_bundle.py compares the build with the committed one.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from tools.system_packages import apt_install

PROJECT = Path(__file__).resolve().parents[1]
NODE_MODULES = PROJECT / "node_modules"
MIN_NODE = 20


def node_is_there() -> bool:
    """Return whether Node and npm can be used, after trying to install them."""
    if not (shutil.which("node") and shutil.which("npm")):
        apt_install("nodejs", "npm")
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    return int(version.lstrip("v").split(".")[0]) >= MIN_NODE


def install_packages() -> None:
    """Bring the packages of the lock file, unless they are there."""
    lock, there = PROJECT / "package-lock.json", NODE_MODULES / ".package-lock.json"
    if not there.exists() or there.stat().st_mtime < lock.stat().st_mtime:
        subprocess.run(["npm", "ci", "--silent"], cwd=PROJECT, check=True)
        there.touch()


def main() -> int:
    """Run the steps; return the exit code."""
    only_check = "--check" in sys.argv[1:]
    if not node_is_there():
        print(f"Node {MIN_NODE} with npm is not here (Debian, Ubuntu: apt install nodejs npm): "
              "the page's scripts are neither checked nor built.", file=sys.stderr)  # fmt: skip
        return 0 if only_check else 2
    install_packages()
    subprocess.run([sys.executable, "-m", "tests.frontend.fixtures"], cwd=PROJECT, check=True)
    for step in ("lint", "types", "test", *([] if only_check else ["build"])):
        done = subprocess.run(["npm", "run", "--silent", step], cwd=PROJECT)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
