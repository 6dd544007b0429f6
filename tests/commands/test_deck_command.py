import pytest
from decks import BARE, HEAD, TIMELINE
from typer.testing import CliRunner

import app
from commands import deck_writing

pytestmark = pytest.mark.slow


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(HEAD + BARE, encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(app.app, ["deck", *map(str, arguments)])


def test_the_command_writes_the_file_and_says_so(small, tmp_path):
    done = run(small, "-o", tmp_path / "deck.pdf", "--notes")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "deck.pdf").read_bytes().startswith(b"%PDF")
    assert "deck.pdf  (0." in done.stdout


@pytest.mark.parametrize(
    ("scenes", "said"),
    [
        (BARE.replace("[]", "[moon]"), 'scene 1 (bare): "scenario layers" must be'),
        (
            TIMELINE.replace("occupied-2025-08-31", "nothing"),
            '"highlights item 1 feature_id" must be a feature of',
        ),
        (
            TIMELINE.replace("https://example.org/a?b=1&c=2", "javascript:alert(1)"),
            "links lead to the web, got a link to javascript:",
        ),
        (
            "".join(BARE.replace("bare", f"s{i}") for i in range(500)),
            "must be at most 200 scenes, got 500 scenes",
        ),
    ],
    ids=["layer", "feature", "javascript", "500 scenes"],
)
def test_a_briefing_with_faults_is_refused_by_scene_and_field(scenes, said, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(HEAD + scenes, encoding="utf-8")
    done = run(path, "-o", tmp_path / "deck.pptx")
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output
    assert not (tmp_path / "deck.pptx").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "{folder}/none/deck.pdf"], "There is no folder"),
        (["-o", "{folder}"], "is none of them"),
        (["-o", "{folder}", "--format", "pdf"], "is a folder"),
        (["-o", "{folder}/deck.doc"], "A deck is one of pptx, pdf, html"),
        (["-o", "{folder}/deck.pptx", "--template", "{folder}/none.potx"], "Cannot read the template"),
        (["-o", "{folder}/deck.pptx", "--theme", "pink"], "A theme is one of"),
    ],
)
def test_what_does_not_fit_is_told_in_one_line_and_nothing_is_written(arguments, said, small, tmp_path):
    done = run(small, *(one.format(folder=tmp_path) for one in arguments))
    assert done.exit_code == 2, done.output
    assert said in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["small.yaml"]


def test_a_disk_that_is_full_leaves_no_part_of_a_file(small, tmp_path, monkeypatch):
    def full(body, path):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(deck_writing, "write_whole", full)
    done = run(small, "-o", tmp_path / "deck.pdf")
    assert done.exit_code == 1
    assert "Cannot write" in done.stderr
    assert "No space left on device" in done.stderr


def test_stopping_by_hand_writes_nothing(small, tmp_path, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(deck_writing, "deck", stopped)
    done = run(small, "-o", tmp_path / "deck.pdf")
    assert done.exit_code == 130
    assert "nothing was written" in done.stderr
    assert not (tmp_path / "deck.pdf").exists()
