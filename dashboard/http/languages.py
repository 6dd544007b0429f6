"""The language of a request: that of its address (``lang=uk``), English without one."""

from urllib.parse import parse_qsl

from flask import Flask, request

from i18n.spoken import speak
from layers.core.scenario import LANGUAGE_KEY


def register(server: Flask) -> None:
    """Speak the language of each request while it is answered; a callback of Dash says its own in its queries."""

    @server.before_request
    def speak_as_asked() -> None:
        query = request.query_string.decode(errors="replace")  # it may hold any bytes
        speak(dict(parse_qsl(query)).get(LANGUAGE_KEY) if f"{LANGUAGE_KEY}=" in query else None)
