"""Bodies that no page sends to a callback: sound ones with parts gone, swapped, nested and made up."""

import copy
import functools
import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from dashboard.http.limits import CALLBACK_PATH

pytestmark = pytest.mark.slow

SEED = 20250831
SOUND: list[dict[str, Any]] = [
    {"output": "..assessment.children...kinds.data-value..",
     "outputs": [{"id": "assessment", "property": "children"}, {"id": "kinds", "property": "data-value"}],
     "inputs": [{"id": "assumptions", "property": "data-value",
                 "value": ["line=2024-07-08", "air_policing.radius_km=500"]}],
     "changedPropIds": ["assumptions.data-value"]},
    {"output": "feature.children", "outputs": {"id": "feature", "property": "children"},
     "inputs": [{"id": "selected", "property": "data-value",
                 "value": {"layer": "air_policing", "feature_id": "base-epmm", "name": "x", "query": "", "others": [],
                           "at": 1}}],
     "changedPropIds": ["selected.data-value"]},
    {"output": "deck-slot.children", "outputs": {"id": "deck-slot", "property": "children"},
     "inputs": [{"id": "deck-slot", "property": "data-value", "value": "dark"}],
     "changedPropIds": ["deck-slot.data-value"]},
    {"output": "..deck-dialog.opened...deck-briefing.data...deck-briefing.value..",
     "outputs": [{"id": "deck-dialog", "property": "opened"}, {"id": "deck-briefing", "property": "data"},
                 {"id": "deck-briefing", "property": "value"}],
     "inputs": [{"id": "deck-open", "property": "n_clicks", "value": 1}],
     "state": [{"id": "deck-briefing", "property": "value"},
               {"id": "deck-slot", "property": "data-value", "value": "dark"}],
     "changedPropIds": ["deck-open.n_clicks"]},
]  # fmt: skip
STRANGE: list[Any] = [
    None, True, 0, -1, 1e308, 10**400, "", "x", "\x00", "__proto__", "a" * 20_000, [], {}, [[]], [{}], {"": None},
    [None] * 300, {"id": "x"}, {"id": [], "property": {}}, {"value": {"value": {}}}, "search.value",
    "deck-result.children", "deck-cancel.id", "..x.y...z.w..", [[[[[[[[]]]]]]]], {"a": {"b": {"c": {"d": {}}}}},
    "\ud83d",
    "line=2024-07-08&" * 100, ["a=b"] * 2, [1, 2],
]  # fmt: skip


def body(chance: random.Random) -> bytes:
    """Return a sound body with one to four of its parts changed, and now and then broken as text."""
    made: Any = copy.deepcopy(chance.choice(SOUND))
    for _ in range(chance.randint(1, 4)):
        made = changed(chance, made)
    text = json.dumps(made).encode()
    if chance.random() < 0.15:
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice([b"", b"\xff", b"[" * 50_000, b"NaN", b"9" * 5_000, b"\x00", text])
    return text


def changed(chance: random.Random, value: Any) -> Any:
    """Return JSON with one part, somewhere in it, gone, doubled or strange."""
    if not isinstance(value, dict | list) or not value or chance.random() < 0.1:
        return copy.deepcopy(chance.choice(STRANGE))
    key = chance.choice(list(value)) if isinstance(value, dict) else chance.randrange(len(value))
    act = chance.random()
    if act < 0.15:
        del value[key]
    elif act < 0.25 and isinstance(value, list):
        value.extend(copy.deepcopy(value))
    elif act < 0.3 and isinstance(value, dict):
        value[str(chance.choice(STRANGE))[:50]] = copy.deepcopy(chance.choice(STRANGE))
    else:
        value[key] = changed(chance, value[key])
    return value


def test_the_cases_begin_from_what_the_page_sends(client):
    for sound in SOUND:
        assert client.post(CALLBACK_PATH, json=sound).status_code == 200


def test_no_callback_body_is_an_error_of_the_server(client, answered, many: Callable[[int], int]):
    chance = random.Random(SEED)
    for _ in range(many(1_200)):
        sent = body(chance)
        query = chance.choice(
            ["", "", "", "cacheKey=x&job=1", "job=-1&cancelJob=1", "oldJob=9&oldJob=x", "endId=x", "%ff=\xff"]
        )
        post = functools.partial(
            client.post, CALLBACK_PATH, data=sent, content_type="application/json",
            environ_overrides={"QUERY_STRING": query},
        )  # fmt: skip
        answered((query, sent[:200]), post)
