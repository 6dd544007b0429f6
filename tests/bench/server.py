"""The servers under measurement: each a process of its own on a free port, asked until it answers."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

import psutil

PROJECT = Path(__file__).resolve().parents[2]
#: What is measured, by the name it has in the tables: the arguments of Python that serve it on PORT.
COMMANDS = {
    "ours": ["app.py"],
    "dash-leaflet": ["-m", "tests.bench.leaflet_app"],
    "stock plotly": ["-m", "tests.bench.stock_app"],
}
_PATIENCE_S = 60


class Server:
    """One running server; leave the `with` block to stop it."""

    def __init__(self, name: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.base = f"http://127.0.0.1:{probe.getsockname()[1]}"
        port = self.base.rpartition(":")[2]
        started = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, *COMMANDS[name]],
            cwd=PROJECT,
            env={**os.environ, "HOST": "127.0.0.1", "PORT": port},
            stdout=subprocess.DEVNULL,
        )
        self._wait()
        self.start_s = time.perf_counter() - started

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(10)

    @property
    def memory_mb(self) -> float:
        """Resident memory of the server and its children, in MB of 10⁶ bytes."""
        server = psutil.Process(self._process.pid)
        return sum(p.memory_info().rss for p in (server, *server.children(recursive=True))) / 1e6

    def _wait(self) -> None:
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise RuntimeError(f"{self._process.args} stopped with code {self._process.returncode}.")
            try:
                with urlopen(f"{self.base}/health", timeout=_PATIENCE_S):
                    return
            except URLError:
                time.sleep(0.01)
        self._process.kill()
        raise RuntimeError(f"{self._process.args} did not answer within {_PATIENCE_S} s.")
