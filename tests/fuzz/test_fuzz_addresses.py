"""Addresses that nobody would type: known paths and keys with values cut, doubled, swapped and made up."""

import functools
import random
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
import shipped
from shipped import LAYERS

pytestmark = pytest.mark.slow

SEED = 20250831
PATHS = ["/", "/health", "/scenario", "/scenario.json", "/qr.svg", "/picture.webp", "/export/check", "/export/card",
         "/briefings.json", "/briefings/default.json", "/briefing/read", "/present/default", "/presenter/default",
         "/presenter/own/x", "/sprite/light.json", "/sprite/dark@2x.png", "/snapshot.png", "/snapshot.zip", "/deck/x",
         "/layers/ground.geojson", "/assets/dist/page.css", "/_dash-layout", "/_dash-dependencies", "/_favicon.ico",
         "/_dash-component-suites/dash/deps/react.js", "/_dash-component-suites/os/x.py", "/embed", "/favicon.ico",
         "/assess.json", "/sensitivity.json",
         *(f"/layers/{layer.id}.geojson" for layer in LAYERS)]  # fmt: skip
KEYS = [*shipped.KEYS, "size", "ratio", "layout", "scale", "lang", "format", "marking",
        "download", "id", "name", "compare.line", "compare.layers", "style", "cacheKey", "job", "cancelJob", "oldJob",
        "nonsense", "measure", "parameter", "dates", "sustained.ships"]  # fmt: skip
VALUES = ["", "0", "-1", "1e308", "1e-308", "nan", "inf", "-inf", "9" * 400, "31.2,48.6,5.1", "999,999,99", "1,2", ",",
          ",,,,", "2024-07-08", "2025-02-30", "0000-00-00", "air_policing,ports", "nothing", "light", "print",
          "640x360",
          "0x0", "99999x99999", "1x", "\x00", "\ud7ff", "'\"><script>alert(1)</script>", "../../etc/passwd", "%",
          "%zz", "é" * 200, "\u202e", "{}", "[]", "null", "a=b&c=d", "${7*7}", "{{7*7}}", "true", "१२", "1_000",
          "0x10", " 1 ", "1;2", "uk", "en", "png"]  # fmt: skip


def address(chance: random.Random) -> tuple[str, str]:
    """Return a path and a query as they stand in a request, each character a byte."""
    path = chance.choice(PATHS)
    if chance.random() < 0.3:
        path = mutated(chance, path)
    pairs = [
        f"{chance.choice(KEYS)}={chance.choice([quote, quote_plus, raw])(chance.choice(VALUES))}"
        for _ in range(chance.choice([0, 1, 1, 2, 3, 8, 40]))
    ]
    query = "&".join(pairs)
    if chance.random() < 0.2:
        query = mutated(chance, query)
    return path.encode("utf-8", "replace").decode("latin-1"), query.encode("utf-8", "replace").decode(
        "latin-1"
    )


def raw(text: str) -> str:
    return text


def mutated(chance: random.Random, text: str) -> str:
    """Return a text with a few of its characters gone, doubled, swapped or strange."""
    held = list(text)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(held) + 1)
        held[at : at + chance.randint(0, 3)] = chance.choice(
            [
                [],
                ["/"],
                ["%2f"],
                ["%00"],
                [".."],
                ["\xff"],
                ["?"],
                ["&"],
                ["="],
                ["@"],
                ["\\"],
                held[:at][-5:] * 2,
                ["a"] * 300,
            ]
        )
    return "".join(held)


def test_no_address_is_an_error_of_the_server(client, answered, many: Callable[[int], int]):
    chance = random.Random(SEED)
    for _ in range(many(2_000)):
        path, query = address(chance)
        if path.startswith("/snapshot.") and "x" not in query:
            query += (
                "&layout=640x360"  # a figure of the usual size takes seconds: what is tested is the address
            )
        method = chance.choice(["GET"] * 8 + ["HEAD", "OPTIONS", "PUT"])
        environ = {"PATH_INFO": path if path.startswith("/") else f"/{path}", "QUERY_STRING": query}
        ask = functools.partial(client.open, "/", method=method, environ_overrides=environ)
        answered((method, path, query), ask)
