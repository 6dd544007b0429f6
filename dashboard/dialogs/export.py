"""The Export dialog, made from the figure's own choices, and the two routes that it asks.

A new option, layout, theme, format or language appears in it without another edit. The dialog is part of the HTML page,
not of Dash: a form knows its own fields, and the browser's own dialog keeps the focus. `frontend/export/` makes
it act.
"""

import base64
import io
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin
from urllib.parse import parse_qsl

import geopandas as gpd
from annotated_types import Ge, Le, MaxLen
from flask import Flask, Response, jsonify, request
from markupsafe import Markup
from PIL import PngImagePlugin
from pydantic.fields import FieldInfo

from dashboard.service import Service
from dashboard.templates import template
from export.figures.options import (
    FIGURE_THEMES,
    SnapshotOptions,
    read_options,
    split_pairs,
    too_many_pixels,
)
from export.figures.page_sizes import (
    LAYOUTS,
    MAX_PX,
    MAX_RATIO,
    MAX_SIDE_PX,
    MIN_SIDE_PX,
    MM_PER_IN,
    Layout,
    layout_of,
    pixels,
)
from export.formats import FORMATS, Format
from export.metadata import embed
from i18n.language import codes, language
from i18n.spoken import code, publisher_name, said, spoken_day, spoken_number, tr, worded
from layers.core import citations
from layers.core.address import from_pairs
from layers.core.changes import changed
from layers.core.compared import called
from layers.core.constants import NOTICE
from layers.core.scenario import Scenario, shows_line

#: What a field is called where its name says too little.
_TITLES = {"lang": "Language", "theme": "Colours", "inset": "Locator map"}
#: The page fills it in: the size of the map on screen.
_UNSEEN = frozenset({"screen"})
#: The choices that only formats made of pixels have.
_FOR_PIXELS = frozenset({"scale"})
#: What the menu of layouts calls a size of one's own; the page turns it into WxH.
#: What layouts are for, as the menu groups them.
MEDIA = ("Slides", "Paper", "Web", "Other", "Own size …")
OWN_SIZE = "own"
_OWN_ALLOWED = worded(
    "Width and height must be whole numbers from {least} to {most} px, with at most {million} million px in all and "
    "one side at most {ratio} times the other.",
    least=MIN_SIDE_PX, most=f"{MAX_SIDE_PX:,}", million=MAX_PX // 1_000_000, ratio=MAX_RATIO,
)  # fmt: skip


def titles() -> dict[str, str]:
    """Return what each choice is called."""
    names = SnapshotOptions.model_fields
    return {
        name: _TITLES.get(name, name.replace("_", " ").capitalize()) for name in names if name not in _UNSEEN
    }


def dialog_html() -> str:
    """Return the closed dialog as HTML."""
    return _dialog(codes(), code())


@cache
def _dialog(_languages: tuple[str, ...], _spoken: str) -> str:
    fields = SnapshotOptions.model_fields.items()
    return template("export_dialog.html").render(
        formats=[(form.name, tr(form.short_title), _traits(form)) for form in FORMATS.values()],
        fields=[_field(name, info) for name, info in fields if name not in _UNSEEN],
        least=MIN_SIDE_PX,
        most=MAX_SIDE_PX,
    )


def _traits(form: Format) -> Markup:
    return _data(figure=form.is_figure, pixels=form.of_pixels)


def _data(**values: Any) -> Markup:
    """Return data attributes; those that are false are left out."""
    kept = {name: "" if value is True else value for name, value in values.items() if value is not False}
    return Markup("").join(Markup(' data-{}="{}"').format(name, value) for name, value in kept.items())


def _field(name: str, info: FieldInfo) -> dict[str, Any]:
    """Return what the template must know of a choice: its control, its values and their limits, from its model."""
    limits = {type(limit): limit for limit in info.metadata}
    groups, kind, attributes = _choices(name, info), "text", Markup("")
    if groups:
        kind = "segments" if get_origin(info.annotation) is Literal else "select"
    elif info.annotation is bool:
        kind = "check"
    elif Ge in limits and Le in limits:
        kind = "number"
        attributes = Markup('type="number" inputmode="decimal" step="any" min="{:g}" max="{:g}"').format(
            limits[Ge].ge, limits[Le].le
        )
    elif MaxLen in limits:
        attributes = Markup('type="text" maxlength="{}"').format(limits[MaxLen].max_length)
    return {
        "name": name,
        "title": tr(titles()[name]),
        "help": "" if groups else tr(info.description or ""),
        "kind": kind,
        "groups": groups,
        "default": info.default,
        "input": attributes,
        "own": name == "layout",
        "more": _data(pixels=name in _FOR_PIXELS),
    }


def _choices(name: str, info: FieldInfo) -> list[tuple[str, list[tuple[str, str, Markup]]]]:
    """Return the values a choice may have as ``(value, label, attributes)`` by group, or nothing if it is free."""
    none = Markup("")
    if name == "layout":
        groups: dict[str, list[tuple[str, str, Markup]]] = {"Slides": [], "Paper": [], "Web": []}
        for layout in LAYOUTS.values():
            size = _data(width=f"{layout.width_px:.0f}", height=f"{layout.height_px:.0f}")
            groups[_medium(layout)].append((layout.name, f"{tr(layout.title)}, {_size(layout)}", size))
        groups["Other"] = [(OWN_SIZE, tr("Own size …"), none)]
        return [(tr(medium), choices) for medium, choices in groups.items()]
    if name == "lang":
        return [("", [(code, language(code).title, none) for code in codes()])]
    if get_origin(info.annotation) is Literal:
        names: Mapping[Any, str] = FIGURE_THEMES
        return [
            (
                "",
                [
                    (value, tr(names.get(value, str(value).capitalize())), none)
                    for value in get_args(info.annotation)
                ],
            )
        ]
    return []


def _medium(layout: Layout) -> str:
    if layout.name.startswith("slide"):
        return "Slides"
    return "Paper" if layout.name.endswith(("-landscape", "-portrait")) else "Web"


def _size(layout: Layout) -> str:
    if _medium(layout) == "Paper":
        width, height = (side * MM_PER_IN for side in layout.size_in)
        return tr("{width} × {height} mm", width=f"{width:.0f}", height=f"{height:.0f}")
    return tr("{width} × {height} px", width=f"{layout.width_px:.0f}", height=f"{layout.height_px:.0f}")


def register(server: Flask, service: Service) -> None:
    """Add the routes to the server."""

    def asked() -> list[tuple[str, str]]:
        return parse_qsl(request.query_string.decode(errors="replace"), keep_blank_values=True)

    @server.get("/export/check")
    def check() -> Response:
        """Tell what of a figure's address is wrong, by key and in words, and else how large the file's figure is."""
        pairs = asked()
        kind = dict(pairs).get("format", "")
        form = FORMATS.get(kind)
        own, rest = split_pairs(pair for pair in pairs if pair[0] != "format")
        options, problems = read_options(own)
        scenario, found = from_pairs(rest, service.registry)
        large = too_many_pixels(kind, options)
        wrong = {
            problem.key: tr("Allowed: {allowed}.", allowed=said(problem.allowed))
            for problem in [*problems, *found, *large]
        }
        if "layout" in wrong and dict(own)["layout"] not in LAYOUTS:
            wrong["layout"] = said(_OWN_ALLOWED)
        if form and form.needs_layer and not scenario.layers:
            wrong["format"] = tr(
                "Nothing is on the map. A {format} needs at least one layer.", format=tr(form.title).lower()
            )
        layout = layout_of(options.layout)
        if form and form.of_pixels:
            width, height = pixels(layout, options.scale)
            size = tr("{width} × {height} px", width=spoken_number(width), height=spoken_number(height))
        else:
            size = "" if form and not form.is_figure else _size(layout)
        return jsonify(problems=wrong, size=size)

    @server.get("/export/card")
    def provenance() -> Response:
        """Return what a picture drawn by the browser must say and carry: its texts, its name and the PNG's chunks."""
        scenario, _ = from_pairs(asked(), service.registry)
        sources = citations.cited_on_map(_shown(service, scenario), service.registry, service.store.sources)
        publishers = [source.publisher for source in sources.values()]
        made = embed.provenance_of(scenario, service.registry, sources, {"format": "screen"})
        chunks = io.BytesIO()
        for name, body, *_ in embed.png_info(made).chunks:
            PngImagePlugin.putchunk(chunks, name, body)
        return jsonify(
            name=FORMATS["png"].file_name(scenario, "screen"),
            title=said(scenario.title),
            subtitle=_subtitle(service, scenario),
            notice=f"{tr(NOTICE)}.",
            foot=[
                tr("Sources: {list}.", list="; ".join(dict.fromkeys(map(publisher_name, publishers)))),
                _about(service, scenario),
            ],
            chunks=base64.b64encode(chunks.getvalue()).decode(),
        )


def _about(service: Service, scenario: Scenario) -> str:
    """Return what is to be known of the map: its line, the date of its data, its projection."""
    registry = service.registry
    date = citations.data_date(_shown(service, scenario), registry)
    shown = filter(None, (scenario, scenario.compare))
    told = [
        tr("Line of occupation generalised.") if any(shows_line(one, registry) for one in shown) else "",
        tr("Data as of {date}.", date=spoken_day(date)) if date else "",
        tr("Web Mercator projection."),
    ]
    return " ".join(filter(None, told))


def _shown(service: Service, scenario: Scenario) -> list[tuple[str, gpd.GeoDataFrame]]:
    """Return id and frame of each layer that is shown, those of a second scenario included."""
    return [
        (layer_id, service.frame(service.registry[layer_id], one))
        for one in filter(None, (scenario, scenario.compare))
        for layer_id in one.layers
    ]


def _subtitle(service: Service, scenario: Scenario) -> str:
    """Return the date of the line and what differs from the defaults, for one scenario or two."""
    registry = service.registry

    def told(one: Scenario) -> str:
        differs = changed(one, registry)
        line = (
            tr("Line of occupation on {date}", date=spoken_day(one.line)) if shows_line(one, registry) else ""
        )
        return ". ".join(
            filter(
                None,
                (
                    line,
                    tr("Changed from the defaults: {list}", list="; ".join(map(said, differs)))
                    if differs
                    else "",
                ),
            )
        )

    if scenario.compare is None:
        return told(scenario)
    both = zip(called(scenario)[:2], (told(scenario), told(scenario.compare)), strict=True)
    return ".\n".join(": ".join(filter(None, (letter, text))) for letter, text in both)
