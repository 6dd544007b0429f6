"""The editor's routes judge what a browser or a file holds, in words, and never break on it."""

import json
import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.loader import MAX_BYTES
from briefings.model import MAX_SCENES
from briefings.yamltext import read_plain
from dashboard.app import create_app
from dashboard.editor.panel import panel_html

pytestmark = pytest.mark.slow

SCRIPT = "<script>alert(1)</script>"


def small() -> dict:
    """A briefing of two scenes as the editor holds it."""
    scene = {"title": "Sea", "scenario": {"layers": ["ports"], "line": "2025-08-31"}}
    return {
        "schema_version": 1,
        "id": "mine",
        "title": "My own",
        "date": "2026-11-22",
        "scenes": [
            {
                **scene,
                "id": "one",
                "bullets": ["**{maritime_patrols.standoff_nm}** on {line.date}"],
                "callouts": [
                    {"text": "Here", "at": {"lon": 30.7, "lat": 46.5}, "to": "ne", "offset_pct": 15}
                ],
            },
            {**scene, "id": "two", "scenario": {"layers": [], "line": "2024-07-08"}},
        ],
    }


def post(client, route: str, data) -> dict:
    body = data if isinstance(data, (bytes, str)) else json.dumps(data)
    answer = client.post(f"/briefing/{route}", data=body)
    assert answer.status_code == 200
    return answer.json


def faults(client, data, route: str = "told") -> str:
    answer = post(client, route, data)
    assert set(answer) == {"faults"}
    return "\n".join(fault["text"] for fault in answer["faults"])


def test_the_shipped_briefing_comes_as_the_editor_holds_it_and_goes_through_yaml_unchanged(client):
    held = client.get("/briefing/read?id=default").json["briefing"]
    assert held["scenes"][0]["scenario"]["line"] == "2022-02-23"
    written = client.post("/briefing/write", data=json.dumps(held))
    assert written.mimetype == "application/yaml"
    assert 'filename="default.yaml"' in written.headers["Content-Disposition"]
    assert post(client, "read", written.data) == {"briefing": held}


def test_what_the_editor_holds_is_told_with_figures_and_previews(client):
    told = post(client, "told", small())["told"]
    first = told["scenes"][0]
    assert "".join(run["text"] for run in first["bullets"][0]) == "12 nm on 31 Aug 2025"
    assert first["callouts"][0]["lon"] == 30.7
    assert client.get(first["preview"]).mimetype == "image/webp"


def test_the_editor_s_json_saved_as_it_is_is_yaml_that_opens_again(client):
    held = small()
    held["scenes"][0]["notes"] = '“Łódź” – 50 % 🙂 "quoted" \\ back\n\nSecond: {line.date}'
    again = post(client, "read", json.dumps(held, indent=1, ensure_ascii=False))["briefing"]
    assert again["scenes"][0]["notes"] == held["scenes"][0]["notes"]
    assert post(client, "told", again)["told"] == post(client, "told", held)["told"]


def test_an_unknown_briefing_is_answered_with_those_there_are(client):
    answer = client.get("/briefing/read?id=nonsense")
    assert answer.status_code == 404
    assert "default" in answer.json["allowed"]


def test_a_fault_names_scene_field_and_what_is_allowed_and_has_words_for_beside_the_field(client):
    held = small()
    held["scenes"][1]["bullets"] = ["x" * 161]
    (fault,) = post(client, "told", held)["faults"]
    assert fault == {
        "scene": 2,
        "field": "bullets item 1",
        "said": "Must be at most 160 characters, got 161 characters.",
        "text": 'your briefing, scene 2 (two): "bullets item 1" must be at most 160 characters, got 161 characters. '
        "Correct it and load the briefing again.",
    }


def test_a_broken_file_is_told_of_by_its_name(client):
    body = b"schema_version: 1\nid: x\nscenes:\n  - id: a\n    titel: x\n"
    said = post(client, "read?name=lecture.yaml", body)["faults"]
    texts = "\n".join(fault["text"] for fault in said)
    assert 'lecture.yaml, scene 1 (a): "titel"' in texts
    assert "Did you mean “title”?" in texts


def test_writing_what_is_not_sound_is_refused_with_the_faults(client):
    answer = client.post("/briefing/write", data=json.dumps({**small(), "date": "yesterday"}))
    assert answer.status_code == 422
    assert answer.json["faults"][0]["field"] == "date"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scenes": small()["scenes"][:1] * (MAX_SCENES + 300)}, "500 scenes"),
        ({"__proto__": {"polluted": 1}}, "__proto__"),
        ({"constructor": "x"}, "constructor"),
        ({"title": {"text": "x"}}, '"title" must be one line'),
        ({"title": None}, '"title" must be one line'),
        ({"scenes": "x"}, '"scenes"'),
        ({"scenes": [1, None, [], "x"]}, "scene 4"),
        ({"author": "a" * (MAX_BYTES + 1)}, "at most 1 MB"),
        ({"author": [[[[[[[[[[[[[["x"]]]]]]]]]]]]]]}, "nested at most 12 deep"),
        ({"id": "../../etc"}, "a slug"),
        ({"marking": "\u202egnikram"}, "U+202E"),
        ({"schema_version": 2}, "newer version"),
    ],
)
def test_hostile_data_is_refused_in_words(client, change, words):
    assert words in faults(client, small() | change)


def test_a_link_that_runs_a_script_is_refused(client):
    held = small()
    held["scenes"][0]["bullets"] = ["[x](javascript:alert(1))"]
    assert "a link to javascript:alert(1)" in faults(client, held)


@pytest.mark.parametrize("text", [SCRIPT, "<img src=x onerror=alert(1)>"])
def test_markup_in_a_text_stays_text(client, text):
    held = small()
    held["scenes"][0]["bullets"] = [text]
    (run,) = post(client, "told", held)["told"]["scenes"][0]["bullets"][0]
    assert (run["text"], run["href"]) == (text, "")


@pytest.mark.parametrize(
    "body",
    [b"", b"[", b"\xff\xfe", b"1", b"[1]", b"null", b"NaN", b"9" * 5000, b"[" * 100_000, b"x" * (MAX_BYTES + 1)],
    ids=lambda body: repr(body[:6]),
)  # fmt: skip
@pytest.mark.parametrize("route", ["told", "read"])
def test_no_body_breaks_the_reader(client, body, route):
    assert "must be" in faults(client, body, route)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(["title", "date", "scenes", "marking"]), JSON)
def test_no_value_of_a_head_field_breaks_the_reader(client, field, value):
    assert set(post(client, "told", small() | {field: value})) in ({"told"}, {"faults"})


@given(
    st.sampled_from(["id", "title", "bullets", "notes", "sources", "scenario", "highlights", "callouts"]),
    JSON,
)
def test_no_value_of_a_scene_s_field_breaks_the_reader(client, field, value):
    held = small()
    held["scenes"][0][field] = value
    assert set(post(client, "told", held)) in ({"told"}, {"faults"})


class Panel(HTMLParser):
    """The ids, labels and targets of labels in the panel."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if found.get("for"):
            self.labels.append(str(found["for"]))


def test_the_panel_offers_every_source_and_labels_its_fields(store):
    html = panel_html(store)
    assert set(re.findall(r'type="checkbox" value="([^"]*)"', html)) == set(store.sources)
    found = Panel(html)
    assert len(found.ids) == len(set(found.ids))
    assert set(found.labels) <= set(found.ids)


def test_a_page_that_presents_a_briefing_of_the_browser_is_the_map_s_page(client):
    page = client.get("/present/own/0a1b2c")
    assert page.status_code == 200
    assert 'id="briefing-panel"' in page.get_data(as_text=True)


def test_yaml_of_the_editor_keeps_numbers_as_numbers(client):
    written = client.post("/briefing/write", data=json.dumps(small())).get_data(as_text=True)
    assert read_plain(written)["scenes"][0]["callouts"][0]["offset_pct"] == "15.0"


HEAD = "schema_version: 1\nid: mine\ntitle: Mine\ndate: 2026-01-01\n"
SCENE = "scenes:\n - id: one\n   title: One\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n" * 200_000, "at most 50,000 lists"),
        ("[" + "a," * 400_000 + "]", "at most 50,000 lists"),
        (HEAD + SCENE + "   callouts: [" + "{}," * 20_000 + "]", "100 faults or more"),
        (HEAD + "".join(f"key{n}: a\n" for n in range(20_000)), "100 faults or more"),
        (
            HEAD + SCENE + "   scenario:\n" + "".join(f"    key{n}: a\n" for n in range(20_000)),
            "100 faults or more",
        ),
        (HEAD + SCENE + "   bullets: ['" + "[" * 100_000 + "']", "100,000 characters"),
        ("a: &x [b, b]\nc: &y [*x, *x]\n", "anchors and aliases"),
        ("[" * 100_000, "nested at most 12 deep"),
    ],
    ids=["items", "flow", "callouts", "fields", "assumptions", "brackets", "aliases", "nested"],
)
def test_a_file_that_is_too_much_is_refused_in_words_and_little_time(client, text, said):
    began = time.process_time()
    answer = client.post("/briefing/read", data=text)
    assert time.process_time() - began < 4  # 8 to 90 seconds before there were limits
    assert answer.status_code == 200
    assert said in "\n".join(fault["text"] for fault in answer.json["faults"])
    assert len(answer.data) < 200_000


def test_the_editor_s_own_data_is_held_to_the_same_limit(client):
    assert "at most 50,000 lists" in faults(client, {**small(), "scenes": [[]] * 60_000})


def test_a_briefing_whose_scenes_take_too_long_to_look_up_is_refused(client, monkeypatch):
    monkeypatch.setattr("dashboard.editor.routes.OUTSIDE_MAX_S", -1)
    assert "Split it into several" in faults(client, small())


def test_while_others_are_read_a_briefing_is_answered_with_a_sentence(store):
    app = create_app(store)
    reading, client = app.service.reading, app.server.test_client()
    reading._most_waiting = 0
    with reading.turn(), reading.turn():
        answer = client.post("/briefing/read", data=HEAD)
        assert answer.status_code == 503
        assert answer.json["faults"][0]["text"].startswith("The server is reading other files.")
        assert client.post("/briefing/told", data="{}").headers["Retry-After"] == "3"
    assert client.post("/briefing/read", data=HEAD).status_code == 200
