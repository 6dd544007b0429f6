"""A place as data and as text, in the language that is spoken now."""

from collections.abc import Iterator
from typing import Any

from analysis.nearest import Nearest
from analysis.place import Answer, Place
from i18n.spoken import current, said, spoken_day, tr
from layers.core.build import Frames
from layers.core.scenario import Scenario

_NUMBERS = "⓪①②③④⑤⑥⑦⑧⑨"


def place_view(place: Place, scenario: Scenario, frames: Frames) -> dict[str, Any]:
    """Return a place as JSON: km rounded to one decimal, minutes to whole ones; `query` is the scenario's address."""
    return {
        "lon": place.lon,
        "lat": place.lat,
        "where": current().named(said(place.where)),
        "oblast": {"name": current().named(place.oblast), "iso_3166_2": place.iso_3166_2}
        if place.oblast
        else None,
        "guarantees": [_answer(answer) for answer in place.answers],
        "line": {
            "date": place.line.date,
            "km": round(place.line.km, 1),
            "side": place.line.side,
            "text": said(place.line.text),
        },
        "nearest": [_nearest(one) for one in place.nearest],
        "note": said(place.note),
        "notional": tr("The guarantees are notional: nothing is agreed or deployed."),
        "query": scenario.to_query(frames.registry),
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "guarantee": answer.guarantee,
        "number": answer.number,
        "title": said(answer.title),
        "covered": answer.covered,
        "edge_km": None if answer.edge_km is None else round(answer.edge_km, 1),
        "is_sure": answer.is_sure,
        "text": said(answer.text),
    }


def _nearest(one: Nearest) -> dict[str, Any]:
    return {
        "layer": one.layer,
        "kind": one.kind,
        "label": said(one.label),
        "feature_id": one.feature_id,
        "name": current().named(one.name),
        "km": round(one.km, 1),
        "state": said(one.state),
        "arrival_min": None if one.arrival_min is None else round(one.arrival_min),
    }


def place_text(place: Place, name: str = "") -> str:
    """Return a place as lines of text, headed by its name or its coordinates."""
    return "\n".join(_lines(place, name))


def _lines(place: Place, name: str) -> Iterator[str]:
    where = current().named(said(place.where))
    called = name or f"{place.lat:g}° N, {place.lon:g}° E"
    yield f"{called} ({where})"
    unsure = tr("nearer to the edge than the map is right to: cannot be told")
    for answer in place.answers:
        text = said(answer.text) if answer.is_sure else f"{said(answer.text)} ({unsure})"
        yield f"{_NUMBERS[answer.number]} {said(answer.title)}: {text}"
    yield f"{tr('Line of {date}', date=spoken_day(place.line.date))}: {said(place.line.text)}"
    for one in place.nearest:
        parts = [current().named(one.name), said(f"{one.km:,.0f} km")]
        if one.state:
            parts.append(said(one.state))
        if one.arrival_min is not None:
            parts.append(tr("{minutes} min from the order", minutes=f"{one.arrival_min:.0f}"))
        yield f"{said(one.label)}: {', '.join(parts)}"
    if place.note:
        yield said(place.note)
    yield tr("The guarantees are notional: nothing is agreed or deployed.")
