"""How one measure answers, by address: ``/sensitivity.svg?measure=air.reach_share&parameter=air_policing.radius_km``.

- ``GET /sensitivity.<kind>``: a chart (svg, png) or its numbers (json, csv). Beside the keys of a scenario and of
  ``sustained.<name>``: ``measure``, and one of ``parameter=<layer>.<name>``, ``tornado=yes`` and ``dates=yes``;
  ``layout``, ``scale`` and ``theme`` of a picture as of a figure.
- ``GET /sensitivity.jsonl``: the same question for the page, a line for each point that is done (``{"done": 3, "of":
  41}``) and last ``{"html": …}``. Whoever hangs up cancels what is left.
- ``GET /sensitivity_choices.html?<scenario>``: what there is to ask of a scenario.

Answers are computed in the turns of assessments, pictures drawn in those of figures, so that a server answers however
many ask; with ``REDIS_URL`` set, its workers compute.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

from flask import Flask, Response, request

from analysis.kept import swept
from analysis.sensitivity import Kind, Question, Sensitivity, problems
from analysis.sustained_numbers import read as read_numbers
from dashboard.http.map_routes import not_understood, refusal
from dashboard.panels.sensitivity import answer_html, choices_html
from dashboard.service import Document, Lru, Service
from dashboard.turns import Once
from export.data.sensitivity import as_csv, as_json
from export.figures import sensitivity_chart
from export.figures.options import SnapshotOptions, read_options, split_pairs, too_many_pixels
from i18n.spoken import code, said, speaking, worded
from jobs import sensitivity_job
from jobs.broker import redis_url
from jobs.deck_job import JobError
from layers.core.address import Problem, clip, from_pairs, from_query
from layers.core.constants import VERSION

_TYPES = {"svg": "image/svg+xml", "png": "image/png", "json": "application/json", "csv": "text/csv"}
_DRAWN = ("svg", "png")
#: The page's own; not compressed, which would hold the first lines back.
_STEPS, _STEPS_TYPE = "jsonl", "application/jsonl"
_OWN = ("measure", "parameter", "tornado", "dates")
_KEPT_BYTES, _KEPT_ANSWERS = 8 << 20, 64


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an address asks for, with what of it is not understood."""

    question: Question
    options: SnapshotOptions
    problems: list[Problem]


class Answers:
    """The answers to questions, computed once in the turns of assessments and kept for those asked last."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._kept = Lru(_KEPT_ANSWERS)
        self._once = Once(self._kept, service.assessing)

    def get(self, question: Question) -> Sensitivity:
        """Return the answer to a question."""
        found: Sensitivity = self._once.get(self._key(question), lambda: self._solve(question))
        return replace(found, question=question)  # where one looks is no part of the key

    def steps(self, question: Question) -> Iterator[dict[str, int] | Sensitivity]:
        """Yield how far it is, and last the answer; closing it cancels what is left."""
        key = self._key(question)
        found = self._kept.get(key)
        if found is None:
            with self._service.assessing.turn():
                going = sensitivity_job.steps(question, swept(self._service.frames_kept), redis=redis_url())
                while True:
                    try:
                        done, of = next(going)
                    except StopIteration as end:
                        found = end.value
                        break
                    yield {"done": done, "of": of}
            self._kept.set(key, found)
        yield replace(found, question=question)

    def _key(self, question: Question) -> tuple[str, ...]:
        return question.key(self._service.registry)

    def _solve(self, question: Question) -> Sensitivity:
        return sensitivity_job.solve(question, swept(self._service.frames_kept), redis=redis_url())


def register(server: Flask, service: Service) -> None:
    """Add the routes to the server."""
    answers = Answers(service)
    pictures = Once(Lru(_KEPT_BYTES, weigh=lambda document: len(document.body)), service.drawing)

    @server.get("/sensitivity.<kind>")
    def sensitivity(kind: str) -> Response:
        """Answer with a chart or its numbers; what is not understood is refused."""
        if kind not in (*_TYPES, _STEPS):
            return refusal(404, worded("There is no format “{kind}”.", kind=kind[:20]), list(_TYPES))
        query = request.query_string.decode(errors="replace")
        asked = _read(kind, parse_qsl(query, keep_blank_values=True), service)
        if asked.problems:
            return not_understood(asked.problems)
        if kind == _STEPS:
            return _stepwise(answers.steps(asked.question), service)
        question, options, made = asked.question, asked.options, date.today().isoformat()
        key = (
            kind, *question.key(service.registry), question.scenario.to_query(service.registry),
            urlencode(options.pairs()), made,
        )  # fmt: skip
        etag = hashlib.sha256(repr((*key, VERSION, service.store.data_version)).encode()).hexdigest()[:20]
        if request.if_none_match.contains(etag):
            answer = Response(status=304)
        else:
            try:
                found = answers.get(question)
            except JobError as reason:
                return refusal(503, str(reason), [])
            if kind in _DRAWN:
                document = pictures.get(
                    key, lambda: Document(body=_drawn(kind, found, options, service, made), etag=etag)
                )
                body = document.body
            else:
                body = (as_csv if kind == "csv" else as_json)(found, service.registry, made=made)
            answer = Response(body, mimetype=_TYPES[kind])
        answer.headers["Cache-Control"] = "no-cache"
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.set_etag(etag)
        return answer

    @server.get("/sensitivity_choices.html")
    def choices() -> Response:
        """Answer with the measures and numbers of a scenario, as fields of a form."""
        scenario, found = from_query(request.query_string.decode(errors="replace"), service.registry)
        if found:
            return not_understood(found)
        with service.assessing.turn():
            answer = Response(choices_html(service, scenario), mimetype="text/html")
        answer.headers["Cache-Control"] = "no-cache"
        return answer


def _stepwise(going: Iterator[dict[str, int] | Sensitivity], service: Service) -> Response:
    """Return an answer that is written while it is computed; who has no turn is refused before it begins."""
    first, spoken = next(going), code()

    def lines() -> Iterator[str]:
        step = first
        while isinstance(step, dict):
            yield json.dumps(step) + "\n"
            try:
                step = next(going)
            except JobError as reason:
                step = {"error": said(str(reason))}  # type: ignore[dict-item]
                yield json.dumps(step) + "\n"
                return
        with speaking(spoken):  # the request is over
            yield json.dumps({"html": answer_html(step, service)}, ensure_ascii=False) + "\n"

    answer = Response(lines(), mimetype=_STEPS_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    answer.call_on_close(going.close)  # type: ignore[attr-defined]  # gives the turn back, whoever reads to the end
    return answer


def _read(kind: str, pairs: Sequence[tuple[str, str]], service: Service) -> Asked:
    texts = {key: text for key, text in pairs if key in _OWN}
    own = read_numbers([pair for pair in pairs if pair[0] not in _OWN])
    figure, rest = split_pairs(own.rest)
    options, missed = read_options(figure)
    # The language is that of the request: it says the words of the numbers, and of the picture.
    scenario, found = from_pairs([*rest, *(pair for pair in figure if pair[0] == "lang")], service.registry)
    missed = [*own.problems, *missed, *found, *too_many_pixels(kind, options)]
    chosen = [key for key in _OWN[1:] if texts.get(key)]
    switches = [key for key in chosen if key != "parameter" and texts[key] != "yes"]
    missed += [Problem(key=key, found=clip(texts[key]), allowed="yes") for key in switches]
    if len(chosen) != 1:
        allowed = worded("one of {list}", list="parameter=<layer>.<name>, tornado=yes, dates=yes")
        missed.append(Problem(key="parameter", found=clip(", ".join(chosen)), allowed=allowed))
    which: Kind = "dates" if "dates" in chosen else "tornado" if "tornado" in chosen else "parameter"
    question = Question(
        measure=texts.get("measure", ""), kind=which, scenario=scenario, sustained=own.numbers,
        parameter=texts.get("parameter", ""),
    )  # fmt: skip
    if not missed:
        missed = problems(question, service.frames_kept)
    return Asked(question=question, options=options, problems=missed)


def _drawn(kind: str, found: Sensitivity, options: SnapshotOptions, service: Service, made: str) -> bytes:
    return sensitivity_chart.draw(found, swept(service.frames_kept), options, kind, made=made)
