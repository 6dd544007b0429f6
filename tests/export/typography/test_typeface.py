"""The typeface: every figure is set in it, and every character is drawn, replaced or told."""

import base64
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from export.typography import typeface as fonts

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[3]
ALPHABET = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя’"
FACE = re.compile(
    r"@font-face\{font-family:'([^']+)';font-style:(\w+);font-weight:(\d+);"
    r"src:url\(data:font/woff2;base64,([\w+/=]+)\)"
)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)


def letters_in(rules: str) -> dict[tuple[str, str, str], set[str]]:
    found = {}
    for family, style, weight, body in FACE.findall(rules):
        with TTFont(io.BytesIO(base64.b64decode(body))) as font:
            found[family, style, weight] = {chr(code) for code in font.getBestCmap()}
    return found


@pytest.mark.parametrize("weight", fonts.FILES)
def test_every_weight_has_the_ukrainian_alphabet(weight):
    assert fonts.fitting(ALPHABET, weight) == weight
    assert fonts.settable(ALPHABET) == ALPHABET
    (face,) = letters_in(fonts.faces({weight: ALPHABET}))
    assert face[0] == fonts.FAMILY


def test_what_italics_lack_is_set_upright():
    assert fonts.fitting("Чорне море", "italic") == "italic"
    assert fonts.fitting("ים", "italic") == "regular"


def test_a_font_that_was_changed_does_not_bear_the_reserved_name():
    for weight in fonts.FILES:
        with TTFont(fonts.file_of(weight)) as font:
            names = font["name"]
            assert names.getBestFamilyName() == fonts.FAMILY
            assert not any("Source" in str(names.getDebugName(number)) for number in (1, 3, 4, 6, 16))
            assert "Reserved Font Name" in names.getDebugName(0)


def test_bold_is_wider_than_regular():
    assert fonts.width_em("Guarantees", "bold") > fonts.width_em("Guarantees", "regular")


def test_kerning_is_kept_and_ligatures_are_not():
    assert fonts.width_em("AVAT") < sum(fonts.width_em(letter) for letter in "AVAT")
    with TTFont(fonts.file_of("regular")) as font:
        assert "GSUB" not in font


@given(words)
@pytest.mark.filterwarnings("error")
def test_any_text_can_be_measured_once_it_is_settable(text):
    shown = fonts.settable(text)
    assert len(shown) == len(text)
    assert all(c.isprintable() or c.isspace() for c in shown)
    assert fonts.width_em(shown) >= 0


def test_what_no_font_has_is_shown_as_a_box():
    assert fonts.settable("a\x00\u202eb\U0001f1fa 漢") == "a□□b□ □"
    assert fonts.settable("a\nb\tc") == "a b c"


@given(words, st.floats(30, 400))
def test_lines_are_no_wider_than_their_room(text, width):
    shown = fonts.settable(text)
    for line in fonts.wrapped(shown, width, 10):
        assert len(line) <= 1 or fonts.width_em(line) * 10 <= width + 1e-6


def test_wrapping_loses_no_word_and_tells_by_an_ellipsis_what_it_left_out():
    text = "one two three four five six"
    assert " ".join(fonts.wrapped(text, 60, 10)) == text
    (line,) = fonts.wrapped(text, 60, 10, most=1)
    assert line.endswith("…")


def test_a_clipped_text_fits_and_says_so():
    assert fonts.clipped("short", 500, 10) == "short"
    cut = fonts.clipped("x" * 10_000, 100, 10)
    assert cut.endswith("…")
    assert fonts.width_em(cut) * 10 <= 100


def test_faces_hold_just_the_letters_that_are_used():
    found = letters_in(fonts.faces({"regular": "Kyiv Київ", "bold": "N", "italic": "Sea"}))
    assert found == {
        (fonts.FAMILY, "normal", "400"): set("Kyiv Київ"),
        (fonts.FAMILY, "normal", "600"): {"N"},
        (fonts.FAMILY, "italic", "400"): set("Sea"),
    }


def test_what_the_typeface_lacks_comes_from_the_fallback():
    found = letters_in(fonts.faces({"regular": "aא"}))
    assert found[fonts.FALLBACK, "normal", "400"] == {"א"}


def test_no_text_needs_no_face():
    assert fonts.faces({}) == ""


def cut_in_half(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path):
    path.write_bytes(b"")


@pytest.mark.wide
@pytest.mark.parametrize("damage", [cut_in_half, empty])
def test_figures_are_set_in_their_typeface_where_matplotlibs_list_of_fonts_is_damaged(damage, tmp_path):
    environment = os.environ | {"MPLCONFIGDIR": str(tmp_path)}
    program = (
        "from export.typography import typeface as fonts; "
        "print(fonts.width_em('Kyiv'), fonts._fallback_file('regular').name)"
    )

    def run():
        return subprocess.run(
            [sys.executable, "-c", program],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    first = run()
    (listed,) = tmp_path.glob("fontlist-*.json")
    damage(listed)
    second = run()
    assert (second.returncode, second.stdout) == (0, first.stdout), second.stderr
    assert first.stdout.strip().endswith("DejaVuSans.ttf")


def test_no_line_ends_in_a_no_break_space():
    assert fonts.wrapped("about 2\u00a0100\u00a0km²", 60, 10) == ["about", "2\u00a0100\u00a0km²"]
