"""The settings of the server, read from the environment in one place; a wrong one stops the start.

``HOST`` and ``PORT`` belong to the command (`app.py`), ``REDIS_URL`` and ``GUARANTEES_CACHE`` to the decks.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit

_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*")
_EMAIL = re.compile(r"[^\s@<>\"?&%/:]+@[^\s@<>\"?&%]+\.[a-zA-Z]{2,}")
_WEB = re.compile(r"https?://[^\s<>\"]+")
_PATH = re.compile(r"/([A-Za-z0-9._~-]+/)*")


class SettingError(ValueError):
    """A setting of the environment that cannot be used; the text says what is allowed."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How the server is reached. Each field is read from the environment variable of the same name in capitals."""

    #: Names, beside this machine's own, under which a browser may ask (the Host header), in lower case, without port.
    allowed_hosts: frozenset[str] = frozenset()
    #: Address of the one proxy whose X-Forwarded-Proto and X-Forwarded-Host are believed; empty: none.
    trusted_proxy: str = ""
    #: The path that the whole site lies under, such as ``/map/``.
    base_path: str = "/"
    #: Who may show ``/embed`` in a frame, as sources of a Content-Security-Policy.
    embed_ancestors: str = "*"
    #: E-mail address or web address to which readers may report errors; empty: reports can be copied and saved.
    report_to: str = ""

    @property
    def prefix(self) -> str:
        """What stands before every path of the site: ``/map``, or nothing."""
        return self.base_path.rstrip("/")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings of an environment; what is empty or not there keeps its default.

    Raises
    ------
    SettingError
        With one line for each setting that cannot be used, and what is allowed.
    """
    values: dict[str, Any] = {}
    faults = []
    for field in fields(Settings):
        name = field.name.upper()
        text = environment.get(name, "").strip()
        if not text:
            continue
        read, allowed = _READERS[field.name]
        try:
            values[field.name] = read(text)
        except ValueError:
            faults.append(f"{name} must be {allowed}; got “{text[:80]}”. Correct it, or unset it.")
    if faults:
        raise SettingError("\n".join(faults))
    return Settings(**values)


def _hosts(text: str) -> frozenset[str]:
    found = frozenset(part.strip().lower() for part in text.split(",") if part.strip())
    for name in found:
        if not _NAME.fullmatch(name):
            ipaddress.ip_address(name)
    return found


def _proxy(text: str) -> str:
    return str(ipaddress.ip_address(text))


def _path(text: str) -> str:
    path = text if text.endswith("/") else f"{text}/"
    if not _PATH.fullmatch(path) or any(part in (".", "..") for part in path.split("/")):
        raise ValueError
    return path


def _report(text: str) -> str:
    address = text.removeprefix("mailto:")
    if _EMAIL.fullmatch(address):
        return address
    if not _WEB.fullmatch(text):
        raise ValueError
    return text


def _ancestors(text: str) -> str:
    if text in ("*", "none", "self"):
        return text if text == "*" else f"'{text}'"
    origins = text.split()
    for origin in origins:
        parts = urlsplit(origin)
        host = (parts.hostname or "").removeprefix("*.")
        whole = f"{parts.scheme}://{parts.netloc}"
        if (
            parts.scheme not in ("http", "https")
            or not _NAME.fullmatch(host)
            or origin != whole
            or "@" in whole
        ):
            raise ValueError
        _ = parts.port  # may raise ValueError
    return " ".join(origins)


_READERS: dict[str, tuple[Callable[[str], Any], str]] = {
    "allowed_hosts": (_hosts, "host names or addresses without port, separated by commas, such as maps.example.org"),
    "trusted_proxy": (_proxy, "the IP address of one proxy, such as 127.0.0.1"),
    "base_path": (_path, "a path of letters, digits and . _ ~ - that begins with a slash, such as /map/"),
    "embed_ancestors": (_ancestors, "*, none, self, or origins separated by spaces, such as https://news.example.org"),
    "report_to": (_report, "an e-mail address or a web address, such as maps@example.org or https://example.org/report"),
}  # fmt: skip
