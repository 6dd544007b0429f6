"""Layer frames as KML 2.2: a folder per layer, a placemark per feature, in the colours of the style table.

KML knows colours, widths and opacities but no patterns and dashes; what those tell apart on the map, folders and names
tell apart here.
"""

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
from fastkml import KML, Document, Folder, Placemark, StyleUrl
from fastkml.styles import IconStyle, LabelStyle, LineStyle, PolyStyle, Style

from geodata.sources import Source
from i18n.spoken import publisher_name, said, spoken_day, tr
from layers.core.citations import source_keys
from layers.core.constants import NOTICE, made_with, provenance
from layers.core.format import STATUSES
from layers.core.registry import Registry
from layers.core.scenario import Scenario
from layers.style.rows import STYLE, StyleRow, colour

_THEME = "light"
_COLUMNS = ("name", "kind", "measure", "status", "as_of", "source", "note")
_SYMBOL_PX = 32  # a KML icon at scale 1
_HEADER = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def to_kml(
    frames: Mapping[str, gpd.GeoDataFrame],
    scenario: Scenario,
    registry: Registry,
    sources: Mapping[str, Source],
    *,
    made: str = "",
) -> bytes:
    """Return EPSG:4326 frames by layer id as a KML document; a feature without a place has no geometry.

    `sources` holds at least those that the features cite, by key; `made`: ISO date, today without it.
    """
    made_by = provenance(registry.data_version, made)
    kinds = sorted({(layer_id, kind) for layer_id, frame in frames.items() for kind in frame["kind"]})
    document = Document(
        name=said(scenario.title),
        description=tr(
            "{notice}. Line of occupation of {date}. Status, date and source: see each place. Made {made} with "
            "{program}.",
            notice=tr(NOTICE),
            date=spoken_day(scenario.line),
            made=spoken_day(made_by["made"]),
            program=made_with(made_by),
        ),
        styles=[_style(STYLE[key]) for key in kinds if key in STYLE],
        features=[
            Folder(
                name=said(registry[layer_id].title),
                description=said(registry[layer_id].summary),
                features=[_placemark(layer_id, row, sources) for row in _rows(frame)],
            )
            for layer_id, frame in frames.items()
        ],
    )
    return _HEADER + KML(features=[document]).to_string(precision=6, prettyprint=False).encode()


def _rows(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    columns = [*_COLUMNS, frame.geometry.name]
    return [
        dict(zip((*_COLUMNS, "geometry"), row, strict=True))
        for row in frame[columns].itertuples(index=False, name=None)
    ]


def _placemark(layer_id: str, row: Mapping[str, Any], sources: Mapping[str, Source]) -> Placemark:
    key = (layer_id, row["kind"])
    label = tr(STYLE[key].label) if key in STYLE else ""
    cited = [sources[key] for key in source_keys(row["source"])]
    told = (
        label,
        row["measure"],
        tr("Status: {status}", status=tr(STATUSES[row["status"]].label).lower()),
        tr("As of {date}", date=spoken_day(row["as_of"])),
        *(
            tr("Assumption of this project: {title}.", title=said(source.title))
            if source.is_assumption
            else tr(
                "Source: {title}. {publisher}, {date}",
                title=said(source.title),
                publisher=publisher_name(source.publisher),
                date=spoken_day(str(source.date)),
            )
            for source in cited
        ),
        row["note"],
    )
    shape = row["geometry"]
    return Placemark(
        name=row["name"],
        description="\n".join(line for line in told if isinstance(line, str) and line),
        style_url=StyleUrl(url=f"#{_style_id(STYLE[key])}") if key in STYLE else None,
        geometry=None if shape is None or shape.is_empty else shape,
    )


class _Tint(IconStyle):
    """Colour and size of the viewer's own pin; fastkml leaves out an icon style that names no picture."""

    def __bool__(self) -> bool:
        return True

    @classmethod
    def get_tag_name(cls) -> str:
        return "IconStyle"


def _style_id(row: StyleRow) -> str:
    return f"{row.layer}.{row.kind}"


def _style(row: StyleRow) -> Style:
    """Return a row of the style table as far as KML can say it; a name alone (form `label`) has no icon."""
    ink = row.stroke or row.fill or row.text
    icon = row.symbol_px / _SYMBOL_PX if row.form == "point" else 0.0
    parts: list[Any] = [
        _Tint(color=_colour(ink, 1), scale=round(icon, 2)),
        LabelStyle(color=_colour(row.text or ink, 1), scale=0.8),
        LineStyle(color=_colour(ink, row.stroke_opacity if row.stroke else 0), width=row.width or 1.0),
        PolyStyle(
            color=_colour(row.fill or ink, row.fill_opacity),
            fill=row.fill_opacity > 0,
            outline=bool(row.stroke and row.width),
        ),
    ]
    return Style(id=_style_id(row), styles=parts)


def _colour(token: str, opacity: float) -> str:
    """Return a palette token as KML writes colours: opacity, blue, green, red."""
    red, green, blue = (colour(token, _THEME)[n : n + 2] for n in (1, 3, 5))
    return f"{round(opacity * 255):02x}{blue}{green}{red}"
