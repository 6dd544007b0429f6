"""What a callback may be asked."""

import json

import pytest

from dashboard.http import limits
from dashboard.http.callbacks import is_bounded

pytestmark = pytest.mark.slow

URL = limits.CALLBACK_PATH
SOUND = {
    "output": "feature.children",
    "outputs": {"id": "feature", "property": "children"},
    "inputs": [
        {
            "id": "selected",
            "property": "data-value",
            "value": {"layer": "ports", "feature_id": "x", "query": ""},
        }
    ],
    "changedPropIds": ["selected.data-value"],
}


def with_value(value) -> dict:
    return SOUND | {"inputs": [{"id": "selected", "property": "data-value", "value": value}]}


@pytest.mark.parametrize(
    "value", [None, {}, SOUND["inputs"][0]["value"], {"at": 1, "layer": "nonsense", "others": []}]
)
def test_what_the_page_sends_is_answered(client, value):
    assert client.post(URL, json=with_value(value)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        [], 1, "x", None, {}, {"output": 1}, {"output": []}, {"output": "nothing.here"},
        {"output": "search.value", "inputs": [{"id": "search", "property": "value"}]},  # runs in the page alone
        SOUND | {"inputs": None}, SOUND | {"inputs": {}}, SOUND | {"inputs": []}, SOUND | {"inputs": [1]},
        SOUND | {"inputs": [*SOUND["inputs"], *SOUND["inputs"]]}, SOUND | {"inputs": [[SOUND["inputs"][0]]]},
        SOUND | {"inputs": [{"id": "other", "property": "data", "value": 1}]},
        SOUND | {"inputs": [{"id": {"a": 1}, "property": "data", "value": 1}]},
        SOUND | {"state": [1]}, SOUND | {"state": "x"}, SOUND | {"outputs": []}, SOUND | {"outputs": None},
        SOUND | {"outputs": {"id": "feature"}}, SOUND | {"changedPropIds": {"a": 1}}, SOUND | {"changedPropIds": [[1]]},
        with_value(1), with_value([]), with_value("x"), with_value({"layer": 1}), with_value({"feature_id": ["x"] * 9}),
        with_value({"query": {}}), with_value({"others": [1]}),
        with_value({"name": "\ud83d"}), {"output": "\ud83d"}, with_value({"others": [{}] * 500}),
    ],
    ids=lambda body: json.dumps(body)[-60:],
)  # fmt: skip
def test_what_the_page_never_sends_is_refused_in_a_line(client, body):
    answer = client.post(URL, data=json.dumps(body), content_type="application/json")
    assert answer.status_code == 400
    text = answer.get_data(as_text=True)
    assert text.startswith("This is not what the page sends")
    assert text.count("\n") == 1
    assert len(text) <= limits.MAX_LINE_CHARS + 1


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff", b"[" * 500_000, b'{"a":' * 100_000, b"9" * 5_000, b"[" + b"[]," * 300_000 + b"[]]"],
)
def test_json_that_is_none_or_endless_is_refused_in_a_line(client, body):
    answer = client.post(URL, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.get_data().count(b"\n") == 1


def test_what_is_no_json_by_its_own_word_is_refused(client):
    assert client.post(URL, data=json.dumps(SOUND), content_type="text/plain").status_code == 415


def test_a_query_that_is_no_text_is_refused(client):
    assert client.post(URL, json=SOUND, environ_overrides={"QUERY_STRING": "\xff"}).status_code == 400


def test_json_is_bounded_in_depth_and_number():
    deep: list = []
    for _ in range(limits.MAX_JSON_DEPTH - 1):
        deep = [deep]
    assert is_bounded(deep)
    assert not is_bounded([deep])
    assert is_bounded([0] * (limits.MAX_JSON_VALUES - 1))
    assert not is_bounded([0] * limits.MAX_JSON_VALUES)
