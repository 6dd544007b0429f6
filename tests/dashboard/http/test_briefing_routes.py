"""Briefings over HTTP: the list, one as data, the page that presents it and the presenter's window."""

import json
import re

import pytest

from dashboard.app import create_app
from layers.core.address import from_query
from layers.core.scenario import page_state

pytestmark = pytest.mark.slow

EVIL = "</script><script>window.taken = 1</script><img src=x onerror=window.taken=1>"
SMALL = """schema_version: 1
id: {id}
title: "{title}"
date: "2026-01-31"
scenes:
  - id: one
    title: One
"""


@pytest.fixture(scope="module")
def shipped(client):
    return client.get("/briefings/default.json").get_json()


@pytest.fixture
def folder_client(store, tmp_path):
    return create_app(store, briefings_folder=tmp_path).server.test_client()


def boot_of(page: str, element: str = "boot") -> dict:
    return json.loads(
        re.search(rf'<script id="{element}" type="application/json">(.*?)</script>', page, re.S)[1]
    )


def test_the_list_names_each_briefing_and_its_scenes(client, shipped):
    answer = client.get("/briefings.json").get_json()
    assert answer["faults"] == []
    (only,) = answer["briefings"]
    assert {key: only[key] for key in ("id", "title", "date")} == {
        key: shipped[key] for key in ("id", "title", "date")
    }
    assert only["scenes"] == [{"id": s["id"], "title": s["title"]} for s in shipped["scenes"]]


def test_each_scene_says_its_scenario_twice_alike(dashboard, shipped):
    registry = dashboard.service.registry
    for scene in shipped["scenes"]:
        scenario, problems = from_query(scene["query"], registry)
        assert problems == []
        assert json.loads(json.dumps(page_state(scenario, registry))) == scene["state"]


def test_no_placeholder_is_left_in_any_text(shipped):
    scenes = [  # what a live parameter moves is sent as it is written, to be filled anew for each value
        scene | {"live": scene["live"] and {**scene["live"], "scene": None}} for scene in shipped["scenes"]
    ]
    assert re.findall(r"\{[a-z_.]+\}", json.dumps(shipped | {"scenes": scenes})) == []


def test_what_has_not_changed_is_not_sent_again(client):
    for path in ("/briefings.json", "/briefings/default.json"):
        tag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")


def test_the_preview_of_a_scene_is_a_picture(client, shipped):
    for scene in (shipped["scenes"][0], shipped["scenes"][3]):
        answer = client.get(scene["preview"])
        assert (answer.status_code, answer.mimetype) == (200, "image/webp")


def test_the_presenting_page_holds_the_briefing_and_says_so_at_once(client, shipped):
    page = client.get("/present/default").get_data(as_text=True)
    assert boot_of(page)["present"] == shipped
    assert re.search(r"<html [^>]*data-present", page)
    assert f"<title>{shipped['title']}</title>" in page


def test_the_map_itself_holds_no_briefing(client):
    page = client.get("/").get_data(as_text=True)
    assert boot_of(page)["present"] is None
    assert not re.search(r"<html [^>]*data-present", page)


def test_the_presenters_window_holds_the_briefing(client, shipped):
    assert boot_of(client.get("/presenter/default").get_data(as_text=True), "briefing") == shipped


def test_an_unknown_briefing_is_answered_with_what_there_is(client, shipped):
    data = client.get("/briefings/nothing.json")
    assert (data.status_code, data.get_json()["allowed"]) == (404, ["default"])
    for path in ("/present/nothing", "/presenter/nothing"):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (404, "text/html")
        assert f'href="{path.rpartition("/")[0]}/default">{shipped["title"]}' in answer.get_data(as_text=True)


def test_an_unknown_id_is_shown_as_text(client):
    page = client.get("/present/<img src=x>").get_data(as_text=True)
    assert "<img" not in page
    assert "&lt;img src=x&gt;" in page


def test_a_broken_file_is_left_out_and_told_of(folder_client, tmp_path):
    (tmp_path / "a.yaml").write_text(SMALL.format(id="a", title="A"), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(SMALL.format(id="b", title=""), encoding="utf-8")
    answer = folder_client.get("/briefings.json").get_json()
    assert [briefing["id"] for briefing in answer["briefings"]] == ["a"]
    (fault,) = answer["faults"]
    assert "b.yaml" in fault
    assert '"title"' in fault


def test_a_changed_file_is_read_anew(folder_client, tmp_path):
    file = tmp_path / "a.yaml"
    for title in ("Before", "Afterwards"):
        file.write_text(SMALL.format(id="a", title=title), encoding="utf-8")
        assert folder_client.get("/briefings/a.json").get_json()["title"] == title


def test_text_of_a_briefing_never_becomes_markup_of_a_page(folder_client, tmp_path):
    (tmp_path / "evil.yaml").write_text(SMALL.format(id="evil", title=EVIL), encoding="utf-8")
    for path, element in (("/present/evil", "boot"), ("/presenter/evil", "briefing")):
        page = folder_client.get(path).get_data(as_text=True)
        assert EVIL in json.dumps(boot_of(page, element), ensure_ascii=False)
        assert "<script>window.taken" not in page
        assert "<img src=x" not in page
