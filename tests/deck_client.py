"""Asks for a deck as the page does: starts the background callback, polls it, fetches the file."""

import contextvars
import json
import re
import time
from typing import Any

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


class DeckClient:
    """A page load of the dashboard."""

    def __init__(self, app: Any) -> None:
        self.http = app.server.test_client()
        page = self.http.get("/").get_data(as_text=True)
        self._end = re.search(r'"end_id":"([^"]+)"', page)[1]
        self._job: dict[str, str] = {}

    def start(self, **asked: Any) -> None:
        self._job = self._post(data=asked)
        assert {"cacheKey", "job"} <= set(self._job), self._job

    def poll(self) -> dict[str, Any]:
        """One look: progress while it works, response when it is done."""
        return self._post(cacheKey=self._job["cacheKey"], job=self._job["job"], data=None)

    def finish(self, timeout_s: float = 60) -> tuple[Any, list[str]]:
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
            "inputs": [{"id": ids.DECK_REQUEST, "property": "data", "value": data}],
            "changedPropIds": [f"{ids.DECK_REQUEST}.data"],
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
