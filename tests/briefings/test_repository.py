"""The briefings of a folder: sound ones by id, and all that is wrong with the others."""

import pytest

from briefings.repository import FOLDER, BriefingRepository


@pytest.fixture
def repository(library, tmp_path):
    return BriefingRepository(library, tmp_path)


def test_the_shipped_briefings_are_sound(library):
    repository = BriefingRepository(library, FOLDER)
    assert repository.faults() == []
    assert repository.get("default") is not None


def test_a_file_is_read_once_until_it_changes(repository, scene_text, tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text(scene_text(), encoding="utf-8")
    first = repository.get("small")
    assert repository.get("small") is first
    file.write_text(scene_text("notes: More"), encoding="utf-8")
    assert repository.get("small").scenes[0].notes == "More"


def test_a_file_that_is_gone_is_forgotten(repository, scene_text, tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text(scene_text(), encoding="utf-8")
    assert repository.get("small") is not None
    file.unlink()
    assert repository.briefings() == []


def test_an_id_that_two_files_share_is_a_fault_of_the_second(repository, scene_text, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(scene_text(), encoding="utf-8")
    assert len(repository.briefings()) == 1
    (fault,) = repository.faults()
    assert f'{tmp_path.name}/b.yaml: "id" must be an id of its own, got “small”' in str(fault)
    assert "a.yaml" in str(fault)


def test_a_broken_file_leaves_the_others_alone(repository, scene_text, tmp_path):
    (tmp_path / "a.yaml").write_text("{", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(scene_text(), encoding="utf-8")
    assert [briefing.id for briefing in repository.briefings()] == ["small"]
    assert "a.yaml" in str(repository.faults()[0])


def test_an_empty_folder_holds_none(repository):
    assert (repository.briefings(), repository.faults(), repository.get("small")) == ([], [], None)
