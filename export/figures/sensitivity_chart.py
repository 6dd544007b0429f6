"""A question of sensitivity as a chart in the house's style: a curve with the present value marked, or a tornado.

The same page, typeface, notice, sources and provenance as a figure of the map; the plot stands where the map would.
"""

from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd

from analysis.sensitivity import Sensitivity, called, measure_of
from analysis.sustained_numbers import PREFIX, SOURCES
from export.figures import captions, page_layout
from export.figures.canvas import Canvas
from export.figures.figure import save_canvas
from export.figures.options import SnapshotOptions
from export.figures.page_sizes import layout_of
from export.figures.sensitivity_plot import Plot
from export.metadata import embed
from export.typography import typeface
from geodata.sources import Source
from i18n.language import Language, language
from layers.core import citations
from layers.core.build import Frames
from layers.core.notional import shows_notional
from layers.core.registry import Registry

KINDS = ("svg", "png", "pdf")
_COVERAGE = "coverage_depth"


def draw(
    found: Sensitivity,
    frames: Frames,
    options: SnapshotOptions,
    kind: str,
    *,
    made: str = "",
) -> bytes:
    """Return a chart as the bytes of one of `KINDS`; `made`: ISO date, today without it."""
    translate = language(options.lang)
    registry, scenario = frames.registry, found.question.scenario
    canvas = Canvas(layout_of(options.layout), options.theme, options.scale if kind == "png" else 1.0)
    canvas.figure.set_facecolor(canvas.rgba("ukraine"))
    shown = _rests_on(found, frames)
    cited = _cited(found, shown, frames)
    texts = captions.texts(
        scenario, options, translate, projection="", registry=registry, cited=cited,
        data_date=citations.data_date(shown.items(), registry),
        notional=_is_sustained(found) or shows_notional([shown]),
    )  # fmt: skip
    texts = replace(
        texts,
        title=typeface.settable(translate(found.now.label)),
        subtitle=typeface.settable(_subtitle(found, registry, translate, texts.subtitle)),
        foot=(*texts.foot, page_layout.Foot(typeface.settable(_footnote(found, translate)))),
    )
    page = page_layout.lay_out_page(canvas, texts, [], graticule=False, inset=False)
    whole = replace(page.maps[0], width=canvas.width - 2 * page_layout.MARGIN_PX)
    chart = Plot(canvas, found, registry, translate)
    if found.question.kind == "tornado":
        chart.tornado(whole)
    else:
        chart.curve(whole)
    page_layout.write(canvas, page, typeface.settable(options.marking))
    asked = {
        "measure": found.question.measure,
        "kind": found.question.kind,
        "parameter": found.question.parameter,
        "sustained": {spec.name: value for spec, value in found.question.sustained.changed()},
    }
    chosen = {"format": kind, "sensitivity": asked, **dict(options.pairs())}
    provenance = embed.provenance_of(scenario, registry, cited, chosen, made=made)
    body = save_canvas(canvas, kind, title=texts.title, provenance=provenance)
    canvas.close()
    return body


def _rests_on(found: Sensitivity, frames: Frames) -> dict[str, gpd.GeoDataFrame]:
    """Return the ground, and the layers of the scenario that the measure depends on."""
    of = {name.partition(".")[0] for name in measure_of(found.question.measure).inputs}
    registry = frames.registry
    return {
        key: frame
        for key, frame in frames.frames(found.question.scenario).items()
        if key not in registry.by_id or key in of or (registry[key].covers and _COVERAGE in of)
    }


def _cited(found: Sensitivity, shown: Mapping[str, gpd.GeoDataFrame], frames: Frames) -> dict[str, Source]:
    sources = frames.store.sources
    keys = set(citations.cited_on_map(shown.items(), frames.registry, sources))
    if _is_sustained(found):
        keys.update(SOURCES)
    return {key: source for key, source in sources.items() if key in keys}


def _is_sustained(found: Sensitivity) -> bool:
    return found.question.measure.startswith(f"{PREFIX}.")


def _subtitle(found: Sensitivity, registry: Registry, translate: Language, about: str) -> str:
    asked = found.question
    if asked.kind == "dates":
        told = translate("On every date of the line there is. Everything else as in the scenario.")
    elif asked.kind == "tornado":
        told = translate(
            "Each number by itself, from where it is low to where it is high; everything else as in the scenario."
        )
    else:
        told = translate(
            "{parameter} over its range. Everything else as in the scenario.",
            parameter=called(asked.parameter, registry, translate),
        )
    return f"{told} {about}"


def _footnote(found: Sensitivity, translate: Language) -> str:
    told = f"{translate(found.now.method)} {translate(found.now.uncertainty)}"
    changed = found.question.sustained.changed()
    if not changed:
        return told
    listed = "; ".join(
        f"{translate(spec.title)} {translate.said(spec.text(value))}" for spec, value in changed
    )
    return f"{told} " + translate("Changed from the defaults: {list}", list=listed)
