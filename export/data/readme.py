"""The text that stands beside the data of a package: what it is, its files, columns, assumptions and licences."""

import textwrap
from collections.abc import Mapping

import geopandas as gpd

from export.metadata import summary
from export.metadata.containers import PROVENANCE_MEMBER, SCENARIO_MEMBER
from geodata.sources import Source, parted
from i18n.spoken import message, plural, publisher_name, said, spoken_day, tr
from layers.core import citations
from layers.core.constants import NOTICE, PROGRAM, made_with
from layers.core.format import unit_of
from layers.core.registry import Registry
from layers.core.scenario import Scenario
from layers.core.spec import COMMON_COLUMNS

_README_CHARS = 105
_MEANINGS: Mapping[str, str] = {
    "feature_id": message("id of the feature, the same in every file and on the page"),
    "name": message("name in English, official Ukrainian romanisation"),
    "kind": message("what it is within its layer"),
    "status": message(
        "documented (a fact with its source), derived (computed from sources) or notional (drawn to illustrate "
        "the proposal)"
    ),
    "as_of": message("date for which the statement is true (ISO 8601)"),
    "source": message("keys in sources.yaml or assumptions.yaml, several joined by ;"),
    "note": message("remark, may be empty"),
    "measure": message("the one number the map shows, as text with its unit"),
}


def readme(
    frames: Mapping[str, gpd.GeoDataFrame],
    scenario: Scenario,
    registry: Registry,
    sources: Mapping[str, Source],
    made_by: Mapping[str, str],
) -> str:
    """Return the text that stands beside the data."""
    notional = sum(int((frame["status"] == "notional").sum()) for frame in frames.values())
    features = sum(len(frame) for frame in frames.values())
    newest = citations.data_date(frames.items(), registry)
    licences: dict[str, list[str]] = {}
    cited, assumptions = parted(sources)
    for source in cited.values():
        licences.setdefault(source.licence, []).append(
            f"{said(source.title)} ({publisher_name(source.publisher)}, {source.date})"
        )
    parts = [
        said(scenario.title),
        "=" * len(said(scenario.title)),
        "",
        f"{tr(NOTICE)}.",
        tr(
            "{notional} of {features} features are notional: drawn to illustrate the proposal. The column "
            "`status` says which.",
            notional=notional,
            features=features,
        ),
        *_paragraph(
            tr(
                "Borders are the internationally recognised ones; Crimea is Ukraine, shown as occupied. Policy "
                "level only: the data are generalised and not fit for any other use."
            )
        ),
        "",
        *_paragraph(
            tr(
                "Line of occupation of {date}. Made {made} with {program}.",
                date=spoken_day(scenario.line),
                made=spoken_day(made_by["made"]),
                program=made_with(made_by),
            )
        ),
        *(
            [tr("Data as of {day}: the newest fact in this package.", day=spoken_day(newest))]
            if newest
            else []
        ),
        "",
        *_headed("Scenario", summary.lines(scenario, registry)),
        *_headed(
            "Files",
            [
                tr("data.gpkg           GeoPackage, a table per layer (QGIS, ArcGIS)"),
                tr("geojson/*.geojson   the same, a file per layer (RFC 7946)"),
                tr("guarantees.kml      for Google Earth and other globes, a folder per layer"),
                tr(
                    "csv/*.csv           attributes without geometry, UTF-8; ' stands before what looks like a formula"
                ),
                tr("sources.yaml        the sources that the column `source` names"),
                tr("assumptions.yaml    what rests on no source, with the reason"),
                tr("LICENSES/*.txt      the licences of the data in this package"),
                tr(
                    "{scenario_member}       the assumptions; can be opened on the map's page",
                    scenario_member=SCENARIO_MEMBER,
                ),
                tr(
                    "{provenance_member}           scenario, sources and options in one; opens this zip again",
                    provenance_member=PROVENANCE_MEMBER,
                ),
                "",
                *_paragraph(
                    tr(
                        "All coordinates are longitude and latitude in degrees, WGS 84 (EPSG:4326). Lengths are "
                        "geodesic, areas are measured in EPSG:3035. Lists in one cell are joined by “; ” (in "
                        "GeoJSON they are lists). Numbers in columns are exact for the drawing, not for the "
                        "front: the line is good to about 4 km, so quote them rounded, as the text in `measure` does."
                    )
                ),
            ],
        ),
        *_headed(
            tr("Columns of every layer"), [f"{name:<12}{tr(_MEANINGS[name])}" for name in COMMON_COLUMNS]
        ),
        *_headed(tr("Layers and their own columns"), _layer_lines(frames, registry)),
        *_headed(
            tr("Assumptions of this project"),
            [f"- {said(one.title)}. {said(one.reason)}" for one in assumptions.values()],
        ),
        *_headed(
            tr("Open it again"), [tr("Drop this zip on the map's page, or: python app.py open <this zip>")]
        ),
        *_headed(
            tr("Licences and sources"),
            [
                *_paragraph(
                    tr(
                        "This project's own data, and what it derives, are under CC BY 4.0: use them freely, "
                        "name “{program}” and say what you changed. Data of others keep their licence. Name the "
                        "source with the data. Facts are cited, their texts are not reproduced.",
                        program=PROGRAM,
                    )
                ),
                *(
                    line
                    for licence, titles in licences.items()
                    for line in ("", f"{said(licence)}:", *(f"  - {title}" for title in titles))
                ),
            ],
        ),
    ]
    return "\n".join(parts)


def _paragraph(text: str) -> list[str]:
    return textwrap.wrap(text, _README_CHARS)


def _headed(head: str, lines: list[str]) -> list[str]:
    return [head, "-" * len(head), *lines, ""]


def _layer_lines(frames: Mapping[str, gpd.GeoDataFrame], registry: Registry) -> list[str]:
    lines = []
    for layer_id, frame in frames.items():
        lines.append(
            plural(
                "{id}: {title}, {number} feature",
                "{id}: {title}, {number} features",
                len(frame),
                id=layer_id,
                title=said(registry[layer_id].title),
            )
        )
        own = [name for name in frame.columns if name not in COMMON_COLUMNS and name != frame.geometry.name]
        for name in own:
            unit = unit_of(name)
            lines.append(tr("  {column}, in {unit}", column=name, unit=tr(unit)) if unit else f"  {name}")
    return lines
