"""The briefings of a folder: sound ones by id, and all that is wrong with the others."""

import pytest

from briefings.repository import FOLDER, Shelf


@pytest.fixture
def shelf(library, tmp_path):
    return Shelf(library, tmp_path)


def test_the_shipped_briefings_are_sound(library):
    shelf = Shelf(library, FOLDER)
    assert shelf.faults() == []
    assert shelf.get("default") is not None


def test_a_file_is_read_once_until_it_changes(shelf, scene_text, tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text(scene_text(), encoding="utf-8")
    first = shelf.get("small")
    assert shelf.get("small") is first
    file.write_text(scene_text("notes: More"), encoding="utf-8")
    assert shelf.get("small").scenes[0].notes == "More"


def test_a_file_that_is_gone_is_forgotten(shelf, scene_text, tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text(scene_text(), encoding="utf-8")
    assert shelf.get("small") is not None
    file.unlink()
    assert shelf.briefings() == []


def test_an_id_that_two_files_share_is_a_fault_of_the_second(shelf, scene_text, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(scene_text(), encoding="utf-8")
    assert len(shelf.briefings()) == 1
    (fault,) = shelf.faults()
    assert f'{tmp_path.name}/b.yaml: "id" must be an id of its own, got “small”' in str(fault)
    assert "a.yaml" in str(fault)


def test_a_broken_file_leaves_the_others_alone(shelf, scene_text, tmp_path):
    (tmp_path / "a.yaml").write_text("{", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(scene_text(), encoding="utf-8")
    assert [briefing.id for briefing in shelf.briefings()] == ["small"]
    assert "a.yaml" in str(shelf.faults()[0])


def test_an_empty_folder_holds_none(shelf):
    assert (shelf.briefings(), shelf.faults(), shelf.get("small")) == ([], [], None)
