"""The site under a path of another: ``/map/`` and all that is below it."""

from collections.abc import Callable, Iterable
from typing import Any

_Answer = Callable[..., Any]
_App = Callable[[dict[str, Any], _Answer], Iterable[bytes]]


class Mount:
    """A WSGI application under a path; one that the proxy in front took off already is not missed."""

    def __init__(self, app: _App, prefix: str) -> None:
        self._app, self._prefix = app, prefix

    def __call__(self, environ: dict[str, Any], start: _Answer) -> Iterable[bytes]:
        """Answer a request."""
        path = environ.get("PATH_INFO", "")
        if path == self._prefix:
            query = environ.get("QUERY_STRING", "")
            start("308 Permanent Redirect", [("Location", f"{self._prefix}/{'?' + query if query else ''}"),
                                             ("Content-Length", "0")])  # fmt: skip
            return [b""]
        environ["SCRIPT_NAME"] = self._prefix
        if path.startswith(f"{self._prefix}/"):
            environ["PATH_INFO"] = path.removeprefix(self._prefix)
        return self._app(environ, start)
