"""Figures by address: ``/snapshot.png?<scenario>&layout=…``, so that a document can hold one that stays current."""

import hashlib
from datetime import date
from urllib.parse import parse_qsl, urlencode

from flask import Flask, Response, request

from analysis.assessment import assess
from dashboard.http.map_routes import not_understood, refusal
from dashboard.service import Document, Lru, Service
from dashboard.turns import Once
from export.figures.options import SnapshotOptions, read_options, split_pairs, too_many_pixels
from export.formats import FORMATS, Format, Snapshot, render
from i18n.spoken import worded
from layers.core.address import from_pairs
from layers.core.constants import VERSION
from layers.core.scenario import Scenario

_KEPT_BYTES = 24 << 20


def register(server: Flask, service: Service) -> None:
    """Add the route to the server."""
    figures = Once(Lru(_KEPT_BYTES, weigh=lambda document: len(document.body)), service.drawing)

    @server.get("/snapshot.<kind>")
    def snapshot(kind: str) -> Response:
        """Answer with a figure; a wrong one must not pass for the right one, so what is not understood is refused."""
        form = FORMATS.get(kind)
        if form is None:
            return refusal(404, worded("There is no format “{kind}”.", kind=kind[:20]), list(FORMATS))
        pairs = parse_qsl(request.query_string.decode(errors="replace"), keep_blank_values=True)
        download = ("download", "1") in pairs
        own, rest = split_pairs(pair for pair in pairs if pair[0] != "download")
        options, problems = read_options(own)
        scenario, found = from_pairs(rest, service.registry)
        problems += [*found, *too_many_pixels(kind, options)]
        if problems:
            return not_understood(problems)
        if form.needs_layer and not scenario.layers:
            return refusal(
                422,
                worded("A {form} needs at least one layer.", form=form.title.lower()),
                list(service.registry.ids),
            )
        made = date.today().isoformat()
        key = (kind, scenario.to_query(service.registry), urlencode(options.pairs()), made)
        # Known without drawing it: what is drawn depends on these, and on nothing else.
        etag = hashlib.sha256(repr((*key, VERSION, service.store.data_version)).encode()).hexdigest()[:20]
        if request.if_none_match.contains(etag):
            answer = Response(status=304)
        else:
            document = figures.get(key, lambda: _drawn(service, form, scenario, options, made, etag))
            answer = Response(document.body, mimetype=form.mimetype)
        answer.headers["Cache-Control"] = "no-cache"  # ask again, and mostly be told that nothing changed
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.set_etag(etag)
        if download or form.is_attachment:
            name = form.file_name(scenario, options.layout)
            answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def _drawn(
    service: Service, form: Format, scenario: Scenario, options: SnapshotOptions, made: str, etag: str
) -> Document:
    snapshot = Snapshot(
        frames=service.frames(scenario),
        scenario=scenario,
        options=options,
        registry=service.registry,
        sources=service.store.sources,
        others=[service.frames(one) for one in scenario.compared[1:]],
        made=made,
        assess=lambda one: assess(service.frames_kept, one),
    )
    return Document(body=render(form.name, snapshot), etag=etag)
