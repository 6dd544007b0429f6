"""The typeface and the icons of the page: light, whole, of one kind, and needing nothing of the machine's fonts."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from shipped import LAYERS

from export.typography.typeface import FAMILY
from tools import build_icons
from webmap.style import map_style

PROJECT = Path(__file__).resolve().parents[1]
WEB_FONTS = sorted((PROJECT / "assets" / "fonts").glob("*.woff2"))
MAX_BYTES = 150_000
#: What the page is made of: its own scripts, styles and HTML.
SOURCES = [
    path
    for folder in ("assets", "dashboard", "frontend", "webmap")
    for path in sorted((PROJECT / folder).rglob("*"))
    if path.suffix in (".js", ".css", ".html", ".py")
    and not {"vendor", "dist", "node_modules"} & {*path.parts}
]
#: Characters that stood for a drawing, or might: arrows beyond those of the keyboard, shapes, signs, pictograms.
DRAWN = re.compile(r"[\u2196-\u21ff\u2300-\u23ff\u2460-\u24ff\u2500-\u2bff\U0001f000-\U0001faff\u27e8\u27e9]")
#: An element whose text is nothing but signs.
SIGN_ALONE = re.compile(
    r"textContent: \"[^\w\"\\]{1,2}\"|>[×✕‹›«»+−]<|content: \"[^\w\"\\]+\"|icon_button\([^)]*\"[^\w\"]\""
)

#: What stands for a character that cannot be shown, in the log of the server.
LOGGED = "\ufffd"


def letters(path: Path) -> set[str]:
    with TTFont(path) as font:
        return set(map(chr, font.getBestCmap()))


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_web_fonts_are_light():
    assert sum(path.stat().st_size for path in WEB_FONTS) <= MAX_BYTES


@pytest.mark.parametrize("path", WEB_FONTS, ids=lambda path: path.stem)
def test_a_web_font_has_the_letters_of_the_page_and_a_name_of_its_own(path):
    ukrainian = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюяʼ’"
    assert set(ukrainian + "ăâîșțąćęłńóśźżğışöüčšž“”–—…·×²−←→↑↓€₴№") <= letters(path)
    with TTFont(path) as font:
        assert font["name"].getBestFamilyName() == FAMILY
        assert "Reserved Font Name" in font["name"].getDebugName(0)


def test_every_family_of_the_map_has_a_rule_and_no_word_that_begins_with_a_digit():
    (styles,) = [text_of(path) for path in SOURCES if path.name == "fonts.css"]
    style = map_style("light", tuple(layer.id for layer in LAYERS))
    families = {
        family for layer in style["layers"] for family in layer.get("layout", {}).get("text-font", [])
    }
    assert len(families) == 3
    for family in families:
        assert f'font-family: "{family}"' in styles
        assert not re.search(r"(^| )\d", family)


def test_the_page_asks_for_its_fonts_before_its_styles(client):
    page = client.get("/").text
    preloads = re.findall(
        r'<link rel="preload" as="font" type="font/woff2" href="([^"]+)" crossorigin>', page
    )
    assert [Path(address).name for address in preloads] == [
        "guarantees-sans.woff2",
        "guarantees-sans-italic.woff2",
    ]
    assert page.index(preloads[0]) < page.index('rel="stylesheet"')


def test_no_character_stands_for_an_icon():
    found = {
        (path.name, match)
        for path in SOURCES
        for pattern in (DRAWN, SIGN_ALONE)
        for match in pattern.findall(text_of(path))
    }
    assert found == set()


def test_the_typeface_has_every_character_that_the_page_writes():
    have = letters(WEB_FONTS[0]) & letters(WEB_FONTS[1])
    lacking = {
        (path.name, c)
        for path in SOURCES
        for c in set(text_of(path))
        if c.isprintable() and c not in have | {LOGGED}
    }
    assert lacking == set()


def test_the_style_sheet_of_icons_is_that_of_the_folder():
    assert text_of(build_icons.STYLES) == build_icons.styles()


def test_every_icon_is_drawn_alike_and_used():
    drawings = {path.stem: text_of(path) for path in build_icons.ICONS.glob("*.svg")}
    assert set(drawings) == set(build_icons.NAMES)
    used = " ".join(text_of(path) for path in SOURCES if path.name != "icons.css")
    for name, drawing in drawings.items():
        assert 'viewBox="0 0 24 24"' in drawing
        assert f'stroke-width="{build_icons.STROKE}"' in drawing
        assert re.search(rf'icon-{name}\b|"{name}"', used), name
    for name in re.findall(r"\bicon icon-([a-z0-9-]+)", used):
        assert name in drawings
