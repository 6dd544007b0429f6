"""The Export dialog offers what there is to choose, and its routes tell what a figure's address means."""

import base64
import io
import re

import pytest
from PIL import Image

from dashboard.dialogs.export import dialog_html
from export.figures.options import FIGURE_THEMES, MAX_TEXT, SnapshotOptions
from export.figures.page_sizes import LAYOUTS
from export.formats import FORMATS
from export.metadata.containers import PNG_SIGNATURE
from export.metadata.extract import read
from i18n.language import codes

pytestmark = pytest.mark.slow


def values(name: str) -> list[str]:
    """The values that a group of radio buttons or a menu offers."""
    html = dialog_html()
    menu = re.search(rf'<select [^>]*name="{name}"[^>]*>(.*?)</select>', html, re.S)
    return re.findall(
        r'<option value="([^"]*)"' if menu else rf'type="radio" name="{name}" value="([^"]*)"',
        menu[1] if menu else html,
    )


@pytest.mark.parametrize("name", [name for name in SnapshotOptions.model_fields if name != "screen"])
def test_every_choice_of_a_figure_has_a_field_with_a_place_for_its_error(name):
    assert re.search(rf'<(input|select)\b[^>]*\bname="{name}"', dialog_html())
    assert f'data-field="{name}"' in dialog_html()
    assert f'id="export-error-{name}"' in dialog_html()


def test_every_layout_theme_format_and_language_can_be_chosen():
    assert values("layout") == [*LAYOUTS, "own"]
    assert values("theme") == list(FIGURE_THEMES)
    assert values("format") == list(FORMATS)
    assert values("lang") == list(codes())


def test_limits_are_those_of_the_model():
    for name, most in MAX_TEXT.items():
        assert re.search(rf'name="{name}" type="text" maxlength="{most}"', dialog_html())
    assert re.search(r'name="scale" type="number"[^>]* min="0.25" max="8"', dialog_html())


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ("format=png&layout=square&scale=1.5", "1,620 × 1,620 px"),
        ("format=pdf&layout=a4-portrait", "210 × 297 mm"),
        ("format=svg&layout=1280x720", "1280 × 720 px"),
        ("format=zip", ""),
    ],
)
def test_the_check_tells_how_large_the_figure_is(client, query, size):
    assert client.get(f"/export/check?{query}").json == {"problems": {}, "size": size}


@pytest.mark.parametrize(
    ("query", "key", "words"),
    [
        ("format=png&layout=200x200", "layout", "whole numbers from 300 to 12,000 px"),
        ("format=png&layout=x", "layout", "one side at most 8 times the other"),
        ("format=png&scale=8&layout=12000x9000", "scale", "at most 1 for this layout"),
        ("format=png&marking=%00", "marking", "printable characters"),
        ("format=png&title=" + "x" * 121, "title", "1 to 120 printable characters"),
        ("format=zip&layers=", "format", "needs at least one layer"),
        ("format=png&nonsense=1", "nonsense", "layers, line, view"),
    ],
)
def test_the_check_tells_what_is_wrong_in_words(client, query, key, words):
    answer = client.get(f"/export/check?{query}")
    assert answer.status_code == 200
    assert words in answer.json["problems"][key]


def test_the_chunks_of_provenance_make_any_picture_one_that_opens_again(client, registry):
    query = "layers=ports&theme=dark&view=33,46,6&b=line%3D2024-07-08%26layers%3Dair_policing&title=Żółć"
    told = client.get(f"/export/card?{query}").json
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, "PNG")
    head = len(PNG_SIGNATURE) + 25  # and IHDR
    png = made.getvalue()[:head] + base64.b64decode(told["chunks"]) + made.getvalue()[head:]
    again = read(png, registry)
    assert (again.title, again.theme, again.layers) == ("Żółć", "dark", ("ports",))
    assert again.compare.layers == ("air_policing",)
    assert Image.open(io.BytesIO(png)).info["Title"] == "Żółć"


def test_the_provenance_tells_lines_assumptions_sources_and_notice_of_both_scenarios(client):
    told = client.get(
        "/export/card?layers=line_of_occupation&air_policing.radius_km=800"
        "&b=line%3D2024-07-08%26layers%3Dair_policing,line_of_occupation"
    ).json
    first, second = told["subtitle"].splitlines()
    assert first.startswith("A: Line of occupation on 31 Aug 2025. Changed from the defaults:")
    assert "800 km" in first
    assert second == "B: Line of occupation on 8 Jul 2024"
    assert told["notice"].startswith("Notional")
    assert told["name"] == "security-guarantees-ukraine-2025-08-31-screen.png"
    alone = client.get("/export/card?layers=cities").json
    assert len(told["foot"][0]) > len(alone["foot"][0]) > len("Sources: .")
    assert alone["subtitle"] == ""
    assert alone["foot"][1] == "Web Mercator projection."
    empty = client.get("/export/card?layers=&b=layers%3D").json
    assert empty["subtitle"] == "A.\nB"
    assert empty["foot"][0].startswith("Sources: Natural Earth")
