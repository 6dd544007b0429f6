"""A scenario as a file to take away: a figure or the data behind it, with the card that opens it again."""

from collections.abc import Mapping

import geopandas as gpd

from export.figures.options import Format, SnapshotOptions
from export.metadata import embed
from geodata.tables import Source
from layers.core import ground
from layers.core.registry import Registry
from layers.core.scenario import Scenario


def render(
    kind: Format,
    frames: Mapping[str, gpd.GeoDataFrame],
    scenario: Scenario,
    options: SnapshotOptions,
    *,
    registry: Registry,
    sources: Mapping[str, Source],
    second: Mapping[str, gpd.GeoDataFrame] | None = None,
    made: str = "",
) -> bytes:
    """Return a file of a scenario; the same input gives the same bytes.

    `frames`: EPSG:4326 by layer id, the ground and the layers that the scenario shows; `sources`: those that may be
    cited, by key; `second`: the frames of `scenario.compare`, to draw both; `made`: ISO date, today without it.

    Raises
    ------
    ValueError
        If a data package is asked for and no layer is shown.
    """
    shown = {layer_id: frame for layer_id, frame in frames.items() if layer_id != ground.LAYER.id}
    chosen = dict(options.pairs())
    if kind == "zip":
        from export.data.archive import package

        return package(shown, scenario, registry, sources, options=chosen, made=made)
    from export.figures import figure as print_map

    ratio = options.scale if kind == "png" else 1.0
    figure = print_map.draw(
        frames,
        scenario,
        options,
        registry=registry,
        sources=sources,
        second=second,
        ratio=ratio,
    )
    file = print_map.save(figure, kind, title=scenario.title)
    cited = figure.cited
    # A figure's parts hold each other, so its pixels would stay until Python looks for such rings.
    figure.sheet.close()
    card = embed.card(scenario, registry, cited, {"format": kind, **chosen}, made=made)
    into = {"png": embed.into_png, "svg": embed.into_svg, "pdf": embed.into_pdf}[kind]
    return into(file, card)


def file_name(scenario: Scenario, kind: Format, layout: str) -> str:
    """Return what a file is called: its date and layout, in letters that every system takes."""
    part = "data" if kind == "zip" else layout
    return f"security-guarantees-ukraine-{scenario.line}-{part}.{kind}"
