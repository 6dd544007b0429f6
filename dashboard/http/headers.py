"""What every answer says of itself: what may run in it, who may frame it, what it tells others."""

from dash import Dash
from flask import Response, request

from dashboard.page import before_paint_hash
from settings import Settings

#: Where a page may be shown in a frame: by the path's beginning, or nowhere but in the site itself.
FRAMES = {"/embed": "embed_ancestors"}

#: A page in a sandboxed frame is of no site at all, and browsers ask for fonts on behalf of one.
_FONTS = "/assets/fonts/"
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # The address of the map is its scenario: nobody's business but this site's.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), microphone=(), "
        "midi=(), payment=(), serial=(), usb=(), fullscreen=(self), clipboard-write=(self)"
    ),
}
_PAGE = (
    "default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' data: blob:; worker-src blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'"
)
#: An image that is text may be opened as a page of its own; nothing in it runs.
_DRAWING = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
_POLICIES = {"text/html": _PAGE, "image/svg+xml": _DRAWING, "text/xml": _DRAWING, "application/xml": _DRAWING}


def register(app: Dash, settings: Settings) -> None:
    """Add the headers to every answer of the app's server."""

    @app.server.after_request
    def say(answer: Response) -> Response:
        for name, value in _ALWAYS.items():
            answer.headers.setdefault(name, value)
        if request.path.startswith(_FONTS):
            answer.headers["Access-Control-Allow-Origin"] = "*"
        framed_by = _framed_by(request.path, settings)
        policy = _POLICIES.get(answer.mimetype or "", "")
        if policy is _PAGE:
            policy = policy.format(
                hashes="".join(f" {known}" for known in (*app.csp_hashes(), before_paint_hash()))
            )
        answer.headers["Content-Security-Policy"] = "; ".join(
            filter(None, (policy, f"frame-ancestors {framed_by}"))
        )
        if framed_by == "'self'":
            answer.headers["X-Frame-Options"] = "SAMEORIGIN"  # for browsers that know no frame-ancestors
        return answer


def _framed_by(path: str, settings: Settings) -> str:
    for where, setting in FRAMES.items():
        if path == where or path.startswith(f"{where}/"):
            return str(getattr(settings, setting))
    return "'self'"
