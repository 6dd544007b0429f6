"""From a publisher's file to a date of the map, as a person does it."""

import json
from pathlib import Path

import pytest
import shapely
from typer.testing import CliRunner

from app import app
from layers.core.facts import facts_for

RUN = CliRunner()


@pytest.fixture
def daily(tmp_path, store) -> Path:
    path = tmp_path / "daily.geojson"
    ground = facts_for(store, "2025-08-31").occupied
    path.write_text(json.dumps(shapely.geometry.mapping(ground)), encoding="utf-8")
    return path


def imported(*options: str):
    return RUN.invoke(app, ["import", *options])


def test_a_file_becomes_a_date_is_listed_deleted_and_restored(daily, tmp_path):
    own = ["--workspace", str(tmp_path / "own")]
    done = imported(
        str(daily), "--date", "2026-11-05", "--publisher", "A publisher", "--licence", "CC BY 4.0", *own
    )
    assert done.exit_code == 0, done.output
    assert "Occupied territory: 1" in done.stdout
    assert "Kept as the line of 2026-11-05" in done.stdout
    listed = RUN.invoke(app, ["workspace", *own]).stdout
    assert "2026-11-05" in listed
    assert "A publisher, CC BY 4.0" in listed
    key = next(word for word in listed.split() if word.startswith("own_"))
    assert "Deleted" in RUN.invoke(app, ["workspace", "delete", key, *own]).stdout
    assert "Restored" in RUN.invoke(app, ["workspace", "restore", key, *own]).stdout
    again = RUN.invoke(app, ["workspace", "delete", "nothing", *own])
    assert again.exit_code == 2
    assert "There is no import “nothing” to delete" in again.output


def test_a_preview_keeps_nothing(daily, tmp_path):
    told = imported(str(daily), "--date", "2026-11-05", "--preview", "--workspace", str(tmp_path / "own"))
    assert told.exit_code == 0
    assert "Nothing was kept" in told.stdout
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "Say which day the map shows with --date 2025-11-05."),
        (["--date", "5 November"], "not “5 November”"),
        (["--date", "2026-11-05"], "Whose map is it, and under which licence?"),
        (["--date", "2026-11-05", "--as", "bases"], "Allowed: line"),
        (["--date", "2026-11-05", "--layer", "nothing"], "has no layer “nothing”"),
    ],
)
def test_what_is_missing_or_wrong_is_asked_for_and_nothing_is_kept(options, said, daily, tmp_path):
    refused = imported(str(daily), *options, "--workspace", str(tmp_path / "own"))
    assert refused.exit_code == 2
    assert said in refused.output
    assert not (tmp_path / "own").exists()
