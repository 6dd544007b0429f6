import base64
import gzip
import io
import json
import re

import pikepdf
import pytest
from decks import BARE, TIMELINE, briefing, default
from decks import library as shipped
from pptx import Presentation

from export.decks import workers
from export.decks.build import DeckCancelledError, DeckError, deck, file_name, read_kind

pytestmark = pytest.mark.slow


DATED = """  - id: dated
    title: The line on {line.date}
    scenario: {layers: [line_of_occupation], line: "2025-08-31"}
"""


@pytest.mark.wide
def test_scenes_drawn_side_by_side_are_those_drawn_one_after_the_other_and_each_step_is_told():
    """In Ukrainian: a process that only draws must know of the language too."""
    found, told = briefing(TIMELINE, DATED), []

    def slides(processes: int) -> list:
        made = deck(
            "pptx", found, shipped(), lang="uk", processes=processes, progress=lambda *step: told.append(step)
        )
        return list(Presentation(io.BytesIO(made)).slides)

    alone, together = slides(1), slides(2)
    assert [step[:2] for step in told] == [(1, 3), (2, 3), (3, 3)] * 2
    for steps in (told[:2], told[3:5]):
        assert {step[2] for step in steps} == {"What was tried", "The line on {line.date}"}
    for a, b in zip(alone, together, strict=True):
        assert [shape.name for shape in a.shapes] == [shape.name for shape in b.shapes]
        assert [one.image.blob for one in a.shapes if hasattr(one, "image")] == [
            one.image.blob for one in b.shapes if hasattr(one, "image")
        ]
    for number, one in enumerate((alone, together), start=1):
        text = "\n".join(
            shape.text_frame.text for slide in one for shape in slide.shapes if shape.has_text_frame
        )
        for date in ("31 січня 2026", "5 грудня 1994", "вересень 2014", "The line on 31 серпня 2025"):
            assert date in text, (date, number)
        assert not re.search(r"\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b", text), number


def test_progress_of_a_pdf_deck_tells_each_step():
    """Pages are drawn and put together on another path than slides; pages of notes add no step."""
    told = []
    deck(
        "pdf",
        briefing(BARE, TIMELINE),
        shipped(),
        notes_pages=True,
        processes=1,
        progress=lambda *step: told.append(step),
    )
    assert [step[:2] for step in told] == [(1, 3), (2, 3), (3, 3)]
    assert [step[2] for step in told[:2]] == ["Nothing but a map", "What was tried"]
    assert told[2][2]


def test_cancelling_stops_after_the_scene_at_hand():
    drawn = []
    with pytest.raises(DeckCancelledError):
        deck(
            "pdf",
            briefing(BARE, BARE.replace("bare", "again"), BARE.replace("bare", "last")),
            shipped(),
            processes=1,
            progress=lambda *step: drawn.append(step),
            cancelled=lambda: len(drawn) >= 2,
        )
    assert len(drawn) == 2


def test_a_helper_that_dies_is_told_in_words(monkeypatch):
    class Dying:
        def __init__(self, *_, **__): ...
        def __enter__(self):
            return self

        def __exit__(self, *_): ...
        def shutdown(self, **_): ...
        def submit(self, *_):
            raise workers.BrokenProcessPool("gone")

    monkeypatch.setattr(workers, "ProcessPoolExecutor", Dying)
    with pytest.raises(DeckError, match="stopped before it had finished"):
        deck("pdf", briefing(BARE), shipped(), processes=2)


@pytest.mark.parametrize(
    ("kind", "choices", "said"),
    [
        ("pdf", {"template": b"x"}, "A template is for pptx alone, not for pdf"),
        ("pptx", {"notes_pages": True}, "Pages of notes are for pdf alone"),
        ("pdf", {"theme": "pink"}, "A theme is one of light, dark, print, safe; “pink”"),
        ("pdf", {"lang": "xx"}, "A language is one of en"),
    ],
)
def test_a_choice_that_does_not_fit_is_refused_before_any_work(kind, choices, said):
    with pytest.raises(DeckError, match=said):
        deck(kind, briefing(BARE), shipped(), progress=lambda *step: pytest.fail("it began"), **choices)


@pytest.mark.parametrize("text", ["pdf", ".PDF", " Pptx "])
def test_a_kind_is_known_by_its_name_or_ending(text):
    assert read_kind(text) in ("pdf", "pptx")


def test_a_kind_that_is_none_is_answered_with_those_there_are():
    with pytest.raises(DeckError, match="one of pptx, pdf, html; “doc” is none"):
        read_kind("doc")


def test_a_deck_is_called_by_id_and_date():
    assert file_name(default(), "pdf") == f"default-{default().date}.pdf"


@pytest.mark.parametrize("theme", ["dark", "print", "safe"])
def test_every_theme_makes_a_deck(theme):
    with pikepdf.open(io.BytesIO(deck("pdf", briefing(BARE), shipped(), theme=theme))) as document:
        assert len(document.pages) == 3


def boot_of(page):
    packed = re.search(rb'id="pack-data">([^<]+)<', page)[1]
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def test_a_web_page_is_in_the_language_and_theme_asked_for():
    page = deck("html", briefing(TIMELINE, DATED), shipped(), lang="uk", theme="dark")
    assert b'<html lang="uk"' in page
    pack = boot_of(page)
    boot, present = pack["boot"], pack["boot"]["present"]
    assert boot["scenario"]["theme"] == "dark"
    assert {scene["state"]["theme"] for scene in present["scenes"]} == {"dark"}
    assert present["notice"] == "Умовно: це не наявні й не заплановані розгортання"
    assert present["day"].startswith("31 січня 2026")
    assert [one["day"].split()[0] for one in present["scenes"][0]["timeline"]] == ["5", "вересень", "2022"]
    assert present["scenes"][1]["title"].startswith("The line on 31 серпня 2025")
    words = json.loads(re.search(rb'id="words"[^>]*>([^<]+)<', page)[1])
    assert words["Sources:"] == "Джерела:"
    assert boot["dates"]["2025-08-31"].startswith("31 серпня 2025")
    assert "Лінія окупації" in {layer["title"] for layer in boot["layers"]} | set(boot["kinds"].values())
    towns = {one["properties"]["name"] for one in pack["data"]["cities?"]["features"]}
    assert "Київ" in towns
    assert "Kyiv" not in towns


def test_a_web_page_in_english_is_translated_into_nothing():
    page = deck("html", briefing(BARE), shipped())
    assert b'id="words"' not in page
    pack = boot_of(page)
    assert pack["boot"]["present"]["day"] == "31 Jan 2026"


@pytest.mark.parametrize("theme", ["print", "safe"])
def test_colours_of_paper_are_refused_for_a_web_page(theme):
    with pytest.raises(DeckError, match=f"A web page is light or dark, not {theme}"):
        deck("html", briefing(BARE), shipped(), theme=theme)
