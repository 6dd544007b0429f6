"""Contributors: countries by the strongest public offer they have made for after a ceasefire.

An offer is a statement, not a deployment. Only states whose offer a source tells in some detail are coloured: 26
committed themselves in Paris on 4 September 2025 (`citynews_2025_09_04`), 35 took part in the declaration of
6 January 2026 (`paris_declaration_2026_01_06`).
"""

import geopandas as gpd

from i18n.spoken import worded
from layers.core.params import NoParams
from layers.core.spec import Facts, Layer, Measure, common, frame_of
from layers.style.row import StyleRow

#: Kind by the `offer` of the coalition table.
KIND_OF_OFFER = {
    "troops": "offer_troops",
    "air": "offer_air_sea",
    "sea": "offer_air_sea",
    "forces_nearby": "offer_support",
    "training": "offer_support",
    "logistics": "offer_support",
    "monitoring": "offer_monitoring",
    "none": "offer_none",
}


def build(facts: Facts, params: NoParams) -> gpd.GeoDataFrame:
    """Return the area of each contributor, its offer in words as `measure`, in the order of the table."""
    countries = facts["basemap/countries"].set_index("iso_a3").geometry
    coalition = facts["coalition"]
    rows = []
    for state in coalition.loc[coalition["kind"] == "contributor"].to_dict("records"):
        rows.append(
            {
                **common(state, kind=KIND_OF_OFFER[state["offer"]], measure=state["offer_text"]),
                "country": state["country"],
                "geometry": countries[state["country"]],
            }
        )
    return frame_of(rows)


def key_figures(frame: gpd.GeoDataFrame, params: NoParams) -> tuple[Measure, ...]:
    """How many states with a public offer, and how many of them offer troops."""
    offering = int((frame["kind"] != "offer_none").sum())
    troops = int((frame["kind"] == "offer_troops").sum())
    return (
        Measure.of(
            label=worded("States whose offer is known in detail"),
            number=offering,
            caveat=worded(
                "{troops} of them signal troops; 26 states made commitments on 4 Sep 2025, 35 took part in Paris on "
                "6 Jan 2026; these are statements, not deployments",
                troops=troops,
            ),
        ),
    )


ROWS = (
    StyleRow(kind="offer_troops", form="area", z=2, ground="land", lead=True,
             label="Offers troops or hubs in Ukraine", fill="offer_1", fill_opacity=0.85),
    StyleRow(kind="offer_air_sea", form="area", z=2, ground="land", label="Offers air or sea forces",
             fill="offer_2", fill_opacity=0.85),
    StyleRow(kind="offer_support", form="area", z=2, ground="land",
             label="Offers training, logistics or forces nearby", fill="offer_3", fill_opacity=0.85),
    StyleRow(kind="offer_monitoring", form="area", z=2, ground="land", label="Offers monitoring, no troops",
             fill="offer_4", fill_opacity=0.85),
    StyleRow(kind="offer_none", form="area", z=2, ground="land", label="Has ruled out ground troops",
             fill="offer_0", fill_opacity=0.85, pattern="diagonal", stroke="text_muted", width=0.5),
)  # fmt: skip

LAYER = Layer(
    id="contributors",
    title="Contributors",
    group="context",
    summary="Countries by what they have publicly offered.",
    facts=("coalition", "basemap/countries"),
    build=build,
    key_figures=key_figures,
    sources=("paris_declaration_2026_01_06", "citynews_2025_09_04", "no_deployment_found"),
    visible=False,
    order=80,
    rows=ROWS,
)
