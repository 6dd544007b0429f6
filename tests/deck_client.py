"""Asks for a deck as the page does: starts the background callback, polls it, fetches the file."""

import contextvars
import json
import re
import time
from json import dumps as to_json
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from dashboard import ids

TWO_SCENES = """schema_version: 1
id: two
title: Two scenes
author: A. Tester
date: "2026-01-31"
marking: For tests
scenes:
  - id: line
    title: The line
    bullets: ["**Dated** and [sourced](https://example.org/a)"]
    notes: Say it slowly.
    sources: [studio_line]
    scenario: {layers: [line_of_occupation]}
  - id: sea
    title: The sea
    scenario: {layers: [maritime_patrols]}
"""


class _Answer:
    def __init__(self, status: int, data: bytes) -> None:
        self.status_code, self.data = status, data

    def get_data(self, as_text: bool = False) -> Any:
        return self.data.decode() if as_text else self.data


class _Remote:
    """As much of a test client as is needed here, over the network."""

    def __init__(self, address: str) -> None:
        self._address = address

    def get(self, path: str) -> _Answer:
        return self._answer(Request(self._address + path))

    def post(self, path: str, json: Any, query_string: dict[str, str]) -> _Answer:
        body = to_json(json).encode()
        address = f"{self._address}{path}?{urlencode(query_string)}"
        return self._answer(Request(address, data=body, headers={"Content-Type": "application/json"}))

    @staticmethod
    def _answer(request: Request) -> _Answer:
        with urlopen(request, timeout=20) as answer:
            return _Answer(answer.status, answer.read())


class DeckClient:
    """A page load of the dashboard."""

    @classmethod
    def of_address(cls, address: str, wait_for: Any) -> "DeckClient":
        """Load the page of a server that may still be starting."""

        def load() -> DeckClient | None:
            try:
                return cls(_Remote(address))
            except URLError:
                return None

        return wait_for(load)

    def __init__(self, app: Any) -> None:
        self.http: Any = app if isinstance(app, _Remote) else app.server.test_client()
        page = self.http.get("/").get_data(as_text=True)
        self._end = re.search(r'"end_id":"([^"]+)"', page)[1]
        self._job: dict[str, str] = {}

    def start(self, **asked: Any) -> None:
        self._job = self._post(data=asked)
        assert {"cacheKey", "job"} <= set(self._job), self._job

    def poll(self) -> dict[str, Any]:
        """One look: progress while it works, response when it is done."""
        return self._post(cacheKey=self._job["cacheKey"], job=self._job["job"], data=None)

    def finish(self, timeout_s: float = 120) -> tuple[Any, list[str]]:
        """What the dialog shows in the end, and the progress it showed before."""
        end = time.monotonic() + timeout_s
        told = []
        while time.monotonic() < end:
            answer = self.poll()
            if progress := answer.get("progress"):
                told.append(progress[f"{ids.DECK_PROGRESS}.children"])
            if "response" in answer:
                return answer["response"][ids.DECK_RESULT]["children"], told
            time.sleep(0.05)
        raise AssertionError(f"no deck after {timeout_s} s; last progress: {told[-1:]}")

    def cancel(self) -> None:
        body = {
            "output": f"{ids.DECK_CANCEL}.id",
            "outputs": {"id": ids.DECK_CANCEL, "property": "id"},
            "inputs": [{"id": ids.DECK_CANCEL, "property": "n_clicks", "value": 1}],
            "changedPropIds": [f"{ids.DECK_CANCEL}.n_clicks"],
        }
        self._send(body, cancelJob=self._job["job"])

    def _post(self, data: Any, **query: str) -> dict[str, Any]:
        body = {
            "output": f"{ids.DECK_RESULT}.children",
            "outputs": {"id": ids.DECK_RESULT, "property": "children"},
            "inputs": [{"id": ids.DECK_REQUEST, "property": "data-value", "value": data}],
            "changedPropIds": [f"{ids.DECK_REQUEST}.data-value"],
        }
        return self._send(body, **query)

    def _send(self, body: dict[str, Any], **query: str) -> dict[str, Any]:
        # As on a server, where each request has a context of its own: Dash keeps the app in it, and one left there by
        # a test of another app would sign the handles of this one's jobs, which could then not be cancelled.
        answer = contextvars.Context().run(
            self.http.post, "/_dash-update-component", json=body, query_string={"endId": self._end, **query}
        )
        assert answer.status_code in (200, 204), answer.get_data(as_text=True)[-2000:]
        return json.loads(answer.data) if answer.data else {}
