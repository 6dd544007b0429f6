import io

import pikepdf
import pytest
from decks import BARE, TIMELINE, briefing, default
from decks import library as shipped
from pptx import Presentation

from export import deck_work
from export.deck import DeckCancelledError, DeckError, deck, file_name, read_kind


def test_progress_tells_every_step_and_what_it_was():
    told = []
    deck("pdf", briefing(BARE, TIMELINE), shipped(), progress=lambda *step: told.append(step))
    assert [step[:2] for step in told] == [(1, 3), (2, 3), (3, 3)]
    assert {step[2] for step in told[:2]} == {"Nothing but a map", "What was tried"}


def test_scenes_drawn_side_by_side_are_those_drawn_one_after_the_other():
    scenes = [
        TIMELINE,
        *(BARE.replace("bare", f"bare-{i}").replace("Nothing", f"{i} nothing") for i in range(4)),
    ]
    found = briefing(*scenes)
    told = []
    alone, together = (
        list(
            Presentation(
                io.BytesIO(deck("pptx", found, shipped(), processes=n, progress=lambda *s: told.append(s)))
            ).slides
        )
        for n in (1, 2)
    )
    assert len(told) == 12
    for a, b in zip(alone, together, strict=True):
        assert [shape.name for shape in a.shapes] == [shape.name for shape in b.shapes]
        assert [one.image.blob for one in a.shapes if hasattr(one, "image")] == [
            one.image.blob for one in b.shapes if hasattr(one, "image")
        ]


def test_cancelling_stops_after_the_scene_at_hand():
    drawn = []
    with pytest.raises(DeckCancelledError):
        deck(
            "pdf",
            default(),
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
            raise deck_work.BrokenProcessPool("gone")

    monkeypatch.setattr(deck_work, "ProcessPoolExecutor", Dying)
    with pytest.raises(DeckError, match="ended before its time"):
        deck("pdf", briefing(BARE), shipped(), processes=2)


@pytest.mark.parametrize(
    ("kind", "choices", "said"),
    [
        ("pdf", {"template": b"x"}, "A template is for pptx alone, not for pdf"),
        ("pptx", {"notes_pages": True}, "Pages of notes are for pdf alone"),
        ("pdf", {"theme": "pink"}, "A theme is one of light, dark, print, safe; “pink”"),
        ("pdf", {"lang": "xx"}, "A language is one of en"),
        ("html", {}, "made by the dashboard alone"),
    ],
)
def test_a_choice_that_does_not_fit_is_refused_before_any_work(kind, choices, said):
    with pytest.raises(DeckError, match=said):
        deck(kind, briefing(BARE), shipped(), progress=lambda *step: pytest.fail("it began"), **choices)


def test_a_web_page_is_made_by_whoever_can():
    assert (
        deck("html", briefing(BARE), shipped(), web_page=lambda found, _: found.title.encode())
        == b"A small briefing"
    )


@pytest.mark.parametrize("text", ["pdf", ".PDF", " Pptx "])
def test_a_kind_is_known_by_its_name_or_ending(text):
    assert read_kind(text) in ("pdf", "pptx")


def test_a_kind_that_is_none_is_answered_with_those_there_are():
    with pytest.raises(DeckError, match="one of pptx, pdf, html; “doc” is none"):
        read_kind("doc")


def test_a_deck_is_called_by_id_and_date():
    assert file_name(default(), "pdf") == "default-2026-11-22.pdf"


@pytest.mark.parametrize("theme", ["dark", "print", "safe"])
def test_every_theme_makes_a_deck(theme):
    with pikepdf.open(io.BytesIO(deck("pdf", briefing(BARE), shipped(), theme=theme))) as document:
        assert len(document.pages) == 3
