"""Nothing needs the internet: the app starts and answers without a network, and its pages name no other place."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[1]
FRONTEND = sorted(path for path in (PROJECT / "frontend").rglob("*") if path.suffix in (".js", ".css"))
#: Names, not places: they are never fetched.
NAMESPACES = ("http://www.w3.org/",)


_LOADED = ("text/css", "text/javascript", "application/javascript", "font/woff2", "application/x-ndjson")


def test_the_page_loads_scripts_and_styles_of_its_own_only(client):
    page = client.get("/").get_data(as_text=True)
    loaded = re.findall(r'<(?:script|img|iframe)\b[^>]*?\bsrc="([^"]*)"', page)
    loaded += re.findall(r'<link\b[^>]*?\bhref="([^"]*)"', page)
    own = [address for address in loaded if address.startswith("/assets/") and "/fonts/" not in address]
    assert sorted(set(own)) == [
        "/assets/dist/page.css",
        "/assets/dist/page.js",
        "/assets/vendor/plotly-map.min.js",
    ]
    for address in loaded:
        if address.startswith("data:"):
            continue
        place = urljoin("http://here/", unescape(address))
        assert place.startswith("http://here/"), address
        answer = client.get(place.removeprefix("http://here"))
        assert answer.status_code == 200, address
        assert answer.mimetype in _LOADED, address


@pytest.mark.parametrize("path", FRONTEND, ids=lambda path: path.name)
def test_own_scripts_and_styles_name_no_other_place(path):
    places = re.findall(r"https?://[^\s\"'`)]+", path.read_text(encoding="utf-8"))
    assert [place for place in places if not place.startswith(NAMESPACES)] == []


def test_the_data_of_the_layout_names_no_other_place_but_links(client):
    """Links to sources are for people to click; nothing else may point out of the house."""
    page = client.get("/").get_data(as_text=True).partition("<body>")[2].partition('<script id="boot"')[0]
    for key, place in re.findall(r'\b([a-z-]+)="(https?://[^"]+)"', page):
        assert key == "href", (key, place)
    layout = client.get("/_dash-layout").get_data(as_text=True)
    assert "://" not in layout


UNPLUGGED = """
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        raise AssertionError(f"{event} {arguments}")

sys.addaudithook(refuse)
from dashboard.app import create_app
app = create_app()
app.service.warm_up()
client = app.server.test_client()
places = ["/", "/health", "/_dash-layout", "/_dash-dependencies", "/sprite/light.json", "/sprite/dark@2x.png",
          "/picture.webp?view=31,48,5&size=300x200"]
places += [f"/layers/{layer_id}.geojson" for layer_id in ("ground", *app.service.registry.ids)]
for place in places:
    assert client.get(place).status_code == 200, place
print("ok")
"""


def test_the_app_starts_and_answers_without_a_network():
    done = subprocess.run(
        [sys.executable, "-c", UNPLUGGED], cwd=PROJECT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("ok\n")
