"""What every answer says of itself."""

import base64
import hashlib
import re

import pytest

from dashboard.app import create_app
from dashboard.http import headers
from settings import Settings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def client(store):
    return create_app(
        store, settings=Settings(embed_ancestors="https://news.example.org")
    ).server.test_client()


def policy(answer) -> dict[str, list[str]]:
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";")]
    return {name: values for name, *values in parts}


PATHS = ["/", "/present/default", "/presenter/default", "/nowhere", "/health", "/layers/ground.geojson",
         "/assets/dist/page.css", "/favicon.ico", "/scenario", "/briefings.json", "/qr.svg",
         "/_dash-layout"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_says_what_may_be_done_with_it(client, path):
    answer = client.get(path)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert policy(answer)["frame-ancestors"] == ["'self'"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("path", ["/", "/embed", "/present/default", "/presenter/default", "/nowhere"])
def test_a_page_runs_only_what_is_the_sites_own(client, path):
    allowed = policy(client.get(path))
    assert allowed["default-src"] == ["'self'"]
    assert allowed["worker-src"] == ["blob:"]
    assert allowed["object-src"] == allowed["base-uri"] == ["'none'"]
    first, *hashes = allowed["script-src"]
    assert first == "'self'"
    assert all(re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", known) for known in hashes)
    everything = " ".join(
        value for name, values in allowed.items() if name != "frame-ancestors" for value in values
    )
    assert "unsafe-eval" not in everything
    assert "http" not in everything


@pytest.mark.parametrize(("path", "least"), [("/", 2), ("/embed", 1)])
def test_every_inline_script_of_the_page_is_among_those_allowed(client, path, least):
    answer = client.get(path)
    page = answer.get_data(as_text=True)
    inline = re.findall(r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>(.*?)</script>", page, re.S)
    assert len(inline) >= least
    for text in inline:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy(answer)["script-src"]


def test_nothing_runs_in_a_drawing(client):
    assert policy(client.get("/qr.svg"))["default-src"] == ["'none'"]
    assert "script-src" not in policy(client.get("/qr.svg"))


def test_only_the_page_for_frames_is_open_to_others_and_as_configured(client):
    for path in ("/embed", "/embed/x"):
        answer = client.get(path)
        assert policy(answer)["frame-ancestors"] == ["https://news.example.org"]
        assert "X-Frame-Options" not in answer.headers
    assert policy(client.get("/embedded"))["frame-ancestors"] == ["'self'"]
    assert list(headers.FRAMES) == ["/embed"]
