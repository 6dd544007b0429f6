"""What more than one of the site's pages is made of."""

import html
import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import has_request_context, request

from i18n.language import ENGLISH
from i18n.spoken import code
from layers.core.scenario import LANGUAGE_KEY

ASSETS = Path(__file__).parent.parent / "assets"
ICON_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1769aa"/>'
    '<path d="M3 11l3-5 3 3 4-6" fill="none" stroke="#fff" stroke-width="2"/></svg>'
)


@cache
def before_paint() -> str:
    """Return the script that runs before anything is painted: light or dark, and which panels are folded."""
    return (ASSETS / "dist/before_paint.js").read_text(encoding="utf-8").strip()


def before_paint_hash() -> str:
    """Return what lets that script run under the page's policy (`dashboard.http.headers`)."""
    return f"'sha256-{b64encode(sha256(before_paint().encode()).digest()).decode()}'"


def script_root() -> str:
    """Return the path that the site lies under, or '' (`dashboard.http.mount`)."""
    return request.script_root if has_request_context() else ""


def base_attribute() -> str:
    """Return what tells a page's scripts, in its root element, the path that the site lies under."""
    return f' data-base="{html.escape(root)}"' if (root := script_root()) else ""


def as_script(data: Any) -> str:
    """Return data as JSON that can stand in a script element: no text of it ends the element."""
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def with_language(address: str) -> str:
    """Return an address of this site with the language that is spoken now."""
    if code() == ENGLISH:
        return address
    return f"{address}{'&' if '?' in address else '?'}{LANGUAGE_KEY}={code()}"
