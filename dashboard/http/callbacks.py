"""What a callback may be asked: its own outputs, inputs and states, in JSON that is neither deep nor endless.

Dash trusts what its own page sends, and answers anything else with an error of the server.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from dash import Dash
from dash.exceptions import DependencyException
from flask import Response, request
from pydantic import TypeAdapter, ValidationError
from werkzeug.exceptions import BadRequest

from dashboard.http import limits
from dashboard.http.gate import line
from i18n.spoken import worded

_Callback = TypeVar("_Callback", bound=Callable[..., Any])
_SHAPE = worded("This is not what the page sends for a callback: ")


def register(app: Dash) -> None:
    """Add the check to the app's server."""

    @app.server.before_request
    def check() -> Response | None:
        if request.path != limits.CALLBACK_PATH or request.method != "POST":
            return None
        if not request.query_string.isascii():  # Dash would decode it
            return line(400, worded("{shape}its query must be ASCII.", shape=_SHAPE))
        try:
            body = request.get_json()
        except RecursionError:
            return line(
                400,
                worded(
                    "{shape}JSON nested deeper than {max_json_depth}.",
                    shape=_SHAPE,
                    max_json_depth=limits.MAX_JSON_DEPTH,
                ),
            )
        fault = fault_of(body, app.callback_map)
        return line(400, f"{_SHAPE}{fault}.") if fault else None

    @app.server.errorhandler(DependencyException)
    def no_such_file(_: DependencyException) -> Response:
        """Answer who asks Dash for a file of a library that it does not serve."""
        return line(404, worded("There is nothing at {request}.", request=request.path[:100]))


def fault_of(body: Any, callbacks: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what is wrong with the body of a callback's request; empty if nothing is.

    `callbacks` holds by its outputs what Dash keeps of a callback: ``callback``, ``inputs``, ``state``, ``output``.
    """
    if not is_bounded(body):
        return worded(
            "more than {max_json_values} values, nested deeper than {max_json_depth}, or half a character in a text",
            max_json_values=f"{limits.MAX_JSON_VALUES:,}",
            max_json_depth=limits.MAX_JSON_DEPTH,
        )
    if not isinstance(body, dict):
        return worded("an object was expected")
    output = body.get("output")
    callback = callbacks.get(output, {}) if isinstance(output, str) else {}
    if "callback" not in callback:  # those of the page alone have none
        return worded("there is no callback for the output {value}", value=str(output)[:60])
    for name in ("inputs", "state"):
        expected = [f"{one['id']}.{one['property']}" for one in callback[name]]
        given = body.get(name, [])
        if not isinstance(given, list) or [_name(one) for one in given] != expected:
            return worded("“{name}” must be {list}", name=name, list=", ".join(expected) or "empty")
    several = isinstance(callback["output"], list)
    expected = [str(one) for one in (callback["output"] if several else [callback["output"]])]
    given = body.get("outputs", [])
    if (
        several is not isinstance(given, list)
        or [_name(one) for one in (given if several else [given])] != expected
    ):
        return worded("“outputs” must be {list}", list=", ".join(expected) or "empty")
    changed = body.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(one, str) for one in changed):
        return worded("“changedPropIds” must be a list of texts")
    return ""


def _name(part: Any) -> str:
    """Return ``id.property`` of what stands in a request; empty if that is nothing of the kind."""
    if not isinstance(part, dict) or not all(isinstance(part.get(key), str) for key in ("id", "property")):
        return ""
    return f"{part['id']}.{part['property']}"


def is_bounded(value: Any) -> bool:
    """Whether JSON is no deeper, and holds no more, than `limits` allow, and its texts can be written back."""
    row, count = [value], 0
    for _ in range(limits.MAX_JSON_DEPTH):
        count += len(row)
        if count > limits.MAX_JSON_VALUES or not all(
            _is_whole(text) for text in row if isinstance(text, str)
        ):
            return False
        row = [
            item
            for holder in row
            if isinstance(holder, dict | list)
            for item in (holder.values() if isinstance(holder, dict) else holder)
        ]
        if not row:
            return True
    return False


def _is_whole(text: str) -> bool:
    """Whether a text is free of single surrogates, which JSON can hold and no encoding."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def takes(*types: Any) -> Callable[[_Callback], _Callback]:
    """Let a callback be called only with values of these types, as `pydantic` understands them; else answer 400."""
    adapters = [TypeAdapter(kind) for kind in types]

    def checked(callback: _Callback) -> _Callback:
        @functools.wraps(callback)
        def call(*values: Any) -> Any:
            try:
                read = [
                    adapter.validate_python(value) for adapter, value in zip(adapters, values, strict=True)
                ]
            except ValidationError as problem:
                first = problem.errors()[0]
                where = ".".join(map(str, first["loc"]))
                raise BadRequest(f"{_SHAPE}{where}{': ' if where else ''}{first['msg']}.") from None
            return callback(*read)

        return cast(_Callback, call)

    return checked
