"""Languages of a figure: nothing is left untranslated, and another language is one file."""

import ast
import io
import re
from pathlib import Path

import pytest
from decks import TIMELINE, briefing
from decks import library as shipped
from drawing import ALL, asked, draw, figure, frames_of, store
from pptx import Presentation
from shipped import LAYERS
from typer.testing import CliRunner

import app
from dashboard.dialogs.export import dialog_html
from export.decks.build import deck
from i18n import language as languages
from i18n.language import codes, language
from tools.catalogue import SAYERS, furniture, labels, lacking

PROJECT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"\{[\w.]+\}")
THIRD = """
msgid ""
msgstr ""
"Language: xx\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Line of occupation"
msgstr "Linia de ocupație"

msgid "Line of occupation on {date}"
msgstr "Linia de ocupație la {date}"

msgid "Black Sea"
msgstr "Marea Neagră"
"""


@pytest.fixture
def third(tmp_path, monkeypatch):
    """A catalogue of a third language beside those that there are."""
    for path in languages.LOCALES.glob("*.po"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "xx.po").write_text(THIRD, encoding="utf-8")
    monkeypatch.setattr(languages, "LOCALES", tmp_path)
    codes.cache_clear()
    language.cache_clear()
    yield
    monkeypatch.undo()
    codes.cache_clear()
    language.cache_clear()


def test_english_and_ukrainian_are_there():
    assert codes() == ("en", "uk")
    assert (language("en").title, language("uk").title) == ("English", "Українська")


@pytest.mark.parametrize("code", [code for code in codes() if code != "en"])
def test_no_message_lacks_its_translation(code):
    assert lacking(store(), code) == {}, f"run .venv/bin/python tools/catalogue.py {code}"


def test_the_list_of_messages_holds_what_figures_say():
    assert {"Base map", "Sources: {list}", "{degrees}° N", "N", "Two scenarios compared"} <= set(furniture())
    assert {layer.title for layer in LAYERS} | {"km", "nm", "Reach ring (notional)"} <= set(labels())


@pytest.mark.parametrize("code", [code for code in codes() if code != "en"])
def test_a_translation_keeps_the_placeholders(code):
    said = language(code)
    for message, text in said._messages.items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(message)), message
    for one, (many, forms) in said._plurals.items():
        for form in forms:
            assert set(PLACEHOLDER.findall(form)) == set(PLACEHOLDER.findall(many)), one


def test_an_unknown_language_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"no language “xx”; there are en, uk"):
        language("xx")


@pytest.mark.parametrize(
    ("code", "date", "number"), [("en", "31 August 2025", "1,234.5"), ("uk", "31 серпня 2025", "1 234,5")]
)
def test_dates_and_numbers_are_those_of_the_language(code, date, number):
    said = language(code)
    assert said.date("2025-08-31").startswith(date)
    assert said.number(1234.5).replace("\xa0", " ").replace("\u202f", " ") == number


@pytest.mark.parametrize(
    ("name", "own", "found"),
    [
        ("Kyiv", "Київ", "Київ"),
        ("Black Sea", None, "Чорне море"),
        ("Poland", None, "Польща"),
        ("Bosnia and Herzegovina", None, "Боснія і Герцеговина"),
        ("Western basin", float("nan"), "Західна акваторія"),
        ("Nowhere", None, "Nowhere"),
    ],
)
def test_a_place_has_its_own_name_else_the_catalogues_else_the_cldrs(name, own, found):
    assert language("uk").place(name, own) == found
    assert language("en").place(name, own) == name


def test_no_word_of_the_ukrainian_catalogue_reads_as_a_military_position():
    catalogue = (languages.LOCALES / "uk.po").read_text(encoding="utf-8").lower()
    # What an earlier edition said wrongly stands in the corrections.
    said = re.sub("«опорний пункт», (військовий термін|a strongpoint)", "", catalogue)
    for word in (
        "опорний пункт",
        "опорні пункти",
        "опорник",
        "позиці",
        "укріпл",
        "плацдарм",
        "гарнізон",
        "штаб",
    ):
        assert not re.search(rf"\b{word}", said), word
    assert language("uk")("Hub, oblast level (notional)").startswith("Хаб")
    assert "хаби" in language("uk")("Offers troops or hubs in Ukraine"), "a hub is not a base"


def test_a_figure_in_ukrainian_says_nothing_of_its_own_in_english():
    scenario, options = asked("lang=uk&layout=a4-portrait")
    figure = draw(scenario, options)
    texts = [text.get_text() for text in figure.canvas.page.texts] + figure.legend_labels
    said = set(furniture()) | set(labels())
    assert not [text for text in texts if text in said and any(c.isalpha() for c in text)]
    assert {"Київ", "Чорне море", "Одеса"} <= set(texts)


@pytest.mark.sweep(keep=1)
@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        f"{ALL}&layout=a3-landscape&inset=true",
        "b=line%3D2022-11-15%26monitoring_mission.depth_km%3D30%26layers%3Dports",
        "layers=lead_organisations,contributors&view=45,38,3",
    ],
)
def test_no_text_of_a_ukrainian_figure_goes_past_the_catalogue(query):
    """Latin letters have only those who published the sources; what is counted is words, since lines are broken."""
    drawn = figure(f"lang=uk&{query}")
    texts = [text.get_text() for text in drawn.canvas.page.texts] + drawn.legend_labels
    publishers = set(_latin_words(source.publisher for source in store().sources.values()))
    assert not set(_latin_words(texts)) - publishers


def _latin_words(texts):
    return re.findall(r"[A-Za-z]{2,}", " ".join(texts))


def test_no_message_hides_in_an_f_string_where_the_list_of_messages_would_miss_it():
    for folder in ("briefings", "export"):
        for path in (PROJECT / folder).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            texts = [text for text in ast.walk(tree) if isinstance(text, ast.JoinedStr)]
            within = {id(part) for text in texts for part in ast.walk(text)}
            for call in ast.walk(tree):
                name = isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", ""))
                if name in {*SAYERS, "_translate"} and call.args:
                    message = call.args[0]
                    literal = ast.JoinedStr if id(call) not in within else ast.JoinedStr | ast.Constant
                    assert not isinstance(message, literal), f"{path}:{call.lineno}"


def test_a_third_language_is_one_file(third):
    assert codes() == ("en", "uk", "xx")
    scenario, options = asked("lang=xx&layout=a4-portrait&layers=line_of_occupation,cities")
    texts = [text.get_text() for text in draw(scenario, options).canvas.page.texts]
    assert "Linia de ocupație" in texts
    assert "Marea Neagră" in " ".join(texts)  # it may be broken into two lines
    assert "Linia de ocupație la 31 August 2025" in texts
    assert "Base map" in texts  # what a catalogue lacks stays English
    assert frames_of(scenario)


def test_a_third_language_is_offered_by_dialog_and_commands(third, tmp_path):
    assert re.search(r'value="xx"', dialog_html()), "in the export dialog"
    choices = ["--lang", "xx", "--layout", "a4-portrait", "--layers", "cities", "-o", str(tmp_path / "a.svg")]
    done = CliRunner().invoke(app.app, ["snapshot", *choices])
    assert done.exit_code == 0, done.output
    refused = CliRunner().invoke(app.app, ["snapshot", "--lang", "yy", "-o", str(tmp_path / "b.svg")])
    assert "one of en, uk, xx" in refused.output


@pytest.mark.wide
def test_a_third_language_is_in_a_deck_and_what_it_lacks_is_listed(third):
    made = deck("pptx", briefing(TIMELINE), shipped(), lang="xx", processes=1)
    (picture,) = (shape for shape in Presentation(io.BytesIO(made)).slides[1].shapes if shape.name == "Map")
    description = picture._element.nvPicPr.cNvPr.get("descr")
    assert "Linia de ocupație la 31 August 2025" in description
    assert "Shown: " in description  # English, for lack of a translation
    missing = lacking(store(), "xx")
    assert "Line of occupation" not in missing
    assert {"Base map", "Sources: {list}", "Offer"} <= set(missing)
    assert len(missing) > 100
