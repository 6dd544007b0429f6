"""Makes sure that the test of Celery has a redis-server: from the system, else its package manager.

Exit code 0 where there is one, 1 with a line on how to get it where there is none.
"""

import os
import shutil
import sys
from pathlib import Path

from tools.system_packages import apt_install


def find() -> str | None:
    """Return the path of a redis-server (or of its successor), or None."""
    named = os.environ.get("REDIS_SERVER")
    if named:
        return named if Path(named).exists() else None
    return shutil.which("redis-server") or shutil.which("valkey-server")


def main() -> int:
    """Find or install."""
    if find() is None:
        print("Getting redis-server for the test of Celery (once) …")
        apt_install("redis-server")
    if find() is None:
        print(
            "No redis-server. Install it (Debian: apt install redis-server; macOS: brew install redis), or name one: "
            "REDIS_SERVER=/path/to/redis-server make test",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
