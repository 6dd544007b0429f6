import pytest
import yaml
from shipped import LAYERS

from geodata.corrections import CORRECTIONS_FILE, check_corrections, read_corrections, since
from geodata.schema import DATA_DIR
from geodata.validation import DataError
from layers.core.constants import EDITIONS

IDS = [layer.id for layer in LAYERS]
GOOD = {
    "subject": "Length of the front", "said": "9 km.", "right": "12 km.", "why": "It was drawn too short.",
    "wrong_from": "2026-11-22", "wrong_until": "2026-11-27", "edition": "2", "sources": ["studio"],
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    for name in ("sources.yaml", "assumptions.yaml"):
        (tmp_path / name).write_text((DATA_DIR / name).read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def write(folder, **rows):
    (folder / CORRECTIONS_FILE).write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")


def test_the_shipped_register_is_sound_and_each_edition_that_corrects_there_is():
    found, faults = check_corrections(layer_ids=IDS)
    assert [str(fault) for fault in faults] == []
    assert {int(one.edition) for one in found.values()} <= set(EDITIONS)


@pytest.mark.parametrize(
    ("key", "before", "now"),
    [
        ("line-length", "898 km", "about 1,200 km"),
        ("monitors-needed", "about 1,350", "about 1,800"),
        ("osce-density", "1.9", "1.4 to 1.7"),
        ("makariv-distance", "20 km", "50 km"),
        ("z6-distance", "about 60 km", "69 km"),
    ],
)
def test_the_numbers_that_changed_are_in_it(key, before, now):
    found = read_corrections()[key]
    assert (found.before, found.now) == (before, now)


def test_all_faults_are_listed_at_once_each_with_its_place(folder):
    write(
        folder,
        good=GOOD,
        dates=GOOD | {"wrong_until": "2026-11-01"},
        half=GOOD | {"before": "9 km"},
        cites=GOOD | {"sources": ["hearsay"]},
        concerns=GOOD | {"layers": ["moon"]},
        Odd_name=GOOD,
        untold=GOOD | {"why": ""},
        early=GOOD | {"edition": "1"},
        long=GOOD | {"before": "9" * 60, "now": "1"},
        more=GOOD | {"excuse": "none"},
        text="none",
    )
    _, faults = check_corrections(folder, IDS)
    said = "\n".join(map(str, faults))
    for place in (
        '(dates): "wrong_until"', '(half): "now"', '(cites): "sources"', '(concerns): "layers"',
        '(Odd_name): "correction"',
        '(untold): "why"', '(early): "edition"', '(long): "before"', '(more): "excuse"', '(text): "correction"',
    ):  # fmt: skip
        assert place in said
    assert len(faults) == 10
    assert all(fault.file == "geodata/corrections.yaml" for fault in faults)
    with pytest.raises(DataError, match="wrong_until"):
        read_corrections(folder)


def test_a_missing_register_is_a_fault(folder):
    assert [fault.expected for fault in check_corrections(folder)[1]] == ["there"]


def test_what_concerns_a_map_is_found_by_its_layers_and_edition_numbers_first(folder):
    write(
        folder,
        a=GOOD | {"layers": ["ports"]},
        b=GOOD | {"layers": ["ports", "cities"], "before": "9 km", "now": "12 km"},
        c=GOOD,
        d=GOOD | {"layers": ["ports"], "edition": "3"},
    )
    found = read_corrections(folder)
    assert list(since(found, 1, ["ports"])) == ["b", "a", "d"]
    assert list(since(found, 2, ["ports"])) == ["d"]
    assert list(since(found, 1, ["oblasts"])) == []
    assert found["b"].brief == "Length of the front: 9 km → 12 km"
    assert found["a"].brief == "Length of the front"
