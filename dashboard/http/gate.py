"""Who may ask, and how much: what is refused before any route sees it, in one line of text."""

import ipaddress
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from dashboard.http import limits
from i18n import spoken
from i18n.spoken import worded
from settings import Settings

_OWN_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_EVERYWHERE = frozenset({"0.0.0.0", "::"})
_READ_ONLY = frozenset({"GET", "HEAD", "OPTIONS"})


def register(server: Flask, settings: Settings, host: str) -> None:
    """Add the checks to the server; `host` is what it listens on."""
    known = _known(host, settings)
    checks: tuple[Callable[[], Response | None], ...] = (
        lambda: _wrong_host(*known), _cross_site, _too_large,
    )  # fmt: skip

    @server.before_request
    def check() -> Response | None:
        return next((refused for test in checks if (refused := test()) is not None), None)

    @server.errorhandler(HTTPException)
    def in_a_line(problem: HTTPException) -> Response | HTTPException:
        """Answer what Flask refuses, or what failed, as the rest: in one line."""
        if problem.response is not None or problem.code is None or problem.code < 400:
            return problem  # a redirect, or an answer that is ready
        answer = line(problem.code, problem.description or problem.name)
        for name, value in problem.get_headers():
            if name not in ("Content-Type", "Content-Length"):
                answer.headers[name] = value  # such as Allow
        return answer


def line(status: int, text: str) -> Response:
    """Return an answer of one line."""
    said = (
        " ".join(spoken.said(text).split()).encode(errors="replace").decode()
    )  # what is quoted may be half a character
    said = said if len(said) <= limits.MAX_LINE_CHARS else f"{said[: limits.MAX_LINE_CHARS - 1]}…"
    return Response(f"{said}\n", status=status, mimetype="text/plain", headers={"Cache-Control": "no-store"})


def _known(host: str, settings: Settings) -> tuple[frozenset[str], bool]:
    """Return the names the server answers to, and whether to any address of numbers.

    A name can be made to lead here by whoever owns it, so that a page of theirs may read what is answered; an address
    of numbers cannot. So who listens everywhere need not list the addresses of the machine.
    """
    name = host.strip("[]").lower()
    return _OWN_NAMES | settings.allowed_hosts | {name}, name in _EVERYWHERE


def _wrong_host(names: frozenset[str], any_address: bool) -> Response | None:
    asked = request.headers.get("Host", "")
    name = host_name(asked)
    if not asked or name in names or (any_address and _is_address(name)):
        return None  # a browser always names the host
    return line(
        400,
        worded(
            "This server does not answer to the name “{asked}”. If it is its name, set ALLOWED_HOSTS.",
            asked=asked[:60],
        ),
    )


def host_name(host: str) -> str:
    """Return the name of a Host header without its port, in lower case; empty if it is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises where it is no number
    except ValueError:
        return ""
    return (parts.hostname or "").rstrip(".") if parts.netloc == host and "@" not in host else ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _cross_site() -> Response | None:
    """Refuse what a page of another site sends; a browser says from where, a program on the command line need not."""
    if request.method in _READ_ONLY:
        return None
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        own = site in ("same-origin", "none")
    else:  # browsers leave it out where the connection is not encrypted, and older ones always
        own = origin is None or urlsplit(origin).netloc.lower() == request.host.lower()
    if own:
        return None
    return line(
        403,
        worded(
            "This page of another site ({origin}) may not post to this server.",
            origin=(origin or "unknown")[:60],
        ),
    )


def _too_large() -> Response | None:
    most = limits.body_bytes(request.path)
    request.max_content_length = most  # for bodies that name no length
    if (request.content_length or 0) > most:
        return line(413, worded("At most {most} bytes may be sent to this address.", most=f"{most:,}"))
    if len(request.path) + len(request.query_string) > limits.MAX_ADDRESS_CHARS:
        return line(
            414,
            worded(
                "An address may have at most {max_address_chars} characters.",
                max_address_chars=f"{limits.MAX_ADDRESS_CHARS:,}",
            ),
        )
    return None
