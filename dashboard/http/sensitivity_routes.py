"""How one measure answers, by address: ``/sensitivity.svg?measure=air.reach_share&parameter=air_policing.radius_km``.

Kinds of file: svg, png, json. Beside the keys of a scenario and of ``sustained.<name>``: ``measure``, and one of
``parameter=<layer>.<name>``, ``tornado=yes`` and ``dates=yes``; ``layout``, ``scale`` and ``theme`` of a picture as of
a figure. It is computed and drawn in the turns of figures, so that a server answers however many ask.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from flask import Flask, Response, request

from analysis.sensitivity import Kind, Question, problems, solve
from analysis.sustained_numbers import read as read_numbers
from dashboard.http.map_routes import not_understood, refusal
from dashboard.service import Document, Lru, Service
from dashboard.turns import Once
from export.data.sensitivity import as_json
from export.figures import sensitivity_chart
from export.figures.options import SnapshotOptions, read_options, split_pairs, too_many_pixels
from i18n.spoken import worded
from layers.core.address import Problem, clip, from_pairs
from layers.core.constants import VERSION

_TYPES = {"svg": "image/svg+xml", "png": "image/png", "json": "application/json"}
_OWN = ("measure", "parameter", "tornado", "dates")
_KEPT_BYTES = 8 << 20


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an address asks for, with what of it is not understood."""

    question: Question
    options: SnapshotOptions
    problems: list[Problem]


def register(server: Flask, service: Service) -> None:
    """Add the route to the server."""
    answers = Once(Lru(_KEPT_BYTES, weigh=lambda document: len(document.body)), service.drawing)

    @server.get("/sensitivity.<kind>")
    def sensitivity(kind: str) -> Response:
        """Answer with a chart or its numbers; what is not understood is refused."""
        if kind not in _TYPES:
            return refusal(404, worded("There is no format “{kind}”.", kind=kind[:20]), list(_TYPES))
        query = request.query_string.decode(errors="replace")
        asked = _read(kind, parse_qsl(query, keep_blank_values=True), service)
        if asked.problems:
            return not_understood(asked.problems)
        question, options, made = asked.question, asked.options, date.today().isoformat()
        key = (
            kind, question.measure, question.kind, question.parameter, question.scenario.to_query(service.registry),
            question.sustained.model_dump_json(), urlencode(options.pairs()), made,
        )  # fmt: skip
        etag = hashlib.sha256(repr((*key, VERSION, service.store.data_version)).encode()).hexdigest()[:20]
        if request.if_none_match.contains(etag):
            answer = Response(status=304)
        else:
            document = answers.get(
                key, lambda: Document(body=_made(kind, question, options, service, made), etag=etag)
            )
            answer = Response(document.body, mimetype=_TYPES[kind])
        answer.headers["Cache-Control"] = "no-cache"
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.set_etag(etag)
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


def _made(kind: str, question: Question, options: SnapshotOptions, service: Service, made: str) -> bytes:
    frames = service.frames_of_sweeps
    found = solve(question, frames)
    if kind == "json":
        return as_json(found, frames.registry, made=made)
    return sensitivity_chart.draw(found, frames, options, kind, made=made)
